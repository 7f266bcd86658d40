//! What is asked: for each method, about what is the caller's own, somebody else's, and nobody's.

use common::account::{
    AccountChange, ContactChange, ContactCode, Ending, NewAccount, NewMandate, NewToken, PasswordChange, Role,
    TokenRotation, TokenScope,
};
use common::alarm::{AlarmDeed, AlarmFilter, AlarmStanding, Deed};
use common::api::{DocumentFilter, EkRequest, Filter, GapsQuery, LogQuery, NewDocument, ReadingsQuery, UploadPart};
use common::archive::{Decision, HistoryQuery, Replacement, Resolution, TotalQuery};
use common::audit::AuditQuery;
use common::contact::ContactKind;
use common::customer::{AccountFilter, CustomerCard, CustomerFilter, Mandate, NewCustomer, Ownership};
use common::delivery::Channel;
use common::id::{
    AlarmId, Cursor, CustomerNumber, DocumentId, MaintenanceId, PointCode, PointId, RuleName, SerialNumber, SessionId,
    SiteCode, SiteId, SourceName, TokenId,
};
use common::log_in::LogInQuery;
use common::notice::{NoticeSettings, NoticesOf};
use common::page::Page;
use common::quantity::Quantity;
use common::rule::{Application, NewMaintenance, Rule, RuleScope};
use common::secret::Secret;
use common::series::SeriesQuery;
use common::time::{Period, Step};
use common::weather::{CurveOf, NewCurve, NewStation, SiteWeatherQuery};
use jiff::{SignedDuration, Timestamp};
use serde_bytes::ByteBuf;

use crate::billing;
use crate::caller::PASSWORD;
use crate::harness::client::once;
use crate::reports;
use crate::tickets::{self, Seeds};
use crate::town::{curve, login};

/// Whose what is asked about is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    Own,
    Foreign,
    Absent,
}

/// What is asked about.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) whose: Whose,
    /// What the codes and names of it have in common.
    pub(crate) mark: String,
    /// The number of the customer for whom the caller acts.
    pub(crate) own_customer: CustomerNumber,
    pub(crate) site: SiteId,
    pub(crate) point: PointId,
    pub(crate) login: String,
    pub(crate) session: SessionId,
    pub(crate) token: TokenId,
    pub(crate) alarm: AlarmId,
    /// A rule and a window that are removed where they may be.
    pub(crate) rule: RuleName,
    pub(crate) window: MaintenanceId,
    pub(crate) seeds: Seeds,
    pub(crate) reports: reports::Seeds,
    pub(crate) billing: billing::Seeds,
    /// Whoever asks is staff, who may lose nothing of what others need.
    pub(crate) is_of_staff: bool,
}

pub(crate) fn code(target: &Target, kind: char) -> String {
    format!("{kind}-{}", target.mark)
}

/// Returns every text by which the target is asked for.
pub(crate) fn asked_by(target: &Target) -> Vec<String> {
    let mut texts = ['W', 'P', 'S', 'K'].map(|kind| code(target, kind)).to_vec();
    texts.extend([target.seeds.ticket.to_string(), billing::number(target), billing::money(target)]);
    texts.extend([format!("Dom {}", target.mark), format!("limit-{}", target.mark), target.login.clone()]);
    texts
}

fn period() -> Period {
    Period { from: "2026-03-09T23:00:00Z".parse().unwrap(), until: "2026-03-14T23:00:00Z".parse().unwrap() }
}

pub(crate) fn site_code(target: &Target) -> SiteCode {
    SiteCode::parse(&code(target, 'W')).unwrap()
}

pub(crate) fn number(target: &Target) -> CustomerNumber {
    CustomerNumber::parse(&code(target, 'K')).unwrap()
}

/// Returns the pages in which a list is asked for.
fn pages(target: &Target) -> Vec<Page> {
    let mut pages = vec![Page::default(), Page { after: None, limit: 1 }];
    if target.whose != Whose::Own {
        pages.push(Page { after: Some(code(target, 'A')), limit: 1 });
    }
    pages
}

fn filters(target: &Target) -> Vec<Filter> {
    let Target { site, point, .. } = target;
    let mut filters = vec![
        Filter { text: Some(target.mark.to_lowercase()), ..Filter::default() },
        Filter { site: Some(*site), ..Filter::default() },
        Filter { point: Some(*point), ..Filter::default() },
    ];
    if target.whose == Whose::Own {
        filters.push(Filter::default());
    }
    filters
}

/// Returns all that is asked about a target.
pub(crate) fn requests(target: &Target) -> Vec<EkRequest> {
    let mut all = lists(target);
    all.extend(looks(target));
    all.extend(weather(target));
    all.extend(alarms(target));
    all.extend(rules(target));
    all.extend(behind(target));
    all.extend(about_oneself(target));
    all.extend(notices(target));
    all.extend(accounts(target));
    all.extend(customers(target));
    all.extend(tickets::requests(target));
    all.extend(reports::requests(target));
    all.extend(billing::requests(target));
    all
}

fn lists(target: &Target) -> Vec<EkRequest> {
    let mut all = Vec::new();
    for filter in filters(target) {
        for page in pages(target) {
            let (filter, page) = (|| filter.clone(), || page.clone());
            all.extend([
                EkRequest::Sites { filter: filter(), page: page() },
                EkRequest::Points { filter: filter(), page: page() },
                EkRequest::Meters { filter: filter(), page: page() },
            ]);
            let numbered = || Page { after: None, ..page() };
            all.extend([
                EkRequest::Overview { filter: filter(), page: numbered() },
                EkRequest::Latest { filter: filter(), page: numbered() },
                EkRequest::InfoCodes { filter: filter(), page: numbered() },
                EkRequest::Quarantine { filter: filter(), page: numbered() },
            ]);
        }
    }
    let after = |text: String| Page { after: Some(text), limit: 10 };
    let readings = ReadingsQuery::default;
    for point in (0..4).filter(|_| target.whose == Whose::Own) {
        all.extend([
            EkRequest::Overview { filter: Filter::default(), page: after("0:-:W-MARKB".to_owned()) },
            EkRequest::Latest { filter: Filter::default(), page: after(point.to_string()) },
            EkRequest::Readings { query: readings(), page: after(format!("0:{point}:0:0:0")) },
            EkRequest::Changes { since: Some(Cursor(point)), wait: SignedDuration::ZERO },
        ]);
    }
    all
}

fn weather(target: &Target) -> Vec<EkRequest> {
    let mut all = vec![EkRequest::Weather {}, EkRequest::Curves { of: CurveOf::Network, page: Page::default() }];
    let of = || CurveOf::Site(site_code(target));
    for page in pages(target) {
        for sites in [Vec::new(), vec![site_code(target)]] {
            all.push(EkRequest::SiteWeather { query: SiteWeatherQuery { sites }, page: page.clone() });
        }
        all.push(EkRequest::Curves { of: of(), page: Page { after: None, ..page } });
    }
    all.push(EkRequest::Curves { of: of(), page: Page { after: Some("9:9".to_owned()), limit: 1 } });
    let comment = format!("krzywa {}", target.mark);
    let curve = NewCurve { of: of(), valid_from: Timestamp::UNIX_EPOCH, curve: curve(), comment };
    let station = NewStation { site: Some(site_code(target)), point: None };
    all.push(EkRequest::SetCurve { key: once(), curve });
    all.push(EkRequest::SetStation { key: once(), station });
    all
}

fn alarms(target: &Target) -> Vec<EkRequest> {
    let mut filters = vec![
        AlarmFilter { text: Some(target.mark.to_lowercase()), ..AlarmFilter::default() },
        AlarmFilter { site: Some(target.site), ..AlarmFilter::default() },
    ];
    let mut all = vec![EkRequest::Alarm { id: target.alarm }];
    if target.whose == Whose::Own {
        filters.push(AlarmFilter::default());
        all.push(EkRequest::AlarmCounts {});
    }
    for filter in filters {
        for standing in [AlarmStanding::Open, AlarmStanding::Active, AlarmStanding::All] {
            for (after, limit) in [(None, 0), (None, 1), (Some("1".to_owned()), 1), (Some(u32::MAX.to_string()), 0)] {
                let filter = AlarmFilter { standing, ..filter.clone() };
                all.push(EkRequest::Alarms { filter, page: Page { after, limit } });
            }
        }
    }
    // It has been acknowledged already.
    let deed = AlarmDeed { alarms: vec![target.alarm], what: Deed::Acknowledge { comment: None } };
    all.push(EkRequest::ChangeAlarms { key: once(), deed });
    all
}

/// Returns the scopes that are the target's.
fn scopes(target: &Target) -> [RuleScope; 3] {
    let point = PointCode::parse(&code(target, 'P')).unwrap();
    [RuleScope::Customer(number(target)), RuleScope::Site(site_code(target)), RuleScope::Point(point)]
}

fn rules(target: &Target) -> Vec<EkRequest> {
    let mut all = vec![EkRequest::Rules {}, EkRequest::Maintenances {}];
    let flapping = |scope| Rule { scope, ..toml::from_str("name = 'flaps'\nkind = 'leak'\nclear_reads = 0").unwrap() };
    let never = Period { from: period().until, until: period().from };
    for scope in scopes(target) {
        all.push(EkRequest::SaveRule { key: once(), rule: flapping(scope.clone()) });
        let window = NewMaintenance { scope, period: never, reason: "nigdy".to_owned() };
        all.push(EkRequest::OpenMaintenance { key: once(), window });
    }
    let list = || vec![flapping(RuleScope::Installation)];
    all.extend([
        EkRequest::RemoveRule { key: once(), name: target.rule.clone() },
        EkRequest::EndMaintenance { id: target.window },
        EkRequest::ApplyRules { key: once(), rules: Vec::new(), how: Application::DryRun },
        EkRequest::ApplyRules { key: once(), rules: list(), how: Application::Write },
    ]);
    all
}

fn looks(target: &Target) -> Vec<EkRequest> {
    let (point, period) = (target.point, period());
    let mut all = Vec::new();
    for kind in ['W', 'P', 'S'] {
        all.push(EkRequest::FindSite { text: code(target, kind) });
        all.push(EkRequest::FindPoint { text: code(target, kind) });
    }
    all.push(EkRequest::FindSite { text: format!("Dom {}", target.mark) });
    for step in [Step::Raw, Step::Hour, Step::Day, Step::Month] {
        let query = SeriesQuery { point, quantity: Quantity::Energy, period, step };
        all.push(EkRequest::Series { query });
    }
    for after in [None, Some(DocumentId(0))] {
        for limit in [0, 1] {
            let query = ReadingsQuery { point: Some(point), after, ..ReadingsQuery::default() };
            all.push(EkRequest::Readings { query, page: Page { after: None, limit } });
        }
    }
    let history = |quantity| HistoryQuery { point, quantity, period, only_changed: false };
    all.push(EkRequest::History { query: history(None), page: Page::default() });
    all.push(EkRequest::History { query: history(Some(Quantity::Energy)), page: Page { after: None, limit: 1 } });
    all.push(EkRequest::Log { query: LogQuery { point, period }, page: Page::default() });
    let gaps = GapsQuery { point, quantity: Quantity::Energy, period, cadence: None };
    all.push(EkRequest::Gaps { query: gaps, page: Page::default() });
    if target.whose == Whose::Own {
        let total = |step| TotalQuery { quantity: Quantity::Energy, period, step };
        all.push(EkRequest::Status {});
        all.push(EkRequest::Totals { query: total(Step::Day) });
        all.push(EkRequest::Totals { query: total(Step::Month) });
        all.push(EkRequest::Changes { since: None, wait: SignedDuration::ZERO });
        let arrived = ReadingsQuery { after: Some(DocumentId(0)), ..ReadingsQuery::default() };
        all.push(EkRequest::Readings { query: arrived, page: Page::default() });
        all.push(EkRequest::Readings { query: ReadingsQuery::default(), page: Page::default() });
    }
    all
}

/// What changes nothing where it is allowed.
fn behind(target: &Target) -> Vec<EkRequest> {
    let point = target.point;
    let long_ago: Timestamp = "2025-01-01T00:00:00Z".parse().unwrap();
    let replacement = Replacement {
        point,
        at: long_ago,
        serial: SerialNumber::parse("S-NEW").unwrap(),
        model: String::new(),
        last: common::meter::Registers::default(),
        initial: common::meter::Registers::default(),
    };
    let empty = Period { from: long_ago, until: long_ago + SignedDuration::from_secs(1) };
    let resolution = Resolution { point, quantity: Quantity::Volume, decision: Decision::Bad { period: empty } };
    let serial = SerialNumber::parse("S-NOBODY").unwrap();
    let verification = common::meter::Verification { serial, on: jiff::civil::date(2024, 5, 14) };
    let document = NewDocument { name: "x.csv".to_owned(), mapping: None, size: 4, digest: String::new(), after: None };
    vec![
        EkRequest::Sources {},
        EkRequest::Documents { filter: DocumentFilter::default(), page: Page::default() },
        EkRequest::Archive {},
        EkRequest::Verify { page: Page::default() },
        EkRequest::PollSource { source: SourceName::parse("nobody").unwrap() },
        EkRequest::ReplaceMeter { key: once(), replacement },
        EkRequest::Resolve { key: once(), resolution },
        EkRequest::SetVerification { key: once(), verification },
        EkRequest::Upload { part: UploadPart { key: once(), offset: 7, bytes: ByteBuf::from(b"x".as_slice()) } },
        EkRequest::Import { key: once(), document },
    ]
}

fn about_oneself(target: &Target) -> Vec<EkRequest> {
    let password = || Secret::from(PASSWORD);
    let other = (target.whose != Whose::Own).then(|| login(&target.login));
    let log_ins = |everyone, only_failures| LogInQuery { login: other.clone(), everyone, only_failures };
    let change = PasswordChange { current: password(), new: password() };
    let contact = ContactChange { kind: ContactKind::Email, address: Some("nowhere".to_owned()), password: password() };
    let token = NewToken {
        name: "another".to_owned(),
        scope: TokenScope::Read,
        expires_at: Timestamp::UNIX_EPOCH,
        digest: "0".repeat(64),
        password: Some(password()),
    };
    let rotation = TokenRotation { id: target.token, digest: "x".to_owned(), password: Some(password()) };
    let mut all = vec![
        EkRequest::LogIns { query: log_ins(false, false), page: Page::default() },
        EkRequest::LogIns { query: log_ins(false, true), page: Page { after: None, limit: 1 } },
        EkRequest::Sessions { of: other.clone() },
        EkRequest::Tokens { of: other.clone() },
        EkRequest::RotateToken { rotation },
    ];
    if target.whose == Whose::Own {
        all.extend([
            EkRequest::LogIns { query: log_ins(true, false), page: Page::default() },
            EkRequest::Account {},
            EkRequest::ChangePassword { change },
            EkRequest::ConfirmTotp { code: "000000".to_owned() },
            EkRequest::BeginTotp { password: password() },
            EkRequest::RemoveTotp { password: password() },
            EkRequest::SetContact { key: once(), change: contact },
            EkRequest::ConfirmContact { code: ContactCode { kind: ContactKind::Mobile, code: "0".into() } },
            EkRequest::CreateToken { key: once(), token },
        ]);
    } else {
        all.push(EkRequest::EndSessions { which: Ending::One(target.session) });
        all.push(EkRequest::RevokeToken { id: target.token });
    }
    all
}

fn notices(target: &Target) -> Vec<EkRequest> {
    let other = (target.whose != Whose::Own).then(|| login(&target.login));
    let hot = |scope: RuleScope| {
        let rule: Rule = toml::from_str("name = 'hot'\nkind = 'return_hot'\nlimit = '55 °C'").unwrap();
        EkRequest::PreviewRule { rule: Rule { scope, ..rule }, period: period() }
    };
    let mut all = vec![
        EkRequest::NoticeSettings { of: other },
        EkRequest::Notices { of: NoticesOf::Own, page: Page::default() },
        EkRequest::Notices { of: NoticesOf::Alarm(AlarmId(1)), page: Page::default() },
        hot(RuleScope::Site(site_code(target))),
        hot(RuleScope::Customer(number(target))),
    ];
    if target.whose == Whose::Own {
        all.extend([
            EkRequest::Notices { of: NoticesOf::Everybody, page: Page { after: None, limit: 1 } },
            EkRequest::SetNoticeSettings { settings: NoticeSettings::default() },
            EkRequest::TestNotice { key: once(), channel: Channel::Email },
            hot(RuleScope::Installation),
        ]);
    }
    all
}

fn accounts(target: &Target) -> Vec<EkRequest> {
    let mut all = Vec::new();
    for page in pages(target) {
        for filter in [
            AccountFilter { text: Some(target.login.clone()), ..AccountFilter::default() },
            AccountFilter { customer: Some(number(target)), ..AccountFilter::default() },
            AccountFilter { role: Some(Role::Manager), ..AccountFilter::default() },
        ] {
            all.push(EkRequest::Accounts { filter, page: page.clone() });
        }
    }
    let mandate = |customer: CustomerNumber, who: &str| Mandate {
        customer,
        login: login(who),
        rights: [].into(),
        from: Timestamp::UNIX_EPOCH,
        until: Some(Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1)),
    };
    all.push(EkRequest::FindAccount { login: target.login.clone() });
    if target.whose == Whose::Own {
        return all;
    }
    let account = NewAccount {
        login: login(&format!("x{}", &once().as_str()[..20])),
        name: "Nowa Osoba".to_owned(),
        role: Role::Customer,
        initial_password: "to bylo kiedys haslo".into(),
        email: None,
        mandate: Some(NewMandate { customer: number(target), rights: [].into() }),
        language: None,
    };
    all.extend([
        EkRequest::EditAccount { login: login(&target.login), change: AccountChange::default() },
        EkRequest::ResetAccount { login: login(&target.login) },
        EkRequest::CreateAccount { key: once(), account },
        EkRequest::SetMandate { key: once(), mandate: mandate(number(target), &target.login) },
        EkRequest::SetMandate { key: once(), mandate: mandate(target.own_customer.clone(), &target.login) },
    ]);
    all
}

fn customers(target: &Target) -> Vec<EkRequest> {
    let nobody = || CustomerNumber::parse("K-NOBODY").unwrap();
    let customer = NewCustomer { number: nobody(), card: CustomerCard::default() };
    let ownership = Ownership {
        customer: nobody(),
        site: site_code(target),
        from: Timestamp::UNIX_EPOCH,
        until: Some(Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1)),
    };
    let mut all = vec![
        EkRequest::Customers { filter: CustomerFilter { text: Some(target.mark.clone()) }, page: Page::default() },
        EkRequest::Customers { filter: CustomerFilter::default(), page: Page { after: None, limit: 2 } },
    ];
    for kind in ['K', 'W'] {
        all.push(EkRequest::FindCustomer { text: code(target, kind) });
    }
    all.extend([
        EkRequest::SaveCustomer { key: once(), customer },
        EkRequest::SetOwnership { key: once(), ownership },
        EkRequest::ExportCustomer { number: number(target) },
        EkRequest::EraseCustomer { key: once(), number: nobody() },
        EkRequest::Audit { query: AuditQuery { customer: Some(number(target)), login: None }, page: Page::default() },
        EkRequest::VerifyAudit {},
        EkRequest::Deliveries { page: Page::default() },
    ]);
    all
}

/// What ends the caller's own being here: asked last.
pub(crate) fn farewells() -> Vec<EkRequest> {
    vec![EkRequest::NotMe {}, EkRequest::LogOut {}]
}
