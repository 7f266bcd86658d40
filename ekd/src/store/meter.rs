//! Meters and the periods in which they sat somewhere.

use common::api::Filter;
use common::id::{MeterId, PointId, SerialNumber};
use common::meter::{Installation, Meter, Registers};
use common::quantity::{Energy, Volume};
use common::text::fold;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::log::Logbook;
use super::row::{anywhere, code, foreign, instant, instant_or_none};

/// A point has one meter at a time: where no end was told, the next meter's beginning is the end, and it moves when a
/// document tells of another one in between.
const INSTALLATION: &str = "installation.meter_id, installation.point_id, installation.from_at,
    coalesce(installation.until_at, (SELECT min(later.from_at) FROM installation AS later
        WHERE later.point_id = installation.point_id AND later.from_at > installation.from_at)),
    installation.initial_energy, installation.initial_volume, installation.last_energy, installation.last_volume";

/// Returns up to `limit` meters after the serial number `after`, by serial number. A meter that sat at the site before its
/// present owner came, or after the former one left, is none of theirs.
pub fn list(log: &Logbook<'_>, filter: &Filter, after: Option<&str>, limit: u32) -> Result<Vec<Meter>, StoreError> {
    let (mut seen, mut after) = (Vec::new(), after.unwrap_or_default().to_owned());
    loop {
        let found = some(log, filter, &after, limit)?;
        let is_last = found.len() < limit as usize;
        if let Some(last) = found.last() {
            after = last.serial.to_string();
        }
        seen.extend(found.into_iter().filter(|meter| log.scope().is_house() || !meter.installations.is_empty()));
        if is_last || seen.len() >= limit as usize {
            seen.truncate(limit as usize);
            return Ok(seen);
        }
    }
}

/// Returns meters with what may be seen of their installations, which may be nothing.
fn some(log: &Logbook<'_>, filter: &Filter, after: &str, limit: u32) -> Result<Vec<Meter>, StoreError> {
    let place = if log.scope().is_house() && filter.site.is_none() && filter.point.is_none() {
        "?3 IS NULL AND ?4 IS NULL AND ?6 IS NULL AND ?7 IS NULL".to_owned()
    } else {
        format!(
            "EXISTS (SELECT 1 FROM installation JOIN point ON point.id = point_id
                WHERE meter_id = meter.id AND coalesce(?3, site_id) = site_id AND coalesce(?4, point_id) = point_id{})",
            log.scope().sites("site_id", 6)
        )
    };
    let sql = format!(
        "SELECT id, serial, model, verified_on FROM meter
         WHERE serial > ?1 AND (?2 IS NULL OR folded LIKE ?2 ESCAPE '\\') AND {place} ORDER BY serial LIMIT ?5"
    );
    let mut query = log.prepare_cached(&sql)?;
    let (account, now) = log.scope().bound();
    let bound = params![
        after,
        anywhere(filter.text.as_deref()),
        filter.site.map(|site| site.0),
        filter.point.map(|point| point.0),
        limit,
        account,
        now
    ];
    let mut meters = query.query_map(bound, meter_from_row)?.collect::<Result<Vec<_>, _>>()?;
    for meter in &mut meters {
        meter.installations = installations_of(log, meter.id)?;
    }
    Ok(meters)
}

/// Returns the meter with this serial number.
pub fn by_serial(log: &Logbook<'_>, serial: &SerialNumber) -> Result<Option<Meter>, StoreError> {
    const SQL: &str = "SELECT id, serial, model, verified_on FROM meter WHERE serial = ?1";
    let found = log.prepare_cached(SQL)?.query_row([serial.as_str()], meter_from_row).optional()?;
    let Some(mut meter) = found else { return Ok(None) };
    meter.installations = installations_of(log, meter.id)?;
    Ok(Some(meter))
}

/// Returns the model of a meter; empty where nobody has told it.
pub fn model_of(conn: &Connection, id: MeterId) -> Result<String, StoreError> {
    const SQL: &str = "SELECT model FROM meter WHERE id = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// Writes when a meter was verified.
pub fn verify(tx: &Transaction<'_>, serial: &SerialNumber, on: Date) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE meter SET verified_on = ?2 WHERE serial = ?1";
    tx.prepare_cached(SQL)?.execute([serial.as_str(), &on.to_string()])?;
    Ok(())
}

fn installations_of(log: &Logbook<'_>, meter: MeterId) -> Result<Vec<Installation>, StoreError> {
    let sql = format!("SELECT {INSTALLATION} FROM installation WHERE meter_id = ?1 ORDER BY from_at");
    let mut query = log.prepare_cached(&sql)?;
    let found: Vec<Installation> = query.query_map([meter.0], installation_from_row)?.collect::<Result<_, _>>()?;
    let mut seen = Vec::with_capacity(found.len());
    for installation in found {
        seen.extend(seen_parts(log, installation)?);
    }
    Ok(seen)
}

/// Returns when the meters that sit at points at an instant were verified last, by point; whose verification nobody told
/// is not there.
pub fn verified(conn: &Connection, at: Timestamp) -> Result<Vec<(PointId, Date)>, StoreError> {
    const SQL: &str = "SELECT point_id, verified_on FROM installation JOIN meter ON meter.id = meter_id
        WHERE verified_on IS NOT NULL AND from_at <= ?1 AND (until_at IS NULL OR until_at > ?1) ORDER BY point_id";
    let mut query = conn.prepare_cached(SQL)?;
    let verified = query.query_map([at.as_second()], |row| {
        let text: String = row.get(1)?;
        let on = text.parse().map_err(|error: jiff::Error| foreign(1, error))?;
        Ok((PointId(row.get(0)?), on))
    })?;
    Ok(verified.collect::<Result<_, _>>()?)
}

/// Returns the installations at a point with the serial numbers of the meters, oldest first: for taking in, whoever owned
/// the site when.
pub fn at_point(conn: &Connection, point: PointId) -> Result<Vec<(Installation, SerialNumber)>, StoreError> {
    let sql = format!(
        "SELECT {INSTALLATION}, meter.serial FROM installation JOIN meter ON meter.id = meter_id
         WHERE point_id = ?1 ORDER BY from_at"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let rows = query.query_map([point.0], |row| Ok((installation_from_row(row)?, code(row, 8)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns what whoever looks may see of the installations at a point, oldest first.
pub fn seen_at_point(log: &Logbook<'_>, point: PointId) -> Result<Vec<(Installation, SerialNumber)>, StoreError> {
    let mut seen = Vec::new();
    for (installation, serial) in at_point(log, point)? {
        seen.extend(seen_parts(log, installation)?.into_iter().map(|part| (part, serial.clone())));
    }
    Ok(seen)
}

/// Returns what may be seen of an installation: a part for each window of the point, with the registers of those ends
/// that lie in it. What was used between two windows was used by somebody else, and belongs to neither part.
fn seen_parts(log: &Logbook<'_>, installation: Installation) -> Result<Vec<Installation>, StoreError> {
    let windows = log.windows(installation.point)?;
    if windows.is_all() {
        return Ok(vec![installation]);
    }
    let (from, until) = (installation.from.as_second(), installation.until.map(Timestamp::as_second));
    let part = |(first, last): (i64, i64)| {
        let mut seen = installation.clone();
        if first > from {
            seen.from = Timestamp::from_second(first).unwrap_or(seen.from);
            seen.initial = Registers::default();
        }
        if until.is_none_or(|until| last < until) && last < i64::MAX {
            seen.until = Timestamp::from_second(last).ok();
            seen.last = Registers::default();
        }
        seen
    };
    Ok(windows.within((from, until.unwrap_or(i64::MAX))).map(part).collect())
}

/// Writes when a meter was verified, unless a later verification is known.
pub fn verify_later(tx: &Transaction<'_>, serial: &SerialNumber, on: Date) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE meter SET verified_on = ?2
        WHERE serial = ?1 AND (verified_on IS NULL OR verified_on < ?2)";
    tx.prepare_cached(SQL)?.execute([serial.as_str(), &on.to_string()])?;
    Ok(())
}

/// Tells whether the meter with this serial number is known as this model and as verified then or later; an empty model
/// and no date say nothing.
pub fn is_known(
    conn: &Connection,
    serial: &SerialNumber,
    model: &str,
    verified_on: Option<Date>,
) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM meter WHERE serial = ?1 AND ?2 IN ('', model)
        AND (?3 IS NULL OR verified_on >= ?3))";
    let verified_on = verified_on.map(|on| on.to_string());
    Ok(conn.prepare_cached(SQL)?.query_row(params![serial.as_str(), model, verified_on], |row| row.get(0))?)
}

/// Returns the serial number of a meter.
pub fn serial_of(conn: &Connection, id: MeterId) -> Result<Option<SerialNumber>, StoreError> {
    const SQL: &str = "SELECT serial FROM meter WHERE id = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([id.0], |row| code(row, 0)).optional()?)
}

/// Returns the first and the last instant at which a meter was put in with a register that somebody told.
pub fn first_and_last_put_in(conn: &Connection) -> Result<Option<(i64, i64)>, StoreError> {
    const SQL: &str = "SELECT min(from_at), max(from_at) FROM installation
        WHERE coalesce(initial_energy, initial_volume) IS NOT NULL";
    let found: (Option<i64>, Option<i64>) =
        conn.prepare_cached(SQL)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.0.zip(found.1))
}

/// Writes what is known of a meter; an empty model leaves what is there.
pub fn upsert(tx: &Transaction<'_>, serial: &SerialNumber, model: &str) -> Result<MeterId, StoreError> {
    const SQL: &str = "INSERT INTO meter (serial, model, folded) VALUES (?1, ?2, ?3)
        ON CONFLICT (serial) DO UPDATE SET
            folded = CASE excluded.model WHEN '' THEN folded ELSE excluded.folded END,
            model = CASE excluded.model WHEN '' THEN model ELSE excluded.model END
        RETURNING id";
    let folded = fold(&format!("{serial} {model}"));
    let bound = params![serial.as_str(), model, folded];
    Ok(tx.prepare_cached(SQL)?.query_row(bound, |row| row.get(0).map(MeterId))?)
}

/// Writes what is known of an installation and tells whether that changed anything; what is not told leaves what is
/// there.
pub fn install(tx: &Transaction<'_>, installation: &Installation) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT INTO installation (point_id, from_at, until_at, meter_id, initial_energy, initial_volume,
            last_energy, last_volume) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (point_id, from_at) DO UPDATE SET until_at = coalesce(excluded.until_at, until_at),
            meter_id = excluded.meter_id,
            initial_energy = coalesce(excluded.initial_energy, initial_energy),
            initial_volume = coalesce(excluded.initial_volume, initial_volume),
            last_energy = coalesce(excluded.last_energy, last_energy),
            last_volume = coalesce(excluded.last_volume, last_volume)
        WHERE (until_at, meter_id, initial_energy, initial_volume, last_energy, last_volume)
            IS NOT (coalesce(excluded.until_at, until_at), excluded.meter_id,
                    coalesce(excluded.initial_energy, initial_energy),
                    coalesce(excluded.initial_volume, initial_volume),
                    coalesce(excluded.last_energy, last_energy), coalesce(excluded.last_volume, last_volume))";
    let n_changed = tx.prepare_cached(SQL)?.execute(params![
        installation.point.0,
        installation.from.as_second(),
        installation.until.map(|until| until.as_second()),
        installation.meter.0,
        installation.initial.energy.map(Energy::base),
        installation.initial.volume.map(Volume::base),
        installation.last.energy.map(Energy::base),
        installation.last.volume.map(Volume::base),
    ])?;
    Ok(n_changed > 0)
}

/// Removes an installation that was only assumed, when a document tells the real ones.
pub fn uninstall(tx: &Transaction<'_>, installation: &Installation) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM installation WHERE point_id = ?1 AND from_at = ?2";
    tx.prepare_cached(SQL)?.execute([installation.point.0, installation.from.as_second()])?;
    Ok(())
}

fn meter_from_row(row: &Row<'_>) -> Result<Meter, rusqlite::Error> {
    let verified_on: Option<String> = row.get(3)?;
    Ok(Meter {
        id: MeterId(row.get(0)?),
        serial: code(row, 1)?,
        model: row.get(2)?,
        verified_on: verified_on.map(|on| on.parse().map_err(|error: jiff::Error| foreign(3, error))).transpose()?,
        installations: Vec::new(),
    })
}

fn installation_from_row(row: &Row<'_>) -> Result<Installation, rusqlite::Error> {
    let registers = |energy: usize, volume: usize| -> Result<Registers, rusqlite::Error> {
        Ok(Registers {
            energy: row.get::<_, Option<i64>>(energy)?.map(Energy::from_base),
            volume: row.get::<_, Option<i64>>(volume)?.map(Volume::from_base),
        })
    };
    Ok(Installation {
        meter: MeterId(row.get(0)?),
        point: PointId(row.get(1)?),
        from: instant(row, 2)?,
        until: instant_or_none(row, 3)?,
        initial: registers(4, 5)?,
        last: registers(6, 7)?,
    })
}
