//! References in XML: the five characters that it names, and those that are told by number. There is no document type, hence no
//! other.

use quick_xml::events::BytesRef;

/// Returns the character that a reference stands for; `None` where it stands for none that a text may hold.
#[must_use]
pub fn resolved(reference: &BytesRef<'_>) -> Option<char> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => return Some(character).filter(|character| is_character(*character)),
        Ok(None) => {}
        Err(_) => return None,
    }
    match reference.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Tells whether a text of XML 1.0 may hold a character (production 2).
#[must_use]
pub const fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_xml_itself_names_is_resolved() {
        let read = |name: &str| resolved(&BytesRef::new(name));
        assert_eq!(["amp", "lt", "gt", "quot", "apos"].map(read), ['&', '<', '>', '"', '\''].map(Some));
        assert_eq!(["#322", "#x142"].map(read), ['ł', 'ł'].map(Some));
        assert_eq!(["lol", "#0", "#27", "#xD800", "#x110000", "#", "nbsp"].map(read), [None; 7]);
    }
}
