//! Bank statements that came.

use common::api::EkClient;
use common::id::{BillingFileId, StatementId};
use common::payment::Statement;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::cli::ListArgs;
use crate::exit::Failure;
use crate::output::figure::Sum;
use crate::output::{Output, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A statement of a bank account.
    pub struct StatementRow: "payment.statement"
        brief [statement, statement_number, first_day, last_day, incoming, outgoing, n_payments, is_balanced] {
        /// number of the statement here
        pub statement: StatementId,
        /// number of the file that it came in
        pub billing_file: BillingFileId,
        /// account, as the bank writes it
        pub bank_account: String,
        /// number of the statement, as the bank gave it
        pub statement_number: String,
        /// currency of all amounts
        pub currency: String,
        /// its first day
        pub first_day: Option<Date>,
        /// its last day
        pub last_day: Option<Date>,
        /// what was there before
        pub opening_balance: Option<Sum>,
        /// what was there after
        pub closing_balance: Option<Sum>,
        /// entries in it
        pub n_statement_entries: u64,
        /// entries that became payments
        pub n_payments: u64,
        /// what came in
        pub incoming: Sum,
        /// what went out
        pub outgoing: Sum,
        /// what was there before and the entries make what was there after
        pub is_balanced: bool,
        /// when it came
        pub received_at: Timestamp,
    }
}

/// Lists statements, the newest first.
///
/// # Errors
/// As [`Session::ask`].
pub async fn list(session: &mut Session, output: &mut Output, args: &ListArgs) -> Result<(), Failure> {
    let call = async |ek: &EkClient, context, page| ek.statements(context, page).await;
    list_rows(session, output, args, call, statement_row).await
}

fn statement_row(statement: Statement) -> StatementRow {
    let sum = |amount| Sum(amount, statement.currency);
    StatementRow {
        statement: statement.id,
        billing_file: statement.file,
        bank_account: statement.account,
        statement_number: statement.number,
        currency: statement.currency.to_string(),
        first_day: statement.days.map(|days| days.first),
        last_day: statement.days.map(|days| days.last),
        opening_balance: statement.opening.map(sum),
        closing_balance: statement.closing.map(sum),
        n_statement_entries: statement.n_entries,
        n_payments: statement.n_payments,
        incoming: sum(statement.incoming),
        outgoing: sum(statement.outgoing),
        is_balanced: statement.is_balanced,
        received_at: statement.received_at,
    }
}
