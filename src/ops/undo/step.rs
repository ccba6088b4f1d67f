//! Step: from what is back to what was, for each kind of change.

use serde_json::Value;

use crate::commands::{service, set_message};
use crate::domain::Tenant;
use crate::domain::{Access, Instant, Service};
use crate::error::Result;
use crate::hooks::Hooks;
use crate::ops::app::App;
use crate::ops::apply::standing::refuse_per_tenant;
use crate::ops::mode_change;
use crate::ops::tenant_access::{Disabling, access_events};
use crate::ops::tenants::tenant_json;
use crate::ops::undo::latest::{Latest, Subject};
use crate::ops::undo::mode::ModeStep;
use crate::scenario::{Action, Event};
use crate::store::{Snapshot, Writer};

/// What an undo does.
pub enum Step {
    /// To the mode.
    Mode(Box<ModeStep>),
    /// To the notification text; `None`: the default.
    Message {
        /// What it is.
        is: Option<String>,
        /// What it was.
        was: Option<String>,
    },
    /// To the Cloud Connect Service.
    Service {
        /// What it is.
        is: Service,
        /// What it was.
        was: Service,
    },
    /// To whether a tenant may use the cloud.
    Access {
        /// The tenant, with what disabling it terminates.
        plan: Disabling,
        /// What its access was.
        was: Access,
    },
}

impl Step {
    /// Decides how to undo a change.
    pub fn of(app: &App, snapshot: &Snapshot<'_>, latest: &Latest) -> Result<Step> {
        let before = &latest.before;
        let text = |name: &str| before[name].as_str().ok_or_else(|| latest.damaged());
        Ok(match latest.subject {
            Subject::Mode => {
                let was = mode_change::from_json(before).ok_or_else(|| latest.damaged())?;
                Step::Mode(Box::new(ModeStep::of(app, snapshot, was)?))
            }
            Subject::Message => {
                let is = snapshot.server()?.message;
                Step::Message { is, was: before["message"].as_str().map(str::to_owned) }
            }
            Subject::Service => {
                let was = text("service")?.parse().map_err(|_| latest.damaged())?;
                Step::Service { is: snapshot.server()?.service, was }
            }
            Subject::Access => {
                let was = text("access")?.parse().map_err(|_| latest.damaged())?;
                Step::Access { plan: Disabling::of(app, snapshot, text("tenant")?)?, was }
            }
        })
    }

    /// What is lost line by line, and what is asked, if it destroys something.
    pub fn asks(&self) -> Option<(Vec<String>, String)> {
        match self {
            Step::Access { plan, was: Access::Disabled } if !plan.is_disabled() => {
                Some((plan.consequences(), plan.question()))
            }
            Step::Mode(_) | Step::Message { .. } | Step::Service { .. } | Step::Access { .. } => {
                None
            }
        }
    }

    /// Since when maintenance is on that begins by it.
    pub fn begins_at(&self) -> Option<Instant> {
        match self {
            Step::Mode(mode) if mode.before.is_none() => {
                mode.after.as_ref().map(|after| after.since)
            }
            Step::Mode(_) | Step::Message { .. } | Step::Service { .. } | Step::Access { .. } => {
                None
            }
        }
    }

    /// Refuses what hooks cannot tell the real server.
    pub fn can_be_told(&self, hooks: &Hooks, snapshot: &Snapshot<'_>) -> Result<()> {
        let text = match self {
            Step::Mode(mode) => {
                let own = mode.after.as_ref().and_then(|after| after.message.clone());
                own.or(snapshot.server()?.message).filter(|_| mode.after.is_some())
            }
            Step::Message { was, .. } => was.clone(),
            Step::Service { .. } | Step::Access { .. } => None,
        };
        refuse_per_tenant(hooks, "the text before", text.as_deref())
    }

    /// What happens now to simulated sessions.
    pub fn events(&self, app: &App, snapshot: &Snapshot<'_>) -> Result<Vec<Event>> {
        let now = app.now();
        match self {
            Step::Mode(mode) => {
                let message = snapshot.server()?.message;
                let events = Event::mode_change(now, mode.after.as_ref(), message.as_deref());
                Ok(events)
            }
            Step::Message { was, .. } => set_message::saying(snapshot, now, was.as_deref()),
            Step::Service { was, .. } => {
                Ok(vec![Event { at: now, action: Action::SetService(*was) }])
            }
            Step::Access { plan, was } => {
                access_events(snapshot, now, &plan.tenant.facts.name, *was)
            }
        }
    }

    /// What is, as it stands in the history.
    pub fn before(&self) -> Value {
        match self {
            Step::Mode(mode) => mode_change::as_json(mode.before.as_ref()),
            Step::Message { is, .. } => set_message::as_json(is.as_deref()),
            Step::Service { is, .. } => service::as_json(*is),
            Step::Access { plan, .. } => tenant_json(&plan.tenant.facts),
        }
    }

    /// What will be, as it stands in the history.
    pub fn after(&self) -> Value {
        match self {
            Step::Mode(mode) => mode_change::as_json(mode.after.as_ref()),
            Step::Message { was, .. } => set_message::as_json(was.as_deref()),
            Step::Service { was, .. } => service::as_json(*was),
            Step::Access { plan, was } => tenant_json(&with(&plan.tenant.facts, *was)),
        }
    }

    /// Writes it down.
    pub fn write(&self, app: &App, writer: &Writer<'_>) -> Result<()> {
        match self {
            Step::Mode(mode) => mode.write(app.now(), writer),
            Step::Message { was, .. } => writer.set_message(was.as_deref()),
            Step::Service { was, .. } => writer.set_service(*was),
            Step::Access { plan, was } => {
                writer.update_tenant(plan.tenant.id, &with(&plan.tenant.facts, *was))
            }
        }
    }
}

fn with(tenant: &Tenant, access: Access) -> Tenant {
    Tenant { access, ..tenant.clone() }
}
