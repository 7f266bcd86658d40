//! Beginning a reset: a code of 128 random bits to every confirmed address, good once and for a quarter of an hour.

use common::account::ResetStarted;
use common::contact::ContactKind;
use common::pass;
use common::secret::Secret;
use jiff::{SignedDuration, Timestamp};

use super::contacts::count_reset;
use super::{Kit, channel_of, send};
use crate::letter::Letter;
use crate::store;
use crate::store::account::Keeper;
use crate::store::log::Write;
use crate::turned::Turned;
use crate::vault::random;

/// Who asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    ByHolder,
    ByStaff,
}

const MINUTES: u32 = 15;

/// Sends a code for a new password and keeps its digest.
///
/// # Errors
/// [`common::fault::Cause::TooManyCodes`]; where there is nowhere to send one, [`ResetStarted::channels`] is empty and nothing begins.
pub fn begin(
    tx: &Write<'_>,
    kit: &Kit,
    keeper: &Keeper,
    (now, source): (Timestamp, &str),
    asked: Asked,
) -> Result<ResetStarted, Turned> {
    let contacts = store::contact::of_account(tx, keeper.id)?;
    let reachable = contacts.into_iter().filter_map(|contact| Some((contact.kind, contact.address?)));
    let ways: Vec<(ContactKind, String)> =
        reachable.filter(|(kind, _)| channel_of(*kind).is_some_and(|channel| kit.channels.has(channel))).collect();
    let mut started = ResetStarted { login: keeper.login.clone(), channels: Vec::new() };
    if ways.is_empty() {
        return Ok(started);
    }
    for (_, address) in &ways {
        count_reset(tx, kit, keeper.id, address, now)?;
    }
    let code = Secret::from(grouped(random()));
    let lasting = SignedDuration::from_mins(i64::from(MINUTES));
    let until = now.checked_add(lasting).unwrap_or(Timestamp::MAX);
    store::account::begin_reset(tx, keeper.id, &pass::digest(&code), until)?;
    let letter = match asked {
        Asked::ByHolder => Letter::ResetCode { code, minutes: MINUTES },
        Asked::ByStaff => Letter::ResetByStaff { code, minutes: MINUTES },
    };
    for (kind, address) in ways {
        let Some(channel) = channel_of(kind) else { continue };
        send(tx, kit, keeper, (now, source), (channel, address, lasting), &letter)?;
        started.channels.push(kind);
    }
    Ok(started)
}

/// Writes 128 bits as eight groups of four digits.
fn grouped(bits: [u8; 16]) -> String {
    let groups = bits.chunks(2).map(|pair| format!("{:02x}{:02x}", pair[0], pair[1]));
    groups.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_128_bits_that_can_be_typed() {
        assert_eq!(grouped([0xab; 16]), "abab-abab-abab-abab-abab-abab-abab-abab");
    }
}
