//! Tenants failover: records that a replica entered failover, or left it.

use serde_json::json;

use crate::args::Global;
use crate::commands::Done;
use crate::domain::{Instant, Look, When};
use crate::error::Error;
use crate::ops::app::App;
use crate::ops::catch_up::{Act, settle};
use crate::ops::change::expect_revision;
use crate::ops::tenants::known::known_tenant;
use crate::store::NewEntry;
use crate::views::tenant::TenantDocument;

/// What `mm tenants failover` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A tenant may finish a failover during maintenance only on a replica that was in failover when the mode was switched on, so mm can failback must know since when.\n\nExamples:\n  mm tenants failover Kestrel erp01_replica --at 21:40\n  mm tenants failover Kestrel erp01_replica --ended"
)]
pub struct Args {
    /// The tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
    /// The replica
    #[arg(value_name = "REPLICA")]
    replica: String,
    /// It entered failover at this time [default: now]
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    #[arg(conflicts_with = "ended")]
    at: Option<When>,
    /// It is in failover no more
    #[arg(long)]
    ended: bool,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Records a failover.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let Args { tenant: name, replica, .. } = args;
    if replica.trim().is_empty() {
        return Err(Error::usage("REPLICA: a name must not be blank").into());
    }
    let at = match args.at {
        Some(at) => Some(app.when("--at", at, Look::Back)?),
        None => None,
    };
    if at.is_some_and(|at| at > app.now()) {
        return Err(Error::usage("--at is later than now").into());
    }
    let told = app.lock(|change| {
        let snapshot = change.snapshot();
        expect_revision(&snapshot, args.if_revision)?;
        let tenant = known_tenant(&snapshot, name)?;
        let replicas = snapshot.replicas()?;
        let known = replicas.iter().find(|each| each.tenant == *name && each.name == *replica);
        let before = known.map(|known| known.since);
        let after = match (args.ended, at) {
            (true, _) => None,
            (false, Some(at)) => Some(at),
            (false, None) => before.or(Some(app.now())),
        };
        if before == after {
            let title = match after {
                Some(_) => format!("{replica} is in failover already; nothing was changed."),
                None => format!("{replica} is not in failover; nothing was changed."),
            };
            let told = TenantDocument::of(&app, &snapshot, name)?.changed(false, title);
            change.leave()?;
            return Ok(told);
        }
        let caught_up = settle(&snapshot, app.now(), Act::default())?;
        let as_json = |since: Option<Instant>| match since {
            Some(since) => json!({"tenant": name, "replica": replica, "since": since}),
            None => serde_json::Value::Null,
        };
        let entry = NewEntry {
            action: if args.ended { "end-failover" } else { "failover" },
            reason: None,
            before: as_json(before),
            after: as_json(after),
        };
        let writer = change.record(&app.actor, &entry)?;
        caught_up.write(&writer)?;
        writer.remove_replica(tenant.id, replica)?;
        if let Some(since) = after {
            writer.add_replica(tenant.id, replica, since)?;
        }
        let title = match after {
            Some(_) => format!("{replica} is in failover."),
            None => format!("{replica} is in failover no more."),
        };
        let told = TenantDocument::of(&app, &writer.snapshot(), name)?.changed(true, title);
        writer.commit()?;
        Ok(told)
    })?;
    Ok(app.done(told))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::TestStore;

    #[test]
    fn replicas_enter_and_leave_failover() {
        #[track_caller]
        fn case(trial: &TestStore, more: &[&str], changed: bool, since: Option<&str>) {
            let words = [&["tenants", "failover", "t", "r/\"1\""][..], more].concat();
            let told = trial.run("21:00", &words).unwrap();
            assert_eq!(told["changed"], changed, "{more:?}");
            let since = since.map(|time| format!("2026-11-23T{time}:00Z"));
            let want = since.map(|since| json!({"replica": "r/\"1\"", "since": since}));
            let want: Vec<Value> = want.into_iter().collect();
            assert_eq!(told["replicas_in_failover"], json!(want), "{more:?}");
        }
        let trial = TestStore::new();
        trial.run("20:00", &["tenants", "add", "t"]).unwrap();
        case(&trial, &["--ended"], false, None);
        case(&trial, &[], true, Some("21:00"));
        case(&trial, &[], false, Some("21:00"));
        case(&trial, &["--at", "2026-11-23T20:30:00Z"], true, Some("20:30"));
        case(&trial, &["--at", "2026-11-23T20:30:00Z"], false, Some("20:30"));
        case(&trial, &[], false, Some("20:30"));
        case(&trial, &["--ended"], true, None);
        let failover = |more: &[&str]| {
            trial.run("21:00", &[&["tenants", "failover"][..], more].concat()).unwrap_err()
        };
        assert_eq!(failover(&["u", "r"]), "unknown-tenant");
        assert_eq!(failover(&["t", " "]), "usage");
        assert_eq!(failover(&["t", "r", "--at", "+1m"]), "usage");
        assert_eq!(failover(&["t", "r", "--ended", "--at", "-1m"]), "usage");
    }
}
