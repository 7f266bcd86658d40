//! The shapes of machine-readable answers.

use super::LatestRow;
use super::config::PathsRow;
use super::meters::{InstallationRow, MeterRow};
use super::points::{PointRow, PointShowRow};
use super::quarantine::QuarantinedRow;
use super::readings::gaps::GapRow;
use super::readings::import::ImportRow;
use super::readings::list::{BucketRow, ReadingRow};
use super::sites::{SiteLiveRow, SiteRow, SiteShowRow};
use super::sources::{SourceRow, SourceShowRow};
use super::status::StatusRow;
use super::version::VersionRow;
use super::watch::EventRow;
use crate::cli::{ListArgs, SchemaVerb};
use crate::exit::Failure;
use crate::output::schema::Schema;
use crate::output::{Output, Row, SCHEMA_PREFIX, row};

row! {
    /// A kind of answer.
    pub struct SchemaRow: "schema.list" {
        /// name of the answer
        pub name: String,
        /// what it tells
        pub about: String,
    }
}

/// Returns the schemas of all envelopes, by name.
#[must_use]
pub fn all() -> Vec<Schema> {
    vec![
        Schema::of::<PathsRow>(),
        Schema::of::<EventRow>(),
        Schema::of::<ImportRow>(),
        Schema::of::<MeterRow>(),
        Schema::of::<InstallationRow>(),
        Schema::of::<PointRow>(),
        Schema::of::<PointShowRow>(),
        Schema::of::<QuarantinedRow>(),
        Schema::of::<BucketRow>(),
        Schema::of::<GapRow>(),
        Schema::of::<LatestRow>(),
        Schema::of::<ReadingRow>(),
        Schema::of::<SchemaRow>(),
        Schema::of::<SiteRow>(),
        Schema::of::<SiteLiveRow>(),
        Schema::of::<SiteShowRow>(),
        Schema::of::<SourceRow>(),
        Schema::of::<SourceShowRow>(),
        Schema::of::<StatusRow>(),
        Schema::of::<VersionRow>(),
    ]
}

/// Lists the kinds of answers, or prints the JSON Schema of one.
///
/// # Errors
/// No answer has this name.
pub fn run(verb: SchemaVerb, output: &mut Output) -> Result<(), Failure> {
    match verb {
        SchemaVerb::List(args) => list(&args, output),
        SchemaVerb::Show(args) => show(&args.name, output),
    }
}

fn list(args: &ListArgs, output: &mut Output) -> Result<(), Failure> {
    let mut listing = output.list::<SchemaRow>(&args.pick(output.look.format))?;
    for schema in all() {
        if listing.room() == Some(0) {
            return Ok(listing.cut()?);
        }
        listing.push(SchemaRow { name: schema.name.to_owned(), about: schema.about.to_owned() })?;
    }
    Ok(listing.finish(None)?)
}

fn show(name: &str, output: &mut Output) -> Result<(), Failure> {
    let name = name.strip_prefix(SCHEMA_PREFIX).unwrap_or(name);
    let schemas = all();
    let Some(schema) = schemas.iter().find(|schema| schema.name == name) else {
        let known = schemas.iter().map(|schema| schema.name).collect();
        return Err(Failure::NoSuchSchema { name: name.to_owned(), known });
    };
    let document = if schema.name == EventRow::SCHEMA { schema.line() } else { schema.envelope() };
    Ok(output.text(&format!("{document:#}\n"))?)
}
