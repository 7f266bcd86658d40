//! A transfer to be made, and its two-dimensional code: "Rekomendacja Związku Banków Polskich dotycząca kodu dwuwymiarowego
//! („2D”)", version 1.0 of 3 December 2013.
//!
//! Knows nothing of drawing: the code is a line of text.

use serde::{Deserialize, Serialize};

use crate::bank_account::BankAccount;
use crate::money::Money;
use crate::nip::Nip;
use crate::sms::transliterate;

/// A transfer in złotys that somebody is to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// The payee's; `None` where it is a person.
    #[serde(default)]
    pub nip: Option<Nip>,
    pub account: BankAccount,
    pub amount: Money,
    pub payee: String,
    /// With the numbers by which it will be known whose it is.
    pub title: String,
    /// The VAT goes apart (split payment): its title has a form of its own, and there is no code for it.
    #[serde(default)]
    pub is_split_payment: bool,
}

/// Why a transfer has no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCode {
    #[error("a transfer with split payment has no code")]
    SplitPayment,
    #[error("the account is not Polish")]
    ForeignAccount,
    #[error("there is nothing to pay")]
    NothingToPay,
    #[error("a name or a title is empty")]
    Empty,
}

/// The code of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferCode {
    /// The text in the code.
    pub text: String,
    /// Too high for a code: the payer types the amount.
    pub is_amount_open: bool,
}

/// The highest amount that a code can carry: 9 999.99 zł.
pub const MOST_IN_CODE: Money = Money::from_grosze(999_999);

const LONGEST_PAYEE: usize = 20;
const LONGEST_TITLE: usize = 32;

impl Transfer {
    /// Returns the text of the code: nine fields between eight bars, at most 160 characters.
    ///
    /// Polish letters are kept out of it, so that every reader reads the same; what is too long is cut at the end of a word.
    ///
    /// # Errors
    /// A transfer that may have no code.
    pub fn code(&self) -> Result<TransferCode, NoCode> {
        if self.is_split_payment {
            return Err(NoCode::SplitPayment);
        }
        let account = self.account.nrb().ok_or(NoCode::ForeignAccount)?;
        if !self.amount.is_positive() {
            return Err(NoCode::NothingToPay);
        }
        let (payee, title) = (fitted(&self.payee, LONGEST_PAYEE), fitted(&self.title, LONGEST_TITLE));
        if payee.is_empty() || title.is_empty() {
            return Err(NoCode::Empty);
        }
        let is_amount_open = self.amount > MOST_IN_CODE;
        let grosze = if is_amount_open { 0 } else { self.amount.grosze() };
        let nip = self.nip.as_ref().map_or("", Nip::as_str);
        Ok(TransferCode { text: format!("{nip}|PL|{account}|{grosze:06}|{payee}|{title}|||"), is_amount_open })
    }
}

/// Longest parts of the title of a split payment: the tax with its comma, the number, what else.
const LONGEST_VAT: usize = 13;
const LONGEST_INVOICE: usize = 35;
const LONGEST_TEXT: usize = 33;

/// Returns the title of a transfer with split payment (VAT law art. 108a): the tax that is in it, the payee's tax number, the
/// number of the one invoice that it pays, and what else is to be said. `None` where there is no such tax.
#[must_use]
pub fn split_title(vat: Money, payee: &Nip, invoice: &str, text: &str) -> Option<String> {
    let tax = vat.plain().replace('.', ",");
    let (invoice, text) = (kept_part(invoice, LONGEST_INVOICE), kept_part(text, LONGEST_TEXT));
    if !vat.is_positive() || tax.len() > LONGEST_VAT || invoice.is_empty() {
        return None;
    }
    let head = format!("/VAT/{tax}/IDC/{payee}/INV/{invoice}");
    Some(if text.is_empty() { head } else { format!("{head}/TXT/{text}") })
}

/// Returns a part of such a title, in which none of its words may stand.
fn kept_part(text: &str, most: usize) -> String {
    let single = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = single.chars().take(most).collect();
    let has_word = ["/VAT/", "/IDC/", "/INV/", "/TXT/"].iter().any(|word| short.to_uppercase().contains(word));
    if has_word { short.replace('/', "-") } else { short.trim_end().to_owned() }
}

/// Returns the text in ASCII, without bars, in at most so many characters; cut between words where that leaves half of it.
fn fitted(text: &str, most: usize) -> String {
    let plain = transliterate(&text.replace('|', " "));
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(cut) = plain.get(..most).filter(|cut| cut.len() < plain.len()) else { return plain };
    let is_between = plain.as_bytes().get(most) == Some(&b' ');
    match cut.rfind(' ').filter(|at| *at >= most / 2 && !is_between) {
        Some(at) => cut[..at].to_owned(),
        None => cut.trim_end().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer() -> Transfer {
        Transfer {
            nip: Some(Nip::parse("5260250274").unwrap()),
            account: BankAccount::parse("46114010100000579009004001").unwrap(),
            amount: Money::from_grosze(115),
            payee: "Żółta Ciepłownia | Łódzka Sp. z o.o.".to_owned(),
            title: "FV/2026/11/0042 K-00412 za listopad".to_owned(),
            is_split_payment: false,
        }
    }

    #[test]
    fn the_code_has_nine_fields_of_ascii() {
        let code = transfer().code().unwrap();
        assert_eq!(
            code.text,
            "5260250274|PL|46114010100000579009004001|000115|Zolta Cieplownia|FV/2026/11/0042 K-00412 za|||"
        );
        assert!(!code.is_amount_open && code.text.is_ascii());
    }

    #[test]
    fn what_is_too_high_is_typed_by_the_payer() {
        let ask = |grosze| Transfer { amount: Money::from_grosze(grosze), ..transfer() }.code();
        assert!(ask(999_999).unwrap().text.contains("|999999|"));
        let high = ask(1_000_000).unwrap();
        assert!(high.text.contains("|000000|") && high.is_amount_open);
        assert_eq!(ask(0), Err(NoCode::NothingToPay));
        assert_eq!(ask(-1), Err(NoCode::NothingToPay));
    }

    #[test]
    fn some_transfers_have_no_code() {
        let split = Transfer { is_split_payment: true, ..transfer() };
        assert_eq!(split.code(), Err(NoCode::SplitPayment));
        let account = BankAccount::parse("NL26VAYB8060476890").unwrap();
        assert_eq!(Transfer { account, ..transfer() }.code(), Err(NoCode::ForeignAccount));
        assert_eq!(Transfer { title: "||".to_owned(), ..transfer() }.code(), Err(NoCode::Empty));
    }

    #[test]
    fn a_split_payment_says_its_tax_in_its_title() {
        let nip = Nip::parse("5260250274").unwrap();
        let title = |grosze, invoice: &str, text: &str| split_title(Money::from_grosze(grosze), &nip, invoice, text);
        let expected = "/VAT/10,00/IDC/5260250274/INV/FV 1-2025/TXT/K-00412";
        assert_eq!(title(1_000, "FV 1-2025", "K-00412").as_deref(), Some(expected));
        assert_eq!(title(5, "FV/2026/1", " ").as_deref(), Some("/VAT/0,05/IDC/5260250274/INV/FV/2026/1"));
        assert_eq!((title(0, "FV 1", ""), title(-1, "FV 1", ""), title(1, "  ", "")), (None, None, None));
        let long = title(999_999_999_999, &"Ż".repeat(99), &"/TXT/".repeat(99)).unwrap();
        assert_eq!((long.chars().count(), long.matches("/TXT/").count()), (5 + 13 + 5 + 10 + 5 + 35 + 5 + 33, 1));
    }

    /// Codes of the document of the banks and of two libraries: what checks is written the same, what does not is refused.
    #[test]
    fn the_codes_of_others_are_written_the_same() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/billing/qr/examples.jsonl");
        let Ok(examples) = std::fs::read_to_string(path) else {
            assert!(std::env::var_os("CI").is_none(), "{path} is needed");
            println!("skipped: {path} is not there");
            return;
        };
        let mut n_written = 0;
        for line in examples.lines() {
            let example: serde_json::Value = serde_json::from_str(line).unwrap();
            let field = |name: &str| example["fields"][name].as_str().unwrap();
            let (account, nip) = (BankAccount::parse(field("account")), Nip::parse(field("nip")));
            assert_eq!(account.is_ok(), example["nrb_valid"], "{line}");
            assert!(example["nip_valid"].is_null() || nip.is_ok() == example["nip_valid"], "{line}");
            let amount = Money::from_grosze(example["amount_grosze"].as_i64().unwrap());
            let (Ok(account), true) = (account, amount.is_positive()) else { continue };
            // A wrong number of a payee is left out by us.
            let number = nip.as_ref().map_or("", Nip::as_str).to_owned();
            let (payee, title) = (field("name").to_owned(), field("title").to_owned());
            let ours =
                Transfer { nip: nip.ok(), account, amount, payee, title, is_split_payment: false }.code().unwrap();
            let theirs = example["text"].as_str().unwrap().strip_prefix(field("nip")).unwrap();
            assert_eq!(ours.text, format!("{number}{theirs}"));
            n_written += 1;
        }
        assert_eq!(n_written, 2);
    }

    /// The longest that can come of it.
    #[test]
    fn no_code_is_longer_than_160_characters() {
        let long = Transfer { payee: "Ą".repeat(300), title: "漢".repeat(10) + &"x".repeat(300), ..transfer() };
        assert!(long.code().unwrap().text.len() <= 160);
    }
}
