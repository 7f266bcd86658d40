//! Dues: what is to be paid, altogether and invoice by invoice, and the transfer that pays it.

pub mod transfer;

use common::account::Role;
use common::api::EkClient;
use common::bank_account::BankAccount;
use common::due::{Balance, BalanceFilter, Due, DueFilter, Interest, SiteBalance};
use common::id::{InvoiceId, SiteCode};
use common::language::Argument;
use common::money::{Currency, Money};
use jiff::civil::Date;

use crate::cli::DuesVerb;
use crate::cli::dues::{BalancesArgs, DuesListArgs};
use crate::command::invoices::{kind_word, standing_word};
use crate::command::sums::{Second, Sums};
use crate::exit::Failure;
use crate::output::figure::{Reckoned, Sum};
use crate::output::{Format, Output, Word, row};
use crate::session::{Session, list_of_customer};

row! {
    /// An invoice with something to pay.
    pub struct DueRow: "due.list" brief [invoice_number, customer, sites, pay_by, days_overdue, unpaid, late_interest] {
        /// id of the invoice here
        pub invoice: InvoiceId,
        /// number of the invoice
        pub invoice_number: String,
        /// number under which the national system keeps it
        pub ksef_number: Option<String>,
        /// basic, simplified, advance, final, correction, `advance_correction`, `final_correction`, `debit_note`
        pub kind: Word,
        /// number of the customer
        pub customer: Option<String>,
        /// name of the customer
        pub customer_name: Option<String>,
        /// codes of the sites that it bills
        pub sites: Vec<String>,
        /// day of issue
        pub issued_on: Date,
        /// last day on which it is to be paid
        pub pay_by: Option<Date>,
        /// overdue, open
        pub state: Word,
        /// days since that day; 0 where it is still to come
        pub days_overdue: u32,
        /// currency of all amounts
        pub currency: String,
        /// what it asks to be paid
        pub payable: Sum,
        /// what of that is left
        pub unpaid: Sum,
        /// interest for being late
        pub late_interest: Reckoned,
        /// why there is none: `no_rate`, `other_currency`
        pub no_interest: Option<Word>,
        /// account to which it wants to be paid
        pub account: Option<BankAccount>,
        /// the VAT is to be paid apart
        pub is_split_payment: bool,
    }
}

row! {
    /// What is to be paid of a site.
    pub struct SiteBalanceRow: "due.site" {
        /// code of the site; null: of several together, or of none
        pub site: Option<String>,
        /// all that is open
        pub total_due: Sum,
        /// what of it should have been paid before today
        pub overdue: Sum,
        /// the next day on which something is due
        pub next_due_on: Option<Date>,
        /// what is due on that day
        pub next_due: Option<Sum>,
    }
}

row! {
    /// What a customer owes in one currency.
    pub struct BalanceRow: "due.balance"
        brief [customer, total_due, overdue, next_due_on, next_due, credit] {
        /// number of the customer
        pub customer: String,
        /// name of the customer
        pub customer_name: String,
        /// currency of all amounts
        pub currency: String,
        /// the day for which it is told
        pub on_day: Date,
        /// all that is open, whenever it is due
        pub total_due: Sum,
        /// what of it should have been paid before that day
        pub overdue: Sum,
        /// the next day on which something is due
        pub next_due_on: Option<Date>,
        /// all that is due on that day
        pub next_due: Option<Sum>,
        /// invoices that are due on that day
        pub n_next_due: Option<u64>,
        /// money that came and pays nothing yet
        pub credit: Sum,
        /// what is left to pay when the credit is counted; less than zero where more came than was asked for
        pub to_pay: Sum,
        /// interest for being late, until and with that day
        pub late_interest: Reckoned,
        /// why there is none: `no_rate`, `other_currency`
        pub no_interest: Option<Word>,
        /// invoices with something to pay
        pub n_unpaid: u64,
        /// overdue invoices
        pub n_overdue: u64,
        /// day of the last payment
        pub last_paid_on: Option<Date>,
        /// the last payment
        pub last_paid: Option<Sum>,
        /// by where heat was taken
        pub site_balances: Vec<SiteBalanceRow>,
    }
}

/// Does what the verb says.
///
/// # Errors
/// What the daemon refuses; a file that cannot be written; a transfer without a code.
pub async fn run(verb: &DuesVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        DuesVerb::List(args) => list(session, output, args).await,
        DuesVerb::Balances(args) => balances(session, output, args).await,
        DuesVerb::Qr(args) => transfer::qr(session, output, args).await,
        DuesVerb::Transfer(args) => transfer::show(session, output, args).await,
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &DuesListArgs) -> Result<(), Failure> {
    let filter = DueFilter {
        customer: args.customer.clone(),
        site: session.site_code(args.site.as_deref()).await?,
        only_overdue: args.overdue,
        interest_on: args.interest_on,
    };
    if output.look.format == Format::Table {
        tell_balances(session, output, &filter).await?;
        if let Some(day) = args.interest_on {
            let line = output.look.texts().format("due-interest-on", &[("day", day.to_string().into())]);
            output.text(&format!("{line}\n\n"))?;
        }
    }
    let mut sums = Sums::default();
    let mut listing = output.list::<DueRow>(&args.list.pick(output.look.format))?;
    let call = async |ek: &EkClient, context, page| ek.dues(context, filter.clone(), page).await;
    let take = |dues: Vec<Due>| {
        for due in dues {
            sums.add(due.invoice.currency, due.open, second(due.interest));
            listing.push(due_row(due))?;
        }
        Ok(listing.room())
    };
    let next = session.each(args.list.columns.after.clone(), call, take).await?;
    if listing.is_empty() {
        session.known_customer(args.customer.as_ref()).await?;
    }
    listing.finish(next.as_deref())?;
    let day = args.interest_on.map_or_else(String::new, |day| day.to_string());
    let until =
        [("day", Argument::from(day)), ("has-day", if args.interest_on.is_some() { "yes" } else { "no" }.into())];
    sums.tell(output, ("dues-sum", &until), next.as_deref())
}

/// Tells people first what they owe altogether: of one customer, or of all for whom they act. Of all customers of the
/// house nobody wants to read it: that is what `dues balances` is for.
async fn tell_balances(session: &mut Session, output: &mut Output, filter: &DueFilter) -> Result<(), Failure> {
    let acts_for_some = match session.admission.role {
        Role::Customer | Role::Manager => true,
        Role::Technician | Role::Clerk | Role::Administrator => false,
    };
    if filter.customer.is_none() && !acts_for_some {
        return Ok(());
    }
    // As of today, as the invoices below: only their interest is of another day.
    let wanted = BalanceFilter { customer: filter.customer.clone(), ..BalanceFilter::default() };
    let call = async |ek: &EkClient, context, page| ek.balances(context, wanted.clone(), page).await;
    let balances = session.all(call).await?;
    let names_customers = balances.iter().any(|balance| balance.customer != balances[0].customer);
    for balance in &balances {
        let line = balance_lines(output, balance, filter.site.as_ref());
        if names_customers {
            let name = format!("{} {}", balance.customer, common::text::visible(&balance.customer_name));
            output.text(&format!("{}\n", output.look.emphasis.strong(&name)))?;
        }
        output.text(&format!("{line}\n\n"))?;
    }
    Ok(())
}

/// Returns what is owed in a few lines: total due, overdue and next due apart, and the credit.
fn balance_lines(output: &Output, balance: &Balance, site: Option<&SiteCode>) -> String {
    let look = &output.look;
    let sum = |amount| look.sum(amount, balance.currency);
    let of_site = site.map(|site| balance.sites.iter().find(|of| of.site.as_ref() == Some(site)));
    let (total_due, overdue, next_due) = match of_site {
        Some(Some(of)) => (of.total_due, of.overdue, of.next_due),
        Some(None) => (Money::default(), Money::default(), None),
        None => (balance.total_due, balance.overdue, balance.next_due),
    };
    let next = match next_due {
        Some(next) => {
            let arguments = [("amount", sum(next.amount).into()), ("day", next.on.to_string().into())];
            look.texts().format("due-next-amount", &arguments)
        }
        None => look.texts().get("due-next-none"),
    };
    let mut lines = vec![("due-total", sum(total_due)), ("due-overdue", sum(overdue)), ("due-next", next)];
    // A credit is not of a site.
    if site.is_none() {
        lines.push(("due-credit", sum(balance.credit)));
    }
    let labels: Vec<_> = lines.iter().map(|(id, _)| look.texts().get(id)).collect();
    let width = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0);
    let line = |(label, (_, value)): (&String, &(&str, String))| format!("{label:width$}  {value}");
    labels.iter().zip(&lines).map(line).collect::<Vec<_>>().join("\n")
}

async fn balances(session: &mut Session, output: &mut Output, args: &BalancesArgs) -> Result<(), Failure> {
    let filter = BalanceFilter {
        customer: args.customer.clone(),
        text: args.text.clone(),
        only_overdue: args.overdue,
        on: args.on,
    };
    let call = async |ek: &EkClient, context, page| ek.balances(context, filter.clone(), page).await;
    list_of_customer(session, output, (&args.list, args.customer.as_ref()), call, balance_row).await
}

const fn second(interest: Interest) -> Second {
    match interest {
        Interest::Amount(amount) => Second::Amount(amount),
        Interest::NoRate(_) => Second::Unknown,
        Interest::OtherCurrency => Second::Nothing,
    }
}

const fn interest_cells(interest: Interest, currency: Currency) -> (Reckoned, Option<Word>) {
    match interest {
        Interest::Amount(amount) => (Reckoned::Amount(Sum(amount, currency)), None),
        Interest::NoRate(_) => (Reckoned::Unknown, Some(Word { group: "no-interest", name: "no_rate" })),
        Interest::OtherCurrency => (Reckoned::Nothing, Some(Word { group: "no-interest", name: "other_currency" })),
    }
}

fn due_row(due: Due) -> DueRow {
    let Due { invoice, open, days_overdue, interest } = due;
    let (late_interest, no_interest) = interest_cells(interest, invoice.currency);
    DueRow {
        invoice: invoice.id,
        invoice_number: invoice.number,
        ksef_number: invoice.ksef_number,
        kind: kind_word(invoice.kind),
        customer: invoice.customer.map(String::from),
        customer_name: invoice.customer_name,
        sites: invoice.sites.into_iter().map(String::from).collect(),
        issued_on: invoice.issued_on,
        pay_by: invoice.due_on,
        state: standing_word(invoice.standing),
        days_overdue,
        currency: invoice.currency.to_string(),
        payable: Sum(invoice.payable, invoice.currency),
        unpaid: Sum(open, invoice.currency),
        late_interest,
        no_interest,
        account: invoice.account,
        is_split_payment: invoice.is_split_payment,
    }
}

fn balance_row(balance: Balance) -> BalanceRow {
    let to_pay = balance.to_pay();
    let currency = balance.currency;
    let sum = |amount| Sum(amount, currency);
    let (late_interest, no_interest) = interest_cells(balance.interest, currency);
    BalanceRow {
        customer: balance.customer.into(),
        customer_name: balance.customer_name,
        currency: currency.to_string(),
        on_day: balance.on,
        total_due: sum(balance.total_due),
        overdue: sum(balance.overdue),
        next_due_on: balance.next_due.map(|next| next.on),
        next_due: balance.next_due.map(|next| sum(next.amount)),
        n_next_due: balance.next_due.map(|next| next.n_invoices),
        credit: sum(balance.credit),
        to_pay: sum(to_pay),
        late_interest,
        no_interest,
        n_unpaid: balance.n_open,
        n_overdue: balance.n_overdue,
        last_paid_on: balance.last_payment.map(|(day, _)| day),
        last_paid: balance.last_payment.map(|(_, amount)| sum(amount)),
        site_balances: balance.sites.into_iter().map(|of| site_row(of, currency)).collect(),
    }
}

fn site_row(of: SiteBalance, currency: Currency) -> SiteBalanceRow {
    SiteBalanceRow {
        site: of.site.map(String::from),
        total_due: Sum(of.total_due, currency),
        overdue: Sum(of.overdue, currency),
        next_due_on: of.next_due.map(|next| next.on),
        next_due: of.next_due.map(|next| Sum(next.amount, currency)),
    }
}
