//! How guessing passwords is bounded without locking owners out: who has to wait, from the failures so far.
//!
//! Three counters: of a name from one source, of a name from all sources that are not familiar to it, and of a source
//! over all names. A source is familiar if somebody has logged in to the account from there lately: it keeps its own
//! counter and is not held back by what others do. Names that nobody has are counted alike. Pure: no clock, no SQL.

use core::net::IpAddr;

use jiff::{SignedDuration, Timestamp};

/// Failures in a row under one counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    pub n: u64,
    /// The first of them.
    pub since: Timestamp,
    pub last_at: Timestamp,
}

/// The counters that concern a try.
#[derive(Clone, Copy, Debug, Default)]
pub struct Record {
    pub name_from_source: Option<Failures>,
    pub name: Option<Failures>,
    pub source: Option<Failures>,
    /// The source is familiar to the account.
    pub is_familiar: bool,
}

/// Failures of a name from one source before it has to wait.
const FREE: u64 = 5;
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);
/// Failures of a name in a row, from wherever: then only a reset or an administrator opens it to strange sources.
const MOST_OF_NAME: u64 = 100;
/// Failures of a source over all names within [`PERIOD`].
const MOST_OF_SOURCE: u64 = 30;
/// Within which a source's failures count together.
pub const PERIOD: SignedDuration = SignedDuration::from_mins(10);
/// How long a source stays familiar.
pub const FAMILIAR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long failures are remembered that nobody adds to.
pub const MEMORY: SignedDuration = SignedDuration::from_hours(24);

/// Tells whether a try has to wait: then it fails whatever it brings.
#[must_use]
pub fn must_wait(record: &Record, now: Timestamp) -> bool {
    let of_pair = record.name_from_source.is_some_and(|failures| now < ready_at(&failures, now));
    let of_name = !record.is_familiar && record.name.is_some_and(|failures| failures.n >= MOST_OF_NAME);
    of_pair || of_name || must_wait_for_reset(record, now)
}

/// Tells whether a reset has to wait. Failures of the name do not hold it back: it is the way out of them, and nobody
/// guesses its code.
#[must_use]
pub fn must_wait_for_reset(record: &Record, now: Timestamp) -> bool {
    record.source.is_some_and(|failures| {
        failures.n >= MOST_OF_SOURCE && now.duration_since(failures.since) < PERIOD && failures.since <= now
    })
}

/// Tells whether with this failure others have to wait: the last that was free, of a name from one source or from all.
#[must_use]
pub const fn begins_to_wait(from_source: &Failures, of_name: Option<&Failures>) -> bool {
    let of_all = match of_name {
        Some(failures) => failures.n == MOST_OF_NAME,
        None => false,
    };
    from_source.n == FREE || of_all
}

/// Returns what counts as one source: an IPv4 address, or the network of an IPv6 customer, who has all addresses in it.
#[must_use]
pub fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Returns when a name may be tried again from a source. A last failure that lies ahead, because the clock was put back,
/// counts as one of now.
fn ready_at(failures: &Failures, now: Timestamp) -> Timestamp {
    let last_at = failures.last_at.min(now);
    last_at.checked_add(wait(failures.n)).unwrap_or(Timestamp::MAX)
}

fn wait(n_failures: u64) -> SignedDuration {
    let Some(beyond) = n_failures.checked_sub(FREE) else { return SignedDuration::ZERO };
    let factor = 1_i32.checked_shl(u32::try_from(beyond.min(20)).unwrap_or(20)).unwrap_or(i32::MAX);
    FIRST_WAIT.saturating_mul(factor).min(LONGEST_WAIT)
}

/// Returns a counter with one more failure.
#[must_use]
pub fn failed(before: Option<Failures>, now: Timestamp) -> Failures {
    match before {
        Some(before) if now.duration_since(before.last_at) < MEMORY => {
            Failures { n: before.n.saturating_add(1), since: before.since.min(now), last_at: now }
        }
        Some(_) | None => Failures { n: 1, since: now, last_at: now },
    }
}

/// Returns the counter of a name over all sources with one more failure: only a success or a reset takes it back.
#[must_use]
pub fn failed_for_good(before: Option<Failures>, now: Timestamp) -> Failures {
    let n = before.map_or(0, |before| before.n).saturating_add(1);
    Failures { n, since: before.map_or(now, |before| before.since.min(now)), last_at: now }
}

/// Returns the counter of a source over all names with one more failure.
#[must_use]
pub fn failed_from(before: Option<Failures>, now: Timestamp) -> Failures {
    match before {
        Some(before) if before.since <= now && now.duration_since(before.since) < PERIOD => {
            Failures { n: before.n.saturating_add(1), since: before.since, last_at: now }
        }
        Some(_) | None => Failures { n: 1, since: now, last_at: now },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn waits_double_from_half_a_minute_to_an_hour() {
        let waits: Vec<i64> = [4, 5, 6, 7, 11, 12, 13, 64, u64::MAX].map(|n| wait(n).as_secs()).to_vec();
        assert_eq!(waits, [0, 30, 60, 120, 1920, 3600, 3600, 3600, 3600]);
    }

    #[test]
    fn the_sixth_try_waits_and_the_one_after_the_wait_does_not() {
        let mut pair = None;
        for second in 0..5 {
            let record = Record { name_from_source: pair, ..Record::default() };
            assert!(!must_wait(&record, at(second)));
            pair = Some(failed(pair, at(second)));
        }
        let record = Record { name_from_source: pair, ..Record::default() };
        assert!(must_wait(&record, at(5)) && must_wait(&record, at(33)) && !must_wait(&record, at(34)));
        // A clock that is put back does not make the wait longer than it is.
        assert!(must_wait(&record, at(-3 * 3600)));
        let put_back = Record { name_from_source: Some(failed(pair, at(-3 * 3600))), ..Record::default() };
        assert!(!must_wait(&put_back, at(-3 * 3600 + 61)));
    }

    #[test]
    fn an_attack_on_a_name_does_not_lock_its_owner_out() {
        let mut name = None;
        for second in 0..200 {
            name = Some(failed_for_good(name, at(second)));
        }
        let stranger = Record { name, ..Record::default() };
        assert!(must_wait(&stranger, at(200)) && must_wait(&stranger, at(10_000_000)));
        assert!(!must_wait(&Record { is_familiar: true, ..stranger }, at(200)));
        assert!(!must_wait_for_reset(&stranger, at(200)));
    }

    #[test]
    fn an_ipv6_customer_is_one_source() {
        let network = |address: &str| network_of(address.parse().unwrap());
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!((network("192.0.2.1").as_str(), network("::ffff:192.0.2.1").as_str()), ("192.0.2.1", "192.0.2.1"));
    }

    #[test]
    fn a_spray_over_many_names_is_bounded() {
        let mut source = None;
        for second in 0..30 {
            assert!(!must_wait(&Record { source, ..Record::default() }, at(second)));
            source = Some(failed_from(source, at(second)));
        }
        let record = Record { source, ..Record::default() };
        assert!(must_wait(&record, at(30)) && must_wait(&record, at(599)) && !must_wait(&record, at(600)));
        assert_eq!(failed_from(source, at(601)).n, 1);
    }

    #[test]
    fn old_failures_are_forgotten() {
        let five = Failures { n: 5, since: at(0), last_at: at(10) };
        assert_eq!(failed(Some(five), at(20)).n, 6);
        assert_eq!(failed(Some(five), at(90_000)).n, 1);
    }
}
