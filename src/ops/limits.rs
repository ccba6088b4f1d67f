//! Limits on what a maintenance may do, and what exceeds them.

use crate::domain::{Span, plural, rough};
use crate::error::{Code, Error, Result};
use crate::ops::estimate::Estimate;
use crate::ops::outlook::Outlook;
use crate::scenario::Model;
use crate::simulator::{By, Line, Outcome, preview};

#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Runs that are lost, or not known to recover.
    pub max_failed: Option<u32>,
    pub max_drain: Option<Span>,
}

impl Limits {
    /// Fails with every reason if a limit would be exceeded.
    pub fn check(self, model: &Model, outcome: &Outcome, outlook: &Outlook) -> Result<()> {
        let mut reasons = Vec::new();
        if let Some(most) = self.max_failed {
            reasons.extend(too_many_failures(model, outcome, most));
        }
        if let Some(longest) = self.max_drain {
            reasons.extend(too_long_drain(model, outlook, longest));
        }
        if reasons.is_empty() {
            return Ok(());
        }
        let message = format!("a limit would be exceeded: {}", reasons.join("; "));
        Err(Error::new(Code::Unsafe, message)
            .hint("nothing was changed; `mm plan` finds a better time"))
    }

    /// What the limits cannot hold back, since it is not known.
    pub fn not_counted(self, outlook: &Outlook) -> Option<String> {
        let startless =
            self.max_failed.and(Some(outlook.starts_not_known)).filter(|jobs| *jobs > 0)?;
        let jobs = plural(startless, "job", "jobs");
        Some(format!(
            "--max-failed does not count the refused runs of {jobs}, whose start times are not known"
        ))
    }
}

fn too_many_failures(model: &Model, outcome: &Outcome, most: u32) -> Option<String> {
    let lines = preview(model, outcome, By::Job);
    let not_recovered = |line: &Line| line.totals.runs.not_recovered();
    let lost: u32 = lines.iter().map(not_recovered).sum();
    if lost <= most {
        return None;
    }
    let jobs: Vec<String> = lines
        .iter()
        .filter(|line| not_recovered(line) > 0)
        .map(|line| {
            let tenant = line.tenant.as_deref().unwrap_or_default();
            let job = line.job.as_deref().unwrap_or_default();
            format!("{tenant}/{job} ({})", not_recovered(line))
        })
        .collect();
    let runs = plural(lost, "run would not recover", "runs would not recover");
    Some(format!("{runs}, more than {most}: {}", jobs.join(", ")))
}

fn too_long_drain(model: &Model, outlook: &Outlook, longest: Span) -> Option<String> {
    let window = outlook.window?;
    if let Some(why) = &outlook.drain_not_known {
        return Some(format!("the drain time is not known: {why}"));
    }
    let drain_forecast = outlook.drain_forecast.as_ref()?;
    match drain_forecast.estimate {
        Some(Estimate::About { latest, .. }) => {
            let most = latest - window.from;
            let upper_end = "by the upper end of the estimate";
            if most > longest {
                let most = rough(most);
                return Some(format!(
                    "the drain would take {most} {upper_end}, longer than {longest}"
                ));
            }
            let is_late = window.until.is_some_and(|until| latest > until);
            is_late.then(|| format!("the drain would not end before the maintenance, {upper_end}"))
        }
        Some(Estimate::Overdue | Estimate::Unknown) => {
            let names = drain_forecast.unclear.iter().map(|job| {
                let (job, tenant) = model.names(u32::try_from(*job).unwrap_or(u32::MAX));
                format!("{tenant}/{job}")
            });
            let names = names.collect::<Vec<_>>().join(", ");
            Some(format!("the drain time is not known: {names}"))
        }
        None => Some("the drain would not end".to_owned()),
    }
}
