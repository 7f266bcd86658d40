//! What people do with alarms: take note, take that back, mute, unmute.

use common::alarm::{AlarmDeed, Deed};
use common::api::EkClient;
use common::id::AlarmId;
use common::time::range::RangeError;

use super::{AlarmRow, alarm_row};
use crate::cli::alarms::{AckArgs, AlarmNumbersArgs, MuteArgs};
use crate::exit::Failure;
use crate::output::{Output, Pick};
use crate::session::Session;

/// Alarms that one call may name.
const MOST: usize = 200;

/// Says that somebody has taken note.
///
/// # Errors
/// No such alarm, or it is acknowledged already.
pub async fn acknowledge(session: &mut Session, output: &mut Output, args: &AckArgs) -> Result<(), Failure> {
    let deed = Deed::Acknowledge { comment: args.comment.clone() };
    change(session, output, &args.alarms.numbers, &deed).await
}

/// Takes acknowledgements back.
///
/// # Errors
/// No such alarm, or it is not acknowledged.
pub async fn unacknowledge(session: &mut Session, output: &mut Output, args: &AlarmNumbersArgs) -> Result<(), Failure> {
    change(session, output, &args.numbers, &Deed::Unacknowledge).await
}

/// Has nobody told anything of alarms for a while.
///
/// # Errors
/// No such alarm, or a while that is too long.
pub async fn mute(session: &mut Session, output: &mut Output, args: &MuteArgs) -> Result<(), Failure> {
    let until = match (&args.until, args.lasting) {
        (Some(until), _) => session.instant("--until", until)?,
        (None, lasting) => {
            let until = session.now().checked_add(lasting.unwrap_or_default());
            until.map_err(|_| RangeError::Calendar)?
        }
    };
    change(session, output, &args.alarms.numbers, &Deed::Mute { until }).await
}

/// Has people told of alarms again.
///
/// # Errors
/// No such alarm, or it is not muted.
pub async fn unmute(session: &mut Session, output: &mut Output, args: &AlarmNumbersArgs) -> Result<(), Failure> {
    change(session, output, &args.numbers, &Deed::Unmute).await
}

/// Does it, and lists the alarms as they are now.
async fn change(session: &mut Session, output: &mut Output, numbers: &[AlarmId], deed: &Deed) -> Result<(), Failure> {
    let mut changed = Vec::new();
    for numbers in numbers.chunks(MOST) {
        let deed = AlarmDeed { alarms: numbers.to_vec(), what: deed.clone() };
        let call = async |ek: &EkClient, context, key| ek.change_alarms(context, key, deed.clone()).await;
        changed.extend(session.ask_once(call).await?);
    }
    let mut listing = output.list::<AlarmRow>(&Pick::default())?;
    for alarm in changed {
        listing.push(alarm_row(alarm, session.now()))?;
    }
    Ok(listing.finish(None)?)
}
