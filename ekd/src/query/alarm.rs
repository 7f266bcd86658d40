//! Alarms with what became of them, as whoever looks may see it.
//!
//! Who works for the house is the house's business, and what was done when the site was another's is theirs.

use common::account::Login;
use common::alarm::{Alarm, AlarmCard, Subject};
use common::id::AccountId;

use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Notices that are told of one alarm.
const MOST_TOLD: u32 = 200;

/// Returns an alarm as an account may see it.
pub fn shown(log: &Logbook<'_>, login: &Login, mut alarm: Alarm) -> Result<Alarm, StoreError> {
    if log.scope().is_house() {
        return Ok(alarm);
    }
    let Subject::Point { point, .. } = &alarm.subject else { return Ok(alarm) };
    let windows = log.windows(*point)?;
    alarm.acknowledged = alarm.acknowledged.filter(|acknowledged| windows.hold(acknowledged.at.as_second()));
    if let Some(acknowledged) = &mut alarm.acknowledged {
        acknowledged.by = acknowledged.by.take().filter(|by| by == login);
    }
    Ok(alarm)
}

/// Returns an alarm with its history and with who was told, as an account may see them.
pub fn card(log: &Logbook<'_>, (account, login): (AccountId, &Login), alarm: Alarm) -> Result<AlarmCard, StoreError> {
    let mut history = store::alarm::history(log, alarm.id)?;
    let is_house = log.scope().is_house();
    let own = (!is_house).then_some(account);
    let mut told = store::notice::list(log, (own, Some(alarm.id)), None, MOST_TOLD)?;
    told.reverse();
    if let (false, Subject::Point { point, .. }) = (is_house, &alarm.subject) {
        let windows = log.windows(*point)?;
        history.retain(|transition| windows.hold(transition.at.as_second()));
        for transition in &mut history {
            transition.by = transition.by.take().filter(|by| by == login);
        }
    }
    Ok(AlarmCard { alarm: shown(log, login, alarm)?, history, told })
}
