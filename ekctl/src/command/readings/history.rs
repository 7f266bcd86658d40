//! Every version of a reading: as it came first, as it was corrected, struck out; and who brought each.

use common::api::EkClient;
use common::archive::{HistoryQuery, ReadingVersion};
use common::id::DocumentId;
use jiff::Timestamp;

use crate::cli::ListArgs;
use crate::cli::readings::HistoryArgs;
use crate::command::{quality_word, quantity_word};
use crate::exit::Failure;
use crate::output::cell::{Exact, UnitOf};
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A version of a reading and where it came from.
    pub struct VersionOfReadingRow: "reading.history" brief [at, quantity, revision, value, unit, standing, document_name, received_at] {
        /// code of the metering point
        pub point: String,
        /// when it was read
        pub at: Timestamp,
        /// what was measured
        pub quantity: Word,
        /// serial number of the meter
        pub meter: String,
        /// 0 as first received; each correction adds one
        pub revision: u32,
        /// the value, exact; null where a person struck the reading out
        pub value: Option<Exact>,
        /// unit of the value
        pub unit: UnitOf,
        /// measured or estimated
        pub quality: Word,
        /// counts, replaced by a later version, or struck out by a person
        pub standing: Word,
        /// name of the source that brought it
        pub source: String,
        /// number of the document that brought it
        pub document: DocumentId,
        /// name of the document that brought it
        pub document_name: String,
        /// when the document came
        pub received_at: Timestamp,
    }
}

/// Lists versions by instant, quantity and revision.
///
/// # Errors
/// No point fits, an instant or a period that cannot be read.
pub async fn run(session: &mut Session, output: &mut Output, args: &HistoryArgs) -> Result<(), Failure> {
    let point = session.point(&args.point).await?;
    let (period, only_changed) = match &args.at {
        Some(at) => (session.moment("INSTANT", at)?, false),
        None => (session.period_to(&args.range, "month", point.last_at)?, !args.all),
    };
    let query = HistoryQuery { point: point.id, quantity: args.quantity, period, only_changed };
    let call = async |ek: &EkClient, context, page| ek.history(context, query.clone(), page).await;
    let list = ListArgs { columns: args.columns.clone(), all: args.all };
    list_rows(session, output, &list, call, |version| row_of(point.code.as_str(), version)).await
}

fn row_of(point: &str, version: ReadingVersion) -> VersionOfReadingRow {
    let reading = version.reading;
    VersionOfReadingRow {
        point: point.to_owned(),
        at: reading.at,
        quantity: quantity_word(reading.quantity),
        meter: version.serial.into(),
        revision: reading.revision,
        value: reading.value.map(|value| Exact((reading.quantity, value).into())),
        unit: UnitOf(reading.quantity),
        quality: quality_word(reading.quality),
        standing: Word {
            group: "standing",
            name: match (version.counts, reading.value) {
                (_, None) => "struck_out",
                (true, Some(_)) => "counts",
                (false, Some(_)) => "replaced",
            },
        },
        source: version.source.into(),
        document: reading.document,
        document_name: version.document_name,
        received_at: version.received_at,
    }
}
