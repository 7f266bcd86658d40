//! `man/ekd.1` is made from the command line's own definition.

use clap::{Arg, Command, CommandFactory};
use clap_mangen::Man;
use ekd::cli::Cli;

use super::{read, top};

const PAGE: &str = "man/ekd.1";

/// What the definition of the command line does not know.
const TAIL: &str = include_str!("ekd.tail.1");

fn page() -> String {
    let mut command = Cli::command();
    command.build();
    let man = Man::new(command.clone());
    let mut rendered = Vec::new();
    man.render_name_section(&mut rendered).expect("memory can be written");
    man.render_options_section(&mut rendered).expect("memory can be written");
    let rendered = String::from_utf8(rendered).expect("a manual is text");
    let (name, options) = rendered.split_at(rendered.find(".SH OPTIONS").expect("there is --config"));
    // The date stays empty: a page that changes every day could not be compared.
    let mut page =
        format!(".TH EKD 1 \"\" ek Daemons\n{name}.SH SYNOPSIS\n.B ekd\n[\\-\\-config FILE] COMMAND\n{options}");
    page.push_str(".SH COMMANDS\n");
    describe(&command, &mut page);
    page + TAIL
}

/// Describes the commands below this one, those that group others only by what is in the group.
fn describe(command: &Command, page: &mut String) {
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        if below.has_subcommands() {
            describe(below, page);
            continue;
        }
        let (own, shared): (Vec<&Arg>, Vec<&Arg>) = below.get_arguments().partition(|arg| !arg.is_global_set());
        assert!(!shared.is_empty(), "shared options are described once, under OPTIONS");
        let own: Vec<&Arg> =
            own.into_iter().filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version")).collect();
        let usage: Vec<String> = own.iter().map(|arg| format!("[{}]", written(arg))).collect();
        let name = below.get_bin_name().expect("the definition was built");
        let about = below.get_about().expect("every command says what it does").to_string();
        let heading = format!("{name} {}", usage.join(" "));
        page.extend([".SS ", &plain(heading.trim()), "\n", &plain(&about), ".\n"]);
        for arg in own {
            let help = arg.get_help().expect("every argument says what it is").to_string();
            page.extend([".TP\n.B ", &plain(&written(arg)), "\n", &plain(&help), ".\n"]);
        }
    }
}

/// Returns an argument as it is written: `--now INSTANT`, `--yes`, `FILE`.
fn written(arg: &Arg) -> String {
    if let (Some(long), false) = (arg.get_long(), arg.get_action().takes_values()) {
        return format!("--{long}");
    }
    let value = arg.get_value_names().unwrap_or_default().join(" ");
    arg.get_long().map_or(value.clone(), |long| format!("--{long} {value}"))
}

fn plain(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}

#[test]
fn the_manual_of_the_commands_is_the_generated_one() {
    let page = page();
    if std::env::var_os("EK_BLESS").is_some() {
        std::fs::write(top(PAGE), &page).unwrap();
    }
    assert_eq!(read(PAGE), page, "EK_BLESS=1 writes it anew");
}

#[test]
fn the_manual_names_every_command() {
    let page = page();
    for heading in [
        "run",
        "setup [\\-\\-admin NAME] [\\-\\-name NAME] [\\-\\-password\\-stdin] [\\-\\-new\\-key]",
        "check\\-config",
        "config init [FILE]",
        "demo [\\-\\-directory DIR] [\\-\\-now INSTANT]",
    ] {
        assert!(page.contains(&format!(".SS ekd {heading}\n")), "{heading}\n{page}");
    }
}
