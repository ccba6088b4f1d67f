//! The `mm` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(mm::run(std::env::args_os()))
}
