//! The alarms of a period: what was wrong, for how long, who was told and who took note.

use std::collections::BTreeMap;

use common::alarm::{Alarm, AlarmCard, AlarmKind, Measured, Severity, Subject, Turn};
use common::notice::{Notice, NoticeState};
use common::quantity::{Quantity, Value};
use common::sheet::{Block, Cell, Row, Sheet};
use common::text::visible;
use jiff::Timestamp;

use super::words::{Body, Words, row};
use super::{Frame, cells};

/// What is told.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// In the order in which they were found.
    pub alarms: Vec<AlarmCard>,
    /// Those that did not fit.
    pub n_left: u64,
    /// How the chosen sites are called, where any were chosen.
    pub sites: Option<u64>,
}

/// Returns the sheet. What happened after its period is none of it: an alarm that was over later is active at the end.
#[must_use]
pub fn write(facts: &Facts, frame: &Frame) -> Sheet {
    let words = Words::new(frame);
    let log = Log { words, until: frame.period.until };
    let mut body = Body::default();
    body.blocks.push(Block::Figures(log.figures(facts)));
    if facts.alarms.is_empty() {
        body.blocks.push(Block::Text(words.say("report-no-alarms")));
    } else {
        body.blocks.push(log.kinds(&facts.alarms));
    }
    // Also without a line: programs that read the file find its headings.
    body.blocks.push(log.alarms(facts));
    body.definitions =
        ["alarm-log", "alarm-times", "alarm-told"].map(|id| words.say(&format!("report-definition-{id}"))).into();
    let period = words.period(frame.period);
    let title = words.tell("report-alarm-log", &[("period", period.into())]);
    let subject = facts.sites.map(|n_sites| words.figure("n-sites", cells::number(n_sites), ""));
    words.sheet(title, subject.into_iter().collect(), body)
}

struct Log<'a> {
    words: Words<'a>,
    until: Timestamp,
}

impl Log<'_> {
    /// When an alarm was over, if that was within the period.
    fn cleared_at(&self, alarm: &Alarm) -> Option<Timestamp> {
        alarm.cleared_at.filter(|cleared_at| *cleared_at < self.until)
    }

    fn figures(&self, facts: &Facts) -> Vec<common::sheet::Figure> {
        let words = self.words;
        let n_of = |severity: Severity| facts.alarms.iter().filter(|card| card.alarm.severity == severity).count();
        let n_active = facts.alarms.iter().filter(|card| self.cleared_at(&card.alarm).is_none()).count();
        let n_unnoted = facts.alarms.iter().filter(|card| self.acknowledged(card).is_none()).count();
        let figure = |id: &str, n: usize| words.figure(id, cells::number(n as u64), "");
        vec![
            figure("n-alarms", n_of(Severity::Alarm)),
            figure("n-warnings", n_of(Severity::Warning)),
            figure("n-notices", n_of(Severity::Notice)),
            figure("n-active", n_active),
            figure("n-unnoted", n_unnoted),
        ]
    }

    /// How many of each kind there were, and how long they lasted.
    fn kinds(&self, cards: &[AlarmCard]) -> Block {
        let words = self.words;
        let mut kinds: BTreeMap<AlarmKind, (u64, i64)> = BTreeMap::new();
        for AlarmCard { alarm, .. } in cards {
            let until = self.cleared_at(alarm).unwrap_or(self.until);
            let (n, seconds) = kinds.entry(alarm.kind).or_default();
            *n += 1;
            *seconds += (until.as_second() - alarm.since.as_second()).max(0);
        }
        let mut kinds: Vec<(AlarmKind, (u64, i64))> = kinds.into_iter().collect();
        kinds.sort_by_key(|(kind, (n, _))| (std::cmp::Reverse(*n), *kind));
        let line = |(kind, (n, seconds)): (AlarmKind, (u64, i64))| {
            row(vec![Cell::Text(self.kind(kind)), cells::number(n), hours(seconds)])
        };
        let columns = vec![words.texts("kind"), words.figures("count", ""), words.figures("lasting", "h")];
        words.table("alarm_kinds", columns, kinds.into_iter().map(line).collect())
    }

    fn alarms(&self, facts: &Facts) -> Block {
        let words = self.words;
        let columns = vec![
            words.texts("number"),
            words.texts("place_of"),
            words.texts("kind"),
            words.texts("severity"),
            words.texts("since"),
            words.texts("until"),
            words.figures("lasting", "h"),
            words.texts("worst"),
            words.texts("told"),
            words.texts("noted"),
        ];
        let table = words.table("alarms", columns, facts.alarms.iter().map(|card| self.alarm(card)).collect());
        match table {
            Block::Table(table) => Block::Table(common::sheet::Table { n_left: facts.n_left, ..table }),
            other => other,
        }
    }

    fn alarm(&self, card: &AlarmCard) -> Row {
        let alarm = &card.alarm;
        let cleared_at = self.cleared_at(alarm);
        let lasting = cleared_at.unwrap_or(self.until).as_second() - alarm.since.as_second();
        let severity = self.words.tell("news-severity", &[("severity", alarm.severity.name().into())]);
        row(vec![
            Cell::Text(format!("A-{}", alarm.id)),
            cells::text(&self.place(&alarm.subject)),
            Cell::Text(self.kind(alarm.kind)),
            Cell::Text(severity),
            Cell::Instant(alarm.since),
            cleared_at.map_or_else(|| Cell::Text(self.words.say("report-goes-on")), Cell::Instant),
            hours(lasting),
            alarm.measured.as_ref().map_or(Cell::Missing, |measured| Cell::Text(self.worst(measured))),
            self.told(card),
            self.acknowledged(card).map_or(Cell::Missing, Cell::Text),
        ])
    }

    fn kind(&self, kind: AlarmKind) -> String {
        self.words.say(&format!("news-kind-{}", kind.name()))
    }

    fn place(&self, subject: &Subject) -> String {
        match subject {
            Subject::Source { name } => self.words.tell("news-source", &[("name", name.as_str().into())]),
            Subject::Point { code, site_code, site_name, .. } => format!("{site_code} {site_name} ({code})"),
        }
    }

    fn worst(&self, measured: &Measured) -> String {
        let Measured { quantity, limit, peak, .. } = measured;
        let arguments =
            [("peak", self.value(*quantity, *peak).into()), ("limit", self.value(*quantity, *limit).into())];
        self.words.tell("report-worst", &arguments)
    }

    fn value(&self, quantity: Quantity, value: Value) -> String {
        let unit = quantity.unit();
        let plain = unit.write_rounded(value.base(), 1);
        format!("{} {}", self.words.language().number(&plain), unit.symbol())
    }

    /// Who was told by which way and when, a clause each.
    fn told(&self, card: &AlarmCard) -> Cell {
        let told: Vec<String> =
            card.told.iter().filter(|notice| notice.at < self.until).map(|one| self.notice(one)).collect();
        if told.is_empty() { Cell::Missing } else { Cell::Text(told.join("; ")) }
    }

    fn notice(&self, notice: &Notice) -> String {
        let login = notice.login.as_ref().map_or_else(|| self.words.say("report-erased"), ToString::to_string);
        let state = match &notice.state {
            NoticeState::Kept { .. } => "kept",
            NoticeState::Left { state, .. } => state.name(),
            NoticeState::Dropped => "dropped",
            NoticeState::Unknown => "unknown",
        };
        let arguments = [
            ("login", login.into()),
            ("channel", notice.channel.name().into()),
            ("at", self.words.instant(notice.at).into()),
            ("state", state.into()),
        ];
        visible(&self.words.tell("report-told", &arguments)).into_owned()
    }

    /// The last acknowledgement that was not taken back within the period.
    fn acknowledged(&self, card: &AlarmCard) -> Option<String> {
        let within = card.history.iter().filter(|transition| transition.at < self.until);
        let mut last = None;
        for transition in within {
            match &transition.what {
                Turn::Acknowledged { comment } => last = Some((transition, comment.as_deref().unwrap_or_default())),
                Turn::Unacknowledged => last = None,
                Turn::Raised { .. }
                | Turn::SeverityChanged { .. }
                | Turn::Cleared
                | Turn::Muted { .. }
                | Turn::Unmuted
                | Turn::Escalated
                | Turn::Unknown => {}
            }
        }
        let (transition, comment) = last?;
        let by = transition.by.as_ref().map_or_else(|| self.words.say("report-the-house"), ToString::to_string);
        let noted = format!("{by} {} {comment}", self.words.instant(transition.at));
        Some(visible(noted.trim_end()).into_owned())
    }
}

fn hours(seconds: i64) -> Cell {
    cells::value(Quantity::OperatingTime, seconds.max(0), 1)
}
