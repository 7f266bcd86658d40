//! How the office did: figures by category, and tickets day by day.

use common::api::EkClient;
use common::ticket::statistics::{DayFigures, Figures, TicketStatistics};
use jiff::Timestamp;

use super::category_word;
use crate::chart::tickets::draw;
use crate::cli::tickets::office::StatisticsArgs;
use crate::exit::Failure;
use crate::output::cell::About;
use crate::output::{Format, Output, Pick, Word, row};
use crate::session::Session;

row! {
    /// How the office did with the tickets that were opened in a period.
    pub struct StatisticsRow: "ticket.statistics" {
        /// what they are about; all: all of them together
        pub category: Word,
        /// how many were opened
        pub n_opened: u64,
        /// of these, not settled now
        pub n_open: u64,
        /// of these, not settled in time, or not settled and over now
        pub n_late: u64,
        /// of these, answered by the office
        pub n_answered: u64,
        /// until the first answer: half of those that have one got it sooner
        pub median_first_answer_s: Option<About>,
        /// until it was settled: half of those that are were sooner
        pub median_settled_s: Option<About>,
    }
}

row! {
    /// Tickets of one local day.
    pub struct TicketDayRow: "ticket.day" {
        /// when the day begins
        pub from: Timestamp,
        /// when the next day begins
        pub until: Timestamp,
        /// how many tickets were opened
        pub n_opened: u64,
        /// how many were settled
        pub n_settled: u64,
    }
}

/// The period that was not told.
const USUAL: &str = "-30d";

/// Tells how the office did.
///
/// # Errors
/// A period that cannot be read or is too long; the caller is not of the office.
pub async fn run(session: &mut Session, output: &mut Output, args: &StatisticsArgs) -> Result<(), Failure> {
    let period = session.period(&args.range, USUAL)?;
    let call = async |ek: &EkClient, context| ek.ticket_statistics(context, period).await;
    let statistics = session.ask(call).await?;
    match (args.chart, output.look.format) {
        (true, Format::Table) => {
            let picture = draw(&output.look, period, &statistics.days, [args.width.into(), args.height.into()]);
            Ok(output.text(&picture)?)
        }
        (true, Format::Json | Format::Ndjson | Format::Csv(_)) => days(output, statistics.days),
        (false, _) => figures(output, statistics),
    }
}

fn days(output: &mut Output, days: Vec<DayFigures>) -> Result<(), Failure> {
    let mut listing = output.list::<TicketDayRow>(&Pick::default())?;
    for DayFigures { day, n_opened, n_settled } in days {
        listing.push(TicketDayRow { from: day.from, until: day.until, n_opened, n_settled })?;
    }
    Ok(listing.finish(None)?)
}

fn figures(output: &mut Output, statistics: TicketStatistics) -> Result<(), Failure> {
    let mut listing = output.list::<StatisticsRow>(&Pick::default())?;
    for (category, figures) in statistics.categories {
        listing.push(figures_row(category_word(category), figures))?;
    }
    listing.push(figures_row(Word { group: "category", name: "all" }, statistics.all))?;
    Ok(listing.finish(None)?)
}

fn figures_row(category: Word, figures: Figures) -> StatisticsRow {
    StatisticsRow {
        category,
        n_opened: figures.n_opened,
        n_open: figures.n_open,
        n_late: figures.n_late,
        n_answered: figures.n_answered,
        median_first_answer_s: figures.median_first_answer.map(About),
        median_settled_s: figures.median_settled.map(About),
    }
}
