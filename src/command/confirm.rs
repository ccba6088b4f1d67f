//! Confirm: asks before something is destroyed.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use clap::Args;

use crate::exit::{Exit, Problem};
use crate::output::safe;
use crate::store::Result;

/// The option that answers.
#[derive(Debug, Clone, Copy, Args)]
pub struct Confirmation {
    /// Do it without asking
    #[arg(short, long)]
    pub yes: bool,
}

impl Confirmation {
    /// Goes on if somebody says yes: beforehand by the option, or now at the terminal, where what
    /// will be destroyed is shown line by line.
    pub fn ask(self, shown: &[String], question: &str) -> Result<()> {
        if self.yes {
            return Ok(());
        }
        if !io::stdin().is_terminal() {
            return Err(Problem::failed(
                "unconfirmed",
                format!("not confirmed, as standard input is no terminal: {question}"),
            )
            .exit(Exit::Unconfirmed)
            .hint("--yes says yes beforehand"));
        }
        let mut stderr = io::stderr().lock();
        for line in shown {
            let _ = writeln!(stderr, "{}", safe(line));
        }
        let _ = write!(stderr, "{} [y/N] ", safe(question));
        let _ = stderr.flush();
        let mut answer = String::new();
        // What cannot be read is no yes.
        let read = io::stdin().lock().read_line(&mut answer);
        if !answer.ends_with('\n') {
            let _ = writeln!(stderr);
        }
        if read.is_ok() && is_yes(&answer) {
            return Ok(());
        }
        Err(Problem::failed("declined", "declined; nothing was changed").exit(Exit::Unconfirmed))
    }
}

fn is_yes(answer: &str) -> bool {
    let answer = answer.trim();
    answer.eq_ignore_ascii_case("y") || answer.eq_ignore_ascii_case("yes")
}

#[cfg(test)]
mod tests {
    use super::is_yes;

    #[test]
    fn only_a_yes_is_a_yes() {
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
