//! What technicians set about the weather: the network table, heating curves, and whose outdoor readings count.
//!
//! Decides and writes in the caller's transaction; whoever calls has found that the caller may.

use common::fault::Cause;
use common::id::{PointId, SiteCode, SiteId};
use common::quantity::Quantity;
use common::weather::{CurveOf, DatedCurve, NewCurve, NewStation};

use crate::accounts::text_or_none;
use crate::store;
use crate::store::log::Write;
use crate::store::weather::Setting;
use crate::turned::Turned;

/// Sets a network table or a heating curve from an instant on; those before stay for the time before.
///
/// # Errors
/// [`Cause::NoSuchSite`]; [`Cause::BadText`], also for return temperatures of a site, which only the network's table has.
pub fn set_curve(tx: &Write<'_>, new: &NewCurve, setting: &Setting) -> Result<DatedCurve, Turned> {
    let site = new.of.site().map(|code| site_id(tx, code)).transpose()?;
    if site.is_some() && new.curve.has_return() {
        return Err(Cause::BadText { field: "return_c".to_owned() }.into());
    }
    let comment = text_or_none("comment", &new.comment)?;
    store::weather::add_curve(tx, site, &NewCurve { comment, ..new.clone() }, setting)?;
    let set = store::weather::dated_at(&tx.log(), site, new.valid_from)?;
    Ok(set.ok_or(Cause::Internal)?)
}

/// Says whose outdoor readings count, or that no point's do any more.
///
/// # Errors
/// [`Cause::NoSuchSite`], [`Cause::NoSuchPoint`]; [`Cause::NoSuchQuantity`] for a point that has measured none.
pub fn set_station(tx: &Write<'_>, new: &NewStation, setting: &Setting) -> Result<Option<SiteId>, Turned> {
    let site = new.site.as_ref().map(|code| site_id(tx, code)).transpose()?;
    let point = new.point.as_ref().map(|code| measuring(tx, code.as_str())).transpose()?;
    store::weather::set_station(tx, site, point, setting)?;
    Ok(site)
}

/// Returns what a curve or a station is of, as the audit log tells it.
#[must_use]
pub fn whose(of: &CurveOf) -> String {
    of.site().map_or_else(|| "network".to_owned(), ToString::to_string)
}

fn site_id(tx: &Write<'_>, code: &SiteCode) -> Result<SiteId, Turned> {
    let no_such_site = || Cause::NoSuchSite { text: code.to_string(), similar: Vec::new() };
    Ok(store::site::id_of(tx, code.as_str())?.ok_or_else(no_such_site)?)
}

/// Returns a point that has measured the temperature outdoors.
fn measuring(tx: &Write<'_>, code: &str) -> Result<PointId, Turned> {
    let no_such_point = || Cause::NoSuchPoint { text: code.to_owned(), similar: Vec::new() };
    let point = store::point::by_code(&tx.log(), code)?.ok_or_else(no_such_point)?;
    if !point.quantities.contains(&Quantity::Outdoor) {
        let similar = point.quantities.iter().map(|quantity| quantity.name().to_owned()).collect();
        let quantity = Quantity::Outdoor.name().to_owned();
        return Err(Cause::NoSuchQuantity { point: code.to_owned(), quantity, similar }.into());
    }
    Ok(point.id)
}
