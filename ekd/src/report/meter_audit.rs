//! The meters of a period: which sat where, until when they may be billed by, what their registers showed, which were
//! replaced, and which of their values nobody has decided about.

use common::id::{PointCode, SerialNumber, SiteCode};
use common::meter::verification_until;
use common::quantity::{Quantity, Unit};
use common::reading::Quarantined;
use common::sheet::{Block, Cell, Coverage, Row, Sheet, Table};
use jiff::Timestamp;
use jiff::civil::Date;

use super::words::{Body, Words, row};
use super::{Frame, cells};

/// What is told.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub n_sites: u64,
    /// By site, point and the instant of putting in.
    pub stays: Vec<Stay>,
    pub replacements: Vec<Replacement>,
    /// Those that came in the period and wait for a person, the oldest first.
    pub doubtful: Vec<Quarantined>,
    /// Those that did not fit.
    pub n_left: u64,
    pub coverage: Coverage,
}

/// A meter at a point, in the period.
#[derive(Clone, Debug)]
pub struct Stay {
    pub site: SiteCode,
    pub point: PointCode,
    pub serial: SerialNumber,
    pub model: String,
    pub verified_on: Option<Date>,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    pub registers: Vec<Register>,
}

/// What a register showed first and last in the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Register {
    pub quantity: Quantity,
    pub opened: (Timestamp, i64),
    pub closed: (Timestamp, i64),
}

/// One meter took the place of another.
#[derive(Clone, Debug)]
pub struct Replacement {
    pub site: SiteCode,
    pub point: PointCode,
    pub at: Timestamp,
    pub old: SerialNumber,
    /// What the protocol says of the energy register.
    pub last_energy: Option<i64>,
    pub new: SerialNumber,
    pub initial_energy: Option<i64>,
}

/// Returns the sheet.
#[must_use]
pub fn write(facts: &Facts, frame: &Frame) -> Sheet {
    let audit = Audit { words: Words::new(frame), last_day: last_day(frame) };
    let words = audit.words;
    let mut body = Body { coverage: facts.coverage, ..Body::default() };
    body.blocks.push(Block::Figures(audit.figures(facts)));
    if facts.stays.is_empty() {
        body.blocks.push(Block::Text(words.say("report-no-meters")));
    } else {
        body.blocks.push(audit.meters(&facts.stays));
        body.blocks.push(audit.registers(&facts.stays));
    }
    if facts.replacements.is_empty() {
        body.blocks.push(Block::Text(words.say("report-no-replacements")));
    } else {
        body.blocks.push(audit.replacements(&facts.replacements));
    }
    if facts.doubtful.is_empty() {
        body.blocks.push(Block::Text(words.say("report-no-doubtful")));
    } else {
        body.blocks.push(audit.doubtful(facts));
    }
    body.definitions =
        ["registers", "verification", "doubtful"].map(|id| words.say(&format!("report-definition-{id}"))).into();
    let period = words.period(frame.period);
    let title = words.tell("report-meter-audit", &[("period", period.into())]);
    words.sheet(title, vec![words.figure("n-sites", cells::number(facts.n_sites), "")], body)
}

/// The day by which verifications are judged.
fn last_day(frame: &Frame) -> Date {
    let last = Timestamp::from_second(frame.period.until.as_second() - 1).unwrap_or(frame.period.until);
    frame.zone.to_datetime(last).date()
}

/// How a verification stands on a day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Valid,
    /// It ends within 90 days.
    EndsSoon,
    Over,
    Unknown,
}

/// Days before its end from which a verification is told of as ending.
const SOON: i32 = 90;

impl Standing {
    fn of(verified_on: Option<Date>, day: Date) -> Self {
        let Some(until) = verified_on.map(verification_until) else { return Self::Unknown };
        let days = until.since(day).map_or(0, |span| span.get_days());
        match days {
            ..0 => Self::Over,
            0..=SOON => Self::EndsSoon,
            _ => Self::Valid,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::EndsSoon => "soon",
            Self::Over => "over",
            Self::Unknown => "unknown",
        }
    }
}

struct Audit<'a> {
    words: Words<'a>,
    last_day: Date,
}

impl Audit<'_> {
    fn figures(&self, facts: &Facts) -> Vec<common::sheet::Figure> {
        let n_of = |standing| {
            let there = facts.stays.iter().filter(|stay| stay.until.is_none());
            there.filter(|stay| Standing::of(stay.verified_on, self.last_day) == standing).count()
        };
        let figure = |id: &str, n: usize| self.words.figure(id, cells::number(n as u64), "");
        vec![
            figure("n-meters", facts.stays.len()),
            figure("n-verification-over", n_of(Standing::Over)),
            figure("n-verification-soon", n_of(Standing::EndsSoon)),
            figure("n-verification-unknown", n_of(Standing::Unknown)),
            figure("n-replacements", facts.replacements.len()),
            self.words.figure("n-doubtful", cells::number(facts.doubtful.len() as u64 + facts.n_left), ""),
        ]
    }

    fn meters(&self, stays: &[Stay]) -> Block {
        let words = self.words;
        let keys =
            ["site", "point", "meter", "model", "put_in", "taken_out", "verified_on", "verified_until", "standing"];
        words.table(
            "meters",
            keys.map(|key| words.texts(key)).into(),
            stays.iter().map(|stay| self.meter(stay)).collect(),
        )
    }

    fn meter(&self, stay: &Stay) -> Row {
        let standing = Standing::of(stay.verified_on, self.last_day).name();
        row(vec![
            cells::text(stay.site.as_str()),
            cells::text(stay.point.as_str()),
            cells::text(stay.serial.as_str()),
            if stay.model.is_empty() { Cell::Missing } else { cells::text(&stay.model) },
            self.day(stay.from),
            stay.until.map_or(Cell::Missing, |until| self.day(until)),
            cells::cell(stay.verified_on, Cell::Date),
            cells::cell(stay.verified_on.map(verification_until), Cell::Date),
            Cell::Text(self.words.say(&format!("report-verification-{standing}"))),
        ])
    }

    /// The local day; where nobody told since when a meter sits there, it was always there.
    fn day(&self, at: Timestamp) -> Cell {
        if at <= Timestamp::UNIX_EPOCH { Cell::Missing } else { Cell::Date(self.words.date(at)) }
    }

    fn registers(&self, stays: &[Stay]) -> Block {
        let words = self.words;
        let columns = vec![
            words.texts("point"),
            words.texts("meter"),
            words.texts("quantity"),
            words.texts("unit"),
            words.texts("opened_at"),
            words.figures("opening", ""),
            words.texts("closed_at"),
            words.figures("closing", ""),
            words.figures("counted", ""),
        ];
        let line = |stay: &Stay, register: &Register| {
            let Register { quantity, opened, closed } = *register;
            let counted = closed.1.checked_sub(opened.1);
            row(vec![
                cells::text(stay.point.as_str()),
                cells::text(stay.serial.as_str()),
                Cell::Text(words.say(&format!("quantity-{}", quantity.name()))),
                Cell::Text(quantity.unit().symbol().to_owned()),
                Cell::Instant(opened.0),
                cells::value(quantity, opened.1, 3),
                Cell::Instant(closed.0),
                cells::value(quantity, closed.1, 3),
                cells::cell(counted, |counted| cells::value(quantity, counted, 3)),
            ])
        };
        let rows = stays.iter().flat_map(|stay| stay.registers.iter().map(move |register| line(stay, register)));
        words.table("registers", columns, rows.collect())
    }

    fn replacements(&self, replacements: &[Replacement]) -> Block {
        let words = self.words;
        let unit = cells::GJ;
        let columns = vec![
            words.texts("site"),
            words.texts("point"),
            words.texts("replaced_at"),
            words.texts("old_meter"),
            words.figures("last_register", unit),
            words.texts("new_meter"),
            words.figures("initial_register", unit),
        ];
        let register = |base: Option<i64>| cells::cell(base, |base| cells::amount(base, Unit::Gigajoule, 3));
        let line = |replacement: &Replacement| {
            row(vec![
                cells::text(replacement.site.as_str()),
                cells::text(replacement.point.as_str()),
                Cell::Instant(replacement.at),
                cells::text(replacement.old.as_str()),
                register(replacement.last_energy),
                cells::text(replacement.new.as_str()),
                register(replacement.initial_energy),
            ])
        };
        words.table("replacements", columns, replacements.iter().map(line).collect())
    }

    fn doubtful(&self, facts: &Facts) -> Block {
        let words = self.words;
        let keys = ["point", "meter", "quantity", "read_at", "value", "unit", "reason", "received_at"];
        let columns = keys.map(|key| words.texts(key)).into();
        let line = |value: &Quarantined| {
            row(vec![
                cells::text(&value.point),
                cells::text(&value.meter),
                match Quantity::parse(&value.quantity) {
                    Some(quantity) => Cell::Text(words.say(&format!("quantity-{}", quantity.name()))),
                    None => cells::text(&value.quantity),
                },
                cells::text(&value.at),
                cells::text(&value.value),
                cells::text(&value.unit),
                Cell::Text(words.say(&format!("suspicion-{}", value.suspicion.name()))),
                Cell::Instant(value.received_at),
            ])
        };
        match words.table("doubtful", columns, facts.doubtful.iter().map(line).collect()) {
            Block::Table(table) => Block::Table(Table { n_left: facts.n_left, ..table }),
            other => other,
        }
    }
}
