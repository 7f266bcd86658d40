//! What an office with ten years behind it costs: 100 000 tickets with a million entries, its queue, searches, counts and
//! threads, as the daemon asks them. Nothing here passes or fails by time.
//!
//! `cargo bench -p ekd --bench tickets`; `EKD_BENCH_TICKETS=1000` makes it another number.

#![expect(clippy::print_stderr, reason = "a bench talks to who runs it")]

use std::sync::OnceLock;

use common::account::{Login, PasswordKind, Role};
use common::id::{AccountId, EntryId};
use common::ticket::entry::EntryText;
use common::ticket::query::{TicketFilter, TicketOrder, TicketStanding};
use common::ticket::{Category, Origin, TicketNumber, TicketState};
use divan::Bencher;
use ekd::office::{self, Appending, Desk, Kind, Opening, TicketId, Writer};
use ekd::store::log::Write;
use ekd::store::ticket::words::Words;
use ekd::store::ticket::{self as tickets, Eyes, list, thread};
use ekd::store::{self, Store, StoreError};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const N_TICKETS: i64 = 100_000;
/// What is written to a ticket besides its opening, which is two entries.
const N_WRITTEN: i64 = 8;
/// Tickets in one commit.
const BATCH: i64 = 500;
/// One in so many is not settled.
const ONE_OPEN_IN: i64 = 50;
/// 2016-01-04 08:00 in Warsaw.
const BEGIN: Timestamp = Timestamp::constant(1_451_890_800, 0);
/// Between two tickets: ten years in all.
const PACE: SignedDuration = SignedDuration::from_secs(3_100);
/// Tickets in a page of the queue.
const PAGE: u32 = 200;

/// What people write about.
const WORDS: [&str; 24] = [
    "grzejniki",
    "zimne",
    "od",
    "rana",
    "woda",
    "ciepła",
    "działa",
    "proszę",
    "o",
    "kontakt",
    "licznik",
    "wskazania",
    "faktura",
    "korekta",
    "węzeł",
    "pompa",
    "wymieniono",
    "ekipa",
    "przyjedzie",
    "dozorca",
    "klatka",
    "piętro",
    "Łąkowa",
    "Żeromskiego",
];

fn main() {
    divan::main();
}

fn desk() -> Desk {
    Desk::usual(TimeZone::get("Europe/Warsaw").expect("a zone"))
}

/// An archive with the tickets, and who asks.
struct Archive {
    runtime: Runtime,
    store: Store,
    clerk: AccountId,
    last: TicketId,
    _home: TempDir,
}

fn archive() -> &'static Archive {
    static ARCHIVE: OnceLock<Archive> = OnceLock::new();
    ARCHIVE.get_or_init(Archive::new)
}

impl Archive {
    fn new() -> Self {
        let wanted = std::env::var("EKD_BENCH_TICKETS").ok().and_then(|text| text.parse().ok());
        let n_tickets = wanted.unwrap_or(N_TICKETS);
        let runtime = Runtime::new().expect("a runtime");
        let home = tempfile::tempdir().expect("a directory");
        let path = home.path().join("archive.db");
        store::open::create(&path).expect("an archive");
        let (store, _ended) = Store::open(&path).expect("an archive");
        let clerk = write(&runtime, &store, |tx| person(tx, "maria", Role::Clerk));
        let anna = write(&runtime, &store, |tx| person(tx, "anna", Role::Customer));
        let mut last = TicketId(0);
        for first in (0..n_tickets).step_by(usize::try_from(BATCH).expect("it is small")) {
            last = write(&runtime, &store, move |tx| {
                let mut last = TicketId(0);
                for nth in first..(first + BATCH).min(n_tickets) {
                    last = fill(tx, (anna, clerk), nth)?;
                }
                Ok(last)
            });
        }
        let bytes = path.metadata().map_or(0, |data| data.len());
        let n_entries = n_tickets * (N_WRITTEN + 2);
        eprintln!(
            "{n_tickets} tickets, {n_entries} entries: {bytes} bytes, {} each entry",
            bytes / n_entries.unsigned_abs()
        );
        Self { runtime, store, clerk, last, _home: home }
    }

    /// Asks as the daemon does: on a thread for questions, with a connection of its own.
    fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&store::log::Logbook<'_>, &Eyes) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        let eyes = Eyes::of_account(self.clerk, Role::Clerk, BEGIN + PACE * i32::try_from(N_TICKETS).expect("few"));
        self.runtime.block_on(self.store.read(move |log| work(log, &eyes))).expect("an answer")
    }
}

fn write<T: Send + 'static>(
    runtime: &Runtime,
    store: &Store,
    work: impl FnOnce(&Write<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    runtime.block_on(store.write("bench", work)).expect("it is written")
}

fn person(tx: &Write<'_>, login: &str, role: Role) -> Result<AccountId, StoreError> {
    let opening = store::account::Opening {
        login: Login::parse(login).expect("a name"),
        name: login.to_owned(),
        role,
        language: "pl".to_owned(),
        created_at: BEGIN,
        password: None,
        password_kind: PasswordKind::Own,
        password_until: None,
    };
    store::account::add(tx, &opening)
}

/// Returns some words, other ones for each number, and one that is nobody else's.
fn words(nth: i64) -> String {
    let mut text = String::new();
    for place in 0..30_i64 {
        let index = usize::try_from((nth * 7 + place * (nth % 11 + 3)) % 24).expect("it is small");
        text.push_str(WORDS[index]);
        text.push(if place % 9 == 8 { '.' } else { ' ' });
    }
    format!("{text} sygnatura{nth}")
}

/// Opens one ticket, and has both sides write to it.
fn fill(tx: &Write<'_>, (anna, clerk): (AccountId, AccountId), nth: i64) -> Result<TicketId, StoreError> {
    let desk = desk();
    let at = BEGIN + PACE * i32::try_from(nth).expect("few");
    let opening = Opening {
        category: Category::Other,
        subject: &format!("Zgłoszenie {nth}"),
        site: None,
        customer: None,
        details: &[],
        priority: Category::Other.usual_priority(),
        origin: Origin::House,
        by: Writer::House,
        body: EntryText::plain(&words(nth)),
        attach: Vec::new(),
        now: at,
    };
    let (ticket, _) = office::open(tx, &desk, opening).expect("it is opened");
    for place in 0..N_WRITTEN {
        let by = Writer::Account(if place % 2 == 0 { clerk } else { anna });
        let appending = Appending {
            ticket,
            by,
            kind: if place == 4 { Kind::Note } else { Kind::Message },
            text: EntryText::plain(&words(nth * 31 + place)),
            attach: Vec::new(),
            now: at + SignedDuration::from_mins(30 * (place + 1)),
        };
        office::append(tx, &desk, appending).expect("it is written");
    }
    if nth % ONE_OPEN_IN != 0 {
        let mut kept = tickets::by_id(tx, ticket)?.expect("it is there");
        kept.standing.state = TicketState::Closed;
        kept.standing.settled_at = Some(at + SignedDuration::from_hours(9));
        kept.standing.awaits_office = false;
        kept.clock.due_at = None;
        tickets::set_standing(tx, ticket, &kept.standing)?;
        tickets::set_clock(tx, ticket, &kept.clock)?;
    }
    Ok(ticket)
}

fn page(filter: TicketFilter) -> usize {
    archive().ask(move |log, eyes| Ok(list::list(log, eyes, &filter, (0, PAGE))?.len()))
}

fn found(text: &str) -> usize {
    page(TicketFilter {
        standing: TicketStanding::All,
        order: TicketOrder::Changed,
        text: Some(text.to_owned()),
        ..TicketFilter::default()
    })
}

/// The first page of what is open, by the clock.
#[divan::bench]
fn queue(bencher: Bencher<'_, '_>) {
    archive();
    bencher.bench(|| page(TicketFilter::default()));
}

/// The first page of all there have been, the last changed first.
#[divan::bench]
fn all_by_change(bencher: Bencher<'_, '_>) {
    archive();
    bencher.bench(|| {
        page(TicketFilter { standing: TicketStanding::All, order: TicketOrder::Changed, ..TicketFilter::default() })
    });
}

/// The counters of the screens.
#[divan::bench]
fn counts(bencher: Bencher<'_, '_>) {
    archive();
    bencher.bench(|| archive().ask(|log, eyes| list::counts(log, eyes)));
}

/// A word that is in one ticket, in every ticket, and two words of which the second is only begun.
#[divan::bench(args = ["sygnatura77", "grzejniki", "zeromskiego pom"])]
fn search(bencher: Bencher<'_, '_>, text: &str) {
    archive();
    bencher.bench(|| found(text));
}

/// The same over messages.
#[divan::bench(args = ["sygnatura77", "grzejniki", "zeromskiego pom"])]
fn messages(bencher: Bencher<'_, '_>, text: &str) {
    archive();
    bencher.bench(|| {
        let wanted = thread::Wanted { only_unread: false, words: Words::parse(text) };
        archive().ask(move |log, eyes| Ok(thread::messages(log, eyes, &wanted, (EntryId(i64::MAX), PAGE))?.len()))
    });
}

/// One ticket by its number, with its thread.
#[divan::bench]
fn open_thread(bencher: Bencher<'_, '_>) {
    archive();
    bencher.bench(|| {
        archive().ask(|log, eyes| {
            let number = TicketNumber::new(2016, 118);
            let (id, _) = list::find(log, eyes, number)?.expect("it is there");
            Ok(thread::entries(log, eyes, id, (EntryId(0), PAGE))?.len())
        })
    });
}

/// Something is written to the last ticket, durably.
#[divan::bench]
fn append(bencher: Bencher<'_, '_>) {
    let archive = archive();
    let (ticket, clerk) = (archive.last, archive.clerk);
    bencher.bench(|| {
        write(&archive.runtime, &archive.store, move |tx| {
            let appending = Appending {
                ticket,
                by: Writer::Account(clerk),
                kind: Kind::Note,
                text: EntryText::plain("ekipa przyjedzie"),
                attach: Vec::new(),
                now: BEGIN + PACE * i32::try_from(N_TICKETS).expect("few"),
            };
            office::append(tx, &desk(), appending).map(|_| ()).map_err(|_| StoreError::Closed)
        });
    });
}
