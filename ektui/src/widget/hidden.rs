//! A line that is typed and never shown: a password, a code. It keeps nothing in memory but what stands in it.

use common::secret::Secret;
use tui_input::InputRequest;

/// What has been typed so far.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(Secret);

/// No password is longer (256 characters, NFKC); what is longer is no password.
const MOST: usize = 1024;

impl Default for Hidden {
    fn default() -> Self {
        Self("".into())
    }
}

/// Tells not even the length.
impl std::fmt::Debug for Hidden {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Hidden")
    }
}

impl Hidden {
    /// Types at the end; what is not seen cannot be edited in the middle.
    pub fn handle(&mut self, request: InputRequest) {
        let text = self.0.expose();
        let kept = match request {
            InputRequest::InsertChar(_) => text,
            InputRequest::DeletePrevChar => text.char_indices().next_back().map_or("", |(at, _)| &text[..at]),
            InputRequest::DeleteLine => "",
            _ => return,
        };
        if kept.len() >= MOST {
            return;
        }
        // Never grown in place: the line before is wiped when it is dropped.
        let mut next = String::with_capacity(kept.len() + 4);
        next.push_str(kept);
        if let InputRequest::InsertChar(character) = request {
            next.push(character);
        }
        self.0 = next.into();
    }

    #[must_use]
    pub const fn secret(&self) -> &Secret {
        &self.0
    }

    /// Returns how many characters stand in it.
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.expose().chars().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_line_is_typed_at_its_end() {
        let mut line = Hidden::default();
        for character in "żółw".chars() {
            line.handle(InputRequest::InsertChar(character));
        }
        line.handle(InputRequest::GoToStart);
        line.handle(InputRequest::DeletePrevChar);
        assert_eq!((line.secret().expose(), line.length()), ("żół", 3));
        assert_eq!(format!("{line:?}"), "Hidden");
        line.handle(InputRequest::DeleteLine);
        line.handle(InputRequest::DeletePrevChar);
        assert_eq!(line.length(), 0);
    }
}
