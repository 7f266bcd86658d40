//! The number of a ticket, by which people call it: `Z-2025-118`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The number of a ticket: the year in which it was opened, in local time, and its place in that year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketNumber {
    year: u16,
    serial: u32,
}

/// Why a text is no number of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the number of a ticket is written Z-YEAR-NUMBER, such as Z-2025-118")]
pub struct TicketNumberError;

impl TicketNumber {
    /// Returns the number with these parts.
    #[must_use]
    pub const fn new(year: u16, serial: u32) -> Self {
        Self { year, serial }
    }

    /// Reads a number; the letter may be small or left out.
    ///
    /// # Errors
    /// Anything but a year of four digits and a number without leading zeros.
    pub fn parse(text: &str) -> Result<Self, TicketNumberError> {
        let text = text.trim();
        let digits = text.strip_prefix(['Z', 'z']).and_then(|rest| rest.strip_prefix('-')).unwrap_or(text);
        let (year, serial) = digits.split_once('-').ok_or(TicketNumberError)?;
        let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !is_plain(year) || !is_plain(serial) || serial.starts_with('0') {
            return Err(TicketNumberError);
        }
        let number = |text: &str| text.parse().map_err(|_| TicketNumberError);
        Ok(Self { year: year.parse().map_err(|_| TicketNumberError)?, serial: number(serial)? })
    }

    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    #[must_use]
    pub const fn serial(self) -> u32 {
        self.serial
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Z-{:04}-{}", self.year, self.serial)
    }
}

impl TryFrom<String> for TicketNumber {
    type Error = TicketNumberError;
    fn try_from(text: String) -> Result<Self, TicketNumberError> {
        Self::parse(&text)
    }
}

impl From<TicketNumber> for String {
    fn from(number: TicketNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_one_way_and_read_in_some() {
        let number = TicketNumber::new(2025, 118);
        assert_eq!(number.to_string(), "Z-2025-118");
        for text in ["Z-2025-118", "z-2025-118", " 2025-118 "] {
            assert_eq!(TicketNumber::parse(text), Ok(number), "{text}");
        }
        for text in ["", "118", "Z-118", "Z-2025-", "Z-2025-0118", "Z-25-118", "Z-2025-118-1", "Z-2025-+1", "Z2025-1"] {
            assert_eq!(TicketNumber::parse(text), Err(TicketNumberError), "{text}");
        }
    }
}
