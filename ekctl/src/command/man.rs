//! The manual pages, made from the arguments.

use std::io::{self, IsTerminal};
use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::{Cli, ManArgs};
use crate::exit::Failure;
use crate::output::Output;
use crate::output::file::write_whole;

/// What every page says about the end of a command.
const EXIT_STATUS: &str = r".SH EXIT STATUS
.TP
0
Done; an empty list is done, too.
.TP
1
Failed.
.TP
2
Wrong usage.
.TP
3
Not found.
.TP
4
Nobody is logged in, or the session, the token or its file is no good.
.TP
5
Not allowed.
.TP
6
The daemon cannot be reached, is too slow or has no space: try later.
.TP
7
Refused: invalid, ambiguous, or a document was set aside; or all files were refused.
.TP
8
Partly done: under \-\-strict, values were quarantined or rejected; or a part of the archive is damaged and missing from
the answer; or some of several files were refused.
.TP
9
The versions of client and daemon do not fit.
.TP
10
A check found something.
.TP
130, 143
Ended by a signal.
";

/// Prints the page of `ekctl` (to a terminal: how to read it), or writes the pages of all commands into a directory.
///
/// # Errors
/// The directory cannot be written.
pub fn run(args: &ManArgs, output: &mut Output) -> Result<(), Failure> {
    let pages = pages();
    let Some(directory) = &args.out_dir else {
        if output.target().is_none() && io::stdout().is_terminal() {
            let usage = output.look.texts().get("man-usage");
            return Ok(output.text(&format!("{usage}\n"))?);
        }
        return Ok(output.text(&pages[0].1)?);
    };
    for (name, page) in &pages {
        write(&directory.join(name), page)?;
    }
    Ok(())
}

/// Returns the file names and the texts of all pages, that of `ekctl` itself first.
#[must_use]
pub fn pages() -> Vec<(String, String)> {
    let mut command = Cli::command();
    command.build();
    let mut pages = Vec::new();
    collect(&command, "ekctl", &mut pages);
    pages
}

fn collect(command: &clap::Command, name: &str, pages: &mut Vec<(String, String)>) {
    let mut page = Vec::new();
    let named = command.clone().display_name(name.to_owned());
    Man::new(named).render(&mut page).expect("writing to memory cannot fail");
    page.extend_from_slice(EXIT_STATUS.as_bytes());
    pages.push((format!("{name}.1"), String::from_utf8_lossy(&page).into_owned()));
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
        collect(verb, &format!("{name}-{}", verb.get_name()), pages);
    }
}

fn write(path: &Path, page: &str) -> Result<(), Failure> {
    write_whole(path, page).map_err(|cause| Failure::Unwritable { path: path.to_owned(), cause })
}
