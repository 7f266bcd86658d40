//! Telling a script or a monitoring system whether anything is wrong now.
//!
//! What is muted, or held back by maintenance, is no finding: somebody has said so. What is acknowledged is one until
//! it is over.

use common::alarm::{Alarm, AlarmFilter, AlarmStanding, Severity};
use common::api::EkClient;
use common::text::visible;

use super::{is_told, kind_word, place, severity_word, site_id};
use crate::cli::alarms::AlarmsCheckArgs;
use crate::exit::{Failure, Verdict};
use crate::output::{Look, Output, Word, row};
use crate::session::Session;

row! {
    /// How many alarms are active that nobody has muted.
    pub struct CheckRow: "alarm.check" {
        /// the worst severity there is; null where there is none
        pub severity: Option<Word>,
        /// active alarms of the severity alarm
        pub n_alarms: u64,
        /// active warnings
        pub n_warnings: u64,
        /// active notices
        pub n_notices: u64,
        /// how many of them nobody has acknowledged
        pub n_unacknowledged: u64,
        /// active and muted or in maintenance: not among the others
        pub n_muted: u64,
    }
}

/// Checks.
///
/// # Errors
/// There is a finding; or no site fits.
pub async fn run(session: &mut Session, output: &mut Output, args: &AlarmsCheckArgs) -> Result<(), Failure> {
    let site = site_id(session, args.site.as_deref()).await?;
    let filter = AlarmFilter { standing: AlarmStanding::Active, site, ..AlarmFilter::default() };
    let alarms =
        session.all(async |ek: &EkClient, context, page| ek.alarms(context, filter.clone(), page).await).await?;
    let (counted, muted): (Vec<_>, Vec<_>) = alarms.iter().partition(|alarm| is_told(alarm, session.now()));
    let row = counts(&counted, muted.len() as u64);
    let n_findings = counted.iter().filter(|alarm| alarm.severity >= args.warning).count() as u64;
    if !args.nagios {
        output.record(row)?;
        return if n_findings == 0 { Ok(()) } else { Err(Failure::AlarmsActive { n_alarms: n_findings }) };
    }
    let worst = counted.iter().max_by_key(|alarm| (alarm.severity, std::cmp::Reverse(alarm.since)));
    let verdict = verdict(worst.map(|alarm| alarm.severity), args.warning);
    let line = line(&output.look, verdict, (&row, worst.copied()), args.warning);
    output.text(&line)?;
    if verdict == Verdict::Fine { Ok(()) } else { Err(Failure::Checked(verdict)) }
}

fn counts(alarms: &[&Alarm], n_muted: u64) -> CheckRow {
    let n = |severity| alarms.iter().filter(|alarm| alarm.severity == severity).count() as u64;
    CheckRow {
        severity: alarms.iter().map(|alarm| alarm.severity).max().map(severity_word),
        n_alarms: n(Severity::Alarm),
        n_warnings: n(Severity::Warning),
        n_notices: n(Severity::Notice),
        n_unacknowledged: alarms.iter().filter(|alarm| alarm.acknowledged.is_none()).count() as u64,
        n_muted,
    }
}

fn verdict(worst: Option<Severity>, warning: Severity) -> Verdict {
    match worst {
        Some(Severity::Alarm) => Verdict::Critical,
        Some(severity) if severity >= warning => Verdict::Warning,
        Some(_) | None => Verdict::Fine,
    }
}

/// Returns the line that a monitoring system reads: what it shows, a stroke, figures with their thresholds.
fn line(look: &Look, verdict: Verdict, (row, worst): (&CheckRow, Option<&Alarm>), warning: Severity) -> String {
    let name = match verdict {
        Verdict::Fine => "OK",
        Verdict::Warning => "WARNING",
        Verdict::Critical => "CRITICAL",
        Verdict::Unknown => "UNKNOWN",
    };
    let CheckRow { n_alarms, n_warnings, n_notices, n_unacknowledged, n_muted, .. } = row;
    let arguments = [
        ("verdict", name.into()),
        ("alarms", (*n_alarms).into()),
        ("warnings", (*n_warnings).into()),
        ("notices", (*n_notices).into()),
    ];
    let counted = look.texts().format("nagios-line", &arguments);
    let worst = worst.map_or_else(String::new, |alarm| {
        let (kind, place) = (look.word(kind_word(alarm.kind)), place(&alarm.subject).name);
        // What stands behind a stroke would be read as figures.
        format!("; A-{} {kind} {}", alarm.id, visible(&place).replace('|', "/"))
    });
    let threshold = |severity| if severity >= warning { "0" } else { "" };
    let (warnings, notices) = (threshold(Severity::Warning), threshold(Severity::Notice));
    format!(
        "{counted}{worst} | alarms={n_alarms};;0;0 warnings={n_warnings};{warnings};;0 \
         notices={n_notices};{notices};;0 unacknowledged={n_unacknowledged};;;0 muted={n_muted};;;0\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_alarm_decides() {
        let check = |worst, warning, expected| assert_eq!(verdict(worst, warning), expected);
        check(None, Severity::Notice, Verdict::Fine);
        check(Some(Severity::Notice), Severity::Warning, Verdict::Fine);
        check(Some(Severity::Notice), Severity::Notice, Verdict::Warning);
        check(Some(Severity::Warning), Severity::Warning, Verdict::Warning);
        check(Some(Severity::Warning), Severity::Alarm, Verdict::Fine);
        check(Some(Severity::Alarm), Severity::Warning, Verdict::Critical);
    }
}
