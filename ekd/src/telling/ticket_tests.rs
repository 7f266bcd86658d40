//! Who is told what of tickets.

use common::notice::{NoticeKind, TicketNews};
use common::ticket::entry::{EntryText, TicketTurn};
use common::ticket::{Category, Origin, Priority, TicketNumber, TicketState};

use super::*;
use crate::office::{self, Appending, Attaching, Kind, Opening, Writer};
use crate::store::ticket::TicketId;

const OUTSIDE: &str = "biuro@example.com";

fn desk() -> office::Desk {
    office::Desk::usual(TimeZone::get("Europe/Warsaw").unwrap())
}

/// A house whose office gets mail, and whose other office does too.
struct Office {
    house: House,
    outside: Vec<String>,
}

impl Office {
    async fn start(outside: &[&str]) -> Self {
        let outside = outside.iter().map(|address| (*address).to_owned()).collect();
        Self { house: House::start().await, outside }
    }

    fn teller(&self) -> Teller {
        let outside = &self.outside;
        let mailbox = format!(
            "[mailbox]\nhost = 'localhost'\nuser = 'bok'\npassword-file = '/p'\naddress = 'bok@example.pl'\noutside = {outside:?}"
        );
        Teller { channels: channels_with(&mailbox), ..self.house.teller() }
    }

    async fn tell(&mut self) {
        let teller = self.teller();
        self.house.read_to = teller.read_on(self.house.read_to).await.unwrap();
        teller.round().await.unwrap();
    }

    /// Opens a ticket of the first customer.
    async fn open(&self, category: Category, by: Writer) -> TicketId {
        let now = self.house.clock.now();
        self.house
            .write(move |tx| {
                let customer = store::customer::by_number(tx, "K-1").unwrap().map(|customer| customer.id);
                let (site, customer) = match by {
                    Writer::Unverified { .. } => (None, None),
                    _ => (store::site::id_of(tx, "W-1").unwrap(), customer),
                };
                let opening = Opening {
                    category,
                    subject: "Zimno",
                    site,
                    customer,
                    details: &[],
                    priority: Priority::Normal,
                    origin: Origin::Terminal,
                    by,
                    body: EntryText::plain("Zimno od rana."),
                    attach: Vec::new(),
                    now,
                };
                office::open(tx, &desk(), opening).unwrap().0
            })
            .await
    }

    async fn write(&self, ticket: TicketId, (by, kind): (Writer, Kind), text: EntryText) {
        let now = self.house.clock.now();
        let attach = vec![Attaching::File {
            name: "plan.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            bytes: b"plan".to_vec(),
        }];
        let work = move |tx: &Write<'_>| {
            office::append(tx, &desk(), Appending { ticket, by, kind, text, attach, now }).unwrap();
        };
        self.house.write(work).await;
    }

    async fn turn(&self, ticket: TicketId, by: Writer, turn: TicketTurn) {
        let now = self.house.clock.now();
        self.house.write(move |tx| office::turn(tx, ticket, &by, &turn, now).unwrap()).await;
    }

    async fn account(&self, login: &'static str) -> Writer {
        self.house.write(move |tx| Writer::Account(id_of(tx, login))).await
    }

    /// Returns what was put into the outbox since, and has it be sent.
    async fn sent(&mut self) -> Vec<String> {
        self.tell().await;
        let rows = self.house.rows().await;
        let new = rows.iter().filter(|row| row.state == DeliveryState::Waiting);
        let told = new.map(|row| format!("{} {}", row.recipient.split('@').next().unwrap(), row.topic));
        let mut told: Vec<String> = told.collect();
        told.sort_unstable();
        self.house.settle(End::Sent, "250 ok").await;
        told
    }

    /// Returns the letters that wait, as they are kept.
    async fn sealed(&mut self) -> Vec<serde_json::Value> {
        self.tell().await;
        let now = self.house.clock.now();
        let due = self.house.store.read(move |log| store::outbox::due(log, Channel::Email, now, now, 99)).await;
        let due = due.unwrap_or_else(|error: StoreError| panic!("{error}"));
        let vault = Vault::of(&[7; 32]);
        due.iter().map(|due| serde_json::from_slice(&vault.unseal("letter", &due.letter).unwrap()).unwrap()).collect()
    }
}

fn message(text: &str) -> EntryText {
    EntryText::plain(text)
}

#[tokio::test]
async fn the_office_is_told_of_questions_and_the_customer_of_answers_and_nobody_of_the_own() {
    let mut office = Office::start(&[]).await;
    let (anna, clerk) = (office.account("anna").await, office.account("clerk").await);
    let ticket = office.open(Category::Other, anna.clone()).await;
    assert_eq!(office.sent().await, ["clerk ticket_opened"]);
    office.write(ticket, (clerk.clone(), Kind::Message), message("Ekipa jedzie.")).await;
    assert_eq!(office.sent().await, ["anna ticket_answered"]);
    office.write(ticket, (clerk.clone(), Kind::Note), message("Tajne.")).await;
    assert_eq!(office.sent().await, [""; 0]);
    office.write(ticket, (anna, Kind::Message), message("Dalej zimno.")).await;
    assert_eq!(office.sent().await, ["clerk ticket_written"]);
    let (from, to) = (TicketState::Open, TicketState::Solved);
    office.turn(ticket, clerk, TicketTurn::State { from, to }).await;
    assert_eq!(office.sent().await, ["anna ticket_settled"]);
    office.house.restart().await;
    assert_eq!(office.sent().await, [""; 0], "told once");
    let notices = office.house.notices().await;
    let number = TicketNumber::new(2026, 1);
    assert!(notices.len() == 4 && notices.iter().all(|notice| notice.ticket == Some(number)), "{notices:?}");
    assert!(office.house.rows().await.iter().all(|row| row.ticket == Some(number)));
}

#[tokio::test]
async fn what_is_about_money_is_told_to_who_may_know_it() {
    let mut office = Office::start(&[]).await;
    let clerk = office.account("clerk").await;
    let ticket = office.open(Category::Contract, clerk.clone()).await;
    office.write(ticket, (clerk.clone(), Kind::Message), message("Faktura.")).await;
    assert_eq!(office.sent().await, [""; 0], "anna acts without the right");
    let ticket = office.open(Category::Contract, office.account("anna").await).await;
    office.write(ticket, (clerk, Kind::Message), message("Umowa.")).await;
    assert_eq!(office.sent().await, ["anna ticket_answered", "clerk ticket_opened"], "but she asked");
}

#[tokio::test]
async fn technicians_are_told_what_is_theirs_and_not_whose_it_is() {
    let mut office = Office::start(&[]).await;
    let (anna, clerk, tech) = (office.account("anna").await, office.account("clerk").await, "tech");
    let ticket = office.open(Category::Other, anna.clone()).await;
    assert_eq!(office.sent().await, ["clerk ticket_opened"]);
    let to = Some(Login::parse(tech).unwrap());
    office.house.write(move |tx| store::ticket::set_assignee(tx, ticket, Some(id_of(tx, tech))).unwrap()).await;
    office.turn(ticket, clerk, TicketTurn::Assigned { to }).await;
    assert_eq!(office.sent().await, ["tech ticket_assigned"]);
    office.write(ticket, (anna, Kind::Message), message("Dalej zimno.")).await;
    let letters = office.sealed().await;
    let bodies: Vec<&str> = letters.iter().map(|letter| letter["body"].as_str().unwrap()).collect();
    let told = bodies.iter().filter(|body| body.contains("Dalej zimno.")).count();
    let whose = bodies.iter().filter(|body| body.contains("SM (K-1)")).count();
    assert_eq!((letters.len(), told, whose), (2, 2, 1), "{bodies:?}");
}

#[tokio::test]
async fn an_answer_carries_its_token_its_thread_and_its_files_and_a_persons_words() {
    let mut office = Office::start(&[]).await;
    let (anna, clerk) = (office.account("anna").await, office.account("clerk").await);
    let ticket = office.open(Category::Other, anna).await;
    office.sent().await;
    for text in ["Pierwsza.", "Druga."] {
        office.write(ticket, (clerk.clone(), Kind::Message), message(text)).await;
        office.tell().await;
    }
    let letters = office.sealed().await;
    let parts = |at: usize| &letters[at]["parts"];
    let reply_to = parts(0)["reply_to"].as_str().unwrap();
    assert!(reply_to.starts_with("bok+") && reply_to.len() == "bok+@example.pl".len() + 16, "{reply_to}");
    assert_eq!(parts(0)["reply_to"], parts(1)["reply_to"]);
    assert_eq!((&parts(0)["authorship"], &parts(0)["from_name"]), (&"person".into(), &"A".into()));
    assert_eq!(parts(0)["references"].as_array().unwrap().len(), 0);
    assert_eq!(parts(1)["references"].as_array().unwrap().len(), 1);
    assert_eq!(letters[0]["subject"], "[Z-2026-1] Zimno");
    assert!(letters[1]["body"].as_str().unwrap().contains("W załączeniu: plan.txt"));
    assert_eq!(letters[1]["enclosed"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn who_wrote_by_mail_is_answered_by_mail_and_never_by_a_program() {
    let mut office = Office::start(&[]).await;
    let jan = Writer::Unverified { address: Some("Jan.Z@example.org".to_owned()) };
    let ticket = office.open(Category::Other, jan).await;
    assert_eq!(office.sent().await, ["clerk ticket_opened"]);
    let clerk = office.account("clerk").await;
    office.write(ticket, (clerk.clone(), Kind::Message), message("Ekipa jedzie.")).await;
    assert_eq!(office.sent().await, ["jan.z ticket_answered"]);
    let away = EntryText { is_automatic: true, ..message("Jestem na urlopie.") };
    office.write(ticket, (Writer::OutsideOffice { address: OUTSIDE.to_owned() }, Kind::Message), away).await;
    office.write(ticket, (clerk, Kind::Note), message("Tajne.")).await;
    assert_eq!(office.sent().await, [""; 0]);
}

#[tokio::test]
async fn an_office_outside_gets_what_it_must_answer_with_the_readings_around_it() {
    let mut office = Office::start(&[OUTSIDE]).await;
    let (anna, clerk) = (office.account("anna").await, office.account("clerk").await);
    let at = office.house.clock.now();
    office.house.bring("import", &[("P-1".to_owned(), at, "41.5".to_owned())]).await;
    let ticket = office.open(Category::Other, anna.clone()).await;
    let letters = office.sealed().await;
    let outside = letters.iter().find(|letter| letter["parts"]["authorship"] == "person").unwrap();
    let body = outside["body"].as_str().unwrap();
    assert!(
        body.contains("SM (K-1)") && body.contains("Zimno od rana.") && body.contains("W-1-20261127.csv"),
        "{body}"
    );
    let enclosures = serde_json::from_value(outside["enclosed"].clone()).unwrap();
    let loaded: Vec<crate::outbox::enclosed::Enclosure> = enclosures;
    let files = office.house.store.read(move |log| crate::outbox::enclosed::load(log, &loaded)).await;
    let files = files.unwrap_or_else(|error: StoreError| panic!("{error}"));
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    assert!(text.contains("P-1,P-1,return,2026-11-27T11:00:00Z,41.5,"), "{text}");
    assert_eq!(office.sent().await, ["biuro ticket_opened", "clerk ticket_opened"]);
    office.write(ticket, (clerk, Kind::Message), message("Ekipa jedzie.")).await;
    assert_eq!(office.sent().await, ["anna ticket_answered"]);
    let theirs = Writer::OutsideOffice { address: OUTSIDE.to_owned() };
    office.write(ticket, (theirs, Kind::Message), message("Z biura.")).await;
    let letters = office.sealed().await;
    let hides = |letter: &serde_json::Value| !letter["body"].as_str().unwrap().contains(OUTSIDE);
    assert!(letters.iter().any(hides), "{letters:?}");
    assert_eq!(office.sent().await, ["anna ticket_answered"]);
    office.write(ticket, (anna, Kind::Message), message("Dalej.")).await;
    assert_eq!(office.sent().await, ["biuro ticket_written", "clerk ticket_written"]);
}

#[tokio::test]
async fn what_was_kept_for_the_morning_is_not_told_to_who_has_read_it_since() {
    let mut office = Office::start(&[]).await;
    let (anna, clerk) = (office.account("anna").await, office.account("clerk").await);
    let night = Hours { days: [].into(), from: "22:00".parse().unwrap(), until: "06:00".parse().unwrap() };
    let kinds = [NoticeKind::Ticket(TicketNews::Answered)].into();
    let routes = vec![Route { kinds, ..route(Channel::Email, Severity::Notice) }];
    office.house.wants("anna", NoticeSettings { routes, quiet: vec![night], ..NoticeSettings::default() }).await;
    let ticket = office.open(Category::Other, anna).await;
    office.house.go_to(local("2026-11-27T23:00"));
    for text in ["Jeden.", "Dwa."] {
        office.write(ticket, (clerk.clone(), Kind::Message), message(text)).await;
    }
    assert_eq!(office.sent().await, ["clerk ticket_opened"]);
    office
        .house
        .write(move |tx| {
            const READ: &str = "INSERT INTO ticket_read (account_id, ticket_id, up_to)
                SELECT ?1, ?2, min(id) FROM ticket_entry WHERE kind = 'message' AND account_id <> ?1";
            tx.execute(READ, [id_of(tx, "anna").0, ticket.0]).unwrap();
        })
        .await;
    office.house.go_to(local("2026-11-28T07:00"));
    assert_eq!(office.sent().await, ["anna ticket_answered"], "one of two was read");
    let dropped = office.house.notices().await.iter().filter(|one| one.state == NoticeState::Dropped).count();
    assert_eq!(dropped, 1);
}

#[tokio::test]
async fn a_short_message_that_fails_is_told_by_mail_once() {
    let mut office = Office::start(&[]).await;
    office.house.wants("anna", by(&[Channel::Sms])).await;
    let (anna, clerk) = (office.account("anna").await, office.account("clerk").await);
    let ticket = office.open(Category::Other, anna).await;
    office.write(ticket, (clerk, Kind::Message), message("Ekipa jedzie.")).await;
    office.tell().await;
    office.house.settle(End::Failed, "no").await;
    for _ in 0..3 {
        office.tell().await;
    }
    let to_anna: Vec<String> =
        office.house.messages().await.into_iter().filter(|text| text.contains("ticket_answered")).collect();
    assert!(to_anna.len() == 2 && to_anna[1] == "anna@example.pl email ticket_answered", "{to_anna:?}");
}

#[tokio::test]
async fn files_of_an_answer_are_read_when_it_leaves_and_not_before() {
    let mut office = Office::start(&[]).await;
    let (anna, clerk) = (office.account("anna").await, office.account("clerk").await);
    let ticket = office.open(Category::Other, anna).await;
    office.write(ticket, (clerk, Kind::Message), message("Ekipa jedzie.")).await;
    let letters = office.sealed().await;
    let answer = letters.iter().find(|letter| letter["parts"]["authorship"] == "person").unwrap();
    let enclosed: Vec<crate::outbox::enclosed::Enclosure> = serde_json::from_value(answer["enclosed"].clone()).unwrap();
    let (again, work) = (enclosed.clone(), move |log: &Logbook<'_>| crate::outbox::enclosed::load(log, &enclosed));
    let loaded: Result<_, StoreError> = office.house.store.read(work).await;
    assert_eq!(loaded.unwrap()[0].bytes, b"plan");
    office.house.write(|tx| tx.execute("UPDATE attachment SET sha256 = NULL", []).unwrap()).await;
    let loaded: Result<_, StoreError> =
        office.house.store.read(move |log| crate::outbox::enclosed::load(log, &again)).await;
    assert_eq!(loaded.unwrap(), [], "it was erased meanwhile");
}
