//! A few buildings with a winter month of readings, and reports of them.

use std::fmt::Write as _;

use common::cell::Dialect;
use common::id::{ReportName, SiteCode};
use common::language::Language;
use common::page::Page;
use common::report::schedule::{Destination, Rhythm, Schedule};
use common::report::{
    Definition, Form, MadeFilter, MadeReport, NewReport, ReportCheck, ReportFileQuery, SavedReport, Template,
};
use common::time::Period;
use jiff::{SignedDuration, Timestamp};

use crate::harness::client::{Client, once};

/// The first reading.
pub(crate) const BEGIN: &str = "2026-02-27T23:00:00Z";

/// Returns what is told of so many buildings.
pub(crate) fn registry(n_sites: usize) -> String {
    let mut sites = String::new();
    for number in 1..=n_sites {
        write!(
            sites,
            "<site code=\"W-{number}\" name=\"Żółta {number} &lt;b&gt;$x$&lt;/b&gt;\"><point code=\"P-{number}\" \
             name=\"węzeł\" cadence=\"PT1H\"><meter serial=\"S-{number}\" model=\"x\" from=\"2026-01-01T00:00:00Z\"/>\
             </point></site>"
        )
        .unwrap();
    }
    format!("<document xmlns=\"urn:ek:document:1\" version=\"1\">{sites}</document>")
}

/// Returns so many hours of registers of so many buildings, as an exchange document.
pub(crate) fn readings(n_sites: usize, hours: std::ops::Range<i64>) -> String {
    let mut rows = "#ek-document 1\npoint,meter,quantity,at,value,unit\n".to_owned();
    let begin: Timestamp = BEGIN.parse().unwrap();
    for number in 1..=n_sites {
        for hour in hours.clone() {
            let at = begin + SignedDuration::from_hours(hour);
            let value = 1_000_000_000 + hour * 7_000_000 + i64::try_from(number).unwrap();
            writeln!(rows, "P-{number},S-{number},energy,{at},{value},J").unwrap();
        }
    }
    rows
}

/// Returns March of 2026, by local midnights.
pub(crate) fn march() -> Period {
    Period { from: "2026-02-28T23:00:00Z".parse().unwrap(), until: "2026-03-31T22:00:00Z".parse().unwrap() }
}

pub(crate) fn definition(template: Template, sites: &[&str]) -> Definition {
    let sites = sites.iter().map(|site| SiteCode::parse(site).unwrap()).collect();
    Definition { template, sites, customer: None, ticket: None, language: Language::Polish }
}

/// Returns a report that is made every morning at six.
pub(crate) fn every_morning(name: &str, to: Destination) -> SavedReport {
    let at = jiff::civil::time(6, 0, 0, 0);
    let schedule = Schedule { rhythm: Rhythm::Daily, at, forms: Form::ALL.into(), dialect: Dialect::ExcelPl, to };
    SavedReport {
        name: ReportName::parse(name).unwrap(),
        definition: definition(Template::Portfolio, &[]),
        schedule: Some(schedule),
        changed_at: None,
        next_on: None,
        trouble: None,
    }
}

pub(crate) async fn save(client: &Client, report: SavedReport) -> SavedReport {
    client.connection.ask(async |ek, context| ek.save_report(context, once(), report.clone()).await).await.unwrap()
}

pub(crate) async fn make(client: &Client, definition: Definition) -> MadeReport {
    let report = NewReport { definition, period: march(), name: None };
    client.connection.ask(async |ek, context| ek.make_report(context, once(), report.clone()).await).await.unwrap()
}

pub(crate) async fn made(client: &Client) -> Vec<MadeReport> {
    let all = async |ek: &common::api::EkClient, context| {
        ek.made_reports(context, MadeFilter::default(), Page::default()).await
    };
    client.connection.ask(all).await.unwrap().items
}

pub(crate) async fn check(client: &Client, made: &MadeReport) -> ReportCheck {
    client.connection.ask(async |ek, context| ek.check_report(context, made.id).await).await.unwrap()
}

/// Returns a whole file, put together from its pieces.
pub(crate) async fn file(client: &Client, made: &MadeReport, form: Form) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let offset = bytes.len() as u64;
        let query = ReportFileQuery { id: made.id, form, dialect: Dialect::Plain, offset };
        let part = client.connection.ask(async |ek, context| ek.report_file(context, query.clone()).await);
        let part = part.await.unwrap();
        bytes.extend_from_slice(&part.bytes);
        if bytes.len() as u64 >= part.size {
            return bytes;
        }
    }
}
