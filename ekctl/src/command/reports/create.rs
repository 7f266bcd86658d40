//! Making a report, and writing it as files in the same breath.

use std::path::{Path, PathBuf};

use common::api::EkClient;
use common::report::{Form, NewReport, Template};
use common::time::{Period, View, parse_range};

use super::{MadeRow, definition, file, made_row, saved};
use crate::cli::reports::{ReportCreateArgs, ReportWhatArgs};
use crate::cli::usage::Usage;
use crate::command::paper::{self, Place, Readers};
use crate::exit::Failure;
use crate::output::Output;
use crate::session::Session;

/// A file that waits for the report that it is to hold.
enum Waiting {
    Standard,
    File(PathBuf, Box<Output>),
}

/// Makes a report. Files are begun before it, so that a directory that cannot be written costs no report.
///
/// # Errors
/// What the daemon refuses; a file that cannot be written: the report stays then, and its number is told.
pub async fn run(session: &mut Session, output: &mut Output, args: &ReportCreateArgs) -> Result<(), Failure> {
    let places = paper::places(output, &[("--pdf -", args.pdf.as_ref()), ("--csv -", args.csv.as_ref())])?;
    let report = report(session, output, &args.what).await?;
    let mut files = Vec::new();
    for (form, place) in [Form::Pdf, Form::Csv].into_iter().zip(places) {
        files.extend(place.map(|place| waiting(output, place)).transpose()?.map(|waiting| (form, waiting)));
    }
    let call = async |ek: &EkClient, context, key| ek.make_report(context, key, report.clone()).await;
    let row = made_row(session.ask_once(call).await?);
    let is_data = files.iter().any(|(_, waiting)| matches!(waiting, Waiting::Standard));
    let written = write(session, output, &row, files, args).await;
    if written.is_err() {
        output.note(&made_sentence(output, &row))?;
    }
    let written = written?;
    if is_data {
        // The standard output is the file.
        return Ok(());
    }
    let sentences: Vec<_> = [made_sentence(output, &row)].into_iter().chain(written).collect();
    Ok(output.told(row, &sentences.join("\n"))?)
}

/// Returns the report that the arguments ask for: of a template, or of what was saved.
///
/// # Errors
/// No site fits, nothing is saved under that name, a period that cannot be read.
pub(super) async fn report(
    session: &mut Session,
    output: &Output,
    what: &ReportWhatArgs,
) -> Result<NewReport, Failure> {
    let definition = match (what.template, &what.name) {
        (Some(template), _) => definition(session, output, template, &what.subject).await?,
        (None, Some(name)) => saved::find(session, name).await?.definition,
        (None, None) => return Err(Usage::nothing_to_change().into()),
    };
    let period = match what.range.text() {
        Some(_) => session.period(&what.range, "")?,
        None => usual(session, definition.template)?,
    };
    Ok(NewReport { definition, period, name: what.name.clone() })
}

/// Returns the period that was not told: the last one that is over, and for what needs none the present month.
fn usual(session: &Session, template: Template) -> Result<Period, Failure> {
    let page = |text| Ok(parse_range(text, session.now(), &session.zone)?);
    match template.usual_view() {
        Some(View::Day) => page("day-1"),
        Some(View::Week) => page("week-1"),
        Some(View::Month) => page("month-1"),
        Some(View::Season) => {
            let season: Period = page("season")?;
            if season.until <= session.now() { Ok(season) } else { page("season-1") }
        }
        None => page("month"),
    }
}

fn waiting(output: &Output, place: Place) -> Result<Waiting, Failure> {
    match place {
        Place::Standard => Ok(Waiting::Standard),
        Place::File(path) => {
            let file = paper::begin(&path, Readers::Owner, &output.look)?;
            Ok(Waiting::File(path, Box::new(file)))
        }
    }
}

/// Writes the report as all files, and returns what is said of them.
async fn write(
    session: &mut Session,
    output: &mut Output,
    row: &MadeRow,
    files: Vec<(Form, Waiting)>,
    args: &ReportCreateArgs,
) -> Result<Vec<String>, Failure> {
    let mut sentences = Vec::new();
    for (form, waiting) in files {
        let query = file::query(row.number, form, args.dialect);
        match waiting {
            Waiting::Standard => drop(file::fetch(session, output, &query).await?),
            Waiting::File(path, mut file) => {
                let fetched = file::fetch(session, &mut file, &query).await?;
                paper::end(*file, &path)?;
                sentences.push(paper::sentence(&output.look, &shown(&path), fetched.size));
            }
        }
    }
    Ok(sentences)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn made_sentence(output: &Output, row: &MadeRow) -> String {
    let title = common::text::visible(&row.title).into_owned();
    let arguments = [("number", row.number.to_string().into()), ("title", title.into())];
    output.look.texts().format("report-made", &arguments)
}
