//! Guard: limits on what a maintenance may do, given on the command line.

use clap::Args;

use crate::domain::Span;
use crate::error::{Code, Error};
use crate::ops::estimate::Lengths;
use crate::ops::forecast::Forecast;
use crate::output::{plural, rough};
use crate::scenario::Model;
use crate::simulator::{By, Keep, Outcome, preview, simulate};

/// Limits that must not be exceeded.
#[derive(Debug, Clone, Copy, Args)]
pub struct Limits {
    /// Refuse if maintenance fails more sessions than this that do not heal by 24h after its end
    #[arg(long, value_name = "N")]
    max_failed: Option<u32>,
    /// Refuse if the drain takes longer; an unknown estimate does
    #[arg(long, value_name = "DUR", value_parser = Span::parse)]
    max_drain: Option<Span>,
}

impl Limits {
    /// Refuses what exceeds a limit, with every job and tenant that stands in the way.
    pub fn hold(self, ahead: &Forecast) -> Result<(), Error> {
        self.hold_for(&ahead.model, &ahead.outcome)
    }

    /// The same for a model.
    pub fn hold_for(self, scenario: &Model, outcome: &Outcome) -> Result<(), Error> {
        let mut blockers = Vec::new();
        if let Some(most) = self.max_failed {
            blockers.extend(failed(scenario, outcome, most));
        }
        if let Some(longest) = self.max_drain {
            // What may happen at worst counts.
            let lengths = Lengths::of(scenario);
            let mut worst = scenario.clone();
            worst.set_durations(&lengths.longest);
            blockers.extend(slow(&worst, &simulate(&worst, Keep::Counts), longest));
            blockers.extend(unknown(scenario, &lengths));
        }
        if blockers.is_empty() {
            return Ok(());
        }
        let message = format!("a limit would be exceeded; {}", blockers.join("; "));
        Err(Error::new(Code::Unsafe, message)
            .hint("mm plan finds a better time; nothing was changed"))
    }
}

/// The runs that maintenance fails for good, if there are more than `most`.
fn failed(scenario: &Model, outcome: &Outcome, most: u32) -> Option<String> {
    let lines = preview(scenario, outcome, By::Job);
    let lost: u32 = lines.iter().map(crate::simulator::Line::lost).sum();
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
    let runs = plural(lost, "session fails and does not heal", "sessions fail and do not heal");
    Some(format!("{runs}, more than {most}: {}", jobs.join(", ")))
}

/// The tenants that are drained too late.
fn slow(scenario: &Model, outcome: &Outcome, longest: Span) -> Option<String> {
    let window = outcome.windows.first()?;
    let took = window.drained_at.map(|at| at - window.from);
    if took.is_some_and(|took| took <= longest) {
        return None;
    }
    let tenants: Vec<String> = outcome
        .drains
        .iter()
        .filter(|(_, window, _)| *window == 0)
        .filter_map(|(tenant, _, drained)| {
            let name = &scenario.tenants[*tenant as usize].name;
            match drained {
                Some(at) if *at - window.from <= longest => None,
                Some(at) => Some(format!("{name} (+{})", rough(*at - window.from))),
                None => Some(format!("{name} (not before the end)")),
            }
        })
        .collect();
    let how = match took {
        Some(took) => format!("the drain takes {}", rough(took)),
        None => "the drain does not end before the maintenance does".to_owned(),
    };
    Some(format!("{how}, longer than {longest}: {}", tenants.join(", ")))
}

/// The jobs at work of which nobody can tell how long they take.
fn unknown(scenario: &Model, lengths: &Lengths) -> Option<String> {
    let places = lengths.unknown.iter().chain(&lengths.overdue);
    let jobs: Vec<String> = places
        .map(|place| {
            let job = &scenario.jobs[*place].job;
            format!("{}/{}", job.tenant, job.name)
        })
        .collect();
    (!jobs.is_empty())
        .then(|| format!("how long the drain takes is not known: {}", jobs.join(", ")))
}
