//! Counts of an outcome by tenant, job or job type.

use crate::domain::{Instant, JobType, Rule, Span, Spelled as _, spelled};
use crate::scenario::Model;
use crate::simulator::outcome::{Outcome, Totals};

spelled! {
    /// How counts are grouped.
    pub enum By: "grouping" {
        Tenant = "tenant",
        Job = "job",
        Type = "type",
    }
}

/// How the window that is asked about, or the last one of all, was drained of the sessions of one tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drained {
    /// There was no window.
    Off,
    /// No covered session was working when it opened.
    AtOnce,
    After(Span),
    Never,
}

/// The counts of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// `None` unless the group is of one tenant.
    pub tenant: Option<Box<str>>,
    /// `None` unless the group is one job.
    pub job: Option<Box<str>>,
    /// `None` unless the group is of one type.
    pub job_type: Option<JobType>,
    pub totals: Totals,
    /// Policies that the mode stopped or holds.
    pub policies_paused: u32,
    pub drained: Drained,
}

/// The counts in lines: tenants by name, jobs in the order of the model, types in the order of
/// [`JobType`].
pub fn preview(model: &Model, outcome: &Outcome, by: By) -> Vec<Line> {
    let keys = match by {
        By::Tenant => model.tenants.len(),
        By::Job => model.jobs.len(),
        By::Type => JobType::ALL.len(),
    };
    let mut keys: Vec<Option<usize>> = vec![None; keys];
    let mut lines: Vec<Line> = Vec::new();
    if by == By::Tenant {
        for (at, tenant) in model.tenants.iter().enumerate() {
            keys[at] = Some(lines.len());
            lines.push(Line::new(Some(&tenant.name), None, None));
        }
    }
    let line_of: Vec<usize> = (0_u32..)
        .zip(&model.jobs)
        .map(|(at, job)| {
            let key = match by {
                By::Tenant => job.tenant,
                By::Job => at,
                By::Type => job.job_type as u32,
            };
            *keys[key as usize].get_or_insert_with(|| {
                let tenant = &model.tenants[job.tenant as usize].name;
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
        let last = outcome.windows.len().saturating_sub(1);
        let asked = outcome.asked.map_or(last, |asked| asked as usize);
        for drain in outcome.drains.iter().filter(|drain| drain.window as usize == asked) {
            let from = outcome.windows[drain.window as usize].from;
            let after = |at: Instant| match at - from {
                Span::NONE => Drained::AtOnce,
                span => Drained::After(span),
            };
            lines[drain.tenant as usize].drained = drain.drained_at.map_or(Drained::Never, after);
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
}
