//! Tickets as machines read them: the columns of `ekctl tickets list`.

use common::ticket::Ticket;
use jiff::tz::TimeZone;

use crate::export::Cell;

/// The headings.
pub const COLUMNS: [&str; 14] = [
    "number",
    "state",
    "category",
    "priority",
    "subject",
    "site",
    "customer",
    "assignee",
    "opened_by",
    "created_at",
    "changed_at",
    "due_at",
    "n_unread",
    "awaits_office",
];

/// Returns the cells of a ticket.
#[must_use]
pub fn row(ticket: &Ticket, zone: &TimeZone) -> Vec<Cell> {
    let text = |written: Option<String>| written.map_or(Cell::Null, |written| Cell::text(&written));
    vec![
        Cell::text(&ticket.number.to_string()),
        Cell::text(ticket.state.name()),
        Cell::text(ticket.category.name()),
        Cell::text(ticket.priority.name()),
        Cell::text(&ticket.subject),
        text(ticket.site.as_ref().map(ToString::to_string)),
        text(ticket.customer.as_ref().map(ToString::to_string)),
        text(ticket.assignee.as_ref().map(ToString::to_string)),
        Cell::text(ticket.opener.kind()),
        Cell::instant(Some(ticket.created_at), zone),
        Cell::instant(Some(ticket.changed_at), zone),
        Cell::instant(ticket.clock.due_at, zone),
        Cell::Number(ticket.n_unread.to_string()),
        Cell::text(if ticket.awaits_office { "true" } else { "false" }),
    ]
}
