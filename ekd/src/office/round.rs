//! What becomes of tickets by time alone: clocks run out, and what is solved is closed.

use std::sync::Arc;
use std::time::Duration;

use common::ticket::TicketState;
use common::ticket::entry::TicketTurn;
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::timing::Desk;
use super::{turn_by, turns};
use crate::clock::Clock;
use crate::store::log::Write;
use crate::store::ticket as tickets;
use crate::store::ticket::by::By;
use crate::store::{Store, StoreError};

const ROUND: Duration = Duration::from_mins(1);
/// Tickets in one commit.
const TOGETHER: u32 = 100;

/// Goes the rounds.
#[derive(Clone, Debug)]
pub struct Warden {
    pub store: Store,
    pub clock: Clock,
    pub desk: Arc<Desk>,
}

impl Warden {
    /// Goes a round each minute, until the stop.
    ///
    /// # Errors
    /// Where the archive fails; started again, it goes on with what is left.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StoreError> {
        while !stop.is_cancelled() {
            let now = self.clock.now();
            let desk = Arc::clone(&self.desk);
            let n_turned = self.store.write("round of tickets", move |tx| round(tx, &desk, now)).await?;
            if n_turned >= TOGETHER {
                continue;
            }
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(ROUND) => {}
            }
        }
        Ok(())
    }
}

/// Writes down which clocks have run out, once each time, and closes what may be reopened no more; returns how many of
/// either there were, at most a hundred.
///
/// # Errors
/// Where the archive fails.
pub fn round(tx: &Write<'_>, desk: &Desk, now: Timestamp) -> Result<u32, StoreError> {
    let house = By::house();
    let mut n_turned = 0;
    for mut kept in tickets::ran_out(tx, now, TOGETHER)? {
        kept.clock.ran_out_at = Some(now);
        tickets::set_clock(tx, kept.id, &kept.clock)?;
        turn_by(tx, kept.id, &house, &TicketTurn::Overdue, now)?;
        n_turned += 1;
    }
    let until = now.checked_sub(desk.reopen_within).unwrap_or(Timestamp::MIN);
    for mut kept in tickets::solved_before(tx, until, TOGETHER.saturating_sub(n_turned))? {
        turns::set_state(tx, desk, &mut kept, (&house, TicketState::Closed), now)?;
        n_turned += 1;
    }
    Ok(n_turned)
}
