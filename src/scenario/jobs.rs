//! Jobs: checks a job, and lays out its tasks and starts.

use crate::domain::{Access, Instant, Quoted, Target};
use crate::scenario::check::{Checker, index, named, require};
use crate::scenario::checked::{IndexedJob, IndexedPolicy, IndexedRetry};
use crate::scenario::cron;
use crate::scenario::document::{JobDoc, TaskDoc};
use crate::scenario::read::Wrong;
use crate::scenario::running;

impl Checker {
    /// Checks a job or policy.
    pub fn job(&mut self, job: &JobDoc<'_>) -> Result<(), Wrong> {
        let at = self.scenario.jobs.len();
        let place = |member: &str| format!("jobs[{at}].{member}");
        let name = named(job.name.as_ref(), || place("name"))?;
        let tenant = named(job.tenant.as_ref(), || place("tenant"))?;
        // A tenant that only jobs name exists, enabled and without limit.
        let (tenant, _) = self.enter_tenant(tenant, Access::Enabled, None);
        if !self.note_job(tenant, name) {
            let what = format!("a second job of this tenant named {}", Quoted(name));
            return Err(Wrong::new(place("name"), what));
        }
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
        self.recorded(at, job)?;
        let starts = index(self.scenario.starts.len());
        self.starts(at, job)?;
        let starts = starts..index(self.scenario.starts.len());
        let mut checked = IndexedJob {
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
        self.count_sessions(at, job, &checked)?;
        self.scenario.jobs.push(checked);
        Ok(())
    }

    /// Makes sure that all the sessions that there could be, retries included, fit into memory.
    fn count_sessions(
        &mut self,
        at: usize,
        job: &JobDoc<'_>,
        checked: &IndexedJob,
    ) -> Result<(), Wrong> {
        let last = self.scenario.end.unwrap_or(Instant::LAST);
        let times = checked.retry.as_ref().map_or(0, |retry| {
            let fit = (last - self.scenario.start).millis() / retry.wait.millis().max(1);
            u64::from(retry.times).min(fit.unsigned_abs() + 1)
        });
        let starts = checked.starts.len() as u64 + u64::from(checked.running.is_some());
        self.sessions = self.sessions.saturating_add(starts.saturating_mul(1 + times));
        if self.sessions <= MOST_SESSIONS {
            return Ok(());
        }
        let member = match &job.retry {
            Some(_) if times > starts => "retry.times",
            _ if job.schedule.is_some() => "schedule.cron",
            _ => "starts",
        };
        let what = format!(
            "with this job there could be more than {MOST_SESSIONS} sessions, retries included; bring the end nearer"
        );
        Err(Wrong::new(format!("jobs[{at}].{member}"), what))
    }

    fn tasks(&mut self, at: usize, job: &JobDoc<'_>) -> Result<(), Wrong> {
        let tasks: &[TaskDoc<'_>] = job.tasks.as_deref().unwrap_or_default();
        if tasks.is_empty() {
            return Err(Wrong::new(format!("jobs[{at}].tasks"), "a job needs a task at least"));
        }
        let scenario = &mut self.scenario;
        for (k, task) in tasks.iter().enumerate() {
            let place = |member: &str| format!("jobs[{at}].tasks[{k}].{member}");
            scenario.task_names.push(named(task.name.as_ref(), || place("name"))?);
            scenario.durations.push(require(task.duration, || place("duration"))?);
            scenario.task_fails.push(task.fails == Some(true));
        }
        if let Some(k) = repeated(tasks) {
            let name = tasks[k].name.as_deref().unwrap_or_default();
            let what = format!("a second task of this job named {}", Quoted(name));
            return Err(Wrong::new(format!("jobs[{at}].tasks[{k}].name"), what));
        }
        Ok(())
    }

    /// Lays out what past sessions took; the job's tasks are the last ones of the scenario.
    fn recorded(&mut self, at: usize, job: &JobDoc<'_>) -> Result<(), Wrong> {
        let Some(recorded) = &job.recorded else {
            return Ok(());
        };
        let tasks = job.tasks.as_deref().unwrap_or_default();
        let first = self.scenario.durations.len() - tasks.len();
        let mut found = 0;
        for (task, name) in (first..).zip(tasks.iter().map(|task| task.name.as_deref())) {
            if let Some(took) = name.and_then(|name| recorded.get(name)) {
                self.scenario.recorded.push(index(task), took);
                found += 1;
            }
        }
        if found == recorded.len() {
            return Ok(());
        }
        let known = |name: &str| tasks.iter().any(|task| task.name.as_deref() == Some(name));
        let stray = recorded.keys().find(|name| !known(name)).map(|name| &**name);
        let what = format!("the job has no task named {}", Quoted(stray.unwrap_or_default()));
        Err(Wrong::new(format!("jobs[{at}].recorded"), what))
    }

    fn starts(&mut self, at: usize, job: &JobDoc<'_>) -> Result<(), Wrong> {
        let first = self.scenario.starts.len();
        let last = self.scenario.end.unwrap_or(Instant::LAST);
        let start = self.scenario.start;
        let given = job.starts.iter().flatten();
        let within = |instant: &&Instant| (start..=last).contains(*instant);
        self.scenario.starts.extend(given.filter(within));
        if let Some(schedule) = &job.schedule {
            let place = |member: &str| format!("jobs[{at}].schedule{member}");
            let cron = &**require(schedule.cron.as_ref(), || place(".cron"))?;
            let zone = schedule.timezone.as_deref().unwrap_or("UTC");
            let Some(end) = self.scenario.end else {
                return Err(Wrong::new(place(""), "needs the scenario's \"end\""));
            };
            let schedules = &mut self.schedules;
            let key_of = |at: u32| {
                let (cron, zone, _) = &schedules[at as usize];
                (&**cron, &**zone)
            };
            let known = if let Some(known) = self.schedule_names.find((cron, zone), key_of) {
                known
            } else {
                let starts = cron::starts(cron, zone, start, end)
                    .map_err(|(member, what)| Wrong::new(place(&format!(".{member}")), what))?;
                let next = index(schedules.len());
                self.schedule_names.find_or_note((cron, zone), next, key_of);
                schedules.push((cron.into(), zone.into(), starts));
                next
            };
            self.scenario.starts.extend_from_slice(&self.schedules[known as usize].2);
        }
        let starts = &mut self.scenario.starts;
        starts[first..].sort_unstable();
        let mut kept = first;
        for k in first..starts.len() {
            if kept == first || starts[k] != starts[kept - 1] {
                starts[kept] = starts[k];
                kept += 1;
            }
        }
        starts.truncate(kept);
        Ok(())
    }
}

fn name_of<'a>(task: &'a TaskDoc<'_>) -> &'a [u8] {
    task.name.as_deref().unwrap_or_default().as_bytes()
}

/// The place of the first name that stands there for the second time.
fn repeated(tasks: &[TaskDoc<'_>]) -> Option<usize> {
    const FEW: usize = 24;
    if tasks.len() <= FEW {
        // Names of a job are often as long as each other, and differ at their end.
        let same = |a: &[u8], b: &[u8]| a.len() == b.len() && a.last() == b.last() && a == b;
        let known = |k: usize| {
            let of_k = name_of(&tasks[k]);
            tasks[..k].iter().any(|other| same(name_of(other), of_k))
        };
        return (1..tasks.len()).find(|&k| known(k));
    }
    let mut seen = hashbrown::HashSet::with_capacity(tasks.len());
    tasks.iter().position(|task| !seen.insert(name_of(task)))
}

fn policy(at: usize, job: &JobDoc<'_>) -> Result<IndexedPolicy, Wrong> {
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
    Ok(IndexedPolicy { initial_sync: job.initial_sync, created_by_event })
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

/// More sessions than this, in all, would not fit into the memory of a usual machine.
const MOST_SESSIONS: u64 = 20_000_000;

/// More retries than this are a mistake: every one is a session that is kept.
const MOST_RETRIES: u32 = 1_000_000;

fn retry(at: usize, job: &JobDoc<'_>) -> Result<Option<IndexedRetry>, Wrong> {
    let Some(retry) = &job.retry else {
        return Ok(None);
    };
    let times = require(retry.times, || format!("jobs[{at}].retry.times"))?;
    if times > MOST_RETRIES {
        let what = format!("more than {MOST_RETRIES} retries would never be waited for");
        return Err(Wrong::new(format!("jobs[{at}].retry.times"), what));
    }
    let wait = require(retry.wait, || format!("jobs[{at}].retry.wait"))?;
    Ok(Some(IndexedRetry { times, wait }))
}
