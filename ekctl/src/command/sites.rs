//! Sites: buildings supplied with heat.

use common::api::{EkClient, Filter};
use common::quantity::{Energy, Flow, Power, Quantity, Temperature, Volume};
use common::reading::Latest;
use common::site::{Site, SiteOverview, SiteState};
use jiff::Timestamp;

use super::points::{PointRow, point_row};
use super::{newest, newest_energy, newest_volume};
use crate::cli::FilteredArgs;
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A building supplied with heat.
    pub struct SiteRow: "site.list" {
        /// code of the site
        pub code: String,
        /// what people call it
        pub name: String,
        /// power that the contract reserves
        pub contracted_power_kw: Option<Power>,
    }
}

row! {
    /// A site as it stands now: state, latest values of its first point, the last 24 hours.
    pub struct SiteLiveRow: "site.live" brief [state, code, name, at, power_kw, supply_c, return_c] {
        /// live, late, silent, doubtful, `no_data`
        pub state: Word,
        /// code of the site
        pub code: String,
        /// what people call it
        pub name: String,
        /// since when the state has lasted
        pub since: Option<Timestamp>,
        /// when the newest of the values was read
        pub at: Option<Timestamp>,
        /// heat power
        pub power_kw: Option<Power>,
        /// supply temperature
        pub supply_c: Option<Temperature>,
        /// return temperature
        pub return_c: Option<Temperature>,
        /// flow of the heat carrier
        pub flow_m3h: Option<Flow>,
        /// heat used since local midnight
        pub used_today_gj: Option<Energy>,
        /// heat used from midnight to the same local time a year ago
        pub used_a_year_ago_gj: Option<Energy>,
        /// mean power of each of the last 24 hours, oldest first; null where nothing was read
        pub last_24_hours_kw: Vec<Option<Power>>,
    }
}

row! {
    /// One site with its points and latest values.
    pub struct SiteShowRow: "site.show" {
        /// code of the site
        pub code: String,
        /// what people call it
        pub name: String,
        /// power that the contract reserves
        pub contracted_power_kw: Option<Power>,
        /// live, late, silent, doubtful, `no_data`
        pub state: Option<Word>,
        /// since when the state has lasted
        pub since: Option<Timestamp>,
        /// when the newest of the values was read
        pub at: Option<Timestamp>,
        /// energy register
        pub energy_gj: Option<Energy>,
        /// volume register
        pub volume_m3: Option<Volume>,
        /// heat power
        pub power_kw: Option<Power>,
        /// supply temperature
        pub supply_c: Option<Temperature>,
        /// return temperature
        pub return_c: Option<Temperature>,
        /// flow of the heat carrier
        pub flow_m3h: Option<Flow>,
        /// outdoor temperature
        pub outdoor_c: Option<Temperature>,
        /// heat used since local midnight
        pub used_today_gj: Option<Energy>,
        /// heat used from midnight to the same local time a year ago
        pub used_a_year_ago_gj: Option<Energy>,
        /// its metering points
        pub points: Vec<PointRow>,
    }
}

/// Lists sites by code.
///
/// # Errors
/// As [`Session::ask`].
pub async fn list(session: &mut Session, output: &mut Output, args: &FilteredArgs) -> Result<(), Failure> {
    let filter = args.filter.filter();
    let row =
        |site: Site| SiteRow { code: site.code.into(), name: site.name, contracted_power_kw: site.contracted_power };
    let call = async |ek: &EkClient, context, page| ek.sites(context, filter.clone(), page).await;
    list_rows(session, output, &args.list, call, row).await
}

/// Lists sites as they stand now.
///
/// # Errors
/// As [`Session::ask`].
pub async fn live(session: &mut Session, output: &mut Output, args: &FilteredArgs) -> Result<(), Failure> {
    let filter = args.filter.filter();
    let call = async |ek: &EkClient, context, page| ek.overview(context, filter.clone(), page).await;
    list_rows(session, output, &args.list, call, live_row).await
}

/// Shows one site.
///
/// # Errors
/// No site fits, or several do.
pub async fn show(session: &mut Session, output: &mut Output, text: &str) -> Result<(), Failure> {
    let site = session.ask(async |ek, context| ek.find_site(context, text.to_owned()).await).await?;
    let filter = Filter { site: Some(site.id), ..Filter::default() };
    let points = session.points(&filter).await?;
    let overview = session.all(async |ek, context, page| ek.overview(context, filter.clone(), page).await).await?;
    let overview = overview.into_iter().next();
    let latest = overview.as_ref().map_or(&[][..], |overview| &overview.latest);
    let code = String::from(site.code);
    let row = SiteShowRow {
        points: points.into_iter().map(|point| point_row(point, code.clone())).collect(),
        code,
        name: site.name,
        contracted_power_kw: site.contracted_power,
        state: overview.as_ref().map(|overview| state_word(&overview.state)),
        since: overview.as_ref().and_then(|overview| since(&overview.state)),
        at: latest.iter().map(|latest| latest.at).max(),
        energy_gj: newest_energy(latest),
        volume_m3: newest_volume(latest),
        power_kw: newest_power(latest),
        supply_c: newest_temperature(latest, Quantity::Supply),
        return_c: newest_temperature(latest, Quantity::Return),
        flow_m3h: newest_flow(latest),
        outdoor_c: newest_temperature(latest, Quantity::Outdoor),
        used_today_gj: overview.as_ref().and_then(|overview| overview.used_today),
        used_a_year_ago_gj: overview.as_ref().and_then(|overview| overview.used_a_year_ago),
    };
    Ok(output.record(row)?)
}

fn live_row(overview: SiteOverview) -> SiteLiveRow {
    let latest = &overview.latest;
    SiteLiveRow {
        state: state_word(&overview.state),
        since: since(&overview.state),
        at: latest.iter().map(|latest| latest.at).max(),
        power_kw: newest_power(latest),
        supply_c: newest_temperature(latest, Quantity::Supply),
        return_c: newest_temperature(latest, Quantity::Return),
        flow_m3h: newest_flow(latest),
        used_today_gj: overview.used_today,
        used_a_year_ago_gj: overview.used_a_year_ago,
        last_24_hours_kw: overview.last_24_hours,
        code: overview.site.code.into(),
        name: overview.site.name,
    }
}

fn newest_power(latest: &[Latest]) -> Option<Power> {
    newest(latest, Quantity::Power).map(|value| Power::from_base(value.base()))
}

fn newest_flow(latest: &[Latest]) -> Option<Flow> {
    newest(latest, Quantity::Flow).map(|value| Flow::from_base(value.base()))
}

fn newest_temperature(latest: &[Latest], quantity: Quantity) -> Option<Temperature> {
    newest(latest, quantity).map(|value| Temperature::from_base(value.base()))
}

const fn state_word(state: &SiteState) -> Word {
    let name = match state {
        SiteState::Doubtful { .. } => "doubtful",
        SiteState::Silent { .. } => "silent",
        SiteState::Late { .. } => "late",
        SiteState::Live => "live",
        SiteState::NoData => "no_data",
        SiteState::Unknown => "unknown",
    };
    Word { group: "state", name }
}

const fn since(state: &SiteState) -> Option<Timestamp> {
    match state {
        SiteState::Doubtful { since } | SiteState::Silent { since } | SiteState::Late { since } => Some(*since),
        SiteState::Live | SiteState::NoData | SiteState::Unknown => None,
    }
}
