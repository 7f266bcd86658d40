//! The words of `ekctl`, beside those that all programs share.

use std::sync::OnceLock;

use common::language::{Language, Texts};

/// Returns the messages of `ekctl` in the language, read when the first one is needed: machine output needs none.
#[must_use]
pub fn texts(language: Language) -> &'static Texts {
    static POLISH: OnceLock<Texts> = OnceLock::new();
    static ENGLISH: OnceLock<Texts> = OnceLock::new();
    match language {
        Language::Polish => POLISH.get_or_init(|| Texts::new(language, &[include_str!("../text/pl/ekctl.ftl")])),
        Language::English => ENGLISH.get_or_init(|| Texts::new(language, &[include_str!("../text/en/ekctl.ftl")])),
    }
}
