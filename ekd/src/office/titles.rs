//! The subject of a ticket for which nobody wrote one.

use std::sync::OnceLock;

use common::id::SiteCode;
use common::language::{Language, Texts};
use common::ticket::Category;

/// Returns what a ticket about this is called.
#[must_use]
pub fn usual(category: Category, site: Option<&SiteCode>, language: Language) -> String {
    let title = texts(language).format("ticket-subject", &[("category", category.name().into())]);
    match site {
        Some(site) => format!("{title}: {site}"),
        None => title,
    }
}

/// Returns the subject and the text of the ticket that the house opens when somebody says that a log-in was not theirs.
#[must_use]
pub fn not_me(login: &str, language: Language) -> (String, String) {
    let texts = texts(language);
    let arguments = [("login", login.into())];
    (texts.format("ticket-not-me", &arguments), texts.format("ticket-not-me-text", &arguments))
}

fn texts(language: Language) -> &'static Texts {
    static POLISH: OnceLock<Texts> = OnceLock::new();
    static ENGLISH: OnceLock<Texts> = OnceLock::new();
    match language {
        Language::Polish => POLISH.get_or_init(|| Texts::new(language, &[include_str!("../../text/pl/ekd.ftl")])),
        Language::English => ENGLISH.get_or_init(|| Texts::new(language, &[include_str!("../../text/en/ekd.ftl")])),
    }
}
