//! What an update wants done: data, carried out by [`crate::runtime`].

mod billing;

use common::account::{Account, ContactChange, ContactCode, Ending, Login, NewToken, PasswordChange, Token, TotpOffer};
use common::alarm::{Alarm, AlarmCounts, AlarmDeed, AlarmStanding};
use common::api::{Gap, OnceKey};
use common::cell::Dialect;
use common::contact::Contact;
use common::contract::Contract;
use common::customer::CustomerFile;
use common::degree_day::{DegreeDayQuery, DegreeDaySeries};
use common::delivery::{Channel, Delivery};
use common::due::Balance;
use common::fault::Fault;
use common::forecast::ForecastQuery;
use common::gate::With;
use common::id::{
    AlarmId, CustomerNumber, EntryId, PaymentId, PointId, ReportId, RuleName, SendingId, SettingId, SiteCode, SiteId,
    SourceName, TokenId,
};
use common::info_code::InfoReading;
use common::invoice::check::CostQuery;
use common::invoice::{Invoice, InvoiceOwner};
use common::notice::NoticeSettings;
use common::pass::TokenSecret;
use common::payment::Payment;
use common::quantity::Quantity;
use common::report::drawing::{DrawingQuery, ScatterQuery};
use common::report::{Form, MadeReport, NewReport, SavedReport};
use common::rule::{Preview, Rule, RuleChange};
use common::secret::Secret;
use common::series::Bucket;
use common::setting::{ComparisonQuery, NewSetting, Setting, SettingQuery};
use common::ticket::deed::TicketDeed;
use common::ticket::draft::{Dispatch, Draft, Sent};
use common::ticket::entry::{Entry, NewAttachment};
use common::ticket::query::{TicketCard, TicketFilter};
use common::ticket::{Ticket, TicketNumber};
use common::time::{Comparison, Period, Span};
use jiff::Timestamp;
use jiff::civil::Date;

pub use crate::effect::billing::{BillingAsk, Listed, MOST_LISTED, PaymentChange};
use crate::screen::tickets::book::KeptDraft;

/// Something to be done outside the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Ask(Ask),
    /// Try to reach the daemon now, without waiting for the back-off.
    Reconnect,
    /// Knock at the daemon's gate, as somebody.
    Knock(Box<With>),
    /// End the session and forget it.
    LogOut,
    /// Say what dice say: keys and secrets need chance, which the state does not know.
    Roll,
    /// Put the text on the clipboard of the terminal's user.
    Copy(String),
    Save(File),
    /// Read what this person had begun to write on this machine.
    FindDrafts(Login),
    /// Keep what is not sent yet on this machine.
    KeepDrafts(Login, Vec<KeptDraft>),
    /// Have the text written in the editor of the terminal's user.
    Edit(String),
    /// Say so when nothing has been typed for a moment.
    Rest,
    /// Say so when a second has passed.
    Tick,
    /// Draw everything again: another program has written on the screen.
    Redraw,
    Suspend,
    Quit,
}

/// A question to the daemon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    Status,
    Overview(Scope),
    /// The serial number of the meter that sits at a point.
    Serial(PointId),
    /// Whether values of a point have come into quarantine lately, and since when they wait.
    Doubt(PointId),
    Chart(Chart),
    /// What stands beside a chart.
    Beside(Beside),
    Report(ReportAsk),
    Billing(BillingAsk),
    Sources,
    Documents,
    Poll(SourceName),
    Account,
    LogIns,
    Sessions,
    Tokens,
    /// Customers whose number, name or address has this text in it.
    Customers(String),
    Customer(CustomerNumber),
    /// Alarms as they stand, with their counts.
    Alarms(AlarmStanding),
    /// One alarm with its history.
    Alarm(AlarmId),
    Rules,
    /// What one was told, or will be.
    Notices,
    NoticeSettings,
    /// What left the house.
    Deliveries,
    /// Tickets as the filter says.
    Tickets(Box<TicketFilter>),
    TicketCounts,
    /// One ticket with its thread.
    Ticket(TicketNumber),
    /// Messages over all tickets with these words in them.
    Messages(String),
    Drafts,
    Templates,
    /// Who can be given work.
    Staff,
    TicketStatistics(Period),
    /// Note that a thread has been read up to here.
    MarkRead(TicketNumber, EntryId),
    /// Read a file and hand it over piece by piece.
    Attach(FileToAttach),
    Do(Deed),
}

/// A question about what stands beside a chart; it is the name of its answer too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// The degree days under it.
    Weather(Box<WeatherQuery>),
    /// Changes of settings, the newest first.
    Settings(SettingQuery),
    /// What a change of settings was worth.
    Worth(ComparisonQuery),
    Forecast(ForecastQuery),
    Peaks(SiteCode),
    Scatter(ScatterQuery),
    /// What the month has cost.
    Cost(CostQuery),
    /// The chart as a file with this name.
    Drawing(Box<DrawingQuery>, String),
}

/// A question about reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportAsk {
    Made,
    Saved,
    /// What would be on a report.
    Preview(Box<NewReport>),
    /// What is not as it was when the report was made.
    Check(ReportId),
    Fetch(ReportFile),
}

/// Something to be changed: of the own account, of alarms, of rules, of what one is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    ChangePassword(PasswordChange),
    SetContact(OnceKey, ContactChange),
    ConfirmContact(ContactCode),
    BeginTotp(Secret),
    ConfirmTotp(String),
    RemoveTotp(Secret),
    NotMe,
    EndSessions(Ending),
    CreateToken(OnceKey, NewToken),
    RevokeToken(TokenId),
    ChangeAlarms(OnceKey, AlarmDeed),
    SaveRule(OnceKey, Box<Rule>),
    RemoveRule(OnceKey, RuleName),
    /// What the rule would have done.
    PreviewRule(Box<Rule>, Period),
    SetNoticeSettings(Box<NoticeSettings>),
    /// A message to oneself.
    TestNotice(OnceKey, Channel),
    /// Send something, after a while in which it can be taken back.
    Send(OnceKey, Box<Dispatch>),
    Unsend(SendingId),
    /// One after the other; those after the first get keys made of this one.
    ChangeTickets(OnceKey, Vec<TicketDeed>),
    SaveDraft(OnceKey, Box<Dispatch>),
    DropDraft(OnceKey),
    RecordSetting(OnceKey, NewSetting),
    WithdrawSetting(SettingId),
    /// Make a report, and fetch it as a file.
    MakeReport(OnceKey, Box<NewReport>, Written),
    DropMade(ReportId),
    SaveReport(OnceKey, Box<SavedReport>),
    RemoveReport(Box<SavedReport>),
    ChangePayment(OnceKey, PaymentId, Box<PaymentChange>),
    AssignInvoice(OnceKey, Box<InvoiceOwner>),
}

/// What came of a [`Deed`].
#[derive(Clone, Debug)]
pub enum Done {
    PasswordChanged(Answer<()>),
    ContactSet(Answer<Contact>),
    ContactConfirmed(Answer<Contact>),
    TotpOffered(Answer<TotpOffer>),
    TotpConfirmed(Answer<()>),
    TotpRemoved(Answer<()>),
    /// How many sessions ended.
    NotMe(Answer<u64>),
    /// How many.
    SessionsEnded(Answer<u64>),
    TokenCreated(Answer<Token>),
    TokenRevoked(Answer<()>),
    AlarmsChanged(AlarmDeed, Answer<Vec<Alarm>>),
    RuleSaved(Answer<Box<RuleChange>>),
    RuleRemoved(RuleName, Answer<()>),
    RulePreviewed(Answer<Box<Preview>>),
    NoticeSettingsKept(Answer<Box<NoticeSettings>>),
    NoticeTested(Answer<Delivery>),
    Sent(OnceKey, Answer<Sent>),
    Unsent(Answer<Box<Dispatch>>),
    TicketsChanged(Vec<TicketDeed>, Answer<Vec<Ticket>>),
    DraftSaved(Answer<Box<Draft>>),
    DraftDropped(Answer<()>),
    SettingRecorded(Answer<Setting>),
    SettingWithdrawn(Answer<()>),
    ReportMade(Written, Answer<Box<MadeReport>>),
    MadeDropped(ReportId, Answer<()>),
    ReportSaved(Answer<Box<SavedReport>>),
    /// As it was before.
    ReportRemoved(Box<SavedReport>, Answer<()>),
    PaymentChanged(PaymentId, Box<PaymentChange>, Answer<Box<Payment>>),
    InvoiceAssigned(Box<InvoiceOwner>, Answer<Box<Invoice>>),
}

impl Done {
    /// Returns why nothing came of it.
    #[must_use]
    pub const fn fault(&self) -> Option<&Fault> {
        match self {
            Self::PasswordChanged(Err(fault))
            | Self::TotpConfirmed(Err(fault))
            | Self::TotpRemoved(Err(fault))
            | Self::TokenRevoked(Err(fault))
            | Self::ContactSet(Err(fault))
            | Self::ContactConfirmed(Err(fault))
            | Self::TotpOffered(Err(fault))
            | Self::NotMe(Err(fault))
            | Self::SessionsEnded(Err(fault))
            | Self::TokenCreated(Err(fault))
            | Self::AlarmsChanged(_, Err(fault))
            | Self::RuleSaved(Err(fault))
            | Self::RulePreviewed(Err(fault))
            | Self::NoticeSettingsKept(Err(fault))
            | Self::NoticeTested(Err(fault))
            | Self::Sent(_, Err(fault))
            | Self::Unsent(Err(fault))
            | Self::TicketsChanged(_, Err(fault))
            | Self::DraftSaved(Err(fault))
            | Self::DraftDropped(Err(fault))
            | Self::SettingRecorded(Err(fault))
            | Self::SettingWithdrawn(Err(fault))
            | Self::ReportMade(_, Err(fault))
            | Self::MadeDropped(_, Err(fault))
            | Self::ReportSaved(Err(fault))
            | Self::ReportRemoved(_, Err(fault))
            | Self::PaymentChanged(_, _, Err(fault))
            | Self::InvoiceAssigned(_, Err(fault))
            | Self::RuleRemoved(_, Err(fault)) => Some(fault),
            _ => None,
        }
    }
}

/// What is shown of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub file: CustomerFile,
    /// Those who act for the customer or did; not everybody may see them.
    pub accounts: Answer<Vec<Account>>,
    /// What the customer owes, in each currency; not everybody may see it.
    pub balances: Answer<Vec<Balance>>,
    /// Contracts in force.
    pub contracts: Answer<Vec<Contract>>,
}

/// Customers as far as they were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerList {
    pub customers: Vec<common::customer::Customer>,
    /// There are more than were asked for.
    pub cut: bool,
}

/// Alarms as far as they were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlarmList {
    pub alarms: Vec<Alarm>,
    /// There are more than were asked for.
    pub cut: bool,
    /// Of all that are active.
    pub counts: AlarmCounts,
}

/// Tickets as far as they were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketList {
    pub tickets: Vec<Ticket>,
    /// There are more than were asked for.
    pub cut: bool,
}

/// A ticket with its thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threaded {
    pub card: TicketCard,
    /// Oldest first.
    pub entries: Vec<Entry>,
    /// What its customer owes, for those who may see it.
    pub balances: Vec<Balance>,
}

/// A file that is to lie beside what is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileToAttach {
    pub key: OnceKey,
    pub path: String,
    /// Bytes that it may have.
    pub most: u64,
}

/// Why a file could not be attached.
#[derive(Clone, Debug)]
pub enum NotAttached {
    /// In the words of the system.
    Unreadable(String),
    TooLarge,
    Turned(Fault),
}

/// What came of attaching a file.
pub type Attaching = Result<NewAttachment, NotAttached>;

/// What dice said.
#[derive(Clone, Debug)]
pub struct Dice {
    pub key: OnceKey,
    pub token: TokenSecret,
}

/// Customers that are asked for at most; the filter finds the others.
pub const MOST_CUSTOMERS: usize = 1_000;

/// Alarms that are asked for at most: the most urgent, or the newest.
pub const MOST_ALARMS: usize = 1_000;

/// Tickets of a list that are asked for at most.
pub const MOST_TICKETS: usize = 1_000;

/// Entries of a thread that are asked for at most, the newest.
pub const MOST_ENTRIES: usize = 2_000;

/// Reports that were made, and changes of settings, that are asked for at most: the newest.
pub const MOST_MADE: u32 = 200;

/// Sites that are asked for at most: more rows than anybody scrolls through.
pub const MOST_SITES: usize = 5_000;

/// How much of the list of sites is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    All,
    Site(SiteId),
}

/// What a chart needs: it is both the question and the name of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    pub point: PointId,
    /// One or two quantities in the same unit.
    pub quantities: Vec<Quantity>,
    pub span: Span,
    pub comparison: Option<Comparison>,
}

/// The answer to a [`Chart`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartData {
    /// In the order of the quantities asked for.
    pub lines: Vec<Line>,
    /// Where readings are missing; `None` where nobody knows how many to expect.
    pub gaps: Option<Vec<Gap>>,
    /// When meters were replaced or turned over, oldest first.
    pub replaced: Vec<Timestamp>,
    /// Stretches that the archive cannot read, oldest first.
    pub damaged: Vec<Period>,
    /// What the meter says of itself now.
    pub info: Option<InfoReading>,
    /// The last day on which the meter that sits there may be billed by.
    pub verified_until: Option<Date>,
}

/// The degree days that belong to a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeatherQuery {
    pub shown: DegreeDayQuery,
    /// Of the period compared with.
    pub compared: Option<DegreeDayQuery>,
}

/// The answer to a [`WeatherQuery`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weather {
    pub shown: DegreeDaySeries,
    pub compared: Option<DegreeDaySeries>,
}

/// What a report is fetched as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub form: Form,
    pub dialect: Dialect,
}

/// A report that was made, as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportFile {
    pub id: ReportId,
    pub written: Written,
}

/// One quantity of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub quantity: Quantity,
    pub buckets: Vec<Bucket>,
    /// Buckets of the period compared with; empty without one.
    pub compared: Vec<Bucket>,
    pub cadence: Option<jiff::SignedDuration>,
}

/// A file to be written beside the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Without a directory; a number is added if it is taken.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// An answer of the daemon.
pub type Answer<T> = Result<T, Fault>;
