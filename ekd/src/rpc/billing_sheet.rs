//! Invoices and transfers on paper.

use common::due::TransferSheetQuery;
use common::invoice::InvoiceSheetQuery;
use common::report::drawing::{Drawing, DrawingForm};
use common::sheet::Sheet;
use serde_bytes::ByteBuf;

use super::access::{Granted, Visit};
use super::answer::NoAnswer;
use super::due::looked_at;
use super::report::drawing_name;
use crate::paper;
use crate::query::report::billing::{self, Ground};
use crate::query::transfer::Payee;
use crate::store::log::Logbook;

pub(super) async fn invoice(visit: &Visit<'_>, query: InvoiceSheetQuery) -> Result<Drawing, NoAnswer> {
    let ground = ground(visit);
    let draw = move |log: &Logbook<'_>, granted: &Granted| {
        let billing::Paper { sheet, customer } = billing::invoice(log, query, &ground)??;
        Ok((drawn(&sheet), looked_at(log, granted, customer.as_ref(), ("invoice.sheet", 1))?))
    };
    visit.look_at_persons(draw).await
}

pub(super) async fn transfer(visit: &Visit<'_>, query: TransferSheetQuery) -> Result<Drawing, NoAnswer> {
    let ground = ground(visit);
    let draw = move |log: &Logbook<'_>, granted: &Granted| {
        let billing::Paper { sheet, customer } = billing::transfer(log, &query, &ground)??;
        Ok((drawn(&sheet), looked_at(log, granted, customer.as_ref(), ("transfer.sheet", 1))?))
    };
    visit.look_at_persons(draw).await
}

fn ground(visit: &Visit<'_>) -> Ground {
    let about = visit.about();
    let (payee, ksef_address) = (Payee::clone(&about.payee), about.ksef_address.clone());
    Ground { zone: about.zone.clone(), now: visit.now(), payee, ksef_address }
}

fn drawn(sheet: &Sheet) -> Drawing {
    Drawing { name: drawing_name(sheet, DrawingForm::Pdf), bytes: ByteBuf::from(paper::pdf(sheet)) }
}
