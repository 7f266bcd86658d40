//! The access matrix: what each method needs, told anew and apart from the daemon, and who has it.
//!
//! A method without a row does not build.

use common::account::{Login, Role, TokenScope};
use common::api::EkRequest;
use common::notice::NoticesOf;
use common::report::{Definition, Template};
use common::ticket::deed::Deed;
use common::ticket::draft::{Dispatch, NewTicket};

use crate::cases::Target;

/// What a call needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Everyone who is in, as far as they see.
    Look,
    Staff,
    /// Technicians and administrators; tokens that operate.
    Operator,
    /// Everyone, but tokens that only read.
    Attend,
    /// Staff, but tokens that only read.
    StaffAttends,
    /// Everyone, also by token, about themselves.
    Own,
    /// Persons, about themselves.
    Person,
    /// Everyone but technicians, as far as they have the right for money.
    Finance,
    /// The same, but tokens that only read.
    FinanceAttends,
    /// Clerks and administrators.
    Office,
    /// The same, but tokens that only read.
    OfficeAttends,
    /// The same, in person.
    OfficeInPerson,
    /// Administrators, and those who administer the accounts of a customer; in person.
    Accounts,
    /// Administrators, about others; not by tokens that only read.
    Others,
    /// Administrators, in person.
    Administrator,
}

/// Who asks, and by what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asker {
    /// The name of the connection.
    pub(crate) name: &'static str,
    pub(crate) login: &'static str,
    pub(crate) role: Role,
    pub(crate) token: Option<TokenScope>,
    /// May make a customer's accounts.
    pub(crate) is_boss: bool,
    /// The session, the token or the account has ended.
    pub(crate) is_over: bool,
    /// What may be read in an answer: letters of customers whose data, of customers whose persons, and log-ins.
    pub(crate) sees: Sees,
}

/// Which marks may be in an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sees {
    pub(crate) places: &'static str,
    pub(crate) persons: &'static str,
    pub(crate) people: &'static [&'static str],
    /// Letters of customers whose money.
    pub(crate) money: &'static str,
    /// Names of documents.
    pub(crate) papers: bool,
}

impl Asker {
    pub(crate) fn has(&self, need: Need) -> bool {
        let is_person = self.token.is_none();
        let operates = self.token != Some(TokenScope::Read);
        match need {
            Need::Look | Need::Own => true,
            Need::Attend => operates,
            Need::Staff => self.role.is_staff(),
            Need::StaffAttends => self.role.is_staff() && operates,
            Need::Operator => matches!(self.role, Role::Technician | Role::Administrator) && operates,
            Need::Person => is_person,
            Need::Finance => self.role != Role::Technician,
            Need::FinanceAttends => self.role != Role::Technician && operates,
            Need::Office => matches!(self.role, Role::Clerk | Role::Administrator),
            Need::OfficeAttends => matches!(self.role, Role::Clerk | Role::Administrator) && operates,
            Need::OfficeInPerson => matches!(self.role, Role::Clerk | Role::Administrator) && is_person,
            Need::Accounts => (self.role == Role::Administrator || self.is_boss) && is_person,
            Need::Others => self.role == Role::Administrator && operates,
            Need::Administrator => self.role == Role::Administrator && is_person,
        }
    }

    fn sees_places_of(&self, target: &Target) -> bool {
        target.mark.ends_with(|letter| self.sees.places.contains(letter))
    }

    fn about(&self, login: Option<&Login>) -> Need {
        if login.is_none_or(|login| login.as_str() == self.login) { Need::Own } else { Need::Others }
    }
}

/// Returns what it needs to say what counts: operators for all, others for customers whose technical matters are theirs.
fn technical(asker: &Asker, target: &Target) -> Need {
    if asker.is_boss && asker.sees_places_of(target) { Need::Attend } else { Need::Operator }
}

fn is_statement(definition: &Definition) -> bool {
    definition.template == Template::AccountStatement
}

/// Returns what a call needs: a row for every method.
#[expect(clippy::too_many_lines, reason = "a row for each method: parts would only hide one")]
pub(crate) fn need(request: &EkRequest, asker: &Asker, target: &Target) -> Need {
    match request {
        // An account statement is about money.
        EkRequest::PreviewReport { report } if is_statement(&report.definition) => Need::Finance,
        EkRequest::MakeReport { report, .. } if is_statement(&report.definition) => Need::FinanceAttends,
        EkRequest::SaveReport { report, .. } if is_statement(&report.definition) => Need::FinanceAttends,
        // Whose a site is, is told to those who see customers.
        EkRequest::MakeReport { report, .. } if report.definition.customer.is_some() => Need::OfficeAttends,
        EkRequest::SaveReport { report, .. } if report.definition.customer.is_some() => Need::OfficeAttends,
        EkRequest::PreviewReport { report } if report.definition.customer.is_some() => Need::Office,
        EkRequest::Status {}
        | EkRequest::FindSite { .. }
        | EkRequest::Sites { .. }
        | EkRequest::Overview { .. }
        | EkRequest::FindPoint { .. }
        | EkRequest::Points { .. }
        | EkRequest::Meters { .. }
        | EkRequest::InfoCodes { .. }
        | EkRequest::Latest { .. }
        | EkRequest::Log { .. }
        | EkRequest::History { .. }
        | EkRequest::Totals { .. }
        | EkRequest::Series { .. }
        | EkRequest::Readings { .. }
        | EkRequest::Gaps { .. }
        | EkRequest::Quarantine { .. }
        | EkRequest::Weather {}
        | EkRequest::SiteWeather { .. }
        | EkRequest::Curves { .. }
        | EkRequest::PreviewRule { .. }
        | EkRequest::Changes { .. }
        | EkRequest::Alarms { .. }
        | EkRequest::Alarm { .. }
        | EkRequest::AlarmCounts {}
        | EkRequest::Rules {}
        | EkRequest::Maintenances {}
        | EkRequest::Tickets { .. }
        | EkRequest::TicketCounts {}
        | EkRequest::Ticket { .. }
        | EkRequest::Entries { .. }
        | EkRequest::Messages { .. }
        | EkRequest::Attachment { .. }
        | EkRequest::DegreeDays { .. }
        | EkRequest::Signature { .. }
        | EkRequest::Forecast { .. }
        | EkRequest::Scatter { .. }
        | EkRequest::Peaks { .. }
        | EkRequest::Settings { .. }
        | EkRequest::CompareSettings { .. }
        | EkRequest::SiteCard { .. }
        | EkRequest::Draw { .. }
        | EkRequest::Tariffs {}
        | EkRequest::PreviewReport { .. }
        | EkRequest::CheckReport { .. } => Need::Look,
        // Whose a ticket is, say those who see customers, and customers themselves.
        EkRequest::Send { dispatch: Dispatch::Ticket(NewTicket { customer: Some(_), .. }), .. }
            if asker.role == Role::Technician =>
        {
            Need::Office
        }
        // Customers turn the state and no more.
        EkRequest::ChangeTickets { deed, .. } if !matches!(deed.what, Deed::State { .. }) => Need::StaffAttends,
        // Of what is not seen nothing is told: it is not there.
        EkRequest::RemoveRule { .. }
        | EkRequest::EndMaintenance { .. }
        | EkRequest::MarkRead { .. }
        | EkRequest::Send { .. }
        | EkRequest::Unsend { .. }
        | EkRequest::ChangeTickets { .. }
        | EkRequest::SaveDraft { .. }
        | EkRequest::DropDraft { .. }
        | EkRequest::UploadAttachment { .. }
        | EkRequest::WithdrawSetting { .. }
        | EkRequest::MakeReport { .. }
        | EkRequest::DropMade { .. }
        | EkRequest::SaveReport { .. }
        | EkRequest::RemoveReport { .. } => Need::Attend,
        EkRequest::ChangeAlarms { .. } if asker.role.is_staff() || !asker.sees_places_of(target) => Need::Attend,
        EkRequest::ChangeAlarms { .. } | EkRequest::SaveRule { .. } | EkRequest::OpenMaintenance { .. } => {
            technical(asker, target)
        }
        EkRequest::Sources {} | EkRequest::Documents { .. } | EkRequest::Archive {} | EkRequest::Verify { .. } => {
            Need::Staff
        }
        EkRequest::PollSource { .. }
        | EkRequest::ReplaceMeter { .. }
        | EkRequest::Resolve { .. }
        | EkRequest::SetCurve { .. }
        | EkRequest::SetStation { .. }
        | EkRequest::SetVerification { .. }
        | EkRequest::ApplyRules { .. }
        | EkRequest::Upload { .. }
        | EkRequest::Import { .. } => Need::Operator,
        EkRequest::Account {}
        | EkRequest::LogOut {}
        | EkRequest::Drafts {}
        | EkRequest::MadeReports { .. }
        | EkRequest::ReportFile { .. }
        | EkRequest::SavedReports {}
        | EkRequest::Notices { of: NoticesOf::Own | NoticesOf::Alarm(_), .. } => Need::Own,
        EkRequest::ChangePassword { .. }
        | EkRequest::BeginTotp { .. }
        | EkRequest::ConfirmTotp { .. }
        | EkRequest::RemoveTotp { .. }
        | EkRequest::SetContact { .. }
        | EkRequest::ConfirmContact { .. }
        | EkRequest::NotMe {}
        | EkRequest::EndSessions { .. }
        | EkRequest::CreateToken { .. }
        | EkRequest::RotateToken { .. }
        | EkRequest::SetNoticeSettings { .. }
        | EkRequest::TestNotice { .. }
        | EkRequest::RevokeToken { .. } => Need::Person,
        EkRequest::Notices { of: NoticesOf::Everybody, .. } => Need::Others,
        EkRequest::LogIns { query, .. } if query.everyone => Need::Others,
        EkRequest::LogIns { query, .. } => asker.about(query.login.as_ref()),
        EkRequest::Sessions { of } | EkRequest::Tokens { of } | EkRequest::NoticeSettings { of } => {
            asker.about(of.as_ref())
        }
        EkRequest::Accounts { .. }
        | EkRequest::FindAccount { .. }
        | EkRequest::CreateAccount { .. }
        | EkRequest::EditAccount { .. }
        | EkRequest::ResetAccount { .. }
        | EkRequest::SetMandate { .. } => Need::Accounts,
        EkRequest::RecordSetting { .. } => technical(asker, target),
        EkRequest::Invoices { .. }
        | EkRequest::FindInvoice { .. }
        | EkRequest::Invoice { .. }
        | EkRequest::InvoiceFile { .. }
        | EkRequest::InvoiceSheet { .. }
        | EkRequest::CheckBill { .. }
        | EkRequest::Dues { .. }
        | EkRequest::Balances { .. }
        | EkRequest::Transfer { .. }
        | EkRequest::TransferSheet { .. }
        | EkRequest::Payments { .. }
        | EkRequest::Payment { .. }
        | EkRequest::Contracts { .. }
        | EkRequest::CostSoFar { .. } => Need::Finance,
        EkRequest::AssignInvoice { .. }
        | EkRequest::UploadBilling { .. }
        | EkRequest::ImportBilling { .. }
        | EkRequest::ChangePayment { .. }
        | EkRequest::SaveContract { .. } => Need::OfficeAttends,
        EkRequest::Customers { .. }
        | EkRequest::FindCustomer { .. }
        | EkRequest::Templates {}
        | EkRequest::TicketStatistics { .. }
        | EkRequest::BillingFiles { .. }
        | EkRequest::Statements { .. }
        | EkRequest::ReceivedMail { .. } => Need::Office,
        EkRequest::SaveCustomer { .. }
        | EkRequest::SetOwnership { .. }
        | EkRequest::ExportCustomer { .. }
        | EkRequest::SaveTemplate { .. }
        | EkRequest::RemoveTemplate { .. }
        | EkRequest::SetSiteCard { .. } => Need::OfficeInPerson,
        EkRequest::EraseCustomer { .. }
        | EkRequest::Audit { .. }
        | EkRequest::VerifyAudit {}
        | EkRequest::Deliveries { .. } => Need::Administrator,
    }
}

/// Returns how many methods the service has, as its source tells.
pub(crate) fn n_methods() -> usize {
    let source = include_str!("../../../common/src/api.rs");
    source.lines().filter(|line| line.starts_with("    async fn ")).count()
}
