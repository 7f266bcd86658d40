//! What was wrong with the arguments, in our own words: clap speaks English only.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use common::endpoint::SYSTEM_SOCKET;
use common::language::Argument;
use common::quantity::{Quantity, Unit};

/// The name of the program.
const NAME: &str = "ekctl";

/// What was wrong with the arguments.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("wrong usage: {problem:?} {argument:?} {value:?}")]
pub struct Usage {
    problem: Problem,
    argument: String,
    value: String,
    /// The command as far as it was understood.
    command: String,
    /// The unit that is usual for what the argument tells.
    unit: &'static str,
    /// What could have stood there instead.
    pub known: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    UnknownArgument,
    UnknownCommand,
    MissingCommand,
    MissingArgument,
    MissingValue,
    BadValue,
    Conflict,
    TooMany,
    NotUnicode,
    Other,
    WatchForm,
    AppendForm,
    CursorRange,
    ParquetElsewhere,
    ParquetOnTerminal,
    ParquetColumns,
    NoInstant,
    NoAmount,
    WrongUnit,
    DecisionNeeds,
    DecisionRefuses,
    NoExpiry,
    NoLimit,
    NobodyToAsk,
    NeedsConsent,
    NothingToChange,
    NoText,
    EmptyText,
    LongText,
    TextNotUnicode,
    AssignWhom,
    ExportForm,
    NoSite,
    FileOnTerminal,
    TwoOnStandard,
    NoMoney,
    OfOneFile,
    WhoseDues,
}

impl From<&Error> for Usage {
    fn from(error: &Error) -> Self {
        let text = |kind| error.get(kind).map(words).unwrap_or_default();
        let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
        let first = |words: Vec<String>| words.join(" ");
        let problem = match error.kind() {
            ErrorKind::UnknownArgument => Problem::UnknownArgument,
            ErrorKind::InvalidSubcommand => Problem::UnknownCommand,
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                Problem::MissingCommand
            }
            ErrorKind::MissingRequiredArgument => Problem::MissingArgument,
            ErrorKind::InvalidValue if value.iter().all(String::is_empty) => Problem::MissingValue,
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => Problem::BadValue,
            ErrorKind::ArgumentConflict => Problem::Conflict,
            ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => Problem::TooMany,
            ErrorKind::TooFewValues => Problem::MissingValue,
            ErrorKind::InvalidUtf8 => Problem::NotUnicode,
            _ => Problem::Other,
        };
        let (argument, value) = match problem {
            Problem::UnknownCommand => (first(text(ContextKind::InvalidSubcommand)), String::new()),
            Problem::Conflict => (first(argument), first(text(ContextKind::PriorArg))),
            _ => (first(argument), first(value)),
        };
        let known = [
            ContextKind::SuggestedSubcommand,
            ContextKind::SuggestedArg,
            ContextKind::ValidValue,
            ContextKind::ValidSubcommand,
        ];
        let known = known.into_iter().map(text).find(|words| !words.is_empty()).unwrap_or_default();
        let known = if argument.starts_with("--server") {
            vec![format!("unix:{SYSTEM_SOCKET}"), "tls://HOST:7443".to_owned()]
        } else {
            known
        };
        Self { problem, argument, value, command: NAME.to_owned(), unit: "", known }
    }
}

impl Usage {
    /// Adds how far the command was understood, and what could have come next where clap does not name any.
    #[must_use]
    pub fn with_commands(mut self, command: &Command, arguments: &[OsString]) -> Self {
        let mut reached = command;
        for word in arguments.iter().skip(1).filter_map(|word| word.to_str()) {
            if let Some(verb) = reached.find_subcommand(word) {
                self.command = format!("{} {}", self.command, verb.get_name());
                reached = verb;
            }
        }
        if self.known.is_empty() && matches!(self.problem, Problem::MissingCommand | Problem::UnknownCommand) {
            self.known = reached.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
        }
        self
    }

    /// `watch` writes lines of JSON and nothing else.
    #[must_use]
    pub fn watch_form(form: &str) -> Self {
        Self::of(Problem::WatchForm, form)
    }

    /// Only rows of lines can be added to a file.
    #[must_use]
    pub fn append_form(form: &str) -> Self {
        Self::of(Problem::AppendForm, form)
    }

    /// What is new since the last run has no period.
    #[must_use]
    pub fn cursor_range() -> Self {
        Self::of(Problem::CursorRange, "--since-cursor")
    }

    /// Only exports of readings can be Parquet.
    #[must_use]
    pub fn parquet_elsewhere() -> Self {
        Self::of(Problem::ParquetElsewhere, "-o parquet")
    }

    /// Parquet is nothing that a terminal could show.
    #[must_use]
    pub fn parquet_on_terminal() -> Self {
        Self::of(Problem::ParquetOnTerminal, "-o parquet")
    }

    /// The columns of Parquet files are always the same.
    #[must_use]
    pub fn parquet_columns(argument: &str) -> Self {
        Self::of(Problem::ParquetColumns, argument)
    }

    /// Where one instant is asked for, neither a period nor anything else will do.
    #[must_use]
    pub fn no_instant(argument: &str, value: &str) -> Self {
        Self { value: value.to_owned(), ..Self::of(Problem::NoInstant, argument) }
    }

    /// The text is nothing that a register of this quantity shows.
    #[must_use]
    pub fn no_amount(argument: &str, value: &str, quantity: Quantity) -> Self {
        Self { value: value.to_owned(), unit: quantity.unit().name(), ..Self::of(Problem::NoAmount, argument) }
    }

    /// The unit is unknown or measures something else than this quantity.
    #[must_use]
    pub fn wrong_unit(argument: &str, value: &str, quantity: Quantity) -> Self {
        let fitting = Unit::all().filter(|unit| unit.measures(quantity.dimension()));
        let known = fitting.map(|unit| unit.name().to_owned()).collect();
        let unit = quantity.unit().name();
        Self { value: value.to_owned(), unit, known, ..Self::of(Problem::WrongUnit, argument) }
    }

    /// A decision of this name lacks an argument.
    #[must_use]
    pub fn decision_needs(decision: &str, argument: &str) -> Self {
        Self { value: decision.to_owned(), ..Self::of(Problem::DecisionNeeds, argument) }
    }

    /// A decision of this name has no such argument.
    #[must_use]
    pub fn decision_refuses(decision: &str, argument: &str) -> Self {
        Self { value: decision.to_owned(), ..Self::of(Problem::DecisionRefuses, argument) }
    }

    /// The text is neither a number of days nor an instant.
    #[must_use]
    pub fn no_expiry(argument: &str, value: &str) -> Self {
        Self { value: value.to_owned(), ..Self::of(Problem::NoExpiry, argument) }
    }

    /// The text is no amount of this quantity with its unit.
    #[must_use]
    pub fn no_limit(argument: &str, value: &str, quantity: Quantity) -> Self {
        let known = Unit::all().filter(|unit| unit.measures(quantity.dimension()));
        let known = known.map(|unit| unit.name().to_owned()).collect();
        let unit = quantity.unit().name();
        Self { value: value.to_owned(), unit, known, ..Self::of(Problem::NoLimit, argument) }
    }

    /// There is no terminal, or nothing may be asked.
    #[must_use]
    pub fn nobody_to_ask(question: &str) -> Self {
        Self::of(Problem::NobodyToAsk, question)
    }

    /// What cannot be undone must be agreed to.
    #[must_use]
    pub fn needs_consent() -> Self {
        Self::of(Problem::NeedsConsent, "--yes")
    }

    /// A change that changes nothing.
    #[must_use]
    pub fn nothing_to_change() -> Self {
        Self::of(Problem::NothingToChange, "")
    }

    /// A text is wanted, and neither told nor to be asked for.
    #[must_use]
    pub fn no_text() -> Self {
        Self::of(Problem::NoText, "--body, --body-file")
    }

    /// The text says nothing.
    #[must_use]
    pub fn empty_text() -> Self {
        Self::of(Problem::EmptyText, "")
    }

    /// The text has more characters than that.
    #[must_use]
    pub fn long_text(most: usize) -> Self {
        Self { value: most.to_string(), ..Self::of(Problem::LongText, "") }
    }

    /// What was read is no UTF-8.
    #[must_use]
    pub fn text_not_unicode(argument: &str) -> Self {
        Self::of(Problem::TextNotUnicode, argument)
    }

    /// Neither somebody nor nobody, or several.
    #[must_use]
    pub fn assign_whom() -> Self {
        Self::of(Problem::AssignWhom, "LOGIN, --nobody")
    }

    /// Tables hold no threads.
    #[must_use]
    pub fn export_form() -> Self {
        Self::of(Problem::ExportForm, "-o json, --dir")
    }

    /// What is asked for is of a site, and there is none.
    #[must_use]
    pub fn no_site(argument: &str) -> Self {
        Self::of(Problem::NoSite, argument)
    }

    /// A PDF is nothing that a terminal could show.
    #[must_use]
    pub fn file_on_terminal(argument: &str) -> Self {
        Self::of(Problem::FileOnTerminal, argument)
    }

    /// Two files in one are none.
    #[must_use]
    pub fn two_on_standard(argument: &str) -> Self {
        Self::of(Problem::TwoOnStandard, argument)
    }

    /// The text is no amount of money that could be paid.
    #[must_use]
    pub fn no_money(argument: &str, value: &str) -> Self {
        Self { value: value.to_owned(), ..Self::of(Problem::NoMoney, argument) }
    }

    /// What is told of one file cannot be true of several.
    #[must_use]
    pub fn of_one_file(argument: &str) -> Self {
        Self::of(Problem::OfOneFile, argument)
    }

    /// Who acts for several customers, or none, must say whose dues are meant.
    #[must_use]
    pub fn whose_dues() -> Self {
        Self::of(Problem::WhoseDues, "--customer")
    }

    fn of(problem: Problem, argument: &str) -> Self {
        Self {
            problem,
            argument: argument.to_owned(),
            value: String::new(),
            command: NAME.to_owned(),
            unit: "",
            known: Vec::new(),
        }
    }

    /// Returns the message's name and its arguments.
    #[must_use]
    pub fn message(&self) -> (&'static str, Vec<(&'static str, Argument<'_>)>) {
        let id = match self.problem {
            Problem::UnknownArgument => "usage-unknown-argument",
            Problem::UnknownCommand => "usage-unknown-command",
            Problem::MissingCommand => "usage-missing-command",
            Problem::MissingArgument => "usage-missing-argument",
            Problem::MissingValue => "usage-missing-value",
            Problem::BadValue => "usage-bad-value",
            Problem::Conflict => "usage-conflict",
            Problem::TooMany => "usage-too-many",
            Problem::NotUnicode => "usage-not-unicode",
            Problem::Other => "usage-other",
            Problem::WatchForm => "usage-watch-form",
            Problem::AppendForm => "usage-append-form",
            Problem::CursorRange => "usage-cursor-range",
            Problem::ParquetElsewhere => "usage-parquet-elsewhere",
            Problem::ParquetOnTerminal => "usage-parquet-on-terminal",
            Problem::ParquetColumns => "usage-parquet-columns",
            Problem::NoInstant => "usage-no-instant",
            Problem::NoAmount => "usage-no-amount",
            Problem::WrongUnit => "usage-wrong-unit",
            Problem::DecisionNeeds => "usage-decision-needs",
            Problem::DecisionRefuses => "usage-decision-refuses",
            Problem::NoExpiry => "usage-no-expiry",
            Problem::NoLimit => "usage-no-limit",
            Problem::NobodyToAsk => "usage-nobody-to-ask",
            Problem::NeedsConsent => "usage-needs-consent",
            Problem::NothingToChange => "usage-nothing-to-change",
            Problem::NoText => "usage-no-text",
            Problem::EmptyText => "usage-empty-text",
            Problem::LongText => "usage-long-text",
            Problem::TextNotUnicode => "usage-text-not-unicode",
            Problem::AssignWhom => "usage-assign-whom",
            Problem::ExportForm => "usage-export-form",
            Problem::NoSite => "usage-no-site",
            Problem::FileOnTerminal => "usage-file-on-terminal",
            Problem::TwoOnStandard => "usage-two-on-standard",
            Problem::NoMoney => "usage-no-money",
            Problem::OfOneFile => "usage-of-one-file",
            Problem::WhoseDues => "usage-whose-dues",
        };
        let argument = |text: &'_ str| Argument::from(text.to_owned());
        let arguments = [("argument", &self.argument), ("value", &self.value), ("command", &self.command)];
        let arguments = arguments.into_iter().map(|(name, text)| (name, argument(text)));
        (id, arguments.chain([("unit", self.unit.into())]).collect())
    }
}

fn words(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::String(text) => vec![text.clone()],
        ContextValue::Strings(texts) => texts.clone(),
        other => vec![other.to_string()],
    }
}
