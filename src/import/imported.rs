//! The input and the result of an import.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::fmt;

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::domain::{Instant, Mode, Service, Span, Target, Template, spelled};
use crate::domain::{Job, Session, Tenant};
use crate::import::decode::time::DateOrder;

spelled! {
    pub enum ExportFormat: "format" {
        /// A scenario document, such as `mm jobs export` writes.
        Mm = "mm",
        /// Veeam Service Provider Console, REST v3.
        Vspc = "vspc",
        /// Veeam Backup & Replication, REST 1.1 to 1.3.
        Vbr = "vbr",
        /// Objects of PowerShell cmdlets and scripts, as CSV or JSON.
        Powershell = "powershell",
        /// Running sessions on the provider's own backup server, as JSON or CSV.
        ProviderSessions = "provider-sessions",
    }
}

spelled! {
    /// Where the time of the observation comes from.
    pub enum ObservedFrom: "source of the observation time" {
        /// A file states it.
        File = "file",
        /// An option states it.
        Option = "option",
        /// The oldest file was written then.
        Written = "written",
        /// The import runs now.
        Present = "present",
    }
}

spelled! {
    /// What a listing lists.
    pub enum Kind: "kind of listing" {
        Jobs = "jobs",
        AgentJobs = "agent-jobs",
        JobStates = "job-states",
        Sessions = "sessions",
        Tasks = "tasks",
        Objects = "objects",
        Tenants = "tenants",
        Companies = "companies",
        Repositories = "repositories",
        Machines = "machines",
    }
}

spelled! {
    /// Jobs of which one listing can be complete. The store keeps for each job which one it came from.
    pub enum JobSet: "listing of jobs" {
        ConsoleServers = "vspc jobs of backup servers",
        ConsoleAgents = "vspc jobs of backup agents",
        BackupServer = "vbr jobs",
        Powershell = "powershell jobs",
    }
}

impl JobSet {
    /// Whether a listing has the jobs of all tenants, and not only those of one server.
    pub fn has_all_tenants(self) -> bool {
        match self {
            JobSet::ConsoleServers | JobSet::ConsoleAgents => true,
            JobSet::BackupServer | JobSet::Powershell => false,
        }
    }
}

#[derive(Debug, Clone)]
pub struct SourceFile<'a> {
    /// Its name in warnings.
    pub name: &'a str,
    /// Its contents. Owned bytes are dropped as soon as they are decoded.
    pub bytes: Cow<'a, [u8]>,
}

/// How to read the files: the options of the command, and what the store already knows.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The format of all files; `None`: each is recognised.
    pub format: Option<ExportFormat>,
    /// The tenant of jobs for which the files name none.
    pub tenant: Option<String>,
    /// The target of jobs for which the files name none.
    pub target: Option<Target>,
    /// The zone of times without an offset.
    pub timezone: TimeZone,
    /// Whether days or months come first in dates with slashes; `None`: the files tell.
    pub dates: Option<DateOrder>,
    /// What the files list that are not recognised.
    pub kind: Option<Kind>,
    /// The planned duration of tasks for which the files give none.
    pub default_duration: Span,
    /// The latest time of the observation, as far as it is known before the files are read.
    pub observed_at: Option<Instant>,
    /// When the reading of the sources began.
    pub begun: Instant,
    /// When it had ended.
    pub now: Instant,
    /// The site of the console whose rows are read; `None`: the only one in the files.
    pub site: Option<String>,
    /// The names of the jobs that are known already.
    pub known_jobs: HashSet<String>,
    /// The names of the tenants that are known already.
    pub known_tenants: Vec<String>,
    /// The notifications of maintenances up to now, to find failures that belong to them.
    pub notifications: Vec<NotificationPeriod>,
}

/// A notification that tenants read for some time.
#[derive(Debug, Clone)]
pub struct NotificationPeriod {
    pub from: Instant,
    /// `None`: it is still in force.
    pub to: Option<Instant>,
    pub text: Template,
    pub until: Option<Instant>,
    /// The zone in which the planned end may stand in it.
    pub zone: TimeZone,
    pub reason: String,
}

#[derive(Debug)]
pub struct Imported {
    /// Tenants that a file lists; jobs may name others.
    pub tenants: Vec<Tenant>,
    /// Jobs and policies. Names are unique within a tenant.
    pub jobs: Vec<ImportedJob>,
    /// Of each job the running session and the latest that ended.
    pub sessions: Vec<Session>,
    /// Replicas in failover as (tenant, replica); only scenario documents have them.
    pub replicas: Vec<(String, String)>,
    /// Only scenario documents have it.
    pub server: Option<ImportedServer>,
    pub observed_at: Instant,
    pub observed_from: ObservedFrom,
    pub listed_jobs: ListedJobs,
    /// Why the files do not hold all that they list, or are not a listing.
    pub lost: Vec<String>,
    /// Something in the files may be running of which no session is kept.
    pub hides_running: bool,
    /// The kinds of listing of jobs among the files.
    pub listings: BTreeSet<JobSet>,
    pub listed_sessions: ListedSessions,
    /// The files are a scenario document: configuration, unless they are declared complete.
    pub is_document: bool,
    /// Each file declares in its last line that it is complete.
    pub is_declared_complete: bool,
    /// Lines and elements that could not be used.
    pub unused: Vec<Warning>,
    /// What was assumed or left out by rule, once per file.
    pub assumed: Vec<Warning>,
}

/// What files say of running sessions besides the states of jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedSessions {
    None,
    /// Sessions of jobs, and no jobs: if that is declared complete, every running session is among them.
    OfJobs,
    /// The running sessions of the provider's server.
    Running {
        /// It counts its sessions, so that what it does not list does not run.
        is_counted: bool,
    },
}

impl ListedSessions {
    pub fn are_running(self) -> bool {
        matches!(self, ListedSessions::Running { .. })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedJob {
    pub job: Job,
    pub stated: Stated,
    /// The kind of listing that lists it.
    pub listing: Option<JobSet>,
    /// The site (`siteUid`) of the provider's server that it belongs to, if a file says so.
    pub site: Option<String>,
    /// No file says what type it has, so that it may be any.
    pub is_type_unknown: bool,
    /// The provider's server lists a running session of it, of a type that maintenance covers or that
    /// is not known.
    pub is_seen_covered: bool,
}

/// Which members of a job the files state. The others are assumed, and must not replace what is
/// known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for a member of the job")]
pub struct Stated {
    pub tenant: bool,
    pub job_type: bool,
    pub target: bool,
    pub slots: bool,
    pub tasks: bool,
    /// The schedule, or the next start.
    pub schedule: bool,
    pub retry: bool,
    /// Whether the job is disabled.
    pub enabled: bool,
    /// Whether it is running. A job that is not, by the files, has no running session in them.
    pub state: bool,
    /// When its running session started.
    pub start: bool,
}

/// How long an export takes at most.
pub const EXPORT_TIME: Span = Span::from_secs(5 * 60);

impl Stated {
    pub const ALL: Stated = Stated {
        tenant: true,
        job_type: true,
        target: true,
        slots: true,
        tasks: true,
        schedule: true,
        retry: true,
        enabled: true,
        state: true,
        start: true,
    };
}

/// Which of the jobs that exist the files list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListedJobs {
    AllTenants,
    /// All jobs of the tenants that the listed jobs name.
    NamedTenants,
    /// Not all, for this reason.
    Partial(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedServer {
    pub mode: Mode,
    /// The planned end of maintenance.
    pub until: Option<Instant>,
    /// The notification; `None`: the default text.
    pub message: Option<String>,
    pub reason: Option<String>,
    /// The state of the Cloud Connect Service.
    pub service: Service,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    pub file: String,
    /// As in `line 7` or `data[3].lastRun`, the first of several; empty for the file as a whole.
    pub place: String,
    pub what: String,
    /// How often it occurred in this file.
    pub count: usize,
}

impl Warning {
    /// A warning that concerns no single file.
    pub fn about_import(what: impl Into<String>) -> Warning {
        Warning { file: "import".into(), place: String::new(), what: what.into(), count: 1 }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.place.is_empty() {
            write!(f, ": {}", self.place)?;
        }
        write!(f, ": {}", self.what)?;
        if self.count > 1 {
            write!(f, " ({} times)", self.count)?;
        }
        Ok(())
    }
}

/// Why files cannot be imported: all problems, so that one attempt shows all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportError {
    pub problems: Vec<FileProblem>,
}

/// Why a file cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    pub file: String,
    /// As in `line 3 column 9`; empty for the file as a whole.
    pub place: String,
    pub what: String,
}

impl ImportError {
    pub fn add(&mut self, file: &str, place: &str, what: &str) {
        let [file, place, what] = [file, place, what].map(str::to_owned);
        self.problems.push(FileProblem { file, place, what });
    }

    /// An error if there is a problem.
    pub fn check(&mut self) -> Result<(), ImportError> {
        if self.problems.is_empty() { Ok(()) } else { Err(std::mem::take(self)) }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, FileProblem { file, place, what }) in self.problems.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            match &**place {
                "" => write!(f, "{file}: {what}")?,
                place => write!(f, "{file}: {place}: {what}")?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for ImportError {}
