//! A bill held against what it should be, line by line, with why it differs.

use common::api::EkClient;
use common::id::InvoiceId;
use common::invoice::check::{
    BillCheck, BillCheckQuery, BillVerdict, CheckReason, CheckedRegister, LineCheck, LineFigures, ReasonWriter,
    SumCheck,
};
use common::language::Language;
use common::money::{Currency, Money};
use common::quantity::{Power, Quantity, Value};
use common::text::visible;
use common::ticket::draft::Dispatch;
use common::wire::MAX_WAIT;
use jiff::Timestamp;
use jiff::civil::Date;

use super::find;
use crate::cli::invoices::InvoiceCheckArgs;
use crate::command::quantity_word;
use crate::exit::Failure;
use crate::output::cell::{WithUnit, percent};
use crate::output::figure::{Sum, Written};
use crate::output::{Format, Look, Output, Pick, Word, row};
use crate::session::Session;

row! {
    /// Why a line differs from what it should be, or cannot be told.
    pub struct CheckReasonRow: "invoice.reason" {
        /// `reading_date`, register, `price_differs`, `power_differs`, `line_does_not_multiply`, rounding, `data_missing`, `data_doubtful`, `no_price`, `no_contract`, `no_tariff`, `not_recognised`, `line_missing`, `billed_before`
        pub why: Word,
        /// the instants at which the meter shows what was billed: the first
        pub read_from: Option<Timestamp>,
        /// and the second
        pub read_until: Option<Timestamp>,
        /// by how much the quantity differs
        pub differs_by: Option<Written>,
        /// the price, or the power in kW, that was billed
        pub was_billed: Option<Written>,
        /// the price of the tariff, or the power of the contract in kW
        pub should_be: Option<Written>,
        /// share of the period that readings cover
        pub covered_percent: Option<u32>,
        /// the day for which there is no price
        pub on_day: Option<Date>,
        /// the invoice that has the period already
        pub invoice_number: Option<String>,
    }
}

row! {
    /// A line of an invoice held against what it should be.
    pub struct LineCheckRow: "invoice.check_line"
        brief [item, component, billed_units, expected_units, unit, billed_net, expected_net, bill_verdict] {
        /// number of the line; null for one that is missing on the invoice
        pub item: Option<u32>,
        /// power, heat, carrier, `power_transmission`, `heat_transmission`; null where the text does not tell
        pub component: Option<Word>,
        /// code of the site, where a line bills one of several
        pub site: Option<String>,
        /// how many units were billed
        pub billed_units: Option<Written>,
        /// how many should have been
        pub expected_units: Option<Written>,
        /// the unit
        pub unit: Option<String>,
        /// price of a unit as billed
        pub billed_price: Option<Written>,
        /// price of a unit as it should be
        pub expected_price: Option<Written>,
        /// without VAT, as billed
        pub billed_net: Option<Sum>,
        /// without VAT, as it should be
        pub expected_net: Option<Sum>,
        /// agrees, differs, `cannot_tell`
        pub bill_verdict: Word,
        /// why, the most telling first
        pub reasons: Vec<CheckReasonRow>,
    }
}

row! {
    /// A register at the ends of the billed period.
    pub struct CheckedRegisterRow: "invoice.register"
        brief [site, point, quantity, first_read_at, first_register, last_read_at, last_register] {
        /// code of the site
        pub site: String,
        /// code of the metering point
        pub point: String,
        /// what was measured
        pub quantity: Word,
        /// when it was read, nearest to the beginning
        pub first_read_at: Option<Timestamp>,
        /// what it showed then
        pub first_register: Option<WithUnit>,
        /// when it was read, nearest to the end
        pub last_read_at: Option<Timestamp>,
        /// what it showed then
        pub last_register: Option<WithUnit>,
    }
}

row! {
    /// A bill held against the contract, the tariff and the own readings.
    pub struct BillCheckRow: "invoice.check" {
        /// id of the invoice
        pub invoice: InvoiceId,
        /// number of the invoice
        pub invoice_number: String,
        /// agrees, differs, `cannot_tell`
        pub bill_verdict: Word,
        /// number of the contract by which it was checked
        pub contract: Option<String>,
        /// name of the tariff by which it was checked
        pub tariff: Option<String>,
        /// share of the expected readings that came
        pub coverage_percent: Option<common::quantity::Decimal>,
        /// whether its sums agree with its own lines and rates: agrees, differs, `cannot_tell`
        pub sums_verdict: Word,
        /// sum without VAT, as it stands there
        pub net: Sum,
        /// sum without VAT, by its lines
        pub expected_net: Option<Sum>,
        /// VAT, as it stands there
        pub vat: Sum,
        /// VAT, by its lines and rates
        pub expected_vat: Option<Sum>,
        /// sum with VAT, as it stands there
        pub gross: Sum,
        /// sum with VAT, by its lines and rates
        pub expected_gross: Option<Sum>,
        /// one for each line of the invoice, then those that are missing on it
        pub checked_lines: Vec<LineCheckRow>,
        /// the registers that it was held against
        pub registers: Vec<CheckedRegisterRow>,
        /// subject of a ticket to the office; null where nothing is to be asked
        pub draft_subject: Option<String>,
        /// its text
        pub draft_body: Option<String>,
    }
}

/// Holds a bill against what it should be; where it is wished, keeps the ticket about it as a draft.
///
/// # Errors
/// There is no such invoice; it differs, or nothing can be told.
pub async fn run(session: &mut Session, output: &mut Output, args: &InvoiceCheckArgs) -> Result<(), Failure> {
    let invoice = find(session, &args.invoice.invoice).await?;
    let query = BillCheckQuery { id: invoice.id, language: output.look.language };
    let call = async |ek: &EkClient, context| ek.check_bill(context, query).await;
    let check = session.ask_within(MAX_WAIT, call).await?;
    let verdict = match check.verdict {
        BillVerdict::Agrees => Ok(()),
        BillVerdict::Differs => Err(Failure::BillDiffers { number: invoice.number.clone() }),
        BillVerdict::CannotTell => Err(Failure::BillUnclear { number: invoice.number.clone() }),
    };
    let draft = check.draft.clone();
    let reasons: Vec<_> = check.lines.iter().flat_map(|line| reason_lines(&output.look, line)).collect();
    let mut row = check_row(check, invoice.number.clone(), invoice.currency);
    if output.look.format == Format::Table {
        row.checked_lines.iter_mut().for_each(|line| line.reasons.clear());
        // A letter has lines of its own.
        let letter = row.draft_body.take();
        let mut listing = output.list::<BillCheckRow>(&Pick::default())?;
        listing.push(row)?;
        listing.finish_whole()?;
        if !reasons.is_empty() {
            output.footer("")?;
        }
        for line in reasons {
            output.footer(&line)?;
        }
        if let Some(letter) = letter {
            output.footer("")?;
            letter.lines().try_for_each(|line| output.footer(&visible(line)))?;
        }
    } else {
        output.record(row)?;
    }
    if let Some(draft) = draft.filter(|_| args.draft) {
        let dispatch = Dispatch::Ticket(*draft);
        let call = async |ek: &EkClient, context, key| ek.save_draft(context, key, dispatch.clone()).await;
        session.ask_once(call).await?;
        output.note(&output.look.texts().get("bill-draft-kept"))?;
    }
    verdict
}

/// Returns why a line differs, a line of text for each reason.
fn reason_lines(look: &Look, line: &LineCheck) -> Vec<String> {
    let component = line.component.map(|component| look.word(component_word(component)));
    let number = line.number.map(|number| number.to_string()).unwrap_or_default();
    let named = [("line", number.into()), ("component", component.unwrap_or_default().into())];
    let id = if line.number.is_some() { "bill-line" } else { "bill-line-missing" };
    let place = look.texts().format(id, &named).trim_end().to_owned();
    line.reasons.iter().map(|reason| format!("{place}: {}", reason.told(look))).collect()
}

impl ReasonWriter for Look {
    fn language(&self) -> Language {
        self.language
    }

    fn instant(&self, at: Timestamp) -> String {
        self.instant(at)
    }

    fn day(&self, on: Date) -> String {
        on.to_string()
    }

    fn power(&self, power: Power) -> String {
        with_unit(self, Quantity::Power, power.base())
    }
}

fn with_unit(look: &Look, quantity: Quantity, base: i64) -> String {
    look.cell(&crate::output::Cell::WithUnit(crate::output::Amount { quantity, base }))
}

const fn component_word(component: common::invoice::check::Component) -> Word {
    Word { group: "component", name: component.name() }
}

const fn verdict_word(verdict: BillVerdict) -> Word {
    Word { group: "bill", name: verdict.name() }
}

fn check_row(check: BillCheck, invoice_number: String, currency: Currency) -> BillCheckRow {
    let sum = |amount: Money| Sum(amount, currency);
    let SumCheck { net, vat, gross, expected_net, expected_vat, expected_gross, verdict } = check.sums;
    let (draft_subject, draft_body) = match check.draft {
        Some(draft) => (draft.subject, Some(draft.body)),
        None => (None, None),
    };
    BillCheckRow {
        invoice: check.invoice,
        invoice_number,
        bill_verdict: verdict_word(check.verdict),
        contract: check.contract.map(String::from),
        tariff: check.tariff.map(String::from),
        coverage_percent: check.coverage.and_then(|coverage| percent(coverage.n_readings, coverage.n_expected)),
        sums_verdict: verdict_word(verdict),
        net: sum(net),
        expected_net: expected_net.map(sum),
        vat: sum(vat),
        expected_vat: expected_vat.map(sum),
        gross: sum(gross),
        expected_gross: expected_gross.map(sum),
        checked_lines: check.lines.into_iter().map(|line| line_row(line, currency)).collect(),
        registers: check.registers.into_iter().map(register_row).collect(),
        draft_subject,
        draft_body,
    }
}

fn line_row(line: LineCheck, currency: Currency) -> LineCheckRow {
    let sum = |amount: Money| Sum(amount, currency);
    let LineFigures { quantity: billed_units, unit: billed_unit, price: billed_price, net: billed_net } = line.billed;
    let LineFigures { quantity, unit, price, net } = line.expected.unwrap_or_default();
    LineCheckRow {
        item: line.number,
        component: line.component.map(component_word),
        site: line.site.map(String::from),
        billed_units: billed_units.map(Written),
        expected_units: quantity.map(Written),
        unit: billed_unit.or(unit),
        billed_price: billed_price.map(Written),
        expected_price: price.map(Written),
        billed_net: billed_net.map(sum),
        expected_net: net.map(sum),
        bill_verdict: verdict_word(line.verdict),
        reasons: line.reasons.into_iter().map(reason_row).collect(),
    }
}

fn reason_row(reason: CheckReason) -> CheckReasonRow {
    let row = CheckReasonRow {
        why: Word { group: "check", name: reason.name() },
        read_from: None,
        read_until: None,
        differs_by: None,
        was_billed: None,
        should_be: None,
        covered_percent: None,
        on_day: None,
        invoice_number: None,
    };
    match reason {
        CheckReason::ReadingDate { from, until } => {
            CheckReasonRow { read_from: Some(from), read_until: Some(until), ..row }
        }
        CheckReason::Register { by } => CheckReasonRow { differs_by: Some(Written(by)), ..row },
        CheckReason::PriceDiffers { billed, tariff } => {
            CheckReasonRow { was_billed: Some(Written(billed)), should_be: Some(Written(tariff)), ..row }
        }
        CheckReason::PowerDiffers { billed, contract } => {
            let kilowatts = |power: Power| Some(Written(common::quantity::decimal::fixed(power.base().into(), 3)));
            CheckReasonRow { was_billed: kilowatts(billed), should_be: kilowatts(contract), ..row }
        }
        CheckReason::AmountDiffers { by } => CheckReasonRow { differs_by: Some(Written(by.plain())), ..row },
        CheckReason::DataMissing { percent } => CheckReasonRow { covered_percent: Some(percent.into()), ..row },
        CheckReason::NoPrice { on } => CheckReasonRow { on_day: Some(on), ..row },
        CheckReason::BilledBefore { number } => CheckReasonRow { invoice_number: Some(number), ..row },
        CheckReason::LineDoesNotMultiply
        | CheckReason::Rounding
        | CheckReason::DataDoubtful
        | CheckReason::NoContract
        | CheckReason::NoTariff
        | CheckReason::NotRecognised
        | CheckReason::LineMissing
        | CheckReason::Unknown => row,
    }
}

fn register_row(register: CheckedRegister) -> CheckedRegisterRow {
    let quantity = register.quantity;
    let value = |value: Value| WithUnit((quantity, value).into());
    CheckedRegisterRow {
        site: register.site.into(),
        point: register.point.into(),
        quantity: quantity_word(quantity),
        first_read_at: register.from.map(|(at, _)| at),
        first_register: register.from.map(|(_, found)| value(found)),
        last_read_at: register.until.map(|(at, _)| at),
        last_register: register.until.map(|(_, found)| value(found)),
    }
}
