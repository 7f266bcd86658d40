//! Which rules count where: at a point the narrowest of each kind.

use std::collections::BTreeMap;
use std::sync::Arc;

use common::alarm::AlarmKind;
use common::id::{CustomerNumber, PointCode, SiteCode};
use common::rule::{Rule, RuleScope};

/// The rules of the installation, by where they count.
#[derive(Clone, Debug, Default)]
pub struct RuleBook {
    everywhere: Vec<Arc<Rule>>,
    narrower: BTreeMap<RuleScope, Vec<Arc<Rule>>>,
    /// What counts where no narrower rule is.
    usual: Arc<[Arc<Rule>]>,
}

/// Where something is, from the widest to the narrowest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    pub point: PointCode,
    pub site: SiteCode,
    /// Who owns the site now.
    pub customer: Option<CustomerNumber>,
}

impl RuleBook {
    /// Returns the book of these rules.
    #[must_use]
    pub fn new(rules: Vec<Rule>) -> Self {
        let mut book = Self::default();
        for rule in rules {
            let rule = Arc::new(rule);
            match &rule.scope {
                RuleScope::Installation => book.everywhere.push(rule),
                RuleScope::Customer(_) | RuleScope::Site(_) | RuleScope::Point(_) => {
                    book.narrower.entry(rule.scope.clone()).or_default().push(rule);
                }
            }
        }
        book.usual = book.everywhere.iter().filter(|rule| rule.enabled).cloned().collect();
        book
    }

    /// Tells whether all rules count everywhere, so that nobody need look who owns what.
    #[must_use]
    pub fn is_uniform(&self) -> bool {
        self.narrower.is_empty()
    }

    /// Returns the rules that count where nothing narrower does.
    #[must_use]
    pub fn usual(&self) -> Arc<[Arc<Rule>]> {
        Arc::clone(&self.usual)
    }

    /// Returns the rules that count at a point.
    #[must_use]
    pub fn at(&self, place: &Where) -> Arc<[Arc<Rule>]> {
        let customer = place.customer.clone().map(RuleScope::Customer);
        let scopes = [customer, Some(RuleScope::Site(place.site.clone())), Some(RuleScope::Point(place.point.clone()))];
        let found: Vec<_> = scopes.into_iter().flatten().filter_map(|scope| self.narrower.get(&scope)).collect();
        if found.is_empty() {
            return self.usual();
        }
        let mut by_kind: BTreeMap<AlarmKind, Vec<Arc<Rule>>> = BTreeMap::new();
        let mut limits = Vec::new();
        for level in [&self.everywhere].into_iter().chain(found) {
            let mut kinds: BTreeMap<AlarmKind, Vec<Arc<Rule>>> = BTreeMap::new();
            for rule in level {
                match rule.condition.kind() {
                    AlarmKind::Limit => limits.push(Arc::clone(rule)),
                    kind => kinds.entry(kind).or_default().push(Arc::clone(rule)),
                }
            }
            by_kind.extend(kinds);
        }
        by_kind.into_values().flatten().chain(limits).filter(|rule| rule.enabled).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_rules_of_a_kind_count() {
        let rule = |text: &str| toml::from_str::<Rule>(text).unwrap();
        let book = RuleBook::new(vec![
            rule("name = 'hot'\nkind = 'return_hot'"),
            rule("name = 'fault'\nkind = 'meter_fault'"),
            rule("name = 'near'\nkind = 'power_above_contract'\nraise_percent = 90\nclear_percent = 85"),
            rule("name = 'above'\nkind = 'power_above_contract'"),
            rule("name = 'hot-c'\nkind = 'return_hot'\nscope = { customer = 'K-1' }"),
            rule("name = 'hot-s'\nkind = 'return_hot'\nscope = { site = 'W-1' }\nenabled = false"),
            rule(
                "name = 'cold-s'\nkind = 'limit'\nquantity = 'supply'\nbeyond = 'below'\nraise = '60 °C'\nclear = '62 °C'\nscope = { site = 'W-1' }",
            ),
        ]);
        let names = |point: &str, site: &str, customer: Option<&str>| {
            let place = Where {
                point: PointCode::parse(point).unwrap(),
                site: SiteCode::parse(site).unwrap(),
                customer: customer.map(|number| CustomerNumber::parse(number).unwrap()),
            };
            let rules = book.at(&place);
            rules.iter().map(|rule| rule.name.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names("P-9", "W-9", None), "hot fault near above");
        assert_eq!(names("P-9", "W-9", Some("K-1")), "fault hot-c near above");
        assert_eq!(names("P-1", "W-1", Some("K-1")), "fault near above cold-s");
        assert!(!book.is_uniform());
    }
}
