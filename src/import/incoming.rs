//! Incoming: what an import is asked with, and all that it found in its files.

use std::fmt;

use jiff::tz::TimeZone;

use crate::domain::{Instant, Mode, Service, Span, Target, spelled};
use crate::domain::{Job, Session, Tenant};
use crate::import::warnings::Warning;

spelled! {
    /// The formats that can be imported.
    pub enum Format: "format" {
        /// A scenario document, or what `mm jobs export` writes.
        Mm = "mm",
        /// Veeam Service Provider Console, REST v3.
        Vspc = "vspc",
        /// Veeam Backup & Replication, REST 1.1 to 1.3.
        Vbr = "vbr",
        /// Objects of PowerShell cmdlets and scripts, as CSV or JSON.
        Powershell = "powershell",
    }
}

spelled! {
    /// Where the instant of an observation comes from, best first.
    pub enum ObservedFrom: "source of the observation time" {
        /// A file tells its own.
        File = "file",
        /// Whoever imports said so.
        Option = "option",
        /// When the files were written, the oldest of them, as nobody said otherwise.
        Written = "written",
        /// Nobody said, so the present was taken.
        Present = "present",
    }
}

/// A file to be read.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// What it is called in reports.
    pub name: &'a str,
    /// All of it.
    pub bytes: &'a [u8],
}

/// What whoever imports adds to the files.
#[derive(Debug, Clone)]
pub struct Options {
    /// The format of all files; `None`: each file tells by itself.
    pub format: Option<Format>,
    /// Whose jobs they are where a source does not tell.
    pub tenant: Option<String>,
    /// Where jobs write to where a source does not tell.
    pub target: Option<Target>,
    /// The zone of times without an offset.
    pub timezone: TimeZone,
    /// How long a task is planned to run where nothing is known.
    pub default_duration: Span,
    /// When the files were made, unless they tell themselves.
    pub observed_at: Option<Instant>,
    /// The present.
    pub now: Instant,
}

/// Everything that the files of one import tell.
#[derive(Debug)]
pub struct Incoming {
    /// Tenants that a source lists; those that only jobs name are not among them.
    pub tenants: Vec<Tenant>,
    /// Jobs and policies, each tenant's names once.
    pub jobs: Vec<Job>,
    /// What the sources told of these jobs, in the same order: the rest of a record is assumed.
    pub told: Vec<Told>,
    /// Sessions that run, and of each job the latest that ended.
    pub sessions: Vec<Session>,
    /// Replicas in failover as (tenant, replica); only a scenario document has them.
    pub replicas: Vec<(String, String)>,
    /// The state of the server; only a scenario document has it.
    pub state: Option<ServerFacts>,
    /// When the files show what was so.
    pub observed_at: Instant,
    /// Where that instant comes from.
    pub observed_from: ObservedFrom,
    /// How much of the jobs that exist the files list.
    pub complete: Extent,
    /// Every line or element that could not be used.
    pub unused: Vec<Warning>,
    /// Everything that was guessed or left out by rule, alike ones together.
    pub guessed: Vec<Warning>,
}

/// What sources told of a job. A member that they did not tell holds an assumption, which must not
/// replace what is known otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for a member of the record")]
pub struct Told {
    /// Whose it is.
    pub tenant: bool,
    /// What it does.
    pub job_type: bool,
    /// Where it writes to.
    pub target: bool,
    /// How many of its tasks run at once.
    pub slots: bool,
    /// Its tasks.
    pub tasks: bool,
    /// Whether it has a schedule or starts, and which.
    pub schedule: bool,
    /// Whether it retries.
    pub retry: bool,
    /// Whether it runs: where this is told, and no running session of it is among the sessions, it
    /// does not run.
    pub state: bool,
}

impl Told {
    /// Everything is told.
    pub const ALL: Told = Told {
        tenant: true,
        job_type: true,
        target: true,
        slots: true,
        tasks: true,
        schedule: true,
        retry: true,
        state: true,
    };
}

/// How much of the jobs that exist the files list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// All jobs of all tenants.
    Everything,
    /// All jobs of the tenants that the jobs name.
    TheseTenants,
    /// Not all, for this reason.
    Part(String),
}

/// The state of the server as a scenario document tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFacts {
    /// The mode.
    pub mode: Mode,
    /// When the mode ends by itself.
    pub until: Option<Instant>,
    /// The notification; `None`: the default text.
    pub message: Option<String>,
    /// Why there is maintenance; `None`: nobody said.
    pub reason: Option<String>,
    /// The Cloud Connect Service.
    pub service: Service,
}

/// Why files cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The file.
    pub file: String,
    /// Where in it, as in `line 3 column 9`; empty where it is the file as a whole.
    pub place: String,
    /// What is wrong there, and what to do.
    pub what: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.place {
            "" => write!(f, "{}: {}", self.file, self.what),
            place => write!(f, "{}: {place}: {}", self.file, self.what),
        }
    }
}

impl std::error::Error for Wrong {}
