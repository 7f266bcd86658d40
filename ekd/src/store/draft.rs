//! Drafts: what accounts are about to send.

use common::api::OnceKey;
use common::id::AccountId;
use common::ticket::draft::Draft;
use jiff::Timestamp;
use rusqlite::{Connection, Row, Transaction, params};

use super::StoreError;
use super::row::{code, foreign, instant};

/// Returns an account's drafts, the last saved first.
pub fn of_account(conn: &Connection, account: AccountId) -> Result<Vec<Draft>, StoreError> {
    const SQL: &str = "SELECT once_key, dispatch, saved_at FROM draft WHERE account_id = ?1
                       ORDER BY saved_at DESC, once_key";
    let mut query = conn.prepare_cached(SQL)?;
    Ok(query.query_map([account.0], from_row)?.collect::<Result<_, _>>()?)
}

/// Counts an account's drafts but the one with this key.
pub fn count_others(conn: &Connection, account: AccountId, key: &OnceKey) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM draft WHERE account_id = ?1 AND once_key <> ?2";
    let count: i64 = conn.prepare_cached(SQL)?.query_row(params![account.0, key.as_str()], |row| row.get(0))?;
    Ok(count.cast_unsigned())
}

/// Keeps a draft, its dispatch as JSON, in the place of the one with its key.
pub fn save(
    tx: &Transaction<'_>,
    account: AccountId,
    key: &OnceKey,
    dispatch: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO draft (account_id, once_key, dispatch, saved_at) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (account_id, once_key) DO UPDATE SET dispatch = excluded.dispatch, saved_at = excluded.saved_at";
    tx.prepare_cached(SQL)?.execute(params![account.0, key.as_str(), dispatch, at.as_second()])?;
    Ok(())
}

/// Throws a draft away; tells whether there was one.
pub fn remove(tx: &Transaction<'_>, account: AccountId, key: &OnceKey) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM draft WHERE account_id = ?1 AND once_key = ?2";
    Ok(tx.prepare_cached(SQL)?.execute(params![account.0, key.as_str()])? == 1)
}

fn from_row(row: &Row<'_>) -> Result<Draft, rusqlite::Error> {
    let dispatch: String = row.get(1)?;
    let dispatch = serde_json::from_str(&dispatch).map_err(|error| foreign(1, error))?;
    Ok(Draft { key: code(row, 0)?, dispatch, saved_at: instant(row, 2)? })
}

#[cfg(test)]
mod tests {
    use common::ticket::TicketNumber;
    use common::ticket::draft::{Dispatch, NewEntry, Readers};

    use super::*;
    use crate::store::ticket_statistics::tests::archive;

    fn text(body: &str) -> String {
        let (ticket, body) = (TicketNumber::new(2026, 1), body.to_owned());
        let entry = NewEntry { ticket, readers: Readers::Both, body, attach: Vec::new(), then: None };
        serde_json::to_string(&Dispatch::Entry(entry)).unwrap()
    }

    #[test]
    fn a_draft_is_its_writers_and_replaced_by_its_key() {
        let mut conn = archive();
        let tx = conn.transaction().unwrap();
        tx.execute_batch(
            "INSERT INTO account (id, login, name, folded, role, standing, language, created_at, password_kind)
             VALUES (1, 'anna', 'Anna', 'anna', 'clerk', 'active', 'pl', 0, 'own'),
                    (2, 'ewa', 'Ewa', 'ewa', 'clerk', 'active', 'pl', 0, 'own')",
        )
        .unwrap();
        let (anna, ewa) = (AccountId(1), AccountId(2));
        let [one, other] = [1, 2].map(|byte| OnceKey::new([byte; 16]));
        let at = |second| Timestamp::from_second(second).unwrap();
        save(&tx, anna, &one, &text("first"), at(10)).unwrap();
        save(&tx, anna, &other, &text("second"), at(20)).unwrap();
        save(&tx, ewa, &one, &text("hers"), at(30)).unwrap();
        save(&tx, anna, &one, &text("again"), at(40)).unwrap();
        let bodies = |account| {
            let body = |draft: Draft| match draft.dispatch {
                Dispatch::Entry(entry) => entry.body,
                Dispatch::Ticket(ticket) => ticket.body,
            };
            of_account(&tx, account).unwrap().into_iter().map(body).collect::<Vec<_>>()
        };
        assert_eq!(
            (bodies(anna), bodies(ewa)),
            (vec!["again".to_owned(), "second".to_owned()], vec!["hers".to_owned()])
        );
        assert_eq!(count_others(&tx, anna, &one).unwrap(), 1);
        assert!(remove(&tx, anna, &one).unwrap() && !remove(&tx, anna, &one).unwrap());
        assert_eq!((bodies(anna).len(), bodies(ewa).len()), (1, 1));
    }
}
