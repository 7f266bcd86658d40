//! Tickets and their threads.

use common::alarm::{AlarmFilter, AlarmStanding};
use common::api::{Filter, MAX_UPLOAD_PART, OnceKey, UploadPart};
use common::fault::{Cause, TicketCause};
use common::id::{EntryId, SendingId};
use common::page::{Page, Paged};
use common::site::SiteOverview;
use common::ticket::deed::TicketDeed;
use common::ticket::draft::{Dispatch, Sent};
use common::ticket::entry::{
    AttachmentPart, Entry, EntryText, EntryWhat, MOST_ATTACHED, MOST_ATTACHMENTS, NewAttachment,
};
use common::ticket::finding::Finding;
use common::ticket::query::{AttachmentQuery, MessageFilter, TicketCard, TicketCounts, TicketFilter};
use common::ticket::{Ticket, TicketNumber};
use jiff::{SignedDuration, Timestamp};

use super::access::{Granted, Visit};
use super::alarm::shown;
use super::answer::{NoAnswer, after};
use crate::office::{deeds, sendings};
use crate::query::overview::{self, Present};
use crate::store::audit::Deed;
use crate::store::log::{Logbook, Write};
use crate::store::ticket::words::Words;
use crate::store::ticket::{self as tickets, Kept, TicketId, list, read, thread};
use crate::store::{self, attachment};
use crate::ticket::finding::{Ground, Newest, TOLERANCE, finding};

/// Tickets in one page.
const MOST: u32 = 200;
/// Entries in one page, and bytes of them: what is longer ends it early.
const MOST_ENTRIES: u32 = 100;
const MOST_BYTES: usize = 4 << 20;
/// Tickets that are shown beside another.
const MOST_SIMILAR: u32 = 10;
const MOST_FORMER: u32 = 20;
const MOST_ALARMS: u32 = 50;
/// How often a value is expected where nobody has said.
const USUAL_CADENCE: SignedDuration = SignedDuration::from_hours(1);

pub(super) async fn list(visit: &Visit<'_>, filter: TicketFilter, page: Page) -> Result<Paged<Ticket>, NoAnswer> {
    let skip: u32 = after(&page)?.unwrap_or(0);
    let limit = if page.limit == 0 { MOST } else { page.limit.min(MOST) };
    visit
        .look(move |log, granted| {
            let mut items = list::list(log, &granted.eyes, &filter, (skip, limit + 1))?;
            let more = items.len() > limit as usize;
            items.truncate(limit as usize);
            Ok(Paged { items, next: more.then(|| skip.saturating_add(limit).to_string()) })
        })
        .await
}

pub(super) async fn counts(visit: &Visit<'_>) -> Result<TicketCounts, NoAnswer> {
    visit.look(|log, granted| Ok(list::counts(log, &granted.eyes)?)).await
}

fn absent(number: TicketNumber) -> NoAnswer {
    Cause::Ticket { why: TicketCause::NoSuchTicket { number: number.to_string() } }.into()
}

pub(super) async fn card(visit: &Visit<'_>, number: TicketNumber) -> Result<TicketCard, NoAnswer> {
    let present = Present { zone: visit.about().zone.clone(), now: visit.now() };
    visit.look_at_persons(move |log, granted| card_of(log, granted, number, &present)).await
}

fn card_of(
    log: &Logbook<'_>,
    granted: &Granted,
    number: TicketNumber,
    present: &Present,
) -> Result<(TicketCard, Vec<Deed>), NoAnswer> {
    let eyes = &granted.eyes;
    let (id, ticket) = list::find(log, eyes, number)?.ok_or_else(|| absent(number))?;
    let kept = tickets::by_id(log, id)?.ok_or(Cause::Internal)?;
    let mut card = TicketCard {
        ticket,
        finding: None,
        similar: Vec::new(),
        former: Vec::new(),
        customer: None,
        site: None,
        alarms: Vec::new(),
    };
    of_site(log, granted, (&kept, &mut card), present)?;
    let mut deeds = Vec::new();
    if let Some(customer) = kept.customer.filter(|_| granted.actor.keeper.role.sees_customers()) {
        card.former = list::of_customer(log, eyes, (customer, id), MOST_FORMER)?;
        if let Some(customer) = store::customer::by_id(log, customer)? {
            deeds.push(Deed { customer: Some(customer.id), ..granted.actor.deed("customer.read") });
            card.customer = Some(customer);
        }
    }
    Ok((card, deeds))
}

/// Puts onto a card what is known of the site, as far as whoever looks sees it.
fn of_site(
    log: &Logbook<'_>,
    granted: &Granted,
    (kept, card): (&Kept, &mut TicketCard),
    present: &Present,
) -> Result<(), NoAnswer> {
    let Some(site) = kept.site else { return Ok(()) };
    card.similar = list::of_site(log, &granted.eyes, (site, kept.id), MOST_SIMILAR)?;
    let filter = Filter { site: Some(site), ..Filter::default() };
    let (mut found, _) = overview::page(log, &filter, None, 1, present)?;
    card.site = found.pop().map(Box::new);
    if card.site.is_some() {
        let active = AlarmFilter { site: Some(site), standing: AlarmStanding::Active, ..AlarmFilter::default() };
        let alarms = store::alarm::list(log, &active, (0, MOST_ALARMS))?;
        card.finding = card.site.as_ref().and_then(|site| finding_of(kept, site, present.now));
        card.alarms = alarms.into_iter().map(|alarm| shown(log, granted, alarm)).collect::<Result<_, _>>()?;
    }
    Ok(())
}

/// Returns what telemetry says of a complaint.
fn finding_of(kept: &Kept, site: &SiteOverview, now: Timestamp) -> Option<Finding> {
    let newest =
        site.latest.iter().map(|latest| Newest { quantity: latest.quantity, value: latest.value, read_at: latest.at });
    let ground = Ground {
        wanted: site.wanted,
        usual_power: site.site.contracted_power,
        outdoor: site.outdoor.map(|outdoor| outdoor.value),
        cadence: site.point.as_ref().and_then(|point| point.cadence).unwrap_or(USUAL_CADENCE),
        tolerance: TOLERANCE,
    };
    finding(kept.standing.category, &newest.collect::<Vec<_>>(), &ground, now)
}

/// Returns a ticket that is seen.
fn seen(log: &Logbook<'_>, granted: &Granted, number: TicketNumber) -> Result<Kept, NoAnswer> {
    let kept = tickets::by_number(log, number)?.ok_or_else(|| absent(number))?;
    if list::is_seen(log, &granted.eyes, kept.id)? { Ok(kept) } else { Err(absent(number)) }
}

/// Returns a page of entries: all of them are in it, unless they are too long for one answer.
fn paged(mut entries: Vec<Entry>, limit: u32) -> Paged<Entry> {
    let mut more = entries.len() > limit as usize;
    entries.truncate(limit as usize);
    let mut bytes = 0;
    let fits = entries.iter().take_while(|entry| {
        bytes += length(entry);
        bytes <= MOST_BYTES
    });
    let n_fitting = fits.count().max(1);
    if n_fitting < entries.len() {
        entries.truncate(n_fitting);
        more = true;
    }
    let next = entries.last().filter(|_| more).map(|last| last.id.to_string());
    Paged { items: entries, next }
}

fn length(entry: &Entry) -> usize {
    let of_text = |text: &EntryText| {
        let beside = [&text.quoted, &text.signature].into_iter().flatten().map(String::len).sum::<usize>();
        text.body.len() + beside
    };
    match &entry.what {
        EntryWhat::Message { text } | EntryWhat::Note { text } => of_text(text),
        EntryWhat::Turned { .. } | EntryWhat::Unknown => 0,
    }
}

const fn entries_wanted(page: &Page) -> u32 {
    if page.limit == 0 || page.limit > MOST_ENTRIES { MOST_ENTRIES } else { page.limit }
}

pub(super) async fn entries(visit: &Visit<'_>, number: TicketNumber, page: Page) -> Result<Paged<Entry>, NoAnswer> {
    let limit = entries_wanted(&page);
    let start = EntryId(after(&page)?.unwrap_or(0));
    visit
        .look(move |log, granted| {
            let kept = seen(log, granted, number)?;
            Ok(paged(thread::entries(log, &granted.eyes, kept.id, (start, limit + 1))?, limit))
        })
        .await
}

pub(super) async fn messages(visit: &Visit<'_>, filter: MessageFilter, page: Page) -> Result<Paged<Entry>, NoAnswer> {
    let limit = entries_wanted(&page);
    let before = EntryId(after(&page)?.unwrap_or(i64::MAX));
    let text = filter.text.as_deref().filter(|text| !text.trim().is_empty());
    let words = text.map(Words::parse);
    if words == Some(None) {
        visit.permit().await?;
        return Ok(Paged::all(Vec::new()));
    }
    let wanted = thread::Wanted { only_unread: filter.only_unread, words: words.flatten() };
    visit
        .look(move |log, granted| Ok(paged(thread::messages(log, &granted.eyes, &wanted, (before, limit + 1))?, limit)))
        .await
}

pub(super) async fn mark_read(visit: &Visit<'_>, number: TicketNumber, up_to: EntryId) -> Result<(), NoAnswer> {
    let mark = move |tx: &Write<'_>, granted: &Granted| {
        let absent = || Cause::Ticket { why: TicketCause::NoSuchTicket { number: number.to_string() } };
        let kept = tickets::by_number(tx, number)?.ok_or_else(absent)?;
        if !list::is_seen(tx, &granted.eyes, kept.id)? {
            return Err(absent().into());
        }
        // What is yet to come is not read.
        let up_to = EntryId(up_to.0.min(kept.last_entry));
        Ok(read::mark(tx, granted.actor.keeper.id, kept.id, up_to)?)
    };
    visit.change("read a thread", mark).await
}

pub(super) async fn send(
    visit: &Visit<'_>,
    key: OnceKey,
    dispatch: Dispatch,
    hold: SignedDuration,
) -> Result<Sent, NoAnswer> {
    let asked = key.clone();
    let look = move |log: &Logbook<'_>, granted: &Granted| {
        let account = granted.actor.keeper.id;
        Ok((account, store::once::first::<Sent>(log, &format!("{asked}@{account}"))?))
    };
    let (account, first) = visit.look(look).await?;
    if let Some(first) = first {
        return Ok(first);
    }
    let files = files_of(&dispatch)?;
    let attachables = visit.permit().await?.attachables.clone();
    let uploads = attachables.clone();
    let wanted = files.clone();
    let read = tokio::task::spawn_blocking(move || {
        let take = |(key, size, sha256): &(OnceKey, u64, String)| {
            Ok::<_, NoAnswer>((sha256.clone(), uploads.take(account, key, (*size, sha256))?))
        };
        wanted.iter().map(take).collect::<Result<Vec<_>, _>>()
    });
    let contents = read.await.unwrap_or_else(|error| Err(NoAnswer::Upload(error.into())))?;
    let desk = visit.desk();
    let once = key.clone();
    let put = move |tx: &Write<'_>, granted: &Granted| {
        for (sha256, bytes) in &contents {
            attachment::keep(tx, sha256, bytes)?;
        }
        sendings::send(tx, &desk, granted.doer(), (&once, &dispatch), hold)
    };
    let sent = visit.change_once("send", key, put).await?;
    for (key, ..) in &files {
        attachables.remove(account, key);
    }
    Ok(sent)
}

/// Returns the files that are to be attached: by which key they were uploaded, their sizes and digests.
fn files_of(dispatch: &Dispatch) -> Result<Vec<(OnceKey, u64, String)>, NoAnswer> {
    let attach = match dispatch {
        Dispatch::Ticket(new) => &new.attach,
        Dispatch::Entry(new) => &new.attach,
    };
    let refused = |why| NoAnswer::from(Cause::Ticket { why });
    if attach.len() > MOST_ATTACHMENTS {
        return Err(refused(TicketCause::TooManyAttachments { most: MOST_ATTACHMENTS as u64 }));
    }
    let mut files = Vec::new();
    let mut bytes = 0_u64;
    for one in attach {
        if let NewAttachment::File { key, size, sha256, .. } = one {
            bytes = bytes.saturating_add(*size);
            files.push((key.clone(), *size, sha256.clone()));
        }
    }
    if bytes > MOST_ATTACHED {
        return Err(refused(TicketCause::AttachmentsTooLarge { most: MOST_ATTACHED }));
    }
    Ok(files)
}

pub(super) async fn unsend(visit: &Visit<'_>, id: SendingId) -> Result<Dispatch, NoAnswer> {
    visit.change("take back", move |tx, granted| sendings::unsend(tx, &granted.actor, id)).await
}

pub(super) async fn change_tickets(visit: &Visit<'_>, key: OnceKey, deed: TicketDeed) -> Result<Vec<Ticket>, NoAnswer> {
    let desk = visit.desk();
    let change = move |tx: &Write<'_>, granted: &Granted| deeds::change(tx, &desk, granted.doer(), &deed);
    visit.change_once("change tickets", key, change).await
}

pub(super) async fn upload_attachment(visit: &Visit<'_>, part: UploadPart) -> Result<u64, NoAnswer> {
    let account = visit.look(|_, granted| Ok(granted.actor.keeper.id)).await?;
    let attachables = visit.permit().await?.attachables.clone();
    let written = tokio::task::spawn_blocking(move || attachables.append(account, &part)).await;
    written.unwrap_or_else(|error| Err(NoAnswer::Upload(error.into())))
}

pub(super) async fn attachment(visit: &Visit<'_>, query: AttachmentQuery) -> Result<AttachmentPart, NoAnswer> {
    visit
        .look(move |log, granted| {
            let absent = || Cause::Ticket { why: TicketCause::NoSuchAttachment { id: query.id.0 } };
            let lying = attachment::place(log, query.id)?.ok_or_else(absent)?;
            if lying.is_internal && !granted.eyes.is_staff() || !is_seen(log, granted, lying.thread)? {
                return Err(absent().into());
            }
            let most = u32::try_from(MAX_UPLOAD_PART).unwrap_or(u32::MAX);
            let (bytes, size) = attachment::piece(log, query.id, (query.offset, most))?.ok_or_else(absent)?;
            Ok(AttachmentPart { bytes: bytes.into(), size })
        })
        .await
}

fn is_seen(log: &Logbook<'_>, granted: &Granted, id: TicketId) -> Result<bool, NoAnswer> {
    Ok(list::is_seen(log, &granted.eyes, id)?)
}
