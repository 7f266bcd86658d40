//! What the office works with: drafts, canned answers, statistics.

use common::api::OnceKey;
use common::fault::{Cause, TicketCause};
use common::id::TemplateName;
use common::ticket::canned::{Template, fill};
use common::ticket::draft::{Dispatch, Draft};
use common::ticket::entry::LONGEST_BODY;
use common::ticket::statistics::TicketStatistics;
use common::time::Period;
use jiff::SignedDuration;

use super::access::{Granted, Visit};
use super::answer::NoAnswer;
use crate::store::log::{Logbook, Write};
use crate::store::{self, StoreError};
use crate::ticket;
use crate::turned::Turned;

/// Drafts of one account.
const MOST_DRAFTS: u64 = 100;
/// Bytes of one draft as it is kept.
const LONGEST_DRAFT: usize = 256 << 10;
const MOST_TEMPLATES: u64 = 500;
const LONGEST_PERIOD: SignedDuration = SignedDuration::from_hours(400 * 24);

pub(super) async fn drafts(visit: &Visit<'_>) -> Result<Vec<Draft>, NoAnswer> {
    visit.look(|log, granted| Ok(store::draft::of_account(log, granted.actor.keeper.id)?)).await
}

pub(super) async fn save_draft(visit: &Visit<'_>, key: OnceKey, dispatch: Dispatch) -> Result<Draft, NoAnswer> {
    let save = move |tx: &Write<'_>, granted: &Granted| {
        let (account, saved_at) = (granted.actor.keeper.id, granted.actor.now);
        let text = serde_json::to_string(&dispatch).map_err(|error| StoreError::Foreign(error.to_string()))?;
        if text.len() > LONGEST_DRAFT {
            return Err(Cause::BadText { field: "draft".to_owned() }.into());
        }
        if store::draft::count_others(tx, account, &key)? >= MOST_DRAFTS {
            return Err(turned(TicketCause::TooManyDrafts { most: MOST_DRAFTS }));
        }
        store::draft::save(tx, account, &key, &text, saved_at)?;
        Ok(Draft { key, dispatch, saved_at })
    };
    visit.change("save draft", save).await
}

pub(super) async fn drop_draft(visit: &Visit<'_>, key: OnceKey) -> Result<(), NoAnswer> {
    let drop = move |tx: &Write<'_>, granted: &Granted| {
        let was_there = store::draft::remove(tx, granted.actor.keeper.id, &key)?;
        if was_there { Ok(()) } else { Err(turned(TicketCause::NoSuchDraft)) }
    };
    visit.change("drop draft", drop).await
}

pub(super) async fn templates(visit: &Visit<'_>) -> Result<Vec<Template>, NoAnswer> {
    visit.look(|log, _| Ok(store::template::list(log)?)).await
}

pub(super) async fn save_template(visit: &Visit<'_>, key: OnceKey, template: Template) -> Result<Template, NoAnswer> {
    let save = move |tx: &Write<'_>, granted: &Granted| {
        check(&template)?;
        if store::template::count_others(tx, &template.name)? >= MOST_TEMPLATES {
            return Err(turned(TicketCause::TooManyTemplates { most: MOST_TEMPLATES }));
        }
        store::template::save(tx, &template)?;
        write_down(tx, granted, "template.save", &template.name)?;
        Ok(template)
    };
    visit.change_once("save template", key, save).await
}

pub(super) async fn remove_template(visit: &Visit<'_>, name: TemplateName) -> Result<(), NoAnswer> {
    let remove = move |tx: &Write<'_>, granted: &Granted| {
        if !store::template::remove(tx, &name)? {
            return Err(turned(TicketCause::NoSuchTemplate { name: name.to_string() }));
        }
        Ok(write_down(tx, granted, "template.remove", &name)?)
    };
    visit.change("remove template", remove).await
}

/// Whoever sees customers sees all tickets, so that all of them count.
pub(super) async fn statistics(visit: &Visit<'_>, period: Period) -> Result<TicketStatistics, NoAnswer> {
    if period.is_empty() || period.duration() > LONGEST_PERIOD {
        return Err(Cause::BadPeriod { detail: format!("{}..{}", period.from, period.until) }.into());
    }
    let (zone, now) = (visit.about().zone.clone(), visit.now());
    let look = move |log: &Logbook<'_>, _: &Granted| {
        let courses = store::ticket_statistics::opened_in(log, period, now)?;
        let settled = store::ticket_statistics::settled_in(log, period)?;
        Ok(ticket::statistics::statistics(&courses, &settled, period, &zone))
    };
    visit.look(look).await
}

/// Makes sure that a text can be an answer.
fn check(template: &Template) -> Result<(), Turned> {
    let body = &template.body;
    let is_hidden = |letter: char| common::text::is_hidden(letter) && !matches!(letter, '\n' | '\t');
    if body.trim().is_empty() || body.chars().count() > LONGEST_BODY || body.contains(is_hidden) {
        return Err(Cause::BadText { field: "body".to_owned() }.into());
    }
    let no_such = |place: common::ticket::canned::NoSuchPlace| turned(TicketCause::NoSuchPlace { place: place.0 });
    fill(body, |_| String::new()).map(drop).map_err(no_such)
}

fn write_down(tx: &Write<'_>, granted: &Granted, what: &'static str, name: &TemplateName) -> Result<(), StoreError> {
    let mut deed = granted.actor.deed(what);
    deed.detail = name.to_string();
    store::audit::append(tx, &deed)
}

fn turned(why: TicketCause) -> Turned {
    Cause::Ticket { why }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_places_that_there_are_and_nothing_hidden() {
        let told = |body: &str| {
            let name = TemplateName::parse("x").unwrap();
            match check(&Template { name, category: None, body: body.to_owned() }) {
                Ok(()) => "fine".to_owned(),
                Err(Turned::Cause(cause)) => format!("{cause:?}"),
                Err(Turned::Store(error)) => error.to_string(),
            }
        };
        assert_eq!(told("Dzień dobry,\n\tzgłoszenie {number} mamy do {due}."), "fine");
        assert!(told("{numer}").contains("NoSuchPlace") && told("{numer}").contains("numer"));
        for body in ["", " \n", "a\u{1b}[2J", "a\u{202e}b"] {
            assert!(told(body).contains("BadText"), "{body:?}");
        }
        assert!(told(&"a".repeat(LONGEST_BODY + 1)).contains("BadText"));
    }
}
