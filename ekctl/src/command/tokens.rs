//! Tokens for scripts. Their secrets are made here and shown once; the daemon gets a digest.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use common::account::{NewToken, Token, TokenRotation, TokenScope};
use common::api::EkClient;
use common::fault::{Cause, Fault};
use common::id::TokenId;
use common::log_in::Method;
use common::pass::TokenSecret;
use common::secret::Secret;
use jiff::{SignedDuration, Timestamp};

use super::account::current_password;
use super::{list_whole, random};
use crate::cli::TokensVerb;
use crate::cli::account::{OfArgs, TokenArgs, TokenCreateArgs, TokenRotateArgs, TokenSecretArgs};
use crate::cli::global::CallArgs;
use crate::cli::usage::Usage;
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::Session;

row! {
    /// A token for scripts.
    pub struct TokenRow: "token.list" brief [id, login, name, scope, expires_at, last_used_at, last_source] {
        /// number of the token
        pub id: TokenId,
        /// name of the account
        pub login: String,
        /// what the token is for
        pub name: String,
        /// read, operate
        pub scope: Word,
        /// when it was made
        pub created_at: Timestamp,
        /// when it ends
        pub expires_at: Timestamp,
        /// when it was last used
        pub last_used_at: Option<Timestamp>,
        /// from where that was
        pub last_source: Option<String>,
    }
}

row! {
    /// A token for scripts with its secret, which nobody can show again.
    pub struct TokenSecretRow: "token.secret" {
        /// number of the token
        pub id: TokenId,
        /// what the token is for
        pub name: String,
        /// read, operate
        pub scope: Word,
        /// when it ends
        pub expires_at: Timestamp,
        /// the secret; null where it was written to a file
        pub secret: Option<String>,
        /// the file that holds the secret
        pub file: Option<String>,
    }
}

/// Does what the verb says.
///
/// # Errors
/// Nobody to ask, a file that is there already, or what the daemon refuses.
pub async fn run(
    verb: &TokensVerb,
    call: &CallArgs,
    session: &mut Session,
    output: &mut Output,
) -> Result<(), Failure> {
    match verb {
        TokensVerb::List(args) => list(session, output, args).await,
        TokensVerb::Create(args) => create(args, call, session, output).await,
        TokensVerb::Rotate(args) => rotate(args, call, session, output).await,
        TokensVerb::Revoke(args) => revoke(args, session, output).await,
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &OfArgs) -> Result<(), Failure> {
    let tokens = session.ask(async |ek, context| ek.tokens(context, args.login.clone()).await).await?;
    list_whole(output, &args.list, tokens.into_iter().map(token_row))
}

async fn create(
    args: &TokenCreateArgs,
    call: &CallArgs,
    session: &mut Session,
    output: &mut Output,
) -> Result<(), Failure> {
    let expires_at = expiry(session, &args.expires)?;
    let place = Place::reserve(&args.secret)?;
    let password = password(&args.secret, call, session, output).await?;
    let secret = TokenSecret::new(random());
    let token =
        NewToken { name: args.name.clone(), scope: args.scope.into(), expires_at, digest: secret.digest(), password };
    let call = async |ek: &EkClient, context, key| ek.create_token(context, key, token.clone()).await;
    let token = session.ask_once(call).await?;
    hand_over(token, &secret, place, output)
}

async fn rotate(
    args: &TokenRotateArgs,
    call: &CallArgs,
    session: &mut Session,
    output: &mut Output,
) -> Result<(), Failure> {
    let place = Place::reserve(&args.secret)?;
    let password = password(&args.secret, call, session, output).await?;
    let secret = TokenSecret::new(random());
    let rotation = TokenRotation { id: TokenId(args.number), digest: secret.digest(), password };
    let token = session.ask(async |ek, context| ek.rotate_token(context, rotation.clone()).await).await?;
    hand_over(token, &secret, place, output)
}

async fn revoke(args: &TokenArgs, session: &mut Session, output: &Output) -> Result<(), Failure> {
    session.ask(async |ek, context| ek.revoke_token(context, TokenId(args.number)).await).await?;
    let line = output.look.texts().format("token-revoked", &[("id", args.number.to_string().into())]);
    Ok(output.note(&line)?)
}

/// Reads `90d`, or an instant.
fn expiry(session: &Session, text: &str) -> Result<Timestamp, Failure> {
    let days = text.strip_suffix('d').and_then(|days| days.parse::<u16>().ok());
    match days {
        Some(days) => {
            let lasting = SignedDuration::from_hours(24 * i64::from(days));
            session.now().checked_add(lasting).map_err(|_| Fault::from(Cause::BadExpiry).into())
        }
        None => match session.instant("--expires", text) {
            Err(Failure::Usage(_)) => Err(Usage::no_expiry("--expires", text).into()),
            read => read,
        },
    }
}

/// Asks for the password, but not a user whom the server's own socket knows.
async fn password(
    args: &TokenSecretArgs,
    call: &CallArgs,
    session: &mut Session,
    output: &Output,
) -> Result<Option<Secret>, Failure> {
    if session.admission.method == Method::Peer {
        return Ok(None);
    }
    let dialogue = Dialogue::new(call, Some(args.secrets), output.look.language);
    current_password(session, &dialogue).await.map(Some)
}

/// Where a secret goes: into a new file, made before the daemon is asked, or to the output.
enum Place {
    Shown,
    File(Reserved),
}

/// A new file that only its owner can read; it goes again if nothing is written to it.
struct Reserved {
    path: PathBuf,
    file: File,
    filled: bool,
}

impl Place {
    fn reserve(args: &TokenSecretArgs) -> Result<Self, Failure> {
        let Some(path) = args.write.clone() else { return Ok(Self::Shown) };
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(file) => Ok(Self::File(Reserved { path, file, filled: false })),
            Err(cause) => Err(Failure::Unwritable { path, cause }),
        }
    }

    fn fill(self, secret: &TokenSecret) -> Result<(Option<String>, Option<String>), Failure> {
        let text = secret.secret().expose();
        let Self::File(mut reserved) = self else { return Ok((Some(text.to_owned()), None)) };
        let written = reserved.file.write_all(text.as_bytes()).and_then(|()| reserved.file.write_all(b"\n"));
        let path = reserved.path.clone();
        match written.and_then(|()| reserved.file.sync_all()) {
            Ok(()) => {
                reserved.filled = true;
                Ok((None, Some(path.display().to_string())))
            }
            Err(cause) => Err(Failure::Unwritable { path, cause }),
        }
    }
}

impl Drop for Reserved {
    /// Leaves no empty file behind where there came no secret.
    fn drop(&mut self) {
        if !self.filled {
            drop(fs::remove_file(&self.path));
        }
    }
}

fn hand_over(token: Token, secret: &TokenSecret, place: Place, output: &mut Output) -> Result<(), Failure> {
    let (shown, file) = place.fill(secret)?;
    if shown.is_some() {
        let line = output.look.texts().get("token-shown-once");
        output.note(&line)?;
    }
    Ok(output.record(TokenSecretRow {
        id: token.id,
        name: token.name,
        scope: scope_word(token.scope),
        expires_at: token.expires_at,
        secret: shown,
        file,
    })?)
}

/// Returns the row of a token.
pub(super) fn token_row(token: Token) -> TokenRow {
    TokenRow {
        id: token.id,
        login: token.login.into(),
        name: token.name,
        scope: scope_word(token.scope),
        created_at: token.created_at,
        expires_at: token.expires_at,
        last_used_at: token.last_used_at,
        last_source: token.last_source,
    }
}

const fn scope_word(scope: TokenScope) -> Word {
    Word { group: "scope", name: scope.name() }
}
