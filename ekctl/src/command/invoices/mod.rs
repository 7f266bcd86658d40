//! Invoices: issued by others, shown as they are. A file for each thing that is done with them.

pub mod check;
pub mod download;
pub mod files;
pub mod import;
pub mod show;

use common::account::Role;
use common::api::EkClient;
use common::bank_account::BankAccount;
use common::id::InvoiceId;
use common::invoice::{Days, Invoice, InvoiceFilter, InvoiceKind, InvoiceOwner, InvoiceStanding};
use common::money::Money;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::invoices::{InvoiceAssignArgs, InvoicesListArgs};
use crate::cli::{InvoicesVerb, RangeArgs};
use crate::command::sums::{Second, Sums};
use crate::exit::Failure;
use crate::output::figure::Sum;
use crate::output::{Format, Output, Word, row};
use crate::session::Session;

row! {
    /// An invoice.
    pub struct InvoiceRow: "invoice.list" brief [invoice_number, sites, pay_by, payable, unpaid, state] {
        /// id of the invoice here
        pub invoice: InvoiceId,
        /// number of the invoice, as its seller gave it
        pub invoice_number: String,
        /// number under which the national system keeps it
        pub ksef_number: Option<String>,
        /// basic, simplified, advance, final, correction, `advance_correction`, `final_correction`, `debit_note`
        pub kind: Word,
        /// number of the customer; null while nobody knows
        pub customer: Option<String>,
        /// name of the customer
        pub customer_name: Option<String>,
        /// codes of the sites that it bills
        pub sites: Vec<String>,
        /// name of the seller
        pub seller: String,
        /// tax number of the seller
        pub seller_nip: Option<String>,
        /// name of the buyer
        pub buyer: String,
        /// tax number of the buyer
        pub buyer_nip: Option<String>,
        /// day of issue
        pub issued_on: Date,
        /// first day that is billed
        pub first_day: Option<Date>,
        /// last day that is billed
        pub last_day: Option<Date>,
        /// currency of all amounts
        pub currency: String,
        /// without VAT
        pub net: Sum,
        /// VAT
        pub vat: Sum,
        /// with VAT
        pub gross: Sum,
        /// what it asks to be paid; less than zero where it gives something back
        pub payable: Sum,
        /// what of that is settled
        pub settled: Sum,
        /// what of that is left; less than zero where something is left to give back
        pub unpaid: Sum,
        /// last day on which it is to be paid
        pub pay_by: Option<Date>,
        /// account to which it wants to be paid
        pub account: Option<BankAccount>,
        /// overdue, open, credit, settled
        pub state: Word,
        /// the VAT is to be paid apart
        pub is_split_payment: bool,
        /// number of the invoice that it corrects
        pub corrects: Option<String>,
        /// things that do not add up
        pub n_flags: u32,
        /// when it came
        pub received_at: Timestamp,
    }
}

/// Columns that the office gets unasked.
const OF_OFFICE: [&str; 6] = ["invoice_number", "customer", "pay_by", "payable", "unpaid", "state"];

/// Does what the verb says.
///
/// # Errors
/// There is no such invoice; a file that cannot be read or written; what the daemon refuses.
pub async fn run(verb: &InvoicesVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        InvoicesVerb::List(args) => list(session, output, args).await,
        InvoicesVerb::Show(args) => show::run(session, output, &args.invoice).await,
        InvoicesVerb::Check(args) => check::run(session, output, args).await,
        InvoicesVerb::Download(args) => download::file(session, output, args).await,
        InvoicesVerb::Pdf(args) => download::pdf(session, output, args).await,
        InvoicesVerb::Import(args) => import::run(session, output, args).await,
        InvoicesVerb::Assign(args) => assign(session, output, args).await,
        InvoicesVerb::Files(args) => files::list(session, output, args).await,
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &InvoicesListArgs) -> Result<(), Failure> {
    let filter = InvoiceFilter {
        customer: args.customer.clone(),
        site: session.site_code(args.site.as_deref()).await?,
        issued: days(session, &args.range)?,
        standings: args.state.clone(),
        text: args.text.clone(),
        only_unassigned: args.unassigned,
    };
    let call = async |ek: &EkClient, context, page| ek.invoices(context, filter.clone(), page).await;
    let mut pick = args.list.pick(output.look.format);
    if output.look.format == Format::Table && pick.columns.is_none() && keeps_books(session) {
        pick.columns = Some(OF_OFFICE.map(str::to_owned).to_vec());
    }
    let mut sums = Sums::default();
    let mut listing = output.list::<InvoiceRow>(&pick)?;
    let take = |invoices: Vec<Invoice>| {
        for invoice in invoices {
            let (unpaid, nothing) = (invoice.open(), Money::default());
            sums.add(invoice.currency, unpaid.max(nothing), Second::Amount(-unpaid.min(nothing)));
            listing.push(invoice_row(invoice))?;
        }
        Ok(listing.room())
    };
    let next = session.each(args.list.columns.after.clone(), call, take).await?;
    if listing.is_empty() {
        session.known_customer(args.customer.as_ref()).await?;
    }
    listing.finish(next.as_deref())?;
    sums.tell(output, ("invoices-sum", &[]), next.as_deref())
}

/// Tells whether whoever asks sees the invoices of all customers, and wants to be told whose each is.
const fn keeps_books(session: &Session) -> bool {
    match session.admission.role {
        Role::Clerk | Role::Administrator => true,
        Role::Customer | Role::Manager | Role::Technician => false,
    }
}

async fn assign(session: &mut Session, output: &mut Output, args: &InvoiceAssignArgs) -> Result<(), Failure> {
    let invoice = find(session, &args.invoice.invoice).await?.id;
    let mut sites = Vec::new();
    for text in &args.site {
        sites.push(super::sites::code(session, text).await?);
    }
    let owner = InvoiceOwner { invoice, customer: args.customer.clone(), sites };
    let call = async |ek: &EkClient, context, key| ek.assign_invoice(context, key, owner.clone()).await;
    let invoice = session.ask_once(call).await?;
    Ok(output.record(invoice_row(invoice))?)
}

/// Finds an invoice by what people write.
///
/// # Errors
/// None or several fit.
pub(super) async fn find(session: &mut Session, text: &str) -> Result<Invoice, Failure> {
    session.ask(async |ek: &EkClient, context| ek.find_invoice(context, text.to_owned()).await).await
}

/// Returns the days of the period that was asked for.
///
/// # Errors
/// It cannot be read.
pub(super) fn days(session: &Session, range: &RangeArgs) -> Result<Option<Days>, Failure> {
    if range.text().is_none() {
        return Ok(None);
    }
    let period = session.period(range, "")?;
    // The last instant of a half-open period is the one before its end.
    let last = period.until.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(period.until);
    let day = |at: Timestamp, zone: &TimeZone| at.to_zoned(zone.clone()).date();
    Ok(Some(Days { first: day(period.from, &session.zone), last: day(last, &session.zone) }))
}

pub(super) const fn kind_word(kind: InvoiceKind) -> Word {
    Word { group: "invoice-kind", name: kind.name() }
}

pub(super) const fn standing_word(standing: InvoiceStanding) -> Word {
    Word { group: "invoice", name: standing.name() }
}

/// Returns the row of an invoice.
#[must_use]
pub fn invoice_row(invoice: Invoice) -> InvoiceRow {
    let unpaid = invoice.open();
    let sum = |amount| Sum(amount, invoice.currency);
    InvoiceRow {
        invoice: invoice.id,
        invoice_number: invoice.number,
        ksef_number: invoice.ksef_number,
        kind: kind_word(invoice.kind),
        customer: invoice.customer.map(String::from),
        customer_name: invoice.customer_name,
        sites: invoice.sites.into_iter().map(String::from).collect(),
        seller: invoice.seller.name,
        seller_nip: invoice.seller.nip.map(String::from),
        buyer: invoice.buyer.name,
        buyer_nip: invoice.buyer.nip.map(String::from),
        issued_on: invoice.issued_on,
        first_day: invoice.period.map(|days| days.first),
        last_day: invoice.period.map(|days| days.last),
        currency: invoice.currency.to_string(),
        net: sum(invoice.net),
        vat: sum(invoice.vat),
        gross: sum(invoice.gross),
        payable: sum(invoice.payable),
        settled: sum(invoice.settled),
        unpaid: sum(unpaid),
        pay_by: invoice.due_on,
        account: invoice.account,
        state: standing_word(invoice.standing),
        is_split_payment: invoice.is_split_payment,
        corrects: invoice.corrects,
        n_flags: invoice.n_flags,
        received_at: invoice.received_at,
    }
}
