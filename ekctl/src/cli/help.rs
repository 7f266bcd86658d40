//! The help in Polish: the same commands and arguments as in the doc comments, with the words of `help.ftl`.
//!
//! English help is clap's own. A test holds the two against each other, so that no argument is without Polish words.

use std::ffi::OsString;

use clap::{Arg, Command};
use common::language::{Language, Texts};

/// Words of arguments that several commands share.
const SHARED: &str = "help-shared";

fn words() -> Texts {
    Texts::new(Language::Polish, &[include_str!("../../text/pl/help.ftl")])
}

/// Returns the Polish help that these arguments ask for.
#[must_use]
pub fn polish(command: Command, arguments: Vec<OsString>) -> String {
    let words = words();
    let mut command = command;
    command.build();
    let translated = translated(command, "help", &words);
    match translated.try_get_matches_from(arguments) {
        Ok(_) => String::new(),
        Err(error) => error.render().to_string(),
    }
}

fn translated(command: Command, id: &str, words: &Texts) -> Command {
    let usage = usage(&command, words);
    let arguments: Vec<_> = command.get_arguments().map(|argument| argument.get_id().clone()).collect();
    let verbs: Vec<_> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    let mut command = command
        .about(words.get(id))
        .long_about(None)
        .override_usage(usage)
        .help_template(format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}", words.get("heading-usage")))
        .subcommand_help_heading(words.get("heading-commands"));
    for argument in arguments {
        command = command.mut_arg(argument, |argument| translated_argument(argument, id, words));
    }
    for verb in verbs {
        let id = format!("{id}-{verb}");
        command = command.mut_subcommand(verb, |verb| translated(verb, &id, words));
    }
    command
}

fn translated_argument(argument: Arg, id: &str, words: &Texts) -> Arg {
    let heading = match argument.get_help_heading() {
        _ if argument.is_positional() => "heading-arguments",
        Some("Answer") => "heading-answer",
        Some("Reader") => "heading-reader",
        Some("Connection") => "heading-connection",
        Some("List") => "heading-list",
        Some("Period") => "heading-period",
        _ => "heading-options",
    };
    let mut help = argument_words(&argument, id, words).unwrap_or_default();
    let takes_value = argument.get_num_args().is_some_and(|range| range.takes_values());
    let values: Vec<_> = argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if takes_value && !values.is_empty() {
        help.extend([" [", &values.join(", "), "]"]);
    }
    let usual: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if takes_value && !usual.is_empty() {
        help += &words.format("usual", &[("value", usual.join(" ").into())]);
    }
    if let Some(variable) = argument.get_env() {
        help += &words.format("variable", &[("name", variable.to_string_lossy().into_owned().into())]);
    }
    let argument = argument.help(help).long_help(None).help_heading(words.get(heading));
    argument.hide_possible_values(true).hide_default_value(true).hide_env(true)
}

fn argument_words(argument: &Arg, id: &str, words: &Texts) -> Option<String> {
    let name = argument.get_id().as_str().replace('_', "-");
    words.attribute(id, &name, &[]).or_else(|| words.attribute(SHARED, &name, &[]))
}

fn usage(command: &Command, words: &Texts) -> String {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    usage.replace("[OPTIONS]", &words.get("usage-options")).replace("COMMAND", &words.get("usage-command"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn check(command: &Command, id: &str, words: &Texts) {
        assert!(words.has(id), "{id}");
        for argument in command.get_arguments() {
            assert!(argument_words(argument, id, words).is_some(), "{id} {}", argument.get_id());
        }
        for verb in command.get_subcommands() {
            check(verb, &format!("{id}-{}", verb.get_name()), words);
        }
    }

    #[test]
    fn every_command_and_argument_has_polish_words() {
        let mut command = Cli::command();
        command.build();
        check(&command, "help", &words());
    }
}
