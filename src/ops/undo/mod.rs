//! What `mm undo` does: the latest change, and the way back to the values before it.

pub mod latest;

use crate::domain::Tenant;
use crate::domain::maintenance::{Maintenance, OnExpiry};
use crate::domain::{Access, Instant, Service};
use crate::error::{Code, Error, Result};
use crate::hooks::Hooks;
use crate::ops::app::App;
use crate::ops::apply::status::refuse_per_tenant;
use crate::ops::change::ChangeRecord;
use crate::ops::mode_change::{CurrentMode, ModeChange};
use crate::ops::mode_outcome::RESTORES_GO_ON;
use crate::ops::records::{access_record, message_record, mode_from_json, service_record};
use crate::ops::tenant_access::Disabling;
use crate::ops::undo::latest::{LatestChange, Subject};
use crate::store::Writer;

pub struct UndoPlan {
    pub latest: LatestChange,
    pub restored: Restored,
    pub record: ChangeRecord,
}

/// The values that come back.
pub enum Restored {
    Mode(Box<ModeChange>),
    /// The notification; `None`: the default.
    Message(Option<String>),
    Service(Service),
    /// Whether a tenant may use the cloud, and what disabling it terminates.
    Access(Box<Disabling>, Access),
}

impl UndoPlan {
    pub fn new(app: &App, current: &CurrentMode<'_>) -> Result<UndoPlan> {
        let snapshot = current.snapshot;
        let latest = LatestChange::find(snapshot)?;
        let before = &latest.before;
        let text = |name: &str| before[name].as_str().ok_or_else(|| latest.damaged());
        let server = &current.status.server;
        let now = current.now;
        let (restored, record) = match latest.subject {
            Subject::Mode => {
                let before = mode_from_json(before).map_err(|_| latest.damaged())?;
                let change = mode_change(app, current, before)?;
                current.refuse_per_tenant(&change)?;
                let record = change.record(now, server);
                (Restored::Mode(Box::new(change)), record)
            }
            Subject::Message => {
                let before = before["message"].as_str().map(str::to_owned);
                refuse_per_tenant(current.hooks, "the previous text", before.as_deref())?;
                let record =
                    message_record(snapshot, now, server.message.as_deref(), before.as_deref())?;
                (Restored::Message(before), record)
            }
            Subject::Service => {
                let before = text("service")?.parse().map_err(|_| latest.damaged())?;
                (Restored::Service(before), service_record(now, server.service, before))
            }
            Subject::Access => {
                let before = text("access")?.parse().map_err(|_| latest.damaged())?;
                let disabling = Disabling::of(app, snapshot, text("tenant")?)?;
                let record = access_record(snapshot, now, &disabling.tenant.facts, before)?;
                (Restored::Access(Box::new(disabling), before), record)
            }
        };
        Ok(UndoPlan { latest, restored, record })
    }

    /// What to show and to ask before the undo destroys something.
    pub fn question(&self) -> Option<(Vec<String>, String)> {
        match &self.restored {
            Restored::Access(disabling, Access::Disabled) if !disabling.is_disabled() => {
                Some((disabling.consequences(), disabling.question()))
            }
            Restored::Mode(_)
            | Restored::Message(_)
            | Restored::Service(_)
            | Restored::Access(..) => None,
        }
    }
}

impl Restored {
    /// The start of the maintenance that begins with the undo.
    pub fn begins(&self) -> Option<Instant> {
        match self {
            Restored::Mode(change) => change.begins(),
            Restored::Message(_) | Restored::Service(_) | Restored::Access(..) => None,
        }
    }

    pub fn write(&self, writer: &Writer<'_>, hooks: &Hooks) -> Result<()> {
        match self {
            Restored::Mode(change) => change.write(writer, hooks),
            Restored::Message(text) => writer.set_message(text.as_deref()),
            Restored::Service(service) => writer.set_service(*service),
            Restored::Access(disabling, access) => {
                let tenant = &disabling.tenant;
                let changed = Tenant { access: *access, ..tenant.facts.clone() };
                writer.update_tenant(tenant.id, &changed)
            }
        }
    }
}

/// Back to the maintenance `before`. One that was ended starts again now.
fn mode_change(
    app: &App,
    current: &CurrentMode<'_>,
    before: Option<Maintenance>,
) -> Result<ModeChange> {
    let by_hand = current.by_hand()?;
    let declared = match before {
        None => None,
        Some(before) => {
            let is_past = before.until.is_some_and(|until| until <= current.now);
            if is_past && (by_hand.is_none() || before.on_expiry == OnExpiry::Disable) {
                return Err(planned_end_past(before.until));
            }
            Some(match by_hand {
                Some(by_hand) => Maintenance { since: by_hand.since, ..before },
                None => Maintenance { since: current.now, by: app.actor.name.clone(), ..before },
            })
        }
    };
    let mut change = current.declare(declared, "")?;
    let title = match (&change.before, &change.after) {
        (None, None) => "Maintenance is already off.",
        (None, Some(_)) => "Maintenance is on again, from now on.",
        (Some(_), None) => "Maintenance is off.",
        (Some(_), Some(_)) => "Maintenance stays on, with the values before the change.",
    };
    title.clone_into(&mut change.title);
    if change.after.is_some() {
        change.forecast = Some(current.forecast(&change)?);
        change.warnings.push(RESTORES_GO_ON.to_owned());
    } else {
        change.report = current.report()?;
    }
    Ok(change)
}

fn planned_end_past(until: Option<Instant>) -> Error {
    let until = until.map(|until| until.to_string()).unwrap_or_default();
    let message = format!("the previous planned end, {until}, has passed");
    Error::new(Code::PlannedEndPast, message).hint(
        "`mm enable --for DURATION` switches maintenance on with a new end; `mm disable` ends it",
    )
}
