//! What people are told, what they want to be told, and what a rule would have told them.

use std::time::{Duration, Instant};

use common::account::Login;
use common::api::OnceKey;
use common::delivery::{Channel, Delivery};
use common::fault::Cause;
use common::id::NoticeId;
use common::notice::{Notice, NoticeSettings, NoticesOf};
use common::page::{Page, Paged};
use common::rule::{Cut, Preview, Rule, Spell};
use common::time::Period;
use jiff::SignedDuration;

use super::access::{Granted, Visit};
use super::account::{account_of, administrators_only, looked_at};
use super::answer::{NoAnswer, after, limit};
use super::site::full;
use crate::store;
use crate::store::log::{Logbook, Write};
use crate::telling::preview::{self as messages, Reader};
use crate::telling::settings;
use crate::vigil::preview::{self, Found, Past};

/// Notices in one page.
const MOST: u32 = 500;
/// A preview looks at so much, and works for so long.
const LONGEST_PERIOD: SignedDuration = SignedDuration::from_hours(400 * 24);
const MOST_POINTS: usize = 2_000;
const LONGEST_WORK: Duration = Duration::from_mins(1);
/// Points that are looked at together: short, so that no look at the archive lasts long.
const TOGETHER: usize = 4;
const MOST_SPELLS: usize = 200;

pub(super) async fn settings_of(visit: &Visit<'_>, of: Option<Login>) -> Result<NoticeSettings, NoAnswer> {
    let look = move |log: &Logbook<'_>, granted: &Granted| {
        let account = account_of(log, granted, of.as_ref())?;
        let keeper = store::account::by_id(log, account)?.ok_or(Cause::Internal)?;
        Ok((settings::of(log, account, keeper.role)?, looked_at(granted, "account.notice_settings", account)))
    };
    visit.look_at_persons(look).await
}

pub(super) async fn set_settings(visit: &Visit<'_>, wanted: NoticeSettings) -> Result<NoticeSettings, NoAnswer> {
    let set = move |tx: &Write<'_>, granted: &Granted| settings::set(tx, &granted.actor, &wanted);
    visit.change("set notice settings", set).await
}

pub(super) async fn list(visit: &Visit<'_>, of: NoticesOf, page: Page) -> Result<Paged<Notice>, NoAnswer> {
    let limit = limit(&page).min(MOST);
    let before = after(&page)?.map(NoticeId);
    let list = move |log: &Logbook<'_>, granted: &Granted| {
        let own = Some(granted.actor.keeper.id);
        let (filter, deeds) = match of {
            NoticesOf::Own => ((own, None), Vec::new()),
            NoticesOf::Alarm(id) => {
                store::alarm::find(log, id)?.ok_or(Cause::NoSuchAlarm { id: id.0 })?;
                (if log.scope().is_house() { (None, Some(id)) } else { (own, Some(id)) }, Vec::new())
            }
            NoticesOf::Everybody => {
                administrators_only(granted)?;
                ((None, None), vec![granted.actor.deed("notice.list")])
            }
        };
        Ok((store::notice::list(log, filter, before, limit)?, deeds))
    };
    let items = visit.look_at_persons(list).await?;
    let next = full(&items, limit).map(|notice| notice.id.to_string());
    Ok(Paged { items, next })
}

pub(super) async fn test(visit: &Visit<'_>, key: OnceKey, channel: Channel) -> Result<Delivery, NoAnswer> {
    let kit = visit.kit();
    let test = move |tx: &Write<'_>, granted: &Granted| settings::test(tx, &kit, &granted.actor, channel);
    visit.change_once("test notice", key, test).await
}

pub(super) async fn preview(visit: &Visit<'_>, rule: Rule, period: Period) -> Result<Preview, NoAnswer> {
    let lasting = period.until.duration_since(period.from);
    if !lasting.is_positive() || lasting > LONGEST_PERIOD {
        return Err(Cause::BadPeriod { detail: format!("{}..{}", period.from, period.until) }.into());
    }
    preview::check(&rule)?;
    let until = period.until.min(visit.now());
    let until = if until > period.from { until } else { period.until };
    let (started, period) = (Instant::now(), Period { until, ..period });
    let (wanted, now) = (rule.clone(), visit.now());
    let mut places = visit.look(move |log, _| Ok(preview::points(log, &wanted, now)?)).await?;
    let mut cut = (!preview::is_told(&rule.condition)).then_some(Cut::Condition);
    if places.len() > MOST_POINTS {
        places.truncate(MOST_POINTS);
        cut = cut.or(Some(Cut::Points));
    }
    let (mut n_points, mut found) = (0, Vec::<Found>::new());
    for some in places.chunks(TOGETHER) {
        if started.elapsed() > LONGEST_WORK {
            cut = Some(Cut::Time);
            break;
        }
        let (rule, some, tables, zone) =
            (rule.clone(), some.to_vec(), visit.about().info_codes.clone(), visit.about().zone.clone());
        n_points += some.len() as u64;
        let look = move |log: &Logbook<'_>, _: &Granted| {
            let past = Past { rule: &rule, period, tables: &tables, zone: &zone };
            Ok(preview::look(log, &past, &some)?)
        };
        found.extend(visit.look(look).await?);
    }
    found.sort_by_key(|found| (found.spell.since, found.spell.point.clone()));
    tell(visit, rule, (period, n_points, cut), found).await
}

/// Counts who would have been told, and returns the answer.
async fn tell(
    visit: &Visit<'_>,
    rule: Rule,
    (period, n_points, cut): (Period, u64, Option<Cut>),
    found: Vec<Found>,
) -> Result<Preview, NoAnswer> {
    let (zone, channels, now) = (visit.about().zone.clone(), visit.kit().channels, visit.now());
    let count = move |log: &Logbook<'_>, granted: &Granted| {
        // How many others there are is nobody's business but the house's.
        let only = (!log.scope().is_house()).then_some(granted.actor.keeper.id);
        let reader = Reader { zone: &zone, channels: &channels, now, only };
        let told = messages::count(log, &rule, &found, reader)?;
        let spells: Vec<Spell> = found.iter().take(MOST_SPELLS).map(|found| found.spell.clone()).collect();
        Ok(Preview {
            period,
            n_points,
            n_alarms: found.len() as u64,
            n_emails: told.n_emails,
            n_sms: told.n_sms,
            spells,
            cut,
        })
    };
    visit.look(count).await
}
