//! What is written to people about alarms and the like: each as a letter, as a short message and for machines.

use std::collections::BTreeMap;

use common::alarm::{Alarm, Measured, Subject};
use common::language::{Argument, Language};
use common::notice::News;
use common::quantity::{Quantity, Unit};
use common::secret::Secret;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Unit as TimeUnit};

use super::{Facts, ONE_PART, Written, bounded, plain, texts};

/// What is told of one matter.
#[derive(Clone, Debug)]
pub enum Item {
    Alarm {
        alarm: Box<Alarm>,
        news: News,
    },
    /// Somebody failed to log in so often.
    LogInFailures {
        n: u64,
        at: Timestamp,
    },
}

/// Characters of a subject.
const LONGEST_SUBJECT: usize = 78;
/// Lines of a digest.
const MOST_LINES: usize = 20;
const LONGEST: usize = 100;

type Arguments<'a> = Vec<(&'static str, Argument<'a>)>;

/// One alarm in words.
struct Words<'a> {
    alarm: &'a Alarm,
    news: News,
    language: Language,
    zone: &'a TimeZone,
}

/// Returns the letter about one alarm.
pub(super) fn alarm(alarm: &Alarm, news: News, facts: &Facts, language: Language) -> Written {
    let words = Words { alarm, news, language, zone: &facts.zone };
    let texts = texts(language);
    let parts = [
        texts.get("letter-greeting"),
        words.part("intro", &[("news", news.name().into()), ("id", alarm.id.0.to_string().into())]),
        words.lines().join("\n"),
        words.advice(),
        words.part("command", &[]),
        format!("    ekctl alarms show {}", alarm.id),
        texts.get("letter-footer"),
    ];
    Written { subject: Some(words.subject()), body: Secret::from(parts.join("\n\n") + "\n") }
}

/// Returns the short message about one alarm, in one part.
pub(super) fn alarm_brief(alarm: &Alarm, news: News, facts: &Facts, language: Language) -> Written {
    let words = Words { alarm, news, language, zone: &facts.zone };
    // What is too long is cut where the least is lost: in the name of the site.
    let whole = words.brief(usize::MAX, facts.at);
    let text = match whole.chars().count().checked_sub(ONE_PART) {
        None | Some(0) => whole,
        Some(over) => words.brief(words.name().chars().count().saturating_sub(over), facts.at),
    };
    Written { subject: None, body: Secret::from(text.chars().take(ONE_PART).collect::<String>()) }
}

/// Returns the letter about everything that was not told by itself.
pub(super) fn digest(items: &[Item], facts: &Facts, language: Language) -> Written {
    let digest = Digest::of(items);
    let texts = texts(language);
    let part = |name, arguments: &[(&'static str, Argument<'_>)]| {
        texts.attribute("news-digest", name, arguments).unwrap_or_default()
    };
    let mut lines: Vec<String> = digest.lines.iter().take(MOST_LINES).map(|line| line.text(facts, language)).collect();
    if let Some(n_more) = digest.lines.len().checked_sub(MOST_LINES).filter(|n_more| *n_more > 0) {
        lines.push(part("more", &[("n", n_more.to_string().into())]));
    }
    let counts = digest.counts();
    let parts = [
        texts.get("letter-greeting"),
        part("intro", &counts),
        lines.join("\n"),
        part("command", &[]),
        "    ekctl alarms list".to_owned(),
        texts.get("letter-footer"),
    ];
    Written { subject: Some(part("subject", &counts)), body: Secret::from(parts.join("\n\n") + "\n") }
}

/// Returns the short message about everything that was not told by itself, in one part.
pub(super) fn digest_brief(items: &[Item], facts: &Facts, language: Language) -> Written {
    let digest = Digest::of(items);
    let mut first = digest.lines.first().map(|line| line.brief(facts, language)).unwrap_or_default();
    let text = |first: &str| {
        let mut arguments = digest.counts();
        arguments.push(("first", first.to_owned().into()));
        let text = texts(language).attribute("news-digest", "sms", &arguments).unwrap_or_default();
        text.chars().map(plain).collect::<String>()
    };
    let over = text(&first).chars().count().saturating_sub(ONE_PART);
    if over > 0 {
        first = first.chars().take(first.chars().count().saturating_sub(over + 1)).collect::<String>() + ".";
    }
    Written { subject: None, body: Secret::from(text(&first).chars().take(ONE_PART).collect::<String>()) }
}

/// Returns a letter that needs no more than whose account it is and when, by the name of its texts.
pub(super) fn simple(name: &str, n: u64, facts: &Facts, language: Language) -> Written {
    let arguments = about(n, facts);
    let texts = texts(language);
    let part = |attribute| texts.attribute(name, attribute, &arguments).unwrap_or_default();
    let body = [texts.get("letter-greeting"), part("body"), texts.get("letter-footer")].join("\n\n") + "\n";
    Written { subject: Some(part("subject")), body: Secret::from(body) }
}

/// Returns the same as a short message.
pub(super) fn simple_brief(name: &str, n: u64, facts: &Facts, language: Language) -> Written {
    let text = texts(language).attribute(name, "sms", &about(n, facts)).unwrap_or_default();
    Written { subject: None, body: Secret::from(text.chars().map(plain).take(ONE_PART).collect::<String>()) }
}

fn about(n: u64, facts: &Facts) -> Arguments<'_> {
    let at = facts.at.to_zoned(facts.zone.clone()).strftime("%Y-%m-%d %H:%M %:z").to_string();
    vec![("login", facts.login.as_str().into()), ("at", at.into()), ("n", n.to_string().into())]
}

impl Words<'_> {
    fn part(&self, name: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
        texts(self.language).attribute("news-alarm", name, arguments).unwrap_or_default()
    }

    fn kind(&self) -> String {
        texts(self.language).get(&format!("news-kind-{}", self.alarm.kind.name()))
    }

    fn advice(&self) -> String {
        let id = format!("news-kind-{}", self.alarm.kind.name());
        texts(self.language).attribute(&id, "advice", &[]).unwrap_or_default()
    }

    fn head(&self) -> String {
        let arguments = [("news", self.news.name().into()), ("severity", self.alarm.severity.name().into())];
        texts(self.language).format("news-head", &arguments)
    }

    /// Returns the name that people gave to where it is.
    fn name(&self) -> String {
        match &self.alarm.subject {
            Subject::Source { .. } => String::new(),
            Subject::Point { site_name, .. } => bounded(site_name, LONGEST),
        }
    }

    fn place(&self, name: &str) -> String {
        match &self.alarm.subject {
            Subject::Source { name } => {
                texts(self.language).format("news-source", &[("name", bounded(name.as_str(), LONGEST).into())])
            }
            Subject::Point { site_code, .. } => format!("{site_code} {name}").trim_end().to_owned(),
        }
    }

    fn place_in_full(&self) -> String {
        match &self.alarm.subject {
            Subject::Source { .. } => self.place(""),
            Subject::Point { code, site_code, .. } => {
                let arguments = [
                    ("site", site_code.as_str().into()),
                    ("name", self.name().into()),
                    ("point", code.as_str().into()),
                ];
                texts(self.language).format("news-point", &arguments)
            }
        }
    }

    fn subject(&self) -> String {
        let of = |name: &str| {
            let arguments: Arguments<'_> =
                vec![("head", self.head().into()), ("what", self.kind().into()), ("where", self.place(name).into())];
            self.part("subject", &arguments)
        };
        let (name, whole) = (self.name(), of(&self.name()));
        let Some(over) = whole.chars().count().checked_sub(LONGEST_SUBJECT).filter(|over| *over > 0) else {
            return whole;
        };
        let kept = name.chars().count().saturating_sub(over + 1);
        let cut = if kept == 0 { String::new() } else { name.chars().take(kept).chain(['…']).collect() };
        of(&cut).chars().take(LONGEST_SUBJECT).collect()
    }

    fn at(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M %:z").to_string()
    }

    fn lines(&self) -> Vec<String> {
        let severity = [("severity", self.alarm.severity.name().into())];
        let severity = texts(self.language).format("news-severity", &severity);
        let mut lines = vec![
            self.part("what", &[("what", self.kind().into()), ("severity", severity.into())]),
            self.part("where", &[("where", self.place_in_full().into())]),
            self.part("since", &[("since", self.at(self.alarm.since).into())]),
        ];
        if let Some(until) = self.alarm.cleared_at {
            let lasting = lasting(until.duration_since(self.alarm.since), self.language);
            lines.push(self.part("until", &[("until", self.at(until).into()), ("lasting", lasting.into())]));
        }
        if let Some(measured) = &self.alarm.measured {
            let Values { value, limit, peak } = Values::of(measured, self.language);
            lines.push(self.part("value", &[("value", value.into()), ("limit", limit.into())]));
            lines.push(self.part("peak", &[("peak", peak.into()), ("at", self.at(measured.peak_at).into())]));
        }
        lines.extend(self.facts());
        lines
    }

    fn facts(&self) -> Vec<String> {
        let facts = &self.alarm.facts;
        let mut lines = Vec::new();
        if let Some(outdoor) = facts.outdoor {
            let outdoor = written(Quantity::Outdoor, outdoor, self.language);
            lines.push(self.part("outdoor", &[("outdoor", outdoor.into())]));
        }
        if let Some(last_at) = facts.last_at {
            lines.push(self.part("last", &[("last", self.at(last_at).into())]));
        }
        if let Some(problem) = &facts.problem {
            lines.push(self.part("problem", &[("problem", bounded(problem, LONGEST).into())]));
        }
        if let Some(percent) = facts.lost_percent {
            lines.push(self.part("lost", &[("percent", percent.to_string().into())]));
        }
        if let Some(days) = facts.days_left {
            let name = if days < 0 { "days-over" } else { "days-left" };
            lines.push(self.part(name, &[("days", days.unsigned_abs().to_string().into())]));
        }
        lines
    }

    /// Returns the short message, with so many characters of the site's name.
    fn brief(&self, longest_name: usize, now: Timestamp) -> String {
        let name: String = self.name().chars().take(longest_name).collect();
        let time = |at: Timestamp| {
            let (at, now) = (at.to_zoned(self.zone.clone()), now.to_zoned(self.zone.clone()));
            let form = if at.date() == now.date() { "%H:%M" } else { "%d.%m %H:%M" };
            at.strftime(form).to_string()
        };
        let values = self.alarm.measured.as_ref().map(|measured| (measured, Values::of(measured, self.language)));
        let mut arguments: Arguments<'_> = vec![
            ("head", self.head().into()),
            ("what", self.kind().into()),
            ("where", self.place(name.trim_end()).into()),
            ("since", time(self.alarm.since).into()),
            ("id", self.alarm.id.0.to_string().into()),
        ];
        let text = match (self.news, self.alarm.cleared_at) {
            (News::Cleared, Some(until)) => {
                let peak =
                    values.map(|(_, values)| texts(self.language).format("news-peak", &[("peak", values.peak.into())]));
                arguments.extend([("until", time(until).into()), ("peak", peak.unwrap_or_default().into())]);
                self.part("sms-cleared", &arguments)
            }
            _ => {
                let value = values.map(|(measured, values)| {
                    let sign = if measured.value.base() < measured.limit.base() { '<' } else { '>' };
                    format!(": {} {sign} {}", values.value, values.limit)
                });
                arguments.push(("value", value.unwrap_or_default().into()));
                self.part("sms", &arguments)
            }
        };
        text.replace('°', "").replace('³', "3").chars().map(plain).collect()
    }
}

/// What was measured, as people write it.
struct Values {
    value: String,
    limit: String,
    peak: String,
}

impl Values {
    fn of(measured: &Measured, language: Language) -> Self {
        let of = |base| written(measured.quantity, base, language);
        Self { value: of(measured.value.base()), limit: of(measured.limit.base()), peak: of(measured.peak.base()) }
    }
}

fn written(quantity: Quantity, base: i64, language: Language) -> String {
    let unit: Unit = quantity.unit();
    let decimals = if matches!(unit, Unit::CubicMetre | Unit::CubicMetrePerHour) { 2 } else { 1 };
    let number = language.number(&unit.write_rounded(base, decimals));
    format!("{number} {}", unit.symbol()).trim_end().to_owned()
}

fn lasting(duration: SignedDuration, language: Language) -> String {
    let minutes = duration.as_mins().max(0);
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let arguments = [("days", days.into()), ("hours", hours.into()), ("minutes", minutes.into())];
    texts(language).format("news-lasting", &arguments)
}

/// What a digest tells: a line for each condition, however often it came and went; the most urgent first.
struct Digest<'a> {
    lines: Vec<Line<'a>>,
    n: usize,
}

enum Line<'a> {
    Alarm { alarm: &'a Alarm, n_raised: usize },
    LogInFailures { n: u64, at: Timestamp },
}

impl<'a> Digest<'a> {
    fn of(items: &'a [Item]) -> Self {
        let mut conditions: BTreeMap<String, (&Alarm, usize)> = BTreeMap::new();
        let mut lines = Vec::new();
        for item in items {
            match item {
                Item::Alarm { alarm, news } => {
                    let of = match &alarm.subject {
                        Subject::Source { name } => format!("{} {name}", alarm.rule),
                        Subject::Point { point, .. } => format!("{} #{point}", alarm.rule),
                    };
                    let known = conditions.entry(of).or_insert((&**alarm, 0));
                    known.0 = if alarm.id >= known.0.id { &**alarm } else { known.0 };
                    known.1 += usize::from(*news == News::Raised);
                }
                Item::LogInFailures { n, at } => lines.push(Line::LogInFailures { n: *n, at: *at }),
            }
        }
        let mut conditions: Vec<_> = conditions.into_values().collect();
        conditions.sort_by_key(|(alarm, _)| {
            (!alarm.is_active(), std::cmp::Reverse(alarm.severity), std::cmp::Reverse(alarm.id.0))
        });
        lines.splice(0..0, conditions.into_iter().map(|(alarm, n_raised)| Line::Alarm { alarm, n_raised }));
        Self { lines, n: items.len() }
    }

    fn counts(&self) -> Arguments<'static> {
        let is_active = |line: &&Line<'_>| matches!(line, Line::Alarm { alarm, .. } if alarm.is_active());
        let n_active = self.lines.iter().filter(is_active).count();
        vec![("n", self.n.to_string().into()), ("n_active", n_active.to_string().into())]
    }
}

impl Line<'_> {
    fn text(&self, facts: &Facts, language: Language) -> String {
        let part = |name, arguments: &[(&'static str, Argument<'_>)]| {
            texts(language).attribute("news-digest", name, arguments).unwrap_or_default()
        };
        let time = |at: Timestamp| at.to_zoned(facts.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
        match self {
            Self::Alarm { alarm, n_raised } => {
                let news = if alarm.is_active() { News::Raised } else { News::Cleared };
                let words = Words { alarm, news, language, zone: &facts.zone };
                let line = part(
                    "line",
                    &[
                        ("since", time(alarm.since).into()),
                        ("id", alarm.id.0.to_string().into()),
                        ("head", words.head().into()),
                        ("what", words.kind().into()),
                        ("where", words.place(&words.name()).into()),
                    ],
                );
                if *n_raised > 1 {
                    part("times", &[("line", line.into()), ("n", n_raised.to_string().into())])
                } else {
                    line
                }
            }
            Self::LogInFailures { n, at } => {
                let login = facts.login.as_str().into();
                part("log-ins", &[("since", time(*at).into()), ("login", login), ("n", n.to_string().into())])
            }
        }
    }

    fn brief(&self, facts: &Facts, language: Language) -> String {
        match self {
            Self::Alarm { alarm, .. } => {
                let news = if alarm.is_active() { News::Raised } else { News::Cleared };
                let words = Words { alarm, news, language, zone: &facts.zone };
                format!("{}, {}.", words.kind(), words.place(&words.name()))
            }
            Self::LogInFailures { .. } => self.text(facts, language),
        }
    }
}

/// Returns what a machine is told: the same for one matter and for many.
pub(super) fn json(items: &[Item], facts: &Facts) -> String {
    let told: Vec<serde_json::Value> = items
        .iter()
        .map(|item| match item {
            Item::Alarm { alarm, news } => serde_json::json!({ "news": news.name(), "alarm": alarm }),
            Item::LogInFailures { n, at } => serde_json::json!({ "log_in_failures": n, "at": at }),
        })
        .collect();
    let at = facts.at.round(TimeUnit::Second).unwrap_or(facts.at);
    serde_json::json!({ "login": facts.login, "at": at, "told": told }).to_string()
}
