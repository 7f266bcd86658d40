//! The newest value of each quantity.

use std::collections::HashMap;

use common::api::{EkClient, Filter};
use common::reading::{Latest, NewestValues};

use crate::cli::readings::LatestArgs;
use crate::command::latest_row;
use crate::exit::Failure;
use crate::output::Output;
use crate::session::{Session, list as list_rows};

/// Lists newest values.
///
/// # Errors
/// No point fits.
pub async fn run(session: &mut Session, output: &mut Output, args: &LatestArgs) -> Result<(), Failure> {
    let mut filter = args.filter.filter();
    let points = if let Some(text) = &args.point {
        let point = session.point(text).await?;
        filter.point = Some(point.id);
        vec![point]
    } else {
        session.points(&Filter::default()).await?
    };
    let points: HashMap<_, _> = points.into_iter().map(|point| (point.id, String::from(point.code))).collect();
    let row = |latest: Latest| latest_row(points.get(&latest.point).cloned().unwrap_or_default(), &latest);
    let call = async |ek: &EkClient, context, page| {
        Ok(ek.latest(context, filter.clone(), page).await?.map(NewestValues::unpack))
    };
    list_rows(session, output, &args.list, call, row).await
}
