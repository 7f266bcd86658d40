//! `ekd setup`: whatever is missing for a first start. What is there stays as it is.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use anyhow::Context as _;
use common::account::{Login, Role};
use common::language::Language;
use common::secret::Secret;
use jiff::Timestamp;

use crate::cli::{init, say};
use crate::clock::Clock;
use crate::config::paths::{Paths, User};
use crate::config::{self, Config};
use crate::founding::{self, Founder};
use crate::run;

/// What was said on the command line.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) admin: Option<Login>,
    pub(crate) name: String,
    pub(crate) password_stdin: bool,
}

/// Makes directories, configuration, archive and the first administrator, as far as they are missing.
///
/// # Errors
/// What prevented it.
pub(crate) fn run(user: &User, file: &Path, option: &str, asked: Asked) -> anyhow::Result<()> {
    let config = if file.exists() {
        config::load(file)?
    } else {
        init(file)?;
        Config::default()
    };
    let paths = user.paths(&config);
    if paths.archive().exists() && !founding::has_administrator(&paths)? {
        say(&format!("archive: {} (it was there)", paths.archive().display()));
    } else {
        run::set_up(&paths)?;
        say(&format!("archive: {}", paths.archive().display()));
    }
    let is_founded = administrator(&paths, asked)?;
    if !is_founded {
        say(&format!("there is no administrator yet: `ekd{option} setup` in a terminal asks for one, or give --admin"));
    }
    say(&format!("next: describe your sources in {}", file.display()));
    say(&format!("check them with `ekd{option} check-config`, then `ekd{option} run`"));
    Ok(())
}

/// Makes a new key in place of a lost one.
///
/// # Errors
/// What prevented it.
pub(crate) fn new_key(user: &User, file: &Path) -> anyhow::Result<()> {
    let paths = user.paths(&config::load(file)?);
    let n_forgotten = founding::new_key(&paths, now())?;
    say(&format!("key: {}", paths.vault().display()));
    say(&format!("{n_forgotten} second factors were forgotten; letters that had not left are lost"));
    Ok(())
}

/// Makes the first administrator; false where nobody can be asked.
fn administrator(paths: &Paths, asked: Asked) -> anyhow::Result<bool> {
    let Asked { admin, name, password_stdin } = asked;
    let in_terminal = std::io::stdin().is_terminal();
    let login = match admin {
        Some(login) => login,
        None if in_terminal => ask_login()?,
        None => return Ok(false),
    };
    let password = if password_stdin {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).context("standard input cannot be read")?;
        let password = Secret::from(line.trim_end_matches(['\r', '\n']));
        founding::check(&login, &name, &password).map_err(|fault| told(&fault))?;
        password
    } else if in_terminal {
        ask_password(&login, &name)?
    } else {
        anyhow::bail!("there is no terminal to ask for a password: give it with --password-stdin");
    };
    let founder = Founder { login, name, role: Role::Administrator, password: Some(password) };
    founding::found(paths, &founder, now())?;
    say(&format!("administrator: {}", founder.login));
    Ok(true)
}

fn now() -> Timestamp {
    Clock::system().now()
}

fn told(fault: &common::fault::Fault) -> anyhow::Error {
    let hint = fault.hint(Language::English).map(|hint| format!("; {hint}")).unwrap_or_default();
    anyhow::anyhow!("{}{hint}", fault.message(Language::English))
}

fn ask_login() -> anyhow::Result<Login> {
    loop {
        ask("log-in name of the first administrator [root]: ")?;
        let mut line = String::new();
        let n_read = std::io::stdin().read_line(&mut line)?;
        anyhow::ensure!(n_read > 0, "no name was given");
        let name = if line.trim().is_empty() { "root" } else { line.trim() };
        match Login::parse(name) {
            Ok(login) => return Ok(login),
            Err(error) => say(&error.to_string()),
        }
    }
}

fn ask_password(login: &Login, name: &str) -> anyhow::Result<Secret> {
    loop {
        let password = hidden("password (15 characters or more; a few unrelated words are good): ")?;
        if let Err(fault) = founding::check(login, name, &password) {
            say(&told(&fault).to_string());
        } else if hidden("the same again: ")? == password {
            return Ok(password);
        } else {
            say("the two differ");
        }
    }
}

fn hidden(prompt: &str) -> anyhow::Result<Secret> {
    Ok(rpassword::prompt_password(prompt).context("the password cannot be read")?.into())
}

#[expect(clippy::print_stdout, reason = "a question goes to the terminal")]
fn ask(prompt: &str) -> anyhow::Result<()> {
    print!("{prompt}");
    Ok(std::io::stdout().flush()?)
}
