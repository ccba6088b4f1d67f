//! Job lookup: the job that a person names, as `JOB` or as `TENANT/JOB`.

use crate::domain::facts::JobFacts;
use crate::store::{Jobs, Kept, Result, View};

/// What a name leads to.
pub enum Found {
    /// Nobody has such a job.
    None,
    /// This one.
    One(Box<Kept<JobFacts>>),
    /// Several tenants have one: how each is named.
    Several(Vec<String>),
}

/// Finds a job, of one tenant if that is given.
pub fn find(view: &View<'_>, name: &str, tenant: Option<&str>) -> Result<Found> {
    let mut found = view.jobs(Jobs::Named(name))?;
    for (at, _) in name.match_indices('/') {
        let (tenant, name) = (&name[..at], &name[at + 1..]);
        found.extend(
            view.jobs(Jobs::Named(name))?.into_iter().filter(|job| job.facts.tenant == tenant),
        );
    }
    found.retain(|job| tenant.is_none_or(|tenant| job.facts.tenant == tenant));
    if found.len() > 1 {
        let name = |job: &Kept<JobFacts>| format!("{}/{}", job.facts.tenant, job.facts.name);
        return Ok(Found::Several(found.iter().map(name).collect()));
    }
    Ok(found.pop().map_or(Found::None, |job| Found::One(Box::new(job))))
}
