//! The outlook of a maintenance: its drain, what it does to runs, and what is not known of that.

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::domain::{DurationSource, Instant, LOOK_AHEAD, RunCounts, plural};
use crate::error::{Error, Result};
use crate::ops::app::App;
use crate::ops::drain::not_observed;
use crate::ops::estimate::{DrainForecast, Estimate, drain_forecast};
use crate::ops::server_status::ServerStatus;
use crate::ops::startless::{Startless, is_refused_at_start};
use crate::scenario::{LAST_SCHEDULED_YEAR, Model, ModelJob};
use crate::simulator::{By, HarmedBy, Outcome, Window};
use crate::store::Snapshot;

/// What a simulation says of the maintenance that is asked about.
#[derive(Debug, Clone)]
pub struct Outlook {
    /// `None`: the mode is never on.
    pub window: Option<Window>,
    /// It begins later than now.
    pub is_planned: bool,
    /// The planned end of a maintenance that is still on.
    pub overdue_since: Option<Instant>,
    /// The end of the look-ahead; `None`: until nothing is left to happen.
    pub end: Option<Instant>,
    pub drain_forecast: Option<DrainForecast>,
    /// Why it is not known which sessions run now, if they may still run when it begins.
    pub not_observed: Option<String>,
    /// What it does to runs, over all tenants.
    pub runs: RunCounts,
    /// What other maintenance does to runs meanwhile.
    pub others: Vec<OtherHarm>,
    /// What the numbers do not contain, one phrase each.
    pub not_known: Vec<String>,
    /// Jobs that maintenance would refuse, and whose starts are not known.
    pub starts_not_known: u32,
}

/// What another maintenance does to runs.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct OtherHarm {
    /// `None`: a maintenance before the present.
    pub from: Option<Instant>,
    pub until: Option<Instant>,
    #[serde(flatten)]
    pub runs: RunCounts,
}

/// When the look-ahead ends: a day after the planned end, or after the beginning without one.
pub fn look_ahead(from: Instant, until: Option<Instant>) -> Instant {
    (until.filter(|until| *until > from).unwrap_or(from) + LOOK_AHEAD).min(Instant::LAST)
}

/// The error that a store cannot be simulated up to `end`: no schedule is known that late, or something else
/// is wrong.
pub fn beyond_schedules(end: Instant, error: Error) -> Error {
    // A day for the time zone of a schedule, and one to spare.
    let last = TimeZone::UTC.to_datetime((end + LOOK_AHEAD + LOOK_AHEAD).timestamp());
    if last.year() <= LAST_SCHEDULED_YEAR {
        return error;
    }
    let what = format!(
        "cannot look ahead to {end}: schedules are known up to the year {LAST_SCHEDULED_YEAR}"
    );
    Error::usage(what).hint("choose an earlier end")
}

impl Outlook {
    /// The outlook of a scenario, in which everything is known that it says. It has no estimate.
    pub fn of(model: &Model, outcome: &Outcome) -> Outlook {
        let window = outcome.asked_window();
        let mut runs = RunCounts::default();
        outcome.totals.iter().for_each(|totals| runs.add(&totals.runs));
        let other = |(by, runs): (&HarmedBy, &RunCounts)| {
            let window = match by {
                HarmedBy::Earlier => None,
                HarmedBy::Window(index) => Some(outcome.windows[*index as usize]),
            };
            let until = window.and_then(|window| window.until);
            OtherHarm { from: window.map(|window| window.from), until, runs: *runs }
        };
        Outlook {
            window,
            is_planned: false,
            overdue_since: None,
            end: model.end,
            drain_forecast: None,
            not_observed: None,
            runs,
            others: outcome.other_harm.iter().map(other).collect(),
            not_known: Vec::new(),
            starts_not_known: 0,
        }
    }

    /// Adds the estimate of the drain, which takes up to four simulations more.
    #[must_use]
    pub fn with_estimate(mut self, model: &Model) -> Outlook {
        self.drain_forecast = self.window.map(|window| drain_forecast(model, window.from));
        self
    }

    /// Adds what a store may not know of its jobs.
    #[must_use]
    pub fn of_store(mut self, model: &Model) -> Outlook {
        let with_sessions = || model.jobs.iter().filter(|job| !job.job_type.is_policy());
        let all = with_sessions().count();
        let of_all = |count: usize| format!("{count} of {}", plural(all as u64, "job", "jobs"));
        let startless = with_sessions()
            .filter(|job| !job.has_known_starts && is_refused_at_start(model, job))
            .count();
        self.starts_not_known = u32::try_from(startless).unwrap_or(u32::MAX);
        if startless > 0 {
            let whose =
                if startless == 1 { "its refused runs are" } else { "their refused runs are" };
            self.not_known
                .push(format!("no start times for {}, so {whose} not counted", of_all(startless)));
        }
        let is_default = |job: &&_| is_without_durations(model, job);
        let unmeasured = with_sessions().filter(is_default).count();
        if unmeasured > 0 {
            self.not_known.push(format!("no durations for {}", of_all(unmeasured)));
        }
        self
    }

    /// Adds whether it is known which sessions run now.
    pub fn with_evidence(
        mut self,
        app: &App,
        snapshot: &Snapshot<'_>,
        status: &ServerStatus,
    ) -> Result<Outlook> {
        let Some(window) = self.window else {
            return Ok(self);
        };
        if status.is_overdue() && window.from <= status.now {
            self.overdue_since = status.maintenance.as_ref().and_then(|each| each.until);
        }
        if let Some(missing) = not_observed(app, snapshot, status)? {
            self.not_known.push(if window.from <= status.now {
                "which sessions run now, so not all runs are counted".to_owned()
            } else {
                format!("which sessions run now ({missing})")
            });
            self.not_observed = Some(missing).filter(|_| window.from <= status.now + LOOK_AHEAD);
        }
        self.is_planned = window.from > status.now;
        Ok(self)
    }

    /// Why the drain is not known even though there is an estimate: nobody observed which sessions run now.
    /// For a maintenance of the next day the estimate goes by the schedules, unless nothing is known to run.
    pub fn drain_not_known(&self) -> Option<&str> {
        let from = self.window?.from;
        let estimate = self.drain_forecast.as_ref().and_then(|forecast| forecast.estimate);
        let is_at_once = estimate.is_some_and(|estimate| estimate.is_at_once(from));
        self.not_observed.as_deref().filter(|_| is_at_once || !self.is_planned)
    }

    /// When a window of the simulation is drained, unless that rests on sessions that nobody observed.
    pub fn drained_in(&self, window: &Window) -> Option<Instant> {
        let is_now = !self.is_planned && self.window.is_some_and(|asked| asked.from == window.from);
        let is_guess = is_now || window.drained_at == Some(window.from);
        window.drained_at.filter(|_| self.not_observed.is_none() || !is_guess)
    }

    /// The jobs whose starts are not known. In a scenario, a job without starts never starts.
    pub fn startless<'m>(&self, model: &'m Model, by: By) -> Startless<'m> {
        if self.starts_not_known > 0 { Startless::of(model, by) } else { Startless::default() }
    }

    /// What is not known, as a sentence.
    pub fn not_known_sentence(&self) -> Option<String> {
        (!self.not_known.is_empty()).then(|| format!("Not known: {}.", self.not_known.join("; ")))
    }

    /// When the maintenance is drained, if it is before its end and if that can be told.
    pub fn drained_at(&self) -> Option<Instant> {
        let until = self.window.and_then(|window| window.until);
        match self.estimate()? {
            Estimate::About { at, .. } => Some(at).filter(|at| until.is_none_or(|end| *at <= end)),
            Estimate::Overdue | Estimate::Unknown => None,
        }
    }

    /// When it is drained; `None`: never, or which sessions run is not known.
    pub fn estimate(&self) -> Option<Estimate> {
        if self.drain_not_known().is_some() {
            return Some(Estimate::Unknown);
        }
        self.drain_forecast.as_ref().and_then(|drain_forecast| drain_forecast.estimate)
    }
}

fn is_without_durations(model: &Model, job: &ModelJob) -> bool {
    job.durations == DurationSource::Default
        && job.tasks.clone().all(|task| model.recorded(task).is_empty())
}
