//! The few actions that the footer of a screen names.

use crate::action::Action;
use crate::screen::{Ledger, Part, Screen, Shelf};

/// Returns the six actions that the footer of a screen names, in order.
#[must_use]
pub const fn hints(screen: Screen) -> [Action; 6] {
    match screen {
        Screen::Sites => [Action::Open, Action::Filter, Action::Sort, Action::NewTicket, Action::Export, Action::Help],
        Screen::Site => [
            Action::ReadOut,
            Action::Table,
            Action::RecordSetting,
            Action::CompareSettings,
            Action::Print,
            Action::Help,
        ],
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
        Screen::Tickets(_) => of_tickets(screen),
        Screen::Billing(ledger) => of_billing(ledger),
        Screen::Reports(shelf) => of_reports(shelf),
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
        Screen::Account | Screen::LogIns | Screen::Sessions | Screen::Tokens => of_account(screen),
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

const fn of_account(screen: Screen) -> [Action; 6] {
    match screen {
        Screen::LogIns => {
            [Action::NextTab, Action::NotMe, Action::Refresh, Action::Palette, Action::Back, Action::Help]
        }
        Screen::Sessions => {
            [Action::EndSession, Action::NextTab, Action::NotMe, Action::Palette, Action::Back, Action::Help]
        }
        Screen::Tokens => {
            [Action::NewToken, Action::Revoke, Action::NextTab, Action::Palette, Action::Back, Action::Help]
        }
        _ => [Action::Change, Action::NextTab, Action::NotMe, Action::Palette, Action::Back, Action::Help],
    }
}

const fn of_tickets(screen: Screen) -> [Action; 6] {
    match screen {
        Screen::Tickets(Part::Messages) => {
            [Action::OpenMessage, Action::NewTicket, Action::Filter, Action::NextTab, Action::Back, Action::Help]
        }
        Screen::Tickets(Part::Drafts) => {
            [Action::OpenDraft, Action::DropDraft, Action::NewTicket, Action::NextTab, Action::Back, Action::Help]
        }
        Screen::Tickets(Part::Figures) => {
            [Action::TurnFigures, Action::NextTab, Action::CommandLine, Action::Palette, Action::Back, Action::Help]
        }
        Screen::Tickets(Part::Thread) => {
            [Action::Reply, Action::TakeTicket, Action::TurnTicket, Action::NextPane, Action::Back, Action::Help]
        }
        _ => [Action::OpenTicket, Action::NewTicket, Action::TakeTicket, Action::Filter, Action::NextTab, Action::Help],
    }
}

const fn of_billing(ledger: Ledger) -> [Action; 6] {
    match ledger {
        Ledger::Dues => {
            [Action::OpenInvoice, Action::ShowCode, Action::Copy, Action::TurnDues, Action::NextTab, Action::Help]
        }
        Ledger::Invoices => {
            [Action::OpenInvoice, Action::ShowCode, Action::Filter, Action::Widen, Action::NextTab, Action::Help]
        }
        Ledger::Payments => {
            [Action::OpenPayment, Action::Filter, Action::Widen, Action::NextTab, Action::Back, Action::Help]
        }
        Ledger::Balances => {
            [Action::OpenBalance, Action::ShowCode, Action::Filter, Action::NextTab, Action::Back, Action::Help]
        }
        Ledger::Unmatched => [
            Action::OpenPayment,
            Action::Allocate,
            Action::AssignPayment,
            Action::SetAside,
            Action::NextTab,
            Action::Help,
        ],
        Ledger::Files => {
            [Action::Filter, Action::NextTab, Action::Refresh, Action::CommandLine, Action::Back, Action::Help]
        }
        Ledger::Invoice => {
            [Action::ShowCode, Action::NewTicket, Action::Print, Action::SaveOriginal, Action::Copy, Action::Help]
        }
        Ledger::Payment => [
            Action::TakeSuggestion,
            Action::Allocate,
            Action::AssignPayment,
            Action::Release,
            Action::Back,
            Action::Help,
        ],
        Ledger::Code => [Action::Copy, Action::InvertCode, Action::TurnCode, Action::Print, Action::Back, Action::Help],
    }
}

const fn of_reports(shelf: Shelf) -> [Action; 6] {
    match shelf {
        Shelf::Templates => [
            Action::OpenTemplate,
            Action::Print,
            Action::PreviewReport,
            Action::NextTab,
            Action::CommandLine,
            Action::Help,
        ],
        Shelf::Finished => {
            [Action::OpenMade, Action::Print, Action::Export, Action::DropMade, Action::NextTab, Action::Help]
        }
        Shelf::Schedule => {
            [Action::EditSaved, Action::NewSaved, Action::Print, Action::RemoveSaved, Action::NextTab, Action::Help]
        }
        Shelf::Page => [Action::EditReport, Action::Print, Action::Export, Action::Next, Action::Back, Action::Help],
    }
}
