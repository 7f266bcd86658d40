//! What one reader is told of something that became of a ticket: no more than that reader may know.

use common::notice::TicketNews;
use common::text::visible;
use common::ticket::entry::Attached;
use common::time::Period;
use jiff::SignedDuration;
use rusqlite::Connection;

use super::mailing::answering;
use super::{Desk, Happened};
use crate::letter::{Reader, TicketNotice};
use crate::outbox::enclosed::{Enclosure, MOST_BYTES};
use crate::store::correspondence::{Matter, Place};
use crate::store::{self, StoreError};

/// A letter that is not written yet, and what goes along with it.
#[derive(Clone, Debug)]
pub struct Composed {
    pub notice: TicketNotice,
    pub enclosed: Vec<Enclosure>,
}

/// How far around a message the outside office sees the readings of its site.
const AROUND: SignedDuration = SignedDuration::from_hours(24);
/// What the readings of a site take at most, so that files leave room for them.
const ROOM_FOR_READINGS: u64 = 2 << 20;

/// Whether it is known to a reader whose ticket it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Told,
    /// To technicians it is not.
    Hidden,
}

/// Returns what a reader is told.
///
/// # Errors
/// Where the archive fails.
pub fn compose(
    conn: &Connection,
    desk: &Desk<'_>,
    happened: &Happened<'_>,
    (reader, whose): (Reader, Whose),
) -> Result<Composed, StoreError> {
    let Happened { ticket, entry, news, .. } = *happened;
    let is_office = match reader {
        Reader::Office | Reader::Outside => true,
        Reader::Customer | Reader::Correspondent => false,
    };
    let matter = entry.filter(|_| has_text(news));
    let mut composed = Composed {
        notice: TicketNotice {
            news,
            reader,
            answering: answering(desk),
            number: ticket.number,
            category: ticket.category,
            subject: ticket.subject.clone(),
            state: ticket.state,
            priority: ticket.priority,
            customer: ticket.customer.as_ref().filter(|_| is_office && whose == Whose::Told).map(written),
            site: ticket.site.as_ref().map(|site| format!("{} {}", site.code, site.name).trim_end().to_owned()),
            details: if is_office { ticket.details.clone() } else { Vec::new() },
            due_at: ticket.due_at.filter(|_| is_office),
            at: entry.map_or(happened.at, |entry| entry.at),
            writer: matter.filter(|_| whose == Whose::Told).and_then(|entry| writer(entry, is_office)),
            text: matter.and_then(|entry| entry.message.clone()),
            bounced: entry.and_then(|entry| entry.bounced.clone()).filter(|_| is_office),
            enclosed: Vec::new(),
            left_out: Vec::new(),
        },
        enclosed: Vec::new(),
    };
    if let Some(entry) = matter {
        let mut beside = Beside { composed: &mut composed, left: MOST_BYTES.saturating_sub(ROOM_FOR_READINGS) };
        for (id, what, site) in store::correspondence::attached(conn, entry.id)? {
            beside.attached(id, &what, site);
        }
    }
    if let (Reader::Outside, Some(site), Some(entry)) = (reader, &ticket.site, matter) {
        composed.readings_around(site, entry.at);
    }
    Ok(composed)
}

/// Tells whether the entry of such news is what somebody wrote.
const fn has_text(news: TicketNews) -> bool {
    match news {
        TicketNews::Opened
        | TicketNews::Written
        | TicketNews::Answered
        | TicketNews::Settled
        | TicketNews::Reopened => true,
        TicketNews::Noted
        | TicketNews::Assigned
        | TicketNews::Overdue
        | TicketNews::Bounced
        | TicketNews::Changed
        | TicketNews::Unknown => false,
    }
}

/// Returns who wrote an entry. That there is an office outside is the house's business.
fn writer(entry: &Matter, is_office: bool) -> Option<String> {
    entry.name.clone().filter(|_| is_office || entry.author != super::outside::OUTSIDE_OFFICE)
}

fn written((number, name): &(String, String)) -> String {
    format!("{name} ({number})")
}

impl Composed {
    fn readings_around(&mut self, site: &Place, at: jiff::Timestamp) {
        let from = at.checked_sub(AROUND).unwrap_or(at);
        let until = at.checked_add(AROUND).unwrap_or(at);
        // A code is a word of letters and digits, which a file may be called.
        let name = format!("{}-{}.csv", site.code, at.strftime("%Y%m%d"));
        self.notice.enclosed.push(name.clone());
        self.enclosed.push(Enclosure::Readings { name, site: site.id, period: Period { from, until } });
    }
}

/// What lies beside an entry, on its way into a letter.
struct Beside<'a> {
    composed: &'a mut Composed,
    /// Bytes that may still go along.
    left: u64,
}

impl Beside<'_> {
    fn attached(&mut self, id: common::id::AttachmentId, what: &Attached, site: Option<common::id::SiteId>) {
        let reader = self.composed.notice.reader;
        match what {
            Attached::File { name, size, .. } => {
                let shown = visible(name).into_owned();
                // Staff see the file where they see the ticket; a letter to each would be many.
                if reader == Reader::Office || *size > self.left {
                    self.composed.notice.left_out.push(shown);
                    return;
                }
                self.left -= size;
                self.composed.notice.enclosed.push(shown);
                self.composed.enclosed.push(Enclosure::File { id });
            }
            Attached::Readings { site: code, period } => match (reader, site) {
                (Reader::Outside, Some(site)) => {
                    let name = format!("{code}-{}.csv", period.from.strftime("%Y%m%d"));
                    self.composed.notice.enclosed.push(name.clone());
                    self.composed.enclosed.push(Enclosure::Readings { name, site, period: *period });
                }
                // Who reads them there sees as much of them as is theirs.
                (Reader::Outside, None) | (Reader::Office | Reader::Customer | Reader::Correspondent, _) => {
                    self.composed.notice.left_out.push(format!("{code}.csv"));
                }
            },
            Attached::Alarm { alarm } => self.composed.notice.left_out.push(format!("A-{alarm}")),
            Attached::Unknown => {}
        }
    }
}
