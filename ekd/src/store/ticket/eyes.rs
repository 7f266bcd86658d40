//! Whose eyes look at tickets.
//!
//! Only `rpc::access` makes [`Eyes`] for a caller, from the caller's pass, at every call (held by `common/tests/tidy`).

use common::account::Role;
use common::id::AccountId;
use common::ticket::Category;
use jiff::Timestamp;

/// Whose eyes look at tickets: an account, and what it may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Eyes {
    whose: Whose,
    account: AccountId,
    now: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// All tickets, all of each.
    Office,
    /// Those of technical categories, and those with which the account has to do; whose they are is not theirs to see.
    Technical,
    /// Those of customers for whom the account acts, and those that it opened; nothing internal.
    Customers,
}

impl Eyes {
    /// Sees what an account may see at `now`.
    #[must_use]
    pub fn of_account(account: AccountId, role: Role, now: Timestamp) -> Self {
        let whose = match role {
            Role::Clerk | Role::Administrator => Whose::Office,
            Role::Technician => Whose::Technical,
            Role::Customer | Role::Manager => Whose::Customers,
        };
        Self { whose, account, now: now.as_second() }
    }

    /// Tells whether what is internal is seen.
    #[must_use]
    pub const fn is_staff(&self) -> bool {
        match self.whose {
            Whose::Office | Whose::Technical => true,
            Whose::Customers => false,
        }
    }

    /// Tells whether it is seen whose a ticket is.
    #[must_use]
    pub const fn see_customers(&self) -> bool {
        match self.whose {
            Whose::Office | Whose::Customers => true,
            Whose::Technical => false,
        }
    }

    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// Returns a condition on tickets, to be put after others; it has the parameters `:account` and `:now`, which are to
    /// be bound whether it mentions them or not.
    pub(super) fn tickets(&self) -> String {
        match self.whose {
            Whose::Office => " AND :account IS NOT NULL AND :now IS NOT NULL".to_owned(),
            Whose::Technical => format!(
                " AND :now IS NOT NULL AND (ticket.category IN ({}) OR ticket.assignee_id = :account
                   OR EXISTS (SELECT 1 FROM ticket_watcher AS seen
                              WHERE seen.ticket_id = ticket.id AND seen.account_id = :account))",
                names(Category::is_technical)
            ),
            Whose::Customers => format!(
                " AND ticket.id IN (
                    SELECT own.id FROM ticket AS own WHERE own.account_id = :account
                    UNION ALL
                    SELECT own.id FROM mandate CROSS JOIN ticket AS own ON own.customer_id = mandate.customer_id
                    WHERE mandate.account_id = :account AND mandate.from_at <= :now
                      AND (mandate.until_at IS NULL OR mandate.until_at > :now)
                      AND (own.category NOT IN ({}) OR instr(',' || mandate.rights || ',', ',finance,') > 0))",
                names(Category::is_financial)
            ),
        }
    }

    /// Returns a condition on entries, to be put after others.
    pub(super) const fn entries(&self) -> &'static str {
        if self.is_staff() { "" } else { " AND NOT entry.is_internal" }
    }

    /// Returns the column of a ticket with the newest entry that is to be read.
    pub(super) const fn last(&self) -> &'static str {
        if self.is_staff() { "last_entry" } else { "last_message" }
    }

    /// Returns the account and the present, for the parameters of a condition.
    pub(super) const fn bound(&self) -> (i64, i64) {
        (self.account.0, self.now)
    }
}

fn names(has: impl Fn(Category) -> bool) -> String {
    let names = Category::ALL.into_iter().filter(|category| has(*category)).map(Category::name);
    names.map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
}
