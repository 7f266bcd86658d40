//! One invoice: its lines, what paid it, what corrects it, what stands on it besides.

use common::api::EkClient;
use common::id::{AllocationId, BillingFileId, InvoiceId, PaymentId};
use common::invoice::{AttachedTable, InvoiceCard, InvoiceLine, RateSum};
use common::money::Currency;
use common::payment::{Allocation, AllocationSource};
use common::text::visible;
use jiff::Timestamp;
use jiff::civil::Date;

use super::files::{FileProblemRow, problem_row};
use super::{InvoiceRow, find, invoice_row};
use crate::exit::Failure;
use crate::output::cell::{Cell, Digest};
use crate::output::figure::{Sum, Written};
use crate::output::row::{Field, joined};
use crate::output::{Format, Output, Pick, Row, Word, row};
use crate::session::Session;

row! {
    /// A line of an invoice.
    pub struct InvoiceLineRow: "invoice.line" brief [item, billed, number_of_units, unit, unit_price, net, vat_rate] {
        /// number of the line
        pub item: u32,
        /// what it bills
        pub billed: String,
        /// how many units, as it stands there
        pub number_of_units: Option<Written>,
        /// the unit, as it stands there
        pub unit: Option<String>,
        /// price of a unit without VAT, as it stands there
        pub unit_price: Option<Written>,
        /// without VAT
        pub net: Option<Sum>,
        /// VAT
        pub vat: Option<Sum>,
        /// with VAT
        pub gross: Option<Sum>,
        /// rate of VAT, as it stands there
        pub vat_rate: Option<Written>,
        /// as it was before a correction: it counts negative
        pub is_before: bool,
    }
}

row! {
    /// The sums of one rate of VAT.
    pub struct RateRow: "invoice.rate" {
        /// rate of VAT, as it stands there
        pub vat_rate: Written,
        /// without VAT
        pub net: Sum,
        /// VAT
        pub vat: Sum,
    }
}

row! {
    /// What of a payment, or of a correction, pays an invoice.
    pub struct AllocationRow: "payment.allocation"
        brief [allocation, payment, correction, invoice_number, amount, counts_on, released_at, release_reason] {
        /// number of the allocation
        pub allocation: AllocationId,
        /// number of the payment
        pub payment: Option<PaymentId>,
        /// number of the correction that pays instead
        pub correction: Option<String>,
        /// id of the invoice that is paid
        pub invoice: InvoiceId,
        /// number of the invoice that is paid
        pub invoice_number: String,
        /// how much
        pub amount: Sum,
        /// day from which it counts
        pub counts_on: Date,
        /// when it was done
        pub at: Timestamp,
        /// who did it; null: by itself
        pub by: Option<String>,
        /// when it was taken back
        pub released_at: Option<Timestamp>,
        /// who took it back
        pub released_by: Option<String>,
        /// why it was taken back
        pub release_reason: Option<String>,
    }
}

row! {
    /// A name and a value above a table of an attachment.
    pub struct FactRow: "invoice.fact" {
        /// the name
        pub label: String,
        /// the value
        pub value: String,
    }
}

row! {
    /// A line of a table of an attachment.
    pub struct AttachedLineRow: "invoice.attached_line" {
        /// the places of the line
        pub texts: Vec<String>,
    }
}

row! {
    /// A table of an attachment, as it stands there.
    pub struct AttachedRow: "invoice.attached" {
        /// its title
        pub title: String,
        /// what stands above it
        pub facts: Vec<FactRow>,
        /// its headings
        pub headings: Vec<String>,
        /// its lines
        pub attached_lines: Vec<AttachedLineRow>,
    }
}

row! {
    /// What belongs to one invoice.
    pub struct InvoiceRestRow: "invoice.rest" {
        /// its lines
        pub lines: Vec<InvoiceLineRow>,
        /// its sums by rate of VAT
        pub rates: Vec<RateRow>,
        /// what paid it, or what it pays as a correction; those that were taken back too
        pub allocations: Vec<AllocationRow>,
        /// invoices that correct it, the oldest first
        pub corrections: Vec<InvoiceRow>,
        /// the invoice that it corrects, if that is here
        pub corrected_invoice: Vec<InvoiceRow>,
        /// what does not add up
        pub flags: Vec<FileProblemRow>,
        /// what stands on it besides
        pub remarks: Vec<String>,
        /// tables of its attachment
        pub attached: Vec<AttachedRow>,
        /// address in the code by which the national system shows it
        pub ksef_address: Option<String>,
        /// what stands below that code
        pub ksef_label: Option<String>,
        /// number of the file that it came in
        pub billing_file: BillingFileId,
        /// what that file is: fa2, fa3, csv, pdf
        pub file_kind: Word,
        /// SHA-256 of that file
        pub digest: Digest,
    }
}

/// An invoice with all there is to know of it.
#[derive(Clone, Debug)]
pub struct InvoiceShowRow {
    invoice: InvoiceRow,
    rest: InvoiceRestRow,
}

const N_FIELDS: usize = InvoiceRow::FIELDS.len() + InvoiceRestRow::FIELDS.len();

impl Row for InvoiceShowRow {
    const SCHEMA: &'static str = "invoice.show";
    const ABOUT: &'static str = "An invoice with its lines, what paid it and what corrects it.";
    const BRIEF: &'static [&'static str] = &[];
    const FIELDS: &'static [Field] = &joined::<N_FIELDS>(InvoiceRow::FIELDS, InvoiceRestRow::FIELDS);

    fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells = self.invoice.cells();
        cells.extend(self.rest.cells());
        cells
    }
}

/// Shows one invoice.
///
/// # Errors
/// None or several fit.
pub async fn run(session: &mut Session, output: &mut Output, text: &str) -> Result<(), Failure> {
    let id = find(session, text).await?.id;
    let card = session.ask(async |ek: &EkClient, context| ek.invoice(context, id).await).await?;
    let attached = card.attached.clone();
    let mut row = show_row(card);
    if output.look.format != Format::Table {
        return Ok(output.record(row)?);
    }
    // People get remarks and tables as they stand on the paper, below the rest.
    row.rest.attached = Vec::new();
    let remarks = std::mem::take(&mut row.rest.remarks);
    let mut listing = output.list::<InvoiceShowRow>(&Pick::default())?;
    listing.push(row)?;
    listing.finish_whole()?;
    for remark in &remarks {
        output.footer("")?;
        output.footer(&visible(remark))?;
    }
    for table in &attached {
        tell_table(output, table)?;
    }
    Ok(())
}

fn tell_table(output: &mut Output, table: &AttachedTable) -> Result<(), Failure> {
    output.footer("")?;
    output.footer(&visible(&table.title))?;
    for (label, value) in &table.facts {
        output.footer(&visible(&format!("{label}: {value}")))?;
    }
    for line in [&table.headings].into_iter().chain(&table.rows).filter(|line| !line.is_empty()) {
        output.footer(&visible(&line.join("  ")))?;
    }
    Ok(())
}

fn show_row(card: InvoiceCard) -> InvoiceShowRow {
    let currency = card.invoice.currency;
    let rest = InvoiceRestRow {
        lines: card.lines.into_iter().map(|line| line_row(line, currency)).collect(),
        rates: card.rates.into_iter().map(|rate| rate_row(rate, currency)).collect(),
        allocations: card.allocations.into_iter().map(|allocation| allocation_row(allocation, currency)).collect(),
        corrections: card.corrections.into_iter().map(invoice_row).collect(),
        corrected_invoice: card.corrected.into_iter().map(|invoice| invoice_row(*invoice)).collect(),
        flags: card.flags.into_iter().map(problem_row).collect(),
        remarks: card.remarks,
        attached: card.attached.into_iter().map(attached_row).collect(),
        ksef_address: card.ksef_code.as_ref().map(|code| code.address.clone()),
        ksef_label: card.ksef_code.map(|code| code.label),
        billing_file: card.file,
        file_kind: Word { group: "billing-file", name: card.form.name() },
        digest: Digest(card.digest),
    };
    InvoiceShowRow { invoice: invoice_row(card.invoice), rest }
}

fn line_row(line: InvoiceLine, currency: Currency) -> InvoiceLineRow {
    let sum = |amount| Sum(amount, currency);
    InvoiceLineRow {
        item: line.number,
        billed: line.text,
        number_of_units: line.quantity.map(Written),
        unit: line.unit,
        unit_price: line.price.map(Written),
        net: line.net.map(sum),
        vat: line.vat.map(sum),
        gross: line.gross.map(sum),
        vat_rate: line.rate.map(Written),
        is_before: line.is_before,
    }
}

fn rate_row(rate: RateSum, currency: Currency) -> RateRow {
    RateRow { vat_rate: Written(rate.rate), net: Sum(rate.net, currency), vat: Sum(rate.vat, currency) }
}

/// Returns the row of what pays something, in the currency of the invoice.
pub(in crate::command) fn allocation_row(allocation: Allocation, currency: Currency) -> AllocationRow {
    let (payment, correction) = match allocation.from {
        AllocationSource::Payment(payment) => (Some(payment), None),
        AllocationSource::Correction(_, number) => (None, Some(number)),
    };
    let (released_at, released_by, release_reason) = match allocation.released {
        Some(release) => (Some(release.at), release.by, Some(release.reason)),
        None => (None, None, None),
    };
    AllocationRow {
        allocation: allocation.id,
        payment,
        correction,
        invoice: allocation.invoice,
        invoice_number: allocation.invoice_number,
        amount: Sum(allocation.amount, currency),
        counts_on: allocation.counts_on,
        at: allocation.at,
        by: allocation.by.map(|login| login.to_string()),
        released_at,
        released_by: released_by.map(|login| login.to_string()),
        release_reason,
    }
}

fn attached_row(table: AttachedTable) -> AttachedRow {
    AttachedRow {
        title: table.title,
        facts: table.facts.into_iter().map(|(label, value)| FactRow { label, value }).collect(),
        headings: table.headings,
        attached_lines: table.rows.into_iter().map(|texts| AttachedLineRow { texts }).collect(),
    }
}
