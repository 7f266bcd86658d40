//! Invoices are taken in: the same one once, each with whose it is and where it bills heat, a correction with what it corrects.

use std::collections::{BTreeSet, HashSet};

use common::event::Happening;
use common::fault::{BillingCause, Cause};
use common::id::{BillingFileId, CustomerId, CustomerNumber, InvoiceId, SiteCode, SiteId};
use common::invoice::file::{FileKind, FileProblem, ProblemKind};
use common::invoice::{Days, InvoiceKind, InvoiceOwner};
use common::money::{Currency, Money};
use common::notice::BillingNews;
use common::payment::HouseReason;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::whose::{Found, Where};
use super::{By, Refused, Taken, tell, whose};
use crate::invoice::read::ReadInvoice;
use crate::settlement::{self, Doing};
use crate::store::invoice::{self, Known, New, Packed, SaidBy};
use crate::store::log::Write;
use crate::store::{self, StoreError};
use crate::turned::Turned;

/// An invoice that was read, packed to be kept.
#[derive(Clone, Debug)]
pub struct Sorted {
    read: ReadInvoice,
    packed: Packed,
}

/// An invoice is news for so many days after it was issued: what is older fills the archive and wakes nobody.
const NEWS_DAYS: i32 = 45;

/// Returns invoices packed to be kept, corrections last: they may correct what is in the same file.
///
/// # Errors
/// Where one cannot be packed.
pub fn sorted(invoices: Vec<ReadInvoice>) -> Result<Vec<Sorted>, StoreError> {
    let pack = |read: ReadInvoice| Ok(Sorted { packed: Packed::of(&read)?, read });
    let mut sorted = invoices.into_iter().map(pack).collect::<Result<Vec<_>, StoreError>>()?;
    sorted.sort_by_key(|sorted| !sorted.read.corrects.is_empty());
    Ok(sorted)
}

/// Takes the invoices of a file in; those that are here already are counted.
pub(super) fn take(tx: &Write<'_>, file: BillingFileId, invoices: &[Sorted], by: &By<'_>) -> Result<Taken, Refused> {
    let mut taken = Taken::default();
    taken.tally.n_invoices = invoices.len() as u64;
    let new = new_of(tx, invoices, &mut taken)?;
    let mut arrived = Vec::new();
    let mut concerned = BTreeSet::new();
    for Sorted { read, packed } in new {
        let (id, customer) = keep(tx, (file, by), (read, packed), &mut taken)?;
        taken.tally.n_new += 1;
        if read.currency == Currency::PLN {
            taken.tally.payable += read.payable;
        }
        taken.flags.extend(read.flags.iter().cloned());
        arrived.push(id);
        for correction in invoice::link_corrections(tx, id)? {
            adopt(tx, by.zone, correction)?;
            arrived.push(correction);
        }
        let Some(customer) = customer else { continue };
        if is_news(read.issued_on, by) {
            arrival(tx, by.doing, (id, customer))?;
        } else {
            concerned.insert(customer);
        }
    }
    // All of them first, then what settles them: what is due first is paid first, in whatever order they lie in the file.
    for id in arrived {
        settlement::invoice_arrived(tx, by.doing, id)?;
    }
    for customer in concerned {
        changed(tx, by.doing, (None, customer))?;
    }
    if taken.tally.n_unassigned > 0 {
        tell(tx, by, BillingNews::InvoiceUnassigned, file)?;
    }
    Ok(taken)
}

/// Returns the invoices that are not here yet; others are counted as known.
fn new_of<'a>(tx: &Write<'_>, invoices: &'a [Sorted], taken: &mut Taken) -> Result<Vec<&'a Sorted>, Refused> {
    let (mut new, mut problems, mut met) = (Vec::new(), Vec::new(), HashSet::new());
    for sorted in invoices {
        let read = &sorted.read;
        if !met.insert((&read.seller_key, &read.number)) {
            problems.push(problem(ProblemKind::Repeated, &read.number, ""));
            continue;
        }
        match invoice::known(tx, &read.seller_key, &read.number)? {
            None => new.push(sorted),
            Some(known) if is_same(&known, (read, &sorted.packed)) => {
                taken.tally.n_known += 1;
                if let Some(number) = &read.ksef_number {
                    invoice::learn_ksef_number(tx, known.id, number)?;
                }
            }
            Some(known) => problems.push(differing(&known, read)),
        }
    }
    if problems.is_empty() { Ok(new) } else { Err(Refused::For(problems)) }
}

/// Tells whether what came says the same as what is here. Two structured documents are held against each other line by line;
/// other forms tell less, so that the figures have to do.
fn is_same(known: &Known, (read, packed): (&ReadInvoice, &Packed)) -> bool {
    let of_known = (known.issued_on, known.currency, known.net, known.vat, known.gross);
    let is_one_number =
        known.ksef_number.as_ref().zip(read.ksef_number.as_ref()).is_none_or(|(one, other)| one == other);
    let is_structured = |form: FileKind| matches!(form, FileKind::Fa2 | FileKind::Fa3);
    let is_one_document = !is_structured(known.form)
        || !is_structured(read.form)
        || (known.kind, known.payable, &known.document) == (read.kind, read.payable, packed);
    of_known == (read.issued_on, read.currency, read.net, read.vat, read.gross) && is_one_number && is_one_document
}

fn differing(known: &Known, read: &ReadInvoice) -> FileProblem {
    let told = |(issued_on, gross, currency): (Date, Money, Currency), kind: InvoiceKind, number: Option<&str>| {
        let text = format!("{issued_on} {} {currency} {} {}", gross.plain(), kind.name(), number.unwrap_or_default());
        text.trim_end().to_owned()
    };
    let found = told((read.issued_on, read.gross, read.currency), read.kind, read.ksef_number.as_deref());
    let wanted = told((known.issued_on, known.gross, known.currency), known.kind, known.ksef_number.as_deref());
    FileProblem { wanted, ..problem(ProblemKind::DiffersFromKnown, &read.number, &found) }
}

/// Names a field of one of the invoices of a file.
fn of(number: &str, field: &str) -> String {
    format!("{field} ({number})")
}

fn problem(kind: ProblemKind, field: &str, found: &str) -> FileProblem {
    FileProblem { kind, field: field.to_owned(), line: None, found: found.to_owned(), wanted: String::new() }
}

/// Keeps one invoice and says whose it is, as far as it is known.
fn keep(
    tx: &Write<'_>,
    (file, by): (BillingFileId, &By<'_>),
    (read, packed): (&ReadInvoice, &Packed),
    taken: &mut Taken,
) -> Result<(InvoiceId, Option<CustomerId>), StoreError> {
    let clues = whose::clues(read);
    let Found { mut customer, contradiction } = whose::by_clues(tx, &clues)?;
    let id = invoice::insert(tx, &New { file, at: by.doing.at, customer, read, document: packed })?;
    let is_correction = !read.corrects.is_empty();
    if is_correction {
        invoice::link_originals(tx, id)?;
    }
    if is_correction && customer.is_none() && contradiction.is_none() {
        customer = whose::by_originals(tx, id)?;
        invoice::assign(tx, id, customer, SaidBy::Document)?;
    }
    if let Some(customer) = customer {
        invoice::set_sites(tx, id, &whose::sites(tx, customer, Where::of(read), by.zone)?)?;
    } else {
        taken.tally.n_unassigned += 1;
        invoice::whose::leave_clues(tx, id, &clues)?;
        let told = read.customer_number.as_deref().unwrap_or_default();
        taken.flags.push(problem(ProblemKind::UnknownCustomer, &of(&read.number, "NrKlienta"), told));
    }
    taken.flags.extend(contradiction);
    if is_correction && invoice::missing(tx, id)?.1 {
        let numbers: Vec<&str> = read.corrects.iter().map(|corrected| corrected.number.as_str()).collect();
        taken.flags.push(problem(
            ProblemKind::OriginalMissing,
            &of(&read.number, "NrFaKorygowanej"),
            &numbers.join(", "),
        ));
    }
    Ok((id, customer))
}

/// Returns the sites of a customer's invoice that is here, by what it says.
fn sites_of(
    tx: &Write<'_>,
    (id, customer): (InvoiceId, CustomerId),
    zone: &TimeZone,
) -> Result<Vec<SiteId>, StoreError> {
    let (Some(kept), Some(document)) = (invoice::by_id(tx, id, Date::MIN)?, invoice::document(tx, id)?) else {
        return Ok(Vec::new());
    };
    let days = kept.period.unwrap_or(Days { first: kept.issued_on, last: kept.issued_on });
    let told = Where { days, places: &document.places, contract_numbers: &document.contract_numbers };
    whose::sites(tx, customer, told, zone)
}

fn is_news(issued_on: Date, by: &By<'_>) -> bool {
    let today = by.zone.to_datetime(by.doing.at).date();
    issued_on.until(today).is_ok_and(|span| span.get_days() <= NEWS_DAYS)
}

/// Tells a customer of a new invoice.
fn arrival(tx: &Write<'_>, doing: Doing, (id, customer): (InvoiceId, CustomerId)) -> Result<(), StoreError> {
    append(tx, doing, BillingNews::InvoiceArrived, (Some(id), customer))
}

/// Has screens look again.
fn changed(tx: &Write<'_>, doing: Doing, whose: (Option<InvoiceId>, CustomerId)) -> Result<(), StoreError> {
    append(tx, doing, BillingNews::Changed, whose)
}

fn append(
    tx: &Write<'_>,
    doing: Doing,
    news: BillingNews,
    (invoice, customer): (Option<InvoiceId>, CustomerId),
) -> Result<(), StoreError> {
    let customer = store::customer::number_of(tx, customer)?;
    let what = Happening::Billing { news, customer, invoice, payment: None, file: None, days: None };
    store::event::append(tx, doing.at, &what)
}

/// Looks again whose the invoices are that are nobody's and point to a customer: after the customer or a contract was saved.
/// Returns how many are the customer's now.
///
/// # Errors
/// Where the archive fails.
pub fn link_unassigned(tx: &Write<'_>, zone: &TimeZone, doing: Doing, customer: CustomerId) -> Result<u64, StoreError> {
    let mut waiting = BTreeSet::new();
    for clue in invoice::whose::clues_of(tx, customer)? {
        waiting.extend(invoice::whose::with_clue(tx, &clue)?);
    }
    let mut linked = Vec::new();
    while let Some(id) = waiting.pop_first() {
        if adopt(tx, zone, id)? != Some(customer) {
            continue;
        }
        // What corrects it may tell less than it does.
        waiting.extend(invoice::corrections(tx, id)?);
        linked.push(id);
    }
    for id in &linked {
        settlement::invoice_arrived(tx, doing, *id)?;
    }
    if !linked.is_empty() {
        changed(tx, doing, (None, customer))?;
    }
    Ok(linked.len() as u64)
}

/// Finds whose an invoice is that is nobody's, and returns whose it has become.
fn adopt(tx: &Write<'_>, zone: &TimeZone, id: InvoiceId) -> Result<Option<CustomerId>, StoreError> {
    let (is_nobodys, _) = invoice::missing(tx, id)?;
    if !is_nobodys {
        return Ok(None);
    }
    let Found { mut customer, contradiction } = whose::by_clues(tx, &invoice::whose::clues_left(tx, id)?)?;
    if customer.is_none() && contradiction.is_none() {
        customer = whose::by_originals(tx, id)?;
    }
    if let Some(customer) = customer {
        invoice::assign(tx, id, Some(customer), SaidBy::Document)?;
        invoice::whose::forget_clues(tx, id)?;
        invoice::set_sites(tx, id, &sites_of(tx, (id, customer), zone)?)?;
    }
    Ok(customer)
}

/// Says whose an invoice is, in place of what it says itself or of what was said before. What paid it as another's is taken
/// back.
///
/// # Errors
/// [`BillingCause::NoSuchInvoice`], [`Cause::NoSuchCustomer`], [`Cause::NoSuchSite`].
pub fn assign(
    tx: &Write<'_>,
    zone: &TimeZone,
    doing: Doing,
    owner: &InvoiceOwner,
) -> Result<Option<CustomerId>, Turned> {
    let InvoiceOwner { invoice: id, customer, sites } = owner;
    if invoice::origin(tx, *id)?.is_none() {
        let why = BillingCause::NoSuchInvoice { text: format!("#{id}"), similar: Vec::new() };
        return Err(Cause::Billing { why }.into());
    }
    let customer = customer.as_ref().map(|number| known_customer(tx, number)).transpose()?;
    let before = invoice::customer_of(tx, *id)?;
    let told = sites.iter().map(|site| known_site(tx, site)).collect::<Result<Vec<_>, _>>()?;
    if before.is_some() && before != customer {
        settlement::invoice_leaves(tx, doing, *id, HouseReason::AssignedAnew.name())?;
    }
    invoice::assign(tx, *id, customer, SaidBy::Person)?;
    invoice::whose::forget_clues(tx, *id)?;
    let sites = match customer {
        Some(customer) if told.is_empty() => sites_of(tx, (*id, customer), zone)?,
        Some(_) | None => told,
    };
    invoice::set_sites(tx, *id, &sites)?;
    settlement::invoice_arrived(tx, doing, *id)?;
    for correction in invoice::corrections(tx, *id)? {
        if adopt(tx, zone, correction)?.is_some() {
            settlement::invoice_arrived(tx, doing, correction)?;
        }
    }
    for concerned in [before, customer].into_iter().flatten().collect::<BTreeSet<_>>() {
        let is_new = Some(concerned) == customer && before != customer;
        let of_new = is_new.then_some(*id);
        changed(tx, doing, (of_new, concerned))?;
    }
    Ok(customer)
}

fn known_customer(tx: &Write<'_>, number: &CustomerNumber) -> Result<CustomerId, Turned> {
    let customer = store::customer::by_number(tx, number.as_str())?.filter(|customer| customer.erased_at.is_none());
    let unknown = || Cause::NoSuchCustomer { text: number.to_string(), similar: Vec::new() };
    Ok(customer.ok_or_else(unknown)?.id)
}

fn known_site(tx: &Write<'_>, site: &SiteCode) -> Result<SiteId, Turned> {
    let unknown = || Cause::NoSuchSite { text: site.to_string(), similar: Vec::new() };
    Ok(store::site::id_of(tx, site.as_str())?.ok_or_else(unknown)?)
}
