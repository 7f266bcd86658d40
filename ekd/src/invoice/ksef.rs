//! The national system of e-invoices, as far as papers name it: its numbers, and the address in code I.

use common::invoice::KsefCode;
use common::nip::Nip;
use jiff::civil::Date;

/// What stands below the code of an invoice that has no number yet.
const OFFLINE: &str = "OFFLINE";

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Returns the code I of an invoice: where everybody who holds the paper can look it up. `address` is the system's, without the
/// path; `sha256` is the digest of the exact bytes of the document.
#[must_use]
pub fn code(address: &str, seller: &Nip, issued_on: Date, sha256: &[u8; 32], ksef_number: Option<&str>) -> KsefCode {
    let address = format!(
        "{}/invoice/{}/{:02}-{:02}-{:04}/{}",
        address.trim_end_matches('/'),
        seller.as_str(),
        issued_on.day(),
        issued_on.month(),
        issued_on.year(),
        base64url(sha256)
    );
    KsefCode { address, label: ksef_number.unwrap_or(OFFLINE).to_owned() }
}

/// Writes bytes as BASE64URL without padding (RFC 4648, 5).
fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| bits << 8 | group.get(at).copied().map_or(0, u32::from));
        for at in 0..=group.len() {
            let sextet = bits >> (18 - 6 * at) & 63;
            text.push(char::from(ALPHABET[sextet as usize]));
        }
    }
    text
}

/// Tells whether a text is a number of the system: whose, on what day, which one, and a check (`TNumerKSeF` of the forms).
#[must_use]
pub fn is_number(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(whose), Some(day), Some(first)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let rest: Vec<&str> = parts.collect();
    let is_hex = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
    let which = match rest.as_slice() {
        [check] => first.len() == 12 && is_hex(first) && check.len() == 2 && is_hex(check),
        [second, check] => {
            [(first, 6), (*second, 6), (*check, 2)].iter().all(|(part, n)| part.len() == *n && is_hex(part))
        }
        _ => false,
    };
    is_holder(whose) && is_day(day) && which
}

/// Tells whether a text names who sent an invoice: a NIP, or a mark of one who has none.
fn is_holder(text: &str) -> bool {
    let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_foreign = || {
        text.get(..3).is_some_and(|letters| letters.bytes().all(|byte| byte.is_ascii_uppercase()))
            && digits(&text[3..], 7)
    };
    is_nip_formed(text) || text.strip_prefix('M').is_some_and(|rest| digits(rest, 9)) || is_foreign()
}

/// Tells whether a text has the form of a NIP (`TNrNIP` of the forms), which says nothing of its check figure.
pub(super) fn is_nip_formed(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().all(u8::is_ascii_digit)
        && bytes[0] != b'0'
        && (bytes[1] != b'0' || bytes[2] != b'0')
}

fn is_day(text: &str) -> bool {
    let within = |range: std::ops::Range<usize>, fewest: u32, most: u32| {
        text.get(range).and_then(|part| part.parse().ok()).is_some_and(|number| (fewest..=most).contains(&number))
    };
    text.len() == 8
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && within(0..4, 2020, 9999)
        && within(4..6, 1, 12)
        && within(6..8, 1, 31)
}

/// Returns the number of the system that a file's name is, or begins with.
#[must_use]
pub fn number_in(file_name: &str) -> Option<&str> {
    let stem = file_name.rsplit('/').next().unwrap_or_default();
    // The two forms of a number, by their lengths: the identifier in one piece, and in two.
    [36, 35].into_iter().find_map(|length| stem.get(..length).filter(|text| is_number(text)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_code_is_an_address_with_day_and_digest() {
        let digest = std::array::from_fn(|at| u8::try_from(at * 8 + 3).unwrap());
        let seller = Nip::parse("1111111111").unwrap();
        let code = |number| code("https://qr.example.pl/", &seller, date(2026, 2, 1), &digest, number);
        let address = "https://qr.example.pl/invoice/1111111111/01-02-2026/AwsTGyMrMztDS1NbY2tze4OLk5ujq7O7w8vT2-Pr8_s";
        assert_eq!(code(None), KsefCode { address: address.to_owned(), label: "OFFLINE".to_owned() });
        assert_eq!(code(Some("1111111111-20260201-0100001AF629-AF")).label, "1111111111-20260201-0100001AF629-AF");
        assert_eq!([base64url(b"f"), base64url(b"fo"), base64url(b"foo")], ["Zg", "Zm8", "Zm9v"]);
    }

    #[test]
    fn a_number_is_found_in_the_name_of_a_file() {
        let number = "5265877635-20250826-0100001AF629-AF";
        assert_eq!(number_in(&format!("upo/{number}.xml")), Some(number));
        assert_eq!(number_in(number), Some(number));
        let split = "5265877635-20250826-010000-1AF629-AF";
        assert_eq!(number_in(&format!("{split} - faktura.xml")), Some(split));
        for wrong in
            ["5265877635-20251326-0100001AF629-AF", "5265877635-20250826-0100001af629-AF", "5005877635-2025", "ą"]
        {
            assert_eq!(number_in(&format!("{wrong}.xml")), None, "{wrong}");
        }
        assert!(is_number("M123456789-20250826-0100001AF629-AF") && is_number("ABC1234567-20250826-010000-1AF629-AF"));
        assert!(!is_number("210415750-20250310-FF4861C9CC3F-BA") && !is_number("1111111111-20230908-DIFFERENT-ID"));
    }
}
