//! Files that the daemon draws, on their way to this machine: whole or not at all.
//!
//! Knows neither what is drawn nor how.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use common::api::EkClient;
use common::report::drawing::{Drawing, DrawingForm, DrawingOf, DrawingQuery};
use common::wire::MAX_WAIT;
use sha2::{Digest as _, Sha256};

use super::tickets::attach::hexadecimal_of;
use crate::cli::sites::PaperArgs;
use crate::cli::usage::Usage;
use crate::exit::Failure;
use crate::output::cell::Digest;
use crate::output::file::Ending;
use crate::output::{Format, Look, Output, Pick, Sink, Talk, Word, row};
use crate::session::Session;

row! {
    /// A chart or a paper that was written to this machine.
    pub struct DrawnRow: "drawing.file" {
        /// the file
        pub file: String,
        /// pdf, svg
        pub form: Word,
        /// bytes of the file
        pub size: u64,
        /// SHA-256 of what was written
        pub digest: Digest,
    }
}

/// Where a file goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Standard,
    File(PathBuf),
}

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// As far as the user's mask allows.
    Everybody,
    Owner,
}

/// Returns where files go, each with the argument that names its place; `-` is the standard output.
///
/// # Errors
/// The standard output is a terminal, or would get more than one file.
pub fn places(output: &Output, arguments: &[(&'static str, Option<&PathBuf>)]) -> Result<Vec<Option<Place>>, Failure> {
    let is_standard = |path: &Path| path == Path::new("-");
    let standard: Vec<_> = arguments
        .iter()
        .filter(|(_, path)| path.is_some_and(|path| is_standard(path)))
        .map(|(name, _)| *name)
        .collect();
    if let [first, _, ..] = standard[..] {
        return Err(Usage::two_on_standard(first).into());
    }
    if let [argument] = standard[..]
        && output.target().is_none()
        && io::stdout().is_terminal()
    {
        return Err(Usage::file_on_terminal(argument).into());
    }
    let place = |path: &PathBuf| if is_standard(path) { Place::Standard } else { Place::File(path.clone()) };
    Ok(arguments.iter().map(|(_, path)| path.map(place)).collect())
}

/// Begins a file beside the one that it becomes.
///
/// # Errors
/// It cannot be written.
pub fn begin(path: &Path, readers: Readers, look: &Look) -> Result<Output, Failure> {
    let sink = match readers {
        Readers::Everybody => Sink::file(path, Ending::Replace),
        Readers::Owner => Sink::private(path),
    };
    let sink = sink.map_err(|cause| Failure::Unwritable { path: path.to_owned(), cause })?;
    Ok(Output::new(look.clone(), sink, Talk::Silent))
}

/// Makes a file final.
///
/// # Errors
/// It cannot be written.
pub fn end(file: Output, path: &Path) -> Result<(), Failure> {
    file.commit().map_err(|cause| Failure::Unwritable { path: path.to_owned(), cause })
}

/// Returns where a file goes in this directory: under the name that the daemon gives it, where that stays here.
///
/// # Errors
/// It is there already and may not be replaced.
pub fn free_path(given: &str, usual: &str, force: bool) -> Result<PathBuf, Failure> {
    let path = PathBuf::from(own_name(given, usual));
    if !force && path.symlink_metadata().is_ok() {
        return Err(Failure::FileExists { path });
    }
    Ok(path)
}

fn own_name<'n>(given: &'n str, usual: &'n str) -> &'n str {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.');
    let stays =
        !given.is_empty() && given.len() <= 200 && given.chars().all(is_plain) && !given.starts_with(['.', '-']);
    if stays && Path::new(given).file_name().is_some() { given } else { usual }
}

/// Says of a file that it was written.
#[must_use]
pub fn sentence(look: &Look, file: &str, size: u64) -> String {
    let size = look.language.number(&size.to_string());
    look.texts().format("file-written", &[("file", file.to_owned().into()), ("size", size.into())])
}

/// Writes a chart as the files that are wanted.
///
/// # Errors
/// What the daemon refuses to draw; a file that cannot be written.
pub async fn draw(
    session: &mut Session,
    output: &mut Output,
    paper: &PaperArgs,
    of: &DrawingOf,
) -> Result<(), Failure> {
    let places = places(output, &[("--pdf -", paper.pdf.as_ref()), ("--svg -", paper.svg.as_ref())])?;
    let mut rows = Vec::new();
    for (form, place) in [DrawingForm::Pdf, DrawingForm::Svg].into_iter().zip(places) {
        let Some(place) = place else { continue };
        let query = DrawingQuery { of: of.clone(), form, language: output.look.language };
        let call = async |ek: &EkClient, context| ek.draw(context, query.clone()).await;
        let drawing = session.ask_within(MAX_WAIT, call).await?;
        rows.extend(write(output, form, &place, Readers::Everybody, &drawing)?);
    }
    tell(output, rows)
}

/// Writes a paper that is its reader's business alone.
///
/// # Errors
/// It cannot be written.
pub fn keep(output: &mut Output, place: &Place, drawing: &Drawing) -> Result<(), Failure> {
    let rows = write(output, DrawingForm::Pdf, place, Readers::Owner, drawing)?;
    tell(output, rows.into_iter().collect())
}

fn write(
    output: &mut Output,
    form: DrawingForm,
    place: &Place,
    readers: Readers,
    drawing: &Drawing,
) -> Result<Option<DrawnRow>, Failure> {
    match place {
        Place::Standard => {
            output.bytes(&drawing.bytes)?;
            output.end_bytes();
            Ok(None)
        }
        Place::File(path) => {
            let mut file = begin(path, readers, &output.look)?;
            file.bytes(&drawing.bytes).map_err(|cause| Failure::Unwritable { path: path.clone(), cause })?;
            file.end_bytes();
            end(file, path)?;
            let name = match form {
                DrawingForm::Pdf => "pdf",
                DrawingForm::Svg => "svg",
            };
            Ok(Some(DrawnRow {
                file: path.display().to_string(),
                form: Word { group: "form", name },
                size: drawing.bytes.len() as u64,
                digest: Digest(hexadecimal_of(&Sha256::digest(&drawing.bytes))),
            }))
        }
    }
}

fn tell(output: &mut Output, rows: Vec<DrawnRow>) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    match output.look.format {
        Format::Table => {
            for row in rows {
                let line = sentence(&output.look, &row.file, row.size);
                output.text(&format!("{line}\n"))?;
            }
            Ok(())
        }
        Format::Json | Format::Ndjson | Format::Csv(_) => {
            let mut listing = output.list::<DrawnRow>(&Pick::default())?;
            for row in rows {
                listing.push(row)?;
            }
            Ok(listing.finish(None)?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stays_in_this_directory_whatever_the_daemon_calls_it() {
        assert_eq!(own_name("karta-2026-10_W-0412.csv", "report-8.csv"), "karta-2026-10_W-0412.csv");
        for hostile in ["", "..", ".bashrc", "../../etc/passwd", "/etc/passwd", "-rf", "a\u{202e}b.pdf", "a b.pdf"] {
            assert_eq!(own_name(hostile, "report-8.csv"), "report-8.csv", "{hostile}");
        }
    }
}
