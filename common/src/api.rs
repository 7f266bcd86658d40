//! The one service: everything that a front end can ask of the daemon.
//!
//! Arguments that may grow are structs with named fields; a new field is `#[serde(default)]`, so that an older client
//! keeps working. Lists come in pages ([`crate::page`]). Whatever creates something takes a [`OnceKey`].

mod asked;

pub use asked::{
    DocumentFilter, Filter, Gap, GapsQuery, LogPages, LogQuery, MAX_UPLOAD_PART, NewDocument, OnceKey, OnceKeyError,
    ReadingsQuery, UploadPart,
};

use jiff::SignedDuration;

use crate::account::{
    Account, AccountChange, ContactChange, ContactCode, Ending, Login, NewAccount, NewToken, OwnAccount,
    PasswordChange, ResetStarted, Session, Token, TokenRotation, TotpOffer,
};
use crate::alarm::{Alarm, AlarmCard, AlarmCounts, AlarmDeed, AlarmFilter};
use crate::archive::{
    ArchiveStat, HistoryQuery, ReadingVersion, Replacement, Resolution, Resolved, Total, TotalQuery, Verified,
};
use crate::audit::{AuditLine, AuditQuery, AuditVerified};
use crate::contact::Contact;
use crate::contract::{Contract, ContractFilter};
use crate::customer::{
    AccountFilter, Customer, CustomerFile, CustomerFilter, Erasure, Mandate, NewCustomer, Ownership, PersonalData,
};
use crate::degree_day::{DegreeDayQuery, DegreeDaySeries};
use crate::delivery::{Channel, Delivery};
use crate::due::{Balance, BalanceFilter, Due, DueFilter, TransferOf, TransferOrder, TransferSheetQuery};
use crate::event::Changes;
use crate::fault::Fault;
use crate::forecast::{FittedSignature, Forecast, ForecastQuery, SignatureQuery};
use crate::id::{
    AlarmId, Cursor, CustomerNumber, EntryId, InvoiceId, MaintenanceId, PaymentId, ReportId, ReportName, RuleName,
    SendingId, SettingId, SiteCode, SourceName, TemplateName, TokenId,
};
use crate::info_code::InfoReading;
use crate::invoice::check::{BillCheck, BillCheckQuery, CostQuery, CostSoFar};
use crate::invoice::file::{BillingFile, BillingFileFilter, NewBillingFile};
use crate::invoice::{
    Invoice, InvoiceCard, InvoiceFilePart, InvoiceFileQuery, InvoiceFilter, InvoiceOwner, InvoiceSheetQuery,
};
use crate::log_in::{LogIn, LogInQuery};
use crate::meter::{Meter, Verification};
use crate::notice::{Notice, NoticeSettings, NoticesOf};
use crate::page::{Page, Paged};
use crate::payment::{Payment, PaymentCard, PaymentDeed, PaymentFilter, Statement};
use crate::peak::PeakReport;
use crate::point::MeteringPoint;
use crate::reading::{NewestValues, Quarantined, Reading};
use crate::report::drawing::{Drawing, DrawingQuery, Scatter, ScatterQuery};
use crate::report::{MadeFilter, MadeReport, NewReport, ReportCheck, ReportFileQuery, ReportPart, SavedReport};
use crate::rule::{Application, Maintenance, NewMaintenance, Preview, Rule, RuleChange, RuleChanges};
use crate::secret::Secret;
use crate::series::{Series, SeriesQuery};
use crate::setting::{ComparisonQuery, NewSetting, Setting, SettingComparison, SettingQuery};
use crate::sheet::Sheet;
use crate::site::{Site, SiteCard, SiteOverview};
use crate::source::{Document, Source};
use crate::status::Status;
use crate::tariff::TariffCard;
use crate::ticket::canned::Template;
use crate::ticket::deed::TicketDeed;
use crate::ticket::draft::{Dispatch, Draft, Sent};
use crate::ticket::entry::{AttachmentPart, Entry};
use crate::ticket::mail::ReceivedMail;
use crate::ticket::query::{AttachmentQuery, MessageFilter, TicketCard, TicketCounts, TicketFilter};
use crate::ticket::statistics::TicketStatistics;
use crate::ticket::{Ticket, TicketNumber};
use crate::time::Period;
use crate::weather::{CurveOf, DatedCurve, NewCurve, NewStation, SiteWeather, SiteWeatherQuery, Station, Weather};

/// What front ends ask of the daemon.
#[tarpc::service]
pub trait Ek {
    /// Returns how the daemon is doing.
    async fn status() -> Result<Status, Fault>;

    /// Finds one site by its code, by the code of a point in it, or by a unique part of its name.
    async fn find_site(text: String) -> Result<Site, Fault>;
    /// Lists sites by code.
    async fn sites(filter: Filter, page: Page) -> Result<Paged<Site>, Fault>;
    /// Lists sites with their latest values, the most urgent first.
    ///
    /// A site whose state or power changes between two pages may come on both or on none; all others come once.
    async fn overview(filter: Filter, page: Page) -> Result<Paged<SiteOverview>, Fault>;

    /// Finds one metering point by its code, by its meter's serial number, or by the code of a site with one point.
    async fn find_point(text: String) -> Result<MeteringPoint, Fault>;
    /// Lists metering points by code.
    async fn points(filter: Filter, page: Page) -> Result<Paged<MeteringPoint>, Fault>;
    /// Lists meters by serial number, with the periods in which they sat somewhere.
    async fn meters(filter: Filter, page: Page) -> Result<Paged<Meter>, Fault>;

    /// Lists the newest info code of each point that ever told one, with what its bits mean.
    async fn info_codes(filter: Filter, page: Page) -> Result<Paged<InfoReading>, Fault>;

    /// Lists the newest value of each quantity at each point.
    async fn latest(filter: Filter, page: Page) -> Result<NewestValues, Fault>;
    /// Returns what was read at a point in a period, as the archive keeps it: sealed pages as they lie, then what is not
    /// sealed yet as one page more. For whoever wants every reading: [`crate::logbook`] decodes it.
    async fn log(query: LogQuery, page: Page) -> Result<LogPages, Fault>;
    /// Lists the versions of readings, by instant, quantity and revision.
    async fn history(query: HistoryQuery, page: Page) -> Result<Paged<ReadingVersion>, Fault>;
    /// Returns what all points together used, in buckets of local time.
    async fn totals(query: TotalQuery) -> Result<Vec<Total>, Fault>;
    /// Returns one quantity of one point in buckets of local time.
    async fn series(query: SeriesQuery) -> Result<Series, Fault>;
    /// Lists readings by point, quantity and instant, or in the order of arrival.
    async fn readings(query: ReadingsQuery, page: Page) -> Result<Paged<Reading>, Fault>;
    /// Lists stretches in which expected readings are missing, oldest first.
    async fn gaps(query: GapsQuery, page: Page) -> Result<Paged<Gap>, Fault>;
    /// Lists what waits for a person, the newest first.
    async fn quarantine(filter: Filter, page: Page) -> Result<Paged<Quarantined>, Fault>;

    /// Lists the sources and how they are doing.
    async fn sources() -> Result<Vec<Source>, Fault>;
    /// Lists received documents, the newest first.
    async fn documents(filter: DocumentFilter, page: Page) -> Result<Paged<Document>, Fault>;
    /// Asks a source now, without waiting for its interval.
    async fn poll_source(source: SourceName) -> Result<(), Fault>;

    /// Puts a meter in the place of another: repeating the call with the same key returns the first result.
    async fn replace_meter(key: OnceKey, replacement: Replacement) -> Result<Resolved, Fault>;
    /// Decides about doubtful readings: repeating the call with the same key returns the first result.
    async fn resolve(key: OnceKey, resolution: Resolution) -> Result<Resolved, Fault>;

    /// Returns what counts now for the whole installation: station, outdoor temperature, network table.
    async fn weather() -> Result<Weather, Fault>;
    /// Lists what counts now for sites, by code.
    async fn site_weather(query: SiteWeatherQuery, page: Page) -> Result<Paged<SiteWeather>, Fault>;
    /// Lists the curves that the network or a site has and had, the newest first.
    async fn curves(of: CurveOf, page: Page) -> Result<Paged<DatedCurve>, Fault>;
    /// Sets a network table or a heating curve from an instant on: repeating the call with the same key returns the
    /// first result.
    async fn set_curve(key: OnceKey, curve: NewCurve) -> Result<DatedCurve, Fault>;
    /// Says whose outdoor readings count: repeating the call with the same key returns the first result.
    async fn set_station(key: OnceKey, station: NewStation) -> Result<Option<Station>, Fault>;
    /// Says when a meter was verified: repeating the call with the same key returns the first result.
    async fn set_verification(key: OnceKey, verification: Verification) -> Result<Meter, Fault>;

    /// Returns how much the archive holds.
    async fn archive() -> Result<ArchiveStat, Fault>;
    /// Recomputes a stretch of the archive and tells what is not as it must be.
    async fn verify(page: Page) -> Result<Verified, Fault>;

    /// Appends bytes to an upload and returns how many have arrived; bytes already there are not written again.
    async fn upload(part: UploadPart) -> Result<u64, Fault>;
    /// Takes an uploaded document in: repeating the call with the same key returns the first result.
    async fn import(key: OnceKey, document: NewDocument) -> Result<Document, Fault>;

    /// Returns the own account, with the log-ins before this one.
    async fn account() -> Result<OwnAccount, Fault>;
    /// Ends the session of this connection; others stay.
    async fn log_out() -> Result<(), Fault>;
    /// Puts a new password in place of the present one and ends all other sessions; opens a locked account.
    async fn change_password(change: PasswordChange) -> Result<(), Fault>;
    /// Offers a secret for an authenticator app; it counts once [`confirm_totp`](Self::confirm_totp) has had a code.
    async fn begin_totp(password: Secret) -> Result<TotpOffer, Fault>;
    /// Makes the offered second factor count.
    async fn confirm_totp(code: String) -> Result<(), Fault>;
    /// Takes the second factor away.
    async fn remove_totp(password: Secret) -> Result<(), Fault>;
    /// Sends a code to a new address and tells the old one, or removes an address: repeating the call with the same key
    /// sends nothing again.
    async fn set_contact(key: OnceKey, change: ContactChange) -> Result<Contact, Fault>;
    /// Makes a new address count.
    async fn confirm_contact(code: ContactCode) -> Result<Contact, Fault>;
    /// Ends all other sessions of the own account and locks it, so that the present password opens nothing any more;
    /// this session stays, to set a new one. Returns how many ended.
    async fn not_me() -> Result<u64, Fault>;

    /// Lists tries to log in, the newest first.
    async fn log_ins(query: LogInQuery, page: Page) -> Result<Paged<LogIn>, Fault>;
    /// Lists the open sessions of the own account, or of another's for administrators.
    async fn sessions(of: Option<Login>) -> Result<Vec<Session>, Fault>;
    /// Ends sessions and returns how many.
    async fn end_sessions(which: Ending) -> Result<u64, Fault>;
    /// Lists the tokens of the own account, or of another's for administrators.
    async fn tokens(of: Option<Login>) -> Result<Vec<Token>, Fault>;
    /// Makes a token: repeating the call with the same key returns the first result.
    async fn create_token(key: OnceKey, token: NewToken) -> Result<Token, Fault>;
    /// Gives a token another secret.
    async fn rotate_token(rotation: TokenRotation) -> Result<Token, Fault>;
    /// Ends a token at once.
    async fn revoke_token(id: TokenId) -> Result<(), Fault>;

    /// Lists accounts by log-in name.
    async fn accounts(filter: AccountFilter, page: Page) -> Result<Paged<Account>, Fault>;
    /// Finds one account by its log-in name.
    async fn find_account(login: String) -> Result<Account, Fault>;
    /// Makes an account: repeating the call with the same key returns the first result.
    async fn create_account(key: OnceKey, account: NewAccount) -> Result<Account, Fault>;
    /// Changes an account; its sessions end where its rights have changed.
    async fn edit_account(login: Login, change: AccountChange) -> Result<Account, Fault>;
    /// Sends the holder of an account a code for a new password, and opens the account for it.
    async fn reset_account(login: Login) -> Result<ResetStarted, Fault>;

    /// Lists customers by number.
    async fn customers(filter: CustomerFilter, page: Page) -> Result<Paged<Customer>, Fault>;
    /// Finds one customer by its number, by the code of a site, or by a unique part of the name.
    async fn find_customer(text: String) -> Result<CustomerFile, Fault>;
    /// Makes a customer, or changes the one with this number.
    async fn save_customer(key: OnceKey, customer: NewCustomer) -> Result<Customer, Fault>;
    /// Says that a site belongs to a customer from an instant on; whoever owned it before owned it until then.
    async fn set_ownership(key: OnceKey, ownership: Ownership) -> Result<Ownership, Fault>;
    /// Says that an account acts for a customer, or with `until` no longer does.
    async fn set_mandate(key: OnceKey, mandate: Mandate) -> Result<Mandate, Fault>;
    /// Returns all that is kept of a person besides readings, log-ins and audit lines, which have lists of their own
    /// (RODO art. 15).
    async fn export_customer(number: CustomerNumber) -> Result<PersonalData, Fault>;
    /// Erases the personal data of a customer and tells what had to stay (RODO art. 17).
    async fn erase_customer(key: OnceKey, number: CustomerNumber) -> Result<Erasure, Fault>;

    /// Lists lines of the audit log, the newest first.
    async fn audit(query: AuditQuery, page: Page) -> Result<Paged<AuditLine>, Fault>;
    /// Recomputes the chain of the audit log.
    async fn verify_audit() -> Result<AuditVerified, Fault>;
    /// Lists messages on their way out and what became of them, the newest first.
    async fn deliveries(page: Page) -> Result<Paged<Delivery>, Fault>;

    /// Lists alarms as [`AlarmFilter::standing`] says.
    async fn alarms(filter: AlarmFilter, page: Page) -> Result<Paged<Alarm>, Fault>;
    /// Returns one alarm with its history and who was told.
    async fn alarm(id: AlarmId) -> Result<AlarmCard, Fault>;
    /// Counts the active alarms.
    async fn alarm_counts() -> Result<AlarmCounts, Fault>;
    /// Does something with alarms and returns them: repeating the call with the same key returns the first result.
    async fn change_alarms(key: OnceKey, deed: AlarmDeed) -> Result<Vec<Alarm>, Fault>;
    /// Lists the rules that count for what the account sees, by name.
    async fn rules() -> Result<Vec<Rule>, Fault>;
    /// Makes a rule, or changes the one with this name: repeating the call with the same key returns the first result.
    async fn save_rule(key: OnceKey, rule: Rule) -> Result<RuleChange, Fault>;
    /// Removes a rule; its active alarms are over.
    async fn remove_rule(key: OnceKey, name: RuleName) -> Result<RuleChange, Fault>;
    /// Makes these rules all there are, or with [`Application::DryRun`] tells what that would change.
    async fn apply_rules(key: OnceKey, rules: Vec<Rule>, how: Application) -> Result<RuleChanges, Fault>;
    /// Lists maintenance windows that are not over, and those of the last 30 days, the newest first.
    async fn maintenances() -> Result<Vec<Maintenance>, Fault>;
    /// Opens a maintenance window: repeating the call with the same key returns the first result.
    async fn open_maintenance(key: OnceKey, window: NewMaintenance) -> Result<Maintenance, Fault>;
    /// Ends a maintenance window now, or takes one back that has not begun.
    async fn end_maintenance(id: MaintenanceId) -> Result<(), Fault>;

    /// Returns what a person wants to be told: the own account, or another's for administrators.
    async fn notice_settings(of: Option<Login>) -> Result<NoticeSettings, Fault>;
    /// Says what the own account wants to be told.
    async fn set_notice_settings(settings: NoticeSettings) -> Result<NoticeSettings, Fault>;
    /// Lists what people were told or will be, the newest first.
    async fn notices(of: NoticesOf, page: Page) -> Result<Paged<Notice>, Fault>;
    /// Sends a message to the own address that proves that messages arrive: repeating the call with the same key sends
    /// nothing again.
    async fn test_notice(key: OnceKey, channel: Channel) -> Result<Delivery, Fault>;
    /// Tells what a rule would have found in a period of at most 400 days, and how many messages would have left.
    async fn preview_rule(rule: Rule, period: Period) -> Result<Preview, Fault>;

    /// Lists tickets as [`TicketFilter`] says.
    async fn tickets(filter: TicketFilter, page: Page) -> Result<Paged<Ticket>, Fault>;
    /// Counts the tickets that the account sees.
    async fn ticket_counts() -> Result<TicketCounts, Fault>;
    /// Returns one ticket with what helps to answer it.
    async fn ticket(number: TicketNumber) -> Result<TicketCard, Fault>;
    /// Lists what is in the thread of a ticket, oldest first.
    async fn entries(number: TicketNumber, page: Page) -> Result<Paged<Entry>, Fault>;
    /// Lists messages over all tickets that the account sees, the newest first.
    async fn messages(filter: MessageFilter, page: Page) -> Result<Paged<Entry>, Fault>;
    /// Notes that the account has read a thread up to and including an entry.
    async fn mark_read(number: TicketNumber, up_to: EntryId) -> Result<(), Fault>;
    /// Sends a new ticket or an entry, at once or after `hold`, at most a minute, in which it can be taken back: repeating
    /// the call with the same key returns the first result. A draft with this key is gone then.
    async fn send(key: OnceKey, dispatch: Dispatch, hold: SignedDuration) -> Result<Sent, Fault>;
    /// Takes back what is not in a thread yet.
    async fn unsend(id: SendingId) -> Result<Dispatch, Fault>;
    /// Does something with tickets and returns them: repeating the call with the same key returns the first result.
    async fn change_tickets(key: OnceKey, deed: TicketDeed) -> Result<Vec<Ticket>, Fault>;
    /// Lists the drafts of the own account, the last saved first.
    async fn drafts() -> Result<Vec<Draft>, Fault>;
    /// Keeps a draft of the own account; one with this key is replaced.
    async fn save_draft(key: OnceKey, dispatch: Dispatch) -> Result<Draft, Fault>;
    /// Throws a draft away.
    async fn drop_draft(key: OnceKey) -> Result<(), Fault>;
    /// Appends bytes to a file that is to be attached and returns how many have arrived.
    async fn upload_attachment(part: UploadPart) -> Result<u64, Fault>;
    /// Returns a piece of an attached file, at most [`MAX_UPLOAD_PART`] bytes.
    async fn attachment(query: AttachmentQuery) -> Result<AttachmentPart, Fault>;
    /// Lists canned answers by name.
    async fn templates() -> Result<Vec<Template>, Fault>;
    /// Makes a canned answer, or changes the one with this name.
    async fn save_template(key: OnceKey, template: Template) -> Result<Template, Fault>;
    /// Removes a canned answer.
    async fn remove_template(name: TemplateName) -> Result<(), Fault>;
    /// Tells how the office did in a period of at most 400 days.
    async fn ticket_statistics(period: Period) -> Result<TicketStatistics, Fault>;
    /// Lists mail that came to the office's mailbox, the newest first.
    async fn received_mail(page: Page) -> Result<Paged<ReceivedMail>, Fault>;

    /// Returns degree days in buckets of local time.
    async fn degree_days(query: DegreeDayQuery) -> Result<DegreeDaySeries, Fault>;
    /// Fits the energy signature of a site, or tells why its readings do not carry one.
    async fn signature(query: SignatureQuery) -> Result<FittedSignature, Fault>;
    /// Returns what a site is expected to use in a month or a season, or tells why that cannot be said.
    async fn forecast(query: ForecastQuery) -> Result<Forecast, Fault>;
    /// Holds a quantity against the outdoor temperature.
    async fn scatter(query: ScatterQuery) -> Result<Scatter, Fault>;
    /// Holds the contracted power of a site against its peaks.
    async fn peaks(site: SiteCode) -> Result<PeakReport, Fault>;
    /// Lists changes of settings, the newest first.
    async fn settings(query: SettingQuery, page: Page) -> Result<Paged<Setting>, Fault>;
    /// Writes a change of settings down: repeating the call with the same key returns the first result.
    async fn record_setting(key: OnceKey, setting: NewSetting) -> Result<Setting, Fault>;
    /// Takes back a change of settings that was written down by mistake.
    async fn withdraw_setting(id: SettingId) -> Result<(), Fault>;
    /// Compares two periods of a site on equal weather.
    async fn compare_settings(query: ComparisonQuery) -> Result<SettingComparison, Fault>;
    /// Returns what the office knows of a building.
    async fn site_card(site: SiteCode) -> Result<SiteCard, Fault>;
    /// Says what the office knows of a building: repeating the call with the same key returns the first result.
    async fn set_site_card(key: OnceKey, card: SiteCard) -> Result<SiteCard, Fault>;

    /// Draws a chart as a file.
    async fn draw(query: DrawingQuery) -> Result<Drawing, Fault>;
    /// Returns what would be on a report, at most 200 rows of each table. Nothing is kept.
    async fn preview_report(report: NewReport) -> Result<Sheet, Fault>;
    /// Makes a report, which stays: repeating the call with the same key returns the first result.
    async fn make_report(key: OnceKey, report: NewReport) -> Result<MadeReport, Fault>;
    /// Lists the reports of the own account that were made, the newest first.
    async fn made_reports(filter: MadeFilter, page: Page) -> Result<Paged<MadeReport>, Fault>;
    /// Makes a report anew, without keeping it, and tells what is not as it was.
    async fn check_report(id: ReportId) -> Result<ReportCheck, Fault>;
    /// Returns a piece of a report as a file.
    async fn report_file(query: ReportFileQuery) -> Result<ReportPart, Fault>;
    /// Throws a report that was made away.
    async fn drop_made(id: ReportId) -> Result<(), Fault>;
    /// Lists the saved reports of the own account by name.
    async fn saved_reports() -> Result<Vec<SavedReport>, Fault>;
    /// Saves a definition, or changes the one with this name: repeating the call with the same key returns the first result.
    async fn save_report(key: OnceKey, report: SavedReport) -> Result<SavedReport, Fault>;
    /// Removes a definition with its schedule; what was made of it stays.
    async fn remove_report(name: ReportName) -> Result<(), Fault>;

    /// Lists invoices.
    async fn invoices(filter: InvoiceFilter, page: Page) -> Result<Paged<Invoice>, Fault>;
    /// Finds one invoice by its number, its KSeF number, its id (`#12`), or a unique part of its number.
    async fn find_invoice(text: String) -> Result<Invoice, Fault>;
    /// Returns one invoice with its lines, what paid it and what corrects it.
    async fn invoice(id: InvoiceId) -> Result<InvoiceCard, Fault>;
    /// Returns a piece of the file that an invoice came as, to the byte.
    async fn invoice_file(query: InvoiceFileQuery) -> Result<InvoiceFilePart, Fault>;
    /// Returns one invoice on paper, with its codes.
    async fn invoice_sheet(query: InvoiceSheetQuery) -> Result<Drawing, Fault>;
    /// Holds a bill against the contract, the tariff and the own readings.
    async fn check_bill(query: BillCheckQuery) -> Result<BillCheck, Fault>;
    /// Says whose an invoice is: repeating the call with the same key returns the first result.
    async fn assign_invoice(key: OnceKey, owner: InvoiceOwner) -> Result<Invoice, Fault>;
    /// Appends bytes to a file with invoices or a statement and returns how many have arrived.
    async fn upload_billing(part: UploadPart) -> Result<u64, Fault>;
    /// Takes an uploaded file with invoices or a statement in: repeating the call with the same key returns the first result,
    /// and the same bytes add nothing.
    async fn import_billing(key: OnceKey, file: NewBillingFile) -> Result<BillingFile, Fault>;
    /// Lists files that came, the newest first.
    async fn billing_files(filter: BillingFileFilter, page: Page) -> Result<Paged<BillingFile>, Fault>;
    /// Lists invoices with something to pay.
    async fn dues(filter: DueFilter, page: Page) -> Result<Paged<Due>, Fault>;
    /// Lists what customers owe altogether, by number.
    async fn balances(filter: BalanceFilter, page: Page) -> Result<Paged<Balance>, Fault>;
    /// Returns the transfer that pays something.
    async fn transfer(of: TransferOf) -> Result<TransferOrder, Fault>;
    /// Returns a transfer on paper, with its code.
    async fn transfer_sheet(query: TransferSheetQuery) -> Result<Drawing, Fault>;
    /// Lists payments.
    async fn payments(filter: PaymentFilter, page: Page) -> Result<Paged<Payment>, Fault>;
    /// Returns one payment, for those who keep the books with what it may pay.
    async fn payment(id: PaymentId) -> Result<PaymentCard, Fault>;
    /// Does something with a payment: repeating the call with the same key returns the first result.
    async fn change_payment(key: OnceKey, deed: PaymentDeed) -> Result<Payment, Fault>;
    /// Lists bank statements, the newest first.
    async fn statements(page: Page) -> Result<Paged<Statement>, Fault>;
    /// Lists contracts.
    async fn contracts(filter: ContractFilter, page: Page) -> Result<Paged<Contract>, Fault>;
    /// Makes a contract, or a version of one from a day on; the version before it ends the day before.
    async fn save_contract(key: OnceKey, contract: Contract) -> Result<Contract, Fault>;
    /// Lists the tariffs of the installation, by name.
    async fn tariffs() -> Result<Vec<TariffCard>, Fault>;
    /// Returns what the month of a site has cost so far.
    async fn cost_so_far(query: CostQuery) -> Result<CostSoFar, Fault>;

    /// Returns what happened after `since`, waiting for something at most `wait`.
    ///
    /// Without `since` it answers at once with no events and the journal's present end. A place beyond that end is of
    /// another archive and refused.
    async fn changes(since: Option<Cursor>, wait: SignedDuration) -> Result<Changes, Fault>;
}
