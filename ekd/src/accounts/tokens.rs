//! Tokens: keys for scripts, named, for a time, for looking unless more is said.

use common::account::{NewToken, Token};
use common::fault::Cause;
use common::id::TokenId;
use jiff::{SignedDuration, Timestamp};

use super::text;
use crate::store::account::Keeper;
use crate::store::log::Write;
use crate::store::token::Opening;
use crate::store::{self, StoreError};

/// How long a token may last.
const LONGEST: SignedDuration = SignedDuration::from_hours(366 * 24);
/// Tokens of an account at once.
const MOST: usize = 50;

/// Makes a token.
///
/// # Errors
/// [`Cause::BadText`], [`Cause::BadExpiry`].
pub fn create(
    tx: &Write<'_>,
    keeper: &Keeper,
    now: Timestamp,
    token: &NewToken,
) -> Result<Result<Token, Cause>, StoreError> {
    let name = match text("name", &token.name) {
        Ok(name) => name,
        Err(refused) => return Ok(Err(refused)),
    };
    if !is_digest(&token.digest) || store::token::of_account(tx, keeper.id)?.len() >= MOST {
        return Ok(Err(Cause::BadText { field: "token".to_owned() }));
    }
    let lasting = token.expires_at.duration_since(now);
    if !lasting.is_positive() || lasting > LONGEST {
        return Ok(Err(Cause::BadExpiry));
    }
    let opening = Opening {
        account: keeper.id,
        name,
        scope: token.scope,
        digest: token.digest.clone(),
        created_at: now,
        expires_at: token.expires_at,
    };
    let Some(id) = store::token::add(tx, &opening)? else {
        return Ok(Err(Cause::BadText { field: "token".to_owned() }));
    };
    shown(tx, id)
}

/// Gives one of the account's tokens another secret.
///
/// # Errors
/// [`Cause::NoSuchToken`].
pub fn rotate(tx: &Write<'_>, keeper: &Keeper, id: TokenId, digest: &str) -> Result<Result<Token, Cause>, StoreError> {
    let is_own = store::token::by_id(tx, id)?.is_some_and(|token| token.account == keeper.id && !token.is_revoked);
    if !is_own {
        return Ok(Err(Cause::NoSuchToken { id: id.0 }));
    }
    if !is_digest(digest) || !store::token::rotate(tx, id, digest)? {
        return Ok(Err(Cause::BadText { field: "token".to_owned() }));
    }
    shown(tx, id)
}

fn shown(tx: &Write<'_>, id: TokenId) -> Result<Result<Token, Cause>, StoreError> {
    Ok(store::token::shown(tx, id)?.ok_or(Cause::NoSuchToken { id: id.0 }))
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
