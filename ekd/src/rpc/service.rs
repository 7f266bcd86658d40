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
use common::customer::{
    AccountFilter, Customer, CustomerFile, CustomerFilter, Erasure, Mandate, NewCustomer, Ownership, PersonalData,
};
use common::delivery::{Channel, Delivery};
use common::event::Changes;
use common::fault::Fault;
use common::id::{
    AlarmId, Cursor, CustomerNumber, EntryId, MaintenanceId, RuleName, SendingId, SourceName, TemplateName, TokenId,
};
use common::info_code::InfoReading;
use common::log_in::{LogIn, LogInQuery};
use common::meter::{Meter, Verification};
use common::notice::{Notice, NoticeSettings, NoticesOf};
use common::page::{Page, Paged};
use common::point::MeteringPoint;
use common::reading::{NewestValues, Quarantined, Reading};
use common::rule::{Application, Maintenance, NewMaintenance, Preview, Rule, RuleChange, RuleChanges};
use common::secret::Secret;
use common::series::{Series, SeriesQuery};
use common::site::{Site, SiteOverview};
use common::source::{Document, Source};
use common::status::Status;
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
    House, account, alarm, archive, audit, change, customer, import, mail, notice, office, point, reading, site,
    source, staff, status, ticket, token, weather,
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

impl Ek for Service {
    async fn status(self, _: Context) -> Result<Status, Fault> {
        self.visit("status", Need::Look, async |visit| status::status(visit).await).await
    }

    async fn find_site(self, _: Context, text: String) -> Result<Site, Fault> {
        self.visit("find_site", Need::Look, async |visit| site::find(visit, text).await).await
    }

    async fn sites(self, _: Context, filter: Filter, page: Page) -> Result<Paged<Site>, Fault> {
        self.visit("sites", Need::Look, async |visit| site::list(visit, filter, page).await).await
    }

    async fn overview(self, _: Context, filter: Filter, page: Page) -> Result<Paged<SiteOverview>, Fault> {
        self.visit("overview", Need::Look, async |visit| site::overview(visit, filter, page).await).await
    }

    async fn find_point(self, _: Context, text: String) -> Result<MeteringPoint, Fault> {
        self.visit("find_point", Need::Look, async |visit| point::find(visit, text).await).await
    }

    async fn points(self, _: Context, filter: Filter, page: Page) -> Result<Paged<MeteringPoint>, Fault> {
        self.visit("points", Need::Look, async |visit| point::list(visit, filter, page).await).await
    }

    async fn meters(self, _: Context, filter: Filter, page: Page) -> Result<Paged<Meter>, Fault> {
        self.visit("meters", Need::Look, async |visit| point::meters(visit, filter, page).await).await
    }

    async fn info_codes(self, _: Context, filter: Filter, page: Page) -> Result<Paged<InfoReading>, Fault> {
        self.visit("info_codes", Need::Look, async |visit| point::info_codes(visit, filter, page).await).await
    }

    async fn latest(self, _: Context, filter: Filter, page: Page) -> Result<NewestValues, Fault> {
        self.visit("latest", Need::Look, async |visit| reading::latest(visit, filter, page).await).await
    }

    async fn log(self, _: Context, query: LogQuery, page: Page) -> Result<LogPages, Fault> {
        self.visit("log", Need::Look, async |visit| archive::log(visit, query, page).await).await
    }

    async fn history(self, _: Context, query: HistoryQuery, page: Page) -> Result<Paged<ReadingVersion>, Fault> {
        self.visit("history", Need::Look, async |visit| archive::history(visit, query, page).await).await
    }

    async fn totals(self, _: Context, query: TotalQuery) -> Result<Vec<Total>, Fault> {
        self.visit("totals", Need::Look, async |visit| archive::totals(visit, query).await).await
    }

    async fn series(self, _: Context, query: SeriesQuery) -> Result<Series, Fault> {
        self.visit("series", Need::Look, async |visit| reading::series(visit, query).await).await
    }

    async fn readings(self, _: Context, query: ReadingsQuery, page: Page) -> Result<Paged<Reading>, Fault> {
        self.visit("readings", Need::Look, async |visit| reading::list(visit, query, page).await).await
    }

    async fn gaps(self, _: Context, query: GapsQuery, page: Page) -> Result<Paged<Gap>, Fault> {
        self.visit("gaps", Need::Look, async |visit| reading::gaps(visit, query, page).await).await
    }

    async fn quarantine(self, _: Context, filter: Filter, page: Page) -> Result<Paged<Quarantined>, Fault> {
        self.visit("quarantine", Need::Look, async |visit| reading::quarantine(visit, filter, page).await).await
    }

    async fn sources(self, _: Context) -> Result<Vec<Source>, Fault> {
        self.visit("sources", Need::LookBehind, async |visit| source::list(visit).await).await
    }

    async fn documents(self, _: Context, filter: DocumentFilter, page: Page) -> Result<Paged<Document>, Fault> {
        self.visit("documents", Need::LookBehind, async |visit| source::documents(visit, filter, page).await).await
    }

    async fn poll_source(self, _: Context, source: SourceName) -> Result<(), Fault> {
        self.visit("poll_source", Need::Operate, async |visit| source::poll(visit, &source).await).await
    }

    async fn replace_meter(self, _: Context, key: OnceKey, replacement: Replacement) -> Result<Resolved, Fault> {
        self.visit("replace_meter", Need::Operate, async |visit| archive::replace_meter(visit, key, replacement).await)
            .await
    }

    async fn resolve(self, _: Context, key: OnceKey, resolution: Resolution) -> Result<Resolved, Fault> {
        self.visit("resolve", Need::Operate, async |visit| archive::resolve(visit, key, resolution).await).await
    }

    async fn weather(self, _: Context) -> Result<Weather, Fault> {
        self.visit("weather", Need::Look, async |visit| weather::show(visit).await).await
    }

    async fn site_weather(self, _: Context, query: SiteWeatherQuery, page: Page) -> Result<Paged<SiteWeather>, Fault> {
        self.visit("site_weather", Need::Look, async |visit| weather::sites(visit, query, page).await).await
    }

    async fn curves(self, _: Context, of: CurveOf, page: Page) -> Result<Paged<DatedCurve>, Fault> {
        self.visit("curves", Need::Look, async |visit| weather::curves(visit, of, page).await).await
    }

    async fn set_curve(self, _: Context, key: OnceKey, curve: NewCurve) -> Result<DatedCurve, Fault> {
        self.visit("set_curve", Need::Operate, async |visit| weather::set_curve(visit, key, curve).await).await
    }

    async fn set_station(self, _: Context, key: OnceKey, station: NewStation) -> Result<Option<Station>, Fault> {
        self.visit("set_station", Need::Operate, async |visit| weather::set_station(visit, key, station).await).await
    }

    async fn set_verification(self, _: Context, key: OnceKey, verification: Verification) -> Result<Meter, Fault> {
        self.visit("set_verification", Need::Operate, async |visit| {
            point::set_verification(visit, key, verification).await
        })
        .await
    }

    async fn archive(self, _: Context) -> Result<ArchiveStat, Fault> {
        self.visit("archive", Need::LookBehind, async |visit| archive::stat(visit).await).await
    }

    async fn verify(self, _: Context, page: Page) -> Result<Verified, Fault> {
        self.visit("verify", Need::LookBehind, async |visit| archive::verify(visit, page).await).await
    }

    async fn upload(self, _: Context, part: UploadPart) -> Result<u64, Fault> {
        self.visit("upload", Need::Operate, async |visit| import::upload(visit, part).await).await
    }

    async fn import(self, _: Context, key: OnceKey, document: NewDocument) -> Result<Document, Fault> {
        self.visit("import", Need::Operate, async |visit| import::import(visit, key, document).await).await
    }

    async fn account(self, _: Context) -> Result<OwnAccount, Fault> {
        self.visit("account", Need::Own, async |visit| account::show(visit).await).await
    }

    async fn log_out(self, _: Context) -> Result<(), Fault> {
        self.visit("log_out", Need::Own, async |visit| account::log_out(visit).await).await
    }

    async fn change_password(self, _: Context, change: PasswordChange) -> Result<(), Fault> {
        self.visit("change_password", Need::ChangeOwn, async |visit| account::change_password(visit, change).await)
            .await
    }

    async fn begin_totp(self, _: Context, password: Secret) -> Result<TotpOffer, Fault> {
        self.visit("begin_totp", Need::ChangeOwn, async |visit| account::begin_totp(visit, password).await).await
    }

    async fn confirm_totp(self, _: Context, code: String) -> Result<(), Fault> {
        self.visit("confirm_totp", Need::ChangeOwn, async |visit| account::confirm_totp(visit, code).await).await
    }

    async fn remove_totp(self, _: Context, password: Secret) -> Result<(), Fault> {
        self.visit("remove_totp", Need::ChangeOwn, async |visit| account::remove_totp(visit, password).await).await
    }

    async fn set_contact(self, _: Context, key: OnceKey, change: ContactChange) -> Result<Contact, Fault> {
        self.visit("set_contact", Need::ChangeOwn, async |visit| account::set_contact(visit, key, change).await).await
    }

    async fn confirm_contact(self, _: Context, code: ContactCode) -> Result<Contact, Fault> {
        self.visit("confirm_contact", Need::ChangeOwn, async |visit| account::confirm_contact(visit, code).await).await
    }

    async fn not_me(self, _: Context) -> Result<u64, Fault> {
        self.visit("not_me", Need::ChangeOwn, async |visit| account::not_me(visit).await).await
    }

    async fn log_ins(self, _: Context, query: LogInQuery, page: Page) -> Result<Paged<LogIn>, Fault> {
        self.visit("log_ins", Need::Own, async |visit| account::log_ins(visit, query, page).await).await
    }

    async fn sessions(self, _: Context, of: Option<Login>) -> Result<Vec<Session>, Fault> {
        self.visit("sessions", Need::Own, async |visit| account::sessions(visit, of).await).await
    }

    async fn end_sessions(self, _: Context, which: Ending) -> Result<u64, Fault> {
        self.visit("end_sessions", Need::ChangeOwn, async |visit| account::end_sessions(visit, which).await).await
    }

    async fn tokens(self, _: Context, of: Option<Login>) -> Result<Vec<Token>, Fault> {
        self.visit("tokens", Need::Own, async |visit| token::list(visit, of).await).await
    }

    async fn create_token(self, _: Context, key: OnceKey, token: NewToken) -> Result<Token, Fault> {
        self.visit("create_token", Need::ChangeOwn, async |visit| token::create(visit, key, token).await).await
    }

    async fn rotate_token(self, _: Context, rotation: TokenRotation) -> Result<Token, Fault> {
        self.visit("rotate_token", Need::ChangeOwn, async |visit| token::rotate(visit, rotation).await).await
    }

    async fn revoke_token(self, _: Context, id: TokenId) -> Result<(), Fault> {
        self.visit("revoke_token", Need::ChangeOwn, async |visit| token::revoke(visit, id).await).await
    }

    async fn accounts(self, _: Context, filter: AccountFilter, page: Page) -> Result<Paged<Account>, Fault> {
        self.visit("accounts", Need::Accounts, async |visit| staff::list(visit, filter, page).await).await
    }

    async fn find_account(self, _: Context, login: String) -> Result<Account, Fault> {
        self.visit("find_account", Need::Accounts, async |visit| staff::find(visit, login).await).await
    }

    async fn create_account(self, _: Context, key: OnceKey, account: NewAccount) -> Result<Account, Fault> {
        self.visit("create_account", Need::ChangeAccounts, async |visit| staff::create(visit, key, account).await).await
    }

    async fn edit_account(self, _: Context, login: Login, change: AccountChange) -> Result<Account, Fault> {
        self.visit("edit_account", Need::ChangeAccounts, async |visit| staff::edit(visit, login, change).await).await
    }

    async fn reset_account(self, _: Context, login: Login) -> Result<ResetStarted, Fault> {
        self.visit("reset_account", Need::ChangeAccounts, async |visit| staff::reset(visit, login).await).await
    }

    async fn customers(self, _: Context, filter: CustomerFilter, page: Page) -> Result<Paged<Customer>, Fault> {
        self.visit("customers", Need::Customers, async |visit| customer::list(visit, filter, page).await).await
    }

    async fn find_customer(self, _: Context, text: String) -> Result<CustomerFile, Fault> {
        self.visit("find_customer", Need::Customers, async |visit| customer::find(visit, text).await).await
    }

    async fn save_customer(self, _: Context, key: OnceKey, customer: NewCustomer) -> Result<Customer, Fault> {
        self.visit("save_customer", Need::ChangeCustomers, async |visit| customer::save(visit, key, customer).await)
            .await
    }

    async fn set_ownership(self, _: Context, key: OnceKey, ownership: Ownership) -> Result<Ownership, Fault> {
        self.visit("set_ownership", Need::ChangeCustomers, async |visit| customer::own(visit, key, ownership).await)
            .await
    }

    async fn set_mandate(self, _: Context, key: OnceKey, mandate: Mandate) -> Result<Mandate, Fault> {
        self.visit("set_mandate", Need::ChangeAccounts, async |visit| customer::mandate(visit, key, mandate).await)
            .await
    }

    async fn export_customer(self, _: Context, number: CustomerNumber) -> Result<PersonalData, Fault> {
        self.visit("export_customer", Need::ChangeCustomers, async |visit| customer::export(visit, number).await).await
    }

    async fn erase_customer(self, _: Context, key: OnceKey, number: CustomerNumber) -> Result<Erasure, Fault> {
        self.visit("erase_customer", Need::Administer, async |visit| customer::erase(visit, key, number).await).await
    }

    async fn audit(self, _: Context, query: AuditQuery, page: Page) -> Result<Paged<AuditLine>, Fault> {
        self.visit("audit", Need::Administer, async |visit| audit::list(visit, query, page).await).await
    }

    async fn verify_audit(self, _: Context) -> Result<AuditVerified, Fault> {
        self.visit("verify_audit", Need::Administer, async |visit| audit::verify(visit).await).await
    }

    async fn deliveries(self, _: Context, page: Page) -> Result<Paged<Delivery>, Fault> {
        self.visit("deliveries", Need::Administer, async |visit| audit::deliveries(visit, page).await).await
    }

    async fn alarms(self, _: Context, filter: AlarmFilter, page: Page) -> Result<Paged<Alarm>, Fault> {
        self.visit("alarms", Need::Look, async |visit| alarm::list(visit, filter, page).await).await
    }

    async fn alarm(self, _: Context, id: AlarmId) -> Result<AlarmCard, Fault> {
        self.visit("alarm", Need::Look, async |visit| alarm::card(visit, id).await).await
    }

    async fn alarm_counts(self, _: Context) -> Result<AlarmCounts, Fault> {
        self.visit("alarm_counts", Need::Look, async |visit| alarm::counts(visit).await).await
    }

    async fn change_alarms(self, _: Context, key: OnceKey, deed: AlarmDeed) -> Result<Vec<Alarm>, Fault> {
        self.visit("change_alarms", Need::Attend, async |visit| alarm::change(visit, key, deed).await).await
    }

    async fn rules(self, _: Context) -> Result<Vec<Rule>, Fault> {
        self.visit("rules", Need::Look, async |visit| alarm::rules(visit).await).await
    }

    async fn save_rule(self, _: Context, key: OnceKey, rule: Rule) -> Result<RuleChange, Fault> {
        self.visit("save_rule", Need::Attend, async |visit| alarm::save_rule(visit, key, rule).await).await
    }

    async fn remove_rule(self, _: Context, key: OnceKey, name: RuleName) -> Result<RuleChange, Fault> {
        self.visit("remove_rule", Need::Attend, async |visit| alarm::remove_rule(visit, key, name).await).await
    }

    async fn apply_rules(
        self,
        _: Context,
        key: OnceKey,
        rules: Vec<Rule>,
        how: Application,
    ) -> Result<RuleChanges, Fault> {
        self.visit("apply_rules", Need::Operate, async |visit| alarm::apply_rules(visit, key, rules, how).await).await
    }

    async fn maintenances(self, _: Context) -> Result<Vec<Maintenance>, Fault> {
        self.visit("maintenances", Need::Look, async |visit| alarm::maintenances(visit).await).await
    }

    async fn open_maintenance(self, _: Context, key: OnceKey, window: NewMaintenance) -> Result<Maintenance, Fault> {
        self.visit("open_maintenance", Need::Attend, async |visit| alarm::open_maintenance(visit, key, window).await)
            .await
    }

    async fn end_maintenance(self, _: Context, id: MaintenanceId) -> Result<(), Fault> {
        self.visit("end_maintenance", Need::Attend, async |visit| alarm::end_maintenance(visit, id).await).await
    }

    async fn notice_settings(self, _: Context, of: Option<Login>) -> Result<NoticeSettings, Fault> {
        self.visit("notice_settings", Need::Own, async |visit| notice::settings_of(visit, of).await).await
    }

    async fn set_notice_settings(self, _: Context, settings: NoticeSettings) -> Result<NoticeSettings, Fault> {
        self.visit("set_notice_settings", Need::ChangeOwn, async |visit| notice::set_settings(visit, settings).await)
            .await
    }

    async fn notices(self, _: Context, of: NoticesOf, page: Page) -> Result<Paged<Notice>, Fault> {
        self.visit("notices", Need::Own, async |visit| notice::list(visit, of, page).await).await
    }

    async fn test_notice(self, _: Context, key: OnceKey, channel: Channel) -> Result<Delivery, Fault> {
        self.visit("test_notice", Need::ChangeOwn, async |visit| notice::test(visit, key, channel).await).await
    }

    async fn preview_rule(self, _: Context, rule: Rule, period: Period) -> Result<Preview, Fault> {
        self.visit("preview_rule", Need::Look, async |visit| notice::preview(visit, rule, period).await).await
    }

    async fn tickets(self, _: Context, filter: TicketFilter, page: Page) -> Result<Paged<Ticket>, Fault> {
        self.visit("tickets", Need::Look, async |visit| ticket::list(visit, filter, page).await).await
    }

    async fn ticket_counts(self, _: Context) -> Result<TicketCounts, Fault> {
        self.visit("ticket_counts", Need::Look, async |visit| ticket::counts(visit).await).await
    }

    async fn ticket(self, _: Context, number: TicketNumber) -> Result<TicketCard, Fault> {
        self.visit("ticket", Need::Look, async |visit| ticket::card(visit, number).await).await
    }

    async fn entries(self, _: Context, number: TicketNumber, page: Page) -> Result<Paged<Entry>, Fault> {
        self.visit("entries", Need::Look, async |visit| ticket::entries(visit, number, page).await).await
    }

    async fn messages(self, _: Context, filter: MessageFilter, page: Page) -> Result<Paged<Entry>, Fault> {
        self.visit("messages", Need::Look, async |visit| ticket::messages(visit, filter, page).await).await
    }

    async fn mark_read(self, _: Context, number: TicketNumber, up_to: EntryId) -> Result<(), Fault> {
        self.visit("mark_read", Need::Attend, async |visit| ticket::mark_read(visit, number, up_to).await).await
    }

    async fn send(self, _: Context, key: OnceKey, dispatch: Dispatch, hold: SignedDuration) -> Result<Sent, Fault> {
        self.visit("send", Need::Attend, async |visit| ticket::send(visit, key, dispatch, hold).await).await
    }

    async fn unsend(self, _: Context, id: SendingId) -> Result<Dispatch, Fault> {
        self.visit("unsend", Need::Attend, async |visit| ticket::unsend(visit, id).await).await
    }

    async fn change_tickets(self, _: Context, key: OnceKey, deed: TicketDeed) -> Result<Vec<Ticket>, Fault> {
        self.visit("change_tickets", Need::Attend, async |visit| ticket::change_tickets(visit, key, deed).await).await
    }

    async fn drafts(self, _: Context) -> Result<Vec<Draft>, Fault> {
        self.visit("drafts", Need::Own, async |visit| office::drafts(visit).await).await
    }

    async fn save_draft(self, _: Context, key: OnceKey, dispatch: Dispatch) -> Result<Draft, Fault> {
        self.visit("save_draft", Need::Attend, async |visit| office::save_draft(visit, key, dispatch).await).await
    }

    async fn drop_draft(self, _: Context, key: OnceKey) -> Result<(), Fault> {
        self.visit("drop_draft", Need::Attend, async |visit| office::drop_draft(visit, key).await).await
    }

    async fn upload_attachment(self, _: Context, part: UploadPart) -> Result<u64, Fault> {
        self.visit("upload_attachment", Need::Attend, async |visit| ticket::upload_attachment(visit, part).await).await
    }

    async fn attachment(self, _: Context, query: AttachmentQuery) -> Result<AttachmentPart, Fault> {
        self.visit("attachment", Need::Look, async |visit| ticket::attachment(visit, query).await).await
    }

    async fn templates(self, _: Context) -> Result<Vec<Template>, Fault> {
        self.visit("templates", Need::Customers, async |visit| office::templates(visit).await).await
    }

    async fn save_template(self, _: Context, key: OnceKey, template: Template) -> Result<Template, Fault> {
        self.visit("save_template", Need::ChangeCustomers, async |visit| {
            office::save_template(visit, key, template).await
        })
        .await
    }

    async fn remove_template(self, _: Context, name: TemplateName) -> Result<(), Fault> {
        self.visit("remove_template", Need::ChangeCustomers, async |visit| office::remove_template(visit, name).await)
            .await
    }

    async fn ticket_statistics(self, _: Context, period: Period) -> Result<TicketStatistics, Fault> {
        self.visit("ticket_statistics", Need::Customers, async |visit| office::statistics(visit, period).await).await
    }

    async fn received_mail(self, _: Context, page: Page) -> Result<Paged<ReceivedMail>, Fault> {
        self.visit("received_mail", Need::Customers, async |visit| mail::received(visit, page).await).await
    }

    async fn changes(self, _: Context, since: Option<Cursor>, wait: SignedDuration) -> Result<Changes, Fault> {
        self.visit("changes", Need::Look, async |visit| change::changes(visit, since, wait).await).await
    }
}
