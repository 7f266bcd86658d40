//! What people decide about doubtful readings: a register that turned over, bad values, true ones.

use common::api::EkClient;
use common::archive::{Decision, Resolution, Resolved};
use common::point::MeteringPoint;
use common::time::Period;

use crate::cli::amount;
use crate::cli::meters::{DecisionName, ResolveArgs};
use crate::cli::usage::Usage;
use crate::exit::Failure;
use crate::output::{Output, row};
use crate::session::Session;

row! {
    /// What came of a decision about readings or meters.
    pub struct ResolvedRow: "meter.decision" {
        /// code of the metering point
        pub point: String,
        /// values that waited and count now
        pub n_released: u64,
        /// values that waited and were dismissed
        pub n_dismissed: u64,
        /// readings that counted and were struck out
        pub n_struck_out: u64,
        /// values of the point that still wait
        pub n_waiting: u64,
    }
}

/// Sends a decision.
///
/// # Errors
/// Arguments that the decision lacks or does not have; no point fits; what the daemon refuses.
pub async fn run(session: &mut Session, output: &mut Output, args: &ResolveArgs) -> Result<(), Failure> {
    let decision = decision(session, output, args)?;
    let point = session.point(&args.point).await?;
    let resolution = Resolution { point: point.id, quantity: args.quantity, decision };
    let call = async |ek: &EkClient, context, key| ek.resolve(context, key, resolution.clone()).await;
    let resolved = session.ask_once(call).await?;
    finish(output, &point, &resolved)
}

fn decision(session: &Session, output: &Output, args: &ResolveArgs) -> Result<Decision, Failure> {
    let name = args.decision.name();
    match args.decision {
        DecisionName::Rollover => {
            if args.range.text().is_some() {
                return Err(Usage::decision_refuses(name, "--range").into());
            }
            let at = args.at.as_ref().ok_or_else(|| Usage::decision_needs(name, "--at"))?;
            let capacity = args.capacity.as_ref().ok_or_else(|| Usage::decision_needs(name, "--capacity"))?;
            let at = session.instant("--at", at)?;
            let value = amount::parse("--capacity", capacity, args.quantity, output.look.language)?;
            if value.base() == 0 {
                return Err(Usage::no_amount("--capacity", capacity, args.quantity).into());
            }
            Ok(Decision::Rollover { at, capacity: value })
        }
        DecisionName::Bad => Ok(Decision::Bad { period: period(session, args)? }),
        DecisionName::True => Ok(Decision::True { period: period(session, args)? }),
    }
}

/// Returns the period that is decided about: nothing is struck out or released that nobody named.
fn period(session: &Session, args: &ResolveArgs) -> Result<Period, Failure> {
    let name = args.decision.name();
    if args.capacity.is_some() {
        return Err(Usage::decision_refuses(name, "--capacity").into());
    }
    match &args.at {
        Some(at) => session.moment("--at", at),
        None if args.range.text().is_none() => Err(Usage::decision_needs(name, "--at | --range").into()),
        None => session.period(&args.range, "today"),
    }
}

/// Writes what came of a decision, and for people where to look next.
///
/// # Errors
/// Those of the writer.
pub(super) fn finish(output: &mut Output, point: &MeteringPoint, resolved: &Resolved) -> Result<(), Failure> {
    output.record(ResolvedRow {
        point: point.code.to_string(),
        n_released: resolved.n_released,
        n_dismissed: resolved.n_dismissed,
        n_struck_out: resolved.n_struck,
        n_waiting: resolved.n_waiting,
    })?;
    if resolved.n_waiting == 0 {
        return Ok(());
    }
    let line = output.look.texts().format("still-waiting", &[("point", point.code.as_str().into())]);
    Ok(output.footer(&line)?)
}
