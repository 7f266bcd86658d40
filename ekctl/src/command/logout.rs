//! Logging out: the session ends at the daemon and its secret is forgotten here.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use common::gate::With;
use common::pass::{PassError, SessionFile};

use crate::cli::global::CallArgs;
use crate::entry::{EntryError, endpoint, is_over, knock};
use crate::exit::Failure;
use crate::output::Output;

/// Logs out, also of a session that is over already.
///
/// # Errors
/// The daemon cannot be reached: the session is kept, to be ended later. The file cannot be removed.
pub async fn run(call: &CallArgs, output: &Output) -> Result<(), Failure> {
    let endpoint = endpoint(call);
    let file = SessionFile::of(&endpoint).map_err(EntryError::from)?;
    let secret = match file.load() {
        Ok(secret) => secret,
        // What others may have read must end all the more.
        Err(PassError::Exposed { path, .. }) => {
            let closed = fs::set_permissions(&path, Permissions::from_mode(0o600));
            closed.map_err(|source| EntryError::Pass(PassError::Unwritable { path, source }))?;
            file.load().map_err(EntryError::from)?
        }
        Err(PassError::Malformed { .. }) => None,
        Err(error) => return Err(EntryError::from(error).into()),
    };
    let id = match secret {
        Some(secret) => {
            match knock(&endpoint, With::Session(secret)).await {
                Ok((connection, _)) => {
                    let connection = connection.patient(call.timeout);
                    connection.ask(async |ek, context| ek.log_out(context).await).await?;
                }
                Err(fault) if is_over(&fault) => {}
                Err(fault) => return Err(fault.into()),
            }
            "logged-out"
        }
        None => "nobody-logged-in",
    };
    file.forget().map_err(EntryError::from)?;
    let line = output.look.texts().get(id);
    Ok(output.note(&line)?)
}
