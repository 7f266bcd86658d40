//! What a report is of, asked of the archive.

use common::api::Filter;
use common::fault::Cause;
use common::report::Definition;
use common::sheet::{Align, Block, Cell, Column, Row, RowKind, Sheet, Table};
use common::time::Period;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::contracted_power::Climate;
use crate::store::log::Logbook;
use crate::store::ticket::Eyes;
use crate::store::{self, StoreError};
use crate::tariff::Tariffs;

/// What a report goes by besides the archive.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    pub zone: &'a TimeZone,
    pub now: Timestamp,
    pub tariffs: &'a Tariffs,
    pub climate: Climate,
    pub eyes: &'a Eyes,
}

/// Returns a sheet.
pub fn sheet(
    log: &Logbook<'_>,
    definition: &Definition,
    period: Period,
    surroundings: Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    let column =
        |key: &str| Column { key: key.to_owned(), heading: key.to_owned(), unit: String::new(), align: Align::Left };
    let sites = store::site::list(log, &Filter::default(), None, 1000)?;
    let sites = sites.into_iter().filter(|site| definition.sites.is_empty() || definition.sites.contains(&site.code));
    let rows = sites.map(|site| {
        let cells = vec![Cell::Text(site.code.to_string()), Cell::Text(site.name)];
        Row { kind: RowKind::Plain, cells }
    });
    let table = Table {
        name: "sites".to_owned(),
        title: "Obiekty".to_owned(),
        columns: vec![column("site_code"), column("site_name")],
        rows: rows.collect(),
        n_left: 0,
    };
    Ok(Ok(Sheet {
        language: definition.language,
        zone: surroundings.zone.iana_name().unwrap_or("UTC").to_owned(),
        title: definition.template.name().to_owned(),
        subject: Vec::new(),
        period: Some(period),
        blocks: vec![Block::Table(table)],
        definitions: Vec::new(),
        coverage: None,
        marks: None,
    }))
}
