//! What came with a mail, as it came: never opened, whatever it says it is.

use common::text::is_hidden;

use super::parts::Single;

/// A file that came with a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// The sender's name for it, fit to be shown; files are named by their ids.
    pub name: Option<String>,
    /// Such as `application/pdf`: the sender's word for it.
    pub media_type: String,
    pub bytes: Vec<u8>,
}

const MOST_OF_A_NAME: usize = 120;
/// So much of the end is kept of a name that is too long, for the sake of its extension.
const KEPT_END: usize = 12;

impl Attached {
    pub(super) fn of(single: &Single<'_>) -> Self {
        Self {
            name: single.name().and_then(safe_name),
            media_type: single.content.media_type(),
            bytes: single.transfer.decode(single.bytes).into_owned(),
        }
    }
}

/// Returns the name without what would lead out of a directory, hide a part of it or mean something to a program.
fn safe_name(name: &str) -> Option<String> {
    let is_unfit = |character: char| is_hidden(character) || "/\\:*?\"<>|".contains(character);
    let name: Vec<char> = name.chars().map(|character| if is_unfit(character) { '_' } else { character }).collect();
    let shown = match name.len() {
        ..=MOST_OF_A_NAME => name,
        long => [&name[..MOST_OF_A_NAME - KEPT_END - 1], &['…'], &name[long - KEPT_END..]].concat(),
    };
    let shown: String = shown.into_iter().collect();
    // A leading dot hides a file, and one at the end is not seen by all systems.
    let shown = shown.trim_matches(|character: char| character == '.' || character.is_whitespace());
    (!shown.is_empty()).then(|| shown.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_only_a_name() {
        let check = |name: &str, expected: Option<&str>| assert_eq!(safe_name(name).as_deref(), expected, "{name:?}");
        check("umowa.pdf", Some("umowa.pdf"));
        check("Zdjęcie licznika (2).jpg", Some("Zdjęcie licznika (2).jpg"));
        check("../../etc/passwd", Some("_.._etc_passwd"));
        check("C:\\windows\\x.exe", Some("C__windows_x.exe"));
        check("a\u{0}b\r\nc\u{202e}fdp.exe", Some("a_b__c_fdp.exe"));
        check(".bashrc", Some("bashrc"));
        for nothing in ["", " ", "..", ". ."] {
            check(nothing, None);
        }
        let long = safe_name(&format!("{}.pdf", "ż".repeat(500))).unwrap();
        assert_eq!(long.chars().count(), MOST_OF_A_NAME);
        assert!(long.ends_with("ż.pdf"));
    }
}
