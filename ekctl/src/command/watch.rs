//! Following what happens: one line of JSON an event, a heartbeat in quiet times, and a `gap` after an outage.
//!
//! Nothing is lost by an outage: the journal goes on where the last line ended.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use common::api::Filter;
use common::event::{Event, Happening};
use common::fault::FaultCode;
use common::id::{AlarmId, BillingFileId, Cursor, DocumentId, EntryId, InvoiceId, PaymentId, PointId};
use common::source::{Problem, Tally};
use common::wire::MAX_WAIT;
use jiff::{SignedDuration, Timestamp};

use super::problem_cells;
use crate::cli::usage::Usage;
use crate::cli::{WatchArgs, Watched};
use crate::exit::Failure;
use crate::output::{Format, Output, Word, row};
use crate::session::Session;

row! {
    /// Something that happened; one line each, without an envelope.
    pub struct EventRow: "event" {
        /// `readings`, `document_parked`, `source_failing`, `source_recovered`, `meter_replaced`, `readings_removed`, `alarm`, `log_in_failures`, `ceiling_reached`, `ticket`, `billing`, `heartbeat`, `gap`
        pub kind: Word,
        /// when it happened
        pub at: Timestamp,
        /// its place in the journal
        pub cursor: Cursor,
        /// name of the source
        pub source: Option<String>,
        /// number of the document
        pub document: Option<DocumentId>,
        /// name of the document
        pub name: Option<String>,
        /// what is wrong
        pub problem: Option<Word>,
        /// the facts of the problem
        pub detail: Option<String>,
        /// values received
        pub received: Option<u64>,
        /// values stored
        pub stored: Option<u64>,
        /// values that were there already
        pub duplicate: Option<u64>,
        /// values that corrected others
        pub corrected: Option<u64>,
        /// values that wait for a person
        pub quarantined: Option<u64>,
        /// values refused
        pub rejected: Option<u64>,
        /// codes of the metering points that got readings, at most 100
        pub points: Option<Vec<String>>,
        /// how many metering points got readings
        pub n_points: Option<u64>,
        /// serial number of the meter taken out
        pub old_meter: Option<String>,
        /// serial number of the meter put in
        pub new_meter: Option<String>,
        /// name of the rule of retention
        pub rule: Option<String>,
        /// what is at or after this instant was left alone
        pub until: Option<Timestamp>,
        /// versions of readings removed because of their age
        pub n_removed: Option<u64>,
        /// versions of readings removed between those that stayed
        pub n_thinned: Option<u64>,
        /// by which way too many messages would have left
        pub channel: Option<Word>,
        /// what holds them back: `recipient_hour`, `recipient_day`, `installation_day`
        pub ceiling: Option<Word>,
        /// since when nothing could be heard
        pub since: Option<Timestamp>,
        /// number of the alarm
        pub alarm: Option<AlarmId>,
        /// what is wrong, as the catalogue calls it
        pub alarm_kind: Option<Word>,
        /// notice, warning, alarm
        pub severity: Option<Word>,
        /// what became of the alarm: raised, `severity_changed`, cleared, acknowledged, unacknowledged, muted, unmuted, escalated
        pub turn: Option<Word>,
        /// number of the ticket
        pub ticket: Option<String>,
        /// what became of the ticket: `ticket_opened`, `ticket_written`, `ticket_answered`, …; or of an invoice or a payment: `invoice_arrived`, `due_over`, …
        pub news: Option<Word>,
        /// number of the entry in the ticket
        pub entry: Option<EntryId>,
        /// number of the customer
        pub customer: Option<String>,
        /// id of the invoice
        pub invoice: Option<InvoiceId>,
        /// number of the payment
        pub payment: Option<PaymentId>,
        /// number of the file with invoices or a statement
        pub file: Option<BillingFileId>,
        /// days since the last one on which the invoice was to be paid; less than zero before it
        pub days: Option<i32>,
    }
}

/// Longest silence of the stream.
const HEARTBEAT: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A reader of the journal.
struct Watch {
    cursor: Option<Cursor>,
    codes: HashMap<PointId, String>,
    /// The daemon's clock at an instant of ours: the stream has no other clock.
    clock: (Timestamp, Instant),
    until: Option<Instant>,
    left: Option<u64>,
}

/// Follows the journal until the time or the count is over.
///
/// # Errors
/// A form other than NDJSON was asked for; a failure that waiting does not cure; a closed pipe.
pub async fn run(session: &mut Session, output: &mut Output, args: &WatchArgs) -> Result<(), Failure> {
    if matches!(output.look.format, Format::Csv(_) | Format::Json) {
        return Err(Usage::watch_form("watch").into());
    }
    let mut watch = Watch {
        cursor: args.since_cursor.map(Cursor),
        codes: HashMap::new(),
        clock: (session.now(), Instant::now()),
        until: args.lasting.map(|lasting| Instant::now() + Duration::try_from(lasting).unwrap_or_default()),
        left: args.count,
    };
    if watch.cursor.is_none() {
        watch.cursor = Some(session.status.cursor);
    }
    while !watch.is_over() {
        match watch.listen(session, output, args.what).await {
            Ok(()) => {}
            Err(Failure::Fault(fault)) if fault.code == FaultCode::Unreachable => {
                watch.wait_for_daemon(session, output).await?;
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(())
}

impl Watch {
    fn is_over(&self) -> bool {
        self.left == Some(0) || self.until.is_some_and(|until| until <= Instant::now())
    }

    fn time_left(&self, longest: Duration) -> Duration {
        self.until.map_or(longest, |until| until.saturating_duration_since(Instant::now()).min(longest))
    }

    fn now(&self) -> Timestamp {
        let (at, read) = self.clock;
        let since = SignedDuration::try_from(read.elapsed()).unwrap_or_default();
        at.checked_add(since).unwrap_or(at)
    }

    /// Waits once for news and writes them, or a heartbeat where there are none.
    async fn listen(&mut self, session: &mut Session, output: &mut Output, what: Watched) -> Result<(), Failure> {
        let wait = self.time_left(HEARTBEAT);
        let signed = SignedDuration::try_from(wait).unwrap_or_default();
        let cursor = self.cursor;
        let changes =
            session.ask_within(MAX_WAIT, async |ek, context| ek.changes(context, cursor, signed).await).await?;
        let quiet = changes.events.is_empty();
        for event in changes.events {
            if wanted(&event, what) {
                self.name_points(session, &event).await?;
                output.event(&event_row(&event, &self.codes))?;
                self.left = self.left.map(|left| left.saturating_sub(1));
            }
            self.cursor = Some(event.cursor);
            if self.is_over() {
                return Ok(());
            }
        }
        self.cursor = Some(changes.cursor);
        if quiet && wait == HEARTBEAT {
            output.event(&plain_row("heartbeat", self.now(), changes.cursor))?;
        }
        Ok(())
    }

    /// Makes sure that the points of an event have codes.
    async fn name_points(&mut self, session: &mut Session, event: &Event) -> Result<(), Failure> {
        let is_new = |point: &PointId| !self.codes.contains_key(point);
        let unknown = match &event.what {
            Happening::Readings { points, .. } => points.iter().any(is_new),
            Happening::MeterReplaced { point, .. }
            | Happening::ReadingsRemoved { point, .. }
            | Happening::Alarm { point: Some(point), .. } => is_new(point),
            Happening::Alarm { point: None, .. }
            | Happening::DocumentParked { .. }
            | Happening::SourceFailing { .. }
            | Happening::SourceRecovered { .. }
            | Happening::MailboxFailing { .. }
            | Happening::MailboxRecovered
            | Happening::CeilingReached { .. }
            | Happening::LogInFailures { .. }
            | Happening::Ticket { .. }
            | Happening::Billing { .. }
            | Happening::Unknown => false,
        };
        if unknown {
            let points = session.points(&Filter::default()).await?;
            self.codes = points.into_iter().map(|point| (point.id, point.code.into())).collect();
        }
        Ok(())
    }

    /// Tries to reach the daemon again, ever less often, and says how long nothing could be heard.
    async fn wait_for_daemon(&mut self, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
        let since = self.now();
        let mut pause = FIRST_PAUSE;
        while !self.is_over() {
            tokio::time::sleep(self.time_left(pause)).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
            match again(session).await {
                Ok(now) => {
                    self.clock = (now, Instant::now());
                    let cursor = self.cursor.unwrap_or(session.status.cursor);
                    let gap = EventRow { since: Some(since), ..plain_row("gap", now, cursor) };
                    return Ok(output.event(&gap)?);
                }
                Err(Failure::Fault(fault)) if fault.code == FaultCode::Unreachable => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }
}

async fn again(session: &mut Session) -> Result<Timestamp, Failure> {
    session.reconnect().await?;
    let status = session.ask(async |ek, context| ek.status(context).await).await?;
    Ok(status.now)
}

const fn wanted(event: &Event, what: Watched) -> bool {
    match what {
        Watched::All => true,
        Watched::Readings => matches!(event.what, Happening::Readings { .. }),
        Watched::Alarms => matches!(event.what, Happening::Alarm { .. }),
        Watched::Tickets => matches!(event.what, Happening::Ticket { .. }),
    }
}

const fn plain_row(kind: &'static str, at: Timestamp, cursor: Cursor) -> EventRow {
    EventRow {
        kind: Word { group: "event", name: kind },
        at,
        cursor,
        source: None,
        document: None,
        name: None,
        problem: None,
        detail: None,
        received: None,
        stored: None,
        duplicate: None,
        corrected: None,
        quarantined: None,
        rejected: None,
        points: None,
        n_points: None,
        old_meter: None,
        new_meter: None,
        rule: None,
        until: None,
        n_removed: None,
        n_thinned: None,
        channel: None,
        ceiling: None,
        since: None,
        alarm: None,
        alarm_kind: None,
        severity: None,
        turn: None,
        ticket: None,
        news: None,
        entry: None,
        customer: None,
        invoice: None,
        payment: None,
        file: None,
        days: None,
    }
}

fn event_row(event: &Event, codes: &HashMap<PointId, String>) -> EventRow {
    let code = |point: &PointId| codes.get(point).cloned().unwrap_or_else(|| format!("#{point}"));
    let mut row = plain_row(event.what.name(), event.at, event.cursor);
    match &event.what {
        Happening::Readings { source, document, tally, points, n_points } => {
            row.source = Some(source.to_string());
            row.document = Some(*document);
            row.points = Some(points.iter().map(code).collect());
            row.n_points = Some(*n_points);
            set_tally(&mut row, tally);
        }
        Happening::DocumentParked { source, document, name, problem } => {
            row.source = Some(source.to_string());
            row.document = Some(*document);
            row.name = Some(name.clone());
            set_problem(&mut row, problem);
        }
        Happening::SourceFailing { source, problem } => {
            row.source = Some(source.to_string());
            set_problem(&mut row, problem);
        }
        Happening::SourceRecovered { source } => row.source = Some(source.to_string()),
        Happening::MeterReplaced { point, old, new } => {
            row.points = Some(vec![code(point)]);
            row.old_meter = Some(old.to_string());
            row.new_meter = Some(new.to_string());
        }
        Happening::ReadingsRemoved { point, rule, until, n_removed, n_thinned } => {
            row.points = Some(vec![code(point)]);
            row.rule = Some(rule.clone());
            row.until = Some(*until);
            row.n_removed = Some(*n_removed);
            row.n_thinned = Some(*n_thinned);
        }
        Happening::Alarm { alarm, alarm_kind, severity, point, turn } => {
            row.points = point.as_ref().map(|point| vec![code(point)]);
            row.alarm = Some(*alarm);
            row.alarm_kind = Some(Word { group: "alarm", name: alarm_kind.name() });
            row.severity = Some(Word { group: "severity", name: severity.name() });
            row.turn = Some(Word { group: "turn", name: turn.name() });
        }
        Happening::CeilingReached { channel, ceiling } => {
            row.channel = Some(Word { group: "channel", name: channel.name() });
            row.ceiling = Some(Word { group: "ceiling", name: ceiling.name() });
        }
        Happening::Ticket { ticket, news, entry } => {
            row.ticket = Some(ticket.to_string());
            row.news = Some(Word { group: "notice", name: news.name() });
            row.entry = *entry;
        }
        Happening::Billing { news, customer, invoice, payment, file, days } => {
            row.news = Some(Word { group: "notice", name: news.name() });
            row.customer = customer.as_ref().map(ToString::to_string);
            (row.invoice, row.payment, row.file, row.days) = (*invoice, *payment, *file, *days);
        }
        Happening::MailboxFailing { detail, .. } => row.detail = Some(detail.clone()),
        Happening::MailboxRecovered | Happening::LogInFailures { .. } | Happening::Unknown => {}
    }
    row
}

const fn set_tally(row: &mut EventRow, tally: &Tally) {
    row.received = Some(tally.received);
    row.stored = Some(tally.stored);
    row.duplicate = Some(tally.duplicate);
    row.corrected = Some(tally.corrected);
    row.quarantined = Some(tally.quarantined);
    row.rejected = Some(tally.rejected);
}

fn set_problem(row: &mut EventRow, problem: &Problem) {
    (row.problem, row.detail) = problem_cells(Some(problem));
}
