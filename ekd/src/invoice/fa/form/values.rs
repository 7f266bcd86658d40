//! The simple types of the schemas, by what they are for. Their names in the schemas stand beside them.

use jiff::civil::date;

use super::super::part::Holds;
use super::super::value::{Blanks, Value};
use crate::invoice::ksef;

/// `TZnakowy` and its shorter and longer kin.
pub(in super::super) const TEXT: Holds = text(1, 256);
pub(super) const TEXT_9: Holds = text(1, 9);
pub(super) const TEXT_20: Holds = text(1, 20);
pub(super) const TEXT_32: Holds = text(1, 32);
pub(super) const TEXT_50: Holds = text(1, 50);
pub(super) const TEXT_512: Holds = text(1, 512);
/// `TZnakowy2`: a cell of a table, which may be empty.
pub(super) const CELL: Holds = text(0, 256);
/// `TTekstowy`.
pub(super) const PARAGRAPH: Holds = Holds::Value(Value::Text { blanks: Blanks::Kept, fewest: 1, most: 3500 });
/// `TNumerTelefonu`.
pub(super) const TELEPHONE: Holds = text(1, 16);
/// `TGLN`.
pub(super) const GLN: Holds = text(1, 13);
/// `TNrIdentyfikacjiPodatkowej`, and what FA(2) makes of it.
pub(super) const TAX_ID: Holds = Holds::Value(Value::Text { blanks: Blanks::Spaced, fewest: 1, most: 50 });
pub(super) const TAX_ID_FA2: Holds =
    shape(Blanks::Spaced, |text| is_of(text, 1, 50, u8::is_ascii_alphanumeric), "A-Z a-z 0-9");
/// `TAdresEmail`.
pub(super) const EMAIL: Holds = shape(Blanks::Folded, is_email, "a@b.pl");
/// `TNrNIP`: its form; whether the last figure checks is not asked by the form.
pub(super) const NIP: Holds = shape(Blanks::Kept, ksef::is_nip_formed, "1234567890");
/// `TNIPIdWew`.
pub(super) const INNER_NUMBER: Holds = shape(Blanks::Folded, is_inner_number, "1234567890-12345");
/// `TNrVatUE`.
pub(super) const UNION_NUMBER: Holds = shape(
    Blanks::Kept,
    |text| is_of(text, 1, 12, |byte| matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b'+' | b'*')),
    "A-Z 0-9",
);
/// `TNumerKSeF`.
pub(super) const KSEF_NUMBER: Holds = shape(Blanks::Folded, ksef::is_number, "1234567890-20260201-0123456789AB-CD");
/// `TNrKRS`.
pub(super) const KRS: Holds = shape(Blanks::Kept, |text| is_digits(text, 10), "0123456789");
/// `TNrREGON`.
pub(super) const REGON: Holds = shape(Blanks::Kept, |text| is_digits(text, 9) || is_digits(text, 14), "123456789");
/// `SWIFT_Type`.
pub(super) const SWIFT: Holds = shape(Blanks::Kept, is_swift, "ABCDPLPWXXX");
/// `TNrRB`: in FA(3) any text of that length.
pub(super) const ACCOUNT_FA2: Holds = shape(
    Blanks::Kept,
    |text| is_of(text, 10, 32, |byte| matches!(byte, b'0'..=b'9' | b'A'..=b'Z')),
    "A-Z 0-9 (10…32)",
);
pub(super) const ACCOUNT_FA3: Holds = Holds::Value(Value::Text { blanks: Blanks::Kept, fewest: 10, most: 34 });
/// `LinkDoPlatnosci` and `IPKSeF`.
pub(super) const PAYMENT_LINK: Holds = shape(Blanks::Folded, is_payment_link, "https://a.pl?IPKSeF=123ABCDEFGHIJ");
pub(super) const PAYMENT_ID: Holds = shape(Blanks::Folded, is_payment_id, "123ABCDEFGHIJ");

/// `TKwotowy`, `TKwotowy2`, `TIlosci`.
pub(super) const AMOUNT: Holds = Holds::Value(Value::Decimal { whole: 16, decimals: 2 });
pub(super) const PRICE: Holds = Holds::Value(Value::Decimal { whole: 14, decimals: 8 });
pub(super) const QUANTITY: Holds = Holds::Value(Value::Decimal { whole: 16, decimals: 6 });
/// `TProcentowy`.
pub(super) const PERCENT: Holds = Holds::Value(Value::Percent);
/// `TNaturalny`.
pub(super) const NATURAL: Holds = Holds::Value(Value::Natural);
pub(super) const INTEGER: Holds = Holds::Value(Value::Integer);
/// `TWybor1` and `TWybor1_2`.
pub(super) const YES: Holds = figures(&[1]);
pub(super) const YES_NO: Holds = figures(&[1, 2]);

/// `TDataU`, `TDataT`, `TData`.
pub(super) const DATE_1990: Holds = Holds::Value(Value::Day(date(1990, 1, 1), date(2050, 1, 1)));
pub(super) const DATE_2006: Holds = Holds::Value(Value::Day(date(2006, 1, 1), date(2050, 1, 1)));
pub(super) const DATE_2016: Holds = Holds::Value(Value::Day(date(2016, 7, 1), date(2050, 1, 1)));
/// `TDataCzas`; `DataWytworzeniaFa` of FA(2) and of FA(3).
pub(super) const INSTANT_2021: Holds = Holds::Value(Value::Instant(date(2021, 10, 1), date(2050, 1, 1)));
pub(super) const INSTANT_2022: Holds = Holds::Value(Value::Instant(date(2022, 1, 1), date(2050, 1, 1)));
pub(super) const INSTANT_2025: Holds = Holds::Value(Value::Instant(date(2025, 9, 1), date(2050, 1, 1)));

/// `TStawkaPodatku`.
pub(super) const RATE_FA2: Holds = words("23|22|8|7|5|4|3|0|zw|oo|np");
pub(super) const RATE_FA3: Holds = words("23|22|8|7|5|4|3|0 KR|0 WDT|0 EX|zw|oo|np I|np II");

/// `TKodyKrajowUE`.
pub(super) const UNION_COUNTRY: Holds =
    spaced_words("AT|BE|BG|CY|CZ|DK|EE|FI|FR|DE|EL|HR|HU|IE|IT|LV|LT|LU|MT|NL|PL|PT|RO|SK|SI|ES|SE|XI");
/// `TKodKraju`.
pub(super) const COUNTRY: Holds = spaced_words(
    "AF|AX|AL|DZ|AD|AO|AI|AQ|AG|AN|SA|AR|AM|AW|AU|AT|AZ|BS|BH|BD|BB|BE|BZ|BJ|BM|BT|BY|BO|BQ|BA|BW|BR|BN|\
    IO|BG|BF|BI|XC|CL|CN|HR|CW|CY|TD|ME|DK|DM|DO|DJ|EG|EC|ER|EE|ET|FK|FJ|PH|FI|FR|TF|GA|GM|GH|GI|GR|GD|\
    GL|GE|GU|GG|GY|GF|GP|GT|GN|GQ|GW|HT|ES|HN|HK|IN|ID|IQ|IR|IE|IS|IL|JM|JP|YE|JE|JO|KY|KH|CM|CA|QA|KZ|\
    KE|KG|KI|CO|KM|CG|CD|KP|XK|CR|CU|KW|LA|LS|LB|LR|LY|LI|LT|LV|LU|MK|MG|YT|MO|MW|MV|MY|ML|MT|MP|MA|MQ|\
    MR|MU|MX|XL|FM|UM|MD|MC|MN|MS|MZ|MM|NA|NR|NP|NL|DE|NE|NG|NI|NU|NF|NO|NC|NZ|PS|OM|PK|PW|PA|PG|PY|PE|\
    PN|PF|PL|GS|PT|PR|CF|CZ|KR|ZA|RE|RU|RO|RW|EH|BL|KN|LC|MF|VC|SV|WS|AS|SM|SN|RS|SC|SL|SG|SK|SI|SO|LK|\
    PM|US|SZ|SD|SS|SR|SJ|SH|SY|CH|SE|TJ|TH|TW|TZ|TG|TK|TO|TT|TN|TR|TM|TV|UG|UA|UY|UZ|VU|WF|VA|HU|VE|GB|\
    VN|IT|TL|CI|BV|CX|IM|SX|CK|VI|VG|HM|CC|MH|FO|SB|ST|TC|ZM|CV|ZW|AE|XI",
);
/// `TKodWaluty`, as FA(3) has it: XCG is not in FA(2), which is older than that currency.
pub(super) const CURRENCY: Holds = spaced_words(
    "AED|AFN|ALL|AMD|ANG|AOA|ARS|AUD|AWG|AZN|BAM|BBD|BDT|BGN|BHD|BIF|BMD|BND|BOB|BOV|BRL|BSD|BTN|BWP|BYN|\
    BZD|CAD|CDF|CHE|CHF|CHW|CLF|CLP|CNY|COP|COU|CRC|CUC|CUP|CVE|CZK|DJF|DKK|DOP|DZD|EGP|ERN|ETB|EUR|FJD|\
    FKP|GBP|GEL|GGP|GHS|GIP|GMD|GNF|GTQ|GYD|HKD|HNL|HRK|HTG|HUF|IDR|ILS|IMP|INR|IQD|IRR|ISK|JEP|JMD|JOD|\
    JPY|KES|KGS|KHR|KMF|KPW|KRW|KWD|KYD|KZT|LAK|LBP|LKR|LRD|LSL|LYD|MAD|MDL|MGA|MKD|MMK|MNT|MOP|MRU|MUR|\
    MVR|MWK|MXN|MXV|MYR|MZN|NAD|NGN|NIO|NOK|NPR|NZD|OMR|PAB|PEN|PGK|PHP|PKR|PLN|PYG|QAR|RON|RSD|RUB|RWF|\
    SAR|SBD|SCR|SDG|SEK|SGD|SHP|SLL|SOS|SRD|SSP|STN|SVC|SYP|SZL|THB|TJS|TMT|TND|TOP|TRY|TTD|TWD|TZS|UAH|\
    UGX|USD|USN|UYI|UYU|UYW|UZS|VES|VND|VUV|WST|XAF|XAG|XAU|XBA|XBB|XBC|XBD|XCD|XCG|XDR|XOF|XPD|XPF|XPT|\
    XSU|XUA|XXX|YER|ZAR|ZMW|ZWL",
);

const fn text(fewest: usize, most: usize) -> Holds {
    Holds::Value(Value::Text { blanks: Blanks::Folded, fewest, most })
}

const fn shape(blanks: Blanks, is_so: fn(&str) -> bool, looks: &'static str) -> Holds {
    Holds::Value(Value::Shape { blanks, is_so, looks })
}

/// Returns a text that is one of these words, blanks around it left out.
pub(super) const fn words(words: &'static str) -> Holds {
    Holds::Value(Value::Words { blanks: Blanks::Folded, words })
}

const fn spaced_words(words: &'static str) -> Holds {
    Holds::Value(Value::Words { blanks: Blanks::Spaced, words })
}

/// Returns a text that is exactly one of these words.
pub(super) const fn exact_words(words: &'static str) -> Holds {
    Holds::Value(Value::Words { blanks: Blanks::Kept, words })
}

/// Returns a number that is one of these.
pub(super) const fn figures(figures: &'static [u8]) -> Holds {
    Holds::Value(Value::Figures(figures))
}

fn is_of(text: &str, fewest: usize, most: usize, is_right: fn(&u8) -> bool) -> bool {
    (fewest..=most).contains(&text.len()) && text.as_bytes().iter().all(is_right)
}

fn is_digits(text: &str, length: usize) -> bool {
    is_of(text, length, length, u8::is_ascii_digit)
}

/// Tells whether something stands before and after an `@`.
fn is_email(text: &str) -> bool {
    let n_characters = text.chars().count();
    let inner = text.char_indices().nth(1).zip(text.char_indices().next_back());
    (3..=255).contains(&n_characters) && inner.is_some_and(|((from, _), (until, _))| text[from..until].contains('@'))
}

fn is_inner_number(text: &str) -> bool {
    text.split_once('-').is_some_and(|(nip, rest)| ksef::is_nip_formed(nip) && is_digits(rest, 5))
}

fn is_swift(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes.len(), 8 | 11)
        && bytes[..6].iter().all(u8::is_ascii_uppercase)
        && bytes[6..].iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is_payment_id(text: &str) -> bool {
    text.len() == 13
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at < 3 { byte.is_ascii_digit() } else { byte.is_ascii_alphanumeric() })
}

/// Tells whether a text is an address of the web of which the query names a payment.
fn is_payment_link(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest.filter(|_| text.chars().count() <= 512) else { return false };
    let plain = rest.split_once('#').map_or(rest, |(plain, _)| plain);
    let Some((place, query)) = plain.split_once('?') else { return false };
    let authority = place.split_once('/').map_or(place, |(authority, _)| authority);
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let is_label = |label: &str| {
        !label.starts_with('-') && is_of(label, 1, 512, |byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    };
    let Some((labels, top)) = host.rsplit_once('.') else { return false };
    labels.split('.').all(is_label)
        && is_of(top, 2, 512, u8::is_ascii_alphabetic)
        && port.is_none_or(|port| is_of(port, 1, 5, u8::is_ascii_digit))
        && !plain.contains(char::is_whitespace)
        && query.split('&').any(|pair| pair.strip_prefix("IPKSeF=").is_some_and(is_payment_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_those_of_the_patterns() {
        let check = |is_so: fn(&str) -> bool, right: &[&str], wrong: &[&str]| {
            assert!(right.iter().all(|text| is_so(text)), "{right:?}");
            assert!(wrong.iter().all(|text| !is_so(text)), "{wrong:?}");
        };
        check(is_email, &["a@b", "@@@", "ż@ó.pl"], &["a@", "@b", "ab", "aab", "@", ""]);
        check(is_swift, &["ABCDEF12", "BREXPLPWXXX"], &["ABCDE112", "ABCDEF1", "ABCDEF12X", "abcdef12", ""]);
        check(is_inner_number, &["1111111111-00001"], &["0111111111-00001", "1111111111-0001", "1111111111"]);
        let right =
            ["https://pay.example.pl/a/b?x=1&IPKSeF=123abcDEF4567&y#z", "http://a.pl:8080?IPKSeF=123abcDEF4567"];
        let wrong = [
            "https://pay?IPKSeF=123abcDEF4567",
            "https://a.pl/IPKSeF=123abcDEF4567",
            "ftp://a.pl?IPKSeF=123abcDEF4567",
            "https://a.pl?IPKSeF=12abcDEF45678",
            "https://-a.pl?IPKSeF=123abcDEF4567",
            "https://a.pl:?IPKSeF=123abcDEF4567",
        ];
        check(is_payment_link, &right, &wrong);
    }
}
