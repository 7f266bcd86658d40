//! The second factor of the own account.

use super::current_password;
use crate::cli::account::Switch;
use crate::command::login::enrol;
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::Output;
use crate::session::Session;

/// Turns the second factor on or off.
///
/// # Errors
/// Nobody to ask, or what the daemon refuses.
pub async fn run(switch: Switch, dialogue: &Dialogue, session: &mut Session, output: &Output) -> Result<(), Failure> {
    let password = current_password(session, dialogue).await?;
    let id = match switch {
        Switch::On => {
            let offer = session.ask(async |ek, context| ek.begin_totp(context, password.clone()).await).await?;
            let code = enrol(&offer, dialogue, output).await?;
            session.ask(async |ek, context| ek.confirm_totp(context, code.clone()).await).await?;
            "totp-on"
        }
        Switch::Off => {
            session.ask(async |ek, context| ek.remove_totp(context, password.clone()).await).await?;
            "totp-off"
        }
    };
    let line = output.look.texts().get(id);
    Ok(output.note(&line)?)
}
