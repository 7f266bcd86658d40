//! What time brings: people are reminded of what is due, once each local day, and payments that nobody knew are looked at again
//! when there are new invoices, customers or contracts.

use std::sync::Arc;
use std::time::Duration;

use common::event::Happening;
use common::id::{InvoiceId, PaymentId};
use common::notice::BillingNews;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use tokio_util::sync::CancellationToken;

use super::reminders::{days_over, due};
use super::{Doing, returns, statements};
use crate::clock::Clock;
use crate::store::log::{Logbook, Write};
use crate::store::reminder::{self, Remindable, Wanted};
use crate::store::{self, Store, StoreError};
use crate::vigil::round::Steady;

/// Reminds people, and looks again whose payments are.
#[derive(Clone, Debug)]
pub struct Settler {
    pub store: Store,
    pub clock: Clock,
    pub zone: TimeZone,
    /// Days after the last day on which people are reminded, before it where negative.
    pub reminders: Arc<[i32]>,
}

const ROUND: Duration = Duration::from_mins(1);
/// Nobody is reminded in the night.
const FROM: Time = Time::constant(8, 0, 0, 0);
/// Invoices and payments that are looked at in one commit.
const TOGETHER: u32 = 200;

impl Settler {
    /// Goes a round each minute, until the stop.
    ///
    /// # Errors
    /// Where the archive fails; started again, it goes on with what is left.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StoreError> {
        let mut steady = Steady::new(&self.clock);
        let (mut reminded_on, mut mark) = (None, None);
        while !stop.is_cancelled() {
            if steady.may_go_on(&self.store, &self.clock).await? {
                self.remind_daily(&stop, &mut reminded_on).await?;
            }
            let (present, has_news) = self.store.read(move |log| store::due::news_since(log, mark)).await?;
            if has_news {
                self.look_again(&stop).await?;
            }
            mark = Some(present);
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(ROUND) => {}
            }
        }
        Ok(())
    }

    async fn remind_daily(&self, stop: &CancellationToken, done: &mut Option<Date>) -> Result<(), StoreError> {
        let now = self.clock.now();
        let local = now.to_zoned(self.zone.clone());
        if *done == Some(local.date()) || local.time() < FROM {
            return Ok(());
        }
        let mut after = InvoiceId(0);
        while !stop.is_cancelled() {
            let days = Arc::clone(&self.reminders);
            let today = local.date();
            // What came today may be followed by its payment: nobody is reminded of it before tomorrow.
            let received_before = local.start_of_day().map_or(now, |midnight| midnight.timestamp());
            let look = move |log: &Logbook<'_>| waiting(log, &days, (today, received_before), after);
            let found = self.store.read(look).await?;
            let Some(last) = found.last() else {
                *done = Some(today);
                return Ok(());
            };
            after = last.invoice;
            let days = Arc::clone(&self.reminders);
            self.store.write("reminders", move |tx| remind(tx, &days, (now, today), &found)).await?;
        }
        Ok(())
    }

    async fn look_again(&self, stop: &CancellationToken) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut after = PaymentId(0);
        while !stop.is_cancelled() {
            let next = self.store.write("payments again", move |tx| look_again(tx, now, after)).await?;
            let Some(next) = next else { return Ok(()) };
            after = next;
        }
        Ok(())
    }
}

/// Returns invoices of which somebody may have to be reminded today.
fn waiting(
    log: &Logbook<'_>,
    days: &[i32],
    (today, received_before): (Date, Timestamp),
    after: InvoiceId,
) -> Result<Vec<Remindable>, StoreError> {
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return Ok(Vec::new()) };
    let until = today.saturating_sub(i64::from(*first).days());
    reminder::waiting(log, Wanted { until, last: *last, received_before }, after, TOGETHER)
}

/// Writes down which reminders are had now, and tells of them.
///
/// # Errors
/// Where the archive fails.
pub fn remind(
    tx: &Write<'_>,
    days: &[i32],
    (now, today): (Timestamp, Date),
    found: &[Remindable],
) -> Result<(), StoreError> {
    for one in found {
        let Some(newest) = due(one.due_on, one.had, days, today) else { continue };
        if !reminder::add(tx, (one.invoice, newest), now)? {
            continue;
        }
        let over = days_over(one.due_on, today);
        let news = if over > 0 { BillingNews::DueOver } else { BillingNews::DueSoon };
        let what = Happening::Billing {
            news,
            customer: store::customer::number_of(tx, one.customer)?,
            invoice: Some(one.invoice),
            payment: None,
            file: None,
            days: Some(over),
        };
        store::event::append(tx, now, &what)?;
    }
    Ok(())
}

/// Looks again whose payments are that wait; returns after which one to go on.
///
/// # Errors
/// Where the archive fails.
pub fn look_again(tx: &Write<'_>, now: Timestamp, after: PaymentId) -> Result<Option<PaymentId>, StoreError> {
    let doing = Doing { at: now, by: None };
    returns::look_again(tx, doing)?;
    let waiting = store::payment::waiting(tx, after, TOGETHER)?;
    for payment in &waiting {
        if let Some(found) = statements::owner(tx, payment.id, None)? {
            statements::settle_as(tx, doing, payment.id, &found)?;
        }
    }
    Ok(waiting.last().map(|last| last.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settlement::fixture::NOW;

    #[tokio::test]
    async fn rounds_are_gone_until_the_stop() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("archive.db");
        store::open::create(&path).unwrap();
        let (store, _ended) = Store::open(&path).unwrap();
        let clock = Clock::by_hand(NOW.parse().unwrap());
        let settler = Settler { store, clock, zone: TimeZone::UTC, reminders: Arc::from([0, 7]) };
        let stop = CancellationToken::new();
        let rounds = tokio::spawn(settler.run(stop.clone()));
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!rounds.is_finished(), "a round failed");
        stop.cancel();
        rounds.await.unwrap().unwrap();
    }
}
