//! Who wrote something, as the archive keeps it.

use common::account::Login;
use common::contact::EmailAddress;
use common::id::AccountId;
use common::ticket::Author;
use rusqlite::Row;

use super::eyes::Eyes;
use super::named;

/// Who wrote something: a side, and what is known of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    pub author: Side,
    pub account: Option<AccountId>,
    pub address: Option<String>,
}

/// On which side somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Customer,
    Office,
    OutsideOffice,
    Correspondent,
    Unverified,
    House,
    Erased,
}

impl Side {
    const ALL: [Self; 7] = [
        Self::Customer,
        Self::Office,
        Self::OutsideOffice,
        Self::Correspondent,
        Self::Unverified,
        Self::House,
        Self::Erased,
    ];

    /// Returns the name used in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Office => "office",
            Self::OutsideOffice => "outside_office",
            Self::Correspondent => "correspondent",
            Self::Unverified => "unverified",
            Self::House => "house",
            Self::Erased => "erased",
        }
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.name() == name)
    }

    /// Tells whether it is the side that answers.
    #[must_use]
    pub const fn is_office(self) -> bool {
        match self {
            Self::Office | Self::OutsideOffice | Self::House => true,
            Self::Customer | Self::Correspondent | Self::Unverified | Self::Erased => false,
        }
    }
}

impl By {
    /// The daemon itself.
    #[must_use]
    pub const fn house() -> Self {
        Self { author: Side::House, account: None, address: None }
    }
}

/// Reads who wrote something from four columns: the side, the account's log-in name and name, the address.
pub(super) fn author(row: &Row<'_>, first: usize, eyes: &Eyes) -> Result<Author, rusqlite::Error> {
    let side = named(row, first, Side::parse)?;
    let login: Option<String> = row.get(first + 1)?;
    let name: Option<String> = row.get(first + 2)?;
    let address: Option<String> = row.get(first + 3)?;
    let address = address.and_then(|address| EmailAddress::parse(&address).ok());
    let login = login.and_then(|login| Login::parse(&login).ok());
    // Names of people are for those who see customers, and among those who act for one.
    let name = if eyes.see_customers() { name.unwrap_or_default() } else { String::new() };
    Ok(match (side, login, address) {
        (Side::Customer, Some(login), _) => Author::Customer { login, name },
        (Side::Office, Some(login), _) if eyes.is_staff() => Author::Office { login, name },
        (Side::Office, _, _) => Author::TheOffice,
        (Side::OutsideOffice, _, Some(address)) => Author::OutsideOffice { address },
        (Side::Correspondent, _, Some(address)) => Author::Correspondent { address },
        (Side::Unverified, _, address) => Author::Unverified { address },
        (Side::House, _, _) => Author::House,
        (Side::Customer, None, _) | (Side::OutsideOffice | Side::Correspondent, _, None) | (Side::Erased, _, _) => {
            Author::Erased
        }
    })
}
