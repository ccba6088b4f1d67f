//! Assumptions that an import may make where its files are silent, and how it words them.

use crate::domain::{Instant, JobType, plural};
use crate::import::decode::date_evidence::Because;
use crate::import::decode::time::DateOrder;
use crate::import::imported::ImportOptions;

/// The tenant of jobs whose tenant is not known.
pub const UNKNOWN_TENANT: &str = "unknown";

/// What was assumed, or left out by rule. A text is the value in the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Assumption {
    // Files
    Windows1252,
    OldFile {
        newest: Instant,
    },
    OtherSite(String),
    Foreign(&'static str),
    /// A file without an element.
    Empty,
    Unread(Vec<String>),
    // Times
    NoOffset,
    /// Dates that can be read in both orders, and how many.
    Dates(DateOrder, Because, u32),
    AfterObservation,
    FutureEnd,
    // Jobs
    TypeNotCovered(String),
    NoType(JobType),
    PolicyRuns,
    NoAgentSystem,
    NoTarget,
    UnlistedRepository(String),
    AmbiguousRepository(String),
    SharedId(String),
    DamagedName(String),
    PartOfJob,
    SameJobName,
    UnlistedJob,
    InitialSync,
    // Tenants
    NoTenant,
    UnnamedOrganization,
    SeveralTenants,
    SameTenantName,
    TenantCase,
    // States and results
    UnknownStateRunning(String),
    StateNotRunning(String),
    UnknownResult(String),
    UnknownTaskState(String),
    // Tasks
    NoDuration,
    DurationOfOtherTasks,
    DurationContradicts,
    NoSlots,
    OldTasks,
    // Sessions
    NoStart,
    NoEnd,
    AllTasksRunning,
    LastTaskRunning,
    NotARun(String),
    IdleSession,
    OldReport,
    UnknownRepository(String),
    // Schedules
    NoCron(String),
    ScheduleZone,
    ScheduleUtc,
    EveryDay,
    NoNextStart,
}

impl Assumption {
    #[expect(clippy::too_many_lines, reason = "one text for each assumption")]
    pub fn sentence(&self, options: &ImportOptions) -> String {
        let zone = || options.timezone.iana_name().unwrap_or("the given time zone");
        match self {
            Assumption::Windows1252 => "not Unicode: read as Windows-1252".into(),
            Assumption::OldFile { newest } => format!(
                "no time in the file is later than {newest}; if it is that old, give --observed-at"
            ),
            Assumption::OtherSite(site) => format!(
                "left out rows of the site {}, which is another server than that of this store",
                sanitized(site)
            ),
            Assumption::Foreign(name) => {
                format!("a listing of {name} is not an export of jobs: left out")
            }
            Assumption::Empty => "the list is empty: left out".into(),
            Assumption::Unread(names) => {
                let shown = names.iter().take(60).map(|name| sanitized(name));
                let shown = shown.collect::<Vec<_>>().join(", ");
                let more = names.len().saturating_sub(60);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("members with values that mm does not read: {shown}{more}")
            }
            Assumption::NoOffset => format!("time without a UTC offset: read in {}", zone()),
            Assumption::Dates(order, because, open) => dates(*order, *because, *open),
            Assumption::AfterObservation => {
                "later than the observation: the time of the observation is used".into()
            }
            Assumption::FutureEnd => "an end in the future is no end; give --timezone if the times are \
                of another zone"
                .into(),
            Assumption::TypeNotCovered(value) => {
                format!("maintenance mode does not cover the type {value:?}: imported as other")
            }
            Assumption::PolicyRuns => {
                "a session of a CDP policy is running: a policy has none, so it counts as one of an \
                 unknown type"
                    .into()
            }
            Assumption::NoType(taken) => format!("no job type: imported as {taken}"),
            Assumption::NoAgentSystem => {
                "no operating system for an agent: imported as windows-agent-backup".into()
            }
            Assumption::NoTarget => "no target: cloud is assumed; use --target to change it".into(),
            Assumption::UnlistedRepository(name) => format!(
                "no file lists the repository {name:?}: cloud is assumed; add the listing of \
                 repositories"
            ),
            Assumption::AmbiguousRepository(name) => format!(
                "a cloud repository and a local one are both named {name:?}: cloud is assumed; \
                 export the ids of repositories"
            ),
            Assumption::SharedId(id) => format!(
                "jobs of several tenants have the id {id:?}: each is imported, and is known by its \
                 name only"
            ),
            Assumption::DamagedName(name) => {
                format!("the name {name:?} may be damaged by an export in ASCII; export as UTF-8")
            }
            Assumption::PartOfJob => {
                "a worker of a copy job, or a computer of an agent policy: imported as a part of it"
                    .into()
            }
            Assumption::SameJobName => {
                "several jobs of this tenant have the same name: the beginning of the id is added"
                    .into()
            }
            Assumption::UnlistedJob => {
                "no file lists this job: it is known by its sessions only".into()
            }
            Assumption::InitialSync => format!(
                "the initial synchronisation is running: assumed to last {} more",
                options.default_duration
            ),
            Assumption::NoTenant => {
                format!("no tenant: imported as {UNKNOWN_TENANT:?}; use --tenant to name it")
            }
            Assumption::UnnamedOrganization => {
                "no file names this organization: its id is used as the tenant's name; add the \
                 listing of tenants"
                    .into()
            }
            Assumption::SeveralTenants => {
                "several tenants belong to this organization: the first is used".into()
            }
            Assumption::SameTenantName => {
                "several tenants have the same name: the site or id is added".into()
            }
            Assumption::TenantCase => {
                "tenant names differ in letter case: they are one tenant, as it is spelled first"
                    .into()
            }
            Assumption::UnknownStateRunning(value) => {
                format!("unknown state {value:?}: assumed to be running")
            }
            Assumption::StateNotRunning(value) => {
                format!("state {value:?}: assumed not to be running")
            }
            Assumption::UnknownResult(value) => {
                format!("unknown result {value:?}: imported as unknown")
            }
            Assumption::UnknownTaskState(value) => {
                format!(
                    "unknown task state {value:?}: assumed to be running unless the task has ended"
                )
            }
            Assumption::NoDuration => {
                format!("no duration: {} is assumed", options.default_duration)
            }
            Assumption::DurationOfOtherTasks => {
                "no recorded duration for a task: the median of the job's other tasks is used"
                    .into()
            }
            Assumption::DurationContradicts => {
                "a duration contradicts the start and end: they are used".into()
            }
            Assumption::NoSlots => {
                "no limit on concurrent tasks: the highest number seen at once is used, else 1"
                    .into()
            }
            Assumption::OldTasks => {
                "tasks that the job no longer has or that did not run in its last 14 days are \
                 left out"
                    .into()
            }
            Assumption::NoStart => {
                "no start of a running session: the time of the observation is used".into()
            }
            Assumption::NoEnd => {
                "no end of a session: its start plus the average duration is used".into()
            }
            Assumption::AllTasksRunning => {
                "no tasks for a running session: all tasks of the job are assumed to be running \
                 since its start"
                    .into()
            }
            Assumption::LastTaskRunning => {
                "all tasks of a running session have ended: the last is assumed to be running"
                    .into()
            }
            Assumption::NotARun(value) => {
                format!("sessions of type {value:?} are not runs of a job: left out")
            }
            Assumption::IdleSession => {
                "a session that waits for something to do is not running".into()
            }
            Assumption::OldReport => {
                "unfinished tasks of a session that is not the newest of its job: left out".into()
            }
            Assumption::UnknownRepository(value) => {
                format!("repositories of the unknown type {value:?}: in the cloud")
            }
            Assumption::NoCron(value) => {
                format!("cron cannot express the schedule {value:?}: left out")
            }
            Assumption::ScheduleZone => format!("local times of a schedule: read in {}", zone()),
            Assumption::ScheduleUtc => {
                "times of a schedule are in UTC: daylight saving time is not known".into()
            }
            Assumption::NoNextStart => {
                "no start of the next session is known: simulate and plan cannot see the sessions \
                 of this job"
                    .into()
            }
            Assumption::EveryDay => "start time without days: every day is assumed".into(),
        }
    }
}

/// A name without control characters.
fn sanitized(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).collect()
}

/// How dates were read, and why.
fn dates(order: DateOrder, because: Because, open: u32) -> String {
    let dates = plural(u64::from(open), "date", "dates");
    let read = match order {
        DateOrder::MonthFirst => "month/day/year",
        DateOrder::DayFirst => "day/month/year",
    };
    let why = match because {
        Because::Assumed | Because::Given | Because::Told => "nothing tells the order".to_owned(),
        Because::LeadingZeros => "months have a leading zero and days have none".to_owned(),
        Because::Newest => "the newest is then of the last 26 hours".to_owned(),
        Because::FilesDisagree => "the files do not agree on the order".to_owned(),
    };
    format!("{dates} such as 2/5/2026 read as {read}: {why}; --dates decides")
}
