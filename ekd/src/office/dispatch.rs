//! What people send becomes a ticket or an entry, with the rights that they have at that moment.

use common::api::OnceKey;
use common::customer::Customer;
use common::fault::Cause;
use common::id::{AlarmId, CustomerId, SiteCode, SiteId};
use common::language::Language;
use common::ticket::draft::{Dispatch, NewEntry, NewTicket, Readers};
use common::ticket::entry::{EntryText, NewAttachment};
use common::ticket::{Category, Origin, Ticket};

use super::deeds::Doer;
use super::timing::Desk;
use super::{Appending, Attaching, Kind, Opening, TicketId, append, by_of, checks, media, open, titles, turns};
use crate::store::log::Write;
use crate::store::ticket::{self as tickets, list};
use crate::store::{self, StoreError, attachment, sending};
use crate::turned::Turned;

/// Puts what was sent into a thread and returns the ticket as its writer sees it then; a draft with this key is gone.
///
/// # Errors
/// Those of [`open`] and [`append`], what is named and not seen, [`Cause::NotAllowed`].
pub fn deliver(
    tx: &Write<'_>,
    desk: &Desk,
    doer: Doer<'_>,
    (key, dispatch): (&OnceKey, &Dispatch),
) -> Result<Ticket, Turned> {
    let id = match dispatch {
        Dispatch::Ticket(new) => open_as(tx, desk, doer, new)?,
        Dispatch::Entry(new) => append_as(tx, desk, doer, new)?,
    };
    sending::drop_draft(tx, doer.actor.keeper.id, key.as_str())?;
    let number = tickets::number_of(tx, id)?.ok_or(Cause::Internal)?;
    let (_, shown) = list::find(tx, doer.eyes, number)?.ok_or(Cause::NotAllowed)?;
    Ok(shown)
}

fn open_as(tx: &Write<'_>, desk: &Desk, doer: Doer<'_>, new: &NewTicket) -> Result<TicketId, Turned> {
    let keeper = &doer.actor.keeper;
    let is_staff = keeper.role.is_staff();
    let is_his_to_say = match new.origin {
        Origin::Terminal => true,
        Origin::Phone => is_staff,
        Origin::Email | Origin::House | Origin::Unknown => false,
    };
    if !is_his_to_say || new.priority.is_some() && !is_staff || new.customer.is_some() && !may_name(doer) {
        return Err(Cause::NotAllowed.into());
    }
    if new.category == Category::Unknown {
        return Err(Cause::BadText { field: "category".to_owned() }.into());
    }
    let site = new.site.as_ref().map(|code| site_of(tx, doer, code)).transpose()?;
    let language = Language::parse(&keeper.language).unwrap_or(Language::Polish);
    let usual = || titles::usual(new.category, new.site.as_ref(), language);
    let subject = new.subject.as_ref().filter(|subject| !subject.trim().is_empty()).cloned().unwrap_or_else(usual);
    let opening = Opening {
        category: new.category,
        subject: &subject,
        site,
        customer: new.customer.as_ref().map(|number| customer_of(tx, doer, number.as_str())).transpose()?,
        details: &new.details,
        priority: new.priority.unwrap_or(new.category.usual_priority()),
        origin: new.origin,
        by: doer.writer(),
        body: EntryText::plain(&new.body),
        attach: new.attach.iter().map(|one| attaching(tx, doer, one)).collect::<Result<_, _>>()?,
        now: doer.actor.now,
    };
    let (id, _) = open(tx, desk, opening)?;
    Ok(id)
}

fn append_as(tx: &Write<'_>, desk: &Desk, doer: Doer<'_>, new: &NewEntry) -> Result<TicketId, Turned> {
    let kept = doer.find(tx, new.ticket)?;
    let role = doer.actor.keeper.role;
    let kind = match new.readers {
        Readers::Both => Kind::Message,
        Readers::Office if role.is_staff() => Kind::Note,
        Readers::Office => return Err(Cause::NotAllowed.into()),
    };
    if new.body.trim().is_empty() && new.attach.is_empty() {
        return Err(Cause::BadText { field: "body".to_owned() }.into());
    }
    let now = doer.actor.now;
    let appending = Appending {
        ticket: kept.id,
        by: doer.writer(),
        kind,
        text: EntryText::plain(&new.body),
        attach: new.attach.iter().map(|one| attaching(tx, doer, one)).collect::<Result<_, _>>()?,
        now,
    };
    append(tx, desk, appending)?;
    let mut written = tickets::by_id(tx, kept.id)?.ok_or(Cause::Internal)?;
    if let Some(to) = new.then.filter(|to| *to != written.standing.state) {
        turns::may_become(desk, &written, (role, to), now)?;
        let by = by_of(tx, &doer.writer())?;
        turns::set_state(tx, desk, &mut written, (&by, to), now)?;
    }
    Ok(kept.id)
}

/// Staff who see customers name them, and customers those for whom they act.
fn may_name(doer: Doer<'_>) -> bool {
    let role = doer.actor.keeper.role;
    role.sees_customers() || !role.is_staff()
}

/// Returns a customer who may be named; one of whom the writer knows nothing is none.
fn customer_of(tx: &Write<'_>, doer: Doer<'_>, number: &str) -> Result<CustomerId, Turned> {
    let absent = || Cause::NoSuchCustomer { text: number.to_owned(), similar: Vec::new() };
    let keeper = &doer.actor.keeper;
    let found = if keeper.role.is_staff() {
        store::customer::by_number(tx, number)?
    } else {
        let own = store::customer::of_account(tx, keeper.id, doer.actor.now)?;
        own.into_iter().find(|customer| customer.number.as_str() == number)
    };
    Ok(found.ok_or_else(absent)?.id)
}

/// Returns a site that the account sees: for whoever is not staff, one that belongs to a customer for whom it acts.
fn site_of(tx: &Write<'_>, doer: Doer<'_>, code: &SiteCode) -> Result<SiteId, Turned> {
    let absent = || Turned::from(Cause::NoSuchSite { text: code.to_string(), similar: Vec::new() });
    let site = store::site::id_of(tx, code.as_str())?.ok_or_else(absent)?;
    if is_own(tx, doer, site)? { Ok(site) } else { Err(absent()) }
}

fn is_own(tx: &Write<'_>, doer: Doer<'_>, site: SiteId) -> Result<bool, StoreError> {
    let keeper = &doer.actor.keeper;
    if keeper.role.is_staff() {
        return Ok(true);
    }
    let Some(owner) = store::customer::of_site(tx, site, doer.actor.now)? else { return Ok(false) };
    let own: Vec<Customer> = store::customer::of_account(tx, keeper.id, doer.actor.now)?;
    Ok(own.iter().any(|customer| customer.id == owner.id))
}

fn attaching(tx: &Write<'_>, doer: Doer<'_>, new: &NewAttachment) -> Result<Attaching, Turned> {
    match new {
        NewAttachment::File { name, sha256, .. } => {
            let name = checks::file_name(name)?;
            let bytes = attachment::content(tx, sha256)?.ok_or(Cause::UploadIncomplete { arrived: 0 })?;
            Ok(Attaching::File { media_type: media::of(&name).to_owned(), name, bytes })
        }
        NewAttachment::Readings { site, period } => {
            if period.from >= period.until {
                return Err(Cause::BadPeriod { detail: format!("{}..{}", period.from, period.until) }.into());
            }
            Ok(Attaching::Readings { site: site_of(tx, doer, site)?, period: *period })
        }
        NewAttachment::Alarm { alarm } => Ok(Attaching::Alarm { id: alarm_of(tx, doer, *alarm)? }),
    }
}

fn alarm_of(tx: &Write<'_>, doer: Doer<'_>, id: AlarmId) -> Result<AlarmId, Turned> {
    let absent = || Turned::from(Cause::NoSuchAlarm { id: id.0 });
    let alarm = store::alarm::by_id(tx, id)?.ok_or_else(absent)?;
    let is_seen = match &alarm.subject {
        common::alarm::Subject::Source { .. } => doer.actor.keeper.role.is_staff(),
        common::alarm::Subject::Point { site, .. } => is_own(tx, doer, *site)?,
    };
    if is_seen { Ok(id) } else { Err(absent()) }
}
