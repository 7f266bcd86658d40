//! Stretches in which expected readings are missing.

use common::api::{EkClient, Gap, GapsQuery};
use jiff::Timestamp;

use crate::cli::readings::GapsArgs;
use crate::command::quantity_word;
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A stretch in which expected readings are missing.
    pub struct GapRow: "reading.gap" brief [quantity, from, until, n_missing, open] {
        /// code of the metering point
        pub point: String,
        /// what should have been read
        pub quantity: Word,
        /// the last reading before
        pub from: Timestamp,
        /// the first reading after, or the end of the asked period
        pub until: Timestamp,
        /// expected readings that did not come
        pub n_missing: u64,
        /// whether it may still be going on
        pub open: bool,
    }
}

/// Lists gaps, oldest first.
///
/// # Errors
/// No point fits, or nobody has said how often it should be read.
pub async fn run(session: &mut Session, output: &mut Output, args: &GapsArgs) -> Result<(), Failure> {
    let point = session.point(&args.point).await?;
    let period = session.period(&args.range, "month")?;
    let query = GapsQuery { point: point.id, quantity: args.quantity, period, cadence: args.cadence };
    let row = |gap: Gap| GapRow {
        point: point.code.to_string(),
        quantity: quantity_word(args.quantity),
        from: gap.period.from,
        until: gap.period.until,
        n_missing: gap.n_missing,
        open: gap.open,
    };
    let call = async |ek: &EkClient, context, page| ek.gaps(context, query.clone(), page).await;
    list_rows(session, output, &args.list, call, row).await
}
