//! What a statement says, in whatever form it came, and by what an entry is known again.
//!
//! Knows neither form. Amounts are of the statement's own currency, more than zero for what came in.

use std::collections::HashMap;
use std::fmt::Write as _;

use common::bank_account::BankAccount;
use common::invoice::file::{FileProblem, ProblemKind};
use common::money::{Currency, Money};
use common::text::{fold, visible};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

/// The largest statement that is read, in bytes.
pub const MAX_BYTES: usize = 32 << 20;

/// The most entries that one file may hold.
pub const MAX_ENTRIES: usize = 200_000;

/// The longest text of an entry that is kept, in characters.
const MAX_TEXT: usize = 500;

/// How much of a text that could not be understood is shown, in characters.
const MAX_SHOWN: usize = 60;

/// A statement of one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadStatement {
    /// As the bank writes it.
    pub account: String,
    pub number: String,
    pub reference: String,
    pub currency: Currency,
    /// The days of the balances, or of the entries where those have none.
    pub first_on: Option<Date>,
    pub last_on: Option<Date>,
    pub opening: Option<Money>,
    pub closing: Option<Money>,
    pub entries: Vec<ReadEntry>,
    /// What does not add up; with any of them the statement is still whole.
    pub flags: Vec<FileProblem>,
    /// Opening and booked entries make closing. `false` where one of the two is missing: such a statement was cut or changed.
    pub is_balanced: bool,
}

/// One entry of a statement; of a batch, one of its transactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadEntry {
    pub booked_on: Date,
    pub value_on: Date,
    /// More than zero came in, less than zero went out.
    pub amount: Money,
    pub currency: Currency,
    /// The bank takes back an entry: one that is less than zero and a reversal had come in before.
    pub is_reversal: bool,
    /// `false`: the bank only foresees it, and it comes again.
    pub is_booked: bool,
    pub title: String,
    /// Who paid; of what went out, who was paid.
    pub counterparty: String,
    pub counterparty_account: Option<BankAccount>,
    /// The account that the payer wrote, where it is not the statement's own.
    pub virtual_account: Option<BankAccount>,
    /// By what the bank names the virtual account (`ID IPH`), as it stands there.
    pub virtual_id: Option<String>,
    /// What the bank calls it.
    pub reference: String,
    /// Which of the statement's entries it is a part of, where that is a batch.
    pub batch: Option<u32>,
    /// The same for the same entry in whatever file it comes.
    pub key: String,
    /// The line of the file.
    pub line: u64,
}

/// What makes an entry itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// The bank gives each entry a reference of its own.
    Reference,
    /// What the entry says, for want of a reference.
    Words,
}

/// Gives entries their keys: equal entries are told apart by their order, those without a reference in the file, those with one in
/// the statement, for a statement of the week has the same ones as that of a day.
#[derive(Default)]
pub(super) struct Keys {
    by_words: HashMap<[u8; 16], u32>,
    by_reference: HashMap<[u8; 16], u32>,
}

impl Keys {
    pub(super) fn begin_statement(&mut self) {
        self.by_reference.clear();
    }

    pub(super) fn give(&mut self, account: &str, entry: &mut ReadEntry, identity: Identity) {
        let mut digest = Sha256::new();
        let mut add = |part: &str| {
            digest.update(part.as_bytes());
            digest.update([0]);
        };
        // With or without its country it is the same account.
        add(&BankAccount::parse(account).map_or_else(|_| plain(account), |account| plain(account.as_str())));
        add(&entry.booked_on.to_string());
        add(&entry.amount.plain());
        add(entry.currency.as_str());
        add(&plain(&entry.reference));
        match identity {
            Identity::Reference => add("reference"),
            Identity::Words => {
                add(&plain(&entry.title));
                add(&plain(&entry.counterparty));
                add(entry.counterparty_account.as_ref().map_or("", BankAccount::as_str));
                add(entry.virtual_account.as_ref().map_or("", BankAccount::as_str));
                add(entry.virtual_id.as_deref().unwrap_or_default());
            }
        }
        let digest: [u8; 32] = digest.finalize().into();
        let mut short = [0; 16];
        short.copy_from_slice(&digest[..16]);
        let met = match identity {
            Identity::Reference => &mut self.by_reference,
            Identity::Words => &mut self.by_words,
        };
        let n_before = met.entry(short).or_default();
        let name = short.iter().fold(String::with_capacity(40), |mut name, byte| {
            write!(name, "{byte:02x}").expect("writing to a String cannot fail");
            name
        });
        entry.key = if *n_before == 0 { name } else { format!("{name}-{n_before}") };
        *n_before += 1;
    }
}

impl ReadStatement {
    /// Says whether opening and booked entries make closing; flags it where they do not.
    pub(super) fn balance(&mut self, field: &str) {
        let booked: Money = self.entries.iter().filter(|entry| entry.is_booked).map(|entry| entry.amount).sum();
        let (Some(opening), Some(closing)) = (self.opening, self.closing) else {
            self.is_balanced = false;
            return;
        };
        self.is_balanced =
            opening + booked == closing && self.entries.iter().all(|entry| entry.currency == self.currency);
        if opening + booked != closing {
            let wanted = format!("{} + {} = {}", opening.plain(), booked.plain(), (opening + booked).plain());
            self.flags.push(problem(ProblemKind::DoesNotAddUp, field, None, &closing.plain(), &wanted));
        }
    }
}

/// Returns the text in small letters without diacritics, and of it letters and figures only: as it is the same in every encoding.
fn plain(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Returns the text as it is kept: single blanks, nothing hidden, not too long.
pub(super) fn kept(text: &str) -> String {
    let single = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short = single.char_indices().nth(MAX_TEXT).map_or(single.as_str(), |(end, _)| &single[..end]);
    visible(short).into_owned()
}

pub(super) fn problem(kind: ProblemKind, field: &str, line: Option<u64>, found: &str, wanted: &str) -> FileProblem {
    let end = found.char_indices().nth(MAX_SHOWN).map_or(found.len(), |(end, _)| end);
    let found = visible(&found[..end]).into_owned();
    FileProblem { kind, field: field.to_owned(), line, found, wanted: wanted.to_owned() }
}
