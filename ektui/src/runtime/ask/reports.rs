//! Questions about reports, and what is done with them. Making one reads the whole year of its sites, so it may take long.

use common::api::OnceKey;
use common::client::Connection;
use common::fault::{Cause, Fault};
use common::page::Page;
use common::report::{MadeFilter, MadeReport, NewReport, ReportFileQuery, SavedReport};
use common::wire::MAX_WAIT;

use crate::app::Message;
use crate::effect::{Answer, Done, File, MOST_MADE, ReportAsk, ReportFile, Written};

/// Bytes of a report at most: what is larger is fetched with `ekctl`, piece by piece onto the disk.
const LARGEST: u64 = 256 << 20;

/// Puts a question and returns the message that carries the answer.
pub(super) async fn put(connection: &Connection, ask: ReportAsk) -> Message {
    match ask {
        ReportAsk::Saved => {
            Message::SavedReports(connection.ask(async |ek, context| ek.saved_reports(context).await).await)
        }
        ReportAsk::Preview(report) => {
            let call = connection
                .ask_within(MAX_WAIT, async |ek, context| ek.preview_report(context, report.as_ref().clone()).await);
            let answer = call.await;
            Message::ReportPreviewed(report, Box::new(answer))
        }
        ReportAsk::Check(id) => {
            let answer = connection.ask_within(MAX_WAIT, async |ek, context| ek.check_report(context, id).await).await;
            Message::ReportChecked(id, answer)
        }
        ReportAsk::Fetch(file) => Message::Drawn(Box::new(fetch(connection, file).await)),
        ReportAsk::Made => Message::MadeReports(made(connection).await),
    }
}

async fn made(connection: &Connection) -> Answer<Vec<MadeReport>> {
    let (filter, page) = (MadeFilter::default(), Page { after: None, limit: MOST_MADE });
    let call = connection.ask(async |ek, context| ek.made_reports(context, filter.clone(), page.clone()).await);
    Ok(call.await?.items)
}

/// Fetches a report piece by piece.
async fn fetch(connection: &Connection, file: ReportFile) -> Answer<File> {
    let ReportFile { id, written: Written { form, dialect } } = file;
    let mut bytes: Vec<u8> = Vec::new();
    loop {
        let query = ReportFileQuery { id, form, dialect, offset: bytes.len() as u64 };
        let part =
            connection.ask_within(MAX_WAIT, async |ek, context| ek.report_file(context, query.clone()).await).await?;
        bytes.extend_from_slice(&part.bytes);
        if bytes.len() as u64 >= part.size {
            return Ok(File { name: part.name, bytes });
        }
        // A piece with nothing in it would have us ask for ever.
        if part.bytes.is_empty() || part.size > LARGEST {
            return Err(Fault::from(Cause::Internal));
        }
    }
}

/// Makes a report.
pub(super) async fn make(connection: &Connection, key: &OnceKey, report: &NewReport, written: Written) -> Done {
    let call =
        connection.ask_within(MAX_WAIT, async |ek, context| ek.make_report(context, key.clone(), report.clone()).await);
    Done::ReportMade(written, call.await.map(Box::new))
}

/// Keeps a definition.
pub(super) async fn save(connection: &Connection, key: &OnceKey, report: &SavedReport) -> Done {
    let call = connection.ask(async |ek, context| ek.save_report(context, key.clone(), report.clone()).await);
    Done::ReportSaved(call.await.map(Box::new))
}

/// Removes a definition.
pub(super) async fn remove(connection: &Connection, report: Box<SavedReport>) -> Done {
    let name = report.name.clone();
    let answer = connection.ask(async |ek, context| ek.remove_report(context, name.clone()).await).await;
    Done::ReportRemoved(report, answer)
}
