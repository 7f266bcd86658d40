//! Reports of a small archive whose figures were computed by hand.

use common::id::{AccountId, PointId, SiteCode, TariffName};
use common::language::Language;
use common::money::Price;
use common::quantity::{Area, Power, Quantity};
use common::sheet::{Block, Cell, Table};
use common::site::{BuildingCategory, SiteCard};
use common::time::{Step, parse_range};
use jiff::civil::date;

use super::*;
use crate::binding::Calendar;
use crate::query::fixture::Archive;
use crate::tariff::{Prices, Tariff};

const DAY: i64 = 86_400;

fn zone() -> TimeZone {
    TimeZone::get("Europe/Warsaw").unwrap()
}

fn period(text: &str) -> Period {
    parse_range(text, "2026-01-10T12:00:00Z".parse().unwrap(), &zone()).unwrap()
}

fn tariffs() -> Tariffs {
    let price = |text: &str| Price::parse(text).unwrap();
    let prices = Prices {
        from: date(2023, 1, 1),
        heat: price("91.07"),
        heat_transmission: price("19.16"),
        power: Price::default(),
        power_transmission: Price::default(),
        carrier: Price::default(),
        source: String::new(),
    };
    Tariffs::new([Tariff::new(TariffName::parse("A1").unwrap(), vec![prices], None)])
}

fn definition(template: Template, sites: &[&str]) -> Definition {
    let sites = sites.iter().map(|code| SiteCode::parse(code).unwrap()).collect();
    Definition { template, sites, customer: None, ticket: None, language: Language::Polish }
}

fn made(archive: &Archive, definition: &Definition, period: Period) -> Result<Sheet, Cause> {
    let now = "2026-01-10T12:00:00Z".parse().unwrap();
    let eyes = Eyes::of_account(AccountId(1), common::account::Role::Administrator, now);
    let (zone, tariffs, login) = (zone(), tariffs(), Login::parse("anna").unwrap());
    let surroundings = Surroundings { zone: &zone, now, tariffs: &tariffs, eyes: &eyes, login: &login };
    sheet(&archive.log(), definition, period, &surroundings).unwrap()
}

fn table<'a>(sheet: &'a Sheet, name: &str) -> &'a Table {
    let tables = sheet.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.into_iter().find(|table| table.name == name).unwrap()
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Number(text) => text.clone(),
        Cell::Date(date) => date.to_string(),
        Cell::Instant(at) => at.to_string(),
        Cell::Missing => "-".to_owned(),
    }
}

fn lines(table: &Table) -> Vec<String> {
    table.rows.iter().map(|row| row.cells.iter().map(shown).collect::<Vec<_>>().join(" | ")).collect()
}

/// Reads a register at every local midnight of a stretch: hundredths of a GJ a day, by month.
fn register(archive: &mut Archive, point: PointId, stretch: &str, daily: impl Fn(Timestamp) -> i64) {
    let mut register = 1_000_000_000_000;
    let days = Step::Day.slices(period(stretch), &zone());
    let mut values = Vec::new();
    for day in &days {
        values.push((day.from.as_second(), register));
        register += daily(day.from) * 10_000_000;
    }
    values.extend(days.last().map(|day| (day.until.as_second(), register)));
    archive.read(point, Quantity::Energy, values.clone());
    // 5 m³ a GJ.
    archive.read(point, Quantity::Volume, values.into_iter().map(|(at, joules)| (at, joules / 200)));
}

/// November 2025: 2 GJ a day; October: 1; November 2024: 2.5; else 0.5.
fn house(archive: &mut Archive, site: &str, name: &str) -> PointId {
    let point = archive.point(site, &format!("P-{site}"), Some(DAY));
    archive.together(|tx| {
        store::site::upsert(tx, &SiteCode::parse(site).unwrap(), name, Some(Power::from_base(150_000))).map(|_| ())
    });
    register(archive, point, "2024-01-01..2025-12-01", |at| match zone().to_datetime(at).date() {
        day if (day.year(), day.month()) == (2025, 11) => 200,
        day if (day.year(), day.month()) == (2025, 10) => 100,
        day if (day.year(), day.month()) == (2024, 11) => 250,
        _ => 50,
    });
    point
}

fn card(archive: &mut Archive, site: &str, area: i64) {
    let card = SiteCard {
        site: SiteCode::parse(site).unwrap(),
        area: Some(Area::from_base(area * 100)),
        category: Some(BuildingCategory::MultiFamily),
        tariff: Some(TariffName::parse("A1").unwrap()),
    };
    archive.together(|tx| store::site::set_card(tx, &card).map(|_| ()));
}

#[test]
fn a_month_stands_beside_the_month_before_and_the_year_before() {
    let mut archive = Archive::new();
    let point = house(&mut archive, "W-0412", "Zielona 1");
    card(&mut archive, "W-0412", 1_200);
    archive.seal(point, &Calendar { zone: zone() });
    let sheet = made(&archive, &definition(Template::MonthlySheet, &["W-0412"]), period("2025-11")).unwrap();
    assert_eq!(sheet.title, "Arkusz zużycia ciepła: listopad 2025");
    assert_eq!(
        lines(table(&sheet, "comparison")),
        [
            "własne w miesiącu arkusza | 2025-11 | 60.00 | 0.0500 | 0.0",
            "własne miesiąc wcześniej | 2025-10 | 31.00 | 0.0258 | 93.5",
            "własne rok wcześniej | 2024-11 | 75.00 | 0.0625 | -20.0",
            "rok wcześniej przy tej samej pogodzie | 2025-11 | - | - | -",
            "średni odbiorca tego rodzaju | 2025-11 | - | - | -",
        ]
    );
    let months = lines(table(&sheet, "months"));
    assert_eq!(months.len(), 13);
    assert_eq!(months[0], "2024-12 | 15.50 | 77.5 | - | - | - | - | - | 1708.57 | 100.0");
    assert_eq!(months[11], "2025-11 | 60.00 | 300.0 | - | - | 75.00 | - | -20.0 | 6613.80 | 100.0");
    // 365 days at half a GJ, but 30 more at 1.5 and 31 at 0.5 on top.
    assert_eq!(months[12], "Razem | 243.00 | 1215.0 | - | - | 227.50 | - | - | 26785.91 | 100.0");
    assert_eq!(sheet.coverage.unwrap().share(), Some(1.0));
}

#[test]
fn the_table_of_all_sites_begins_with_the_worst() {
    let mut archive = Archive::new();
    for (site, name) in [("A", "Mała"), ("B", "Duża"), ("C", "Bez powierzchni")] {
        house(&mut archive, site, name);
    }
    card(&mut archive, "A", 1_200);
    card(&mut archive, "B", 2_400);
    archive.point("D", "P-D", None);
    let point = PointId(1);
    let days = Step::Day.slices(period("2025-11"), &zone());
    let midnights: Vec<i64> = days.iter().map(|day| day.from.as_second()).collect();
    archive.read(point, Quantity::Power, midnights.iter().map(|at| (*at, if *at % 3 == 0 { 120_000 } else { 90_000 })));
    archive.read(point, Quantity::Supply, midnights.iter().map(|at| (*at, 80_000)));
    archive.read(point, Quantity::Return, midnights.iter().map(|at| (*at, 50_000)));
    let sheet = made(&archive, &definition(Template::Portfolio, &[]), period("2025-11")).unwrap();
    assert_eq!(
        lines(table(&sheet, "portfolio")),
        [
            "1 | A | Mała | 60.00 | 0.0500 | 120.0 | 80 | 30.0 | 50.0 | 5.00 | 0 | 6613.80 | 100.0",
            "2 | B | Duża | 60.00 | 0.0250 | - | - | - | - | 5.00 | 0 | 6613.80 | 100.0",
            "3 | C | Bez powierzchni | 60.00 | - | - | - | - | - | 5.00 | 0 | - | 100.0",
            "4 | D | D | - | - | - | - | - | - | - | 0 | - | -",
            "- | Razem | - | 180.00 | 0.0333 | - | - | - | - | 5.00 | 0 | 13227.60 | 100.0",
        ]
    );
}
