//! A ticket in words: its state, when it came, when it is due, who wrote what. Draws nothing.

use common::account::{Login, Role as Person};
use common::quantity::Quantity;
use common::text::visible;
use common::ticket::entry::{Attached, TicketTurn};
use common::ticket::field::{Detail, Field};
use common::ticket::finding::{Finding, Sign};
use common::ticket::{Author, Category, Priority, Ticket, TicketState};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::look::Look;
use crate::screen::alarms::words::number;

/// On which side of the counter the reader stands: a ticket that waits for the customer waits for one and not for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Customer,
    Office,
}

impl Side {
    /// Returns the side of somebody in this role.
    #[must_use]
    pub fn of(role: Option<Person>) -> Self {
        if role.is_some_and(Person::is_staff) { Self::Office } else { Self::Customer }
    }
}

/// Returns what the state is called on this side.
#[must_use]
pub fn state(state: TicketState, side: Side, look: &Look) -> String {
    look.say(match (state, side) {
        (TicketState::New, _) => "ticket-new",
        (TicketState::Open, _) => "ticket-open",
        (TicketState::Waiting, Side::Customer) => "ticket-waits-for-you",
        (TicketState::Waiting, Side::Office) => "ticket-waits-for-customer",
        (TicketState::Solved, _) => "ticket-solved",
        (TicketState::Closed, _) => "ticket-closed",
        (TicketState::Reopened, _) => "ticket-reopened",
        (TicketState::Unknown, _) => "ticket-state-unknown",
    })
}

/// Returns the message that names a category.
#[must_use]
pub const fn category_label(category: Category) -> &'static str {
    match category {
        Category::NoHeating => "category-no-heating",
        Category::TooHot => "category-too-hot",
        Category::TooCold => "category-too-cold",
        Category::Leak => "category-leak",
        Category::Meter => "category-meter",
        Category::Invoice => "category-invoice",
        Category::Contract => "category-contract",
        Category::HeatingStart => "category-heating-start",
        Category::HeatingStop => "category-heating-stop",
        Category::ContractedPower => "category-contracted-power",
        Category::Outage => "category-outage",
        Category::Other => "category-other",
        Category::Unknown => "category-unknown",
    }
}

/// Returns the message that names a priority.
#[must_use]
pub const fn priority_label(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "priority-low",
        Priority::Normal => "priority-normal",
        Priority::High => "priority-high",
        Priority::Urgent => "priority-urgent",
    }
}

/// Returns the message that names a field.
#[must_use]
pub const fn field_label(field: Field) -> &'static str {
    match field {
        Field::Since => "field-since",
        Field::Place => "field-place",
        Field::MeterSerial => "field-meter-serial",
        Field::InvoiceNumber => "field-invoice-number",
        Field::WantedFrom => "field-wanted-from",
        Field::ContractedPower => "field-contracted-power",
        Field::Unknown => "field-unknown",
    }
}

/// Returns what was told besides the text, each with its name.
#[must_use]
pub fn details(details: &[Detail], look: &Look) -> Vec<String> {
    let told = |detail: &Detail| format!("{}: {}", look.say(field_label(detail.field)), visible(&detail.value));
    details.iter().map(told).collect()
}

/// Returns `dziś 18:20`, `wcz. 18:20`, `jutro 07:55`; of other days the date, with the time where `precision` asks for it.
#[must_use]
pub fn when(at: Timestamp, precision: Precision, look: &Look) -> String {
    let (date, today) = (look.local(at).date(), look.today());
    let is_in = |days: i64| today.checked_add(days.days()).is_ok_and(|day| day == date);
    let near = [(0, "when-today"), (-1, "when-yesterday"), (1, "when-tomorrow")];
    match near.into_iter().find(|(days, _)| is_in(*days)) {
        Some((_, id)) => look.tell(id, &[("at", look.clock(at).into())]),
        None if precision == Precision::Minutes => look.moment(at),
        None => look.date(date),
    }
}

/// How exactly a day that is not near is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    Days,
    Minutes,
}

/// Returns until when the ticket is to be answered: for the customer the day, for the office what is left of the time,
/// negative when it is over.
#[must_use]
pub fn due(ticket: &Ticket, side: Side, look: &Look) -> String {
    let clock = &ticket.clock;
    match (clock.due_at, side) {
        (Some(due_at), Side::Customer) => when(due_at, Precision::Days, look),
        (Some(due_at), Side::Office) => left(due_at.duration_since(look.now), look),
        (None, _) if ticket.state.is_settled() => "-".to_owned(),
        (None, Side::Office) => match clock.left {
            Some(rest) if clock.paused_at.is_some() => format!("|| {}", left(rest, look)),
            Some(_) | None => "-".to_owned(),
        },
        (None, Side::Customer) => "-".to_owned(),
    }
}

/// Returns a stretch in its two largest units, with its sign: `1 d 4 h`, `-2 h 5 min`.
#[must_use]
pub fn left(span: SignedDuration, look: &Look) -> String {
    let sign = if span.is_negative() { "-" } else { "" };
    let minutes = span.as_secs().abs() / 60;
    let (days, hours, minutes) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let part = |id: &str, n: i64| look.tell(id, &[("n", n.into())]);
    let text = match (days, hours) {
        (0, 0) => part("lasting-m", minutes),
        (0, hours) => format!("{} {}", part("lasting-h", hours), part("lasting-m", minutes)),
        (days, hours) => format!("{} {}", part("lasting-d", days), part("lasting-h", hours)),
    };
    format!("{sign}{text}")
}

/// Returns who wrote something.
#[must_use]
pub fn author(author: &Author, look: &Look) -> String {
    match author {
        Author::Customer { login, name } => look.tell("author-customer", &[("name", called(login, name).into())]),
        Author::TheOffice => look.say("author-the-office"),
        Author::Office { login, name } => look.tell("author-office", &[("name", called(login, name).into())]),
        Author::OutsideOffice { address } => {
            look.tell("author-outside-office", &[("address", visible(address.as_str()).into())])
        }
        Author::Correspondent { address } => {
            look.tell("author-correspondent", &[("address", visible(address.as_str()).into())])
        }
        Author::Unverified { address: Some(address) } => {
            look.tell("author-unverified", &[("address", visible(address.as_str()).into())])
        }
        Author::Unverified { address: None } => look.say("author-nobody"),
        Author::House => look.say("author-house"),
        Author::Erased => look.say("author-erased"),
        Author::Unknown => look.say("author-unknown"),
    }
}

/// Returns the name of somebody; of whom no name is told, the one by which they log in.
fn called(login: &Login, name: &str) -> String {
    if name.is_empty() { login.to_string() } else { visible(name).into_owned() }
}

/// Returns what became of the ticket.
#[must_use]
pub fn turn(turn: &TicketTurn, side: Side, look: &Look) -> String {
    let say = |id: &str, what: String| look.tell(id, &[("what", visible(&what).into())]);
    let nobody = || look.say("ticket-nobody");
    match turn {
        TicketTurn::Opened => look.say("turned-opened"),
        TicketTurn::State { to, .. } => say("turned-state", state(*to, side, look)),
        TicketTurn::Assigned { to } => say("turned-assigned", to.as_ref().map_or_else(nobody, ToString::to_string)),
        TicketTurn::Priority { to, .. } => say("turned-priority", look.say(priority_label(*to))),
        TicketTurn::Category { to, .. } => say("turned-category", look.say(category_label(*to))),
        TicketTurn::Site { to } => say("turned-site", to.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string)),
        TicketTurn::Customer { to } => say("turned-customer", to.clone().unwrap_or_else(|| "-".to_owned())),
        TicketTurn::Watched { login } => say("turned-watched", login.to_string()),
        TicketTurn::Unwatched { login } => say("turned-unwatched", login.to_string()),
        TicketTurn::MergedInto { ticket } => say("turned-merged-into", ticket.to_string()),
        TicketTurn::Merged { ticket } => say("turned-merged", ticket.to_string()),
        TicketTurn::SplitInto { ticket } => say("turned-split-into", ticket.to_string()),
        TicketTurn::SplitFrom { ticket } => say("turned-split-from", ticket.to_string()),
        TicketTurn::Overdue => look.say("turned-overdue"),
        TicketTurn::Bounced { recipient, status } => say("turned-bounced", format!("{recipient} ({status})")),
        TicketTurn::Refers { ticket } => say("turned-refers", ticket.to_string()),
        TicketTurn::Unknown => look.say("turn-unknown"),
    }
}

/// Returns what lies beside an entry.
#[must_use]
pub fn attached(attached: &Attached, look: &Look) -> String {
    match attached {
        Attached::File { name, size, .. } => file(name, *size, look),
        Attached::Readings { site, period } => {
            let [from, until] = [period.from, period.until].map(|at| when(at, Precision::Minutes, look));
            let told = [("site", site.as_str().into()), ("from", from.into()), ("until", until.into())];
            look.tell("attached-readings", &told)
        }
        Attached::Alarm { alarm } => look.tell("attached-alarm", &[("number", number(*alarm).into())]),
        Attached::Unknown => look.say("attached-unknown"),
    }
}

/// Returns the name of a file with its size.
#[must_use]
pub fn file(name: &str, size: u64, look: &Look) -> String {
    let size = match size {
        0..1_024 => format!("{size} B"),
        1_024..1_048_576 => format!("{} KiB", size.div_ceil(1_024)),
        _ => format!("{} MiB", size.div_ceil(1_048_576)),
    };
    look.tell("attached-file", &[("name", visible(name).into()), ("size", size.into())])
}

/// Returns what telemetry says of the complaint, and why.
#[must_use]
pub fn finding(finding: &Finding, look: &Look) -> Vec<String> {
    let verdict = look.say(&format!("finding-{}", finding.verdict.name()));
    std::iter::once(verdict).chain(finding.signs.iter().map(|sign| self::sign(sign, look))).collect()
}

fn sign(sign: &Sign, look: &Look) -> String {
    let says = look.say(&format!("says-{}", sign.says.name()));
    let unit = sign.quantity.unit().symbol();
    let amount = look.amount(sign.quantity, sign.value);
    let at = look.moment(sign.read_at);
    format!("{} {amount} {unit}, {at}: {says}", quantity(sign.quantity, look))
}

fn quantity(quantity: Quantity, look: &Look) -> String {
    look.quantity(quantity)
}

/// Returns the site with its name, or nothing.
#[must_use]
pub fn site(ticket: &Ticket) -> String {
    let code = ticket.site.as_ref().map_or("", |code| code.as_str());
    let name = ticket.site_name.as_deref().unwrap_or_default();
    visible(format!("{code} {name}").trim()).into_owned()
}

/// Returns the customer with its number, or nothing.
#[must_use]
pub fn customer(ticket: &Ticket) -> String {
    let number = ticket.customer.as_ref().map_or("", |number| number.as_str());
    let name = ticket.customer_name.as_deref().unwrap_or_default();
    visible(format!("{number} {name}").trim()).into_owned()
}
