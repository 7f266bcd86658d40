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

    /// The longest that can come of it.
    #[test]
    fn no_code_is_longer_than_160_characters() {
        let long = Transfer { payee: "Ą".repeat(300), title: "漢".repeat(10) + &"x".repeat(300), ..transfer() };
        assert!(long.code().unwrap().text.len() <= 160);
    }
}
