//! File names with `*` and `?`.

/// Tells whether the whole name fits the pattern; Latin letters fit in either size, because servers differ there.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
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
            (Some(wanted), _) if *wanted == '?' || wanted.eq_ignore_ascii_case(letter) => {
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
            assert!(fits(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("*.csv", "a.csv.gz"), ("a?c", "ac"), ("", "x"), ("*ab", "aba"), ("?", "")] {
            assert!(!fits(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn a_pattern_of_many_stars_ends_soon() {
        assert!(!fits(&"*a".repeat(40), &"a".repeat(39)));
        assert!(!fits(&format!("{}b", "*a".repeat(100)), &"a".repeat(250)));
    }
}
