//! Splitting: a scenario cut in two at any instant ends as the whole one does.
//!
//! The second part begins one millisecond after the first one ends, and continues from its state
//! as far as the format can express it. It cannot express a retry that waits, which of two running
//! sessions was created first, since when a task is overdue, or that a policy shows `syncing` before its initial
//! synchronisation completed; such cuts are not compared, and counted.

use crate::domain::{Coverage, Instant, Mode, PolicyStatus, Rule, SessionTask, Span, TaskState};
use crate::scenario::{Action, Event, JobName, Model, PolicyAction, Running, Scenario, random};
use crate::simulator::{Keep, Outcome, PolicyRecord, SessionRecord, TaskRecord, simulate};

fn tasks<'o>(outcome: &'o Outcome, session: &SessionRecord) -> &'o [TaskRecord] {
    outcome.tasks_of(session)
}

/// A session by what it is known by, and all that became of it after the cut.
fn told(scenario: &Model, outcome: &Outcome, session: &SessionRecord, cut: Instant) -> String {
    let job = &scenario.jobs[session.job as usize];
    let tasks: Vec<String> = tasks(outcome, session)
        .iter()
        .map(|task| {
            let text = task
                .wording
                .filter(|_| task.ended.is_some_and(|ended| ended > cut))
                .map(|wording| outcome.text(scenario, session.job, wording));
            let name = scenario.task_name(session.job, task.task);
            format!("{name} {} {:?} {:?} {text:?}", task.state, task.started, task.ended)
        })
        .collect();
    let text = session.wording.map(|wording| outcome.text(scenario, session.job, wording));
    // A window that had closed before the cut is not told to the second part.
    let rule = session.rule.filter(|rule| {
        matches!(rule, Rule::TenantDisabled | Rule::RefuseNewSession) || session.started > cut
    });
    format!(
        "{}/{} #{} {:?}-{:?} {:?} {:?} {rule:?} {text:?} {tasks:?}",
        scenario.tenants[job.tenant as usize].name,
        job.name,
        session.attempt,
        session.started,
        session.ended,
        session.result,
        session.code,
    )
}

/// Whether a session works just after the cut.
fn alive(session: &SessionRecord, cut: Instant) -> bool {
    session.started <= cut && session.ended.is_none_or(|ended| ended > cut)
}

/// What stands in the way of expressing the state at the cut, if anything does.
fn inexpressible(scenario: &Model, whole: &Outcome, cut: Instant) -> bool {
    let waits = whole.sessions.iter().any(|session| {
        let job = &scenario.jobs[session.job as usize];
        let later = |other: &SessionRecord| {
            other.job == session.job && other.order > session.order && other.started <= cut
        };
        let waits_for = job.retry.filter(|retry| session.attempt < retry.times);
        session.code.is_some()
            && session.ended.is_some_and(|ended| ended <= cut)
            && waits_for.is_some()
            && !whole.sessions.iter().any(later)
    });
    let works: Vec<&SessionRecord> =
        whole.sessions.iter().filter(|session| alive(session, cut)).collect();
    let disordered = works.windows(2).any(|pair| pair[0].job > pair[1].job);
    // A task that is overdue at the cut would be given another minute.
    let overdue = works.iter().any(|session| {
        tasks(whole, session).iter().any(|task| {
            let planned = task.started.map(|at| at + scenario.duration(session.job, task.task));
            task.ended.is_none_or(|ended| ended > cut)
                && planned.is_some_and(|planned| planned <= cut)
        })
    });
    waits || disordered || overdue
}

/// The second part, or nothing where a policy's state cannot be expressed.
fn continued(first: &Scenario, model: &Model, whole: &Outcome, cut: Instant) -> Option<Scenario> {
    let start = Instant::from_millis(cut.millis() + 1);
    let mut second = first.clone();
    let mut events = Vec::new();
    let happened = |event: &&Event| event.at >= first.start && event.at <= cut;
    let mut past: Vec<&Event> = first.events.iter().filter(happened).collect();
    past.sort_by_key(|event| event.at);
    second.start = start;
    for event in &past {
        match &event.action {
            Action::SetMessage(message) => second.message.clone_from(message),
            Action::SetService(service) => second.service = *service,
            Action::SetAccess(name, access) => {
                for tenant in second.tenants.iter_mut().filter(|tenant| tenant.name == *name) {
                    tenant.access = *access;
                }
            }
            _ => {}
        }
    }
    let window = whole.windows.iter().rev().find(|window| window.from <= cut);
    let window = window.filter(|window| window.until.is_none_or(|until| until > cut));
    second.mode = if window.is_some() { Mode::Maintenance } else { Mode::Active };
    second.until = window.and_then(|_| planned_end(first, &past, cut));
    for (index, job) in (0_u32..).zip(&mut second.jobs) {
        job.running = whole
            .sessions
            .iter()
            .find(|session| session.job == index && alive(session, cut))
            .map(|session| running(model, whole, session, cut));
        if let Some(policy) = whole.policies.iter().find(|policy| policy.job == index) {
            let (left, touched) = policy_at(model, policy, cut, window.is_some())?;
            job.job.policy.as_mut()?.initial_sync = left;
            for action in touched {
                let name =
                    JobName { tenant: Some(job.job.tenant.clone()), job: job.job.name.clone() };
                events.push(Event { at: start, action: Action::Policy(name, *action) });
            }
        }
    }
    events.append(&mut second.events);
    second.events = events;
    Some(second)
}

/// The planned end in force at the cut.
fn planned_end(first: &Scenario, past: &[&Event], cut: Instant) -> Option<Instant> {
    let mut on = first.mode == Mode::Maintenance;
    let mut until = first.until;
    for event in past {
        if until.is_some_and(|until| until <= event.at) {
            (on, until) = (false, None);
        }
        match &event.action {
            Action::Enable { until: new } => {
                until = if on { new.or(until) } else { *new };
                on = true;
            }
            Action::Disable => (on, until) = (false, None),
            _ => {}
        }
    }
    until.filter(|until| on && *until > cut)
}

fn running(model: &Model, whole: &Outcome, session: &SessionRecord, cut: Instant) -> Running {
    let tasks = tasks(whole, session).iter().map(|task| {
        let ended = task.ended.filter(|at| *at <= cut);
        let started = task.started.filter(|at| *at <= cut);
        let state = match (ended, started) {
            (Some(_), _) => task.state,
            (None, Some(_)) => TaskState::Running,
            (None, None) => TaskState::Pending,
        };
        SessionTask {
            name: model.task_name(session.job, task.task).into(),
            state,
            started,
            ended,
            code: task.code.filter(|_| ended.is_some()),
        }
    });
    Running { started: session.started, attempt: session.attempt, tasks: tasks.collect(), place: 0 }
}

/// What is left of a policy's initial synchronisation, and the events that bring it to its state.
fn policy_at(
    scenario: &Model,
    policy: &PolicyRecord,
    cut: Instant,
    on: bool,
) -> Option<(Option<Span>, &'static [PolicyAction])> {
    let job = &scenario.jobs[policy.job as usize];
    let planned = job.policy?.initial_sync;
    let mut processed = Span::from_secs(0);
    // The second part begins a millisecond after the cut.
    let start = Instant::from_millis(cut.millis() + 1);
    let mut ends = policy.changes.iter().skip(1).map(|change| change.at.min(start));
    let mut last = None;
    for change in policy.changes.iter().filter(|change| change.at <= cut) {
        let until = ends.next().unwrap_or(start);
        if change.processing {
            processed = processed + (until - change.at);
        }
        last = Some(change);
    }
    let left = planned.filter(|planned| *planned > processed).map(|planned| planned - processed);
    let shows = match last?.status {
        PolicyStatus::Disabled => return Some((left, &[PolicyAction::Disable])),
        PolicyStatus::Deleted => return Some((left, &[PolicyAction::Delete])),
        shown => shown,
    };
    let stopped = on && job.coverage() == Coverage::Cdp;
    let would_show =
        if stopped || left.is_none() { PolicyStatus::Syncing } else { PolicyStatus::InitialSync };
    match (shows == would_show, shows, left) {
        (true, _, _) => Some((left, &[])),
        // Disabled and enabled again while the mode was on.
        (false, PolicyStatus::InitialSync, Some(_)) => {
            Some((left, &[PolicyAction::Disable, PolicyAction::Enable]))
        }
        (false, _, _) => None,
    }
}

#[test]
fn a_scenario_cut_in_two_ends_as_the_whole_does() {
    let (mut compared, mut skipped) = (0, 0);
    for seed in 0..2000 {
        let first = random::scenario(seed);
        let scenario = Model::new(first.clone()).unwrap();
        let whole = simulate(&scenario, Keep::Everything);
        let mut draw = random::Draw::new(seed + 1_000_000);
        for _ in 0..3 {
            let minute = draw.below(34) * 5 + i64::from(draw.chance(20));
            let cut = Instant::from_millis(random::START + minute * 60_000);
            if scenario.end.is_some_and(|end| end <= cut) || inexpressible(&scenario, &whole, cut) {
                skipped += 1;
                continue;
            }
            let Some(second) = continued(&first, &scenario, &whole, cut) else {
                skipped += 1;
                continue;
            };
            let second = Model::new(second);
            let second = second.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            compare(
                seed,
                cut,
                (&scenario, &whole),
                (&second, &simulate(&second, Keep::Everything)),
            );
            compared += 1;
        }
    }
    assert!(compared > 2500, "{compared} compared, {skipped} skipped");
}

fn compare(seed: u64, cut: Instant, whole: (&Model, &Outcome), second: (&Model, &Outcome)) {
    let tell = |(scenario, outcome): (&Model, &Outcome)| {
        let mut told: Vec<String> = outcome
            .sessions
            .iter()
            .filter(|session| session.started > cut || alive(session, cut))
            .map(|session| told(scenario, outcome, session, cut))
            .collect();
        told.sort_unstable();
        told
    };
    assert_eq!(tell(whole), tell(second), "seed {seed} cut {cut}");
    let policies = |(scenario, outcome): (&Model, &Outcome)| -> Vec<String> {
        outcome
            .policies
            .iter()
            .map(|policy| {
                let later: Vec<_> = policy
                    .changes
                    .iter()
                    .filter(|change| change.at.millis() > cut.millis() + 1)
                    .collect();
                let last = policy.changes.last().map(|change| (change.status, change.processing));
                format!("{} {later:?} {last:?}", scenario.jobs[policy.job as usize].name)
            })
            .collect()
    };
    assert_eq!(policies(whole), policies(second), "seed {seed} cut {cut}");
    let drained = |outcome: &Outcome| {
        let late = |window: &&crate::simulator::Window| {
            window.drained_at.is_some_and(|at| at > second.0.start)
        };
        outcome.windows.iter().filter(late).map(|window| window.drained_at).collect::<Vec<_>>()
    };
    assert_eq!(drained(whole.1), drained(second.1), "seed {seed} cut {cut}");
    assert_eq!(whole.0.tenants.len(), second.0.tenants.len());
}
