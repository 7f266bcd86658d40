//! Reports in words: kinds, periods, rhythms, destinations. Draws nothing.

use common::cell::Dialect;
use common::report::schedule::{Destination, Rhythm, Schedule};
use common::report::{Definition, Form, MadeReport, NewReport, SavedReport, Template};
use common::text::visible;
use common::time::{Period, Span, View};
use jiff::SignedDuration;

use crate::look::Look;

/// Digits of a digest that people compare.
const DIGITS: usize = 16;

/// Returns the message that names a kind of report.
#[must_use]
pub const fn template_label(template: Template) -> &'static str {
    match template {
        Template::MonthlySheet => "template-monthly-sheet",
        Template::SeasonComparison => "template-season-comparison",
        Template::Portfolio => "template-portfolio",
        Template::AlarmLog => "template-alarm-log",
        Template::MeterAudit => "template-meter-audit",
        Template::TicketDossier => "template-ticket-dossier",
        Template::AccountStatement => "template-account-statement",
    }
}

/// Returns the message that says what is in it.
#[must_use]
pub const fn template_about(template: Template) -> &'static str {
    match template {
        Template::MonthlySheet => "about-monthly-sheet",
        Template::SeasonComparison => "about-season-comparison",
        Template::Portfolio => "about-portfolio",
        Template::AlarmLog => "about-alarm-log",
        Template::MeterAudit => "about-meter-audit",
        Template::TicketDossier => "about-ticket-dossier",
        Template::AccountStatement => "about-account-statement",
    }
}

/// Returns a report of this kind as it is mostly wanted: of everything that one sees, for the last page that is over; a
/// season, a ticket, an account and a ranking up to now.
#[must_use]
pub fn usual(template: Template, look: &Look) -> NewReport {
    let definition = Definition { template, sites: Vec::new(), customer: None, ticket: None, language: look.language };
    NewReport { definition, period: usual_span(template, look).period(&look.zone), name: None }
}

/// Returns the page that a report of this kind is mostly wanted for.
#[must_use]
pub fn usual_span(template: Template, look: &Look) -> Span {
    let view = template.usual_view().unwrap_or(View::Month);
    let present = view.around(look.today());
    match template {
        Template::MonthlySheet | Template::Portfolio | Template::AlarmLog | Template::MeterAudit => present.shifted(-1),
        Template::SeasonComparison | Template::TicketDossier | Template::AccountStatement => present,
    }
}

/// Returns a period by its shortest name: `listopad 2025`, `sezon 2024/2025`, `17 XI-23 XI 2025`.
#[must_use]
pub fn period(period: Period, look: &Look) -> String {
    let first = look.local(period.from).date();
    for view in [View::Month, View::Season, View::Day] {
        let span = view.around(first);
        if span.period(&look.zone) == period {
            return match view {
                View::Month => format!("{} {}", look.say(&format!("month-{}", first.month())), first.year()),
                View::Season => look.tell("report-season", &[("years", years(span).into())]),
                View::Day | View::Week => look.date(first),
            };
        }
    }
    let last = look.local(period.until.checked_sub(SignedDuration::from_secs(1)).unwrap_or(period.until)).date();
    format!("{}-{}", look.date(first), look.date(last))
}

fn years(span: Span) -> String {
    format!("{}/{}", span.first.year(), span.first.year() + 1)
}

/// Returns a period as `ekctl` reads it, and as it is typed into a form.
#[must_use]
pub fn range(period: Period, look: &Look) -> String {
    let first = look.local(period.from).date();
    let pages = [View::Month, View::Season, View::Week, View::Day].map(|view| view.around(first));
    let page = pages.into_iter().find(|span| span.period(&look.zone) == period);
    let instant = |at| common::cell::instant(at, &look.zone);
    let pair = || {
        let (from, until) = (look.local(period.from), look.local(period.until));
        let whole_days = [from, until].iter().all(|local| local.time() == jiff::civil::Time::midnight());
        if whole_days {
            format!("{}..{}", from.date(), until.date())
        } else {
            format!("{}..{}", instant(period.from), instant(period.until))
        }
    };
    page.map_or_else(pair, crate::app::command::range)
}

/// Returns how often a report is made by itself, and when.
#[must_use]
pub fn rhythm(schedule: &Schedule, look: &Look) -> String {
    let at = format!("{:02}:{:02}", schedule.at.hour(), schedule.at.minute());
    let when = match schedule.rhythm {
        Rhythm::Daily => look.say("rhythm-daily"),
        Rhythm::Weekly { on } => {
            look.tell("rhythm-weekly-on", &[("day", look.say(&format!("day-{}", on.name())).into())])
        }
        Rhythm::Monthly { day } => look.tell("rhythm-monthly-on", &[("day", day.into())]),
        Rhythm::Season { day } => look.tell("rhythm-season-on", &[("day", day.into())]),
    };
    format!("{when} {at}")
}

/// Returns where a report goes, and as what.
#[must_use]
pub fn destination(schedule: &Schedule, look: &Look) -> String {
    let forms: Vec<String> = schedule.forms.iter().map(|form| form_name(*form, schedule.dialect)).collect();
    let to = look.say(match schedule.to {
        Destination::Email => "to-email",
        Destination::Directory => "to-directory",
    });
    format!("{to}: {}", forms.join(", "))
}

fn form_name(form: Form, dialect: Dialect) -> String {
    match (form, dialect) {
        (Form::Pdf, _) => "PDF".to_owned(),
        (Form::Csv, Dialect::Plain) => "CSV".to_owned(),
        (Form::Csv, Dialect::ExcelPl) => "CSV (Excel)".to_owned(),
    }
}

/// Returns what the row of a report that was made has no room for.
#[must_use]
pub fn made_detail(report: &MadeReport, look: &Look) -> String {
    let digits = |digest: &str| digest.chars().take(DIGITS).collect::<String>();
    let told = [
        ("definition", digits(&report.definition_digest).into()),
        ("data", digits(&report.data_digest).into()),
        ("version", report.version.into()),
    ];
    look.tell("report-digests", &told)
}

/// Returns what the row of a definition has no room for: where it goes, or why nothing was made.
#[must_use]
pub fn saved_detail(report: &SavedReport, look: &Look) -> String {
    if let Some(trouble) = &report.trouble {
        return look.tell("report-trouble", &[("trouble", visible(trouble).into_owned().into())]);
    }
    report.schedule.as_ref().map_or_else(|| look.say("report-no-schedule"), |schedule| destination(schedule, look))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use common::language::Language;
    use common::time::parse_range;

    #[test]
    fn the_usual_period_is_over_and_read_by_ekctl() {
        let look = fixture::look(Language::Polish);
        let check = |template, expected: &str, written: &str| {
            let report = usual(template, &look);
            assert_eq!((period(report.period, &look), range(report.period, &look)), (expected.into(), written.into()));
            assert_eq!(parse_range(written, look.now, &look.zone).unwrap(), report.period);
        };
        check(Template::MonthlySheet, "październik 2025", "2025-10");
        check(Template::SeasonComparison, "sezon 2025/2026", "2025-09-01..2026-06-01");
    }

    #[test]
    fn a_period_of_no_page_is_told_by_its_days() {
        let look = fixture::look(Language::English);
        let odd = parse_range("2025-11-03..2025-11-08", look.now, &look.zone).unwrap();
        assert_eq!(
            (period(odd, &look).as_str(), range(odd, &look).as_str()),
            ("3 Nov-7 Nov", "2025-11-03..2025-11-08")
        );
    }
}
