//! Questions about alarms and rules, and what is done with them.

use common::alarm::{AlarmDeed, AlarmFilter, AlarmStanding};
use common::api::OnceKey;
use common::client::Connection;
use common::id::RuleName;
use common::page::Page;
use common::rule::Rule;
use common::time::Period;

use crate::effect::{AlarmList, Answer, Done, MOST_ALARMS};

/// Returns the alarms that stand so, with the counts of all that are active.
pub(super) async fn list(connection: &Connection, standing: AlarmStanding) -> Answer<AlarmList> {
    let counts = connection.ask(async |ek, context| ek.alarm_counts(context).await).await?;
    let filter = AlarmFilter { standing, ..AlarmFilter::default() };
    let (mut alarms, mut page) = (Vec::new(), Page::default());
    loop {
        let paged = connection.ask(async |ek, context| ek.alarms(context, filter.clone(), page.clone()).await).await?;
        alarms.extend(paged.items);
        match paged.next {
            Some(next) if alarms.len() < MOST_ALARMS => page.after = Some(next),
            next => return Ok(AlarmList { alarms, cut: next.is_some(), counts }),
        }
    }
}

/// Does something with alarms.
pub(super) async fn change(connection: &Connection, key: OnceKey, deed: AlarmDeed) -> Done {
    let answer = connection.ask(async |ek, context| ek.change_alarms(context, key.clone(), deed.clone()).await).await;
    Done::AlarmsChanged(deed, answer)
}

/// Keeps a rule.
pub(super) async fn save_rule(connection: &Connection, key: OnceKey, rule: &Rule) -> Done {
    let answer = connection.ask(async |ek, context| ek.save_rule(context, key.clone(), rule.clone()).await).await;
    Done::RuleSaved(answer.map(Box::new))
}

/// Tells what a rule would have done.
pub(super) async fn preview_rule(connection: &Connection, rule: &Rule, period: Period) -> Done {
    let answer = connection.ask(async |ek, context| ek.preview_rule(context, rule.clone(), period).await).await;
    Done::RulePreviewed(answer.map(Box::new))
}

/// Removes a rule.
pub(super) async fn remove_rule(connection: &Connection, key: OnceKey, name: RuleName) -> Done {
    let answer = connection.ask(async |ek, context| ek.remove_rule(context, key.clone(), name.clone()).await).await;
    Done::RuleRemoved(name, answer.map(drop))
}
