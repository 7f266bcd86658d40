//! Reply tokens: what a recipient's address carries behind the `+`, by which an answer finds its ticket.
//!
//! Says only how they are written. Whose they are, and whether the sender may use them, is decided elsewhere.

use common::contact::EmailAddress;

/// 80 random bits as 16 characters of base32 (RFC 4648 §6) in small letters: mail programs change their size at will.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ReplyToken(String);

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const N_CHARACTERS: usize = 16;

impl ReplyToken {
    /// Writes random bits as a token.
    #[must_use]
    pub fn from_random(bits: [u8; 10]) -> Self {
        let bits = bits.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        let character = |at: usize| {
            let five = bits >> (5 * (N_CHARACTERS - 1 - at)) & 31;
            char::from(ALPHABET[usize::try_from(five).expect("five bits are few")])
        };
        Self((0..N_CHARACTERS).map(character).collect())
    }

    /// Reads a token; letters of either size are the same.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        (text.len() == N_CHARACTERS && text.bytes().all(|byte| ALPHABET.contains(&byte))).then_some(Self(text))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the office's address with the token in it, `None` where its local part has no room for one.
    #[must_use]
    pub fn address(&self, office: &EmailAddress) -> Option<EmailAddress> {
        let (local, domain) = office.as_str().rsplit_once('@')?;
        EmailAddress::parse(&format!("{local}+{}@{domain}", self.0)).ok()
    }
}

/// A token opens a ticket, so logs show none.
impl std::fmt::Debug for ReplyToken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("ReplyToken(…)")
    }
}

/// Returns the tokens in the recipients that are the office's, in their order, each once.
pub fn find<'a>(recipients: impl IntoIterator<Item = &'a EmailAddress>, office: &EmailAddress) -> Vec<ReplyToken> {
    let mut found = Vec::new();
    for token in recipients.into_iter().filter_map(|recipient| token_of(recipient, office)) {
        if !found.contains(&token) {
            found.push(token);
        }
    }
    found
}

fn token_of(recipient: &EmailAddress, office: &EmailAddress) -> Option<ReplyToken> {
    let (local, domain) = recipient.as_str().rsplit_once('@')?;
    let (office_local, office_domain) = office.as_str().rsplit_once('@')?;
    let (before, detail) = local.rsplit_once('+')?;
    let is_office = before.eq_ignore_ascii_case(office_local) && domain.eq_ignore_ascii_case(office_domain);
    if is_office { ReplyToken::parse(detail) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    #[test]
    fn a_token_is_written_as_base32_is() {
        assert_eq!(ReplyToken::from_random([0; 10]).as_str(), "aaaaaaaaaaaaaaaa");
        assert_eq!(ReplyToken::from_random([0xff; 10]).as_str(), "7777777777777777");
        assert_eq!(ReplyToken::from_random(*b"foobarfoob").as_str(), "mzxw6ytbojtg633c");
    }

    #[test]
    fn only_the_offices_own_recipients_carry_tokens() {
        let office = address("bok@example.pl");
        let token = ReplyToken::from_random([7, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let reply = token.address(&office).unwrap();
        let shouted = address(&reply.as_str().to_uppercase());
        assert_eq!(find([&reply, &office, &shouted], &office), std::slice::from_ref(&token));
        for other in [
            format!("bok@{}.pl", token.as_str()),
            format!("bok2+{}@example.pl", token.as_str()),
            format!("bok+{}@example.com", token.as_str()),
            format!("bok+{}a@example.pl", token.as_str()),
            format!("bok+{}@example.pl", &token.as_str()[1..]),
            format!("bok+x+{}@example.pl", token.as_str()),
            format!("bok+{}1@example.pl", &token.as_str()[1..]),
            format!("bok-{}@example.pl", token.as_str()),
        ] {
            assert_eq!(find([&address(&other)], &office), [], "{other}");
        }
    }

    #[test]
    fn no_log_shows_a_token() {
        let token = ReplyToken::from_random([1; 10]);
        assert!(!format!("{token:?}").contains(token.as_str()));
    }
}
