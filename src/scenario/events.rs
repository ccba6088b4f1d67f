//! Events: checks what happens on the way, and puts it in order.

use hashbrown::{HashMap, HashSet};

use crate::domain::spelled;
use crate::domain::{Access, Operation, Quoted, Service, Side, Spelled, Template};
use crate::scenario::check::{Checker, index, named, require, template};
use crate::scenario::checked::{Event, Happening, Request};
use crate::scenario::document::{EventDoc, Text};
use crate::scenario::read::Wrong;

spelled! {
    /// The events that a scenario can hold.
    enum Kind: "event" {
        /// The mode is switched on.
        Enable = "enable",
        /// The mode is switched off.
        Disable = "disable",
        /// The notification changes.
        SetMessage = "set-message",
        /// The Cloud Connect Service stops.
        ServiceStop = "service-stop",
        /// The Cloud Connect Service starts.
        ServiceStart = "service-start",
        /// A tenant is disabled.
        DisableTenant = "disable-tenant",
        /// A tenant is enabled.
        EnableTenant = "enable-tenant",
        /// A session is started by hand.
        Start = "start",
        /// A policy is created.
        CreatePolicy = "create-policy",
        /// A policy is disabled.
        DisablePolicy = "disable-policy",
        /// A policy is enabled.
        EnablePolicy = "enable-policy",
        /// A policy is deleted.
        DeletePolicy = "delete-policy",
        /// A replica enters failover.
        Failover = "failover",
        /// Somebody asks for an operation.
        Request = "request",
    }
}

impl Kind {
    /// The members that such an event takes besides `at` and `event`.
    fn takes(self) -> &'static [&'static str] {
        match self {
            Kind::Enable => &["until"],
            Kind::Disable | Kind::ServiceStop | Kind::ServiceStart => &[],
            Kind::SetMessage => &["message"],
            Kind::DisableTenant | Kind::EnableTenant => &["tenant"],
            Kind::Start
            | Kind::CreatePolicy
            | Kind::DisablePolicy
            | Kind::EnablePolicy
            | Kind::DeletePolicy => &["job", "tenant"],
            Kind::Failover => &["tenant", "replica"],
            Kind::Request => &["tenant", "operation", "by", "replica", "product"],
        }
    }
}

/// Checks the events one by one, then those that happen in the order in which they do. Gives the
/// texts that they set, too.
pub(super) fn check(
    checker: &Checker,
    documents: &[EventDoc<'_>],
) -> Result<(Vec<Template>, Vec<Event>), Wrong> {
    let mut names = Names::new(checker);
    let mut events = Vec::with_capacity(documents.len());
    let mut messages = Vec::new();
    let known = index(checker.scenario.messages.len());
    let mut ignored = HashSet::new();
    for (at, document) in documents.iter().enumerate() {
        let place = Place(at);
        let instant = require(document.at, || place.of("at"))?;
        let kind = kind(document, place)?;
        if kind == Kind::SetMessage {
            messages.push(template(document.message.as_ref(), &place.of("message"))?);
        }
        let message = known + index(messages.len()).saturating_sub(1);
        let what = happening(&mut names, kind, document, message, place)?;
        if instant >= checker.scenario.start {
            events.push((at, Event { at: instant, what }));
        } else if let Happening::CreatePolicy(job) = what {
            ignored.insert(job);
        }
    }
    events.sort_by_key(|(_, event)| event.at);
    lives(checker, &events, &ignored)?;
    Ok((messages, events.into_iter().map(|(_, event)| event).collect()))
}

/// The place of an event in the document.
#[derive(Clone, Copy)]
struct Place(usize);

impl Place {
    fn of(self, member: &str) -> String {
        format!("events[{}].{member}", self.0)
    }
}

fn kind(document: &EventDoc<'_>, place: Place) -> Result<Kind, Wrong> {
    let name = require(document.event.as_ref(), || place.of("event"))?;
    let kind: Kind = name.parse().map_err(|error| Wrong::new(place.of("event"), error))?;
    let given = [
        ("until", document.until.is_some()),
        ("message", document.message.is_some()),
        ("tenant", document.tenant.is_some()),
        ("job", document.job.is_some()),
        ("replica", document.replica.is_some()),
        ("operation", document.operation.is_some()),
        ("by", document.by.is_some()),
        ("product", document.product.is_some()),
    ];
    for (member, _) in given.iter().filter(|(_, given)| *given) {
        if !kind.takes().contains(member) {
            let what = format!("the event {:?} does not take this", kind.spelling());
            return Err(Wrong::new(place.of(member), what));
        }
    }
    Ok(kind)
}

fn happening(
    names: &mut Names<'_>,
    kind: Kind,
    document: &EventDoc<'_>,
    message: u32,
    place: Place,
) -> Result<Happening, Wrong> {
    Ok(match kind {
        Kind::Enable => {
            if document.until.zip(document.at).is_some_and(|(until, at)| until <= at) {
                return Err(Wrong::new(place.of("until"), "not later than the event itself"));
            }
            Happening::Enable { until: document.until }
        }
        Kind::Disable => Happening::Disable,
        Kind::SetMessage => Happening::SetMessage(message),
        Kind::ServiceStop => Happening::Service(Service::Stopped),
        Kind::ServiceStart => Happening::Service(Service::Running),
        Kind::DisableTenant => Happening::Tenant(names.tenant(document, place)?, Access::Disabled),
        Kind::EnableTenant => Happening::Tenant(names.tenant(document, place)?, Access::Enabled),
        Kind::Start => Happening::Start(names.job(document, false, place)?),
        Kind::CreatePolicy => Happening::CreatePolicy(names.job(document, true, place)?),
        Kind::DisablePolicy => Happening::DisablePolicy(names.job(document, true, place)?),
        Kind::EnablePolicy => Happening::EnablePolicy(names.job(document, true, place)?),
        Kind::DeletePolicy => Happening::DeletePolicy(names.job(document, true, place)?),
        Kind::Failover => {
            let replica = named(document.replica.as_ref(), || place.of("replica"))?;
            Happening::Failover(names.tenant(document, place)?, replica.into())
        }
        Kind::Request => Happening::Request(Box::new(request(names, document, place)?)),
    })
}

fn request(names: &Names<'_>, document: &EventDoc<'_>, place: Place) -> Result<Request, Wrong> {
    let tenant = names.tenant(document, place)?;
    let operation = require(document.operation, || place.of("operation"))?;
    let about = [
        ("replica", document.replica.is_some(), operation.finishes_failover()),
        ("product", document.product.is_some(), operation == Operation::RestoreAgent),
    ];
    for (member, given, wanted) in about {
        match (given, wanted) {
            (false, true) => {
                return Err(Wrong::new(place.of(member), format!("missing: {operation} needs it")));
            }
            (true, false) => {
                let what = format!("the operation {operation} does not take this");
                return Err(Wrong::new(place.of(member), what));
            }
            (true, true) | (false, false) => {}
        }
    }
    let replica = match &document.replica {
        Some(replica) => Some(named(Some(replica), || place.of("replica"))?.into()),
        None => None,
    };
    let by = document.by.unwrap_or(Side::Tenant);
    Ok(Request { tenant, operation, by, replica, product: document.product })
}

/// Finds tenants and jobs by name.
struct Names<'c> {
    checker: &'c Checker,
    /// Jobs by name alone; `None` where several tenants have one. Made when first asked.
    alone: Option<HashMap<&'c str, Option<u32>>>,
}

impl<'c> Names<'c> {
    fn new(checker: &'c Checker) -> Names<'c> {
        Names { checker, alone: None }
    }

    fn tenant(&self, document: &EventDoc<'_>, place: Place) -> Result<u32, Wrong> {
        let name = require(document.tenant.as_ref(), || place.of("tenant"))?;
        self.tenant_named(name, place)
    }

    fn tenant_named(&self, name: &Text<'_>, place: Place) -> Result<u32, Wrong> {
        self.checker.tenant_named(name).ok_or_else(|| {
            Wrong::new(place.of("tenant"), format!("nobody knows tenant {}", Quoted(name)))
        })
    }

    /// The job that an event names, which must be a policy, or must not.
    fn job(&mut self, document: &EventDoc<'_>, policy: bool, place: Place) -> Result<u32, Wrong> {
        let wrong = |what: String| Wrong::new(place.of("job"), what);
        let name = require(document.job.as_ref(), || place.of("job"))?;
        let unknown = || wrong(format!("nobody knows job {}", Quoted(name)));
        let found = match &document.tenant {
            Some(tenant) => {
                let tenant = self.tenant_named(tenant, place)?;
                let job = self.checker.job_named(tenant, name);
                job.ok_or_else(|| wrong(format!("this tenant has no job {}", Quoted(name))))?
            }
            None => match self.alone().get(&**name) {
                Some(Some(job)) => *job,
                Some(None) => {
                    let what =
                        format!("several tenants have a job {}; add \"tenant\"", Quoted(name));
                    return Err(wrong(what));
                }
                None => return Err(unknown()),
            },
        };
        let job = &self.checker.scenario.jobs[found as usize];
        match (job.policy.is_some(), policy) {
            (true, false) => Err(wrong("a cdp-policy has no sessions to start".to_owned())),
            (false, true) => Err(wrong(format!("a {} is no policy", job.job_type))),
            (true, true) | (false, false) => Ok(found),
        }
    }

    fn alone(&mut self) -> &HashMap<&'c str, Option<u32>> {
        self.alone.get_or_insert_with(|| {
            let mut alone = HashMap::new();
            for (at, job) in (0_u32..).zip(&self.checker.scenario.jobs) {
                alone.entry(&*job.name).and_modify(|known| *known = None).or_insert(Some(at));
            }
            alone
        })
    }
}

/// No policy is created twice, and none is touched before it exists. Of those in `ignored` the
/// creation lies before the start.
fn lives(
    checker: &Checker,
    events: &[(usize, Event)],
    ignored: &HashSet<u32>,
) -> Result<(), Wrong> {
    let jobs = &checker.scenario.jobs;
    let waits =
        |job: &u32| jobs[*job as usize].policy.is_some_and(|policy| policy.created_by_event);
    let mut unborn: HashSet<u32> = (0..index(jobs.len())).filter(waits).collect();
    let mut deleted = HashSet::new();
    for (at, event) in events {
        let wrong = |what: &str| Err(Wrong::new(Place(*at).of("job"), what));
        match &event.what {
            Happening::CreatePolicy(job) => {
                if !unborn.remove(job) && !deleted.contains(job) {
                    return wrong("this policy exists already when it is to be created");
                }
            }
            Happening::DisablePolicy(job)
            | Happening::EnablePolicy(job)
            | Happening::DeletePolicy(job) => {
                if unborn.contains(job) {
                    return wrong(if ignored.contains(job) {
                        "this policy never exists: events before the start are ignored, and its create-policy is one"
                    } else {
                        "this policy does not exist yet"
                    });
                }
                if matches!(event.what, Happening::DeletePolicy(_)) {
                    deleted.insert(*job);
                }
            }
            Happening::Enable { .. }
            | Happening::Disable
            | Happening::SetMessage(_)
            | Happening::Service(_)
            | Happening::Tenant(..)
            | Happening::Start(_)
            | Happening::Failover(..)
            | Happening::Request(_) => {}
        }
    }
    Ok(())
}
