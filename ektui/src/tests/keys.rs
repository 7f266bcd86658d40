//! What keys do, and that none of them breaks anything.

use common::alarm::AlarmStanding;
use common::fault::Cause;
use common::language::Language;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::SignedDuration;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::app::{App, Message, Open, view};
use crate::effect::{AlarmList, Ask, Effect, Scope};
use crate::screen::site::Topic;
use crate::screen::{Ledger, Part, Screen, Shelf};
use crate::{fixture, keymap};

/// Presses keys as one would type them: letters, and `<Enter>`-like names.
pub(crate) fn press(app: &mut App, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut rest = keys;
    while !rest.is_empty() {
        let (code, length) = code(rest);
        rest = &rest[length..];
        let key = KeyEvent::new(code, KeyModifiers::NONE);
        if let Some(message) = keymap::message(key, app) {
            effects.extend(fixture::send(app, message));
        }
    }
    effects
}

fn code(text: &str) -> (KeyCode, usize) {
    let names = [
        ("<Enter>", KeyCode::Enter),
        ("<Esc>", KeyCode::Esc),
        ("<Tab>", KeyCode::Tab),
        ("<Up>", KeyCode::Up),
        ("<Down>", KeyCode::Down),
        ("<Left>", KeyCode::Left),
        ("<Right>", KeyCode::Right),
        ("<End>", KeyCode::End),
        ("<PgDn>", KeyCode::PageDown),
        ("<Back>", KeyCode::Backspace),
    ];
    let by_name = names.into_iter().find(|(name, _)| text.starts_with(name));
    let first = text.chars().next().unwrap();
    by_name.map_or((KeyCode::Char(first), first.len_utf8()), |(name, code)| (code, name.len()))
}

fn polish() -> App {
    fixture::app(Language::Polish, (80, 24))
}

/// The same where nothing is wrong but the data.
fn without_alarms() -> App {
    let mut app = polish();
    app.update(fixture::NOW, Message::Alarms(AlarmStanding::Open, Ok(AlarmList::default())));
    app
}

#[test]
fn enter_opens_the_worst_site() {
    let mut app = polish();
    press(&mut app, "<Enter>");
    assert_eq!((app.screen, app.detail.unwrap().site.code.as_str()), (Screen::Site, "W-0414"));
}

#[test]
fn lakowa_12_finds_its_site_without_polish_letters() {
    let mut app = polish();
    press(&mut app, "/lakowa 12");
    assert_eq!(app.sites.n_shown(), 1);
    press(&mut app, "<Enter><Enter>");
    assert_eq!(app.detail.unwrap().site.code.as_str(), "W-0419");
}

#[test]
fn the_palette_opens_a_site_and_does_an_action() {
    let mut app = polish();
    press(&mut app, ":tysiac<Enter>");
    assert_eq!((app.screen, app.detail.as_ref().unwrap().site.code.as_str()), (Screen::Site, "W-0427"));
    press(&mut app, ":sezon<Enter>");
    assert_eq!(app.detail.as_ref().unwrap().span.view, common::time::View::Season);
}

#[test]
fn the_help_does_what_it_names() {
    let mut app = polish();
    let place = crate::action::on_screen(Screen::Sites, app.role())
        .position(|entry| entry.action == crate::action::Action::ShowSystem);
    press(&mut app, &format!("?{}<Enter>", "j".repeat(place.unwrap())));
    assert_eq!(app.screen, Screen::System);
}

#[test]
fn escape_leads_out_from_three_levels() {
    let mut app = polish();
    press(&mut app, "<Enter>x");
    assert!(press(&mut app, "<Esc>").is_empty());
    assert!(press(&mut app, "q").is_empty());
    assert_eq!(press(&mut app, "q"), [Effect::Quit]);
}

#[test]
fn escape_never_quits_the_list() {
    let mut app = polish();
    press(&mut app, "/zie<Enter>");
    assert!(press(&mut app, "<Esc>").is_empty());
    assert_eq!(app.sites.filter_text, "");
    assert!(press(&mut app, "<Esc>").is_empty());
    assert!(frame(&app).contains("q = wyjście"));
    assert_eq!(press(&mut app, "q"), [Effect::Quit]);
}

#[test]
fn control_u_empties_the_line() {
    let mut app = polish();
    let control_u = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL);
    press(&mut app, "/zie");
    let message = keymap::message(control_u, &app).unwrap();
    fixture::send(&mut app, message);
    assert_eq!((app.sites.filter_text.as_str(), app.sites.n_shown()), ("", 14));
}

#[test]
fn an_export_takes_three_keys_and_names_the_site() {
    let mut app = polish();
    press(&mut app, "<Enter>m");
    let effects = press(&mut app, "e<Down><Enter>");
    let [Effect::Save(file)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(file.name, "W-0414_energy_2025-11.csv");
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert!(text.starts_with("\u{feff}site;point;from;until;energy_used_gj;"), "{text}");
    assert_eq!(text.lines().count(), 31);
}

#[test]
fn a_saved_file_is_named_with_its_directory() {
    let mut app = polish();
    fixture::send(&mut app, Message::Saved(Ok("/home/technik/odczyty/sites_2025-11-23_1432.csv".to_owned())));
    assert!(frame(&app).contains("14:32 zapisano /home/technik/odczyty/sites_2025-11-23_1432.csv"));
    let long = format!("/srv/{}/sites_2025-11-23_1432.csv", "a".repeat(100));
    fixture::send(&mut app, Message::Saved(Ok(long)));
    let shown = frame(&app);
    assert!(shown.contains("zapisano /srv/") && shown.contains("aaa/sites_2025-11-23_1432.csv"), "{shown}");
}

#[test]
fn a_silent_site_opens_on_the_day_of_its_newest_reading() {
    let mut app = without_alarms();
    press(&mut app, "j<Enter>");
    let first = |app: &App| app.detail.as_ref().unwrap().span.first.to_string();
    assert_eq!(first(&app), "2025-11-22");
    assert!(frame(&app).contains("najnowszy odczyt 22 XI (End)"), "{}", frame(&app));
    press(&mut app, "<Left><Left>");
    assert_eq!(first(&app), "2025-11-20");
    press(&mut app, "<End>");
    assert_eq!(first(&app), "2025-11-22");
    press(&mut app, "<Esc>k<Enter>");
    assert_eq!(first(&app), "2025-11-23");
}

#[test]
fn the_exclamation_mark_shows_the_line_of_ekctl() {
    let mut app = polish();
    press(&mut app, "<Enter>w<Tab><Tab>!");
    let Open::CommandLine(line) = &app.open else { panic!() };
    assert_eq!(line, "ekctl readings chart P-0414 --quantity supply --range 2025-W47 --compare last-year");
    press(&mut app, "<Esc>v!");
    let Open::CommandLine(line) = &app.open else { panic!() };
    assert_eq!(line, "ekctl readings list P-0414 --quantity supply,return --range 2025-W47 --step day");
    assert_eq!(app.detail.unwrap().topic, Topic::Temperatures);
}

#[test]
fn in_a_demonstration_the_line_names_its_own_daemon() {
    let mut app = without_alarms();
    fixture::send(&mut app, Message::Ekctl("ekctl --server unix:/tmp/demo/ekd.sock".to_owned()));
    press(&mut app, "!");
    let Open::CommandLine(line) = &app.open else { panic!() };
    assert_eq!(line, "ekctl --server unix:/tmp/demo/ekd.sock sites live");
    assert!(frame(&app).contains("WĄTPLIWE od 13:10 · wartości czekają w kwarantannie  "));
}

#[test]
fn the_system_is_looked_at_again_with_every_answer_and_every_minute() {
    let asked = [Effect::Ask(Ask::Status), Effect::Ask(Ask::Sources), Effect::Ask(Ask::Documents)];
    let mut app = polish();
    assert_eq!(app.update(fixture::NOW, Message::Happened(Vec::new())), []);
    press(&mut app, "9");
    assert_eq!(app.update(fixture::NOW, Message::Happened(Vec::new())), asked);
    assert_eq!(app.update(fixture::NOW, Message::Minute), asked);
}

fn lost() -> Message {
    let fault = Cause::ConnectionLost { endpoint: "unix:/run/ekd/ekd.sock".to_owned() }.into();
    Message::LinkDown { fault, retry_in: SignedDuration::from_secs(8) }
}

#[test]
fn without_the_daemon_a_source_is_not_asked_and_a_site_says_what_helps() {
    let mut app = polish();
    press(&mut app, "9");
    fixture::send(&mut app, lost());
    assert_eq!(press(&mut app, "<Enter>"), []);
    assert!(frame(&app).contains("nie odpytano: połączenie z ekd"), "{}", frame(&app));
    press(&mut app, "1<Enter>");
    assert!(frame(&app).contains("r = spróbuj ponownie"), "{}", frame(&app));
}

#[test]
fn what_people_upload_cannot_be_asked() {
    let mut app = polish();
    press(&mut app, "9");
    let mut sources = fixture::sources();
    sources[1].kind = "import".to_owned();
    fixture::send(&mut app, Message::Sources(Ok(sources)));
    assert!(frame(&app).contains("Enter odpytaj"));
    press(&mut app, "j");
    assert!(!frame(&app).contains("Enter odpytaj"));
    assert_eq!(press(&mut app, "<Enter>"), []);
    assert!(frame(&app).contains("nie ma kogo pytać"));
}

#[test]
fn the_daemon_dies_and_returns_without_a_key() {
    let mut app = polish();
    let fault = Cause::ConnectionLost { endpoint: "unix:/run/ekd/ekd.sock".to_owned() }.into();
    fixture::send(&mut app, Message::LinkDown { fault, retry_in: SignedDuration::from_secs(8) });
    assert!(frame(&app).contains("ROZŁĄCZONO z ekd od 14:32"));
    assert!(frame(&app).contains("Zielona 3"));
    fixture::send(&mut app, Message::LinkUp);
    assert!(!frame(&app).contains("ROZŁĄCZONO"));
}

#[test]
fn a_doubtful_site_that_falls_silent_says_both_and_shows_nothing_as_present() {
    let mut app = without_alarms();
    assert!(frame(&app).contains("148,2   99"));
    app.update(fixture::NOW + SignedDuration::from_mins(45), Message::Minute);
    let shown = frame(&app);
    assert!(shown.contains("CISZA od 14:31 · WĄTPLIWE: kwarantanna, ostatnio 13:10"), "{shown}");
    assert!(shown.contains("?  W-0414 Zielona 3           -    -      -      -      -"), "{shown}");
}

#[test]
fn a_value_older_than_the_others_says_so() {
    let mut app = polish();
    let mut rows = fixture::sites();
    rows[0].latest[4].at = fixture::NOW - SignedDuration::from_mins(60);
    fixture::send(&mut app, Message::Overview(Scope::All, Ok(rows)));
    let shown = frame(&app);
    assert!(shown.contains("Powrót 61,3 °C (13:32)"), "{shown}");
    assert!(shown.contains("148,2   99   84,1      -   5,61"), "{shown}");
}

#[test]
fn a_period_that_is_not_there_is_refused_with_the_reason_while_the_daemon_is_gone() {
    let mut app = polish();
    press(&mut app, "<Enter>");
    let fault = Cause::ConnectionLost { endpoint: "unix:/run/ekd/ekd.sock".to_owned() }.into();
    fixture::send(&mut app, Message::LinkDown { fault, retry_in: SignedDuration::from_secs(8) });
    assert!(frame(&app).contains("0,20┤"));
    press(&mut app, "m");
    assert!(frame(&app).contains("zostało przerwane"));
    fixture::send(&mut app, Message::LinkUp);
    assert!(frame(&app).contains("LISTOPAD 2025"));
}

#[test]
fn resizing_keeps_cursor_and_typed_text() {
    let mut app = polish();
    press(&mut app, "jjj/zie");
    let selected = app.sites.selected().map(|site| site.site.id);
    for size in [(140, 40), (20, 5), (60, 20), (80, 24)] {
        fixture::send(&mut app, Message::Resized(size.0, size.1));
        frame(&app);
    }
    assert_eq!(app.sites.selected().map(|site| site.site.id), selected);
    assert_eq!(app.sites.filter_text, "zie");
}

#[test]
fn every_key_of_a_screen_stands_in_its_help() {
    for screen in Screen::ALL {
        let mut app = fixture::app(Language::Polish, (80, 24));
        press(&mut app, way_to(screen));
        press(&mut app, "?");
        // What has no room on one page is on the next.
        let pages = (0..5).map(|_| {
            let page = frame(&app);
            press(&mut app, "<PgDn>");
            page
        });
        let help: String = pages.collect();
        for entry in crate::action::on_screen(screen, app.role()) {
            assert!(help.contains(&app.look.say(entry.label)), "{}\n{help}", entry.label);
            let keys: Vec<String> = entry.keys.iter().map(|key| key.name(&app.look.glyphs)).collect();
            assert!(help.contains(&keys.join(" ")), "{keys:?}");
        }
    }
}

/// Returns the keys that lead from the first screen to another.
pub(crate) const fn way_to(screen: Screen) -> &'static str {
    match screen {
        Screen::Sites => "",
        Screen::Site => "<Enter>",
        Screen::Alarms => "2",
        Screen::AlarmHistory => "2<Tab>",
        Screen::Rules => "2<Tab><Tab>",
        Screen::Alarm => "2<Enter>",
        Screen::Rule => "2<Tab><Tab><Enter>",
        Screen::Tickets(Part::Mine) => "3<Tab><Tab><Tab><Tab><Tab>",
        Screen::Tickets(Part::Unassigned) => "3<Tab><Tab><Tab><Tab><Tab><Tab>",
        Screen::Tickets(Part::Open) => "3",
        Screen::Tickets(Part::All) => "3<Tab>",
        Screen::Tickets(Part::Messages) => "3<Tab><Tab>",
        Screen::Tickets(Part::Drafts) => "3<Tab><Tab><Tab>",
        Screen::Tickets(Part::Figures) => "3<Tab><Tab><Tab><Tab>",
        Screen::Tickets(Part::Thread) => "3<Enter>",
        Screen::Billing(Ledger::Dues) => "4",
        Screen::Billing(Ledger::Invoices) => "4<Tab>",
        Screen::Billing(Ledger::Payments) => "4<Tab><Tab>",
        Screen::Billing(Ledger::Balances) => "4<Tab><Tab><Tab>",
        Screen::Billing(Ledger::Unmatched) => "4<Tab><Tab><Tab><Tab>",
        Screen::Billing(Ledger::Files) => "4<Tab><Tab><Tab><Tab><Tab>",
        Screen::Billing(Ledger::Invoice) => "4<Enter>",
        Screen::Billing(Ledger::Payment) => "4<Tab><Tab><Enter>",
        Screen::Billing(Ledger::Code) => "4p",
        Screen::Reports(Shelf::Templates) => "5",
        Screen::Reports(Shelf::Finished) => "5<Tab>",
        Screen::Reports(Shelf::Schedule) => "5<Tab><Tab>",
        Screen::Reports(Shelf::Page) => "5v",
        Screen::Notices => "6",
        Screen::NoticeSettings => "6<Tab>",
        Screen::Deliveries => "6<Tab><Tab>",
        Screen::Account => "7",
        Screen::LogIns => "7<Tab>",
        Screen::Sessions => "7<Tab><Tab>",
        Screen::Tokens => "7<Tab><Tab><Tab>",
        Screen::Customers => "8",
        Screen::Customer => "8<Enter>",
        Screen::System => "9",
    }
}

#[test]
fn random_keys_on_any_size_never_panic() {
    let keys = [
        "<Enter>", "<Esc>", "<Tab>", "<Up>", "<Down>", "<Left>", "<Right>", "<End>", "1", "9", "d", "w", "m", "o", "c",
        "x", "v", "+", "-", "/", "s", "e", "y", "r", ":", "!", "?", "j", "k", "g", "G", "h", "l", "z", "ż", "4", "7",
        "8", "n", "D", " ", "<PgDn>", "5", "5", "b", "f", "<Tab>", "7", "8", "2", "2", "a", "u", "t", "6", "6", "3",
        "3", "p", "m", "<Enter>", "<Tab>", "4", "4", "p", "i", "4", "<Enter>",
    ];
    // A linear congruential generator: the same keys in every run.
    let mut dice = 12_345_u64;
    for size in [(80, 24), (60, 16), (140, 40), (300, 100), (1, 1), (5, 3), (61, 17), (120, 18)] {
        let mut app = fixture::app(Language::Polish, size);
        for _ in 0..200 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let key = keys[usize::try_from(dice >> 33).unwrap() % keys.len()];
            press(&mut app, key);
            frame(&app);
        }
    }
}

pub(crate) fn frame(app: &App) -> String {
    let mut terminal = Terminal::new(TestBackend::new(app.size.0, app.size.1)).unwrap();
    terminal.draw(|frame| view::view(app, frame)).unwrap();
    terminal.backend().to_string()
}

#[test]
fn the_site_selected_at_first_gets_its_chart_however_late_the_list_comes() {
    let mut app = App::new(fixture::look(Language::Polish), (140, 40));
    app.update(fixture::NOW, Message::LinkUp);
    app.update(fixture::NOW, Message::Overview(Scope::All, Ok(Vec::new())));
    let effects = app.update(fixture::NOW, Message::Overview(Scope::All, Ok(fixture::sites())));
    assert!(effects.contains(&Effect::Rest), "{effects:?}");
    let effects = app.update(fixture::NOW, Message::Rested);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Ask(Ask::Chart(_)))), "{effects:?}");
}

#[test]
fn a_list_that_is_cut_says_so() {
    let mut app = polish();
    let site = fixture::sites().remove(0);
    let many = (0..5_000).map(|number| {
        let mut row = site.clone();
        row.site.id = common::id::SiteId(number);
        row
    });
    app.update(fixture::NOW, Message::Overview(Scope::All, Ok(many.collect())));
    let summary = |n_sites| crate::screen::sites::view::summary(&app.sites, n_sites, &app.look);
    assert!(summary(7_000).contains("reszta: ekctl sites live"), "{}", summary(7_000));
    assert!(!summary(5_000).contains("reszta"), "{}", summary(5_000));
}
