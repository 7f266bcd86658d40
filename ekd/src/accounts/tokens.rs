//! Tokens: keys for scripts, named, for a time, for looking unless more is said.

use common::account::{NewToken, Token, TokenRotation};
use common::fault::Cause;
use common::id::TokenId;
use jiff::SignedDuration;

use super::{Actor, text};
use crate::store;
use crate::store::log::Write;
use crate::store::token::Opening;
use crate::turned::Turned;

/// How long a token may last.
const LONGEST: SignedDuration = SignedDuration::from_hours(366 * 24);
/// Tokens of an account at once.
const MOST: u64 = 50;

/// Makes a token.
///
/// # Errors
/// [`Cause::BadText`], [`Cause::BadExpiry`], [`Cause::TooManyTokens`].
pub fn create(tx: &Write<'_>, Actor { keeper, now, .. }: &Actor, token: &NewToken) -> Result<Token, Turned> {
    let name = text("name", &token.name)?;
    if !is_digest(&token.digest) {
        return Err(bad_digest().into());
    }
    if store::token::of_account(tx, keeper.id)?.len() as u64 >= MOST {
        return Err(Cause::TooManyTokens { most: MOST }.into());
    }
    let lasting = token.expires_at.duration_since(*now);
    if !lasting.is_positive() || lasting > LONGEST {
        return Err(Cause::BadExpiry.into());
    }
    let opening = Opening {
        account: keeper.id,
        name,
        scope: token.scope,
        digest: token.digest.clone(),
        created_at: *now,
        expires_at: token.expires_at,
    };
    let id = store::token::add(tx, &opening)?.ok_or_else(bad_digest)?;
    shown(tx, id)
}

/// Gives one of the account's tokens another secret.
///
/// # Errors
/// [`Cause::NoSuchToken`], [`Cause::BadText`].
pub fn rotate(tx: &Write<'_>, actor: &Actor, rotation: &TokenRotation) -> Result<Token, Turned> {
    let TokenRotation { id, digest, .. } = rotation;
    let (id, own) = (*id, actor.keeper.id);
    let found = store::token::by_id(tx, id)?.filter(|token| token.account == own && !token.is_revoked);
    found.ok_or(Cause::NoSuchToken { id: id.0 })?;
    if !is_digest(digest) || !store::token::rotate(tx, id, digest)? {
        return Err(bad_digest().into());
    }
    shown(tx, id)
}

fn shown(tx: &Write<'_>, id: TokenId) -> Result<Token, Turned> {
    Ok(store::token::shown(tx, id)?.ok_or(Cause::NoSuchToken { id: id.0 })?)
}

/// Returns the cause of a digest that is none, or another token's.
fn bad_digest() -> Cause {
    Cause::BadText { field: "token".to_owned() }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
