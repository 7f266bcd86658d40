//! Invoices as those who look see them: one, and lists.

use common::id::InvoiceId;
use common::invoice::{Invoice, InvoiceFilter, InvoiceStanding};
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use super::super::StoreError;
use super::super::log::Logbook;
use super::super::row::anywhere;
use super::{TABLES, columns, from_row, plain};

/// Where a page ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub issued_on: Date,
    pub id: InvoiceId,
}

/// Returns one invoice, if it is seen.
pub fn find(log: &Logbook<'_>, id: InvoiceId, today: Date) -> Result<Option<Invoice>, StoreError> {
    let sql = format!(
        "SELECT {} FROM {TABLES} WHERE invoice.id = ?1{}",
        columns(),
        log.scope().payers("invoice.customer_id", 2)
    );
    let (account, now) = log.scope().bound();
    let bound = rusqlite::params![id.0, account, now];
    Ok(log.prepare_cached(&sql)?.query_row(bound, |row| from_row(row, today)).optional()?)
}

/// Returns up to `limit` invoices that are seen whose number or KSeF number is this one, but for blanks, strokes and marks: the
/// newest first.
pub fn named(log: &Logbook<'_>, text: &str, today: Date, limit: u32) -> Result<Vec<Invoice>, StoreError> {
    let sql = format!(
        "SELECT {} FROM {TABLES} WHERE (invoice.plain = ?1 OR invoice.ksef_number = ?2){}
         ORDER BY invoice.issued_on DESC, invoice.id DESC LIMIT ?3",
        columns(),
        log.scope().payers("invoice.customer_id", 4)
    );
    let (account, now) = log.scope().bound();
    let bound = rusqlite::params![plain(text), text.trim(), limit, account, now];
    let mut query = log.prepare_cached(&sql)?;
    Ok(query.query_map(bound, |row| from_row(row, today))?.collect::<Result<_, _>>()?)
}

/// Returns the numbers of up to `limit` invoices that are seen, the newest first: among them is looked for what was mistyped.
pub fn numbers(log: &Logbook<'_>, limit: u32) -> Result<Vec<String>, StoreError> {
    let sql = format!(
        "SELECT number FROM invoice WHERE TRUE{} ORDER BY issued_on DESC, id DESC LIMIT ?1",
        log.scope().payers("invoice.customer_id", 2)
    );
    let (account, now) = log.scope().bound();
    let mut query = log.prepare_cached(&sql)?;
    let bound = rusqlite::params![limit, account, now];
    Ok(query.query_map(bound, |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Returns up to `limit` invoices after a place that are seen and wanted, the last issued first.
pub fn page(
    log: &Logbook<'_>,
    filter: &InvoiceFilter,
    (after, limit): (Option<Place>, u32),
    today: Date,
) -> Result<Vec<Invoice>, StoreError> {
    let question = Question::of(log, filter, (after, limit), today);
    // The ids of the page first, by an index; what is shown of them afterwards.
    let sql = format!(
        "SELECT {} FROM ({}) AS chosen CROSS JOIN invoice ON invoice.id = wanted {}
         ORDER BY invoice.issued_on DESC, invoice.id DESC",
        columns(),
        question.sql,
        TABLES.strip_prefix("invoice").unwrap_or_default()
    );
    let mut query = log.prepare_cached(&sql)?;
    let rows = query.query_map(params_from_iter(question.values), |row| from_row(row, today))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The question for the ids of a page, with its parameters: the account, the present and the limit first.
pub(super) struct Question {
    pub(super) sql: String,
    values: Vec<Value>,
}

impl Question {
    pub(super) fn of(
        log: &Logbook<'_>,
        filter: &InvoiceFilter,
        (after, limit): (Option<Place>, u32),
        today: Date,
    ) -> Self {
        let (account, now) = log.scope().bound();
        let mut question =
            Self { sql: String::new(), values: vec![account.into(), now.into(), i64::from(limit).into()] };
        question.narrow(filter, today);
        if let Some(Place { issued_on, id }) = after {
            let (issued_on, id) = (question.bind(issued_on.to_string()), question.bind(id.0));
            question.also(&format!("(invoice.issued_on, invoice.id) < ({issued_on}, {id})"));
        }
        question.sql = format!(
            "SELECT invoice.id AS wanted FROM invoice WHERE TRUE{}{} ORDER BY invoice.issued_on DESC, invoice.id DESC LIMIT ?3",
            question.sql,
            log.scope().payers("invoice.customer_id", 1)
        );
        question
    }

    fn narrow(&mut self, filter: &InvoiceFilter, today: Date) {
        if let Some(customer) = &filter.customer {
            let customer = self.bind(customer.to_string());
            self.also(&format!("invoice.customer_id = (SELECT id FROM customer WHERE number = {customer})"));
        }
        if let Some(site) = &filter.site {
            let site = self.bind(site.to_string());
            self.also(&format!(
                "invoice.id IN (SELECT invoice_id FROM invoice_site JOIN site ON site.id = site_id WHERE site.code = {site})"
            ));
        }
        if let Some(days) = &filter.issued {
            let (first, last) = (self.bind(days.first.to_string()), self.bind(days.last.to_string()));
            self.also(&format!("invoice.issued_on >= {first} AND invoice.issued_on <= {last}"));
        }
        if filter.only_unassigned {
            self.also("invoice.customer_id IS NULL AND NOT invoice.is_told");
        }
        if !filter.standings.is_empty() {
            let today = self.bind(today.to_string());
            self.also(&standings(&filter.standings, &today));
        }
        if let Some(text) = anywhere(filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty())) {
            let text = self.bind(text);
            // A customer is found by what customers are found by.
            self.also(&format!(
                "(invoice.folded LIKE {text} ESCAPE '\\'
                  OR invoice.customer_id IN (SELECT id FROM customer WHERE folded LIKE {text} ESCAPE '\\'))"
            ));
        }
    }

    fn also(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }

    /// Adds a parameter and returns how the question names it.
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }
}

/// Returns the condition on how invoices stand. What is said twice in it lets an index of the open ones be used.
fn standings(wanted: &[InvoiceStanding], today: &str) -> String {
    let condition = |standing: &InvoiceStanding| match standing {
        InvoiceStanding::Overdue => format!("invoice.open > 0 AND invoice.due_on < {today}"),
        InvoiceStanding::Open => format!("invoice.open > 0 AND (invoice.due_on IS NULL OR invoice.due_on >= {today})"),
        InvoiceStanding::Credit => "invoice.open < 0".to_owned(),
        InvoiceStanding::Settled => "invoice.open = 0".to_owned(),
    };
    let any = wanted.iter().map(condition).collect::<Vec<_>>().join(" OR ");
    let open = if wanted.contains(&InvoiceStanding::Settled) { "" } else { "invoice.open <> 0 AND " };
    // The day is a parameter whether it is needed or not.
    format!("{open}({any}) AND {today} IS NOT NULL")
}
