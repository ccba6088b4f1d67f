//! Catalog: tenants, replicas, jobs and policies, as they stand in the store.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::domain::{Access, Instant, Job, JobType, PolicySettings, Retry, Schedule, Span, Tenant};
use crate::error::Result;
use crate::store::change::Writer;
use crate::store::json_columns;
use crate::store::snapshot::Snapshot;
use crate::store::sql_error::damaged;
use crate::store::value::{Column, Columns, seconds};

/// Something that stands in the store under a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    /// The number.
    pub id: i64,
    /// Since when it is known.
    pub added: Instant,
    /// What is known of it.
    pub facts: T,
}

/// A replica in failover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReplica {
    /// Whose.
    pub tenant: String,
    /// Its name.
    pub name: String,
    /// When it entered failover.
    pub since: Instant,
}

/// Which jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobFilter<'a> {
    /// All.
    All,
    /// The policies.
    Policies,
    /// Those of which a session works.
    Running,
    /// Those of which a session works, and the one of this number.
    RunningAnd(i64),
    /// Those of one name, of any tenant.
    Named(&'a str),
    /// Those of one tenant.
    OfTenant(&'a str),
    /// The one of this number.
    Id(i64),
    /// The one of a tenant's number and a name.
    InTenant {
        /// The tenant's number.
        tenant: i64,
        /// The job's name, exactly.
        name: &'a str,
    },
}

macro_rules! jobs {
    ($which:literal) => {
        concat!(
            "SELECT job.id, tenant.name AS tenant, job.name, type, target, job.slots, tasks, \
             durations, starts, cron, timezone, retry_times, retry_wait, recorded, initial_sync, \
             enabled, job.added, job.source_id \
             FROM job JOIN tenant ON tenant.id = job.tenant ",
            $which,
            " ORDER BY job.id"
        )
    };
}

impl Snapshot<'_> {
    /// All tenants, in the order in which they came.
    pub fn tenants(&self) -> Result<Vec<Stored<Tenant>>> {
        let mut statement = self.c.prepare_cached(
            "SELECT id, name, access, slots, source_id, added FROM tenant ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        let mut tenants = Vec::new();
        while let Some(row) = rows.next()? {
            tenants.push(tenant(row)?);
        }
        Ok(tenants)
    }

    /// The tenant of a name.
    pub fn tenant(&self, name: &str) -> Result<Option<Stored<Tenant>>> {
        let mut statement = self.c.prepare_cached(
            "SELECT id, name, access, slots, source_id, added FROM tenant WHERE name = ?",
        )?;
        let mut rows = statement.query([name])?;
        rows.next()?.map(tenant).transpose()
    }

    /// Whether a tenant may use the cloud who is known, by a job or otherwise. Where it is not
    /// found all the same, its row is damaged, and that is no right to anything.
    pub fn access_of(&self, name: &str) -> Result<Access> {
        let tenant = self.tenant(name)?;
        let missing = || damaged(format!("tenant {name:?} is known, and not to be found"));
        Ok(tenant.ok_or_else(missing)?.facts.access)
    }

    /// Replicas in failover.
    pub fn replicas(&self) -> Result<Vec<StoredReplica>> {
        let mut statement = self.c.prepare_cached(
            "SELECT tenant.name AS tenant, replica.name, since FROM replica JOIN tenant ON tenant.id = replica.tenant ORDER BY replica.tenant, replica.name",
        )?;
        let mut rows = statement.query([])?;
        let mut replicas = Vec::new();
        while let Some(row) = rows.next()? {
            let column = |name| Column::named(row, name);
            replicas.push(StoredReplica {
                tenant: column("tenant").text()?,
                name: column("name").text()?,
                since: column("since").instant()?,
            });
        }
        Ok(replicas)
    }

    /// The number of a tenant's job of this name, exactly.
    pub fn number_of_job(&self, tenant: &str, name: &str) -> Result<Option<i64>> {
        let mut statement = self.c.prepare_cached(
            "SELECT job.id FROM job JOIN tenant ON tenant.id = job.tenant WHERE tenant.name = ? AND job.name = ?",
        )?;
        Ok(statement.query_row([tenant, name], |row| row.get(0)).optional()?)
    }

    /// Hands over jobs one by one, in the order in which they came.
    pub fn each_job(
        &self,
        which: JobFilter<'_>,
        mut take: impl FnMut(Stored<Job>) -> Result<()>,
    ) -> Result<()> {
        let (sql, name, id) = match which {
            JobFilter::All => (jobs!("WHERE ?1 IS NULL AND ?2 IS NULL"), None, None),
            JobFilter::Policies => {
                (jobs!("WHERE ?1 IS NULL AND ?2 IS NULL AND type = 'cdp-policy'"), None, None)
            }
            JobFilter::Running => (
                jobs!(
                    "WHERE ?1 IS NULL AND ?2 IS NULL AND job.id IN (SELECT job FROM session WHERE ended IS NULL)"
                ),
                None,
                None,
            ),
            JobFilter::RunningAnd(id) => (
                jobs!(
                    "WHERE ?1 IS NULL AND (job.id = ?2 OR job.id IN (SELECT job FROM session WHERE ended IS NULL))"
                ),
                None,
                Some(id),
            ),
            JobFilter::Named(name) => {
                (jobs!("WHERE job.name = ?1 AND ?2 IS NULL"), Some(name), None)
            }
            JobFilter::OfTenant(tenant) => {
                (jobs!("WHERE tenant.name = ?1 AND ?2 IS NULL"), Some(tenant), None)
            }
            JobFilter::Id(id) => (jobs!("WHERE ?1 IS NULL AND job.id = ?2"), None, Some(id)),
            JobFilter::InTenant { tenant, name } => {
                (jobs!("WHERE job.name = ?1 AND job.tenant = ?2"), Some(name), Some(tenant))
            }
        };
        let mut statement = self.c.prepare_cached(sql)?;
        let mut rows = statement.query(params![name, id])?;
        while let Some(row) = rows.next()? {
            take(job(row)?)?;
        }
        Ok(())
    }

    /// Jobs, in the order in which they came.
    pub fn jobs(&self, which: JobFilter<'_>) -> Result<Vec<Stored<Job>>> {
        let mut jobs = Vec::new();
        self.each_job(which, |job| {
            jobs.push(job);
            Ok(())
        })?;
        Ok(jobs)
    }
}

fn tenant(row: &Row<'_>) -> Result<Stored<Tenant>> {
    let column = |name| Column::named(row, name);
    Ok(Stored {
        id: column("id").number()?,
        added: column("added").instant()?,
        facts: Tenant {
            name: column("name").text()?,
            access: column("access").spelled()?,
            slots: column("slots").maybe_count()?,
            source_id: column("source_id").maybe_text()?,
        },
    })
}

fn job(row: &Row<'_>) -> Result<Stored<Job>> {
    let mut columns = Columns::of(row);
    let mut column = |name| columns.next(name);
    let id = column("id").number()?;
    let (tenant, name) = (column("tenant").text()?, column("name").text()?);
    let job_type: JobType = column("type").spelled()?;
    let (target, slots) = (column("target").spelled()?, column("slots").count()?);
    let tasks = column("tasks").str()?;
    let durations = column("durations").spelled()?;
    let starts = column("starts").maybe_str()?;
    let (cron, timezone) = (column("cron").maybe_text()?, column("timezone"));
    let schedule = match cron {
        Some(cron) => Some(Schedule { cron, timezone: timezone.maybe_text()? }),
        None => None,
    };
    let (times, wait) = (column("retry_times").maybe_count()?, column("retry_wait"));
    let wait = if times.is_some() { wait.maybe_span()? } else { None };
    let recorded = column("recorded").maybe_str()?;
    let (initial_sync, enabled) = (column("initial_sync"), column("enabled"));
    let policy = if job_type.is_policy() {
        Some(PolicySettings { initial_sync: initial_sync.maybe_span()?, enabled: enabled.flag()? })
    } else {
        None
    };
    let added = column("added").instant()?;
    let source_id = column("source_id").maybe_text()?;
    let facts = Job {
        tenant,
        name,
        job_type,
        target,
        slots,
        tasks: json_columns::tasks(tasks, recorded)?,
        durations,
        starts: starts.map_or(Ok(Vec::new()), json_columns::starts)?,
        schedule,
        retry: times.zip(wait).map(|(times, wait)| Retry { times, wait }),
        policy,
        source_id,
    };
    Ok(Stored { id, added, facts })
}

impl Writer<'_> {
    /// Adds a tenant. Returns its number.
    pub fn add_tenant(&self, facts: &Tenant) -> Result<i64> {
        self.sql().execute(
            "INSERT INTO tenant (name, access, slots, source_id, added) VALUES (?, ?, ?, ?, ?)",
            params![
                facts.name,
                facts.access.to_string(),
                facts.slots,
                facts.source_id,
                self.now().millis(),
            ],
        )?;
        Ok(self.sql().last_insert_rowid())
    }

    /// Changes what is known of a tenant.
    pub fn update_tenant(&self, id: i64, facts: &Tenant) -> Result<()> {
        self.sql().execute(
            "UPDATE tenant SET name = ?, access = ?, slots = ?, source_id = ? WHERE id = ?",
            params![facts.name, facts.access.to_string(), facts.slots, facts.source_id, id],
        )?;
        Ok(())
    }

    /// The number of a tenant, who is added if nobody knows it: enabled, without limit.
    pub fn tenant_named(&self, name: &str) -> Result<i64> {
        let mut known = self.sql().prepare_cached("SELECT id FROM tenant WHERE name = ?")?;
        if let Some(id) = known.query_row([name], |row| row.get(0)).optional()? {
            return Ok(id);
        }
        self.add_tenant(&Tenant {
            name: name.to_owned(),
            access: Access::Enabled,
            slots: None,
            source_id: None,
        })
    }

    /// Adds a job. Returns its number.
    pub fn add_job(&self, facts: &Job) -> Result<i64> {
        let tenant = self.tenant_named(&facts.tenant)?;
        let mut statement = self.sql().prepare_cached(
            "INSERT INTO job (tenant, name, type, target, slots, tasks, durations, starts, cron, timezone, retry_times, retry_wait, recorded, initial_sync, enabled, source_id, added)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?;
        bind(&mut statement, tenant, facts)?;
        statement.raw_bind_parameter(17, self.now().millis())?;
        statement.raw_execute()?;
        Ok(self.sql().last_insert_rowid())
    }

    /// Changes what is known of a job.
    pub fn update_job(&self, id: i64, facts: &Job) -> Result<()> {
        let tenant = self.tenant_named(&facts.tenant)?;
        let mut statement = self.sql().prepare_cached(
            "UPDATE job SET tenant = ?1, name = ?2, type = ?3, target = ?4, slots = ?5, tasks = ?6, durations = ?7, starts = ?8, cron = ?9, timezone = ?10, retry_times = ?11, retry_wait = ?12, recorded = ?13, initial_sync = ?14, enabled = ?15, source_id = ?16
             WHERE id = ?17",
        )?;
        bind(&mut statement, tenant, facts)?;
        statement.raw_bind_parameter(17, id)?;
        statement.raw_execute()?;
        Ok(())
    }

    /// Removes a job with its sessions.
    pub fn remove_job(&self, id: i64) -> Result<()> {
        self.sql().execute("DELETE FROM job WHERE id = ?", [id])?;
        Ok(())
    }

    /// A replica of a tenant entered failover.
    pub fn add_replica(&self, tenant: i64, name: &str, since: Instant) -> Result<()> {
        self.sql().execute(
            "INSERT OR IGNORE INTO replica (tenant, name, since) VALUES (?, ?, ?)",
            params![tenant, name, since.millis()],
        )?;
        Ok(())
    }

    /// A replica of a tenant is in failover no more.
    pub fn remove_replica(&self, tenant: i64, name: &str) -> Result<()> {
        self.sql()
            .execute("DELETE FROM replica WHERE tenant = ? AND name = ?", params![tenant, name])?;
        Ok(())
    }
}

fn bind(statement: &mut rusqlite::Statement<'_>, tenant: i64, facts: &Job) -> Result<()> {
    let policy = facts.policy.unwrap_or(PolicySettings { initial_sync: None, enabled: true });
    let starts = (!facts.starts.is_empty()).then(|| json_columns::from_starts(&facts.starts));
    let recorded = facts.has_recorded().then(|| json_columns::from_recorded(&facts.tasks));
    let schedule = facts.schedule.as_ref();
    let secs = |span: Option<Span>| span.map(seconds);
    statement.raw_bind_parameter(1, tenant)?;
    statement.raw_bind_parameter(2, &facts.name)?;
    statement.raw_bind_parameter(3, facts.job_type.to_string())?;
    statement.raw_bind_parameter(4, facts.target.to_string())?;
    statement.raw_bind_parameter(5, facts.slots)?;
    statement.raw_bind_parameter(6, json_columns::from_tasks(&facts.tasks)?)?;
    statement.raw_bind_parameter(7, facts.durations.to_string())?;
    statement.raw_bind_parameter(8, starts.transpose()?)?;
    statement.raw_bind_parameter(9, schedule.map(|schedule| &schedule.cron))?;
    statement.raw_bind_parameter(10, schedule.and_then(|schedule| schedule.timezone.as_ref()))?;
    statement.raw_bind_parameter(11, facts.retry.map(|retry| retry.times))?;
    statement.raw_bind_parameter(12, secs(facts.retry.map(|retry| retry.wait)))?;
    statement.raw_bind_parameter(13, recorded.transpose()?)?;
    statement.raw_bind_parameter(14, secs(policy.initial_sync))?;
    statement.raw_bind_parameter(15, policy.enabled)?;
    statement.raw_bind_parameter(16, &facts.source_id)?;
    Ok(())
}
