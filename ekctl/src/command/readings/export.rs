//! All readings of a period in a fixed order, or what is new since the last run in the order of arrival.
//!
//! Pages are written as they come, so that years need no memory. A full export goes by point code, quantity and instant
//! and is the same byte for byte over equal archives, however the readings came there.

use std::path::PathBuf;

use common::api::{EkClient, Filter, ReadingsQuery};
use common::id::PointId;
use common::point::MeteringPoint;
use common::reading::Reading;

use super::{Names, cursor};
use crate::cli::readings::ExportArgs;
use crate::cli::usage::Usage;
use crate::exit::Failure;
use crate::output::table::Headings;
use crate::output::{Listing, Output, Pick};
use crate::session::Session;

use super::list::ReadingRow;

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
    let mut listing = output.list::<ReadingRow>(&pick(args, &COLUMNS))?;
    for point in in_order(points) {
        let period = args.range.text().map(|_| session.period(&args.range, "today")).transpose()?;
        let query = ReadingsQuery { point: Some(point.id), quantities: args.quantity.clone(), period, after: None };
        pages(session, &query, &mut listing, |reading| names.row(reading)).await?;
    }
    Ok(listing.finish(None)?)
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
    let mut listing = output.list::<ReadingRow>(&pick(args, &columns))?;
    let row = |reading: &Reading| {
        after = after.max(reading.document);
        names.row(reading)
    };
    pages(session, &query, &mut listing, row).await?;
    listing.finish(None)?;
    output.write_when_safe(file, cursor::text(after, &session.status));
    Ok(())
}

async fn pages(
    session: &mut Session,
    query: &ReadingsQuery,
    listing: &mut Listing<'_, ReadingRow>,
    mut row: impl FnMut(&Reading) -> ReadingRow,
) -> Result<(), Failure> {
    let call = async |ek: &EkClient, context, page| ek.readings(context, query.clone(), page).await;
    let take = |items: Vec<Reading>| {
        for reading in &items {
            listing.push(row(reading))?;
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
