//! What people do with tickets besides writing.

use serde::{Deserialize, Serialize};

use super::{Category, Priority, TicketNumber, TicketState};
use crate::account::Login;
use crate::id::{CustomerNumber, EntryId, SiteCode};

/// Something to be done with tickets, all of them or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketDeed {
    pub tickets: Vec<TicketNumber>,
    #[serde(flatten)]
    pub what: Deed,
}

/// What is done. Customers turn the state (close, reopen); the rest is the office's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum Deed {
    /// By the asking account.
    Take,
    Assign {
        to: Option<Login>,
    },
    State {
        to: TicketState,
    },
    Priority {
        to: Priority,
    },
    Category {
        to: Category,
    },
    Site {
        to: Option<SiteCode>,
    },
    /// Says whose it is.
    Customer {
        to: Option<CustomerNumber>,
    },
    Watch {
        login: Login,
    },
    Unwatch {
        login: Login,
    },
    /// Makes them part of another.
    Merge {
        into: TicketNumber,
    },
    /// Has these entries of the one ticket go to a ticket of their own.
    Split {
        entries: Vec<EntryId>,
        category: Category,
        subject: String,
    },
}
