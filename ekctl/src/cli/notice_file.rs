//! What a person wants to be told, as a file: TOML with a `[[routes]]` for each row of the matrix.
//!
//! What is written can be read again, and a slip names its line and its key, as in files of rules.

use common::notice::NoticeSettings;
use serde::Serialize;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::rule_file::{RuleProblem, RuleSlip, line_at, line_of, lines, not_toml};
use crate::nearest::nearest;

const ROUTES: &str = "routes";
const EXAMPLE: &str = "ekctl notifications settings show";

/// Reads settings.
///
/// # Errors
/// The first slip, with its line and its key.
pub fn read(text: &str) -> Result<NoticeSettings, RuleSlip> {
    found(text).map_err(|slip| RuleSlip { example: EXAMPLE, ..slip })
}

fn found(text: &str) -> Result<NoticeSettings, RuleSlip> {
    let document = DeTable::parse(text).map_err(|error| not_toml(text, &error))?;
    let settings: NoticeSettings = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(0, |span| line_at(text, span.start));
        let written = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let key = written.split('=').next().unwrap_or_default().trim();
        RuleSlip { text: error.message().to_owned(), ..RuleSlip::at(line, RuleProblem::BadValue, key) }
    })?;
    check_keys(text, document.get_ref(), &figures(&settings))?;
    if let Some(DeValue::Array(routes)) = document.get_ref().get(ROUTES).map(toml::Spanned::get_ref) {
        for (place, route) in routes.iter().zip(&settings.routes) {
            if let DeValue::Table(keys) = place.get_ref() {
                check_keys(text, keys, &figures(route))?;
            }
        }
    }
    Ok(settings)
}

fn check_keys(text: &str, keys: &DeTable<'_>, known: &Table) -> Result<(), RuleSlip> {
    let Some(key) = keys.keys().find(|key| !known.contains_key(key.get_ref().as_ref())) else { return Ok(()) };
    let names: Vec<_> = known.keys().map(String::as_str).collect();
    let similar = nearest(key.get_ref(), &names).map(str::to_owned);
    let slip = RuleSlip::at(line_of(text, key), RuleProblem::UnknownKey, key.get_ref());
    Err(RuleSlip { similar, ..slip })
}

fn figures(written: &impl Serialize) -> Table {
    // Settings hold texts, numbers and lists of them.
    Table::try_from(written).unwrap_or_default()
}

/// Returns the file of settings.
#[must_use]
pub fn write(settings: &NoticeSettings) -> String {
    let mut figures = figures(settings);
    let routes = figures.remove(ROUTES);
    let mut text = lines(figures.iter());
    for route in routes.as_ref().and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table) {
        text.extend(["\n[[", ROUTES, "]]\n", &lines(route.iter())]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: &str = "digest_at = '06:30:00'\nquiet = [{ from = '22:00:00', until = '06:00:00' }]\n\n\
                            [[routes]]\nchannel = 'sms'\nkinds = ['leak', 'ceiling']\nseverity = 'alarm'\n\n\
                            [[routes]]\nchannel = 'email'\nsites = ['W-0412']\n";

    #[test]
    fn what_is_written_can_be_read_again() {
        let settings = read(SETTINGS).unwrap();
        assert_eq!((settings.routes.len(), settings.quiet.len()), (2, 1));
        assert_eq!(read(&write(&settings)).unwrap(), settings);
    }

    #[test]
    fn a_slip_is_told_with_its_line_and_its_key() {
        let check = |more: &str, line, problem, key: &str| {
            let slip = read(&format!("{SETTINGS}{more}")).unwrap_err();
            assert_eq!((slip.line, slip.problem, slip.key.as_str()), (line, problem, key), "{slip}");
        };
        check("site = ['W-1']\n", 12, RuleProblem::UnknownKey, "site");
        check("severity = 'fatal'\n", 12, RuleProblem::BadValue, "severity");
        check("severity =\n", 12, RuleProblem::NotToml, "");
        assert_eq!(read("most_an_huor = 3\n").unwrap_err().similar.as_deref(), Some("most_an_hour"));
    }
}
