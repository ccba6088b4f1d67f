//! Splitting: a scenario cut in two at any instant ends as the whole one does.
//!
//! The second part begins one millisecond after the first one ends, and continues from its state
//! as far as the format can express it. It cannot express a retry that waits, which of two running
//! sessions was created first, since when a task is overdue, or that a policy shows `syncing` before its initial
//! synchronisation completed; such cuts are not compared, and counted.

use crate::domain::{Coverage, Instant, Mode, PolicyStatus, Rule, Service, Span, TaskState};
use crate::scenario::{Document, EventDoc, RunningDoc, RunningTaskDoc, Scenario, check, random};
use crate::simulator::{Keep, Outcome, PolicyRecord, SessionRecord, TaskRecord, simulate};

fn tasks<'o>(outcome: &'o Outcome, session: &SessionRecord) -> &'o [TaskRecord] {
    &outcome.tasks[session.tasks.start as usize..session.tasks.end as usize]
}

/// A session by what it is known by, and all that became of it after the cut.
fn told(scenario: &Scenario, outcome: &Outcome, session: &SessionRecord, cut: Instant) -> String {
    let job = &scenario.jobs[session.job as usize];
    let tasks: Vec<String> = tasks(outcome, session)
        .iter()
        .map(|task| {
            let text = task
                .wording
                .filter(|_| task.ended.is_some_and(|ended| ended > cut))
                .map(|wording| outcome.text(scenario, session.job, wording));
            let name = &scenario.task_names[task.task as usize];
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
        job.tenant,
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
fn inexpressible(scenario: &Scenario, whole: &Outcome, cut: Instant) -> bool {
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
    let overdue = works.iter().flat_map(|session| tasks(whole, session)).any(|task| {
        let planned = task.started.map(|at| at + scenario.durations[task.task as usize]);
        task.ended.is_none_or(|ended| ended > cut) && planned.is_some_and(|planned| planned <= cut)
    });
    waits || disordered || overdue
}

/// The second part, or nothing where a policy's state cannot be expressed.
fn continued<'a>(
    document: &Document<'a>,
    scenario: &Scenario,
    whole: &Outcome,
    cut: Instant,
) -> Option<Document<'a>> {
    let start = Instant::from_millis(cut.millis() + 1);
    let mut second = document.clone();
    let mut events = Vec::new();
    let happened =
        |event: &&EventDoc<'_>| event.at.is_some_and(|at| at >= scenario.start && at <= cut);
    let mut past: Vec<&EventDoc<'_>> = document.events.iter().flatten().filter(happened).collect();
    past.sort_by_key(|event| event.at);
    second.start = Some(start);
    for event in &past {
        match event.event.as_deref() {
            Some("set-message") => {
                second.message = event.message.as_ref().map(|text| text.to_string().into());
            }
            Some("service-stop") => second.service = Some(Service::Stopped),
            Some("service-start") => second.service = Some(Service::Running),
            Some(kind @ ("disable-tenant" | "enable-tenant")) => {
                for tenant in second.tenants.iter_mut().flatten() {
                    if tenant.name == event.tenant {
                        tenant.enabled = Some(kind == "enable-tenant");
                    }
                }
            }
            _ => {}
        }
    }
    let window = whole.windows.iter().rev().find(|window| window.from <= cut);
    let window = window.filter(|window| window.until.is_none_or(|until| until > cut));
    second.mode = Some(if window.is_some() { Mode::Maintenance } else { Mode::Active });
    second.until = window.and_then(|_| planned_end(document, &past, cut));
    for (index, job) in (0_u32..).zip(second.jobs.iter_mut().flatten()) {
        job.running = whole
            .sessions
            .iter()
            .find(|session| session.job == index && alive(session, cut))
            .map(|session| running(scenario, whole, session, cut));
        if let Some(policy) = whole.policies.iter().find(|policy| policy.job == index) {
            let (left, touched) = policy_at(scenario, policy, cut, window.is_some())?;
            job.initial_sync = left;
            for kind in touched {
                events.push(EventDoc {
                    at: Some(start),
                    event: Some((*kind).into()),
                    job: job.name.clone(),
                    tenant: job.tenant.clone(),
                    ..EventDoc::default()
                });
            }
        }
    }
    events.extend(second.events.into_iter().flatten());
    second.events = Some(events);
    Some(second)
}

/// The planned end in force at the cut.
fn planned_end(document: &Document<'_>, past: &[&EventDoc<'_>], cut: Instant) -> Option<Instant> {
    let mut on = document.mode == Some(Mode::Maintenance);
    let mut until = document.until;
    for event in past {
        let at = event.at.unwrap_or(cut);
        if until.is_some_and(|until| until <= at) {
            (on, until) = (false, None);
        }
        match event.event.as_deref() {
            Some("enable") => {
                until = if on { event.until.or(until) } else { event.until };
                on = true;
            }
            Some("disable") => (on, until) = (false, None),
            _ => {}
        }
    }
    until.filter(|until| on && *until > cut)
}

fn running<'a>(
    scenario: &Scenario,
    whole: &Outcome,
    session: &SessionRecord,
    cut: Instant,
) -> RunningDoc<'a> {
    let tasks = tasks(whole, session).iter().map(|task| {
        let ended = task.ended.filter(|at| *at <= cut);
        let started = task.started.filter(|at| *at <= cut);
        let state = match (ended, started) {
            (Some(_), _) => task.state,
            (None, Some(_)) => TaskState::Running,
            (None, None) => TaskState::Pending,
        };
        RunningTaskDoc {
            name: Some(scenario.task_names[task.task as usize].to_string().into()),
            state: Some(state),
            started,
            ended,
            code: task.code.filter(|_| ended.is_some()),
        }
    });
    RunningDoc {
        started: Some(session.started),
        attempt: Some(session.attempt),
        tasks: Some(tasks.collect()),
    }
}

/// What is left of a policy's initial synchronisation, and the events that bring it to its state.
fn policy_at(
    scenario: &Scenario,
    policy: &PolicyRecord,
    cut: Instant,
    on: bool,
) -> Option<(Option<Span>, &'static [&'static str])> {
    let job = &scenario.jobs[policy.job as usize];
    let planned = job.policy.as_ref()?.initial_sync;
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
        PolicyStatus::Disabled => return Some((left, &["disable-policy"])),
        PolicyStatus::Deleted => return Some((left, &["delete-policy"])),
        shown => shown,
    };
    let stopped = on && job.coverage() == Coverage::Cdp;
    let would_show =
        if stopped || left.is_none() { PolicyStatus::Syncing } else { PolicyStatus::InitialSync };
    match (shows == would_show, shows, left) {
        (true, _, _) => Some((left, &[])),
        // Disabled and enabled again while the mode was on.
        (false, PolicyStatus::InitialSync, Some(_)) => {
            Some((left, &["disable-policy", "enable-policy"]))
        }
        (false, _, _) => None,
    }
}

#[test]
fn a_scenario_cut_in_two_ends_as_the_whole_does() {
    let (mut compared, mut skipped) = (0, 0);
    for seed in 0..2000 {
        let document = random::document(seed);
        let scenario = check(&document).unwrap();
        let whole = simulate(&scenario, Keep::Everything);
        let mut draw = random::Draw::new(seed + 1_000_000);
        for _ in 0..3 {
            let minute = draw.below(34) * 5 + i64::from(draw.chance(20));
            let cut = Instant::from_millis(random::START + minute * 60_000);
            if scenario.end.is_some_and(|end| end <= cut) || inexpressible(&scenario, &whole, cut) {
                skipped += 1;
                continue;
            }
            let Some(second) = continued(&document, &scenario, &whole, cut) else {
                skipped += 1;
                continue;
            };
            let second = check(&second).unwrap_or_else(|wrong| panic!("seed {seed}: {wrong}"));
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

fn compare(seed: u64, cut: Instant, whole: (&Scenario, &Outcome), second: (&Scenario, &Outcome)) {
    let tell = |(scenario, outcome): (&Scenario, &Outcome)| {
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
    let policies = |(scenario, outcome): (&Scenario, &Outcome)| -> Vec<String> {
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
