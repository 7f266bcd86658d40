//! Asking a person: passwords without echo, codes, names, consent. Or a script, which answers line by line.
//!
//! Questions go to the terminal itself, so that they are seen and answered even where the output is a pipe. Knows no
//! daemon. Nothing that is typed here is ever an argument, a variable or part of an answer.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::thread;

use common::language::{Argument, Language};
use common::secret::Secret;
use common::text::visible;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use crate::cli::account::SecretArgs;
use crate::cli::global::CallArgs;
use crate::cli::usage::Usage;
use crate::entry::{EntryError, Signal};
use crate::exit::Failure;
use crate::text::texts;

const TERMINAL: &str = "/dev/tty";
/// How often the same is asked of a person.
pub const TRIES: u32 = 3;
/// Longest answer, in bytes: four for each character of the longest password, and then some.
const LONGEST: u64 = 4096;

/// Somebody who can be asked.
#[derive(Clone, Copy, Debug)]
pub struct Dialogue {
    who: Who,
    language: Language,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Person,
    /// Whatever fills the standard input.
    Script,
    Nobody,
}

/// Whether what is typed is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Echo {
    On,
    Off,
}

/// Puts the terminal back as it was, whatever ended the question: hidden typing is undone by a thread that a signal does
/// not wait for.
struct Restored {
    terminal: File,
    before: Termios,
}

impl Dialogue {
    #[must_use]
    pub const fn new(call: &CallArgs, secrets: Option<SecretArgs>, language: Language) -> Self {
        let who = match secrets {
            Some(SecretArgs { password_stdin: true }) => Who::Script,
            Some(_) | None if call.no_input => Who::Nobody,
            Some(_) | None => Who::Person,
        };
        Self { who, language }
    }

    /// Tells whether the same may be asked again: a script has said what it has to say.
    #[must_use]
    pub fn has_patience(&self) -> bool {
        self.who == Who::Person
    }

    /// Says something in the course of the dialogue, beside the answer.
    ///
    /// # Errors
    /// Those of the standard error.
    pub fn say(&self, id: &str) -> io::Result<()> {
        self.line(&texts(self.language).get(id))
    }

    /// Writes a line as it is.
    ///
    /// # Errors
    /// Those of the standard error.
    pub fn line(&self, line: &str) -> io::Result<()> {
        writeln!(io::stderr(), "{line}")
    }

    /// Asks for what nobody may see.
    ///
    /// # Errors
    /// There is nobody to ask, or no answer.
    pub async fn secret(&self, id: &'static str) -> Result<Secret, Failure> {
        let question = texts(self.language).get(id);
        match self.who {
            Who::Nobody => Err(Usage::nobody_to_ask(&question).into()),
            Who::Script => Ok(scripted()?.into()),
            Who::Person => {
                let prompt = format!("{question}: ");
                let typed = asked(&question, Echo::Off, move || rpassword::prompt_password(prompt)).await?;
                Ok(typed.into())
            }
        }
    }

    /// Asks for a line that may be seen; an empty one is the `usual` answer.
    ///
    /// # Errors
    /// There is nobody to ask, or no answer.
    pub async fn answer(&self, id: &'static str, usual: Option<&str>) -> Result<String, Failure> {
        let question = texts(self.language).get(id);
        let typed = match self.who {
            Who::Nobody => return Err(Usage::nobody_to_ask(&question).into()),
            Who::Script => scripted()?,
            Who::Person => {
                let shown = usual.map_or_else(String::new, |usual| format!(" [{}]", visible(usual)));
                let prompt = format!("{question}{shown}: ");
                asked(&question, Echo::On, move || typed(&prompt)).await?
            }
        };
        match (typed.trim(), usual) {
            ("", Some(usual)) => Ok(usual.to_owned()),
            ("", None) => Err(EntryError::NoAnswer.into()),
            (typed, _) => Ok(typed.to_owned()),
        }
    }

    /// Asks a person twice for a new password until both are the same, after saying the rules.
    ///
    /// # Errors
    /// There is nobody to ask, or no answer.
    pub async fn new_password(&self) -> Result<Secret, Failure> {
        if self.who != Who::Person {
            return self.secret("ask-new-password").await;
        }
        self.say("password-rules")?;
        for _ in 0..TRIES {
            let first = self.secret("ask-new-password").await?;
            if self.secret("ask-new-password-again").await? == first {
                return Ok(first);
            }
            self.say("passwords-differ")?;
        }
        Err(EntryError::Differs.into())
    }

    /// Asks whether something is meant that cannot be undone, after saying what it does; only `yes` is yes.
    ///
    /// # Errors
    /// There is nobody to ask, or it is not meant.
    pub async fn agree(&self, id: &'static str, arguments: &[(&'static str, Argument<'_>)]) -> Result<(), Failure> {
        let words = texts(self.language);
        if self.who != Who::Person {
            return Err(Usage::needs_consent().into());
        }
        self.line(&visible_lines(&words.format(id, arguments)))?;
        let question = words.get("ask-agreed");
        let prompt = format!("{question}: ");
        let typed = asked("--yes", Echo::On, move || typed(&prompt)).await?;
        if typed.trim().to_lowercase() == words.get("yes") { Ok(()) } else { Err(EntryError::NotAgreed.into()) }
    }
}

/// Waits for a signal that is to end the program. Whoever listens no longer dies of it, so whoever listens must end.
///
/// # Errors
/// The system takes no more listeners.
pub async fn signalled() -> io::Result<Signal> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(tokio::select! {
        _ = interrupt.recv() => Signal::Interrupt,
        _ = terminate.recv() => Signal::Terminate,
    })
}

/// Returns the text with everything made visible but its line ends.
fn visible_lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

/// Asks at the terminal, on a thread of its own: typing takes as long as it takes, and signals are heard meanwhile.
async fn asked(
    question: &str,
    echo: Echo,
    ask: impl FnOnce() -> io::Result<String> + Send + 'static,
) -> Result<String, Failure> {
    let restored = Restored::after(echo).map_err(|_| Usage::nobody_to_ask(question))?;
    let (answer, answered) = oneshot::channel();
    thread::spawn(move || drop(answer.send(ask())));
    let answer = answered.await;
    drop(restored);
    match answer {
        Ok(Ok(typed)) => Ok(typed),
        Ok(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {
            Err(EntryError::Signal(Signal::Interrupt).into())
        }
        Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => Err(EntryError::NoAnswer.into()),
        Ok(Err(error)) => Err(Failure::Output(error)),
        Err(_) => Err(EntryError::NoAnswer.into()),
    }
}

impl Restored {
    /// Notes how the terminal is, and hides what is typed from before the question stands there.
    fn after(echo: Echo) -> io::Result<Self> {
        let terminal = OpenOptions::new().read(true).write(true).open(TERMINAL)?;
        if !terminal.is_terminal() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let before = tcgetattr(&terminal)?;
        if echo == Echo::Off {
            let mut hidden = before.clone();
            // Ctrl-C is a letter until the question is over: as a signal it could come between two changes of the
            // terminal, and the later one would stay.
            hidden.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
            tcsetattr(&terminal, OptionalActions::Now, &hidden)?;
        }
        Ok(Self { terminal, before })
    }
}

impl Drop for Restored {
    fn drop(&mut self) {
        // A terminal that has gone needs nothing any more.
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}

/// Asks for a line at the terminal.
fn typed(prompt: &str) -> io::Result<String> {
    let mut terminal = OpenOptions::new().read(true).write(true).open(TERMINAL)?;
    write!(terminal, "{prompt}")?;
    terminal.flush()?;
    line_of(&mut BufReader::new(terminal))
}

/// Returns the next line of the standard input.
fn scripted() -> Result<String, Failure> {
    match line_of(&mut io::stdin().lock()) {
        Ok(line) => Ok(line),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(EntryError::NoAnswer.into()),
        Err(error) => Err(Failure::Output(error)),
    }
}

fn line_of(from: &mut dyn BufRead) -> io::Result<String> {
    let mut line = String::new();
    if Read::take(from, LONGEST).read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    if line.len() as u64 == LONGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let end = line.trim_end_matches(['\n', '\r']).len();
    line.truncate(end);
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_line_by_line_with_their_spaces() {
        let mut script = &b" cztery slowa \r\n\nkod"[..];
        assert_eq!(line_of(&mut script).unwrap(), " cztery slowa ");
        assert_eq!(line_of(&mut script).unwrap(), "");
        assert_eq!(line_of(&mut script).unwrap(), "kod");
        assert_eq!(line_of(&mut script).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
}
