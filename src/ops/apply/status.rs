//! Whether the real server was told the mode and the notification that are recorded.

use serde::Serialize;

use crate::domain::{Instant, Mode, Template, spelled};
use crate::error::{Code, Error, Result};
use crate::hooks::{Hook, Hooks};
use crate::ops::apply::comparison::ServerComparison;
use crate::ops::apply::hook_turn::is_unfinished;
use crate::ops::notification::{render_for_all, render_in_utc};
use crate::store::{AppliedMode, Snapshot};

spelled! {
    /// Whether the real server was told what is recorded.
    pub enum Applied: "state of the real server" {
        Yes = "yes",
        /// Not yet: `mm apply` does it.
        Pending = "pending",
        /// The hook failed: `mm apply` tries again.
        Failed = "failed",
        /// There is no hook for it.
        Unmanaged = "unmanaged",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApplyStatus {
    pub applied: Applied,
    /// The last attempt, successful or not.
    pub applied_at: Option<Instant>,
    pub applied_error: Option<String>,
    /// What the hook `observe` last reported.
    pub server_mode: Option<Mode>,
    pub server_mode_observed_at: Option<Instant>,
    /// Whether the real server differs although it was told; `None` if that is not known.
    pub drift: Option<bool>,
}

impl ApplyStatus {
    pub fn of(snapshot: &Snapshot<'_>, hooks: &Hooks, now: Instant) -> Result<ApplyStatus> {
        let last = snapshot.applied()?;
        let wanted = wanted(snapshot, now)?;
        let applied = if !hooks.has(Hook::Apply) {
            Applied::Unmanaged
        } else if is_unfinished(snapshot)? {
            Applied::Pending
        } else if last.error.is_some() {
            Applied::Failed
        } else if last.told.as_ref() == Some(&wanted) {
            Applied::Yes
        } else {
            Applied::Pending
        };
        let observation = snapshot.server_observation()?;
        let past = observation.as_ref().filter(|each| each.at <= now);
        let comparison = ServerComparison::of(past, &wanted);
        Ok(ApplyStatus {
            applied,
            applied_at: last.at.filter(|_| applied != Applied::Unmanaged),
            server_mode: observation.as_ref().and_then(|each| each.mode),
            server_mode_observed_at: observation
                .filter(|each| each.mode.is_some())
                .map(|each| each.at),
            drift: match (comparison, applied) {
                (ServerComparison::Different(_), Applied::Yes | Applied::Unmanaged) => Some(true),
                (ServerComparison::Same, _) => Some(false),
                (ServerComparison::Different(_) | ServerComparison::NotKnown, _) => None,
            },
            applied_error: last.error.filter(|_| applied == Applied::Failed),
        })
    }
}

/// What the real server has to be told at the present: exactly what it was told last, if that says the
/// same.
pub fn wanted(snapshot: &Snapshot<'_>, now: Instant) -> Result<AppliedMode> {
    let (server, maintenance) = (snapshot.server()?, snapshot.in_force(now)?);
    let maintenance = maintenance.as_ref();
    let text = server.notification_text(maintenance);
    let wanted = AppliedMode {
        mode: Mode::of(maintenance),
        message: render_in_utc(text, maintenance)?,
        shown: Some(render_for_all(text, maintenance)?),
    };
    // Another user may have told it in another zone, which is as good.
    let told = snapshot.applied()?.told.filter(|told| told.says_the_same(&wanted));
    Ok(told.unwrap_or(wanted))
}

/// Refuses a notification that differs between tenants if a hook sets one text for all of them.
pub fn refuse_per_tenant(hooks: &Hooks, name: &str, text: Option<&str>) -> Result<()> {
    let is_per_tenant = Template::parse(text).is_ok_and(|template| template.is_per_tenant());
    if !is_per_tenant || !hooks.has(Hook::Apply) {
        return Ok(());
    }
    let message = format!(
        "{name} contains {{tenant}} or {{job}}, but the apply hook sets one text for all tenants"
    );
    Err(Error::new(Code::MessagePerTenant, message)
        .hint("leave them out; {until} and {reason} are the same for all tenants"))
}
