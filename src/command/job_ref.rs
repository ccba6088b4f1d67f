//! Job reference: finds the job that somebody names, alone or with its tenant.

use crate::domain::facts::JobFacts;
use crate::exit::Problem;
use crate::store::{Jobs, Kept, Result, View};

/// Finds the job that `name` means: a name that one tenant's job has, or TENANT/JOB.
pub fn find(view: &View<'_>, name: &str) -> Result<Kept<JobFacts>> {
    let mut found = view.jobs(Jobs::Named(name))?;
    for (at, _) in name.match_indices('/') {
        let (tenant, job) = (&name[..at], &name[at + 1..]);
        let named = view.jobs(Jobs::Named(job))?.into_iter();
        found.extend(named.filter(|candidate| candidate.facts.tenant == tenant));
    }
    match (found.pop(), found.is_empty()) {
        (Some(job), true) => Ok(job),
        (None, _) => Err(Problem::failed("unknown-job", format!("nobody knows job {name:?}"))
            .hint("mm jobs status lists them")),
        (Some(last), false) => {
            found.push(last);
            let names: Vec<String> = found
                .iter()
                .map(|job| format!("{}/{}", job.facts.tenant, job.facts.name))
                .collect();
            let message = format!("several tenants have a job {name:?}");
            Err(Problem::failed("ambiguous-job", message)
                .hint(format!("write one of {}", names.join(", "))))
        }
    }
}
