//! What other programs say of our files.

use std::path::PathBuf;
use std::process::Command;

use common::language::Language;
use common::sheet::{Block, CodeBlock, Sheet};
use ekd::paper;
use tempfile::TempDir;

use crate::peer::program;
use crate::sheets::{self, LETTERS};

/// Largest page with a chart and a table of twelve months.
const MOST_BYTES: usize = 60 * 1024;

/// A file that other programs look at; `EKD_PAPER` names a directory in which it stays, to be looked at by people.
pub(crate) struct File {
    path: PathBuf,
    _directory: TempDir,
}

impl File {
    pub(crate) fn new(name: &str, bytes: &[u8]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = std::env::var_os("EKD_PAPER").map_or_else(|| directory.path().to_owned(), PathBuf::from).join(name);
        std::fs::write(&path, bytes).unwrap();
        Self { path, _directory: directory }
    }

    pub(crate) fn pdf(name: &str, sheet: &Sheet) -> Self {
        Self::new(name, &paper::pdf(sheet))
    }

    /// Returns what a program says of the file, or `None` where there is no such program; complaints are failures.
    pub(crate) fn asked(&self, name: &str, before: &[&str], after: &[&str]) -> Option<String> {
        let output = Command::new(program(name, false)?).args(before).arg(&self.path).args(after).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaints = String::from_utf8_lossy(&output.stderr);
        let is_fine = output.status.success() && complaints.is_empty();
        assert!(is_fine, "{name} {}: {complaints}{said}", self.path.display());
        Some(said)
    }

    /// Returns the text as people select it, in lines.
    pub(crate) fn text(&self) -> Option<String> {
        self.asked("pdftotext", &["-layout"], &["-"])
    }

    /// Has the structure checked, and every page drawn.
    pub(crate) fn check(&self) {
        self.asked("qpdf", &["--check"], &[]);
        let pictures = self.path.with_extension("page");
        self.asked("pdftoppm", &["-r", "72", "-png"], &[&pictures.display().to_string()]);
    }
}

pub(crate) fn of_blocks(title: &str, blocks: Vec<Block>) -> Sheet {
    Sheet { blocks, ..sheets::empty(title) }
}

/// Returns the text with all that is between words made one space.
pub(crate) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_month_stands_on_one_page_with_every_word_and_figure() {
    let bytes = paper::pdf(&sheets::monthly());
    assert!(bytes.len() <= MOST_BYTES, "{} bytes", bytes.len());
    let file = File::new("monthly.pdf", &bytes);
    file.check();
    let Some(text) = file.text() else { return };
    let text = words(&text);
    for expected in [
        "Miesięczne zużycie ciepła 2025-11-01 – 2025-11-30",
        "Spółdzielnia Mieszkaniowa „Zielona Dolina”",
        "Przeciętny użytkownik tej kategorii 0,0451 GJ/m²",
        "Średnia temperatura zewnętrzna –",
        "Zużycie ciepła w kolejnych miesiącach, skorygowane o pogodę",
        "krzywa 1,4→1,2",
        "Miesiąc Zużycie Rok wcześniej Zmiana Na powierzchnię Koszt netto Odczyty",
        "IV 112,9 131,0 -13,8 0,023 12 444,97 99,2",
        "VI – 39,9",
        "razem 1 554,4 1 673,5 -7,1 0,323 171 341,51 96,4",
        "Jak liczono",
        "Kompletność danych: 99,3 % (8 702 z 8 760 odczytów) · czas lokalny: Europe/Warsaw",
        "odcisk definicji 0123456789abcdef · odcisk danych fedcba9876543210",
        "strona 1 z 1",
    ] {
        assert!(text.contains(expected), "no `{expected}` in {text}");
    }
}

#[test]
fn fonts_are_embedded_in_part_and_the_document_says_what_it_is() {
    let heading = |text: &str| Block::Heading(text.to_owned());
    let blocks = vec![heading("Żuraw"), heading("Ćma"), Block::PageBreak, heading("Łąka")];
    let file = File::pdf("outline.pdf", &of_blocks(LETTERS, blocks));
    file.check();
    if let Some(fonts) = file.asked("pdffonts", &[], &[]) {
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert_eq!(fonts.len(), 2, "{fonts:?}");
        for font in fonts {
            assert!(font.contains("+DejaVuSansCondensed") && font.contains("yes yes yes"), "{font}");
        }
    }
    if let Some(facts) = file.asked("pdfinfo", &[], &[]) {
        assert!(facts.contains(LETTERS) && facts.contains("Pages:           2"), "{facts}");
        assert!(!facts.contains("CreationDate"), "{facts}");
    }
    let Some(objects) = file.asked("qpdf", &["--json"], &[]) else { return };
    let objects: serde_json::Value = serde_json::from_str(&objects).unwrap();
    let outline: Vec<(&str, i64)> = objects["outlines"].as_array().unwrap().iter().map(line).collect();
    assert_eq!(outline, [("Żuraw", 1), ("Ćma", 1), ("Łąka", 2)], "in the order of the pages, not of the alphabet");
    assert!(objects.to_string().contains("\"/Lang\":\"u:pl\""), "{objects}");
}

fn line(entry: &serde_json::Value) -> (&str, i64) {
    (entry["title"].as_str().unwrap(), entry["destpageposfrom1"].as_i64().unwrap())
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let monthly = sheets::monthly();
    let first = paper::pdf(&monthly);
    // Other documents between them, on another thread.
    std::thread::spawn(|| paper::pdf(&sheets::long(50))).join().unwrap();
    assert_eq!(first, paper::pdf(&monthly));
    let mut other = monthly;
    other.title.push('!');
    assert_ne!(first, paper::pdf(&other));
    let chart = sheets::winter_chart(5);
    assert_eq!(paper::svg(&chart, Language::Polish), paper::svg(&chart, Language::Polish));
}

#[test]
fn a_long_table_repeats_its_headings() {
    let file = File::pdf("long.pdf", &sheets::long(120));
    file.check();
    let Some(text) = file.text() else { return };
    let n_pages = text.matches('\u{c}').count();
    assert!(n_pages > 1);
    assert_eq!(text.matches("Nośnik").count(), n_pages, "{text}");
    assert!(text.contains(&format!("strona {n_pages} z {n_pages}")), "{text}");
    for rank in 1..=120 {
        assert!(text.contains(&format!("W-{rank:05}")), "{rank} is not there");
    }
    assert!(words(&text).contains("1 234 567 890,12"), "{text}");
}

#[test]
fn both_languages_are_spoken() {
    let sheet = Sheet { language: Language::English, ..sheets::monthly() };
    let Some(text) = File::pdf("english.pdf", &sheet).text() else { return };
    for expected in ["page 1 of 1", "Data coverage: 99.3 % (8,702 of 8,760 readings)", "1,554.4", "no data"] {
        assert!(words(&text).contains(expected), "no `{expected}` in {text}");
    }
}

#[test]
fn charts_are_the_same_drawing_in_both_forms() {
    let charts = [
        sheets::winter_chart(3),
        sheets::winter_chart(9),
        sheets::winter_chart(60),
        sheets::month_chart(),
        sheets::scatter_chart(8_760),
        sheets::year_chart(),
    ];
    for (index, chart) in charts.iter().enumerate() {
        let svg = paper::svg(chart, Language::Polish);
        assert!(svg.len() < 200_000, "{} bytes", svg.len());
        let file = File::new(&format!("chart{index}.svg"), &svg);
        file.asked("xmllint", &["--noout"], &[]);
        let svg = String::from_utf8(svg).unwrap();
        assert!(svg.contains(&format!("<title>{}</title>", chart.title)), "{svg}");
        for plot in &chart.plots {
            assert!(svg.contains(&format!(">{}</text>", plot.name)), "{} has no legend", plot.name);
        }
    }
    let file = File::pdf("charts.pdf", &of_blocks("Wykresy", charts.map(Block::Chart).to_vec()));
    file.check();
    let Some(text) = file.text() else { return };
    for expected in
        ["zasilanie, grudzień 2025", "brak danych", "1 I 2026", "energia [GJ]", "20. krzywa 1,19→1,2", "jeszcze 40"]
    {
        assert!(words(&text).contains(expected), "no `{expected}` in {text}");
    }
}

/// A code is read by a telephone, or it is nothing: drawn, made a picture of, and read by another program.
#[test]
fn codes_are_read_from_the_drawn_page() {
    let transfer = "5260250274|PL|46114010100000579009004001|012345|Zolta Cieplownia|FV/2026/11/0042 K-00412|||";
    // The longest that a transfer may have.
    let longest = "1".repeat(160);
    let address = "https://qr.ksef.mf.gov.pl/invoice/5260250274/30-11-2026/UtQp9Gpc51y-u3xApZjIjgkpZ01js-J8KflSPW8WzIE";
    let code = |text: &str, caption: &str| {
        let notes = vec!["Zeskanuj w aplikacji banku.".to_owned(), "Kwota: 123,45 zł".to_owned()];
        Block::Code(CodeBlock { text: text.to_owned(), caption: caption.to_owned(), notes })
    };
    let blocks = vec![code(transfer, "Kod przelewu"), code(&longest, "Najdłuższy"), code(address, "KSeF")];
    let file = File::pdf("codes.pdf", &of_blocks("Kody", blocks));
    file.check();
    if let Some(text) = file.text() {
        assert!(words(&text).contains("Kod przelewu") && words(&text).contains("Kwota: 123,45 zł"), "{text}");
    }
    for density in ["96", "150", "300"] {
        let picture = file.path.with_extension(density);
        let name = picture.display().to_string();
        let drawn = file.asked("pdftoppm", &["-r", density, "-png", "-singlefile"], &[&name]);
        let Some(zbar) = drawn.and_then(|_| program("zbarimg", false)) else { return };
        let output = Command::new(zbar).args(["--raw", "-q", &format!("{name}.png")]).output().unwrap();
        let mut found: Vec<_> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
        found.sort();
        let mut expected = [transfer, longest.as_str(), address];
        expected.sort_unstable();
        assert_eq!(found, expected, "{density} dots an inch");
    }
}
