//! Starts the dashboard: arguments, surroundings, runtime, and the result as an exit status.

use std::process::ExitCode;

use common::language::Language;
use ektui::cli::Arguments;
use ektui::glyphs::Repertoire;
use ektui::look::Look;
use ektui::runtime::{self, Setup};
use ektui::surroundings::Surroundings;
use ektui::theme::Theme;

fn main() -> ExitCode {
    let arguments = Arguments::read();
    let surroundings = Surroundings::read();
    let language = Language::choose(arguments.lang.as_deref());
    let glyphs = arguments.glyphs.unwrap_or_else(|| Repertoire::suited_to(&surroundings)).glyphs();
    let theme = Theme::suited_to(arguments.color, &surroundings);
    let look = Look::new(language, glyphs, theme);
    let setup = Setup::new(&arguments, &surroundings);
    let result = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|tokio| tokio.block_on(runtime::run(setup, look)).map_err(anyhow::Error::from));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the terminal is restored by now, and a person must learn why")]
fn report(error: &anyhow::Error) {
    eprintln!("ektui: {error:#}");
}
