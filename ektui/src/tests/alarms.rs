//! Alarms and rules: what is seen and what keys do.

use common::alarm::{AlarmDeed, AlarmStanding, Deed as Doing};
use common::event::{Event, Happening};
use common::fault::{Cause, Fault};
use common::id::{AlarmId, Cursor, PointId};
use common::language::Language;
use common::rule::{Condition, RuleScope};
use jiff::SignedDuration;

use crate::app::{App, Message, Open};
use crate::effect::{AlarmList, Ask, Deed, Done, Effect};
use crate::fixture::{self, NOW, alarms};
use crate::screen::Screen;
use crate::tests::keys::{frame, press};

const SIZES: [(u16, u16); 3] = [(80, 24), (140, 40), (60, 20)];

fn check(name: &str, prepare: impl Fn(&mut App)) {
    for language in Language::ALL {
        for size in SIZES {
            let mut app = fixture::app(language, size);
            prepare(&mut app);
            insta::assert_snapshot!(format!("{name}_{}_{}x{}", language.code(), size.0, size.1), frame(&app));
        }
    }
}

fn polish() -> App {
    fixture::app(Language::Polish, (80, 24))
}

fn lost() -> Message {
    let fault = Cause::ConnectionLost { endpoint: "unix:/run/ekd/ekd.sock".to_owned() }.into();
    Message::LinkDown { fault, retry_in: SignedDuration::from_secs(8) }
}

/// Presses keys and returns the deeds that they ask for, undone.
fn deeds(app: &mut App, keys: &str) -> Vec<Deed> {
    let before = keys.len() - if keys.ends_with('>') { keys.len() - keys.rfind('<').unwrap() } else { 1 };
    press(app, &keys[..before]);
    let key = &keys[before..];
    let code = match key {
        "<Enter>" => crossterm::event::KeyCode::Enter,
        letter => crossterm::event::KeyCode::Char(letter.chars().next().unwrap()),
    };
    let key = crossterm::event::KeyEvent::new(code, crossterm::event::KeyModifiers::NONE);
    let message = crate::keymap::message(key, app).unwrap();
    let asked = app.update(NOW, message);
    asked
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Ask(Ask::Do(deed)) => Some(deed),
            _ => None,
        })
        .collect()
}

#[test]
fn frames() {
    check("alarms", |app| drop(press(app, "2")));
    check("alarms_muted", |app| drop(press(app, "2jjj")));
    check("alarms_history", |app| drop(press(app, "2<Tab>")));
    check("alarm", |app| drop(press(app, "2jj<Enter>")));
    check("alarms_acknowledge", |app| drop(press(app, "2aekipa jedzie")));
    check("alarms_acknowledged", |app| {
        let deed =
            AlarmDeed { alarms: vec![AlarmId(4)], what: Doing::Acknowledge { comment: Some("jadę".to_owned()) } };
        let changed = alarms::changed(&deed);
        press(app, "2");
        app.update(NOW, Message::Done(Box::new(Done::AlarmsChanged(deed, Ok(changed)))));
    });
    check("alarms_mute", |app| drop(press(app, "2u")));
    check("rules", |app| drop(press(app, "2<Tab><Tab>")));
    check("rule", |app| drop(press(app, "2<Tab><Tab>jj<Enter>")));
    check("sheet_rule", |app| drop(press(app, "2<Tab><Tab>jj<Enter><Enter>")));
    check("sheet_rule_previewed", |app| drop(press(app, "2<Tab><Tab>jj<Enter><Enter><PgDn><Right><Enter>")));
    check("rule_removed", |app| drop(press(app, "2<Tab><Tab>D")));
    check("alarms_none", |app| {
        let none = AlarmList::default();
        app.update(NOW, Message::Alarms(AlarmStanding::Open, Ok(none)));
        press(app, "2");
    });
    check("alarms_offline", |app| {
        press(app, "2");
        fixture::send(app, lost());
    });
}

#[test]
fn acknowledging_and_taking_it_back_takes_five_keys_at_most() {
    let mut app = polish();
    // 2, a, Enter, z.
    press(&mut app, "2a<Enter>");
    assert!(frame(&app).contains("Potwierdzono A-04 na W-0414.   z = cofnij (10 s)"), "{}", frame(&app));
    let [Deed::ChangeAlarms(_, deed)] = &deeds(&mut app, "z")[..] else { panic!() };
    assert_eq!((deed.alarms.as_slice(), &deed.what), (&[AlarmId(4)][..], &Doing::Unacknowledge));
}

#[test]
fn a_comment_goes_with_the_acknowledgement_and_the_line_of_ekctl_shows_it() {
    let mut app = polish();
    press(&mut app, "2aekipa jedzie");
    assert!(frame(&app).contains("ekctl alarms ack 4 --comment 'ekipa jedzie'"), "{}", frame(&app));
    let [Deed::ChangeAlarms(_, deed)] = &deeds(&mut app, "<Enter>")[..] else { panic!() };
    assert_eq!(deed.what, Doing::Acknowledge { comment: Some("ekipa jedzie".to_owned()) });
}

#[test]
fn what_was_done_can_be_taken_back_for_ten_seconds_and_says_how_many_are_left() {
    let mut app = polish();
    let effects = press(&mut app, "2a<Enter>");
    assert!(effects.contains(&Effect::Tick));
    let later = |seconds| NOW + SignedDuration::from_secs(seconds);
    assert_eq!(app.update(later(1), Message::Second), [Effect::Tick]);
    assert!(frame(&app).contains("z = cofnij (9 s)"));
    assert_eq!(app.update(later(10), Message::Second), []);
    assert!(!frame(&app).contains("cofnij ("));
    assert!(deeds(&mut app, "z").is_empty());
    assert!(frame(&app).contains("nie ma już czego cofać"));
}

#[test]
fn every_deed_has_a_key_of_its_own() {
    let mut app = polish();
    press(&mut app, "2");
    let key = crossterm::event::KeyEvent::from(crossterm::event::KeyCode::Char('t'));
    press(&mut app, "<Tab><Tab>");
    let message = crate::keymap::message(key, &app).unwrap();
    let effects = app.update(NOW, message);
    assert!(matches!(effects[..], [Effect::Ask(Ask::Do(Deed::SaveRule(..))), Effect::Roll]), "{effects:?}");
}

#[test]
fn muting_offers_four_ends_and_its_line() {
    let mut app = polish();
    press(&mut app, "2u<Down>!");
    let Open::CommandLine(line) = &app.open else { panic!() };
    assert_eq!(line, "ekctl alarms mute 4 --for 4h");
    press(&mut app, "<Esc>u<Down><Down>!");
    let Open::CommandLine(line) = &app.open else { panic!() };
    assert_eq!(line, "ekctl alarms mute 4 --until 2025-11-24T06:00");
    press(&mut app, "<Esc>u<Down><Down><Enter>");
    assert!(frame(&app).contains("Wyciszono A-04 na W-0414 do 24 XI 06:00.   z = cofnij"), "{}", frame(&app));
    let [Deed::ChangeAlarms(_, deed)] = &deeds(&mut app, "z")[..] else { panic!() };
    assert_eq!(deed.what, Doing::Unmute);
}

#[test]
fn without_the_daemon_nothing_is_done_and_the_reason_is_said() {
    let mut app = polish();
    press(&mut app, "2");
    fixture::send(&mut app, lost());
    assert!(deeds(&mut app, "u<Enter>").is_empty());
    assert!(frame(&app).contains("połączenie z ekd"), "{}", frame(&app));
    assert!(deeds(&mut app, "a<Enter>").is_empty());
    assert!(frame(&app).contains("zostało przerwane"), "{}", frame(&app));
}

#[test]
fn an_alarm_asks_for_the_list_once_and_says_where() {
    let mut app = polish();
    let event = |alarm| Event {
        cursor: Cursor(alarm),
        at: NOW,
        what: Happening::Alarm {
            alarm: AlarmId(alarm),
            alarm_kind: common::alarm::AlarmKind::ReturnHot,
            severity: common::alarm::Severity::Alarm,
            point: Some(PointId(1)),
            turn: common::alarm::Turn::Raised { severity: common::alarm::Severity::Alarm },
        },
    };
    let effects = app.update(NOW, Message::Happened(vec![event(8), event(9)]));
    let asked = Effect::Ask(Ask::Alarms(AlarmStanding::Open));
    assert_eq!(effects.iter().filter(|effect| **effect == asked).count(), 1, "{effects:?}");
    assert!(!app.update(NOW, Message::Happened(vec![event(10)])).contains(&asked));
    assert!(frame(&app).contains("alarm: za gorący powrót, W-0414"), "{}", frame(&app));
    let effects = app.update(NOW, Message::Alarms(AlarmStanding::Open, Ok(alarms::open())));
    assert!(effects.contains(&asked), "what came meanwhile is asked for: {effects:?}");
}

#[test]
fn a_mute_that_has_run_out_is_looked_at_again() {
    let mut app = polish();
    assert_eq!(app.update(NOW, Message::Minute), []);
    let effects = app.update(NOW + SignedDuration::from_hours(4), Message::Minute);
    assert_eq!(effects, [Effect::Ask(Ask::Alarms(AlarmStanding::Open))]);
}

#[test]
fn sites_with_alarms_stand_first_and_say_what_is_wrong() {
    let mut app = polish();
    let shown = frame(&app);
    assert!(shown.contains("ALARM powrót 61,3 °C > 55,0 °C od 13:10"), "{shown}");
    let codes: Vec<String> = app.sites.shown_sites().map(|site| site.site.code.to_string()).collect();
    assert_eq!(codes[..4], ["W-0414", "W-0419", "W-0433", "W-0421"]);
    press(&mut app, "/stan:alarm");
    assert_eq!(app.sites.n_shown(), 1);
}

#[test]
fn the_cursor_begins_at_the_worst_site_and_stays_where_it_was_put() {
    let listed = || {
        let mut app = App::new(fixture::look(Language::Polish), (80, 24));
        app.update(NOW, Message::LinkUp);
        let mut sites = fixture::sites();
        sites[0].state = common::site::SiteState::Live;
        app.update(NOW, Message::Overview(crate::effect::Scope::All, Ok(sites)));
        app
    };
    let code = |app: &App| app.sites.selected().unwrap().site.code.to_string();
    let mut app = listed();
    assert_eq!(code(&app), "W-0433");
    app.update(NOW, Message::Alarms(AlarmStanding::Open, Ok(alarms::open())));
    assert_eq!(code(&app), "W-0414");
    let mut app = listed();
    app.update(NOW, Message::Act(crate::action::Action::Down));
    let chosen = code(&app);
    app.update(NOW, Message::Alarms(AlarmStanding::Open, Ok(alarms::open())));
    assert_eq!(code(&app), chosen);
}

#[test]
fn an_older_daemon_without_alarms_breaks_nothing_else() {
    let mut app = App::new(fixture::look(Language::Polish), (80, 24));
    let admission = fixture::people::admission("anna", common::account::Role::Manager);
    app.update(NOW, Message::Admitted(Box::new(admission), crate::app::Entry::Again));
    app.update(NOW, Message::LinkUp);
    app.update(NOW, Message::Overview(crate::effect::Scope::All, Ok(fixture::sites())));
    let fault: Fault = Cause::UnknownMethod.into();
    app.update(NOW, Message::Alarms(AlarmStanding::Open, Err(fault)));
    assert!(frame(&app).contains("2 Alarmy ") && frame(&app).contains("Zielona 3"));
    app.update(NOW, Message::Act(crate::action::Action::ShowAlarms));
    assert!(frame(&app).contains("ekd jest starszy niż ten program"), "{}", frame(&app));
}

#[test]
fn from_an_alarm_enter_leads_to_the_chart_of_its_site() {
    let mut app = polish();
    press(&mut app, "2j<Enter><Enter>");
    assert_eq!((app.screen, app.detail.as_ref().unwrap().site.code.as_str()), (Screen::Site, "W-0419"));
}

#[test]
fn a_new_rule_is_what_the_form_says() {
    let mut app = polish();
    press(&mut app, "2<Tab><Tab>nciepły<Enter><Enter><Enter>55,5<Enter>53<Enter><Back><Back>15<Enter> <Enter>");
    let [Deed::SaveRule(_, rule)] = &deeds(&mut app, "W-0414<Enter>")[..] else { panic!("{}", frame(&app)) };
    assert_eq!(rule.scope, RuleScope::Site(common::id::SiteCode::parse("W-0414").unwrap()));
    assert_eq!(rule.severity, common::alarm::Severity::Alarm);
    let Condition::Limit(limit) = &rule.condition else { panic!() };
    assert_eq!((limit.raise.base(), limit.clear.base(), limit.raise_after.as_mins()), (55_500, 53_000, 15));
}

#[test]
fn a_rule_with_its_preview_takes_fewer_than_22_keys() {
    let mut app = polish();
    // Free text does not count: 2 Tab Tab n, through eight fields, to the preview, back and save.
    let keys = "2<Tab><Tab>nx<Enter><Enter><Enter>55<Enter>53<Enter><Enter> <Enter>W-0414<Enter>";
    let counted = 4 + 9;
    press(&mut app, &keys.replace("<Enter>W-0414<Enter>", "<Enter>W-0414<PgDn><Right><Enter>"));
    assert!(frame(&app).contains("byłoby: 4 alarmy, 4 e-maile, 9 SMS, sprawdzono 1 układ."), "{}", frame(&app));
    let deeds = deeds(&mut app, "<Left><Enter>");
    assert!(matches!(deeds[..], [Deed::SaveRule(..)]) && counted + 4 <= 22);
}

#[test]
fn what_is_wrong_with_a_rule_is_said_beside_its_field() {
    let mut app = polish();
    press(&mut app, "2<Tab><Tab>nx<Enter><Enter><Enter>gorąco<PgDn><Enter>");
    assert!(frame(&app).contains("liczba w °C"), "{}", frame(&app));
    let mut app = polish();
    press(&mut app, "2<Tab><Tab>nx<Enter><Enter><Enter>55<Enter><Enter><Enter><Enter>W-9999<Enter>");
    assert!(frame(&app).contains("nie ma takiego obiektu"), "{}", frame(&app));
}

#[test]
fn a_rule_that_the_form_reads_and_keeps_is_the_same() {
    let mut app = polish();
    press(&mut app, "2<Tab><Tab>jj<Enter><Enter>");
    let [Deed::SaveRule(_, rule)] = &deeds(&mut app, "<PgDn><Enter>")[..] else { panic!("{}", frame(&app)) };
    assert_eq!(**rule, alarms::limit());
}

#[test]
fn switching_a_rule_off_can_be_taken_back() {
    let mut app = polish();
    press(&mut app, "2<Tab><Tab>t");
    assert!(frame(&app).contains("Wyłączono regułę „leak”.   z = cofnij (10 s)"), "{}", frame(&app));
    let [Deed::SaveRule(_, rule)] = &deeds(&mut app, "z")[..] else { panic!() };
    assert!(rule.enabled);
}
