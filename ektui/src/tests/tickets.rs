//! Tickets: what is seen, what keys do, and that nothing that was written is lost.

use common::account::Role;
use common::event::{Event, Happening};
use common::fault::Cause;
use common::id::{Cursor, EntryId};
use common::language::Language;
use common::notice::TicketNews;
use common::ticket::deed::Deed as Doing;
use common::ticket::draft::{Dispatch, NewTicket, Readers};
use common::ticket::entry::NewAttachment;
use common::ticket::field::Field;
use common::ticket::{Category, TicketNumber, TicketState};
use jiff::SignedDuration;

use crate::app::{App, Message, Open};
use crate::effect::{Ask, Deed, Effect};
use crate::fixture::{self, NOW, tickets};
use crate::screen::{Part, Screen};
use crate::tests::keys::{frame, press};

const SIZES: [(u16, u16); 3] = [(80, 24), (140, 40), (60, 20)];

fn check(name: &str, role: Role, keys: &str) {
    for language in Language::ALL {
        for size in SIZES {
            let mut app = fixture::app_of(role, language, size);
            press(&mut app, keys);
            insta::assert_snapshot!(format!("{name}_{}_{}x{}", language.code(), size.0, size.1), frame(&app));
        }
    }
}

fn customer() -> App {
    fixture::app_of(Role::Manager, Language::Polish, (80, 24))
}

fn clerk() -> App {
    fixture::app_of(Role::Clerk, Language::Polish, (80, 24))
}

fn lost() -> Message {
    let fault = Cause::ConnectionLost { endpoint: "unix:/run/ekd/ekd.sock".to_owned() }.into();
    Message::LinkDown { fault, retry_in: SignedDuration::from_secs(8) }
}

/// Presses keys, and returns the deeds that the last of them asks for, undone.
fn deeds(app: &mut App, keys: &str) -> Vec<Deed> {
    let before = keys.len() - if keys.ends_with('>') { keys.len() - keys.rfind('<').unwrap() } else { 1 };
    press(app, &keys[..before]);
    let code = match &keys[before..] {
        "<Enter>" => crossterm::event::KeyCode::Enter,
        letter => crossterm::event::KeyCode::Char(letter.chars().next().unwrap()),
    };
    let message = crate::keymap::message(crossterm::event::KeyEvent::from(code), app).unwrap();
    let asked = app.update(NOW, message);
    asked
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Ask(Ask::Do(deed)) => Some(deed),
            _ => None,
        })
        .collect()
}

fn sent(deeds: &[Deed]) -> &Dispatch {
    let [Deed::Send(_, dispatch)] = deeds else { panic!("{deeds:?}") };
    dispatch
}

fn new_ticket(deeds: &[Deed]) -> &NewTicket {
    let Dispatch::Ticket(ticket) = sent(deeds) else { panic!("{deeds:?}") };
    ticket
}

#[test]
fn frames_of_a_customer() {
    check("tickets", Role::Manager, "3");
    check("ticket", Role::Manager, "3j<Enter>");
    check("ticket_answer", Role::Manager, "3j<Enter>oTak, od 6:30 ciepło. Dziękuję.");
    check("ticket_sending", Role::Manager, "3j<Enter>oTak, od 6:30 ciepło.<Tab><Enter>");
    check("ticket_new", Role::Manager, "2nZimno w całym budynku.");
    check("ticket_filter", Role::Manager, "3/pompa");
    check("messages", Role::Manager, "3<Tab><Tab>");
}

#[test]
fn frames_of_drafts() {
    for language in Language::ALL {
        for size in SIZES {
            let mut app = fixture::app_of(Role::Manager, language, size);
            press(&mut app, "3<Tab><Tab><Tab>");
            let drafts = vec![tickets::draft(1, "Tak, od 6:30 ciepło."), tickets::new_draft(2)];
            app.update(NOW, Message::Drafts(Ok(drafts)));
            let name = format!("drafts_{}_{}x{}", language.code(), size.0, size.1);
            insta::assert_snapshot!(name, frame(&app));
        }
    }
}

#[test]
fn frames_of_a_clerk() {
    check("queue", Role::Clerk, "");
    check("queue_mine", Role::Clerk, "<Tab><Tab><Tab><Tab><Tab>");
    check("desk", Role::Clerk, "j<Enter>");
    check("desk_unfolded", Role::Clerk, "j<Enter>kku ");
    check("desk_card", Role::Clerk, "j<Enter><Tab>");
    check("desk_answer", Role::Clerk, "j<Enter>o");
    check("desk_templates", Role::Clerk, "j<Enter>o<Tab><Enter>");
    check("desk_template", Role::Clerk, "j<Enter>o<Tab><Enter><Enter>");
    check("desk_assign", Role::Clerk, "j<Enter>p");
    check("desk_turn", Role::Clerk, "j<Enter>x");
    check("desk_taken", Role::Clerk, "t");
    check("desk_edit", Role::Clerk, "j<Enter>c");
    check("desk_split", Role::Clerk, "j<Enter> d");
    check("desk_merge", Role::Clerk, "j<Enter>m");
    check("desk_new", Role::Clerk, "n");
    check("figures", Role::Clerk, "<Tab><Tab><Tab><Tab>");
    check("figures_chart", Role::Clerk, "<Tab><Tab><Tab><Tab>v");
    check("desk_help", Role::Clerk, "j<Enter>?");
}

#[test]
fn an_answer_takes_five_keys_and_can_be_taken_back_with_one() {
    let mut app = customer();
    // 3, Enter, o, Tab, Enter; the text does not count.
    let effects = press(&mut app, "3j<Enter>oTak, od 6:30 ciepło.<Tab><Enter>");
    assert!(effects.contains(&Effect::Tick));
    assert!(frame(&app).contains("Wysyłam Z-2025-118 za 10 s.  z = cofnij"), "{}", frame(&app));
    press(&mut app, "z");
    assert!(matches!(&app.open, Open::Compose(composer) if composer.text.text() == "Tak, od 6:30 ciepło."));
    assert_eq!(app.screen, Screen::Tickets(Part::Thread));
}

#[test]
fn from_an_alarm_to_a_sent_ticket_are_six_keys_at_most() {
    let mut app = customer();
    // 2, n, Tab, Enter.
    let asked = deeds(&mut app, "2nZimno.<Tab><Enter>");
    let ticket = new_ticket(&asked);
    assert_eq!((ticket.category, ticket.site.as_ref().unwrap().as_str()), (Category::NoHeating, "W-0414"));
    let since = ticket.details.iter().find(|detail| detail.field == Field::Since).unwrap();
    assert_eq!(since.value, "2025-11-23T13:10");
    assert!(matches!(ticket.attach[..], [NewAttachment::Alarm { .. }, NewAttachment::Readings { .. }]));
    let NewAttachment::Readings { period, .. } = &ticket.attach[1] else { panic!() };
    assert_eq!(period.duration(), SignedDuration::from_hours(48));
}

#[test]
fn taking_a_ticket_and_answering_by_a_template_are_ten_keys_at_most() {
    let mut app = clerk();
    // t, Enter, o, Tab, Enter, Enter, Tab, Enter.
    press(&mut app, "jt<Enter>o<Tab><Enter><Enter>");
    let asked = deeds(&mut app, "<Tab><Enter>");
    let Dispatch::Entry(entry) = sent(&asked) else { panic!() };
    assert!(entry.body.contains("Z-2025-118 (W-0433 Szkoła 7)"), "{}", entry.body);
    assert!(entry.body.contains("dziś 18:20") && entry.body.ends_with("Anna Kowalska, BOK"), "{}", entry.body);
}

#[test]
fn what_a_category_wants_to_know_is_asked_for_and_missing_things_are_said() {
    let mut app = customer();
    press(&mut app, "1j<Enter>n");
    assert!(frame(&app).contains("Od kiedy"), "{}", frame(&app));
    // The site has no alarm, so nobody knows since when.
    press(&mut app, "<PgDn><Enter>");
    assert!(frame(&app).contains("pole jest puste"), "{}", frame(&app));
    press(&mut app, "wczoraj<PgDn><Enter>");
    assert!(frame(&app).contains("2025-11-14 17:00"), "{}", frame(&app));
    for _ in 0..7 {
        press(&mut app, "<Back>");
    }
    let asked = deeds(&mut app, "2025-11-22 17:00<PgDn><Enter>");
    assert_eq!(new_ticket(&asked).details[0].value, "2025-11-22T17:00");
}

#[test]
fn the_fields_follow_the_category_and_what_was_typed_stays() {
    let mut app = customer();
    press(&mut app, "1n");
    // Up to the category, and on to what wants a meter's number.
    press(&mut app, "2025-11-22 17:00<Up><Up>");
    press(&mut app, &"<Right>".repeat(4));
    assert!(frame(&app).contains("Numer licznika") && frame(&app).contains("67120414"), "{}", frame(&app));
    press(&mut app, &"<Left>".repeat(4));
    assert!(frame(&app).contains("2025-11-22 17:00"), "{}", frame(&app));
}

#[test]
fn what_is_typed_is_kept_every_second_here_and_at_the_daemon() {
    let mut app = customer();
    press(&mut app, "3j<Enter>oTak");
    let effects = app.update(NOW + SignedDuration::from_secs(1), Message::Second);
    let [Effect::KeepDrafts(login, kept), Effect::Ask(Ask::Do(Deed::SaveDraft(key, _)))] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((login.as_str(), &kept[0].draft.key), ("anna", key));
    assert_eq!(app.update(NOW + SignedDuration::from_secs(2), Message::Second), []);
    assert!(frame(&app).contains("szkic zapisany 14:32"), "{}", frame(&app));
    press(&mut app, "<Esc>");
    // It is offered again, here and among the drafts.
    press(&mut app, "o");
    assert!(matches!(&app.open, Open::Compose(composer) if composer.text.text() == "Tak"));
    press(&mut app, "<Esc><Esc><Tab><Tab><Tab><Enter>");
    assert!(matches!(&app.open, Open::Compose(composer) if composer.text.text() == "Tak"));
}

#[test]
fn without_the_daemon_drafts_are_kept_and_sending_says_why_not() {
    let mut app = customer();
    press(&mut app, "3j<Enter>oTak");
    fixture::send(&mut app, lost());
    let effects = press(&mut app, "<Tab><Enter>");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::KeepDrafts(_, kept) if kept.len() == 1)));
    assert!(frame(&app).contains("nie wysłano: połączenie z ekd"), "{}", frame(&app));
    assert!(matches!(&app.open, Open::Compose(composer) if composer.text.text() == "Tak"));
    // Back again, the daemon gets what it has not seen.
    app.update(NOW, Message::LinkUp);
    let effects = app.update(NOW, Message::Drafts(Ok(Vec::new())));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Ask(Ask::Do(Deed::SaveDraft(..))))), "{effects:?}");
}

#[test]
fn a_draft_that_was_thrown_away_comes_back_with_one_key() {
    let mut app = customer();
    press(&mut app, "3j<Enter>oTak<Tab><Tab><Tab><Tab><Tab><Enter>");
    assert!(matches!(app.open, Open::Nothing) && frame(&app).contains("Odrzucono szkic."), "{}", frame(&app));
    press(&mut app, "z");
    assert!(matches!(&app.open, Open::Compose(composer) if composer.text.text() == "Tak"));
}

#[test]
fn what_the_office_notes_is_for_the_office_only() {
    let mut app = clerk();
    press(&mut app, "j<Enter>oKlucz u dozorcy.<Tab>");
    press(&mut app, &"<Right>".repeat(4));
    press(&mut app, "<Enter>");
    assert!(frame(&app).contains("widzi: tylko BOK"), "{}", frame(&app));
    let asked = deeds(&mut app, "<Tab><Enter>");
    let Dispatch::Entry(entry) = sent(&asked) else { panic!() };
    assert_eq!(entry.readers, Readers::Office);
}

#[test]
fn sending_can_solve_the_ticket() {
    let mut app = clerk();
    let asked = deeds(&mut app, "j<Enter>oGotowe.<Tab><Right><Right><Enter>");
    let Dispatch::Entry(entry) = sent(&asked) else { panic!() };
    assert_eq!(entry.then, Some(TicketState::Solved));
}

#[test]
fn a_thread_is_read_when_it_is_shown() {
    let mut app = customer();
    app.update(NOW, Message::Act(crate::action::Action::ShowTickets));
    press(&mut app, "3j");
    let message = crate::keymap::message(crossterm::event::KeyCode::Enter.into(), &app).unwrap();
    let effects = app.update(NOW, message);
    let read = Effect::Ask(Ask::MarkRead(TicketNumber::new(2025, 118), EntryId(6)));
    assert!(effects.contains(&read), "{effects:?}");
}

#[test]
fn news_of_a_ticket_ask_for_it_again_and_say_so() {
    let mut app = customer();
    press(&mut app, "3j<Enter>");
    let ticket = TicketNumber::new(2025, 118);
    let what = Happening::Ticket { ticket, news: TicketNews::Answered, entry: Some(EntryId(7)) };
    let effects = app.update(NOW, Message::Happened(vec![Event { cursor: Cursor(9), at: NOW, what }]));
    assert!(effects.contains(&Effect::Ask(Ask::Ticket(ticket))), "{effects:?}");
    assert!(frame(&app).contains("Z-2025-118: odpowiedź BOK"), "{}", frame(&app));
}

#[test]
fn what_is_hidden_in_a_message_or_a_name_is_seen() {
    let mut app = customer();
    press(&mut app, "3j<Enter>");
    let shown = frame(&app);
    assert!(shown.contains("Dziękuję, czekamy.\\u{1b}[2J"), "{shown}");
    press(&mut app, "g");
    assert!(frame(&app).contains("węzeł \\u{202e}gpj.exe (48 KiB)"), "{}", frame(&app));
}

#[test]
fn deeds_of_the_desk_can_be_taken_back_and_have_their_lines() {
    let mut app = clerk();
    press(&mut app, "jt");
    assert!(frame(&app).contains("Z-2025-118 jest Twoje.   z = cofnij (10 s)"), "{}", frame(&app));
    let [Deed::ChangeTickets(_, back)] = &deeds(&mut app, "z")[..] else { panic!() };
    assert_eq!(back[0].what, Doing::Assign { to: tickets::school().assignee });
    press(&mut app, "x!");
    let Open::CommandLine(line) = &app.open else { panic!() };
    assert_eq!(line, "ekctl tickets solve Z-2025-118");
    press(&mut app, "<Esc>p<Down>!");
    let Open::CommandLine(line) = &app.open else { panic!() };
    assert_eq!(line, "ekctl tickets assign Z-2025-118 --nobody");
}

#[test]
fn marked_entries_go_to_a_ticket_of_their_own() {
    let mut app = clerk();
    press(&mut app, "j<Enter>d");
    assert!(frame(&app).contains("najpierw zaznacz wpisy spacją"), "{}", frame(&app));
    let asked = deeds(&mut app, "k d<Enter>Klucz<Enter>");
    let [Deed::ChangeTickets(_, split)] = &asked[..] else { panic!("{}", frame(&app)) };
    let expected = Doing::Split { entries: vec![EntryId(5)], category: Category::Other, subject: "Klucz".to_owned() };
    assert_eq!(split[0].what, expected);
}

#[test]
fn a_clerk_begins_with_the_queue() {
    assert_eq!(clerk().screen, Screen::Tickets(Part::Open));
    assert_eq!(customer().screen, Screen::Sites);
}

#[test]
fn an_export_has_what_the_list_shows() {
    let mut app = customer();
    let effects = press(&mut app, "3e<Enter>");
    let [Effect::Save(file)] = effects.as_slice() else { panic!("{effects:?}") };
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert!(text.starts_with("number,state,category,priority,subject,site,"), "{text}");
    assert_eq!((text.lines().count(), file.name.as_str()), (5, "tickets_2025-11-23_1432.csv"));
}
