//! The tasks of a job: their names, past durations, planned durations, and how many run at once.

use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};

use smol_str::SmolStr;

use crate::domain::{DurationSource, RecordedDuration, median};
use crate::domain::{Instant, ObservedResult, Span};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::merge::jobs::{MergedJob, MergedSession};
use crate::import::records::{ExportedRun, ExportedState, ExportedTask, ObjectKind, TaskProgress};

pub struct MergedTasks {
    /// Each once.
    pub names: Vec<SmolStr>,
    /// A file states the tasks. Else there is one, named after the job.
    pub are_stated: bool,
    /// Planned durations, in the order of the names.
    pub durations: Vec<Span>,
    pub duration_source: DurationSource,
    /// Past durations of each task, in the order of the names.
    pub recorded: Vec<Vec<RecordedDuration>>,
    /// The average duration of a session.
    average: Option<Span>,
    pub slots: u32,
    /// Some tasks were seen to run at once.
    pub slots_stated: bool,
}

/// A task that did not run for this long before the newest record of its job is no longer there.
const GONE: Span = Span::from_secs(14 * 86_400);

/// A task of a session, and when it or its session began.
type Seen<'t> = (&'t ExportedTask, Option<Instant>);

impl MergedTasks {
    pub fn new(
        job: &MergedJob,
        running: Option<&MergedSession>,
        observed_at: Instant,
        job_name: &str,
        context: &mut Context<'_>,
    ) -> MergedTasks {
        let of_sessions = job.sessions.iter().flat_map(|session| {
            let began = session.run.started;
            session.tasks.iter().map(move |task| (task, task.began().or(began)))
        });
        let loose = job.loose_tasks.iter().map(|task| (task, task.began()));
        let seen: Vec<Seen<'_>> = of_sessions.chain(loose).collect();
        let running = running.map(|session| &*session.tasks).unwrap_or_default();
        let mut names = names(job, &seen, running, context);
        let are_stated = !names.is_empty();
        if !are_stated {
            names.push(job_name.into());
        }
        let whole: Vec<(&ExportedRun, Span)> =
            job.sessions.iter().filter_map(|each| length(&each.run)).collect();
        let average = job.record.average.or_else(|| median(whole.iter().map(|(_, took)| *took)));
        let recorded = if are_stated {
            recorded(&names, &seen)
        } else if seen.is_empty() && (job.record.average.is_none() || whole.len() > 1) {
            // The sessions of a job whose only task is the job itself.
            let record = |(run, took): &(&ExportedRun, Span)| RecordedDuration {
                started: run.started,
                took: *took,
            };
            vec![sorted(whole.iter().map(record).collect())]
        } else {
            vec![Vec::new(); names.len()]
        };
        let open = running.iter().filter(|task| task.progress == TaskProgress::Running).count();
        let open = u32::try_from(open).unwrap_or(u32::MAX);
        let times = seen.iter().filter_map(|(task, _)| {
            let started = task.started?;
            let end = task.ended.or_else(|| task.took.map(|took| started + took));
            let now = (task.progress == TaskProgress::Running).then_some(observed_at);
            Some((started, end.or(now)?))
        });
        let most = most_at_once(times.collect()).unwrap_or(0).max(open);
        let slots = most.clamp(1, 1000);
        let mut tasks = MergedTasks {
            are_stated,
            slots,
            slots_stated: most > 0 && (most > 1 || seen.len() > 1),
            durations: Vec::new(),
            duration_source: DurationSource::Default,
            recorded,
            average,
            names,
        };
        tasks.plan_durations(job, context);
        tasks
    }

    /// The duration of a session, if anything is known of it.
    pub fn session_duration(&self) -> Option<Span> {
        if self.average.is_some() || self.duration_source == DurationSource::Default {
            return self.average;
        }
        let all = self.durations.iter().fold(0_i64, |sum, task| sum.saturating_add(task.millis()));
        Some(Span::from_secs(all / 1000 / i64::from(self.slots)))
    }

    fn plan_durations(&mut self, job: &MergedJob, context: &mut Context<'_>) {
        let count = self.names.len();
        let took = |recorded: &Vec<RecordedDuration>| median(recorded.iter().map(|each| each.took));
        if let Some(all) = median(self.recorded.iter().flatten().map(|each| each.took)) {
            self.duration_source = DurationSource::Recorded;
            let own: Vec<Option<Span>> = self.recorded.iter().map(took).collect();
            if own.contains(&None) {
                context.assume(job.record.place, "", Assumption::DurationOfOtherTasks);
            }
            self.durations = own.into_iter().map(|own| own.unwrap_or(all)).collect();
            return;
        }
        let share = if let Some(average) = self.average {
            self.duration_source = DurationSource::Average;
            share(average, self.slots, count)
        } else {
            context.assume(job.record.place, "", Assumption::NoDuration);
            context.options.default_duration
        };
        self.durations = vec![share; count];
    }
}

/// The duration of each of `tasks` tasks of a session, if `slots` run at once.
fn share(session: Span, slots: u32, tasks: usize) -> Span {
    let tasks = i64::try_from(tasks).unwrap_or(i64::MAX).max(1);
    let at_once = i64::from(slots).min(tasks);
    let secs = (session.millis() / 1000).saturating_mul(at_once);
    Span::from_secs(secs.saturating_add(tasks - 1) / tasks)
}

/// The names of a job's tasks, each once: those in its configuration, those of its last sessions,
/// and all of the running session.
fn names(
    job: &MergedJob,
    seen: &[Seen<'_>],
    running: &[ExportedTask],
    context: &mut Context<'_>,
) -> Vec<SmolStr> {
    let mut names: Vec<SmolStr> = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    let objects = &job.record.objects;
    let has = |kind| objects.iter().any(|object| object.kind == kind);
    for object in objects.iter().filter(|object| object.kind != ObjectKind::Container) {
        if known.insert(&object.name) {
            names.push(SmolStr::new(&object.name));
        }
    }
    let newest = seen.iter().filter_map(|(_, began)| *began).max();
    let is_recent = |began: &Option<Instant>| {
        began.zip(newest).is_none_or(|(began, newest)| began + GONE >= newest)
    };
    let is_complete = has(ObjectKind::Machine) && !has(ObjectKind::Container);
    // Sorted by name, because exports list the past in any order.
    let mut others = BTreeSet::new();
    let mut gone = false;
    for (task, began) in seen {
        let is_task = !is_complete && is_recent(began);
        gone |= !is_task && !known.contains(&*task.name);
        others.extend(is_task.then_some(&*task.name));
    }
    others.extend(running.iter().map(|task| &*task.name));
    names.extend(others.into_iter().filter(|name| known.insert(name)).map(SmolStr::new));
    if names.is_empty() {
        let all = objects.iter().filter(|object| known.insert(&object.name));
        names.extend(all.map(|object| SmolStr::new(&object.name)));
    }
    if gone && seen.iter().any(|(task, _)| !known.contains(&*task.name)) {
        context.assume(job.record.place, "", Assumption::OldTasks);
    }
    names
}

/// The durations of each task in its successful runs.
fn recorded(names: &[SmolStr], seen: &[Seen<'_>]) -> Vec<Vec<RecordedDuration>> {
    let order: HashMap<&str, usize> =
        names.iter().enumerate().map(|(at, name)| (&**name, at)).collect();
    let mut recorded = vec![Vec::new(); names.len()];
    for (task, began) in seen.iter().filter(|(task, _)| task.progress == TaskProgress::Success) {
        if let (Some(at), Some(took)) = (order.get(&*task.name), took(task)) {
            recorded[*at].push(RecordedDuration { started: *began, took });
        }
    }
    recorded.into_iter().map(sorted).collect()
}

fn sorted(mut recorded: Vec<RecordedDuration>) -> Vec<RecordedDuration> {
    recorded.sort_unstable();
    recorded.dedup();
    recorded
}

fn took(task: &ExportedTask) -> Option<Span> {
    task.took.or_else(|| between(task.started?, task.ended?))
}

/// The time from start to end. A part of a second counts as one; more than a year is an error.
fn between(started: Instant, ended: Instant) -> Option<Span> {
    let millis = ended.millis().checked_sub(started.millis()).filter(|millis| *millis >= 0)?;
    let secs = millis.saturating_add(999) / 1000;
    (secs <= 366 * 86_400).then(|| Span::from_secs(secs.max(1)))
}

/// The duration of a successful session.
fn length(run: &ExportedRun) -> Option<(&ExportedRun, Span)> {
    let is_successful = run.state == ExportedState::Ended && run.result == ObservedResult::Success;
    let took = run.took.or_else(|| between(run.started?, run.ended?))?;
    is_successful.then_some((run, took))
}

/// The highest number of tasks that ran at once, by their starts and ends; `None` for fewer than two.
fn most_at_once(mut times: Vec<(Instant, Instant)>) -> Option<u32> {
    if times.len() < 2 {
        return None;
    }
    let mut ends: Vec<Instant> = times.iter().map(|(_, end)| *end).collect();
    times.sort_unstable();
    ends.sort_unstable();
    let (mut most, mut over) = (0, 0);
    for (begun, (start, _)) in times.iter().enumerate() {
        // A task that ends as another starts has left its slot.
        while ends[over] <= *start && over < begun {
            over += 1;
        }
        most = most.max(begun + 1 - over);
    }
    u32::try_from(most).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_that_overlap_need_slots() {
        #[track_caller]
        fn case(times: &[(i64, i64)], want: Option<u32>) {
            let at = |secs: &i64| Instant::from_millis(*secs * 1000);
            let times = times.iter().map(|(start, end)| (at(start), at(end))).collect();
            assert_eq!(most_at_once(times), want);
        }
        case(&[], None);
        case(&[(0, 9)], None);
        case(&[(0, 5), (5, 9)], Some(1));
        case(&[(0, 6), (5, 9)], Some(2));
        case(&[(0, 9), (1, 2), (3, 4), (5, 6)], Some(2));
        case(&[(0, 9), (1, 9), (2, 9), (20, 30)], Some(3));
        case(&[(5, 5), (5, 5)], Some(1));
    }
}
