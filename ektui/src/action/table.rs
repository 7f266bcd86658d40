//! The table of everything that can be done: which keys, on which screens, for whom.

use crossterm::event::KeyCode;

use crate::action::{Action, Entry, Key, Whom};
use crate::screen::tickets::LISTS as LISTS_OF_TICKETS;
use crate::screen::{Ledger, Part, Screen, Shelf};

const ALL: &[Screen] = &Screen::ALL;
const SITES: &[Screen] = &[Screen::Sites];
const SITE: &[Screen] = &[Screen::Site];
const SYSTEM: &[Screen] = &[Screen::System];
const SITE_LIST_AND_SITE: &[Screen] = &[Screen::Sites, Screen::Site];
const LISTS: &[Screen] = &[
    Screen::Sites,
    Screen::Alarms,
    Screen::AlarmHistory,
    Screen::Tickets(Part::Mine),
    Screen::Tickets(Part::Unassigned),
    Screen::Tickets(Part::Open),
    Screen::Tickets(Part::All),
    Screen::Tickets(Part::Messages),
    Screen::Billing(Ledger::Dues),
    Screen::Billing(Ledger::Invoices),
    Screen::Billing(Ledger::Payments),
    Screen::Billing(Ledger::Balances),
    Screen::Billing(Ledger::Unmatched),
    Screen::Billing(Ledger::Files),
    Screen::Customers,
];
const SORTED: &[Screen] = &[
    Screen::Sites,
    Screen::Alarms,
    Screen::AlarmHistory,
    Screen::Tickets(Part::Mine),
    Screen::Tickets(Part::Unassigned),
    Screen::Tickets(Part::Open),
    Screen::Tickets(Part::All),
];
const ALARM_LISTS: &[Screen] = &[Screen::Alarms, Screen::AlarmHistory];
const ALARM: &[Screen] = &[Screen::Alarm];
const ALARMS: &[Screen] = &[Screen::Alarms, Screen::AlarmHistory, Screen::Alarm];
const OF_ALARMS: &[Screen] = &Screen::OF_ALARMS;
const TICKETS: &[Screen] = &LISTS_OF_TICKETS;
const TICKETS_AND_TICKET: &[Screen] = &[
    Screen::Tickets(Part::Mine),
    Screen::Tickets(Part::Unassigned),
    Screen::Tickets(Part::Open),
    Screen::Tickets(Part::All),
    Screen::Tickets(Part::Thread),
];
const TICKET: &[Screen] = &[Screen::Tickets(Part::Thread)];
const MESSAGES: &[Screen] = &[Screen::Tickets(Part::Messages)];
const DRAFTS: &[Screen] = &[Screen::Tickets(Part::Drafts)];
const FIGURES: &[Screen] = &[Screen::Tickets(Part::Figures)];
const OF_TICKETS: &[Screen] = &Screen::OF_TICKETS;
/// Where `n` is a new ticket: wherever it is not something else that is new.
const TELLING: &[Screen] = &[
    Screen::Sites,
    Screen::Site,
    Screen::Alarms,
    Screen::AlarmHistory,
    Screen::Alarm,
    Screen::Tickets(Part::Mine),
    Screen::Tickets(Part::Unassigned),
    Screen::Tickets(Part::Open),
    Screen::Tickets(Part::All),
    Screen::Tickets(Part::Messages),
    Screen::Tickets(Part::Drafts),
    Screen::Tickets(Part::Figures),
    Screen::Tickets(Part::Thread),
    Screen::Billing(Ledger::Dues),
    Screen::Billing(Ledger::Invoices),
    Screen::Billing(Ledger::Payments),
    Screen::Billing(Ledger::Balances),
    Screen::Billing(Ledger::Unmatched),
    Screen::Billing(Ledger::Files),
    Screen::Billing(Ledger::Invoice),
    Screen::Billing(Ledger::Payment),
    Screen::Reports(Shelf::Templates),
    Screen::Reports(Shelf::Finished),
    Screen::Reports(Shelf::Page),
    Screen::Notices,
    Screen::Deliveries,
    Screen::Customers,
    Screen::Customer,
    Screen::System,
];
const TEMPLATES: &[Screen] = &[Screen::Reports(Shelf::Templates)];
const FINISHED: &[Screen] = &[Screen::Reports(Shelf::Finished)];
const SCHEDULE: &[Screen] = &[Screen::Reports(Shelf::Schedule)];
const PAGE: &[Screen] = &[Screen::Reports(Shelf::Page)];
const TEMPLATES_AND_SCHEDULE: &[Screen] = &[Screen::Reports(Shelf::Templates), Screen::Reports(Shelf::Schedule)];
const NEW_REPORTS: &[Screen] =
    &[Screen::Reports(Shelf::Templates), Screen::Reports(Shelf::Schedule), Screen::Reports(Shelf::Page)];
const OF_REPORTS: &[Screen] = &Screen::OF_REPORTS;
const DUES: &[Screen] = &[Screen::Billing(Ledger::Dues)];
const LISTS_OF_INVOICES: &[Screen] = &[Screen::Billing(Ledger::Dues), Screen::Billing(Ledger::Invoices)];
const INVOICES_AND_INVOICE: &[Screen] =
    &[Screen::Billing(Ledger::Dues), Screen::Billing(Ledger::Invoices), Screen::Billing(Ledger::Invoice)];
const INVOICES: &[Screen] = &[Screen::Billing(Ledger::Invoices)];
const PAYMENTS: &[Screen] = &[Screen::Billing(Ledger::Payments)];
const INVOICE: &[Screen] = &[Screen::Billing(Ledger::Invoice)];
const LONG_LISTS: &[Screen] = &[Screen::Billing(Ledger::Invoices), Screen::Billing(Ledger::Payments)];
const LISTS_OF_PAYMENTS: &[Screen] = &[Screen::Billing(Ledger::Payments), Screen::Billing(Ledger::Unmatched)];
const PAYMENT: &[Screen] = &[Screen::Billing(Ledger::Payment)];
const PAYMENTS_AND_PAYMENT: &[Screen] =
    &[Screen::Billing(Ledger::Payments), Screen::Billing(Ledger::Unmatched), Screen::Billing(Ledger::Payment)];
const BALANCES: &[Screen] = &[Screen::Billing(Ledger::Balances)];
const CODE: &[Screen] = &[Screen::Billing(Ledger::Code)];
const PAYABLE: &[Screen] = &[
    Screen::Billing(Ledger::Dues),
    Screen::Billing(Ledger::Invoices),
    Screen::Billing(Ledger::Invoice),
    Screen::Billing(Ledger::Balances),
];
const TRANSFERS: &[Screen] = &[
    Screen::Billing(Ledger::Dues),
    Screen::Billing(Ledger::Invoices),
    Screen::Billing(Ledger::Invoice),
    Screen::Billing(Ledger::Code),
];
const OF_BILLING: &[Screen] = &Screen::OF_BILLING;
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
    entry(Action::OpenTicket, &[Code(KeyCode::Enter)], "action-open-ticket", TICKETS, Some("tickets show")),
    entry(Action::OpenMessage, &[Code(KeyCode::Enter)], "action-open-message", MESSAGES, Some("tickets show")),
    entry(Action::OpenDraft, &[Code(KeyCode::Enter)], "action-open-draft", DRAFTS, Some("tickets drafts")),
    entry(Action::Reply, &[Char('o'), Code(KeyCode::Enter)], "action-reply", TICKET, Some("tickets reply")),
    entry(Action::Reply, &[Char('o')], "action-reply", TICKETS, Some("tickets reply")),
    entry(Action::NewTicket, &[Char('n')], "action-new-ticket", TELLING, Some("tickets create")),
    entry(Action::TakeTicket, &[Char('t')], "action-take-ticket", TICKETS_AND_TICKET, Some("tickets take"))
        .of(Whom::Staff),
    entry(Action::AssignTicket, &[Char('p')], "action-assign-ticket", TICKETS_AND_TICKET, Some("tickets assign"))
        .of(Whom::Staff),
    entry(Action::TurnTicket, &[Char('x')], "action-turn-ticket", TICKETS_AND_TICKET, Some("tickets close")),
    entry(Action::EditTicket, &[Char('c')], "action-edit-ticket", TICKETS_AND_TICKET, Some("tickets edit"))
        .of(Whom::Staff),
    entry(Action::MergeTicket, &[Char('m')], "action-merge-ticket", TICKETS_AND_TICKET, Some("tickets merge"))
        .of(Whom::Staff),
    entry(Action::MarkEntry, &[Char(' ')], "action-mark-entry", TICKET, None).of(Whom::Staff),
    entry(Action::SplitTicket, &[Char('d')], "action-split-ticket", TICKET, Some("tickets split")).of(Whom::Staff),
    entry(Action::Unfold, &[Char('u')], "action-unfold", TICKET, None),
    entry(Action::NextPane, &[Code(KeyCode::Tab)], "action-next-pane", TICKET, None),
    entry(Action::DropDraft, &[Char('D')], "action-drop-draft", DRAFTS, Some("tickets drafts")),
    entry(Action::TurnFigures, &[Char('v')], "action-turn-figures", FIGURES, Some("tickets statistics")),
    entry(
        Action::OpenInvoice,
        &[Code(KeyCode::Enter)],
        "action-open-invoice",
        LISTS_OF_INVOICES,
        Some("invoices show"),
    ),
    entry(
        Action::OpenPayment,
        &[Code(KeyCode::Enter)],
        "action-open-payment",
        LISTS_OF_PAYMENTS,
        Some("payments show"),
    ),
    entry(Action::OpenBalance, &[Code(KeyCode::Enter)], "action-open-balance", BALANCES, Some("dues list"))
        .of(Whom::Office),
    entry(Action::ShowCode, &[Char('p')], "action-show-code", PAYABLE, Some("dues qr")),
    entry(Action::TurnCode, &[Code(KeyCode::Tab)], "action-turn-code", CODE, Some("dues qr")),
    entry(Action::InvertCode, &[Char('i')], "action-invert-code", CODE, None),
    entry(Action::Copy, &[Char('y')], "action-copy-transfer", TRANSFERS, Some("dues transfer")),
    entry(Action::TurnDues, &[Char('v')], "action-turn-dues", DUES, Some("dues balances")),
    entry(Action::Widen, &[Char('-')], "action-widen-list", LONG_LISTS, None),
    entry(Action::Narrow, &[Char('+')], "action-narrow-list", LONG_LISTS, None),
    entry(Action::Print, &[Char('f')], "action-print-invoice", INVOICES_AND_INVOICE, Some("invoices pdf")),
    entry(Action::Print, &[Char('f')], "action-print-transfer", CODE, Some("dues transfer")),
    entry(Action::Export, &[Char('e')], "action-export", DUES, Some("dues list")),
    entry(Action::Export, &[Char('e')], "action-export", BALANCES, Some("dues balances")),
    entry(Action::Export, &[Char('e')], "action-export", INVOICES, Some("invoices list")),
    entry(Action::Export, &[Char('e')], "action-export", PAYMENTS, Some("payments list")),
    entry(Action::SaveOriginal, &[Char('e')], "action-save-original", INVOICE, Some("invoices download")),
    entry(Action::AssignInvoice, &[Char('c')], "action-assign-invoice", INVOICES_AND_INVOICE, Some("invoices assign"))
        .of(Whom::Office),
    entry(
        Action::TakeSuggestion,
        &[Code(KeyCode::Enter)],
        "action-take-suggestion",
        PAYMENT,
        Some("payments allocate"),
    )
    .of(Whom::Office),
    entry(Action::Allocate, &[Char('a')], "action-allocate", PAYMENTS_AND_PAYMENT, Some("payments allocate"))
        .of(Whom::Office),
    entry(Action::AssignPayment, &[Char('c')], "action-assign-payment", PAYMENTS_AND_PAYMENT, Some("payments assign"))
        .of(Whom::Office),
    entry(Action::SetAside, &[Char('x')], "action-set-aside", PAYMENTS_AND_PAYMENT, Some("payments set-aside"))
        .of(Whom::Office),
    entry(Action::Release, &[Char('D')], "action-release", PAYMENT, Some("payments release")).of(Whom::Office),
    entry(Action::UnassignPayment, &[Char('u')], "action-unassign-payment", PAYMENT, Some("payments unassign"))
        .of(Whom::Office),
    entry(Action::ReturnPayment, &[Char('b')], "action-return-payment", PAYMENT, Some("payments return"))
        .of(Whom::Office),
    entry(Action::OpenTemplate, &[Code(KeyCode::Enter)], "action-open-template", TEMPLATES, Some("reports create")),
    entry(Action::OpenMade, &[Code(KeyCode::Enter)], "action-open-made", FINISHED, Some("reports check")),
    entry(Action::EditSaved, &[Code(KeyCode::Enter)], "action-edit-saved", SCHEDULE, Some("reports save")),
    entry(Action::EditReport, &[Code(KeyCode::Enter)], "action-edit-report", PAGE, Some("reports create")),
    entry(Action::Print, &[Char('f')], "action-print-report", NEW_REPORTS, Some("reports create")),
    entry(Action::Print, &[Char('f')], "action-print-report", FINISHED, Some("reports download")),
    entry(
        Action::PreviewReport,
        &[Char('v')],
        "action-preview-report",
        TEMPLATES_AND_SCHEDULE,
        Some("reports preview"),
    ),
    entry(Action::NewSaved, &[Char('n')], "action-new-saved", SCHEDULE, Some("reports save")),
    entry(Action::RemoveSaved, &[Char('D')], "action-remove-saved", SCHEDULE, Some("reports delete")),
    entry(Action::DropMade, &[Char('D')], "action-drop-made", FINISHED, Some("reports drop")),
    entry(Action::Up, &[Code(KeyCode::Up), Char('k')], "action-up", ALL, None),
    entry(Action::Down, &[Code(KeyCode::Down), Char('j')], "action-down", ALL, None),
    entry(Action::PageUp, &[Code(KeyCode::PageUp)], "action-page-up", ALL, None),
    entry(Action::PageDown, &[Code(KeyCode::PageDown)], "action-page-down", ALL, None),
    entry(Action::First, &[Code(KeyCode::Home), Char('g')], "action-first", ALL, None),
    entry(Action::Last, &[Code(KeyCode::End), Char('G')], "action-last", ALL, None),
    entry(Action::Previous, &[Code(KeyCode::Left), Char('h')], "action-previous", SITE, Some("readings chart")),
    entry(Action::Next, &[Code(KeyCode::Right), Char('l')], "action-next", SITE, Some("readings chart")),
    entry(Action::Previous, &[Code(KeyCode::Left), Char('h')], "action-previous-columns", PAGE, None),
    entry(Action::Next, &[Code(KeyCode::Right), Char('l')], "action-next-columns", PAGE, None),
    entry(Action::Day, &[Char('d')], "action-day", SITE, Some("readings chart")),
    entry(Action::Week, &[Char('w')], "action-week", SITE, Some("readings chart")),
    entry(Action::Month, &[Char('m')], "action-month", SITE, Some("readings chart")),
    entry(Action::Season, &[Char('o')], "action-season", SITE, Some("readings chart")),
    entry(Action::NextTopic, &[Code(KeyCode::Tab)], "action-next-topic", SITE, Some("readings chart")),
    entry(Action::Compare, &[Char('c')], "action-compare", SITE, None),
    entry(Action::ReadOut, &[Char('x')], "action-read-out", SITE, None),
    entry(Action::RecordSetting, &[Char('a')], "action-record-setting", SITE, Some("sites annotate")),
    entry(Action::CompareSettings, &[Char('b')], "action-compare-settings", SITE, Some("readings compare")),
    entry(Action::ShowPeaks, &[Char('p')], "action-show-peaks", SITE, Some("sites peaks")),
    entry(Action::Print, &[Char('f')], "action-print-chart", SITE, Some("readings chart")),
    entry(Action::ShowPortfolio, &[Char('p')], "action-show-portfolio", SITES, Some("reports preview")),
    entry(Action::Table, &[Char('v')], "action-table", SITE, Some("readings list")),
    entry(Action::Narrow, &[Char('+')], "action-narrow", SITE, Some("readings chart")),
    entry(Action::Widen, &[Char('-')], "action-widen", SITE, Some("readings chart")),
    entry(Action::Filter, &[Char('/')], "action-filter", LISTS, Some("sites list")),
    entry(Action::Sort, &[Char('s')], "action-sort", SORTED, None),
    entry(Action::Export, &[Char('e')], "action-export", SITE_LIST_AND_SITE, Some("readings export")),
    entry(Action::Export, &[Char('e')], "action-export", TICKETS, Some("tickets list")),
    entry(Action::Export, &[Char('e')], "action-export-report", PAGE, Some("reports create")),
    entry(Action::Export, &[Char('e')], "action-export-report", FINISHED, Some("reports download")),
    entry(Action::Copy, &[Char('y')], "action-copy", SITE_LIST_AND_SITE, Some("readings latest")),
    entry(Action::Copy, &[Char('y')], "action-copy", TICKETS_AND_TICKET, Some("tickets show")),
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
    entry(Action::NextTab, &[Code(KeyCode::Tab)], "action-next-part", OF_TICKETS, None),
    entry(Action::NextTab, &[Code(KeyCode::Tab)], "action-next-part", OF_BILLING, None),
    entry(Action::NextTab, &[Code(KeyCode::Tab)], "action-next-part", OF_REPORTS, None),
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
    entry(Action::ShowTickets, &[Char('3')], "action-show-tickets", ALL, Some("tickets list")),
    entry(Action::ShowBilling, &[Char('4')], "action-show-billing", ALL, Some("dues list")).of(Whom::Payers),
    entry(Action::ShowReports, &[Char('5')], "action-show-reports", ALL, Some("reports list")),
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
