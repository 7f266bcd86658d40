//! Names with `*` and `?`: of files, and codes of sites.

/// Tells whether the whole name fits the pattern.
#[must_use]
pub fn fits(pattern: &str, name: &str) -> bool {
    fits_by(pattern, name, |wanted, letter| wanted == letter)
}

/// Tells whether the whole name of a file fits the pattern; Latin letters fit in either size, because servers differ
/// there.
#[must_use]
pub fn fits_file(pattern: &str, name: &str) -> bool {
    fits_by(pattern, name, |wanted, letter| wanted.eq_ignore_ascii_case(&letter))
}

fn fits_by(pattern: &str, name: &str, is_same: impl Fn(char, char) -> bool) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut at_pattern, mut at_name) = (0, 0);
    // Where to go on when the text after the last star does not fit: that star takes one character more.
    let mut star: Option<(usize, usize)> = None;
    while let Some(letter) = name.get(at_name) {
        match (pattern.get(at_pattern), star) {
            (Some('*'), _) => {
                star = Some((at_pattern, at_name));
                at_pattern += 1;
            }
            (Some(wanted), _) if *wanted == '?' || is_same(*wanted, *letter) => {
                at_pattern += 1;
                at_name += 1;
            }
            (_, Some((after, taken))) => {
                star = Some((after, taken + 1));
                (at_pattern, at_name) = (after + 1, taken + 1);
            }
            (_, None) => return false,
        }
    }
    pattern.iter().skip(at_pattern).all(|letter| *letter == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks_fit_what_they_should() {
        for (pattern, name) in
            [("*", ""), ("*.csv", "A.CSV"), ("a?c", "ałc"), ("*a*b*", "xxaaxbb"), ("x*", "x"), ("**b", "ab")]
        {
            assert!(fits_file(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("*.csv", "a.csv.gz"), ("a?c", "ac"), ("", "x"), ("*ab", "aba"), ("?", "")] {
            assert!(!fits_file(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn codes_fit_in_their_own_size_only() {
        assert!(fits("M-*", "M-0412") && fits("*", "ł"));
        assert!(!fits("M-*", "m-0412") && !fits("M-*", "xM-1") && !fits("*.csv", "A.CSV"));
    }

    #[test]
    fn a_pattern_of_many_stars_ends_soon() {
        assert!(!fits_file(&"*a".repeat(40), &"a".repeat(39)));
        assert!(!fits_file(&format!("{}b", "*a".repeat(100)), &"a".repeat(250)));
    }
}
