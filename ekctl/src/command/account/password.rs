//! A new password in place of the present one.

use common::account::PasswordChange;
use common::fault::Cause;

use super::current_password;
use crate::dialogue::{Dialogue, TRIES};
use crate::exit::Failure;
use crate::output::Output;
use crate::session::Session;

/// Changes the password; a person whose new one is not good enough thinks of another.
///
/// # Errors
/// Nobody to ask, or what the daemon refuses.
pub async fn run(dialogue: &Dialogue, session: &mut Session, output: &Output) -> Result<(), Failure> {
    let current = current_password(session, dialogue).await?;
    let mut tries = if dialogue.has_patience() { TRIES } else { 1 };
    loop {
        let change = PasswordChange { current: current.clone(), new: dialogue.new_password().await? };
        match session.ask(async |ek, context| ek.change_password(context, change.clone()).await).await {
            Ok(()) => break,
            Err(Failure::Fault(fault)) if tries > 1 && matches!(fault.cause, Cause::WeakPassword { .. }) => {
                tries -= 1;
                dialogue.line(&fault.message(output.look.language))?;
            }
            Err(failure) => return Err(failure),
        }
    }
    let line = output.look.texts().get("password-changed");
    Ok(output.note(&line)?)
}
