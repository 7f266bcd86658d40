//! Reply tokens: by which an answer to a letter finds its ticket, and whoever may answer it.
//!
//! A token is the same in every letter about a ticket to the same address, for ever: it is made from these and from the
//! vault's key, and the archive keeps a digest of it only.

use common::contact::EmailAddress;
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::mail::ReplyToken;
use crate::store::log::Write;
use crate::store::reply_token::Correspondent;
use crate::store::{self, StoreError};
use crate::vault::Vault;

/// The use for which the vault marks.
const MARKED_AS: &str = "reply token";
/// 80 bits.
const BYTES: usize = 10;

/// Returns the token of a correspondent, and keeps by what it is known.
///
/// # Errors
/// Where the archive fails.
pub fn token_for(tx: &Write<'_>, vault: &Vault, of: &Correspondent) -> Result<ReplyToken, StoreError> {
    let of = Correspondent { address: small(&of.address), ..of.clone() };
    let text = format!("{} {} {}", of.ticket.0, of.side.name(), of.address);
    let mark = vault.mark(MARKED_AS, &text);
    let mut bits = [0; BYTES];
    for (bit, byte) in bits.iter_mut().zip(mark) {
        *bit = byte;
    }
    let token = ReplyToken::from_random(bits);
    store::reply_token::keep(tx, &digest(&token), &of)?;
    Ok(token)
}

/// Returns whose token this is.
///
/// # Errors
/// Where the archive fails.
pub fn find(conn: &Connection, token: &ReplyToken) -> Result<Option<Correspondent>, StoreError> {
    store::reply_token::find(conn, &digest(token))
}

fn digest(token: &ReplyToken) -> [u8; 32] {
    Sha256::digest(token.as_str().as_bytes()).into()
}

/// Returns an address in small letters, in which it is compared.
#[must_use]
pub fn small(address: &EmailAddress) -> EmailAddress {
    EmailAddress::parse(&address.as_str().to_ascii_lowercase()).unwrap_or_else(|_| address.clone())
}
