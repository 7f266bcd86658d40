//! The logbook of a point as it lies: sealed pages, then what is not sealed yet, sealed for the way.

use common::api::{LogPages, LogQuery};
use common::logbook::{Stretch, assemble};
use serde_bytes::ByteBuf;

use super::series::period_of;
use crate::binding::{Calendar, bind};
use crate::store::StoreError;
use crate::store::log::page::{self, PageFacts, StoredPage};
use crate::store::log::{Damage, Logbook, open};

/// Bytes of one answer, about: the last page may go beyond.
const ENOUGH: usize = 2 << 20;

/// Returns the pages that were sealed after the page numbered `after`, and what is fresh with the last of them.
pub fn pages(
    log: &Logbook<'_>,
    query: &LogQuery,
    after: Option<i64>,
    calendar: &Calendar,
) -> Result<LogPages, StoreError> {
    let stretch = Stretch { from: query.period.from.as_second(), until: query.period.until.as_second() };
    let mut answer = LogPages { pages: Vec::new(), damaged: Vec::new(), next: None };
    let facts = page::facts(log, query.point, stretch)?;
    let windows = log.windows(query.point)?;
    if !facts.iter().all(|facts| windows.cover((facts.stretch.from, facts.stretch.until))) {
        answer.pages = cut(log, query, calendar)?;
        answer.damaged.extend(log.damaged().iter().filter_map(period_of));
        return Ok(answer);
    }
    let mut n_bytes = 0;
    for PageFacts { id, stretch, .. } in facts.into_iter().filter(|facts| after.is_none_or(|after| facts.id > after)) {
        match page::one(log, id)?.and_then(|stored| check(query, &stored)) {
            Ok(bytes) => {
                n_bytes += bytes.len();
                answer.pages.push(ByteBuf::from(bytes));
            }
            Err(why) => {
                let damage = Damage { page: id, point: query.point, stretch, why };
                answer.damaged.extend(period_of(&damage));
                log.found_damaged(damage);
            }
        }
        if n_bytes >= ENOUGH {
            answer.next = Some(id.to_string());
            return Ok(answer);
        }
    }
    let fresh = log.fresh_versions(query.point, None, (stretch.from, stretch.until))?;
    let fresh = assemble(query.point, fresh);
    answer.pages.extend(bind(&fresh, calendar, i64::MIN).into_iter().map(|(_, page)| ByteBuf::from(page.to_bytes())));
    Ok(answer)
}

/// Returns what may be seen of the stretch, bound anew: a page that lies there tells of more.
fn cut(log: &Logbook<'_>, query: &LogQuery, calendar: &Calendar) -> Result<Vec<ByteBuf>, StoreError> {
    let page = log.read(query.point, None, (query.period.from.as_second(), query.period.until.as_second()))?;
    Ok(bind(&page, calendar, i64::MIN).into_iter().map(|(_, page)| ByteBuf::from(page.to_bytes())).collect())
}

fn check(query: &LogQuery, stored: &StoredPage) -> Result<Vec<u8>, String> {
    let sealed = open(query.point, stored)?;
    sealed.check_sums(&stored.page.body).map_err(|error| error.to_string())?;
    Ok(stored.page.to_bytes())
}
