//! What becomes of tickets, by whom, and who sees it.

use common::event::Happening;
use common::fault::{Cause, TicketCause};
use common::id::{AlarmId, Cursor, CustomerNumber, EntryId};
use common::notice::TicketNews;
use common::ticket::deed::Deed;
use common::ticket::draft::{Dispatch, NewEntry, Readers};
use common::ticket::entry::{EntryText, EntryWhat, NewAttachment, TicketTurn};
use common::ticket::query::{AssignedTo, TicketFilter, TicketStanding};
use common::ticket::{Author, Category, Origin, Priority, Ticket, TicketState};
use jiff::SignedDuration;

use super::fixture::{Town, at, cold, entry, invoice, why};
use super::*;
use crate::store::ticket::list;

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn turns(town: &Town, login: &str, ticket: &Ticket) -> Vec<TicketTurn> {
    let thread = town.thread(login, ticket.number);
    thread
        .into_iter()
        .filter_map(|entry| if let EntryWhat::Turned { turn } = entry.what { Some(turn) } else { None })
        .collect()
}

fn news(town: &Town) -> Vec<TicketNews> {
    let events = store::event::after(&town.conn, Cursor(0), 1000).unwrap();
    let of = |what| if let Happening::Ticket { news, .. } = what { Some(news) } else { None };
    events.into_iter().filter_map(|event| of(event.what)).collect()
}

#[test]
fn a_ticket_is_opened_with_all_that_belongs_to_it() {
    let mut town = Town::new();
    let ticket = town.open("anna", cold());
    assert_eq!(ticket.number.to_string(), "Z-2025-1");
    assert_eq!((ticket.subject.as_str(), ticket.priority), ("Za zimno: W-1", Priority::High));
    assert_eq!(ticket.customer.unwrap().as_str(), "K-1");
    assert!(ticket.awaits_office && ticket.clock.due_at.is_some() && ticket.clock.answer_due_at.is_none());
    assert_eq!(ticket.n_unread, 0);
    assert_eq!(news(&town), [TicketNews::Changed, TicketNews::Opened]);
    let seen = list::find(&town.conn, &town.eyes("clerk"), ticket.number).unwrap().unwrap().1;
    assert_eq!(seen.n_unread, 1);
    let phone = NewTicketOf { origin: Origin::Phone }.of(cold());
    assert!(matches!(town.send("anna", &Dispatch::Ticket(phone.clone())), Err(Turned::Cause(Cause::NotAllowed))));
    let called = town.open("clerk", phone);
    assert_eq!((called.number.serial(), called.clock.name.as_str()), (2, "complaint_phone"));
    assert!(called.clock.due_at < seen.clock.due_at);
}

struct NewTicketOf {
    origin: Origin,
}

impl NewTicketOf {
    fn of(self, new: common::ticket::draft::NewTicket) -> common::ticket::draft::NewTicket {
        common::ticket::draft::NewTicket { origin: self.origin, ..new }
    }
}

#[test]
fn what_a_category_wants_must_be_told() {
    let mut town = Town::new();
    let mut send = |login, new| why(town.send(login, &Dispatch::Ticket(new)));
    let mut new = cold();
    new.details.clear();
    assert_eq!(send("anna", new), TicketCause::FieldMissing { field: "place".to_owned() });
    let mut new = cold();
    new.details[0].value = "a\u{1b}[2J".to_owned();
    assert_eq!(send("anna", new), TicketCause::FieldWrong { field: "place".to_owned() });
    let mut new = cold();
    new.site = None;
    assert_eq!(send("anna", new), TicketCause::SiteMissing);
    assert_eq!(send("clerk", invoice()), TicketCause::CustomerMissing);
}

#[test]
fn nobody_writes_for_another_customer() {
    let mut town = Town::new();
    let absent = town.send("jan", &Dispatch::Ticket(cold()));
    assert!(matches!(absent, Err(Turned::Cause(Cause::NoSuchSite { .. }))), "{absent:?}");
    let mut new = invoice();
    new.customer = Some(CustomerNumber::parse("K-1").unwrap());
    let unknown = town.send("jan", &Dispatch::Ticket(new.clone()));
    assert!(matches!(unknown, Err(Turned::Cause(Cause::NoSuchCustomer { .. }))), "{unknown:?}");
    assert!(matches!(town.send("tech", &Dispatch::Ticket(new.clone())), Err(Turned::Cause(Cause::NotAllowed))));
    assert_eq!(town.open("clerk", new).customer.unwrap().as_str(), "K-1");
    let mut new = cold();
    new.attach = vec![NewAttachment::Alarm { alarm: AlarmId(7) }];
    let refused = town.send("anna", &Dispatch::Ticket(new));
    assert!(matches!(refused, Err(Turned::Cause(Cause::NoSuchAlarm { id: 7 }))));
}

#[test]
fn each_sees_what_is_theirs() {
    let mut town = Town::new();
    let heat = town.open("anna", cold());
    let money = town.open("anna", invoice());
    town.note("clerk", heat.number, "Kaloryfer tajny").unwrap();
    let all = TicketFilter { standing: TicketStanding::All, ..TicketFilter::default() };
    let n = |login: &str| town.list(login, &all).len();
    assert_eq!((n("clerk"), n("anna"), n("jan"), n("tech")), (2, 2, 0, 1));
    assert_eq!(town.list("olga", &all), [heat.number], "money needs the right");
    let find =
        |login: &str, text: &str| town.list(login, &TicketFilter { text: Some(text.to_owned()), ..all.clone() }).len();
    assert_eq!((find("clerk", "tajny"), find("anna", "tajny"), find("tech", "TAJ")), (1, 0, 1));
    assert_eq!((find("anna", "letnie grzejn"), find("jan", "letnie"), find("anna", "letnie faktura")), (1, 0, 0));
    assert_eq!((find("anna", "\" OR NEAR(a b)"), find("anna", "\"*"), find("anna", "z-2025-1")), (0, 0, 1));
    assert_eq!(town.thread("anna", heat.number).len() + 1, town.thread("clerk", heat.number).len());
    let counts = |login: &str| list::counts(&town.conn, &town.eyes(login)).unwrap();
    assert_eq!((counts("clerk").n_open, counts("clerk").n_unassigned, counts("clerk").n_unread), (2, 2, 2));
    assert_eq!((counts("anna").n_open, counts("anna").n_unassigned, counts("anna").n_unread), (2, 0, 0));
    assert_eq!((counts("olga").n_open, counts("olga").n_unread, counts("jan").n_open), (1, 1, 0));
    let (_, seen) = list::find(&town.conn, &town.eyes("tech"), heat.number).unwrap().unwrap();
    assert!(seen.customer.is_none() && seen.customer_name.is_none());
    assert!(list::find(&town.conn, &town.eyes("tech"), money.number).unwrap().is_none());
    let login = common::account::Login::parse("tech").unwrap();
    town.change("clerk", &[money.number], Deed::Watch { login }).unwrap();
    let (_, seen) = list::find(&town.conn, &town.eyes("tech"), money.number).unwrap().unwrap();
    assert_eq!(seen.watchers.len(), 1);
    let (_, seen) = list::find(&town.conn, &town.eyes("anna"), money.number).unwrap().unwrap();
    assert!(seen.watchers.is_empty() && seen.assignee.is_none());
}

#[test]
fn customers_are_not_told_who_works_for_the_house() {
    let mut town = Town::new();
    let ticket = town.open("anna", cold());
    town.write("clerk", ticket.number, "Jedziemy").unwrap();
    let by = |login: &str| town.thread(login, ticket.number).last().unwrap().by.clone();
    assert!(matches!(by("tech"), Author::Office { login, .. } if login.as_str() == "clerk"));
    assert_eq!(by("anna"), Author::TheOffice);
}

#[test]
fn events_are_told_to_those_who_see_what_they_are_about() {
    let mut town = Town::new();
    let ticket = town.open("anna", cold());
    town.note("clerk", ticket.number, "dla biura").unwrap();
    town.write("clerk", ticket.number, "dla obu").unwrap();
    let shared = store::log::fresh::Shared::default();
    let log = store::log::Logbook::new(&town.conn, &shared, shared.fresh());
    let n = |login: &str| {
        let events = store::event::after(&town.conn, Cursor(0), 100).unwrap().into_iter();
        events.filter_map(|event| store::event::seen(&log, &town.eyes(login), event).unwrap()).count()
    };
    // Opened, its text, the answer and the state that follows; the note besides.
    assert_eq!((n("clerk"), n("anna"), n("jan")), (5, 4, 0));
}

#[test]
fn the_clock_stands_while_the_customer_is_waited_for() {
    let mut town = Town::new();
    let ticket = town.open("anna", cold());
    let due_at = town.kept(ticket.number).clock.due_at.unwrap();
    let then = Dispatch::Entry(NewEntry {
        ticket: ticket.number,
        readers: Readers::Both,
        body: "O której godzinie?".to_owned(),
        attach: Vec::new(),
        then: Some(TicketState::Waiting),
    });
    town.send("clerk", &then).unwrap();
    let kept = town.kept(ticket.number);
    assert_eq!((kept.standing.state, kept.clock.due_at), (TicketState::Waiting, None));
    assert!(kept.clock.answered_at == Some(town.now) && !kept.standing.awaits_office);
    town.now += DAY * 7;
    town.write("anna", ticket.number, "Wieczorem").unwrap();
    let kept = town.kept(ticket.number);
    assert_eq!((kept.standing.state, kept.clock.paused_at), (TicketState::Open, None));
    assert!(kept.standing.awaits_office && kept.clock.due_at.unwrap() >= due_at + DAY * 7);
}

#[test]
fn mail_has_the_clock_go_on_and_turns_nothing() {
    let mut town = Town::new();
    let ticket = town.open("anna", cold());
    town.change("clerk", &[ticket.number], Deed::State { to: TicketState::Waiting }).unwrap();
    let id = town.kept(ticket.number).id;
    let now = town.now;
    let mail = |by: Writer, is_automatic: bool| Appending {
        ticket: id,
        by,
        kind: Kind::Message,
        text: EntryText { is_automatic, ..EntryText::plain("odpowiedź") },
        attach: Vec::new(),
        now,
    };
    let from = Writer::Correspondent { address: "a@example.pl".to_owned(), account: None };
    town.together(|tx, desk| append(tx, desk, mail(from.clone(), true)).unwrap());
    assert!(town.kept(ticket.number).clock.due_at.is_none(), "a program writes for nobody");
    town.together(|tx, desk| append(tx, desk, mail(from.clone(), false)).unwrap());
    let kept = town.kept(ticket.number);
    assert_eq!(kept.standing.state, TicketState::Waiting);
    assert!(kept.clock.due_at.is_some() && kept.standing.awaits_office);
    town.change("clerk", &[ticket.number], Deed::State { to: TicketState::Closed }).unwrap();
    assert!(town.list("clerk", &TicketFilter::default()).is_empty());
    town.together(|tx, desk| append(tx, desk, mail(from, false)).unwrap());
    assert_eq!(town.kept(ticket.number).standing.state, TicketState::Closed);
    assert_eq!(town.list("clerk", &TicketFilter::default()), [ticket.number], "a letter is never lost");
}

#[test]
fn a_customer_closes_and_reopens_within_the_grace_period() {
    let mut town = Town::new();
    let ticket = town.open("anna", cold());
    let number = [ticket.number];
    assert!(town.change("anna", &number, Deed::State { to: TicketState::Solved }).is_err());
    assert!(matches!(town.change("anna", &number, Deed::Take), Err(Turned::Cause(Cause::NotAllowed))));
    let foreign = town.change("jan", &number, Deed::State { to: TicketState::Closed });
    assert_eq!(why(foreign), TicketCause::NoSuchTicket { number: "Z-2025-1".to_owned() });
    town.change("clerk", &number, Deed::State { to: TicketState::Solved }).unwrap();
    town.now += DAY * 13;
    town.write("anna", ticket.number, "Nadal zimno").unwrap();
    let kept = town.kept(ticket.number);
    assert_eq!((kept.standing.state, kept.standing.settled_at), (TicketState::Reopened, None));
    assert!(kept.clock.due_at.is_some());
    town.change("clerk", &number, Deed::State { to: TicketState::Solved }).unwrap();
    let now = town.now + DAY * 15;
    assert_eq!(town.together(|tx, desk| round::round(tx, desk, now).unwrap()), 1);
    assert_eq!(town.kept(ticket.number).standing.state, TicketState::Closed);
    town.now = now;
    let state = "closed".to_owned();
    let refused = why(town.write("anna", ticket.number, "Jeszcze"));
    assert_eq!(refused, TicketCause::StateForbids { number: "Z-2025-1".to_owned(), state });
}

#[test]
fn a_clock_that_runs_out_is_told_once() {
    let mut town = Town::new();
    let ticket = town.open("anna", cold());
    let due_at = town.kept(ticket.number).clock.due_at.unwrap();
    let mut rounds = |now| town.together(|tx, desk| round::round(tx, desk, now).unwrap());
    assert_eq!([rounds(due_at - DAY), rounds(due_at), rounds(due_at + DAY)], [0, 1, 0]);
    assert_eq!(turns(&town, "clerk", &ticket), [TicketTurn::Opened, TicketTurn::Overdue]);
    assert_eq!(turns(&town, "anna", &ticket), [TicketTurn::Opened]);
    town.now = due_at + DAY;
    let overdue = TicketFilter { standing: TicketStanding::Overdue, ..TicketFilter::default() };
    assert_eq!(town.list("clerk", &overdue), [ticket.number]);
    assert_eq!(list::counts(&town.conn, &town.eyes("clerk")).unwrap().n_overdue, 1);
}

#[test]
fn staff_turn_what_there_is_to_turn() {
    let mut town = Town::new();
    let ticket = town.open("anna", cold());
    let number = [ticket.number];
    let taken = town.change("clerk", &number, Deed::Take).unwrap().remove(0);
    assert_eq!((taken.assignee.unwrap().as_str(), taken.state), ("clerk", TicketState::Open));
    let mine = TicketFilter { assignee: Some(AssignedTo::Me), ..TicketFilter::default() };
    assert_eq!((town.list("clerk", &mine).len(), town.list("tech", &mine).len()), (1, 0));
    let to_customer = Deed::Assign { to: Some(common::account::Login::parse("anna").unwrap()) };
    assert!(matches!(town.change("clerk", &number, to_customer), Err(Turned::Cause(Cause::RoleForbids { .. }))));
    let before = town.kept(ticket.number).clock;
    let changed = town.change("clerk", &number, Deed::Category { to: Category::HeatingStart }).unwrap().remove(0);
    assert!(changed.clock.due_at.unwrap() < before.due_at.unwrap(), "the clock is that of the category");
    town.change("clerk", &number, Deed::Priority { to: Priority::Low }).unwrap();
    let other = common::id::SiteCode::parse("W-2").unwrap();
    town.change("tech", &number, Deed::Site { to: Some(other) }).unwrap();
    let whose = Deed::Customer { to: None };
    assert!(matches!(town.change("tech", &number, whose.clone()), Err(Turned::Cause(Cause::NotAllowed))));
    town.change("clerk", &number, whose).unwrap();
    let opener_sees = town.list("anna", &TicketFilter::default());
    assert_eq!(opener_sees, [ticket.number], "who opened it sees it");
    assert!(town.list("olga", &TicketFilter::default()).is_empty());
    assert_eq!(turns(&town, "clerk", &ticket).len(), 7);
}

#[test]
fn tickets_become_one_and_go_on_there() {
    let mut town = Town::new();
    let one = town.open("anna", cold());
    let two = town.open("olga", cold());
    let foreign = town.open("jan", invoice());
    let into = |ticket: &Ticket| Deed::Merge { into: ticket.number };
    let cannot = |ticket: &Ticket| TicketCause::CannotMerge { number: ticket.number.to_string() };
    assert_eq!(why(town.change("clerk", &[foreign.number], into(&one))), cannot(&foreign));
    assert_eq!(why(town.change("clerk", &[one.number], into(&one))), cannot(&one));
    let merged = town.change("clerk", &[two.number], into(&one)).unwrap().remove(0);
    assert_eq!((merged.merged_into, merged.state), (Some(one.number), TicketState::Closed));
    assert_eq!(turns(&town, "clerk", &two), [TicketTurn::MergedInto { ticket: one.number }]);
    let written = |town: &Town| {
        town.thread("anna", one.number).iter().filter(|entry| matches!(entry.what, EntryWhat::Message { .. })).count()
    };
    assert_eq!(written(&town), 2);
    let refused = why(town.write("olga", two.number, "i jeszcze"));
    assert_eq!(refused, TicketCause::IsMerged { number: two.number.to_string(), into: one.number.to_string() });
    let (id, now) = (town.kept(two.number).id, town.now);
    let by = Writer::Correspondent { address: "o@example.pl".to_owned(), account: None };
    let mail = Appending { ticket: id, by, kind: Kind::Message, text: EntryText::plain("x"), attach: Vec::new(), now };
    town.together(|tx, desk| append(tx, desk, mail).unwrap());
    assert_eq!(written(&town), 3, "letters to the one that is part go on in the whole");
    assert_eq!(town.list("clerk", &TicketFilter::default()).len(), 2);
}

#[test]
fn entries_go_to_a_ticket_of_their_own() {
    let mut town = Town::new();
    let ticket = town.open("anna", cold());
    town.now += DAY;
    town.write("anna", ticket.number, "A faktura jest za wysoka").unwrap();
    let last = town.thread("anna", ticket.number).last().unwrap().id;
    let split =
        |entries: Vec<EntryId>| Deed::Split { entries, category: Category::Invoice, subject: "Faktura".to_owned() };
    let number = [ticket.number];
    let cannot = TicketCause::CannotSplit { number: ticket.number.to_string() };
    assert_eq!(why(town.change("clerk", &number, split(Vec::new()))), cannot);
    let all: Vec<EntryId> =
        town.thread("anna", ticket.number).iter().map(|entry| entry.id).filter(|id| id.0 > 1).collect();
    assert_eq!(why(town.change("clerk", &number, split(all))), cannot);
    assert_eq!(why(town.change("clerk", &number, split(vec![EntryId(1)]))), TicketCause::NoSuchEntry { id: 1 });
    town.now += DAY;
    let changed = town.change("clerk", &number, split(vec![last])).unwrap();
    let [_, new] = changed.as_slice() else { panic!("{changed:?}") };
    assert_eq!((new.category, new.created_at), (Category::Invoice, town.now - DAY));
    assert_eq!(new.customer.as_ref().unwrap().as_str(), "K-1");
    assert_eq!(town.thread("anna", new.number).len(), 2);
    let found = TicketFilter { text: Some("wysoka".to_owned()), ..TicketFilter::default() };
    assert_eq!(town.list("clerk", &found), [new.number]);
}

#[test]
fn reading_is_noted_by_account_and_never_undone() {
    let mut town = Town::new();
    let ticket = town.open("anna", cold());
    town.write("clerk", ticket.number, "Jedziemy").unwrap();
    town.note("clerk", ticket.number, "nie dzwonić").unwrap();
    let n_unread = |town: &Town, login: &str| {
        list::find(&town.conn, &town.eyes(login), ticket.number).unwrap().unwrap().1.n_unread
    };
    assert_eq!(["anna", "olga", "clerk", "tech"].map(|login| n_unread(&town, login)), [1, 2, 1, 3]);
    let (anna, kept) = (town.account("anna"), town.kept(ticket.number));
    town.together(|tx, _| {
        store::ticket::read::mark(tx, anna, kept.id, EntryId(kept.last_entry)).unwrap();
        store::ticket::read::mark(tx, anna, kept.id, EntryId(1)).unwrap();
    });
    assert_eq!(["anna", "olga"].map(|login| n_unread(&town, login)), [0, 2]);
    let unread = |login: &str, only_unread: bool, text: Option<&str>| {
        let words = text.and_then(store::ticket::words::Words::parse);
        let wanted = thread::Wanted { only_unread, words };
        thread::messages(&town.conn, &town.eyes(login), &wanted, (EntryId(i64::MAX), 10)).unwrap().len()
    };
    assert_eq!((unread("anna", false, None), unread("anna", true, None), unread("olga", true, None)), (2, 0, 2));
    assert_eq!((unread("anna", false, Some("jedz")), unread("jan", false, None)), (1, 0));
    assert_eq!(unread("clerk", false, Some("dzwonic")), 0, "a note is no message");
}

#[test]
fn a_file_is_kept_once_however_often_it_is_attached() {
    let mut town = Town::new();
    let ticket = town.open("anna", cold());
    let file = || Attaching::File {
        name: "a.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: b"abc".to_vec(),
    };
    let (id, now, by) = (town.kept(ticket.number).id, town.now, Writer::Account(town.account("anna")));
    let appending = |attach: Vec<Attaching>| Appending {
        ticket: id,
        by: by.clone(),
        kind: Kind::Message,
        text: EntryText::default(),
        attach,
        now,
    };
    town.together(|tx, desk| append(tx, desk, appending(vec![file(), file()])).unwrap());
    let kept: i64 = town.conn.query_row("SELECT count(*) FROM attachment_content", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 1);
    let attached = town.thread("anna", ticket.number).pop().unwrap().attachments;
    assert_eq!(attached.len(), 2);
    assert_eq!(attachment::piece(&town.conn, attached[0].id, (1, 10)).unwrap(), Some((b"bc".to_vec(), 3)));
    let many = (0..21).map(|_| file()).collect();
    let refused = town.try_to(|tx, desk| append(tx, desk, appending(many)));
    assert_eq!(why(refused), TicketCause::TooManyAttachments { most: 20 });
}

#[test]
fn an_empty_letter_and_a_strange_subject_are_refused() {
    let mut town = Town::new();
    let ticket = town.open("anna", cold());
    assert!(town.send("anna", &entry(ticket.number, Readers::Both, " ")).is_err());
    assert!(town.send("anna", &entry(ticket.number, Readers::Office, "x")).is_err());
    let mut new = cold();
    new.subject = Some("a\u{1b}[2J".to_owned());
    assert!(town.send("anna", &Dispatch::Ticket(new)).is_err());
    assert!(at(fixture::BEGIN) == town.now);
}
