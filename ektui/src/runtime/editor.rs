//! The editor of the terminal's user, for long texts: in a file that only they can read and that goes afterwards.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::process::Command;

use common::ticket::entry::LONGEST_BODY;

/// Bytes that are read back at most: the longest letters take four.
const MOST: u64 = 4 * LONGEST_BODY as u64 + 4;

/// Has a text edited and returns it as it is then. The terminal must be the editor's meanwhile.
///
/// # Errors
/// In the words of the system; the text stays as it was.
pub fn edit(text: &str) -> Result<String, String> {
    let editor = ["VISUAL", "EDITOR"].into_iter().find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
    edit_with(&editor.unwrap_or_else(|| "vi".to_owned()), text)
}

fn edit_with(editor: &str, text: &str) -> Result<String, String> {
    let words = |error: io::Error| error.to_string();
    let mut file = tempfile::Builder::new().prefix("ektui-").suffix(".txt").tempfile().map_err(words)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(words)?;
    // The variable may have arguments, as git reads it.
    let status = Command::new("sh").arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(file.path()).status();
    match status.map_err(words)? {
        status if status.success() => {}
        status => return Err(format!("{editor}: {status}")),
    }
    // Editors may put another file in its place.
    let mut bytes = Vec::new();
    File::open(file.path()).and_then(|file| file.take(MOST).read_to_end(&mut bytes)).map_err(words)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_gets_the_text_and_its_end_is_told() {
        assert_eq!(edit_with("printf ' dalej' >>", "ciepło").unwrap(), "ciepło dalej");
        assert!(edit_with("false", "x").is_err());
        assert!(edit_with("no-such-editor-anywhere", "x").is_err());
    }
}
