//! What stands on a customer's card, as lines: who it is, what is owned, who acts for it.

use common::account::Account;
use common::customer::Ownership;
use common::fault::{Fault, FaultCode};
use common::text::visible;

use crate::app::sheet::kind_label;
use crate::effect::Card;
use crate::look::Look;
use crate::screen::account::view::{address, contact_words, mandate_words, period};
use crate::screen::billing::words;
use crate::widget::page::{self, Line};

/// Returns the card in lines of at most `room` columns; `denied` says what the person may not see.
#[must_use]
pub fn lines(card: &Card, room: usize, denied: &dyn Fn(&str) -> String, look: &Look) -> Vec<Line> {
    let customer = &card.file.customer;
    let office = &customer.card;
    let absent = || "-".to_owned();
    let mut lines = vec![
        fact("customer-number", customer.number.as_str(), look),
        fact("customer-name", &visible(&office.name), look),
        fact("customer-address", &address(customer), look),
        fact("customer-card-phone", &office.phone.as_ref().map_or_else(absent, ToString::to_string), look),
        fact("customer-card-email", &office.email.as_ref().map_or_else(absent, ToString::to_string), look),
    ];
    if let Some(at) = customer.erased_at {
        lines.push(look.tell("customer-erased", &[("at", look.moment(at).into())]));
    }
    let mut parts = vec![(None, lines)];
    parts.push((Some("customer-balance"), balances(card, room, denied, look)));
    parts.push((Some("customer-contracts"), contracts(card, denied, look)));
    let sites: Vec<String> = card.file.ownerships.iter().map(|ownership| site(ownership, look)).collect();
    parts.push((Some("customer-sites"), or_none(sites, look)));
    let mandates: Vec<String> = card
        .file
        .mandates
        .iter()
        .map(|mandate| format!("{} · {}", mandate.login, mandate_words(mandate, look)))
        .collect();
    parts.push((Some("customer-mandates"), or_none(mandates, look)));
    let accounts = match &card.accounts {
        Ok(accounts) => or_none(accounts.iter().flat_map(|account| account_lines(account, look)).collect(), look),
        Err(fault) => absence(fault, "customer-accounts", denied, look),
    };
    parts.push((Some("customer-accounts"), accounts));
    parts
        .into_iter()
        .flat_map(|(heading, texts)| {
            let wrapped = texts.into_iter().flat_map(|text| page::wrap(&text, room)).map(Line::Text);
            heading.map(|id| Line::Heading(look.say(id))).into_iter().chain(wrapped).collect::<Vec<_>>()
        })
        .collect()
}

fn balances(card: &Card, room: usize, denied: &dyn Fn(&str) -> String, look: &Look) -> Vec<String> {
    match &card.balances {
        Ok(balances) => {
            let told = balances.iter().flat_map(|balance| words::balance(balance, look));
            or_none(told.flat_map(|text| words::flowing(&text, room)).collect(), look)
        }
        Err(fault) => absence(fault, "customer-balance", denied, look),
    }
}

fn contracts(card: &Card, denied: &dyn Fn(&str) -> String, look: &Look) -> Vec<String> {
    match &card.contracts {
        Ok(contracts) => or_none(contracts.iter().flat_map(|contract| words::contract(contract, look)).collect(), look),
        Err(fault) => absence(fault, "customer-contracts", denied, look),
    }
}

fn absence(fault: &Fault, what: &str, denied: &dyn Fn(&str) -> String, look: &Look) -> Vec<String> {
    let is_denied = fault.code == FaultCode::NotAllowed;
    vec![if is_denied { denied(&look.say(what)) } else { fault.message(look.language) }]
}

fn fact(label: &str, value: &str, look: &Look) -> String {
    page::fact(&look.say(label), value)
}

fn site(ownership: &Ownership, look: &Look) -> String {
    format!("{} · {}", ownership.site, period(ownership.from, ownership.until, look))
}

fn account_lines(account: &Account, look: &Look) -> Vec<String> {
    let parts = [
        account.login.to_string(),
        visible(&account.name).into_owned(),
        look.say(&format!("role-{}", account.role.name())),
        look.say(&format!("standing-{}", account.standing.name())),
    ];
    let contacts = account
        .contacts
        .iter()
        .map(|contact| format!("{} {}", look.say(kind_label(contact.kind)), contact_words(contact, look)));
    std::iter::once(parts.join(" · ")).chain(contacts).collect()
}

fn or_none(lines: Vec<String>, look: &Look) -> Vec<String> {
    if lines.is_empty() { vec![look.say("customer-nothing")] } else { lines }
}
