//! Check: every rule that a scenario must keep, and its layout for the engine, part by part.

use crate::domain::control::OnExpiry;
use crate::domain::{Access, DEFAULT_REASON, Instant, Mode, Quoted, Service, Template};
use crate::scenario::checked::{IndexedTenant, Recorded, Scenario};
use crate::scenario::document::{Document, EventDoc, ReplicaDoc, TenantDoc, Text};
use crate::scenario::events;
use crate::scenario::names::Names;
use crate::scenario::read::Wrong;
use crate::scenario::texts::Texts;

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
    if name.chars().all(char::is_whitespace) {
        return Err(Wrong::new(place(), "a name must not be blank"));
    }
    Ok(name)
}

/// Reads a text of the notification.
pub(super) fn template(text: Option<&Text<'_>>, place: &str) -> Result<Template, Wrong> {
    Template::parse(text.map(|text| &**text)).map_err(|error| Wrong::new(place, error))
}

/// A scenario on its way through the check: fed with tenants first, then with jobs one by one.
/// Nothing of what it is fed with is kept, so a long list of jobs can come as a stream.
pub struct Checker {
    pub(super) scenario: Scenario,
    tenants: Names,
    jobs: Names,
    /// Starts by cron and time zone, since many jobs share a schedule.
    pub(super) schedules: Vec<(Box<str>, Box<str>, Vec<Instant>)>,
    pub(super) schedule_names: Names,
    /// How many sessions there could be, retries included.
    pub(super) sessions: u64,
}

impl Checker {
    /// Checks what stands at the top of a document; its lists are not looked at.
    pub fn new(document: &Document<'_>) -> Result<Checker, Wrong> {
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
            jobs: Vec::new(),
            durations: Vec::new(),
            task_fails: Vec::new(),
            task_names: Texts::default(),
            recorded: Recorded::default(),
            starts: Vec::new(),
            events: Vec::new(),
            replicas: Vec::new(),
        };
        Ok(Checker {
            scenario,
            tenants: Names::default(),
            jobs: Names::default(),
            schedules: Vec::new(),
            schedule_names: Names::default(),
            sessions: 0,
        })
    }

    /// Makes room for so many jobs with so many tasks in all, where that is known beforehand.
    pub fn reserve(&mut self, jobs: usize, tasks: usize) {
        let scenario = &mut self.scenario;
        scenario.jobs.reserve_exact(jobs);
        scenario.durations.reserve_exact(tasks);
        scenario.task_fails.reserve_exact(tasks);
        self.jobs.reserve(jobs);
    }

    /// Checks a tenant. Tenants come before jobs.
    pub fn tenant(&mut self, tenant: &TenantDoc<'_>) -> Result<(), Wrong> {
        let at = self.scenario.tenants.len();
        let place = || format!("tenants[{at}].name");
        let name = named(tenant.name.as_ref(), place)?;
        if tenant.slots == Some(0) {
            return Err(Wrong::new(format!("tenants[{at}].slots"), "must be 1 or more"));
        }
        let access = if tenant.enabled == Some(false) { Access::Disabled } else { Access::Enabled };
        let (_, is_new) = self.enter_tenant(name, access, tenant.slots);
        if is_new {
            return Ok(());
        }
        Err(Wrong::new(place(), format!("a second tenant named {}", Quoted(name))))
    }

    /// Checks what comes after the jobs, and gives the whole scenario.
    pub fn finish(
        mut self,
        replicas: &[ReplicaDoc<'_>],
        documents: &[EventDoc<'_>],
    ) -> Result<Scenario, Wrong> {
        for (at, replica) in replicas.iter().enumerate() {
            let place = || format!("replicas_in_failover[{at}].tenant");
            let tenant = require(replica.tenant.as_ref(), place)?;
            let Some(tenant) = self.tenant_named(tenant) else {
                return Err(Wrong::new(place(), format!("nobody knows tenant {}", Quoted(tenant))));
            };
            let place = || format!("replicas_in_failover[{at}].replica");
            let name = named(replica.replica.as_ref(), place)?;
            self.scenario.replicas.push((tenant, name.into()));
        }
        let (messages, events) = events::check(&self, documents)?;
        self.scenario.messages.extend(messages);
        self.scenario.events = events;
        Ok(self.scenario)
    }

    /// The tenant of this name.
    pub(super) fn tenant_named(&self, name: &str) -> Option<u32> {
        self.tenants.find(name, |at| &self.scenario.tenants[at as usize].name)
    }

    /// The job of this name of a tenant.
    pub(super) fn job_named(&self, tenant: u32, name: &str) -> Option<u32> {
        self.jobs.find((tenant, name), |at| job_key(&self.scenario, at))
    }

    /// Warnings that the job that comes next has this name. Tells whether it is the first.
    pub(super) fn note_job(&mut self, tenant: u32, name: &str) -> bool {
        let next = index(self.scenario.jobs.len());
        let key_of = |at| job_key(&self.scenario, at);
        self.jobs.find_or_note((tenant, name), next, key_of).is_none()
    }

    /// The tenant of this name, and whether it was not known before.
    pub(super) fn enter_tenant(
        &mut self,
        name: &str,
        access: Access,
        slots: Option<u32>,
    ) -> (u32, bool) {
        let next = index(self.scenario.tenants.len());
        let key_of = |at: u32| &*self.scenario.tenants[at as usize].name;
        if let Some(known) = self.tenants.find_or_note(name, next, key_of) {
            return (known, false);
        }
        self.scenario.tenants.push(IndexedTenant { name: name.into(), access, slots });
        (next, true)
    }
}

/// What a job is known by.
fn job_key(scenario: &Scenario, at: u32) -> (u32, &str) {
    let job = &scenario.jobs[at as usize];
    (job.tenant, &job.name)
}
