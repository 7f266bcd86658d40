//! Whole mails, as people, programs and enemies write them.

mod bombs;
mod mutation;
mod whole_mails;

use common::contact::EmailAddress;

use super::{Limits, Mail, Office, Refused};

fn office() -> Office {
    Office {
        addresses: vec![EmailAddress::parse("bok@example.pl").unwrap()],
        hosts: vec!["ekd.internal".to_owned()],
        authentication_server: Some("mx.example.pl".to_owned()),
    }
}

fn try_read(raw: &[u8]) -> Result<Mail, Refused> {
    super::read(raw, &Limits::PROMISED, &office())
}

fn read(raw: &[u8]) -> Mail {
    try_read(raw).unwrap()
}

/// Encodes the text as the code page does.
fn in_iso(text: &str) -> Vec<u8> {
    encoding_rs::ISO_8859_2.encode(text).0.into_owned()
}

fn in_windows(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1250.encode(text).0.into_owned()
}
