//! Job row: a job as its row tells it, with its texts where they lie.

use rusqlite::Row;

use crate::domain::facts::{DurationSource, Job, PolicySettings, Retry, Schedule};
use crate::domain::{Instant, JobType, Target};
use crate::error::Result;
use crate::store::catalog::Stored;
use crate::store::json_columns;
use crate::store::value::Columns;

/// A job as its row tells it. Texts and lists lie in the row; or, as `T` says, elsewhere.
pub(super) struct JobRow<T> {
    pub(super) id: i64,
    pub(super) tenant: T,
    pub(super) name: T,
    pub(super) job_type: JobType,
    pub(super) target: Target,
    pub(super) slots: u32,
    pub(super) tasks: T,
    pub(super) durations: DurationSource,
    pub(super) starts: Option<T>,
    pub(super) cron: Option<T>,
    pub(super) timezone: Option<T>,
    pub(super) retry: Option<Retry>,
    pub(super) recorded: Option<T>,
    pub(super) policy: Option<PolicySettings>,
    pub(super) added: Instant,
}

impl<T: Copy> JobRow<T> {
    /// The same job with its texts elsewhere.
    pub(super) fn moved<U>(&self, mut place: impl FnMut(T) -> U) -> JobRow<U> {
        JobRow {
            id: self.id,
            tenant: place(self.tenant),
            name: place(self.name),
            job_type: self.job_type,
            target: self.target,
            slots: self.slots,
            tasks: place(self.tasks),
            durations: self.durations,
            starts: self.starts.map(&mut place),
            cron: self.cron.map(&mut place),
            timezone: self.timezone.map(&mut place),
            retry: self.retry,
            recorded: self.recorded.map(&mut place),
            policy: self.policy,
            added: self.added,
        }
    }
}

impl<'r> JobRow<&'r str> {
    pub(super) fn of(row: &'r Row<'r>) -> Result<JobRow<&'r str>> {
        let mut columns = Columns::of(row);
        let mut column = |name| columns.next(name);
        let (id, tenant, name) =
            (column("id").number()?, column("tenant").str()?, column("name").str()?);
        let job_type: JobType = column("type").spelled()?;
        let (target, slots) = (column("target").spelled()?, column("slots").count()?);
        let (tasks, durations) = (column("tasks").str()?, column("durations").spelled()?);
        let starts = column("starts").maybe_str()?;
        let (cron, timezone) = (column("cron").maybe_str()?, column("timezone"));
        let timezone = if cron.is_some() { timezone.maybe_str()? } else { None };
        let (times, wait) = (column("retry_times").maybe_count()?, column("retry_wait"));
        let wait = if times.is_some() { wait.maybe_span()? } else { None };
        let recorded = column("recorded").maybe_str()?;
        let initial_sync = column("initial_sync");
        let enabled = column("enabled");
        let policy = if job_type.is_policy() {
            Some(PolicySettings {
                initial_sync: initial_sync.maybe_span()?,
                enabled: enabled.flag()?,
            })
        } else {
            None
        };
        Ok(JobRow {
            id,
            tenant,
            name,
            job_type,
            target,
            slots,
            tasks,
            durations,
            starts,
            cron,
            timezone,
            retry: times.zip(wait).map(|(times, wait)| Retry { times, wait }),
            recorded,
            policy,
            added: column("added").instant()?,
        })
    }

    pub(super) fn facts(&self, source_id: Option<String>) -> Result<Stored<Job>> {
        let schedule = self.cron.map(|cron| Schedule {
            cron: cron.to_owned(),
            timezone: self.timezone.map(str::to_owned),
        });
        let facts = Job {
            tenant: self.tenant.to_owned(),
            name: self.name.to_owned(),
            job_type: self.job_type,
            target: self.target,
            slots: self.slots,
            tasks: json_columns::tasks(self.tasks)?,
            durations: self.durations,
            starts: self.starts.map_or(Ok(Vec::new()), json_columns::starts)?,
            schedule,
            retry: self.retry,
            recorded: self.recorded.map_or(Ok(Vec::new()), json_columns::recorded)?,
            policy: self.policy,
            source_id,
        };
        Ok(Stored { id: self.id, added: self.added, facts })
    }
}
