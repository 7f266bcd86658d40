//! What is counted of tickets.

use common::ticket::Category;
use common::time::Period;
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::StoreError;
use super::row::{foreign, instant, instant_or_none};
use crate::ticket::statistics::Course;

/// Returns how the tickets went that were opened in a period, the oldest first. What is part of another is not counted.
pub fn opened_in(conn: &Connection, period: Period, now: Timestamp) -> Result<Vec<Course>, StoreError> {
    const SQL: &str = "SELECT category, created_at, answered_at, settled_at,
            ran_out_at IS NOT NULL OR (settled_at IS NULL AND coalesce(due_at <= ?3, FALSE))
        FROM ticket WHERE created_at >= ?1 AND created_at < ?2 AND merged_into IS NULL ORDER BY created_at, id";
    let mut query = conn.prepare_cached(SQL)?;
    let bounds = params![second_from(period.from), second_from(period.until), now.as_second()];
    Ok(query.query_map(bounds, from_row)?.collect::<Result<_, _>>()?)
}

/// Returns when tickets were settled in a period, the oldest first, whenever they were opened.
pub fn settled_in(conn: &Connection, period: Period) -> Result<Vec<Timestamp>, StoreError> {
    const SQL: &str = "SELECT settled_at FROM ticket
        WHERE settled_at >= ?1 AND settled_at < ?2 AND created_at < ?2 AND merged_into IS NULL ORDER BY settled_at";
    let mut query = conn.prepare_cached(SQL)?;
    let bounds = params![second_from(period.from), second_from(period.until)];
    Ok(query.query_map(bounds, |row| instant(row, 0))?.collect::<Result<_, _>>()?)
}

/// Returns the first whole second at or after an instant: instants are kept in seconds.
fn second_from(at: Timestamp) -> i64 {
    at.as_second() + i64::from(at.subsec_nanosecond() > 0)
}

fn from_row(row: &Row<'_>) -> Result<Course, rusqlite::Error> {
    let category: String = row.get(0)?;
    let category = Category::parse(&category).ok_or_else(|| foreign(0, format!("there is no category {category}")))?;
    Ok(Course {
        category,
        opened_at: instant(row, 1)?,
        answered_at: instant_or_none(row, 2)?,
        settled_at: instant_or_none(row, 3)?,
        is_late: row.get(4)?,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Returns an empty archive.
    pub(in crate::store) fn archive() -> Connection {
        let mut memory = Connection::open_in_memory().unwrap();
        crate::store::migrate::migrate(&mut memory).unwrap();
        memory
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_ticket_counts_where_it_was_opened_and_where_it_was_settled() {
        let conn = archive();
        // Created, answered, settled, due, ran out, part of another.
        let rows: [(i64, [Option<i64>; 5]); 8] = [
            (99, [None, Some(120), None, None, None]),
            (100, [Some(110), Some(150), None, None, None]),
            (110, [None, None, Some(140), None, None]),
            (120, [None, None, Some(500), None, None]),
            (130, [Some(180), Some(190), None, Some(170), None]),
            (140, [None, Some(150), None, None, Some(1)]),
            // It waits for the customer.
            (150, [None, None, None, None, None]),
            (200, [None, None, None, None, None]),
        ];
        for (serial, (created, [answered, settled, due, ran_out, merged])) in rows.iter().enumerate() {
            conn.execute(
                "INSERT INTO ticket (year, serial, category, subject, state, priority, origin, created_at, changed_at,
                     author, details, clock, answered_at, settled_at, due_at, ran_out_at, merged_into, awaits_office)
                 VALUES (2026, ?1, 'leak', 'x', 'open', 'normal', 'email', ?2, ?2, 'house', '[]', 'x', ?3, ?4, ?5, ?6, ?7, 0)",
                params![i64::try_from(serial).unwrap(), created, answered, settled, due, ran_out, merged],
            )
            .unwrap();
        }
        let period = Period { from: at(100), until: at(200) };
        let courses = opened_in(&conn, period, at(400)).unwrap();
        let late: Vec<_> = courses.iter().map(|course| (course.opened_at.as_second(), course.is_late)).collect();
        assert_eq!(late, [(100, false), (110, true), (120, false), (130, true), (150, false)]);
        let settled: Vec<_> = settled_in(&conn, period).unwrap().into_iter().map(Timestamp::as_second).collect();
        assert_eq!(settled, [120, 150, 190]);
    }
}
