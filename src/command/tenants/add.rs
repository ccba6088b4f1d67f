//! Tenants add, tenants edit: a tenant, and how many of its tasks may run at once.

use clap::Args;

use super::document::TenantDocument;
use super::known::{as_json, known_tenant};
use crate::cli::Global;
use crate::command::Done;
use crate::command::context::Context;
use crate::command::settle::{Act, settle};
use crate::command::switch::expect_revision;
use crate::domain::Access;
use crate::domain::facts::TenantFacts;
use crate::exit::Problem;
use crate::store::Deed;

/// What `mm tenants add` and `mm tenants edit` take.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mm tenants add Kestrel --slots 4\n  mm tenants edit Kestrel --slots none"
)]
pub struct Arguments {
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
pub fn add(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    if arguments.tenant.trim().is_empty() {
        return Err(Problem::usage("TENANT: a name must not be blank").into());
    }
    let wanted = arguments.slots.unwrap_or(Slots(None)).0;
    let told = context.change(|change| {
        let view = change.view();
        expect_revision(&view, arguments.if_revision)?;
        let name = &arguments.tenant;
        if let Some(known) = view.tenant(name)? {
            if known.facts.slots != wanted {
                let message = format!("tenant {name:?} is there already, with other slots");
                return Err(
                    Problem::failed("tenant-exists", message).hint("mm tenants edit changes them")
                );
            }
            let title = format!("Tenant {name} is there already; nothing was changed.");
            let told = TenantDocument::of(&context, &view, name)?.changed(false, title);
            change.leave()?;
            return Ok(told);
        }
        let facts = TenantFacts {
            name: name.clone(),
            access: Access::Enabled,
            slots: wanted,
            source_id: None,
        };
        let settled = settle(&view, context.now(), Act::default())?;
        let deed = Deed {
            action: "add-tenant",
            reason: None,
            before: serde_json::Value::Null,
            after: as_json(&facts),
        };
        let writer = change.record(&context.actor, &deed)?;
        settled.write(&writer)?;
        writer.add_tenant(&facts)?;
        let title = format!("Added tenant {name}.");
        let told = TenantDocument::of(&context, &writer.view(), name)?.changed(true, title);
        writer.commit()?;
        Ok(told)
    })?;
    Ok(context.done(told))
}

/// Changes how many tasks of a tenant may run at once.
pub fn edit(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let told = context.change_existing(|change| {
        let view = change.view();
        expect_revision(&view, arguments.if_revision)?;
        let name = &arguments.tenant;
        let known = known_tenant(&view, name)?;
        let mut facts = known.facts.clone();
        if let Some(Slots(slots)) = arguments.slots {
            facts.slots = slots;
        }
        if facts == known.facts {
            let title = format!("Tenant {name} stays as it was.");
            let told = TenantDocument::of(&context, &view, name)?.changed(false, title);
            change.leave()?;
            return Ok(told);
        }
        let settled = settle(&view, context.now(), Act::default())?;
        let deed = Deed {
            action: "edit-tenant",
            reason: None,
            before: as_json(&known.facts),
            after: as_json(&facts),
        };
        let writer = change.record(&context.actor, &deed)?;
        settled.write(&writer)?;
        writer.update_tenant(known.id, &facts)?;
        let title = format!("Changed tenant {name}.");
        let told = TenantDocument::of(&context, &writer.view(), name)?.changed(true, title);
        writer.commit()?;
        Ok(told)
    })?;
    Ok(context.done(told))
}

#[cfg(test)]
mod tests {
    use super::{Slots, slots};

    #[test]
    fn slots_are_a_number_or_none() {
        assert_eq!(slots("none"), Ok(Slots(None)));
        assert_eq!(slots("4"), Ok(Slots(Some(4))));
        for text in ["0", "-1", "None", "", "1.5", "4294967296"] {
            assert!(slots(text).is_err(), "{text}");
        }
    }
}
