//! The screens; each is a model with its changes, and a view beside it.

pub mod account;
pub mod alarms;
pub mod billing;
pub mod customers;
pub mod enrolment;
pub mod log_in;
pub mod notices;
pub mod previous;
pub mod reports;
pub mod rows;
pub mod rules;
pub mod site;
pub mod sites;
pub mod system;
pub mod tickets;

use common::account::Role;

/// Which screen is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Screen {
    #[default]
    Sites,
    /// One site with its chart.
    Site,
    /// What is wrong, or was and nobody has taken note of it.
    Alarms,
    /// All alarms there have been.
    AlarmHistory,
    Rules,
    /// One alarm with its history.
    Alarm,
    /// One rule with all its figures.
    Rule,
    /// What is written to the office, and by it.
    Tickets(Part),
    /// What is owed and paid.
    Billing(Ledger),
    /// Documents made of readings, and those that are made by themselves.
    Reports(Shelf),
    /// What one was told, or will be.
    Notices,
    /// What one wants to be told, when and how.
    NoticeSettings,
    /// All that left the house.
    Deliveries,
    /// The own account: who one is, and how one is reached.
    Account,
    /// Its history of log-ins.
    LogIns,
    Sessions,
    Tokens,
    Customers,
    /// One customer's card.
    Customer,
    System,
}

/// A part of the screen of tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Tickets that are the reader's own work.
    Mine,
    /// Tickets that are nobody's work.
    Unassigned,
    Open,
    All,
    /// What was written, over all tickets.
    Messages,
    /// What is not sent yet.
    Drafts,
    /// How the office is doing.
    Figures,
    /// One ticket with its thread.
    Thread,
}

/// A part of the screen of what is owed and paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ledger {
    /// What is left to pay.
    Dues,
    Invoices,
    Payments,
    /// What each customer owes.
    Balances,
    /// Payments of which nobody knows whose they are.
    Unmatched,
    /// What invoices and statements came as.
    Files,
    /// One invoice with all that is known of it.
    Invoice,
    /// One payment with what it pays or may pay.
    Payment,
    /// A payment code on the whole screen.
    Code,
}

/// A part of the screen of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shelf {
    /// What kinds of reports there are.
    Templates,
    /// Those that were made.
    Finished,
    /// Those with a name, and when they are made by themselves.
    Schedule,
    /// One report as it would be on paper.
    Page,
}

/// A tab of the first row: its key, the screen it leads to, and the message that names it.
pub type Tab = (char, Screen, &'static str);

impl Screen {
    pub const ALL: [Self; 38] = [
        Self::Sites,
        Self::Site,
        Self::Alarms,
        Self::AlarmHistory,
        Self::Rules,
        Self::Alarm,
        Self::Rule,
        Self::Tickets(Part::Mine),
        Self::Tickets(Part::Unassigned),
        Self::Tickets(Part::Open),
        Self::Tickets(Part::All),
        Self::Tickets(Part::Messages),
        Self::Tickets(Part::Drafts),
        Self::Tickets(Part::Figures),
        Self::Tickets(Part::Thread),
        Self::Billing(Ledger::Dues),
        Self::Billing(Ledger::Invoices),
        Self::Billing(Ledger::Payments),
        Self::Billing(Ledger::Balances),
        Self::Billing(Ledger::Unmatched),
        Self::Billing(Ledger::Files),
        Self::Billing(Ledger::Invoice),
        Self::Billing(Ledger::Payment),
        Self::Billing(Ledger::Code),
        Self::Reports(Shelf::Templates),
        Self::Reports(Shelf::Finished),
        Self::Reports(Shelf::Schedule),
        Self::Reports(Shelf::Page),
        Self::Notices,
        Self::NoticeSettings,
        Self::Deliveries,
        Self::Account,
        Self::LogIns,
        Self::Sessions,
        Self::Tokens,
        Self::Customers,
        Self::Customer,
        Self::System,
    ];
    /// Those with a tab of their own.
    pub const TABS: [Tab; 9] = [
        ('1', Self::Sites, "tab-sites"),
        ('2', Self::Alarms, "tab-alarms"),
        ('3', Self::Tickets(Part::Open), "tab-tickets"),
        ('4', Self::Billing(Ledger::Dues), "tab-billing"),
        ('5', Self::Reports(Shelf::Templates), "tab-reports"),
        ('6', Self::Notices, "tab-notices"),
        ('7', Self::Account, "tab-account"),
        ('8', Self::Customers, "tab-customers"),
        ('9', Self::System, "tab-system"),
    ];
    /// The parts of the screen of alarms, in the order of its inner tabs.
    pub const OF_ALARMS: [Self; 3] = [Self::Alarms, Self::AlarmHistory, Self::Rules];
    /// The parts of the screen of tickets, in the order of its inner tabs.
    pub const OF_TICKETS: [Self; 7] = [
        Self::Tickets(Part::Mine),
        Self::Tickets(Part::Unassigned),
        Self::Tickets(Part::Open),
        Self::Tickets(Part::All),
        Self::Tickets(Part::Messages),
        Self::Tickets(Part::Drafts),
        Self::Tickets(Part::Figures),
    ];
    /// The parts of the screen of what is owed and paid, in the order of its inner tabs.
    pub const OF_BILLING: [Self; 6] = [
        Self::Billing(Ledger::Dues),
        Self::Billing(Ledger::Invoices),
        Self::Billing(Ledger::Payments),
        Self::Billing(Ledger::Balances),
        Self::Billing(Ledger::Unmatched),
        Self::Billing(Ledger::Files),
    ];
    /// The parts of the screen of reports, in the order of its inner tabs.
    pub const OF_REPORTS: [Self; 3] =
        [Self::Reports(Shelf::Templates), Self::Reports(Shelf::Finished), Self::Reports(Shelf::Schedule)];
    /// The parts of the screen of notices, in the order of its inner tabs.
    pub const OF_NOTICES: [Self; 3] = [Self::Notices, Self::NoticeSettings, Self::Deliveries];
    /// The parts of the own account, in the order of its inner tabs.
    pub const OF_ACCOUNT: [Self; 4] = [Self::Account, Self::LogIns, Self::Sessions, Self::Tokens];

    /// Returns the screen that somebody in this role begins with.
    #[must_use]
    pub const fn first(role: Option<Role>) -> Self {
        match role {
            Some(Role::Clerk) => Self::Tickets(Part::Open),
            Some(Role::Customer | Role::Manager | Role::Technician | Role::Administrator) | None => Self::Sites,
        }
    }

    /// Returns the screen whose tab this one belongs to.
    #[must_use]
    pub const fn tab(self) -> Self {
        match self {
            Self::Sites | Self::Site => Self::Sites,
            Self::Alarms | Self::AlarmHistory | Self::Rules | Self::Alarm | Self::Rule => Self::Alarms,
            Self::Tickets(_) => Self::Tickets(Part::Open),
            Self::Billing(_) => Self::Billing(Ledger::Dues),
            Self::Reports(_) => Self::Reports(Shelf::Templates),
            Self::Notices | Self::NoticeSettings | Self::Deliveries => Self::Notices,
            Self::Account | Self::LogIns | Self::Sessions | Self::Tokens => Self::Account,
            Self::Customers | Self::Customer => Self::Customers,
            Self::System => Self::System,
        }
    }

    /// Tells whether somebody in this role is shown the screen; the daemon decides about the data itself.
    #[must_use]
    pub const fn is_for(self, role: Option<Role>) -> bool {
        if matches!(self, Self::Deliveries) {
            return matches!(role, Some(role) if role.administers());
        }
        if matches!(self, Self::Tickets(Part::Mine | Part::Unassigned)) {
            return matches!(role, Some(role) if role.is_staff());
        }
        if matches!(self, Self::Tickets(Part::Figures)) {
            return matches!(role, Some(role) if role.sees_customers());
        }
        if matches!(self, Self::Billing(Ledger::Balances | Ledger::Unmatched | Ledger::Files)) {
            return matches!(role, Some(role) if role.sees_customers());
        }
        match (self.tab(), role) {
            (Self::Billing(_), Some(role)) => role.sees_customers() || !role.is_staff(),
            (Self::Customers, Some(role)) => role.sees_customers(),
            (Self::System, Some(role)) => role.operates(),
            (Self::Customers | Self::System, None) => false,
            _ => true,
        }
    }
}
