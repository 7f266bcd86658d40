//! Reports: what there is, what was made, what is saved. A file for each thing that is done with them.

pub mod check;
pub mod create;
pub mod file;
pub mod preview;
pub mod saved;

use common::api::EkClient;
use common::id::ReportId;
use common::report::{Definition, MadeFilter, MadeReport, Template};
use common::time::View;
use jiff::Timestamp;
use jiff::civil::Date;

use super::list_whole;
use crate::cli::global::CallArgs;
use crate::cli::reports::{MadeListArgs, ReportDropArgs, SubjectArgs};
use crate::cli::{ListArgs, ReportsVerb};
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::cell::percent;
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A kind of report.
    pub struct ReportTemplateRow: "report.template" brief [name, title, view] {
        /// name of the template
        pub name: String,
        /// what people call it
        pub title: Word,
        /// number of its version: it grows when the same readings would give other figures
        pub version: u32,
        /// for how long it is usually made: month, season; null where it needs no period
        pub view: Option<Word>,
    }
}

row! {
    /// A report that was made.
    pub struct MadeRow: "report.list" brief [number, template, from, until, made_at, name, title] {
        /// number of the report
        pub number: ReportId,
        /// what kind of report it is
        pub template: Word,
        /// the first instant of its period
        pub from: Timestamp,
        /// the first instant after it
        pub until: Timestamp,
        /// when it was made
        pub made_at: Timestamp,
        /// the saved report that it is one of
        pub name: Option<String>,
        /// its title
        pub title: String,
        /// the sites that it names; empty: all that were seen
        pub sites: Vec<String>,
        /// number of the customer whose sites it is of
        pub customer: Option<String>,
        /// number of its ticket
        pub ticket: Option<String>,
        /// its language
        pub report_language: Word,
        /// version of the template then
        pub version: u32,
        /// the local date for which it was made by itself
        pub due_on: Option<Date>,
        /// share of the expected readings that came
        pub coverage_percent: Option<common::quantity::Decimal>,
        /// SHA-256 of what it is of
        pub definition_digest: crate::output::cell::Digest,
        /// SHA-256 of what is on it
        pub data_digest: crate::output::cell::Digest,
    }
}

/// Does what the verb says.
///
/// # Errors
/// There is no such report; nobody agreed; a file that cannot be written; what the daemon refuses.
pub async fn run(
    verb: &ReportsVerb,
    call: &CallArgs,
    session: &mut Session,
    output: &mut Output,
) -> Result<(), Failure> {
    let dialogue = Dialogue::new(call, None, output.look.language);
    match verb {
        ReportsVerb::Templates(args) => templates(output, args),
        ReportsVerb::Create(args) => create::run(session, output, args).await,
        ReportsVerb::Preview(args) => preview::run(session, output, args).await,
        ReportsVerb::List(args) => list(session, output, args).await,
        ReportsVerb::Download(args) => file::run(session, output, args).await,
        ReportsVerb::Check(args) => check::run(session, output, args.number).await,
        ReportsVerb::Drop(args) => drop_made(session, output, &dialogue, args).await,
        ReportsVerb::Saved(args) => saved::list(session, output, args).await,
        ReportsVerb::Save(args) => saved::save(session, output, args).await,
        ReportsVerb::Schedule(args) => saved::schedule(session, output, args).await,
        ReportsVerb::Delete(args) => saved::delete(session, output, &dialogue, args).await,
    }
}

fn templates(output: &mut Output, args: &ListArgs) -> Result<(), Failure> {
    let row = |template: Template| ReportTemplateRow {
        name: template.name().to_owned(),
        title: template_word(template),
        version: template.version(),
        view: template.usual_view().map(|view| Word { group: "page", name: view_name(view) }),
    };
    list_whole(output, args, Template::ALL.into_iter().map(row))
}

async fn list(session: &mut Session, output: &mut Output, args: &MadeListArgs) -> Result<(), Failure> {
    let filter = MadeFilter { name: args.name.clone(), template: args.template };
    let call = async |ek: &EkClient, context, page| ek.made_reports(context, filter.clone(), page).await;
    list_rows(session, output, &args.list, call, made_row).await
}

async fn drop_made(
    session: &mut Session,
    output: &Output,
    dialogue: &Dialogue,
    args: &ReportDropArgs,
) -> Result<(), Failure> {
    let number = args.report.number;
    let arguments = [("number", number.to_string().into())];
    if !args.agreed.yes {
        dialogue.agree("agree-report-drop", &arguments).await?;
    }
    session.ask(async |ek: &EkClient, context| ek.drop_made(context, number).await).await?;
    Ok(output.note(&output.look.texts().format("report-dropped", &arguments))?)
}

/// Returns what a report is of, with the sites that were named.
///
/// # Errors
/// A text fits no site, or several.
async fn definition(
    session: &mut Session,
    output: &Output,
    template: Template,
    subject: &SubjectArgs,
) -> Result<Definition, Failure> {
    let mut sites = Vec::new();
    for text in &subject.site {
        sites.push(super::sites::code(session, text).await?);
    }
    Ok(Definition {
        template,
        sites,
        customer: subject.customer.clone(),
        ticket: subject.ticket,
        language: output.look.language,
    })
}

const fn view_name(view: View) -> &'static str {
    match view {
        View::Day => "day",
        View::Week => "week",
        View::Month => "month",
        View::Season => "season",
    }
}

const fn template_word(template: Template) -> Word {
    Word { group: "template", name: template.name() }
}

fn made_row(made: MadeReport) -> MadeRow {
    let Definition { template, sites, customer, ticket, language } = made.definition;
    MadeRow {
        number: made.id,
        template: template_word(template),
        from: made.period.from,
        until: made.period.until,
        made_at: made.made_at,
        name: made.name.map(String::from),
        title: made.title,
        sites: sites.into_iter().map(String::from).collect(),
        customer: customer.map(String::from),
        ticket: ticket.map(|ticket| ticket.to_string()),
        report_language: Word { group: "language", name: language.code() },
        version: made.version,
        due_on: made.due_on,
        coverage_percent: made.coverage.and_then(|coverage| percent(coverage.n_readings, coverage.n_expected)),
        definition_digest: crate::output::cell::Digest(made.definition_digest),
        data_digest: crate::output::cell::Digest(made.data_digest),
    }
}
