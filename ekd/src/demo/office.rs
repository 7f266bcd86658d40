//! What the demo's people have written to the office, and its canned answers.

use common::id::{AccountId, TemplateName};
use common::ticket::canned::Template;
use common::ticket::entry::EntryText;
use common::ticket::field::{Detail, Field};
use common::ticket::{Category, Origin, TicketState};
use common::time::Period;
use jiff::{SignedDuration, Timestamp};

use super::billing;
use crate::accounts;
use crate::office::{self, Appending, Attaching, Desk, Kind, Opening, Writer};
use crate::store;
use crate::store::log::Write;
use crate::store::ticket as tickets;
use crate::turned::Turned;

/// Who writes: the manager, or the clerk.
#[derive(Clone, Copy)]
enum Who {
    Anna,
    Maria,
}

/// Something that was written: how many minutes before the beginning, by whom, for whom.
struct Said {
    minutes: i64,
    who: Who,
    kind: Kind,
    text: &'static str,
}

/// A ticket of the demo; its first entry opens it.
struct Story {
    category: Category,
    subject: &'static str,
    site: Option<&'static str>,
    customer: &'static str,
    details: &'static [(Field, &'static str)],
    origin: Origin,
    said: &'static [Said],
    state: TicketState,
    is_taken: bool,
}

const fn anna(minutes: i64, text: &'static str) -> Said {
    Said { minutes, who: Who::Anna, kind: Kind::Message, text }
}

const fn maria(minutes: i64, text: &'static str) -> Said {
    Said { minutes, who: Who::Maria, kind: Kind::Message, text }
}

const STORIES: [Story; 5] = [
    Story {
        category: Category::Meter,
        subject: "Wymiana baterii licznika, Zielona 1",
        site: Some("W-0412"),
        customer: "K-00412",
        details: &[(Field::MeterSerial, "67120412")],
        origin: Origin::Terminal,
        said: &[
            anna(14 * 1440, "Licznik pokazuje symbol baterii. Kiedy można się spodziewać wymiany?"),
            maria(13 * 1440 + 300, "Wymienimy przy najbliższym objeździe, najpóźniej do końca tygodnia."),
            maria(9 * 1440, "Bateria wymieniona, plomby założone."),
        ],
        state: TicketState::Solved,
        is_taken: true,
    },
    Story {
        category: Category::Invoice,
        subject: "Korekta faktury {invoice}",
        site: None,
        customer: "K-00412",
        details: &[(Field::InvoiceNumber, "{invoice}")],
        origin: Origin::Terminal,
        said: &[
            anna(5 * 1440, "Na fakturze jest moc zamówiona sprzed zmiany. Proszę o korektę."),
            maria(4 * 1440 + 200, "Od którego dnia obowiązuje nowa umowa? Proszę o numer aneksu."),
        ],
        state: TicketState::Waiting,
        is_taken: true,
    },
    Story {
        category: Category::ContractedPower,
        subject: "Zmiana mocy zamówionej, Łąkowa 10",
        site: Some("W-0418"),
        customer: "K-00412",
        details: &[(Field::ContractedPower, "0.096"), (Field::WantedFrom, "2027-01-01")],
        origin: Origin::Terminal,
        said: &[anna(2 * 1440, "Po ociepleniu budynek potrzebuje mniej. Proszę o zmianę od stycznia.")],
        state: TicketState::New,
        is_taken: false,
    },
    Story {
        category: Category::TooCold,
        subject: "Za zimno w mieszkaniach, Łąkowa 16",
        site: Some("W-0421"),
        customer: "K-00421",
        details: &[(Field::Place, "klatka B, piętra 3 i 4")],
        origin: Origin::Phone,
        said: &[Said {
            minutes: 260,
            who: Who::Maria,
            kind: Kind::Message,
            text: "Dzwonił przewodniczący wspólnoty: od nocy 17 °C w mieszkaniach na górze.",
        }],
        state: TicketState::Open,
        is_taken: false,
    },
    Story {
        category: Category::NoHeating,
        subject: "Brak ogrzewania, Szkoła 7",
        site: Some("W-0433"),
        customer: "K-00433",
        details: &[(Field::Since, "")],
        origin: Origin::Terminal,
        said: &[
            anna(1230, "W całym budynku zimne grzejniki od ok. 17:00. Woda ciepła działa."),
            maria(1219, "Przyjęłam, ekipa przyjedzie do 20:00. Proszę o telefon do dozorcy."),
            Said { minutes: 1200, who: Who::Maria, kind: Kind::Note, text: "Dozorca: 601 234 567. Brygada: Tomek." },
            maria(415, "Wymieniono pompę obiegową. Czy dziś rano grzejniki są ciepłe?"),
        ],
        state: TicketState::Open,
        is_taken: true,
    },
];

/// Canned answers: name, category, text.
const TEMPLATES: [(&str, Option<Category>, &str); 4] = [
    (
        "przyjete",
        None,
        "Dzień dobry,\n\nprzyjęłam zgłoszenie {number} ({subject}). Odpowiemy najpóźniej {due}.\n\n{clerk}",
    ),
    (
        "ekipa-w-drodze",
        Some(Category::NoHeating),
        "Dzień dobry,\n\nekipa jest w drodze do {site}. Proszę o telefon do osoby, która otworzy węzeł.\n\n{clerk}",
    ),
    (
        "czy-juz-cieplo",
        Some(Category::TooCold),
        "Dzień dobry,\n\nwyregulowaliśmy węzeł w {site}. Czy grzejniki są już ciepłe?\n\n{clerk}",
    ),
    ("zalatwione", None, "Dzień dobry,\n\nsprawa {number} jest załatwiona. Dziękujemy za zgłoszenie.\n\n{clerk}"),
];

/// Stands for the number of the invoice that is disputed.
const INVOICE: &str = "{invoice}";
/// How long before and after a complaint its readings are looked at.
const AROUND: SignedDuration = SignedDuration::from_hours(24);

/// Has the town's people write to the office, once.
pub(super) fn fill(tx: &Write<'_>, desk: &Desk, now: Timestamp) -> Result<(), Turned> {
    if store::template::list(tx)?.is_empty() {
        for (name, category, body) in TEMPLATES {
            let name = TemplateName::parse(name).expect("the names of the demo are codes");
            store::template::save(tx, &Template { name, category, body: body.to_owned() })?;
        }
        STORIES.iter().try_for_each(|story| tell(tx, desk, story, now))?;
    }
    Ok(())
}

fn tell(tx: &Write<'_>, desk: &Desk, story: &Story, now: Timestamp) -> Result<(), Turned> {
    let [first, others @ ..] = story.said else { return Ok(()) };
    let at = before(now, first.minutes);
    let site = story.site.map(|code| store::site::id_of(tx, code)).transpose()?.flatten();
    let invoice = billing::disputed(now.to_zoned(desk.office.zone.clone()).date());
    let told = |(field, value): &(Field, &str)| detail(*field, &value.replace(INVOICE, &invoice), (at, desk));
    let details: Vec<Detail> = story.details.iter().map(told).collect();
    let period = Period { from: at - AROUND, until: at + AROUND };
    let attach = site.filter(|_| story.category == Category::NoHeating);
    let opening = Opening {
        category: story.category,
        subject: &story.subject.replace(INVOICE, &invoice),
        site,
        customer: store::customer::by_number(tx, story.customer)?.map(|customer| customer.id),
        details: &details,
        priority: story.category.usual_priority(),
        origin: story.origin,
        by: writer(tx, first.who)?,
        body: EntryText::plain(first.text),
        attach: attach.map(|site| Attaching::Readings { site, period }).into_iter().collect(),
        now: at,
    };
    let (ticket, _) = office::open(tx, desk, opening)?;
    if story.is_taken {
        tickets::set_assignee(tx, ticket, Some(person(tx, Who::Maria)?))?;
    }
    for said in others {
        let appending = Appending {
            ticket,
            by: writer(tx, said.who)?,
            kind: said.kind,
            text: EntryText::plain(said.text),
            attach: Vec::new(),
            now: before(now, said.minutes),
        };
        office::append(tx, desk, appending)?;
    }
    let last = story.said.last().map_or(at, |said| before(now, said.minutes));
    match story.state {
        TicketState::Waiting | TicketState::Solved => {
            office::set_state(tx, desk, (ticket, story.state), (&writer(tx, Who::Maria)?, last))
        }
        TicketState::New | TicketState::Open | TicketState::Closed | TicketState::Reopened | TicketState::Unknown => {
            Ok(())
        }
    }
}

fn before(now: Timestamp, minutes: i64) -> Timestamp {
    now - SignedDuration::from_mins(minutes)
}

/// Returns a detail; the instant of a complaint is its own, since the demo has no date.
fn detail(field: Field, value: &str, (at, desk): (Timestamp, &Desk)) -> Detail {
    let value = match field {
        Field::Since => at.to_zoned(desk.office.zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string(),
        Field::Place
        | Field::MeterSerial
        | Field::InvoiceNumber
        | Field::WantedFrom
        | Field::ContractedPower
        | Field::Unknown => value.to_owned(),
    };
    Detail { field, value }
}

fn writer(tx: &Write<'_>, who: Who) -> Result<Writer, Turned> {
    Ok(Writer::Account(person(tx, who)?))
}

fn person(tx: &Write<'_>, who: Who) -> Result<AccountId, Turned> {
    let name = match who {
        Who::Anna => super::MANAGER,
        Who::Maria => super::CLERK,
    };
    Ok(accounts::find(tx, &super::login(name))?.id)
}
