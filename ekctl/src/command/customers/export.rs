//! All that is kept of a customer, in files that people and programs can read (RODO art. 15).

use common::api::{EkClient, Filter};
use common::audit::{AuditLine, AuditQuery};
use common::cell::Dialect;
use common::customer::{Ownership, PersonalData};
use common::fault::{Fault, FaultCode};
use common::log_in::{LogIn, LogInQuery};
use common::time::Period;
use jiff::Timestamp;

use super::files::Folder;
use super::{CustomerRow, MandateRow, OwnershipRow, customer_row, ownership_row};
use crate::cli::customers::CustomerExportArgs;
use crate::command::account::contact::{ContactRow, contact_row};
use crate::command::account::log_ins::log_in_row;
use crate::command::account::mandate_row;
use crate::command::account::sessions::{SessionRow, session_row};
use crate::command::audit::audit_row;
use crate::command::contracts::{ContractRow, contract_row};
use crate::command::invoices::{InvoiceRow, invoice_row};
use crate::command::notifications::{NoticeRow, NoticeSettingsRow, notice_row, settings_row};
use crate::command::outbox::{DeliveryRow, delivery_row};
use crate::command::payments::{PaymentRow, payment_row};
use crate::command::readings::damage::Damage;
use crate::command::readings::export::{AHEAD, each_of_point};
use crate::command::readings::list::ReadingRow;
use crate::command::tickets::entries::{EntryRow, entry_row};
use crate::command::tickets::{TicketRow, ticket_row};
use crate::command::tokens::{TokenRow, token_row};
use crate::command::users::{UserRow, user_row};
use crate::exit::Failure;
use crate::output::{Format, Look, Output, Pick, row};
use crate::session::Session;

row! {
    /// All that is kept of a customer besides readings, log-ins and audit lines.
    pub struct CustomerDataRow: "customer.data" {
        /// who the customer is
        pub customers: Vec<CustomerRow>,
        /// which sites it owns or owned
        pub ownerships: Vec<OwnershipRow>,
        /// who acts or acted for it
        pub mandates: Vec<MandateRow>,
        /// accounts that act or acted for it
        pub accounts: Vec<UserRow>,
        /// their addresses
        pub contacts: Vec<ContactRow>,
        /// their open sessions
        pub sessions: Vec<SessionRow>,
        /// their tokens for scripts
        pub tokens: Vec<TokenRow>,
        /// messages to them
        pub deliveries: Vec<DeliveryRow>,
        /// what they were told of alarms and the like
        pub notices: Vec<NoticeRow>,
        /// what they want to be told
        pub notice_settings: Vec<NoticeSettingsRow>,
        /// its tickets
        pub tickets: Vec<TicketRow>,
        /// what was written in them for both sides
        pub entries: Vec<EntryRow>,
        /// its contracts
        pub contracts: Vec<ContractRow>,
        /// its invoices
        pub invoices: Vec<InvoiceRow>,
        /// its payments
        pub payments: Vec<PaymentRow>,
    }
}

row! {
    /// A file of an export.
    pub struct ExportedRow: "customer.export" {
        /// the file
        pub file: String,
        /// rows in it
        pub n_rows: u64,
    }
}

const LOG_INS: &str = "log_ins.csv";
const AUDIT: &str = "audit.csv";

/// Writes all that is kept of a customer into a new directory, and lists the files.
///
/// # Errors
/// A directory that is not empty, no such customer, a full disk: then nothing is left in it.
pub async fn run(session: &mut Session, output: &mut Output, args: &CustomerExportArgs) -> Result<(), Failure> {
    let call = async |ek: &EkClient, context| ek.export_customer(context, args.number.clone()).await;
    let data = session.ask(call).await?;
    let folder = Folder::make(&args.dir)?;
    let look = look(output);
    let mut export = Export { folder, look, files: Vec::new(), left_out: Vec::new(), damage: Damage::default() };
    let log_ins = unless_forbidden(log_ins(session, &data).await)?;
    let audit = unless_forbidden(audit(session, &data).await)?;
    export.readings(session, &data.file.ownerships).await?;
    export.lists(&data_row(data, session.now()))?;
    match log_ins {
        Some(log_ins) => export.rows(LOG_INS, log_ins.into_iter().map(log_in_row))?,
        None => export.left_out.push(LOG_INS),
    }
    match audit {
        Some(audit) => export.rows(AUDIT, audit.into_iter().map(audit_row))?,
        None => export.left_out.push(AUDIT),
    }
    let Export { folder, files, damage, left_out, .. } = export;
    folder.keep();
    let mut listing = output.list::<ExportedRow>(&Pick::default())?;
    for (name, n_rows) in files {
        listing.push(ExportedRow { file: args.dir.join(name).display().to_string(), n_rows })?;
    }
    listing.finish(None)?;
    damage.verdict()?;
    if left_out.is_empty() { Ok(()) } else { Err(Failure::LeftOut { files: left_out }) }
}

/// Returns nothing where the caller may not look: clerks export customers, but the log-ins of accounts are not theirs to read.
fn unless_forbidden<T>(answer: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(Failure::Fault(Fault { code: FaultCode::NotAllowed, .. })) => Ok(None),
        Err(failure) => Err(failure),
    }
}

struct Export {
    folder: Folder,
    look: Look,
    /// Names and numbers of rows.
    files: Vec<(&'static str, u64)>,
    /// Files for which the caller may not see enough.
    left_out: Vec<&'static str>,
    damage: Damage,
}

impl Export {
    fn rows<R: crate::output::Row>(
        &mut self,
        name: &'static str,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<(), Failure> {
        let n_rows = self.folder.rows(name, self.look.clone(), rows)?;
        self.files.push((name, n_rows));
        Ok(())
    }

    fn lists(&mut self, data: &CustomerDataRow) -> Result<(), Failure> {
        let json = Look { format: Format::Json, ..self.look.clone() };
        let n_rows = self.folder.rows("customer.json", json, [data.clone()])?;
        self.files.push(("customer.json", n_rows));
        self.rows("customer.csv", data.customers.clone())?;
        self.rows("accounts.csv", data.accounts.clone())?;
        self.rows("contacts.csv", data.contacts.clone())?;
        self.rows("ownerships.csv", data.ownerships.clone())?;
        self.rows("mandates.csv", data.mandates.clone())?;
        self.rows("sessions.csv", data.sessions.clone())?;
        self.rows("tokens.csv", data.tokens.clone())?;
        self.rows("deliveries.csv", data.deliveries.clone())?;
        self.rows("notices.csv", data.notices.clone())?;
        self.rows("notice_settings.csv", data.notice_settings.clone())?;
        self.rows("tickets.csv", data.tickets.clone())?;
        self.rows("entries.csv", data.entries.clone())?;
        self.rows("contracts.csv", data.contracts.clone())?;
        self.rows("invoices.csv", data.invoices.clone())?;
        self.rows("payments.csv", data.payments.clone())
    }

    /// Writes the readings of the owned sites in the periods in which they were owned.
    async fn readings(&mut self, session: &mut Session, ownerships: &[Ownership]) -> Result<(), Failure> {
        const NAME: &str = "readings.csv";
        let mut output = self.folder.begin(NAME, self.look.clone())?;
        let mut listing = output.list::<ReadingRow>(&Pick::default())?;
        let mut n_rows = 0;
        for ownership in ownerships {
            let code = ownership.site.as_str();
            let site = session.ask(async |ek, context| ek.find_site(context, code.to_owned()).await).await?;
            let here = Filter { site: Some(site.id), ..Filter::default() };
            let until = ownership.until.unwrap_or(session.now() + AHEAD);
            let period = Period { from: ownership.from, until };
            for point in session.points(&here).await? {
                let push = |row| {
                    n_rows += 1;
                    Ok(listing.push(row)?)
                };
                let damaged = each_of_point(session, &point, period, push).await?;
                self.damage.note(&self.look, point.code.as_str(), &damaged);
            }
        }
        listing.finish(None)?;
        output.commit()?;
        self.files.push((NAME, n_rows));
        Ok(())
    }
}

/// Returns how files for programs are written, in local time.
fn look(output: &Output) -> Look {
    Look { format: Format::Csv(Dialect::Plain), ..output.look.clone() }
}

fn data_row(data: PersonalData, now: Timestamp) -> CustomerDataRow {
    let contacts = data.accounts.iter().flat_map(|account| {
        account.contacts.iter().map(|contact| contact_row(account.login.as_str(), contact.clone()))
    });
    CustomerDataRow {
        contacts: contacts.collect(),
        customers: vec![customer_row(data.file.customer)],
        ownerships: data.file.ownerships.into_iter().map(ownership_row).collect(),
        mandates: data.file.mandates.into_iter().map(mandate_row).collect(),
        accounts: data.accounts.into_iter().map(user_row).collect(),
        sessions: data.sessions.into_iter().map(session_row).collect(),
        tokens: data.tokens.into_iter().map(token_row).collect(),
        deliveries: data.deliveries.into_iter().map(delivery_row).collect(),
        notices: data.notices.into_iter().map(notice_row).collect(),
        notice_settings: data.notice_settings.iter().map(settings_row).collect(),
        tickets: data.tickets.into_iter().map(|ticket| ticket_row(ticket, now)).collect(),
        entries: data.entries.into_iter().map(entry_row).collect(),
        contracts: data.contracts.into_iter().map(contract_row).collect(),
        invoices: data.invoices.into_iter().map(invoice_row).collect(),
        payments: data.payments.into_iter().map(payment_row).collect(),
    }
}

/// Returns the log-ins of all accounts of the customer, the newest first.
async fn log_ins(session: &mut Session, data: &PersonalData) -> Result<Vec<LogIn>, Failure> {
    let mut all = Vec::new();
    for account in &data.accounts {
        let query = LogInQuery { login: Some(account.login.clone()), ..LogInQuery::default() };
        all.extend(session.all(async |ek, context, page| ek.log_ins(context, query.clone(), page).await).await?);
    }
    all.sort_by_key(|log_in| std::cmp::Reverse(log_in.number));
    Ok(all)
}

/// Returns the audit lines about the customer and by or about its accounts, the newest first, each once.
async fn audit(session: &mut Session, data: &PersonalData) -> Result<Vec<AuditLine>, Failure> {
    let about = AuditQuery { customer: Some(data.file.customer.number.clone()), login: None };
    let by = data.accounts.iter().map(|account| AuditQuery { customer: None, login: Some(account.login.clone()) });
    let mut all = Vec::new();
    for query in std::iter::once(about).chain(by) {
        all.extend(session.all(async |ek, context, page| ek.audit(context, query.clone(), page).await).await?);
    }
    // Whoever acts for several customers has lines about the others, too.
    let number = &data.file.customer.number;
    all.retain(|line| line.customer.as_ref().is_none_or(|customer| customer == number));
    all.sort_by_key(|line: &AuditLine| std::cmp::Reverse(line.number));
    all.dedup_by_key(|line| line.number);
    Ok(all)
}
