//! Preview: who is hit and how, by tenant, job or type.

use crate::domain::{Instant, JobType, Rule, Span, Spelled as _, spelled};
use crate::scenario::Model;
use crate::simulator::outcome::{Outcome, Totals};

spelled! {
    /// What the counts of a preview are put together by.
    pub enum By: "grouping" {
        /// A line a tenant.
        Tenant = "tenant",
        /// A line a job.
        Job = "job",
        /// A line a job type.
        Type = "type",
    }
}

/// How a window was drained of one tenant's sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drained {
    /// There is no window.
    Off,
    /// It found none at work.
    AtOnce,
    /// So long after it began.
    After(Span),
    /// Not before it ended.
    Never,
}

/// One line of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Whose; `None` where it is not one tenant's.
    pub tenant: Option<Box<str>>,
    /// Which job's; `None` where it is not one job's.
    pub job: Option<Box<str>>,
    /// Of which type; `None` where it is not one type's.
    pub job_type: Option<JobType>,
    /// The counts.
    pub totals: Totals,
    /// Policies that the mode stopped or held.
    pub policies_paused: u32,
    /// How the last window that found covered sessions here at work was drained.
    pub drained: Drained,
}

/// The counts of everybody together, in a line of nobody's.
pub fn everybody(outcome: &Outcome) -> Line {
    let mut line = Line::nobody();
    outcome.totals.iter().for_each(|totals| line.totals.add(totals));
    line
}

/// The counts of an outcome in lines: tenants by name, jobs in the order of the file, types in the
/// order of the rules.
pub fn preview(scenario: &Model, outcome: &Outcome, by: By) -> Vec<Line> {
    let keys = match by {
        By::Tenant => scenario.tenants.len(),
        By::Job => scenario.jobs.len(),
        By::Type => JobType::ALL.len(),
    };
    let mut keys: Vec<Option<usize>> = vec![None; keys];
    let mut lines: Vec<Line> = Vec::new();
    if by == By::Tenant {
        for (at, tenant) in scenario.tenants.iter().enumerate() {
            keys[at] = Some(lines.len());
            lines.push(Line::new(Some(&tenant.name), None, None));
        }
    }
    let line_of: Vec<usize> = (0_u32..)
        .zip(&scenario.jobs)
        .map(|(at, job)| {
            let key = match by {
                By::Tenant => job.tenant,
                By::Job => at,
                By::Type => job.job.job_type as u32,
            };
            *keys[key as usize].get_or_insert_with(|| {
                let job = &job.job;
                let tenant = &job.tenant;
                lines.push(match by {
                    By::Tenant => Line::new(Some(tenant), None, None),
                    By::Job => Line::new(Some(tenant), Some(&job.name), Some(job.job_type)),
                    By::Type => Line::new(None, None, Some(job.job_type)),
                });
                lines.len() - 1
            })
        })
        .collect();
    for (line, totals) in line_of.iter().zip(&outcome.totals) {
        lines[*line].totals.add(totals);
    }
    for policy in &outcome.policies {
        let paused = matches!(policy.rule, Some(Rule::StopProcessing | Rule::HoldNewPolicy));
        lines[line_of[policy.job as usize]].policies_paused += u32::from(paused);
    }
    if by == By::Tenant {
        for (tenant, window, drained) in &outcome.drains {
            let from = outcome.windows[*window as usize].from;
            let after = |at: &Instant| match *at - from {
                Span::NONE => Drained::AtOnce,
                span => Drained::After(span),
            };
            lines[*tenant as usize].drained = drained.as_ref().map_or(Drained::Never, after);
        }
    }
    if outcome.windows.is_empty() {
        for line in &mut lines {
            line.drained = Drained::Off;
        }
    }
    match by {
        By::Tenant => lines.sort_by(|a, b| a.tenant.cmp(&b.tenant)),
        By::Type => lines.sort_by_key(|line| line.job_type),
        By::Job => {}
    }
    lines
}

impl Line {
    fn new(tenant: Option<&str>, job: Option<&str>, job_type: Option<JobType>) -> Line {
        Line {
            tenant: tenant.map(Into::into),
            job: job.map(Into::into),
            job_type,
            totals: Totals::default(),
            policies_paused: 0,
            drained: Drained::AtOnce,
        }
    }

    /// A line without counts.
    pub fn nobody() -> Line {
        Line::new(None, None, None)
    }

    /// Runs that are lost to the mode. A run is a session with its retries. It is lost if the mode
    /// fails one of them, or has refused a task of one that still works at the end of the
    /// simulation, and none of its retries has succeeded by then. Refused again and again, it is
    /// lost once; another start of the job does not heal it. Limits on failures and the choice
    /// between windows go by this number, with a simulation that ends where they stop looking.
    pub fn lost(&self) -> u32 {
        self.totals.lost
    }

    /// Sessions that the mode has nothing to do with: those that fail otherwise or still work.
    pub fn other(&self) -> u32 {
        self.totals.failed - self.totals.failed_by_maintenance + self.totals.working
    }
}
