//! Questions about tickets, what is written and sent, and what is done with them.

use std::fs::File;
use std::io::Read as _;

use common::account::Account;
use common::api::{MAX_UPLOAD_PART, OnceKey, UploadPart};
use common::client::Connection;
use common::customer::AccountFilter;
use common::fault::Cause;
use common::id::SendingId;
use common::page::Page;
use common::ticket::TicketNumber;
use common::ticket::deed::TicketDeed;
use common::ticket::draft::{Dispatch, Sent, USUAL_HOLD};
use common::ticket::entry::{Entry, NewAttachment};
use common::ticket::query::{MessageFilter, TicketFilter};
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};

use super::billing;
use crate::app::Message;
use crate::drafts::hexadecimal;
use crate::effect::{Answer, Ask, Done, FileToAttach, MOST_ENTRIES, MOST_TICKETS, NotAttached, Threaded, TicketList};

/// Messages shown, the newest.
const N_MESSAGES: u32 = 200;
/// People of the utility that are offered at most.
const N_STAFF: u32 = 200;

/// Puts a question and returns the message that carries the answer.
pub(super) async fn put(connection: &Connection, ask: Ask) -> Message {
    match ask {
        Ask::Tickets(filter) => {
            let answer = list(connection, &filter).await;
            Message::Tickets(filter, answer)
        }
        Ask::Ticket(number) => Message::Ticket(number, Box::new(thread(connection, number).await)),
        Ask::Messages(text) => {
            let answer = messages(connection, &text).await;
            Message::Messages(text, answer)
        }
        Ask::Drafts => Message::Drafts(connection.ask(async |ek, context| ek.drafts(context).await).await),
        Ask::Templates => Message::Templates(connection.ask(async |ek, context| ek.templates(context).await).await),
        Ask::Staff => Message::Staff(staff(connection).await),
        Ask::TicketStatistics(period) => {
            let answer = connection.ask(async |ek, context| ek.ticket_statistics(context, period).await).await;
            Message::TicketStatistics(Box::new(answer))
        }
        Ask::MarkRead(number, up_to) => {
            let answer = connection.ask(async |ek, context| ek.mark_read(context, number, up_to).await).await;
            Message::MarkedRead(number, answer)
        }
        Ask::Attach(file) => Message::Attached(Box::new(attach(connection, file).await)),
        // The counts are asked for with everything else.
        _ => Message::TicketCounts(connection.ask(async |ek, context| ek.ticket_counts(context).await).await),
    }
}

async fn list(connection: &Connection, filter: &TicketFilter) -> Answer<TicketList> {
    let (mut tickets, mut page) = (Vec::new(), Page::default());
    loop {
        let paged = connection.ask(async |ek, context| ek.tickets(context, filter.clone(), page.clone()).await).await?;
        tickets.extend(paged.items);
        match paged.next {
            Some(next) if tickets.len() < MOST_TICKETS => page.after = Some(next),
            next => return Ok(TicketList { tickets, cut: next.is_some() }),
        }
    }
}

async fn thread(connection: &Connection, number: TicketNumber) -> Answer<Threaded> {
    let card = connection.ask(async |ek, context| ek.ticket(context, number).await).await?;
    let balances = match &card.customer {
        Some(customer) => billing::or_nothing(billing::balances_of(connection, &customer.number).await)?,
        None => Vec::new(),
    };
    let (mut entries, mut page) = (Vec::new(), Page::default());
    loop {
        let paged = connection.ask(async |ek, context| ek.entries(context, number, page.clone()).await).await?;
        entries.extend(paged.items);
        // A thread longer than anybody reads loses its beginning, not its end.
        let beyond = entries.len().saturating_sub(MOST_ENTRIES);
        entries.drain(..beyond);
        match paged.next {
            Some(next) => page.after = Some(next),
            None => return Ok(Threaded { card, entries, balances }),
        }
    }
}

async fn messages(connection: &Connection, text: &str) -> Answer<Vec<Entry>> {
    let filter = MessageFilter { text: (!text.is_empty()).then(|| text.to_owned()), ..MessageFilter::default() };
    let page = Page { after: None, limit: N_MESSAGES };
    let paged = connection.ask(async |ek, context| ek.messages(context, filter.clone(), page.clone()).await).await?;
    Ok(paged.items)
}

async fn staff(connection: &Connection) -> Answer<Vec<Account>> {
    let page = Page { after: None, limit: N_STAFF };
    let mut staff = Vec::new();
    for role in common::account::Role::ALL.into_iter().filter(|role| role.is_staff()) {
        let filter = AccountFilter { role: Some(role), ..AccountFilter::default() };
        let paged =
            connection.ask(async |ek, context| ek.accounts(context, filter.clone(), page.clone()).await).await?;
        staff.extend(paged.items.into_iter().filter(|account| account.standing.is_open()));
    }
    Ok(staff)
}

/// Reads a file and hands it over piece by piece: what has arrived is not sent again.
async fn attach(connection: &Connection, file: FileToAttach) -> Result<NewAttachment, NotAttached> {
    let (name, bytes) = read(&file)?;
    let size = bytes.len() as u64;
    let sha256 = hexadecimal(&Sha256::digest(&bytes));
    let mut arrived: u64 = 0;
    loop {
        let start = usize::try_from(arrived).unwrap_or(usize::MAX).min(bytes.len());
        let end = bytes.len().min(start + MAX_UPLOAD_PART);
        let part = UploadPart { key: file.key.clone(), offset: arrived, bytes: ByteBuf::from(&bytes[start..end]) };
        let sent = connection.ask(async |ek, context| ek.upload_attachment(context, part.clone()).await).await;
        let now = sent.map_err(NotAttached::Turned)?;
        if now < end as u64 {
            return Err(NotAttached::Turned(Cause::UploadIncomplete { arrived: now }.into()));
        }
        arrived = now;
        if arrived >= size {
            return Ok(NewAttachment::File { key: file.key, name, size, sha256 });
        }
    }
}

fn read(file: &FileToAttach) -> Result<(String, Vec<u8>), NotAttached> {
    let path = match (file.path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => file.path.clone().into(),
    };
    let unreadable = |error: std::io::Error| NotAttached::Unreadable(format!("{}: {error}", path.display()));
    // A pipe or a device might never end.
    if !std::fs::metadata(&path).map_err(unreadable)?.is_file() {
        return Err(NotAttached::Unreadable(format!("{}: {}", path.display(), std::io::ErrorKind::InvalidInput)));
    }
    let mut bytes = Vec::new();
    let opened = File::open(&path).and_then(|opened| opened.take(file.most + 1).read_to_end(&mut bytes));
    opened.map_err(unreadable)?;
    if bytes.len() as u64 > file.most {
        return Err(NotAttached::TooLarge);
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok((name, bytes))
}

/// Sends something, after a while in which it can be taken back.
pub(super) async fn send(connection: &Connection, key: &OnceKey, dispatch: &Dispatch) -> Answer<Sent> {
    connection.ask(async |ek, context| ek.send(context, key.clone(), dispatch.clone(), USUAL_HOLD).await).await
}

/// Takes back what is held.
pub(super) async fn unsend(connection: &Connection, id: SendingId) -> Done {
    let answer = connection.ask(async |ek, context| ek.unsend(context, id).await).await;
    Done::Unsent(answer.map(Box::new))
}

/// Gives a draft to the daemon.
pub(super) async fn save_draft(connection: &Connection, key: &OnceKey, dispatch: &Dispatch) -> Done {
    let answer = connection.ask(async |ek, context| ek.save_draft(context, key.clone(), dispatch.clone()).await).await;
    Done::DraftSaved(answer.map(Box::new))
}

/// Has the daemon throw a draft away.
pub(super) async fn drop_draft(connection: &Connection, key: &OnceKey) -> Done {
    Done::DraftDropped(connection.ask(async |ek, context| ek.drop_draft(context, key.clone()).await).await)
}

/// Does one deed after the other, and tells what the last of them made of the tickets.
pub(super) async fn change(connection: &Connection, key: &OnceKey, deeds: Vec<TicketDeed>) -> Done {
    let mut changed = Ok(Vec::new());
    for (place, deed) in deeds.iter().enumerate() {
        let key = nth(key, place);
        let call = connection.ask(async |ek, context| ek.change_tickets(context, key.clone(), deed.clone()).await);
        changed = call.await;
        if changed.is_err() {
            break;
        }
    }
    Done::TicketsChanged(deeds, changed)
}

/// Returns the key of one of several deeds that were asked for at once.
fn nth(key: &OnceKey, place: usize) -> OnceKey {
    if place == 0 {
        return key.clone();
    }
    let digest = Sha256::digest(format!("{key} {place}").as_bytes());
    let mut random = [0; 16];
    random.copy_from_slice(&digest[..16]);
    OnceKey::new(random)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_several_deeds_has_a_key_that_stays() {
        let key = OnceKey::new([7; 16]);
        assert_eq!(nth(&key, 0), key);
        assert_eq!(nth(&key, 1), nth(&key, 1));
        assert!(nth(&key, 1) != nth(&key, 2) && nth(&key, 1) != key);
    }

    #[test]
    fn a_file_that_is_none_or_too_large_is_not_read() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("zdjęcie.jpg");
        std::fs::write(&path, b"12345").unwrap();
        let file = |most| FileToAttach { key: OnceKey::new([1; 16]), path: path.display().to_string(), most };
        assert_eq!(read(&file(5)).unwrap(), ("zdjęcie.jpg".to_owned(), b"12345".to_vec()));
        assert!(matches!(read(&file(4)), Err(NotAttached::TooLarge)));
        let directory = FileToAttach { path: directory.path().display().to_string(), ..file(5) };
        assert!(matches!(read(&directory), Err(NotAttached::Unreadable(_))));
    }
}
