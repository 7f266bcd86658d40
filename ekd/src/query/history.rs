//! The versions of readings: what counts, what was corrected, what a person struck out, and on which paper.

use std::collections::HashMap;

use common::archive::{HistoryQuery, ReadingVersion};
use common::id::{DocumentId, MeterId, SerialNumber};
use common::logbook::{Version, versions};
use common::source::Document;

use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Returns up to `limit` versions after the first `skip`, by instant, quantity, meter and revision.
pub fn history(
    log: &Logbook<'_>,
    query: &HistoryQuery,
    skip: usize,
    limit: usize,
) -> Result<Vec<ReadingVersion>, StoreError> {
    let stretch = (query.period.from.as_second(), query.period.until.as_second());
    let page = log.read(query.point, query.quantity, stretch)?;
    let mut found: Vec<Version> = versions(&page).collect();
    found.sort_unstable_by_key(|version| (version.at, version.quantity, version.meter, version.revision));
    let mut papers = Papers { log, documents: HashMap::new(), serials: HashMap::new() };
    let mut listed = Vec::new();
    let readings = found.chunk_by(|one, next| key(one) == key(next));
    for reading in readings.filter(|reading| !query.only_changed || reading.len() > 1) {
        listed.extend(reading.iter().enumerate().map(|(index, version)| (*version, index + 1 == reading.len())));
    }
    let wanted = listed.into_iter().skip(skip).take(limit);
    let versions = wanted.map(|(version, is_last)| papers.version(query, version, is_last));
    versions.filter_map(Result::transpose).collect()
}

const fn key(version: &Version) -> (i64, u8, i64) {
    (version.at, version.quantity.code(), version.meter.0)
}

struct Papers<'a> {
    log: &'a Logbook<'a>,
    documents: HashMap<DocumentId, Option<Document>>,
    serials: HashMap<MeterId, SerialNumber>,
}

impl Papers<'_> {
    fn version(
        &mut self,
        query: &HistoryQuery,
        version: Version,
        is_last: bool,
    ) -> Result<Option<ReadingVersion>, StoreError> {
        if !self.documents.contains_key(&version.document) {
            self.documents.insert(version.document, store::document::by_id(self.log, version.document)?);
        }
        let document = self.documents.get(&version.document).cloned().flatten();
        if !self.serials.contains_key(&version.meter) {
            self.serials
                .extend(store::meter::serial_of(self.log, version.meter)?.map(|serial| (version.meter, serial)));
        }
        let (Some(document), Some(serial)) = (document, self.serials.get(&version.meter)) else { return Ok(None) };
        let Some(reading) = version.reading(query.point) else { return Ok(None) };
        Ok(Some(ReadingVersion {
            counts: is_last && version.value.is_some(),
            reading,
            serial: serial.clone(),
            source: document.source,
            // A document tells of others too, and its name with it.
            document_name: if self.log.scope().is_house() { document.name } else { String::new() },
            received_at: document.received_at,
        }))
    }
}
