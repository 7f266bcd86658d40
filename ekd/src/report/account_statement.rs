//! What a customer was asked to pay and what has come, from one balance to the next.
//!
//! A balance above zero is to be paid, one below it was paid too much. Knows no rates: interest is told to it.

use common::bank_account::BankAccount;
use common::due::Interest;
use common::invoice::{InvoiceKind, InvoiceStanding};
use common::money::{Currency, Money};
use common::sheet::{Block, Cell, Figure, Row, Sheet, Table};
use jiff::civil::Date;

use super::words::{Body, Words, row, total};
use super::{Frame, cells};

/// What is told.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// A customer with several currencies has one for each.
    pub accounts: Vec<Account>,
}

/// Whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payer {
    pub number: String,
    pub name: String,
    /// Street and town.
    pub address: String,
    /// Into which it pays.
    pub account: Option<BankAccount>,
}

/// A customer's account in one currency, as it stood at the end of the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub payer: Payer,
    pub currency: Currency,
    /// The last day that counts.
    pub last: Date,
    /// Before the first day.
    pub opening: Money,
    /// Of the period, the oldest first.
    pub entries: Vec<Entry>,
    /// With something open at the end, what is due first first.
    pub open: Vec<OpenInvoice>,
    /// What came and pays nothing at the end.
    pub credit: Money,
    /// Of the period, the oldest first.
    pub allocations: Vec<Allocated>,
}

/// Something that changed the balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub on: Date,
    pub what: Change,
    /// What is asked for; less than zero where it gives back. Of a payment what came, less than zero where the bank took it back.
    pub amount: Money,
}

/// What changed a balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Invoice {
        kind: InvoiceKind,
        number: String,
        due_on: Option<Date>,
    },
    /// The document says that so much had been paid.
    PaidBefore {
        number: String,
    },
    Payment {
        payer: String,
        title: String,
    },
}

/// An invoice with something open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenInvoice {
    pub number: String,
    pub issued_on: Date,
    pub due_on: Option<Date>,
    pub asked: Money,
    /// Less than zero: a correction gives so much back.
    pub open: Money,
    pub interest: Interest,
}

/// What paid an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocated {
    pub on: Date,
    /// The title of the payment, or the number of the correction.
    pub from: String,
    pub invoice: String,
    pub amount: Money,
}

/// Rows of a table; the sums are of all.
const MOST_ROWS: usize = 20_000;

impl Account {
    fn sum(&self, counts: impl Fn(&Change) -> bool) -> Money {
        self.entries.iter().filter(|entry| counts(&entry.what)).map(|entry| entry.amount).sum()
    }

    fn asked(&self) -> Money {
        self.sum(|what| matches!(what, Change::Invoice { .. }))
    }

    fn paid(&self) -> Money {
        self.sum(|what| matches!(what, Change::Payment { .. } | Change::PaidBefore { .. }))
    }

    /// Returns the balance after the last entry.
    #[must_use]
    pub fn closing(&self) -> Money {
        self.opening + self.asked() - self.paid()
    }

    fn overdue(&self) -> Money {
        let is_overdue = |invoice: &&OpenInvoice| {
            InvoiceStanding::of(invoice.open, invoice.due_on, self.last) == InvoiceStanding::Overdue
        };
        self.open.iter().filter(is_overdue).map(|invoice| invoice.open).sum()
    }

    /// Returns the interest of everything that is late, or the first reason why it cannot be told.
    fn interest(&self) -> Interest {
        let mut sum = Money::default();
        for invoice in &self.open {
            match invoice.interest {
                Interest::Amount(amount) => sum += amount,
                reason @ (Interest::NoRate(_) | Interest::OtherCurrency) => return reason,
            }
        }
        Interest::Amount(sum)
    }

    fn unit(&self) -> &str {
        unit(&self.currency)
    }
}

/// Returns how amounts of a currency are marked.
pub(super) fn unit(currency: &Currency) -> &str {
    if *currency == Currency::PLN { cells::ZLOTY } else { currency.as_str() }
}

/// Returns the sheet.
#[must_use]
pub fn write(facts: &Facts, frame: &Frame) -> Sheet {
    let words = Words::new(frame);
    let mut body = Body::default();
    let subject = match facts.accounts.as_slice() {
        [one] => payer(words, &one.payer),
        many => vec![words.figure("n-accounts", cells::number(many.len() as u64), "")],
    };
    for (place, account) in facts.accounts.iter().enumerate() {
        if facts.accounts.len() > 1 {
            body.blocks.extend((place > 0).then_some(Block::PageBreak));
            body.blocks.push(Block::Heading(heading(account)));
            body.blocks.push(Block::Figures(payer(words, &account.payer)));
        }
        body.blocks.push(Block::Figures(figures(words, account)));
        body.blocks.push(entries(words, account));
        body.blocks.push(open(words, account));
        body.blocks.push(allocations(words, account));
    }
    if facts.accounts.is_empty() {
        body.blocks.push(Block::Text(words.say("report-no-accounts")));
    }
    body.definitions = ["balance", "booked", "open-invoices", "statement-interest", "later"]
        .map(|id| words.say(&format!("report-definition-{id}")))
        .into();
    let period = words.period(frame.period);
    words.sheet(words.tell("report-account-statement", &[("period", period.into())]), subject, body)
}

fn heading(account: &Account) -> String {
    let Payer { number, name, .. } = &account.payer;
    let currency = if account.currency == Currency::PLN { "" } else { account.currency.as_str() };
    common::text::visible(&format!("{number} {name} {currency}")).trim_end().to_owned()
}

fn payer(words: Words<'_>, payer: &Payer) -> Vec<Figure> {
    let Payer { number, name, address, account } = payer;
    let mut figures = vec![words.figure("customer", cells::text(format!("{number} {name}").trim_end()), "")];
    if !address.is_empty() {
        figures.push(words.figure("address", cells::text(address), ""));
    }
    figures.extend(account.as_ref().map(|account| words.figure("pays-into", Cell::Text(account.grouped()), "")));
    figures
}

fn figures(words: Words<'_>, account: &Account) -> Vec<Figure> {
    let unit = account.unit();
    let figure = |id: &str, amount: Money| words.figure(id, cells::money(Some(amount)), unit);
    let until = [("on", account.last.to_string().into())];
    let interest = Figure {
        label: words.tell("report-figure-interest-on", &until),
        value: interest(words, account.interest()),
        unit: if matches!(account.interest(), Interest::Amount(_)) { unit.to_owned() } else { String::new() },
    };
    vec![
        figure("opening-balance", account.opening),
        figure("asked", account.asked()),
        figure("paid", account.paid()),
        figure("closing-balance", account.closing()),
        figure("overdue", account.overdue()),
        figure("credit", account.credit),
        interest,
    ]
}

fn interest(words: Words<'_>, interest: Interest) -> Cell {
    match interest {
        Interest::Amount(amount) => cells::money(Some(amount)),
        Interest::NoRate(Some(on)) => Cell::Text(words.tell("report-no-rate-on", &[("on", on.to_string().into())])),
        Interest::NoRate(None) => Cell::Text(words.say("report-no-rate")),
        Interest::OtherCurrency => Cell::Missing,
    }
}

fn entries(words: Words<'_>, account: &Account) -> Block {
    let unit = account.unit();
    let columns = vec![
        words.texts("on"),
        words.texts("document"),
        words.texts("about"),
        words.figures("asked", unit),
        words.figures("paid", unit),
        words.figures("balance", unit),
    ];
    let mut balance = account.opening;
    let carried = |text: &str, balance: Money| {
        let text = Cell::Text(words.say(text));
        total(vec![Cell::Missing, text, Cell::Missing, Cell::Missing, Cell::Missing, cells::money(Some(balance))])
    };
    let mut rows = vec![carried("report-opening-balance", balance)];
    for entry in &account.entries {
        let (document, about, is_asked) = change(words, &entry.what);
        balance = if is_asked { balance + entry.amount } else { balance - entry.amount };
        let (asked, paid) = if is_asked { (Some(entry.amount), None) } else { (None, Some(entry.amount)) };
        let amounts = [cells::money(asked), cells::money(paid), cells::money(Some(balance))];
        rows.push(row([Cell::Date(entry.on), document, about].into_iter().chain(amounts).collect()));
    }
    let n_left = cut(&mut rows);
    rows.push(carried("report-closing-balance", balance));
    table(words, "account_entries", (columns, rows), n_left)
}

/// Returns what it was, what of it, and whether it asks for money.
fn change(words: Words<'_>, what: &Change) -> (Cell, Cell, bool) {
    match what {
        Change::Invoice { kind, number, due_on } => {
            let kind = words.say(&format!("invoice-kind-{}", kind.name()));
            let due = due_on
                .map_or(Cell::Missing, |on| Cell::Text(words.tell("report-due-on", &[("on", on.to_string().into())])));
            (cells::text(&format!("{kind} {number}")), due, true)
        }
        Change::PaidBefore { number } => (Cell::Text(words.say("report-paid-before")), cells::text(number), false),
        Change::Payment { payer, title } => {
            let about = if payer.is_empty() { title.clone() } else { format!("{title} ({payer})") };
            (Cell::Text(words.say("report-payment")), cells::text(&about), false)
        }
    }
}

fn open(words: Words<'_>, account: &Account) -> Block {
    let unit = account.unit();
    let columns = vec![
        words.texts("number"),
        words.texts("issued_on"),
        words.texts("due_on"),
        words.figures("asked", unit),
        words.figures("settled", unit),
        words.figures("open", unit),
        words.figures("days_overdue", ""),
        words.figures("interest", unit),
    ];
    let line = |invoice: &OpenInvoice| {
        row(vec![
            cells::text(&invoice.number),
            Cell::Date(invoice.issued_on),
            invoice.due_on.map_or(Cell::Missing, Cell::Date),
            cells::money(Some(invoice.asked)),
            cells::money(Some(invoice.asked - invoice.open)),
            cells::money(Some(invoice.open)),
            days_overdue(invoice, account.last),
            interest(words, invoice.interest),
        ])
    };
    let mut rows: Vec<Row> = account.open.iter().map(line).collect();
    let n_left = cut(&mut rows);
    if !account.open.is_empty() {
        let sum = |amount: fn(&OpenInvoice) -> Money| cells::money(Some(account.open.iter().map(amount).sum()));
        rows.push(total(vec![
            Cell::Text(words.say("report-total")),
            Cell::Missing,
            Cell::Missing,
            sum(|invoice| invoice.asked),
            sum(|invoice| invoice.asked - invoice.open),
            sum(|invoice| invoice.open),
            Cell::Missing,
            interest(words, account.interest()),
        ]));
    }
    table(words, "account_open", (columns, rows), n_left)
}

fn days_overdue(invoice: &OpenInvoice, last: Date) -> Cell {
    let days = invoice.due_on.filter(|due_on| invoice.open.is_positive() && *due_on < last);
    let days = days.and_then(|due_on| last.since(due_on).ok()).map(|span| span.get_days());
    days.map_or(Cell::Missing, |days| Cell::Number(days.to_string()))
}

fn allocations(words: Words<'_>, account: &Account) -> Block {
    let columns = vec![
        words.texts("on"),
        words.texts("paid_with"),
        words.texts("invoice"),
        words.figures("amount", account.unit()),
    ];
    let line = |one: &Allocated| {
        row(vec![Cell::Date(one.on), cells::text(&one.from), cells::text(&one.invoice), cells::money(Some(one.amount))])
    };
    let mut rows: Vec<Row> = account.allocations.iter().map(line).collect();
    let n_left = cut(&mut rows);
    table(words, "account_allocations", (columns, rows), n_left)
}

/// Takes off the rows that do not fit and returns how many.
fn cut(rows: &mut Vec<Row>) -> u64 {
    let n_left = rows.len().saturating_sub(MOST_ROWS);
    rows.truncate(MOST_ROWS);
    n_left as u64
}

fn table(words: Words<'_>, name: &str, (columns, rows): (Vec<common::sheet::Column>, Vec<Row>), n_left: u64) -> Block {
    match words.table(name, columns, rows) {
        Block::Table(table) => Block::Table(Table { n_left, ..table }),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use common::language::Language;
    use common::time::Period;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;

    fn zloty(amount: i64) -> Money {
        Money::from_grosze(amount * 100)
    }

    fn account() -> Account {
        let invoice = |number: &str, on, amount| Entry {
            on,
            what: Change::Invoice {
                kind: InvoiceKind::Basic,
                number: number.to_owned(),
                due_on: Some(date(2026, 3, 21)),
            },
            amount: zloty(amount),
        };
        let payment = Change::Payment { payer: "SM \u{202e}Zielona".to_owned(), title: "FV/1".to_owned() };
        Account {
            payer: Payer {
                number: "K-00412".to_owned(),
                name: "SM Zielona Dolina".to_owned(),
                address: "Zielona 1, 00-412 Miasto".to_owned(),
                account: None,
            },
            currency: Currency::PLN,
            last: date(2026, 3, 31),
            opening: zloty(100),
            entries: vec![
                invoice("FV/1", date(2026, 3, 1), 200),
                Entry { on: date(2026, 3, 2), what: payment, amount: zloty(250) },
                invoice("KOR/1", date(2026, 3, 3), -30),
            ],
            open: vec![OpenInvoice {
                number: "FV/1".to_owned(),
                issued_on: date(2026, 3, 1),
                due_on: Some(date(2026, 3, 21)),
                asked: zloty(200),
                open: zloty(20),
                interest: Interest::Amount(Money::from_grosze(5)),
            }],
            credit: Money::default(),
            allocations: Vec::new(),
        }
    }

    fn frame() -> Frame {
        let period =
            Period { from: "2026-02-28T23:00:00Z".parse().unwrap(), until: "2026-03-31T22:00:00Z".parse().unwrap() };
        Frame { language: Language::Polish, zone: TimeZone::get("Europe/Warsaw").unwrap(), period }
    }

    fn tables(sheet: &Sheet) -> Vec<Vec<Vec<Cell>>> {
        let table = |block: &Block| match block {
            Block::Table(table) => Some(table.rows.iter().map(|row| row.cells.clone()).collect()),
            _ => None,
        };
        sheet.blocks.iter().filter_map(table).collect()
    }

    #[test]
    fn the_balance_is_carried_from_entry_to_entry() {
        let sheet = write(&Facts { accounts: vec![account()] }, &frame());
        let balances: Vec<Cell> = tables(&sheet)[0].iter().map(|row| row[5].clone()).collect();
        let number = |text: &str| Cell::Number(text.to_owned());
        assert_eq!(balances, ["100.00", "300.00", "50.00", "20.00", "20.00"].map(number));
        assert_eq!(account().closing(), zloty(20));
        let open = &tables(&sheet)[1];
        assert_eq!(open[0][4..], [number("180.00"), number("20.00"), number("10"), number("0.05")]);
        assert!(!serde_json::to_string(&sheet).unwrap().contains('\u{202e}'));
        assert_eq!(sheet.definitions.len(), 7);
    }

    #[test]
    fn interest_without_a_rate_is_told_and_not_zero() {
        let mut account = account();
        account.open[0].interest = Interest::NoRate(Some(date(2026, 7, 1)));
        let sheet = write(&Facts { accounts: vec![account] }, &frame());
        let Some(Block::Figures(figures)) = sheet.blocks.first() else { panic!("{sheet:?}") };
        assert!(matches!(&figures[6].value, Cell::Text(text) if text.contains("2026-07-01")), "{:?}", figures[6]);
        assert!(figures[6].unit.is_empty());
    }

    #[test]
    fn customers_stand_one_after_another() {
        let two = write(&Facts { accounts: vec![account(), account()] }, &frame());
        let n_headings = two.blocks.iter().filter(|block| matches!(block, Block::Heading(_))).count();
        assert_eq!((n_headings, tables(&two).len()), (2, 6));
        let none = write(&Facts::default(), &frame());
        assert!(matches!(none.blocks.as_slice(), [Block::Text(_)]));
    }
}
