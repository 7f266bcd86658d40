//! Where texts come from: an argument, a file, the standard input, or an editor where a person is.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use common::ticket::entry::LONGEST_BODY;

use crate::cli::tickets::writing::BodyArgs;
use crate::cli::usage::Usage;
use crate::dialogue::Dialogue;
use crate::editor::Edited;
use crate::exit::Failure;
use crate::output::Output;

/// Bytes of the longest text, and one more character.
const MOST_BYTES: u64 = 4 * (LONGEST_BODY as u64 + 1);

/// A text that somebody wrote. Where an editor was used, the file stays until the text is sent.
pub(in crate::command) struct Text {
    pub(in crate::command) body: String,
    edited: Option<Edited>,
}

/// Returns the text: what the arguments say, else what a person types into an editor that `begins` so.
///
/// # Errors
/// It is empty, too long or no UTF-8; there is none, and nobody to ask.
pub(in crate::command) fn read(args: &BodyArgs, dialogue: Dialogue, begins: &str) -> Result<Text, Failure> {
    match told(args)? {
        Some(body) => Ok(Text { body, edited: None }),
        None if dialogue.has_patience() && io::stdin().is_terminal() && io::stderr().is_terminal() => edit(begins),
        None => Err(Usage::no_text().into()),
    }
}

/// Returns what the arguments say, if they say anything.
///
/// # Errors
/// It is empty, too long or no UTF-8.
pub(in crate::command) fn told(args: &BodyArgs) -> Result<Option<String>, Failure> {
    match (&args.body, &args.body_file) {
        (Some(body), _) => Ok(Some(checked(body)?)),
        (None, Some(path)) => {
            let bytes = load(path).map_err(|cause| Failure::Unreadable { path: path.clone(), cause })?;
            Ok(Some(checked(&decoded(bytes, path)?)?))
        }
        (None, None) => Ok(None),
    }
}

/// Has a person change a text.
///
/// # Errors
/// The editor failed; what it left is empty, too long or no UTF-8: then it stays where it is.
pub(in crate::command) fn edit(begins: &str) -> Result<Text, Failure> {
    let edited = Edited::new(begins, ".txt")?;
    edited.edit()?;
    let bytes = edited.text(load)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        edited.remove();
        return Err(Usage::empty_text().into());
    }
    let body = checked(&decoded(bytes, edited.path())?)?;
    Ok(Text { body, edited: Some(edited) })
}

impl Text {
    /// Returns a text that was at hand.
    pub(in crate::command) const fn of(body: String) -> Self {
        Self { body, edited: None }
    }

    /// Removes the file of the editor where the text was sent, and says where it is where it was not.
    ///
    /// # Errors
    /// Why it was not sent.
    pub(in crate::command) fn after<T>(self, output: &Output, sent: Result<T, Failure>) -> Result<T, Failure> {
        let Some(edited) = self.edited else { return sent };
        if sent.is_ok() {
            edited.remove();
        } else {
            let path = edited.path().display().to_string();
            output.note(&output.look.texts().format("text-kept", &[("path", path.into())]))?;
        }
        sent
    }
}

fn load(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(MOST_BYTES).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn decoded(bytes: Vec<u8>, path: &Path) -> Result<String, Failure> {
    // What is cut at the bound is too long anyway, and may be cut within a character.
    if bytes.len() as u64 == MOST_BYTES {
        return Err(Usage::long_text(LONGEST_BODY).into());
    }
    let text = String::from_utf8(bytes).map_err(|_| Usage::text_not_unicode(&path.display().to_string()))?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
}

fn checked(text: &str) -> Result<String, Failure> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim_end();
    if text.trim().is_empty() {
        return Err(Usage::empty_text().into());
    }
    if text.chars().count() > LONGEST_BODY {
        return Err(Usage::long_text(LONGEST_BODY).into());
    }
    Ok(text.to_owned())
}
