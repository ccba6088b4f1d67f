//! Jobs and CDP policies.

use std::collections::HashMap;

use rusqlite::{Row, ToSql, params};
use smol_str::SmolStr;

use crate::domain::{Instant, Job, JobType, PolicySettings, Retry, Schedule, Target, Task};
use crate::error::Result;
use crate::store::change::Writer;
use crate::store::columns::{JsonList, TaskDuration, each_row, first_row, json, rows};
use crate::store::snapshot::Snapshot;

/// Something that the store keeps under a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    pub id: i64,
    /// When it was added.
    pub added: Instant,
    pub facts: T,
}

/// Which jobs to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobFilter<'a> {
    All,
    Policies,
    /// The jobs with these numbers.
    Ids(&'a [i64]),
    /// Jobs with this name, of any tenant.
    Named(&'a str),
    /// Jobs of the tenant with this name.
    OfTenant(&'a str),
    Id(i64),
    /// The one with this name and this number of a tenant.
    InTenant {
        tenant: i64,
        name: &'a str,
    },
}

/// Jobs that are alike, and those of them of which no start is known.
#[derive(Debug)]
pub struct KnownStarts {
    pub job_type: JobType,
    pub target: Target,
    pub jobs: u64,
    pub unknown: u64,
}

const SELECT: &str = "SELECT job.id, job.added, tenant.name AS tenant, job.name, type, target, \
    job.slots, tasks, durations, starts, cron, job.timezone, retry_times, retry_wait, recorded, \
    initial_sync, enabled, job.source_id \
    FROM job JOIN tenant ON tenant.id = job.tenant";

impl Snapshot<'_> {
    /// Jobs, in the order in which they were added.
    pub fn jobs(&self, filter: JobFilter<'_>) -> Result<Vec<Stored<Job>>> {
        let ids = match filter {
            JobFilter::Ids(ids) => serde_json::Value::from(ids).to_string(),
            _ => String::new(),
        };
        let (condition, params): (&str, Vec<&dyn ToSql>) = match &filter {
            JobFilter::All => ("", vec![]),
            JobFilter::Policies => ("WHERE type = 'cdp-policy'", vec![]),
            JobFilter::Ids(_) => ("WHERE job.id IN (SELECT value FROM json_each(?))", vec![&ids]),
            JobFilter::Named(name) => ("WHERE job.name = ?", vec![name]),
            JobFilter::OfTenant(tenant) => ("WHERE tenant.name = ?", vec![tenant]),
            JobFilter::Id(id) => ("WHERE job.id = ?", vec![id]),
            JobFilter::InTenant { tenant, name } => {
                ("WHERE job.tenant = ? AND job.name = ?", vec![tenant, name])
            }
        };
        let sql = format!("{SELECT} {condition} ORDER BY job.id");
        rows(self.connection, &sql, &*params, job)
    }

    /// Passes on all jobs one by one, since those of a large store take much memory.
    pub(super) fn each_job(&self, take: impl FnMut(Stored<Job>) -> Result<()>) -> Result<()> {
        each_row(self.connection, &format!("{SELECT} ORDER BY job.id"), [], job, take)
    }

    /// The names of all jobs, each after the name of its tenant.
    pub fn job_names(&self) -> Result<Vec<(String, String)>> {
        let sql = "SELECT tenant.name AS tenant, job.name
            FROM job JOIN tenant ON tenant.id = job.tenant ORDER BY job.id";
        rows(self.connection, sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// How many jobs of each type and target there are, and for how many of them it is not known when
    /// they start after `now`.
    pub fn known_starts(&self, now: Instant) -> Result<Vec<KnownStarts>> {
        let sql = "SELECT type, target, count(*) AS jobs, count(*) FILTER (WHERE enabled
                AND cron IS NULL AND ifnull(json_extract(starts, '$[#-1]') < ?1, TRUE)) AS unknown
            FROM job GROUP BY type, target";
        rows(self.connection, sql, [now], |row| {
            Ok(KnownStarts {
                job_type: row.get("type")?,
                target: row.get("target")?,
                jobs: row.get("jobs")?,
                unknown: row.get("unknown")?,
            })
        })
    }

    /// How many jobs of each type a tenant has, by the number of the tenant.
    pub fn job_counts(&self) -> Result<HashMap<i64, Vec<(JobType, u32)>>> {
        let sql = "SELECT tenant, type, count(*) AS jobs FROM job GROUP BY tenant, type";
        let mut counts: HashMap<i64, Vec<(JobType, u32)>> = HashMap::new();
        for (tenant, job_type, jobs) in rows(self.connection, sql, [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?))
        })? {
            counts.entry(tenant).or_default().push((job_type, jobs));
        }
        Ok(counts)
    }
}

fn job(row: &Row<'_>) -> rusqlite::Result<Stored<Job>> {
    let job_type: JobType = row.get(4)?;
    let list_of_starts: Option<JsonList<Instant>> = row.get(9)?;
    // Every column that is read takes time, and most jobs have none of these.
    let schedule = match row.get(10)? {
        Some(cron) => Some(Schedule { cron, timezone: row.get(11)? }),
        None => None,
    };
    let retry = match row.get(12)? {
        Some(times) => Some(Retry { times, wait: row.get(13)? }),
        None => None,
    };
    let enabled = row.get(16)?;
    let policy = if job_type.is_policy() {
        Some(PolicySettings { initial_sync: row.get(15)?, enabled })
    } else {
        None
    };
    let JsonList(mut tasks) = row.get(7)?;
    if let Some(JsonList(recorded)) = row.get(14)? {
        add_recorded(&mut tasks, recorded);
    }
    Ok(Stored {
        id: row.get(0)?,
        added: row.get(1)?,
        facts: Job {
            tenant: row.get(2)?,
            name: row.get(3)?,
            job_type,
            target: row.get(5)?,
            slots: row.get(6)?,
            tasks,
            durations: row.get(8)?,
            starts: list_of_starts.map_or(Vec::new(), |list| list.0),
            schedule,
            retry,
            is_disabled: policy.is_none() && !enabled,
            policy,
            source_id: row.get(17)?,
        },
    })
}

/// Gives recorded durations to their tasks. Those of tasks that the job no longer has are left out.
fn add_recorded(tasks: &mut [Task], recorded: Vec<TaskDuration>) {
    let places: HashMap<SmolStr, usize> =
        tasks.iter().enumerate().map(|(place, task)| (task.name.clone(), place)).collect();
    for (name, duration) in recorded {
        if let Some(place) = places.get(&name) {
            tasks[*place].recorded.push(duration);
        }
    }
}

impl Writer<'_> {
    /// Adds a job. Returns its number.
    pub fn add_job(&self, facts: &Job) -> Result<i64> {
        self.write_job(None, facts)?;
        Ok(self.sql().last_insert_rowid())
    }

    pub fn update_job(&self, id: i64, facts: &Job) -> Result<()> {
        self.write_job(Some(id), facts)
    }

    fn write_job(&self, id: Option<i64>, facts: &Job) -> Result<()> {
        let tenant = self.tenant_named(&facts.tenant)?;
        let mut policy = facts
            .policy
            .unwrap_or(PolicySettings { initial_sync: None, enabled: !facts.is_disabled });
        let policy_since = match id {
            Some(id) if facts.policy.is_some() => self.policy_since(id, &mut policy)?,
            Some(_) | None => self.now(),
        };
        let schedule = facts.schedule.as_ref();
        let starts = (!facts.starts.is_empty()).then(|| json(&facts.starts)).transpose()?;
        let recorded: Vec<TaskDuration> = facts
            .tasks
            .iter()
            .flat_map(|task| task.recorded.iter().map(|each| (task.name.clone(), *each)))
            .collect();
        let recorded = (!recorded.is_empty()).then(|| json(&recorded)).transpose()?;
        let mut statement = self.sql().prepare_cached(
            "INSERT INTO job (id, tenant, name, type, target, slots, tasks, durations, starts, cron,
                timezone, retry_times, retry_wait, recorded, initial_sync, enabled, source_id, added, policy_since)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET tenant = excluded.tenant, name = excluded.name,
                type = excluded.type, target = excluded.target, slots = excluded.slots,
                tasks = excluded.tasks, durations = excluded.durations, starts = excluded.starts,
                cron = excluded.cron, timezone = excluded.timezone,
                retry_times = excluded.retry_times, retry_wait = excluded.retry_wait,
                recorded = excluded.recorded, initial_sync = excluded.initial_sync,
                enabled = excluded.enabled, source_id = excluded.source_id,
                policy_since = excluded.policy_since",
        )?;
        statement.execute(params![
            id,
            tenant,
            facts.name,
            facts.job_type,
            facts.target,
            facts.slots,
            json(&facts.tasks)?,
            facts.durations,
            starts,
            schedule.map(|schedule| &schedule.cron),
            schedule.and_then(|schedule| schedule.timezone.as_ref()),
            facts.retry.map(|retry| retry.times),
            facts.retry.map(|retry| retry.wait),
            recorded,
            policy.initial_sync,
            policy.enabled,
            facts.source_id,
            self.now(),
            policy_since,
        ])?;
        Ok(())
    }

    /// The instant from which a policy is as it is about to be written. A policy that is enabled or
    /// disabled keeps the rest of its initial synchronisation.
    fn policy_since(&self, id: i64, policy: &mut PolicySettings) -> Result<Instant> {
        let sql = "SELECT initial_sync, enabled, ifnull(policy_since, added) FROM job WHERE id = ?";
        let known = first_row(self.sql(), sql, [id], |row| {
            let known = PolicySettings { initial_sync: row.get(0)?, enabled: row.get(1)? };
            Ok((known, row.get(2)?))
        })?;
        let Some((known, since)) = known else {
            return Ok(self.now());
        };
        if known == *policy {
            return Ok(since);
        }
        let sync = self.snapshot().policy_syncs(self.now())?.remove(&id);
        let left = sync.and_then(|sync| sync.left);
        let is_same_sync = [known.initial_sync, left].contains(&policy.initial_sync);
        if is_same_sync && known.enabled == policy.enabled {
            policy.initial_sync = known.initial_sync;
            return Ok(since);
        }
        if is_same_sync {
            policy.initial_sync = left;
        }
        Ok(self.now())
    }

    /// Removes a job with its sessions. A session that is running stays, with the names of its
    /// tenant and job.
    pub fn remove_job(&self, id: i64) -> Result<()> {
        self.sql().execute(
            "UPDATE session SET job = NULL, tenant = tenant.name, job_name = job.name,
                job_type = CASE WHEN session.job_type IS NOT NULL THEN nullif(session.job_type, 'other')
                    WHEN job.type_unknown AND job.type = 'other' THEN NULL ELSE job.type END,
                target = ifnull(session.target, job.target)
             FROM job JOIN tenant ON tenant.id = job.tenant
             WHERE job.id = ?1 AND session.job = ?1 AND session.ended IS NULL
                AND session.origin <> 'simulated'",
            [id],
        )?;
        self.sql().execute("DELETE FROM job WHERE id = ?", [id])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Span;
    use crate::store::connection::new_store;

    #[test]
    fn recorded_durations_belong_to_tasks_that_the_job_has() {
        let (_folder, store) = new_store();
        store
            .connection
            .execute_batch(
                r#"INSERT INTO tenant (id, name, access, added) VALUES (1, 'a', 'enabled', 0);
                INSERT INTO job (id, tenant, name, type, target, slots, tasks, durations, recorded, enabled, added)
                VALUES (1, 1, 'j', 'vm-backup', 'cloud', 1, '[["x",60,false],["y",60,true]]', 'given',
                    '[["y",1000,7],["gone",null,8],["y",null,9]]', 1, 0);"#,
            )
            .unwrap();
        let jobs = store.snapshot().unwrap().jobs(JobFilter::All).unwrap();
        let recorded: Vec<Vec<(Option<Instant>, Span)>> = jobs[0]
            .facts
            .tasks
            .iter()
            .map(|task| task.recorded.iter().map(|each| (each.started, each.took)).collect())
            .collect();
        let of_y = vec![
            (Some(Instant::from_millis(1000)), Span::from_secs(7)),
            (None, Span::from_secs(9)),
        ];
        assert_eq!(recorded, [vec![], of_y]);
    }
}
