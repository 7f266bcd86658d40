//! What is written to people about alarms and the like: each as a letter, as a short message and for machines.

use std::collections::BTreeMap;

use common::alarm::{Alarm, Measured, Subject};
use common::language::{Argument, Language};
use common::notice::News;
use common::quantity::{Quantity, Unit};
use common::secret::Secret;
use common::sms::transliterate;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Unit as TimeUnit};

use super::billing::{self, BillingNotice};
use super::ticket::{self, TicketNotice};
use super::{Facts, Written, bounded, texts};

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
    /// So much was told that some of it does not leave.
    Ceiling {
        at: Timestamp,
    },
    Ticket(Box<TicketNotice>),
    Billing(Box<BillingNotice>),
}

/// Characters of a short message in one part.
const ONE_PART: usize = 160;
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
        digest.commands().map(|command| format!("    {command}")).collect::<Vec<_>>().join("\n"),
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
        arguments.push(("command", digest.commands().next().unwrap_or_default().into()));
        let text = texts(language).attribute("news-digest", "sms", &arguments).unwrap_or_default();
        transliterate(&text)
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
    Written { subject: None, body: Secret::from(transliterate(&text).chars().take(ONE_PART).collect::<String>()) }
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
        let text = if let (News::Cleared, Some(until)) = (self.news, self.alarm.cleared_at) {
            let peak =
                values.map(|(_, values)| texts(self.language).format("news-peak", &[("peak", values.peak.into())]));
            arguments.extend([("until", time(until).into()), ("peak", peak.unwrap_or_default().into())]);
            self.part("sms-cleared", &arguments)
        } else {
            let value = values.map(|(measured, values)| {
                let sign = if measured.value.base() < measured.limit.base() { '<' } else { '>' };
                format!(": {} {sign} {}", values.value, values.limit)
            });
            arguments.push(("value", value.unwrap_or_default().into()));
            self.part("sms", &arguments)
        };
        transliterate(&text.replace('°', "").replace('³', "3"))
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
    Ceiling { at: Timestamp },
    Ticket(&'a TicketNotice),
    Billing(&'a BillingNotice),
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
                Item::Ceiling { at } => lines.push(Line::Ceiling { at: *at }),
                Item::Ticket(notice) => lines.push(Line::Ticket(notice)),
                Item::Billing(notice) => lines.push(Line::Billing(notice)),
            }
        }
        let mut conditions: Vec<_> = conditions.into_values().collect();
        conditions.sort_by_key(|(alarm, _)| {
            (!alarm.is_active(), std::cmp::Reverse(alarm.severity), std::cmp::Reverse(alarm.id.0))
        });
        lines.splice(0..0, conditions.into_iter().map(|(alarm, n_raised)| Line::Alarm { alarm, n_raised }));
        Self { lines, n: items.len() }
    }

    /// Returns what shows all of it.
    fn commands(&self) -> impl Iterator<Item = &'static str> {
        let n_tickets = self.lines.iter().filter(|line| matches!(line, Line::Ticket(_))).count();
        let n_billing = self.lines.iter().filter(|line| matches!(line, Line::Billing(_))).count();
        let alarms = (n_tickets + n_billing < self.lines.len()).then_some("ekctl alarms list");
        let tickets = (n_tickets > 0).then_some("ekctl tickets list");
        let mut billing: Vec<&str> = Vec::new();
        for line in &self.lines {
            if let Line::Billing(notice) = line
                && !billing.contains(&notice.overview())
            {
                billing.push(notice.overview());
            }
        }
        alarms.into_iter().chain(tickets).chain(billing)
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
            Self::Ceiling { at } => part("ceiling", &[("since", time(*at).into())]),
            Self::Ticket(notice) => ticket::line(notice, facts, language),
            Self::Billing(notice) => billing::line(notice, facts, language),
        }
    }

    fn brief(&self, facts: &Facts, language: Language) -> String {
        match self {
            Self::Alarm { alarm, .. } => {
                let news = if alarm.is_active() { News::Raised } else { News::Cleared };
                let words = Words { alarm, news, language, zone: &facts.zone };
                format!("{}, {}.", words.kind(), words.place(&words.name()))
            }
            Self::LogInFailures { .. } | Self::Ceiling { .. } => self.text(facts, language),
            Self::Ticket(notice) => ticket::short_line(notice, facts, language),
            Self::Billing(notice) => billing::short_line(notice, language),
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
            Item::Ceiling { at } => serde_json::json!({ "ceiling": "sms", "at": at }),
            Item::Ticket(notice) => ticket::json(notice),
            Item::Billing(notice) => billing::json(notice),
        })
        .collect();
    let at = facts.at.round(TimeUnit::Second).unwrap_or(facts.at);
    serde_json::json!({ "login": facts.login, "at": at, "told": told }).to_string()
}

#[cfg(test)]
mod tests {
    use common::account::Login;
    use common::alarm::{AlarmKind, Facts as AlarmFacts, Severity};
    use common::id::{AlarmId, PointCode, PointId, RuleName, SiteCode, SiteId, SourceName};
    use common::quantity::Value;
    use common::text::is_hidden;

    use super::super::{Letter, brief, write};
    use super::*;

    fn facts() -> Facts {
        Facts {
            login: Login::parse("anna").unwrap(),
            at: "2026-11-27T09:30:00Z".parse().unwrap(),
            source: String::new(),
            zone: TimeZone::get("Europe/Warsaw").unwrap(),
        }
    }

    fn hot(name: &str) -> Alarm {
        let value = |base| Value::new(Quantity::Return, base);
        Alarm {
            id: AlarmId(118),
            rule: RuleName::parse("hot").unwrap(),
            kind: AlarmKind::ReturnHot,
            subject: Subject::Point {
                point: PointId(1),
                code: PointCode::parse("P-0414").unwrap(),
                site: SiteId(1),
                site_code: SiteCode::parse("W-0414").unwrap(),
                site_name: name.to_owned(),
            },
            severity: Severity::Warning,
            since: "2026-11-27T07:15:00Z".parse().unwrap(),
            raised_at: "2026-11-27T08:15:00Z".parse().unwrap(),
            cleared_at: None,
            acknowledged: None,
            muted_until: None,
            in_maintenance: false,
            measured: Some(Measured {
                quantity: Quantity::Return,
                value: value(61_300),
                limit: value(55_000),
                peak: value(62_040),
                peak_at: "2026-11-27T07:45:00Z".parse().unwrap(),
            }),
            facts: AlarmFacts { outdoor: Some(-3_200), ..AlarmFacts::default() },
        }
    }

    fn of(alarm: &Alarm, news: News) -> Letter {
        Letter::News(vec![Item::Alarm { alarm: Box::new(alarm.clone()), news }])
    }

    #[test]
    fn a_letter_says_what_where_since_when_how_much_and_what_to_do() {
        let written = write(&of(&hot("Zielona 3"), News::Raised), &facts(), Language::Polish);
        assert_eq!(written.subject.as_deref(), Some("Ostrzeżenie: gorący powrót, W-0414 Zielona 3"));
        let expected = "Dzień dobry,\n\nzaczął się alarm A-118:\n\n\
            Co:        gorący powrót (ostrzeżenie)\nGdzie:     W-0414 Zielona 3, punkt P-0414\n\
            Od:        2026-11-27 08:15 +01:00\nWartość:   61,3 °C, granica 55,0 °C\n\
            Najgorzej: 62,0 °C (2026-11-27 08:45 +01:00)\nPogoda:    -3,2 °C\n\n\
            Sprawdź regulację węzła i wymiennik: powrót jest gorętszy, niż wolno.\n\n\
            Więcej pokazuje, a potwierdzić pozwala:\n\n    ekctl alarms show 118\n\n\
            Tę wiadomość e-Klient wysłał sam, odpowiedzi nikt nie przeczyta. W jego listach\n\
            nie ma odsyłaczy i nigdy nie ma w nich prośby o hasło.\n";
        assert_eq!(written.body.expose(), expected);
        let text = brief(&of(&hot("Zielona 3"), News::Raised), &facts(), Language::Polish);
        let expected = "Ostrzezenie: goracy powrot, W-0414 Zielona 3: 61,3 C > 55,0 C od 08:15 A-118";
        assert_eq!(text.body.expose(), expected);
    }

    #[test]
    fn the_end_tells_how_long_it_was_and_how_bad() {
        let over = Alarm { cleared_at: Some("2026-11-27T09:25:00Z".parse().unwrap()), ..hot("Zielona 3") };
        let written = write(&of(&over, News::Cleared), &facts(), Language::English);
        assert_eq!(written.subject.as_deref(), Some("Over: hot return, W-0414 Zielona 3"));
        assert!(written.body.expose().contains("Until:     2026-11-27 10:25 +01:00 (2 h 10 min)"), "{written:?}");
        assert!(written.body.expose().contains("Worst:     62.0 °C"));
        let text = brief(&of(&over, News::Cleared), &facts(), Language::Polish);
        assert_eq!(text.body.expose(), "Koniec: goracy powrot, W-0414 Zielona 3 08:15-10:25, najgorzej 62,0 C A-118");
    }

    #[test]
    fn every_letter_is_whole_in_both_languages_and_short_where_it_must_be() {
        let nasty = "x\r\nBcc: b@example.pl\u{1b}]0;t\u{7}\u{202e}{ $code }".to_owned() + &"ż".repeat(200);
        let kinds = AlarmKind::ALL.into_iter().chain([AlarmKind::Unknown]);
        let named = kinds.map(|kind| Alarm { kind, ..hot(&nasty) });
        let source = Subject::Source { name: SourceName::parse(&"s".repeat(60)).unwrap() };
        let silent = Alarm { kind: AlarmKind::SourceSilent, subject: source, measured: None, ..hot("") };
        for alarm in named.chain([silent, Alarm { cleared_at: Some(facts().at), ..hot(&nasty) }]) {
            for (language, news) in Language::ALL.into_iter().flat_map(|one| News::ALL.map(|news| (one, news))) {
                let letter = of(&alarm, news);
                let written = write(&letter, &facts(), language);
                let (subject, body) = (written.subject.unwrap(), written.body.expose().to_owned());
                assert!(subject.chars().count() <= LONGEST_SUBJECT && !subject.contains(is_hidden), "{subject}");
                assert!(!body.replace('\n', "").contains(is_hidden) && !body.contains("\n\n\n"), "{body}");
                assert!(body.contains("ekctl alarms show 118") && !body.contains("news-"), "{body}");
                let text = brief(&letter, &facts(), language).body.expose().to_owned();
                assert!(text.is_ascii() && text.len() <= ONE_PART && text.ends_with(" A-118"), "{text}");
            }
        }
    }

    #[test]
    fn a_digest_tells_each_condition_once_the_urgent_first() {
        let at = |point: i64, id: i64, severity| {
            let mut alarm = Alarm { id: AlarmId(id), severity, ..hot("Zielona 3") };
            if let Subject::Point { point: own, .. } = &mut alarm.subject {
                *own = PointId(point);
            }
            Item::Alarm { alarm: Box::new(alarm), news: News::Raised }
        };
        let mut items: Vec<Item> = (1..=30).map(|n| at(n, n, Severity::Warning)).collect();
        items.push(at(7, 99, Severity::Alarm));
        items.push(Item::LogInFailures { n: 5, at: facts().at });
        let letter = Letter::News(items);
        for language in Language::ALL {
            let written = write(&letter, &facts(), language);
            let body = written.body.expose();
            let lines: Vec<&str> = body.lines().filter(|line| line.contains("W-0414")).collect();
            assert_eq!(lines.len(), 20);
            assert!(lines[0].contains("A-99") && lines[0].contains('2'), "{body}");
            assert!(body.contains("11") && body.lines().all(|line| line.chars().count() <= 100), "{body}");
            let text = brief(&letter, &facts(), language).body.expose().to_owned();
            assert!(text.is_ascii() && text.len() <= ONE_PART && text.ends_with("ekctl alarms list"), "{text}");
        }
        let read: serde_json::Value =
            serde_json::from_str(super::super::record(&letter, &facts(), Language::Polish).body.expose()).unwrap();
        assert_eq!(
            (read["told"].as_array().unwrap().len(), &read["told"][0]["alarm"]["kind"]),
            (32, &"return_hot".into())
        );
    }

    #[test]
    fn tests_and_failed_log_ins_fit_one_part_too() {
        let longest = Facts { login: Login::parse(&"x".repeat(32)).unwrap(), ..facts() };
        let failures = Letter::News(vec![Item::LogInFailures { n: 100, at: facts().at }]);
        for (letter, language) in Language::ALL.into_iter().flat_map(|one| [(&failures, one), (&Letter::Test, one)]) {
            let written = write(letter, &longest, language);
            assert!(written.body.expose().contains("2026-11-27 10:30 +01:00") && written.subject.is_some());
            let text = brief(letter, &longest, language).body.expose().to_owned();
            assert!(text.is_ascii() && (40..=ONE_PART).contains(&text.len()), "{} {text}", text.len());
        }
    }
}
