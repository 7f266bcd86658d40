//! Everything that can be done, once: keys, label, screens, and the `ekctl` command that does the same.
//!
//! Footer, help, palette and the tests are made from this table. It must not know how anything is done.

use common::account::Role;
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
    OpenAlarm,
    /// Go from an alarm to the chart of its site.
    ShowCause,
    Acknowledge,
    Mute,
    /// Take the last deed back.
    Undo,
    OpenRule,
    NewRule,
    EditRule,
    /// Have a rule count, or count no longer.
    SwitchRule,
    RemoveRule,
    /// Go from a notice to the alarm that it tells of.
    OpenTold,
    NewRoute,
    EditRoute,
    RemoveRoute,
    /// Change what holds for all routes: quiet hours, the digest, ceilings.
    EditManners,
    /// Send oneself a message by the way of a route.
    TestRoute,
    /// Change what the cursor of the own account is on.
    Change,
    NextTab,
    /// Open a customer's card.
    OpenCustomer,
    ChangePassword,
    ChangeContact,
    ConfirmCode,
    SwitchTotp,
    NotMe,
    EndSession,
    EndOthers,
    NewToken,
    Revoke,
    LogOut,
    ShowSites,
    ShowAlarms,
    ShowNotices,
    ShowAccount,
    ShowCustomers,
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
    pub whom: Whom,
    /// Noun and verb of the `ekctl` command that gives the same; `None` for what only moves on the screen.
    pub ekctl: Option<&'static str>,
}

/// Who is offered an action; the daemon decides about it itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    Everybody,
    /// Those who see customers.
    Office,
    /// Those who ask sources and decide about readings.
    Operators,
}

const ALL: &[Screen] = &Screen::ALL;
const SITES: &[Screen] = &[Screen::Sites];
const SITE: &[Screen] = &[Screen::Site];
const SYSTEM: &[Screen] = &[Screen::System];
const SITE_LIST_AND_SITE: &[Screen] = &[Screen::Sites, Screen::Site];
const LISTS: &[Screen] = &[Screen::Sites, Screen::Alarms, Screen::AlarmHistory, Screen::Customers];
const SORTED: &[Screen] = &[Screen::Sites, Screen::Alarms, Screen::AlarmHistory];
const ALARM_LISTS: &[Screen] = &[Screen::Alarms, Screen::AlarmHistory];
const ALARM: &[Screen] = &[Screen::Alarm];
const ALARMS: &[Screen] = &[Screen::Alarms, Screen::AlarmHistory, Screen::Alarm];
const OF_ALARMS: &[Screen] = &Screen::OF_ALARMS;
const RULES: &[Screen] = &[Screen::Rules];
const RULE: &[Screen] = &[Screen::Rule];
const LIST_OF_RULES_AND_RULE: &[Screen] = &[Screen::Rules, Screen::Rule];
const NOTICES: &[Screen] = &[Screen::Notices];
const ROUTES: &[Screen] = &[Screen::NoticeSettings];
const OF_NOTICES: &[Screen] = &Screen::OF_NOTICES;
const ACCOUNT: &[Screen] = &[Screen::Account];
const OF_ACCOUNT: &[Screen] = &Screen::OF_ACCOUNT;
const BUT_TOKENS: &[Screen] = &[Screen::Account, Screen::LogIns, Screen::Sessions];
const SESSIONS: &[Screen] = &[Screen::Sessions];
const TOKENS: &[Screen] = &[Screen::Tokens];
const CUSTOMERS: &[Screen] = &[Screen::Customers];

use Key::{Char, Code, Control};

/// The table, in the order of the help.
pub const ENTRIES: &[Entry] = &[
    entry(Action::Open, &[Code(KeyCode::Enter)], "action-open", SITES, Some("readings chart")),
    entry(Action::Approach, &[Code(KeyCode::Enter)], "action-approach", SITE, Some("readings chart")),
    entry(Action::Poll, &[Code(KeyCode::Enter)], "action-poll", SYSTEM, Some("sources poll")).of(Whom::Operators),
    entry(Action::Change, &[Code(KeyCode::Enter)], "action-change", ACCOUNT, Some("account show")),
    entry(Action::OpenCustomer, &[Code(KeyCode::Enter)], "action-open-customer", CUSTOMERS, Some("customers show"))
        .of(Whom::Office),
    entry(Action::OpenAlarm, &[Code(KeyCode::Enter)], "action-open-alarm", ALARM_LISTS, Some("alarms show")),
    entry(Action::ShowCause, &[Code(KeyCode::Enter)], "action-show-cause", ALARM, Some("readings chart")),
    entry(Action::OpenRule, &[Code(KeyCode::Enter)], "action-open-rule", RULES, Some("rules show")),
    entry(Action::EditRule, &[Code(KeyCode::Enter)], "action-edit-rule", RULE, Some("rules edit")),
    entry(Action::OpenTold, &[Code(KeyCode::Enter)], "action-open-told", NOTICES, Some("alarms show")),
    entry(Action::EditRoute, &[Code(KeyCode::Enter)], "action-edit-route", ROUTES, Some("notifications settings")),
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
    entry(Action::Filter, &[Char('/')], "action-filter", LISTS, Some("sites list")),
    entry(Action::Sort, &[Char('s')], "action-sort", SORTED, None),
    entry(Action::Export, &[Char('e')], "action-export", SITE_LIST_AND_SITE, Some("readings export")),
    entry(Action::Copy, &[Char('y')], "action-copy", SITE_LIST_AND_SITE, Some("readings latest")),
    entry(Action::Acknowledge, &[Char('a')], "action-acknowledge", ALARMS, Some("alarms ack")),
    entry(Action::Mute, &[Char('u')], "action-mute", ALARMS, Some("alarms mute")),
    entry(Action::NewRule, &[Char('n')], "action-new-rule", LIST_OF_RULES_AND_RULE, Some("rules create")),
    entry(Action::SwitchRule, &[Char('t')], "action-switch-rule", LIST_OF_RULES_AND_RULE, Some("rules enable")),
    entry(Action::RemoveRule, &[Char('D')], "action-remove-rule", LIST_OF_RULES_AND_RULE, Some("rules delete")),
    entry(Action::NewRoute, &[Char('n')], "action-new-route", ROUTES, Some("notifications settings")),
    entry(Action::TestRoute, &[Char('t')], "action-test-route", ROUTES, Some("notifications test")),
    entry(Action::RemoveRoute, &[Char('D')], "action-remove-route", ROUTES, Some("notifications settings")),
    entry(Action::EditManners, &[Char('e')], "action-edit-manners", ROUTES, Some("notifications settings")),
    entry(Action::NextTab, &[Code(KeyCode::Tab)], "action-next-part", OF_ALARMS, None),
    entry(Action::NextTab, &[Code(KeyCode::Tab)], "action-next-part", OF_NOTICES, None),
    entry(Action::NextTab, &[Code(KeyCode::Tab)], "action-next-tab", OF_ACCOUNT, None),
    entry(Action::NotMe, &[Char('n')], "action-not-me", BUT_TOKENS, Some("account not-me")),
    entry(Action::NewToken, &[Char('n')], "action-new-token", TOKENS, Some("tokens create")),
    entry(Action::EndSession, &[Char('D')], "action-end-session", SESSIONS, Some("account sessions")),
    entry(Action::EndOthers, &[], "action-end-others", SESSIONS, Some("account sessions")),
    entry(Action::Revoke, &[Char('D')], "action-revoke", TOKENS, Some("tokens revoke")),
    entry(Action::ChangePassword, &[], "action-change-password", OF_ACCOUNT, Some("account password")),
    entry(Action::ChangeContact, &[], "action-change-contact", OF_ACCOUNT, Some("account contact")),
    entry(Action::ConfirmCode, &[], "action-confirm-code", OF_ACCOUNT, Some("account contact")),
    entry(Action::SwitchTotp, &[], "action-switch-totp", OF_ACCOUNT, Some("account totp")),
    entry(Action::Undo, &[Char('z')], "action-undo", ALL, Some("alarms unack")),
    entry(Action::LogOut, &[], "action-log-out", ALL, Some("logout")),
    entry(Action::Refresh, &[Char('r')], "action-refresh", ALL, Some("status")),
    entry(Action::ShowSites, &[Char('1')], "action-show-sites", ALL, Some("sites live")),
    entry(Action::ShowAlarms, &[Char('2')], "action-show-alarms", ALL, Some("alarms list")),
    entry(Action::ShowNotices, &[Char('6')], "action-show-notices", ALL, Some("notifications list")),
    entry(Action::ShowAccount, &[Char('7')], "action-show-account", ALL, Some("account show")),
    entry(Action::ShowCustomers, &[Char('8')], "action-show-customers", ALL, Some("customers list")).of(Whom::Office),
    entry(Action::ShowSystem, &[Char('9')], "action-show-system", ALL, Some("sources list")).of(Whom::Operators),
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
    Entry { action, keys, label, screens, whom: Whom::Everybody, ekctl }
}

impl Entry {
    /// Returns the same line for these people only.
    const fn of(self, whom: Whom) -> Self {
        Self { whom, ..self }
    }
}

impl Whom {
    /// Tells whether somebody in this role is meant.
    const fn has(self, role: Option<Role>) -> bool {
        match (self, role) {
            (Self::Everybody, _) => true,
            (Self::Office, Some(role)) => role.sees_customers(),
            (Self::Operators, Some(role)) => role.operates(),
            (Self::Office | Self::Operators, None) => false,
        }
    }
}

/// Returns the entry for a key on a screen.
#[must_use]
pub fn by_key(key: KeyEvent, screen: Screen, role: Option<Role>) -> Option<&'static Entry> {
    on_screen(screen, role).find(|entry| entry.keys.iter().any(|candidate| candidate.is(key)))
}

/// Returns what somebody can do on a screen, in the order of the help.
pub fn on_screen(screen: Screen, role: Option<Role>) -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().filter(move |entry| entry.screens.contains(&screen) && entry.whom.has(role))
}

/// Returns the entry of an action on a screen, for whomever.
#[must_use]
pub fn entry_of(action: Action, screen: Screen) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.action == action && entry.screens.contains(&screen))
}

/// Returns the six actions that the footer of a screen names, in order.
#[must_use]
pub const fn hints(screen: Screen) -> [Action; 6] {
    match screen {
        Screen::Sites => [Action::Open, Action::Filter, Action::Sort, Action::Export, Action::Palette, Action::Help],
        Screen::Site => [Action::Previous, Action::ReadOut, Action::Table, Action::Export, Action::Back, Action::Help],
        Screen::Alarms | Screen::AlarmHistory => {
            [Action::OpenAlarm, Action::Acknowledge, Action::Mute, Action::Filter, Action::NextTab, Action::Help]
        }
        Screen::Alarm => {
            [Action::ShowCause, Action::Acknowledge, Action::Mute, Action::CommandLine, Action::Back, Action::Help]
        }
        Screen::Rules => {
            [Action::OpenRule, Action::NewRule, Action::SwitchRule, Action::RemoveRule, Action::NextTab, Action::Help]
        }
        Screen::Rule => {
            [Action::EditRule, Action::SwitchRule, Action::RemoveRule, Action::CommandLine, Action::Back, Action::Help]
        }
        Screen::Notices => {
            [Action::OpenTold, Action::NextTab, Action::Refresh, Action::CommandLine, Action::Back, Action::Help]
        }
        Screen::NoticeSettings => [
            Action::EditRoute,
            Action::NewRoute,
            Action::RemoveRoute,
            Action::TestRoute,
            Action::EditManners,
            Action::Help,
        ],
        Screen::Deliveries => {
            [Action::NextTab, Action::Refresh, Action::CommandLine, Action::Palette, Action::Back, Action::Help]
        }
        Screen::Account => {
            [Action::Change, Action::NextTab, Action::NotMe, Action::Palette, Action::Back, Action::Help]
        }
        Screen::LogIns => {
            [Action::NextTab, Action::NotMe, Action::Refresh, Action::Palette, Action::Back, Action::Help]
        }
        Screen::Sessions => {
            [Action::EndSession, Action::NextTab, Action::NotMe, Action::Palette, Action::Back, Action::Help]
        }
        Screen::Tokens => {
            [Action::NewToken, Action::Revoke, Action::NextTab, Action::Palette, Action::Back, Action::Help]
        }
        Screen::Customers => {
            [Action::OpenCustomer, Action::Filter, Action::CommandLine, Action::Palette, Action::Back, Action::Help]
        }
        Screen::Customer => {
            [Action::CommandLine, Action::Refresh, Action::Up, Action::Palette, Action::Back, Action::Help]
        }
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
        "logout",
        "account show",
        "account password",
        "account contact",
        "account totp",
        "account sessions",
        "account not-me",
        "tokens create",
        "tokens revoke",
        "customers list",
        "customers show",
        "alarms list",
        "alarms show",
        "alarms ack",
        "alarms unack",
        "alarms mute",
        "rules show",
        "rules create",
        "rules edit",
        "rules enable",
        "rules delete",
        "notifications list",
        "notifications settings",
        "notifications test",
    ];

    #[test]
    fn no_key_stands_twice_on_a_screen() {
        for screen in Screen::ALL {
            let mut seen = HashSet::new();
            for entry in on_screen(screen, Some(Role::Administrator)) {
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
    fn the_number_of_a_tab_that_is_not_shown_does_nothing() {
        let key = |number| KeyEvent::new(KeyCode::Char(number), KeyModifiers::NONE);
        let tabs = |role| ['1', '6', '7', '8', '9'].map(|number| by_key(key(number), Screen::Sites, role).is_some());
        assert_eq!(tabs(Some(Role::Manager)), [true, true, true, false, false]);
        assert_eq!(tabs(Some(Role::Technician)), [true, true, true, false, true]);
        assert_eq!(tabs(Some(Role::Clerk)), [true, true, true, true, false]);
        assert_eq!(tabs(Some(Role::Administrator)), [true; 5]);
        assert_eq!(tabs(None), [true, true, true, false, false]);
        for role in Role::ALL {
            for (number, screen, _) in Screen::TABS {
                assert_eq!(by_key(key(number), Screen::Sites, Some(role)).is_some(), screen.is_for(Some(role)));
            }
        }
    }

    #[test]
    fn every_hint_can_be_done_on_its_screen() {
        for screen in Screen::ALL {
            assert!(hints(screen).into_iter().all(|action| entry_of(action, screen).is_some()), "{screen:?}");
        }
    }
}
