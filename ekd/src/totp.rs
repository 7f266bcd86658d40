//! The second factor: codes of an authenticator app (RFC 6238), six digits every thirty seconds.
//!
//! Knows no accounts and no clock. That a code is used once is the business of whoever keeps the step.

use common::account::{Login, TotpOffer};
use jiff::Timestamp;
use totp_rs::{Builder, Secret, Totp};

/// Bytes of a secret: as long as the output of SHA-1 (RFC 4226 §4, R6).
pub const SECRET: usize = 20;

fn totp(secret: &[u8], login: &Login) -> Option<Totp> {
    let secret: Secret = secret.to_vec().into();
    let builder = Builder::new().with_secret(secret).with_account_name(login.as_str()).with_issuer(Some("e-Klient"));
    builder.build().ok()
}

/// Returns what a person enters into an app; `None` where the secret has not [`SECRET`] bytes.
#[must_use]
pub fn offer(secret: &[u8], login: &Login) -> Option<TotpOffer> {
    let secret_text = Secret::from(secret.to_vec()).to_base32();
    let uri = totp(secret, login)?.to_url().ok()?;
    Some(TotpOffer { secret: secret_text.into(), uri: uri.into() })
}

/// Returns the step whose code this is: the present one, or one before or after, for clocks are not all alike.
#[must_use]
pub fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let digits: String = code.chars().filter(|character| !character.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let login = Login::parse("x").expect("the name is a name");
    let now = u64::try_from(now.as_second()).ok()?;
    let step = totp(secret, &login)?.check(&digits, now)?;
    i64::try_from(step).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, Appendix B, for SHA-1.
    const RFC: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_vectors_of_the_standard_come_out_right() {
        // The last six of the eight digits in the table.
        let vectors = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ];
        for (second, code) in vectors {
            assert_eq!(step_of(RFC, code, at(second)), Some(second / 30), "{second}");
            assert_eq!(step_of(RFC, code, at(second + 30)), Some(second / 30), "a step late");
            assert_eq!(step_of(RFC, code, at(second + 90)), None, "too late");
        }
        for wrong in ["", "28708", "2870822", "28708x", "２８７０８２", "-87082"] {
            assert_eq!(step_of(RFC, wrong, at(59)), None, "{wrong}");
        }
        assert_eq!(step_of(RFC, "287 082", at(59)), Some(1));
    }

    #[test]
    fn an_offer_names_product_and_account() {
        let offer = offer(RFC, &Login::parse("anna").unwrap()).unwrap();
        assert_eq!(offer.secret.expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let uri = offer.uri.expose();
        assert!(uri.starts_with("otpauth://totp/e-Klient:anna?") && uri.contains("issuer=e-Klient"), "{uri}");
    }
}
