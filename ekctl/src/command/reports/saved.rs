//! Saved reports: definitions with names, some of which are made by themselves.

use common::api::EkClient;
use common::cell::Dialect;
use common::fault::{Cause, Fault, ReportCause};
use common::id::ReportName;
use common::report::schedule::{Rhythm, Schedule};
use common::report::{Definition, SavedReport};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{definition, template_word};
use crate::cli::ListArgs;
use crate::cli::reports::{ReportDeleteArgs, ReportSaveArgs, ScheduleArgs};
use crate::command::list_whole;
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::Session;

row! {
    /// What a report is of, under a name, and when it is made by itself.
    pub struct SavedRow: "report.saved" brief [name, template, rhythm, next_on, local_time, forms, to, trouble] {
        /// name of the saved report
        pub name: String,
        /// what kind of report it is
        pub template: Word,
        /// the sites that it names; empty: all that you see
        pub sites: Vec<String>,
        /// number of the customer whose sites it is of
        pub customer: Option<String>,
        /// number of its ticket
        pub ticket: Option<String>,
        /// its language
        pub report_language: Word,
        /// how often it is made by itself: daily, weekly, monthly, season; null: never
        pub rhythm: Option<Word>,
        /// on which day: of the week (mon), of the month, or of June (2)
        pub on_day: Option<String>,
        /// at which local time
        pub local_time: Option<String>,
        /// what it is written as
        pub forms: Vec<Word>,
        /// kind of CSV
        pub csv_dialect: Option<Word>,
        /// where it goes: email, directory
        pub to: Option<Word>,
        /// local date of the next making by itself
        pub next_on: Option<Date>,
        /// when it was last changed
        pub changed_at: Option<Timestamp>,
        /// why the last making by itself made nothing
        pub trouble: Option<String>,
    }
}

/// Lists saved reports.
///
/// # Errors
/// As [`Session::ask`].
pub async fn list(session: &mut Session, output: &mut Output, args: &ListArgs) -> Result<(), Failure> {
    let saved = all(session).await?;
    list_whole(output, args, saved.into_iter().map(saved_row))
}

/// Saves what a report is of; a schedule that the name has stays.
///
/// # Errors
/// No site fits; what the daemon refuses.
pub async fn save(session: &mut Session, output: &mut Output, args: &ReportSaveArgs) -> Result<(), Failure> {
    let name = args.saved.name.clone();
    let definition = definition(session, output, args.template, &args.subject).await?;
    let before = all(session).await?.into_iter().find(|saved| saved.name == name);
    let schedule = before.and_then(|before| before.schedule);
    keep(session, output, SavedReport { name, definition, schedule, changed_at: None, next_on: None, trouble: None })
        .await
}

/// Has a saved report made by itself, or no longer.
///
/// # Errors
/// Nothing is saved under that name; what the daemon refuses.
pub async fn schedule(session: &mut Session, output: &mut Output, args: &ScheduleArgs) -> Result<(), Failure> {
    let before = find(session, &args.saved.name).await?;
    keep(session, output, SavedReport { schedule: wanted(args), ..before }).await
}

/// Deletes a saved report.
///
/// # Errors
/// Nothing is saved under that name; nobody agreed.
pub async fn delete(
    session: &mut Session,
    output: &Output,
    dialogue: &Dialogue,
    args: &ReportDeleteArgs,
) -> Result<(), Failure> {
    let name = find(session, &args.saved.name).await?.name;
    let arguments = [("name", name.to_string().into())];
    if !args.agreed.yes {
        dialogue.agree("agree-report-delete", &arguments).await?;
    }
    session.ask(async |ek: &EkClient, context| ek.remove_report(context, name.clone()).await).await?;
    Ok(output.note(&output.look.texts().format("report-deleted", &arguments))?)
}

/// Returns what is saved under a name.
///
/// # Errors
/// Nothing is.
pub(super) async fn find(session: &mut Session, name: &ReportName) -> Result<SavedReport, Failure> {
    let found = all(session).await?.into_iter().find(|saved| saved.name == *name);
    found.ok_or_else(|| Fault::from(Cause::Report { why: ReportCause::NoSuchReport { name: name.to_string() } }).into())
}

async fn all(session: &mut Session) -> Result<Vec<SavedReport>, Failure> {
    session.ask(async |ek: &EkClient, context| ek.saved_reports(context).await).await
}

async fn keep(session: &mut Session, output: &mut Output, report: SavedReport) -> Result<(), Failure> {
    let call = async |ek: &EkClient, context, key| ek.save_report(context, key, report.clone()).await;
    let saved = session.ask_once(call).await?;
    let sentence = sentence(output, &saved);
    Ok(output.told(saved_row(saved), &sentence)?)
}

fn sentence(output: &Output, saved: &SavedReport) -> String {
    let name = saved.name.to_string();
    match saved.next_on {
        Some(day) => {
            let arguments = [("name", name.into()), ("day", day.to_string().into())];
            output.look.texts().format("report-scheduled", &arguments)
        }
        None => output.look.texts().format("report-saved", &[("name", name.into())]),
    }
}

fn wanted(args: &ScheduleArgs) -> Option<Schedule> {
    let weekly = args.weekly.map(|on| Rhythm::Weekly { on });
    let monthly = args.monthly.map(|day| Rhythm::Monthly { day });
    let season = args.season.map(|day| Rhythm::Season { day });
    let rhythm = weekly.or(monthly).or(season).or(args.daily.then_some(Rhythm::Daily))?;
    let forms = args.form.iter().copied().collect();
    Some(Schedule { rhythm, at: args.at, forms, dialect: args.dialect, to: args.to })
}

fn saved_row(saved: SavedReport) -> SavedRow {
    let Definition { template, sites, customer, ticket, language } = saved.definition;
    let schedule = saved.schedule.as_ref();
    SavedRow {
        name: saved.name.into(),
        template: template_word(template),
        sites: sites.into_iter().map(String::from).collect(),
        customer: customer.map(String::from),
        ticket: ticket.map(|ticket| ticket.to_string()),
        report_language: Word { group: "language", name: language.code() },
        rhythm: schedule.map(|schedule| Word { group: "rhythm", name: schedule.rhythm.name() }),
        on_day: schedule.and_then(|schedule| on_day(schedule.rhythm)),
        local_time: schedule.map(|schedule| schedule.at.strftime("%H:%M").to_string()),
        forms: schedule.into_iter().flat_map(|schedule| &schedule.forms).map(|form| form_word(form.name())).collect(),
        csv_dialect: schedule.map(|schedule| dialect_word(schedule.dialect)),
        to: schedule.map(|schedule| Word { group: "destination", name: schedule.to.name() }),
        next_on: saved.next_on,
        changed_at: saved.changed_at,
        trouble: saved.trouble,
    }
}

fn on_day(rhythm: Rhythm) -> Option<String> {
    match rhythm {
        Rhythm::Daily => None,
        Rhythm::Weekly { on } => Some(on.name().to_owned()),
        Rhythm::Monthly { day } | Rhythm::Season { day } => Some(day.to_string()),
    }
}

const fn form_word(name: &'static str) -> Word {
    Word { group: "form", name }
}

const fn dialect_word(dialect: Dialect) -> Word {
    let name = match dialect {
        Dialect::Plain => "plain",
        Dialect::ExcelPl => "excel-pl",
    };
    Word { group: "dialect", name }
}
