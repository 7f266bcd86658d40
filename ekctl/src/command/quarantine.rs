//! Values that wait for a person. A noun of its own and not a flag of `readings list`: what is in quarantine is often
//! no reading at all, but text that could not become one.

use common::api::EkClient;
use common::id::DocumentId;
use common::reading::Quarantined;
use jiff::Timestamp;

use crate::cli::QuarantineVerb;
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A value in quarantine, as it stood in its document.
    pub struct QuarantinedRow: "quarantine.list" brief [document, point, quantity, at, value, unit, suspicion] {
        /// number of the document
        pub document: DocumentId,
        /// line or element of the document, counted from 1
        pub line: u64,
        /// when the document came
        pub received_at: Timestamp,
        /// why the value waits
        pub suspicion: Word,
        /// metering point as written
        pub point: String,
        /// meter as written
        pub meter: String,
        /// quantity as written
        pub quantity: String,
        /// instant as written
        pub at: String,
        /// value as written
        pub value: String,
        /// unit as written
        pub unit: String,
    }
}

/// Lists what waits in quarantine.
///
/// # Errors
/// As [`Session::ask`].
pub async fn run(session: &mut Session, output: &mut Output, verb: &QuarantineVerb) -> Result<(), Failure> {
    let QuarantineVerb::List(args) = verb;
    let filter = args.filter.filter();
    let call = async |ek: &EkClient, context, page| ek.quarantine(context, filter.clone(), page).await;
    list_rows(session, output, &args.list, call, row_of).await
}

fn row_of(waiting: Quarantined) -> QuarantinedRow {
    QuarantinedRow {
        document: waiting.document,
        line: waiting.line,
        received_at: waiting.received_at,
        suspicion: Word { group: "suspicion", name: waiting.suspicion.name() },
        point: waiting.point,
        meter: waiting.meter,
        quantity: waiting.quantity,
        at: waiting.at,
        value: waiting.value,
        unit: waiting.unit,
    }
}
