//! Values that wait for a person. A noun of its own and not a flag of `readings list`: what is in quarantine is often
//! no reading at all, but text that could not become one.

use common::api::EkClient;
use common::id::DocumentId;
use common::quantity::Quantity;
use common::quantity::decimal::{Decimal, Separator};
use common::reading::Quarantined;
use jiff::Timestamp;

use super::quantity_word;
use crate::cli::QuarantineVerb;
use crate::exit::Failure;
use crate::output::look::Clock;
use crate::output::{Format, Look, Output, Word, row};
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
    let look = output.look.clone();
    let row = |waiting| match look.format {
        Format::Table => told(row_of(waiting), &look),
        Format::Json | Format::Ndjson | Format::Csv(_) => row_of(waiting),
    };
    list_rows(session, output, &args.list, call, row).await
}

/// Returns the row in the reader's words, times and numbers, as far as what was written can be understood.
fn told(row: QuarantinedRow, look: &Look) -> QuarantinedRow {
    let number = Decimal::parse(&row.value, Separator::Point).map(|value| look.language.number(&value.to_string()));
    let at = row.at.parse().map(|at: Timestamp| {
        let clock = if at.as_second() % 60 == 0 { Clock::Minutes } else { Clock::Seconds };
        look.short_instant(at, clock)
    });
    QuarantinedRow {
        quantity: Quantity::parse(&row.quantity).map_or(row.quantity, |quantity| look.word(quantity_word(quantity))),
        at: at.unwrap_or(row.at),
        value: number.unwrap_or(row.value),
        ..row
    }
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
