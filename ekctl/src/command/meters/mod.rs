//! Meters and the places where they sit and have sat; what people decide about them.

pub mod info;
pub mod replace;
pub mod resolve;
pub mod verify;

use std::collections::HashMap;

use common::api::{EkClient, Filter};
use common::id::PointId;
use common::info_code::InfoReading;
use common::language::Language;
use common::meter::{Installation, Meter, verification_until};
use common::quantity::{Code, Energy, Volume};
use jiff::Timestamp;
use jiff::civil::Date;

use self::info::InfoBitRow;
use crate::cli::FilteredArgs;
use crate::exit::Failure;
use crate::output::{Output, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A meter and the place where it sits now, or sat last.
    pub struct MeterRow: "meter.list" brief [serial, model, point, installed_from, installed_until, verification_until] {
        /// serial number as engraved
        pub serial: String,
        /// maker and model
        pub model: String,
        /// code of the metering point
        pub point: Option<String>,
        /// since when it has sat there
        pub installed_from: Option<Timestamp>,
        /// when it was taken out; null while it sits there
        pub installed_until: Option<Timestamp>,
        /// in how many places it has sat
        pub n_installations: u64,
        /// when it was verified last
        pub verified_on: Option<Date>,
        /// last day on which it may be billed by
        pub verification_until: Option<Date>,
    }
}

row! {
    /// A meter at a metering point from one instant until another.
    pub struct InstallationRow: "meter.show" brief [serial, model, point, installed_from, installed_until, verification_until] {
        /// serial number as engraved
        pub serial: String,
        /// maker and model
        pub model: String,
        /// code of the metering point
        pub point: Option<String>,
        /// since when it has sat there
        pub installed_from: Timestamp,
        /// when it was taken out; null while it sits there
        pub installed_until: Option<Timestamp>,
        /// energy register when it was put in
        pub initial_energy_gj: Option<Energy>,
        /// volume register when it was put in
        pub initial_volume_m3: Option<Volume>,
        /// energy register when it was taken out
        pub last_energy_gj: Option<Energy>,
        /// volume register when it was taken out
        pub last_volume_m3: Option<Volume>,
        /// when the meter was verified last
        pub verified_on: Option<Date>,
        /// last day on which the meter may be billed by
        pub verification_until: Option<Date>,
        /// what the meter says of itself, a bit for each complaint: its newest reading here
        pub info_code: Option<Code>,
        /// the bits of the info code that are set
        pub info_bits: Vec<InfoBitRow>,
    }
}

/// Lists meters by serial number.
///
/// # Errors
/// As [`Session::ask`].
pub async fn list(session: &mut Session, output: &mut Output, args: &FilteredArgs) -> Result<(), Failure> {
    let filter = args.filter.filter();
    let points = point_codes(session).await?;
    let row = |meter: Meter| {
        let last = meter.installations.last();
        MeterRow {
            point: last.and_then(|installation| points.get(&installation.point).cloned()),
            installed_from: last.map(|installation| installation.from),
            installed_until: last.and_then(|installation| installation.until),
            n_installations: meter.installations.len() as u64,
            verified_on: meter.verified_on,
            verification_until: meter.verified_on.map(verification_until),
            serial: meter.serial.into(),
            model: meter.model,
        }
    };
    let call = async |ek: &EkClient, context, page| ek.meters(context, filter.clone(), page).await;
    list_rows(session, output, &args.list, call, row).await
}

/// Shows one meter with its places.
///
/// # Errors
/// No meter has this serial number.
pub async fn show(session: &mut Session, output: &mut Output, text: &str) -> Result<(), Failure> {
    let filter = Filter { text: Some(text.to_owned()), ..Filter::default() };
    let meters = session.all(async |ek, context, page| ek.meters(context, filter.clone(), page).await).await?;
    let Some(meter) = meters.iter().find(|meter| meter.serial.as_str() == text) else {
        let similar = meters.iter().take(5).map(|meter| meter.serial.to_string()).collect();
        return Err(Failure::NoSuchMeter { text: text.to_owned(), similar });
    };
    let points = point_codes(session).await?;
    let codes = info::codes(session, meter).await?;
    let rows = installation_rows(meter, (&codes, info::language(output)), |id| points.get(&id).cloned());
    // One place is shown with its bits; of several, a table has only their number.
    let has_bits = rows.len() == 1;
    let mut listing = output.list::<InstallationRow>(&crate::output::Pick::default())?;
    for row in rows {
        listing.push(row)?;
    }
    listing.finish_whole()?;
    for code in codes.iter().filter(|_| !has_bits) {
        info::tell(output, points.get(&code.point).map_or("", String::as_str), code)?;
    }
    Ok(())
}

async fn point_codes(session: &mut Session) -> Result<HashMap<PointId, String>, Failure> {
    let points = session.points(&Filter::default()).await?;
    Ok(points.into_iter().map(|point| (point.id, point.code.into())).collect())
}

/// Returns the places of a meter for whose points `code` has a code, with the info code at each that is among `codes`,
/// in words of the language.
pub(in crate::command) fn installation_rows(
    meter: &Meter,
    (codes, language): (&[InfoReading], Language),
    code: impl Fn(PointId) -> Option<String>,
) -> Vec<InstallationRow> {
    // Only where the meter sat last at a point, it is the newest reading of its stay.
    let last = |place: &Installation| {
        meter.installations.iter().rfind(|other| other.point == place.point).is_some_and(|other| other == place)
    };
    let info = |place: &Installation| {
        codes.iter().find(|info| (info.point, info.meter) == (place.point, meter.id) && last(place))
    };
    let places = meter.installations.iter().filter_map(|place| code(place.point).map(|code| (place, code)));
    places
        .map(|(place, code)| InstallationRow {
            serial: meter.serial.to_string(),
            model: meter.model.clone(),
            point: Some(code),
            installed_from: place.from,
            installed_until: place.until,
            initial_energy_gj: place.initial.energy,
            initial_volume_m3: place.initial.volume,
            last_energy_gj: place.last.energy,
            last_volume_m3: place.last.volume,
            verified_on: meter.verified_on,
            verification_until: meter.verified_on.map(verification_until),
            info_code: info(place).map(|info| info.code),
            info_bits: info(place).map(|info| info::bits(info, language)).unwrap_or_default(),
        })
        .collect()
}
