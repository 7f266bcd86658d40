//! Changing a rule in an editor, as `visudo` does: what cannot be read is told and edited again, and what was typed is
//! never lost.

use std::io;

use common::fault::FaultCode;
use common::id::RuleName;
use common::rule::Rule;

use super::{find, save};
use crate::cli::rule_file::{self, RuleSlip};
use crate::dialogue::Dialogue;
use crate::editor::Edited;
use crate::exit::Failure;
use crate::output::Output;
use crate::session::Session;

/// The answer that leaves the text where it is.
const LEAVE: &str = "q";

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
    let draft = Edited::new(&before, ".toml")?;
    loop {
        draft.edit()?;
        let text = draft.text(rule_file::load)?;
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
            Err(slip) => Failure::RuleFile { file: draft.path().to_owned(), slip: Box::new(slip) },
        };
        if !goes_on(output, dialogue, &failure).await? {
            let path = draft.path().display().to_string();
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
