//! Addresses of a person: a new one counts once the code that was sent there has been entered; the old one is told.

use common::account::ContactChange;
use common::contact::{self, Contact, ContactKind};
use common::fault::Cause;
use common::id::AccountId;
use common::secret::Secret;
use jiff::{SignedDuration, Timestamp};

use super::{Actor, Kit, NOTICE, channel_of, send, tell};
use crate::letter::Letter;
use crate::store;
use crate::store::contact::Waiting;
use crate::store::log::Write;
use crate::turned::Turned;
use crate::vault::random;

const MINUTES: u32 = 15;
/// Codes in an hour: for new addresses of an account, for resets to an address of it. And to an address in a day.
const MOST_AN_HOUR: u64 = 3;
const MOST_A_DAY: u64 = 5;
/// Tries at a code before another has to be asked for.
const MOST_TRIES: u32 = 5;
/// The uses of marks: of codes, and of addresses.
const CODE: &str = "contact-code";
const ADDRESS: &str = "address";

/// Sends a code to a new address, or removes an address. A landline has no way to get a code and counts at once.
///
/// # Errors
/// [`Cause::BadContact`], [`Cause::NoChannel`], [`Cause::TooManyCodes`], [`Cause::NothingPending`].
pub fn set(tx: &Write<'_>, kit: &Kit, actor: &Actor, change: &ContactChange) -> Result<Contact, Turned> {
    let kind = change.kind;
    let present = store::contact::find(tx, actor.keeper.id, kind)?;
    let Some(given) = &change.address else {
        let Some(present) = present else { return Err(Cause::NothingPending.into()) };
        tell(tx, kit, &actor.keeper, actor.seen(), &Letter::ContactRemoved { kind })?;
        store::contact::remove(tx, actor.keeper.id, kind)?;
        return Ok(Contact { address: None, since: None, pending: None, ..present });
    };
    let address = match kind {
        ContactKind::Mobile => kit.channels.mobile(given).map(String::from),
        ContactKind::Landline | ContactKind::Email => contact::parse(kind, given),
    };
    let address = address.map_err(|error| Cause::BadContact { reason: error.name().to_owned() })?;
    let Some(channel) = channel_of(kind) else {
        tell(tx, kit, &actor.keeper, actor.seen(), &changed(kind, &address))?;
        store::contact::set(tx, actor.keeper.id, kind, (&address, actor.now))?;
        return shown(tx, actor.keeper.id, kind);
    };
    if !kit.channels.has(channel) {
        return Err(Cause::NoChannel { channel: channel.name().to_owned() }.into());
    }
    count_code(tx, kit, actor.keeper.id, &address, actor.now)?;
    let code = digits();
    let lasting = SignedDuration::from_mins(i64::from(MINUTES));
    let until = actor.now.checked_add(lasting).unwrap_or(Timestamp::MAX);
    let mark = kit.vault.mark(CODE, code.expose());
    store::contact::wait(tx, actor.keeper.id, kind, &Waiting { address: address.clone(), mark, until, n_tries: 0 })?;
    // The addresses that count are told before the new one does.
    let wanted = Letter::ContactWanted { kind, address_masked: masked(&address) };
    tell(tx, kit, &actor.keeper, actor.seen(), &wanted)?;
    let letter = Letter::ContactCode { kind, code, minutes: MINUTES };
    send(tx, kit, &actor.keeper, actor.seen(), (channel, address, lasting), &letter)?;
    shown(tx, actor.keeper.id, kind)
}

/// Makes the address that waits count, if the code is right.
///
/// `Ok(None)` is a wrong code: its try is counted, so that must be committed.
///
/// # Errors
/// [`Cause::NothingPending`].
pub fn confirm(
    tx: &Write<'_>,
    kit: &Kit,
    actor: &Actor,
    (kind, code): (ContactKind, &Secret),
) -> Result<Option<Contact>, Turned> {
    let Some(waiting) = store::contact::waiting(tx, actor.keeper.id, kind)? else {
        return Err(Cause::NothingPending.into());
    };
    let typed: String = code.expose().chars().filter(|character| !character.is_whitespace()).collect();
    let is_right = kit.vault.is_mark_of(&waiting.mark, CODE, &typed);
    if waiting.until <= actor.now || waiting.n_tries >= MOST_TRIES || !is_right {
        let counted = Waiting { n_tries: waiting.n_tries.saturating_add(1), ..waiting };
        store::contact::wait(tx, actor.keeper.id, kind, &counted)?;
        return Ok(None);
    }
    let before = store::contact::find(tx, actor.keeper.id, kind)?.and_then(|contact| contact.address);
    store::contact::set(tx, actor.keeper.id, kind, (&waiting.address, actor.now))?;
    let letter = changed(kind, &waiting.address);
    if let (Some(channel), Some(before)) = (channel_of(kind), before)
        && kit.channels.has(channel)
    {
        send(tx, kit, &actor.keeper, actor.seen(), (channel, before, NOTICE), &letter)?;
    }
    tell(tx, kit, &actor.keeper, actor.seen(), &letter)?;
    shown(tx, actor.keeper.id, kind).map(Some)
}

fn changed(kind: ContactKind, address: &str) -> Letter {
    Letter::ContactChanged { kind, address_masked: masked(address) }
}

fn shown(tx: &Write<'_>, account: AccountId, kind: ContactKind) -> Result<Contact, Turned> {
    Ok(store::contact::find(tx, account, kind)?.ok_or(Cause::Internal)?)
}

/// Counts a code that is about to be sent to an address that is to be confirmed.
///
/// # Errors
/// [`Cause::TooManyCodes`].
fn count_code(tx: &Write<'_>, kit: &Kit, account: AccountId, address: &str, now: Timestamp) -> Result<(), Turned> {
    let mark = kit.vault.mark(ADDRESS, address);
    let in_an_hour = store::contact::codes_sent(tx, Some(account), None, ago(now, 1))?;
    count(tx, account, (&mark, in_an_hour), now)
}

/// Counts a code for a reset that is about to be sent: it goes to each address that counts, so each has its own number.
///
/// # Errors
/// [`Cause::TooManyCodes`].
pub(super) fn count_reset(
    tx: &Write<'_>,
    kit: &Kit,
    account: AccountId,
    address: &str,
    now: Timestamp,
) -> Result<(), Turned> {
    let mark = kit.vault.mark(ADDRESS, address);
    let in_an_hour = store::contact::codes_sent(tx, Some(account), Some(&mark), ago(now, 1))?;
    count(tx, account, (&mark, in_an_hour), now)
}

fn ago(now: Timestamp, hours: i64) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MIN)
}

fn count(tx: &Write<'_>, account: AccountId, (mark, in_an_hour): (&[u8], u64), now: Timestamp) -> Result<(), Turned> {
    if in_an_hour >= MOST_AN_HOUR {
        return Err(Cause::TooManyCodes { minutes: 60 }.into());
    }
    if store::contact::codes_sent(tx, None, Some(mark), ago(now, 24))? >= MOST_A_DAY {
        return Err(Cause::TooManyCodes { minutes: 24 * 60 }.into());
    }
    store::contact::code_sent(tx, account, mark, now)?;
    Ok(())
}

/// Returns eight random digits.
fn digits() -> Secret {
    // The bias of the remainder is below one in a hundred thousand million.
    let number = u64::from_be_bytes(random()) % 100_000_000;
    format!("{number:08}").into()
}

/// Returns as much of an address as its owner needs to recognise it.
#[must_use]
pub fn masked(address: &str) -> String {
    if let Some((local, domain)) = address.split_once('@') {
        let first: String = local.chars().take(1).collect();
        return format!("{first}…@{domain}");
    }
    let end = address.len().saturating_sub(3);
    format!("…{}", address.get(end..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_recognised_by_who_knows_it() {
        assert_eq!(masked("anna@example.pl"), "a…@example.pl");
        assert_eq!(masked("+48601234567"), "…567");
    }

    #[test]
    fn codes_are_eight_digits() {
        for _ in 0..100 {
            let code = digits();
            assert!(code.expose().len() == 8 && code.expose().bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}
