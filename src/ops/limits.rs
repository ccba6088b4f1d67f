//! Limits on what a maintenance may do, and what exceeds them.

use crate::domain::{Span, plural, rough};
use crate::error::{Code, Error, Result};
use crate::ops::drain::OBSERVE_HINT;
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
        let failures = self.max_failed.and_then(|most| too_many_failures(model, outcome, most));
        let drain = self.max_drain.and_then(|longest| too_long_drain(model, outlook, longest));
        let remedy = match (&failures, &drain) {
            (None, None) => return Ok(()),
            // No other time helps against that.
            (None, Some(TooLong::NotKnown(_))) if outlook.not_observed.is_some() => OBSERVE_HINT,
            (None, Some(TooLong::NotKnown(_))) => {
                "`mm jobs import` or `mm jobs edit JOB --task` tells how long the tasks of these jobs take"
            }
            _ => "`mm plan` finds a better time",
        };
        let drain = drain.map(TooLong::in_words);
        let reasons: Vec<String> = failures.into_iter().chain(drain).collect();
        let message = format!("a limit would be exceeded: {}", reasons.join("; "));
        Err(Error::new(Code::Unsafe, message).hint(format!("nothing was changed; {remedy}")))
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

/// Why a drain is too long.
enum TooLong {
    Known(String),
    /// An unknown drain time counts as longer.
    NotKnown(String),
}

impl TooLong {
    fn in_words(self) -> String {
        match self {
            TooLong::Known(why) => why,
            TooLong::NotKnown(why) => format!("the drain time is not known: {why}"),
        }
    }
}

fn too_long_drain(model: &Model, outlook: &Outlook, longest: Span) -> Option<TooLong> {
    let window = outlook.window?;
    // An estimate by the schedules is no evidence.
    if let Some(why) = outlook.not_observed.as_deref() {
        return Some(TooLong::NotKnown(why.to_owned()));
    }
    let drain_forecast = outlook.drain_forecast.as_ref()?;
    match drain_forecast.estimate {
        Some(Estimate::About { latest, .. }) => {
            let most = latest - window.from;
            let upper_end = "by the upper end of the estimate";
            if most > longest {
                let most = rough(most);
                return Some(TooLong::Known(format!(
                    "the drain would take {most} {upper_end}, longer than {longest}"
                )));
            }
            let is_late = window.until.is_some_and(|until| latest > until);
            let why = || format!("the drain would not end before the maintenance, {upper_end}");
            is_late.then(|| TooLong::Known(why()))
        }
        Some(Estimate::Overdue | Estimate::Unknown) => {
            let names = drain_forecast.unclear.iter().map(|job| {
                let (job, tenant) = model.names(u32::try_from(*job).unwrap_or(u32::MAX));
                format!("{tenant}/{job}")
            });
            let names = names.collect::<Vec<_>>().join(", ");
            Some(TooLong::NotKnown(names))
        }
        None => Some(TooLong::Known("the drain would not end".to_owned())),
    }
}
