//! Tenants disable, tenants enable: whether a tenant may use the cloud.

use clap::Args;

use crate::args::Global;
use crate::commands::Done;
use crate::commands::confirm::Confirmation;
use crate::domain::facts::Tenant;
use crate::domain::{Access, Instant};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::catch_up::{Act, settle};
use crate::ops::change::expect_revision;
use crate::ops::notification::check_text;
use crate::ops::tenants::disable::{Plan, Told};
use crate::ops::tenants::known::{as_json, known_tenant};
use crate::ops::tenants::terminated::told_to_simulated;
use crate::store::{Change, NewEntry, Sessions, Snapshot};
use crate::views::tenant::TenantDocument;

/// What `mm tenants disable` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "In a rehearsal its sessions to the cloud end there and then. A live store only records it: disable the tenant on the server, too.\n\nExamples:\n  mm tenants disable Kestrel --dry-run\n  mm tenants disable Kestrel --reason \"backups are moved\" --yes"
)]
pub struct Disable {
    /// The tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
    /// Say why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Show what it would terminate, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    confirmation: Confirmation,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// What `mm tenants enable` takes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  mm tenants enable Kestrel --reason \"backups were moved\"")]
pub struct Enable {
    /// The tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
    /// Say why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Disables a tenant.
pub fn disable(global: &Global, arguments: &Disable) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let name = &arguments.tenant;
    if let Some(reason) = &arguments.reason {
        check_text("--reason", reason)?;
    }
    let plan = |snapshot: &Snapshot<'_>, revision| {
        expect_revision(snapshot, revision)?;
        Plan::of(&app, snapshot, name)
    };
    let mut revision = arguments.if_revision;
    if arguments.dry_run || !arguments.confirmation.yes {
        let plan = app.look(|snapshot| plan(snapshot, revision))?;
        if arguments.dry_run {
            let told = app.look(|snapshot| plan.told(&app, snapshot, Told::DryRun))?;
            return Ok(app.done(told));
        }
        if !plan.is_disabled() {
            arguments.confirmation.ask(&plan.lines(), &plan.question())?;
            // What somebody said yes to is what is done.
            revision = Some(plan.revision);
        }
    }
    let told = app.lock(|change| {
        let plan = plan(&change.snapshot(), revision)?;
        if plan.is_disabled() {
            let told = plan.told(&app, &change.snapshot(), Told::Already)?;
            change.leave()?;
            return Ok(told);
        }
        let reason = arguments.reason.clone();
        set(&app, change, &plan.tenant, Access::Disabled, reason, |snapshot| {
            plan.told(&app, snapshot, Told::Done)
        })
    })?;
    Ok(app.done(told))
}

/// Enables a tenant.
pub fn enable(global: &Global, arguments: &Enable) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let name = &arguments.tenant;
    if let Some(reason) = &arguments.reason {
        check_text("--reason", reason)?;
    }
    let told = app.lock(|change| {
        let snapshot = change.snapshot();
        expect_revision(&snapshot, arguments.if_revision)?;
        let tenant = known_tenant(&snapshot, name)?;
        if tenant.facts.access == Access::Enabled {
            let title = format!("Tenant {name} is enabled already; nothing was changed.");
            let told = TenantDocument::of(&app, &snapshot, name)?.changed(false, title);
            change.leave()?;
            return Ok(told);
        }
        let reason = arguments.reason.clone();
        let tenant = (tenant.id, tenant.facts);
        set(&app, change, &tenant, Access::Enabled, reason, |snapshot| {
            let title = format!("Tenant {name} is enabled.");
            Ok(TenantDocument::of(&app, snapshot, name)?.changed(true, title))
        })
    })?;
    Ok(app.done(told))
}

/// What simulated sessions are told when a tenant is disabled or enabled.
pub fn switching(
    snapshot: &Snapshot<'_>,
    at: Instant,
    tenant: &str,
    access: Access,
) -> Result<Act> {
    let events = match access {
        Access::Enabled => Vec::new(),
        Access::Disabled => told_to_simulated(&snapshot.sessions(Sessions::Working)?, at, tenant),
    };
    Ok(Act { events, starts: None })
}

/// Writes down whether a tenant may use the cloud, and tells of it.
fn set(
    app: &App,
    change: Change<'_>,
    (id, before): &(i64, Tenant),
    access: Access,
    reason: Option<String>,
    tell: impl FnOnce(&Snapshot<'_>) -> Result<TenantDocument>,
) -> Result<TenantDocument> {
    let act = switching(&change.snapshot(), app.now(), &before.name, access)?;
    let caught_up = settle(&change.snapshot(), app.now(), act)?;
    let after = Tenant { access, ..before.clone() };
    let action = match access {
        Access::Enabled => "enable-tenant",
        Access::Disabled => "disable-tenant",
    };
    let entry = NewEntry { action, reason, before: as_json(before), after: as_json(&after) };
    let writer = change.record(&app.actor, &entry)?;
    caught_up.write(&writer)?;
    writer.update_tenant(*id, &after)?;
    let told = tell(&writer.snapshot())?;
    writer.commit()?;
    Ok(told)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::domain::facts::Origin;
    use crate::testing::TestStore;

    /// A tenant with jobs 1 to the cloud and 2 of its own, another with job 3; all work.
    fn trial(origin: Origin) -> TestStore {
        let trial = TestStore::new();
        for (name, tenant, target) in
            [("cloud", "t", "cloud"), ("local", "t", "local"), ("cloud", "u", "cloud")]
        {
            let add = ["jobs", "add", name, "--tenant", tenant, "--target", target];
            let more = ["--type", "other", "--task", "a=30m", "--task", "b=30m"];
            trial.run("20:00", &[&add[..], &more].concat()).unwrap();
        }
        for job in 1..=3 {
            trial.works("20:00", job, origin, &[("a", Some("20:00")), ("b", None)]);
        }
        trial
    }

    fn codes(trial: &TestStore, time: &str) -> Vec<Value> {
        let listed = trial.run(time, &["sessions"]).unwrap();
        listed["sessions"].as_array().unwrap().iter().map(|each| each["code"].clone()).collect()
    }

    #[test]
    fn simulated_sessions_to_the_cloud_end_there_and_then() {
        let trial = trial(Origin::Simulated);
        let seen = trial.run("20:10", &["tenants", "disable", "t", "--dry-run"]).unwrap();
        assert_eq!(codes(&trial, "20:10"), [Value::Null, Value::Null, Value::Null]);
        let done = trial.run("20:10", &["tenants", "disable", "t", "--yes"]).unwrap();
        assert_eq!(codes(&trial, "20:10"), [json!("tenant-disabled"), Value::Null, Value::Null]);
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
    fn observed_sessions_stay_as_they_were_seen() {
        let trial = trial(Origin::Imported);
        let done = trial.run("20:10", &["tenants", "disable", "t", "--yes"]).unwrap();
        assert_eq!(codes(&trial, "20:10"), [Value::Null, Value::Null, Value::Null]);
        assert_eq!(done["terminated"][0]["state"], "working");
        assert_eq!(done["warnings"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn what_is_so_already_changes_nothing() {
        let trial = trial(Origin::Simulated);
        let run = |words: &[&str]| trial.run("20:10", words).unwrap();
        let revision = run(&["tenants", "enable", "t"])["revision"].clone();
        run(&["tenants", "disable", "t", "--yes"]);
        // Nothing would be lost, so nobody is asked.
        let again = run(&["tenants", "disable", "t"]);
        assert_eq!(again["changed"], false);
        assert_eq!(again["revision"].as_u64(), revision.as_u64().map(|revision| revision + 1));
        assert_eq!(run(&["tenants", "enable", "t"])["changed"], true);
        assert_eq!(run(&["tenants", "enable", "t"])["changed"], false);
        assert_eq!(
            trial.run("20:10", &["tenants", "disable", "T", "--yes"]),
            Err("unknown-tenant")
        );
    }
}
