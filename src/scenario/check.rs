//! Check: every rule that a scenario document must keep, and its layout for the engine.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::checked::{Job, Policy, Retry, Scenario, Tenant};
use super::cron;
use super::document::{Document, JobDoc, TaskDoc, Text};
use super::events;
use super::read::Wrong;
use super::running;
use crate::domain::control::OnExpiry;
use crate::domain::{Access, DEFAULT_REASON, Instant, Mode, Service, Target, Template};

/// Reports a missing member.
pub(super) fn require<T>(member: Option<T>, place: impl FnOnce() -> String) -> Result<T, Wrong> {
    member.ok_or_else(|| Wrong::new(place(), "missing"))
}

/// Arrays are indexed with 32 bits; no document of a size that memory holds comes near.
pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A name as it must be to be known by.
pub(super) fn named<'a>(
    name: Option<&'a Text<'_>>,
    place: impl Fn() -> String,
) -> Result<&'a str, Wrong> {
    let name = require(name, &place)?;
    if name.trim().is_empty() {
        return Err(Wrong::new(place(), "a name must not be blank"));
    }
    Ok(name)
}

/// Reads a text of the notification.
pub(super) fn template(text: Option<&Text<'_>>, place: &str) -> Result<Template, Wrong> {
    Template::parse(text.map(|text| &**text)).map_err(|error| Wrong::new(place, error))
}

/// The check on its way through a document.
pub(super) struct Checker<'d> {
    document: &'d Document<'d>,
    pub(super) scenario: Scenario,
    pub(super) tenant_by_name: HashMap<&'d str, u32>,
    pub(super) job_by_name: HashMap<(u32, &'d str), u32>,
    task_name_by_text: HashMap<&'d str, u32>,
    schedules: HashMap<(&'d str, &'d str), Vec<Instant>>,
}

impl<'d> Checker<'d> {
    /// Checks what stands at the top of the document.
    pub(super) fn new(document: &'d Document<'d>) -> Result<Checker<'d>, Wrong> {
        let version = require(document.scenario, || "scenario".into())?;
        if version != 1 {
            return Err(Wrong::new(
                "scenario",
                format!("version {version} is not known; known: 1"),
            ));
        }
        let start = require(document.start, || "start".into())?;
        if document.end.is_some_and(|end| end < start) {
            return Err(Wrong::new("end", "before the start"));
        }
        let mode = document.mode.unwrap_or(Mode::Active);
        if let Some(until) = document.until {
            match mode {
                Mode::Active => {
                    return Err(Wrong::new("until", "needs \"mode\": \"maintenance\""));
                }
                Mode::Maintenance if until <= start => {
                    return Err(Wrong::new("until", "not later than the start"));
                }
                Mode::Maintenance => {}
            }
        }
        let jobs = document.jobs.as_deref().unwrap_or_default();
        let tasks = jobs.iter().map(|job| job.tasks.as_ref().map_or(0, Vec::len)).sum();
        let scenario = Scenario {
            start,
            end: document.end,
            mode,
            until: document.until,
            on_expiry: OnExpiry::Disable,
            reason: document.reason.as_deref().unwrap_or(DEFAULT_REASON).into(),
            service: document.service.unwrap_or(Service::Running),
            messages: vec![template(document.message.as_ref(), "message")?],
            tenants: Vec::new(),
            jobs: Vec::with_capacity(jobs.len()),
            durations: Vec::with_capacity(tasks),
            task_name_of: Vec::with_capacity(tasks),
            task_fails: Vec::with_capacity(tasks),
            task_names: Vec::new(),
            starts: Vec::new(),
            events: Vec::new(),
            replicas: Vec::new(),
        };
        Ok(Checker {
            document,
            scenario,
            tenant_by_name: HashMap::new(),
            job_by_name: HashMap::with_capacity(jobs.len()),
            task_name_by_text: HashMap::new(),
            schedules: HashMap::new(),
        })
    }

    /// Checks everything else, in the order of the document.
    pub(super) fn finish(mut self) -> Result<Scenario, Wrong> {
        self.tenants()?;
        for (at, job) in self.document.jobs.iter().flatten().enumerate() {
            self.job(at, job)?;
        }
        self.replicas()?;
        let events = self.document.events.as_deref().unwrap_or_default();
        events::check(&mut self, events)?;
        Ok(self.scenario)
    }

    fn tenants(&mut self) -> Result<(), Wrong> {
        for (at, tenant) in self.document.tenants.iter().flatten().enumerate() {
            let place = || format!("tenants[{at}].name");
            let name = named(tenant.name.as_ref(), place)?;
            if tenant.slots == Some(0) {
                return Err(Wrong::new(format!("tenants[{at}].slots"), "must be 1 or more"));
            }
            match self.tenant_by_name.entry(name) {
                Entry::Occupied(_) => {
                    return Err(Wrong::new(place(), format!("a second tenant named {name:?}")));
                }
                Entry::Vacant(free) => free.insert(index(self.scenario.tenants.len())),
            };
            let access =
                if tenant.enabled == Some(false) { Access::Disabled } else { Access::Enabled };
            self.scenario.tenants.push(Tenant { name: name.into(), access, slots: tenant.slots });
        }
        Ok(())
    }

    fn replicas(&mut self) -> Result<(), Wrong> {
        for (at, replica) in self.document.replicas_in_failover.iter().flatten().enumerate() {
            let place = || format!("replicas_in_failover[{at}].tenant");
            let tenant = require(replica.tenant.as_ref(), place)?;
            let Some(&tenant) = self.tenant_by_name.get(&**tenant) else {
                return Err(Wrong::new(place(), format!("nobody knows tenant {:?}", &**tenant)));
            };
            let place = || format!("replicas_in_failover[{at}].replica");
            let name = named(replica.replica.as_ref(), place)?;
            self.scenario.replicas.push((tenant, name.into()));
        }
        Ok(())
    }

    fn job(&mut self, at: usize, job: &'d JobDoc<'d>) -> Result<(), Wrong> {
        let place = |member: &str| format!("jobs[{at}].{member}");
        let name = named(job.name.as_ref(), || place("name"))?;
        let tenant = self.tenant_of(named(job.tenant.as_ref(), || place("tenant"))?);
        match self.job_by_name.entry((tenant, name)) {
            Entry::Occupied(_) => {
                let what = format!("a second job of this tenant named {name:?}");
                return Err(Wrong::new(place("name"), what));
            }
            Entry::Vacant(free) => free.insert(index(self.scenario.jobs.len())),
        };
        let job_type = require(job.job_type, || place("type"))?;
        let target = job.target.unwrap_or(Target::Cloud);
        if job.slots == Some(0) {
            return Err(Wrong::new(place("slots"), "must be 1 or more"));
        }
        let policy = if job_type.is_policy() { Some(policy(at, job)?) } else { None };
        if policy.is_none() {
            refuse_policy_members(at, job)?;
        }
        let tasks = index(self.scenario.durations.len());
        if policy.is_none() {
            self.tasks(at, job)?;
        }
        let tasks = tasks..index(self.scenario.durations.len());
        recorded(at, job)?;
        let starts = index(self.scenario.starts.len());
        self.starts(at, job)?;
        let starts = starts..index(self.scenario.starts.len());
        let mut checked = Job {
            name: name.into(),
            tenant,
            job_type,
            target,
            slots: job.slots.unwrap_or(1),
            tasks,
            starts,
            retry: retry(at, job)?,
            running: None,
            policy,
        };
        if let Some(session) = &job.running {
            let names = job.tasks.as_deref().unwrap_or_default();
            let session = running::check(&self.scenario, &checked, names, session, at)?;
            checked.running = Some(Box::new(session));
        }
        self.scenario.jobs.push(checked);
        Ok(())
    }

    /// The tenant of a job; one that only jobs name exists, enabled and without limit.
    fn tenant_of(&mut self, name: &'d str) -> u32 {
        let next = index(self.scenario.tenants.len());
        *self.tenant_by_name.entry(name).or_insert_with(|| {
            let access = Access::Enabled;
            self.scenario.tenants.push(Tenant { name: name.into(), access, slots: None });
            next
        })
    }

    fn tasks(&mut self, at: usize, job: &'d JobDoc<'d>) -> Result<(), Wrong> {
        let tasks: &'d [TaskDoc<'d>] = job.tasks.as_deref().unwrap_or_default();
        if tasks.is_empty() {
            return Err(Wrong::new(format!("jobs[{at}].tasks"), "a job needs a task at least"));
        }
        let first = self.scenario.task_name_of.len();
        for (k, task) in tasks.iter().enumerate() {
            let place = |member: &str| format!("jobs[{at}].tasks[{k}].{member}");
            let name = named(task.name.as_ref(), || place("name"))?;
            let name = match self.task_name_by_text.entry(name) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(free) => {
                    let next = index(self.scenario.task_names.len());
                    self.scenario.task_names.push(name.into());
                    *free.insert(next)
                }
            };
            let duration = require(task.duration, || place("duration"))?;
            self.scenario.task_name_of.push(name);
            self.scenario.durations.push(duration);
            self.scenario.task_fails.push(task.fails == Some(true));
        }
        if let Some(k) = repeated(&self.scenario.task_name_of[first..]) {
            let name = tasks[k].name.as_deref().unwrap_or_default();
            let what = format!("a second task of this job named {name:?}");
            return Err(Wrong::new(format!("jobs[{at}].tasks[{k}].name"), what));
        }
        Ok(())
    }

    fn starts(&mut self, at: usize, job: &'d JobDoc<'d>) -> Result<(), Wrong> {
        let scenario = &mut self.scenario;
        let first = scenario.starts.len();
        let last = scenario.end.unwrap_or(Instant::LAST);
        let given = job.starts.iter().flatten();
        let within = |instant: &&Instant| (scenario.start..=last).contains(*instant);
        scenario.starts.extend(given.filter(within));
        if let Some(schedule) = &job.schedule {
            let place = |member: &str| format!("jobs[{at}].schedule{member}");
            let cron = require(schedule.cron.as_ref(), || place(".cron"))?;
            let zone = schedule.timezone.as_deref().unwrap_or("UTC");
            let Some(end) = scenario.end else {
                return Err(Wrong::new(place(""), "needs the scenario's \"end\""));
            };
            let more = match self.schedules.entry((cron, zone)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => {
                    let starts = cron::starts(cron, zone, scenario.start, end)
                        .map_err(|(member, what)| Wrong::new(place(&format!(".{member}")), what))?;
                    free.insert(starts)
                }
            };
            scenario.starts.extend_from_slice(more);
        }
        scenario.starts[first..].sort_unstable();
        let mut kept = first;
        for k in first..scenario.starts.len() {
            if kept == first || scenario.starts[k] != scenario.starts[kept - 1] {
                scenario.starts[kept] = scenario.starts[k];
                kept += 1;
            }
        }
        scenario.starts.truncate(kept);
        Ok(())
    }
}

/// The place of the first name that stands there for the second time.
fn repeated(names: &[u32]) -> Option<usize> {
    const FEW: usize = 24;
    if names.len() <= FEW {
        return (1..names.len()).find(|&k| names[..k].contains(&names[k]));
    }
    let mut seen = std::collections::HashSet::with_capacity(names.len());
    names.iter().position(|name| !seen.insert(name))
}

fn policy(at: usize, job: &JobDoc<'_>) -> Result<Policy, Wrong> {
    let given = [
        ("tasks", job.tasks.is_some()),
        ("slots", job.slots.is_some()),
        ("starts", job.starts.is_some()),
        ("schedule", job.schedule.is_some()),
        ("recorded", job.recorded.is_some()),
        ("retry", job.retry.is_some()),
        ("running", job.running.is_some()),
    ];
    if let Some((member, _)) = given.iter().find(|(_, given)| *given) {
        let what = "a cdp-policy has no sessions, so it does not take this";
        return Err(Wrong::new(format!("jobs[{at}].{member}"), what));
    }
    let created_by_event = job.created_by_event == Some(true);
    if created_by_event && job.initial_sync.is_none() {
        return Err(Wrong::new(format!("jobs[{at}].created_by_event"), "needs \"initial_sync\""));
    }
    Ok(Policy { initial_sync: job.initial_sync, created_by_event })
}

fn refuse_policy_members(at: usize, job: &JobDoc<'_>) -> Result<(), Wrong> {
    let given = [
        ("initial_sync", job.initial_sync.is_some()),
        ("created_by_event", job.created_by_event.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((member, _)) => {
            Err(Wrong::new(format!("jobs[{at}].{member}"), "only a cdp-policy takes this"))
        }
        None => Ok(()),
    }
}

fn retry(at: usize, job: &JobDoc<'_>) -> Result<Option<Retry>, Wrong> {
    let Some(retry) = &job.retry else {
        return Ok(None);
    };
    let times = require(retry.times, || format!("jobs[{at}].retry.times"))?;
    let wait = require(retry.wait, || format!("jobs[{at}].retry.wait"))?;
    Ok(Some(Retry { times, wait }))
}

fn recorded(at: usize, job: &JobDoc<'_>) -> Result<(), Wrong> {
    let Some(recorded) = &job.recorded else {
        return Ok(());
    };
    let known: std::collections::HashSet<&str> =
        job.tasks.iter().flatten().filter_map(|task| task.name.as_deref()).collect();
    match recorded.keys().find(|name| !known.contains(&***name)) {
        Some(name) => {
            let what = format!("the job has no task named {:?}", &**name);
            Err(Wrong::new(format!("jobs[{at}].recorded"), what))
        }
        None => Ok(()),
    }
}
