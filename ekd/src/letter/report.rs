//! What is written to people whose report was made by itself: the report goes along.

use common::id::ReportId;
use common::language::{Argument, Language};
use common::secret::Secret;
use common::sms::transliterate;

use super::{Written, bounded, texts};

/// A report that was made, for whoever had it saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportNotice {
    pub id: ReportId,
    /// That of the saved report.
    pub name: String,
    pub title: String,
    /// Such as `2026-10`.
    pub period: String,
    pub data_digest: String,
}

/// Characters of a title in a subject and in the text, and of a short message.
const LONGEST_SUBJECT: usize = 60;
const LONGEST: usize = 200;
const ONE_PART: usize = 160;
const LONGEST_BRIEF: usize = 40;
/// Digits of a digest, as they stand in the footer of the paper.
const DIGITS: usize = 16;
const NEWS: &str = "news-report";

/// Returns the letter.
pub(super) fn write(notice: &ReportNotice, language: Language) -> Written {
    let texts = texts(language);
    let part = |name: &str, longest| texts.attribute(NEWS, name, &arguments(notice, longest)).unwrap_or_default();
    let body = [texts.get("letter-greeting"), part("body", LONGEST), texts.get("letter-footer")].join("\n\n") + "\n";
    Written { subject: Some(part("subject", LONGEST_SUBJECT)), body: Secret::from(body) }
}

/// Returns the short message, in one part.
pub(super) fn brief(notice: &ReportNotice, language: Language) -> Written {
    let text = texts(language).attribute(NEWS, "sms", &arguments(notice, LONGEST_BRIEF)).unwrap_or_default();
    Written { subject: None, body: Secret::from(transliterate(&text).chars().take(ONE_PART).collect::<String>()) }
}

fn arguments(notice: &ReportNotice, longest: usize) -> Vec<(&'static str, Argument<'_>)> {
    vec![
        ("id", notice.id.to_string().into()),
        ("name", bounded(&notice.name, longest).into()),
        ("title", bounded(&notice.title, longest).into()),
        ("period", notice.period.as_str().into()),
        ("digest", notice.data_digest.chars().take(DIGITS).collect::<String>().into()),
    ]
}

#[cfg(test)]
mod tests {
    use common::text::is_hidden;

    use super::*;

    fn notice(title: &str) -> ReportNotice {
        ReportNotice {
            id: ReportId(17),
            name: "zarząd".to_owned(),
            title: title.to_owned(),
            period: "2026-10".to_owned(),
            data_digest: "0123456789abcdef0000".to_owned(),
        }
    }

    #[test]
    fn the_letter_says_what_goes_along_and_how_it_is_checked() {
        let written = write(&notice("Karta miesięczna"), Language::Polish);
        assert_eq!(written.subject.as_deref(), Some("Raport: Karta miesięczna, 2026-10"));
        let body = written.body.expose();
        assert!(body.contains("ekctl reports check 17") && body.contains("0123456789abcdef\n"), "{body}");
        assert!(!body.contains('{') && body.lines().all(|line| line.chars().count() <= 90), "{body}");
    }

    #[test]
    fn a_nasty_title_neither_hides_nor_breaks_anything() {
        let title = format!("x\r\nBcc: b@example.pl\u{1b}]0;t\u{7}\u{202e}{{ $id }}{}", "ż".repeat(200));
        for language in Language::ALL {
            let written = write(&notice(&title), language);
            let subject = written.subject.unwrap();
            assert!(!subject.contains(is_hidden) && subject.chars().count() < 90, "{subject}");
            assert!(!written.body.expose().replace('\n', "").contains(is_hidden));
        }
    }
}
