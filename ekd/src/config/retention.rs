//! `[retention.NAME]`: how long the readings of some sites are kept, and how finely. Without a rule for them: for ever.

use std::collections::BTreeMap;

use jiff::civil::date;
use jiff::{SignedDuration, Span, SpanRelativeTo};
use serde::Deserialize;

use crate::retention::{Rule, Thin};

/// A rule of retention. The first by name whose pattern fits a site is the site's.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RetentionConfig {
    /// Codes of sites, with `*` for any text and `?` for one character.
    pub sites: String,
    /// Readings that are older are removed.
    #[serde(default)]
    pub keep: Option<Span>,
    /// Readings that are older are thinned.
    #[serde(default)]
    pub thin_after: Option<Span>,
    /// To one in each such interval of local time.
    #[serde(default)]
    pub thin_to: Option<SignedDuration>,
}

const DAY: i64 = 86_400;
/// Longest name of a rule, and longest pattern.
const LONGEST: usize = 64;

impl RetentionConfig {
    /// Returns everything that is wrong with the rule `name`, a sentence each.
    #[must_use]
    pub fn check(&self, name: &str) -> Vec<String> {
        let mut problems = Vec::new();
        let is_name = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if name.is_empty() || name.chars().count() > 32 || !name.chars().all(is_name) {
            problems.push("a name is 1 to 32 small letters, digits and hyphens".to_owned());
        }
        if self.sites.trim() != self.sites
            || self.sites.is_empty()
            || self.sites.chars().count() > LONGEST
            || self.sites.chars().any(char::is_control)
        {
            problems.push("sites must be a code of a site with * and ?, such as \"M-*\"".to_owned());
        }
        for (key, age) in [("keep", self.keep), ("thin-after", self.thin_after)] {
            if age.is_some_and(|age| !is_of_calendar(age)) {
                problems.push(format!("{key} must be years, months, weeks or days, such as \"10y\" or \"18mo\""));
            }
        }
        match (self.thin_after, self.thin_to) {
            (Some(_), None) => problems.push("thin-after needs thin-to".to_owned()),
            (None, Some(_)) => problems.push("thin-to needs thin-after".to_owned()),
            (None, None) if self.keep.is_none() => {
                problems.push("it needs keep, or thin-after with thin-to".to_owned());
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
        if self.thin_to.is_some_and(|step| !divides_a_day(step)) {
            problems.push("thin-to must be 1m to 24h and divide a day, such as \"15m\", \"1h\" or \"24h\"".to_owned());
        }
        if self.keep.zip(self.thin_after).is_some_and(|(keep, thin)| !is_longer(keep, thin)) {
            problems.push("keep must be longer than thin-after".to_owned());
        }
        problems.into_iter().map(|problem| format!("retention {name}: {problem}")).collect()
    }

    /// Returns the rule, as [`check`](Self::check) found it right.
    fn rule(&self, name: &str) -> Rule {
        let thin = self.thin_after.zip(self.thin_to);
        Rule {
            name: name.to_owned(),
            sites: self.sites.clone(),
            keep: self.keep,
            thin: thin.map(|(after, to)| Thin { after, to: to.as_secs() }),
        }
    }
}

/// Returns the rules in the order in which they are asked for a site.
#[must_use]
pub fn rules(sections: &BTreeMap<String, RetentionConfig>) -> Vec<Rule> {
    sections.iter().map(|(name, section)| section.rule(name)).collect()
}

fn is_of_calendar(age: Span) -> bool {
    let dates = Span::new()
        .try_years(age.get_years())
        .and_then(|span| span.try_months(age.get_months()))
        .and_then(|span| span.try_weeks(age.get_weeks()))
        .and_then(|span| span.try_days(age.get_days()));
    age.is_positive() && dates.is_ok_and(|dates| dates.fieldwise() == age.fieldwise())
}

fn divides_a_day(step: SignedDuration) -> bool {
    let seconds = step.as_secs();
    step.subsec_nanos() == 0 && (60..=DAY).contains(&seconds) && DAY % seconds == 0
}

/// Tells whether one age is longer than another, in whatever units; what cannot be compared is not.
fn is_longer(one: Span, other: Span) -> bool {
    let from = SpanRelativeTo::from(date(2001, 1, 1));
    one.compare((other, from)).is_ok_and(std::cmp::Ordering::is_gt)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<String> {
        toml::from_str::<RetentionConfig>(text).unwrap().check("flats")
    }

    #[test]
    fn a_rule_is_read() {
        let text = "sites = 'M-*'\nkeep = '10y'\nthin-after = '18mo'\nthin-to = '1h'";
        assert_eq!(check(text), Vec::<String>::new());
        let sections = BTreeMap::from([("flats".to_owned(), toml::from_str::<RetentionConfig>(text).unwrap())]);
        let [rule] = rules(&sections).try_into().unwrap();
        assert_eq!((rule.keep.unwrap().get_years(), rule.thin.unwrap().to), (10, 3600));
        assert_eq!(rule.thin.unwrap().after.get_months(), 18);
        for text in ["keep = '90d'", "keep = '1y 6mo'", "thin-after = '2w'\nthin-to = '24h'"] {
            assert_eq!(check(&format!("sites = '*'\n{text}")), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn every_problem_is_told_at_once() {
        assert_eq!(check("sites = ''\nkeep = '1h'\nthin-after = '-1d'\nthin-to = '7h'").len(), 4);
        for (text, problem) in [
            ("", "needs keep"),
            ("thin-after = '1y'", "thin-after needs thin-to"),
            ("thin-to = '1h'", "thin-to needs thin-after"),
            ("keep = '1y'\nthin-after = '1y'\nthin-to = '1h'", "keep must be longer"),
            ("keep = '12mo'\nthin-after = '1y'\nthin-to = '1h'", "keep must be longer"),
            ("keep = '0d'", "keep must be years"),
            ("keep = '1d 1h'", "keep must be years"),
            ("thin-after = '1y'\nthin-to = '0s'", "thin-to must be"),
            ("thin-after = '1y'\nthin-to = '48h'", "thin-to must be"),
            ("thin-after = '1y'\nthin-to = '90s'", ""),
        ] {
            let problems = check(&format!("sites = 'M-*'\n{text}"));
            assert_eq!(problems.len(), usize::from(!problem.is_empty()), "{text}: {problems:?}");
            assert!(
                problems.iter().all(|told| told.starts_with("retention flats: ") && told.contains(problem)),
                "{text}"
            );
        }
        let nameless: RetentionConfig = toml::from_str("sites = '*'\nkeep = '1y'").unwrap();
        assert_eq!(nameless.check("Flats").len(), 1);
        assert!(toml::from_str::<RetentionConfig>("sites = '*'\nkep = '1y'").is_err());
        assert!(toml::from_str::<RetentionConfig>("keep = '1y'").is_err());
    }
}
