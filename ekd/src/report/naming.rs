//! How periods and files of reports are called.

use common::report::{Form, MadeReport};
use common::text::fold;
use common::time::{Period, View};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Characters of what a file's name begins with.
const LONGEST: usize = 60;

/// Returns a period as `2026-10` where it is a month, as `2026-10-05` where it is a day, else with its first and last day.
#[must_use]
pub fn period_label(period: Period, zone: &TimeZone) -> String {
    let (first, last) = days(period, zone);
    if View::Month.around(first).period(zone) == period {
        return first.strftime("%Y-%m").to_string();
    }
    if first == last { first.to_string() } else { format!("{first} – {last}") }
}

/// Returns the name of a report's file: letters, figures, `-`, `_` and `.` only.
#[must_use]
pub fn file_name(made: &MadeReport, zone: &TimeZone, form: Form) -> String {
    let named = made.name.as_ref().map(|name| plain(name.as_str())).filter(|name| !name.is_empty());
    let stem = named.unwrap_or_else(|| plain(made.definition.template.name()));
    let of = match made.definition.ticket {
        Some(ticket) if made.definition.template.usual_view().is_none() => plain(&ticket.to_string()),
        Some(_) | None => period_label(made.period, zone).replace(" – ", "_"),
    };
    format!("{stem}_{of}.{}", form.name())
}

/// Returns the same with the number of the report, so that no two have one name.
#[must_use]
pub fn unique_file_name(made: &MadeReport, zone: &TimeZone, form: Form) -> String {
    let name = file_name(made, zone, form);
    let stem = name.strip_suffix(form.name()).and_then(|stem| stem.strip_suffix('.')).unwrap_or(&name);
    format!("{stem}_{}.{}", made.id, form.name())
}

fn days(period: Period, zone: &TimeZone) -> (Date, Date) {
    let last = period.until.checked_sub(SignedDuration::from_secs(1)).unwrap_or(period.until).max(period.from);
    let day = |at: Timestamp| zone.to_datetime(at).date();
    (day(period.from), day(last))
}

/// Returns a text with hyphens for all that is neither a plain letter nor a figure.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in fold(text).chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }) {
        if letter != '-' || !plain.ends_with('-') {
            plain.push(letter);
        }
    }
    let plain: String = plain.trim_matches('-').chars().take(LONGEST).collect();
    plain.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use common::id::{ReportId, ReportName};
    use common::language::Language;
    use common::report::{Definition, Template};

    use super::*;

    fn made(name: Option<&str>, from: &str, until: &str) -> MadeReport {
        let template = Template::MonthlySheet;
        let language = Language::Polish;
        MadeReport {
            id: ReportId(17),
            name: name.map(|name| ReportName::parse(name).unwrap()),
            definition: Definition { template, sites: Vec::new(), customer: None, ticket: None, language },
            version: 1,
            period: Period { from: from.parse().unwrap(), until: until.parse().unwrap() },
            title: String::new(),
            made_at: Timestamp::UNIX_EPOCH,
            due_on: None,
            coverage: None,
            definition_digest: String::new(),
            data_digest: String::new(),
        }
    }

    #[test]
    fn files_have_names_that_every_system_takes() {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let check = |name: Option<&str>, from: &str, until: &str, expected: &str| {
            assert_eq!(file_name(&made(name, from, until), &zone, Form::Pdf), expected);
        };
        let month = ("2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z");
        check(Some("Zarząd: październik/2026"), month.0, month.1, "zarzad-pazdziernik-2026_2026-10.pdf");
        check(None, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "monthly-sheet_2026-10-25.pdf");
        check(
            Some("../../…"),
            "2026-10-24T22:00:00Z",
            "2026-10-26T23:00:00Z",
            "monthly-sheet_2026-10-25_2026-10-26.pdf",
        );
        let unique = unique_file_name(&made(Some("a"), month.0, month.1), &zone, Form::Csv);
        assert_eq!(unique, "a_2026-10_17.csv");
        assert!(plain(&"ż ".repeat(99)).len() <= LONGEST);
    }
}
