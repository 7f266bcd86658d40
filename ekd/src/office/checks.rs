//! What may be written, attached and said of a ticket that is to be.

use common::customer::Customer;
use common::fault::{Cause, TicketCause};
use common::id::{AccountId, CustomerId};
use common::text::is_hidden;
use common::ticket::Category;
use common::ticket::entry::{EntryText, LONGEST_BODY, LONGEST_SUBJECT, MOST_ATTACHED, MOST_ATTACHMENTS};
use common::ticket::field::Detail;
use sha2::{Digest, Sha256};

use super::{Attaching, Opening, Writer, ticket};
use crate::store::log::Write;
use crate::store::ticket::by::Side;
use crate::store::{self, StoreError};
use crate::turned::Turned;

/// Details of one ticket; more than there are fields is no honest letter.
const MOST_DETAILS: usize = 20;
/// Characters of the name of a file: more than any file system has.
const LONGEST_NAME: usize = 255;

/// Returns a subject as it is kept.
pub(super) fn subject(text: &str) -> Result<String, Turned> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_SUBJECT || text.chars().any(is_hidden) {
        return Err(Cause::BadText { field: "subject".to_owned() }.into());
    }
    Ok(text.to_owned())
}

/// Returns the name of a file as it is kept: what stands behind the last slash, for people and never a path.
pub(super) fn file_name(text: &str) -> Result<String, Turned> {
    let name = text.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(is_hidden) {
        return Err(Cause::BadText { field: "name".to_owned() }.into());
    }
    Ok(name.to_owned())
}

/// Makes sure that a text is no longer than a text may be.
pub(super) fn body(text: &EntryText) -> Result<(), Turned> {
    let parts = [Some(&text.body), text.quoted.as_ref(), text.signature.as_ref()];
    if parts.into_iter().flatten().any(|part| part.chars().count() > LONGEST_BODY) {
        return Err(Cause::BadText { field: "body".to_owned() }.into());
    }
    Ok(())
}

pub(super) fn attachments(attach: &[Attaching]) -> Result<(), Turned> {
    if attach.len() > MOST_ATTACHMENTS {
        return Err(ticket(TicketCause::TooManyAttachments { most: MOST_ATTACHMENTS as u64 }));
    }
    let size = |one: &Attaching| match one {
        Attaching::File { bytes, .. } => bytes.len() as u64,
        Attaching::Readings { .. } | Attaching::Alarm { .. } => 0,
    };
    if attach.iter().map(size).sum::<u64>() > MOST_ATTACHED {
        return Err(ticket(TicketCause::AttachmentsTooLarge { most: MOST_ATTACHED }));
    }
    Ok(())
}

/// Returns details as they are kept; what the category wants to be told must be among them.
pub(super) fn details(category: Category, told: &[Detail]) -> Result<Vec<Detail>, Turned> {
    if told.len() > MOST_DETAILS {
        return Err(Cause::BadText { field: "details".to_owned() }.into());
    }
    let mut checked: Vec<Detail> = Vec::with_capacity(told.len());
    for Detail { field, value } in told {
        let wrong = || ticket(TicketCause::FieldWrong { field: field.name().to_owned() });
        let value = field.check(value).map_err(|_| wrong())?;
        if checked.iter().any(|other| other.field == *field) {
            return Err(wrong());
        }
        checked.push(Detail { field: *field, value });
    }
    let is_told = |wanted: &common::ticket::field::Field| checked.iter().any(|detail| detail.field == *wanted);
    match category.required().iter().find(|wanted| !is_told(wanted)) {
        Some(missing) => Err(ticket(TicketCause::FieldMissing { field: missing.name().to_owned() })),
        None => Ok(checked),
    }
}

/// Returns whose a ticket is that is to be: as it was named, else the owner of the site, else the only customer for whom
/// the writer acts. Who acts for customers writes for no others.
pub(super) fn customer(tx: &Write<'_>, opening: &Opening<'_>, written_by: Side) -> Result<Option<CustomerId>, Turned> {
    let owned_by = match opening.site {
        Some(site) => store::customer::of_site(tx, site, opening.now)?.map(|owner| owner.id),
        None => None,
    };
    let missing = || ticket(TicketCause::CustomerMissing);
    if let (Side::Customer, Writer::Account(account)) = (written_by, &opening.by) {
        let own = acts_for(tx, *account, opening)?;
        let is_own = |id: &CustomerId| own.iter().any(|customer| customer.id == *id);
        return match (owned_by, opening.customer, own.as_slice()) {
            (Some(owner), _, _) => Some(owner).filter(is_own).map(Some).ok_or_else(missing),
            (None, Some(named), _) => Some(named).filter(is_own).map(Some).ok_or_else(missing),
            (None, None, [only]) => Ok(Some(only.id)),
            (None, None, _) => Err(missing()),
        };
    }
    match opening.customer.or(owned_by) {
        None if opening.category != Category::Other => Err(missing()),
        found => Ok(found),
    }
}

fn acts_for(tx: &Write<'_>, account: AccountId, opening: &Opening<'_>) -> Result<Vec<Customer>, StoreError> {
    store::customer::of_account(tx, account, opening.now)
}

/// Returns the SHA-256 of bytes in hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a String cannot fail");
        text
    })
}
