//! Estimate: when all will be drained, as an interval out of what past sessions took.
//!
//! It is played by the engine, once with the shortest, once with the middle and once with the
//! longest duration that each task may still take. A task that runs takes longer than it has run.

#[cfg(test)]
pub mod truth;

use serde::Serialize;

use crate::domain::control::OnExpiry;
use crate::domain::facts::DurationSource;
use crate::domain::{Instant, Span, TaskState};
use crate::error::Result;
use crate::ops::catch_up::checked;
use crate::output::rough;
use crate::scenario::Scenario;
use crate::simulator::{Keep, Outcome, simulate};
use crate::store::Present;

/// When all will be drained, as far as that can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Estimate {
    /// By recorded durations, or by planned ones where none are recorded.
    About {
        /// So long from now.
        remaining: Span,
        /// At this instant.
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

/// What is to be expected of the covered sessions that work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prospect {
    /// Their tasks that have not ended, and do not fail at once.
    pub tasks: u32,
    /// When all will be drained; `None` if they never will be.
    pub estimate: Option<Estimate>,
}

impl Estimate {
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

/// What is to be expected of a present in which the mode is on.
pub fn prospect(present: &Present) -> Result<Prospect> {
    let mut scenario = checked(present)?;
    // Sessions end whether or not the mode does.
    scenario.on_expiry = OnExpiry::Alarm;
    let lengths = Lengths::of(&scenario, &present.durations);
    let now = scenario.start;
    let at = play(&mut scenario, &lengths.middle);
    let tasks = left(&scenario, &at);
    let estimate = if !lengths.overdue.is_empty() {
        Some(Estimate::Overdue)
    } else if !lengths.unknown.is_empty() {
        Some(Estimate::Unknown)
    } else if let Some(at) = drained(&at) {
        let mut ends = vec![at];
        if lengths.shortest != lengths.longest {
            for durations in [&lengths.shortest, &lengths.longest] {
                ends.extend(drained(&play(&mut scenario, durations)));
            }
        }
        // A task that ends later may let another begin earlier, so the middle may lie outside.
        let earliest = ends.iter().copied().min().unwrap_or(at);
        let latest = ends.iter().copied().max().unwrap_or(at);
        Some(Estimate::About { remaining: at - now, at, earliest, latest })
    } else {
        None
    };
    Ok(Prospect { tasks, estimate })
}

fn play(scenario: &mut Scenario, durations: &[Span]) -> Outcome {
    scenario.durations.clone_from_slice(durations);
    simulate(scenario, Keep::Everything)
}

/// When the maintenance that is on is drained.
fn drained(outcome: &Outcome) -> Option<Instant> {
    outcome.windows.first().and_then(|window| window.drained_at)
}

/// The tasks of covered sessions that end later than now.
fn left(scenario: &Scenario, outcome: &Outcome) -> u32 {
    let mut left = 0;
    for session in &outcome.sessions {
        let job = &scenario.jobs[session.job as usize];
        if !job.coverage().has_covered_sessions() {
            continue;
        }
        let given = job.running.as_deref().map_or(&[][..], |running| &running.tasks);
        let tasks = &outcome.tasks[session.tasks.start as usize..session.tasks.end as usize];
        let ends_later = |ended: Option<Instant>| ended.is_none_or(|at| at > scenario.start);
        let open = tasks.iter().zip(given).filter(|(_, given)| is_open(given.state));
        left += open.filter(|(task, _)| ends_later(task.ended)).count();
    }
    u32::try_from(left).unwrap_or(u32::MAX)
}

fn is_open(state: TaskState) -> bool {
    match state {
        TaskState::Pending | TaskState::Running => true,
        TaskState::Success | TaskState::Failed => false,
    }
}

/// How long the tasks of a scenario may take, by their index; and the jobs of which a covered
/// session works and that cannot be told, as indices into its jobs.
pub struct Lengths {
    /// At least.
    pub shortest: Vec<Span>,
    /// As planned, or else the middle one of all that are possible.
    pub middle: Vec<Span>,
    /// At most.
    pub longest: Vec<Span>,
    /// Jobs of which a task has run longer than ever before.
    pub overdue: Vec<usize>,
    /// Jobs of which nobody knows how long a task takes.
    pub unknown: Vec<usize>,
}

impl Lengths {
    /// What a scenario tells of its tasks. A planned duration counts as one that was recorded,
    /// unless it is a default; without `sources` none is.
    pub fn of(scenario: &Scenario, sources: &[DurationSource]) -> Lengths {
        let planned = || scenario.durations.clone();
        let mut lengths = Lengths {
            shortest: planned(),
            middle: planned(),
            longest: planned(),
            overdue: Vec::new(),
            unknown: Vec::new(),
        };
        for (place, job) in scenario.jobs.iter().enumerate() {
            let source = sources.get(place).copied().unwrap_or(DurationSource::Given);
            for task in job.tasks.clone() {
                let at = task as usize;
                let mut known: Vec<Span> = scenario.recorded.of(task).to_vec();
                if source != DurationSource::Default {
                    known.push(scenario.durations[at]);
                }
                lengths.take(scenario, place, at, known);
            }
        }
        lengths
    }

    fn take(&mut self, scenario: &Scenario, place: usize, task: usize, mut known: Vec<Span>) {
        let job = &scenario.jobs[place];
        let given = job.running.as_deref().map_or(&[][..], |running| &running.tasks);
        let given = given.iter().find(|given| given.task as usize == task);
        let is_open = given.is_some_and(|given| is_open(given.state));
        let waited_for = is_open && job.coverage().has_covered_sessions();
        if known.is_empty() {
            if waited_for && self.unknown.last() != Some(&place) {
                self.unknown.push(place);
            }
            return;
        }
        let planned = scenario.durations[task];
        let began = given.filter(|_| is_open).and_then(|given| given.started);
        if let Some(ran) = began.map(|began| scenario.start - began) {
            known.retain(|took| *took > ran);
        }
        known.sort_unstable();
        let (Some(shortest), Some(longest)) = (known.first(), known.last()) else {
            if waited_for && self.overdue.last() != Some(&place) {
                self.overdue.push(place);
            }
            return;
        };
        self.shortest[task] = *shortest;
        // What was planned is what every other command tells, as long as it may still come true.
        self.middle[task] =
            if known.contains(&planned) { planned } else { known[(known.len() - 1) / 2] };
        self.longest[task] = *longest;
    }
}
