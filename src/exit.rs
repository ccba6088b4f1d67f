//! Exit: the statuses that scripts rely on, and the errors that lead to them.

use std::fmt;

/// What the exit status of a command promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, or it was so already; the answer is yes; allowed.
    Done,
    /// It failed, or cannot be known; nothing was changed.
    Failed,
    /// The command line is wrong.
    Usage,
    /// The answer is no, or the sources do not say.
    No,
    /// Somebody changed the store first.
    Conflict,
    /// A confirmation is missing or was declined.
    Unconfirmed,
    /// A limit given on the command line would be exceeded; nothing was changed.
    Unsafe,
    /// Refused by maintenance or a disabled tenant: try again later.
    Refused,
    /// The wait timed out.
    TimedOut,
    /// `mm run` failed itself, before it ran the command.
    NotRun,
    /// `mm run` found the command but could not execute it.
    NotExecutable,
    /// `mm run` did not find the command.
    NotFound,
    /// A condition of systemd that could not be evaluated.
    NoCondition,
    /// What a command of somebody else's ended with.
    Passed(u8),
    /// Interrupted.
    Interrupted,
}

impl Exit {
    /// The number that the process ends with.
    pub fn status(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::No => 3,
            Exit::Conflict => 4,
            Exit::Unconfirmed => 5,
            Exit::Unsafe => 6,
            Exit::Refused => 75,
            Exit::TimedOut => 124,
            Exit::NotRun => 125,
            Exit::NotExecutable => 126,
            Exit::NotFound => 127,
            Exit::NoCondition => 255,
            Exit::Passed(status) => status,
            Exit::Interrupted => 130,
        }
    }
}

/// An error with all that a person or a script needs: a stable code, what is wrong and where, and
/// what to do.
#[derive(Debug)]
pub struct Problem {
    /// The exit status.
    pub exit: Exit,
    /// A word for scripts, stable once released.
    pub code: &'static str,
    /// What is wrong, and where.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Problem {
    /// A failure: nothing was changed.
    pub fn failed(code: &'static str, message: impl Into<String>) -> Problem {
        Problem { exit: Exit::Failed, code, message: message.into(), hint: None }
    }

    /// A command line that cannot be carried out as it stands.
    pub fn usage(message: impl Into<String>) -> Problem {
        Problem { exit: Exit::Usage, code: "usage", message: message.into(), hint: None }
    }

    /// Ends with another status.
    #[must_use]
    pub fn exit(mut self, exit: Exit) -> Problem {
        self.exit = exit;
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}
