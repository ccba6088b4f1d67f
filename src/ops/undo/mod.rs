//! Undo: the change back to the values before one entry of the history.

mod reversal;
pub mod target;

use crate::domain::maintenance::{Maintenance, OnExpiry};
use crate::domain::{Access, Instant, Service};
use crate::domain::{Spelled as _, Tenant};
use crate::error::{Code, Error, Result};
use crate::hooks::Hooks;
use crate::ops::app::App;
use crate::ops::apply::status::refuse_per_tenant;
use crate::ops::change::ChangeRecord;
use crate::ops::mode_change::{CurrentMode, ModeChange};
use crate::ops::mode_outcome::RESTORES_GO_ON;
use crate::ops::records::{access_record, message_record, mode_from_json, service_record};
use crate::ops::tenant_access::Disabling;
use crate::ops::tenants::find_tenant;
use crate::ops::undo::reversal::Subject;
use crate::ops::undo::target::UndoTarget;
use crate::store::Writer;

pub struct UndoPlan {
    pub target: UndoTarget,
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
    /// How to undo the entry with this number; `None`: the latest change.
    pub fn new(app: &App, current: &CurrentMode<'_>, entry: Option<i64>) -> Result<UndoPlan> {
        let snapshot = current.snapshot;
        let target = match entry {
            None => UndoTarget::latest(app, snapshot)?,
            Some(entry) => {
                let target = UndoTarget::entry(app, snapshot, entry)?;
                refuse_outdated(current, &target)?;
                target
            }
        };
        let before = &target.before;
        let text = |name: &str| before[name].as_str().ok_or_else(|| target.damaged());
        let server = &current.status.server;
        let now = current.now;
        let (restored, record) = match target.subject {
            Subject::Mode => {
                let before = mode_from_json(before).map_err(|_| target.damaged())?;
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
                let before = text("service")?.parse().map_err(|_| target.damaged())?;
                (Restored::Service(before), service_record(now, server.service, before))
            }
            Subject::Access => {
                let before = text("access")?.parse().map_err(|_| target.damaged())?;
                let disabling = Disabling::of(app, snapshot, text("tenant")?)?;
                let record = access_record(snapshot, now, &disabling.tenant.facts, before)?;
                (Restored::Access(Box::new(disabling), before), record)
            }
        };
        Ok(UndoPlan { target, restored, record })
    }

    /// What to show and to ask before the undo switches the mode or destroys something.
    pub fn question(&self) -> Option<(Vec<String>, String)> {
        let target = &self.target;
        match &self.restored {
            Restored::Mode(change) => {
                let switch = match (&change.before, &change.after) {
                    (None, Some(_)) => "on",
                    (Some(_), None) => "off",
                    (None, None) | (Some(_), Some(_)) => return None,
                };
                let question = format!("Undo {target} and switch maintenance mode {switch}?");
                Some((Vec::new(), question))
            }
            Restored::Access(disabling, Access::Disabled) if !disabling.is_disabled() => {
                let lines = std::iter::once(format!("This undoes {target}."));
                Some((lines.chain(disabling.consequences()).collect(), disabling.question()))
            }
            Restored::Message(_) | Restored::Service(_) | Restored::Access(..) => None,
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

/// Refuses to undo a change whose values something else than a command has replaced: time, a planned
/// window or an import.
fn refuse_outdated(current: &CurrentMode<'_>, target: &UndoTarget) -> Result<()> {
    let after = &target.after;
    let server = &current.status.server;
    let now = match target.subject {
        Subject::Mode => {
            let after = mode_from_json(after).map_err(|_| target.damaged())?;
            match (current.maintenance(), &after) {
                (None, None) => return Ok(()),
                (Some(is), Some(was)) if has_terms_of(is, was) => return Ok(()),
                (None, Some(_)) => "maintenance is off".to_owned(),
                (Some(_), None) => "maintenance is on".to_owned(),
                (Some(_), Some(_)) => "another maintenance is in force".to_owned(),
            }
        }
        Subject::Message if server.message.as_deref() == after["message"].as_str() => return Ok(()),
        Subject::Message => "the notification is another one".to_owned(),
        Subject::Service if after["service"] == server.service.spelling() => return Ok(()),
        Subject::Service => format!("the service is recorded as {}", server.service),
        Subject::Access => {
            let name = after["tenant"].as_str().ok_or_else(|| target.damaged())?;
            let access = find_tenant(current.snapshot, name)?.facts.access;
            if after["access"] == access.spelling() {
                return Ok(());
            }
            format!("tenant {name:?} is {access}")
        }
    };
    Err(target.outdated(&now))
}

/// Whether two maintenances have the same values, apart from their start and operator.
fn has_terms_of(is: &Maintenance, was: &Maintenance) -> bool {
    let Maintenance { until, on_expiry, reason, message, since: _, by: _ } = is;
    (until, on_expiry, reason, message) == (&was.until, &was.on_expiry, &was.reason, &was.message)
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
                return Err(planned_end_past(app, before.until));
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

fn planned_end_past(app: &App, until: Option<Instant>) -> Error {
    let until = until.map(app.times()).unwrap_or_default();
    let message = format!("the previous planned end, {until}, has passed");
    Error::new(Code::PlannedEndPast, message).hint(
        "`mm enable --for DURATION` switches maintenance on with a new end; `mm disable` ends it",
    )
}
