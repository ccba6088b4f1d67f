//! Tenants add, tenants edit: a tenant, and how many of its tasks may run at once.

use crate::args::Global;
use crate::commands::Done;
use crate::domain::Access;
use crate::domain::facts::Tenant;
use crate::error::{Code, Error};
use crate::ops::app::App;
use crate::ops::catch_up::{Act, settle};
use crate::ops::change::expect_revision;
use crate::ops::tenants::known::{as_json, known_tenant};
use crate::store::NewEntry;
use crate::views::tenant::TenantDocument;

/// What `mm tenants add` and `mm tenants edit` take.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm tenants add Kestrel --slots 4\n  mm tenants edit Kestrel --slots none"
)]
pub struct Args {
    /// The tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
    /// Let so many tasks run at once against the cloud over all its jobs; none: no limit
    #[arg(long, value_name = "N|none", value_parser = slots)]
    slots: Option<Slots>,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// How many tasks may run at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slots(Option<u32>);

fn slots(text: &str) -> Result<Slots, String> {
    match (text, text.parse()) {
        ("none", _) => Ok(Slots(None)),
        (_, Ok(slots)) if slots > 0 => Ok(Slots(Some(slots))),
        (_, Ok(_) | Err(_)) => Err("write a number from 1 on, or none".to_owned()),
    }
}

/// Adds a tenant.
pub fn add(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    if args.tenant.trim().is_empty() {
        return Err(Error::usage("TENANT: a name must not be blank").into());
    }
    let wanted = args.slots.unwrap_or(Slots(None)).0;
    let told = app.lock_or_create(|change| {
        let snapshot = change.snapshot();
        expect_revision(&snapshot, args.if_revision)?;
        let name = &args.tenant;
        if let Some(known) = snapshot.tenant(name)? {
            if known.facts.slots != wanted {
                let message = format!("tenant {name:?} is there already, with other slots");
                return Err(
                    Error::new(Code::TenantExists, message).hint("mm tenants edit changes them")
                );
            }
            let title = format!("Tenant {name} is there already; nothing was changed.");
            let told = TenantDocument::of(&app, &snapshot, name)?.changed(false, title);
            change.leave()?;
            return Ok(told);
        }
        let facts =
            Tenant { name: name.clone(), access: Access::Enabled, slots: wanted, source_id: None };
        let caught_up = settle(&snapshot, app.now(), Act::default())?;
        let entry = NewEntry {
            action: "add-tenant",
            reason: None,
            before: serde_json::Value::Null,
            after: as_json(&facts),
        };
        let writer = change.record(&app.actor, &entry)?;
        caught_up.write(&writer)?;
        writer.add_tenant(&facts)?;
        let title = format!("Added tenant {name}.");
        let told = TenantDocument::of(&app, &writer.snapshot(), name)?.changed(true, title);
        writer.commit()?;
        Ok(told)
    })?;
    Ok(app.done(told))
}

/// Changes how many tasks of a tenant may run at once.
pub fn edit(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let told = app.lock(|change| {
        let snapshot = change.snapshot();
        expect_revision(&snapshot, args.if_revision)?;
        let name = &args.tenant;
        let known = known_tenant(&snapshot, name)?;
        let mut facts = known.facts.clone();
        if let Some(Slots(slots)) = args.slots {
            facts.slots = slots;
        }
        if facts == known.facts {
            let title = format!("Tenant {name} stays as it was.");
            let told = TenantDocument::of(&app, &snapshot, name)?.changed(false, title);
            change.leave()?;
            return Ok(told);
        }
        let caught_up = settle(&snapshot, app.now(), Act::default())?;
        let entry = NewEntry {
            action: "edit-tenant",
            reason: None,
            before: as_json(&known.facts),
            after: as_json(&facts),
        };
        let writer = change.record(&app.actor, &entry)?;
        caught_up.write(&writer)?;
        writer.update_tenant(known.id, &facts)?;
        let title = format!("Changed tenant {name}.");
        let told = TenantDocument::of(&app, &writer.snapshot(), name)?.changed(true, title);
        writer.commit()?;
        Ok(told)
    })?;
    Ok(app.done(told))
}

#[cfg(test)]
mod tests {
    use crate::commands::tenants::add::{Slots, slots};

    #[test]
    fn slots_are_a_number_or_none() {
        assert_eq!(slots("none"), Ok(Slots(None)));
        assert_eq!(slots("4"), Ok(Slots(Some(4))));
        for text in ["0", "-1", "None", "", "1.5", "4294967296"] {
            assert!(slots(text).is_err(), "{text}");
        }
    }
}
