//! The service: each method with what it needs and its handler.

use std::time::Instant;

use common::account::{
    Account, AccountChange, ContactChange, ContactCode, Ending, Login, NewAccount, NewToken, OwnAccount,
    PasswordChange, ResetStarted, Session, Token, TokenRotation, TotpOffer,
};
use common::alarm::{Alarm, AlarmCard, AlarmCounts, AlarmDeed, AlarmFilter};
use common::api::{
    DocumentFilter, Ek, Filter, Gap, GapsQuery, LogPages, LogQuery, NewDocument, OnceKey, ReadingsQuery, UploadPart,
};
use common::archive::{
    ArchiveStat, HistoryQuery, ReadingVersion, Replacement, Resolution, Resolved, Total, TotalQuery, Verified,
};
use common::audit::{AuditLine, AuditQuery, AuditVerified};
use common::contact::Contact;
use common::contract::{Contract, ContractFilter};
use common::customer::{
    AccountFilter, Customer, CustomerFile, CustomerFilter, Erasure, Mandate, NewCustomer, Ownership, PersonalData,
};
use common::degree_day::{DegreeDayQuery, DegreeDaySeries};
use common::delivery::{Channel, Delivery};
use common::due::{Balance, BalanceFilter, Due, DueFilter, TransferOf, TransferOrder, TransferSheetQuery};
use common::event::Changes;
use common::fault::Fault;
use common::forecast::{FittedSignature, Forecast, ForecastQuery, SignatureQuery};
use common::id::{
    AlarmId, Cursor, CustomerNumber, EntryId, InvoiceId, MaintenanceId, PaymentId, ReportId, ReportName, RuleName,
    SendingId, SettingId, SiteCode, SourceName, TemplateName, TokenId,
};
use common::info_code::InfoReading;
use common::invoice::check::{BillCheck, BillCheckQuery, CostQuery, CostSoFar};
use common::invoice::file::{BillingFile, BillingFileFilter, NewBillingFile};
use common::invoice::{
    Invoice, InvoiceCard, InvoiceFilePart, InvoiceFileQuery, InvoiceFilter, InvoiceOwner, InvoiceSheetQuery,
};
use common::log_in::{LogIn, LogInQuery};
use common::meter::{Meter, Verification};
use common::notice::{Notice, NoticeSettings, NoticesOf};
use common::page::{Page, Paged};
use common::payment::{Payment, PaymentCard, PaymentDeed, PaymentFilter, Statement};
use common::peak::PeakReport;
use common::point::MeteringPoint;
use common::reading::{NewestValues, Quarantined, Reading};
use common::report::drawing::{Drawing, DrawingQuery, Scatter, ScatterQuery};
use common::report::{MadeFilter, MadeReport, NewReport, ReportCheck, ReportFileQuery, ReportPart, SavedReport};
use common::rule::{Application, Maintenance, NewMaintenance, Preview, Rule, RuleChange, RuleChanges};
use common::secret::Secret;
use common::series::{Series, SeriesQuery};
use common::setting::{ComparisonQuery, NewSetting, Setting, SettingComparison, SettingQuery};
use common::sheet::Sheet;
use common::site::{Site, SiteCard, SiteOverview};
use common::source::{Document, Source};
use common::status::Status;
use common::tariff::TariffCard;
use common::ticket::canned::Template;
use common::ticket::deed::TicketDeed;
use common::ticket::draft::{Dispatch, Draft, Sent};
use common::ticket::entry::{AttachmentPart, Entry};
use common::ticket::mail::ReceivedMail;
use common::ticket::query::{AttachmentQuery, MessageFilter, TicketCard, TicketCounts, TicketFilter};
use common::ticket::statistics::TicketStatistics;
use common::ticket::{Ticket, TicketNumber};
use common::time::Period;
use common::weather::{CurveOf, DatedCurve, NewCurve, NewStation, SiteWeather, SiteWeatherQuery, Station, Weather};
use jiff::SignedDuration;
use tarpc::context::Context;

use super::access::{Caller, Need, Visit};
use super::answer::{NoAnswer, answer};
use super::{
    House, account, alarm, analysis, archive, audit, bill, billing_sheet, change, contract, customer, due, import,
    invoice, mail, notice, office, payment, point, reading, report, setting, site, source, staff, status, ticket,
    token, weather,
};

/// One connection's side of the service.
#[derive(Clone, Debug)]
pub(super) struct Service {
    pub(super) house: House,
    pub(super) caller: Caller,
}

impl Service {
    async fn visit<T>(
        &self,
        method: &'static str,
        need: Need,
        handler: impl AsyncFnOnce(&Visit<'_>) -> Result<T, NoAnswer>,
    ) -> Result<T, Fault> {
        let started = Instant::now();
        let visit = Visit::new(&self.house, &self.caller, need);
        answer(method, started, handler(&visit).await)
    }
}

/// Makes each method of the service of a line: what it is asked with, what it answers, what it needs, its handler.
macro_rules! methods {
    ($($method:ident($($argument:ident: $kind:ty),*) -> $answer:ty: $need:ident, $handler:path;)*) => {
        impl Ek for Service {
            $(async fn $method(self, _: Context, $($argument: $kind),*) -> Result<$answer, Fault> {
                let handle = async |visit: &Visit<'_>| $handler(visit, $($argument),*).await;
                self.visit(stringify!($method), Need::$need, handle).await
            })*
        }
    };
}

methods! {
    status() -> Status: Look, status::status;
    find_site(text: String) -> Site: Look, site::find;
    sites(filter: Filter, page: Page) -> Paged<Site>: Look, site::list;
    overview(filter: Filter, page: Page) -> Paged<SiteOverview>: Look, site::overview;
    find_point(text: String) -> MeteringPoint: Look, point::find;
    points(filter: Filter, page: Page) -> Paged<MeteringPoint>: Look, point::list;
    meters(filter: Filter, page: Page) -> Paged<Meter>: Look, point::meters;
    info_codes(filter: Filter, page: Page) -> Paged<InfoReading>: Look, point::info_codes;
    latest(filter: Filter, page: Page) -> NewestValues: Look, reading::latest;
    log(query: LogQuery, page: Page) -> LogPages: Look, archive::log;
    history(query: HistoryQuery, page: Page) -> Paged<ReadingVersion>: Look, archive::history;
    totals(query: TotalQuery) -> Vec<Total>: Look, archive::totals;
    series(query: SeriesQuery) -> Series: Look, reading::series;
    readings(query: ReadingsQuery, page: Page) -> Paged<Reading>: Look, reading::list;
    gaps(query: GapsQuery, page: Page) -> Paged<Gap>: Look, reading::gaps;
    quarantine(filter: Filter, page: Page) -> Paged<Quarantined>: Look, reading::quarantine;
    sources() -> Vec<Source>: LookBehind, source::list;
    documents(filter: DocumentFilter, page: Page) -> Paged<Document>: LookBehind, source::documents;
    poll_source(source: SourceName) -> (): Operate, source::poll;
    replace_meter(key: OnceKey, replacement: Replacement) -> Resolved: Operate, archive::replace_meter;
    resolve(key: OnceKey, resolution: Resolution) -> Resolved: Operate, archive::resolve;
    weather() -> Weather: Look, weather::show;
    site_weather(query: SiteWeatherQuery, page: Page) -> Paged<SiteWeather>: Look, weather::sites;
    curves(of: CurveOf, page: Page) -> Paged<DatedCurve>: Look, weather::curves;
    set_curve(key: OnceKey, curve: NewCurve) -> DatedCurve: Operate, weather::set_curve;
    set_station(key: OnceKey, station: NewStation) -> Option<Station>: Operate, weather::set_station;
    set_verification(key: OnceKey, verification: Verification) -> Meter: Operate, point::set_verification;
    archive() -> ArchiveStat: LookBehind, archive::stat;
    verify(page: Page) -> Verified: LookBehind, archive::verify;
    upload(part: UploadPart) -> u64: Operate, import::upload;
    import(key: OnceKey, document: NewDocument) -> Document: Operate, import::import;
    account() -> OwnAccount: Own, account::show;
    log_out() -> (): Own, account::log_out;
    change_password(change: PasswordChange) -> (): ChangeOwn, account::change_password;
    begin_totp(password: Secret) -> TotpOffer: ChangeOwn, account::begin_totp;
    confirm_totp(code: String) -> (): ChangeOwn, account::confirm_totp;
    remove_totp(password: Secret) -> (): ChangeOwn, account::remove_totp;
    set_contact(key: OnceKey, change: ContactChange) -> Contact: ChangeOwn, account::set_contact;
    confirm_contact(code: ContactCode) -> Contact: ChangeOwn, account::confirm_contact;
    not_me() -> u64: ChangeOwn, account::not_me;
    log_ins(query: LogInQuery, page: Page) -> Paged<LogIn>: Own, account::log_ins;
    sessions(of: Option<Login>) -> Vec<Session>: Own, account::sessions;
    end_sessions(which: Ending) -> u64: ChangeOwn, account::end_sessions;
    tokens(of: Option<Login>) -> Vec<Token>: Own, token::list;
    create_token(key: OnceKey, token: NewToken) -> Token: ChangeOwn, token::create;
    rotate_token(rotation: TokenRotation) -> Token: ChangeOwn, token::rotate;
    revoke_token(id: TokenId) -> (): ChangeOwn, token::revoke;
    accounts(filter: AccountFilter, page: Page) -> Paged<Account>: Accounts, staff::list;
    find_account(login: String) -> Account: Accounts, staff::find;
    create_account(key: OnceKey, account: NewAccount) -> Account: ChangeAccounts, staff::create;
    edit_account(login: Login, change: AccountChange) -> Account: ChangeAccounts, staff::edit;
    reset_account(login: Login) -> ResetStarted: ChangeAccounts, staff::reset;
    customers(filter: CustomerFilter, page: Page) -> Paged<Customer>: Customers, customer::list;
    find_customer(text: String) -> CustomerFile: Customers, customer::find;
    save_customer(key: OnceKey, customer: NewCustomer) -> Customer: ChangeCustomers, customer::save;
    set_ownership(key: OnceKey, ownership: Ownership) -> Ownership: ChangeCustomers, customer::own;
    set_mandate(key: OnceKey, mandate: Mandate) -> Mandate: ChangeAccounts, customer::mandate;
    export_customer(number: CustomerNumber) -> PersonalData: ChangeCustomers, customer::export;
    erase_customer(key: OnceKey, number: CustomerNumber) -> Erasure: Administer, customer::erase;
    audit(query: AuditQuery, page: Page) -> Paged<AuditLine>: Administer, audit::list;
    verify_audit() -> AuditVerified: Administer, audit::verify;
    deliveries(page: Page) -> Paged<Delivery>: Administer, audit::deliveries;
    alarms(filter: AlarmFilter, page: Page) -> Paged<Alarm>: Look, alarm::list;
    alarm(id: AlarmId) -> AlarmCard: Look, alarm::card;
    alarm_counts() -> AlarmCounts: Look, alarm::counts;
    change_alarms(key: OnceKey, deed: AlarmDeed) -> Vec<Alarm>: Attend, alarm::change;
    rules() -> Vec<Rule>: Look, alarm::rules;
    save_rule(key: OnceKey, rule: Rule) -> RuleChange: Attend, alarm::save_rule;
    remove_rule(key: OnceKey, name: RuleName) -> RuleChange: Attend, alarm::remove_rule;
    apply_rules(key: OnceKey, rules: Vec<Rule>, how: Application) -> RuleChanges: Operate, alarm::apply_rules;
    maintenances() -> Vec<Maintenance>: Look, alarm::maintenances;
    open_maintenance(key: OnceKey, window: NewMaintenance) -> Maintenance: Attend, alarm::open_maintenance;
    end_maintenance(id: MaintenanceId) -> (): Attend, alarm::end_maintenance;
    notice_settings(of: Option<Login>) -> NoticeSettings: Own, notice::settings_of;
    set_notice_settings(settings: NoticeSettings) -> NoticeSettings: ChangeOwn, notice::set_settings;
    notices(of: NoticesOf, page: Page) -> Paged<Notice>: Own, notice::list;
    test_notice(key: OnceKey, channel: Channel) -> Delivery: ChangeOwn, notice::test;
    preview_rule(rule: Rule, period: Period) -> Preview: Look, notice::preview;
    tickets(filter: TicketFilter, page: Page) -> Paged<Ticket>: Look, ticket::list;
    ticket_counts() -> TicketCounts: Look, ticket::counts;
    ticket(number: TicketNumber) -> TicketCard: Look, ticket::card;
    entries(number: TicketNumber, page: Page) -> Paged<Entry>: Look, ticket::entries;
    messages(filter: MessageFilter, page: Page) -> Paged<Entry>: Look, ticket::messages;
    mark_read(number: TicketNumber, up_to: EntryId) -> (): Attend, ticket::mark_read;
    send(key: OnceKey, dispatch: Dispatch, hold: SignedDuration) -> Sent: Attend, ticket::send;
    unsend(id: SendingId) -> Dispatch: Attend, ticket::unsend;
    change_tickets(key: OnceKey, deed: TicketDeed) -> Vec<Ticket>: Attend, ticket::change_tickets;
    drafts() -> Vec<Draft>: Own, office::drafts;
    save_draft(key: OnceKey, dispatch: Dispatch) -> Draft: Attend, office::save_draft;
    drop_draft(key: OnceKey) -> (): Attend, office::drop_draft;
    upload_attachment(part: UploadPart) -> u64: Attend, ticket::upload_attachment;
    attachment(query: AttachmentQuery) -> AttachmentPart: Look, ticket::attachment;
    templates() -> Vec<Template>: Customers, office::templates;
    save_template(key: OnceKey, template: Template) -> Template: ChangeCustomers, office::save_template;
    remove_template(name: TemplateName) -> (): ChangeCustomers, office::remove_template;
    ticket_statistics(period: Period) -> TicketStatistics: Customers, office::statistics;
    received_mail(page: Page) -> Paged<ReceivedMail>: Customers, mail::received;
    degree_days(query: DegreeDayQuery) -> DegreeDaySeries: Look, analysis::degree_days;
    signature(query: SignatureQuery) -> FittedSignature: Look, analysis::signature;
    forecast(query: ForecastQuery) -> Forecast: Look, analysis::forecast;
    scatter(query: ScatterQuery) -> Scatter: Look, analysis::scatter;
    peaks(site: SiteCode) -> PeakReport: Look, analysis::peaks;
    settings(query: SettingQuery, page: Page) -> Paged<Setting>: Look, setting::list;
    record_setting(key: OnceKey, setting: NewSetting) -> Setting: Attend, setting::record;
    withdraw_setting(id: SettingId) -> (): Attend, setting::withdraw;
    compare_settings(query: ComparisonQuery) -> SettingComparison: Look, setting::compare;
    site_card(site: SiteCode) -> SiteCard: Look, site::card;
    set_site_card(key: OnceKey, card: SiteCard) -> SiteCard: ChangeCustomers, site::set_card;
    draw(query: DrawingQuery) -> Drawing: Look, report::draw;
    preview_report(report: NewReport) -> Sheet: Look, report::preview;
    make_report(key: OnceKey, report: NewReport) -> MadeReport: Attend, report::make;
    made_reports(filter: MadeFilter, page: Page) -> Paged<MadeReport>: Own, report::made;
    check_report(id: ReportId) -> ReportCheck: Look, report::check;
    report_file(query: ReportFileQuery) -> ReportPart: Own, report::file;
    drop_made(id: ReportId) -> (): Attend, report::drop_made;
    saved_reports() -> Vec<SavedReport>: Own, report::saved;
    save_report(key: OnceKey, report: SavedReport) -> SavedReport: Attend, report::save;
    remove_report(name: ReportName) -> (): Attend, report::remove;
    invoices(filter: InvoiceFilter, page: Page) -> Paged<Invoice>: Finance, invoice::list;
    find_invoice(text: String) -> Invoice: Finance, invoice::find;
    invoice(id: InvoiceId) -> InvoiceCard: Finance, invoice::card;
    invoice_file(query: InvoiceFileQuery) -> InvoiceFilePart: Finance, invoice::file;
    invoice_sheet(query: InvoiceSheetQuery) -> Drawing: Finance, billing_sheet::invoice;
    check_bill(query: BillCheckQuery) -> BillCheck: Finance, bill::check;
    assign_invoice(key: OnceKey, owner: InvoiceOwner) -> Invoice: KeepBooks, invoice::assign;
    upload_billing(part: UploadPart) -> u64: KeepBooks, invoice::upload;
    import_billing(key: OnceKey, file: NewBillingFile) -> BillingFile: KeepBooks, invoice::import;
    billing_files(filter: BillingFileFilter, page: Page) -> Paged<BillingFile>: Customers, invoice::files;
    dues(filter: DueFilter, page: Page) -> Paged<Due>: Finance, due::list;
    balances(filter: BalanceFilter, page: Page) -> Paged<Balance>: Finance, due::balances;
    transfer(of: TransferOf) -> TransferOrder: Finance, due::transfer;
    transfer_sheet(query: TransferSheetQuery) -> Drawing: Finance, billing_sheet::transfer;
    payments(filter: PaymentFilter, page: Page) -> Paged<Payment>: Finance, payment::list;
    payment(id: PaymentId) -> PaymentCard: Finance, payment::card;
    change_payment(key: OnceKey, deed: PaymentDeed) -> Payment: KeepBooks, payment::change;
    statements(page: Page) -> Paged<Statement>: Customers, payment::statements;
    contracts(filter: ContractFilter, page: Page) -> Paged<Contract>: Finance, contract::list;
    save_contract(key: OnceKey, contract: Contract) -> Contract: KeepBooks, contract::save;
    tariffs() -> Vec<TariffCard>: Look, contract::tariffs;
    cost_so_far(query: CostQuery) -> CostSoFar: Finance, bill::cost;
    changes(since: Option<Cursor>, wait: SignedDuration) -> Changes: Look, change::changes;
}
