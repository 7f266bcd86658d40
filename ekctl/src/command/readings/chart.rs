//! One quantity of a point as a picture; for machines, the buckets it is drawn from.

use common::api::{EkClient, Gap, GapsQuery};
use common::point::MeteringPoint;
use common::quantity::Kind;
use common::report::drawing::DrawingOf;
use common::series::{Series, SeriesQuery};
use common::time::range::RangeError;
use common::time::{Comparison, Period, Step, View};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::damage::Damage;
use super::list::{BucketRow, bucket_row};
use crate::chart::{Plot, draw};
use crate::cli::readings::ChartArgs;
use crate::command::paper;
use crate::exit::Failure;
use crate::output::{Format, Output, Pick};
use crate::session::Session;

/// Draws a chart.
///
/// # Errors
/// No point fits, or the quantity was never read there.
pub async fn run(session: &mut Session, output: &mut Output, args: &ChartArgs) -> Result<(), Failure> {
    let point = session.point(&args.point).await?;
    let (period, view) = period(session, args, &point)?;
    let step = step(session, args, &point, period, view);
    if args.paper.is_wanted() {
        let quantities = [args.quantity].into_iter().chain(args.with.iter().copied()).collect();
        let compared = args.compare.map(|how| compared(period, how.into(), &session.zone)).transpose()?;
        let of = DrawingOf::Series { point: point.id, quantities, period, step, compared };
        return paper::draw(session, output, &args.paper, &of).await;
    }
    let query = SeriesQuery { point: point.id, quantity: args.quantity, period, step };
    let series = session.ask(async |ek, context| ek.series(context, query.clone()).await).await?;
    let buckets = series.buckets()?;
    let mut damage = Damage::default();
    damage.note(&output.look, point.code.as_str(), &series.damaged);
    if output.look.format != Format::Table {
        let mut listing = output.list::<BucketRow>(&Pick::default())?;
        for bucket in &buckets {
            listing.push(bucket_row(point.code.as_str(), args.quantity, bucket))?;
        }
        listing.finish(None)?;
        return damage.verdict();
    }
    let plot = Plot {
        cadence: series.cadence,
        gaps: gaps(session, &point, &series, period).await?,
        replaced: series.replaced,
        damaged: series.damaged,
        point: point.code.into(),
        quantity: args.quantity,
        period,
        view,
        step,
        buckets,
        now: session.now(),
        width: args.picture.width.into(),
        height: args.picture.height.into(),
    };
    let picture = draw(&output.look, &plot);
    output.text(&picture)?;
    damage.verdict()
}

/// Returns the asked period; without one, the page of the calendar that holds the newest reading.
fn period(session: &Session, args: &ChartArgs, point: &MeteringPoint) -> Result<(Period, Option<View>), Failure> {
    if args.range.text().is_some() {
        return Ok((session.period(&args.range, "today")?, None));
    }
    let view = args.view.map_or(View::Week, View::from);
    let newest = point.last_at.unwrap_or(session.now());
    Ok((view.at(newest, &session.zone).period(&session.zone), Some(view)))
}

/// Returns what a period is compared with: another page of the calendar where it is one, else as long a time before.
///
/// # Errors
/// That would be beyond the calendar.
fn compared(period: Period, how: Comparison, zone: &TimeZone) -> Result<Period, Failure> {
    let pages = [View::Day, View::Week, View::Month, View::Season].map(|view| view.at(period.from, zone));
    if let Some(page) = pages.into_iter().find(|page| page.period(zone) == period) {
        return Ok(page.compared(how).period(zone));
    }
    let back = match how {
        Comparison::LastYear => 1.year(),
        Comparison::SameWeekdays => 52.weeks(),
        Comparison::PreviousPeriod => {
            let from = period.from.checked_sub(period.duration()).map_err(|_| RangeError::Calendar)?;
            return Ok(Period { from, until: period.from });
        }
    };
    let before = |at: Timestamp| at.to_zoned(zone.clone()).checked_sub(back).map(|zoned| zoned.timestamp());
    let (from, until) = (before(period.from), before(period.until));
    let (from, until) = (from.map_err(|_| RangeError::Calendar)?, until.map_err(|_| RangeError::Calendar)?);
    Ok(Period { from, until })
}

/// Returns buckets of which about as many fit as there are columns: a bar needs two, a line one.
///
/// They are never shorter than the time between two readings, or most of them would be empty.
fn step(session: &Session, args: &ChartArgs, point: &MeteringPoint, period: Period, view: Option<View>) -> Step {
    let kind = args.quantity.kind();
    if let (Some(view), Kind::Register) = (view, kind) {
        return view.step();
    }
    let columns = usize::from(args.picture.width).saturating_sub(8);
    let (candidates, most): (&[Step], usize) = match kind {
        Kind::Register => (&[Step::Hour, Step::Day, Step::Week, Step::Month, Step::Season], columns / 2),
        Kind::Gauge => (&[Step::QuarterHour, Step::Hour, Step::Day, Step::Week, Step::Month], columns * 3),
    };
    let cadence = point.cadence.unwrap_or(SignedDuration::from_hours(1));
    let fits = |step: &Step| {
        let slices = step.slices(period, &session.zone);
        slices.len() <= most && slices.first().is_none_or(|slice| slice.duration() >= cadence)
    };
    candidates.iter().copied().find(fits).unwrap_or(Step::Year)
}

/// Returns the gaps, where it is known how often a reading is expected.
async fn gaps(
    session: &mut Session,
    point: &MeteringPoint,
    series: &Series,
    period: Period,
) -> Result<Vec<Gap>, Failure> {
    if series.cadence.is_none() {
        return Ok(Vec::new());
    }
    let query = GapsQuery { point: point.id, quantity: series.quantity, period, cadence: None };
    session.all(async |ek: &EkClient, context, page| ek.gaps(context, query.clone(), page).await).await
}
