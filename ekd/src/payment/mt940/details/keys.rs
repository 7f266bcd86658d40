//! Details with keys, as mBank writes them: `OD: … ; TYT.: … ; TNR: …`, in capitals or small letters.

use common::bank_account::BankAccount;

use super::Details;

/// What the bank names, and how it begins. A semicolon before anything else belongs to the text.
const KEYS: [&str; 24] = [
    "OD",
    "DLA",
    "ZRACH.",
    "NARACH.",
    "TYT.",
    "TNR",
    "IDIPH",
    "DATASTEMPLA",
    "REF.KLIENTA",
    "REF.MT103",
    "REF.",
    "WALUTA",
    "KWOTA",
    "KURS",
    "DATANOSTRO",
    "DATAKSIEGOWANIA",
    "RODZAJSKLADKI",
    "DEKLARACJA",
    "NIP",
    "IDUZUP.",
    "NAZWAZOBOW.",
    "SYMBOLFORM.",
    "OKRES",
    "BANK",
];

/// Reads details with keys; `None` where there is none of those by which they are known.
pub(super) fn read(text: &str, is_incoming: bool) -> Option<Details> {
    let mut parts: Vec<(&str, String)> = Vec::new();
    let mut head = String::new();
    for segment in text.split(';') {
        if let Some((key, value)) = key_of(segment) {
            parts.push((key, value.to_owned()));
        } else if let Some((_, value)) = parts.last_mut() {
            value.push(';');
            value.push_str(segment);
        } else {
            head.push_str(segment);
        }
    }
    let value = |wanted: &str| parts.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value.trim());
    let is_known = ["TYT.", "TNR", "IDIPH", "ZRACH.", "NARACH."].iter().any(|key| value(key).is_some());
    if !is_known {
        return None;
    }
    let account = |key| value(key).and_then(|text: &str| BankAccount::parse(text).ok());
    let (theirs, name) = if is_incoming { ("ZRACH.", "OD") } else { ("NARACH.", "DLA") };
    let virtual_id = value("IDIPH").filter(|id| !id.is_empty());
    let of_id = virtual_id.and_then(|id| BankAccount::parse(id).ok());
    let head = head.trim_start_matches(|character: char| character.is_ascii_digit()).trim();
    Some(Details {
        title: value("TYT.").filter(|title| !title.is_empty()).unwrap_or(head).to_owned(),
        counterparty: value(name).unwrap_or_default().to_owned(),
        account: account(theirs),
        virtual_account: of_id.or_else(|| if is_incoming { account("NARACH.") } else { None }),
        virtual_id: virtual_id.map(str::to_owned),
        transaction: value("TNR").filter(|number| !number.is_empty()).map(joined),
    })
}

fn joined(number: &str) -> String {
    number.split_whitespace().collect()
}

/// Returns the key with which a segment begins, blanks left out.
fn key_of(segment: &str) -> Option<(&'static str, &str)> {
    let (key, value) = segment.split_once(':')?;
    let folded = common::text::fold(key).to_ascii_uppercase();
    let key: String = folded.split_whitespace().collect();
    KEYS.iter().find(|known| **known == key).map(|known| (*known, value))
}
