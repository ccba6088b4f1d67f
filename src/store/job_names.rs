//! Names: what is known of all jobs in short, without their tasks.

use std::collections::HashMap;

use crate::domain::Origin;
use crate::domain::{JobType, Target};
use crate::error::Result;
use crate::store::snapshot::Snapshot;
use crate::store::value::{Column, Columns};

impl Snapshot<'_> {
    /// The names of all jobs, each behind that of its tenant.
    pub fn job_names(&self) -> Result<Vec<(String, String)>> {
        let mut statement = self.c.prepare_cached(
            "SELECT tenant.name AS tenant, job.name FROM job JOIN tenant ON tenant.id = job.tenant ORDER BY job.id",
        )?;
        let mut rows = statement.query([])?;
        let mut names = Vec::new();
        while let Some(row) = rows.next()? {
            names.push((Column::named(row, "tenant").text()?, Column::named(row, "name").text()?));
        }
        Ok(names)
    }

    /// Type and target of every job, by its number.
    pub fn job_kinds(&self) -> Result<HashMap<i64, (JobType, Target)>> {
        self.kinds("SELECT id, type, target FROM job")
    }

    /// Type and target of the jobs of which a session works, by their numbers.
    pub fn working_kinds(&self) -> Result<HashMap<i64, (JobType, Target)>> {
        self.kinds(
            "SELECT id, type, target FROM job WHERE id IN (SELECT job FROM session WHERE ended IS NULL)",
        )
    }

    fn kinds(&self, sql: &'static str) -> Result<HashMap<i64, (JobType, Target)>> {
        let mut statement = self.c.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut kinds = HashMap::new();
        while let Some(row) = rows.next()? {
            let mut columns = Columns::of(row);
            let id = columns.next("id").number()?;
            kinds.insert(id, (columns.next("type").spelled()?, columns.next("target").spelled()?));
        }
        Ok(kinds)
    }

    /// How many sessions work, by how they came to be known and by type and target of their jobs.
    pub fn working_counts(&self) -> Result<Vec<(Origin, JobType, Target, usize)>> {
        let mut statement = self.c.prepare_cached(
            "SELECT origin, type, target, count(*) AS sessions FROM session JOIN job ON job.id = session.job WHERE ended IS NULL GROUP BY origin, type, target",
        )?;
        let mut rows = statement.query([])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            let mut columns = Columns::of(row);
            let mut column = |name| columns.next(name);
            let origin = column("origin").spelled()?;
            let (job_type, target) = (column("type").spelled()?, column("target").spelled()?);
            counts.push((origin, job_type, target, column("sessions").count()? as usize));
        }
        Ok(counts)
    }

    /// How many jobs of each type every tenant has, by the tenant's number.
    pub fn job_counts(&self) -> Result<HashMap<i64, Vec<(JobType, u32)>>> {
        let mut statement = self.c.prepare_cached(
            "SELECT tenant, type, count(*) AS jobs FROM job GROUP BY tenant, type",
        )?;
        let mut rows = statement.query([])?;
        let mut counts: HashMap<i64, Vec<(JobType, u32)>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let column = |name| Column::named(row, name);
            let count = (column("type").spelled()?, column("jobs").count()?);
            counts.entry(column("tenant").number()?).or_default().push(count);
        }
        Ok(counts)
    }
}
