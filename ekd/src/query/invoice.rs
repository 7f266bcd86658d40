//! Invoices as people ask for them: lists, one by whatever it is called, all that is known of one, and the bytes that came.

use common::api::MAX_UPLOAD_PART;
use common::id::{BillingFileId, InvoiceId};
use common::invoice::file::{FileKind, FileProblem, ProblemKind};
use common::invoice::{Invoice, InvoiceCard, InvoiceFilePart, InvoiceFilter, KsefCode};
use common::text::fold;
use jiff::civil::Date;
use serde_bytes::ByteBuf;

use crate::invoice::ksef;
use crate::store::invoice::list;
use crate::store::log::Logbook;
use crate::store::{self, StoreError, billing_file, invoice};

/// What came of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    One(Box<Invoice>),
    /// Numbers of some of those that fit.
    Several(Vec<String>),
    /// None fits; numbers that may be meant.
    Similar(Vec<String>),
}

/// Numbers that are suggested.
const SUGGESTED: usize = 3;
/// Among so many of the newest is looked for a number that was mistyped.
const MOST_LOOKED_AT: u32 = 5000;
/// Longest name of a file that is told.
const LONGEST_NAME: usize = 100;

/// Finds an invoice that is seen by its number, its KSeF number, its id (`#12`), or a unique part of its number.
pub fn find(log: &Logbook<'_>, text: &str, today: Date) -> Result<Found, StoreError> {
    let text = text.trim();
    if let Some(id) = text.strip_prefix('#').and_then(|id| id.parse().ok())
        && let Some(invoice) = list::find(log, InvoiceId(id), today)?
    {
        return Ok(Found::One(Box::new(invoice)));
    }
    let most = u32::try_from(SUGGESTED + 1).unwrap_or(u32::MAX);
    let named = list::named(log, text, today, most)?;
    let exact: Vec<&Invoice> = named.iter().filter(|invoice| invoice.number == text).collect();
    if let ([one], _) | (_, [one]) = (exact.as_slice(), named.iter().collect::<Vec<_>>().as_slice()) {
        return Ok(Found::One(Box::new((*one).clone())));
    }
    let filter = InvoiceFilter { text: Some(text.to_owned()), ..InvoiceFilter::default() };
    let mut near = if named.is_empty() { list::page(log, &filter, (None, most), today)? } else { named };
    if near.len() == 1 {
        return Ok(Found::One(Box::new(near.remove(0))));
    }
    if near.is_empty() {
        return Ok(Found::Similar(similar(log, text)?));
    }
    // Two sellers may have given one number: then only the id tells them apart.
    let name = |invoice: &Invoice| format!("{} (#{})", invoice.number, invoice.id);
    Ok(Found::Several(near.iter().take(SUGGESTED).map(name).collect()))
}

/// Returns the numbers that are nearest to what was typed.
fn similar(log: &Logbook<'_>, text: &str) -> Result<Vec<String>, StoreError> {
    let wanted = fold(text);
    let near = wanted.chars().count() / 2;
    let distance = |number: &String| strsim::damerau_levenshtein(&fold(number), &wanted);
    let mut ranked: Vec<(usize, String)> = list::numbers(log, MOST_LOOKED_AT)?
        .into_iter()
        .map(|number| (distance(&number), number))
        .filter(|(distance, _)| *distance <= near)
        .collect();
    ranked.sort();
    Ok(ranked.into_iter().take(SUGGESTED).map(|(_, number)| number).collect())
}

/// Returns all that is known of an invoice that is seen. `ksef_address` is where the national system shows invoices.
pub fn card(
    log: &Logbook<'_>,
    id: InvoiceId,
    ksef_address: &str,
    today: Date,
) -> Result<Option<InvoiceCard>, StoreError> {
    let Some(invoice) = list::find(log, id, today)? else { return Ok(None) };
    let (Some(document), Some(origin)) = (invoice::document(log, id)?, invoice::origin(log, id)?) else {
        return Ok(None);
    };
    let file = billing_file::by_id(log, origin.file)?;
    let digest = file.as_ref().map(|file| file.digest.clone()).unwrap_or_default();
    let seen = |ids: Vec<InvoiceId>| -> Result<Vec<Invoice>, StoreError> {
        let mut seen = Vec::new();
        for id in ids {
            seen.extend(list::find(log, id, today)?);
        }
        Ok(seen)
    };
    let ksef_code = match origin.form {
        FileKind::Fa2 | FileKind::Fa3 => code(&invoice, ksef_address, &digest),
        FileKind::Csv | FileKind::Pdf | FileKind::Mt940 | FileKind::Camt053 | FileKind::Unknown => None,
    };
    let mut flags = document.flags;
    flags.extend(missing(log, &invoice)?);
    Ok(Some(InvoiceCard {
        lines: document.lines,
        rates: document.rates,
        allocations: store::allocation::of_invoice(log, id)?,
        corrections: seen(invoice::corrections(log, id)?)?,
        corrected: seen(invoice::originals(log, id)?)?.into_iter().next().map(Box::new),
        remarks: document.remarks,
        attached: document.attached,
        ksef_code,
        file: origin.file,
        form: origin.form,
        digest,
        flags,
        invoice,
    }))
}

/// Returns the code I of a structured invoice, whose bytes have this digest.
fn code(invoice: &Invoice, address: &str, digest: &str) -> Option<KsefCode> {
    let seller = invoice.seller.nip.as_ref()?;
    let mut sha256 = [0; 32];
    for (at, byte) in sha256.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digest.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(ksef::code(address, seller, invoice.issued_on, &sha256, invoice.ksef_number.as_deref()))
}

/// Returns what is missing here, as flags: whose the invoice is, and what it corrects.
fn missing(log: &Logbook<'_>, invoice: &Invoice) -> Result<Vec<FileProblem>, StoreError> {
    let flag = |kind, found: &str| {
        let (field, wanted) = (invoice.number.clone(), String::new());
        FileProblem { kind, field, line: None, found: found.to_owned(), wanted }
    };
    let (is_nobodys, is_orphan) = invoice::missing(log, invoice.id)?;
    let mut flags = Vec::new();
    if is_nobodys {
        flags.push(flag(ProblemKind::UnknownCustomer, ""));
    }
    if is_orphan {
        flags.push(flag(ProblemKind::OriginalMissing, invoice.corrects.as_deref().unwrap_or_default()));
    }
    Ok(flags)
}

/// Returns a piece of the bytes that came as a file.
pub fn file(log: &Logbook<'_>, id: BillingFileId, offset: u64) -> Result<Option<InvoiceFilePart>, StoreError> {
    let (Some(kept), Some(bytes)) = (billing_file::by_id(log, id)?, billing_file::content(log, id)?) else {
        return Ok(None);
    };
    let size = bytes.len();
    let first = usize::try_from(offset).unwrap_or(usize::MAX).min(size);
    let piece = &bytes[first..size.min(first.saturating_add(MAX_UPLOAD_PART))];
    let (name, bytes) = (name_of(&kept.name), ByteBuf::from(piece));
    Ok(Some(InvoiceFilePart { name, bytes, size: size as u64 }))
}

/// Returns a name under which a file can be kept anywhere.
fn name_of(name: &str) -> String {
    let kept = |letter: char| if letter.is_ascii_alphanumeric() || "-_.".contains(letter) { letter } else { '_' };
    let plain: String = fold_letters(name).chars().map(kept).collect();
    let from = plain.len().saturating_sub(LONGEST_NAME);
    let name = plain[from..].trim_start_matches('.');
    if name.is_empty() { "invoice".to_owned() } else { name.to_owned() }
}

/// Returns a text without the marks of its letters, which keep their size.
fn fold_letters(text: &str) -> String {
    let plain = |letter: char| {
        let folded = fold(letter.encode_utf8(&mut [0; 4]));
        if letter.is_uppercase() { folded.to_uppercase() } else { folded }
    };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_name_that_goes_anywhere() {
        assert_eq!(name_of("Faktura Łąkowa 3/2026.xml"), "Faktura_Lakowa_3_2026.xml");
        assert_eq!(name_of("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!((name_of("..."), name_of("")), ("invoice".to_owned(), "invoice".to_owned()));
        assert_eq!(name_of(&format!("{}.xml", "a".repeat(300))).len(), LONGEST_NAME);
    }
}
