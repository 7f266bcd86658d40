//! What a rule would have done in the past.

use common::api::EkClient;
use common::rule::{Preview, Spell};
use jiff::Timestamp;

use super::{find, severity_word};
use crate::cli::rule_file;
use crate::cli::rules::RulePreviewArgs;
use crate::cli::usage::Usage;
use crate::command::quantity_word;
use crate::exit::Failure;
use crate::output::cell::{UnitOf, WithUnit};
use crate::output::{Output, Word, row};
use crate::session::Session;

row! {
    /// A stretch in which an alarm would have been active.
    pub struct SpellRow: "rule.spell" brief [severity, site, point, since, until, value, limit] {
        /// notice, warning, alarm
        pub severity: Word,
        /// code of the site
        pub site: String,
        /// code of the metering point
        pub point: String,
        /// when it would have begun
        pub since: Timestamp,
        /// when it would have been over; null: it still would be active
        pub until: Option<Timestamp>,
        /// what was measured
        pub quantity: Option<Word>,
        /// the last value that broke the limit, exact
        pub value: Option<WithUnit>,
        /// what would have been allowed then, exact
        pub limit: Option<WithUnit>,
        /// the worst value, exact
        pub peak: Option<WithUnit>,
        /// unit of value, limit and peak
        pub unit: Option<UnitOf>,
    }
}

row! {
    /// What a rule would have done in a period.
    pub struct PreviewRow: "rule.preview" {
        /// from this instant on
        pub from: Timestamp,
        /// up to but without this instant
        pub until: Timestamp,
        /// metering points that were looked at
        pub n_points: u64,
        /// alarms that there would have been
        pub n_alarms: u64,
        /// letters that would have left with today's settings of everybody
        pub n_emails: u64,
        /// short messages that would have left
        pub n_sms: u64,
        /// why not all was looked at: time, points, condition
        pub cut: Option<Word>,
        /// the first 200 alarms, oldest first
        pub spells: Vec<SpellRow>,
    }
}

/// The period of a preview that was not told.
const USUAL: &str = "-30d";

/// Tells what a rule of the daemon's, or of a file, would have done.
///
/// # Errors
/// A slip in the file; no such rule; a period that cannot be read or is too long.
pub async fn run(session: &mut Session, output: &mut Output, args: &RulePreviewArgs) -> Result<(), Failure> {
    let period = session.period(&args.range, USUAL)?;
    let rule = match (&args.name, &args.file) {
        (_, Some(path)) => {
            let text = rule_file::load(path).map_err(|cause| Failure::Unreadable { path: path.clone(), cause })?;
            let read = rule_file::read_single(&text);
            read.map_err(|slip| Failure::RuleFile { file: path.clone(), slip: Box::new(slip) })?
        }
        (Some(name), None) => find(session, name).await?,
        (None, None) => return Err(Usage::nothing_to_change().into()),
    };
    let call = async |ek: &EkClient, context| ek.preview_rule(context, rule.clone(), period).await;
    let preview = session.ask_within(common::wire::MAX_WAIT, call).await?;
    Ok(output.record(preview_row(&preview))?)
}

fn preview_row(preview: &Preview) -> PreviewRow {
    PreviewRow {
        from: preview.period.from,
        until: preview.period.until,
        n_points: preview.n_points,
        n_alarms: preview.n_alarms,
        n_emails: preview.n_emails,
        n_sms: preview.n_sms,
        cut: preview.cut.map(|cut| Word { group: "cut", name: cut.name() }),
        spells: preview.spells.iter().map(spell_row).collect(),
    }
}

fn spell_row(spell: &Spell) -> SpellRow {
    let measured = spell.measured;
    let amount = |value| measured.map(|measured| WithUnit((measured.quantity, value).into()));
    SpellRow {
        severity: severity_word(spell.severity),
        site: spell.site.to_string(),
        point: spell.point.to_string(),
        since: spell.since,
        until: spell.until,
        quantity: measured.map(|measured| quantity_word(measured.quantity)),
        value: measured.and_then(|measured| amount(measured.value)),
        limit: measured.and_then(|measured| amount(measured.limit)),
        peak: measured.and_then(|measured| amount(measured.peak)),
        unit: measured.map(|measured| UnitOf(measured.quantity)),
    }
}
