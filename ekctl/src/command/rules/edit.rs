//! Changing a rule in an editor, as `visudo` does: what cannot be read is told and edited again, and what was typed is
//! never lost.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::Command;

use common::fault::FaultCode;
use common::id::RuleName;
use common::rule::Rule;

use super::{find, save};
use crate::cli::rule_file::{self, RuleSlip};
use crate::command::random;
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::Output;
use crate::session::Session;

/// What every system has.
const USUAL_EDITOR: &str = "vi";
/// The answer that leaves the text where it is.
const LEAVE: &str = "q";

/// A text in the hands of an editor; it stays where it is unless it has served.
struct Draft {
    path: PathBuf,
}

/// Has a rule edited, and saves it.
///
/// # Errors
/// There is no such rule; the editor failed; the text cannot be read and nobody wants to go on.
pub async fn run(
    session: &mut Session,
    output: &mut Output,
    dialogue: &Dialogue,
    name: &RuleName,
) -> Result<(), Failure> {
    let rule = find(session, name).await?;
    let before = rule_file::write(&rule);
    let draft = Draft::new(&before)?;
    loop {
        draft.edit()?;
        let text = draft.text()?;
        if text == before {
            draft.remove();
            return Ok(output.note(&output.look.texts().get("rule-unchanged"))?);
        }
        let failure = match read(&text, name) {
            Ok(rule) => match save(session, output, &rule).await {
                Ok(()) => {
                    draft.remove();
                    return Ok(());
                }
                Err(failure) => failure,
            },
            Err(slip) => Failure::RuleFile { file: draft.path.clone(), slip: Box::new(slip) },
        };
        if !goes_on(output, dialogue, &failure).await? {
            let path = draft.path.display().to_string();
            output.note(&output.look.texts().format("rule-kept", &[("path", path.into())]))?;
            return Err(failure);
        }
    }
}

fn read(text: &str, name: &RuleName) -> Result<Rule, RuleSlip> {
    let rule = rule_file::read_single(text)?;
    if rule.name == *name { Ok(rule) } else { Err(RuleSlip::renamed(name.as_str())) }
}

/// Tells what is wrong and asks whether to edit again, where editing can help and somebody is there.
async fn goes_on(output: &Output, dialogue: &Dialogue, failure: &Failure) -> Result<bool, Failure> {
    let helps = match failure {
        Failure::RuleFile { .. } => true,
        Failure::Fault(fault) => matches!(fault.code, FaultCode::Refused | FaultCode::NotFound),
        _ => false,
    };
    if !helps || !dialogue.has_patience() {
        return Ok(false);
    }
    failure.tell(&mut io::stderr(), output.look.language)?;
    match dialogue.answer("ask-edit-again", Some("e")).await {
        Ok(answer) => Ok(answer != LEAVE),
        // Nobody is there: what was told stands, and the text is kept.
        Err(Failure::Usage(_)) => Ok(false),
        Err(failure) => Err(failure),
    }
}

impl Draft {
    fn new(text: &str) -> Result<Self, Failure> {
        let random = random();
        let name = random.iter().take(8).fold("ekctl-".to_owned(), |name, byte| format!("{name}{byte:02x}"));
        let path = env::temp_dir().join(format!("{name}.toml"));
        let unwritable = |cause| Failure::Unwritable { path: path.clone(), cause };
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(&path).map_err(unwritable)?;
        file.write_all(text.as_bytes()).map_err(unwritable)?;
        Ok(Self { path })
    }

    /// Runs the editor and waits for it.
    fn edit(&self) -> Result<(), Failure> {
        let command = editor();
        // As git does: the variable may hold arguments, so that a shell reads it.
        let mut shell = Command::new("sh");
        let status = shell.arg("-c").arg(format!("{command} \"$1\"")).arg("ekctl").arg(&self.path).status();
        let failed = |cause| Failure::Editor { command: command.clone(), cause };
        let status = status.map_err(failed)?;
        if status.success() { Ok(()) } else { Err(failed(io::Error::other(status.to_string()))) }
    }

    fn text(&self) -> Result<String, Failure> {
        rule_file::load(&self.path).map_err(|cause| Failure::Unreadable { path: self.path.clone(), cause })
    }

    fn remove(&self) {
        // A text that has served and cannot be removed harms nobody.
        drop(fs::remove_file(&self.path));
    }
}

fn editor() -> String {
    let named = ["VISUAL", "EDITOR"].into_iter().find_map(|name| env::var(name).ok().filter(|text| !text.is_empty()));
    named.unwrap_or_else(|| USUAL_EDITOR.to_owned())
}
