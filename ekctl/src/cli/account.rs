//! The verbs around the own log-in: logging in and out, the account, its tokens.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use common::account::{Login, TokenScope};
use common::contact::ContactKind;

use super::ListArgs;

#[derive(Debug, Args)]
pub struct LoginArgs {
    /// Name of the account; without it, the name of the user of this machine
    pub name: Option<String>,
    /// Have a code sent to a confirmed address, and set a new password with it
    #[arg(long)]
    pub reset: bool,
    #[command(flatten)]
    pub secrets: SecretArgs,
}

/// Where passwords and codes come from.
#[derive(Clone, Copy, Debug, Args)]
pub struct SecretArgs {
    /// Read passwords and codes from standard input, one a line, in the order in which they are asked
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Debug, Subcommand)]
pub enum AccountVerb {
    /// Show the own account: contacts, customers, the log-ins before this one
    Show,
    /// The addresses of the own account
    #[command(subcommand, alias = "contacts")]
    Contact(ContactVerb),
    /// Put a new password in place of the present one; all other sessions end
    Password(SecretArgs),
    /// Turn the second factor on or off: codes of an authenticator app
    Totp(TotpArgs),
    /// List tries to log in, the newest first
    #[command(alias = "logins")]
    LogIns(LogInsArgs),
    /// Open sessions
    #[command(subcommand, alias = "session")]
    Sessions(SessionsVerb),
    /// Somebody else was in the account: end all other sessions and lock it until there is a new password
    NotMe(AgreedArgs),
}

#[derive(Debug, Subcommand)]
pub enum ContactVerb {
    /// Give a new address; it counts once the code that is sent there has been entered
    Set(ContactSetArgs),
    /// Enter the code that came to a new address
    Confirm(ContactArgs),
    /// Remove an address
    Remove(ContactArgs),
}

#[derive(Debug, Args)]
pub struct ContactSetArgs {
    /// Kind of the address
    #[arg(value_enum)]
    pub kind: ContactName,
    /// Phone number or e-mail address, such as "601 234 567"
    pub address: String,
    #[command(flatten)]
    pub secrets: SecretArgs,
}

#[derive(Debug, Args)]
pub struct ContactArgs {
    /// Kind of the address
    #[arg(value_enum)]
    pub kind: ContactName,
    #[command(flatten)]
    pub secrets: SecretArgs,
}

/// Kinds of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ContactName {
    Landline,
    Mobile,
    Email,
}

impl From<ContactName> for ContactKind {
    fn from(name: ContactName) -> Self {
        match name {
            ContactName::Landline => Self::Landline,
            ContactName::Mobile => Self::Mobile,
            ContactName::Email => Self::Email,
        }
    }
}

#[derive(Debug, Args)]
pub struct TotpArgs {
    /// Whether codes are to be asked for
    #[arg(value_enum)]
    pub switch: Switch,
    #[command(flatten)]
    pub secrets: SecretArgs,
}

/// Whether something is to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

#[derive(Debug, Args)]
pub struct LogInsArgs {
    /// Those of another account, for administrators
    #[arg(long, value_name = "NAME", value_parser = Login::parse, conflicts_with = "everyone")]
    pub login: Option<Login>,
    /// Those of all accounts and of unknown names, for administrators
    #[arg(long)]
    pub everyone: bool,
    /// Only those that failed
    #[arg(long)]
    pub failures: bool,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Subcommand)]
pub enum SessionsVerb {
    /// List open sessions
    List(OfArgs),
    /// End a session, or all but this one
    End(EndArgs),
}

/// A list of the own account, or of another's.
#[derive(Debug, Args)]
pub struct OfArgs {
    /// Those of another account, for administrators
    #[arg(long, value_name = "NAME", value_parser = Login::parse)]
    pub login: Option<Login>,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct EndArgs {
    /// Number of the session, as the list tells it
    #[arg(value_name = "ID", required_unless_present = "others", conflicts_with = "others")]
    pub number: Option<i64>,
    /// All sessions of the own account but this one
    #[arg(long)]
    pub others: bool,
}

/// What must be agreed to.
#[derive(Clone, Copy, Debug, Args)]
pub struct AgreedArgs {
    /// Do not ask whether it is meant
    #[arg(short, long)]
    pub yes: bool,
}

#[derive(Debug, Subcommand)]
pub enum TokensVerb {
    /// List the tokens of scripts
    List(OfArgs),
    /// Make a token for scripts and show its secret once
    Create(TokenCreateArgs),
    /// Give a token another secret; the one before ends at once
    Rotate(TokenRotateArgs),
    /// End a token at once
    Revoke(TokenArgs),
}

#[derive(Debug, Args)]
pub struct TokenCreateArgs {
    /// What the token is for, such as "export to the warehouse"
    pub name: String,
    /// What the token may do: look only, or also bring documents, ask sources and decide about readings
    #[arg(long, value_enum, default_value = "read")]
    pub scope: ScopeName,
    /// When it ends: in days, such as 90d, or at an instant, such as 2027-01-01; at most 366 days ahead
    #[arg(long, value_name = "WHEN")]
    pub expires: String,
    #[command(flatten)]
    pub secret: TokenSecretArgs,
}

#[derive(Debug, Args)]
pub struct TokenRotateArgs {
    /// Number of the token, as the list tells it
    #[arg(value_name = "ID")]
    pub number: i64,
    #[command(flatten)]
    pub secret: TokenSecretArgs,
}

#[derive(Debug, Args)]
pub struct TokenArgs {
    /// Number of the token, as the list tells it
    #[arg(value_name = "ID")]
    pub number: i64,
}

/// Where the secret of a token goes, and where the password comes from.
#[derive(Debug, Args)]
pub struct TokenSecretArgs {
    /// Write the secret to a new FILE that only its owner can read, instead of showing it
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    #[command(flatten)]
    pub secrets: SecretArgs,
}

/// What tokens may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScopeName {
    Read,
    Operate,
}

impl From<ScopeName> for TokenScope {
    fn from(name: ScopeName) -> Self {
        match name {
            ScopeName::Read => Self::Read,
            ScopeName::Operate => Self::Operate,
        }
    }
}
