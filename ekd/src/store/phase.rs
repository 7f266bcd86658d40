//! How far rules are at points where they are not at rest. What a phase is, only the rules know.

use std::collections::{HashMap, HashSet};

use common::id::{PointId, RuleName};
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;
use super::row::{code, foreign};

/// The phases of points, by rule.
pub type Phases<P> = HashMap<(PointId, RuleName), P>;

/// Points whose phases are looked up one by one; for more, all are read.
const FEW: usize = 50;

/// Returns the phases of these points, and perhaps of others.
pub fn of_points<P: DeserializeOwned>(conn: &Connection, points: &[PointId]) -> Result<Phases<P>, StoreError> {
    const SQL: &str = "SELECT rule, phase FROM alarm_phase WHERE point_id = ?1";
    if points.len() > FEW {
        return all(conn);
    }
    let mut query = conn.prepare_cached(SQL)?;
    let mut phases = Phases::new();
    for point in points {
        let found = query.query_map([point.0], |row| Ok((code(row, 0)?, from_text(1, &row.get::<_, String>(1)?)?)))?;
        for row in found {
            let (rule, phase) = row?;
            phases.insert((*point, rule), phase);
        }
    }
    Ok(phases)
}

/// Returns all phases.
fn all<P: DeserializeOwned>(conn: &Connection) -> Result<Phases<P>, StoreError> {
    const SQL: &str = "SELECT point_id, rule, phase FROM alarm_phase";
    let mut query = conn.prepare_cached(SQL)?;
    let phases = query
        .query_map([], |row| Ok(((PointId(row.get(0)?), code(row, 1)?), from_text(2, &row.get::<_, String>(2)?)?)))?;
    Ok(phases.collect::<Result<_, _>>()?)
}

/// Returns which rules are not at rest, and where.
pub fn unrest(conn: &Connection) -> Result<HashSet<(PointId, RuleName)>, StoreError> {
    const SQL: &str = "SELECT point_id, rule FROM alarm_phase";
    let mut query = conn.prepare_cached(SQL)?;
    let unrest = query.query_map([], |row| Ok((PointId(row.get(0)?), code(row, 1)?)))?;
    Ok(unrest.collect::<Result<_, _>>()?)
}

/// Keeps how far a rule is at a point; `None`: it is at rest.
pub fn keep<P: Serialize>(
    tx: &Transaction<'_>,
    point: PointId,
    rule: &RuleName,
    phase: Option<&P>,
) -> Result<(), StoreError> {
    const KEEP: &str = "INSERT INTO alarm_phase (point_id, rule, phase) VALUES (?1, ?2, ?3)
        ON CONFLICT (point_id, rule) DO UPDATE SET phase = excluded.phase";
    const REST: &str = "DELETE FROM alarm_phase WHERE point_id = ?1 AND rule = ?2";
    match phase {
        Some(phase) => {
            let text = serde_json::to_string(phase).map_err(|error| StoreError::Foreign(error.to_string()))?;
            tx.prepare_cached(KEEP)?.execute(params![point.0, rule.as_str(), text])?;
        }
        None => {
            tx.prepare_cached(REST)?.execute(params![point.0, rule.as_str()])?;
        }
    }
    Ok(())
}

/// Puts a rule at rest everywhere.
pub fn forget_rule(tx: &Transaction<'_>, rule: &RuleName) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM alarm_phase WHERE rule = ?1")?.execute([rule.as_str()])?;
    Ok(())
}

fn from_text<P: DeserializeOwned>(column: usize, text: &str) -> Result<P, rusqlite::Error> {
    serde_json::from_str(text).map_err(|error| foreign(column, error))
}
