//! Limits on what a maintenance may do, and what exceeds them.

use crate::domain::{Span, plural, rough};
use crate::error::{Code, Error, Result};
use crate::ops::estimate::Lengths;
use crate::scenario::Model;
use crate::simulator::{By, Keep, Line, Outcome, preview, simulate};

#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Sessions that fail and are not healed.
    pub max_failed: Option<u32>,
    pub max_drain: Option<Span>,
}

impl Limits {
    /// Fails with every reason if a limit would be exceeded.
    pub fn check(self, model: &Model, outcome: &Outcome) -> Result<()> {
        let mut reasons = Vec::new();
        if let Some(most) = self.max_failed {
            reasons.extend(too_many_failures(model, outcome, most));
        }
        if let Some(longest) = self.max_drain {
            let lengths = Lengths::of(model);
            let mut worst_case = model.clone();
            worst_case.durations.clone_from(&lengths.longest);
            let outcome = simulate(&worst_case, Keep::Counts);
            reasons.extend(too_long_drain(&worst_case, &outcome, longest));
            reasons.extend(unknown_durations(model, &lengths));
        }
        if reasons.is_empty() {
            return Ok(());
        }
        let message = format!("a limit would be exceeded: {}", reasons.join("; "));
        Err(Error::new(Code::Unsafe, message)
            .hint("nothing was changed; `mm plan` finds a better time"))
    }
}

fn too_many_failures(model: &Model, outcome: &Outcome, most: u32) -> Option<String> {
    let lines = preview(model, outcome, By::Job);
    let lost: u32 = lines.iter().map(Line::lost).sum();
    if lost <= most {
        return None;
    }
    let jobs: Vec<String> = lines
        .iter()
        .filter(|line| line.lost() > 0)
        .map(|line| {
            let tenant = line.tenant.as_deref().unwrap_or_default();
            let job = line.job.as_deref().unwrap_or_default();
            format!("{tenant}/{job} ({})", line.lost())
        })
        .collect();
    let runs = plural(lost, "session would fail and not heal", "sessions would fail and not heal");
    Some(format!("{runs}, more than {most}: {}", jobs.join(", ")))
}

fn too_long_drain(model: &Model, outcome: &Outcome, longest: Span) -> Option<String> {
    let window = outcome.windows.first()?;
    let took = window.drained_at.map(|at| at - window.from);
    if took.is_some_and(|took| took <= longest) {
        return None;
    }
    let tenants: Vec<String> = outcome
        .drains
        .iter()
        .filter(|drain| drain.window == 0)
        .filter_map(|drain| {
            let name = &model.tenants[drain.tenant as usize].name;
            match drain.drained_at {
                Some(at) if at - window.from <= longest => None,
                Some(at) => Some(format!("{name} (+{})", rough(at - window.from))),
                None => Some(format!("{name} (not before the end)")),
            }
        })
        .collect();
    let how = match took {
        Some(took) => format!("the drain would take {}", rough(took)),
        None => "the drain would not end before the maintenance".to_owned(),
    };
    Some(format!("{how}, longer than {longest}: {}", tenants.join(", ")))
}

fn unknown_durations(model: &Model, lengths: &Lengths) -> Option<String> {
    let places = lengths.unknown.iter().chain(&lengths.overdue);
    let jobs: Vec<String> = places
        .map(|place| {
            let job = &model.jobs[*place];
            format!("{}/{}", model.tenants[job.tenant as usize].name, job.name)
        })
        .collect();
    (!jobs.is_empty()).then(|| format!("the drain time is not known: {}", jobs.join(", ")))
}
