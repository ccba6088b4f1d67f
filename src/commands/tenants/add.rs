//! `mm tenants add`: add a tenant.

use crate::commands::prelude::*;
use crate::domain::{Tenant, zone_named};
use crate::ops::change::ChangeRecord;
use crate::ops::tenants::tenant_json;
use crate::views::tenant::TenantDocument;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm tenants add Kestrel --slots 4\n  mm tenants add Kestrel --timezone Europe/Copenhagen"
)]
pub struct Args {
    /// Name of the tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
    /// Number of tasks of all its jobs that may run at once against the cloud [default: none]
    #[arg(long, value_name = "N|none", value_parser = SlotLimit::parse)]
    slots: Option<SlotLimit>,
    /// Zone of the times that `mm notice` shows this tenant [default: that of the machine]
    #[arg(long, value_name = "ZONE|none", value_parser = TenantZone::parse)]
    timezone: Option<TenantZone>,
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
            (_, Ok(_) | Err(_)) => Err("write a number from 1 to 4294967295, or none".to_owned()),
        }
    }
}

/// The name of the zone of a tenant; `None`: that of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantZone(pub Option<String>);

impl TenantZone {
    pub fn parse(text: &str) -> Result<TenantZone, String> {
        if text == "none" {
            return Ok(TenantZone(None));
        }
        let zone = zone_named(text).ok_or("expected a time zone such as Europe/Berlin, or none")?;
        Ok(TenantZone(Some(zone.iana_name().unwrap_or(text).to_owned())))
    }
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let name = &args.tenant;
    if name.trim().is_empty() {
        return Err(Error::usage("TENANT: the name must not be blank"));
    }
    let slots = args.slots.and_then(|slots| slots.0);
    let timezone = args.timezone.clone().and_then(|zone| zone.0);
    let document = app.change(HistoryAction::AddTenant, args.expect.revision, |change, _| {
        let snapshot = change.snapshot();
        if let Some(known) = snapshot.tenant(name)? {
            if (known.facts.slots, &known.facts.timezone) != (slots, &timezone) {
                let message = format!("tenant {name:?} already exists, with other settings");
                return Err(Error::new(Code::TenantExists, message)
                    .hint("`mm tenants edit` changes its slots and its time zone"));
            }
            let title = format!("Tenant {name} already exists; nothing was changed.");
            let document = TenantDocument::of(app, &snapshot, name)?.changed(false, title);
            return change.unchanged(document);
        }
        // Sources write one name in several ways, so imports could not tell such tenants apart.
        let plain = |text: &str| text.trim().to_lowercase();
        let tenants = snapshot.tenants()?;
        let same = tenants.iter().find(|known| plain(&known.facts.name) == plain(name));
        if let Some(known) = same {
            let message = format!(
                "tenant {:?} exists, and differs in the letter case only",
                known.facts.name
            );
            return Err(Error::new(Code::TenantExists, message)
                .hint("name it as it is written there, or rename it with `mm tenants edit`"));
        }
        let tenant = Tenant { slots, timezone, ..Tenant::named(name) };
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
    use super::{SlotLimit, TenantZone};

    #[test]
    fn a_zone_has_an_iana_name() {
        let zone = |name: &str| Ok(TenantZone(Some(name.to_owned())));
        assert_eq!(TenantZone::parse("europe/copenhagen"), zone("Europe/Copenhagen"));
        assert_eq!(TenantZone::parse("none"), Ok(TenantZone(None)));
        for text in ["", "CET+1", "localtime", "None", "../UTC"] {
            assert!(TenantZone::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_slot_limit_is_a_positive_number_or_none() {
        assert_eq!(SlotLimit::parse("none"), Ok(SlotLimit(None)));
        assert_eq!(SlotLimit::parse("4"), Ok(SlotLimit(Some(4))));
        for text in ["0", "-1", "None", "", "1.5", "4294967296"] {
            assert!(SlotLimit::parse(text).is_err(), "{text}");
        }
    }
}
