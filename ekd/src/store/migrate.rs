//! The numbered migrations: each is one transaction, none is ever edited after a release.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

const MIGRATIONS: &[M<'_>] = &[
    M::up(include_str!("../../migrations/0001_readings.sql")),
    M::up(include_str!("../../migrations/0002_retention.sql")),
    M::up(include_str!("../../migrations/0003_accounts.sql")),
    M::up(include_str!("../../migrations/0004_outbox.sql")),
    M::up(include_str!("../../migrations/0005_meters.sql")),
    M::up(include_str!("../../migrations/0006_weather.sql")),
    M::up(include_str!("../../migrations/0007_alarms.sql")),
    M::up(include_str!("../../migrations/0008_tickets.sql")),
    M::up(include_str!("../../migrations/0009_mailbox.sql")),
    M::up(include_str!("../../migrations/0010_reports.sql")),
    M::up(include_str!("../../migrations/0011_billing.sql")),
];

/// Brings the archive to the newest form.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), rusqlite_migration::Error> {
    Migrations::from_slice(MIGRATIONS).to_latest(connection)
}

/// The version that this program writes.
pub(super) fn newest() -> u32 {
    u32::try_from(MIGRATIONS.len()).expect("migrations are few")
}
