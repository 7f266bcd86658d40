//! Drawing of the own account. Changes nothing.

use common::account::{OwnAccount, Session, Token};
use common::contact::Contact;
use common::customer::{Customer, Mandate};
use common::log_in::{LogIn, LogInOutcome};
use common::text::visible;

use crate::app::sheet::{kind_label, scope_label};
use crate::look::Look;
use crate::remote::Remote;
use crate::screen::account::{LINES, Line, Model};
use crate::screen::billing::words;
use crate::screen::{Screen, previous};
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;
use crate::widget::table::{self, Column, Row};

const LOG_INS: [Column; 5] =
    [("column-when", 13), ("column-outcome", 22), ("column-method", 17), ("column-source", 13), ("column-client", 0)];
const SESSIONS: [Column; 6] = [
    ("column-client", 15),
    ("column-source", 15),
    ("column-since", 13),
    ("column-used", 13),
    ("column-until", 13),
    ("column-own", 0),
];
const TOKENS: [Column; 5] =
    [("column-name", 22), ("column-scope", 16), ("column-until", 13), ("column-used", 13), ("column-source", 0)];
/// Columns of an instant in a list.
const MOMENT: usize = 12;
/// Columns of the names of what can be changed.
const LABEL: u16 = 24;

/// Draws the part that is shown; `denied` says what the person may not see.
pub fn draw(model: &Model, screen: Screen, denied: &dyn Fn(&str) -> String, pen: &mut Pen<'_>) {
    let look = pen.look();
    let cursor = Some(model.cursor(screen));
    match screen {
        Screen::LogIns => match held(&model.log_ins, "account-no-log-ins", denied, look) {
            Ok(log_ins) => {
                let rows: Vec<Row> = log_ins.iter().map(|log_in| log_in_row(log_in, look)).collect();
                table::draw(&LOG_INS, &rows, cursor, 0, pen);
            }
            Err(lines) => sentences(&lines, pen),
        },
        Screen::Sessions => match held(&model.sessions, "account-no-sessions", denied, look) {
            Ok(sessions) => {
                let rows: Vec<Row> = sessions.iter().map(|session| session_row(session, look)).collect();
                table::draw(&SESSIONS, &rows, cursor, 0, pen);
            }
            Err(lines) => sentences(&lines, pen),
        },
        Screen::Tokens => match held(&model.tokens, "account-no-tokens", denied, look) {
            Ok(tokens) => {
                let rows: Vec<Row> = tokens.iter().map(|token| token_row(token, look)).collect();
                table::draw(&TOKENS, &rows, cursor, 0, pen);
            }
            Err(lines) => sentences(&lines, pen),
        },
        _ => match &model.own {
            Remote::Ready { value, .. } | Remote::Stale { value, .. } => details(model, value, pen),
            Remote::Loading => sentences(&[look.say("loading")], pen),
            Remote::Failed(fault) => sentences(&absence(fault, denied, look), pen),
        },
    }
}

/// Returns the rows that there are, or the sentences that stand in their place.
fn held<'a, T>(
    remote: &'a Remote<Vec<T>>,
    none: &str,
    denied: &dyn Fn(&str) -> String,
    look: &Look,
) -> Result<&'a [T], Vec<String>> {
    match remote {
        Remote::Ready { value, .. } | Remote::Stale { value, .. } if value.is_empty() => Err(vec![look.say(none)]),
        Remote::Ready { value, .. } | Remote::Stale { value, .. } => Ok(value),
        Remote::Loading => Err(vec![look.say("loading")]),
        Remote::Failed(fault) => Err(absence(fault, denied, look)),
    }
}

fn absence(fault: &common::fault::Fault, denied: &dyn Fn(&str) -> String, look: &Look) -> Vec<String> {
    if fault.code == common::fault::FaultCode::NotAllowed {
        return vec![denied(&look.say("action-show-account"))];
    }
    std::iter::once(fault.message(look.language)).chain(fault.hint(look.language)).collect()
}

fn sentences(lines: &[String], pen: &mut Pen<'_>) {
    let room = usize::from(pen.width().saturating_sub(5));
    for (y, line) in (1..).zip(lines.iter().flat_map(|line| fit::wrap(line, room))) {
        pen.text(4, y, &line, Role::Normal);
    }
}

fn log_in_row(log_in: &LogIn, look: &Look) -> Row {
    let failed = log_in.outcome != LogInOutcome::Success;
    let cells = vec![
        look.moment_within(log_in.at, MOMENT),
        look.say(&format!("outcome-{}", log_in.outcome.name())),
        look.say(&format!("method-{}", log_in.method.name())),
        visible(&log_in.source).into_owned(),
        visible(&log_in.client).into_owned(),
    ];
    Row { mark: if failed { "!" } else { "" }, role: failed.then_some(Role::Warning), cells }
}

fn session_row(session: &Session, look: &Look) -> Row {
    let own = if session.own { look.say("account-this-session") } else { String::new() };
    let cells = vec![
        visible(&session.client).into_owned(),
        visible(&session.source).into_owned(),
        look.moment_within(session.created_at, MOMENT),
        look.moment_within(session.last_used_at, MOMENT),
        look.moment_within(session.expires_at, MOMENT),
        own,
    ];
    Row { mark: if session.own { "*" } else { "" }, role: None, cells }
}

fn token_row(token: &Token, look: &Look) -> Row {
    let over = token.expires_at <= look.now;
    let cells = vec![
        visible(&token.name).into_owned(),
        look.say(if over { "account-token-over" } else { scope_label(token.scope) }),
        look.moment_within(token.expires_at, MOMENT),
        token.last_used_at.map_or_else(|| look.say("never"), |at| look.moment_within(at, MOMENT)),
        token.last_source.as_deref().map(visible).unwrap_or_default().into_owned(),
    ];
    Row { mark: if over { "z" } else { "" }, role: over.then_some(Role::Stale), cells }
}

/// Returns what the row under the cursor has no room for: the instant as the daemon's log writes it, source and program.
#[must_use]
pub fn detail(model: &Model, screen: Screen, look: &Look) -> String {
    let (at, source, client) = match screen {
        Screen::LogIns => match model.log_in() {
            Some(log_in) => (log_in.at, &log_in.source, &log_in.client),
            None => return String::new(),
        },
        Screen::Sessions => match model.session() {
            Some(session) => (session.created_at, &session.source, &session.client),
            None => return String::new(),
        },
        _ => return String::new(),
    };
    let at = at.strftime("%Y-%m-%d %H:%M:%S").to_string();
    let source = look.tell("log-in-from", &[("source", visible(source).into())]);
    format!("UTC {at} · {source} · {}", visible(client))
}

fn details(model: &Model, own: &OwnAccount, pen: &mut Pen<'_>) {
    let look = pen.look();
    let room = usize::from(pen.width().saturating_sub(2));
    let account = &own.account;
    let role = look.say(&format!("role-{}", account.role.name()));
    let who = [visible(&account.name).into_owned(), account.login.to_string(), role];
    pen.text(1, 0, &fit::cut_end(&who.join(" · "), room, look.glyphs.ellipsis), Role::Strong);
    let mut y = history(own, pen) + 1;
    for (place, line) in LINES.into_iter().enumerate() {
        let (label, value) = line_words(line, own, look);
        pen.text(3, y, &label, Role::Normal);
        let room = usize::from(pen.width().saturating_sub(LABEL + 4));
        let lines = fit::wrap(&value, room);
        for (offset, text) in (0..).zip(&lines) {
            pen.text(LABEL + 3, y + offset, text, Role::Normal);
        }
        if place == model.cursor(Screen::Account) {
            pen.glyph(0, y, look.glyphs.pointer, Role::Normal);
            let width = pen.width();
            pen.paint(0, y, width, Role::Cursor);
        }
        y += u16::try_from(lines.len().max(1)).unwrap_or(1);
    }
    pen.rule(y, &look.say("account-customers"));
    let lines = customers_of(model, own, look);
    for (row, line) in (y + 1..pen.height()).zip(lines.iter().flat_map(|line| fit::wrap(line, room))) {
        pen.text(1, row, &line, Role::Normal);
    }
}

/// Draws the log-ins before this one and returns the row after them.
fn history(own: &OwnAccount, pen: &mut Pen<'_>) -> u16 {
    let look = pen.look();
    let room = usize::from(pen.width().saturating_sub(2));
    let tries = [("previous-success", &own.previous.last_success), ("previous-failure", &own.previous.last_failure)];
    let mut y = 1;
    for (title, log_in) in tries {
        let words = log_in.as_ref().map_or_else(|| look.say("never"), |log_in| previous::sentence(log_in, look));
        let text = format!("{} {words}", look.say(title));
        pen.text(1, y, &fit::cut_end(&text, room, look.glyphs.ellipsis), Role::Normal);
        y += 1;
    }
    if own.previous.n_failures_since > 0 {
        let since = look.tell("previous-failures-since", &[("n", own.previous.n_failures_since.into())]);
        pen.text(1, y, "!!", Role::Alarm);
        pen.text(4, y, &fit::cut_end(&since, room.saturating_sub(3), look.glyphs.ellipsis), Role::Strong);
        y += 1;
    }
    y
}

/// Returns what can be changed and how it is now.
fn line_words(line: Line, own: &OwnAccount, look: &Look) -> (String, String) {
    match line {
        Line::Contact(kind) => {
            let contact = own.account.contacts.iter().find(|contact| contact.kind == kind);
            (look.say(kind_label(kind)), contact.map_or_else(|| "-".to_owned(), |contact| contact_words(contact, look)))
        }
        Line::Password => {
            (look.say("account-password"), look.say(&format!("password-{}", own.account.password.name())))
        }
        Line::Totp => {
            let state = if own.account.totp { "account-totp-on" } else { "account-totp-off" };
            (look.say("account-totp"), look.say(state))
        }
    }
}

/// Returns the address that counts, and the one that waits for its code.
#[must_use]
pub fn contact_words(contact: &Contact, look: &Look) -> String {
    let address = contact.address.as_deref().map_or_else(|| "-".into(), visible);
    let Some(pending) = &contact.pending else { return address.into_owned() };
    let waits = look.tell(
        "contact-pending",
        &[("address", visible(&pending.address).into()), ("until", look.moment(pending.until).into())],
    );
    format!("{address} · {waits}")
}

fn customers_of(model: &Model, own: &OwnAccount, look: &Look) -> Vec<String> {
    if own.customers.is_empty() {
        let id = if own.account.role.is_staff() { "account-staff" } else { "account-no-customers" };
        return vec![look.say(id)];
    }
    let mut lines = Vec::new();
    for customer in &own.customers {
        lines.push(customer_words(customer, look));
        let mandates = own.mandates.iter().filter(|mandate| mandate.customer == customer.number);
        lines.extend(mandates.map(|mandate| mandate_words(mandate, look)));
        let contracts = model.contracts.value().map_or(&[][..], Vec::as_slice);
        let contracts = contracts.iter().filter(|contract| contract.customer == customer.number);
        lines.extend(contracts.flat_map(|contract| words::contract(contract, look)));
    }
    lines
}

/// Returns number, name, address and what the office knows besides.
#[must_use]
pub fn customer_words(customer: &Customer, look: &Look) -> String {
    let card = &customer.card;
    let mut parts = vec![customer.number.to_string(), visible(&card.name).into_owned(), address(customer)];
    parts.extend(card.phone.as_ref().map(|phone| look.tell("customer-phone", &[("phone", phone.as_str().into())])));
    parts.extend(card.email.as_ref().map(|email| visible(email.as_str()).into_owned()));
    if let Some(at) = customer.erased_at {
        parts.push(look.tell("customer-erased", &[("at", look.moment(at).into())]));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// Returns `ul. Zielona 3, 00-950 Warszawa`.
#[must_use]
pub fn address(customer: &Customer) -> String {
    let address = &customer.card.address;
    let town = format!("{} {}", address.postal_code, address.town);
    let parts = [address.street.trim(), town.trim()].map(|part| visible(part).into_owned());
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Returns since when the account acts for the customer, and what it may do.
#[must_use]
pub fn mandate_words(mandate: &Mandate, look: &Look) -> String {
    let rights: Vec<String> = mandate.rights.iter().map(|right| look.say(&format!("right-{}", right.name()))).collect();
    let rights = if rights.is_empty() { look.say("right-none") } else { rights.join(", ") };
    let period = period(mandate.from, mandate.until, look);
    look.tell("account-mandate", &[("period", period.into()), ("rights", rights.into())])
}

/// Returns from when until when, in days.
#[must_use]
pub fn period(from: jiff::Timestamp, until: Option<jiff::Timestamp>, look: &Look) -> String {
    let day = |at| look.date(look.local(at).date());
    match until {
        None => look.tell("period-since", &[("from", day(from).into())]),
        Some(until) => look.tell("period-until", &[("from", day(from).into()), ("until", day(until).into())]),
    }
}
