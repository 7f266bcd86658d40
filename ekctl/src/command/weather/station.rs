//! Whose outdoor readings count.

use common::api::EkClient;
use common::quantity::Temperature;
use common::weather::NewStation;
use jiff::Timestamp;

use super::{curve_of, of_word};
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::Session;

row! {
    /// Whose outdoor readings count for the installation or for a site.
    pub struct StationRow: "weather.station" {
        /// the whole network, or a site
        pub of: Word,
        /// code of the site
        pub site: Option<String>,
        /// code of the point whose outdoor readings count; null where none does any more
        pub point: Option<String>,
        /// what it measured last
        pub outdoor_c: Option<Temperature>,
        /// when it measured last
        pub outdoor_at: Option<Timestamp>,
        /// when this was set
        pub set_at: Option<Timestamp>,
        /// who set it
        pub set_by: Option<String>,
    }
}

/// Sets the station of the installation or of a site, or with no point none.
///
/// # Errors
/// No site or no point fits; the point measures no outdoor temperature.
pub async fn set(
    session: &mut Session,
    output: &mut Output,
    point: Option<&str>,
    site: Option<&str>,
) -> Result<(), Failure> {
    let of = curve_of(session, site).await?;
    let point = match point {
        Some(text) => Some(session.point(text).await?.code),
        None => None,
    };
    let new = NewStation { site: of.site().cloned(), point };
    let call = async |ek: &EkClient, context, key| ek.set_station(context, key, new.clone()).await;
    let set = session.ask_once(call).await?;
    let newest = set.as_ref().and_then(|station| station.newest);
    Ok(output.record(StationRow {
        of: of_word(&of),
        site: of.site().map(ToString::to_string),
        point: set.as_ref().and_then(|station| station.point.as_ref()).map(ToString::to_string),
        outdoor_c: newest.map(|newest| newest.value),
        outdoor_at: newest.map(|newest| newest.at),
        set_at: set.as_ref().map(|station| station.set_at),
        set_by: set.and_then(|station| station.set_by).map(|login| login.to_string()),
    })?)
}
