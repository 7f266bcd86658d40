//! What somebody may have meant by a name that is not there.
//!
//! Knows no names of its own.

/// Returns the known name that is written most like `name`, if few letters differ.
#[must_use]
pub fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    const MOST_DIFFERENT: usize = 2;
    let distance = |other: &&&'k str| differing_letters(name, other);
    known.iter().min_by_key(distance).filter(|other| differing_letters(name, other) <= MOST_DIFFERENT).copied()
}

/// Counts the letters to put in, take out or change to make one text of the other.
fn differing_letters(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut counts: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.chars().enumerate() {
        let mut diagonal = counts[0];
        counts[0] = row + 1;
        for (column, wanted) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *wanted);
            diagonal = counts[column + 1];
            counts[column + 1] = changed.min(diagonal + 1).min(counts[column] + 1);
        }
    }
    counts[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_told_from_another_word() {
        assert_eq!(differing_letters("sites.list", "site.list"), 1);
        assert_eq!(nearest("sites.list", &["site.live", "site.list"]), Some("site.list"));
        assert_eq!(nearest("kot", &["site.live", "event"]), None);
    }
}
