//! Records: what the listings of every format are turned into before they are merged.

use crate::domain::{Access, Instant, ObservedResult, Span, Target};
use crate::domain::{Retry, Schedule};
use crate::import::assumption::Assumption;
use crate::import::context::{Context, FailureMessage};
use crate::import::decode::Id;
use crate::import::imported::JobSet;
use crate::import::job_kind::{JobKind, Platform};
use crate::import::warnings::Place;

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a statement about the files")]
pub struct Records {
    pub tenants: Vec<TenantRecord>,
    pub organizations: Vec<(Id, String)>,
    pub repositories: Vec<RepositoryRecord>,
    /// Jobs that a listing lists with an id.
    #[expect(clippy::vec_box, reason = "a growing list would hold large records twice")]
    pub jobs: Vec<Box<ExportedJob>>,
    /// What other listings say of jobs; they are matched when all jobs are known.
    pub job_details: Vec<ExportedJob>,
    pub sessions: Vec<ExportedSession>,
    /// Sessions in a provider's own listing, whose jobs no other listing need have.
    pub provider_sessions: Vec<ExportedSession>,
    pub tasks: Vec<ExportedSessionTask>,
    pub pages: Vec<ListingPage>,
    /// When each server and agent last reported to the console.
    pub heartbeats: Vec<Heartbeat>,
    /// Some jobs came as single objects, not in a list.
    pub single_jobs: bool,
    /// A source lists the jobs of all tenants, not only those of one server.
    pub lists_all_tenants: bool,
    /// A file lists the running sessions of the provider's server.
    pub lists_provider_sessions: bool,
    /// A file lists sessions, and has none.
    pub lists_no_session: bool,
}

impl Records {
    pub fn add_job(&mut self, mut job: ExportedJob) {
        if job.is_worker {
            // It belongs to the job that is named before its source.
            job.id = None;
            job.name = job.name.map(|name| match name.split_once('\\') {
                Some((parent, _)) => parent.to_owned(),
                None => name,
            });
        }
        let is_listed = job.listed && job.id.is_some();
        if is_listed {
            self.jobs.push(Box::new(job));
        } else {
            self.job_details.push(job);
        }
    }
}

/// How many records there are of each kind that may tell of something running.
#[derive(Debug, Clone, Copy)]
pub struct RecordCounts {
    pub jobs: usize,
    pub job_details: usize,
    sessions: usize,
    provider_sessions: usize,
    tasks: usize,
}

impl Records {
    pub fn counts(&self) -> RecordCounts {
        RecordCounts {
            jobs: self.jobs.len(),
            job_details: self.job_details.len(),
            sessions: self.sessions.len(),
            provider_sessions: self.provider_sessions.len(),
            tasks: self.tasks.len(),
        }
    }

    /// Whether one of the records since then is running.
    pub fn is_running_since(&self, since: RecordCounts) -> bool {
        let is_job_running = |job: &ExportedJob| {
            job.latest_run.is_some_and(|run| run.is_running())
                || job.latest_tasks.iter().any(ExportedTask::is_running)
        };
        let is_session_running = |session: &ExportedSession| session.run.is_running();
        self.jobs[since.jobs..].iter().any(|job| is_job_running(job))
            || self.job_details[since.job_details..].iter().any(is_job_running)
            || self.sessions[since.sessions..].iter().any(is_session_running)
            || self.provider_sessions[since.provider_sessions..].iter().any(is_session_running)
            || self.tasks[since.tasks..].iter().any(|of| of.task.is_running())
    }
}

/// A page of a listing.
#[derive(Debug, Clone, Default)]
pub struct ListingPage {
    pub listing: &'static str,
    /// `None`: it lists something else than jobs.
    pub jobs: Option<JobSet>,
    /// Elements on all pages, if the page says so.
    pub total: Option<u64>,
    /// Elements before this page, if the page says so.
    pub offset: Option<u64>,
    /// Elements of the listing, if a page without an offset says so.
    pub at_least: Option<u64>,
    /// Pages of the listing, if the page says so.
    pub pages: Option<u64>,
    /// Elements on this page.
    pub count: u64,
    /// Hashes of the ids of its elements.
    pub ids: Vec<u64>,
    /// Its link to the page that follows it, if it has one.
    pub next: Option<NextPage>,
}

/// A link from a page of a listing to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextPage {
    /// Elements before the next page, if the link says so.
    pub offset: Option<u64>,
}

#[derive(Debug)]
pub struct TenantRecord {
    pub place: Place,
    pub id: Option<Id>,
    pub name: String,
    pub organization: Option<Id>,
    pub site: Option<Id>,
    pub site_name: Option<String>,
    pub access: Access,
    pub slots: Option<u32>,
}

#[derive(Debug)]
pub struct Heartbeat {
    pub place: Place,
    pub machine: String,
    pub at: Instant,
}

#[derive(Debug)]
pub struct RepositoryRecord {
    pub id: Option<Id>,
    pub name: Option<String>,
    pub target: Target,
}

/// The tenant of a job, as far as the source states it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Owner {
    #[default]
    Unknown,
    Tenant(String),
    Organization {
        /// The one that has the backup server or agent.
        id: Id,
        /// The one that the job is mapped to.
        mapped: Option<Id>,
        site: Option<Id>,
    },
}

impl Owner {
    pub fn tenant(name: Option<String>) -> Owner {
        name.map_or(Owner::Unknown, Owner::Tenant)
    }

    /// Whether two rows state different tenants. The name in one source and the organization in
    /// another may be one tenant.
    pub fn is_other_than(&self, other: &Owner) -> bool {
        match (self, other) {
            (Owner::Tenant(one), Owner::Tenant(two)) => one.to_lowercase() != two.to_lowercase(),
            (
                Owner::Organization { id, mapped, site },
                Owner::Organization { id: other_id, mapped: other_mapped, site: other_site },
            ) => {
                let others = [Some(other_id), other_mapped.as_ref()];
                let has_common = [Some(id), mapped.as_ref()]
                    .iter()
                    .any(|id| id.is_some() && others.contains(id));
                let is_elsewhere =
                    site.as_ref().zip(other_site.as_ref()).is_some_and(|(one, two)| one != two);
                !has_common || is_elsewhere
            }
            (Owner::Unknown, _)
            | (_, Owner::Unknown)
            | (Owner::Tenant(_), Owner::Organization { .. })
            | (Owner::Organization { .. }, Owner::Tenant(_)) => false,
        }
    }
}

/// What one listing says of a job; several records may be about one job.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a statement of a listing")]
pub struct ExportedJob {
    pub place: Place,
    /// The listing lists jobs, and does not only mention them.
    pub listed: bool,
    /// A worker of a copy job.
    pub is_worker: bool,
    /// A policy that agents run.
    pub is_policy: bool,
    /// The name of the policy that this job of a computer belongs to.
    pub policy: Option<String>,
    /// The jobs among which a listing lists it.
    pub set: Option<JobSet>,
    /// The id on the backup server or agent.
    pub id: Option<Id>,
    /// The console's own id, which is unique over all servers.
    pub unique_id: Option<Id>,
    pub name: Option<String>,
    pub owner: Owner,
    pub kind: Option<JobKind>,
    pub platform: Option<Platform>,
    pub target: Option<Target>,
    /// The id or name, in lower case, of the repository that it writes to.
    pub repository: Option<Id>,
    /// Its name as it is written, for reports.
    pub repository_name: Option<String>,
    pub enabled: Option<bool>,
    /// `None`: the listing says nothing of sessions, nor whether one is running.
    pub latest_run: Option<ExportedRun>,
    pub latest_session_id: Option<Id>,
    pub latest_tasks: Vec<ExportedTask>,
    /// Average duration of a session.
    pub average: Option<Span>,
    pub next_start: Option<Instant>,
    pub schedule: Option<Schedule>,
    /// The source says that it does not start by itself.
    pub is_unscheduled: bool,
    pub retry: Option<Retry>,
    /// The listing says whether there are retries.
    pub retry_stated: bool,
    /// The initial synchronisation of the policy is running.
    pub initial_sync: bool,
    pub objects: Vec<JobObject>,
}

/// Something that a job processes.
#[derive(Debug)]
pub struct JobObject {
    pub name: String,
    pub kind: ObjectKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectKind {
    /// A machine in the configuration of the job: a task.
    Machine,
    /// A folder or the like in the configuration of the job: the machines in it are tasks.
    Container,
    /// Processed by the latest session.
    Processed,
}

/// Which job a session or task belongs to.
#[derive(Debug, Clone, Default)]
pub struct JobKey {
    pub id: Option<Id>,
    pub unique_id: Option<Id>,
    pub name: Option<String>,
    pub owner: Owner,
    /// For a job that no listing lists.
    pub kind: Option<JobKind>,
    pub platform: Option<Platform>,
    /// A session of this name or type may be no run of a job, so that no job is created from it.
    pub is_doubtful: bool,
}

#[derive(Debug)]
pub struct ExportedSession {
    pub place: Place,
    pub id: Option<Id>,
    /// The session of a whole job that this session of one computer is part of.
    pub parent: Option<Id>,
    pub job: JobKey,
    /// The name of the task, if there is a parent.
    pub name: Option<String>,
    /// A listing of the provider's server says that maintenance covers it, or does not know its type.
    pub is_seen_covered: bool,
    pub run: ExportedRun,
}

/// The course of a session.
#[derive(Debug, Clone, Copy)]
pub struct ExportedRun {
    pub state: ExportedState,
    pub started: Option<Instant>,
    pub ended: Option<Instant>,
    pub took: Option<Span>,
    pub result: ObservedResult,
    pub failure: Option<FailureMessage>,
    /// The number of the retry; 0 for the first attempt.
    pub attempt: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExportedState {
    Running,
    /// It waits for something to do, as a continuous copy does.
    Idle,
    Ended,
}

impl ExportedRun {
    pub fn new(state: ExportedState) -> ExportedRun {
        ExportedRun {
            state,
            started: None,
            ended: None,
            took: None,
            result: ObservedResult::Unknown,
            failure: None,
            attempt: 0,
        }
    }

    pub fn is_running(&self) -> bool {
        self.state == ExportedState::Running
    }

    /// Drops a duration that start and end contradict.
    pub fn with_consistent_duration(
        mut self,
        place: Place,
        context: &mut Context<'_>,
    ) -> ExportedRun {
        let told = self.started.zip(self.ended).filter(|(started, ended)| started <= ended);
        if let (Some((started, ended)), Some(took)) = (told, self.took) {
            let differs = (ended - started).millis().abs_diff(took.millis());
            if differs > 60_000.max(took.millis().unsigned_abs() / 100) {
                context.assume(place, "", Assumption::DurationContradicts);
                self.took = None;
            }
        }
        self
    }
}

/// A task, and the session or job that it belongs to.
#[derive(Debug)]
pub struct ExportedSessionTask {
    pub session: Option<Id>,
    pub job: JobKey,
    pub task: ExportedTask,
}

#[derive(Debug, Clone)]
pub struct ExportedTask {
    pub place: Place,
    pub name: String,
    pub progress: TaskProgress,
    pub started: Option<Instant>,
    pub ended: Option<Instant>,
    pub took: Option<Span>,
    pub failure: Option<FailureMessage>,
    /// The start of its session, for sources that do not give the task's own.
    pub session_started: Option<Instant>,
    /// Its row has the id of its session, which is not over as long as the task waits.
    pub is_of_session: bool,
}

impl ExportedTask {
    /// A task that its source describes like a session.
    pub fn of_run(place: Place, name: String, run: &ExportedRun) -> ExportedTask {
        let progress = match (run.state, run.result) {
            (ExportedState::Running, _) if run.started.is_some() => TaskProgress::Running,
            (ExportedState::Running | ExportedState::Idle, _) => TaskProgress::Pending,
            (ExportedState::Ended, ObservedResult::Success) => TaskProgress::Success,
            (ExportedState::Ended, ObservedResult::Failed) => TaskProgress::Failed,
            (ExportedState::Ended, ObservedResult::Unknown) => TaskProgress::Unknown,
        };
        let ExportedRun { started, ended, took, failure, .. } = *run;
        ExportedTask {
            place,
            name,
            progress,
            started,
            ended,
            took,
            failure,
            session_started: None,
            is_of_session: run.is_running(),
        }
    }

    pub fn began(&self) -> Option<Instant> {
        self.started.or(self.session_started)
    }

    /// Whether it is running, whatever the row of its session says. One that waits in a job may never start.
    pub fn is_running(&self) -> bool {
        match self.progress {
            TaskProgress::Running => true,
            TaskProgress::Unrecognised => self.ended.is_none(),
            TaskProgress::Pending => self.is_of_session,
            TaskProgress::Unknown => {
                self.is_of_session && self.started.is_some() && self.ended.is_none()
            }
            TaskProgress::Success | TaskProgress::Failed => false,
        }
    }
}

/// How far a task has come, by its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskProgress {
    Pending,
    Running,
    Success,
    Failed,
    /// The source states none.
    Unknown,
    /// A word that is not known: without an end, it counts as running.
    Unrecognised,
}
