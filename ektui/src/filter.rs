//! The filter of lists: words and conditions such as `stan:cisza moc>80 -szkoła`. All must hold.
//!
//! Case and diacritics do not count. A condition that cannot be read is searched for as a word.

use common::quantity::Quantity;
use common::site::{SiteOverview, SiteState};
use common::text::fold;

use crate::screen::alarms::words::Weight;
use crate::screen::sites::facts;

/// A filter that has been read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq)]
struct Term {
    wanted: Wanted,
    test: Test,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    With,
    Without,
}

#[derive(Clone, Debug, PartialEq)]
enum Test {
    Word(String),
    State(String),
    Number(Field, Order, f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Power,
    /// Per cent of the contracted power.
    Contracted,
    Supply,
    Return,
    Flow,
    /// GJ since midnight.
    Today,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Above,
    Below,
}

impl Filter {
    /// Reads a filter.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self { terms: fold(text).split_whitespace().filter_map(term).collect() }
    }

    /// Returns the words of a filter without its conditions and exclusions: what programs that search for text can do.
    #[must_use]
    pub fn words(text: &str) -> String {
        let is_word =
            |word: &&str| matches!(term(&fold(word)), Some(Term { wanted: Wanted::With, test: Test::Word(_) }));
        text.split_whitespace().filter(is_word).collect::<Vec<_>>().join(" ")
    }

    /// Tells whether everything passes.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Tells whether the site passes; `weight` is how its alarms weigh, where it has any.
    #[must_use]
    pub fn passes(&self, site: &SiteOverview, weight: Option<Weight>) -> bool {
        self.terms.iter().all(|term| term.test.holds(site, weight) == (term.wanted == Wanted::With))
    }
}

fn term(text: &str) -> Option<Term> {
    let (wanted, text) = match text.strip_prefix('-') {
        Some(rest) => (Wanted::Without, rest),
        None => (Wanted::With, text),
    };
    (!text.is_empty()).then(|| Term { wanted, test: test(text) })
}

fn test(text: &str) -> Test {
    if let Some(state) = text.strip_prefix("stan:").or_else(|| text.strip_prefix("state:")) {
        return Test::State(state.to_owned());
    }
    comparison(text).unwrap_or_else(|| Test::Word(text.to_owned()))
}

fn comparison(text: &str) -> Option<Test> {
    let at = text.find(['>', '<'])?;
    let (name, rest) = text.split_at(at);
    let (order, number) = match rest.strip_prefix('>') {
        Some(number) => (Order::Above, number),
        None => (Order::Below, rest.strip_prefix('<')?),
    };
    let number = number.trim_start_matches('=').replace(',', ".").parse().ok()?;
    Some(Test::Number(field(name)?, order, number))
}

fn field(name: &str) -> Option<Field> {
    match name {
        "moc" | "power" => Some(Field::Power),
        "zam" | "%zam" | "contracted" => Some(Field::Contracted),
        "zasil" | "zasilanie" | "supply" => Some(Field::Supply),
        "powr" | "powrot" | "return" => Some(Field::Return),
        "przeplyw" | "flow" => Some(Field::Flow),
        "dzis" | "today" => Some(Field::Today),
        _ => None,
    }
}

impl Test {
    fn holds(&self, site: &SiteOverview, weight: Option<Weight>) -> bool {
        match self {
            Self::Word(word) => {
                let point = site.point.as_ref().map(|point| fold(point.code.as_str()));
                fold(site.site.code.as_str()).contains(word)
                    || fold(&site.site.name).contains(word)
                    || point.is_some_and(|point| point.contains(word))
            }
            Self::State(state) => {
                let names = state_names(&site.state).iter().chain(weight.map_or(&[][..], weight_names));
                names.into_iter().any(|name| name.starts_with(state))
            }
            Self::Number(field, order, limit) => field.of(site).is_some_and(|number| match order {
                Order::Above => number > *limit,
                Order::Below => number < *limit,
            }),
        }
    }
}

impl Field {
    fn of(self, site: &SiteOverview) -> Option<f64> {
        let quantity = match self {
            Self::Power => Quantity::Power,
            Self::Supply => Quantity::Supply,
            Self::Return => Quantity::Return,
            Self::Flow => Quantity::Flow,
            Self::Contracted => return facts::contracted_share(site).map(|share| share * 100.0),
            Self::Today => return site.used_today.map(|used| Quantity::Energy.unit().as_f64(used.base())),
        };
        facts::live(site, quantity).map(|value| quantity.unit().as_f64(value.base()))
    }
}

/// Returns the folded words for a state, Polish and English alike.
const fn state_names(state: &SiteState) -> &'static [&'static str] {
    match state {
        SiteState::Doubtful { .. } => &["watpliwe", "doubtful"],
        SiteState::Silent { .. } => &["cisza", "silent"],
        SiteState::Late { .. } => &["spoznione", "late"],
        SiteState::Live => &["na-zywo", "zywe", "live"],
        SiteState::NoData => &["brak", "nodata", "none"],
        SiteState::Unknown => &["nieznany", "unknown"],
    }
}

/// Returns the folded words for a site with alarms.
const fn weight_names(weight: Weight) -> &'static [&'static str] {
    match weight {
        Weight::Alarm => &["alarm"],
        Weight::Warning => &["ostrzezenie", "warning"],
        Weight::Notice => &["uwaga", "notice"],
        Weight::Quiet => &["wyciszone", "muted"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn found(text: &str) -> Vec<String> {
        let filter = Filter::parse(text);
        let sites = fixture::sites();
        sites.iter().filter(|site| filter.passes(site, None)).map(|site| site.site.code.to_string()).collect()
    }

    #[test]
    fn words_conditions_and_exclusions_meet() {
        assert_eq!(found("lakowa 12"), ["W-0419"]);
        assert_eq!(found("stan:cisza"), ["W-0433"]);
        assert_eq!(found("state:late"), ["W-0421"]);
        assert_eq!(found("moc>90"), ["W-0414", "W-0419"]);
        assert_eq!(found("zam>80 -zielona"), ["W-0419"]);
        assert_eq!(found("ŁĄKOWA powrót<42,7"), ["W-0418"]);
        assert_eq!(
            found("-a").len(),
            fixture::sites().iter().filter(|site| !fold(&site.site.name).contains('a')).count()
        );
    }

    #[test]
    fn words_are_what_is_no_condition() {
        assert_eq!(Filter::words("Łąkowa stan:cisza 12 moc>80 -szkoła"), "Łąkowa 12");
        assert_eq!(Filter::words("moc>80"), "");
    }

    #[test]
    fn a_missing_value_passes_no_comparison() {
        assert!(!found("moc<1000").contains(&"W-0433".to_owned()));
    }
}
