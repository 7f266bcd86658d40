//! Questions that are asked all the time go by an index.

use common::account::Role;
use common::id::AccountId;
use common::ticket::query::{TicketFilter, TicketOrder, TicketStanding};
use jiff::Timestamp;
use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::store;

fn archive() -> (TempDir, Connection) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("archive.db");
    store::open::create(&path).unwrap();
    let conn = Connection::open(&path).unwrap();
    (home, conn)
}

fn eyes(role: Role) -> Eyes {
    Eyes::of_account(AccountId(1), role, Timestamp::UNIX_EPOCH)
}

/// Returns how a question would be answered, with all that it binds left out.
fn plan(conn: &Connection, sql: &str) -> Vec<String> {
    let mut query = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut rows = query.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get(3).unwrap());
    }
    steps
}

#[test]
fn the_queue_the_counts_and_a_thread_go_by_an_index() {
    let (_home, conn) = archive();
    let filter = |standing, order| TicketFilter { standing, order, ..TicketFilter::default() };
    for role in [Role::Clerk, Role::Technician, Role::Customer] {
        let eyes = eyes(role);
        let mut questions: Vec<String> = list::counting(&eyes).into();
        questions.push(thread::question(&eyes));
        for order in [TicketOrder::Due, TicketOrder::Changed, TicketOrder::Number] {
            for standing in
                [TicketStanding::Open, TicketStanding::Overdue, TicketStanding::Settled, TicketStanding::All]
            {
                questions.push(list::question(&eyes, &filter(standing, order)).0);
            }
        }
        for question in questions {
            let scanned: Vec<String> = plan(&conn, &question)
                .into_iter()
                .filter(|step| step.starts_with("SCAN ticket") && !step.contains("INDEX"))
                .collect();
            // By number from the newest on: until the page is full.
            let is_by_number = question.contains("ORDER BY ticket.id DESC");
            assert!(scanned.is_empty() || is_by_number, "{role:?} {scanned:?}: {question}");
        }
    }
    let queue = list::question(&eyes(Role::Clerk), &filter(TicketStanding::Open, TicketOrder::Due)).0;
    let steps = plan(&conn, &queue).join("\n");
    assert!(steps.contains("ticket_queue"), "{steps}");
    let inner = steps.split("chosen").next().unwrap_or_default();
    assert!(!inner.contains("USE TEMP B-TREE FOR ORDER BY"), "what is due first comes in its order: {steps}");
    let counted = plan(&conn, &list::counting(&eyes(Role::Clerk))[0]).join("\n");
    assert!(counted.contains("INDEX ticket_"), "{counted}");
    let page = plan(&conn, &thread::question(&eyes(Role::Clerk))).join("\n");
    assert!(page.contains("ticket_entry_of_thread (thread_id=? AND id>?)"), "{page}");
}
