//! The figures of an invoice that a person tells beside a PDF: TOML, one key a line.
//!
//! A slip names its line and its key; a key that nothing reads is one, too. Knows no daemon.

use common::invoice::told::{KEYS, ToldFile, ToldFileError};
use toml::de::DeTable;

use super::rule_file::{RuleProblem, RuleSlip, line_at, not_toml};
use crate::nearest::nearest;

const EXAMPLE: &str = "ekctl invoices import --help";

/// Reads the figures.
///
/// # Errors
/// The first slip, with its line and its key.
pub fn read(text: &str) -> Result<ToldFile, RuleSlip> {
    found(text).map_err(|slip| RuleSlip { example: EXAMPLE, ..slip })
}

fn found(text: &str) -> Result<ToldFile, RuleSlip> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    DeTable::parse(text).map_err(|error| not_toml(text, &error))?;
    ToldFile::read(text).map_err(|error| match error {
        ToldFileError::Toml(error) => slip(text, &error),
        ToldFileError::HalfAPeriod { missing } => RuleSlip::at(0, RuleProblem::MissingKey, missing),
    })
}

fn slip(text: &str, error: &toml::de::Error) -> RuleSlip {
    let quoted = |after: &str| {
        let rest = error.message().split_once(after)?.1;
        Some(rest.split('`').next().unwrap_or_default().to_owned())
    };
    if let Some(key) = quoted("missing field `") {
        return RuleSlip::at(0, RuleProblem::MissingKey, &key);
    }
    let line = error.span().map_or(0, |span| line_at(text, span.start));
    if let Some(key) = quoted("unknown field `") {
        let similar = nearest(&key, &KEYS).map(str::to_owned);
        return RuleSlip { similar, ..RuleSlip::at(line, RuleProblem::UnknownKey, &key) };
    }
    let written = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let key = written.split('=').next().unwrap_or_default().trim();
    RuleSlip { text: error.message().to_owned(), ..RuleSlip::at(line, RuleProblem::BadValue, key) }
}

#[cfg(test)]
mod tests {
    use common::invoice::Days;
    use common::money::Currency;
    use jiff::civil::date;

    use super::*;

    const WHOLE: &str = r#"number = "FV/2026/10/1"
customer = "1001"
issued-on = "2026-10-05"
due-on = 2026-11-03
period-first = "2026-09-01"
period-last = "2026-09-30"
net = "100.00"
vat = "23,00"
gross = "123"
"#;

    #[test]
    fn figures_are_read_exactly() {
        let ToldFile { told, ksef_number } = read(&format!("{WHOLE}ksef-number = \"X\"\n")).unwrap();
        assert_eq!(ksef_number.as_deref(), Some("X"));
        assert_eq!((told.net.grosze(), told.vat.grosze(), told.gross.grosze()), (10_000, 2_300, 12_300));
        assert_eq!(told.period, Some(Days { first: date(2026, 9, 1), last: date(2026, 9, 30) }));
        assert_eq!((told.due_on, told.currency), (Some(date(2026, 11, 3)), Currency::PLN));
    }

    #[test]
    fn a_slip_is_told_with_its_key() {
        let check = |from: &str, to: &str, line, problem, key: &str| {
            let slip = read(&WHOLE.replace(from, to)).unwrap_err();
            assert_eq!((slip.line, slip.problem, slip.key.as_str()), (line, problem, key), "{to}");
        };
        check("net = \"100.00\"\n", "", 0, RuleProblem::MissingKey, "net");
        check("due-on", "due_on", 4, RuleProblem::UnknownKey, "due_on");
        check("\"23,00\"", "\"23,001\"", 8, RuleProblem::BadValue, "vat");
        check("\"23,00\"", "23.0", 8, RuleProblem::BadValue, "vat");
        check("due-on = 2026-11-03", "due-on = \"2026-11-31\"", 4, RuleProblem::BadValue, "due-on");
        check("period-last = \"2026-09-30\"\n", "", 0, RuleProblem::MissingKey, "period-last");
        check("\"1001\"", "\"1001", 2, RuleProblem::NotToml, "");
    }
}
