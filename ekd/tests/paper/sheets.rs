//! Sheets as reports make them, and as nobody should make them.

use common::language::Language;
use common::sheet::chart::{Across, Axis, Chart, Mark, Plot, Side, Style};
use common::sheet::{Align, Block, Cell, Column, Coverage, Figure, Marks, Row, RowKind, Sheet, Table};
use common::time::Period;

/// Every Polish letter, twice.
pub(crate) const LETTERS: &str = "zażółć gęślą jaźń ZAŻÓŁĆ GĘŚLĄ JAŹŃ";
/// What a name may not be, and is.
pub(crate) const MARKUP: &str = "<b>Spółdzielnia & „Zielona Dolina”</b> \\textbf{x} (a) %s {{y}} ](z) ";

pub(crate) fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

pub(crate) fn number(plain: &str) -> Cell {
    Cell::Number(plain.to_owned())
}

pub(crate) fn figure(label: &str, value: Cell, unit: &str) -> Figure {
    Figure { label: label.to_owned(), value, unit: unit.to_owned() }
}

pub(crate) fn column(key: &str, heading: &str, unit: &str, align: Align) -> Column {
    Column { key: key.to_owned(), heading: heading.to_owned(), unit: unit.to_owned(), align }
}

pub(crate) fn axis(label: &str, unit: &str, from_zero: bool) -> Axis {
    Axis { label: label.to_owned(), unit: unit.to_owned(), from_zero }
}

pub(crate) fn plot(name: &str, style: Style, points: Vec<(f64, Option<f64>)>) -> Plot {
    Plot { name: name.to_owned(), side: Side::Left, style, points }
}

pub(crate) fn empty(title: &str) -> Sheet {
    Sheet {
        language: Language::Polish,
        zone: "Europe/Warsaw".to_owned(),
        title: title.to_owned(),
        subject: Vec::new(),
        period: None,
        blocks: Vec::new(),
        definitions: Vec::new(),
        coverage: None,
        marks: None,
    }
}

fn months() -> Vec<String> {
    ["XII", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"].map(str::to_owned).to_vec()
}

/// GJ used in a month of this year and of the year before.
const USED: [(f64, f64); 12] = [
    (231.4, 248.2),
    (262.8, 251.9),
    (228.1, 240.6),
    (187.5, 199.3),
    (112.9, 131.0),
    (61.2, 58.7),
    (38.4, 39.9),
    (36.1, 37.2),
    (35.8, 36.4),
    (57.3, 64.1),
    (142.6, 151.8),
    (198.7, 214.4),
];

/// The chart of a monthly sheet: twelve months beside those of the year before, one of them not known.
pub(crate) fn year_chart() -> Chart {
    let bars = |name: &str, style, of: fn(&(f64, f64)) -> f64| {
        let value = |(index, month): (u32, &(f64, f64))| (f64::from(index), (index != 6).then(|| of(month)));
        plot(name, style, (0..).zip(&USED).map(value).collect())
    };
    let outdoor = [1.2, -2.1, 0.4, 4.8, 9.6, 14.9, 18.2, 20.1, 19.3, 14.0, 9.1, 3.9];
    let outdoor = (0..).zip(outdoor).map(|(index, mean)| (f64::from(index), Some(mean))).collect();
    Chart {
        title: "Zużycie ciepła w kolejnych miesiącach, skorygowane o pogodę".to_owned(),
        alternative: "Dwanaście słupków; najwyższy w styczniu, 262,8 GJ.".to_owned(),
        across: Across::Slots { labels: months() },
        left: axis("energia", "GJ", true),
        right: Some(axis("średnia temperatura zewnętrzna", "°C", false)),
        plots: vec![
            bars("2024/2025", Style::ComparedBars, |(_, before)| *before),
            bars("2025/2026", Style::Bars, |(used, _)| *used),
            Plot { side: Side::Right, ..plot("temperatura zewnętrzna", Style::Line, outdoor) },
        ],
        marks: vec![Mark { x: 8.0, text: "krzywa 1,4→1,2".to_owned() }],
        notes: vec!["Suma 1 592,8 GJ; czerwiec bez odczytów od 3 do 28.".to_owned()],
    }
}

fn year_table() -> Table {
    let row = |(month, (used, before)): (String, (f64, f64))| Row {
        kind: RowKind::Plain,
        cells: vec![
            text(&month),
            if month == "VI" { Cell::Missing } else { number(&format!("{used:.1}")) },
            number(&format!("{before:.1}")),
            number(&format!("{:.1}", (used / before - 1.0) * 100.0)),
            number(&format!("{:.3}", used / 4_812.5)),
            number(&format!("{:.2}", used * 110.23)),
            number("99.2"),
        ],
    };
    let mut rows: Vec<Row> = months().into_iter().zip(USED).map(row).collect();
    rows.push(Row {
        kind: RowKind::Total,
        cells: vec![
            text("razem"),
            number("1554.4"),
            number("1673.5"),
            number("-7.1"),
            number("0.323"),
            number("171341.51"),
            number("96.4"),
        ],
    });
    Table {
        name: "months".to_owned(),
        title: "Dwanaście miesięcy".to_owned(),
        columns: vec![
            column("month", "Miesiąc", "", Align::Left),
            column("used", "Zużycie", "GJ", Align::Right),
            column("used_before", "Rok wcześniej", "GJ", Align::Right),
            column("change", "Zmiana", "%", Align::Right),
            column("used_per_area", "Na powierzchnię", "GJ/m2", Align::Right),
            column("cost", "Koszt netto", "zł", Align::Right),
            column("coverage", "Odczyty", "%", Align::Right),
        ],
        rows,
        n_left: 0,
    }
}

/// A report of one page: figures, a chart, a table of twelve months.
pub(crate) fn monthly() -> Sheet {
    Sheet {
        subject: vec![
            figure("Obiekt", text("W-0412 · Zielona 1, Łódź"), ""),
            figure("Odbiorca", text("Spółdzielnia Mieszkaniowa „Zielona Dolina”"), ""),
        ],
        period: Some(Period {
            from: "2025-10-31T23:00:00Z".parse().expect("an instant"),
            until: "2025-11-30T23:00:00Z".parse().expect("an instant"),
        }),
        blocks: vec![
            Block::Figures(vec![
                figure("Zużycie w tym miesiącu", number("198.70"), "GJ"),
                figure("Zużycie w poprzednim miesiącu", number("142.60"), "GJ"),
                figure("Ten sam miesiąc rok wcześniej", number("214.40"), "GJ"),
                figure("Przeciętny użytkownik tej kategorii", number("0.0451"), "GJ/m2"),
                figure("Średnia temperatura zewnętrzna", Cell::Missing, "°C"),
            ]),
            Block::Chart(year_chart()),
            Block::Table(year_table()),
        ],
        definitions: vec![
            "Zużycie to różnica wskazań licznika na początku i na końcu okresu, z wymianami liczników.".to_owned(),
            "Stopniodni Sd(15) to suma różnic między 15 °C a średnią godzinową temperaturą zewnętrzną, podzielona przez 24."
                .to_owned(),
        ],
        coverage: Some(Coverage { n_readings: 8_702, n_expected: 8_760 }),
        marks: Some(Marks { definition: "0123456789abcdef".repeat(4), data: "fedcba9876543210".repeat(4) }),
        ..empty("Miesięczne zużycie ciepła")
    }
}

/// A table of so many rows, with names that are too long.
pub(crate) fn long(n_rows: u32) -> Sheet {
    let columns = vec![
        column("rank", "Lp.", "", Align::Right),
        column("site", "Obiekt", "", Align::Left),
        column("name", "Nazwa", "", Align::Left),
        column("used", "Zużycie ciepła", "GJ", Align::Right),
        column("used_per_area", "Na powierzchnię", "GJ/m2", Align::Right),
        column("peak", "Moc szczytowa do zamówionej", "%", Align::Right),
        column("difference", "ΔT", "K", Align::Right),
        column("return", "Powrót", "°C", Align::Right),
        column("volume_per_energy", "Nośnik", "m3/GJ", Align::Right),
        column("alarms", "Otwarte alarmy", "", Align::Right),
        column("cost", "Koszt netto", "zł", Align::Right),
    ];
    let row = |rank: u32| Row {
        kind: RowKind::Plain,
        cells: vec![
            number(&rank.to_string()),
            text(&format!("W-{rank:05}")),
            text(if rank.is_multiple_of(7) {
                "Zespół Szkół Ogólnokształcących nr 3 im. Żołnierzy Września"
            } else {
                "Łąkowa 12"
            }),
            number(&format!("{}.{:02}", 1_000 + rank % 977, rank % 100)),
            number("0.412"),
            if rank.is_multiple_of(5) { Cell::Missing } else { number("87.4") },
            number("31.2"),
            number("48.9"),
            number("7.65"),
            number(&(rank % 4).to_string()),
            number(&format!("{}.50", 110_000 + rank)),
        ],
    };
    let mut rows: Vec<Row> = (1..=n_rows).map(row).collect();
    rows.push(Row {
        kind: RowKind::Total,
        cells: vec![
            Cell::Missing,
            text("razem"),
            Cell::Missing,
            number("12345678.90"),
            number("0.398"),
            Cell::Missing,
            Cell::Missing,
            Cell::Missing,
            Cell::Missing,
            number("12"),
            number("1234567890.12"),
        ],
    });
    let table = Table { name: "sites".to_owned(), title: "Ranking obiektów".to_owned(), columns, rows, n_left: 0 };
    Sheet { blocks: vec![Block::Heading("Wszystkie obiekty".to_owned()), Block::Table(table)], ..monthly() }
}

/// A chart over time with gaps, a comparison, something wanted, a second axis and many marks.
pub(crate) fn winter_chart(n_marks: u32) -> Chart {
    let wave = |hour: u32, shift: f64| {
        let hour = f64::from(hour) + shift;
        74.0 + 9.0 * (hour / 60.0).sin() + 2.5 * (hour / 3.8).sin()
    };
    let line = |shift, gap: std::ops::Range<u32>| -> Vec<(f64, Option<f64>)> {
        (0..720).map(|hour| (f64::from(hour) * 3600.0, (!gap.contains(&hour)).then(|| wave(hour, shift)))).collect()
    };
    let returned = line(30.0, 200..260).into_iter().map(|(x, y)| (x, y.map(|y| y - 27.0))).collect();
    Chart {
        title: "Temperatury w węźle W-0412".to_owned(),
        alternative: "Dwie linie.".to_owned(),
        across: Across::Time {
            from: "2026-01-01T00:00:00+01:00".parse().expect("an instant"),
            until: "2026-01-31T00:00:00+01:00".parse().expect("an instant"),
            zone: "Europe/Warsaw".to_owned(),
        },
        left: axis("temperatura", "°C", false),
        right: None,
        plots: vec![
            plot("zasilanie, grudzień 2025", Style::ComparedLine, line(110.0, 0..0)),
            plot("zasilanie", Style::Line, line(0.0, 200..260)),
            plot("powrót", Style::Line, returned),
            plot("zadana", Style::DashedLine, vec![(0.0, Some(78.0)), (2_592_000.0, Some(71.0))]),
        ],
        marks: (0..n_marks)
            .map(|mark| Mark {
                x: f64::from(mark) * 2_500_000.0 / f64::from(n_marks.max(2) - 1) + 40_000.0,
                text: format!("krzywa 1,{mark}→1,2"),
            })
            .collect(),
        notes: vec!["Zasilanie: min 60,1 · średnia 74,0 · max 85,4 °C; 60 h bez odczytów.".to_owned()],
    }
}

/// Days of a month as bars over time.
pub(crate) fn month_chart() -> Chart {
    let day = |day: u32, by: f64| {
        let used = 6.0 + 2.0 * (f64::from(day) / 4.0).cos() + by;
        (f64::from(day) * 86_400.0, (day != 11 && day != 12 || by > 0.0).then_some(used))
    };
    Chart {
        title: "Energia, listopad 2025".to_owned(),
        across: Across::Time {
            from: "2025-11-01T00:00:00+01:00".parse().expect("an instant"),
            until: "2025-12-01T00:00:00+01:00".parse().expect("an instant"),
            zone: "Europe/Warsaw".to_owned(),
        },
        left: axis("energia", "GJ", true),
        plots: vec![
            plot("listopad 2024", Style::ComparedBars, (0..30).map(|index| day(index, 0.8)).collect()),
            plot("listopad 2025", Style::Bars, (0..30).map(|index| day(index, 0.0)).collect()),
        ],
        marks: vec![
            Mark { x: 1_000_000.0, text: "obniżenie nocne 22–5".to_owned() },
            Mark { x: 2_400_000.0, text: "krzywa 1,4→1,2 (Zielona 1, węzeł północny)".to_owned() },
        ],
        ..winter_chart(0)
    }
}

/// Hours of a year against the outdoor temperature, with the wanted curve.
pub(crate) fn scatter_chart(n_hours: u32) -> Chart {
    let hour = |hour: u32| {
        let outdoor = 8.0 - 16.0 * (f64::from(hour) / 1_400.0).cos() + f64::from(hour % 37) / 6.0;
        (outdoor, Some(82.0 - outdoor * 1.4 + f64::from(hour * 7 % 53) / 9.0))
    };
    Chart {
        title: "Krzywa grzewcza: zasilanie w zależności od temperatury zewnętrznej".to_owned(),
        across: Across::Amount(axis("temperatura zewnętrzna", "°C", false)),
        left: axis("zasilanie", "°C", false),
        plots: vec![
            plot("godziny", Style::Dots, (0..n_hours).map(hour).collect()),
            plot("zadana", Style::DashedLine, vec![(-20.0, Some(115.0)), (0.0, Some(82.0)), (12.0, Some(65.0))]),
        ],
        marks: Vec::new(),
        ..winter_chart(0)
    }
}
