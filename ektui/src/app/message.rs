//! What can happen to the state: keys, time, and what comes from the daemon.

use common::account::{Account, OwnAccount, Session, Token};
use common::alarm::{AlarmCard, AlarmStanding};
use common::contract::Contract;
use common::delivery::Delivery;
use common::due::{Balance, BalanceFilter, Due, DueFilter, TransferOf, TransferOrder};
use common::event::Event;
use common::fault::{Fault, FaultCode};
use common::forecast::{Forecast, ForecastQuery};
use common::gate::{Admission, Opened};
use common::id::{
    AlarmId, CustomerNumber, InvoiceId, PaymentId, PointId, ReportId, SerialNumber, SiteCode, SourceName,
};
use common::invoice::check::{BillCheck, BillCheckQuery, CostQuery, CostSoFar};
use common::invoice::file::{BillingFile, BillingFileFilter};
use common::invoice::{Invoice, InvoiceCard, InvoiceFilter};
use common::log_in::LogIn;
use common::notice::{Notice, NoticeSettings};
use common::page::Paged;
use common::payment::{Payment, PaymentCard, PaymentFilter};
use common::peak::PeakReport;
use common::report::drawing::{Scatter, ScatterQuery};
use common::report::{MadeReport, NewReport, ReportCheck, SavedReport};
use common::rule::Rule;
use common::setting::{ComparisonQuery, Setting, SettingComparison, SettingQuery};
use common::sheet::Sheet;
use common::site::SiteOverview;
use common::source::{Document, Source};
use common::status::Status;
use common::ticket::TicketNumber;
use common::ticket::canned::Template;
use common::ticket::draft::Draft;
use common::ticket::entry;
use common::ticket::query::{TicketCounts, TicketFilter};
use common::ticket::statistics::TicketStatistics;
use jiff::{SignedDuration, Timestamp};
use tui_input::InputRequest;

use crate::action::Action;
use crate::effect::{
    AlarmList, Answer, Attaching, BillingAsk, Card, Chart, ChartData, CustomerList, Dice, Done, File, Listed,
    NotAttached, Scope, Threaded, TicketList, Weather, WeatherQuery,
};
use crate::screen::tickets::book::KeptDraft;

/// What can happen to the state.
#[derive(Debug)]
pub enum Message {
    Act(Action),
    Type(InputRequest),
    /// Move in what lies open.
    Choose(isize),
    Accept,
    Cancel,
    Resized(u16, u16),
    /// The minute has changed.
    Minute,
    /// Nothing has been typed for a moment.
    Rested,
    /// A second has passed.
    Second,
    /// How `ekctl` has to be called to talk to the daemon that will be shown.
    Ekctl(String),
    /// The dice have fallen.
    Rolled(Box<Dice>),
    /// The daemon has opened.
    Admitted(Box<Admission>, Entry),
    /// Somebody has to log in: why, where somebody was in before.
    LogInNeeded(Option<Box<Fault>>),
    /// What the daemon wants besides what it was told on the log-in screen.
    Asked(Opened),
    /// Why the daemon does not open to what was typed on the log-in screen.
    Refused(Fault),
    /// Why the file of the session cannot be used.
    SessionFile(String),
    LinkUp,
    LinkDown {
        fault: Fault,
        retry_in: SignedDuration,
    },
    Happened(Vec<Event>),
    Status(Box<Answer<Status>>),
    Overview(Scope, Answer<Vec<SiteOverview>>),
    Serial(PointId, Answer<Option<SerialNumber>>),
    /// Since when values of a point wait in quarantine.
    Doubt(PointId, Answer<Option<Timestamp>>),
    Chart(Chart, Answer<ChartData>),
    Weather(Box<WeatherQuery>, Answer<Weather>),
    Settings(SettingQuery, Answer<Vec<Setting>>),
    Compared(ComparisonQuery, Box<Answer<SettingComparison>>),
    Forecast(ForecastQuery, Box<Answer<Forecast>>),
    Peaks(SiteCode, Box<Answer<PeakReport>>),
    Scatter(ScatterQuery, Box<Answer<Scatter>>),
    MadeReports(Answer<Vec<MadeReport>>),
    SavedReports(Answer<Vec<SavedReport>>),
    ReportPreviewed(Box<NewReport>, Box<Answer<Sheet>>),
    ReportChecked(ReportId, Answer<ReportCheck>),
    /// What is told of what is owed and paid.
    Billing(Box<BillingAnswer>),
    Cost(CostQuery, Box<Answer<CostSoFar>>),
    /// A chart or a report as a file.
    Drawn(Box<Answer<File>>),
    Sources(Answer<Vec<Source>>),
    Documents(Answer<Vec<Document>>),
    Polled(SourceName, Answer<()>),
    Account(Box<Answer<OwnAccount>>),
    LogIns(Answer<Vec<LogIn>>),
    Sessions(Answer<Vec<Session>>),
    Tokens(Answer<Vec<Token>>),
    /// Customers with this text in them.
    Customers(String, Answer<CustomerList>),
    Customer(CustomerNumber, Box<Answer<Card>>),
    Alarms(AlarmStanding, Answer<AlarmList>),
    Alarm(AlarmId, Box<Answer<AlarmCard>>),
    Rules(Answer<Vec<Rule>>),
    Notices(Answer<Paged<Notice>>),
    NoticeSettings(Box<Answer<NoticeSettings>>),
    Deliveries(Answer<Paged<Delivery>>),
    /// Tickets as this filter asked for them.
    Tickets(Box<TicketFilter>, Answer<TicketList>),
    TicketCounts(Answer<TicketCounts>),
    Ticket(TicketNumber, Box<Answer<Threaded>>),
    /// Messages with these words in them.
    Messages(String, Answer<Vec<entry::Entry>>),
    Drafts(Answer<Vec<Draft>>),
    Templates(Answer<Vec<Template>>),
    Staff(Answer<Vec<Account>>),
    TicketStatistics(Box<Answer<TicketStatistics>>),
    MarkedRead(TicketNumber, Answer<()>),
    Attached(Box<Attaching>),
    /// What this person had begun to write on this machine.
    FoundDrafts(Vec<KeptDraft>),
    /// Why what is not sent yet is kept nowhere on this machine.
    DraftsNotKept(String),
    /// What was written in the editor, or why it could not be.
    Edited(Result<String, String>),
    /// Go to the next part: from the text to the buttons, and so on.
    NextPart,
    Done(Box<Done>),
    /// A file was written, or why not.
    Saved(Result<String, String>),
}

/// What is told of what is owed and paid, with what was asked.
#[derive(Debug)]
pub enum BillingAnswer {
    Head(BalanceFilter, Answer<Listed<Balance>>),
    Dues(DueFilter, Answer<Listed<Due>>),
    Invoices(InvoiceFilter, Answer<Listed<Invoice>>),
    Payments(PaymentFilter, Answer<Listed<Payment>>),
    Balances(BalanceFilter, Answer<Listed<Balance>>),
    Unmatched(PaymentFilter, Answer<Listed<Payment>>),
    Files(BillingFileFilter, Answer<Listed<BillingFile>>),
    Invoice(InvoiceId, Box<Answer<InvoiceCard>>),
    Check(BillCheckQuery, Box<Answer<BillCheck>>),
    Payment(PaymentId, Box<Answer<PaymentCard>>),
    Transfer(TransferOf, Answer<TransferOrder>),
    Contracts(Answer<Vec<Contract>>),
}

impl BillingAnswer {
    /// Returns the answer to a question that cannot be put; `None` where nobody waits for one.
    #[must_use]
    pub fn without(ask: BillingAsk, fault: &Fault) -> Option<Self> {
        let fault = fault.clone();
        Some(match ask {
            BillingAsk::Head(filter) => Self::Head(filter, Err(fault)),
            BillingAsk::Dues(filter) => Self::Dues(filter, Err(fault)),
            BillingAsk::Invoices(filter) => Self::Invoices(*filter, Err(fault)),
            BillingAsk::Payments(filter) => Self::Payments(filter, Err(fault)),
            BillingAsk::Balances(filter) => Self::Balances(filter, Err(fault)),
            BillingAsk::Unmatched(filter) => Self::Unmatched(filter, Err(fault)),
            BillingAsk::Files(filter) => Self::Files(filter, Err(fault)),
            BillingAsk::Invoice(id) => Self::Invoice(id, Box::new(Err(fault))),
            BillingAsk::Check(query) => Self::Check(query, Box::new(Err(fault))),
            BillingAsk::Payment(id) => Self::Payment(id, Box::new(Err(fault))),
            BillingAsk::Transfer(of) => Self::Transfer(of, Err(fault)),
            BillingAsk::Contracts => Self::Contracts(Err(fault)),
            BillingAsk::Sheet(_) | BillingAsk::Slip(_) | BillingAsk::Original(_) => return None,
        })
    }

    /// Returns why there was no answer.
    fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Head(_, Err(fault))
            | Self::Dues(_, Err(fault))
            | Self::Invoices(_, Err(fault))
            | Self::Payments(_, Err(fault))
            | Self::Balances(_, Err(fault))
            | Self::Unmatched(_, Err(fault))
            | Self::Files(_, Err(fault))
            | Self::Transfer(_, Err(fault))
            | Self::Contracts(Err(fault)) => Some(fault),
            Self::Invoice(_, answer) => answer.as_ref().as_ref().err(),
            Self::Check(_, answer) => answer.as_ref().as_ref().err(),
            Self::Payment(_, answer) => answer.as_ref().as_ref().err(),
            _ => None,
        }
    }
}

/// How somebody came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// By what was typed on the log-in screen.
    Typed,
    /// By a session kept from before, or as a user of the server.
    Found,
    /// Once more after the connection was lost; or as a demonstration's visitor.
    Again,
}

impl Message {
    /// Returns why nobody is logged in any more, where an answer says so.
    #[must_use]
    pub fn log_in_needed(&self) -> Option<&Fault> {
        self.fault().filter(|fault| fault.code == FaultCode::LoginNeeded)
    }

    /// Returns why a question had no answer.
    fn fault(&self) -> Option<&Fault> {
        match self {
            Self::LinkDown { fault, .. } | Self::MarkedRead(_, Err(fault)) => Some(fault),
            Self::Status(answer) => answer.as_ref().as_ref().err(),
            Self::Overview(_, answer) => answer.as_ref().err(),
            Self::Serial(_, answer) => answer.as_ref().err(),
            Self::Doubt(_, answer) => answer.as_ref().err(),
            Self::Chart(_, answer) => answer.as_ref().err(),
            Self::Weather(_, answer) => answer.as_ref().err(),
            Self::Settings(_, answer) => answer.as_ref().err(),
            Self::Compared(_, answer) => answer.as_ref().as_ref().err(),
            Self::Forecast(_, answer) => answer.as_ref().as_ref().err(),
            Self::Peaks(_, answer) => answer.as_ref().as_ref().err(),
            Self::Scatter(_, answer) => answer.as_ref().as_ref().err(),
            Self::MadeReports(answer) => answer.as_ref().err(),
            Self::SavedReports(answer) => answer.as_ref().err(),
            Self::ReportPreviewed(_, answer) => answer.as_ref().as_ref().err(),
            Self::ReportChecked(_, answer) => answer.as_ref().err(),
            Self::Billing(answer) => answer.fault(),
            Self::Cost(_, answer) => answer.as_ref().as_ref().err(),
            Self::Drawn(answer) => answer.as_ref().as_ref().err(),
            Self::Sources(answer) => answer.as_ref().err(),
            Self::Documents(answer) => answer.as_ref().err(),
            Self::Polled(_, answer) => answer.as_ref().err(),
            Self::Account(answer) => answer.as_ref().as_ref().err(),
            Self::LogIns(answer) => answer.as_ref().err(),
            Self::Sessions(answer) => answer.as_ref().err(),
            Self::Tokens(answer) => answer.as_ref().err(),
            Self::Customers(_, answer) => answer.as_ref().err(),
            Self::Customer(_, answer) => answer.as_ref().as_ref().err(),
            Self::Alarms(_, answer) => answer.as_ref().err(),
            Self::Alarm(_, answer) => answer.as_ref().as_ref().err(),
            Self::Rules(answer) => answer.as_ref().err(),
            Self::Notices(answer) => answer.as_ref().err(),
            Self::NoticeSettings(answer) => answer.as_ref().as_ref().err(),
            Self::Deliveries(answer) => answer.as_ref().err(),
            Self::Tickets(_, answer) => answer.as_ref().err(),
            Self::TicketCounts(answer) => answer.as_ref().err(),
            Self::Ticket(_, answer) => answer.as_ref().as_ref().err(),
            Self::Messages(_, answer) => answer.as_ref().err(),
            Self::Drafts(answer) => answer.as_ref().err(),
            Self::Templates(answer) => answer.as_ref().err(),
            Self::Staff(answer) => answer.as_ref().err(),
            Self::TicketStatistics(answer) => answer.as_ref().as_ref().err(),
            Self::Attached(attaching) => match attaching.as_ref() {
                Err(NotAttached::Turned(fault)) => Some(fault),
                Err(NotAttached::Unreadable(_) | NotAttached::TooLarge) | Ok(_) => None,
            },
            Self::Done(done) => done.fault(),
            // What the gate answers is for the log-in screen.
            _ => None,
        }
    }
}
