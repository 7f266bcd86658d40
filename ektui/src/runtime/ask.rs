//! Questions to the daemon as calls, and their answers as messages.

mod alarms;
mod analysis;
mod billing;
mod notices;
mod people;
mod reports;
mod tickets;

use std::collections::BTreeSet;

use common::api::{DocumentFilter, Filter, Gap, GapsQuery};
use common::client::Connection;
use common::fault::{Cause, Fault};
use common::id::{PointId, SerialNumber};
use common::info_code::InfoReading;
use common::meter::{Meter, verification_until};
use common::page::Page;
use common::series::{Bucket, Series, SeriesQuery};
use common::site::SiteOverview;
use common::time::Period;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::Message;
use crate::effect::{Answer, Ask, Chart, ChartData, Line, MOST_SITES, Scope};

/// Documents shown.
const N_DOCUMENTS: u32 = 50;
/// Gaps looked at.
const N_GAPS: u32 = 50;

/// Puts a question and returns the message that carries the answer.
pub async fn put(connection: &Connection, ask: Ask) -> Message {
    match ask {
        Ask::Status => Message::Status(Box::new(connection.ask(async |ek, context| ek.status(context).await).await)),
        Ask::Overview(scope) => Message::Overview(scope, overview(connection, scope).await),
        Ask::Serial(point) => Message::Serial(point, serial(connection, point).await),
        Ask::Doubt(point) => Message::Doubt(point, doubt(connection, point).await),
        Ask::Chart(chart) => {
            let data = chart_data(connection, &chart).await;
            Message::Chart(chart, data)
        }
        Ask::Beside(beside) => analysis::put(connection, beside).await,
        Ask::Report(ask) => reports::put(connection, ask).await,
        Ask::Billing(ask) => billing::put(connection, ask).await,
        Ask::Sources => Message::Sources(connection.ask(async |ek, context| ek.sources(context).await).await),
        Ask::Documents => {
            let page = Page { after: None, limit: N_DOCUMENTS };
            let filter = DocumentFilter::default();
            let answer =
                connection.ask(async |ek, context| ek.documents(context, filter.clone(), page.clone()).await).await;
            Message::Documents(answer.map(|paged| paged.items))
        }
        Ask::Poll(source) => {
            let answer = connection.ask(async |ek, context| ek.poll_source(context, source.clone()).await).await;
            Message::Polled(source, answer)
        }
        Ask::Alarms(standing) => Message::Alarms(standing, alarms::list(connection, standing).await),
        Ask::Alarm(id) => {
            let answer = connection.ask(async |ek, context| ek.alarm(context, id).await).await;
            Message::Alarm(id, Box::new(answer))
        }
        Ask::Rules => Message::Rules(connection.ask(async |ek, context| ek.rules(context).await).await),
        Ask::Notices => Message::Notices(notices::own(connection).await),
        Ask::NoticeSettings => Message::NoticeSettings(Box::new(notices::settings(connection).await)),
        Ask::Deliveries => Message::Deliveries(notices::deliveries(connection).await),
        Ask::Account
        | Ask::LogIns
        | Ask::Sessions
        | Ask::Tokens
        | Ask::Customers(_)
        | Ask::Customer(_)
        | Ask::Do(_) => people::put(connection, ask).await,
        Ask::Tickets(_)
        | Ask::TicketCounts
        | Ask::Ticket(_)
        | Ask::Messages(_)
        | Ask::Drafts
        | Ask::Templates
        | Ask::Staff
        | Ask::TicketStatistics(_)
        | Ask::MarkRead(..)
        | Ask::Attach(_) => tickets::put(connection, ask).await,
    }
}

async fn overview(connection: &Connection, scope: Scope) -> Answer<Vec<SiteOverview>> {
    let site = match scope {
        Scope::All => None,
        Scope::Site(site) => Some(site),
    };
    let filter = Filter { site, ..Filter::default() };
    let mut rows = Vec::new();
    let mut page = Page::default();
    loop {
        let paged =
            connection.ask(async |ek, context| ek.overview(context, filter.clone(), page.clone()).await).await?;
        rows.extend(paged.items);
        match paged.next {
            Some(next) if rows.len() < MOST_SITES => page.after = Some(next),
            Some(_) | None => return Ok(rows),
        }
    }
}

async fn serial(connection: &Connection, point: PointId) -> Answer<Option<SerialNumber>> {
    Ok(meter(connection, point).await?.map(|meter| meter.serial))
}

/// Returns the meter that sits at a point.
async fn meter(connection: &Connection, point: PointId) -> Answer<Option<Meter>> {
    let filter = Filter { point: Some(point), ..Filter::default() };
    let paged = connection.ask(async |ek, context| ek.meters(context, filter.clone(), Page::default()).await).await?;
    let sits_there =
        |meter: &Meter| meter.installations.iter().any(|place| place.point == point && place.until.is_none());
    Ok(paged.items.into_iter().find(sits_there))
}

/// Returns when the newest value came that waits in quarantine.
async fn doubt(connection: &Connection, point: PointId) -> Answer<Option<Timestamp>> {
    let filter = Filter { point: Some(point), ..Filter::default() };
    let newest = Page { after: None, limit: 1 };
    let paged =
        connection.ask(async |ek, context| ek.quarantine(context, filter.clone(), newest.clone()).await).await?;
    Ok(paged.items.first().map(|value| value.received_at))
}

async fn chart_data(connection: &Connection, chart: &Chart) -> Answer<ChartData> {
    let status = connection.ask(async |ek, context| ek.status(context).await).await?;
    let zone = TimeZone::get(&status.zone).map_err(|_| Fault::from(Cause::Internal))?;
    let period = chart.span.period(&zone);
    let compared = chart.comparison.map(|comparison| chart.span.compared(comparison).period(&zone));
    let (mut lines, mut replaced, mut damaged) = (Vec::new(), BTreeSet::new(), Vec::new());
    for quantity in &chart.quantities {
        let query = SeriesQuery { point: chart.point, quantity: *quantity, period, step: chart.span.view.step() };
        let (series, buckets) = series_of(connection, &query).await?;
        replaced.extend(series.replaced);
        // All quantities of a point lie in the same pages.
        damaged = series.damaged;
        let cadence = series.cadence;
        let compared = match compared {
            Some(period) => series_of(connection, &SeriesQuery { period, ..query }).await?.1,
            None => Vec::new(),
        };
        lines.push(Line { quantity: *quantity, buckets, compared, cadence });
    }
    let gaps = gaps(connection, chart, period, status.now).await?;
    let info = info(connection, chart.point).await?;
    let verified_on = meter(connection, chart.point).await?.and_then(|meter| meter.verified_on);
    let replaced = replaced.into_iter().collect();
    Ok(ChartData { lines, gaps, replaced, damaged, info, verified_until: verified_on.map(verification_until) })
}

/// Returns the newest info code of a point, if it ever told one; of a daemon that knows of none, none.
async fn info(connection: &Connection, point: PointId) -> Answer<Option<InfoReading>> {
    let filter = Filter { point: Some(point), ..Filter::default() };
    let answer =
        connection.ask(async |ek, context| ek.info_codes(context, filter.clone(), Page::default()).await).await;
    match answer {
        Ok(paged) => Ok(paged.items.into_iter().next()),
        Err(fault) if fault.cause == Cause::UnknownMethod => Ok(None),
        Err(fault) => Err(fault),
    }
}

async fn series_of(connection: &Connection, query: &SeriesQuery) -> Answer<(Series, Vec<Bucket>)> {
    let series = connection.ask(async |ek, context| ek.series(context, query.clone()).await).await?;
    let buckets = series.buckets().map_err(|_| Fault::from(Cause::Unknown))?;
    Ok((series, buckets))
}

/// Returns the gaps up to now; `None` where nobody knows how often readings should come.
async fn gaps(connection: &Connection, chart: &Chart, period: Period, now: Timestamp) -> Answer<Option<Vec<Gap>>> {
    let (Some(quantity), true) = (chart.quantities.first(), period.from < now) else { return Ok(Some(Vec::new())) };
    let period = Period { from: period.from, until: period.until.min(now) };
    let query = GapsQuery { point: chart.point, quantity: *quantity, period, cadence: None };
    let page = Page { after: None, limit: N_GAPS };
    let answer = connection.ask(async |ek, context| ek.gaps(context, query.clone(), page.clone()).await).await;
    match answer {
        Ok(paged) => Ok(Some(paged.items)),
        Err(fault) if matches!(fault.cause, Cause::NoCadence { .. } | Cause::NoSuchQuantity { .. }) => Ok(None),
        Err(fault) => Err(fault),
    }
}
