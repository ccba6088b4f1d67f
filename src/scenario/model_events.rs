//! Events of a scenario as those of a model, and what is checked of them.

use hashbrown::{HashMap, HashSet};

use crate::domain::{Operation, Quoted, Template};
use crate::scenario::event::{Action, Event, JobName, PolicyAction, Request};
use crate::scenario::model::Model;
use crate::scenario::model_checks::{check_name, index, template};
use crate::scenario::{Checked, ScenarioError};

/// The most changes of policies, of which each switch of the mode makes one in every policy.
const MOST_POLICY_CHANGES: u64 = 20_000_000;

/// Tenants and jobs by their names.
pub(super) struct Names<'m> {
    model: &'m Model,
    tenants: &'m HashMap<String, u32>,
    jobs: HashMap<(u32, &'m str), u32>,
    /// Jobs by name alone, `None` where several tenants have one; made for the first event that
    /// asks.
    by_name_alone: Option<HashMap<&'m str, Option<u32>>>,
}

impl<'m> Names<'m> {
    pub(super) fn new(model: &'m Model, tenants: &'m HashMap<String, u32>) -> Checked<Names<'m>> {
        let mut jobs = HashMap::with_capacity(model.jobs.len());
        for (at, job) in model.jobs.iter().enumerate() {
            if jobs.insert((job.tenant, &*job.name), index(at)).is_some() {
                let what = format!("a second job of this tenant named {}", Quoted(&job.name));
                return Err(ScenarioError::new(format!("jobs[{at}].name"), what));
            }
        }
        Ok(Names { model, tenants, jobs, by_name_alone: None })
    }

    pub(super) fn tenant(&self, name: &str, place: impl FnOnce() -> String) -> Checked<u32> {
        let unknown = || format!("there is no tenant {}", Quoted(name));
        let known = self.tenants.get(name).copied();
        known.ok_or_else(|| ScenarioError::new(place(), unknown()))
    }

    /// The job or policy that an event names.
    fn job(&mut self, at: usize, name: &JobName, wants_policy: bool) -> Checked<u32> {
        let wrong = |what: String| Err(ScenarioError::new(format!("events[{at}].job"), what));
        let quoted = Quoted(&name.job);
        let found = if let Some(tenant) = &name.tenant {
            let tenant = self.tenant(tenant, || format!("events[{at}].tenant"))?;
            match self.jobs.get(&(tenant, &*name.job)) {
                Some(job) => *job,
                None => return wrong(format!("this tenant has no job {quoted}")),
            }
        } else {
            match self.by_name_alone().get(&*name.job) {
                Some(Some(job)) => *job,
                Some(None) => {
                    return wrong(format!("several tenants have a job {quoted}; add \"tenant\""));
                }
                None => return wrong(format!("there is no job {quoted}")),
            }
        };
        let job_type = self.model.jobs[found as usize].job_type;
        match (job_type.is_policy(), wants_policy) {
            (true, false) => wrong("a cdp-policy has no sessions to start".to_owned()),
            (false, true) => wrong(format!("a {job_type} is no policy")),
            (true, true) | (false, false) => Ok(found),
        }
    }

    fn by_name_alone(&mut self) -> &HashMap<&'m str, Option<u32>> {
        self.by_name_alone.get_or_insert_with(|| {
            let mut alone = HashMap::new();
            for (job, at) in self.model.jobs.iter().zip(0..) {
                alone.entry(&*job.name).and_modify(|known| *known = None).or_insert(Some(at));
            }
            alone
        })
    }

    /// Checks an event by itself, and gives its notification to `messages`.
    pub(super) fn event(
        &mut self,
        at: usize,
        event: Event,
        messages: &mut Vec<Template>,
    ) -> Checked<Event<u32, u32, u32>> {
        let place = |member: &str| format!("events[{at}].{member}");
        let action = match event.action {
            Action::Enable { until } => {
                if until.is_some_and(|until| until <= event.at) {
                    let what = "not later than the event itself";
                    return Err(ScenarioError::new(place("until"), what));
                }
                Action::Enable { until }
            }
            Action::Disable => Action::Disable,
            Action::SetMessage(text) => {
                messages.push(template(text.as_deref(), &place("message"))?);
                // The first message of a model is the one at the start.
                Action::SetMessage(index(messages.len()))
            }
            Action::SetService(service) => Action::SetService(service),
            Action::SetAccess(tenant, access) => {
                Action::SetAccess(self.tenant(&tenant, || place("tenant"))?, access)
            }
            Action::Start(name) => Action::Start(self.job(at, &name, false)?),
            Action::Policy(name, action) => Action::Policy(self.job(at, &name, true)?, action),
            Action::Failover { tenant, replica } => {
                check_name(&replica, || place("replica"))?;
                Action::Failover { tenant: self.tenant(&tenant, || place("tenant"))?, replica }
            }
            Action::Request(request) => {
                let tenant = self.tenant(&request.tenant, || place("tenant"))?;
                check_request(&request)
                    .map_err(|(member, what)| ScenarioError::new(place(member), what))?;
                let Request { operation, by, replica, product, .. } = *request;
                Action::Request(Box::new(Request { tenant, operation, by, replica, product }))
            }
        };
        Ok(Event { at: event.at, action })
    }
}

/// Checks that a request has what its operation needs, and nothing else.
pub(super) fn check_request(request: &Request) -> Result<(), (&'static str, String)> {
    let operation = request.operation;
    let members = [
        ("replica", request.replica.is_some(), operation.finishes_failover()),
        ("product", request.product.is_some(), operation == Operation::RestoreAgent),
    ];
    for (member, is_given, is_needed) in members {
        match (is_given, is_needed) {
            (false, true) => return Err((member, format!("missing: {operation} needs it"))),
            (true, false) => {
                return Err((member, format!("the operation {operation} does not take this")));
            }
            (true, true) | (false, false) => {}
        }
    }
    match &request.replica {
        Some(replica) if replica.trim().is_empty() => {
            Err(("replica", "a name must not be blank".to_owned()))
        }
        Some(_) | None => Ok(()),
    }
}

/// Makes sure that all the changes of policies that there could be fit into memory.
pub(super) fn check_policy_changes(
    model: &Model,
    events: &[(usize, Event<u32, u32, u32>)],
) -> Checked<()> {
    let mut of_tenant = vec![0_u64; model.tenants.len()];
    for job in model.jobs.iter().filter(|job| job.job_type.is_policy()) {
        of_tenant[job.tenant as usize] += 1;
    }
    let all: u64 = of_tenant.iter().sum();
    let mut changes = 0_u64;
    for (at, event) in events.iter().filter(|(_, each)| model.end.is_none_or(|end| each.at <= end))
    {
        changes += match &event.action {
            Action::Enable { until: Some(_) } => 2 * all,
            Action::Enable { until: None } | Action::Disable => all,
            Action::SetAccess(tenant, _) => of_tenant[*tenant as usize],
            Action::SetMessage(_)
            | Action::SetService(_)
            | Action::Start(_)
            | Action::Policy(..)
            | Action::Failover { .. }
            | Action::Request(_) => 0,
        };
        if changes > MOST_POLICY_CHANGES {
            let what = format!(
                "up to here {all} policies could change more than {MOST_POLICY_CHANGES} times; bring the end nearer"
            );
            return Err(ScenarioError::new(format!("events[{at}]"), what));
        }
    }
    Ok(())
}

/// Checks that no policy is created twice, and none is touched before it exists. Events that create
/// the policies in `ignored` lie before the start.
pub(super) fn check_policy_events(
    model: &Model,
    events: &[(usize, Event<u32, u32, u32>)],
    ignored: &HashSet<u32>,
) -> Checked<()> {
    let waiting = model.jobs.iter().zip(0..).filter(|(job, _)| job.created_by_event);
    let mut waiting: HashSet<u32> = waiting.map(|(_, at)| at).collect();
    let mut deleted = HashSet::new();
    for (at, event) in events {
        let Action::Policy(job, action) = &event.action else {
            continue;
        };
        let wrong = |what| Err(ScenarioError::new(format!("events[{at}].job"), what));
        match action {
            PolicyAction::Create => {
                if !waiting.remove(job) && !deleted.contains(job) {
                    return wrong("this policy exists already when it is to be created");
                }
            }
            PolicyAction::Disable | PolicyAction::Enable | PolicyAction::Delete => {
                if waiting.contains(job) {
                    return wrong(if ignored.contains(job) {
                        "this policy never exists: events before the start are ignored, and its create-policy is one"
                    } else {
                        "this policy does not exist yet"
                    });
                }
                if *action == PolicyAction::Delete {
                    deleted.insert(*job);
                }
            }
        }
    }
    Ok(())
}
