//! Notices, what one wants to be told, and what left the house: what is seen and what keys do.

use common::account::Role;
use common::alarm::{AlarmKind, Severity};
use common::delivery::Channel;
use common::fault::{Cause, Fault};
use common::language::Language;
use common::notice::{Fallback, NoticeKind, NoticeSettings};
use common::page::Paged;
use crossterm::event::{KeyCode, KeyEvent};

use crate::app::{App, Message, Open};
use crate::effect::{Ask, Deed, Done, Effect};
use crate::fixture::{self, NOW, notices};
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

/// Presses keys, then one more, and returns the deeds that it asks for, undone.
fn deeds(app: &mut App, keys: &str, last: KeyCode) -> Vec<Deed> {
    press(app, keys);
    let message = crate::keymap::message(KeyEvent::from(last), app).unwrap();
    let asked = app.update(NOW, message).into_iter();
    asked
        .filter_map(|effect| match effect {
            Effect::Ask(Ask::Do(deed)) => Some(deed),
            _ => None,
        })
        .collect()
}

fn settings(deeds: Vec<Deed>) -> NoticeSettings {
    let [Deed::SetNoticeSettings(settings)] = <[Deed; 1]>::try_from(deeds).unwrap() else { panic!() };
    *settings
}

#[test]
fn frames() {
    check("notices", |app| drop(press(app, "6")));
    check("notices_none", |app| {
        press(app, "6");
        app.update(NOW, Message::Notices(Ok(Paged { items: Vec::new(), next: None })));
    });
    check("notice_settings", |app| drop(press(app, "6<Tab>j")));
    check("notice_settings_none", |app| {
        press(app, "6<Tab>");
        app.update(NOW, Message::NoticeSettings(Box::new(Ok(NoticeSettings::default()))));
    });
    check("deliveries", |app| drop(press(app, "6<Tab><Tab>jjj")));
    check("sheet_route", |app| drop(press(app, "6<Tab>j<Enter>")));
    check("sheet_manners", |app| drop(press(app, "6<Tab>e")));
    check("route_removed", |app| drop(press(app, "6<Tab>D")));
    check("route_tested", |app| drop(press(app, "6<Tab>jt")));
}

#[test]
fn a_route_that_the_form_reads_and_keeps_is_the_same() {
    for language in Language::ALL {
        for row in ["", "j"] {
            let mut app = fixture::app(language, (80, 24));
            press(&mut app, &format!("6<Tab>{row}<Enter>"));
            assert_eq!(settings(deeds(&mut app, "<PgDn>", KeyCode::Enter)), notices::settings(), "{}", frame(&app));
        }
        let mut app = fixture::app(language, (80, 24));
        assert_eq!(settings(deeds(&mut app, "6<Tab>e<PgDn>", KeyCode::Enter)), notices::settings());
    }
}

#[test]
fn a_new_route_is_what_the_form_says() {
    let mut app = polish();
    let keys = "6<Tab>n<Enter> <Enter>wyciek, powrot<Enter>W-0414<Enter>pt sb 20:00-6:00";
    let kept = settings(deeds(&mut app, keys, KeyCode::Enter));
    let route = kept.routes.last().unwrap();
    let kinds = [AlarmKind::Leak, AlarmKind::ReturnHot].map(NoticeKind::Alarm);
    assert_eq!((route.channel, route.severity, &route.kinds), (Channel::Sms, Severity::Alarm, &kinds.into()));
    assert_eq!((kept.routes.len(), route.sites.len(), route.hours[0].days.len()), (3, 1, 2));
}

#[test]
fn a_rule_for_a_short_message_with_preview_and_test_takes_22_keys_at_most() {
    let mut app = polish();
    // Free text does not count: 4 keys to the form, 11 in it, 4 to the test.
    press(&mut app, "2<Tab><Tab>nx<Enter><Enter><Enter>55<Enter>53<Enter><Enter> <Enter>W-0414<PgDn><Right><Enter>");
    assert!(frame(&app).contains("byłoby: 4 alarmy"), "{}", frame(&app));
    press(&mut app, "<Left><Enter>");
    let tested = deeds(&mut app, "6<Tab>j", KeyCode::Char('t'));
    assert!(matches!(tested[..], [Deed::TestNotice(_, Channel::Sms)]), "{tested:?}");
}

#[test]
fn a_test_says_what_was_queued_and_where_to_look() {
    let mut app = polish();
    press(&mut app, "6<Tab>jt");
    let shown = frame(&app);
    assert!(shown.contains("w kolejce: SMS do +48601234567 · Tab = dziennik wysyłek"), "{shown}");
    let mut app = fixture::app_of(Role::Manager, Language::Polish, (80, 24));
    press(&mut app, "6<Tab>jt");
    assert!(frame(&app).contains("w kolejce: SMS do +48601234567 · sprawdź telefon"), "{}", frame(&app));
}

#[test]
fn removing_a_route_can_be_taken_back() {
    let mut app = polish();
    press(&mut app, "6<Tab>D");
    assert!(frame(&app).contains("Usunięto trasę.   z = cofnij (10 s)"), "{}", frame(&app));
    assert_eq!(app.notices.routes().len(), 1);
    press(&mut app, "e<PgDn><Enter>z");
    assert_eq!(app.notices.cursor(Screen::NoticeSettings), 0);
    let mut app = polish();
    press(&mut app, "6<Tab>D");
    assert_eq!(settings(deeds(&mut app, "", KeyCode::Char('z'))), notices::settings());
}

#[test]
fn what_holds_for_all_routes_is_what_the_form_says() {
    let mut app = polish();
    press(&mut app, "6<Tab>e<Enter><Left><Enter><Back><Back><Back><Back><Back>6:30<Enter><Back><Back>5<Enter><Enter> ");
    let kept = settings(deeds(&mut app, "", KeyCode::Enter));
    assert_eq!((kept.breaks_quiet, kept.digest_at), (Severity::Warning, "06:30".parse().unwrap()));
    assert_eq!((kept.most_an_hour, kept.most_a_day, kept.fallback), (5, 30, Fallback::Nothing));
    assert_eq!(kept.routes, notices::settings().routes);
}

#[test]
fn what_is_wrong_is_said_beside_its_field() {
    let said = |keys: &str, words: &str| {
        let mut app = polish();
        press(&mut app, keys);
        assert!(frame(&app).contains(words), "{}", frame(&app));
    };
    said("6<Tab>n<Enter><Enter>kot<PgDn><Enter>", "„kot” to żaden rodzaj");
    said("6<Tab>n<Enter><Enter><Enter>W-9999<PgDn><Enter>", "nie ma takiego obiektu");
    said("6<Tab>n<Enter><Enter><Enter><Enter>rano<PgDn><Enter>", "godziny np. 22:00-06:00");
    said("6<Tab>e<Enter><Enter>x<PgDn><Enter>", "godzina, np. 07:00");
    said("6<Tab>e<Enter><Enter><Enter>x<PgDn><Enter>", "liczba, 1 lub więcej");
}

#[test]
fn what_the_daemon_refuses_is_said_in_the_form_and_what_was_typed_stays() {
    let refused = |fault: Cause, words: &str| {
        let mut app = polish();
        deeds(&mut app, "6<Tab>n<Enter><Enter>wyciek<PgDn>", KeyCode::Enter);
        let fault: Fault = fault.into();
        fixture::send(&mut app, Message::Done(Box::new(Done::NoticeSettingsKept(Err(fault)))));
        let shown = frame(&app);
        assert!(shown.contains(words) && shown.contains("wyciek"), "{shown}");
    };
    let fault: Fault = Cause::NoConfirmedContact { channel: "sms".to_owned() }.into();
    let start: String = fault.message(Language::Polish).chars().take(20).collect();
    refused(fault.cause, &start);
    let other: Fault = Cause::NoConfirmedContact { channel: "email".to_owned() }.into();
    refused(other.cause, "Idzie tamtędy inna trasa");
    refused(Cause::BadText { field: "routes".to_owned() }, "routes");
}

#[test]
fn a_list_that_is_cut_says_how_to_read_on() {
    let mut app = polish();
    press(&mut app, "6");
    let cut = Paged { next: Some("7".to_owned()), ..notices::notices() };
    app.update(NOW, Message::Notices(Ok(cut)));
    press(&mut app, "G");
    assert!(frame(&app).contains("starsze: ekctl notifications list --all"), "{}", frame(&app));
}

#[test]
fn the_log_of_deliveries_is_for_administrators() {
    let mut app = fixture::app_of(Role::Manager, Language::Polish, (80, 24));
    press(&mut app, "6<Tab>");
    assert_eq!(app.screen, Screen::NoticeSettings);
    assert!(!frame(&app).contains("dziennik"), "{}", frame(&app));
    press(&mut app, "<Tab>");
    assert_eq!(app.screen, Screen::Notices);
}

#[test]
fn from_a_notice_enter_leads_to_its_alarm_and_the_lines_of_ekctl_are_shown() {
    let mut app = polish();
    for (keys, wanted) in [
        ("6!", "ekctl notifications list"),
        ("<Esc><Tab>!", "ekctl notifications settings show"),
        ("<Esc><Tab>!", "ekctl outbox list"),
    ] {
        press(&mut app, keys);
        let Open::CommandLine(line) = &app.open else { panic!("{}", frame(&app)) };
        assert_eq!(line, wanted);
    }
    press(&mut app, "<Esc><Tab><Enter>");
    assert_eq!(app.screen, Screen::Alarm);
    assert!(frame(&app).contains("A-04"), "{}", frame(&app));
    press(&mut app, "6G<Enter>");
    assert!(frame(&app).contains("nie dotyczy alarmu"), "{}", frame(&app));
}

#[test]
fn without_the_daemon_nothing_is_kept_and_the_reason_is_said() {
    let mut app = polish();
    press(&mut app, "6<Tab>");
    let fault = Cause::ConnectionLost { endpoint: "unix:/run/ekd/ekd.sock".to_owned() }.into();
    fixture::send(&mut app, Message::LinkDown { fault, retry_in: jiff::SignedDuration::from_secs(8) });
    assert!(deeds(&mut app, "", KeyCode::Char('D')).is_empty());
    assert!(frame(&app).contains("połączenie z ekd"), "{}", frame(&app));
    assert!(deeds(&mut app, "", KeyCode::Char('t')).is_empty());
    assert_eq!(app.notices.routes().len(), 2);
}
