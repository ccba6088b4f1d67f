//! The groups of jobs of which a preview cannot tell what maintenance refuses.

use std::collections::HashMap;

use crate::domain::{JobType, Mode, Rule, start_session};
use crate::ops::outlook::Outlook;
use crate::scenario::Model;
use crate::simulator::{By, Line};

/// Tenant, job and type of a line.
type Key<'m> = (Option<&'m str>, Option<&'m str>, Option<JobType>);

/// The groups with jobs that maintenance would refuse, and whether the starts of any are known.
pub struct Startless<'m> {
    is_any_known: HashMap<Key<'m>, bool>,
}

impl<'m> Startless<'m> {
    pub fn of(model: &'m Model, outlook: &Outlook, by: By) -> Startless<'m> {
        let mut is_any_known = HashMap::new();
        // In a scenario, a job without starts never starts.
        let jobs = if outlook.may_lack_starts { &model.jobs[..] } else { &[] };
        for job in jobs {
            let tenant = &model.tenants[job.tenant as usize];
            let start =
                start_session(job.coverage(), job.target, tenant.access, Mode::Maintenance).rule();
            if job.job_type.is_policy() || start != Some(Rule::RefuseNewSession) {
                continue;
            }
            let key = match by {
                By::Tenant => (Some(&*tenant.name), None, None),
                By::Job => (Some(&*tenant.name), Some(&*job.name), Some(job.job_type)),
                By::Type => (None, None, Some(job.job_type)),
            };
            *is_any_known.entry(key).or_default() |= job.has_known_starts;
        }
        Startless { is_any_known }
    }

    /// Whether nothing tells how many runs of a line maintenance affects.
    pub fn has(&self, line: &Line) -> bool {
        let key = (line.tenant.as_deref(), line.job.as_deref(), line.job_type);
        line.totals.runs.affected == 0 && self.is_any_known.get(&key) == Some(&false)
    }
}
