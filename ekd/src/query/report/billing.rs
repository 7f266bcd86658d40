//! The facts of invoices and transfers on paper.

use common::due::{TransferOf, TransferSheetQuery};
use common::fault::{BillingCause, Cause};
use common::id::{CustomerNumber, InvoiceId};
use common::invoice::InvoiceSheetQuery;
use common::language::Language;
use common::sheet::Sheet;
use common::time::Period;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::query::invoice;
use crate::query::transfer::{self, Payee};
use crate::report::{Frame, digest, invoice_sheet, transfer_slip};
use crate::store::StoreError;
use crate::store::invoice::list;
use crate::store::log::Logbook;

/// When and by what papers are made.
#[derive(Clone, Debug)]
pub struct Ground {
    pub zone: TimeZone,
    pub now: Timestamp,
    pub payee: Payee,
    /// Where the national system shows invoices.
    pub ksef_address: String,
}

/// A paper, and whose it is.
#[derive(Clone, Debug)]
pub struct Paper {
    pub sheet: Sheet,
    pub customer: Option<CustomerNumber>,
}

/// Grows when the same document would give another paper.
const VERSION: u32 = 1;

impl Ground {
    fn today(&self) -> jiff::civil::Date {
        self.zone.to_datetime(self.now).date()
    }

    /// Returns what papers go by that are of no period.
    fn frame(&self, language: Language) -> Frame {
        Frame { language, zone: self.zone.clone(), period: Period { from: self.now, until: self.now } }
    }
}

/// Returns an invoice that is seen on paper, or why it cannot be had.
///
/// # Errors
/// Where the archive fails.
pub fn invoice(
    log: &Logbook<'_>,
    query: InvoiceSheetQuery,
    ground: &Ground,
) -> Result<Result<Paper, Cause>, StoreError> {
    let Some(card) = invoice::card(log, query.id, &ground.ksef_address, ground.today())? else {
        return Ok(Err(no_such(query.id)));
    };
    let customer = card.invoice.customer.clone();
    // Where there is nothing to pay, or no account to pay into, the paper does without.
    let of = TransferOf::Invoices(vec![query.id]);
    let transfer = transfer::order(log, &of, &ground.payee, ground.today())?.ok().map(|order| order.transfer);
    let sheet = invoice_sheet::write(&invoice_sheet::Facts { card, transfer }, &ground.frame(query.language));
    Ok(Ok(Paper { sheet: marked(sheet), customer }))
}

/// Returns a transfer on paper, or why there is none.
///
/// # Errors
/// Where the archive fails.
pub fn transfer(
    log: &Logbook<'_>,
    query: &TransferSheetQuery,
    ground: &Ground,
) -> Result<Result<Paper, Cause>, StoreError> {
    let order = match transfer::order(log, &query.of, &ground.payee, ground.today())? {
        Ok(order) => order,
        Err(cause) => return Ok(Err(cause)),
    };
    let mut invoices = Vec::new();
    for id in &order.invoices {
        invoices.extend(list::find(log, *id, ground.today())?);
    }
    let customer = invoices.iter().find_map(|invoice| invoice.customer.clone());
    let facts = transfer_slip::Facts { transfer: order.transfer, invoices };
    let sheet = transfer_slip::write(&facts, &ground.frame(query.language));
    Ok(Ok(Paper { sheet: marked(sheet), customer }))
}

/// Puts on a paper by what it is known again.
fn marked(mut sheet: Sheet) -> Sheet {
    let definition = (&sheet.title, &sheet.subject, sheet.language);
    sheet.marks = Some(digest::marks(&definition, VERSION, &sheet));
    sheet
}

fn no_such(id: InvoiceId) -> Cause {
    Cause::Billing { why: BillingCause::NoSuchInvoice { text: format!("#{id}"), similar: Vec::new() } }
}
