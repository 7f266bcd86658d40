//! Log-in, previous log-ins, the own account and customers: what is seen and what keys do.

use common::account::{Ending, Role};
use common::contact::ContactKind;
use common::fault::{Cause, Fault, SessionEnd, Weakness};
use common::gate::{Opened, With};
use common::language::Language;
use common::log_in::PreviousLogIns;

use crate::app::door::Door;
use crate::app::{App, Entry, Message, Open};
use crate::effect::{Ask, Deed, Done, Effect};
use crate::fixture::{self, people};
use crate::screen::Screen;
use crate::tests::keys::{frame, press};

type Prepare = fn(&mut App);

const SIZES: [(u16, u16); 2] = [(80, 24), (140, 40)];

/// Compares what every reader sees after `prepare`.
fn check(name: &str, role: Role, prepare: impl Fn(&mut App)) {
    for language in Language::ALL {
        for size in SIZES {
            let mut app = fixture::app_of(role, language, size);
            prepare(&mut app);
            insta::assert_snapshot!(format!("{name}_{}_{}x{}", language.code(), size.0, size.1), frame(&app));
        }
    }
}

fn anna() -> App {
    fixture::app_of(Role::Manager, Language::Polish, (80, 24))
}

/// Somebody who has not been let in yet.
fn stranger(language: Language, size: (u16, u16)) -> App {
    let mut app = App::new(fixture::look(language), size);
    fixture::send(&mut app, Message::LogInNeeded(None));
    app
}

fn ended() -> Fault {
    Cause::SessionEnded { why: SessionEnd::Expired }.into()
}

fn asked(app: &mut App, opened: Opened) -> Vec<Effect> {
    fixture::send(app, Message::Asked(opened))
}

fn admit(app: &mut App, name: &str, role: Role) {
    fixture::send(app, Message::Admitted(Box::new(people::admission(name, role)), Entry::Typed));
    fixture::send(app, Message::LinkUp);
}

fn knocked(effects: &[Effect]) -> &With {
    match effects {
        [Effect::Knock(with)] => with,
        other => panic!("{other:?}"),
    }
}

#[test]
fn log_in_frames() {
    let stages: [(&str, Prepare); 8] = [
        ("log_in", |_| {}),
        ("log_in_refused", |app| {
            press(app, "anna<Enter>kot<Enter>");
            fixture::send(app, Message::Refused(Cause::LogInRefused.into()));
        }),
        ("log_in_waiting", |app| drop(press(app, "anna<Enter>kot<Enter>"))),
        ("log_in_code", |app| {
            press(app, "anna<Enter>kot<Enter>");
            asked(app, Opened::CodeWanted);
            press(app, "123");
        }),
        ("log_in_new_password", |app| {
            press(app, "anna<Enter>kot<Enter>");
            asked(app, Opened::NewPasswordWanted);
            press(app, "abc<Enter>abd<Enter>");
        }),
        ("log_in_enrolment", |app| {
            press(app, "anna<Enter>kot<Enter>");
            asked(app, Opened::EnrolmentWanted(people::offer()));
        }),
        ("log_in_forgotten", |app| drop(press(app, "anna<Tab><Tab><Tab><Enter>"))),
        ("log_in_reset", |app| {
            press(app, "anna<Tab><Tab><Tab><Enter><Enter>");
            asked(app, Opened::CodeSent);
        }),
    ];
    for (name, prepare) in stages {
        for language in Language::ALL {
            for size in SIZES {
                let mut app = stranger(language, size);
                prepare(&mut app);
                insta::assert_snapshot!(format!("{name}_{}_{}x{}", language.code(), size.0, size.1), frame(&app));
            }
        }
    }
}

#[test]
fn frames_of_people() {
    check("log_in_again", Role::Manager, |app| {
        fixture::send(app, Message::LogInNeeded(Some(Box::new(ended()))));
    });
    check("previous", Role::Manager, |app| admit(app, "anna", Role::Manager));
    check("previous_not_me", Role::Manager, |app| {
        admit(app, "anna", Role::Manager);
        press(app, "n");
    });
    check("account", Role::Manager, |app| drop(press(app, "7")));
    check("account_log_ins", Role::Manager, |app| drop(press(app, "7<Tab>j")));
    check("account_sessions", Role::Manager, |app| drop(press(app, "7<Tab><Tab>j")));
    check("account_end_session", Role::Manager, |app| drop(press(app, "7<Tab><Tab>jD")));
    check("account_tokens", Role::Manager, |app| drop(press(app, "7<Tab><Tab><Tab>")));
    check("sheet_token", Role::Manager, |app| drop(press(app, "7<Tab><Tab><Tab>nraport<Enter> <Enter>")));
    check("token_made", Role::Manager, |app| {
        press(app, "7<Tab><Tab><Tab>nraport<Enter><Enter><Enter>kot<Enter>");
    });
    check("sheet_contact", Role::Manager, |app| drop(press(app, "7<Enter>22 555 12 34<Enter>kot<Enter>")));
    check("sheet_contact_code", Role::Manager, |app| drop(press(app, "7<Enter>601234568<Enter>kot<Enter>")));
    check("sheet_password", Role::Manager, |app| {
        press(app, "7jjj<Enter>kot<Enter>abc<Enter>abc");
        let fault = Cause::WeakPassword { weakness: Weakness::Short }.into();
        fixture::send(app, Message::Done(Box::new(Done::PasswordChanged(Err(fault)))));
    });
    check("sheet_totp", Role::Manager, |app| drop(press(app, "7jjjj<Enter>kot<Enter>")));
    check("customers", Role::Clerk, |app| drop(press(app, "8")));
    check("customer", Role::Clerk, |app| drop(press(app, "8<Enter>")));
    check("customers_denied", Role::Clerk, |app| {
        app.customers = crate::screen::customers::Model::default();
        app.screen = Screen::Customers;
        app.update(fixture::NOW, Message::Customers(String::new(), Err(Cause::NotAllowed.into())));
    });
    check("untrusted", Role::Manager, |app| {
        let cause = Cause::Untrusted { endpoint: "tls://ekd.example:7443".to_owned(), reason: "issuer".to_owned() };
        let retry_in = jiff::SignedDuration::from_secs(8);
        fixture::send(app, Message::LinkDown { fault: cause.into(), retry_in });
    });
}

#[test]
fn name_and_password_are_what_is_knocked_with() {
    let mut app = stranger(Language::Polish, (80, 24));
    assert!(press(&mut app, "anna<Enter><Enter>").is_empty());
    assert!(frame(&app).contains("! pole jest puste"), "{}", frame(&app));
    let effects = press(&mut app, "zielony kot q<Enter>");
    let With::Password(password) = knocked(&effects) else { panic!("{effects:?}") };
    assert_eq!((password.login.as_str(), password.password.expose()), ("anna", "zielony kot q"));
    assert!(!frame(&app).contains("zielony"));
    // Nothing is asked twice, and nothing that is typed meanwhile is lost on the screen.
    assert!(press(&mut app, "x<Enter><Esc>").is_empty());
    assert!(frame(&app).contains("pobieram…"));
}

#[test]
fn every_knock_repeats_what_was_entered_before() {
    let mut app = stranger(Language::Polish, (80, 24));
    press(&mut app, "maria<Enter>pies<Enter>");
    asked(&mut app, Opened::NewPasswordWanted);
    press(&mut app, "cztery proste slowa<Enter>cztery proste slowa<Enter>");
    asked(&mut app, Opened::EnrolmentWanted(people::offer()));
    let effects = press(&mut app, "123 456<Enter>");
    let With::Password(password) = knocked(&effects) else { panic!("{effects:?}") };
    assert_eq!(password.password.expose(), "pies");
    assert_eq!(password.new_password.as_ref().map(|new| new.expose()), Some("cztery proste slowa"));
    assert_eq!(password.code.as_deref(), Some("123456"));
    fixture::send(&mut app, Message::Refused(Cause::WrongCode.into()));
    assert!(frame(&app).contains("! kod jest błędny"), "{}", frame(&app));
    assert!(frame(&app).contains("JBSW Y3DP"));
}

#[test]
fn a_forgotten_password_is_replaced_and_opens_at_once() {
    let mut app = stranger(Language::Polish, (80, 24));
    let effects = press(&mut app, "anna<Tab><Tab><Tab><Enter><Enter>");
    assert_eq!(knocked(&effects), &With::Forgotten { login: "anna".to_owned() });
    asked(&mut app, Opened::CodeSent);
    let effects = press(&mut app, "AB12 CD34<Enter>cztery slowa<Enter>cztery slowa<Enter>");
    let With::Reset { login, code, new_password } = knocked(&effects) else { panic!("{effects:?}") };
    assert_eq!((login.as_str(), code.expose(), new_password.expose()), ("anna", "AB12CD34", "cztery slowa"));
    let effects = asked(&mut app, Opened::PasswordSet);
    let With::Password(password) = knocked(&effects) else { panic!("{effects:?}") };
    assert_eq!((password.login.as_str(), password.password.expose()), ("anna", "cztery slowa"));
}

#[test]
fn who_was_thrown_out_comes_back_to_where_he_was() {
    let mut app = anna();
    press(&mut app, "7<Enter>60123<Enter>kot");
    // Any answer may tell; the data that is there stays.
    app.update(fixture::NOW, Message::Status(Box::new(Err(ended()))));
    let shown = frame(&app);
    assert!(shown.contains("Sesja wygasła. Zaloguj się ponownie"), "{shown}");
    assert!(!shown.contains("ROZŁĄCZONO") && !shown.contains("60123") && !shown.contains("Kowalska"), "{shown}");
    // The name is there already.
    let effects = press(&mut app, "kot<Enter>");
    let With::Password(password) = knocked(&effects) else { panic!("{effects:?}") };
    assert_eq!(password.login, "anna");
    admit(&mut app, "anna", Role::Manager);
    assert!(frame(&app).contains("3 NIEUDANE PRÓBY"), "{}", frame(&app));
    press(&mut app, "<Enter>");
    let shown = frame(&app);
    assert!(shown.contains("60123") && shown.contains("7 Konto]"), "{shown}");
    assert!(app.sites.rows.value().is_some());
}

#[test]
fn who_comes_in_sees_nothing_of_who_was_there_before() {
    let mut app = fixture::app(Language::Polish, (80, 24));
    press(&mut app, "8<Enter>");
    app.update(fixture::NOW, Message::LogInNeeded(Some(Box::new(ended()))));
    app.update(fixture::NOW, Message::Admitted(Box::new(people::admission("maria", Role::Clerk)), Entry::Typed));
    press(&mut app, "<Enter>");
    assert_eq!(app.screen, Screen::Sites);
    assert!(app.sites.rows.value().is_none() && app.customers.card.value().is_none());
    assert!(!frame(&app).contains("Zielona"), "{}", frame(&app));
}

#[test]
fn nothing_is_asked_while_nobody_is_in() {
    let mut app = anna();
    app.update(fixture::NOW, Message::LogInNeeded(Some(Box::new(ended()))));
    assert!(app.update(fixture::NOW, Message::Minute).is_empty());
    assert!(app.update(fixture::NOW, Message::Happened(Vec::new())).is_empty());
    assert!(app.update(fixture::NOW, Message::LogInNeeded(None)).is_empty());
    assert!(frame(&app).contains("Sesja wygasła"));
}

#[test]
fn a_kept_session_shows_the_screens_at_once_unless_somebody_has_tried() {
    let enter = |n_failures_since, entry| {
        let mut app = App::new(fixture::look(Language::Polish), (80, 24));
        let mut admission = people::admission("anna", Role::Manager);
        admission.previous = PreviousLogIns { n_failures_since, ..people::previous() };
        fixture::send(&mut app, Message::Admitted(Box::new(admission), entry));
        matches!(app.door, Door::Open)
    };
    assert!(enter(0, Entry::Found));
    assert!(!enter(1, Entry::Found));
    assert!(enter(9, Entry::Again));
    assert!(!enter(0, Entry::Typed));
}

#[test]
fn not_me_takes_three_keys_and_leads_to_a_new_password() {
    let mut app = anna();
    admit(&mut app, "anna", Role::Manager);
    // The cursor is on the way back, and the key that asked does nothing more.
    press(&mut app, "nn<Enter>");
    assert!(matches!(app.door, Door::Previous(_)) && matches!(app.open, Open::Nothing));
    press(&mut app, "n<Right><Enter>");
    let shown = frame(&app);
    assert!(shown.contains("Zakończono 2 sesje i zablokowano konto"), "{shown}");
    assert!(shown.contains("Zmiana hasła") && shown.contains("7 Konto]"), "{shown}");
}

#[test]
fn a_new_mobile_takes_six_keys_and_its_code() {
    let mut app = anna();
    press(&mut app, "7<Enter>");
    press(&mut app, "601 234 568<Enter>kot<Enter>");
    assert!(frame(&app).contains("Kod wysłano na +48601234568"), "{}", frame(&app));
    press(&mut app, "123456<Enter>");
    assert!(frame(&app).contains("potwierdzono: nowy adres już obowiązuje"), "{}", frame(&app));
    assert!(frame(&app).contains("anna.kowalska@zielona.example (do 14:44)"), "{}", frame(&app));
}

#[test]
fn an_address_that_waits_is_confirmed_by_enter() {
    let mut app = anna();
    press(&mut app, "7j<Enter>");
    let Open::Sheet(sheet) = &app.open else { panic!() };
    assert_eq!(sheet.purpose, crate::app::sheet::Purpose::ContactCode(ContactKind::Email));
}

/// Presses keys and returns what is asked for, without answering.
fn ask(app: &mut App, keys: &str, last: Message) -> Vec<Effect> {
    press(app, keys);
    app.update(fixture::NOW, last)
}

#[test]
fn a_session_ends_only_where_the_cursor_says_so() {
    let mut app = anna();
    assert!(ask(&mut app, "7<Tab><Tab>jD", Message::Accept).is_empty());
    let effects = ask(&mut app, "D<Tab>", Message::Accept);
    let one = Ending::One(people::sessions()[1].id);
    assert_eq!(effects, [Effect::Ask(Ask::Do(Deed::EndSessions(one)))]);
    press(&mut app, "kD");
    assert!(frame(&app).contains("Zakończyć tę sesję? Trzeba będzie"), "{}", frame(&app));
}

#[test]
fn the_secret_of_a_token_is_made_here_and_shown_once() {
    let mut app = anna();
    press(&mut app, "7<Tab><Tab><Tab>nraport<Enter><Enter><Enter>kot");
    let effects = app.update(fixture::NOW, Message::Accept);
    let [Effect::Ask(Ask::Do(Deed::CreateToken(_, token)))] = effects.as_slice() else { panic!("{effects:?}") };
    let secret = people::dice().token;
    assert_eq!(token.digest, secret.digest());
    assert_eq!(token.password.as_ref().map(|password| password.expose()), Some("kot"));
    assert_eq!(token.expires_at, fixture::NOW + jiff::SignedDuration::from_hours(24 * 90));
    fixture::send(&mut app, fixture::answer(Ask::Do(Deed::CreateToken(people::dice().key, token.clone()))));
    assert!(frame(&app).contains(secret.secret().expose()));
    let copied = press(&mut app, "y");
    assert_eq!(copied, [Effect::Copy(secret.secret().expose().to_owned())]);
    assert!(!frame(&app).contains(secret.secret().expose()));
}

#[test]
fn a_form_that_was_left_keeps_what_can_be_seen_of_it() {
    let mut app = anna();
    press(&mut app, "7<Enter>601 2<Enter>kot<Esc>");
    assert!(!frame(&app).contains("601 2"));
    press(&mut app, "<Enter>");
    let shown = frame(&app);
    assert!(shown.contains("601 2") && !shown.contains('•'), "{shown}");
}

#[test]
fn without_the_daemon_a_form_says_why_it_cannot_go_on() {
    let mut app = anna();
    press(&mut app, "7jjj<Enter>kot<Enter>abc<Enter>abc");
    let fault = Cause::ConnectionLost { endpoint: "unix:/run/ekd/ekd.sock".to_owned() }.into();
    fixture::send(&mut app, Message::LinkDown { fault, retry_in: jiff::SignedDuration::from_secs(8) });
    assert!(app.update(fixture::NOW, Message::Accept).is_empty());
    assert!(frame(&app).contains("zostało przerwane"), "{}", frame(&app));
}

#[test]
fn an_older_daemon_is_named_and_nothing_else_breaks() {
    let mut app = anna();
    press(&mut app, "7");
    app.account = crate::screen::account::Model::default();
    let fault: Fault = Cause::UnknownMethod.into();
    app.update(fixture::NOW, Message::Account(Box::new(Err(fault.clone()))));
    assert!(frame(&app).contains("ekd jest starszy niż ten program"), "{}", frame(&app));
    press(&mut app, "n<Tab>");
    app.update(fixture::NOW, Message::Done(Box::new(Done::NotMe(Err(fault)))));
    press(&mut app, "<Esc>");
    assert!(frame(&app).contains("7 Konto]"));
}

#[test]
fn the_instant_of_a_try_is_told_in_utc_as_well() {
    let mut app = anna();
    press(&mut app, "7<Tab>j");
    assert!(frame(&app).contains("UTC 2025-11-23 06:32:00 · z 203.0.113.9 · ektui 0.1.0"), "{}", frame(&app));
}

#[test]
fn who_has_another_role_now_begins_anew() {
    let mut app = fixture::app(Language::Polish, (80, 24));
    press(&mut app, "8<Enter>");
    app.update(fixture::NOW, Message::Admitted(Box::new(people::admission("anna", Role::Manager)), Entry::Again));
    assert!(app.screen == Screen::Sites && app.customers.card.value().is_none());
}

#[test]
fn terminals_without_utf8_get_letters_in_place_of_the_picture() {
    let mut look = fixture::look(Language::Polish);
    look.glyphs = crate::glyphs::Repertoire::Ascii.glyphs();
    let mut app = App::new(look, (80, 24));
    fixture::send(&mut app, Message::LogInNeeded(None));
    press(&mut app, "anna<Enter>kot");
    assert!(frame(&app).contains("> Haslo  ***___"), "{}", frame(&app));
    press(&mut app, "<Enter>");
    asked(&mut app, Opened::EnrolmentWanted(people::offer()));
    let shown = frame(&app);
    assert!(shown.is_ascii() && shown.contains("JBSW Y3DP"), "{shown}");
    admit(&mut app, "anna", Role::Manager);
    assert!(frame(&app).is_ascii());
}

#[test]
fn forms_fit_the_smallest_window() {
    let smallest = (60, 16);
    let mut app = stranger(Language::Polish, smallest);
    press(&mut app, "anna<Enter>kot<Enter>");
    asked(&mut app, Opened::NewPasswordWanted);
    assert!(frame(&app).contains("[ Dalej ]"), "{}", frame(&app));
    asked(&mut app, Opened::EnrolmentWanted(people::offer()));
    assert!(frame(&app).contains("[ Dalej ]") && frame(&app).contains("JBSW Y3DP"), "{}", frame(&app));
    let mut app = fixture::app_of(Role::Manager, Language::Polish, smallest);
    let forms = [
        ("7<Enter>", "Zmień"),
        ("7jjj<Enter>", "Zmień"),
        ("7<Tab><Tab><Tab>n", "Utwórz"),
        ("2a", "Potwierdź"),
        ("2<Tab><Tab>n", "Zapisz"),
    ];
    for (keys, button) in forms {
        press(&mut app, keys);
        assert!(frame(&app).contains(&format!("[ {button} ]")), "{}", frame(&app));
        press(&mut app, "<Esc>");
    }
}

#[test]
fn what_could_not_be_asked_again_says_how_old_it_is() {
    let mut app = anna();
    press(&mut app, "7<Tab><Tab>");
    app.update(fixture::NOW, Message::Sessions(Err(Cause::Busy.into())));
    let shown = frame(&app);
    assert!(shown.contains("10.0.0.7") && shown.contains("dane z 14:32, bo: ekd ma teraz"), "{shown}");
}

#[test]
fn at_the_start_nothing_is_said_to_be_as_it_was() {
    let log_in = |fault: Cause| {
        let mut app = App::new(fixture::look(Language::Polish), (80, 24));
        fixture::send(&mut app, Message::LogInNeeded(Some(Box::new(fault.into()))));
        frame(&app)
    };
    assert!(log_in(Cause::SessionEnded { why: SessionEnd::Expired }).contains("Sesja wygasła. Zaloguj się ponownie. "));
    assert!(!log_in(Cause::NotLoggedIn).contains("zalogowany"));
    assert!(!log_in(Cause::PeerUnknown { user: "jan".to_owned() }).contains("jan"));
}

#[test]
fn what_a_role_may_not_do_is_said_in_words() {
    let mut app = fixture::app(Language::Polish, (80, 24));
    press(&mut app, "9");
    let source = fixture::sources().remove(0).name;
    app.update(fixture::NOW, Message::Polled(source, Err(Cause::NotAllowed.into())));
    assert!(frame(&app).contains("Rola „administrator” na to nie pozwala: Odpytaj źródło"), "{}", frame(&app));
}

#[test]
fn logging_out_by_the_palette_forgets_everything() {
    let mut app = anna();
    let effects = press(&mut app, ":wyloguj<Enter>");
    assert_eq!(effects, [Effect::LogOut]);
    let shown = frame(&app);
    assert!(shown.contains("Logowanie") && !shown.contains("Zielona"), "{shown}");
    assert!(app.who.is_none() && app.sites.rows.value().is_none());
    // The way out is where Esc leads.
    assert_eq!(press(&mut app, "<Esc><Enter>"), [Effect::Quit]);
}

#[test]
fn tabs_are_those_of_the_role() {
    let tabs = |role| {
        let shown = frame(&fixture::app_of(role, Language::Polish, (100, 24)));
        ["1 Obiekty", "7 Konto", "8 Klienci", "9 System"].map(|tab| shown.contains(tab))
    };
    assert_eq!(tabs(Role::Manager), [true, true, false, false]);
    assert_eq!(tabs(Role::Technician), [true, true, false, true]);
    assert_eq!(tabs(Role::Clerk), [true, true, true, false]);
    assert_eq!(tabs(Role::Administrator), [true, true, true, true]);
    let mut app = anna();
    assert!(press(&mut app, "89").is_empty());
    assert_eq!(app.screen, Screen::Sites);
}

#[test]
fn customers_are_filtered_as_one_types_and_by_the_daemon_at_rest() {
    let mut app = fixture::app(Language::Polish, (80, 24));
    press(&mut app, "8/lakowa");
    let shown = frame(&app);
    assert!(shown.contains("Wspólnota Łąkowa 12") && !shown.contains("Szkoła"), "{shown}");
    press(&mut app, "<Enter>!");
    let Open::CommandLine(line) = &app.open else { panic!() };
    assert_eq!(line, "ekctl customers list --filter lakowa");
    press(&mut app, "<Esc><Enter>!");
    let Open::CommandLine(line) = &app.open else { panic!() };
    assert_eq!(line, "ekctl customers show K-1002");
    press(&mut app, "<Esc><Esc>");
    assert_eq!(app.screen, Screen::Customers);
    press(&mut app, "<Esc>");
    assert!(frame(&app).contains("4 z 4 · filtr: brak"), "{}", frame(&app));
}

#[test]
fn names_from_outside_move_nothing_on_the_screen() {
    let hostile = "Zły\u{1b}]0;tytuł\u{7}\u{1b}[2J\u{202e}Anna\u{200b}\u{9b}31m\r\n";
    let mut app = fixture::app_of(Role::Clerk, Language::Polish, (80, 24));
    let mut customers = people::customer_list("");
    customers.customers[0].card.name = hostile.to_owned();
    customers.customers[0].card.address.street = hostile.to_owned();
    let mut sessions = people::sessions();
    sessions[1].client = hostile.to_owned();
    let mut tokens = people::tokens();
    tokens[0].name = hostile.to_owned();
    let mut admission = people::admission("anna", Role::Clerk);
    admission.name = hostile.to_owned();
    admission.previous.last_failure.as_mut().unwrap().client = hostile.to_owned();
    let harmless = |app: &App| {
        let shown = frame(app);
        let hidden = |character: char| character != '\n' && common::text::is_hidden(character);
        assert!(!shown.contains(hidden), "{shown:?}");
        shown
    };
    press(&mut app, "8");
    app.customers = crate::screen::customers::Model::default();
    app.update(fixture::NOW, Message::Customers(String::new(), Ok(customers)));
    assert!(harmless(&app).contains("\\u{1b}"));
    press(&mut app, "7<Tab><Tab>");
    app.update(fixture::NOW, Message::Sessions(Ok(sessions)));
    harmless(&app);
    press(&mut app, "jD");
    assert!(harmless(&app).contains("\\u{1b}"));
    press(&mut app, "<Esc><Tab>");
    app.update(fixture::NOW, Message::Tokens(Ok(tokens)));
    harmless(&app);
    app.update(fixture::NOW, Message::Admitted(Box::new(admission), Entry::Typed));
    assert!(harmless(&app).contains("\\u{202e}"));
    app.update(fixture::NOW, Message::LogInNeeded(None));
    let effects = app.update(fixture::NOW, Message::Refused(Cause::PeerUnknown { user: hostile.to_owned() }.into()));
    assert!(effects.is_empty());
    assert!(harmless(&app).contains("\\u{9b}"));
}

#[test]
fn random_keys_at_the_door_never_panic() {
    let keys = ["<Enter>", "<Esc>", "<Tab>", "<Up>", "<Down>", "<PgDn>", "<Back>", "a", "1", " ", "n", "q", "ż", "y"];
    let mut dice = 99_u64;
    let mut roll = |n: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(dice >> 33).unwrap() % n
    };
    for size in [(80, 24), (60, 16), (140, 40), (5, 3)] {
        let mut app = stranger(Language::Polish, size);
        for _ in 0..300 {
            match roll(12) {
                0 => drop(asked(&mut app, Opened::CodeWanted)),
                1 => drop(asked(&mut app, Opened::EnrolmentWanted(people::offer()))),
                2 => drop(asked(&mut app, Opened::CodeSent)),
                3 => drop(fixture::send(&mut app, Message::Refused(Cause::WrongCode.into()))),
                4 => admit(&mut app, "anna", Role::Manager),
                5 => drop(fixture::send(&mut app, Message::LogInNeeded(Some(Box::new(ended()))))),
                _ => drop(press(&mut app, keys[roll(keys.len())])),
            }
            frame(&app);
        }
    }
}
