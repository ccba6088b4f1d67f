//! Error codes, their exit statuses, and the error type of every command.

use std::fmt;

/// What the exit status of a command means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing to do; the answer is yes; allowed.
    Done,
    /// The command failed, or the answer is not known.
    Failed,
    /// The command line is wrong.
    Usage,
    /// The answer is no, or the operation is not documented.
    No,
    /// The store changed since the caller looked.
    Conflict,
    /// A confirmation is missing or was declined.
    Unconfirmed,
    /// A limit given on the command line would be exceeded.
    Unsafe,
    /// The change was made, but its result could not be written.
    ChangedButNotShown,
    /// Refused by maintenance or because the tenant is disabled.
    Refused,
    /// The time limit of a wait passed.
    TimedOut,
    /// `mm run` failed before it started the command.
    NotRun,
    /// `mm run` found the command but could not execute it.
    NotExecutable,
    /// `mm run` did not find the command.
    NotFound,
    /// `mm can --exec-condition` could not find an answer; systemd treats this as a failure.
    NoCondition,
    /// The three answers of `mm check` other than OK, as monitoring plugins give them.
    Warning,
    Critical,
    Unknown,
    /// The exit status of the command that `mm run` ran.
    Passed(u8),
    /// Interrupted by a signal.
    Interrupted,
}

impl Exit {
    /// The number with which the process ends.
    pub fn status(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failed | Exit::Warning => 1,
            Exit::Usage | Exit::Critical => 2,
            Exit::No | Exit::Unknown => 3,
            Exit::Conflict => 4,
            Exit::Unconfirmed => 5,
            Exit::Unsafe => 6,
            Exit::ChangedButNotShown => 7,
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

/// Declares the error codes: group, variant, spelling, exit status, meaning.
macro_rules! codes {
    ($($group:literal: { $($code:ident = $name:literal, $exit:ident, $meaning:literal;)* })*) => {
        /// What went wrong, as a word that scripts can rely on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code {
            $($(#[doc = $meaning] $code,)*)*
        }

        impl Code {
            /// All codes, in the order of docs/exit-status.md.
            pub const ALL: &[Code] = &[$($(Code::$code,)*)*];

            /// The code with this name.
            pub fn named(name: &str) -> Option<Code> {
                Code::ALL.iter().copied().find(|code| code.name() == name)
            }

            /// What an error with this code means, and mostly what helps, as docs/exit-status.md says it.
            pub fn meaning(self) -> &'static str {
                match self {
                    $($(Code::$code => $meaning,)*)*
                }
            }

            /// The code as it is written in JSON and in docs/exit-status.md.
            pub fn name(self) -> &'static str {
                match self {
                    $($(Code::$code => $name,)*)*
                }
            }

            /// The exit status of an error with this code.
            pub fn exit(self) -> Exit {
                match self {
                    $($(Code::$code => Exit::$exit,)*)*
                }
            }
        }

        /// The tables of error codes in docs/exit-status.md.
        pub fn code_tables() -> String {
            let mut text = String::new();
            $(
                text.push_str(concat!("**", $group, "**\n\n| code | status | meaning |\n|---|---|---|\n"));
                $(
                    let status = Exit::$exit.status();
                    text.push_str(&format!("| `{}` | {status} | {} |\n", $name, $meaning));
                )*
                text.push('\n');
            )*
            text
        }
    };
}

codes! {
    "General": {
        Usage = "usage", Usage, "The command line is invalid.";
        Scenario = "scenario", Failed, "A scenario is not valid JSON or breaks a rule of the format. The message names the file and the place.";
        Failed = "failed", Failed, "Something outside `mm` failed: an export or a scenario cannot be read, or the output cannot be written.";
        ChangedButNotShown = "changed-but-not-shown", ChangedButNotShown, "The change was made, but its result could not be written to standard output.";
    }
    "Store": {
        NoStore = "no-store", Failed, "There is no store at this path; `mm init` creates one.";
        NotAStore = "not-a-store", Failed, "The path leads to something else: a folder, a pipe, another database, or no database.";
        NewerSchema = "newer-schema", Failed, "A newer `mm` wrote the store.";
        Damaged = "damaged", Failed, "The store holds something that `mm` never writes. `mm store check` lists all of it.";
        OtherStore = "other-store", Failed, "Another store was put in its place while `mm wait` waited.";
        HistoryBroken = "history-broken", Failed, "`mm history --verify` found an entry that does not fit the one before.";
        Locked = "locked", Failed, "Other processes kept the store locked for 30 seconds.";
        ReadOnly = "read-only", Failed, "The store has to be written, but it is read-only.";
        NotReadable = "not-readable", Failed, "The store cannot be read, or the file that an option such as `--template` names.";
        NotWritable = "not-writable", Failed, "A file or folder cannot be created.";
        DiskFull = "disk-full", Failed, "The disk is full.";
        InputOutput = "input-output", Failed, "The operating system reported an error while the store was read or written.";
        Store = "store", Failed, "SQLite refused an operation for another reason.";
        Exists = "exists", Failed, "The target of a copy exists already.";
        StoreUnsafe = "store-unsafe", Failed, "Other users could write the store, its folder or its journal, or root would follow a link that they control.";
        FolderInUse = "folder-in-use", Failed, "`mm init --group` would give the group a folder that contains other files, too.";
        NotShared = "not-shared", Failed, "A file or folder cannot be given to the group.";
        UnknownGroup = "unknown-group", Failed, "The machine has no group of this name.";
        LiveStore = "live-store", Failed, "The command is for rehearsal stores only, and this store is live.";
        RehearsalStore = "rehearsal-store", Failed, "The command is for live stores only, and this store is a rehearsal.";
        TimeGoesBack = "time-goes-back", Failed, "`--now` is earlier than the last change of the rehearsal.";
        Conflict = "conflict", Conflict, "The store is not at the revision that `--if-revision` names.";
    }
    "Hooks": {
        HookFailed = "hook-failed", Failed, "The hook `pre-enable` refused, failed or timed out. The maintenance was taken back.";
        HookNotExecutable = "hook-not-executable", Failed, "A hook is not executable. Nothing was changed.";
        HookUnsafe = "hook-unsafe", Failed, "Other users could change a hook, or its permissions cannot be read. Nothing was changed.";
        HooksBusy = "hooks-busy", Failed, "Another process was running hooks and did not finish in time.";
        Drift = "drift", Failed, "The mode or notification of the real server differs from the recorded one, although the server was told. Nothing was changed there.";
        TakenBack = "taken-back", Failed, "While `mm enable` ran its hooks, the maintenance was switched off by another command or refused by a hook.";
        NoHooks = "no-hooks", Failed, "The hook that the command needs is not installed, or `--hooks` names no folder.";
        MessagePerTenant = "message-per-tenant", Failed, "The notification contains `{tenant}` or `{job}`, but the `apply` hook sets one text for all tenants.";
    }
    "Maintenance": {
        InMaintenance = "in-maintenance", Failed, "The mode is on at the start, so no window can be planned.";
        TooFar = "too-far", Failed, "A recurring window is not known that far ahead, or opens too often until then.";
        NoSchedules = "no-schedules", Failed, "No job has a known start, so windows cannot be ranked.";
        NoWindow = "no-window", Failed, "No window fits the given constraints.";
        NotInMaintenance = "not-in-maintenance", Failed, "The mode is off, so there is nothing to extend.";
        NoPlannedEnd = "no-planned-end", Failed, "The maintenance has no planned end to move.";
        StillOverdue = "still-overdue", Failed, "The planned end would still be in the past.";
        NotApplied = "not-applied", Failed, "The real server was not switched: the hook `apply` has not run, or failed.";
        NotObserved = "not-observed", Failed, "No complete observation of the sessions was made since the mode was switched on, or the `observe` hook did not report the mode.";
        NothingToUndo = "nothing-to-undo", Failed, "No change is left to undo.";
        CannotUndo = "cannot-undo", Failed, "The change is of a kind that `mm undo` cannot reverse, or its values are no longer in force.";
        UnknownEntry = "unknown-entry", Failed, "The history has no entry with this number.";
        PlannedEndPast = "planned-end-past", Failed, "`mm undo` would restore a maintenance whose planned end has passed.";
        UnknownWindow = "unknown-window", Failed, "There is no planned window with this number.";
        Unsafe = "unsafe", Unsafe, "`--max-failed` or `--max-drain` would be exceeded. The message lists every reason.";
        BorrowedRights = "borrowed-rights", Failed, "`--refresh COMMAND` is refused under `sudo`, `doas` or `pkexec`: it would run any command with their rights.";
        Refresh = "refresh", Failed, "The command given to `mm wait --refresh` failed.";
    }
    "Jobs, sessions and tenants": {
        UnknownJob = "unknown-job", Failed, "No tenant has a job of this name.";
        AmbiguousTenant = "ambiguous-tenant", Failed, "Several tenants have a name that begins like this. The hint lists them.";
        AmbiguousJob = "ambiguous-job", Failed, "Several tenants have a job of this name. The hint lists all of them.";
        JobExists = "job-exists", Failed, "The tenant already has a job of this name.";
        UnknownTask = "unknown-task", Failed, "The job has no task of this name.";
        IsAPolicy = "is-a-policy", Failed, "It is a CDP policy, and policies have no sessions.";
        AlreadyRunning = "already-running", Failed, "A session of the job is running already.";
        UnknownSession = "unknown-session", Failed, "There is no session with this number.";
        UnknownTenant = "unknown-tenant", Failed, "There is no tenant of this name.";
        TenantExists = "tenant-exists", Failed, "There is a different tenant of this name already.";
        UnknownRule = "unknown-rule", Failed, "`mm explain` knows no word, rule, code or job of this name.";
        Import = "import", Failed, "Nothing in a file can be used.";
        ImportStrict = "import-strict", Failed, "Part of a file cannot be used, and `--strict` makes that an error.";
        Unconfirmed = "unconfirmed", Unconfirmed, "The command destroys something, and standard input is not a terminal. `--yes` confirms.";
        Declined = "declined", Unconfirmed, "The question was answered with no.";
    }
}

/// The result of everything that can fail with an [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error: a stable code, what is wrong and where, and what to do about it.
#[derive(Debug)]
pub struct Error {
    /// The exit status: the code's own, unless a command has a status of its own for all errors.
    pub exit: Exit,
    /// The code, for scripts.
    pub code: Code,
    /// What is wrong, and where; below it the causes.
    pub problem: anyhow::Error,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Error {
    /// An error of `mm`'s own, with the exit status of its code.
    pub fn new(code: Code, message: impl Into<String>) -> Error {
        Error::from_cause(code, anyhow::Error::msg(message.into()))
    }

    /// The error of a library, with the exit status of a code.
    pub fn from_cause(code: Code, cause: impl Into<anyhow::Error>) -> Error {
        Error { exit: code.exit(), code, problem: cause.into(), hint: None }
    }

    /// A command line that cannot be carried out as it stands.
    pub fn usage(message: impl Into<String>) -> Error {
        Error::new(Code::Usage, message)
    }

    /// Something outside `mm` failed.
    pub fn failed(
        what: impl fmt::Display + Send + Sync + 'static,
        cause: impl Into<anyhow::Error>,
    ) -> Error {
        Error::from_cause(Code::Failed, cause).context(what)
    }

    /// Says where the error happened, or what it means: all so far becomes the cause.
    #[must_use]
    pub fn context(mut self, what: impl fmt::Display + Send + Sync + 'static) -> Error {
        self.problem = self.problem.context(what);
        self
    }

    /// The problem and its causes on one line.
    pub fn message(&self) -> String {
        format!("{:#}", self.problem)
    }

    /// Replaces the exit status.
    #[must_use]
    pub fn with_exit(mut self, exit: Exit) -> Error {
        self.exit = exit;
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.problem)
    }
}

impl std::error::Error for Error {}
