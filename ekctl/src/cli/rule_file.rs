//! Rules as people write them: TOML with a `[[rule]]` for each, one key a line.
//!
//! What is written can be read again. A slip names its line and its key: a key that nothing reads is one, too, since
//! whoever misspells a limit must not believe that it counts. Knows no daemon; what a rule means is the daemon's to check.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use common::alarm::AlarmKind;
use common::language::{Argument, Language};
use common::rule::Rule;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use crate::nearest::nearest;
use crate::text::texts;

/// Longest file that is read: that of a thousand long rules.
const MOST_BYTES: u64 = 4 << 20;
/// The key of the list of rules.
const RULES: &str = "rule";
const EXAMPLE: &str = "ekctl rules export";
/// Keys that stand first, in this order; those of the condition follow.
const FIRST: [&str; 5] = ["name", "kind", "enabled", "severity", "scope"];
/// Keys that are not written where they say nothing.
const MAY_BE_ABSENT: [&str; 4] = ["cadence", "escalate", "limit", "remind_every"];

/// What is wrong with a file of rules, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem:?} {key} {text}")]
pub struct RuleSlip {
    /// Counted from 1; 0 where the whole is meant.
    pub line: usize,
    pub problem: RuleProblem,
    /// The key at which it is.
    pub key: String,
    /// What the reader of TOML says.
    pub text: String,
    /// What may have been meant.
    pub similar: Option<String>,
    /// The command that shows how it is written.
    pub example: &'static str,
}

/// What can be wrong with a file of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleProblem {
    NotToml,
    UnknownKey,
    MissingKey,
    BadValue,
    NoRule,
    /// Where one is wanted, there are several.
    Several,
    /// A rule cannot be called something else by an edit.
    Renamed,
    TooLong,
}

impl RuleProblem {
    /// Returns the name by which messages tell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotToml => "not-toml",
            Self::UnknownKey => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::BadValue => "bad-value",
            Self::NoRule => "no-rule",
            Self::Several => "several",
            Self::Renamed => "renamed",
            Self::TooLong => "too-long",
        }
    }
}

impl RuleSlip {
    pub(super) fn at(line: usize, problem: RuleProblem, key: &str) -> Self {
        Self { line, problem, key: key.to_owned(), text: String::new(), similar: None, example: EXAMPLE }
    }

    /// Returns what a message tells of it: where it stands, then what it is.
    #[must_use]
    pub fn arguments(&self, file: &Path, language: Language) -> [(&'static str, Argument<'_>); 5] {
        let line = texts(language).format("curve-line", &[("place", self.line.into())]);
        let file = file.display();
        let place = if self.line == 0 { file.to_string() } else { format!("{file}, {line}") };
        [
            ("place", place.into()),
            ("problem", self.problem.name().into()),
            ("key", self.key.as_str().into()),
            ("text", self.text.as_str().into()),
            ("example", self.example.into()),
        ]
    }

    /// The file has none or several rules where one is wanted.
    #[must_use]
    pub fn not_one(n_rules: usize) -> Self {
        Self::at(0, if n_rules == 0 { RuleProblem::NoRule } else { RuleProblem::Several }, RULES)
    }

    /// The name is another than before.
    #[must_use]
    pub fn renamed(before: &str) -> Self {
        Self { similar: Some(before.to_owned()), ..Self::at(0, RuleProblem::Renamed, "name") }
    }
}

/// Returns the text of a file, `-` for the standard input, or the beginning of one that is too long to be one of rules.
///
/// # Errors
/// It cannot be read.
pub fn load(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Reads the rules of a file.
///
/// # Errors
/// The first slip, with its line and its key.
pub fn read(text: &str) -> Result<Vec<Rule>, RuleSlip> {
    if text.len() as u64 > MOST_BYTES {
        return Err(RuleSlip::at(0, RuleProblem::TooLong, ""));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = DeTable::parse(text).map_err(|error| not_toml(text, &error))?;
    let whole: Table = toml::from_str(text).map_err(|error| not_toml(text, &error))?;
    if let Some(key) = document.get_ref().keys().find(|key| key.get_ref() != RULES) {
        let similar = nearest(key.get_ref(), &[RULES]).map(str::to_owned);
        let slip = RuleSlip::at(line_of(text, key), RuleProblem::UnknownKey, key.get_ref());
        return Err(RuleSlip { similar, ..slip });
    }
    let Some((key, spanned)) = document.get_ref().iter().next() else { return Ok(Vec::new()) };
    let (DeValue::Array(places), Some(Value::Array(values))) = (spanned.get_ref(), whole.get(RULES)) else {
        return Err(RuleSlip::at(line_of(text, key), RuleProblem::NoRule, RULES));
    };
    let pairs = places.iter().zip(values);
    pairs.map(|(place, value)| read_one(text, place, value)).collect()
}

/// Reads a file with one rule.
///
/// # Errors
/// As [`read`]; none or several rules.
pub fn read_single(text: &str) -> Result<Rule, RuleSlip> {
    let mut rules = read(text)?;
    match (rules.pop(), rules.len()) {
        (Some(rule), 0) => Ok(rule),
        (rule, n_more) => Err(RuleSlip::not_one(n_more + usize::from(rule.is_some()))),
    }
}

fn read_one(text: &str, place: &Spanned<DeValue<'_>>, value: &Value) -> Result<Rule, RuleSlip> {
    let begin = line_at(text, place.span().start);
    let (DeValue::Table(keys), Value::Table(table)) = (place.get_ref(), value) else {
        return Err(RuleSlip::at(begin, RuleProblem::NoRule, RULES));
    };
    let line = |name: &str| keys.keys().find(|key| key.get_ref() == name).map_or(begin, |key| line_of(text, key));
    let rule = match try_read(table) {
        Ok(rule) => rule,
        Err(reason) => return Err(culprit(table, &reason, line)),
    };
    let figures = figures(&rule);
    match table.keys().find(|key| !figures.contains_key(*key)) {
        None => Ok(rule),
        Some(key) => {
            let known: Vec<_> = figures.keys().map(String::as_str).chain(MAY_BE_ABSENT).collect();
            let similar = nearest(key, &known).map(str::to_owned);
            Err(RuleSlip { similar, ..RuleSlip::at(line(key), RuleProblem::UnknownKey, key) })
        }
    }
}

fn try_read(table: &Table) -> Result<Rule, String> {
    Value::Table(table.clone()).try_into::<Rule>().map_err(|error| error.message().trim().to_owned())
}

/// Finds the key at which a rule cannot be read: the one without which something else is wrong, or nothing.
fn culprit(table: &Table, reason: &str, line: impl Fn(&str) -> usize) -> RuleSlip {
    for needed in ["name", "kind"] {
        if !table.contains_key(needed) {
            return RuleSlip::at(line(""), RuleProblem::MissingKey, needed);
        }
    }
    let bad = |key: &str| RuleSlip { text: reason.to_owned(), ..RuleSlip::at(line(key), RuleProblem::BadValue, key) };
    let kind = table.get("kind").and_then(Value::as_str);
    if kind.and_then(AlarmKind::parse).is_none() {
        let names = AlarmKind::ALL.map(AlarmKind::name);
        let similar = kind.and_then(|kind| nearest(kind, &names)).map(str::to_owned);
        // Whoever is told the one that was meant needs no list of all.
        let text = similar.as_ref().and(kind).unwrap_or(reason).to_owned();
        return RuleSlip { text, similar, ..bad("kind") };
    }
    if let Some(key) = reason.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        return RuleSlip::at(line(""), RuleProblem::MissingKey, key);
    }
    let without = |key: &&String| {
        let mut rest = table.clone();
        rest.remove(*key);
        !matches!(key.as_str(), "name" | "kind") && try_read(&rest).err().as_deref() != Some(reason)
    };
    table.keys().find(without).map_or_else(|| bad("name"), |key| bad(key))
}

/// Returns what stands in the file of a rule: its keys and their values.
#[must_use]
pub fn figures(rule: &Rule) -> Table {
    // What a rule holds can be written: texts, numbers, lists of them, times and durations as texts.
    Table::try_from(rule).unwrap_or_default()
}

/// Returns the file of a rule.
#[must_use]
pub fn write(rule: &Rule) -> String {
    let figures = figures(rule);
    let first = FIRST.into_iter().filter_map(|key| figures.get_key_value(key));
    let rest = figures.iter().filter(|(key, _)| !FIRST.contains(&key.as_str()));
    format!("[[{RULES}]]\n{}", lines(first.chain(rest)))
}

/// Returns a line for each key; a list of nothing says nothing.
pub(super) fn lines<'a>(figures: impl Iterator<Item = (&'a String, &'a Value)>) -> String {
    let says = |(_, value): &(&String, &Value)| value.as_array().is_none_or(|list| !list.is_empty());
    figures.filter(says).map(|(key, value)| [key.as_str(), " = ", &value.to_string(), "\n"].concat()).collect()
}

/// Returns one file of many rules.
#[must_use]
pub fn write_all(rules: &[Rule]) -> String {
    rules.iter().map(write).collect::<Vec<_>>().join("\n")
}

pub(super) fn not_toml(text: &str, error: &toml::de::Error) -> RuleSlip {
    let line = error.span().map_or(0, |span| line_at(text, span.start));
    let reason = error.message().lines().collect::<Vec<_>>().join(", ");
    RuleSlip { text: reason, ..RuleSlip::at(line, RuleProblem::NotToml, "") }
}

pub(super) fn line_of<T>(text: &str, spanned: &Spanned<T>) -> usize {
    line_at(text, spanned.span().start)
}

pub(super) fn line_at(text: &str, place: usize) -> usize {
    let before = text.as_bytes().iter().take(place);
    before.filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "[[rule]]\nname = 'hot'\nkind = 'return_hot'\nlimit = '55 °C'\nscope = { site = 'W-0414' }\n\
                        rises = [{ after = '8h', severity = 'alarm' }]\nescalate = { after = '1h', to = ['tomek'] }\n";

    #[test]
    fn what_is_written_can_be_read_again() {
        let rules = read(&format!("{RULE}\n[[rule]]\nname = 'leak'\nkind = 'leak'\n")).unwrap();
        assert_eq!(rules.len(), 2);
        let written = write_all(&rules);
        assert_eq!(read(&written).unwrap(), rules);
        assert!(written.contains("scope = { site = \"W-0414\" }\n"), "{written}");
        assert_eq!(read_single(&write(&rules[0])).unwrap(), rules[0]);
        assert_eq!(read("").unwrap(), []);
    }

    fn check(text: &str, line: usize, problem: RuleProblem, (key, similar): (&str, Option<&str>)) {
        let slip = read(text).unwrap_err();
        assert_eq!((slip.line, slip.problem, slip.key.as_str()), (line, problem, key), "{text}: {slip}");
        assert_eq!(slip.similar.as_deref(), similar, "{text}");
    }

    #[test]
    fn a_slip_is_told_with_its_line_and_its_key() {
        use RuleProblem::{BadValue, MissingKey, NoRule, NotToml, UnknownKey};
        check("[[rule]]\nname = \n", 2, NotToml, ("", None));
        check("[[rules]]\nname = 'x'\n", 1, UnknownKey, ("rules", Some("rule")));
        check("rule = 1\n", 1, NoRule, ("rule", None));
        check(&format!("{RULE}clear_blow = '1 K'\n"), 8, UnknownKey, ("clear_blow", Some("clear_below")));
        check(&format!("{RULE}remind_evry = '1h'\n"), 8, UnknownKey, ("remind_evry", Some("remind_every")));
        check(&format!("{RULE}\n[[rule]]\nname = 'x'\n\nkind = 'leek'\n"), 12, BadValue, ("kind", Some("leak")));
        check(&format!("{RULE}\n[[rule]]\nkind = 'leak'\n"), 9, MissingKey, ("name", None));
        check("[[rule]]\nname = 'x'\nkind = 'limit'\nquantity = 'power'\n", 1, MissingKey, ("beyond", None));
        let hot = "[[rule]]\nname = 'x'\nkind = 'return_hot'\n";
        check(&format!("{hot}limit = '55'\n"), 4, BadValue, ("limit", None));
        check(&format!("{hot}severity = 'fatal'\nraise_after = '1h'\n"), 4, BadValue, ("severity", None));
        check(&format!("{hot}raise_after = 'kot'\n"), 4, BadValue, ("raise_after", None));
        check(&format!("{hot}scope = {{ sites = 'W-1' }}\n"), 4, BadValue, ("scope", None));
        check("[[rule]]\nname = ''\nkind = 'leak'\n", 2, BadValue, ("name", None));
        assert_eq!(read_single("").unwrap_err().problem, NoRule);
    }
}
