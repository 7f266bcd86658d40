//! Passwords: which are good enough, and how they are kept (NIST SP 800-63B-4 §3.1.1.2, OWASP ASVS 5 §6.2).
//!
//! Length counts, not composition; nothing expires. Kept is Argon2id (RFC 9106) over the text in NFKC, so that the same
//! password typed on another keyboard is the same. Knows no accounts and no clock; hashing takes a core 20 to 50 ms.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier as _, Version};
use common::fault::Weakness;
use common::secret::Secret;
use common::text::fold;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;
use zxcvbn::Score;

/// Fewest characters.
const SHORTEST: usize = 15;
/// Fewest characters beside a second factor.
const SHORTEST_WITH_TOTP: usize = 8;
/// Most characters.
const LONGEST: usize = 256;
/// A password must be more than the names around it by so many characters.
const BESIDE_NAMES: usize = 8;

/// OWASP's parameters for Argon2id: memory in KiB, passes, lanes.
const MEMORY: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Words of the trade and the product that guessers try here first, folded.
const WORDS: [&str; 24] = [
    "eklient",
    "ektui",
    "ekctl",
    "ekd",
    "etis",
    "cieplo",
    "cieplownia",
    "cieplik",
    "licznik",
    "cieplomierz",
    "wezel",
    "ogrzewanie",
    "kaloryfer",
    "grzejnik",
    "haslo",
    "tajne",
    "polska",
    "warszawa",
    "administrator",
    "zarzadca",
    "spoldzielnia",
    "klient",
    "zima",
    "lato",
];

/// Whom a password is for: what it must not be made of, and whether something else protects the account too.
#[derive(Clone, Debug, Default)]
pub struct Holder {
    /// Log-in name, name, numbers of customers.
    pub names: Vec<String>,
    pub has_totp: bool,
}

/// Tells whether a password is good enough for its holder.
///
/// # Errors
/// Why it is not.
pub fn check(password: &Secret, holder: &Holder) -> Result<(), Weakness> {
    let text = normal(password);
    let n_characters = text.chars().count();
    let shortest = if holder.has_totp { SHORTEST_WITH_TOTP } else { SHORTEST };
    if n_characters > LONGEST {
        return Err(Weakness::Long);
    }
    if n_characters < shortest {
        return Err(Weakness::Short);
    }
    let folded = fold(&text);
    let names = names(holder);
    let mut rest: String = folded.chars().filter(|character| character.is_alphanumeric()).collect();
    let whole = rest.chars().count();
    for name in &names {
        rest = rest.replace(name.as_str(), "");
    }
    if rest.chars().count() < BESIDE_NAMES && rest.chars().count() < whole {
        return Err(Weakness::Known);
    }
    // The estimator knows tens of thousands of common passwords, English words, keyboard walks, dates and repetitions.
    let inputs: Vec<&str> = names.iter().map(String::as_str).chain(WORDS).collect();
    let weakest = [text.as_str(), folded.as_str()].map(|text| zxcvbn::zxcvbn(text, &inputs).score());
    if weakest.iter().any(|score| *score < Score::Three) { Err(Weakness::Common) } else { Ok(()) }
}

/// What the password must not be made of, folded, longest first.
fn names(holder: &Holder) -> Vec<String> {
    let words = holder.names.iter().flat_map(|name| name.split(|character: char| !character.is_alphanumeric()));
    let whole = holder.names.iter().map(String::as_str);
    let alphanumeric =
        |name: &str| fold(name).chars().filter(|character| character.is_alphanumeric()).collect::<String>();
    let mut names: Vec<String> =
        words.chain(whole).map(alphanumeric).filter(|name| name.chars().count() >= 3).collect();
    names.extend(WORDS.iter().take(5).map(|word| (*word).to_owned()));
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// The text as it is hashed.
fn normal(password: &Secret) -> Zeroizing<String> {
    Zeroizing::new(password.expose().nfkc().collect())
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY, PASSES, LANES, None).expect("the parameters are allowed");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Returns what is kept of a password, in PHC form.
#[must_use]
pub fn hash(password: &Secret) -> String {
    let hash: PasswordHash =
        argon2().hash_password(normal(password).as_bytes()).expect("a salt is to be had and passwords are bounded");
    hash.to_string()
}

/// What came of holding a password against what is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// Right, and to be kept anew: parameters have risen.
    RightButOld,
    Wrong,
}

/// Holds a password against what is kept. One that is longer than any can be is as wrong as others, at the same price.
#[must_use]
pub fn verify(password: &Secret, kept: &str) -> Verdict {
    let text = normal(password);
    let bytes = if text.chars().count() > LONGEST { b"".as_slice() } else { text.as_bytes() };
    let Ok(parsed) = PasswordHash::new(kept) else { return Verdict::Wrong };
    if bytes.is_empty() | argon2().verify_password(bytes, &parsed).is_err() {
        return Verdict::Wrong;
    }
    let known = Params::try_from(&parsed);
    let is_old = known.is_ok_and(|known| known.m_cost() < MEMORY || known.t_cost() < PASSES);
    if is_old { Verdict::RightButOld } else { Verdict::Right }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weakness(password: &str, has_totp: bool) -> Option<Weakness> {
        let names = ["anna.kowalska", "Anna Kowalska", "K-00412"].map(str::to_owned).to_vec();
        check(&password.into(), &Holder { names, has_totp }).err()
    }

    #[test]
    fn length_counts_and_composition_does_not() {
        let check =
            |password: &str, has_totp, expected| assert_eq!(weakness(password, has_totp), expected, "{password}");
        check("zupa chmurka rower lampa", false, None);
        check("brzęczyszczykiewicz nad Wisłą", false, None);
        check("🦉🐈 sowa i kot na dachu", false, None);
        check("krótkie hasło", false, Some(Weakness::Short));
        check("krotka zupa x7", false, Some(Weakness::Short));
        check("krotka zupa x7", true, None);
        check("7 znak.", true, Some(Weakness::Short));
        check("", false, Some(Weakness::Short));
        check(&"zupa chmurka rower lampa ".repeat(10), false, None);
        check(&"x".repeat(257), false, Some(Weakness::Long));
        check(&"zupa chmurka rower lampa ".repeat(400_000), false, Some(Weakness::Long));
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for common in [
            "password",
            "iloveyou",
            "football",
            "trustno1",
            "zaq12wsx",
            "qwertyuiop",
            "administrator",
            "haslo123",
            "Warszawa1!",
            "cieplownia1",
        ] {
            let found = weakness(common, true);
            assert!(matches!(found, Some(Weakness::Common | Weakness::Known)), "{common}: {found:?}");
        }
        for common in ["aaaaaaaaaaaaaaaaaaaa", "123456789012345", "passwordpassword", "qwertyuiopasdfgh"] {
            assert_eq!(weakness(common, false), Some(Weakness::Common), "{common}");
        }
        for known in ["anna.kowalska123", "AnnaKowalska2026", "K-00412 K-00412!", "eklient-ektui-ekd"] {
            assert_eq!(weakness(known, false), Some(Weakness::Known), "{known}");
        }
        assert_eq!(weakness("anna ma zielony parasol", false), None);
    }

    #[test]
    fn the_same_password_in_another_form_is_the_same() {
        let (composed, decomposed) =
            ("zażółć gęślą jaźń".nfc().collect::<String>(), "zażółć gęślą jaźń".nfd().collect::<String>());
        assert_ne!(composed, decomposed);
        let kept = hash(&composed.into());
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_eq!(verify(&decomposed.into(), &kept), Verdict::Right);
        // Cyrillic letters that look alike are others.
        assert_eq!(verify(&"zаżółć gęślą jaźń".into(), &kept), Verdict::Wrong);
        assert_eq!(verify(&"".into(), &kept), Verdict::Wrong);
        assert_eq!(verify(&"x".repeat(10 << 20).into(), &kept), Verdict::Wrong);
        assert_eq!(verify(&"kot".into(), "no hash"), Verdict::Wrong);
    }

    #[test]
    fn a_hash_of_weaker_parameters_is_made_anew() {
        let weaker = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8192, 1, 1, None).unwrap());
        let kept: PasswordHash = weaker.hash_password(b"zielony parasol").unwrap();
        assert_eq!(verify(&"zielony parasol".into(), &kept.to_string()), Verdict::RightButOld);
    }
}
