//! What other programs say of our files.

use std::path::{Path, PathBuf};
use std::process::Command;

use common::language::Language;
use common::sheet::{Block, Sheet};
use ekd::paper;
use tempfile::TempDir;

use crate::peer::program;
use crate::sheets::{self, LETTERS};

/// A file that other programs look at; `EKD_PAPER` names a directory in which it stays.
struct File {
    path: PathBuf,
    _directory: TempDir,
}

impl File {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = std::env::var_os("EKD_PAPER").map_or_else(|| directory.path().to_owned(), PathBuf::from).join(name);
        std::fs::write(&path, bytes).unwrap();
        Self { path, _directory: directory }
    }

    /// Returns what a program says of the file, or `None` where there is no such program.
    fn asked(&self, name: &str, before: &[&str], after: &[&str]) -> Option<String> {
        let program: PathBuf = program(name, false)?;
        let output = Command::new(program).args(before).arg(&self.path).args(after).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && complaints.is_empty(), "{name} {}: {complaints}{said}", show(&self.path));
        Some(said)
    }
}

fn show(path: &Path) -> String {
    path.display().to_string()
}

fn file(name: &str, sheet: &Sheet) -> File {
    File::new(name, &paper::pdf(sheet))
}

fn of_blocks(title: &str, blocks: Vec<Block>) -> Sheet {
    Sheet { blocks, ..sheets::empty(title) }
}

#[test]
fn show_pages() {
    file("monthly.pdf", &sheets::monthly());
    file("long.pdf", &sheets::long(120));
    let charts = [
        sheets::winter_chart(3),
        sheets::winter_chart(9),
        sheets::winter_chart(60),
        sheets::month_chart(),
        sheets::scatter_chart(8_760),
        sheets::year_chart(),
    ];
    for (index, chart) in charts.iter().enumerate() {
        File::new(&format!("chart{index}.svg"), &paper::svg(chart, Language::Polish));
    }
    file("charts.pdf", &of_blocks("Wykresy", charts.map(Block::Chart).to_vec()));
}
