//! Readings of a point one by one, or its consumption and means in buckets of local time.

use common::api::{EkClient, Filter, ReadingsQuery};
use common::id::DocumentId;
use common::point::MeteringPoint;
use common::quantity::{Decimal, Quantity, Value};
use common::reading::Reading;
use common::series::{Bucket, Content, SeriesQuery};
use common::time::{Period, Step};
use jiff::{SignedDuration, Timestamp};

use super::Names;
use super::damage::Damage;
use crate::cli::readings::ReadingsListArgs;
use crate::command::quantity_word;
use crate::exit::Failure;
use crate::output::cell::{UnitOf, percent};
use crate::output::{Amount, Listing, Look, Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A reading as the archive keeps it.
    pub struct ReadingRow: "reading.list" brief [quantity, at, value, unit, quality] {
        /// code of the metering point
        pub point: String,
        /// serial number of the meter
        pub meter: String,
        /// what was measured
        pub quantity: Word,
        /// when it was read
        pub at: Timestamp,
        /// the value, exact
        pub value: Option<Amount>,
        /// unit of the value
        pub unit: UnitOf,
        /// measured, estimated, or why it is in quarantine
        pub quality: Word,
        /// 0 as first received; each correction adds one
        pub revision: u32,
        /// number of the document that brought it
        pub document: DocumentId,
    }
}

row! {
    /// One quantity in one stretch of local time: used, opening and closing of a register, extremes of a gauge.
    pub struct BucketRow: "reading.bucket" brief [quantity, from, used, opening, closing, min, mean, max, unit, coverage_percent] {
        /// code of the metering point
        pub point: String,
        /// what was measured
        pub quantity: Word,
        /// the first instant of the bucket
        pub from: Timestamp,
        /// the first instant after it
        pub until: Timestamp,
        /// what a register counted; null where nothing was read
        pub used: Option<Amount>,
        /// the register at the beginning
        pub opening: Option<Amount>,
        /// the register at the end
        pub closing: Option<Amount>,
        /// the lowest value of a gauge
        pub min: Option<Amount>,
        /// the mean of a gauge's readings
        pub mean: Option<Amount>,
        /// the highest value of a gauge
        pub max: Option<Amount>,
        /// unit of the values
        pub unit: UnitOf,
        /// share of the expected readings that came; null where nothing is expected
        pub coverage_percent: Option<Decimal>,
        /// readings that count
        pub n_readings: u32,
        /// readings expected until now
        pub n_expected: u32,
        /// when the opening register was read
        pub opened_at: Option<Timestamp>,
        /// when the closing register was read
        pub closed_at: Option<Timestamp>,
    }
}

/// Lists readings, or buckets of them.
///
/// # Errors
/// No point fits, a quantity that was never read there, a period with too many buckets.
pub async fn run(session: &mut Session, output: &mut Output, args: &ReadingsListArgs) -> Result<(), Failure> {
    let point = session.point(&args.point).await?;
    if args.step == Step::Raw {
        readings(session, output, args, &point).await
    } else {
        buckets(session, output, args, &point).await
    }
}

async fn readings(
    session: &mut Session,
    output: &mut Output,
    args: &ReadingsListArgs,
    point: &MeteringPoint,
) -> Result<(), Failure> {
    let period = session.period_to(&args.range, "today", point.last_at)?;
    let here = Filter { point: Some(point.id), ..Filter::default() };
    let names =
        Names { points: [(point.id, point.code.to_string())].into(), meters: session.meter_names(&here).await? };
    let query =
        ReadingsQuery { point: Some(point.id), quantities: args.quantity.clone(), period: Some(period), after: None };
    let call = async |ek: &EkClient, context, page| ek.readings(context, query.clone(), page).await;
    list_rows(session, output, &args.list, call, |reading: Reading| names.row(&reading)).await
}

async fn buckets(
    session: &mut Session,
    output: &mut Output,
    args: &ReadingsListArgs,
    point: &MeteringPoint,
) -> Result<(), Failure> {
    let period = bucket_period(session, args, point)?;
    let quantities = if args.quantity.is_empty() { vec![Quantity::Energy] } else { args.quantity.clone() };
    let mut sums = Vec::new();
    let mut damage = Damage::default();
    let look = output.look.clone();
    let mut listing = output.list::<BucketRow>(&args.list.pick(output.look.format))?;
    let mut cut = false;
    for (place, quantity) in quantities.into_iter().enumerate() {
        let query = SeriesQuery { point: point.id, quantity, period, step: args.step };
        let series = session.ask(async |ek, context| ek.series(context, query.clone()).await).await?;
        let buckets = series.buckets()?;
        if place == 0 {
            // All quantities of a point lie in the same pages.
            damage.note(&look, point.code.as_str(), &series.damaged);
        }
        cut |= push(&mut listing, point.code.as_str(), quantity, &buckets)?;
        sums.extend(Sum::of(quantity, &buckets));
    }
    if cut {
        listing.cut()?;
    } else {
        listing.finish(None)?;
    }
    for sum in sums {
        let line = sum.line(&output.look);
        output.footer(&line)?;
    }
    damage.verdict()
}

/// Returns the asked period; without one, as much as is usually wanted in buckets of that length.
fn bucket_period(session: &Session, args: &ReadingsListArgs, point: &MeteringPoint) -> Result<Period, Failure> {
    let usual = match args.step {
        Step::Raw | Step::QuarterHour | Step::Hour => "today",
        Step::Day => "month",
        Step::Week => "-3mo",
        Step::Month | Step::Season | Step::Year => {
            let ever = point.first_at.zip(point.last_at).filter(|_| args.range.text().is_none());
            if let Some((from, last)) = ever {
                // The period is half open, and the last reading belongs to it.
                return Ok(Period { from, until: last + SignedDuration::from_secs(1) });
            }
            "year"
        }
    };
    session.period_to(&args.range, usual, point.last_at)
}

/// Hands buckets on and tells whether some had no room.
fn push(
    listing: &mut Listing<'_, BucketRow>,
    point: &str,
    quantity: Quantity,
    buckets: &[Bucket],
) -> Result<bool, Failure> {
    for bucket in buckets {
        if listing.room() == Some(0) {
            return Ok(true);
        }
        listing.push(bucket_row(point, quantity, bucket))?;
    }
    Ok(false)
}

/// Returns the row of a bucket.
pub(super) fn bucket_row(point: &str, quantity: Quantity, bucket: &Bucket) -> BucketRow {
    let amount = |value: Value| Some(Amount::from((quantity, value)));
    let mut row = BucketRow {
        point: point.to_owned(),
        quantity: quantity_word(quantity),
        from: bucket.period.from,
        until: bucket.period.until,
        used: None,
        opening: None,
        closing: None,
        min: None,
        mean: None,
        max: None,
        unit: UnitOf(quantity),
        coverage_percent: percent(bucket.n_readings.into(), bucket.n_expected.into()),
        n_readings: bucket.n_readings,
        n_expected: bucket.n_expected,
        opened_at: None,
        closed_at: None,
    };
    match bucket.content {
        Content::Missing => {}
        Content::Gauge { min, mean, max } => {
            (row.min, row.mean, row.max) = (amount(min), amount(mean), amount(max));
        }
        Content::Register { used, opening, closing, opened_at, closed_at } => {
            (row.used, row.opening, row.closing) = (amount(used), amount(opening), amount(closing));
            (row.opened_at, row.closed_at) = (Some(opened_at), Some(closed_at));
        }
    }
    row
}

/// What all buckets of a register counted together, beside what the register itself says.
pub(super) struct Sum {
    quantity: Quantity,
    pub used: Amount,
    opening: Amount,
    closing: Amount,
}

impl Sum {
    /// Returns the sum of a register's buckets; `None` for gauges and where nothing was read.
    pub(super) fn of(quantity: Quantity, buckets: &[Bucket]) -> Option<Self> {
        let amount = |value: Value| Amount::from((quantity, value));
        let mut sum: Option<Self> = None;
        for bucket in buckets {
            let Content::Register { used, opening, closing, .. } = bucket.content else { continue };
            let before = sum.get_or_insert(Self {
                quantity,
                used: Amount { quantity, base: 0 },
                opening: amount(opening),
                closing: amount(closing),
            });
            before.used.base += used.base();
            before.closing = amount(closing);
        }
        sum
    }

    /// Returns the line below a table. Where the meter was replaced, the registers of two meters have no difference.
    fn line(&self, look: &Look) -> String {
        let difference = Amount { quantity: self.quantity, base: self.closing.base - self.opening.base };
        let unit = look.symbol(self.quantity);
        let id = if difference == self.used { "sum" } else { "sum-replaced" };
        look.texts().format(
            id,
            &[
                ("quantity", look.word(quantity_word(self.quantity)).into()),
                ("sum", format!("{} {unit}", look.whole_amount(&self.used)).into()),
                ("difference", format!("{} {unit}", look.whole_amount(&difference)).into()),
                ("opening", look.whole_amount(&self.opening).into()),
                ("closing", look.whole_amount(&self.closing).into()),
            ],
        )
    }
}
