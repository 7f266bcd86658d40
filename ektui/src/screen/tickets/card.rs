//! What helps to answer a ticket, as lines: what was told, the clock, the customer, readings, alarms, other tickets.

use common::alarm::Alarm;
use common::customer::Customer;
use common::quantity::Quantity;
use common::site::SiteOverview;
use common::text::visible;
use common::ticket::Ticket;

use crate::effect::Threaded;
use crate::look::Look;
use crate::screen::sites::facts;
use crate::screen::tickets::words::{self, Precision, Side};
use crate::screen::{alarms, billing};
use crate::widget::page::{self, Line};

/// Columns from which names stand before the facts; below, only the facts have room.
const ROOMY: usize = 50;

/// Returns the card in lines of at most `room` columns.
#[must_use]
pub fn lines(held: &Threaded, room: usize, side: Side, look: &Look) -> Vec<Line> {
    let card = &held.card;
    let mut lines = vec![Line::Heading(look.say("card-ticket"))];
    lines.extend(ticket_facts(&card.ticket, side, look).into_iter().flat_map(|fact| fact_lines(fact, room, look)));
    if let Some(customer) = &card.customer {
        lines.push(Line::Heading(look.say("card-customer")));
        lines.extend(customer_words(customer).iter().flat_map(|words| page::wrap(words, room)).map(Line::Text));
        let owed = held.balances.iter().filter(|_| side == Side::Office);
        let owed = owed.flat_map(|balance| billing::words::balance(balance, look));
        lines.extend(owed.flat_map(|words| billing::words::flowing(&words, room)).map(Line::Text));
    }
    if card.finding.is_some() || card.site.is_some() {
        lines.push(Line::Heading(look.say("card-readings")));
    }
    let finding = card.finding.as_ref().map(|finding| words::finding(finding, look)).unwrap_or_default();
    lines.extend(finding.iter().flat_map(|words| page::wrap(words, room)).map(Line::Text));
    let values = card.site.as_deref().map(|site| values(site, look)).unwrap_or_default();
    lines.extend(crate::widget::fit::flow(&values, "  ", room).into_iter().map(Line::Text));
    if !card.alarms.is_empty() {
        lines.push(Line::Heading(look.say("card-alarms")));
        let alarms = card.alarms.iter().map(|alarm| alarm_words(alarm, look));
        lines.extend(alarms.flat_map(|words| page::wrap(&words, room)).map(Line::Text));
    }
    for (id, tickets) in [("card-similar", &card.similar), ("card-former", &card.former)] {
        if !tickets.is_empty() {
            lines.push(Line::Heading(look.say(id)));
            let tickets = tickets.iter().map(|ticket| ticket_words(ticket, side, look));
            lines.extend(tickets.flat_map(|words| page::wrap(&words, room)).map(Line::Text));
        }
    }
    lines
}

type Fact = (&'static str, String);

fn fact_lines((label, value): Fact, room: usize, look: &Look) -> Vec<Line> {
    if room >= ROOMY {
        return page::facts(&look.say(label), &value, room).into_iter().map(Line::Text).collect();
    }
    page::wrap(&format!("{}: {value}", look.say(label)), room).into_iter().map(Line::Text).collect()
}

fn ticket_facts(ticket: &Ticket, side: Side, look: &Look) -> Vec<Fact> {
    let by = words::author(&ticket.opener, look);
    let opened = format!("{}, {by}", words::when(ticket.created_at, Precision::Minutes, look));
    let kind = [look.say(words::category_label(ticket.category)), look.say(words::priority_label(ticket.priority))];
    let mut facts = vec![
        ("card-what", kind.join(" · ")),
        ("card-state", words::state(ticket.state, side, look)),
        ("card-opened", opened),
        ("card-site", words::site(ticket)),
    ];
    let details = words::details(&ticket.details, look);
    if !details.is_empty() {
        facts.push(("card-told", details.join(" · ")));
    }
    facts.push(("card-due", due(ticket, look)));
    if side == Side::Office {
        let assignee = ticket.assignee.as_ref().map_or_else(|| look.say("ticket-nobody"), ToString::to_string);
        facts.push(("card-assignee", assignee));
        facts.push(("card-answer", answer(ticket, look)));
    }
    if let Some(into) = ticket.merged_into {
        facts.push(("card-merged", into.to_string()));
    }
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

/// Returns until when it must be answered, and what is left of the time.
fn due(ticket: &Ticket, look: &Look) -> String {
    let clock = &ticket.clock;
    match (clock.due_at, clock.left) {
        (Some(due_at), _) => {
            let at = words::when(due_at, Precision::Minutes, look);
            let left = words::left(due_at.duration_since(look.now), look);
            let id = if due_at <= look.now { "card-overdue" } else { "card-due-in" };
            look.tell(id, &[("at", at.into()), ("left", left.trim_start_matches('-').into())])
        }
        (None, Some(left)) if clock.paused_at.is_some() => {
            look.tell("card-stands-still", &[("left", words::left(left, look).into())])
        }
        (None, _) => String::new(),
    }
}

/// Returns when the office answered first, or until when it wants to.
fn answer(ticket: &Ticket, look: &Look) -> String {
    match (ticket.clock.answered_at, ticket.clock.answer_due_at) {
        (Some(at), _) => words::when(at, Precision::Minutes, look),
        (None, Some(until)) => {
            look.tell("card-answer-until", &[("at", words::when(until, Precision::Minutes, look).into())])
        }
        (None, None) => String::new(),
    }
}

fn customer_words(customer: &Customer) -> Vec<String> {
    let card = &customer.card;
    let name = format!("{} {}", customer.number, visible(&card.name));
    let phone = card.phone.as_ref().map(ToString::to_string);
    let email = card.email.as_ref().map(ToString::to_string);
    let reached: Vec<String> = phone.into_iter().chain(email).collect();
    [name, reached.join(" · ")].into_iter().filter(|words| !words.is_empty()).collect()
}

/// Returns the newest values that tell most, with their age.
fn values(site: &SiteOverview, look: &Look) -> Vec<String> {
    const TELLING: [Quantity; 4] = [Quantity::Supply, Quantity::Return, Quantity::Flow, Quantity::Power];
    let mut values: Vec<String> = TELLING
        .into_iter()
        .filter_map(|quantity| {
            let latest = site.latest.iter().find(|latest| latest.quantity == quantity)?;
            let amount = look.amount(quantity, latest.value);
            Some(format!("{} {amount} {}", look.quantity(quantity), quantity.unit().symbol()))
        })
        .collect();
    if let Some(at) = facts::read_at(site) {
        values.push(look.tell("strip-read-at", &[("at", look.moment(at).into())]));
    }
    values
}

fn alarm_words(alarm: &Alarm, look: &Look) -> String {
    let number = alarms::words::number(alarm.id);
    let since = look.moment(alarm.since);
    format!("{number} {} · {since}", alarms::words::condition(alarm, look))
}

fn ticket_words(ticket: &Ticket, side: Side, look: &Look) -> String {
    let state = words::state(ticket.state, side, look);
    let at = words::when(ticket.created_at, Precision::Days, look);
    format!("{} {} · {state} · {at}", ticket.number, visible(&ticket.subject))
}
