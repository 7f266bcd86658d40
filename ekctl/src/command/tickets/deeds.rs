//! What people do with tickets besides writing: take, assign, settle, reopen, merge, split.

use common::account::Login;
use common::api::EkClient;
use common::ticket::deed::{Deed, TicketDeed};
use common::ticket::{Ticket, TicketNumber, TicketState};

use super::list_tickets;
use crate::cli::tickets::deeds::{
    AssignArgs, EditArgs, MergeArgs, NumbersArgs, SplitArgs, TicketOrLogin, WatchTicketArgs,
};
use crate::cli::usage::Usage;
use crate::exit::Failure;
use crate::output::Output;
use crate::session::Session;

/// Tickets that one call may name.
const MOST: usize = 200;

/// Makes tickets the caller's work.
///
/// # Errors
/// No such ticket, or one that is closed.
pub async fn take(session: &mut Session, output: &mut Output, args: &NumbersArgs) -> Result<(), Failure> {
    change(session, output, &args.numbers, &Deed::Take).await
}

/// Makes tickets the work of somebody or of nobody.
///
/// # Errors
/// No such ticket, no such account; somebody and nobody, or neither.
pub async fn assign(session: &mut Session, output: &mut Output, args: &AssignArgs) -> Result<(), Failure> {
    let (numbers, to) = whom(args)?;
    change(session, output, &numbers, &Deed::Assign { to }).await
}

fn whom(args: &AssignArgs) -> Result<(Vec<TicketNumber>, Option<Login>), Usage> {
    let (mut numbers, mut logins) = (Vec::new(), Vec::new());
    for thing in &args.things {
        match thing {
            TicketOrLogin::Ticket(number) => numbers.push(*number),
            TicketOrLogin::Login(login) => logins.push(login.clone()),
        }
    }
    match (logins.as_slice(), args.nobody) {
        ([], true) if !numbers.is_empty() => Ok((numbers, None)),
        ([login], false) if !numbers.is_empty() => Ok((numbers, Some(login.clone()))),
        _ => Err(Usage::assign_whom()),
    }
}

/// Turns tickets into a state.
///
/// # Errors
/// No such ticket, or its state forbids it.
pub async fn turn(
    session: &mut Session,
    output: &mut Output,
    args: &NumbersArgs,
    to: TicketState,
) -> Result<(), Failure> {
    change(session, output, &args.numbers, &Deed::State { to }).await
}

/// Changes what tickets are about, whose they are and how urgent, one after the other.
///
/// # Errors
/// No such ticket, site or customer.
pub async fn edit(session: &mut Session, output: &mut Output, args: &EditArgs) -> Result<(), Failure> {
    let site = session.site_code(args.site.as_deref()).await?;
    let deeds = [
        args.category.map(|to| Deed::Category { to }),
        (site.is_some() || args.no_site).then_some(Deed::Site { to: site }),
        (args.customer.is_some() || args.no_customer).then(|| Deed::Customer { to: args.customer.clone() }),
        args.priority.map(|to| Deed::Priority { to }),
    ];
    let mut changed = Vec::new();
    for deed in deeds.into_iter().flatten() {
        changed = done(session, &args.tickets.numbers, &deed).await?;
    }
    list_tickets(output, changed, session.now())
}

/// Has somebody told of a ticket.
///
/// # Errors
/// No such ticket, no such account.
pub async fn watch(session: &mut Session, output: &mut Output, args: &WatchTicketArgs) -> Result<(), Failure> {
    change(session, output, &[args.ticket.number], &Deed::Watch { login: args.login.clone() }).await
}

/// Has somebody not told of a ticket any more.
///
/// # Errors
/// No such ticket, no such account.
pub async fn unwatch(session: &mut Session, output: &mut Output, args: &WatchTicketArgs) -> Result<(), Failure> {
    change(session, output, &[args.ticket.number], &Deed::Unwatch { login: args.login.clone() }).await
}

/// Makes tickets part of another.
///
/// # Errors
/// No such ticket, or one of another customer.
pub async fn merge(session: &mut Session, output: &mut Output, args: &MergeArgs) -> Result<(), Failure> {
    change(session, output, &args.tickets.numbers, &Deed::Merge { into: args.into }).await
}

/// Has entries go to a ticket of their own.
///
/// # Errors
/// No such ticket or entry; nothing or all would go.
pub async fn split(session: &mut Session, output: &mut Output, args: &SplitArgs) -> Result<(), Failure> {
    let (entries, category, subject) = (args.entries.clone(), args.category, args.subject.clone());
    change(session, output, &[args.ticket.number], &Deed::Split { entries, category, subject }).await
}

/// Does it, and lists the tickets as they are now.
async fn change(
    session: &mut Session,
    output: &mut Output,
    numbers: &[TicketNumber],
    deed: &Deed,
) -> Result<(), Failure> {
    let changed = done(session, numbers, deed).await?;
    list_tickets(output, changed, session.now())
}

async fn done(session: &mut Session, numbers: &[TicketNumber], deed: &Deed) -> Result<Vec<Ticket>, Failure> {
    let mut changed = Vec::new();
    for numbers in numbers.chunks(MOST) {
        let deed = TicketDeed { tickets: numbers.to_vec(), what: deed.clone() };
        let call = async |ek: &EkClient, context, key| ek.change_tickets(context, key, deed.clone()).await;
        changed.extend(session.ask_once(call).await?);
    }
    Ok(changed)
}
