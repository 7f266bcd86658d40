//! Everything that can be done, once: keys, label, screens, and the `ekctl` command that does the same.
//!
//! Footer, help, palette and the tests are made from this table. It must not know how anything is done.

mod hints;
mod table;

use common::account::Role;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

pub use crate::action::hints::hints;
pub use crate::action::table::ENTRIES;
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
    /// Write down what was changed at a site's automation.
    RecordSetting,
    /// Show what a change of settings was worth.
    CompareSettings,
    /// Hold the contracted power against the peaks.
    ShowPeaks,
    /// Save what is shown as a PDF.
    Print,
    /// Show all sites in one table, the worst first.
    ShowPortfolio,
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
    /// Open a ticket's thread.
    OpenTicket,
    /// Go from a message to its ticket.
    OpenMessage,
    /// Go on with a draft.
    OpenDraft,
    DropDraft,
    NewTicket,
    Reply,
    TakeTicket,
    AssignTicket,
    /// Say how far a ticket is.
    TurnTicket,
    MergeTicket,
    SplitTicket,
    /// Change what a ticket is about: category, priority, site, customer.
    EditTicket,
    MarkEntry,
    /// Show the quoted text of an entry, or hide it.
    Unfold,
    /// Go from the thread to the card, and back.
    NextPane,
    TurnFigures,
    /// Open an invoice with its lines and its check.
    OpenInvoice,
    /// Open a payment with what it pays or may pay.
    OpenPayment,
    /// Look at what one customer owes.
    OpenBalance,
    /// Show the code that pays what is under the cursor.
    ShowCode,
    /// Have the code pay something else.
    TurnCode,
    /// Draw the code the other way round.
    InvertCode,
    /// Show what is owed by invoices, or by sites.
    TurnDues,
    /// Save the file that an invoice came as.
    SaveOriginal,
    /// Say whose an invoice is.
    AssignInvoice,
    /// Take the suggestion under the cursor.
    TakeSuggestion,
    /// Say what invoice a payment pays.
    Allocate,
    /// Say whose a payment is.
    AssignPayment,
    /// Take back that a payment pays an invoice.
    Release,
    /// Take back whose a payment is, and all that it pays.
    UnassignPayment,
    /// Say that it is no customer's payment.
    SetAside,
    /// Say that the bank took another payment back with this one.
    ReturnPayment,
    /// Say what a report of this kind is to be of.
    OpenTemplate,
    /// Look at a report before it is made.
    PreviewReport,
    /// Show a report that was made, and what has changed since.
    OpenMade,
    DropMade,
    NewSaved,
    EditSaved,
    RemoveSaved,
    /// Say anew what the report on the screen is to be of.
    EditReport,
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
    ShowTickets,
    ShowBilling,
    ShowReports,
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
    /// The office and those who are not of the utility: what is owed is none of a technician's business.
    Payers,
    /// Everybody of the utility.
    Staff,
    /// Those who ask sources and decide about readings.
    Operators,
}

impl Whom {
    /// Tells whether somebody in this role is meant.
    const fn has(self, role: Option<Role>) -> bool {
        match (self, role) {
            (Self::Everybody, _) | (Self::Payers, None) => true,
            (Self::Payers, Some(role)) => role.sees_customers() || !role.is_staff(),
            (Self::Office, Some(role)) => role.sees_customers(),
            (Self::Operators, Some(role)) => role.operates(),
            (Self::Staff, Some(role)) => role.is_staff(),
            (Self::Office | Self::Staff | Self::Operators, None) => false,
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
            Self::Char(' ') => "Space".to_owned(),
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
    use super::Key::{Char, Code, Control};
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
        "readings compare",
        "sites annotate",
        "sites peaks",
        "reports create",
        "reports preview",
        "reports list",
        "reports download",
        "reports check",
        "reports drop",
        "reports save",
        "reports delete",
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
        "tickets list",
        "tickets show",
        "tickets create",
        "tickets reply",
        "tickets take",
        "tickets assign",
        "tickets close",
        "tickets merge",
        "tickets split",
        "tickets edit",
        "tickets drafts",
        "tickets statistics",
        "messages list",
        "dues list",
        "dues balances",
        "dues qr",
        "dues transfer",
        "invoices list",
        "invoices show",
        "invoices check",
        "invoices pdf",
        "invoices download",
        "invoices assign",
        "payments list",
        "payments show",
        "payments unmatched",
        "payments allocate",
        "payments assign",
        "payments release",
        "payments unassign",
        "payments set-aside",
        "payments return",
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
        let tabs =
            |role| ['1', '4', '5', '6', '7', '8', '9'].map(|number| by_key(key(number), Screen::Sites, role).is_some());
        assert_eq!(tabs(Some(Role::Manager)), [true, true, true, true, true, false, false]);
        assert_eq!(tabs(Some(Role::Technician)), [true, false, true, true, true, false, true]);
        assert_eq!(tabs(Some(Role::Clerk)), [true, true, true, true, true, true, false]);
        assert_eq!(tabs(Some(Role::Administrator)), [true; 7]);
        assert_eq!(tabs(None), [true, true, true, true, true, false, false]);
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
