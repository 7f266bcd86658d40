//! What all points together used, in buckets of local time.

use common::archive::{Total, TotalQuery};
use common::quantity::Quantity;
use jiff::Timestamp;

use crate::cli::readings::TotalArgs;
use crate::command::quantity_word;
use crate::exit::Failure;
use crate::output::cell::UnitOf;
use crate::output::{Amount, Output, Word, row};
use crate::session::Session;

row! {
    /// What all metering points together used in one stretch of local time.
    pub struct TotalRow: "reading.total" brief [from, until, used, unit, n_readings] {
        /// the register that was read
        pub quantity: Word,
        /// the first instant of the bucket
        pub from: Timestamp,
        /// the first instant after it
        pub until: Timestamp,
        /// what all points used; null where nothing was read
        pub used: Option<Amount>,
        /// unit of the value
        pub unit: UnitOf,
        /// readings in the bucket, of all points
        pub n_readings: u64,
    }
}

/// Lists what all points used.
///
/// # Errors
/// A quantity that has no consumption, a period with too many buckets.
pub async fn run(session: &mut Session, output: &mut Output, args: &TotalArgs) -> Result<(), Failure> {
    let newest = session.status.data_at;
    let period = session.period_to(&args.range, "season", newest)?;
    let query = TotalQuery { quantity: args.quantity, period, step: args.step };
    let mut totals = session.ask(async |ek, context| ek.totals(context, query).await).await?;
    // What has not begun is no stretch in which nothing was read.
    totals.retain(|total| total.period.from <= session.now());
    let sum = sum(&totals);
    let mut listing = output.list::<TotalRow>(&args.list.pick(output.look.format))?;
    for total in totals {
        if listing.room() == Some(0) {
            listing.cut()?;
            return foot(output, args.quantity, sum);
        }
        listing.push(row_of(args.quantity, &total))?;
    }
    listing.finish(None)?;
    foot(output, args.quantity, sum)
}

fn row_of(quantity: Quantity, total: &Total) -> TotalRow {
    TotalRow {
        quantity: quantity_word(quantity),
        from: total.period.from,
        until: total.period.until,
        used: total.used.map(|used| Amount::from((quantity, used))),
        unit: UnitOf(quantity),
        n_readings: total.n_readings,
    }
}

/// Returns the sum of all buckets, if anything was read and the sum fits an amount.
fn sum(totals: &[Total]) -> Option<i64> {
    let mut used = totals.iter().filter_map(|total| total.used).map(|used| used.base());
    let first = used.next()?;
    used.try_fold(first, i64::checked_add)
}

fn foot(output: &mut Output, quantity: Quantity, sum: Option<i64>) -> Result<(), Failure> {
    let Some(base) = sum else { return Ok(()) };
    let look = &output.look;
    let sum = format!("{} {}", look.whole_amount(&Amount { quantity, base }), look.symbol(quantity));
    let arguments = [("quantity", look.word(quantity_word(quantity)).into()), ("sum", sum.into())];
    let line = look.texts().format("total-sum", &arguments);
    Ok(output.footer(&line)?)
}
