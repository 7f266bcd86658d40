//! Tests of bills that are held against contracts, tariffs and registers of an archive.

use common::contract::{Contract, ContractSite, InterestKind};
use common::customer::{CustomerCard, NewCustomer};
use common::fault::{BillingCause, Cause};
use common::id::{ContractNumber, CustomerId, CustomerNumber, InvoiceId, SiteCode, TariffName};
use common::invoice::check::{BillCheck, BillCheckQuery, BillVerdict, CheckReason, CostQuery};
use common::invoice::file::FileKind;
use common::invoice::{Days, InvoiceKind, InvoiceLine, Party, RateSum};
use common::language::Language;
use common::money::{Currency, Money, Price};
use common::quantity::{Power, Quantity};
use common::site::SiteCard;
use common::ticket::Category;
use common::ticket::field::Field;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use super::bill_check::check;
use super::cost::cost;
use super::delivered::Ground;
use super::fixture::Archive;
use super::invoice::{Found, find};
use crate::billing::vat::Vat;
use crate::invoice::read::ReadInvoice;
use crate::store::invoice::{New, Packed};
use crate::store::log::Write;
use crate::store::{self, billing_file};
use crate::tariff::{Prices, Tariff, Tariffs};

const HOUR: i64 = 3_600;
const MARCH: Days = Days { first: date(2023, 3, 1), last: date(2023, 3, 31) };

fn zone() -> TimeZone {
    TimeZone::get("Europe/Warsaw").unwrap()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Midnight of 1 March.
fn begin() -> i64 {
    instant("2023-03-01T00:00:00+01:00").as_second()
}

/// What the register shows so many hours after [`begin`], in J: whole MJ.
fn register(hour: i64) -> i64 {
    let hour = hour + 1_000;
    (hour * 380 + hour * hour / 100) * 1_000_000
}

/// March has the hour less of the night in which clocks are put forward.
const HOURS_OF_MARCH: i64 = 743;

fn gigajoules(from: i64, until: i64) -> String {
    let megajoules = (register(until) - register(from)) / 1_000_000;
    format!("{}.{:03}", megajoules / 1_000, megajoules % 1_000)
}

fn prices(from: Date, heat: &str) -> Prices {
    let price = |text| Price::parse(text).unwrap();
    Prices {
        from,
        heat: price(heat),
        heat_transmission: price("19.16"),
        power: price("190977.22"),
        power_transmission: price("62074.43"),
        carrier: Price::default(),
        source: String::new(),
    }
}

fn tariffs(more: impl IntoIterator<Item = Prices>) -> Tariffs {
    let lists = [prices(date(2023, 1, 1), "91.07")].into_iter().chain(more).collect();
    Tariffs::new([Tariff::new(TariffName::parse("A1").unwrap(), lists, None)])
}

struct Office {
    archive: Archive,
    customer: CustomerId,
    tariffs: Tariffs,
    now: Timestamp,
}

impl Office {
    /// A site with hourly readings of February to April, and a contract over 0.2 MW.
    fn new() -> Self {
        let mut archive = Archive::new();
        let point = archive.point("M-0412", "P-1", Some(HOUR));
        archive.read(point, Quantity::Energy, (-500..1500).map(|hour| (begin() + hour * HOUR, register(hour))));
        let customer = archive.together(|tx| {
            let number = CustomerNumber::parse("K-1").unwrap();
            let card = CustomerCard { name: "Spółdzielnia".to_owned(), ..CustomerCard::default() };
            store::customer::save(tx, &NewCustomer { number, card })
        });
        let now = instant("2023-05-01T12:00:00Z");
        let mut office = Self { archive, customer, tariffs: tariffs([]), now };
        office.contract(date(2023, 1, 1), 200_000);
        office
    }

    fn contract(&mut self, from: Date, power: i64) {
        let customer = self.customer;
        let contract = Contract {
            number: ContractNumber::parse("U-1").unwrap(),
            customer: CustomerNumber::parse("K-1").unwrap(),
            from,
            until: None,
            tariff: TariffName::parse("A1").ok(),
            sites: vec![ContractSite { site: SiteCode::parse("M-0412").unwrap(), power: None }],
            account: None,
            interest: InterestKind::Civil,
        };
        self.archive.together(|tx| {
            for before in store::contract::versions(tx, "U-1")? {
                store::contract::end(tx, before.id, from.yesterday().unwrap())?;
            }
            let site = store::site::id_of(tx, "M-0412")?.unwrap();
            store::contract::put(tx, customer, &contract, &[(site, Some(Power::from_base(power)))])
        });
    }

    fn invoice(&mut self, number: &str, lines: Vec<InvoiceLine>) -> InvoiceId {
        let read = read(number, lines);
        let (customer, document) = (self.customer, Packed::of(&read).unwrap());
        self.archive.together(|tx: &Write<'_>| {
            let (kind, at) = (FileKind::Fa3, Timestamp::UNIX_EPOCH);
            let new = billing_file::New { name: number, kind, brought_by: "directory", at, size: 1, digest: number };
            let file = billing_file::insert(tx, &new)?;
            let new = New { file, at, customer: Some(customer), read: &read, document: &document };
            store::invoice::insert(tx, &new)
        })
    }

    fn check(&self, id: InvoiceId) -> BillCheck {
        let (zone, vat) = (zone(), Vat::default());
        let ground = Ground { tariffs: &self.tariffs, vat: &vat, zone: &zone, now: self.now };
        let query = BillCheckQuery { id, language: Language::English };
        check(&self.archive.log(), query, &ground).unwrap().unwrap()
    }
}

fn line(number: u32, text: &str, (quantity, unit, price): (&str, &str, &str)) -> InvoiceLine {
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
    line.net = crate::billing::component::Figures::of(&line).off_by().map(|off| -off);
    line
}

/// The lines of March, with so much heat.
fn lines(heat: &str) -> Vec<InvoiceLine> {
    vec![
        line(1, "Moc zamówiona", ("0.2", "MW", "15914.77")),
        line(2, "Ciepło", (heat, "GJ", "91.07")),
        line(3, "Usługi przesyłowe, opłata stała", ("0.2", "MW", "5172.87")),
        line(4, "Usługi przesyłowe, opłata zmienna", (heat, "GJ", "19.16")),
    ]
}

fn read(number: &str, lines: Vec<InvoiceLine>) -> ReadInvoice {
    let net: Money = lines.iter().filter_map(|line| line.net).sum();
    let vat = crate::billing::percent::Percent::parse("23").unwrap().of(net);
    ReadInvoice {
        number: number.to_owned(),
        ksef_number: None,
        kind: InvoiceKind::Basic,
        form: FileKind::Fa3,
        seller: Party::default(),
        seller_key: "5260250274".to_owned(),
        buyer: Party::default(),
        customer_number: None,
        contract_numbers: Vec::new(),
        issued_on: date(2023, 4, 5),
        period: Some(MARCH),
        currency: Currency::PLN,
        net,
        vat,
        gross: net + vat,
        payable: net + vat,
        declared_paid: Money::default(),
        due_on: None,
        account: None,
        is_split_payment: false,
        corrects: Vec::new(),
        rates: vec![RateSum { rate: "23".to_owned(), net, vat }],
        lines,
        remarks: Vec::new(),
        attached: Vec::new(),
        flags: Vec::new(),
        places: Vec::new(),
    }
}

fn reasons(check: &BillCheck) -> Vec<Vec<&'static str>> {
    check.lines.iter().map(|line| line.reasons.iter().map(CheckReason::name).collect()).collect()
}

#[test]
fn a_bill_by_the_own_registers_agrees() {
    let mut office = Office::new();
    let id = office.invoice("FV 3/2023", lines(&gigajoules(0, HOURS_OF_MARCH)));
    let checked = office.check(id);
    assert_eq!(checked.verdict, BillVerdict::Agrees, "{checked:?}");
    assert_eq!(reasons(&checked).concat(), Vec::<&str>::new());
    let register_of = &checked.registers[0];
    let (from, until) = (register_of.from.unwrap(), register_of.until.unwrap());
    assert_eq!((from.0.as_second(), from.1.base()), (begin(), register(0)));
    assert_eq!((until.0, until.1.base()), (instant("2023-03-31T22:00:00Z"), register(HOURS_OF_MARCH)));
    assert_eq!(checked.contract.unwrap().as_str(), "U-1");
    assert_eq!((checked.draft, checked.coverage.unwrap().n_expected), (None, 743));
}

#[test]
fn a_reading_two_days_late_is_found_and_asked_about() {
    let mut office = Office::new();
    let id = office.invoice("FV 3/2023", lines(&gigajoules(0, HOURS_OF_MARCH + 48)));
    let checked = office.check(id);
    assert_eq!(reasons(&checked), [vec![], vec!["reading_date", "register"], vec![], vec!["reading_date", "register"]]);
    let CheckReason::ReadingDate { from, until } = checked.lines[1].reasons[0] else { panic!() };
    assert_eq!((from, until), (instant("2023-02-28T23:00:00Z"), instant("2023-04-02T22:00:00Z")));
    let draft = *checked.draft.unwrap();
    assert_eq!((draft.category, draft.customer.unwrap().as_str()), (Category::Invoice, "K-1"));
    assert_eq!((draft.details[0].field, draft.details[0].value.as_str()), (Field::InvoiceNumber, "FV 3/2023"));
    assert!(draft.body.contains("2023-04-03 00:00"), "{}", draft.body);
    assert!(draft.body.contains("should be 302.72 GJ × 91.07 = 27,568.71"), "{}", draft.body);
    let told: Vec<&str> = draft.body.lines().collect();
    let first = "Please check invoice FV 3/2023 of 2023-04-05. It differs from contract, tariff or readings:";
    assert_eq!((told.len(), told[0], told[4]), (5, first, "Please explain or correct it."), "{}", draft.body);
    assert!(told[1].starts_with("Line 2 heat: billed "), "{}", draft.body);
    assert!(told[3].starts_with("Registers of P-1: 2023-03-01 00:00 – "), "{}", draft.body);
}

#[test]
fn a_second_bill_for_the_same_days_and_a_bill_of_another_power_are_found() {
    let mut office = Office::new();
    let heat = gigajoules(0, HOURS_OF_MARCH);
    office.invoice("FV 3/2023", lines(&heat));
    let again = office.invoice("FV 4/2023", lines(&heat));
    assert_eq!(reasons(&office.check(again))[0], ["billed_before"]);
    let mut office = Office::new();
    office.contract(date(2023, 3, 16), 100_000);
    let id = office.invoice("FV 3/2023", lines(&heat));
    let checked = office.check(id);
    assert_eq!(reasons(&checked), [vec!["power_differs"], vec![], vec!["power_differs"], vec![]]);
    // 0.2 MW for 15 days and 0.1 MW for 16 of the 31.
    let CheckReason::PowerDiffers { contract, .. } = checked.lines[0].reasons[0] else { panic!() };
    assert_eq!(contract, Power::from_base(100_000));
    assert_eq!(checked.lines[0].expected.as_ref().unwrap().quantity.as_deref(), Some("0.148387"));
}

#[test]
fn a_price_that_changes_on_the_eleventh_divides_the_heat_by_the_register_of_that_midnight() {
    let mut office = Office::new();
    office.tariffs = tariffs([prices(date(2023, 3, 11), "100")]);
    let (before, after) = (gigajoules(0, 240), gigajoules(240, HOURS_OF_MARCH));
    let mut billed = lines(&gigajoules(0, HOURS_OF_MARCH));
    billed[1] = line(2, "Ciepło", (&before, "GJ", "91.07"));
    billed.push(line(5, "Ciepło", (&after, "GJ", "100")));
    let id = office.invoice("FV 3/2023", billed);
    assert_eq!(office.check(id).verdict, BillVerdict::Agrees);
    let id = office.invoice("FV 4/2023", lines(&gigajoules(0, HOURS_OF_MARCH)));
    let checked = office.check(id);
    assert!(reasons(&checked)[1].contains(&"price_differs"), "{checked:?}");
}

#[test]
fn without_contract_or_readings_nothing_is_guessed() {
    let mut office = Office::new();
    let billed = lines(&gigajoules(0, HOURS_OF_MARCH));
    let mut early = read("FV 1/2020", billed);
    early.period = Some(Days { first: date(2022, 3, 1), last: date(2022, 3, 31) });
    let document = Packed::of(&early).unwrap();
    let id = office.archive.together(|tx| {
        let (kind, at) = (FileKind::Fa3, Timestamp::UNIX_EPOCH);
        let new = billing_file::New { name: "a", kind, brought_by: "directory", at, size: 1, digest: "a" };
        let file = billing_file::insert(tx, &new)?;
        store::invoice::insert(tx, &New { file, at, customer: None, read: &early, document: &document })
    });
    let checked = office.check(id);
    assert_eq!((checked.verdict, checked.draft), (BillVerdict::CannotTell, None));
    let (zone, vat) = (zone(), Vat::default());
    let ground = Ground { tariffs: &office.tariffs, vat: &vat, zone: &zone, now: office.now };
    let absent = BillCheckQuery { id: InvoiceId(99), language: Language::Polish };
    let answer = check(&office.archive.log(), absent, &ground).unwrap().unwrap_err();
    assert!(matches!(answer, Cause::Billing { why: BillingCause::NoSuchInvoice { .. } }));
}

#[test]
fn a_part_that_fits_several_numbers_is_told_from_one_that_fits_none() {
    let mut office = Office::new();
    let ids: Vec<_> = ["CS/1", "CS/2"].into_iter().map(|number| office.invoice(number, lines("100"))).collect();
    let find = |text| find(&office.archive.log(), text, MARCH.last).unwrap();
    let names = ids.iter().zip([1, 2]).rev().map(|(id, number)| format!("CS/{number} (#{id})")).collect();
    assert_eq!(find("cs"), Found::Several(names));
    assert_eq!(find("CX/1"), Found::Similar(vec!["CS/1".to_owned(), "CS/2".to_owned()]));
    assert!(matches!(find("CS/2"), Found::One(found) if found.id == ids[1]));
}

#[test]
fn the_cost_so_far_has_the_heat_until_now_and_the_power_of_the_whole_month() {
    let mut office = Office::new();
    office.now = instant("2023-03-11T00:30:00+01:00");
    let mut archive = Archive::new();
    let point = archive.point("M-0412", "P-1", Some(HOUR));
    archive.read(point, Quantity::Energy, (-500..=240).map(|hour| (begin() + hour * HOUR, register(hour))));
    let (zone, vat) = (zone(), Vat::default());
    let ground = |office: &Office| (office.tariffs.clone(), office.now);
    let (tariffs, now) = ground(&office);
    let ground = Ground { tariffs: &tariffs, vat: &vat, zone: &zone, now };
    let query = CostQuery { site: SiteCode::parse("M-0412").unwrap(), on: None };
    let site = |archive: &Archive| store::site::by_code(&archive.log(), "M-0412").unwrap().unwrap();
    // Neither a contract nor a card tells the tariff.
    let refused = cost(&archive.log(), &site(&archive), &query, &ground).unwrap();
    assert!(matches!(refused, Err(Cause::Billing { why: BillingCause::NoTariff { .. } })));
    archive.together(|tx| {
        let code = SiteCode::parse("M-0412").unwrap();
        store::site::upsert(tx, &code, "", Some(Power::from_base(200_000)))?;
        let card = SiteCard { site: code, area: None, category: None, tariff: TariffName::parse("A1").ok() };
        store::site::set_card(tx, &card)
    });
    let told = cost(&archive.log(), &site(&archive), &query, &ground).unwrap().unwrap();
    assert_eq!((told.energy.unwrap().base(), told.contract), (register(240) - register(0), None));
    assert_eq!(told.days, Days { first: date(2023, 3, 1), last: date(2023, 3, 10) });
    let lines: Vec<String> =
        told.lines.iter().map(|line| format!("{} {}", line.component.name(), line.net.plain())).collect();
    assert_eq!((lines[0].as_str(), lines[2].as_str()), ("power 3182.95", "power_transmission 1034.57"));
    assert_eq!(told.gross, told.net + told.vat);
    // Of a month in which nothing was read only the fixed parts are told.
    let unread = CostQuery { on: Some(date(2023, 1, 15)), ..query.clone() };
    let unread = cost(&archive.log(), &site(&archive), &unread, &ground).unwrap().unwrap();
    let components: Vec<&str> = unread.lines.iter().map(|line| line.component.name()).collect();
    assert_eq!((unread.energy, unread.read_until, components), (None, None, vec!["power", "power_transmission"]));
    let early = CostQuery { on: Some(date(2022, 3, 1)), ..query };
    let refused = cost(&archive.log(), &site(&archive), &early, &ground).unwrap();
    assert!(matches!(refused, Err(Cause::Billing { why: BillingCause::NoPrice { .. } })));
}
