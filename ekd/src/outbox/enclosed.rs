//! Files that go along with a letter: named when it is written, read when it is handed over, so that the outbox holds no
//! copies and what was erased meanwhile does not leave.

use std::panic::catch_unwind;

use common::cell::Dialect;
use common::id::{AttachmentId, PointId, ReportId, SiteId};
use common::logbook::counting;
use common::report;
use common::time::Period;
use serde::{Deserialize, Serialize};

use crate::document::exchange::{Form, write};
use crate::document::{Parsed, Sample, Subject};
use crate::notify::email::Enclosed;
use crate::paper;
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// What goes along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "enclosed", rename_all = "snake_case")]
pub enum Enclosure {
    /// A file beside an entry.
    File { id: AttachmentId },
    /// The readings of a site, as the archive has them then, in CSV.
    Readings { name: String, site: SiteId, period: Period },
    /// A report, drawn from the sheet that was kept.
    Report { name: String, id: ReportId, form: report::Form, dialect: Dialect },
}

/// Bytes of all files of one letter: written as letters are, they are a third more and still within the 25 MiB that mail
/// servers take.
pub const MOST_BYTES: u64 = 18 << 20;

/// Reads what goes along; what is gone, and what would be too much, stays away.
///
/// # Errors
/// Where the archive fails.
pub fn load(log: &Logbook<'_>, enclosures: &[Enclosure]) -> Result<Vec<Enclosed>, StoreError> {
    let (mut loaded, mut left) = (Vec::new(), MOST_BYTES);
    for enclosure in enclosures {
        let found = match enclosure {
            Enclosure::File { id } => store::correspondence::content(log, *id)?.map(|content| Enclosed {
                name: content.name,
                media_type: content.media_type,
                bytes: content.bytes,
            }),
            Enclosure::Readings { name, site, period } => {
                let bytes = readings(log, *site, *period)?;
                Some(Enclosed { name: name.clone(), media_type: "text/csv".to_owned(), bytes })
            }
            Enclosure::Report { name, id, form, dialect } => report(log, *id, (*form, *dialect))?
                .map(|bytes| Enclosed { name: name.clone(), media_type: media_type(*form).to_owned(), bytes }),
        };
        if let Some(found) = found
            && let Some(rest) = left.checked_sub(found.bytes.len() as u64)
        {
            left = rest;
            loaded.push(found);
        }
    }
    Ok(loaded)
}

/// Draws a report. One that cannot be drawn must not keep all letters from leaving.
fn report(log: &Logbook<'_>, id: ReportId, as_what: (report::Form, Dialect)) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(sheet) = store::report::made::sheet(log, id)? else { return Ok(None) };
    let drawn = catch_unwind(|| paper::written(&sheet, as_what));
    if drawn.is_err() {
        tracing::error!(report.id = id.0, "a report cannot be drawn: the letter leaves without it");
    }
    Ok(drawn.ok())
}

const fn media_type(form: report::Form) -> &'static str {
    match form {
        report::Form::Pdf => "application/pdf",
        report::Form::Csv => "text/csv",
    }
}

/// Returns the readings of a site in the exchange format.
fn readings(log: &Logbook<'_>, site: SiteId, period: Period) -> Result<Vec<u8>, StoreError> {
    let mut document = Parsed::default();
    for point in store::point::of_site(log, site)? {
        add(log, (point.id, &point.code), period, &mut document)?;
    }
    document.samples.sort_by_key(|sample| (sample.subject, sample.at, sample.quantity));
    Ok(write(Form::Csv, &document))
}

fn add(
    log: &Logbook<'_>,
    (point, code): (PointId, &common::id::PointCode),
    period: Period,
    document: &mut Parsed,
) -> Result<(), StoreError> {
    let page = log.read(point, None, (period.from.as_second(), period.until.as_second()))?;
    for strip in &page.strips {
        let meter = store::meter::serial_of(log, strip.meter)?;
        let subject = u32::try_from(document.subjects.len()).unwrap_or(u32::MAX);
        document.subjects.push(Subject { point: code.clone(), meter });
        for column in &strip.columns {
            let versions = counting(strip, column).filter_map(|version| version.reading(point));
            document.samples.extend(versions.filter_map(|reading| {
                let (quantity, at, value) = (reading.quantity, reading.at, reading.value?.base());
                let estimated = reading.quality == common::reading::Quality::Estimated;
                Some(Sample { line: 0, subject, quantity, at, value, estimated })
            }));
        }
    }
    Ok(())
}
