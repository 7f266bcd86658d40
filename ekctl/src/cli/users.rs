//! The verbs of administrators: accounts, the audit log, messages on their way out.

use clap::{Args, Subcommand, ValueEnum};
use common::account::{Login, Role};
use common::customer::Right;
use common::id::CustomerNumber;

use super::global::LanguageName;
use super::{FilterArgs, ListArgs};

#[derive(Debug, Subcommand)]
pub enum UsersVerb {
    /// List accounts by name
    List(UsersListArgs),
    /// Show one account
    Show(UserArgs),
    /// Make an account and show its initial password once
    Create(Box<UserCreateArgs>),
    /// Change an account; its sessions end where its rights have changed
    Edit(UserEditArgs),
    /// Send the holder of an account a code for a new password
    Reset(UserArgs),
}

#[derive(Debug, Args)]
pub struct UsersListArgs {
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Only accounts that act for this customer, or did
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: Option<CustomerNumber>,
    /// Only accounts with this role
    #[arg(long, value_enum)]
    pub role: Option<RoleName>,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Args)]
pub struct UserArgs {
    /// Name under which the person logs in
    #[arg(value_name = "LOGIN", value_parser = Login::parse)]
    pub account: Login,
}

#[derive(Debug, Args)]
pub struct UserCreateArgs {
    /// Name under which the person will log in: small letters, digits, dots, hyphens
    #[arg(value_name = "LOGIN", value_parser = Login::parse)]
    pub account: Login,
    /// The person's name, such as "Anna Kowalska"
    #[arg(long, value_name = "TEXT")]
    pub name: String,
    /// What the person is to the utility
    #[arg(long, value_enum)]
    pub role: RoleName,
    /// Address for codes and notices
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,
    /// Number of the customer for whom the account acts
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: Option<CustomerNumber>,
    /// What the account may do for that customer besides looking at readings
    #[arg(long, value_enum, value_name = "RIGHT,…", value_delimiter = ',', requires = "customer")]
    pub rights: Vec<RightName>,
    /// Language of letters to the person
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    pub letters: Option<LanguageName>,
}

#[derive(Debug, Args)]
pub struct UserEditArgs {
    /// Name under which the person logs in
    #[arg(value_name = "LOGIN", value_parser = Login::parse)]
    pub account: Login,
    /// The person's name
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
    /// What the person is to the utility
    #[arg(long, value_enum)]
    pub role: Option<RoleName>,
    /// Language of letters to the person
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    pub letters: Option<LanguageName>,
    /// Open a closed or locked account
    #[arg(long, conflicts_with = "disable")]
    pub enable: bool,
    /// Close the account
    #[arg(long)]
    pub disable: bool,
    /// Take the second factor away, after its device was lost
    #[arg(long)]
    pub remove_totp: bool,
}

/// What a person is to the utility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoleName {
    Customer,
    Manager,
    Technician,
    Clerk,
    Administrator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Customer => Self::Customer,
            RoleName::Manager => Self::Manager,
            RoleName::Technician => Self::Technician,
            RoleName::Clerk => Self::Clerk,
            RoleName::Administrator => Self::Administrator,
        }
    }
}

/// What an account may do for a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RightName {
    Finance,
    Technical,
    Admin,
}

impl From<RightName> for Right {
    fn from(name: RightName) -> Self {
        match name {
            RightName::Finance => Self::Finance,
            RightName::Technical => Self::Technical,
            RightName::Admin => Self::Admin,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum AuditVerb {
    /// List who did what to whose data, the newest first
    List(AuditArgs),
    /// Recompute the chain of the audit log; status 10 when a line is not as it was written
    Verify,
}

#[derive(Debug, Args)]
pub struct AuditArgs {
    /// Only lines about this customer's data
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| CustomerNumber::parse(text))]
    pub customer: Option<CustomerNumber>,
    /// Only lines by this account or about it
    #[arg(long, value_name = "NAME", value_parser = Login::parse)]
    pub login: Option<Login>,
    #[command(flatten)]
    pub list: ListArgs,
}

#[derive(Debug, Subcommand)]
pub enum OutboxVerb {
    /// List messages on their way out and what became of them, the newest first
    List(ListArgs),
}
