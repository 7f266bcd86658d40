//! A year of a customer, played through files: twelve invoices, nine payments, one correction, one overpayment and one
//! collective transfer. After each file the balance is what a ledger on paper says.

use common::due::Balance;
use common::invoice::file::FileOutcome;
use common::invoice::{InvoiceFilter, InvoiceStanding};
use common::money::Money;
use common::payment::PaymentStanding;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::desk::{ACCOUNTS, Desk};
use crate::papers::{Fa, Incoming, mt940};

/// An invoice on paper: its number, its last day, and what is open of it.
struct Line {
    number: String,
    due: Date,
    open: i64,
}

/// What somebody writes down with a pencil.
#[derive(Default)]
struct Paper {
    lines: Vec<Line>,
    credit: i64,
}

impl Paper {
    fn bill(&mut self, fa: &Fa) {
        self.lines.push(Line { number: fa.number.clone(), due: fa.due.parse().unwrap(), open: fa.gross() });
        let credit = std::mem::take(&mut self.credit);
        self.pay(credit, &[]);
    }

    /// Pays the named invoices first, then the oldest; the rest is a credit.
    fn pay(&mut self, grosze: i64, named: &[&str]) {
        let mut left = grosze;
        let is_named = |line: &Line| named.contains(&line.number.as_str());
        for pass in [true, false] {
            for line in self.lines.iter_mut().filter(|line| is_named(line) == pass) {
                let part = left.min(line.open);
                line.open -= part;
                left -= part;
            }
        }
        self.credit += left;
    }

    fn lower(&mut self, number: &str, grosze: i64) {
        let line = self.lines.iter_mut().find(|line| line.number == number).unwrap();
        let part = grosze.min(line.open);
        line.open -= part;
        self.pay(grosze - part, &[]);
    }

    fn check(&self, told: &Balance, today: Date, step: &str) {
        let open = || self.lines.iter().filter(|line| line.open > 0);
        let total: i64 = open().map(|line| line.open).sum();
        let overdue: i64 = open().filter(|line| line.due < today).map(|line| line.open).sum();
        let next = open().filter(|line| line.due >= today).map(|line| line.due).min();
        let due_then: i64 = open().filter(|line| Some(line.due) == next).map(|line| line.open).sum();
        println!(
            "{today} {step:<34} total {:>10} overdue {:>10} next {:>10} {} credit {:>8}",
            told.total_due.plain(),
            told.overdue.plain(),
            told.next_due.map_or_else(|| "-".to_owned(), |next| next.amount.plain()),
            told.next_due.map_or_else(|| "-         ".to_owned(), |next| next.on.to_string()),
            told.credit.plain()
        );
        assert_eq!(told.total_due, Money::from_grosze(total), "{step}: total");
        assert_eq!(told.overdue, Money::from_grosze(overdue), "{step}: overdue");
        assert_eq!(told.credit, Money::from_grosze(self.credit), "{step}: credit");
        let told_next = told.next_due.map(|next| (next.on, next.amount));
        assert_eq!(told_next, next.map(|on| (on, Money::from_grosze(due_then))), "{step}: next due");
    }
}

fn invoice(month: i8) -> Fa {
    let first: Date = jiff::civil::date(2026, month, 1);
    let issued = first.last_of_month().tomorrow().unwrap().saturating_add(jiff::Span::new().days(4));
    Fa {
        number: format!("FV/{month:02}/2026"),
        customer: "K-1".to_owned(),
        buyer: "Wspólnota Ciepła 1".to_owned(),
        issued: issued.to_string(),
        due: issued.saturating_add(jiff::Span::new().days(15)).to_string(),
        period: (first.to_string(), first.last_of_month().to_string()),
        lines: vec![
            ("Moc zamówiona W-1".to_owned(), 318_295),
            ("Ciepło".to_owned(), 1_000_000 + i64::from(month) * 12_345),
            ("Nośnik ciepła".to_owned(), 4_046),
        ],
        corrects: None,
        account: Some(ACCOUNTS[0][2..].to_owned()),
    }
}

/// The player: the clock, the bank's account and the paper.
struct Year {
    desk: Desk,
    paper: Paper,
    statement: u32,
    held: i64,
}

impl Year {
    fn on(&mut self, day: Date) {
        let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::get("Europe/Warsaw").unwrap()).unwrap();
        self.desk.daemon.set_clock(noon.timestamp());
    }

    async fn compare(&self, today: Date, step: &str) {
        self.paper.check(&self.desk.balance("K-1").await, today, step);
    }

    async fn bill(&mut self, month: i8) {
        let fa = invoice(month);
        let today: Date = fa.issued.parse().unwrap();
        self.on(today);
        let file = self.desk.put(&format!("fv-{month:02}.xml"), fa.xml().as_bytes()).await;
        assert_eq!((file.outcome, file.tally.n_new, file.problems.as_slice()), (FileOutcome::Taken, 1, &[][..]));
        assert_eq!(file.tally.payable.grosze(), fa.gross());
        self.paper.bill(&fa);
        self.compare(today, &fa.number).await;
    }

    async fn pay(&mut self, day: &str, grosze: i64, title: &str, named: &[&str]) {
        let today: Date = day.parse().unwrap();
        self.on(today);
        self.statement += 1;
        let incoming = Incoming {
            grosze,
            payer: "WSPÓLNOTA CIEPŁA 1 UL. CIEPŁA 1 ŁÓDŹ".to_owned(),
            title: title.to_owned(),
            virtual_account: Some(ACCOUNTS[0][2..].to_owned()),
        };
        let (text, held) = mt940(self.statement, &today.strftime("%y%m%d").to_string(), self.held, &[incoming]);
        self.held = held;
        let file = self.desk.put(&format!("wyciag-{:03}.sta", self.statement), text.as_bytes()).await;
        assert_eq!((file.outcome, file.tally.n_booked, file.tally.n_matched), (FileOutcome::Taken, 1, 1), "{file:?}");
        self.paper.pay(grosze, named);
        self.compare(today, title).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_of_a_customer_through_files() {
    let desk = Desk::start("2026-01-15T11:00:00Z").await;
    let mut year = Year { desk, paper: Paper::default(), statement: 0, held: 0 };
    let gross = |month| invoice(month).gross();
    year.bill(1).await;
    year.pay("2026-02-18", gross(1), "FV/01/2026", &["FV/01/2026"]).await;
    year.bill(2).await;
    year.pay("2026-03-25", gross(2), "zapłata za luty fv/02/2026", &["FV/02/2026"]).await;
    year.bill(3).await;
    year.pay("2026-04-20", gross(3) / 2, "FV/03/2026 pierwsza rata", &["FV/03/2026"]).await;
    year.bill(4).await;
    year.pay(
        "2026-05-19",
        gross(3) - gross(3) / 2 + gross(4),
        "FV/03/2026 reszta i FV/04/2026",
        &["FV/03/2026", "FV/04/2026"],
    )
    .await;
    year.bill(5).await;
    year.pay("2026-06-20", gross(5) + 100_000, "FV/05/2026", &["FV/05/2026"]).await;
    // The overpayment pays a part of the next one by itself.
    year.bill(6).await;
    correct(&mut year).await;
    let rest = year.paper.lines.iter().find(|line| line.number == "FV/06/2026").unwrap().open;
    year.pay("2026-07-19", rest, "dopłata do FV/06/2026", &["FV/06/2026"]).await;
    for month in [7, 8, 9] {
        year.bill(month).await;
    }
    let together = gross(7) + gross(8) + gross(9);
    let named = ["FV/07/2026", "FV/08/2026", "FV/09/2026"];
    year.pay("2026-10-15", together, "FV/07/2026, FV/08/2026, FV/09/2026", &named).await;
    year.bill(10).await;
    year.pay("2026-11-20", gross(10), "FV 10 2026", &["FV/10/2026"]).await;
    year.bill(11).await;
    // No number in it: the virtual account says whose it is.
    year.pay("2026-12-22", 500_000, "zaliczka", &[]).await;
    year.bill(12).await;
    finish(&year).await;
}

/// June was read wrong: the bill is lowered by 300 zł net.
async fn correct(year: &mut Year) {
    let original = invoice(6);
    let fa = Fa {
        number: "KOR/01/2026".to_owned(),
        issued: "2026-07-10".to_owned(),
        due: "2026-07-25".to_owned(),
        lines: vec![("Ciepło – korekta odczytu".to_owned(), -30_000)],
        corrects: Some((original.number.clone(), original.issued.clone())),
        ..original.clone()
    };
    year.on("2026-07-10".parse().unwrap());
    let file = year.desk.put("kor-01.xml", fa.xml().as_bytes()).await;
    assert_eq!((file.outcome, file.tally.n_new), (FileOutcome::Taken, 1), "{file:?}");
    year.paper.lower(&original.number, -fa.gross());
    year.compare("2026-07-10".parse().unwrap(), "KOR/01/2026").await;
}

/// What is left at the end of the year, figure by figure.
async fn finish(year: &Year) {
    let desk = &year.desk;
    let all = desk.invoices(InvoiceFilter::default()).await;
    let of = |standing| all.iter().filter(|invoice| invoice.standing == standing).count();
    assert_eq!(all.len(), 13);
    let standings =
        [InvoiceStanding::Settled, InvoiceStanding::Overdue, InvoiceStanding::Open, InvoiceStanding::Credit];
    assert_eq!(standings.map(of), [11, 1, 1, 0]);
    let payments = desk.payments().await;
    assert_eq!(payments.len(), 9);
    assert!(payments.iter().all(|payment| payment.standing == PaymentStanding::Allocated), "{payments:?}");
    let asked: i64 = all.iter().map(|invoice| invoice.payable.grosze()).sum();
    let came: i64 = payments.iter().map(|payment| payment.amount.grosze()).sum();
    let balance = desk.balance("K-1").await;
    assert_eq!((balance.total_due - balance.credit).grosze(), asked - came, "nothing is lost, nothing is doubled");
    assert_eq!(balance.sites.iter().map(|site| site.total_due).sum::<Money>(), balance.total_due);
    assert_eq!(desk.balance("K-2").await.total_due, Money::default());
}
