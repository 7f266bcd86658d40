//! Who has how many of the connections: nobody takes the others' places.
//!
//! A user's share is bounded. One connection more takes the place of the user's own that has not greeted yet or has
//! been quiet longest; where all are busy, it is refused. Knows no sockets.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

/// Connections of one user that are open at once.
pub(super) const SHARE: usize = 64;

/// What a connection is doing, the most dispensable first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doing {
    Greeting,
    Nothing,
    Calls,
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
    uid: u32,
    doing: Doing,
    /// Grows with each change, so that the smallest is the one that has been quiet longest.
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

impl Places {
    /// Takes a place for one more connection of the user; `None` where all of the user's are busy.
    pub(super) fn take(&self, uid: u32) -> Option<Place> {
        let mut book = self.book();
        if book.held.iter().filter(|held| held.uid == uid).count() >= SHARE {
            let dispensable = book.held.iter().enumerate().filter(|(_, held)| held.uid == uid);
            let dispensable = dispensable.filter(|(_, held)| held.doing != Doing::Calls);
            let (index, _) = dispensable.min_by_key(|(_, held)| (held.doing, held.turn))?;
            book.held.swap_remove(index).lost.cancel();
        }
        book.turn += 1;
        let (number, lost) = (book.turn, CancellationToken::new());
        book.held.push(Held { number, uid, doing: Doing::Greeting, turn: number, lost: lost.clone() });
        drop(book);
        Some(Place { places: self.clone(), number, lost })
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Tells what the connection is doing from now on.
    pub(super) fn set(&self, doing: Doing) {
        let mut book = self.places.book();
        book.turn += 1;
        let turn = book.turn;
        if let Some(held) = book.held.iter_mut().find(|held| held.number == self.number) {
            (held.doing, held.turn) = (doing, turn);
        }
    }

    /// Waits until another connection of the same user takes the place.
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

    #[test]
    fn one_more_takes_the_place_of_the_users_own_that_is_needed_least() {
        let places = Places::default();
        let other = places.take(1).unwrap();
        let mut own: Vec<Place> = (0..SHARE).map(|_| places.take(2).unwrap()).collect();
        for place in &own {
            place.set(Doing::Nothing);
        }
        own[0].set(Doing::Calls);
        own[1].set(Doing::Nothing);
        own[50].set(Doing::Greeting);
        let lost = |own: &[Place]| -> Vec<usize> {
            own.iter().enumerate().filter(|(_, place)| place.lost.is_cancelled()).map(|(index, _)| index).collect()
        };
        let one_more = || {
            let place = places.take(2).unwrap();
            place.set(Doing::Calls);
            place
        };
        own.push(one_more());
        assert_eq!(lost(&own), [50], "one that has not greeted");
        own.push(one_more());
        assert_eq!(lost(&own), [2, 50], "then the one that was quiet longest");
        for place in &own {
            place.set(Doing::Calls);
        }
        assert!(places.take(2).is_none());
        drop(own.remove(10));
        assert!(places.take(2).is_some());
        assert!(places.take(1).is_some());
        assert!(!other.lost.is_cancelled());
        drop(own);
        assert_eq!(places.book().held.len(), 1);
    }
}
