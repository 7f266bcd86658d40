//! What nobody should ask for, drawn without a panic, without loss and inside the page.

use std::time::{Duration, Instant};

use common::language::Language;
use common::sheet::chart::{Across, Chart, Mark, Plot, Side, Style};
use common::sheet::{Align, Block, Cell, Column, Row, RowKind, Sheet, Table};
use ekd::paper;
use jiff::Timestamp;

use crate::files::{File, of_blocks, words};
use crate::sheets::{self, LETTERS, MARKUP, axis, column, figure, number, plot, text};

/// Longest time for ten thousand rows, in a build that is not optimised, on a machine that does other things too.
const PATIENCE: Duration = Duration::from_mins(1);

fn long_name() -> String {
    let mut name = MARKUP.repeat(3);
    name.push_str(&"Ź".repeat(200));
    name.chars().take(200).collect()
}

fn table(columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
    let rows = rows.into_iter().map(|cells| Row { kind: RowKind::Plain, cells }).collect();
    Table { name: "t".to_owned(), title: long_name(), columns, rows, n_left: 7 }
}

#[test]
fn a_name_of_200_characters_with_markup_is_printed_as_it_is() {
    let name = long_name();
    let columns = vec![column("name", &name, &name, Align::Left), column("used", "Zużycie", "GJ", Align::Right)];
    let sheet = Sheet {
        subject: vec![figure(&name, text(&name), "")],
        definitions: vec![name.clone()],
        ..of_blocks(
            &name,
            vec![
                Block::Heading(name.clone()),
                Block::Text(name.clone()),
                Block::Figures(vec![figure(&name, text(&name), &name)]),
                Block::Table(table(columns, vec![vec![text(&name), number("1.0")]])),
                Block::Chart(named_chart(&name)),
            ],
        )
    };
    let file = File::pdf("names.pdf", &sheet);
    file.check();
    let svg = paper::svg(&named_chart(&name), Language::Polish);
    File::new("names.svg", &svg).asked("xmllint", &["--noout"], &[]);
    let Some(text) = file.text() else { return };
    assert!(words(&text).contains("<b>Spółdzielnia & „Zielona Dolina”</b> \\textbf{x} (a) %s {{y}} ](z)"), "{text}");
    check_inside(&file);
}

fn named_chart(name: &str) -> Chart {
    let chart = sheets::year_chart();
    Chart {
        title: name.to_owned(),
        alternative: name.to_owned(),
        across: Across::Slots { labels: vec![name.to_owned(); 12] },
        left: axis(name, name, true),
        right: Some(axis(name, name, false)),
        plots: chart.plots.into_iter().map(|plot| Plot { name: name.to_owned(), ..plot }).collect(),
        marks: (0..4).map(|mark| Mark { x: f64::from(mark) * 3.0, text: name.to_owned() }).collect(),
        notes: vec![name.to_owned()],
    }
}

/// Sees that no word lies beyond the margins of its page.
fn check_inside(file: &File) {
    let Some(boxes) = file.asked("pdftotext", &["-bbox"], &["-"]) else { return };
    let edge = |word: &str, name: &str| -> f64 {
        let (_, rest) = word.split_once(&format!("{name}=\"")).unwrap();
        rest.split_once('"').unwrap().0.parse().unwrap()
    };
    let words: Vec<&str> = boxes.lines().filter(|line| line.contains("<word ")).collect();
    assert!(!words.is_empty());
    for word in words {
        let is_inside = edge(word, "xMin") > 45.0 && edge(word, "xMax") < 551.0;
        assert!(is_inside && edge(word, "yMin") > 25.0 && edge(word, "yMax") < 830.0, "{word}");
    }
}

#[test]
fn a_character_that_no_font_has_is_a_question_mark() {
    let sheet = of_blocks("漢字 🔥 węzeł", vec![Block::Text(format!("a\u{0}b\u{202e}c\u{1b}[2J {LETTERS} ☃"))]);
    let file = File::pdf("glyphs.pdf", &sheet);
    file.check();
    let Some(text) = file.text() else { return };
    let text = words(&text);
    assert!(text.contains("?? ? węzeł") && text.contains(LETTERS) && text.contains("c\\u{1b}[2J"), "{text}");
}

#[test]
fn nothing_at_all_is_a_page_too() {
    let empty_table =
        Table { title: "Pusta".to_owned(), n_left: 0, ..table(vec![column("a", "A", "", Align::Left)], Vec::new()) };
    let no_columns = Table {
        rows: vec![Row { kind: RowKind::Plain, cells: vec![text("x")] }],
        columns: Vec::new(),
        ..empty_table.clone()
    };
    let nameless = Chart { title: String::new(), plots: Vec::new(), ..sheets::year_chart() };
    let blocks = vec![
        Block::PageBreak,
        Block::Text(String::new()),
        Block::Heading(String::new()),
        Block::Figures(Vec::new()),
        Block::Table(empty_table),
        Block::Table(no_columns),
        Block::Chart(nameless.clone()),
        Block::Chart(Chart { across: Across::Slots { labels: Vec::new() }, ..nameless }),
        Block::PageBreak,
        Block::PageBreak,
    ];
    let file = File::pdf("nothing.pdf", &of_blocks("", blocks));
    file.check();
    File::pdf("empty.pdf", &of_blocks("", Vec::new())).check();
    let Some(text) = file.text() else { return };
    assert!(text.contains("Brak pozycji w tym okresie.") && text.contains("brak danych"), "{text}");
}

#[test]
fn one_point_none_and_numbers_beyond_measure_are_drawn() {
    let styles = [
        Style::Bars,
        Style::ComparedBars,
        Style::Line,
        Style::ComparedLine,
        Style::DashedLine,
        Style::Dots,
        Style::FaintDots,
    ];
    let instant = |text: &str| -> Timestamp { text.parse().unwrap() };
    let time = |from: &str, until: &str, zone: &str| Across::Time {
        from: instant(from),
        until: instant(until),
        zone: zone.to_owned(),
    };
    let acrosses = [
        time("2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z", "Europe/Warsaw"),
        time("2025-10-26T22:00:00Z", "2025-10-25T23:00:00Z", "Europe/Warsaw"),
        time("-009999-01-02T01:59:59Z", "9999-12-30T22:00:00Z", "Nigdzie/Tu"),
        Across::Slots { labels: vec!["I".to_owned()] },
        Across::Amount(axis("x", "°C", false)),
    ];
    let value_sets = [
        vec![(0.0, Some(5.0))],
        vec![(0.0, None), (1.0, None)],
        vec![(0.0, Some(0.0)), (1.0, Some(0.0))],
        vec![(0.0, Some(f64::NAN)), (f64::INFINITY, Some(1.0)), (f64::NAN, None), (3600.0, Some(-2.0))],
        vec![(0.0, Some(f64::MAX)), (7200.0, Some(f64::MIN)), (3600.0, Some(9.2e18))],
        vec![(0.0, Some(1e-300)), (3600.0, None), (7200.0, Some(2e-300))],
        vec![(-1e300, Some(1.0)), (1e300, Some(2.0)), (0.0, Some(1.5))],
    ];
    let mut blocks = Vec::new();
    for (number, across) in acrosses.iter().enumerate() {
        for values in &value_sets {
            let mut plots: Vec<Plot> = styles.map(|style| plot("x", style, values.clone())).into();
            plots.push(Plot { side: Side::Right, ..plot("y", Style::Line, values.clone()) });
            let right = number.is_multiple_of(2).then(|| axis("y", "m3", false));
            let marks = [-1.0, 0.0, f64::NAN].map(|x| Mark { x, text: "o".to_owned() }).to_vec();
            let chart = Chart { across: across.clone(), plots, right, marks, ..sheets::year_chart() };
            let svg = String::from_utf8(paper::svg(&chart, Language::English)).unwrap();
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{chart:?}");
            blocks.push(Block::Chart(chart));
        }
    }
    let file = File::pdf("measure.pdf", &of_blocks("Bez miary", blocks));
    file.check();
    check_inside(&file);
}

#[test]
fn a_table_of_forty_columns_stays_on_the_page() {
    let columns = (0..40).map(|at| column(&format!("c{at}"), "Bardzo długi nagłówek", "GJ/m2", Align::Right)).collect();
    let row = |_| (0..40).map(|_| number("123456.789")).collect();
    let file =
        File::pdf("columns.pdf", &of_blocks("Kolumny", vec![Block::Table(table(columns, (0..3).map(row).collect()))]));
    file.check();
    check_inside(&file);
}

#[test]
fn ten_thousand_rows_take_neither_long_nor_much() {
    let started = Instant::now();
    let bytes = paper::pdf(&sheets::long(10_000));
    assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
    assert!(bytes.len() < 4_000_000, "{} bytes", bytes.len());
    let file = File::new("rows.pdf", &bytes);
    file.asked("qpdf", &["--check"], &[]);
    let Some(text) = file.text() else { return };
    assert_eq!(text.matches("W-").count(), 10_000 + 1);
}
