//! Events of a scenario: changes by hand and requests, each at its instant.

use crate::domain::{Access, Instant, Maintenance, Operation, Product, Service, Side};

/// Something that happens to the server, a tenant or a job.
///
/// `T` stands for a tenant, `J` for a job and `M` for a notification: names in a [`Scenario`], indices
/// in a [`Model`].
///
/// [`Scenario`]: crate::scenario::Scenario
/// [`Model`]: crate::scenario::Model
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<T = String, J = JobName, M = Option<String>> {
    pub at: Instant,
    pub action: Action<T, J, M>,
}

/// A job or policy by its name, and its tenant where the name alone is not enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobName {
    pub tenant: Option<String>,
    pub job: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action<T = String, J = JobName, M = Option<String>> {
    /// The mode is switched on, or its planned end changes.
    Enable {
        until: Option<Instant>,
    },
    Disable,
    SetMessage(M),
    SetService(Service),
    SetAccess(T, Access),
    /// A session is started by hand.
    Start(J),
    Policy(J, PolicyAction),
    /// A replica enters failover.
    Failover {
        tenant: T,
        replica: String,
    },
    Request(Box<Request<T>>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyAction {
    Create,
    Disable,
    Enable,
    Delete,
}

/// Somebody asks for an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request<T = String> {
    pub tenant: T,
    pub operation: Operation,
    pub by: Side,
    /// The replica, for operations that finish a failover.
    pub replica: Option<String>,
    /// The agent that restores, for `restore-agent`.
    pub product: Option<Product>,
}

impl<T, J, M> Action<T, J, M> {
    /// The name of the event in the format.
    pub fn name(&self) -> &'static str {
        match self {
            Action::Enable { .. } => "enable",
            Action::Disable => "disable",
            Action::SetMessage(_) => "set-message",
            Action::SetService(Service::Stopped) => "service-stop",
            Action::SetService(Service::Running) => "service-start",
            Action::SetAccess(_, Access::Disabled) => "disable-tenant",
            Action::SetAccess(_, Access::Enabled) => "enable-tenant",
            Action::Start(_) => "start",
            Action::Policy(_, PolicyAction::Create) => "create-policy",
            Action::Policy(_, PolicyAction::Disable) => "disable-policy",
            Action::Policy(_, PolicyAction::Enable) => "enable-policy",
            Action::Policy(_, PolicyAction::Delete) => "delete-policy",
            Action::Failover { .. } => "failover",
            Action::Request(_) => "request",
        }
    }
}

impl Event {
    /// The events that put a maintenance in force, or end it, with the notification that then holds.
    pub fn mode_change(
        at: Instant,
        maintenance: Option<&Maintenance>,
        message: Option<&str>,
    ) -> Vec<Event> {
        let own = maintenance.and_then(|each| each.message.as_deref());
        let message = Action::SetMessage(own.or(message).map(str::to_owned));
        let switch = match maintenance {
            Some(each) => Action::Enable { until: each.until.filter(|until| *until > at) },
            None => Action::Disable,
        };
        vec![Event { at, action: message }, Event { at, action: switch }]
    }
}
