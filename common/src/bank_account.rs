//! Numbers of bank accounts.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The number of a bank account (IBAN, ISO 13616): letters and figures that check themselves. A Polish one without its `PL`
/// is an NRB of 26 figures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BankAccount(String);

/// Why a text is no account number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BankAccountError {
    #[error("an account number has 26 figures (NRB), or a country, two figures and the rest (IBAN)")]
    Form,
    #[error("the account number does not check: one of its figures is mistyped")]
    Check,
}

const NRB_FIGURES: usize = 26;
const POLISH: &str = "PL";

impl BankAccount {
    /// Reads an NRB or an IBAN; spaces and hyphens are left out.
    ///
    /// # Errors
    /// Not of that form, or the remainder by 97 is not 1.
    pub fn parse(text: &str) -> Result<Self, BankAccountError> {
        let mut plain: String = text.chars().filter(|character| !matches!(character, ' ' | '-')).collect();
        plain.make_ascii_uppercase();
        if plain.bytes().all(|byte| byte.is_ascii_digit()) {
            plain.insert_str(0, POLISH);
        }
        let bytes = plain.as_bytes();
        let (country, rest) = bytes.split_at_checked(2).ok_or(BankAccountError::Form)?;
        let (check, own) = rest.split_at_checked(2).ok_or(BankAccountError::Form)?;
        let is_formed = country.iter().all(u8::is_ascii_uppercase)
            && check.iter().all(u8::is_ascii_digit)
            && (11..=30).contains(&own.len())
            && own.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        let is_long_enough = country != POLISH.as_bytes() || rest.len() == NRB_FIGURES;
        if !is_formed || !is_long_enough {
            return Err(BankAccountError::Form);
        }
        if remainder(own.iter().chain(country).chain(check)) == 1 {
            Ok(Self(plain))
        } else {
            Err(BankAccountError::Check)
        }
    }

    /// Returns the number as an IBAN without spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the 26 figures of a Polish account.
    #[must_use]
    pub fn nrb(&self) -> Option<&str> {
        self.0.strip_prefix(POLISH)
    }

    /// Returns the number in groups, as people read it: `12 3456 …` of a Polish one.
    #[must_use]
    pub fn grouped(&self) -> String {
        let (head, rest) = match self.nrb() {
            Some(nrb) => nrb.split_at(2),
            None => self.0.split_at(4),
        };
        let mut text = head.to_owned();
        for (at, character) in rest.chars().enumerate() {
            if at % 4 == 0 {
                text.push(' ');
            }
            text.push(character);
        }
        text
    }
}

/// Returns the remainder by 97 of a number in which letters count as 10 to 35.
fn remainder<'a>(characters: impl Iterator<Item = &'a u8>) -> u32 {
    characters.fold(0, |remainder, byte| match byte {
        b'0'..=b'9' => (remainder * 10 + u32::from(byte - b'0')) % 97,
        _ => (remainder * 100 + u32::from(byte - b'A') + 10) % 97,
    })
}

impl fmt::Display for BankAccount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.grouped())
    }
}

impl TryFrom<String> for BankAccount {
    type Error = BankAccountError;
    fn try_from(text: String) -> Result<Self, BankAccountError> {
        Self::parse(&text)
    }
}

impl From<BankAccount> for String {
    fn from(account: BankAccount) -> Self {
        account.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_check_themselves() {
        let read = |text| BankAccount::parse(text).map(|account| account.grouped());
        assert_eq!(read("PL46114010100000579009004001"), Ok("46 1140 1010 0000 5790 0900 4001".to_owned()));
        assert_eq!(read("46 1140 1010 0000 5790 0900 4001"), Ok("46 1140 1010 0000 5790 0900 4001".to_owned()));
        assert_eq!(read("NL26VAYB8060476890"), Ok("NL26 VAYB 8060 4768 90".to_owned()));
        assert_eq!(read("47114010100000579009004001"), Err(BankAccountError::Check));
        for text in ["", "PL", "1234567890123456789012345", "PL4611401010000057900900400", "ąę"] {
            assert_eq!(read(text), Err(BankAccountError::Form), "{text}");
        }
    }
}
