//! Whose eyes look at the archive: the house's own, which see all, or those of an account, which see what the customers
//! own for whom the account acts now.
//!
//! Only `rpc::access` makes a [`Scope`] for a caller, from the caller's pass, at every call; the daemon's own work takes
//! [`Scope::house`] (both are held by `common/tests/tidy`).

use std::sync::Arc;

use common::id::{AccountId, PointId};
use jiff::Timestamp;
use rusqlite::Connection;

use super::StoreError;

/// Whose eyes look at the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope(Eyes);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Eyes {
    House,
    Account { id: AccountId, now: i64 },
}

/// The sites that an account sees now, as a list of ids; its parameters are the account and the present. Whose a site
/// becomes later sees nothing of it yet.
const SITES: &str = "SELECT ownership.site_id FROM mandate JOIN ownership USING (customer_id)
    WHERE mandate.account_id = ?A AND mandate.from_at <= ?N AND (mandate.until_at IS NULL OR mandate.until_at > ?N)
      AND ownership.from_at <= ?N";

/// The customers for whom an account may see money now.
const PAYERS: &str = "SELECT mandate.customer_id FROM mandate
    WHERE mandate.account_id = ?A AND mandate.from_at <= ?N AND (mandate.until_at IS NULL OR mandate.until_at > ?N)
      AND instr(',' || mandate.rights || ',', ',finance,') > 0";

impl Scope {
    /// Sees everything: the daemon's own work, and staff.
    #[must_use]
    pub const fn house() -> Self {
        Self(Eyes::House)
    }

    /// Sees what belongs to the customers for whom the account acts at `now`.
    #[must_use]
    pub fn of_account(id: AccountId, now: Timestamp) -> Self {
        Self(Eyes::Account { id, now: now.as_second() })
    }

    /// Tells whether everything is seen.
    #[must_use]
    pub const fn is_house(&self) -> bool {
        matches!(self.0, Eyes::House)
    }

    /// Returns a condition on a column with ids of sites, to be put after others; `first` is the number of the first of
    /// the two parameters that [`bound`](Self::bound) gives.
    pub(super) fn sites(&self, column: &str, first: usize) -> String {
        match self.0 {
            // Mentioned, so that both forms take as many parameters.
            Eyes::House => format!(" AND ?{first} IS NULL AND ?{} IS NULL", first + 1),
            Eyes::Account { .. } => format!(" AND {column} IN ({})", numbered(first)),
        }
    }

    /// Returns a condition on a column with ids of customers, as [`sites`](Self::sites) does: those whose money the account may
    /// see. What is nobody's is seen by the house alone. Money is not cut by who owned a site when: an invoice is its
    /// customer's.
    pub(super) fn payers(&self, column: &str, first: usize) -> String {
        match self.0 {
            Eyes::House => self.sites(column, first),
            Eyes::Account { .. } => format!(" AND {column} IN ({})", bound_to(PAYERS, first)),
        }
    }

    /// Returns a condition as [`sites`](Self::sites) does, which holds besides only for instants at which the site was a
    /// customer's for whom the account acts. The column must be named with its table: inside, every other one with the
    /// same name is nearer.
    pub(super) fn instants(&self, column: &str, instant: &str, first: usize) -> String {
        assert!(column.contains('.'), "{column} is named without its table");
        match self.0 {
            Eyes::House => self.sites(column, first),
            Eyes::Account { .. } => format!(
                " AND EXISTS ({} AND ownership.site_id = {column} AND ownership.from_at <= {instant}
                     AND (ownership.until_at IS NULL OR ownership.until_at >= {instant}))",
                numbered(first)
            ),
        }
    }

    /// Returns a condition as [`sites`](Self::sites) does, which holds besides only for stretches of time that have an
    /// instant at which the site was a customer's for whom the account acts; a stretch without an end goes on for ever.
    /// The column must be named with its table, as in [`instants`](Self::instants).
    pub(super) fn stretches(&self, column: &str, (from, until): (&str, &str), first: usize) -> String {
        assert!(column.contains('.'), "{column} is named without its table");
        match self.0 {
            Eyes::House => self.sites(column, first),
            Eyes::Account { .. } => format!(
                " AND EXISTS ({} AND ownership.site_id = {column} AND ({until} IS NULL OR ownership.from_at < {until})
                     AND (ownership.until_at IS NULL OR ownership.until_at > {from}))",
                numbered(first)
            ),
        }
    }

    /// Returns the account and the present, for the parameters of a condition.
    pub(super) const fn bound(&self) -> (Option<i64>, Option<i64>) {
        match self.0 {
            Eyes::House => (None, None),
            Eyes::Account { id, now } => (Some(id.0), Some(now)),
        }
    }

    /// Returns when the point was the account's to see.
    pub(super) fn windows(&self, conn: &Connection, point: PointId) -> Result<Windows, StoreError> {
        const SQL: &str = "SELECT ownership.from_at, ownership.until_at
            FROM point JOIN ownership USING (site_id) JOIN mandate USING (customer_id)
            WHERE point.id = ?1 AND mandate.account_id = ?2 AND mandate.from_at <= ?3
              AND (mandate.until_at IS NULL OR mandate.until_at > ?3)
            ORDER BY ownership.from_at";
        let Eyes::Account { id, now } = self.0 else { return Ok(Windows::all()) };
        let mut query = conn.prepare_cached(SQL)?;
        let mut windows: Vec<(i64, i64)> = Vec::new();
        let mut rows = query.query([point.0, id.0, now])?;
        while let Some(row) = rows.next()? {
            let (from, until): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
            // The reading at the very instant of a sale closes one owner's account and opens the other's: both see it.
            let until = until.map_or(i64::MAX, |until| until.saturating_add(1));
            match windows.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                Some(_) | None => windows.push((from, until)),
            }
        }
        Ok(Windows(windows.into()))
    }
}

fn numbered(first: usize) -> String {
    bound_to(SITES, first)
}

fn bound_to(sql: &str, first: usize) -> String {
    sql.replace("?A", &format!("?{first}")).replace("?N", &format!("?{}", first + 1))
}

/// Stretches of time that may be seen: from a second until another, ascending, apart from each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Windows(Arc<[(i64, i64)]>);

impl Windows {
    /// All time.
    #[must_use]
    pub fn all() -> Self {
        Self(Arc::new([(i64::MIN, i64::MAX)]))
    }

    /// Nothing at all.
    #[must_use]
    pub fn none() -> Self {
        Self(Arc::new([]))
    }

    #[must_use]
    pub fn is_all(&self) -> bool {
        *self.0 == [(i64::MIN, i64::MAX)]
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the parts of a stretch that may be seen.
    pub fn within(&self, (from, until): (i64, i64)) -> impl Iterator<Item = (i64, i64)> {
        let parts = self.0.iter().map(move |window| (window.0.max(from), window.1.min(until)));
        parts.filter(|(from, until)| from < until)
    }

    /// Tells whether the whole stretch may be seen.
    #[must_use]
    pub fn cover(&self, (from, until): (i64, i64)) -> bool {
        self.0.iter().any(|window| window.0 <= from && until <= window.1)
    }

    /// Tells whether the instant may be seen.
    #[must_use]
    pub fn hold(&self, at: i64) -> bool {
        self.0.iter().any(|window| window.0 <= at && at < window.1)
    }

    /// Returns the first instant from `at` on that may be seen.
    #[must_use]
    pub fn first_from(&self, at: i64) -> Option<i64> {
        self.0.iter().find(|window| at < window.1).map(|window| window.0.max(at))
    }

    /// Returns the last instant up to `at` that may be seen.
    #[must_use]
    pub fn last_until(&self, at: i64) -> Option<i64> {
        self.0.iter().rev().find(|window| window.0 <= at).map(|window| at.min(window.1.saturating_sub(1)))
    }

    /// Returns where the first window begins and the last ends.
    #[must_use]
    pub fn hull(&self) -> Option<(i64, i64)> {
        Some((self.0.first()?.0, self.0.last()?.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_cut_stretches() {
        let windows = Windows([(10, 20), (30, i64::MAX)].into());
        let within = |stretch| windows.within(stretch).collect::<Vec<_>>();
        assert_eq!(within((0, 15)), [(10, 15)]);
        assert_eq!(within((15, 40)), [(15, 20), (30, 40)]);
        assert_eq!(within((20, 30)), []);
        assert!(windows.cover((12, 20)) && !windows.cover((12, 21)) && windows.cover((30, i64::MAX)));
        assert!(windows.hold(10) && !windows.hold(20) && !windows.hold(29) && windows.hold(30));
        assert_eq!(windows.hull(), Some((10, i64::MAX)));
        assert_eq!([5, 15, 20, 30].map(|at| windows.first_from(at)), [10, 15, 30, 30].map(Some));
        assert_eq!([9, 15, 25, 35].map(|at| windows.last_until(at)), [None, Some(15), Some(19), Some(35)]);
        assert!(Windows::all().is_all() && !windows.is_all() && Windows::none().is_empty());
    }
}
