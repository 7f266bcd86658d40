//! Who has how many of the connections: nobody takes the others' places. Knows no sockets.
//!
//! Who has not logged in yet has one of a few places, and a source has few of those: one more takes the place of the
//! oldest. Who has logged in has a share by account: one more takes the place of the own one that has been quiet longest;
//! where all are busy, it is refused.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use common::id::AccountId;
use tokio_util::sync::CancellationToken;

/// Connections of one account that are open at once.
pub(super) const SHARE: usize = 64;
/// Connections that have not logged in, in all and from one source.
pub(super) const AT_THE_DOOR: usize = 64;
pub(super) const AT_THE_DOOR_FROM_ONE: usize = 8;

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Nothing,
    Calls,
}

/// Whose a place is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Holder {
    AtTheDoor(String),
    Inside(AccountId, Doing),
}

/// All connections; clones are the same ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Places(Arc<Mutex<Book>>);

#[derive(Debug, Default)]
struct Book {
    held: Vec<Held>,
    turn: u64,
}

#[derive(Debug)]
struct Held {
    number: u64,
    holder: Holder,
    /// Grows with each change, so that the smallest is the oldest, or the one that has been quiet longest.
    turn: u64,
    lost: CancellationToken,
}

/// One connection's place, given back when dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Places,
    number: u64,
    lost: CancellationToken,
}

impl Book {
    /// Takes the place of the oldest at the door that fits, where there are as many as there may be.
    fn bound(&mut self, most: usize, fits: impl Fn(&str) -> bool) {
        let at_the_door = |held: &Held| matches!(&held.holder, Holder::AtTheDoor(source) if fits(source));
        if self.held.iter().filter(|held| at_the_door(held)).count() < most {
            return;
        }
        let oldest =
            self.held.iter().enumerate().filter(|(_, held)| at_the_door(held)).min_by_key(|(_, held)| held.turn);
        if let Some((index, _)) = oldest {
            self.held.swap_remove(index).lost.cancel();
        }
    }
}

impl Places {
    /// Takes a place at the door.
    pub(super) fn take(&self, source: &str) -> Place {
        let mut book = self.book();
        book.bound(AT_THE_DOOR_FROM_ONE, |other| other == source);
        book.bound(AT_THE_DOOR, |_| true);
        book.turn += 1;
        let (number, lost) = (book.turn, CancellationToken::new());
        let holder = Holder::AtTheDoor(source.to_owned());
        book.held.push(Held { number, holder, turn: number, lost: lost.clone() });
        drop(book);
        Place { places: self.clone(), number, lost }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Takes a place inside; false where all of the account's are busy.
    pub(super) fn enter(&self, account: AccountId) -> bool {
        let mut book = self.places.book();
        let of_account = |held: &Held| matches!(held.holder, Holder::Inside(other, _) if other == account);
        if book.held.iter().filter(|held| of_account(held)).count() >= SHARE {
            let quiet = |held: &Held| held.holder == Holder::Inside(account, Doing::Nothing);
            let quietest =
                book.held.iter().enumerate().filter(|(_, held)| quiet(held)).min_by_key(|(_, held)| held.turn);
            let Some((index, _)) = quietest else { return false };
            book.held.swap_remove(index).lost.cancel();
        }
        book.turn += 1;
        let turn = book.turn;
        if let Some(held) = book.held.iter_mut().find(|held| held.number == self.number) {
            (held.holder, held.turn) = (Holder::Inside(account, Doing::Nothing), turn);
        }
        true
    }

    /// Tells what the connection is doing from now on.
    pub(super) fn set(&self, doing: Doing) {
        let mut book = self.places.book();
        book.turn += 1;
        let turn = book.turn;
        if let Some(held) = book.held.iter_mut().find(|held| held.number == self.number)
            && let Holder::Inside(_, before) = &mut held.holder
        {
            *before = doing;
            held.turn = turn;
        }
    }

    /// Waits until another connection takes the place.
    pub(super) async fn lost(&self) {
        self.lost.cancelled().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.book().held.retain(|held| held.number != self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost(places: &[Place]) -> Vec<usize> {
        places.iter().enumerate().filter(|(_, place)| place.lost.is_cancelled()).map(|(index, _)| index).collect()
    }

    #[test]
    fn at_the_door_the_oldest_gives_way() {
        let places = Places::default();
        let own: Vec<Place> = (0..=AT_THE_DOOR_FROM_ONE).map(|_| places.take("a")).collect();
        assert_eq!(lost(&own), [0]);
        let others: Vec<Place> = (0..AT_THE_DOOR).map(|number| places.take(&format!("b{number}"))).collect();
        assert_eq!(lost(&own).len(), own.len(), "the oldest of all");
        assert_eq!(lost(&others), [0_usize; 0]);
        drop((own, others));
        assert!(places.book().held.is_empty());
    }

    #[test]
    fn inside_one_more_takes_the_place_of_the_own_one_that_was_quiet_longest() {
        let places = Places::default();
        let enter = |account: i64| {
            let place = places.take("a");
            let entered = place.enter(AccountId(account));
            (place, entered)
        };
        let (other, _) = enter(1);
        let mut own: Vec<Place> = (0..SHARE).map(|_| enter(2).0).collect();
        own[0].set(Doing::Calls);
        own[1].set(Doing::Nothing);
        let (one_more, entered) = enter(2);
        one_more.set(Doing::Calls);
        assert!(entered);
        assert_eq!(lost(&own), [2]);
        own.push(one_more);
        for place in &own {
            place.set(Doing::Calls);
        }
        assert!(!enter(2).1 && enter(1).1);
        drop(own.remove(10));
        assert!(enter(2).1);
        assert!(!other.lost.is_cancelled());
        drop((own, other));
        assert!(places.book().held.is_empty());
    }
}
