//! Metering points.

use common::api::{EkClient, Filter};
use common::point::MeteringPoint;
use common::reading::NewestValues;
use jiff::{SignedDuration, Timestamp};

use super::meters::{InstallationRow, info, installation_rows};
use super::{LatestRow, latest_row, quantity_word};
use crate::cli::FilteredArgs;
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A place where heat is measured.
    pub struct PointRow: "point.list" brief [code, site, name, cadence_s, source, last_at] {
        /// code of the metering point
        pub code: String,
        /// code of its site
        pub site: String,
        /// what it measures
        pub name: String,
        /// how often a reading is expected, in seconds
        pub cadence_s: Option<SignedDuration>,
        /// the source that delivered it last
        pub source: Option<String>,
        /// the first reading
        pub first_at: Option<Timestamp>,
        /// the newest reading
        pub last_at: Option<Timestamp>,
        /// the quantities that have ever been read here
        pub quantities: Vec<Word>,
    }
}

row! {
    /// One metering point with its meters and latest values.
    pub struct PointShowRow: "point.show" {
        /// code of the metering point
        pub code: String,
        /// code of its site
        pub site: String,
        /// what people call the site
        pub site_name: String,
        /// what it measures
        pub name: String,
        /// how often a reading is expected, in seconds
        pub cadence_s: Option<SignedDuration>,
        /// the source that delivered it last
        pub source: Option<String>,
        /// the first reading
        pub first_at: Option<Timestamp>,
        /// the newest reading
        pub last_at: Option<Timestamp>,
        /// the meters that sit and have sat here
        pub meters: Vec<InstallationRow>,
        /// the newest value of each quantity
        pub latest: Vec<LatestRow>,
    }
}

/// Lists metering points by code.
///
/// # Errors
/// As [`Session::ask`].
pub async fn list(session: &mut Session, output: &mut Output, args: &FilteredArgs) -> Result<(), Failure> {
    let filter = args.filter.filter();
    let sites = session.site_names().await?;
    let row = |point: MeteringPoint| {
        let site = sites.get(&point.site).cloned().unwrap_or_default();
        point_row(point, site)
    };
    let call = async |ek: &EkClient, context, page| ek.points(context, filter.clone(), page).await;
    list_rows(session, output, &args.list, call, row).await
}

/// Shows one metering point.
///
/// # Errors
/// No point fits, or several do.
pub async fn show(session: &mut Session, output: &mut Output, text: &str) -> Result<(), Failure> {
    let point = session.point(text).await?;
    let site = Filter { site: Some(point.site), ..Filter::default() };
    let sites = session.all(async |ek, context, page| ek.sites(context, site.clone(), page).await).await?;
    let here = Filter { point: Some(point.id), ..Filter::default() };
    let meters = session.all(async |ek, context, page| ek.meters(context, here.clone(), page).await).await?;
    let newest = async |ek: &EkClient, context, page| {
        Ok(ek.latest(context, here.clone(), page).await?.map(NewestValues::unpack))
    };
    let latest = session.all(newest).await?;
    let codes = info::of_point(session, point.id).await?;
    let language = info::language(output);
    let code = String::from(point.code);
    let mut meters: Vec<_> = meters
        .iter()
        .flat_map(|meter| installation_rows(meter, (&codes, language), |id| (id == point.id).then(|| code.clone())))
        .collect();
    meters.sort_by_key(|meter| meter.installed_from);
    let site = sites.into_iter().next();
    let row = PointShowRow {
        site: site.as_ref().map(|site| site.code.to_string()).unwrap_or_default(),
        site_name: site.map(|site| site.name).unwrap_or_default(),
        name: point.name,
        cadence_s: point.cadence,
        source: point.source.map(String::from),
        first_at: point.first_at,
        last_at: point.last_at,
        meters,
        latest: latest.iter().map(|latest| latest_row(code.clone(), latest)).collect(),
        code,
    };
    Ok(output.record(row)?)
}

/// Returns the row of a metering point in the site of that code.
pub(super) fn point_row(point: MeteringPoint, site: String) -> PointRow {
    PointRow {
        code: point.code.into(),
        site,
        name: point.name,
        cadence_s: point.cadence,
        source: point.source.map(String::from),
        first_at: point.first_at,
        last_at: point.last_at,
        quantities: point.quantities.into_iter().map(quantity_word).collect(),
    }
}
