//! Whom a mail is from, whom it is for, and whom its answers go to.

use common::contact::EmailAddress;
use mail_parser::Addr;

use super::fields::Fields;
use super::header::DisplayName;

/// An address with the name that its owner gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub address: EmailAddress,
    pub name: Option<DisplayName>,
}

impl Address {
    pub(super) fn read(address: &Addr<'_>) -> Option<Self> {
        let of_address = EmailAddress::parse(address.address.as_deref()?).ok()?;
        Some(Self { address: of_address, name: address.name.as_deref().and_then(DisplayName::of) })
    }
}

/// The envelope sender, as the server that delivered the mail wrote it down (RFC 5321 §4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReturnPath {
    Missing,
    /// `<>`: nothing must ever be answered to it (RFC 5321 §4.5.5).
    Empty,
    Unreadable,
    Address(EmailAddress),
}

impl ReturnPath {
    /// Reads the topmost one: those below came with the mail.
    pub(super) fn of(fields: &Fields<'_>) -> Self {
        let Some(path) = fields.text("Return-Path") else { return Self::Missing };
        let inner = path.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(&path).trim();
        match EmailAddress::parse(inner) {
            Ok(address) => Self::Address(address),
            Err(_) if inner.is_empty() && !path.is_empty() => Self::Empty,
            Err(_) => Self::Unreadable,
        }
    }
}

/// Returns the address without what follows the first `+` of its local part, in small letters: for comparing only.
pub(super) fn without_detail(address: &EmailAddress) -> String {
    let (local, domain) = address.as_str().rsplit_once('@').unwrap_or((address.as_str(), ""));
    let local = local.split_once('+').map_or(local, |(local, _)| local);
    format!("{}@{domain}", local.to_ascii_lowercase())
}

/// Tells whether both are the same mailbox, whatever stands behind a `+`.
pub(super) fn is_same_mailbox(one: &EmailAddress, other: &EmailAddress) -> bool {
    without_detail(one) == without_detail(other)
}

#[cfg(test)]
mod tests {
    use super::super::fields;
    use super::super::limits::{Allowance, Limits};
    use super::*;

    fn check<T>(header: &str, read: impl Fn(&Fields<'_>) -> T) -> T {
        read(&fields::split(header.as_bytes(), &mut Allowance::of(&Limits::PROMISED)).unwrap().0)
    }

    #[test]
    fn a_sender_is_an_address_that_mail_can_be_sent_to() {
        let from = |header: &str| {
            let addresses = check(header, |fields| fields.addresses("From"));
            let shown = |address: Address| {
                (address.address.as_str().to_owned(), address.name.map(String::from).unwrap_or_default())
            };
            addresses.into_iter().map(shown).collect::<Vec<_>>()
        };
        let one = |address: &str, name: &str| vec![(address.to_owned(), name.to_owned())];
        assert_eq!(from("From: Anna Nowak <Anna@EXAMPLE.pl>\n"), one("Anna@example.pl", "Anna Nowak"));
        assert_eq!(
            from("From: =?ISO-8859-2?Q?Ludwik_=A3=F3=BFek?=\r\n <l.lozek@example.pl>\r\n"),
            one("l.lozek@example.pl", "Ludwik Łóżek")
        );
        assert_eq!(from("From: =?windows-1250?B?nHdpdA==?= <a@b.pl>\n"), one("a@b.pl", "świt"));
        let hidden = "From: =?utf-8?q?Jan=0D=0ABcc:_x=E2=80=AE?= <jan@example.pl>\n";
        assert_eq!(from(hidden), one("jan@example.pl", "Jan Bcc: x\\u{202e}"));
        assert_eq!(from("From: \"a@bank.pl\" <zly@example.pl>\n"), one("zly@example.pl", "a@bank.pl"));
        for nobody in ["From: \n", "From: Jan\n", "From: <jan>\n", "From: <jan@exa mple\u{0}.pl>\n", "To: a@b.pl\n"] {
            assert_eq!(from(nobody), [], "{nobody}");
        }
        let two = from("From: a@b.pl, Biuro: c@d.pl, e@f.pl;\n");
        assert_eq!(two.len(), 3, "{two:?}");
    }

    #[test]
    fn only_a_return_path_that_can_be_parsed_is_an_address() {
        let path = |header: &str| check(header, ReturnPath::of);
        let anna = EmailAddress::parse("anna@example.pl").unwrap();
        assert_eq!(path("Return-Path: <anna@example.pl>\nReturn-Path: <x@y.pl>\n"), ReturnPath::Address(anna.clone()));
        assert_eq!(path("return-path: anna@example.pl\n"), ReturnPath::Address(anna));
        assert_eq!(path("Return-Path: <>\n"), ReturnPath::Empty);
        assert_eq!(path("Return-Path: < >\n"), ReturnPath::Empty);
        assert_eq!(path("Return-Path:\n"), ReturnPath::Unreadable);
        assert_eq!(path("Return-Path: <anna@example.pl> <b@c.pl>\n"), ReturnPath::Unreadable);
        assert_eq!(path("Subject: x\n"), ReturnPath::Missing);
    }
}
