//! Logging in by password: one knock after another, until the daemon has all that it wants.

pub mod enrolment;
pub mod previous;

use std::env;

use common::account::TotpOffer;
use common::client::{Connection, Door};
use common::endpoint::Endpoint;
use common::fault::{Cause, Fault};
use common::gate::{Admission, Opened, Password, With};
use common::pass::SessionFile;
use common::secret::Secret;
use jiff::tz::TimeZone;

use crate::cli::LoginArgs;
use crate::cli::global::CallArgs;
use crate::dialogue::{Dialogue, TRIES};
use crate::entry::{EntryError, endpoint, try_door};
use crate::exit::Failure;
use crate::output::Output;
use crate::session::settle;

/// The variable with the name of this machine's user.
const USER: &str = "USER";

/// Logs in and keeps the session, or sets a new password with a code that was sent.
///
/// # Errors
/// Nobody to ask, what the daemon refuses, a session that cannot be kept.
pub async fn run(args: &LoginArgs, call: &CallArgs, tz: Option<TimeZone>, output: &mut Output) -> Result<(), Failure> {
    let endpoint = endpoint(call);
    let dialogue = Dialogue::new(call, Some(args.secrets), output.look.language);
    let name = name(args, &dialogue).await?;
    if args.reset {
        return reset(&endpoint, &dialogue, name, output).await;
    }
    let (connection, admission) = open(&endpoint, &dialogue, name, output).await?;
    if let Some(session) = &admission.session {
        SessionFile::of(&endpoint).and_then(|file| file.store(session)).map_err(EntryError::from)?;
    }
    let connection = connection.patient(call.timeout);
    let status = connection.ask(async |ek, context| ek.status(context).await).await?;
    settle(output, &status, tz)?;
    previous::tell(&admission, output)
}

async fn name(args: &LoginArgs, dialogue: &Dialogue) -> Result<String, Failure> {
    let usual = env::var(USER).ok().filter(|name| !name.is_empty());
    match (&args.name, usual) {
        (Some(name), _) => Ok(name.clone()),
        (None, Some(usual)) if !dialogue.has_patience() => Ok(usual),
        (None, usual) => dialogue.answer("ask-name", usual.as_deref()).await,
    }
}

/// Knocks until the door opens: each answer says what is still missing.
async fn open(
    endpoint: &Endpoint,
    dialogue: &Dialogue,
    login: String,
    output: &Output,
) -> Result<(Connection, Box<Admission>), Failure> {
    let password = dialogue.secret("ask-password").await?;
    let mut proof = Password { login, password, code: None, new_password: None };
    let mut tries = TRIES;
    // More is asked for at most twice: a new password, and a code.
    loop {
        let missing = match try_door(endpoint, With::Password(proof.clone())).await {
            Ok(Door::Open(connection, admission)) => return Ok((connection, admission)),
            Ok(Door::Asks(missing)) => missing,
            Err(Fault { cause: Cause::WeakPassword { weakness }, .. }) if dialogue.has_patience() && tries > 1 => {
                tries -= 1;
                dialogue.line(&Fault::from(Cause::WeakPassword { weakness }).message(output.look.language))?;
                proof.new_password = None;
                Opened::NewPasswordWanted
            }
            Err(fault) => return Err(fault.into()),
        };
        fill(&mut proof, missing, dialogue, output).await?;
    }
}

/// Asks for what is missing. What was given already is not asked again: the daemon would go on asking for ever.
async fn fill(proof: &mut Password, missing: Opened, dialogue: &Dialogue, output: &Output) -> Result<(), Failure> {
    match missing {
        Opened::CodeWanted if proof.code.is_none() => {
            proof.code = Some(dialogue.answer("ask-code", None).await?);
        }
        Opened::NewPasswordWanted if proof.new_password.is_none() => {
            dialogue.say("password-is-initial")?;
            proof.new_password = Some(dialogue.new_password().await?);
        }
        Opened::EnrolmentWanted(offer) if proof.code.is_none() => {
            dialogue.say("enrolment-wanted")?;
            proof.code = Some(enrol(&offer, dialogue, output).await?);
        }
        Opened::CodeWanted | Opened::NewPasswordWanted | Opened::EnrolmentWanted(_) => {
            return Err(Fault::from(Cause::LogInRefused).into());
        }
        Opened::Admitted(_) | Opened::CodeSent | Opened::PasswordSet | Opened::Unknown => {
            return Err(Fault::from(Cause::Unknown).into());
        }
    }
    Ok(())
}

/// Shows the secret for an authenticator app and asks for its first code.
///
/// # Errors
/// There is nobody to ask, or no answer.
pub(super) async fn enrol(offer: &TotpOffer, dialogue: &Dialogue, output: &Output) -> Result<String, Failure> {
    dialogue.line(&enrolment::picture(offer, output.look.glyphs, output.look.language))?;
    dialogue.answer("ask-first-code", None).await
}

/// Has a code sent and sets a new password with it.
async fn reset(endpoint: &Endpoint, dialogue: &Dialogue, login: String, output: &Output) -> Result<(), Failure> {
    match try_door(endpoint, With::Forgotten { login: login.clone() }).await? {
        Door::Asks(Opened::CodeSent) => dialogue.say("code-sent")?,
        Door::Asks(_) | Door::Open(..) => return Err(Fault::from(Cause::Unknown).into()),
    }
    let code: Secret = dialogue.answer("ask-sent-code", None).await?.into();
    let mut tries = if dialogue.has_patience() { TRIES } else { 1 };
    loop {
        let new_password = dialogue.new_password().await?;
        let with = With::Reset { login: login.clone(), code: code.clone(), new_password };
        match try_door(endpoint, with).await {
            Ok(Door::Asks(Opened::PasswordSet)) => break,
            Ok(Door::Asks(_) | Door::Open(..)) => return Err(Fault::from(Cause::Unknown).into()),
            Err(fault) if tries > 1 && matches!(fault.cause, Cause::WeakPassword { .. }) => {
                tries -= 1;
                dialogue.line(&fault.message(output.look.language))?;
            }
            Err(fault) => return Err(fault.into()),
        }
    }
    let line = output.look.texts().get("password-set");
    Ok(output.note(&line)?)
}
