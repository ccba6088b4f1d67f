//! Estimate: when the server will be drained, as an interval that follows from recorded durations.
//!
//! The simulator runs three times: with the shortest, the middle and the longest duration that each
//! task may still take. A running task takes longer than it has been running.

#[cfg(test)]
pub mod truth;

use serde::Serialize;

use crate::domain::DurationSource;
use crate::domain::rough;
use crate::domain::{Instant, Span};
use crate::scenario::{Model, ModelJob, ModelTask};
use crate::simulator::{Keep, Outcome, simulate};

/// When the server will be drained, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Estimate {
    /// By recorded durations, or by planned ones where none are recorded.
    About {
        /// Time left.
        remaining: Span,
        /// The middle estimate: the present and `remaining`.
        at: Instant,
        /// If every task takes the shortest time that it may still take.
        earliest: Instant,
        /// If every task takes the longest time that it may still take.
        latest: Instant,
    },
    /// Some task has run longer than ever before.
    Overdue,
    /// How long some task takes is not known.
    Unknown,
}

/// Forecast for the covered sessions that are working when the mode is switched on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrainForecast {
    /// How many there are, if every task takes as long as planned.
    pub sessions: u32,
    /// Their tasks that have not ended, and do not fail at once.
    pub tasks: u32,
    /// When the server will be drained; `None` if it never will be.
    pub estimate: Option<Estimate>,
    /// The jobs whose end is not known, by their places in the model.
    pub unclear: Vec<usize>,
}

impl Estimate {
    /// Whether nothing that is known runs at the switch.
    pub fn is_at_once(self, from: Instant) -> bool {
        matches!(self, Estimate::About { latest, .. } if latest <= from)
    }

    /// How long it takes from `now` on, in words: `about 18m (12m to 31m)`.
    pub fn in_words(self, now: Instant) -> String {
        match self {
            Estimate::About { remaining, earliest, latest, .. } => {
                let (least, most) = (rough(earliest - now), rough(latest - now));
                let about = rough(remaining);
                if least == most {
                    return format!("about {about}");
                }
                format!("about {about} ({least} to {most})")
            }
            Estimate::Overdue => "overdue: some task has run longer than ever before".to_owned(),
            Estimate::Unknown => "unknown when: how long some task takes is not known".to_owned(),
        }
    }
}

/// Forecasts the drain of the maintenance of a model that begins at `from`, or is on already at its
/// start.
pub fn drain_forecast(model: &Model, from: Instant) -> DrainForecast {
    let (mut model, places) = model.until_switch(from);
    let lengths = Lengths::of(&model);
    let outcome = simulate_with(&mut model, &lengths.middle);
    let (sessions, tasks) = open_sessions(&model, &outcome, from);
    let estimate = if !lengths.overdue.is_empty() {
        Some(Estimate::Overdue)
    } else if !lengths.unknown.is_empty() {
        Some(Estimate::Unknown)
    } else if let Some(at) = drained_at(&outcome) {
        let mut ends = vec![at];
        if lengths.shortest != lengths.longest {
            for durations in [&lengths.shortest, &lengths.longest] {
                ends.extend(drained_at(&simulate_with(&mut model, durations)));
            }
        }
        // A task that ends later may let another begin earlier, so the middle may lie outside.
        let earliest = ends.iter().copied().min().unwrap_or(at);
        let latest = ends.iter().copied().max().unwrap_or(at);
        Some(Estimate::About { remaining: at - from, at, earliest, latest })
    } else {
        None
    };
    let unclear = lengths.unknown.iter().chain(&lengths.overdue).map(|job| places[*job]).collect();
    DrainForecast { sessions, tasks, estimate, unclear }
}

fn simulate_with(model: &mut Model, durations: &[Span]) -> Outcome {
    model.durations.clone_from_slice(durations);
    simulate(model, Keep::Everything)
}

/// When the maintenance is drained that is asked about.
fn drained_at(outcome: &Outcome) -> Option<Instant> {
    outcome.asked_window().and_then(|window| window.drained_at)
}

/// The covered sessions that work at the switch, and their tasks that end later.
fn open_sessions(model: &Model, outcome: &Outcome, from: Instant) -> (u32, u32) {
    let (mut sessions, mut open) = (0, 0);
    let ends_later = |ended: Option<Instant>| ended.is_none_or(|at| at > from);
    for session in &outcome.sessions {
        let job = &model.jobs[session.job as usize];
        let is_covered = job.coverage().has_covered_sessions();
        let was_working = session.ran_already() || session.started < from;
        if !is_covered || !was_working || !ends_later(session.ended) {
            continue;
        }
        let tasks = outcome.tasks_of(session).iter();
        sessions += 1;
        open += tasks.filter(|task| ends_later(task.ended)).count();
    }
    (sessions, u32::try_from(open).unwrap_or(u32::MAX))
}

/// How long the tasks of all jobs of a model may take, one after the other; and the jobs of which a
/// covered session works whose length cannot be told, as indices.
pub struct Lengths {
    /// At least.
    pub shortest: Vec<Span>,
    /// As planned, or else the median of all that are possible.
    pub middle: Vec<Span>,
    /// At most.
    pub longest: Vec<Span>,
    /// Jobs of which a task has run longer than ever before.
    pub overdue: Vec<usize>,
    /// Jobs of which it is not known how long a task takes.
    pub unknown: Vec<usize>,
}

impl Lengths {
    /// Combines planned and recorded durations; a planned one that is only a default does not count.
    pub fn of(model: &Model) -> Lengths {
        let mut lengths = Lengths {
            shortest: Vec::new(),
            middle: Vec::new(),
            longest: Vec::new(),
            overdue: Vec::new(),
            unknown: Vec::new(),
        };
        for (place, job) in model.jobs.iter().enumerate() {
            for task in job.tasks.clone() {
                lengths.add(model, place, job, task);
            }
        }
        lengths
    }

    /// Adds a task of a job, by its index among all tasks.
    fn add(&mut self, model: &Model, place: usize, job: &ModelJob, task: u32) {
        let planned = model.durations[task as usize];
        let mut known: Vec<Span> = model.recorded(task).to_vec();
        if job.durations != DurationSource::Default {
            known.push(planned);
        }
        let running = job.running.as_deref().map_or(&[][..], |running| &running.tasks);
        let is_open = |running: &&ModelTask| {
            job.tasks.start + running.task == task && running.state.is_open()
        };
        let open = running.iter().find(is_open);
        // A session that starts before the switch may still run then, if nobody knows how long.
        let may_run = open.is_some() || !job.starts.is_empty() || job.waiting.is_some();
        let waited_for = may_run && job.coverage().has_covered_sessions();
        let nothing_known = known.is_empty();
        if let Some(began) = open.and_then(|open| open.started) {
            known.retain(|took| *took > model.start - began);
        }
        known.sort_unstable();
        let (Some(shortest), Some(longest)) = (known.first(), known.last()) else {
            let jobs = if nothing_known { &mut self.unknown } else { &mut self.overdue };
            if waited_for && jobs.last() != Some(&place) {
                jobs.push(place);
            }
            self.push([planned; 3]);
            return;
        };
        // Every other command shows the planned duration, so it is the middle as long as it may
        // still come true.
        let middle = if known.contains(&planned) { planned } else { known[(known.len() - 1) / 2] };
        self.push([*shortest, middle, *longest]);
    }

    fn push(&mut self, [shortest, middle, longest]: [Span; 3]) {
        self.shortest.push(shortest);
        self.middle.push(middle);
        self.longest.push(longest);
    }
}
