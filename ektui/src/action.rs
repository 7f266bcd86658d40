//! Everything that can be done, once: keys, label, screens, and the `ekctl` command that does the same.
//!
//! Footer, help, palette and the tests are made from this table. It must not know how anything is done.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::screen::Screen;

/// Something a person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Open a site.
    Open,
    /// Look closer at the bucket that is read out.
    Approach,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Previous,
    Next,
    Day,
    Week,
    Month,
    Season,
    NextTopic,
    Compare,
    ReadOut,
    Table,
    Narrow,
    Widen,
    Poll,
    Filter,
    Sort,
    Export,
    Copy,
    Refresh,
    ShowSites,
    ShowSystem,
    Palette,
    CommandLine,
    Help,
    Redraw,
    Suspend,
    Back,
}

/// What a key press is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Char(char),
    Control(char),
    Code(KeyCode),
}

/// A line of the table.
pub struct Entry {
    pub action: Action,
    /// The first one is shown.
    pub keys: &'static [Key],
    /// The message that names it; its attribute `short` is for the footer.
    pub label: &'static str,
    pub screens: &'static [Screen],
    /// Noun and verb of the `ekctl` command that gives the same; `None` for what only moves on the screen.
    pub ekctl: Option<&'static str>,
}

const ALL: &[Screen] = &Screen::ALL;
const SITES: &[Screen] = &[Screen::Sites];
const SITE: &[Screen] = &[Screen::Site];
const SYSTEM: &[Screen] = &[Screen::System];
const SITE_LIST_AND_SITE: &[Screen] = &[Screen::Sites, Screen::Site];

use Key::{Char, Code, Control};

/// The table, in the order of the help.
pub const ENTRIES: &[Entry] = &[
    entry(Action::Open, &[Code(KeyCode::Enter)], "action-open", SITES, Some("readings chart")),
    entry(Action::Approach, &[Code(KeyCode::Enter)], "action-approach", SITE, Some("readings chart")),
    entry(Action::Poll, &[Code(KeyCode::Enter)], "action-poll", SYSTEM, Some("sources poll")),
    entry(Action::Up, &[Code(KeyCode::Up), Char('k')], "action-up", ALL, None),
    entry(Action::Down, &[Code(KeyCode::Down), Char('j')], "action-down", ALL, None),
    entry(Action::PageUp, &[Code(KeyCode::PageUp)], "action-page-up", ALL, None),
    entry(Action::PageDown, &[Code(KeyCode::PageDown)], "action-page-down", ALL, None),
    entry(Action::First, &[Code(KeyCode::Home), Char('g')], "action-first", ALL, None),
    entry(Action::Last, &[Code(KeyCode::End), Char('G')], "action-last", ALL, None),
    entry(Action::Previous, &[Code(KeyCode::Left), Char('h')], "action-previous", SITE, Some("readings chart")),
    entry(Action::Next, &[Code(KeyCode::Right), Char('l')], "action-next", SITE, Some("readings chart")),
    entry(Action::Day, &[Char('d')], "action-day", SITE, Some("readings chart")),
    entry(Action::Week, &[Char('w')], "action-week", SITE, Some("readings chart")),
    entry(Action::Month, &[Char('m')], "action-month", SITE, Some("readings chart")),
    entry(Action::Season, &[Char('o')], "action-season", SITE, Some("readings chart")),
    entry(Action::NextTopic, &[Code(KeyCode::Tab)], "action-next-topic", SITE, Some("readings chart")),
    entry(Action::Compare, &[Char('c')], "action-compare", SITE, None),
    entry(Action::ReadOut, &[Char('x')], "action-read-out", SITE, None),
    entry(Action::Table, &[Char('v')], "action-table", SITE, Some("readings list")),
    entry(Action::Narrow, &[Char('+')], "action-narrow", SITE, Some("readings chart")),
    entry(Action::Widen, &[Char('-')], "action-widen", SITE, Some("readings chart")),
    entry(Action::Filter, &[Char('/')], "action-filter", SITES, Some("sites list")),
    entry(Action::Sort, &[Char('s')], "action-sort", SITES, None),
    entry(Action::Export, &[Char('e')], "action-export", SITE_LIST_AND_SITE, Some("readings export")),
    entry(Action::Copy, &[Char('y')], "action-copy", SITE_LIST_AND_SITE, Some("readings latest")),
    entry(Action::Refresh, &[Char('r')], "action-refresh", ALL, Some("status")),
    entry(Action::ShowSites, &[Char('1')], "action-show-sites", ALL, Some("sites live")),
    entry(Action::ShowSystem, &[Char('9')], "action-show-system", ALL, Some("sources list")),
    entry(Action::Palette, &[Char(':')], "action-palette", ALL, None),
    entry(Action::CommandLine, &[Char('!')], "action-command-line", ALL, None),
    entry(Action::Help, &[Char('?'), Code(KeyCode::F(1))], "action-help", ALL, None),
    entry(Action::Redraw, &[Control('l')], "action-redraw", ALL, None),
    entry(Action::Suspend, &[Control('z')], "action-suspend", ALL, None),
    entry(Action::Back, &[Code(KeyCode::Esc), Char('q')], "action-back", ALL, None),
];

const fn entry(
    action: Action,
    keys: &'static [Key],
    label: &'static str,
    screens: &'static [Screen],
    ekctl: Option<&'static str>,
) -> Entry {
    Entry { action, keys, label, screens, ekctl }
}

/// Returns the entry for a key on a screen.
#[must_use]
pub fn by_key(key: KeyEvent, screen: Screen) -> Option<&'static Entry> {
    on_screen(screen).find(|entry| entry.keys.iter().any(|candidate| candidate.is(key)))
}

/// Returns what can be done on a screen, in the order of the help.
pub fn on_screen(screen: Screen) -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().filter(move |entry| entry.screens.contains(&screen))
}

/// Returns the entry of an action on a screen.
#[must_use]
pub fn entry_of(action: Action, screen: Screen) -> Option<&'static Entry> {
    on_screen(screen).find(|entry| entry.action == action)
}

/// Returns the six actions that the footer of a screen names, in order.
#[must_use]
pub const fn hints(screen: Screen) -> [Action; 6] {
    match screen {
        Screen::Sites => [Action::Open, Action::Filter, Action::Sort, Action::Export, Action::Palette, Action::Help],
        Screen::Site => [Action::Previous, Action::ReadOut, Action::Table, Action::Export, Action::Back, Action::Help],
        Screen::System => {
            [Action::Poll, Action::Refresh, Action::CommandLine, Action::Palette, Action::Back, Action::Help]
        }
    }
}

impl Key {
    /// Tells whether this is the pressed key. Shift is part of the character.
    #[must_use]
    pub fn is(self, key: KeyEvent) -> bool {
        let plain = (key.modifiers - KeyModifiers::SHIFT).is_empty();
        match self {
            Self::Char(character) => plain && key.code == KeyCode::Char(character),
            Self::Control(character) => key.modifiers == KeyModifiers::CONTROL && key.code == KeyCode::Char(character),
            Self::Code(code) => plain && key.code == code,
        }
    }

    /// Returns how the key is written; arrows come from the repertoire.
    #[must_use]
    pub fn name(self, glyphs: &crate::glyphs::Glyphs) -> String {
        match self {
            Self::Char(character) => character.to_string(),
            Self::Control(character) => format!("Ctrl-{}", character.to_ascii_uppercase()),
            Self::Code(KeyCode::Up) => glyphs.up.to_string(),
            Self::Code(KeyCode::Down) => glyphs.down.to_string(),
            Self::Code(KeyCode::Left) => glyphs.left.to_string(),
            Self::Code(KeyCode::Right) => glyphs.right.to_string(),
            Self::Code(KeyCode::PageUp) => "PgUp".to_owned(),
            Self::Code(KeyCode::PageDown) => "PgDn".to_owned(),
            Self::Code(KeyCode::Esc) => "Esc".to_owned(),
            Self::Code(code) => code.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// What `ekctl` offers to these screens: noun and verb, or a lone verb.
    const KNOWN: &[&str] = &[
        "sites list",
        "sites show",
        "sites live",
        "points list",
        "meters list",
        "readings list",
        "readings latest",
        "readings export",
        "readings chart",
        "readings gaps",
        "sources list",
        "sources show",
        "sources poll",
        "status",
        "watch",
    ];

    #[test]
    fn no_key_stands_twice_on_a_screen() {
        for screen in Screen::ALL {
            let mut seen = HashSet::new();
            for entry in on_screen(screen) {
                for key in entry.keys {
                    assert!(seen.insert(format!("{key:?}")), "{key:?} on {screen:?}");
                }
            }
        }
    }

    #[test]
    fn no_key_is_one_that_terminals_or_polish_keyboards_take() {
        let allowed_codes = [
            KeyCode::Up,
            KeyCode::Down,
            KeyCode::Left,
            KeyCode::Right,
            KeyCode::Tab,
            KeyCode::Enter,
            KeyCode::Esc,
            KeyCode::PageUp,
            KeyCode::PageDown,
            KeyCode::Home,
            KeyCode::End,
        ];
        for entry in ENTRIES {
            for (place, key) in entry.keys.iter().enumerate() {
                let allowed = match key {
                    Char(character) => character.is_ascii_alphanumeric() || "/:?!+- ".contains(*character),
                    // Ctrl-L only beside the automatic redraw, Ctrl-Z because shells know it.
                    Control(character) => matches!(character, 'l' | 'z'),
                    Code(KeyCode::F(1)) => place > 0,
                    Code(code) => allowed_codes.contains(code),
                };
                assert!(allowed, "{key:?}");
            }
            let escapes = entry.keys.contains(&Code(KeyCode::Esc));
            assert!(!escapes || entry.keys.contains(&Char('q')), "Esc has q beside it");
        }
    }

    #[test]
    fn every_ekctl_equivalent_is_a_command_of_ekctl() {
        for command in ENTRIES.iter().filter_map(|entry| entry.ekctl) {
            assert!(KNOWN.contains(&command), "{command}");
        }
    }

    #[test]
    fn every_hint_can_be_done_on_its_screen() {
        for screen in Screen::ALL {
            assert!(hints(screen).into_iter().all(|action| entry_of(action, screen).is_some()), "{screen:?}");
        }
    }
}
