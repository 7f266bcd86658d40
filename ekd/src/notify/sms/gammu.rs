//! The spool of gammu-smsd (its files backend): the name of a file says to whom its text goes.

use common::contact::PhoneNumber;
use jiff::tz::TimeZone;

use super::spool::Slip;
use crate::notify::Message;

/// Returns the file of a message. What is no plain ASCII goes as UTF-16, for the program would read it in its own locale.
pub(super) fn slip(message: &Message, number: &PhoneNumber, text: &str) -> Slip {
    let text = if text.is_ascii() {
        text.as_bytes().to_vec()
    } else {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    // Names that do not begin with OUT are none of that program's business.
    Slip { name: name(message, number), unfinished: format!(".ek{}.unfinished", message.id), text }
}

/// Returns the name by which gammu-smsd knows whom to send the text to: priority, date, time, serial, number, note.
fn name(message: &Message, number: &PhoneNumber) -> String {
    let at = message.created_at.to_zoned(TimeZone::UTC).strftime("%Y%m%d_%H%M%S");
    format!("OUTC{at}_00_{number}_ek{}.txt", message.id)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::message;
    use super::*;

    #[test]
    fn the_name_says_to_whom_and_the_text_is_read_in_every_locale() {
        let number = PhoneNumber::mobile("+48601234567").unwrap();
        let plain = slip(&message("+48601234567", ""), &number, "Kod 123456");
        assert_eq!(plain.name, "OUTC20251114_071502_00_+48601234567_ek7.txt");
        assert!(!plain.unfinished.starts_with("OUT") && plain.text == b"Kod 123456");
        let polish = slip(&message("+48601234567", ""), &number, "żó\u{1f600}");
        assert_eq!(polish.text, [0xff, 0xfe, 0x7c, 0x01, 0xf3, 0, 0x3d, 0xd8, 0, 0xde]);
    }
}
