//! Tokens of the own account.

use common::account::{Login, NewToken, Token, TokenRotation};
use common::api::OnceKey;
use common::fault::Cause;
use common::id::TokenId;
use common::secret::Secret;

use super::access::{Granted, Visit};
use super::account::{account_of, looked_at};
use super::answer::NoAnswer;
use crate::accounts::{Pass, tokens};
use crate::store;
use crate::store::log::Write;

pub(super) async fn list(visit: &Visit<'_>, of: Option<Login>) -> Result<Vec<Token>, NoAnswer> {
    visit
        .look_at_persons(move |log, granted| {
            let account = account_of(log, granted, of.as_ref())?;
            Ok((store::token::of_account(log, account)?, looked_at(granted, "account.tokens", account)))
        })
        .await
}

/// Has the password proven, which a user of the server need not.
async fn prove(visit: &Visit<'_>, password: Option<&Secret>) -> Result<(), NoAnswer> {
    match (visit.pass(), password) {
        (Pass::Peer, _) => Ok(()),
        (_, Some(password)) => visit.prove(password).await.map(drop),
        (_, None) => Err(Cause::WrongPassword.into()),
    }
}

pub(super) async fn create(visit: &Visit<'_>, key: OnceKey, token: NewToken) -> Result<Token, NoAnswer> {
    prove(visit, token.password.as_ref()).await?;
    let create = move |tx: &Write<'_>, granted: &Granted| tokens::create(tx, &granted.actor, &token);
    visit.change_once("create token", key, create).await
}

pub(super) async fn rotate(visit: &Visit<'_>, rotation: TokenRotation) -> Result<Token, NoAnswer> {
    prove(visit, rotation.password.as_ref()).await?;
    let rotate = move |tx: &Write<'_>, granted: &Granted| tokens::rotate(tx, &granted.actor, &rotation);
    visit.change("rotate token", rotate).await
}

pub(super) async fn revoke(visit: &Visit<'_>, id: TokenId) -> Result<(), NoAnswer> {
    let revoke = move |tx: &Write<'_>, granted: &Granted| {
        let may = |account| account == granted.actor.keeper.id || granted.actor.keeper.role.administers();
        let found = store::token::by_id(tx, id)?.filter(|token| may(token.account) && !token.is_revoked);
        found.ok_or(Cause::NoSuchToken { id: id.0 })?;
        store::token::revoke(tx, id, granted.actor.now)?;
        Ok(())
    };
    visit.change("revoke token", revoke).await
}
