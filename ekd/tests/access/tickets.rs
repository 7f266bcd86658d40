//! Tickets of each customer, with a note that only the office may read, a file and somebody's draft; and what is asked of
//! them.

use common::api::{EkRequest, OnceKey, UploadPart};
use common::id::{AttachmentId, CustomerNumber, EntryId, SendingId, TemplateName};
use common::page::{Page, Paged};
use common::ticket::canned::Template;
use common::ticket::deed::{Deed, TicketDeed};
use common::ticket::draft::{Dispatch, Draft, NewEntry, NewTicket, Readers, Sent};
use common::ticket::entry::{Entry, NewAttachment};
use common::ticket::field::{Detail, Field};
use common::ticket::query::{AttachmentQuery, MessageFilter, TicketFilter, TicketOrder, TicketStanding};
use common::ticket::{Category, Origin, TicketNumber, TicketState};
use common::time::Period;
use jiff::{SignedDuration, Timestamp};
use serde_bytes::ByteBuf;

use crate::caller::Caller;
use crate::cases::{Target, Whose, code, number, site_code};
use crate::harness::client::once;
use crate::town::TENANTS;

/// A ticket, what is written in it for both sides, and the file beside that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seeds {
    pub(crate) ticket: TicketNumber,
    pub(crate) entry: EntryId,
    pub(crate) file: AttachmentId,
    /// Beside what is for the office only.
    pub(crate) internal: AttachmentId,
}

impl Seeds {
    /// Nobody's.
    pub(crate) fn nobody() -> Self {
        let far = 1 << 40;
        Self {
            ticket: TicketNumber::new(2099, 7),
            entry: EntryId(far),
            file: AttachmentId(far),
            internal: AttachmentId(far),
        }
    }
}

fn new_ticket(site: common::id::SiteCode, customer: Option<CustomerNumber>, body: String) -> NewTicket {
    NewTicket {
        category: Category::Meter,
        subject: None,
        site: Some(site),
        customer,
        details: Vec::new(),
        priority: None,
        origin: Origin::Terminal,
        body,
        attach: Vec::new(),
    }
}

/// Has a file lie ready and returns how it is attached.
async fn uploaded(root: &Caller, text: &str) -> NewAttachment {
    let key = once();
    let bytes = ByteBuf::from(text.as_bytes());
    let part = UploadPart { key: key.clone(), offset: 0, bytes };
    let _: u64 = root.get(EkRequest::UploadAttachment { part }).await.unwrap();
    let sha256 = ekd::reception::digest(text.as_bytes());
    NewAttachment::File { key, name: format!("{text}.txt"), size: text.len() as u64, sha256 }
}

async fn send(root: &Caller, dispatch: Dispatch) -> TicketNumber {
    let hold = SignedDuration::ZERO;
    let sent: Sent = root.get(EkRequest::Send { key: once(), dispatch, hold }).await.unwrap();
    let Sent::Done { ticket } = sent else { panic!("{sent:?}") };
    ticket.number
}

/// Opens a ticket of a customer.
pub(crate) async fn seed(root: &Caller, letter: char) -> Seeds {
    let site = common::id::SiteCode::parse(&format!("W-MARK{letter}")).unwrap();
    let customer = CustomerNumber::parse(&format!("K-MARK{letter}")).unwrap();
    let mut new = new_ticket(site, Some(customer), format!("Licznik MARK{letter} stoi"));
    new.details = vec![Detail { field: Field::MeterSerial, value: format!("S-MARK{letter}") }];
    new.attach = vec![uploaded(root, &format!("MARK{letter}")).await];
    let ticket = send(root, Dispatch::Ticket(new)).await;
    let body = format!("PAPER dla biura MARK{letter}");
    let attach = vec![uploaded(root, &format!("PAPER-MARK{letter}")).await];
    let note = NewEntry { ticket, readers: Readers::Office, body, attach, then: None };
    send(root, Dispatch::Entry(note)).await;
    let entries: Paged<Entry> = root.get(EkRequest::Entries { number: ticket, page: Page::default() }).await.unwrap();
    let with_files: Vec<&Entry> = entries.items.iter().filter(|entry| !entry.attachments.is_empty()).collect();
    let [message, note] = with_files.as_slice() else { panic!("{entries:?}") };
    Seeds { ticket, entry: message.id, file: message.attachments[0].id, internal: note.attachments[0].id }
}

/// Has somebody begin to write.
pub(crate) async fn draft(caller: &Caller, who: &str) {
    let site = common::id::SiteCode::parse("W-NOBODY").unwrap();
    let dispatch = Dispatch::Ticket(new_ticket(site, None, format!("Szkic WHO-{who}")));
    let _: Draft = caller.get(EkRequest::SaveDraft { key: once(), dispatch }).await.unwrap();
}

/// Returns what is asked about a target's tickets.
pub(crate) fn requests(target: &Target) -> Vec<EkRequest> {
    let mut all = lists(target);
    all.extend(about_one(target));
    all.extend(office());
    all
}

fn lists(target: &Target) -> Vec<EkRequest> {
    let all_of_them = TicketFilter { standing: TicketStanding::All, ..TicketFilter::default() };
    let mut filters = vec![
        TicketFilter { text: Some(target.mark.to_lowercase()), ..all_of_them.clone() },
        TicketFilter { text: Some(format!("paper {}", target.mark)), ..all_of_them.clone() },
        TicketFilter { site: Some(site_code(target)), ..all_of_them.clone() },
        TicketFilter { customer: Some(number(target)), ..all_of_them.clone() },
    ];
    let mut texts = vec![Some(target.mark.clone()), Some("paper".to_owned())];
    let mut all = Vec::new();
    if target.whose == Whose::Own {
        filters.extend([all_of_them, TicketFilter { order: TicketOrder::Changed, ..TicketFilter::default() }]);
        texts.push(None);
        all.push(EkRequest::TicketCounts {});
    }
    for filter in filters {
        for (after, limit) in [(None, 0), (None, 1), (Some("1".to_owned()), 1), (Some(u32::MAX.to_string()), 0)] {
            all.push(EkRequest::Tickets { filter: filter.clone(), page: Page { after, limit } });
        }
    }
    for text in texts {
        for only_unread in [false, true] {
            let filter = MessageFilter { only_unread, text: text.clone() };
            all.push(EkRequest::Messages { filter, page: Page::default() });
        }
    }
    all
}

fn about_one(target: &Target) -> Vec<EkRequest> {
    let Seeds { ticket, entry, file, internal } = target.seeds;
    let deed = |what| EkRequest::ChangeTickets { key: once(), deed: TicketDeed { tickets: vec![ticket], what } };
    let hold = SignedDuration::ZERO;
    let send = |dispatch| EkRequest::Send { key: once(), dispatch, hold };
    // Too little is told for any of these to become something.
    let empty = NewEntry { ticket, readers: Readers::Both, body: String::new(), attach: Vec::new(), then: None };
    let page = Page::default();
    vec![
        EkRequest::Ticket { number: ticket },
        EkRequest::Entries { number: ticket, page: page.clone() },
        EkRequest::Entries { number: ticket, page: Page { after: Some("0".to_owned()), limit: 1 } },
        EkRequest::MarkRead { number: ticket, up_to: entry },
        EkRequest::Attachment { query: AttachmentQuery { id: file, offset: 0 } },
        EkRequest::Attachment { query: AttachmentQuery { id: internal, offset: 0 } },
        deed(Deed::State { to: TicketState::New }),
        deed(Deed::Take),
        send(Dispatch::Entry(empty)),
        send(Dispatch::Ticket(new_ticket(site_code(target), None, code(target, 'Z')))),
        send(Dispatch::Ticket(new_ticket(site_code(target), Some(number(target)), code(target, 'Z')))),
        EkRequest::Unsend { id: SendingId(1 << 40) },
        EkRequest::Drafts {},
        EkRequest::DropDraft { key: once() },
        EkRequest::UploadAttachment { part: UploadPart { key: once(), offset: 7, bytes: ByteBuf::from(b"x") } },
    ]
}

/// What the office works with, and what nobody else is told.
fn office() -> Vec<EkRequest> {
    let name = || TemplateName::parse("nobody").unwrap();
    let template = Template { name: name(), category: None, body: "{nothing}".to_owned() };
    let day = Period { from: Timestamp::UNIX_EPOCH, until: Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24) };
    let key: OnceKey = OnceKey::new([9; 16]);
    let nothing = NewEntry {
        ticket: Seeds::nobody().ticket,
        readers: Readers::Both,
        body: String::new(),
        attach: Vec::new(),
        then: None,
    };
    vec![
        EkRequest::Templates {},
        EkRequest::SaveTemplate { key: once(), template },
        EkRequest::RemoveTemplate { name: name() },
        EkRequest::TicketStatistics { period: day },
        EkRequest::ReceivedMail { page: Page::default() },
        EkRequest::SaveDraft { key, dispatch: Dispatch::Entry(nothing) },
    ]
}

/// Returns a ticket for each customer, by letter.
pub(crate) async fn seed_all(root: &Caller) -> std::collections::BTreeMap<char, Seeds> {
    let mut seeds = std::collections::BTreeMap::new();
    for (letter, _) in TENANTS {
        seeds.insert(letter, seed(root, letter).await);
    }
    seeds
}
