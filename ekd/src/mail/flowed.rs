//! `format=flowed` (RFC 3676): lines that a program broke are put together again.

/// Returns the text with its paragraphs whole. With `delete_space` the space that marks a broken line goes too (§4.1).
pub(super) fn unwrapped(text: &str, spaces: Spaces) -> String {
    let mut out = String::with_capacity(text.len());
    // The depth of the paragraph that is still open.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        // One space was stuffed so that the line does not begin with what has a meaning (§4.4).
        let content = content.strip_prefix(' ').unwrap_or(content);
        let is_signature = content == "-- ";
        if open.is_some_and(|open| open != depth || is_signature) {
            out.push('\n');
            open = None;
        }
        if open.is_none() && depth > 0 {
            out.extend(std::iter::repeat_n('>', depth));
            out.push(' ');
        }
        let is_flowing = content.ends_with(' ') && !is_signature;
        match (is_flowing, spaces) {
            (true, Spaces::Delete) => out.push_str(content.strip_suffix(' ').unwrap_or(content)),
            (true, Spaces::Keep) | (false, Spaces::Keep | Spaces::Delete) => out.push_str(content),
        }
        if !is_flowing {
            out.push('\n');
        }
        open = is_flowing.then_some(depth);
    }
    if open.is_some() {
        out.push('\n');
    }
    out
}

/// What becomes of the space at the end of a broken line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spaces {
    Keep,
    Delete,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_lines_become_paragraphs() {
        let check =
            |text: &str, spaces: Spaces, expected: &str| assert_eq!(unwrapped(text, spaces), expected, "{text:?}");
        check(
            "Od rana \nnie ma \nciepła.\nProszę o pomoc.\n",
            Spaces::Keep,
            "Od rana nie ma ciepła.\nProszę o pomoc.\n",
        );
        check("cie \npło\n", Spaces::Delete, "ciepło\n");
        check("> Czy \n> ciepło?\nNie \n> Aha\n", Spaces::Keep, "> Czy ciepło?\nNie \n> Aha\n");
        check("Tekst \n-- \nAnna \nNowak\n", Spaces::Keep, "Tekst \n-- \nAnna Nowak\n");
        check(" > nie cytat\n  wcięte\n From\n", Spaces::Keep, "> nie cytat\n wcięte\nFrom\n");
        check("koniec ", Spaces::Keep, "koniec \n");
        check("", Spaces::Keep, "");
    }
}
