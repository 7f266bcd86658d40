//! Keys to messages: actions on a screen, letters in a line being typed.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use tui_input::InputRequest;

use crate::action::{self, Action};
use crate::app::door::Door;
use crate::app::{App, Message, Open};
use crate::screen::Screen;

/// Rows that the page keys move in what lies open.
const PAGE: isize = 10;

/// Returns what a key means now; `None` if nothing.
#[must_use]
pub fn message(key: KeyEvent, app: &App) -> Option<Message> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    if key.modifiers.contains(KeyModifiers::CONTROL) && !typing(app) {
        // Ctrl-C leaves, as everywhere; the others are in the table of actions.
        if key.code == KeyCode::Char('c') {
            return Some(Message::Act(Action::Back));
        }
    }
    match (&app.door, &app.open) {
        (Door::LogIn(_), _) => return in_line(key),
        (Door::Previous(_), open) if !matches!(open, Open::Confirm(_)) => return at_previous(key),
        (Door::Previous(_) | Door::Open, _) => {}
    }
    match &app.open {
        // Esc closes and leads back, but it never quits: one too many must not cost the session.
        Open::Nothing if key.code == KeyCode::Esc && app.screen == Screen::Sites => Some(Message::Cancel),
        Open::Nothing => action::by_key(key, app.screen, app.role()).map(|entry| Message::Act(entry.action)),
        Open::Compose(_) if key.code == KeyCode::Tab => Some(Message::NextPart),
        Open::Filter(_) | Open::Palette(_) | Open::Sheet(_) | Open::Compose(_) => in_line(key),
        Open::Help(_)
        | Open::Sort(_)
        | Open::Mute(_)
        | Open::Export(_)
        | Open::Turn(_)
        | Open::Assign(_)
        | Open::Findings(_)
        | Open::CommandLine(_)
        | Open::Confirm(_)
        | Open::Token(_) => in_choice(key, app),
    }
}

/// What happened before can only be passed, or denied.
fn at_previous(key: KeyEvent) -> Option<Message> {
    if !(key.modifiers - KeyModifiers::SHIFT).is_empty() {
        return action::by_key(key, Screen::Sites, None).map(|entry| Message::Act(entry.action));
    }
    match key.code {
        KeyCode::Enter | KeyCode::Esc | KeyCode::Char('q') => Some(Message::Accept),
        KeyCode::Char('n') => Some(Message::Act(Action::NotMe)),
        _ => None,
    }
}

const fn typing(app: &App) -> bool {
    match (&app.door, &app.open) {
        (Door::Open, Open::Filter(_) | Open::Palette(_) | Open::Sheet(_) | Open::Compose(_)) => true,
        (Door::Open | Door::LogIn(_) | Door::Previous(_), _) => false,
    }
}

fn in_line(key: KeyEvent) -> Option<Message> {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return match key.code {
            KeyCode::Char('c') => Some(Message::Cancel),
            KeyCode::Char('u') => Some(Message::Type(InputRequest::DeleteLine)),
            // Those that stand in the table for every screen.
            _ => action::by_key(key, Screen::Sites, None).map(|entry| Message::Act(entry.action)),
        };
    }
    // AltGr writes letters on some terminals, so Alt is not looked at.
    let request = match key.code {
        KeyCode::Char(character) => InputRequest::InsertChar(character),
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        code => return in_list(code),
    };
    Some(Message::Type(request))
}

fn in_choice(key: KeyEvent, app: &App) -> Option<Message> {
    match (key.code, &app.open) {
        (KeyCode::Char('q'), _) | (KeyCode::Char('?'), Open::Help(_)) | (KeyCode::Char('!'), Open::CommandLine(_)) => {
            Some(Message::Cancel)
        }
        (KeyCode::Char('!'), Open::Mute(_) | Open::Turn(_) | Open::Assign(_) | Open::Findings(_)) => {
            Some(Message::Act(Action::CommandLine))
        }
        // The same key again turns the order round: the cursor stands on the column in force.
        (KeyCode::Char('s'), Open::Sort(_)) | (KeyCode::Char('y'), Open::CommandLine(_) | Open::Token(_)) => {
            Some(Message::Accept)
        }
        // The secret is on the screen to be written down: Enter must not send it anywhere. What was found is closed by the key
        // that opened it.
        (KeyCode::Enter, Open::Token(_)) | (KeyCode::Char('b' | 'p'), Open::Findings(_)) => Some(Message::Cancel),
        (KeyCode::Char('k'), _) => Some(Message::Choose(-1)),
        // Two buttons beside one another: any move leads to the other one.
        (KeyCode::Left | KeyCode::Right | KeyCode::Char('h' | 'l'), Open::Confirm(_)) | (KeyCode::Char('j'), _) => {
            Some(Message::Choose(1))
        }
        (code, _) => in_list(code),
    }
}

const fn in_list(code: KeyCode) -> Option<Message> {
    match code {
        KeyCode::Enter => Some(Message::Accept),
        KeyCode::Esc => Some(Message::Cancel),
        KeyCode::Up => Some(Message::Choose(-1)),
        KeyCode::Down | KeyCode::Tab => Some(Message::Choose(1)),
        KeyCode::PageUp => Some(Message::Choose(-PAGE)),
        KeyCode::PageDown => Some(Message::Choose(PAGE)),
        KeyCode::Home => Some(Message::Choose(isize::MIN)),
        KeyCode::End => Some(Message::Choose(isize::MAX)),
        _ => None,
    }
}
