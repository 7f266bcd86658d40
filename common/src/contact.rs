//! How a person is reached: landline, mobile, e-mail. A new address counts once its code has been entered.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::text::is_hidden;

/// The ways to reach a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    Landline,
    Mobile,
    Email,
}

impl ContactKind {
    pub const ALL: [Self; 3] = [Self::Landline, Self::Mobile, Self::Email];

    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Landline => "landline",
            Self::Mobile => "mobile",
            Self::Email => "email",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One way to reach a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub kind: ContactKind,
    /// The address that counts; `None` while the first one waits for its code.
    #[serde(default)]
    pub address: Option<String>,
    #[serde(default)]
    pub since: Option<Timestamp>,
    /// The address that waits for its code.
    #[serde(default)]
    pub pending: Option<PendingContact>,
}

/// An address that does not count yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingContact {
    pub address: String,
    /// After this the code is of no use any more.
    pub until: Timestamp,
}

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    #[error("a phone number is written as +48601234567")]
    Phone,
    #[error("that is no mobile number")]
    NotMobile,
    #[error("that is no landline number")]
    NotLandline,
    #[error("premium-rate and special numbers are not called")]
    Premium,
    #[error("no short messages go to numbers of that country")]
    Country,
    #[error("that is no e-mail address")]
    Email,
}

impl ContactError {
    /// Returns the name by which messages tell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::NotMobile => "not_mobile",
            Self::NotLandline => "not_landline",
            Self::Premium => "premium",
            Self::Country => "country",
            Self::Email => "email",
        }
    }
}

/// A phone number in the form of ITU-T E.164: `+` and 8 to 15 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// What a Polish number leads to, by the national numbering plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Mobile,
    Landline,
    /// Charged above the usual, or not a person's.
    Premium,
    /// Another country's: not known.
    Foreign,
}

/// Two leading digits of Polish mobile numbers (numbering plan of the Office of Electronic Communications).
const MOBILE: [&str; 10] = ["45", "50", "51", "53", "57", "60", "66", "69", "72", "73"];
/// The other half of the mobile ranges.
const MOBILE_TOO: [&str; 3] = ["78", "79", "88"];
/// Numbers that cost more, are free, or belong to a service.
const PREMIUM: [&str; 3] = ["70", "80", "39"];

impl PhoneNumber {
    /// Reads a number with or without `+48`, spaces, hyphens and brackets.
    ///
    /// # Errors
    /// [`ContactError::Phone`] for letters and for lengths that no number has.
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let text = text.trim();
        let international = text.starts_with('+') || text.starts_with("00");
        let rest = text.strip_prefix('+').or_else(|| text.strip_prefix("00")).unwrap_or(text);
        let is_filler = |character: char| matches!(character, ' ' | '-' | '(' | ')' | '.');
        let digits: String = rest.chars().filter(|character| !is_filler(*character)).collect();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ContactError::Phone);
        }
        let digits = match (international, digits.len()) {
            (false, 9) => format!("48{digits}"),
            (true, 8..=15) => digits,
            _ => return Err(ContactError::Phone),
        };
        // A Polish number has nine digits, none of which begins with 0.
        if digits.starts_with('0') || digits.starts_with("48") && (digits.len() != 11 || digits[2..].starts_with('0')) {
            return Err(ContactError::Phone);
        }
        Ok(Self(format!("+{digits}")))
    }

    /// Reads a number to which a short message can be sent. Of another country's numbers nobody here knows what they lead
    /// to: whether any are written to is [`is_of`](Self::is_of) the countries that the installation writes to.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and landlines and premium numbers.
    pub fn mobile(text: &str) -> Result<Self, ContactError> {
        let number = Self::parse(text)?;
        match number.line() {
            Line::Mobile | Line::Foreign => Ok(number),
            Line::Premium => Err(ContactError::Premium),
            Line::Landline => Err(ContactError::NotMobile),
        }
    }

    /// Reads a landline number.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and mobile and premium numbers.
    pub fn landline(text: &str) -> Result<Self, ContactError> {
        let number = Self::parse(text)?;
        match number.line() {
            Line::Landline | Line::Foreign => Ok(number),
            Line::Premium => Err(ContactError::Premium),
            Line::Mobile => Err(ContactError::NotLandline),
        }
    }

    /// Returns what the number leads to.
    #[must_use]
    pub fn line(&self) -> Line {
        let Some(national) = self.0.strip_prefix("+48") else { return Line::Foreign };
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| national.starts_with(prefix));
        if begins(&MOBILE) || begins(&MOBILE_TOO) {
            Line::Mobile
        } else if begins(&PREMIUM) {
            Line::Premium
        } else {
            Line::Landline
        }
    }

    /// Tells whether the number is one of this country's.
    #[must_use]
    pub fn is_of(&self, country: &CallingCode) -> bool {
        self.0.starts_with(&country.0)
    }

    /// Returns the digits of the number, the country's first.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.0.trim_start_matches('+')
    }

    /// Returns the number with its `+`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = ContactError;
    fn try_from(text: String) -> Result<Self, ContactError> {
        Self::parse(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// With what a country's numbers begin: `+` and one to three digits (ITU-T E.164 §6.2.1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CallingCode(String);

impl CallingCode {
    /// Returns Poland's.
    #[must_use]
    pub fn poland() -> Self {
        Self("+48".to_owned())
    }

    /// Reads a code such as `+48`.
    ///
    /// # Errors
    /// [`ContactError::Country`].
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let digits = text.strip_prefix('+').ok_or(ContactError::Country)?;
        let is_code = matches!(digits.len(), 1..=3)
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        if is_code { Ok(Self(text.to_owned())) } else { Err(ContactError::Country) }
    }
}

impl TryFrom<String> for CallingCode {
    type Error = ContactError;
    fn try_from(text: String) -> Result<Self, ContactError> {
        Self::parse(&text)
    }
}

impl From<CallingCode> for String {
    fn from(country: CallingCode) -> Self {
        country.0
    }
}

/// An e-mail address that mail can be sent to: the part of RFC 5321 §4.1.2 without quoted local parts and address
/// literals, in printable ASCII.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address; the domain becomes small letters.
    ///
    /// # Errors
    /// [`ContactError::Email`].
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(ContactError::Email)?;
        let is_atom = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
        let local_is_fine =
            local.len() <= 64 && local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom));
        let label_is_fine = |label: &str| {
            let inner = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            (1..=63).contains(&label.len()) && inner && !label.starts_with('-') && !label.ends_with('-')
        };
        // A bare host is what the office's own server is called on a loopback line.
        let domain_is_fine = domain.len() <= 253 && domain.split('.').all(label_is_fine);
        if text.contains(is_hidden) || !local_is_fine || !domain_is_fine {
            return Err(ContactError::Email);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = ContactError;
    fn try_from(text: String) -> Result<Self, ContactError> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Reads an address of this kind.
///
/// # Errors
/// What is wrong with it.
pub fn parse(kind: ContactKind, text: &str) -> Result<String, ContactError> {
    match kind {
        ContactKind::Landline => PhoneNumber::landline(text).map(Into::into),
        ContactKind::Mobile => PhoneNumber::mobile(text).map(Into::into),
        ContactKind::Email => EmailAddress::parse(text).map(Into::into),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let check = |text: &str, expected: Option<(&str, Line)>| {
            let number = PhoneNumber::parse(text);
            let found = number.as_ref().ok().map(|number| (number.as_str(), number.line()));
            assert_eq!(found, expected, "{text}");
        };
        check("601 234 567", Some(("+48601234567", Line::Mobile)));
        check("+48 601-234-567", Some(("+48601234567", Line::Mobile)));
        check("0048601234567", Some(("+48601234567", Line::Mobile)));
        check("(22) 555 12 34", Some(("+48225551234", Line::Landline)));
        check("700 123 456", Some(("+48700123456", Line::Premium)));
        check("800 123 456", Some(("+48800123456", Line::Premium)));
        check("+49 151 23456789", Some(("+4915123456789", Line::Foreign)));
        for wrong in ["", "60123", "601 234 56a", "+48 601 234 5678", "048 601234567", "+0601234567", "6012345671", "+"]
        {
            check(wrong, None);
        }
    }

    #[test]
    fn a_landline_gets_no_short_messages() {
        assert_eq!(PhoneNumber::mobile("22 555 12 34"), Err(ContactError::NotMobile));
        assert_eq!(PhoneNumber::mobile("700 123 456"), Err(ContactError::Premium));
        assert!(PhoneNumber::mobile("601234567").is_ok());
        assert_eq!(PhoneNumber::landline("601234567"), Err(ContactError::NotLandline));
    }

    #[test]
    fn a_number_tells_its_country() {
        let germany = CallingCode::parse("+49").unwrap();
        let number = PhoneNumber::mobile("+49 151 23456789").unwrap();
        assert!(number.is_of(&germany) && !number.is_of(&CallingCode::poland()));
        assert_eq!(number.digits(), "4915123456789");
        for wrong in ["", "+", "48", "+048", "+4812", "+4a", "0048"] {
            assert_eq!(CallingCode::parse(wrong), Err(ContactError::Country), "{wrong}");
        }
    }

    #[test]
    fn an_address_holds_nothing_but_an_address() {
        for right in ["anna@example.pl", "a.b+c@Example.PL", "root@localhost"] {
            assert!(EmailAddress::parse(right).is_ok(), "{right}");
        }
        assert_eq!(EmailAddress::parse("Anna@EXAMPLE.pl").unwrap().as_str(), "Anna@example.pl");
        let wrong = [
            "",
            "anna",
            "@example.pl",
            "anna@",
            "a b@example.pl",
            "a@b@c",
            "a@exa mple.pl",
            "a\r\nBcc: b@example.pl",
            "a@example.pl\nx",
            "a..b@example.pl",
            ".a@example.pl",
            "a@-b.pl",
            "a@b..pl",
            "a,b@example.pl",
            "a@\u{202e}example.pl",
            "ą@example.pl",
            "<a@example.pl>",
        ];
        for wrong in wrong {
            assert_eq!(EmailAddress::parse(wrong), Err(ContactError::Email), "{wrong}");
        }
    }
}
