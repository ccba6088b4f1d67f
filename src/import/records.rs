//! Records: what every source format is turned into before the files are joined.

use std::borrow::Cow;

use crate::domain::{Access, FailureCode, Instant, KnownResult, Span, Target};
use crate::domain::{Retry, Schedule};
use crate::import::warnings::Place;
use crate::import::work::{Platform, Work};

/// A text of a file.
pub(super) type Text<'a> = Cow<'a, str>;

/// Everything that the files hold.
#[derive(Debug, Default)]
pub(super) struct Records<'a> {
    /// Tenants.
    pub tenants: Vec<TenantRecord<'a>>,
    /// Organizations with their names.
    pub organizations: Vec<(Text<'a>, Text<'a>)>,
    /// Repositories.
    pub repositories: Vec<RepositoryRecord<'a>>,
    /// Jobs that are listed with an id.
    pub jobs: Vec<JobRecord<'a>>,
    /// What else is said of jobs: it finds them once they are all there.
    pub mentions: Vec<JobRecord<'a>>,
    /// Sessions.
    pub sessions: Vec<SessionRecord<'a>>,
    /// Tasks of sessions.
    pub tasks: Vec<SessionTaskRecord<'a>>,
    /// Pages of listings of jobs: what they list, how many there are in all, how many came.
    pub pages: Vec<(&'static str, u64, u64)>,
    /// Whether jobs came one by one, not in a listing.
    pub single: bool,
    /// Whether a source lists the jobs of all tenants, not those of one server only.
    pub whole: bool,
}

impl<'a> Records<'a> {
    /// Adds what is said of a job.
    pub fn add(&mut self, job: JobRecord<'a>) {
        let to = if job.listed && job.id.is_some() { &mut self.jobs } else { &mut self.mentions };
        to.push(job);
    }
}

/// A tenant.
#[derive(Debug)]
pub(super) struct TenantRecord<'a> {
    /// Where it was found.
    pub place: Place,
    /// Its id.
    pub id: Option<Text<'a>>,
    /// Its name.
    pub name: Text<'a>,
    /// The organization that it belongs to.
    pub organization: Option<Text<'a>>,
    /// The site that holds it.
    pub site: Option<Text<'a>>,
    /// The name of that site.
    pub site_name: Option<Text<'a>>,
    /// Whether it may use the cloud.
    pub access: Access,
    /// How many tasks may run at once.
    pub slots: Option<u32>,
}

/// A repository.
#[derive(Debug)]
pub(super) struct RepositoryRecord<'a> {
    /// Its id.
    pub id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// Whether it lies with the provider.
    pub target: Target,
}

/// Whose something is, as far as the source tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Owner<'a> {
    /// It does not tell.
    #[default]
    Unknown,
    /// The tenant by name.
    Named(Text<'a>),
    /// An organization.
    Organization {
        /// The one that has the backup server or agent.
        id: Text<'a>,
        /// The one that the job is mapped to.
        mapped: Option<Text<'a>>,
        /// The site.
        site: Option<Text<'a>>,
    },
}

/// What a listing says of a job. Several records may be about one job.
#[derive(Debug)]
pub(super) struct JobRecord<'a> {
    /// Where it was found.
    pub place: Place,
    /// Whether this listing lists jobs, and does not only mention one.
    pub listed: bool,
    /// Its id on the backup server or agent.
    pub id: Option<Text<'a>>,
    /// Its id in the console, which tells jobs of different servers apart.
    pub unique: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// Whose it is.
    pub owner: Owner<'a>,
    /// What it does.
    pub work: Option<Work>,
    /// What it does it to.
    pub platform: Option<Platform>,
    /// Where it writes to.
    pub target: Option<Target>,
    /// The repository that it writes to, by id or name.
    pub repository: Option<Text<'a>>,
    /// Whether it is enabled.
    pub enabled: Option<bool>,
    /// Its latest session; `None`: nothing is told of any, nor whether one runs.
    pub last: Option<Run>,
    /// The id of that session.
    pub last_id: Option<Text<'a>>,
    /// Tasks of its latest session.
    pub last_tasks: Vec<TaskRecord<'a>>,
    /// How long a session takes on average.
    pub average: Option<Span>,
    /// When it starts next.
    pub next: Option<Instant>,
    /// When it starts again and again.
    pub schedule: Option<Schedule>,
    /// Automatic retries.
    pub retry: Option<Retry>,
    /// Whether anything is told of them.
    pub retry_told: bool,
    /// Whether the initial synchronisation of a policy runs.
    pub initial_sync: bool,
    /// What it is configured to process.
    pub objects: Vec<ObjectRecord<'a>>,
}

/// What a job is configured to process.
#[derive(Debug)]
pub(super) struct ObjectRecord<'a> {
    /// Its name.
    pub name: Text<'a>,
    /// What it is.
    pub kind: ObjectKind,
}

/// What a job processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ObjectKind {
    /// A machine that the job is configured to process.
    Machine,
    /// Something that holds machines, such as a folder: these are the tasks.
    Container,
    /// Something that its latest session processed.
    Seen,
}

/// Which job something belongs to.
#[derive(Debug, Clone, Default)]
pub(super) struct JobKey<'a> {
    /// By id.
    pub id: Option<Text<'a>>,
    /// By the console's id.
    pub unique: Option<Text<'a>>,
    /// By name.
    pub name: Option<Text<'a>>,
    /// Whose it is.
    pub owner: Owner<'a>,
    /// What such sessions do, for a job that no listing holds.
    pub work: Option<Work>,
    /// What they do it to.
    pub platform: Option<Platform>,
}

/// A session.
#[derive(Debug)]
pub(super) struct SessionRecord<'a> {
    /// Where it was found.
    pub place: Place,
    /// Its id.
    pub id: Option<Text<'a>>,
    /// The session that it is a part of.
    pub parent: Option<Text<'a>>,
    /// Its job.
    pub job: JobKey<'a>,
    /// What it is called, for one that is a task of another.
    pub name: Option<Text<'a>>,
    /// How it went.
    pub run: Run,
}

/// How a session went, as far as it is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// Whether it works.
    pub standing: Standing,
    /// When it began.
    pub started: Option<Instant>,
    /// When it ended.
    pub ended: Option<Instant>,
    /// How long it ran.
    pub took: Option<Span>,
    /// With what it ended.
    pub result: KnownResult,
    /// Why it failed.
    pub code: Option<FailureCode>,
    /// 0, or which retry it is.
    pub attempt: u32,
}

/// Whether a session works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// It works.
    Running,
    /// It waits for something to do, as a continuous copy does.
    Idle,
    /// It has ended.
    Ended,
}

impl Run {
    /// A session of which nothing else is known.
    pub fn new(standing: Standing) -> Run {
        Run {
            standing,
            started: None,
            ended: None,
            took: None,
            result: KnownResult::Unknown,
            code: None,
            attempt: 0,
        }
    }
}

impl JobRecord<'_> {
    /// A job of which nothing is known.
    pub fn at(place: Place) -> Self {
        JobRecord {
            place,
            listed: false,
            id: None,
            unique: None,
            name: None,
            owner: Owner::Unknown,
            work: None,
            platform: None,
            target: None,
            repository: None,
            enabled: None,
            last: None,
            last_id: None,
            last_tasks: Vec::new(),
            average: None,
            next: None,
            schedule: None,
            retry: None,
            retry_told: false,
            initial_sync: false,
            objects: Vec::new(),
        }
    }
}

/// A task with the session or job that it belongs to.
#[derive(Debug)]
pub(super) struct SessionTaskRecord<'a> {
    /// Its session.
    pub session: Option<Text<'a>>,
    /// Its job.
    pub job: JobKey<'a>,
    /// The task.
    pub task: TaskRecord<'a>,
}

/// How far a task has come, as its source says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// It waits.
    Pending,
    /// It runs.
    Running,
    /// It ended well.
    Success,
    /// It ended in an error.
    Failed,
    /// The source does not say.
    Unknown,
}

/// A task of a session.
#[derive(Debug, Clone)]
pub(super) struct TaskRecord<'a> {
    /// Where it was found.
    pub place: Place,
    /// Its name.
    pub name: Text<'a>,
    /// How far it has come.
    pub progress: Progress,
    /// When it began.
    pub started: Option<Instant>,
    /// When it ended.
    pub ended: Option<Instant>,
    /// How long it ran.
    pub took: Option<Span>,
    /// Why it failed.
    pub code: Option<FailureCode>,
    /// When its session began, where only that is told.
    pub session_started: Option<Instant>,
}

impl TaskRecord<'_> {
    /// When it began, or its session did.
    pub fn began(&self) -> Option<Instant> {
        self.started.or(self.session_started)
    }
}
