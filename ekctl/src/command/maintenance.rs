//! Maintenance windows: alarms in them are kept, and nobody is told.

use common::api::EkClient;
use common::id::MaintenanceId;
use common::rule::{Maintenance, NewMaintenance};
use common::time::Period;
use common::time::range::RangeError;
use jiff::Timestamp;

use super::list_whole;
use super::rules::{scope, scope_cells};
use crate::cli::rules::{MaintenanceOpenArgs, MaintenanceVerb};
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::Session;

row! {
    /// A time of work in which nobody is told of alarms.
    pub struct MaintenanceRow: "maintenance.list" brief [number, state, area, of, from, until, reason] {
        /// number of the window
        pub number: MaintenanceId,
        /// planned, open, over
        pub state: Word,
        /// installation, customer, site, point
        pub area: Word,
        /// number of the customer, or code of the site or the point
        pub of: Option<String>,
        /// from this instant on
        pub from: Timestamp,
        /// the first instant at which it is over
        pub until: Timestamp,
        /// what is done
        pub reason: String,
        /// who opened it; null where that is not told
        pub by: Option<String>,
    }
}

/// Does what the verb says.
///
/// # Errors
/// No site or point fits; what the daemon refuses.
pub async fn run(verb: &MaintenanceVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        MaintenanceVerb::List(args) => {
            let windows = session.ask(async |ek, context| ek.maintenances(context).await).await?;
            let now = session.now();
            list_whole(output, args, windows.into_iter().map(|window| window_row(window, now)))
        }
        MaintenanceVerb::Open(args) => open(session, output, args).await,
        MaintenanceVerb::End(args) => {
            let number = args.number;
            session.ask(async |ek, context| ek.end_maintenance(context, number).await).await?;
            let arguments = [("number", number.to_string().into())];
            Ok(output.note(&output.look.texts().format("maintenance-ended", &arguments))?)
        }
    }
}

async fn open(session: &mut Session, output: &mut Output, args: &MaintenanceOpenArgs) -> Result<(), Failure> {
    let from = match &args.from {
        Some(from) => session.instant("--from", from)?,
        None => session.now(),
    };
    let until = match (&args.until, args.lasting) {
        (Some(until), _) => session.instant("--until", until)?,
        (None, lasting) => from.checked_add(lasting.unwrap_or_default()).map_err(|_| RangeError::Calendar)?,
    };
    let scope = scope(session, &args.scope).await?;
    let window = NewMaintenance { scope, period: Period { from, until }, reason: args.reason.clone() };
    let call = async |ek: &EkClient, context, key| ek.open_maintenance(context, key, window.clone()).await;
    let opened = session.ask_once(call).await?;
    Ok(output.record(window_row(opened, session.now()))?)
}

fn window_row(window: Maintenance, now: Timestamp) -> MaintenanceRow {
    let (area, of) = scope_cells(&window.scope);
    let Period { from, until } = window.period;
    let state = if now < from {
        "planned"
    } else if now < until {
        "open"
    } else {
        "over"
    };
    MaintenanceRow {
        number: window.id,
        state: Word { group: "maintenance", name: state },
        area,
        of,
        from,
        until,
        reason: window.reason,
        by: window.by.map(|login| login.to_string()),
    }
}
