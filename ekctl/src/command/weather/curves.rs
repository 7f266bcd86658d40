//! The network table and heating curves: their history, their points, setting them.

use common::api::EkClient;
use common::quantity::Temperature;
use common::weather::{Curve, CurveOf, DatedCurve, NewCurve};
use jiff::Timestamp;

use super::{curve_of, of_word};
use crate::cli::curve::{self, CurveFailure, Slip};
use crate::cli::weather::{CurvesListArgs, CurvesSetArgs, CurvesShowArgs};
use crate::command::list_whole;
use crate::exit::Failure;
use crate::output::{Output, Pick, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A network table or a heating curve and from when until when it counts.
    pub struct CurveRow: "weather.curves" brief [of, site, valid_from, valid_until, n_entries, comment, set_at, set_by] {
        /// the whole network, or a site
        pub of: Word,
        /// code of the site
        pub site: Option<String>,
        /// from this instant on
        pub valid_from: Timestamp,
        /// the first instant at which the next one counts; the same as `valid_from` where another took its place
        pub valid_until: Option<Timestamp>,
        /// how many points it has
        pub n_entries: u64,
        /// outdoor temperature of its coldest point
        pub coldest_outdoor_c: Option<Temperature>,
        /// supply temperature wanted then
        pub coldest_supply_c: Option<Temperature>,
        /// why it was set
        pub comment: Option<String>,
        /// when it was set
        pub set_at: Timestamp,
        /// who set it; null where that is not told
        pub set_by: Option<String>,
    }
}

row! {
    /// A point of a network table or a heating curve.
    pub struct CurvePointRow: "weather.curve" brief [outdoor_c, supply_c, return_c] {
        /// outdoor temperature
        pub outdoor_c: Temperature,
        /// supply temperature wanted at it
        pub supply_c: Temperature,
        /// return temperature at it, of network tables
        pub return_c: Option<Temperature>,
        /// the whole network, or a site
        pub of: Word,
        /// code of the site
        pub site: Option<String>,
        /// from when on the curve counts
        pub valid_from: Timestamp,
    }
}

/// Lists the curves of the network or of a site.
///
/// # Errors
/// No site fits.
pub async fn list(session: &mut Session, output: &mut Output, args: &CurvesListArgs) -> Result<(), Failure> {
    let of = curve_of(session, args.of.site.as_deref()).await?;
    let call = async |ek: &EkClient, context, page| ek.curves(context, of.clone(), page).await;
    list_rows(session, output, &args.list, call, curve_row).await
}

/// Shows the points of the curve in force.
///
/// # Errors
/// No site fits; there is no curve.
pub async fn show(session: &mut Session, output: &mut Output, args: &CurvesShowArgs) -> Result<(), Failure> {
    let of = curve_of(session, args.of.site.as_deref()).await?;
    let at = match &args.at {
        Some(at) => session.instant("--at", at)?,
        None => session.now(),
    };
    let call = async |ek: &EkClient, context, page| ek.curves(context, of.clone(), page).await;
    let curves = session.all(call).await?;
    let counts = |dated: &&DatedCurve| dated.valid_from <= at && dated.valid_until.is_none_or(|until| at < until);
    let Some(dated) = curves.iter().find(counts) else {
        return Err(CurveFailure::NoneInForce { site: of.site().map(ToString::to_string) }.into());
    };
    list_whole(output, &args.list, point_rows(&dated.of, dated.valid_from, &dated.curve))
}

/// Sets a network table or a heating curve, or shows what would be sent.
///
/// # Errors
/// A slip in the points, with its line; no site fits; what the daemon refuses.
pub async fn set(session: &mut Session, output: &mut Output, args: &CurvesSetArgs) -> Result<(), Failure> {
    let curve = written(args)?;
    let valid_from = match &args.from {
        Some(from) => session.instant("--from", from)?,
        None => session.now(),
    };
    let of = curve_of(session, args.site.as_deref()).await?;
    let new = NewCurve { of, valid_from, curve, comment: args.comment.clone() };
    if args.dry_run {
        write_points(output, &new.of, new.valid_from, &new.curve)?;
        let line = output.look.texts().get("dry-run");
        return Ok(output.footer(&line)?);
    }
    let call = async |ek: &EkClient, context, key| ek.set_curve(context, key, new.clone()).await;
    let set = session.ask_once(call).await?;
    write_points(output, &set.of, set.valid_from, &set.curve)
}

/// Returns the curve that was written in a file or in an argument.
fn written(args: &CurvesSetArgs) -> Result<Curve, Failure> {
    let (found, source) = match (&args.file, &args.points) {
        (Some(path), _) => {
            let text = curve::load(path).map_err(|cause| Failure::Unreadable { path: path.clone(), cause })?;
            (curve::parse_file(&text), Some(path.clone()))
        }
        (None, points) => (curve::parse_points(points.as_deref().unwrap_or_default()), None),
    };
    let fits = |curve: Curve| {
        if args.site.is_some() && curve.has_return() { Err(Slip::return_of_site()) } else { Ok(curve) }
    };
    found.and_then(fits).map_err(|slip| CurveFailure::Slip { file: source, slip }.into())
}

fn write_points(output: &mut Output, of: &CurveOf, valid_from: Timestamp, curve: &Curve) -> Result<(), Failure> {
    let mut listing = output.list::<CurvePointRow>(&Pick::default())?;
    for row in point_rows(of, valid_from, curve) {
        listing.push(row)?;
    }
    Ok(listing.finish_whole()?)
}

fn point_rows(of: &CurveOf, valid_from: Timestamp, curve: &Curve) -> impl Iterator<Item = CurvePointRow> {
    curve.points().iter().map(move |point| CurvePointRow {
        outdoor_c: point.outdoor,
        supply_c: point.supply,
        return_c: point.returned,
        of: of_word(of),
        site: of.site().map(ToString::to_string),
        valid_from,
    })
}

fn curve_row(dated: DatedCurve) -> CurveRow {
    let coldest = dated.curve.points().first();
    CurveRow {
        of: of_word(&dated.of),
        site: dated.of.site().map(ToString::to_string),
        valid_from: dated.valid_from,
        valid_until: dated.valid_until,
        n_entries: dated.curve.points().len() as u64,
        coldest_outdoor_c: coldest.map(|point| point.outdoor),
        coldest_supply_c: coldest.map(|point| point.supply),
        comment: Some(dated.comment).filter(|comment| !comment.is_empty()),
        set_at: dated.set_at,
        set_by: dated.set_by.map(|login| login.to_string()),
    }
}
