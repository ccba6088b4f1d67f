//! Assumptions that an import may make where its files are silent, and how it words them.

use crate::domain::JobType;
use crate::import::imported::ImportOptions;

/// The tenant of jobs whose tenant is not known.
pub const UNKNOWN_TENANT: &str = "unknown";

/// What was assumed, or left out by rule. A text is the value in the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Assumption {
    // Files
    Windows1252,
    OldFiles { newest: String },
    // Times
    NoOffset,
    MonthFirst,
    AfterObservation,
    // Jobs
    TypeNotCovered(String),
    NoType(JobType),
    NoAgentSystem,
    NoTarget,
    SameJobName,
    UnlistedJob,
    InitialSync,
    // Tenants
    NoTenant,
    UnnamedOrganization,
    SeveralTenants,
    SameTenantName,
    // States and results
    UnknownStateRunning(String),
    StateNotRunning(String),
    UnknownResult(String),
    UnknownTaskState(String),
    // Tasks
    NoDuration,
    DurationOfOtherTasks,
    NoSlots,
    OldTasks,
    // Sessions
    NoStart,
    NoEnd,
    AllTasksRunning,
    LastTaskRunning,
    NotARun(String),
    BackupChain,
    // Schedules
    NoCron(String),
    ScheduleZone,
    EveryDay,
}

impl Assumption {
    pub fn sentence(&self, options: &ImportOptions) -> String {
        let zone = || options.timezone.iana_name().unwrap_or("the given time zone");
        match self {
            Assumption::Windows1252 => "not Unicode: read as Windows-1252".into(),
            Assumption::OldFiles { newest } => format!(
                "no time in the files is later than {newest}; if they are that old, give \
                 --observed-at"
            ),
            Assumption::NoOffset => format!("time without a UTC offset: read in {}", zone()),
            Assumption::MonthFirst => "a date such as 2/5/2026: read as month/day/year".into(),
            Assumption::AfterObservation => {
                "later than the observation: the time of the observation is used".into()
            }
            Assumption::TypeNotCovered(value) => {
                format!("maintenance mode does not cover the type {value:?}: imported as other")
            }
            Assumption::NoType(taken) => format!("no job type: imported as {taken}"),
            Assumption::NoAgentSystem => {
                "no operating system for an agent: imported as windows-agent-backup".into()
            }
            Assumption::NoTarget => "no target: cloud is assumed; use --target to change it".into(),
            Assumption::SameJobName => {
                "several jobs of this tenant have the same name: the beginning of the id is added"
                    .into()
            }
            Assumption::UnlistedJob => {
                "no file lists this job: it is created from its sessions".into()
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
                format!("unknown task state {value:?}: derived from the times of the task")
            }
            Assumption::NoDuration => {
                format!("no duration: {} is assumed", options.default_duration)
            }
            Assumption::DurationOfOtherTasks => {
                "no recorded duration for a task: the median of the job's other tasks is used"
                    .into()
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
            Assumption::BackupChain => {
                "a listing of backup chains is not a listing of sessions: left out".into()
            }
            Assumption::NoCron(value) => {
                format!("cron cannot express the schedule {value:?}: left out")
            }
            Assumption::ScheduleZone => format!("local times of a schedule: read in {}", zone()),
            Assumption::EveryDay => "start time without days: every day is assumed".into(),
        }
    }
}
