//! Service clocks: until when a ticket must be answered, by a table with dates.
//!
//! Hours are hours that pass, whatever clocks are put to; days are those of the calendar (Civil Code art. 111 § 2: the day
//! of the event does not count; art. 115: a term that ends on a Saturday or a day free of work ends on the next day that
//! is neither). Where the customer is waited for the clock stands still. The tables are texts that come in: knows no files.

use std::collections::BTreeSet;

use common::ticket::{Category, Origin};
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp, ToSpan};
use serde::Deserialize;

use super::calendar::OfficeCalendar;

/// The table that comes with the program.
const BUNDLED: &str = include_str!("../../service-clocks/pl.toml");
/// Longest name of a clock and longest note on a source, in characters.
const LONGEST: usize = 200;
/// The longest of all clocks.
const MOST_DAYS: i32 = 400;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockRule {
    /// The name that tickets carry, such as `complaint_phone`.
    pub name: String,
    /// The local day from which it counts.
    pub from: Date,
    /// None: for whatever no other row lists.
    pub categories: BTreeSet<Category>,
    /// None: however it came.
    pub reached: Option<Reached>,
    pub within: Within,
    /// The law or the contract that says so.
    pub source: String,
}

/// How a ticket came, or what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    Phone,
    Writing,
    /// However it came: nobody can answer before something was looked into.
    Inquiry,
}

/// How long a clock runs, and what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Hours that pass.
    Hours(SignedDuration),
    /// Days of the calendar.
    Days(i32),
    /// The office's time.
    OfficeHours(SignedDuration),
}

/// A pause: since when the customer was waited for, and until when.
pub type Pause = (Timestamp, Timestamp);

/// All clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clocks(Vec<ClockRule>);

/// Why there is no table of clocks: everything that is wrong, a sentence each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the table of service clocks has problems:\n  {}", .0.join("\n  "))]
pub struct ClocksError(pub Vec<String>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    clocks: Vec<WrittenRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    name: String,
    from: Date,
    #[serde(default)]
    categories: Vec<String>,
    reached: Option<Reached>,
    within: Span,
    counted: Counted,
    source: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Counted {
    Hours,
    Days,
    OfficeHours,
}

impl Clocks {
    /// Returns the clocks that come with the program, and those of the administrator's table.
    ///
    /// # Errors
    /// Everything that is wrong with the administrator's table.
    pub fn new(own: Option<&str>) -> Result<Self, ClocksError> {
        let mut rules = read("bundled", BUNDLED)?;
        for rule in own.map(|own| read("clocks", own)).transpose()?.unwrap_or_default() {
            rules.retain(|known| (&known.name, known.from) != (&rule.name, rule.from));
            rules.push(rule);
        }
        Self::of_rules(rules)
    }

    /// Returns a table of these rows alone.
    ///
    /// # Errors
    /// Where no row counts for complaints that nothing else is said of, by phone or in writing.
    pub fn of_rules(mut rules: Vec<ClockRule>) -> Result<Self, ClocksError> {
        rules.sort_by(|one, other| (one.from, &one.name).cmp(&(other.from, &other.name)));
        let is_missing =
            |reached: &Reached| !rules.iter().any(|rule| rule.categories.is_empty() && fits(rule, *reached));
        let problem = |reached: Reached| match reached {
            Reached::Phone => "no row without categories counts for what comes by phone".to_owned(),
            Reached::Writing | Reached::Inquiry => {
                "no row without categories counts for what comes in writing".to_owned()
            }
        };
        let missing: Vec<String> =
            [Reached::Phone, Reached::Writing].into_iter().filter(is_missing).map(problem).collect();
        if missing.is_empty() { Ok(Self(rules)) } else { Err(ClocksError(missing)) }
    }

    /// Returns the rows by the date from which they count.
    #[must_use]
    pub fn rules(&self) -> &[ClockRule] {
        &self.0
    }

    /// Returns the clock of a ticket that was opened on that local day. What no row lists has the clock of complaints, and
    /// what is older than every row the first one that there ever was.
    #[must_use]
    pub fn of(&self, category: Category, origin: Origin, opened_on: Date) -> &ClockRule {
        let reached = match origin {
            Origin::Phone => Reached::Phone,
            Origin::Terminal | Origin::Email | Origin::House | Origin::Unknown => Reached::Writing,
        };
        let lists = |rule: &&ClockRule| rule.categories.contains(&category);
        let of_inquiry = |rule: &&ClockRule| lists(rule) && rule.reached == Some(Reached::Inquiry);
        let of_category = |rule: &&ClockRule| lists(rule) && fits(rule, reached);
        let of_complaints = |rule: &&ClockRule| rule.categories.is_empty() && fits(rule, reached);
        self.counting(opened_on, of_inquiry)
            .or_else(|| self.counting(opened_on, of_category))
            .or_else(|| self.counting(opened_on, of_complaints))
            .or_else(|| self.0.iter().find(of_complaints))
            .expect("a table without a clock for complaints is never made")
    }

    /// Returns the clock with a name, as it counted on a local day: that of a ticket which carries it.
    #[must_use]
    pub fn named(&self, name: &str, opened_on: Date) -> Option<&ClockRule> {
        let has_name = |rule: &&ClockRule| rule.name == name;
        self.counting(opened_on, has_name).or_else(|| self.0.iter().find(has_name))
    }

    /// Returns the youngest row of that kind that counts on a day; a name has one row at a time.
    fn counting(&self, on: Date, is_it: impl Fn(&&ClockRule) -> bool) -> Option<&ClockRule> {
        let is_current = |rule: &&ClockRule| {
            let is_later = |other: &ClockRule| other.name == rule.name && other.from > rule.from && other.from <= on;
            rule.from <= on && !self.0.iter().any(is_later)
        };
        self.0.iter().rev().filter(is_current).find(is_it)
    }
}

/// Tells whether a row counts for what comes in this way.
fn fits(rule: &ClockRule, reached: Reached) -> bool {
    rule.reached.is_none_or(|of_rule| of_rule == reached)
}

/// Returns until when a ticket must be answered: never earlier for a pause. A pause that begins once the time is over
/// changes nothing.
#[must_use]
pub fn due(rule: &ClockRule, opened_at: Timestamp, pauses: &[Pause], office: &OfficeCalendar) -> Timestamp {
    let start = match rule.within {
        Within::Hours(hours) => opened_at.checked_add(hours).unwrap_or(Timestamp::MAX),
        Within::Days(days) => after_days(office.day_of(opened_at), days, office),
        Within::OfficeHours(hours) => office.after_office_time(opened_at, hours),
    };
    let mut pauses = pauses.to_vec();
    pauses.sort_unstable();
    let pause = |due: Timestamp, (from, until): Pause| {
        let from = from.max(opened_at);
        if until <= from || from >= due { due } else { resume(rule, left(rule, due, from, office), until, office) }
    };
    // What overlaps counts once.
    let mut counted = Timestamp::MIN;
    pauses.into_iter().fold(start, |due, (from, until)| {
        let from = from.max(counted);
        counted = counted.max(until);
        pause(due, (from, until))
    })
}

/// Returns what is left when the clock stands still at an instant: negative where the time is over. Of a clock of days
/// whole days, so that a pause within one day moves nothing; of office hours the office's time.
#[must_use]
pub fn left(rule: &ClockRule, due_at: Timestamp, at: Timestamp, office: &OfficeCalendar) -> SignedDuration {
    if at >= due_at {
        return due_at.duration_since(at).min(SignedDuration::from_secs(-1));
    }
    match rule.within {
        Within::Hours(_) => due_at.duration_since(at),
        Within::Days(_) => {
            let days = office.day_of(at).until(office.day_of(due_at)).map_or(0, |span| span.get_days());
            DAY * days
        }
        Within::OfficeHours(_) => office.office_time(at, due_at),
    }
}

/// Returns until when a ticket must be answered whose clock goes on at an instant with so much left.
#[must_use]
pub fn resume(rule: &ClockRule, left: SignedDuration, at: Timestamp, office: &OfficeCalendar) -> Timestamp {
    let as_passes = || at.checked_add(left).unwrap_or(Timestamp::MAX);
    // Nothing revives a clock that has run out.
    if left.is_negative() {
        return as_passes();
    }
    match rule.within {
        Within::Hours(_) => as_passes(),
        Within::Days(_) => {
            let days = i32::try_from(left.as_secs() / DAY.as_secs()).unwrap_or(i32::MAX);
            after_days(office.day_of(at), days, office)
        }
        Within::OfficeHours(_) => office.after_office_time(at, left),
    }
}

fn after_days(day: Date, days: i32, office: &OfficeCalendar) -> Timestamp {
    let last = Span::new().try_days(days).and_then(|days| day.checked_add(days));
    last.map_or(Timestamp::MAX, |last| office.end_of_day(office.end_of_term(last)))
}

/// Reads the text of a table.
fn read(name: &str, text: &str) -> Result<Vec<ClockRule>, ClocksError> {
    let here = |problem: String| format!("{name}: {problem}");
    let written: Written = toml::from_str(text).map_err(|error| ClocksError(vec![here(error.to_string())]))?;
    let (mut rules, mut problems) = (Vec::<ClockRule>::new(), Vec::new());
    for written in written.clocks {
        let whose = format!("{} from {}", written.name, written.from);
        match rule(written) {
            Ok(rule) if rules.iter().any(|known| (&known.name, known.from) == (&rule.name, rule.from)) => {
                problems.push(here(format!("{whose}: the row is there twice")));
            }
            Ok(rule) => rules.push(rule),
            Err(problem) => problems.push(here(format!("{whose}: {problem}"))),
        }
    }
    if problems.is_empty() { Ok(rules) } else { Err(ClocksError(problems)) }
}

fn rule(written: WrittenRule) -> Result<ClockRule, String> {
    let WrittenRule { name, from, categories, reached, within, counted, source } = written;
    let is_name = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if name.is_empty() || name.len() > 32 || !name.chars().all(is_name) {
        return Err("a name is 1 to 32 small letters, digits and underscores".to_owned());
    }
    let known = |name: String| Category::parse(&name).ok_or_else(|| format!("there is no category {name}"));
    let categories: BTreeSet<Category> = categories.into_iter().map(known).collect::<Result<_, _>>()?;
    if reached == Some(Reached::Inquiry) && categories.is_empty() {
        return Err("reached = \"inquiry\" needs categories".to_owned());
    }
    if source.trim().is_empty() || source.chars().count() > LONGEST || source.contains(common::text::is_hidden) {
        return Err("source must say which law or contract it is, in one line".to_owned());
    }
    Ok(ClockRule { name, from, categories, reached, within: lasting(within, counted)?, source })
}

fn lasting(within: Span, counted: Counted) -> Result<Within, String> {
    match counted {
        Counted::Days => {
            let days = within.get_days();
            let is_days = within.fieldwise() == days.days().fieldwise() && (1..=MOST_DAYS).contains(&days);
            let problem = || format!("within must be 1d to {MOST_DAYS}d where days are counted");
            is_days.then_some(Within::Days(days)).ok_or_else(problem)
        }
        Counted::Hours | Counted::OfficeHours => {
            let most = DAY * MOST_DAYS;
            let hours = SignedDuration::try_from(within).ok().filter(|hours| hours.is_positive() && *hours <= most);
            let hours = hours.ok_or("within must be hours, such as \"12h\", where hours are counted")?;
            Ok(if matches!(counted, Counted::Hours) { Within::Hours(hours) } else { Within::OfficeHours(hours) })
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;

    const TODAY: Date = date(2026, 11, 28);

    fn clocks(own: &str) -> Clocks {
        Clocks::new(Some(own)).unwrap()
    }

    fn problems(own: &str) -> String {
        Clocks::new(Some(own)).unwrap_err().to_string()
    }

    fn row(text: &str) -> String {
        format!("[[clocks]]\nsource = 'contract'\n{text}\n")
    }

    #[test]
    fn the_table_of_the_program_says_what_the_law_says() {
        let clocks = Clocks::new(None).unwrap();
        let name = |category, origin| clocks.of(category, origin, TODAY).name.clone();
        assert_eq!(name(Category::NoHeating, Origin::Phone), "complaint_phone");
        assert_eq!(name(Category::Invoice, Origin::Terminal), "complaint_writing");
        assert_eq!(name(Category::Unknown, Origin::Email), "complaint_writing");
        assert_eq!(name(Category::Meter, Origin::Phone), "complaint_inquiry");
        assert_eq!(name(Category::Outage, Origin::Phone), "outage_phone");
        assert_eq!(name(Category::Outage, Origin::House), "outage_writing");
        assert_eq!(name(Category::HeatingStart, Origin::Phone), "heating_switch");
        assert_eq!(name(Category::HeatingStop, Origin::Email), "heating_switch");
        let within = |name: &str| clocks.named(name, TODAY).unwrap().within;
        let twelve = Within::Hours(SignedDuration::from_hours(12));
        assert_eq!((within("complaint_phone"), within("complaint_writing")), (twelve, Within::Days(14)));
        assert_eq!((within("complaint_inquiry"), within("heating_switch")), (Within::Days(30), twelve));
        assert_eq!((within("outage_phone"), within("outage_writing")), (twelve, Within::Days(7)));
        assert!(clocks.named("none", TODAY).is_none());
    }

    #[test]
    fn a_row_counts_from_its_date_until_the_next_of_its_name() {
        let own = row(
            "name = 'complaint_phone'\nfrom = '2027-01-01'\nreached = 'phone'\nwithin = '6h'\ncounted = 'office_hours'",
        );
        let clocks = clocks(&own);
        let within = |day| clocks.of(Category::Other, Origin::Phone, day).within;
        assert_eq!(within(date(2026, 12, 31)), Within::Hours(SignedDuration::from_hours(12)));
        assert_eq!(within(date(2027, 1, 1)), Within::OfficeHours(SignedDuration::from_hours(6)));
        // Before every row: the first that there was.
        assert_eq!(within(date(1999, 1, 1)), Within::Hours(SignedDuration::from_hours(12)));
        assert_eq!(clocks.of(Category::Meter, Origin::Phone, date(1999, 1, 1)).name, "complaint_phone");
        assert_eq!(clocks.rules().len(), 7);
    }

    #[test]
    fn a_row_of_the_administrator_takes_the_place_of_one_of_its_name_and_date() {
        let own = row(
            "name = 'complaint_writing'\nfrom = '2008-01-01'\nreached = 'writing'\nwithin = '10d'\ncounted = 'days'",
        ) + &row(
            "name = 'leak'\nfrom = '2026-01-01'\ncategories = ['leak']\nwithin = '2h'\ncounted = 'hours'",
        );
        let clocks = clocks(&own);
        assert_eq!(clocks.of(Category::Other, Origin::Email, TODAY).within, Within::Days(10));
        assert_eq!(clocks.of(Category::Leak, Origin::Email, TODAY).name, "leak");
        assert_eq!(clocks.of(Category::Leak, Origin::Email, date(2025, 12, 31)).name, "complaint_writing");
    }

    #[test]
    fn a_table_that_would_have_to_guess_is_refused() {
        let rules = Clocks::new(None).unwrap().rules().to_vec();
        let without = |reached| rules.iter().filter(|rule| rule.reached != Some(reached)).cloned().collect::<Vec<_>>();
        assert!(Clocks::of_rules(without(Reached::Phone)).is_err_and(|error| error.0.len() == 1));
        assert!(Clocks::of_rules(without(Reached::Inquiry)).is_ok());
        assert_eq!(Clocks::of_rules(Vec::new()).unwrap_err().0.len(), 2);
    }

    #[test]
    fn every_problem_of_a_table_is_told_with_its_row() {
        let good = "name = 'x'\nfrom = '2026-01-01'\nwithin = '1d'\ncounted = 'days'";
        assert!(Clocks::new(Some(&row(good))).is_ok());
        for (text, problem) in [
            (good.replace("'x'", "'X y'"), "a name is"),
            (good.replace("'1d'", "'12h'"), "within must be 1d"),
            (good.replace("'1d'", "'1d 2h'"), "within must be 1d"),
            (good.replace("'1d'", "'0d'"), "within must be 1d"),
            (good.replace("'days'", "'hours'"), "within must be hours"),
            (format!("{good}\ncategories = ['heat']"), "there is no category heat"),
            (format!("{good}\nreached = 'inquiry'"), "needs categories"),
            (format!("{good}\nreached = 'fax'"), "fax"),
            (good.replace("'2026-01-01'", "'2026-13-01'"), "2026-13-01"),
        ] {
            let told = problems(&row(&text));
            assert!(told.contains(problem), "{text}: {told}");
        }
        assert!(problems(&(row(good) + &row(good))).contains("x from 2026-01-01: the row is there twice"));
        assert!(problems(&format!("[[clocks]]\nsource = ' '\n{good}")).contains("source must say"));
    }

    #[test]
    fn nothing_revives_a_clock_that_has_run_out() {
        let clocks = Clocks::new(None).unwrap();
        let office = OfficeCalendar::usual(TimeZone::get("Europe/Warsaw").unwrap());
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        for name in ["complaint_phone", "complaint_writing"] {
            let rule = clocks.named(name, TODAY).unwrap();
            let due_at = due(rule, at("2026-11-02T10:00:00Z"), &[], &office);
            let over = due_at + SignedDuration::from_hours(30);
            let left = left(rule, due_at, over, &office);
            assert!(left.is_negative(), "{name}");
            let later = over + SignedDuration::from_hours(500);
            assert!(resume(rule, left, later, &office) < later, "{name}");
            assert_eq!(due(rule, at("2026-11-02T10:00:00Z"), &[(over, later)], &office), due_at, "{name}");
        }
    }
}
