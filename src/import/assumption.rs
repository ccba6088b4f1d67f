//! Assumption: everything that an import may guess, and how that is said.

use crate::domain::JobType;
use crate::import::incoming::Options;

/// The tenant of jobs of which nobody said whose they are.
pub(super) const UNKNOWN_TENANT: &str = "unknown";

/// Something that no source told, or that was left out by rule. A text is the value that was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Assumption {
    /// The file is no Unicode.
    CodePage,
    /// A time has no offset.
    NoOffset,
    /// A date may be read in two ways.
    MonthFirst,
    /// All times of the files lie well before the observation.
    Old(String),
    /// A type that the rules do not know.
    Type(String),
    /// A job has no type.
    NoType(JobType),
    /// An agent's operating system is not told.
    AgentSystem,
    /// A job has no target.
    NoTarget,
    /// Nobody says whose jobs they are.
    NoTenant,
    /// An organization has no name.
    NoOrganization,
    /// An organization has several tenants.
    SeveralTenants,
    /// Tenants of one name.
    TenantsAlike,
    /// Jobs of one tenant with one name.
    JobsAlike,
    /// A job that sessions name and no listing holds.
    Mentioned,
    /// A state that is not known, of something without an end.
    RunningState(String),
    /// A state that is not known, or stands for waiting without a session.
    IdleState(String),
    /// A result that is not known.
    Result(String),
    /// A task state that is not known.
    TaskState(String),
    /// Nothing tells how long a task runs.
    NoDuration,
    /// A task without a record among others that have some.
    OtherTasks,
    /// How many tasks run at once is not told.
    Slots,
    /// When a running session began is not told.
    NoStart,
    /// When a session ended is not told.
    NoEnd,
    /// Which tasks of a running session run is not told.
    AllRunning,
    /// A session runs although all its tasks have ended.
    LastRunning,
    /// A time lies after the observation.
    Late,
    /// A task that only old sessions had.
    OldTask,
    /// Sessions that are no runs of a job, by type.
    OtherSession(String),
    /// A schedule that five fields cannot express.
    Schedule(String),
    /// The local times of a schedule.
    ScheduleZone,
    /// A schedule tells a time of day and no days.
    EveryDay,
    /// An initial synchronisation that runs.
    InitialSync,
}

impl Assumption {
    /// The sentence that says what was found and what was made of it.
    pub fn say(&self, options: &Options) -> String {
        let zone = || options.timezone.iana_name().unwrap_or("the given time zone");
        match self {
            Assumption::CodePage => "not Unicode: taken as Windows-1252".into(),
            Assumption::NoOffset => format!("time without an offset: taken as {}", zone()),
            Assumption::MonthFirst => "a date such as 2/5/2026: taken as month/day/year".into(),
            Assumption::Old(newest) => format!(
                "no time here is later than {newest}; if the files are of then, give --observed-at"
            ),
            Assumption::Type(value) => format!(
                "type {value:?} is not among those that maintenance mode covers: taken as other"
            ),
            Assumption::NoType(taken) => format!("type not told: taken as {taken}"),
            Assumption::AgentSystem => {
                "operating system of an agent not told: taken as windows-agent-backup".into()
            }
            Assumption::NoTarget => {
                "target not told: taken as cloud; --target says otherwise".into()
            }
            Assumption::NoTenant => {
                format!("tenant not told: taken as {UNKNOWN_TENANT:?}; --tenant names it")
            }
            Assumption::NoOrganization => {
                "no file names this organization: its id taken as the tenant's name; add the \
                 listing of tenants"
                    .into()
            }
            Assumption::SeveralTenants => {
                "several tenants belong to this organization: the first taken".into()
            }
            Assumption::TenantsAlike => {
                "several tenants of one name: told apart by site or id".into()
            }
            Assumption::JobsAlike => {
                "several jobs of this tenant have one name: told apart by the begin of their ids"
                    .into()
            }
            Assumption::Mentioned => {
                "no file lists this job: made from what its sessions tell".into()
            }
            Assumption::RunningState(value) => {
                format!("state {value:?} is not known, and no end told: taken as running")
            }
            Assumption::IdleState(value) => format!("state {value:?}: taken as not running"),
            Assumption::Result(value) => format!("result {value:?} is not known: taken as unknown"),
            Assumption::TaskState(value) => {
                format!("state {value:?} of a task is not known: taken from its times")
            }
            Assumption::NoDuration => {
                format!("no duration known: taken as {}", options.default_duration)
            }
            Assumption::OtherTasks => {
                "no recorded duration of a task: the median of the job's others taken".into()
            }
            Assumption::Slots => {
                "how many tasks of a job run at once is not told: taken as the most seen at once, \
                 else 1"
                    .into()
            }
            Assumption::NoStart => {
                "start of a running session not told: taken as the time of the observation".into()
            }
            Assumption::NoEnd => {
                "end of a session not told: taken as its start and the average duration".into()
            }
            Assumption::AllRunning => {
                "which tasks of a running session run is not told: all taken as running since its \
                 start"
                    .into()
            }
            Assumption::LastRunning => {
                "all tasks of a running session have ended: the last taken as still running".into()
            }
            Assumption::Late => "later than the observation: taken as the observation".into(),
            Assumption::OldTask => {
                "tasks that a job has no more, or that its last 14 days do not show: left out"
                    .into()
            }
            Assumption::OtherSession(value) => {
                format!("sessions of type {value:?} are no runs of a job: left out")
            }
            Assumption::Schedule(value) => {
                format!("schedule {value:?} cannot be written as cron: left out")
            }
            Assumption::ScheduleZone => format!("local times of a schedule: taken as {}", zone()),
            Assumption::EveryDay => "start time without its days: taken as every day".into(),
            Assumption::InitialSync => format!(
                "initial synchronisation runs: taken to last {} more",
                options.default_duration
            ),
        }
    }
}
