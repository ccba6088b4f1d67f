//! `mm tenants add`: add a tenant.

use crate::commands::prelude::*;
use crate::domain::Tenant;
use crate::ops::change::ChangeRecord;
use crate::ops::tenants::tenant_json;
use crate::views::tenant::TenantDocument;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  mm tenants add Kestrel --slots 4")]
pub struct Args {
    /// Name of the tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
    /// Number of tasks of all its jobs that may run at once against the cloud [default: none]
    #[arg(long, value_name = "N|none", value_parser = SlotLimit::parse)]
    slots: Option<SlotLimit>,
    #[command(flatten)]
    expect: ExpectRevision,
}

/// How many tasks of a tenant may run at once; `None`: no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotLimit(pub Option<u32>);

impl SlotLimit {
    pub fn parse(text: &str) -> Result<SlotLimit, String> {
        match (text, text.parse()) {
            ("none", _) => Ok(SlotLimit(None)),
            (_, Ok(slots)) if slots > 0 => Ok(SlotLimit(Some(slots))),
            (_, Ok(_) | Err(_)) => Err("expected a number of 1 or more, or none".to_owned()),
        }
    }
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let name = &args.tenant;
    if name.trim().is_empty() {
        return Err(Error::usage("TENANT: the name must not be blank"));
    }
    let slots = args.slots.and_then(|slots| slots.0);
    let document = app.change("add-tenant", args.expect.revision, |change, _| {
        let snapshot = change.snapshot();
        if let Some(known) = snapshot.tenant(name)? {
            if known.facts.slots != slots {
                let message = format!("tenant {name:?} already exists, with other slots");
                return Err(Error::new(Code::TenantExists, message)
                    .hint("`mm tenants edit` changes its slots"));
            }
            let title = format!("Tenant {name} already exists; nothing was changed.");
            let document = TenantDocument::of(app, &snapshot, name)?.changed(false, title);
            return change.unchanged(document);
        }
        let tenant = Tenant { slots, ..Tenant::named(name) };
        let record = ChangeRecord { after: tenant_json(&tenant), ..ChangeRecord::default() };
        change.record(record, |writer| {
            writer.add_tenant(&tenant)?;
            let title = format!("Added tenant {name}.");
            Ok(TenantDocument::of(app, &writer.snapshot(), name)?.changed(true, title))
        })
    })?;
    Ok(Response::new(document))
}

#[cfg(test)]
mod tests {
    use super::SlotLimit;

    #[test]
    fn a_slot_limit_is_a_positive_number_or_none() {
        assert_eq!(SlotLimit::parse("none"), Ok(SlotLimit(None)));
        assert_eq!(SlotLimit::parse("4"), Ok(SlotLimit(Some(4))));
        for text in ["0", "-1", "None", "", "1.5", "4294967296"] {
            assert!(SlotLimit::parse(text).is_err(), "{text}");
        }
    }
}
