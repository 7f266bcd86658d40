//! What each noun's verbs do: arguments become calls to the daemon, answers become rows.
//!
//! A file a noun. No file here prints: rows go to [`crate::output`].

pub mod account;
pub mod alarms;
pub mod archive;
pub mod audit;
pub mod completions;
pub mod config;
pub mod contracts;
pub mod customers;
pub mod dues;
pub mod invoices;
pub mod login;
pub mod logout;
pub mod maintenance;
pub mod man;
pub mod messages;
pub mod meters;
pub mod notifications;
pub mod outbox;
pub mod paper;
pub mod payments;
pub mod points;
pub mod quarantine;
pub mod readings;
pub mod reports;
pub mod rules;
pub mod schema;
pub mod sites;
pub mod sources;
pub mod status;
mod sums;
pub mod tariffs;
pub mod tickets;
pub mod tokens;
pub mod users;
pub mod version;
pub mod watch;
pub mod weather;
pub mod whoami;

use common::quantity::{Energy, Quantity, Value, Volume};
use common::reading::{Latest, Quality};
use common::source::{Problem, ProblemKind};
use jiff::tz::TimeZone;

use crate::cli::global::CallArgs;
use crate::cli::{ArchiveVerb, ListArgs, MetersVerb, Noun, PointsVerb, ReadingsVerb, SourcesVerb};
use crate::exit::Failure;
use crate::output::cell::UnitOf;
use crate::output::{Amount, Output, Row, Word, row};
use crate::session::Session;

/// Does what the command says and writes the answer to `output`.
///
/// # Errors
/// What kept it from being done.
pub async fn run(noun: Noun, call: &CallArgs, tz: Option<TimeZone>, output: &mut Output) -> Result<(), Failure> {
    match noun {
        Noun::Schema(verb) => return schema::run(verb, output),
        Noun::Completions(args) => return completions::run(&args, output),
        Noun::Man(args) => return man::run(&args, output),
        Noun::Config(verb) => return config::run(&verb, call, output),
        Noun::Version => return version::run(output),
        Noun::Login(args) => return login::run(&args, call, tz, output).await,
        Noun::Logout => return logout::run(call, output).await,
        Noun::Whoami
        | Noun::Account(_)
        | Noun::Tokens(_)
        | Noun::Users(_)
        | Noun::Customers(_)
        | Noun::Audit(_)
        | Noun::Outbox(_)
        | Noun::Sites(_)
        | Noun::Points(_)
        | Noun::Meters(_)
        | Noun::Readings(_)
        | Noun::Weather(_)
        | Noun::Reports(_)
        | Noun::Invoices(_)
        | Noun::Dues(_)
        | Noun::Payments(_)
        | Noun::Contracts(_)
        | Noun::Tariffs(_)
        | Noun::Alarms(_)
        | Noun::Rules(_)
        | Noun::Maintenance(_)
        | Noun::Tickets(_)
        | Noun::Messages(_)
        | Noun::Notifications(_)
        | Noun::Quarantine(_)
        | Noun::Sources(_)
        | Noun::Archive(_)
        | Noun::Status
        | Noun::Watch(_) => {}
    }
    let mut session = Session::open(call, output, tz).await?;
    ask(noun, call, &mut session, output).await
}

async fn ask(noun: Noun, call: &CallArgs, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match noun {
        Noun::Whoami => whoami::run(session, output).await,
        Noun::Account(verb) => account::run(&verb, call, session, output).await,
        Noun::Tokens(verb) => tokens::run(&verb, call, session, output).await,
        Noun::Users(verb) => users::run(&verb, session, output).await,
        Noun::Customers(verb) => customers::run(&verb, call, session, output).await,
        Noun::Audit(verb) => audit::run(&verb, session, output).await,
        Noun::Outbox(verb) => outbox::run(&verb, session, output).await,
        Noun::Sites(verb) => sites::run(&verb, session, output).await,
        Noun::Points(PointsVerb::List(args)) => points::list(session, output, &args).await,
        Noun::Points(PointsVerb::Show(args)) => points::show(session, output, &args.id).await,
        Noun::Meters(MetersVerb::List(args)) => meters::list(session, output, &args).await,
        Noun::Meters(MetersVerb::Show(args)) => meters::show(session, output, &args.id).await,
        Noun::Meters(MetersVerb::Replace(args)) => meters::replace::run(session, output, &args).await,
        Noun::Meters(MetersVerb::Verify(args)) => meters::verify::run(session, output, &args).await,
        Noun::Meters(MetersVerb::Resolve(args)) => meters::resolve::run(session, output, &args).await,
        Noun::Readings(verb) => match verb {
            ReadingsVerb::List(args) => readings::list::run(session, output, &args).await,
            ReadingsVerb::Latest(args) => readings::latest::run(session, output, &args).await,
            ReadingsVerb::Export(args) => readings::export::run(session, output, &args).await,
            ReadingsVerb::Chart(args) => readings::chart::run(session, output, &args).await,
            ReadingsVerb::Compare(args) => readings::compare::run(session, output, &args).await,
            ReadingsVerb::Scatter(args) => readings::scatter::run(session, output, &args).await,
            ReadingsVerb::Gaps(args) => readings::gaps::run(session, output, &args).await,
            ReadingsVerb::History(args) => readings::history::run(session, output, &args).await,
            ReadingsVerb::Total(args) => readings::total::run(session, output, &args).await,
            ReadingsVerb::Import(args) => readings::import::run(session, output, &args).await,
        },
        Noun::Reports(verb) => reports::run(&verb, call, session, output).await,
        Noun::Invoices(verb) => invoices::run(&verb, session, output).await,
        Noun::Dues(verb) => dues::run(&verb, session, output).await,
        Noun::Payments(verb) => payments::run(&verb, session, output).await,
        Noun::Contracts(verb) => contracts::run(&verb, session, output).await,
        Noun::Tariffs(verb) => tariffs::run(&verb, session, output).await,
        Noun::Weather(verb) => weather::run(&verb, session, output).await,
        Noun::Alarms(verb) => alarms::run(&verb, session, output).await,
        Noun::Rules(verb) => rules::run(&verb, call, session, output).await,
        Noun::Maintenance(verb) => maintenance::run(&verb, session, output).await,
        Noun::Tickets(verb) => tickets::run(&verb, call, session, output).await,
        Noun::Messages(verb) => messages::run(&verb, call, session, output).await,
        Noun::Notifications(verb) => notifications::run(&verb, session, output).await,
        Noun::Quarantine(verb) => quarantine::run(session, output, &verb).await,
        Noun::Sources(SourcesVerb::List(args)) => sources::list(session, output, &args).await,
        Noun::Sources(SourcesVerb::Show(args)) => sources::show(session, output, &args.name).await,
        Noun::Sources(SourcesVerb::Poll(args)) => sources::poll(session, output, &args.name).await,
        Noun::Archive(ArchiveVerb::Stat) => archive::stat(session, output).await,
        Noun::Archive(ArchiveVerb::Verify(args)) => archive::verify(session, output, &args).await,
        Noun::Status => status::run(session, output),
        Noun::Watch(args) => watch::run(session, output, &args).await,
        Noun::Schema(_)
        | Noun::Completions(_)
        | Noun::Man(_)
        | Noun::Config(_)
        | Noun::Version
        | Noun::Login(_)
        | Noun::Logout => Ok(()),
    }
}

/// Writes a list that came whole.
///
/// # Errors
/// Those of the writer.
fn list_whole<R: Row>(output: &mut Output, list: &ListArgs, rows: impl IntoIterator<Item = R>) -> Result<(), Failure> {
    let mut listing = output.list::<R>(&list.pick(output.look.format))?;
    for row in rows {
        if listing.room() == Some(0) {
            return Ok(listing.cut()?);
        }
        listing.push(row)?;
    }
    Ok(listing.finish(None)?)
}

/// Returns random bytes for a secret.
fn random() -> [u8; 32] {
    let mut random = [0; 32];
    getrandom::fill(&mut random).expect("the system gives random bytes to every program");
    random
}

row! {
    /// The newest value of one quantity at one point.
    pub struct LatestRow: "reading.latest" {
        /// code of the metering point
        pub point: String,
        /// what was measured
        pub quantity: Word,
        /// when it was read
        pub at: jiff::Timestamp,
        /// the value, exact
        pub value: Amount,
        /// unit of the value
        pub unit: UnitOf,
        /// measured, estimated, or why it is in quarantine
        pub quality: Word,
    }
}

/// Returns the row of a newest value.
fn latest_row(point: String, latest: &Latest) -> LatestRow {
    LatestRow {
        point,
        quantity: quantity_word(latest.quantity),
        at: latest.at,
        value: (latest.quantity, latest.value).into(),
        unit: UnitOf(latest.quantity),
        quality: quality_word(latest.quality),
    }
}

const fn quantity_word(quantity: Quantity) -> Word {
    Word { group: "quantity", name: quantity.name() }
}

const fn quality_word(quality: Quality) -> Word {
    match quality {
        Quality::Measured | Quality::Estimated => Word { group: "quality", name: quality.name() },
        Quality::Quarantined(suspicion) => Word { group: "suspicion", name: suspicion.name() },
    }
}

const fn problem_word(kind: ProblemKind) -> Word {
    Word { group: "problem", name: kind.name() }
}

/// Returns the kind and the facts of a problem.
fn problem_cells(problem: Option<&Problem>) -> (Option<Word>, Option<String>) {
    (problem.map(|problem| problem_word(problem.kind)), problem.map(|problem| problem.detail.clone()))
}

/// Returns the newest value of `quantity` among `latest`.
fn newest(latest: &[Latest], quantity: Quantity) -> Option<Value> {
    latest.iter().find(|latest| latest.quantity == quantity).map(|latest| latest.value)
}

fn newest_energy(latest: &[Latest]) -> Option<Energy> {
    newest(latest, Quantity::Energy).map(|value| Energy::from_base(value.base()))
}

fn newest_volume(latest: &[Latest]) -> Option<Volume> {
    newest(latest, Quantity::Volume).map(|value| Volume::from_base(value.base()))
}
