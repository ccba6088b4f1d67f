//! The question before something is destroyed.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use clap::Args;

use crate::error::{Code, Error, Result};
use crate::output::sanitize;

#[derive(Debug, Clone, Copy, Args)]
pub struct Confirmation {
    /// Do not ask for confirmation
    #[arg(short, long)]
    pub yes: bool,
}

impl Confirmation {
    /// Shows what will be destroyed and asks on the terminal, unless the option answers. Fails
    /// without a yes.
    pub fn ask(self, shown: &[String], question: &str) -> Result<()> {
        if self.yes {
            return Ok(());
        }
        if !io::stdin().is_terminal() {
            return Err(Error::new(
                Code::Unconfirmed,
                format!("not confirmed, because standard input is not a terminal: {question}"),
            )
            .hint("--yes confirms without a question"));
        }
        let mut stderr = io::stderr().lock();
        for line in shown {
            let _ = writeln!(stderr, "{}", sanitize(line));
        }
        let _ = write!(stderr, "{} [y/N] ", sanitize(question));
        let _ = stderr.flush();
        let mut answer = String::new();
        // An answer that cannot be read is not a yes.
        let read = io::stdin().lock().read_line(&mut answer);
        if !answer.ends_with('\n') {
            let _ = writeln!(stderr);
        }
        if read.is_ok() && is_yes(&answer) {
            return Ok(());
        }
        Err(Error::new(Code::Declined, "declined; nothing was changed"))
    }
}

fn is_yes(answer: &str) -> bool {
    let answer = answer.trim();
    answer.eq_ignore_ascii_case("y") || answer.eq_ignore_ascii_case("yes")
}

#[cfg(test)]
mod tests {
    use crate::commands::confirm::is_yes;

    #[test]
    fn only_yes_confirms() {
        #[track_caller]
        fn case(answer: &str, want: bool) {
            assert_eq!(is_yes(answer), want, "{answer:?}");
        }
        case("y\n", true);
        case(" YES \r\n", true);
        case("\n", false);
        case("", false);
        case("no\n", false);
        case("yesterday\n", false);
        case("ｙ\n", false);
    }
}
