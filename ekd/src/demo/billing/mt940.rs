//! Statements of the invented utility's account, as a Polish bank writes them: MT940, the keys of mBank, ISO-8859-2.
//!
//! Writes what it is told; what was paid is decided elsewhere.

use std::fmt::Write as _;

use common::money::Money;
use jiff::civil::Date;

use super::SELLER_ACCOUNT;

/// Something that was booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Booked {
    pub on: Date,
    /// Less than zero: it went out.
    pub amount: Money,
    pub from: String,
    pub from_account: String,
    /// By what the bank names the virtual account; empty: it came to the account itself.
    pub virtual_id: String,
    pub title: String,
}

/// The bank cuts a line after so many characters, also within words.
const LINE: usize = 65;
const FIRST_BALANCE: Money = Money::from_grosze(421_000_000);

/// Returns one file with a statement for each month in which something was booked; entries are in order of their days.
pub(super) fn write(entries: &[Booked]) -> Vec<u8> {
    let mut text = String::new();
    let mut balance = FIRST_BALANCE;
    let months = entries.chunk_by(|one, other| one.on.first_of_month() == other.on.first_of_month());
    for (number, month) in (1..).zip(months) {
        balance = statement(&mut text, (number, month), balance);
    }
    let (bytes, _, _) = encoding_rs::ISO_8859_2.encode(&text);
    bytes.into_owned()
}

fn statement(text: &mut String, (number, month): (u32, &[Booked]), opening: Money) -> Money {
    let (Some(first), Some(last)) = (month.first(), month.last()) else { return opening };
    let closing = opening + month.iter().map(|entry| entry.amount).sum();
    let _ = write!(
        text,
        ":20:ST{}CYC/{number}\r\n:25:PL{SELLER_ACCOUNT}\r\n:28C:{number}/1\r\n:60F:{}\r\n",
        short(last.on),
        balance(first.on, opening)
    );
    for (place, entry) in (1..).zip(month) {
        add(text, (number, place), entry);
    }
    let _ = write!(text, ":62F:{}\r\n-\r\n", balance(last.on, closing));
    closing
}

fn add(text: &mut String, (statement, place): (u32, u32), entry: &Booked) {
    let Booked { on, amount, from, from_account, virtual_id, title } = entry;
    let sign = if amount.is_positive() { 'C' } else { 'D' };
    let digits = amount.plain().replace('-', "").replace('.', ",");
    let reference = format!("{}{statement:04}{place:06}", short(*on));
    let (day, code) = (on.strftime("%m%d"), if virtual_id.is_empty() { 991 } else { 911 });
    let _ = write!(text, ":61:{}{day}{sign}N{digits}NTRFNONREF//{reference}\r\n{code}-PRZELEW\r\n", short(*on));
    let mut words = format!("{code} PRZELEW PRZYCHODZĄCY");
    if !amount.is_positive() {
        words = format!("{code} OPŁATA");
    }
    for (key, value) in [("ID IPH", virtual_id), ("Z RACH.", from_account), ("OD", from), ("TYT.", title)] {
        if !value.is_empty() {
            let _ = write!(words, "; {key}: {value}");
        }
    }
    let _ = write!(words, "; TNR: {reference}.{place:06}");
    let letters: Vec<char> = format!(":86:{words}").chars().collect();
    for line in letters.chunks(LINE) {
        text.extend(line);
        text.push_str("\r\n");
    }
}

fn balance(on: Date, amount: Money) -> String {
    let sign = if amount < Money::default() { 'D' } else { 'C' };
    format!("{sign}{}PLN{}", short(on), amount.plain().replace('-', "").replace('.', ","))
}

fn short(day: Date) -> String {
    day.strftime("%y%m%d").to_string()
}
