//! Bills held line by line against a contract, a tariff and registers.

use common::id::TariffName;
use common::invoice::Days;
use common::money::{Money, Price};
use common::quantity::Energy;
use jiff::civil::date;

use super::*;
use crate::tariff::a1_prices;

const HOUR: i64 = 3_600;
const GJ: i64 = Energy::GJ.base();

fn price(text: &str) -> Price {
    Price::parse(text).unwrap()
}

fn tariff(more: impl IntoIterator<Item = Prices>) -> Tariff {
    Tariff::new(TariffName::parse("A1").unwrap(), [a1_prices()].into_iter().chain(more).collect(), None)
}

fn second(n: i64) -> Timestamp {
    Timestamp::from_second(n).unwrap()
}

const MARCH: Days = Days { first: date(2023, 3, 1), last: date(2023, 3, 31) };

/// Heat of a month, more in each hour than in the one before; 0.2 MW.
fn facts(tariff: &Tariff) -> SiteFacts<'_> {
    let all: Vec<(Timestamp, i64)> =
        (-150..2000).map(|n| (second(n * HOUR), n * GJ * 2 / 5 + n * n * 1_000_000)).collect();
    let at = |n: i64| all[usize::try_from(n + 150).unwrap()].1;
    let used = at(743) - at(0);
    let parts = super::super::bill::stretches(tariff, MARCH).unwrap();
    let n_parts = i64::try_from(parts.len()).unwrap();
    let taken = parts.into_iter().map(|days| Taken { days, energy: Energy::from_base(used / n_parts), carrier: None });
    SiteFacts {
        site: SiteCode::parse("M-0412").unwrap(),
        names: vec!["M-0412".to_owned()],
        deliveries: vec![Delivery {
            tariff,
            taken: taken.collect(),
            reserved: vec![Reserved { days: MARCH, power: Power::from_base(200_000) }],
        }],
        lacks: Vec::new(),
        metered: Metered {
            period: Period { from: second(0), until: second(743 * HOUR) },
            ends: Ends::Read,
            percent: Some(100),
            has_doubtful: false,
            slack: 0,
            carrier_slack: 0,
            course: all,
        },
    }
}

fn line(number: u32, text: &str, figures: (&str, &str, &str)) -> InvoiceLine {
    let (quantity, unit, price) = figures;
    let mut line = InvoiceLine {
        number,
        text: text.to_owned(),
        quantity: Some(quantity.to_owned()),
        unit: Some(unit.to_owned()),
        price: Some(price.to_owned()),
        net: Some(Money::default()),
        rate: Some("23".to_owned()),
        ..InvoiceLine::default()
    };
    line.net = Figures::of(&line).off_by().map(|off| -off);
    line
}

fn used() -> i64 {
    743 * GJ * 2 / 5 + 743 * 743 * 1_000_000
}

fn gigajoules(amount: i64) -> String {
    judged::plain(common::quantity::Unit::Gigajoule, amount, 3)
}

/// The bill as it should be.
fn right() -> Vec<InvoiceLine> {
    let heat = gigajoules(used());
    vec![
        line(1, "Moc zamówiona", ("0.2", "MW", "15914.77")),
        line(2, "Ciepło", (&heat, "GJ", "91.07")),
        line(3, "Usługi przesyłowe stałe", ("0.2", "MW", "5172.87")),
        line(4, "Usługi przesyłowe zmienne", (&heat, "GJ", "19.16")),
    ]
}

fn check_with(lines: &[InvoiceLine], sites: &[SiteFacts<'_>]) -> Vec<LineCheck> {
    let elsewhere = BTreeSet::new();
    super::lines(&Bill {
        lines,
        billing: Billing::Whole,
        sites,
        nowhere: &CheckReason::NoContract,
        before: &[],
        elsewhere: &elsewhere,
    })
}

fn check(lines: &[InvoiceLine]) -> Vec<LineCheck> {
    let tariff = tariff([]);
    check_with(lines, &[facts(&tariff)])
}

fn names(checks: &[LineCheck]) -> Vec<Vec<&'static str>> {
    checks.iter().map(|check| check.reasons.iter().map(CheckReason::name).collect()).collect()
}

fn overall(checks: &[LineCheck]) -> BillVerdict {
    verdict(checks.iter().map(|check| &check.verdict))
}

#[test]
fn a_right_bill_agrees_line_by_line() {
    let checks = check(&right());
    assert_eq!(names(&checks), [vec![], vec![], vec![], Vec::<&str>::new()], "{checks:?}");
    assert_eq!(overall(&checks), BillVerdict::Agrees);
    for (check, line) in checks.iter().zip(right()) {
        assert_eq!(check.expected.as_ref().unwrap().net, line.net);
        assert_eq!((check.number, check.site.clone()), (Some(line.number), None));
    }
}

#[test]
fn a_meter_read_on_another_day_is_explained_by_that_day() {
    let mut lines = right();
    let late = 767 * GJ * 2 / 5 + 767 * 767 * 1_000_000;
    lines[1] = line(2, "Ciepło", (&gigajoules(late), "GJ", "91.07"));
    let checks = check(&lines);
    assert_eq!(names(&checks)[1], ["reading_date", "register"]);
    let CheckReason::ReadingDate { from, until } = checks[1].reasons[0] else { panic!() };
    assert_eq!((from, until), (second(0), second(767 * HOUR)));
    assert_eq!(checks[1].reasons[1], CheckReason::Register { by: gigajoules(late - used()) });
    assert_eq!(checks[1].expected.as_ref().unwrap().quantity, Some(gigajoules(used())));
    assert_eq!(overall(&checks), BillVerdict::Differs);
}

#[test]
fn each_kind_of_mistake_is_named() {
    let mut lines = right();
    lines[0] = line(1, "Moc zamówiona", ("0.25", "MW", "15914.77"));
    lines[1] = line(2, "Ciepło", (&gigajoules(used()), "GJ", "92.07"));
    lines[2].net = lines[2].net.map(|net| net + Money::from_grosze(500));
    lines.pop();
    lines.push(line(5, "Przegląd węzła", ("1", "szt", "200")));
    let checks = check(&lines);
    assert_eq!(
        names(&checks),
        [
            vec!["power_differs"],
            vec!["price_differs"],
            vec!["line_does_not_multiply"],
            vec!["not_recognised"],
            vec!["line_missing"]
        ]
    );
    assert_eq!(checks[4].component, Some(Component::HeatTransmission));
    let powers = CheckReason::PowerDiffers { billed: Power::from_base(250_000), contract: Power::from_base(200_000) };
    assert_eq!(checks[0].reasons, [powers]);
    let prices = CheckReason::PriceDiffers { billed: "92.07".to_owned(), tariff: "91.07".to_owned() };
    assert_eq!(checks[1].reasons, [prices]);
    assert_eq!(checks[1].expected.as_ref().unwrap().net, right()[1].net);
}

#[test]
fn a_line_of_another_unit_is_held_against_its_sum() {
    let mut lines = right();
    let net = lines[0].net.unwrap();
    lines[0] = InvoiceLine { net: Some(net), ..line(1, "Moc zamówiona", ("1", "usł.", &net.plain())) };
    assert_eq!(overall(&check(&lines)), BillVerdict::Agrees);
    lines[0] = line(1, "Moc zamówiona", ("1", "usł.", "4000"));
    let by = Money::from_grosze(400_000) - net;
    assert_eq!(check(&lines)[0].reasons, [CheckReason::AmountDiffers { by }]);
}

#[test]
fn a_price_that_changed_must_divide_the_line() {
    let tariff = tariff([Prices { from: date(2023, 3, 11), heat: price("100"), ..a1_prices() }]);
    let sites = [facts(&tariff)];
    let checks = check_with(&right(), &sites);
    assert_eq!(names(&checks), [vec![], vec!["price_differs"], vec![], Vec::<&str>::new()]);
    let mut lines = right();
    let half = gigajoules(used() / 2);
    lines[1] = line(2, "Ciepło", (&half, "GJ", "91.07"));
    lines.push(line(5, "Ciepło", (&half, "GJ", "100")));
    assert_eq!(overall(&check_with(&lines, &sites)), BillVerdict::Agrees);
    lines[4] = line(5, "Ciepło", (&gigajoules(used() / 3), "GJ", "100"));
    assert_eq!(names(&check_with(&lines, &sites))[4], ["register"]);
}

#[test]
fn what_is_not_known_here_is_said_and_not_guessed() {
    let tariff = tariff([]);
    let mut unread = facts(&tariff);
    unread.metered.ends = Ends::Missing;
    unread.metered.percent = Some(40);
    let checks = check_with(&right(), &[unread]);
    assert_eq!(names(&checks), [vec![], vec!["data_missing"], vec![], vec!["data_missing"]]);
    assert_eq!(overall(&checks), BillVerdict::CannotTell);
    let mut alone = facts(&tariff);
    alone.lacks.push(CheckReason::NoContract);
    alone.deliveries[0].reserved.clear();
    assert_eq!(names(&check_with(&right(), &[alone]))[0], ["no_contract"]);
    let early =
        Tariff::new(TariffName::parse("A1").unwrap(), vec![Prices { from: date(2024, 1, 1), ..a1_prices() }], None);
    let mut unpriced = facts(&tariff);
    unpriced.deliveries[0].tariff = &early;
    assert_eq!(names(&check_with(&right(), &[unpriced]))[1], ["no_price"]);
    let none = check_with(&right(), &[]);
    assert_eq!(names(&none)[0], ["no_contract"]);
    let carrier = line(1, "Nośnik ciepła", ("2", "m3", "20.23"));
    let checks = check_with(&[vec![carrier], right()].concat(), &[facts(&tariff)]);
    assert_eq!((names(&checks)[0].clone(), checks[0].verdict), (vec!["data_missing"], BillVerdict::CannotTell));
}

#[test]
fn sites_are_told_apart_where_lines_name_them_and_summed_where_not() {
    let tariff = tariff([]);
    let mut other = facts(&tariff);
    other.site = SiteCode::parse("M-0413").unwrap();
    other.names = vec!["M-0413".to_owned()];
    let sites = [facts(&tariff), other];
    let both = gigajoules(2 * used());
    let mut lines = vec![
        line(1, "Moc zamówiona, obiekt m-0412", ("0.2", "MW", "15914.77")),
        line(2, "Moc zamówiona, obiekt M-0413", ("0.3", "MW", "15914.77")),
        line(3, "Ciepło", (&both, "GJ", "91.07")),
        line(4, "Usługi przesyłowe", ("0.4", "MW", "5172.87")),
        line(5, "Usługi przesyłowe", (&both, "GJ", "19.16")),
    ];
    let checks = check_with(&lines, &sites);
    assert_eq!(names(&checks), [vec![], vec!["power_differs"], vec![], vec![], Vec::<&str>::new()]);
    assert_eq!(checks[1].site.as_ref().map(SiteCode::as_str), Some("M-0413"));
    lines[2] = line(3, "Ciepło", (&gigajoules(used()), "GJ", "91.07"));
    assert_eq!(names(&check_with(&lines, &sites))[2], ["register"]);
}

#[test]
fn what_was_billed_before_and_lines_of_corrections_are_told() {
    let tariff = tariff([]);
    let (sites, lines, elsewhere) = ([facts(&tariff)], right(), BTreeSet::new());
    let before = [(Component::Heat, "FV 7/2023".to_owned())];
    let bill = Bill {
        lines: &lines,
        billing: Billing::Whole,
        sites: &sites,
        nowhere: &CheckReason::NoContract,
        before: &before,
        elsewhere: &elsewhere,
    };
    assert_eq!(names(&super::lines(&bill))[1], ["billed_before"]);
    // What it was before a correction is held against nothing; differences cannot be.
    let was = InvoiceLine { is_before: true, ..line(9, "Ciepło", ("1", "GJ", "91.07")) };
    assert_eq!(overall(&check(&[vec![was], right()].concat())), BillVerdict::Agrees);
    let differences = [line(1, "Ciepło", ("-1", "GJ", "91.07"))];
    let bill = Bill { lines: &differences, billing: Billing::Difference, before: &[], ..bill };
    let checks = super::lines(&bill);
    assert_eq!((names(&checks), overall(&checks)), (vec![Vec::<&str>::new()], BillVerdict::CannotTell));
}

#[test]
fn power_of_two_months_may_be_told_once_or_for_each() {
    let tariff = tariff([]);
    let mut two = facts(&tariff);
    two.deliveries[0].reserved =
        vec![Reserved { days: Days { first: date(2023, 2, 1), ..MARCH }, power: Power::from_base(200_000) }];
    let sites = [two];
    let mut once = right();
    once[0].net = once[0].net.map(|net| net + net);
    once[2] = line(3, "Usługi przesyłowe stałe", ("0.4", "MW", "5172.87"));
    assert_eq!(overall(&check_with(&once, &sites)), BillVerdict::Agrees, "{:?}", check_with(&once, &sites));
    assert_eq!(names(&check_with(&right(), &sites))[0], ["power_differs"]);
}
