//! The budgets: bytes that reach the terminal, as slow links feel them.

use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

use common::language::Language;
use common::quantity::{Quantity, Value};

use crate::app::{App, Message};
use crate::effect::Scope;
use crate::fixture;
use crate::terminal::Painter;
use crate::tests::keys::press;

struct Counted {
    app: App,
    painter: Painter<Counter>,
    written: Counter,
}

/// Forgets the bytes and keeps their number.
#[derive(Clone, Default)]
struct Counter(Rc<Cell<usize>>);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Counted {
    fn new(size: (u16, u16)) -> Self {
        let written = Counter::default();
        Self { app: fixture::app(Language::Polish, size), painter: Painter::new(written.clone()), written }
    }

    fn bytes(&mut self) -> usize {
        self.painter.paint(&self.app).unwrap();
        self.written.0.take()
    }

    fn after(&mut self, keys: &str) -> usize {
        press(&mut self.app, keys);
        self.bytes()
    }
}

fn check(what: &str, bytes: usize, most: usize) {
    println!("{what}: {bytes} of {most} bytes");
    assert!(bytes <= most, "{what}: {bytes} bytes, at most {most}");
}

#[test]
fn the_first_screen_is_within_its_budget() {
    check("80x24", Counted::new((80, 24)).bytes(), 4_500);
    check("140x40", Counted::new((140, 40)).bytes(), 9_000);
}

#[test]
fn nothing_is_written_when_nothing_has_changed() {
    let mut counted = Counted::new((80, 24));
    counted.bytes();
    assert_eq!(counted.bytes(), 0);
    fixture::send(&mut counted.app, Message::Minute);
    assert_eq!(counted.bytes(), 0);
}

#[test]
fn the_cursor_is_cheap() {
    let mut counted = Counted::new((80, 24));
    counted.bytes();
    // The strip follows only when the cursor rests, so the message is sent without it.
    counted.app.update(fixture::NOW, Message::Act(crate::action::Action::Down));
    check("cursor", counted.bytes(), 300);
}

#[test]
fn the_seconds_of_what_can_be_taken_back_are_cheap() {
    let mut counted = Counted::new((80, 24));
    counted.after("2a<Enter>");
    for second in 1..10 {
        let at = fixture::NOW + jiff::SignedDuration::from_secs(second);
        counted.app.update(at, Message::Second);
        check("second", counted.bytes(), 100);
    }
}

#[test]
fn a_list_of_alarms_is_as_cheap_as_that_of_sites() {
    let mut counted = Counted::new((80, 24));
    counted.after("2");
    counted.app.update(fixture::NOW, Message::Act(crate::action::Action::Down));
    check("cursor among alarms", counted.bytes(), 800);
    let fresh = fixture::alarms::open();
    counted.app.update(fixture::NOW, Message::Alarms(common::alarm::AlarmStanding::Open, Ok(fresh)));
    check("the same alarms again", counted.bytes(), 0);
}

#[test]
fn a_live_tick_of_the_whole_list_is_cheap() {
    let mut counted = Counted::new((80, 24));
    counted.bytes();
    let mut rows = fixture::sites();
    for row in &mut rows {
        for latest in &mut row.latest {
            let by = match latest.quantity {
                Quantity::Power => 1_300,
                Quantity::Flow => 30_000,
                Quantity::Return => 100,
                Quantity::Energy => 10_000_000,
                _ => 0,
            };
            latest.value = Value::new(latest.quantity, latest.value.base() + by);
        }
        row.used_today = row.used_today.map(|used| used + common::quantity::Energy::from_base(10_000_000));
    }
    counted.app.update(fixture::NOW, Message::Overview(Scope::All, Ok(rows)));
    check("tick", counted.bytes(), 800);
}

#[test]
fn the_door_and_its_picture_are_within_the_budget_of_a_screen() {
    let mut counted = Counted::new((80, 24));
    counted.bytes();
    fixture::send(&mut counted.app, Message::LogInNeeded(None));
    check("log-in", counted.bytes(), 5_500);
    check("a letter", counted.after("a"), 300);
    press(&mut counted.app, "<Enter>kot<Enter>");
    counted.bytes();
    let offer = fixture::people::offer();
    fixture::send(&mut counted.app, Message::Asked(common::gate::Opened::EnrolmentWanted(offer)));
    check("enrolment", counted.bytes(), 5_500);
    let admission = fixture::people::admission("anna", common::account::Role::Manager);
    fixture::send(&mut counted.app, Message::Admitted(Box::new(admission), crate::app::Entry::Typed));
    check("previous", counted.bytes(), 5_500);
    check("back", counted.after("<Enter>"), 5_500);
}

#[test]
fn changing_screens_and_help_are_within_their_budgets() {
    let mut counted = Counted::new((80, 24));
    counted.bytes();
    check("help opens", counted.after("?"), 2_500);
    check("help closes", counted.after("<Esc>"), 3_500);
    check("site", counted.after("<Enter>"), 5_500);
    check("month", counted.after("m"), 5_500);
    check("help of the site opens", counted.after("?"), 2_500);
    check("help of the site closes", counted.after("<Esc>"), 3_500);
    check("system", counted.after("9"), 5_500);
    check("sites", counted.after("1"), 5_500);
    check("alarms", counted.after("2"), 5_500);
    check("acknowledging", counted.after("a"), 5_500);
    check("its end", counted.after("<Esc>"), 5_500);
    check("mutings", counted.after("u"), 2_500);
    check("their end", counted.after("<Esc>"), 3_500);
    check("help of the alarms opens", counted.after("?"), 2_500);
    check("help of the alarms closes", counted.after("<Esc>"), 3_500);
    check("alarm", counted.after("<Enter>"), 5_500);
    check("history", counted.after("<Esc><Tab>"), 5_500);
    check("rules", counted.after("<Tab>"), 5_500);
    check("rule", counted.after("<Enter>"), 5_500);
    check("notices", counted.after("6"), 5_500);
    check("help of the notices opens", counted.after("?"), 2_500);
    check("help of the notices closes", counted.after("<Esc>"), 3_500);
    check("settings", counted.after("<Tab>"), 5_500);
    check("a route", counted.after("<Enter>"), 5_500);
    check("its end", counted.after("<Esc>"), 5_500);
    check("a test", counted.after("t"), 300);
    check("delivery log", counted.after("<Tab>"), 5_500);
    check("tickets", counted.after("3"), 5_500);
    check("ticket", counted.after("<Enter>"), 5_500);
    check("answer", counted.after("o"), 5_500);
    check("a letter of it", counted.after("T"), 300);
    check("its end", counted.after("<Esc>"), 5_500);
    check("help of the ticket opens", counted.after("?"), 2_500);
    check("help of the ticket closes", counted.after("<Esc>"), 3_500);
    check("account", counted.after("7"), 5_500);
    check("log-ins", counted.after("<Tab>"), 5_500);
    check("help of the log-ins opens", counted.after("?"), 2_500);
    check("help of the log-ins closes", counted.after("<Esc>"), 3_500);
    check("sessions", counted.after("<Tab>"), 5_500);
    check("a question", counted.after("D"), 2_500);
    check("its end", counted.after("<Esc>"), 3_500);
    check("customers", counted.after("8"), 5_500);
    check("card", counted.after("<Enter>"), 5_500);
}

#[test]
fn what_is_owed_and_paid_is_within_its_budgets() {
    let mut counted = Counted::new((80, 24));
    counted.bytes();
    check("dues", counted.after("4"), 5_500);
    counted.app.update(fixture::NOW, Message::Act(crate::action::Action::Down));
    check("cursor among dues", counted.bytes(), 800);
    check("help of the dues opens", counted.after("?"), 2_500);
    check("help of the dues closes", counted.after("<Esc>"), 3_500);
    check("invoice", counted.after("<Enter>"), 5_500);
    check("code", counted.after("p"), 5_500);
    check("the other way round", counted.after("i"), 5_500);
    check("its account", counted.after("y"), 300);
    check("all that is owed", counted.after("<Tab>"), 5_500);
    check("back", counted.after("<Esc><Esc>"), 5_500);
    check("by sites", counted.after("v"), 2_500);
    check("invoices", counted.after("<Tab>"), 5_500);
    check("further back", counted.after("-"), 300);
    check("payments", counted.after("<Tab>"), 5_500);
    check("balances", counted.after("<Tab>"), 5_500);
    check("unmatched", counted.after("<Tab>"), 5_500);
    check("payment", counted.after("<Enter>"), 5_500);
    check("a form", counted.after("a"), 5_500);
    check("its end", counted.after("<Esc>"), 5_500);
    check("files", counted.after("<Esc><Tab>"), 5_500);
}

#[test]
fn reports_and_what_stands_beside_charts_are_within_their_budgets() {
    let mut counted = Counted::new((80, 24));
    counted.bytes();
    check("reports", counted.after("5"), 5_500);
    check("a row of them", counted.after("j"), 2_500);
    check("a form of them", counted.after("<Enter>"), 5_500);
    check("its end", counted.after("<Esc>"), 5_500);
    check("preview", counted.after("v"), 5_500);
    check("help of the preview opens", counted.after("?"), 2_500);
    check("help of the preview closes", counted.after("<Esc>"), 3_500);
    check("finished", counted.after("<Esc><Tab>"), 5_500);
    check("a question about one", counted.after("D"), 2_500);
    check("its end", counted.after("<Esc>"), 3_500);
    check("schedule", counted.after("<Tab>"), 5_500);
    check("chart with the weather", counted.after("1<Enter>m"), 5_500);
    check("variant", counted.after("b"), 2_500);
    check("its end", counted.after("<Esc>"), 3_500);
    check("peaks", counted.after("p"), 2_500);
    check("their end", counted.after("<Esc>"), 3_500);
    check("curve", counted.after("<Tab><Tab><Tab><Tab><Tab>"), 5_500);
}
