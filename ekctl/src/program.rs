//! From arguments to an exit status: what is asked, for whom it is written, how it ended.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal, Write};

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};
use common::cell::Dialect;
use common::language::Language;
use jiff::tz::TimeZone;

use crate::cli::global::{DialectName, FormName, Global, When};
use crate::cli::readings::ExportForm;
use crate::cli::usage::Usage;
use crate::cli::{Cli, InvoicesVerb, Noun, ReadingsVerb, ReportsVerb, TicketsVerb, help};
use crate::command;
use crate::command::tickets::download;
use crate::dialogue::signalled;
use crate::entry::EntryError;
use crate::exit::{Failure, Status, Verdict};
use crate::output::file::Ending;
use crate::output::look::{Emphasis, Glyphs};
use crate::output::{Format, Look, Output, Sink, Talk};
use crate::text::texts;

/// To whom a failure is told.
#[derive(Clone, Copy)]
struct Listener {
    language: Language,
    ear: Ear,
}

/// In which way a failure is heard.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ear {
    Person,
    Program,
    /// A monitoring system reads one line of the standard output, and has statuses of its own.
    Monitor,
}

/// Runs the program and returns its exit status.
#[must_use]
pub fn run(arguments: Vec<OsString>) -> u8 {
    let listener = Listener::overheard(&arguments);
    let matched = Cli::command().try_get_matches_from(&arguments).and_then(|matches| Cli::from_arg_matches(&matches));
    let done = match matched {
        Ok(Cli { global, noun: Some(mut noun) }) => {
            note_form(&global, &mut noun).and_then(|()| work(&global, noun, listener.language))
        }
        Ok(Cli { noun: None, .. }) => say(&texts(listener.language).get("welcome")),
        Err(error) => refuse(&error, arguments, listener.language),
    };
    match done {
        Ok(()) => Status::Done as u8,
        Err(failure) if failure.is_closed_pipe() => Status::Done as u8,
        Err(failure) if failure.is_signal() => {
            // Whatever comes next begins on a line of its own.
            drop(writeln!(io::stderr()));
            failure.exit()
        }
        // The answer has said it.
        Err(failure @ Failure::Checked(_)) => failure.exit(),
        Err(failure) => {
            // Where even the standard error is closed, the status is all that is left to say.
            drop(listener.tell(&failure));
            if listener.ear == Ear::Monitor { Verdict::Unknown as u8 } else { failure.exit() }
        }
    }
}

impl Listener {
    /// Finds out from the bare arguments, which clap may refuse, who is listening.
    fn overheard(arguments: &[OsString]) -> Self {
        let words: Vec<_> = arguments.iter().filter_map(|word| word.to_str()).collect();
        let after = |flag: &str| {
            let place = words.iter().position(|word| *word == flag)?;
            words.get(place + 1).copied()
        };
        let joined = |flag: &str| words.iter().find_map(|word| word.strip_prefix(flag));
        let language = after("--lang").or_else(|| joined("--lang=")).map(str::to_owned);
        let wishes = [language, env::var("EK_LANG").ok()];
        let form = after("-o").or_else(|| after("--output")).or_else(|| joined("--output=")).or_else(|| joined("-o"));
        let program = words.contains(&"--json") || matches!(form, Some("json" | "ndjson"));
        let ear = if words.contains(&"--nagios") {
            Ear::Monitor
        } else if program {
            Ear::Program
        } else {
            Ear::Person
        };
        Self { language: Language::choose(wishes.iter().flatten().map(String::as_str)), ear }
    }

    fn tell(self, failure: &Failure) -> io::Result<()> {
        let mut err = io::stderr().lock();
        match self.ear {
            Ear::Person => failure.tell(&mut err, self.language),
            Ear::Program => failure.tell_programs(&mut err),
            Ear::Monitor => {
                let message = failure.message(self.language);
                let line = texts(self.language).format("nagios-unknown", &[("message", message.into())]);
                // What stands behind a stroke would be read as figures.
                writeln!(io::stdout(), "{}", line.replace('|', "/"))
            }
        }
    }
}

fn say(text: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stdout(), "{text}")?)
}

/// Answers what clap did not take as a command: a wish for help, or an error.
fn refuse(error: &clap::Error, arguments: Vec<OsString>, language: Language) -> Result<(), Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp => {
            let text = match language {
                Language::Polish => help::polish(Cli::command(), arguments),
                Language::English => error.render().to_string(),
            };
            Ok(write!(io::stdout(), "{text}")?)
        }
        ErrorKind::DisplayVersion => Ok(write!(io::stdout(), "{}", error.render())?),
        _ => Err(Usage::from(error).with_commands(&Cli::command(), &arguments).into()),
    }
}

/// Notes in a command what flags of all commands mean for its files: an export alone can be Parquet.
fn note_form(global: &Global, noun: &mut Noun) -> Result<(), Failure> {
    let form = &global.form;
    if let (Some(slot), Some(name)) = (noun.dialect(), form.csv_dialect) {
        *slot = dialect(Some(name));
    }
    let named = form.output == Some(FormName::Parquet);
    let unnamed = form.output.is_none() && !form.json && form.csv_dialect.is_none();
    let ends_so = form.out.as_ref().is_some_and(|path| path.extension() == Some(OsStr::new("parquet")));
    let Noun::Readings(ReadingsVerb::Export(args)) = noun else {
        return if named { Err(Usage::parquet_elsewhere().into()) } else { Ok(()) };
    };
    if !(named || unnamed && ends_so) {
        return Ok(());
    }
    args.form = ExportForm::Parquet;
    for (given, flag) in [(args.columns.is_some(), "--columns"), (args.no_header, "--no-header")] {
        if given {
            return Err(Usage::parquet_columns(flag).into());
        }
    }
    let on_terminal = form.out.is_none() && io::stdout().is_terminal();
    if on_terminal { Err(Usage::parquet_on_terminal().into()) } else { Ok(()) }
}

fn work(global: &Global, mut noun: Noun, language: Language) -> Result<(), Failure> {
    let mut look = look(global, language);
    if noun.dialect().is_some() && global.form.output.is_none() && !global.form.json {
        // The kind of CSV is that of the file.
        look.format = Format::Table;
    }
    let sink = sink(global, &noun, &look)?;
    let talk = match (global.call.quiet, global.call.verbose) {
        (true, _) => Talk::Silent,
        (false, true) => Talk::Verbose,
        (false, false) => Talk::Usual,
    };
    let mut output = Output::new(look, sink, talk);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(heard(noun, global, &mut output));
    match done {
        Ok(()) => Ok(output.commit()?),
        Err(failure) => {
            output.give_up()?;
            Err(failure)
        }
    }
}

/// Does the command. One that may ask for a password hears signals itself, and leaves the terminal as it was.
async fn heard(noun: Noun, global: &Global, output: &mut Output) -> Result<(), Failure> {
    let asks = noun.asks();
    let work = command::run(noun, &global.call, global.reader.tz.clone(), output);
    if !asks {
        return work.await;
    }
    tokio::select! {
        done = work => done,
        signal = signalled() => Err(EntryError::Signal(signal?).into()),
    }
}

const fn dialect(name: Option<DialectName>) -> Dialect {
    match name {
        Some(DialectName::ExcelPl) => Dialect::ExcelPl,
        Some(DialectName::Plain) | None => Dialect::Plain,
    }
}

fn look(global: &Global, language: Language) -> Look {
    let dialect = dialect(global.form.csv_dialect);
    let format = match global.form.output {
        Some(FormName::Json) => Format::Json,
        // What such an export says beside its file is for programs.
        Some(FormName::Ndjson | FormName::Parquet) => Format::Ndjson,
        Some(FormName::Csv) => Format::Csv(dialect),
        None if global.form.json => Format::Json,
        None if global.form.csv_dialect.is_some() => Format::Csv(dialect),
        Some(FormName::Table) | None => Format::Table,
    };
    let reader = &global.reader;
    let on_terminal = io::stdout().is_terminal() && global.form.out.is_none();
    let bold = match reader.color.unwrap_or(When::Auto) {
        When::Always => true,
        When::Never => false,
        When::Auto => on_terminal && env::var_os("NO_COLOR").is_none(),
    };
    Look {
        format,
        language,
        zone: reader.tz.clone().unwrap_or(TimeZone::UTC),
        energy: reader.units.unwrap_or_default(),
        glyphs: reader.glyphs.unwrap_or_else(usual_glyphs),
        emphasis: if bold { Emphasis::Bold } else { Emphasis::Plain },
    }
}

/// Returns the characters that the terminal can show, as far as the environment tells.
fn usual_glyphs() -> Glyphs {
    let locales = ["LC_ALL", "LC_CTYPE", "LANG"].map(|name| env::var(name).unwrap_or_default());
    let locale = locales.into_iter().find(|locale| !locale.is_empty());
    let utf8 = locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    let terminal = env::var("TERM").unwrap_or_default();
    let plain = matches!(terminal.as_str(), "dumb" | "linux") || terminal.starts_with("vt");
    if utf8 && !plain { Glyphs::Wgl4 } else { Glyphs::Ascii }
}

fn sink(global: &Global, noun: &Noun, look: &Look) -> Result<Sink, Failure> {
    let appends = matches!(noun, Noun::Readings(ReadingsVerb::Export(args)) if args.append);
    let is_parquet = matches!(noun, Noun::Readings(ReadingsVerb::Export(args)) if args.form == ExportForm::Parquet);
    if appends && (is_parquet || !matches!(look.format, Format::Csv(_) | Format::Ndjson)) {
        return Err(Usage::append_form("--append").into());
    }
    let Some(path) = &global.form.out else { return Ok(Sink::standard()) };
    if let Noun::Tickets(TicketsVerb::Download(args)) = noun {
        return download::sink(path, args.force);
    }
    let is_private = matches!(
        noun,
        Noun::Reports(ReportsVerb::Download(_) | ReportsVerb::Create(_))
            | Noun::Invoices(InvoicesVerb::Download(_) | InvoicesVerb::Pdf(_))
    );
    let sink = match (noun.shows_secret() || is_private, appends) {
        (true, _) => Sink::private(path),
        (false, true) => Sink::file(path, Ending::Append),
        (false, false) => Sink::file(path, Ending::Replace),
    };
    sink.map_err(|cause| Failure::Unwritable { path: path.clone(), cause })
}
