//! The jobs of a preview that maintenance would refuse, by whether their starts are known.

use std::collections::HashMap;

use crate::domain::{JobType, Mode, Rule, start_session};
use crate::scenario::{Model, ModelJob};
use crate::simulator::{By, Line};

/// Tenant, job and type of a line.
type Key<'m> = (Option<&'m str>, Option<&'m str>, Option<JobType>);

/// Jobs of a group that maintenance would refuse at their start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Starts {
    known: u32,
    /// Their runs are not counted.
    pub not_known: u32,
}

/// These jobs, in groups.
#[derive(Default)]
pub struct Startless<'m> {
    groups: HashMap<Key<'m>, Starts>,
}

/// Whether maintenance would refuse the sessions that a job starts.
pub fn is_refused_at_start(model: &Model, job: &ModelJob) -> bool {
    let access = model.tenants[job.tenant as usize].access;
    let start = start_session(job.coverage(), job.target, access, Mode::Maintenance).rule();
    !job.job_type.is_policy() && start == Some(Rule::RefuseNewSession)
}

impl<'m> Startless<'m> {
    pub fn of(model: &'m Model, by: By) -> Startless<'m> {
        let mut groups: HashMap<Key<'m>, Starts> = HashMap::new();
        // A disabled job does not start by itself, so that its starts tell nothing about the others.
        let is_counted = |job: &&ModelJob| !job.is_disabled && is_refused_at_start(model, job);
        for job in model.jobs.iter().filter(is_counted) {
            let tenant = &model.tenants[job.tenant as usize];
            let key = match by {
                By::Tenant => (Some(&*tenant.name), None, None),
                By::Job => (Some(&*tenant.name), Some(&*job.name), Some(job.job_type)),
                By::Type => (None, None, Some(job.job_type)),
            };
            let starts = groups.entry(key).or_default();
            starts.known += u32::from(job.has_known_starts);
            starts.not_known += u32::from(!job.has_known_starts);
        }
        Startless { groups }
    }

    /// The jobs of a line.
    pub fn starts(&self, line: &Line) -> Starts {
        let key = (line.tenant.as_deref(), line.job.as_deref(), line.job_type);
        self.groups.get(&key).copied().unwrap_or_default()
    }

    /// The jobs of a tenant, of groups by tenant.
    pub fn of_tenant(&self, name: &str) -> Starts {
        self.groups.get(&(Some(name), None, None)).copied().unwrap_or_default()
    }

    /// Whether nothing tells how many runs of a line maintenance affects.
    pub fn has(&self, line: &Line) -> bool {
        line.totals.runs.affected == 0 && self.starts(line).are_all_unknown()
    }
}

impl Starts {
    pub fn are_all_unknown(self) -> bool {
        self.known == 0 && self.not_known > 0
    }
}
