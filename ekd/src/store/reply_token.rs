//! By what an answer to a letter is known: a token for each correspondent of a ticket, of which a digest is kept.
//!
//! Knows neither tokens nor how they are made: whoever reads this table can answer nothing.

use common::contact::EmailAddress;
use common::id::AccountId;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::row::{code, foreign};
use super::ticket::TicketId;

/// To whom a letter about a ticket went, and who may therefore answer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correspondent {
    pub ticket: TicketId,
    /// In small letters.
    pub address: EmailAddress,
    pub side: Side,
    /// `None`: the address is nobody's account.
    pub account: Option<AccountId>,
}

/// For whom somebody writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    Customer,
    Office,
}

impl Side {
    /// Returns the name used in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Office => "office",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        [Self::Customer, Self::Office].into_iter().find(|side| side.name() == name)
    }
}

/// Keeps whose token has this digest; what is known of the account is renewed.
pub fn keep(tx: &Transaction<'_>, digest: &[u8], of: &Correspondent) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO reply_token (digest, ticket_id, address, side, account_id)
        VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (digest) DO UPDATE SET account_id = excluded.account_id";
    let account = of.account.map(|account| account.0);
    tx.prepare_cached(SQL)?.execute(params![digest, of.ticket.0, of.address.as_str(), of.side.name(), account])?;
    Ok(())
}

const COLUMNS: &str = "SELECT ticket_id, address, side, account_id FROM reply_token";

/// Returns whose token has this digest.
pub fn find(conn: &Connection, digest: &[u8]) -> Result<Option<Correspondent>, StoreError> {
    let sql = format!("{COLUMNS} WHERE digest = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([digest], from_row).optional()?)
}

/// Returns everybody who has a token of a ticket, by address.
pub fn of_ticket(conn: &Connection, ticket: TicketId) -> Result<Vec<Correspondent>, StoreError> {
    let sql = format!("{COLUMNS} WHERE ticket_id = ?1 ORDER BY address, side");
    let mut query = conn.prepare_cached(&sql)?;
    Ok(query.query_map([ticket.0], from_row)?.collect::<Result<_, _>>()?)
}

/// Forgets the tokens of an account: its answers are nobody's any more.
pub fn forget_account(tx: &Transaction<'_>, account: AccountId) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM reply_token WHERE account_id = ?1")?.execute([account.0])?;
    Ok(())
}

/// Forgets the tokens of an address, whoever writes from it.
pub fn forget_address(tx: &Transaction<'_>, address: &str) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM reply_token WHERE address = lower(?1)")?.execute([address])?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<Correspondent, rusqlite::Error> {
    let side: String = row.get(2)?;
    Ok(Correspondent {
        ticket: TicketId(row.get(0)?),
        address: code(row, 1)?,
        side: Side::parse(&side).ok_or_else(|| foreign(2, side))?,
        account: row.get::<_, Option<i64>>(3)?.map(AccountId),
    })
}
