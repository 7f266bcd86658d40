//! The archive itself: in how many bytes it keeps how much, and whether all of it is whole.

use common::archive::{ArchiveFault, ArchiveStat, Finding, Verified};
use common::language::Argument;
use common::page::Page;
use common::quantity::Quantity;
use common::quantity::decimal::{Decimal, divide_rounded};
use common::wire::MAX_WAIT;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;

use super::quantity_word;
use crate::cli::ListArgs;
use crate::exit::{Cure, Failure};
use crate::output::cell::{Exact, UnitOf};
use crate::output::{Amount, Format, Look, Output, Talk, Word, row};
use crate::session::Session;

row! {
    /// How much the archive holds, and in how many bytes.
    pub struct StatRow: "archive.stat" {
        /// readings that count
        pub n_readings: u64,
        /// readings in sealed pages
        pub n_sealed: u64,
        /// readings that no page has yet
        pub n_fresh: u64,
        /// versions that count no more
        pub n_struck: u64,
        /// sealed pages
        pub n_pages: u64,
        /// damaged pages that were put aside
        pub n_set_aside: u64,
        /// the first reading
        pub first_at: Option<Timestamp>,
        /// the newest reading
        pub last_at: Option<Timestamp>,
        /// bytes of the pages
        pub page_bytes: u64,
        /// bytes of all files of the archive
        pub file_bytes: u64,
        /// bytes of the pages for each sealed reading
        pub page_bytes_per_reading: Option<Decimal>,
        /// bytes of all files for each reading
        pub file_bytes_per_reading: Option<Decimal>,
    }
}

row! {
    /// Something in the archive that is not as it must be.
    pub struct FindingRow: "archive.finding" brief [point, from, until, finding, detail] {
        /// code of the metering point; null where it is about all points
        pub point: Option<String>,
        /// the first instant of the stretch it is about
        pub from: Timestamp,
        /// the first instant after it
        pub until: Timestamp,
        /// a damaged page, one put aside, a wrong total or a wrong newest value
        pub finding: Word,
        /// whose figures differ
        pub quantity: Option<Word>,
        /// the figure that is kept
        pub kept: Option<Exact>,
        /// the figure that the readings give
        pub computed: Option<Exact>,
        /// unit of the figures
        pub unit: Option<UnitOf>,
        /// readings that have not come again
        pub n_lost: Option<u64>,
        /// what is wrong with the page
        pub detail: Option<String>,
    }
}

/// Decimals of bytes per reading.
const DECIMALS: u32 = 3;

/// Shows how much the archive holds.
///
/// # Errors
/// As [`Session::ask`].
pub async fn stat(session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    let stat = session.ask(async |ek, context| ek.archive(context).await).await?;
    Ok(output.record(stat_row(&stat))?)
}

fn stat_row(stat: &ArchiveStat) -> StatRow {
    let n_readings = stat.n_sealed.saturating_add(stat.n_fresh);
    StatRow {
        n_readings,
        n_sealed: stat.n_sealed,
        n_fresh: stat.n_fresh,
        n_struck: stat.n_struck,
        n_pages: stat.n_pages,
        n_set_aside: stat.n_set_aside,
        first_at: stat.first_at,
        last_at: stat.last_at,
        page_bytes: stat.page_bytes,
        file_bytes: stat.file_bytes,
        page_bytes_per_reading: share(stat.page_bytes, stat.n_sealed),
        file_bytes_per_reading: share(stat.file_bytes, n_readings),
    }
}

/// Returns the bytes for each of so many readings; `None` where there are none.
fn share(bytes: u64, n_readings: u64) -> Option<Decimal> {
    let scaled = i128::from(bytes) * 10_i128.pow(DECIMALS);
    (n_readings > 0).then(|| Decimal { digits: divide_rounded(scaled, i128::from(n_readings)), scale: DECIMALS })
}

/// What a verification has come across.
#[derive(Default)]
struct Seen {
    n_pages: u64,
    n_readings: u64,
    n_points: u64,
    n_findings: u64,
    /// Readings were lost with a page.
    lost: bool,
}

/// Recomputes the archive stretch by stretch and lists what is not as it must be.
///
/// # Errors
/// As [`Session::ask`]; [`Failure::Found`] where something is.
pub async fn verify(session: &mut Session, output: &mut Output, args: &ListArgs) -> Result<(), Failure> {
    let progress = progress(output);
    let mut seen = Seen::default();
    let look = output.look.clone();
    let mut listing = output.list::<FindingRow>(&args.pick(output.look.format))?;
    let mut page = Page { after: args.columns.after.clone(), limit: 0 };
    let next = loop {
        if listing.room() == Some(0) {
            break page.after;
        }
        let stretch = session.ask_within(MAX_WAIT, async |ek, context| ek.verify(context, page.clone()).await).await?;
        progress.set_length(stretch.n_points);
        progress.set_position(stretch.n_points_done);
        seen.add(&stretch);
        for finding in stretch.findings {
            let row = finding_row(finding);
            listing.push(if look.format == Format::Table { told(row, &look) } else { row })?;
        }
        match stretch.next {
            Some(next) => page.after = Some(next),
            None => break None,
        }
    };
    progress.finish_and_clear();
    listing.finish(next.as_deref())?;
    let line = seen.line(output);
    output.footer(&line)?;
    seen.verdict()
}

impl Seen {
    fn add(&mut self, stretch: &Verified) {
        self.n_pages = self.n_pages.saturating_add(stretch.n_pages);
        self.n_readings = self.n_readings.saturating_add(stretch.n_readings);
        self.n_points = stretch.n_points_done;
        self.n_findings += stretch.findings.len() as u64;
        self.lost |= stretch.findings.iter().any(|finding| match finding.fault {
            ArchiveFault::PageDamaged { .. } | ArchiveFault::PageSetAside { .. } => true,
            ArchiveFault::TotalDiffers { .. } | ArchiveFault::NewestDiffers { .. } | ArchiveFault::Unknown => false,
        });
    }

    fn line(&self, output: &Output) -> String {
        let number = |number: u64| Argument::from(output.look.language.number(&number.to_string()));
        let numbers =
            [("points", number(self.n_points)), ("pages", number(self.n_pages)), ("readings", number(self.n_readings))];
        output.look.texts().format("verified", &numbers)
    }

    const fn verdict(&self) -> Result<(), Failure> {
        if self.n_findings == 0 {
            return Ok(());
        }
        let cure = if self.lost { Cure::ImportAgain } else { Cure::AskTheLog };
        Err(Failure::Found { n_findings: self.n_findings, cure })
    }
}

/// Returns a bar on a terminal, and one that nobody sees elsewhere.
fn progress(output: &Output) -> ProgressBar {
    if output.talk() == Talk::Silent {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{pos:>7} / {len:<7} [{bar:40}] {eta}");
    bar.with_style(style.expect("the template is ours").progress_chars("#-"))
}

/// Returns the row with its figures as one text: beside each other they would not fit a terminal.
fn told(row: FindingRow, look: &Look) -> FindingRow {
    let name = row.quantity.map(|quantity| look.word(quantity)).unwrap_or_default();
    let detail = match (row.kept, row.computed, row.n_lost) {
        (Some(Exact(kept)), Some(Exact(computed)), _) => {
            let amount = |amount| format!("{} {}", look.whole_amount(amount), look.symbol(amount.quantity));
            let arguments =
                [("quantity", name.into()), ("kept", amount(&kept).into()), ("computed", amount(&computed).into())];
            Some(look.texts().format("finding-figures", &arguments))
        }
        (_, _, Some(n_lost)) => Some(look.texts().format("finding-lost", &[("readings", n_lost.into())])),
        _ if row.quantity.is_some() => Some(name),
        _ => row.detail,
    };
    FindingRow { detail, ..row }
}

fn finding_row(finding: Finding) -> FindingRow {
    let name = match finding.fault {
        ArchiveFault::PageDamaged { .. } => "page_damaged",
        ArchiveFault::PageSetAside { .. } => "page_set_aside",
        ArchiveFault::TotalDiffers { .. } => "total_differs",
        ArchiveFault::NewestDiffers { .. } => "newest_differs",
        ArchiveFault::Unknown => "unknown",
    };
    let mut row = FindingRow {
        point: (!finding.point.is_empty()).then_some(finding.point),
        from: finding.period.from,
        until: finding.period.until,
        finding: Word { group: "finding", name },
        quantity: None,
        kept: None,
        computed: None,
        unit: None,
        n_lost: None,
        detail: None,
    };
    match finding.fault {
        ArchiveFault::PageDamaged { why } => row.detail = Some(why),
        ArchiveFault::PageSetAside { n_lost } => row.n_lost = Some(n_lost),
        ArchiveFault::TotalDiffers { quantity, kept, computed } => {
            row.of(quantity);
            row.kept = Some(Exact(Amount { quantity, base: kept }));
            row.computed = Some(Exact(Amount { quantity, base: computed }));
            row.unit = Some(UnitOf(quantity));
        }
        ArchiveFault::NewestDiffers { quantity } => row.of(quantity),
        ArchiveFault::Unknown => {}
    }
    row
}

impl FindingRow {
    fn of(&mut self, quantity: Quantity) {
        self.quantity = Some(quantity_word(quantity));
    }
}
