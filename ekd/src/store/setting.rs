//! The journal of settings: what was written down, and the heating curves that were set.

use common::id::{AccountId, SettingId, SiteId};
use common::setting::{NewSetting, Setting, SettingKind};
use common::time::Period;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::log::Logbook;
use super::row::{code, instant};

/// A place in the journal: what comes after it is older. Of one instant, what was written down comes before curves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub at: i64,
    /// 1 for what was written down, 0 for a curve.
    pub rank: i64,
    pub id: i64,
}

/// A change that was written down, for whoever decides about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub site: SiteId,
    pub at: Timestamp,
    /// `None`: erased.
    pub set_by: Option<AccountId>,
}

/// Writes a change down.
pub fn add(
    tx: &Transaction<'_>,
    site: SiteId,
    new: &NewSetting,
    (by, now): (AccountId, Timestamp),
) -> Result<SettingId, StoreError> {
    const SQL: &str = "INSERT INTO setting (site_id, at, kind, text, set_at, set_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let bound = params![site.0, new.at.as_second(), new.kind.name(), new.text, now.as_second(), by.0];
    tx.prepare_cached(SQL)?.execute(bound)?;
    Ok(SettingId(tx.last_insert_rowid()))
}

/// Returns up to `limit` changes after `after`, the newest first, of one site or of all that are seen: those of the time
/// in which the site was seen, told with who wrote them to staff, and to the account itself.
pub fn list(
    log: &Logbook<'_>,
    (site, period): (Option<SiteId>, Option<Period>),
    after: Option<Place>,
    limit: u32,
) -> Result<Vec<(Setting, Place)>, StoreError> {
    let sql = format!(
        "{JOURNAL} WHERE (?3 IS NULL OR entry.site_id = ?3) AND (?4 IS NULL OR entry.at >= ?4)
           AND (?5 IS NULL OR entry.at < ?5) AND (?6 IS NULL OR (entry.at, entry.rank, entry.entry_id) < (?6, ?7, ?8)){}
         ORDER BY entry.at DESC, entry.rank DESC, entry.entry_id DESC LIMIT ?9",
        log.scope().instants("entry.site_id", "entry.at", 1)
    );
    let mut query = log.prepare_cached(&sql)?;
    let (account, now) = log.scope().bound();
    let (from, until) = period.map_or((None, None), |period| (Some(period.from), Some(period.until)));
    let bound = params![
        account,
        now,
        site.map(|site| site.0),
        from.map(Timestamp::as_second),
        until.map(Timestamp::as_second),
        after.map(|place| place.at),
        after.map(|place| place.rank),
        after.map(|place| place.id),
        limit
    ];
    Ok(query.query_map(bound, from_row)?.collect::<Result<_, _>>()?)
}

/// Returns one change that was written down, as [`list`] tells it.
pub fn find(log: &Logbook<'_>, id: SettingId) -> Result<Option<(Setting, Kept)>, StoreError> {
    let sql = format!(
        "{JOURNAL} WHERE entry.rank = 1 AND entry.entry_id = ?3{}",
        log.scope().instants("entry.site_id", "entry.at", 1)
    );
    let (account, now) = log.scope().bound();
    let read = |row: &Row<'_>| {
        let (setting, _) = from_row(row)?;
        let set_by: Option<i64> = row.get(9)?;
        let kept = Kept { site: SiteId(row.get(8)?), at: setting.at, set_by: set_by.map(AccountId) };
        Ok((setting, kept))
    };
    Ok(log.prepare_cached(&sql)?.query_row(params![account, now, id.0], read).optional()?)
}

/// Takes back what was written down by mistake; it stays in the archive.
pub fn withdraw(tx: &Transaction<'_>, id: SettingId, now: Timestamp) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE setting SET withdrawn_at = ?2 WHERE id = ?1 AND withdrawn_at IS NULL";
    tx.prepare_cached(SQL)?.execute([id.0, now.as_second()])?;
    Ok(())
}

/// Returns what an account wrote down and did not withdraw, the newest first.
pub fn of_account(log: &Logbook<'_>, account: AccountId) -> Result<Vec<Setting>, StoreError> {
    let sql = format!(
        "{JOURNAL} WHERE entry.set_by = ?3{} ORDER BY entry.at DESC, entry.rank DESC, entry.entry_id DESC",
        log.scope().sites("entry.site_id", 1)
    );
    let mut query = log.prepare_cached(&sql)?;
    let (scoped, now) = log.scope().bound();
    let found = query.query_map(params![scoped, now, account.0], from_row)?;
    Ok(found.map(|row| row.map(|(setting, _)| setting)).collect::<Result<_, _>>()?)
}

/// Forgets who wrote changes down: what was changed is the building's. Returns how many that were.
pub fn forget_account(tx: &Transaction<'_>, account: AccountId) -> Result<u64, StoreError> {
    let n = tx.prepare_cached("UPDATE setting SET set_by = NULL WHERE set_by = ?1")?.execute([account.0])?;
    Ok(n as u64)
}

/// What was written down and not withdrawn, and the curves of sites; the first parameter is the account that looks.
const JOURNAL: &str = "SELECT entry.entry_id, entry.rank, site.code, entry.at, entry.kind, entry.text, entry.set_at,
        CASE WHEN account.standing <> 'erased' AND (?1 IS NULL OR account.id = ?1) THEN account.login END,
        entry.site_id, entry.set_by
    FROM (SELECT id AS entry_id, 1 AS rank, site_id, at, kind, text, set_at, set_by FROM setting
          WHERE withdrawn_at IS NULL
          UNION ALL
          SELECT id, 0, site_id, valid_from, 'curve', comment, set_at, set_by FROM weather_curve
          WHERE site_id IS NOT NULL) AS entry
        JOIN site ON site.id = entry.site_id LEFT JOIN account ON account.id = entry.set_by";

fn from_row(row: &Row<'_>) -> Result<(Setting, Place), rusqlite::Error> {
    let place = Place { id: row.get(0)?, rank: row.get(1)?, at: row.get(3)? };
    let kind: String = row.get(4)?;
    let has_login: Option<String> = row.get(7)?;
    let setting = Setting {
        id: (place.rank == 1).then_some(SettingId(place.id)),
        site: code(row, 2)?,
        at: instant(row, 3)?,
        kind: SettingKind::parse(&kind).unwrap_or(SettingKind::Other),
        text: row.get(5)?,
        set_at: instant(row, 6)?,
        set_by: has_login.map(|_| code(row, 7)).transpose()?,
    };
    Ok((setting, place))
}
