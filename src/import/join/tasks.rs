//! Tasks: which tasks a job has, how long they ran, and how long they are planned to run.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::domain::{DurationSource, RecordedDuration, median};
use crate::domain::{Instant, KnownResult, Span};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::join::jobs::Joined;
use crate::import::join::sessions::Sessions;
use crate::import::join::slots::most_at_once;
use crate::import::records::{ObjectKind, Progress, Run, Standing, TaskRecord};

/// What a job is known by its past to have for tasks.
pub(super) struct Plan {
    /// Their names, each once.
    pub names: Vec<String>,
    /// Whether a source told them: else it is one, named after the job.
    pub told: bool,
    /// How long each is planned to run.
    pub durations: Vec<Span>,
    /// Where these come from.
    pub source: DurationSource,
    /// What each took in past sessions.
    pub recorded: Vec<Vec<RecordedDuration>>,
    /// How long a session takes on average.
    pub average: Option<Span>,
    /// How many run at once.
    pub slots: u32,
    /// Whether that was seen.
    pub slots_told: bool,
}

/// A task that the newest of a job's records do not show for so long is gone.
const GONE: Span = Span::from_secs(14 * 86_400);

/// A task of a session, and when it or its session began.
type Seen<'t, 'a> = (&'t TaskRecord<'a>, Option<Instant>);

impl Plan {
    /// Looks at everything that is told of a job.
    pub fn new(
        job: &Joined<'_>,
        sessions: &Sessions,
        name: &str,
        context: &mut Context<'_>,
    ) -> Plan {
        let of_sessions = job.sessions.iter().flat_map(|session| {
            let began = session.run.started;
            session.tasks.iter().map(move |task| (task, task.began().or(began)))
        });
        let loose = job.loose.iter().map(|task| (task, task.began()));
        let seen: Vec<Seen<'_, '_>> = of_sessions.chain(loose).collect();
        let running = sessions.running.map(|at| &*job.sessions[at].tasks).unwrap_or_default();
        let mut names = names(job, &seen, running, context);
        let told = !names.is_empty();
        if !told {
            names.push(name.to_owned());
        }
        let whole: Vec<(&Run, Span)> = job.sessions.iter().filter_map(|s| length(&s.run)).collect();
        let average = job.record.average.or_else(|| median(whole.iter().map(|(_, took)| *took)));
        let recorded = if told {
            recorded(&names, &seen)
        } else if seen.is_empty() && (job.record.average.is_none() || whole.len() > 1) {
            let fact =
                |(run, took): &(&Run, Span)| RecordedDuration { started: run.started, took: *took };
            vec![sorted(whole.iter().map(fact).collect())]
        } else {
            vec![Vec::new(); names.len()]
        };
        let open = running.iter().filter(|task| task.progress == Progress::Running).count();
        let open = u32::try_from(open).unwrap_or(u32::MAX);
        let times = seen.iter().filter_map(|(task, _)| {
            let started = task.started?;
            let end = task.ended.or_else(|| task.took.map(|took| started + took));
            let now = (task.progress == Progress::Running).then_some(sessions.observed_at);
            Some((started, end.or(now)?))
        });
        let most = most_at_once(times.collect()).unwrap_or(0).max(open);
        let slots = most.clamp(1, 1000);
        let mut plan = Plan {
            told,
            slots,
            slots_told: most > 0 && (most > 1 || seen.len() > 1),
            durations: Vec::new(),
            source: DurationSource::Default,
            recorded,
            average,
            names,
        };
        plan.plan(job, context);
        plan
    }

    /// How long a session may have run, if anything is known of that.
    pub fn session(&self) -> Option<Span> {
        if self.average.is_some() || self.source == DurationSource::Default {
            return self.average;
        }
        let all = self.durations.iter().fold(0_i64, |sum, task| sum.saturating_add(task.millis()));
        Some(Span::from_secs(all / 1000 / i64::from(self.slots)))
    }

    /// Decides how long each task is planned to run.
    fn plan(&mut self, job: &Joined<'_>, context: &mut Context<'_>) {
        let count = self.names.len();
        if let Some(all) = median(self.recorded.iter().flatten().map(|record| record.took)) {
            self.source = DurationSource::Recorded;
            let mut others = false;
            let planned = self.recorded.iter().map(|recorded| {
                let own = median(recorded.iter().map(|record| record.took));
                others |= own.is_none();
                own.unwrap_or(all)
            });
            self.durations = planned.collect();
            if others {
                context.notes.guessed(job.record.place, "", Assumption::OtherTasks);
            }
            return;
        }
        let share = if let Some(average) = self.average {
            self.source = DurationSource::Average;
            share(average, self.slots, count)
        } else {
            context.notes.guessed(job.record.place, "", Assumption::NoDuration);
            context.options.default_duration
        };
        self.durations = vec![share; count];
    }
}

/// What each task takes of a session, where so many run at once.
fn share(session: Span, slots: u32, tasks: usize) -> Span {
    let tasks = i64::try_from(tasks).unwrap_or(i64::MAX).max(1);
    let at_once = i64::from(slots).min(tasks);
    let secs = (session.millis() / 1000).saturating_mul(at_once);
    Span::from_secs(secs.saturating_add(tasks - 1) / tasks)
}

/// The names of a job's tasks, each once: what it is configured to process, then what its sessions
/// showed lately, and everything of the session that runs.
fn names(
    job: &Joined<'_>,
    seen: &[Seen<'_, '_>],
    running: &[TaskRecord<'_>],
    context: &mut Context<'_>,
) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    let objects = &job.record.objects;
    let has = |kind| objects.iter().any(|object| object.kind == kind);
    for object in objects.iter().filter(|object| object.kind != ObjectKind::Container) {
        if known.insert(&object.name) {
            names.push(object.name.to_string());
        }
    }
    let newest = seen.iter().filter_map(|(_, began)| *began).max();
    let lately = |began: &Option<Instant>| {
        began.zip(newest).is_none_or(|(began, newest)| began + GONE >= newest)
    };
    let closed = has(ObjectKind::Machine) && !has(ObjectKind::Container);
    // In the order of their names, as exports list the past in any order.
    let mut others = BTreeSet::new();
    let mut gone = false;
    for (task, began) in seen {
        let fits = !closed && lately(began);
        gone |= !fits && !known.contains(&*task.name);
        others.extend(fits.then_some(&*task.name));
    }
    others.extend(running.iter().map(|task| &*task.name));
    names.extend(others.into_iter().filter(|name| known.insert(name)).map(str::to_owned));
    if names.is_empty() {
        let all = objects.iter().filter(|object| known.insert(&object.name));
        names.extend(all.map(|object| object.name.to_string()));
    }
    if gone && seen.iter().any(|(task, _)| !known.contains(&*task.name)) {
        context.notes.guessed(job.record.place, "", Assumption::OldTask);
    }
    names
}

/// What each task took that ended well.
fn recorded(names: &[String], seen: &[Seen<'_, '_>]) -> Vec<Vec<RecordedDuration>> {
    let order: HashMap<&str, usize> =
        names.iter().enumerate().map(|(at, name)| (&**name, at)).collect();
    let mut found = vec![Vec::new(); names.len()];
    for (task, began) in seen.iter().filter(|(task, _)| task.progress == Progress::Success) {
        let (Some(at), Some(took)) = (order.get(&*task.name), took(task)) else {
            continue;
        };
        found[*at].push(RecordedDuration { started: *began, took });
    }
    found.into_iter().map(sorted).collect()
}

fn sorted(mut recorded: Vec<RecordedDuration>) -> Vec<RecordedDuration> {
    recorded.sort_unstable();
    recorded.dedup();
    recorded
}

/// How long a task ran; less than a second counts as one.
fn took(task: &TaskRecord<'_>) -> Option<Span> {
    task.took.or_else(|| between(task.started?, task.ended?))
}

fn between(started: Instant, ended: Instant) -> Option<Span> {
    let millis = ended.millis().checked_sub(started.millis()).filter(|millis| *millis >= 0)?;
    let secs = millis.saturating_add(999) / 1000;
    // What took longer than a year did not.
    (secs <= 366 * 86_400).then(|| Span::from_secs(secs.max(1)))
}

/// How long a session ran that ended well.
fn length(run: &Run) -> Option<(&Run, Span)> {
    let over = run.standing == Standing::Ended && run.result == KnownResult::Success;
    let took = run.took.or_else(|| between(run.started?, run.ended?))?;
    over.then_some((run, took))
}
