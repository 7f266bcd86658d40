//! The secret of a second factor as a person takes it over: a QR code for the camera, letters for the fingers.

use common::account::TotpOffer;
use common::language::Language;
use qrcode::{EcLevel, QrCode};

use crate::output::code::{Ground, draw};
use crate::output::look::Glyphs;
use crate::text::texts;

/// Returns the code, black on white whatever the terminal's colours are, and the secret in groups of four below it.
#[must_use]
pub fn picture(offer: &TotpOffer, glyphs: Glyphs, language: Language) -> String {
    let code = QrCode::with_error_correction_level(offer.uri.expose(), EcLevel::L).ok();
    let drawn = code.map_or_else(String::new, |code| draw(&code, glyphs, Ground::White).join("\n") + "\n");
    let secret = grouped(offer.secret.expose());
    drawn + &texts(language).format("enrolment-secret", &[("secret", secret.into())])
}

/// Returns the text in groups of four.
fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_typed_in_groups() {
        assert_eq!(grouped("JBSWY3DPEHPK3PXP"), "JBSW Y3DP EHPK 3PXP");
        assert_eq!(grouped("ABCDE"), "ABCD E");
    }
}
