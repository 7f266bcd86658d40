//! Sites: buildings supplied with heat, what was changed at them and what is to be expected of them.

pub mod card;
pub mod figures;
pub mod forecast;
pub mod peaks;
pub mod settings;
pub mod signature;

use common::api::{EkClient, Filter};
use common::id::SiteCode;
use common::quantity::{Energy, Flow, Power, Quantity, Temperature, Volume};
use common::reading::Latest;
use common::site::{Site, SiteOverview, SiteState};
use jiff::{SignedDuration, Timestamp};

use super::points::{PointRow, point_row};
use super::{newest, newest_energy, newest_volume};
use crate::cli::{FilteredArgs, SitesVerb};
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
        /// when the newest value was read; null: values over 1.5 cadences older, and all values of a silent site
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
        /// when the newest value was read; values that are over 1.5 cadences older are null
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

/// The cadence of points of which nobody has told it.
const USUAL_CADENCE: SignedDuration = SignedDuration::from_hours(1);

/// Does what the verb says.
///
/// # Errors
/// No site fits; what the daemon refuses.
pub async fn run(verb: &SitesVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        SitesVerb::List(args) => list(session, output, args).await,
        SitesVerb::Show(args) => show(session, output, &args.id).await,
        SitesVerb::Live(args) => live(session, output, args).await,
        SitesVerb::Annotate(args) => settings::annotate(session, output, args).await,
        SitesVerb::Settings(args) => settings::list(session, output, args).await,
        SitesVerb::Withdraw(args) => settings::withdraw(session, output, args).await,
        SitesVerb::Signature(args) => signature::run(session, output, args).await,
        SitesVerb::Forecast(args) => forecast::run(session, output, args).await,
        SitesVerb::Peaks(args) => peaks::run(session, output, &args.id).await,
        SitesVerb::Card(args) => card::show(session, output, &args.id).await,
        SitesVerb::Edit(args) => card::edit(session, output, args).await,
    }
}

/// Returns the code of the site that is meant.
///
/// # Errors
/// None or several fit.
pub(in crate::command) async fn code(session: &mut Session, text: &str) -> Result<SiteCode, Failure> {
    Ok(session.ask(async |ek: &EkClient, context| ek.find_site(context, text.to_owned()).await).await?.code)
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
    let latest = &overview.as_ref().map(together).unwrap_or_default();
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
    let silent = matches!(overview.state, SiteState::Silent { .. });
    // What a silent site showed last says nothing of how it stands now.
    let latest = &if silent { Vec::new() } else { together(&overview) };
    SiteLiveRow {
        state: state_word(&overview.state),
        since: since(&overview.state),
        at: overview.latest.iter().map(|latest| latest.at).max(),
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

/// Returns the values that may stand under one instant: those at most one and a half cadences older than the newest.
fn together(overview: &SiteOverview) -> Vec<Latest> {
    let cadence = overview.point.as_ref().and_then(|point| point.cadence).unwrap_or(USUAL_CADENCE);
    let newest = overview.latest.iter().map(|latest| latest.at).max();
    let belongs = |latest: &&Latest| newest.is_some_and(|newest| newest.duration_since(latest.at) * 2 <= cadence * 3);
    overview.latest.iter().filter(belongs).copied().collect()
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

#[cfg(test)]
mod tests {
    use common::id::{PointId, SiteCode, SiteId};
    use common::quantity::Value;
    use common::reading::Quality;

    use super::*;

    fn overview(state: SiteState) -> SiteOverview {
        let latest = |quantity, second| Latest {
            point: PointId(1),
            quantity,
            at: Timestamp::from_second(second).unwrap(),
            value: Value::new(quantity, 80_000),
            quality: Quality::Measured,
        };
        SiteOverview {
            site: Site {
                id: SiteId(1),
                code: SiteCode::parse("W-1").unwrap(),
                name: String::new(),
                contracted_power: None,
            },
            point: None,
            points: Vec::new(),
            latest: vec![
                latest(Quantity::Supply, 100_000),
                latest(Quantity::Return, 100_000 - 5400),
                latest(Quantity::Power, 100_000 - 5401),
            ],
            state,
            used_today: None,
            used_a_year_ago: None,
            last_24_hours: Vec::new(),
            outdoor: None,
            wanted: common::weather::Wanted::default(),
        }
    }

    #[test]
    fn values_of_other_instants_do_not_stand_under_the_newest_one() {
        let row = live_row(overview(SiteState::Live));
        assert!(row.supply_c.is_some() && row.return_c.is_some());
        assert_eq!(row.power_kw, None);
    }

    #[test]
    fn a_silent_site_has_a_time_but_no_values() {
        let since = Timestamp::from_second(100_000).unwrap();
        let row = live_row(overview(SiteState::Silent { since }));
        assert_eq!((row.at, row.supply_c, row.return_c), (Some(since), None, None));
    }
}
