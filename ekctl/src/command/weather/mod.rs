//! The weather that counts, curves and stations.

pub mod curves;
pub mod degree_days;
pub mod station;

use common::api::EkClient;
use common::quantity::Temperature;
use common::weather::{CurveOf, DatedCurve, Outdoor, SiteWeather, SiteWeatherQuery, Station, Wanted, Weather};
use jiff::{SignedDuration, Timestamp};

use super::list_whole;
use super::sites::code;
use crate::cli::WeatherVerb;
use crate::cli::weather::{CurvesVerb, StationVerb, WeatherShowArgs};
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::Session;

row! {
    /// The outdoor temperature that counts for the installation or for a site, and what curves want at it.
    pub struct WeatherRow: "weather.show" brief [of, site, station, outdoor_c, outdoor_age_s, outdoor_from, wanted_supply_c, wanted_heating_c, curve_from] {
        /// the whole network, or a site
        pub of: Word,
        /// code of the site
        pub site: Option<String>,
        /// code of the point whose outdoor readings count; null where none is set, or it may not be seen
        pub station: Option<String>,
        /// what the station measured last, however long ago
        pub station_c: Option<Temperature>,
        /// when the station measured last
        pub station_at: Option<Timestamp>,
        /// outdoor temperature that counts; null where none is younger than three hours
        pub outdoor_c: Option<Temperature>,
        /// when it was measured
        pub outdoor_at: Option<Timestamp>,
        /// how long ago that was
        pub outdoor_age_s: Option<SignedDuration>,
        /// whether the site's own regulator, its station or the network's measured it
        pub outdoor_from: Option<Word>,
        /// supply temperature wanted by the network table
        pub wanted_supply_c: Option<Temperature>,
        /// return temperature by the network table
        pub wanted_return_c: Option<Temperature>,
        /// temperature in the heating circuit wanted by the site's curve
        pub wanted_heating_c: Option<Temperature>,
        /// since when the network table or the curve in force counts
        pub curve_from: Option<Timestamp>,
        /// why it was set
        pub comment: Option<String>,
    }
}

/// Does what the verb says.
///
/// # Errors
/// What cannot be read, or what the daemon refuses.
pub async fn run(verb: &WeatherVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        WeatherVerb::Show(args) => show(session, output, args).await,
        WeatherVerb::DegreeDays(args) => degree_days::run(session, output, args).await,
        WeatherVerb::Curves(CurvesVerb::List(args)) => curves::list(session, output, args).await,
        WeatherVerb::Curves(CurvesVerb::Show(args)) => curves::show(session, output, args).await,
        WeatherVerb::Curves(CurvesVerb::Set(args)) => curves::set(session, output, args).await,
        WeatherVerb::Station(StationVerb::Set(args)) => {
            station::set(session, output, Some(&args.point), args.site.as_deref()).await
        }
        WeatherVerb::Station(StationVerb::Clear(args)) => {
            station::set(session, output, None, args.site.as_deref()).await
        }
    }
}

async fn show(session: &mut Session, output: &mut Output, args: &WeatherShowArgs) -> Result<(), Failure> {
    let mut query = SiteWeatherQuery::default();
    let mut rows = Vec::new();
    let mut has_station = true;
    if let Some(text) = &args.site {
        query.sites.push(code(session, text).await?);
    } else {
        let weather = session.ask(async |ek, context| ek.weather(context).await).await?;
        has_station = weather.station.is_some();
        rows.push(network_row(weather, session.now()));
    }
    let call = async |ek: &EkClient, context, page| ek.site_weather(context, query.clone(), page).await;
    let sites = session.all(call).await?;
    rows.extend(sites.into_iter().map(|site| site_row(site, session.now())));
    list_whole(output, &args.list, rows)?;
    if !has_station {
        let line = output.look.texts().get("weather-no-station");
        output.footer(&line)?;
    }
    Ok(())
}

/// Returns what is meant: a site, or the network.
///
/// # Errors
/// No site fits.
async fn curve_of(session: &mut Session, site: Option<&str>) -> Result<CurveOf, Failure> {
    match site {
        Some(text) => Ok(CurveOf::Site(code(session, text).await?)),
        None => Ok(CurveOf::Network),
    }
}

const fn of_word(of: &CurveOf) -> Word {
    let name = match of {
        CurveOf::Network => "network",
        CurveOf::Site(_) => "site",
    };
    Word { group: "curve-of", name }
}

fn network_row(weather: Weather, now: Timestamp) -> WeatherRow {
    let Weather { outdoor, station, table, wanted } = weather;
    weather_row(&CurveOf::Network, (outdoor, station.as_ref()), (table.as_ref(), wanted), now)
}

fn site_row(weather: SiteWeather, now: Timestamp) -> WeatherRow {
    let SiteWeather { site, outdoor, station, curve, wanted } = weather;
    weather_row(&CurveOf::Site(site), (outdoor, station.as_ref()), (curve.as_ref(), wanted), now)
}

fn weather_row(
    of: &CurveOf,
    (outdoor, station): (Option<Outdoor>, Option<&Station>),
    (curve, wanted): (Option<&DatedCurve>, Wanted),
    now: Timestamp,
) -> WeatherRow {
    let newest = station.and_then(|station| station.newest);
    WeatherRow {
        of: of_word(of),
        site: of.site().map(ToString::to_string),
        station: station.and_then(|station| station.point.as_ref()).map(ToString::to_string),
        station_c: newest.map(|newest| newest.value),
        station_at: newest.map(|newest| newest.at),
        outdoor_c: outdoor.map(|outdoor| outdoor.value),
        outdoor_at: outdoor.map(|outdoor| outdoor.at),
        outdoor_age_s: outdoor.map(|outdoor| now.duration_since(outdoor.at).max(SignedDuration::ZERO)),
        outdoor_from: outdoor.map(|outdoor| Word { group: "outdoor-from", name: outdoor.from.name() }),
        wanted_supply_c: wanted.supply,
        wanted_return_c: wanted.returned,
        wanted_heating_c: wanted.heating,
        curve_from: curve.map(|curve| curve.valid_from),
        comment: curve.map(|curve| curve.comment.clone()).filter(|comment| !comment.is_empty()),
    }
}
