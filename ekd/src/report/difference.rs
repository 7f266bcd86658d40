//! Which figures of a sheet are not what they were.

use std::collections::HashMap;

use common::report::SheetChange;
use common::sheet::chart::Chart;
use common::sheet::{Block, Cell, Figure, Sheet, Table};

/// A figure on a sheet: where it is, and what it is.
type Placed = (String, Option<String>);

/// What stands between the parts of a place.
const BETWEEN: &str = " / ";

/// Returns up to `most` figures that have changed, in the order of the sheet as it was and then of what is new, and how
/// many there are in all.
#[must_use]
pub fn changes(was: &Sheet, is: &Sheet, most: usize) -> (Vec<SheetChange>, u64) {
    let (was, is) = (placed(was), placed(is));
    let present: HashMap<&str, &Option<String>> = is.iter().map(|(place, value)| (place.as_str(), value)).collect();
    let past: HashMap<&str, &Option<String>> = was.iter().map(|(place, value)| (place.as_str(), value)).collect();
    let gone_or_other = was.iter().filter_map(|(place, was)| {
        let is = present.get(place.as_str()).copied().cloned().flatten();
        (*was != is).then(|| SheetChange { place: place.clone(), was: was.clone(), is })
    });
    let new = is.iter().filter(|(place, value)| !past.contains_key(place.as_str()) && value.is_some());
    let new = new.map(|(place, is)| SheetChange { place: place.clone(), was: None, is: is.clone() });
    let mut n_changes = 0;
    let mut changes = Vec::new();
    for change in gone_or_other.chain(new) {
        n_changes += 1;
        if changes.len() < most {
            changes.push(change);
        }
    }
    (changes, n_changes)
}

/// Collects figures and gives each a place of its own.
#[derive(Default)]
struct Places {
    placed: Vec<Placed>,
    seen: HashMap<String, u32>,
    part: String,
}

fn placed(sheet: &Sheet) -> Vec<Placed> {
    let mut places = Places::default();
    places.add(&["title"], Some(sheet.title.clone()));
    places.add(&["zone"], Some(sheet.zone.clone()));
    places.figures(&sheet.subject);
    for block in &sheet.blocks {
        places.block(block);
    }
    places.part.clear();
    for definition in &sheet.definitions {
        places.add(&["definition"], Some(definition.clone()));
    }
    let coverage = sheet.coverage.map(|coverage| format!("{}/{}", coverage.n_readings, coverage.n_expected));
    places.add(&["coverage"], coverage);
    places.placed
}

impl Places {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.part.clone_from(heading),
            Block::Text(text) => self.add(&["text"], Some(text.clone())),
            Block::Figures(figures) => self.figures(figures),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::Code(code) => {
                self.add(&[&code.caption], Some(code.text.clone()));
                for note in &code.notes {
                    self.add(&[&code.caption, "note"], Some(note.clone()));
                }
            }
            Block::PageBreak => {}
        }
    }

    fn figures(&mut self, figures: &[Figure]) {
        for Figure { label, value, unit } in figures {
            self.add(&[label], written(value, unit));
        }
    }

    fn table(&mut self, table: &Table) {
        let mut seen: HashMap<String, u32> = HashMap::new();
        for row in &table.rows {
            // Of rows that begin alike, the second is the second.
            let mut key = row.cells.first().and_then(|cell| written(cell, "")).unwrap_or_default();
            let n = seen.entry(key.clone()).and_modify(|n| *n += 1).or_insert(1);
            if *n > 1 {
                key = format!("{key} ({n})");
            }
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                self.add(&[&table.title, &key, &column.heading], written(cell, &column.unit));
            }
        }
    }

    fn chart(&mut self, chart: &Chart) {
        for plot in &chart.plots {
            for (x, y) in &plot.points {
                self.add(&[&chart.title, &plot.name, &x.to_string()], y.map(|y| y.to_string()));
            }
        }
        for mark in &chart.marks {
            self.add(&[&chart.title, &mark.x.to_string()], Some(mark.text.clone()));
        }
        for note in &chart.notes {
            self.add(&[&chart.title, "text"], Some(note.clone()));
        }
    }

    fn add(&mut self, path: &[&str], value: Option<String>) {
        let parts = std::iter::once(self.part.as_str()).chain(path.iter().copied()).filter(|part| !part.is_empty());
        let place = parts.collect::<Vec<_>>().join(BETWEEN);
        let n = self.seen.entry(place.clone()).and_modify(|n| *n += 1).or_insert(1);
        let place = if *n > 1 { format!("{place} ({n})") } else { place };
        self.placed.push((place, value));
    }
}

/// Returns a value with its unit; `None` where it is missing.
fn written(cell: &Cell, unit: &str) -> Option<String> {
    let value = match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(plain) => plain.clone(),
        Cell::Date(date) => date.to_string(),
        Cell::Instant(at) => at.to_string(),
        Cell::Missing => return None,
    };
    Some(if unit.is_empty() { value } else { format!("{value} {unit}") })
}

#[cfg(test)]
mod tests {
    use common::language::Language;
    use common::sheet::{Align, Column, Coverage, Row, RowKind};

    use super::*;

    fn number(plain: &str) -> Cell {
        if plain.is_empty() { Cell::Missing } else { Cell::Number(plain.to_owned()) }
    }

    fn sheet(rows: &[(&str, &str)], n_readings: u64) -> Sheet {
        let column = |key: &str, heading: &str, unit: &str| Column {
            key: key.to_owned(),
            heading: heading.to_owned(),
            unit: unit.to_owned(),
            align: Align::Left,
        };
        let rows = rows.iter().map(|(month, energy)| Row {
            kind: RowKind::Plain,
            cells: vec![Cell::Text((*month).to_owned()), number(energy)],
        });
        let table = Table {
            name: "months".to_owned(),
            title: "Miesiące".to_owned(),
            columns: vec![column("month", "Miesiąc", ""), column("energy_used", "Ciepło", "GJ")],
            rows: rows.collect(),
            n_left: 0,
        };
        Sheet {
            language: Language::Polish,
            zone: "Europe/Warsaw".to_owned(),
            title: "Karta".to_owned(),
            subject: Vec::new(),
            period: None,
            blocks: vec![Block::Heading("W-1".to_owned()), Block::Table(table)],
            definitions: Vec::new(),
            coverage: Some(Coverage { n_readings, n_expected: 9 }),
            marks: None,
        }
    }

    #[test]
    fn what_has_changed_is_named_with_its_place() {
        let was = sheet(&[("09", "1.5"), ("10", "2.5"), ("11", "3.5"), ("11", "4.5")], 7);
        let is = sheet(&[("09", "1.5"), ("10", ""), ("11", "3.5"), ("11", "4.6"), ("12", "9")], 8);
        let (changes, n_changes) = changes(&was, &is, 4);
        let told = |change: &SheetChange| {
            let shown = |value: &Option<String>| value.clone().unwrap_or("–".to_owned());
            format!("{}: {} → {}", change.place, shown(&change.was), shown(&change.is))
        };
        let expected = [
            "W-1 / Miesiące / 10 / Ciepło: 2.5 GJ → –",
            "W-1 / Miesiące / 11 (2) / Ciepło: 4.5 GJ → 4.6 GJ",
            "coverage: 7/9 → 8/9",
            "W-1 / Miesiące / 12 / Miesiąc: – → 12",
        ];
        assert_eq!((changes.iter().map(told).collect::<Vec<_>>(), n_changes), (expected.map(str::to_owned).into(), 5));
        assert_eq!(super::changes(&was, &was, 9), (Vec::new(), 0));
    }
}
