//! The scene of the design: fourteen sites on a Sunday in November, one in doubt, one silent, one late.

pub(crate) mod alarms;
pub(crate) mod billing;
pub(crate) mod notices;
pub(crate) mod people;
pub(crate) mod reports;
pub(crate) mod tickets;

use common::account::Role;
use common::alarm::AlarmStanding;
use common::id::{PointCode, PointId, SiteCode, SiteId, SourceName};
use common::language::Language;
use common::point::MeteringPoint;
use common::quantity::{Energy, Power, Quantity, Unit, Value};
use common::reading::{Latest, Quality};
use common::series::{Bucket, Content};
use common::site::{Site, SiteOverview, SiteState};
use common::source::{Document, Health, Outcome, Problem, ProblemKind, Source, Tally};
use common::status::Status;
use common::ticket::entry::NewAttachment;
use common::time::{Period, Span, Step, View};
use common::weather::{Outdoor, OutdoorFrom, Wanted};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::app::{App, Entry, Message};
use crate::effect::{Ask, Chart, ChartData, Effect, Line, Scope};
use crate::glyphs::Repertoire;
use crate::look::Look;
use crate::screen::rows::Order;
use crate::screen::site;
use crate::screen::sites;
use crate::theme::{Depth, Ground, Theme};

/// Sunday, 23 November 2025, 14:32 in Warsaw.
pub(crate) const NOW: Timestamp = Timestamp::constant(1_763_904_720, 0);

pub(crate) fn zone() -> TimeZone {
    TimeZone::get("Europe/Warsaw").unwrap()
}

pub(crate) fn look(language: Language) -> Look {
    let theme = Theme { depth: Depth::Sixteen, ground: Ground::Dark };
    let mut look = Look::new(language, Repertoire::Wgl4.glyphs(), theme);
    look.zone = zone();
    look.now = NOW;
    look
}

type Row = (&'static str, &'static str, f64, i64, f64, f64, f64, f64, f64);

/// Code, name, kW, kW contracted, °C supply, °C return, m³/h, GJ today, GJ a year ago.
const SCENE: [Row; 14] = [
    ("W-0414", "Zielona 3", 148.2, 150, 84.1, 61.3, 5.61, 6.02, 4.88),
    ("W-0419", "Łąkowa 12", 96.4, 111, 79.8, 52.0, 2.98, 3.94, 3.90),
    ("W-0433", "Szkoła 7", 120.0, 200, 79.0, 44.0, 2.80, 4.00, 4.10),
    ("W-0421", "Łąkowa 16", 71.0, 111, 79.5, 44.8, 1.76, 2.88, 3.00),
    ("W-0412", "Zielona 1", 88.7, 125, 80.2, 46.1, 2.24, 3.61, 4.20),
    ("W-0413", "Zielona 2", 84.9, 125, 80.0, 45.7, 2.13, 3.44, 3.60),
    ("W-0415", "Zielona 4", 79.3, 120, 80.1, 44.2, 1.90, 3.20, 3.30),
    ("W-0416", "Żeromskiego 5", 64.1, 110, 79.9, 43.9, 1.53, 2.61, 2.70),
    ("W-0417", "Żeromskiego 7", 61.8, 108, 79.7, 43.0, 1.45, 2.50, 2.60),
    ("W-0418", "Łąkowa 10", 59.2, 107, 79.8, 42.6, 1.37, 2.41, 2.40),
    ("W-0420", "Łąkowa 14", 58.8, 107, 79.6, 42.9, 1.38, 2.39, 2.50),
    ("W-0425", "Św. Jana 2", 41.0, 85, 79.2, 41.1, 0.93, 1.66, 1.70),
    ("W-0426", "Św. Jana 4", 40.2, 85, 79.1, 41.0, 0.91, 1.60, 1.65),
    ("W-0427", "Osiedle Tysiąclecia 12A", 39.9, 85, 79.3, 41.2, 0.90, 1.58, 1.60),
];

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "figures of the scene")]
fn base(unit: Unit, number: f64) -> i64 {
    (number * unit.base_per_unit() as f64).round() as i64
}

pub(crate) fn sites() -> Vec<SiteOverview> {
    SCENE.iter().enumerate().map(|(index, row)| overview(index, row)).collect()
}

fn overview(index: usize, row: &Row) -> SiteOverview {
    let number = i64::try_from(index).unwrap() + 1;
    let ago = |text: &str| NOW - text.parse::<SignedDuration>().unwrap();
    let state = match row.0 {
        "W-0414" => SiteState::Doubtful { since: ago("1h 22m") },
        "W-0433" => SiteState::Silent { since: ago("21h 27m") },
        "W-0421" => SiteState::Late { since: ago("31m") },
        _ => SiteState::Live,
    };
    let at = match state {
        SiteState::Silent { since } | SiteState::Late { since } => since,
        _ => NOW - SignedDuration::from_mins(1),
    };
    let values = [
        (Quantity::Energy, 8412.36),
        (Quantity::Volume, 61904.2),
        (Quantity::OperatingTime, 31207.0),
        (Quantity::Supply, row.4),
        (Quantity::Return, row.5),
        (Quantity::Difference, row.4 - row.5),
        (Quantity::Flow, row.6),
        (Quantity::Power, row.2),
        (Quantity::Outdoor, -3.2),
    ];
    let point = PointId(number);
    let latest = values.map(|(quantity, number)| Latest {
        point,
        quantity,
        at,
        value: Value::new(quantity, base(quantity.unit(), number)),
        quality: Quality::Measured,
    });
    let gone = match state {
        SiteState::Silent { .. } => 21,
        SiteState::Late { .. } => 1,
        _ => 0,
    };
    let morning = |hour: usize| if (5..9).contains(&hour) || hour > 17 { 1.0 } else { 0.7 };
    let hours =
        (0..24).map(|hour| (hour < 24 - gone).then(|| Power::from_base(base(Unit::Kilowatt, row.2 * morning(hour)))));
    SiteOverview {
        site: Site {
            id: SiteId(number),
            code: SiteCode::parse(row.0).unwrap(),
            name: row.1.to_owned(),
            contracted_power: Some(Power::from_base(row.3 * 1000)),
        },
        point: Some(metering_point(number, row.0)),
        points: vec![point],
        latest: latest.into(),
        state,
        used_today: (gone < 20).then(|| Energy::from_base(base(Unit::Gigajoule, row.7))),
        used_a_year_ago: Some(Energy::from_base(base(Unit::Gigajoule, row.8))),
        last_24_hours: hours.collect(),
        outdoor: None,
        wanted: Wanted::default(),
    }
}

fn metering_point(number: i64, code: &str) -> MeteringPoint {
    MeteringPoint {
        id: PointId(number),
        code: PointCode::parse(&code.replace('W', "P")).unwrap(),
        site: SiteId(number),
        name: "c.o. + c.w.u.".to_owned(),
        cadence: Some(SignedDuration::from_mins(15)),
        source: None,
        quantities: Vec::new(),
        first_at: None,
        last_at: None,
    }
}

pub(crate) fn site_list() -> sites::Model {
    let mut model = sites::Model::default();
    model.take(Scope::All, Ok(sites()), Order::Fresh, NOW);
    model.serials.insert(PointId(1), "67120414".to_owned());
    model
}

/// Days of November 2025: the 17th is missing, the last two weeks are colder, the 23rd is under way.
pub(crate) fn month_line() -> Line {
    line(Quantity::Energy, View::Month.around(day()))
}

fn day() -> jiff::civil::Date {
    zone().to_datetime(NOW).date()
}

/// 17 November, when nothing was read.
fn hole() -> Period {
    let instant = |text: &str| text.parse().unwrap();
    Period { from: instant("2025-11-16T23:00:00Z"), until: instant("2025-11-17T23:00:00Z") }
}

/// September, whose page is damaged.
fn lost() -> Period {
    let instant = |text: &str| text.parse().unwrap();
    Period { from: instant("2025-08-31T22:00:00Z"), until: instant("2025-09-30T22:00:00Z") }
}

fn line(quantity: Quantity, span: Span) -> Line {
    let compared = span.compared(common::time::Comparison::LastYear);
    let buckets = buckets(quantity, span.view.step(), span.period(&zone()));
    let before = self::buckets(quantity, span.view.step(), compared.period(&zone()));
    Line { quantity, buckets, compared: before, cadence: Some(SignedDuration::from_mins(15)) }
}

fn buckets(quantity: Quantity, step: Step, period: Period) -> Vec<Bucket> {
    let slices = step.slices(period, &zone());
    slices.iter().enumerate().map(|(index, slice)| bucket(quantity, index, *slice)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "figures of the scene")]
fn bucket(quantity: Quantity, index: usize, period: Period) -> Bucket {
    let gone = hole().contains(period.from) || period == lost();
    let expected = u32::try_from((period.until.min(NOW).duration_since(period.from).as_mins() / 15).max(0)).unwrap();
    let hours = period.duration().as_hours() as f64;
    let wave =
        1.0 + 0.35 * (index as f64 * 0.7).sin() + if period.from.as_second() < 1_750_000_000 { 0.15 } else { 0.0 };
    let value = |number: f64| Value::new(quantity, base(quantity.unit(), number));
    let before = NOW < period.from;
    let closed_at = if index == 15 && hours > 20.0 && hours < 30.0 {
        period.until + SignedDuration::from_hours(24)
    } else {
        period.until
    };
    let content = match quantity {
        _ if gone || before => Content::Missing,
        Quantity::Energy | Quantity::Volume => Content::Register {
            used: value(0.12 * wave * hours),
            opening: value(8000.0),
            closing: value(8000.0 + 0.12 * wave * hours),
            opened_at: period.from,
            closed_at,
        },
        Quantity::Supply => {
            Content::Gauge { min: value(74.0 + wave), mean: value(78.0 + 3.0 * wave), max: value(84.0 + wave) }
        }
        _ => Content::Gauge { min: value(38.0 + wave), mean: value(42.0 + 3.0 * wave), max: value(47.0 + wave) },
    };
    let n_readings = if gone || before { 0 } else { expected };
    Bucket { period, content, n_readings, n_expected: expected }
}

pub(crate) fn chart_data(chart: &Chart) -> ChartData {
    let lines = chart.quantities.iter().map(|quantity| {
        let mut line = line(*quantity, chart.span);
        line.compared = chart.comparison.map_or_else(Vec::new, |comparison| {
            buckets(*quantity, chart.span.view.step(), chart.span.compared(comparison).period(&zone()))
        });
        line
    });
    let gaps = if chart.span.view == View::Month {
        vec![common::api::Gap { period: hole(), n_missing: 96, open: false }]
    } else {
        Vec::new()
    };
    let (replaced, damaged) = if chart.span.view == View::Season {
        (vec!["2025-10-14T08:10:00Z".parse().unwrap()], vec![lost()])
    } else {
        (Vec::new(), Vec::new())
    };
    ChartData { lines: lines.collect(), gaps: Some(gaps), replaced, damaged, info: None, verified_until: None }
}

/// The site Zielona 1 with its data.
pub(crate) fn site(view: View) -> site::Model {
    let mut model = site::Model::open(&sites()[4], day());
    model.view(view, day());
    let chart = model.wanted().unwrap();
    let data = chart_data(&chart);
    model.take(chart, Ok(data), NOW);
    model
}

pub(crate) fn status() -> Status {
    Status {
        version: "0.1.0".to_owned(),
        archive: "5f0c".to_owned(),
        zone: "Europe/Warsaw".to_owned(),
        demo: true,
        started_at: NOW - SignedDuration::from_hours(50),
        now: NOW,
        data_at: Some(NOW - SignedDuration::from_mins(1)),
        n_sites: 14,
        n_points: 14,
        n_documents: 812,
        n_parked: 1,
        n_quarantined: 3,
        n_sources: 2,
        n_sources_failing: 1,
        outdoor: Some(Outdoor {
            value: common::quantity::Temperature::from_base(-3_200),
            at: NOW - SignedDuration::from_mins(9),
            from: OutdoorFrom::NetworkStation,
        }),
        cursor: common::id::Cursor(7),
    }
}

pub(crate) fn sources() -> Vec<Source> {
    let tally = Tally { received: 4_368, stored: 4_300, duplicate: 60, quarantined: 8, ..Tally::default() };
    let source = |name: &str, kind: &str, health| Source {
        name: SourceName::parse(name).unwrap(),
        kind: kind.to_owned(),
        health,
        interval: Some(SignedDuration::from_mins(15)),
        next_at: Some(NOW + SignedDuration::from_mins(3)),
        answered_at: Some(NOW),
        data_at: Some(NOW - SignedDuration::from_mins(1)),
        n_documents: 800,
        n_parked: 1,
        tally,
    };
    let problem = Problem { kind: ProblemKind::TimedOut, detail: "telemetria.example:443 after 30 s".to_owned() };
    vec![
        source("miasto", "sim", Health::Healthy),
        source("etis", "export", Health::Failing { since: NOW - SignedDuration::from_mins(90), attempts: 7, problem }),
    ]
}

pub(crate) fn documents() -> Vec<Document> {
    (0..12)
        .map(|index| Document {
            id: common::id::DocumentId(812 - index),
            source: SourceName::parse("miasto").unwrap(),
            name: format!("odczyty-{}.xml", 812 - index),
            received_at: NOW - SignedDuration::from_mins(15 * index),
            size: 4_096,
            digest: "0".repeat(64),
            outcome: if index == 2 {
                Outcome::Parked { problem: Problem { kind: ProblemKind::Malformed, detail: "line 3".to_owned() } }
            } else {
                Outcome::Taken
            },
            n_rows: 14,
            tally: Tally { received: 126, stored: 120, duplicate: 4, quarantined: 2, ..Tally::default() },
            first_at: None,
            last_at: None,
        })
        .collect()
}

/// Answers a question from the scene.
pub(crate) fn answer(ask: Ask) -> Message {
    match ask {
        Ask::Status => Message::Status(Box::new(Ok(status()))),
        Ask::Overview(scope) => Message::Overview(scope, Ok(sites())),
        Ask::Serial(point) => {
            let serial = format!("671204{:02}", point.0 + 13);
            Message::Serial(point, Ok(Some(common::id::SerialNumber::parse(&serial).unwrap())))
        }
        Ask::Doubt(point) => Message::Doubt(point, Ok(None)),
        Ask::Chart(chart) => {
            let data = chart_data(&chart);
            Message::Chart(chart, Ok(data))
        }
        Ask::Beside(beside) => reports::beside(beside),
        Ask::Report(ask) => reports::answer(ask),
        Ask::Billing(ask) => billing::answer(ask),
        Ask::Sources => Message::Sources(Ok(sources())),
        Ask::Documents => Message::Documents(Ok(documents())),
        Ask::Poll(source) => Message::Polled(source, Ok(())),
        Ask::Account => Message::Account(Box::new(Ok(people::own_account(Role::Manager)))),
        Ask::LogIns => Message::LogIns(Ok(people::log_ins())),
        Ask::Sessions => Message::Sessions(Ok(people::sessions())),
        Ask::Tokens => Message::Tokens(Ok(people::tokens())),
        Ask::Customers(text) => {
            let list = people::customer_list(&text);
            Message::Customers(text, Ok(list))
        }
        Ask::Customer(number) => {
            let card = people::card(&number);
            Message::Customer(number, Box::new(Ok(card)))
        }
        Ask::Alarms(AlarmStanding::All) => Message::Alarms(AlarmStanding::All, Ok(alarms::all())),
        Ask::Alarms(standing) => Message::Alarms(standing, Ok(alarms::open())),
        Ask::Alarm(id) => Message::Alarm(id, Box::new(Ok(alarms::card(id)))),
        Ask::Rules => Message::Rules(Ok(alarms::rules())),
        Ask::Notices => Message::Notices(Ok(notices::notices())),
        Ask::NoticeSettings => Message::NoticeSettings(Box::new(Ok(notices::settings()))),
        Ask::Deliveries => Message::Deliveries(Ok(notices::deliveries())),
        Ask::Tickets(filter) => {
            let list = tickets::list(&filter);
            Message::Tickets(filter, Ok(list))
        }
        Ask::TicketCounts => Message::TicketCounts(Ok(tickets::counts())),
        Ask::Ticket(number) => Message::Ticket(number, Box::new(Ok(tickets::thread(number)))),
        Ask::Messages(text) => Message::Messages(text, Ok(tickets::messages())),
        Ask::Drafts => Message::Drafts(Ok(Vec::new())),
        Ask::Templates => Message::Templates(Ok(tickets::templates())),
        Ask::Staff => Message::Staff(Ok(tickets::staff())),
        Ask::TicketStatistics(_) => Message::TicketStatistics(Box::new(Ok(tickets::statistics()))),
        Ask::MarkRead(number, _) => Message::MarkedRead(number, Ok(())),
        Ask::Attach(file) => {
            let size = 48_213;
            let attached = NewAttachment::File { key: file.key, name: file.path, size, sha256: "0".repeat(64) };
            Message::Attached(Box::new(Ok(attached)))
        }
        Ask::Do(deed) => Message::Done(Box::new(people::done(deed))),
    }
}

/// Sends a message and answers every question that follows from it; returns the other effects.
pub(crate) fn send(app: &mut App, message: Message) -> Vec<Effect> {
    let mut others = Vec::new();
    let mut queue = app.update(NOW, message);
    while let Some(effect) = queue.pop() {
        match effect {
            Effect::Ask(ask) => queue.extend(app.update(NOW, answer(ask))),
            Effect::Roll => queue.extend(app.update(NOW, Message::Rolled(Box::new(people::dice())))),
            Effect::Rest => queue.extend(app.update(NOW, Message::Rested)),
            other => others.push(other),
        }
    }
    others
}

/// The dashboard as it stands once the first answers are in.
pub(crate) fn app(language: Language, size: (u16, u16)) -> App {
    app_of(Role::Administrator, language, size)
}

/// The same for somebody in another role.
pub(crate) fn app_of(role: Role, language: Language, size: (u16, u16)) -> App {
    let mut app = App::new(look(language), size);
    send(&mut app, Message::Admitted(Box::new(people::admission("anna", role)), Entry::Again));
    send(&mut app, Message::LinkUp);
    app
}
