//! Names: what is known of all jobs in short, without their tasks.

use std::collections::HashMap;

use super::trouble::Result;
use super::value::Column;
use super::view::View;
use crate::domain::{JobType, Target};

impl View<'_> {
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
        let mut statement = self.c.prepare_cached("SELECT id, type, target FROM job")?;
        let mut rows = statement.query([])?;
        let mut kinds = HashMap::new();
        while let Some(row) = rows.next()? {
            let column = |name| Column::named(row, name);
            let kind = (column("type").spelled()?, column("target").spelled()?);
            kinds.insert(column("id").number()?, kind);
        }
        Ok(kinds)
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
