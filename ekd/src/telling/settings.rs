//! What a person says about being told, and a message that proves that messages arrive.

use common::account::Role;
use common::contact::ContactKind;
use common::delivery::{Channel, Delivery};
use common::fault::Cause;
use common::id::AccountId;
use common::language::Language;
use common::notice::NoticeSettings;
use jiff::SignedDuration;
use rusqlite::Connection;

use crate::accounts::{Actor, Kit};
use crate::letter::{Facts, Letter};
use crate::notice::{Flaw, check, usual};
use crate::outbox::{self, Post};
use crate::store::log::Write;
use crate::store::{self, StoreError};
use crate::turned::Turned;

/// A test is no news after that.
const WORTH: SignedDuration = SignedDuration::from_hours(1);

/// Returns what an account wants to be told, or what is usual for its role.
///
/// # Errors
/// Where the archive fails.
pub fn of(conn: &Connection, account: AccountId, role: Role) -> Result<NoticeSettings, StoreError> {
    Ok(store::notice::settings(conn, account)?.unwrap_or_else(|| usual(role)))
}

/// Keeps what the actor wants to be told.
///
/// # Errors
/// [`Cause::BadText`] with the field, [`Cause::NoConfirmedContact`].
pub fn set(tx: &Write<'_>, actor: &Actor, settings: &NoticeSettings) -> Result<NoticeSettings, Turned> {
    check(settings).map_err(|Flaw(field)| Cause::BadText { field: field.to_owned() })?;
    for channel in settings.routes.iter().map(|route| route.channel) {
        confirmed(tx, actor.keeper.id, channel)?;
    }
    store::notice::set_settings(tx, actor.keeper.id, settings)?;
    Ok(settings.clone())
}

/// Sends the actor a message by this way.
///
/// # Errors
/// [`Cause::NoChannel`], [`Cause::NoConfirmedContact`].
pub fn test(tx: &Write<'_>, kit: &Kit, actor: &Actor, channel: Channel) -> Result<Delivery, Turned> {
    if !kit.channels.has(channel) {
        return Err(Cause::NoChannel { channel: channel.name().to_owned() }.into());
    }
    let keeper = &actor.keeper;
    let (login, source) = (keeper.login.clone(), actor.source.clone());
    let post = Post {
        account: Some(keeper.id),
        channel,
        recipient: confirmed(tx, keeper.id, channel)?,
        language: Language::parse(&keeper.language).unwrap_or_default(),
        letter: Letter::Test,
        facts: Facts { login: login.clone(), at: actor.now, source, zone: kit.zone.clone() },
        lasting: WORTH,
    };
    let id = outbox::queue(tx, &kit.vault, actor.now, &post)?;
    let sent = store::outbox::of_account(tx, keeper.id)?.into_iter().find(|delivery| delivery.id == id);
    Ok(Delivery { login: Some(login), ..sent.ok_or(Cause::Internal)? })
}

fn confirmed(tx: &Write<'_>, account: AccountId, channel: Channel) -> Result<String, Turned> {
    let kind = match channel {
        Channel::Email => ContactKind::Email,
        Channel::Sms => ContactKind::Mobile,
    };
    let contact = store::contact::find(tx, account, kind)?.and_then(|contact| contact.address);
    Ok(contact.ok_or_else(|| Cause::NoConfirmedContact { channel: channel.name().to_owned() })?)
}
