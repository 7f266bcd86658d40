//! Opening tickets, by hand or from an alarm.

use common::alarm::{Alarm, AlarmKind, Subject};
use common::api::{EkClient, Filter};
use common::id::AlarmId;
use common::meter::Meter;
use common::ticket::draft::{Dispatch, NewTicket};
use common::ticket::entry::NewAttachment;
use common::ticket::field::{Detail, Field};
use common::ticket::{Category, Origin};
use common::time::Period;
use common::time::range::RangeError;
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::{attach, body, sent};
use crate::cli::global::zone;
use crate::cli::tickets::writing::{CreateArgs, DetailArgs};
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::Output;
use crate::session::Session;

/// How long before and after an alarm its site's readings go with a ticket.
const AROUND: SignedDuration = SignedDuration::from_hours(24);

/// Opens a ticket.
///
/// # Errors
/// There is no text, no such site, alarm or file; the category wants to be told more.
pub async fn run(
    session: &mut Session,
    output: &mut Output,
    dialogue: &Dialogue,
    args: &CreateArgs,
) -> Result<(), Failure> {
    let alarm = match args.alarm {
        Some(id) => Some(find_alarm(session, id).await?),
        None => None,
    };
    let mut details = details(session, &args.details)?;
    if let Some(alarm) = &alarm {
        let category = args.category.unwrap_or(category_of(alarm.kind));
        let missing = category.required().iter().filter(|field| details.iter().all(|told| told.field != **field));
        for field in missing.copied().collect::<Vec<_>>() {
            details.extend(of_alarm(session, alarm, field).await?);
        }
    }
    let text = body::read(&args.body, *dialogue, "")?;
    let new = new(session, args, alarm.as_ref(), details, text.body.clone()).await;
    let sent = match new {
        Ok(new) => sent::send(session, Dispatch::Ticket(new)).await,
        Err(failure) => Err(failure),
    };
    let sent = text.after(output, sent)?;
    sent::tell(session, output, sent)
}

async fn new(
    session: &mut Session,
    args: &CreateArgs,
    alarm: Option<&Alarm>,
    details: Vec<Detail>,
    body: String,
) -> Result<NewTicket, Failure> {
    let named = session.site_code(args.site.as_deref()).await?;
    let of_alarm = alarm.and_then(|alarm| match &alarm.subject {
        Subject::Point { site_code, .. } => Some(site_code.clone()),
        Subject::Source { .. } => None,
    });
    let site = named.or(of_alarm);
    let mut attach = attach::gather(session, &args.attach, site.as_ref()).await?;
    if let Some(alarm) = alarm {
        attach.push(NewAttachment::Alarm { alarm: alarm.id });
    }
    // A period that was asked for stands for the usual one.
    if let (Some(alarm), Some(site), None) = (alarm, &site, &args.attach.readings) {
        attach.push(NewAttachment::Readings { site: site.clone(), period: around(alarm)? });
    }
    let category = args.category.or_else(|| alarm.map(|alarm| category_of(alarm.kind)));
    Ok(NewTicket {
        category: category.unwrap_or(Category::Other),
        subject: args.subject.clone(),
        site,
        customer: args.customer.clone(),
        details,
        priority: args.priority,
        origin: if args.phone { Origin::Phone } else { Origin::Terminal },
        body,
        attach,
    })
}

async fn find_alarm(session: &mut Session, id: AlarmId) -> Result<Alarm, Failure> {
    Ok(session.ask(async |ek: &EkClient, context| ek.alarm(context, id).await).await?.alarm)
}

/// Returns what an alarm knows of what a category wants to be told.
async fn of_alarm(session: &mut Session, alarm: &Alarm, field: Field) -> Result<Option<Detail>, Failure> {
    let Subject::Point { point, code, .. } = &alarm.subject else { return Ok(None) };
    let value = match field {
        Field::Since => Some(alarm.since.to_zoned(wall(session)).strftime("%Y-%m-%dT%H:%M").to_string()),
        Field::Place => Some(code.to_string()),
        Field::MeterSerial => {
            let filter = Filter { point: Some(*point), ..Filter::default() };
            let call = async |ek: &EkClient, context, page| ek.meters(context, filter.clone(), page).await;
            let is_there =
                |meter: &Meter| meter.installations.iter().any(|place| place.point == *point && place.until.is_none());
            session.all(call).await?.into_iter().find(is_there).map(|meter| meter.serial.into())
        }
        Field::InvoiceNumber | Field::WantedFrom | Field::ContractedPower | Field::Unknown => None,
    };
    Ok(value.map(|value| Detail { field, value }))
}

fn around(alarm: &Alarm) -> Result<Period, Failure> {
    let from = alarm.since.checked_sub(AROUND).map_err(|_| RangeError::Calendar)?;
    let until = alarm.since.checked_add(AROUND).map_err(|_| RangeError::Calendar)?;
    Ok(Period { from, until })
}

/// Returns what a ticket from such an alarm is about; what a customer would not complain of is about the meter.
const fn category_of(kind: AlarmKind) -> Category {
    match kind {
        AlarmKind::Leak | AlarmKind::WaterLost => Category::Leak,
        AlarmKind::NoConsumption => Category::NoHeating,
        AlarmKind::MeterSilent
        | AlarmKind::MeterFault
        | AlarmKind::RegisterDoubtful
        | AlarmKind::MeterClock
        | AlarmKind::VerificationDue => Category::Meter,
        // How much power is wanted from when on is the customer's to say.
        AlarmKind::PowerAboveContract
        | AlarmKind::SourceSilent
        | AlarmKind::DifferenceLow
        | AlarmKind::ReturnHot
        | AlarmKind::SupplyOffTable
        | AlarmKind::CircuitOffCurve
        | AlarmKind::Limit
        | AlarmKind::Unknown => Category::Other,
    }
}

/// Returns what was told besides the text; instants and days in the installation's local time, as on the wall there.
fn details(session: &Session, args: &DetailArgs) -> Result<Vec<Detail>, Failure> {
    let mut details = args.detail.clone();
    let wall = wall(session);
    if let Some(text) = &args.since {
        let value = match Field::Since.check(text) {
            Ok(value) => value,
            Err(_) => local(session, "--since", text, &wall, "%Y-%m-%dT%H:%M")?,
        };
        details.push(Detail { field: Field::Since, value });
    }
    if let Some(text) = &args.from {
        let value = match Field::WantedFrom.check(text) {
            Ok(value) => value,
            Err(_) => local(session, "--from", text, &wall, "%Y-%m-%d")?,
        };
        details.push(Detail { field: Field::WantedFrom, value });
    }
    let plain = [
        (Field::Place, &args.place),
        (Field::MeterSerial, &args.meter),
        (Field::InvoiceNumber, &args.invoice),
        (Field::ContractedPower, &args.power),
    ];
    let told = plain.into_iter().filter_map(|(field, value)| Some(Detail { field, value: value.clone()? }));
    details.extend(told);
    Ok(details)
}

/// Returns the zone of the clock on the wall there, whatever `--tz` says.
fn wall(session: &Session) -> TimeZone {
    zone(&session.status.zone).unwrap_or(TimeZone::UTC)
}

fn local(session: &Session, argument: &str, text: &str, wall: &TimeZone, form: &str) -> Result<String, Failure> {
    let at = session.instant(argument, text)?;
    Ok(at.to_zoned(wall.clone()).strftime(form).to_string())
}
