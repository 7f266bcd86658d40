//! Writing a point's logbook anew: when its readings turn out to be another meter's, or a person strikes some out.

use std::sync::Arc;

use common::id::{DocumentId, PointId};
use common::logbook::{LogPage, Version, assemble, versions};
use common::quantity::Quantity;
use jiff::Timestamp;

use super::ledger::Ledger;
use crate::binding::{COLD, Calendar, bind};
use crate::consumption::TOTALLED;
use crate::consumption::register::stays;
use crate::mending;
use crate::store::log::standing::{Newest, Standing};
use crate::store::log::{Rebinding, Write};
use crate::store::{self, StoreError, reading};

/// When and how a logbook is written anew.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rewrite<'a> {
    pub(super) calendar: &'a Calendar,
    pub(super) now: Timestamp,
    /// The newest document whose lines are written: none may be open.
    pub(super) through: DocumentId,
}

/// Reads all versions of a point, has them changed, and writes them anew.
///
/// The sums over all points are the caller's to correct: see [`enter_whole`].
pub(super) fn rewrite(
    tx: &Write<'_>,
    how: Rewrite<'_>,
    point: PointId,
    change: impl FnOnce(Vec<Version>) -> Vec<Version>,
) -> Result<(), StoreError> {
    let Some(standing) = tx.standing(point) else { return Ok(()) };
    let log = tx.log();
    let page = log.read(point, None, (i64::MIN, i64::MAX))?;
    let damaged: Vec<i64> = log.take_damaged().into_iter().map(|damage| damage.page).collect();
    let whole = common::logbook::Stretch { from: i64::MIN, until: i64::MAX };
    let known = store::log::page::facts(tx, point, whole)?.into_iter().map(|facts| facts.id);
    let page = assemble(point, change(versions(&page).collect()));
    let cold = how.now.checked_sub(COLD).unwrap_or(how.now).as_second();
    tx.stand(point, Arc::new(stands(&page, &standing)));
    let rebinding = Rebinding {
        point,
        sealed_before: store::log::standing::sealed_through(tx, point)?,
        sealed_through: how.through,
        replaced: known.filter(|id| !damaged.contains(id)).collect(),
        pages: bind(&page, how.calendar, cold),
    };
    tx.rebind(&rebinding)?;
    Ok(())
}

/// Returns how a point stands with only these readings.
pub(super) fn stands(page: &LogPage, before: &Standing) -> Standing {
    let mut standing = Standing::nothing(before.source.clone());
    for strip in &page.strips {
        for column in &strip.columns {
            for kept in reading::kept_of(strip, column) {
                let (quantity, at, value) = (column.quantity, kept.at.as_second(), kept.value);
                standing.offer(Newest { quantity, at, value, estimated: kept.estimated, meter: strip.meter });
            }
        }
    }
    let gone = page.struck.iter().filter(|version| version.value.is_none());
    standing.struck_at = gone.map(|version| version.at).max().unwrap_or(i64::MIN);
    standing
}

/// Enters all that a point counts into the ledger: subtracted before a change and added after it, the sums are right
/// whatever changed. What only the protocols of a meter's stay tell counts too, also where nothing was ever read.
pub(super) fn enter_whole(
    tx: &Write<'_>,
    ledger: &mut Ledger<'_>,
    point: PointId,
    sign: i64,
) -> Result<(), StoreError> {
    let installed: Vec<_> =
        store::meter::at_point(tx, point)?.into_iter().map(|(installation, _)| installation).collect();
    let mut log = tx.log();
    if sign < 0 {
        log.read(point, None, (i64::MIN, i64::MAX))?;
        let damaged = log.take_damaged();
        if !damaged.is_empty() {
            mending::set_aside(tx, ledger.calendar(), damaged)?;
            log = tx.log();
        }
    }
    for quantity in TOTALLED {
        let page = log.read(point, Some(quantity), (i64::MIN, i64::MAX))?;
        enter_page(ledger, &page, quantity, (&installed, sign));
    }
    Ok(())
}

fn enter_page(
    ledger: &mut Ledger<'_>,
    page: &LogPage,
    quantity: Quantity,
    (installed, sign): (&[common::meter::Installation], i64),
) {
    let all = (Timestamp::MIN, Timestamp::MAX);
    let Ok(stays) = stays(quantity, installed, all, |meter| {
        let kept = reading::series(page, meter, quantity);
        Ok::<_, std::convert::Infallible>(kept.into_iter().map(|kept| (kept.at, kept.value)).collect())
    });
    ledger.whole(quantity, &stays, sign);
}
