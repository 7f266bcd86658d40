//! All readings of a period in a fixed order, or what is new since the last run in the order of arrival.
//!
//! Readings are written as they come, so that years need no memory. A full export goes by point code, quantity and instant
//! and is the same byte for byte over equal archives, however the readings came there.

use std::path::PathBuf;

use common::api::{EkClient, Filter, ReadingsQuery};
use common::id::PointId;
use common::point::MeteringPoint;
use common::reading::Reading;
use common::time::Period;
use jiff::{SignedDuration, Timestamp};

use super::damage::Damage;
use super::list::ReadingRow;
use super::log::PointLog;
use super::{Names, cursor};
use crate::cli::readings::{ExportArgs, ExportForm};
use crate::cli::usage::Usage;
use crate::exit::Failure;
use crate::output::table::Headings;
use crate::output::{Listing, Output, Pick, Sheet};
use crate::session::Session;

/// How far readings may lie ahead of the daemon's clock; what lies further waits in quarantine.
pub(in crate::command) const AHEAD: SignedDuration = SignedDuration::from_hours(24);

const COLUMNS: [&str; 7] = ["point", "meter", "quantity", "at", "value", "unit", "quality"];

/// Exports readings.
///
/// # Errors
/// No point fits; the daemon or the output fails.
pub async fn run(session: &mut Session, output: &mut Output, args: &ExportArgs) -> Result<(), Failure> {
    let points = match &args.point {
        Some(text) => vec![session.point(text).await?],
        None => session.points(&Filter::default()).await?,
    };
    let one = args.point.as_ref().and(points.first()).map(|point| point.id);
    let meters = session.meter_names(&Filter { point: one, ..Filter::default() }).await?;
    let names = Names { points: points.iter().map(|point| (point.id, point.code.to_string())).collect(), meters };
    if args.since_cursor {
        if args.range.text().is_some() {
            return Err(Usage::cursor_range().into());
        }
        return news(session, output, args, &names, one).await;
    }
    whole(session, output, args, (in_order(points), &names)).await
}

/// Exports a period, point by point: from the pages of their logbooks, or reading by reading where the daemon is older
/// than those.
async fn whole(
    session: &mut Session,
    output: &mut Output,
    args: &ExportArgs,
    (points, names): (Vec<MeteringPoint>, &Names),
) -> Result<(), Failure> {
    let period = args.range.text().map(|_| session.period(&args.range, "today")).transpose()?;
    let ever = Period { from: Timestamp::UNIX_EPOCH, until: session.now() + AHEAD };
    let look = output.look.clone();
    let mut damage = Damage::default();
    let mut target = Target::begin(output, args, &COLUMNS)?;
    for point in points {
        let push = |reading: &Reading| target.push(names, reading);
        if let Some(log) = PointLog::fetch(session, point.id, period.unwrap_or(ever)).await? {
            damage.note(&look, point.code.as_str(), &log.damaged);
            log.each(&args.quantity, push)?;
        } else {
            let query = ReadingsQuery { point: Some(point.id), quantities: args.quantity.clone(), period, after: None };
            pages(session, &query, push).await?;
        }
    }
    target.finish()?;
    damage.verdict()
}

/// Hands on all that counts of a point in a period, and returns what is damaged there.
///
/// # Errors
/// The daemon fails, or what `push` finds.
pub(in crate::command) async fn each_of_point(
    session: &mut Session,
    point: &MeteringPoint,
    period: Period,
    mut push: impl FnMut(ReadingRow) -> Result<(), Failure>,
) -> Result<Vec<Period>, Failure> {
    let meters = session.meter_names(&Filter { point: Some(point.id), ..Filter::default() }).await?;
    let names = Names { points: [(point.id, point.code.to_string())].into(), meters };
    let push = |reading: &Reading| push(names.row(reading));
    if let Some(log) = PointLog::fetch(session, point.id, period).await? {
        log.each(&[], push)?;
        return Ok(log.damaged);
    }
    let query = ReadingsQuery { point: Some(point.id), quantities: Vec::new(), period: Some(period), after: None };
    pages(session, &query, push).await?;
    Ok(Vec::new())
}

/// Where readings go.
enum Target<'o> {
    Lines(Box<Listing<'o, ReadingRow>>),
    Parquet(Box<Sheet<'o>>),
}

impl<'o> Target<'o> {
    fn begin(output: &'o mut Output, args: &ExportArgs, columns: &[&str]) -> Result<Self, Failure> {
        Ok(match args.form {
            ExportForm::Lines => Self::Lines(Box::new(output.list(&pick(args, columns))?)),
            ExportForm::Parquet => Self::Parquet(Box::new(output.sheet()?)),
        })
    }

    fn push(&mut self, names: &Names, reading: &Reading) -> Result<(), Failure> {
        match self {
            Self::Lines(listing) => Ok(listing.push(names.row(reading))?),
            Self::Parquet(sheet) => Ok(sheet.push(&names.point(reading), &names.meter(reading), reading)?),
        }
    }

    fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Lines(listing) => Ok(listing.finish(None)?),
            Self::Parquet(sheet) => Ok(sheet.finish()?),
        }
    }
}

async fn news(
    session: &mut Session,
    output: &mut Output,
    args: &ExportArgs,
    names: &Names,
    point: Option<PointId>,
) -> Result<(), Failure> {
    let file = cursor_file(session, output, args)?;
    let mut after = cursor::read(&file, &session.status)?;
    let query = ReadingsQuery { point, quantities: args.quantity.clone(), period: None, after: Some(after) };
    let columns: Vec<_> = COLUMNS.into_iter().chain(["revision"]).collect();
    let mut target = Target::begin(output, args, &columns)?;
    let take = |reading: &Reading| {
        after = after.max(reading.document);
        target.push(names, reading)
    };
    pages(session, &query, take).await?;
    target.finish()?;
    output.write_when_safe(file, cursor::text(after, &session.status));
    Ok(())
}

async fn pages(
    session: &mut Session,
    query: &ReadingsQuery,
    mut push: impl FnMut(&Reading) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let call = async |ek: &EkClient, context, page| ek.readings(context, query.clone(), page).await;
    let take = |items: Vec<Reading>| {
        for reading in &items {
            push(reading)?;
        }
        Ok(None)
    };
    session.each(None, call, take).await?;
    Ok(())
}

fn pick(args: &ExportArgs, usual: &[&str]) -> Pick {
    let columns = args.columns.clone().unwrap_or_else(|| usual.iter().map(|name| (*name).to_owned()).collect());
    let headings = if args.no_header { Headings::Hidden } else { Headings::Shown };
    Pick { columns: Some(columns), headings, ..Pick::default() }
}

fn in_order(mut points: Vec<MeteringPoint>) -> Vec<MeteringPoint> {
    points.sort_by(|one, other| one.code.cmp(&other.code));
    points
}

/// Returns the given cursor file, else one whose name is made from what this export is.
fn cursor_file(session: &Session, output: &Output, args: &ExportArgs) -> Result<PathBuf, Failure> {
    if let Some(file) = &args.cursor_file {
        return Ok(file.clone());
    }
    let quantities: Vec<_> = args.quantity.iter().map(|quantity| quantity.name()).collect();
    let server = session.endpoint().to_string();
    let out = output.target().map(|path| path.display().to_string()).unwrap_or_default();
    cursor::usual_file(&[&server, args.point.as_deref().unwrap_or(""), &quantities.join(","), &out])
}
