//! `mm tenants disable`: disable a tenant and terminate its sessions to the cloud.

use crate::commands::confirm::Confirmation;
use crate::commands::prelude::*;
use crate::domain::{Access, Tenant};
use crate::ops::change::{ChangeRecord, expect_revision};
use crate::ops::notification::check_text;
use crate::ops::records::access_record;
use crate::ops::tenant_access::Disabling;
use crate::views::tenant::{DisablingState, TenantDocument};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "In a rehearsal, the sessions of the tenant to the cloud end at once. A live store only records the change: disable the tenant on the real server as well.\n\nExamples:\n  mm tenants disable Kestrel --dry-run\n  mm tenants disable Kestrel --reason \"backups are moved\" --yes"
)]
pub struct Args {
    /// Name of the tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
    /// Reason, for the history
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Show which sessions would be terminated, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let name = &args.tenant;
    if let Some(reason) = &args.reason {
        check_text("--reason", reason)?;
    }
    let mut revision = args.expect.revision;
    if args.dry_run {
        let document = app.look(|snapshot| {
            expect_revision(snapshot, revision)?;
            let disabling = Disabling::of(app, snapshot, name)?;
            TenantDocument::disabling(app, snapshot, &disabling, DisablingState::DryRun)
        })?;
        return Ok(Response::new(document));
    }
    if !args.confirmation.yes {
        let disabling = app.look(|snapshot| {
            expect_revision(snapshot, revision)?;
            Disabling::of(app, snapshot, name)
        })?;
        if !disabling.is_disabled() {
            args.confirmation.ask(&disabling.consequences(), &disabling.question())?;
            // The answer holds only for what the question showed.
            revision = Some(disabling.revision);
        }
    }
    let document = app.change(HistoryAction::DisableTenant, revision, |change, now| {
        let snapshot = change.snapshot();
        let disabling = Disabling::of(app, &snapshot, name)?;
        if disabling.is_disabled() {
            let state = DisablingState::Already;
            let document = TenantDocument::disabling(app, &snapshot, &disabling, state)?;
            return change.unchanged(document);
        }
        let before = &disabling.tenant.facts;
        let after = Tenant { access: Access::Disabled, ..before.clone() };
        let record = access_record(&snapshot, now, before, Access::Disabled)?;
        let record = ChangeRecord { reason: args.reason.clone(), ..record };
        change.record(record, |writer| {
            writer.update_tenant(disabling.tenant.id, &after)?;
            TenantDocument::disabling(app, &writer.snapshot(), &disabling, DisablingState::Done)
        })
    })?;
    Ok(Response::new(document))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::domain::Origin;
    use crate::testing::TestStore;

    /// Tenant t has job 1 to the cloud and job 2 to local storage, tenant u has job 3; all are running.
    fn running_jobs(origin: Origin) -> TestStore {
        let store = TestStore::new();
        for (name, tenant, target) in
            [("cloud", "t", "cloud"), ("local", "t", "local"), ("cloud", "u", "cloud")]
        {
            let add = ["jobs", "add", name, "--tenant", tenant, "--target", target];
            let more = ["--type", "other", "--task", "a=30m", "--task", "b=30m"];
            store.run("20:00", &[&add[..], &more].concat()).unwrap();
        }
        for job in 1..=3 {
            store.works("20:00", job, origin, &[("a", Some("20:00")), ("b", None)]);
        }
        store
    }

    fn codes(store: &TestStore, time: &str) -> Vec<Value> {
        let listed = store.run(time, &["sessions"]).unwrap();
        listed["sessions"].as_array().unwrap().iter().map(|each| each["code"].clone()).collect()
    }

    #[test]
    fn simulated_sessions_to_the_cloud_end_at_once() {
        let store = running_jobs(Origin::Simulated);
        let seen = store.run("20:10", &["tenants", "disable", "t", "--dry-run"]).unwrap();
        assert_eq!(codes(&store, "20:10"), [Value::Null, Value::Null, Value::Null]);
        let done = store.run("20:10", &["tenants", "disable", "t", "--yes"]).unwrap();
        assert_eq!(codes(&store, "20:10"), [json!("tenant-disabled"), Value::Null, Value::Null]);
        for told in [&seen, &done] {
            assert_eq!(told["terminated"].as_array().unwrap().len(), 1);
            assert_eq!(told["terminated"][0]["id"], 1);
            assert_eq!(told["warnings"], json!([]));
        }
        assert_eq!(done["terminated"][0]["ended"], "2026-11-23T20:10:00Z");
        assert_eq!((&seen["changed"], &seen["enabled"]), (&json!(false), &json!(true)));
        assert_eq!((&done["changed"], &done["enabled"]), (&json!(true), &json!(false)));
    }

    #[test]
    fn observed_sessions_stay_as_observed() {
        let store = running_jobs(Origin::Imported);
        let done = store.run("20:10", &["tenants", "disable", "t", "--yes"]).unwrap();
        assert_eq!(codes(&store, "20:10"), [Value::Null, Value::Null, Value::Null]);
        assert_eq!(done["terminated"][0]["state"], "working");
        assert_eq!(done["warnings"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn repeating_a_change_changes_nothing() {
        let store = running_jobs(Origin::Simulated);
        let run = |words: &[&str]| store.run("20:10", words).unwrap();
        let revision = run(&["tenants", "enable", "t"])["revision"].clone();
        run(&["tenants", "disable", "t", "--yes"]);
        // Nothing would be lost, so there is no question.
        let again = run(&["tenants", "disable", "t"]);
        assert_eq!(again["changed"], false);
        assert_eq!(again["revision"].as_u64(), revision.as_u64().map(|revision| revision + 1));
        assert_eq!(run(&["tenants", "enable", "t"])["changed"], true);
        assert_eq!(run(&["tenants", "enable", "t"])["changed"], false);
        assert_eq!(
            store.run("20:10", &["tenants", "disable", "T", "--yes"]),
            Err("unknown-tenant")
        );
    }
}
