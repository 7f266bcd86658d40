//! Customers: who they are, what they own, who acts for them.

pub mod erase;
pub mod export;
pub(super) mod files;

use std::collections::BTreeSet;

use common::api::EkClient;
use common::customer::{
    Address, Customer, CustomerCard, CustomerFile, CustomerFilter, Mandate, NewCustomer, Ownership, Right,
};
use jiff::Timestamp;

use super::account::mandate_row;
use crate::cli::CustomersVerb;
use crate::cli::customers::{CustomerSaveArgs, CustomerTextArgs, CustomersListArgs, MandateArgs, OwnArgs};
use crate::cli::global::CallArgs;
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A customer.
    pub struct CustomerRow: "customer.list" {
        /// number of the customer
        pub customer: String,
        /// name
        pub name: String,
        /// street and house number
        pub street: String,
        /// postal code
        pub postal_code: String,
        /// town
        pub town: String,
        /// phone number as the office knows it
        pub phone: Option<String>,
        /// e-mail address as the office knows it
        pub email: Option<String>,
        /// tax number (NIP) under which invoices are made out
        pub nip: Option<String>,
        /// when the personal data were erased
        pub erased_at: Option<Timestamp>,
    }
}

row! {
    /// A customer with what it owns and who acts for it.
    pub struct CustomerShowRow: "customer.show" {
        /// number of the customer
        pub customer: String,
        /// name
        pub name: String,
        /// street and house number
        pub street: String,
        /// postal code
        pub postal_code: String,
        /// town
        pub town: String,
        /// phone number as the office knows it
        pub phone: Option<String>,
        /// e-mail address as the office knows it
        pub email: Option<String>,
        /// tax number (NIP) under which invoices are made out
        pub nip: Option<String>,
        /// when the personal data were erased
        pub erased_at: Option<Timestamp>,
        /// which sites it owns or owned, oldest first
        pub ownerships: Vec<OwnershipRow>,
        /// who acts or acted for it, oldest first
        pub mandates: Vec<MandateRow>,
    }
}

row! {
    /// A site belongs to a customer.
    pub struct OwnershipRow: "customer.ownership" {
        /// number of the customer
        pub customer: String,
        /// code of the site
        pub site: String,
        /// from this instant on
        pub from: Timestamp,
        /// the first instant at which it is another's
        pub until: Option<Timestamp>,
    }
}

row! {
    /// An account acts for a customer.
    pub struct MandateRow: "customer.mandate" {
        /// number of the customer
        pub customer: String,
        /// name of the account
        pub login: String,
        /// what it may do besides looking at readings
        pub rights: Vec<Word>,
        /// from this instant on
        pub from: Timestamp,
        /// the first instant at which it does not any more
        pub until: Option<Timestamp>,
    }
}

/// Does what the verb says.
///
/// # Errors
/// Nobody to ask, files that cannot be written, or what the daemon refuses.
pub async fn run(
    verb: &CustomersVerb,
    call: &CallArgs,
    session: &mut Session,
    output: &mut Output,
) -> Result<(), Failure> {
    match verb {
        CustomersVerb::List(args) => list(session, output, args).await,
        CustomersVerb::Show(args) => show(session, output, args).await,
        CustomersVerb::Save(args) => save(session, output, args).await,
        CustomersVerb::Own(args) => own(session, output, args).await,
        CustomersVerb::Mandate(args) => mandate(session, output, args).await,
        CustomersVerb::Export(args) => export::run(session, output, args).await,
        CustomersVerb::Erase(args) => {
            let dialogue = Dialogue::new(call, None, output.look.language);
            erase::run(args, &dialogue, session, output).await
        }
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &CustomersListArgs) -> Result<(), Failure> {
    let filter = CustomerFilter { text: args.filter.filter.clone() };
    let call = async |ek: &EkClient, context, page| ek.customers(context, filter.clone(), page).await;
    list_rows(session, output, &args.list, call, customer_row).await
}

async fn show(session: &mut Session, output: &mut Output, args: &CustomerTextArgs) -> Result<(), Failure> {
    let file = find(session, &args.text).await?;
    Ok(output.record(show_row(file))?)
}

async fn save(session: &mut Session, output: &mut Output, args: &CustomerSaveArgs) -> Result<(), Failure> {
    let address =
        Address { street: args.street.clone(), postal_code: args.postal_code.clone(), town: args.town.clone() };
    let card = CustomerCard {
        name: args.name.clone(),
        address,
        phone: args.phone.clone(),
        email: args.email.clone(),
        nip: args.nip.clone(),
    };
    let customer = NewCustomer { number: args.number.clone(), card };
    let call = async |ek: &EkClient, context, key| ek.save_customer(context, key, customer.clone()).await;
    let saved = session.ask_once(call).await?;
    Ok(output.record(customer_row(saved))?)
}

async fn own(session: &mut Session, output: &mut Output, args: &OwnArgs) -> Result<(), Failure> {
    let ownership = Ownership {
        customer: args.number.clone(),
        site: args.site.clone(),
        from: session.instant("--from", &args.from)?,
        until: args.until.as_ref().map(|until| session.instant("--until", until)).transpose()?,
    };
    let call = async |ek: &EkClient, context, key| ek.set_ownership(context, key, ownership.clone()).await;
    let set = session.ask_once(call).await?;
    Ok(output.record(ownership_row(set))?)
}

async fn mandate(session: &mut Session, output: &mut Output, args: &MandateArgs) -> Result<(), Failure> {
    let until = args.until.as_ref().map(|until| session.instant("--until", until)).transpose()?;
    let before = standing(session, args).await?;
    let from = match (&args.from, &before) {
        (Some(from), _) => session.instant("--from", from)?,
        (None, Some(before)) => before.from,
        (None, None) => session.now(),
    };
    let rights: BTreeSet<Right> = match (&args.rights, before) {
        (Some(rights), _) => rights.iter().copied().map(Into::into).collect(),
        (None, Some(before)) => before.rights,
        (None, None) => BTreeSet::new(),
    };
    let mandate = Mandate { customer: args.number.clone(), login: args.account.clone(), rights, from, until };
    let call = async |ek: &EkClient, context, key| ek.set_mandate(context, key, mandate.clone()).await;
    let set = session.ask_once(call).await?;
    Ok(output.record(mandate_row(set))?)
}

/// Returns the mandate that is to end: where only an end is given, the rest stays as it was.
async fn standing(session: &mut Session, args: &MandateArgs) -> Result<Option<Mandate>, Failure> {
    if args.until.is_none() {
        return Ok(None);
    }
    let file = find(session, args.number.as_str()).await?;
    Ok(file.mandates.into_iter().rev().find(|mandate| mandate.login == args.account && mandate.until.is_none()))
}

/// Finds one customer by its number, by the code of a site, or by a part of the name.
///
/// # Errors
/// None or several fit.
pub(super) async fn find(session: &mut Session, text: &str) -> Result<CustomerFile, Failure> {
    session.ask(async |ek, context| ek.find_customer(context, text.to_owned()).await).await
}

pub(super) fn customer_row(customer: Customer) -> CustomerRow {
    let CustomerCard { name, address, phone, email, nip } = customer.card;
    CustomerRow {
        customer: customer.number.into(),
        name,
        street: address.street,
        postal_code: address.postal_code,
        town: address.town,
        phone: phone.map(Into::into),
        email: email.map(Into::into),
        nip: nip.map(Into::into),
        erased_at: customer.erased_at,
    }
}

fn show_row(file: CustomerFile) -> CustomerShowRow {
    let row = customer_row(file.customer);
    CustomerShowRow {
        customer: row.customer,
        name: row.name,
        street: row.street,
        postal_code: row.postal_code,
        town: row.town,
        phone: row.phone,
        email: row.email,
        nip: row.nip,
        erased_at: row.erased_at,
        ownerships: file.ownerships.into_iter().map(ownership_row).collect(),
        mandates: file.mandates.into_iter().map(mandate_row).collect(),
    }
}

pub(super) fn ownership_row(ownership: Ownership) -> OwnershipRow {
    OwnershipRow {
        customer: ownership.customer.into(),
        site: ownership.site.into(),
        from: ownership.from,
        until: ownership.until,
    }
}
