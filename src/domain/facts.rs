//! Facts: what is known of tenants, jobs and sessions, as operators told it or sources observed it.

use crate::domain::job::{JobType, Target};
use crate::domain::mode::Access;
use crate::domain::session::{KnownResult, TaskState};
use crate::domain::spelling::spelled;
use crate::domain::time::{Instant, Span};
use crate::domain::verdict::FailureCode;

spelled! {
    /// Where the planned durations of a job's tasks come from, best first.
    pub enum DurationSource: "duration source" {
        /// Somebody said so.
        Given = "given",
        /// The median of what past sessions took.
        Recorded = "recorded",
        /// The average that the source tells for the job, shared out over its tasks.
        Average = "average",
        /// Nothing is known, so a default was taken.
        Default = "default",
    }
}

spelled! {
    /// How a session came to be known.
    pub enum Origin: "origin" {
        /// An export told of it.
        Imported = "imported",
        /// `mm run` ran it.
        Run = "run",
        /// It is simulated, in a rehearsal.
        Simulated = "simulated",
    }
}

/// What is known of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Its name, by which it is known.
    pub name: String,
    /// Whether it may use the cloud.
    pub access: Access,
    /// How many tasks may run at once against the cloud over all its jobs; `None`: no limit.
    pub slots: Option<u32>,
    /// What its source knows it by.
    pub source_id: Option<String>,
}

/// What is known of a job or policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Whose it is.
    pub tenant: String,
    /// Its name, known within its tenant.
    pub name: String,
    /// What it does.
    pub job_type: JobType,
    /// Where it writes to.
    pub target: Target,
    /// How many tasks of one session may run at once; 1 for a policy.
    pub slots: u32,
    /// Its tasks, in order; none for a policy.
    pub tasks: Vec<Task>,
    /// Where the tasks' planned durations come from.
    pub durations: DurationSource,
    /// When sessions start, besides the schedule.
    pub starts: Vec<Instant>,
    /// When sessions start, again and again.
    pub schedule: Option<Schedule>,
    /// Automatic retries of a failed session.
    pub retry: Option<Retry>,
    /// What past tasks took, in the order of the tasks.
    pub recorded: Vec<RecordedDuration>,
    /// What only policies have; `None` for a job with sessions.
    pub policy: Option<PolicySettings>,
    /// What its source knows it by.
    pub source_id: Option<String>,
}

/// What is known of a task of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its name, known within its job.
    pub name: String,
    /// How long it is planned to run.
    pub duration: Span,
    /// Whether it ends in an error of its own.
    pub fails: bool,
}

/// When sessions start, again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Five fields.
    pub cron: String,
    /// The time zone of the fields; `None`: UTC.
    pub timezone: Option<String>,
}

/// Automatic retries of a failed session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// How many at most.
    pub times: u32,
    /// How long after the failure.
    pub wait: Span,
}

/// What only policies have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicySettings {
    /// What the initial synchronisation still takes; `None`: it has completed.
    pub initial_sync: Option<Span>,
    /// Whether it is enabled.
    pub enabled: bool,
}

/// What one task took in one past session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordedDuration {
    /// The task's name.
    pub task: String,
    /// When it began, by which the same record is known again; `None` where the source is silent.
    pub started: Option<Instant>,
    /// How long it ran.
    pub took: Span,
}

/// What is known of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub tenant: String,
    /// Of which job.
    pub job: String,
    /// What its source knows it by.
    pub source_id: Option<String>,
    /// 0, or which retry it is.
    pub attempt: u32,
    /// When it began.
    pub started: Instant,
    /// How it ended; `None` while it works.
    pub ended: Option<Ended>,
    /// Its tasks in the order of the job; empty where the source tells none.
    pub tasks: Vec<SessionTask>,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Instant,
    /// With what.
    pub result: KnownResult,
    /// Why it failed, if that is known.
    pub code: Option<FailureCode>,
}

/// What is known of a task of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionTask {
    /// The task's name.
    pub name: String,
    /// Where it stands.
    pub state: TaskState,
    /// When it began, if it did.
    pub started: Option<Instant>,
    /// When it ended, if it has.
    pub ended: Option<Instant>,
    /// Why it failed, if it did.
    pub code: Option<FailureCode>,
}

/// The middle one of some durations, the lower of two in the middle; `None` of none.
pub fn median(durations: impl IntoIterator<Item = Span>) -> Option<Span> {
    let mut durations: Vec<Span> = durations.into_iter().collect();
    durations.sort_unstable();
    durations.get(durations.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use crate::domain::facts::{Span, median};

    #[test]
    fn the_median_is_one_of_the_durations() {
        #[track_caller]
        fn case(secs: &[i64], want: Option<i64>) {
            let spans = secs.iter().map(|secs| Span::from_secs(*secs));
            assert_eq!(median(spans), want.map(Span::from_secs));
        }
        case(&[], None);
        case(&[7], Some(7));
        case(&[9, 1], Some(1));
        case(&[9, 1, 5], Some(5));
        case(&[9, 1, 5, 6], Some(5));
    }
}
