//! The program `ekctl`; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(ekctl::run(std::env::args_os().collect()))
}
