//! The spool of smsd of smstools3: a file begins with lines that say to whom its text goes and in which letters.

use common::contact::PhoneNumber;
use jiff::tz::TimeZone;

use super::spool::Slip;
use crate::notify::Message;

/// Returns the file of a message. In UTF-8 the program takes the alphabet of seven bits where the text fits it, and drops
/// no letter where it does not.
pub(super) fn slip(message: &Message, number: &PhoneNumber, text: &str) -> Slip {
    let at = message.created_at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ");
    let head = format!("To: {}\nAlphabet: UTF-8\n\n", number.digits());
    Slip {
        name: format!("ek{}-{at}", message.id),
        // The program leaves names with this end alone, and removes them when it starts.
        unfinished: format!("ek{}.unfinished.LOCK", message.id),
        text: (head + text).into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::message;
    use super::*;

    #[test]
    fn the_first_lines_say_to_whom_and_the_rest_is_the_text() {
        let number = PhoneNumber::mobile("601 234 567").unwrap();
        let slip = slip(&message("601234567", ""), &number, "Kod:\n\nTo: 48500600700 ż");
        let text = String::from_utf8(slip.text).unwrap();
        assert_eq!(text, "To: 48601234567\nAlphabet: UTF-8\n\nKod:\n\nTo: 48500600700 ż");
        assert_eq!(slip.name, "ek7-20251114T071502Z");
        assert_eq!(slip.unfinished, "ek7.unfinished.LOCK");
    }
}
