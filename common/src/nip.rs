//! The Polish tax number.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A tax number (NIP): ten figures, of which the last checks the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nip(String);

/// Why a text is no tax number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NipError {
    #[error("a NIP has ten figures")]
    Figures,
    #[error("the last figure of the NIP does not fit the others: one of them is mistyped")]
    Check,
}

/// What the figures before the last are multiplied with; the sum modulo 11 is the last one.
const WEIGHTS: [u32; 9] = [6, 5, 7, 2, 3, 4, 5, 6, 7];

impl Nip {
    /// Reads a tax number; spaces, hyphens and a leading `PL` are left out.
    ///
    /// # Errors
    /// Not ten figures, or the last one does not fit.
    pub fn parse(text: &str) -> Result<Self, NipError> {
        let plain: String = text.chars().filter(|character| !matches!(character, ' ' | '-')).collect();
        let plain = plain.strip_prefix("PL").unwrap_or(&plain);
        let figures: Vec<u32> = plain.chars().map_while(|character| character.to_digit(10)).collect();
        if figures.len() != 10 || plain.len() != 10 {
            return Err(NipError::Figures);
        }
        let sum: u32 = figures.iter().zip(WEIGHTS).map(|(figure, weight)| figure * weight).sum();
        if figures.last() == Some(&(sum % 11)) { Ok(Self(plain.to_owned())) } else { Err(NipError::Check) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Nip {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for Nip {
    type Error = NipError;
    fn try_from(text: String) -> Result<Self, NipError> {
        Self::parse(&text)
    }
}

impl From<Nip> for String {
    fn from(nip: Nip) -> Self {
        nip.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_figure_is_found() {
        let read = |text| Nip::parse(text).map(String::from);
        assert_eq!(read("526-025-02-74"), Ok("5260250274".to_owned()));
        assert_eq!(read("PL 5260250274"), Ok("5260250274".to_owned()));
        assert_eq!(read("5260250275"), Err(NipError::Check));
        for text in ["", "526025027", "52602502740", "526025027x", "５２６0250274"] {
            assert_eq!(read(text), Err(NipError::Figures), "{text}");
        }
    }
}
