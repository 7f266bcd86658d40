//! Who is logged in, as what and until when.

use jiff::Timestamp;

use super::account::role_word;
use crate::command::account::log_ins::method_word;
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::Session;

row! {
    /// Who is logged in.
    pub struct WhoamiRow: "whoami" {
        /// name of the account
        pub login: String,
        /// the person's name
        pub name: String,
        /// customer, manager, technician, clerk, administrator
        pub role: Word,
        /// password, `password_and_code`, session, token, peer
        pub method: Word,
        /// nothing may be changed
        pub read_only: bool,
        /// for whom the account acts now: numbers and names
        pub customers: Vec<String>,
        /// when that ends at the latest
        pub expires_at: Option<Timestamp>,
        /// the daemon's address
        pub server: String,
    }
}

/// Shows who is logged in.
///
/// # Errors
/// As [`Session::ask`].
pub async fn run(session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    let own = session.ask(async |ek, context| ek.account(context).await).await?;
    let customers = own.customers.iter().map(|customer| format!("{} {}", customer.number, customer.card.name));
    let admission = &session.admission;
    let row = WhoamiRow {
        login: admission.login.to_string(),
        name: admission.name.clone(),
        role: role_word(admission.role),
        method: method_word(admission.method),
        read_only: admission.read_only,
        customers: customers.collect(),
        expires_at: admission.expires_at,
        server: session.endpoint().to_string(),
    };
    Ok(output.record(row)?)
}
