//! `mm tenants failover`: record that a replica entered failover, or left it.

use serde_json::{Value, json};

use crate::commands::prelude::*;
use crate::ops::change::ChangeRecord;
use crate::ops::tenants::find_tenant;
use crate::views::tenant::TenantDocument;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "During maintenance a tenant may finish a failover only for a replica that was in failover when the mode was switched on. `mm can failback` needs these records to decide.\n\nExamples:\n  mm tenants failover Kestrel erp01_replica --at 21:40\n  mm tenants failover Kestrel erp01_replica --ended"
)]
pub struct Args {
    /// Name of the tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
    /// Name of the replica
    #[arg(value_name = "REPLICA")]
    replica: String,
    /// Time at which it entered failover [default: now]
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    #[arg(conflicts_with = "ended")]
    at: Option<When>,
    /// Record that it is no longer in failover
    #[arg(long)]
    ended: bool,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let Args { tenant: name, replica, .. } = args;
    if replica.trim().is_empty() {
        return Err(Error::usage("REPLICA: the name must not be blank"));
    }
    let action = if args.ended { HistoryAction::EndFailover } else { HistoryAction::Failover };
    let document = app.change(action, args.expect.revision, |change, now| {
        let at = args.at.map(|at| app.when("--at", at, Toward::Past)).transpose()?;
        if at.is_some_and(|at| at > now) {
            return Err(Error::usage("--at is in the future"));
        }
        let snapshot = change.snapshot();
        let tenant = find_tenant(&snapshot, name)?;
        let replicas = snapshot.replicas()?;
        let known = replicas.iter().find(|each| each.tenant == *name && each.name == *replica);
        let before = known.map(|known| known.since);
        let after = if args.ended { None } else { at.or(before).or(Some(now)) };
        if before == after {
            let is = if after.is_some() { "is already" } else { "is not" };
            let title = format!("{replica} {is} in failover; nothing was changed.");
            let document = TenantDocument::of(app, &snapshot, name)?.changed(false, title);
            return change.unchanged(document);
        }
        let replica_json = |since: Option<Instant>| match since {
            Some(since) => json!({"tenant": name, "replica": replica, "since": since}),
            None => Value::Null,
        };
        let record = ChangeRecord {
            before: replica_json(before),
            after: replica_json(after),
            ..ChangeRecord::default()
        };
        change.record(record, |writer| {
            writer.remove_replica(tenant.id, replica)?;
            if let Some(since) = after {
                writer.add_replica(tenant.id, replica, since)?;
            }
            let is = if after.is_some() { "is" } else { "is no longer" };
            let title = format!("{replica} {is} in failover.");
            Ok(TenantDocument::of(app, &writer.snapshot(), name)?.changed(true, title))
        })
    })?;
    Ok(Response::new(document))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::TestStore;

    #[test]
    fn replicas_enter_and_leave_failover() {
        #[track_caller]
        fn case(store: &TestStore, more: &[&str], changed: bool, since: Option<&str>) {
            let words = [&["tenants", "failover", "t", "r/\"1\""][..], more].concat();
            let told = store.run("21:00", &words).unwrap();
            assert_eq!(told["changed"], changed, "{more:?}");
            let since = since.map(|time| format!("2026-11-23T{time}:00Z"));
            let want = since.map(|since| json!({"replica": "r/\"1\"", "since": since}));
            let want: Vec<Value> = want.into_iter().collect();
            assert_eq!(told["replicas_in_failover"], json!(want), "{more:?}");
        }
        let store = TestStore::new();
        store.run("20:00", &["tenants", "add", "t"]).unwrap();
        case(&store, &["--ended"], false, None);
        case(&store, &[], true, Some("21:00"));
        case(&store, &[], false, Some("21:00"));
        case(&store, &["--at", "2026-11-23T20:30:00Z"], true, Some("20:30"));
        case(&store, &["--at", "2026-11-23T20:30:00Z"], false, Some("20:30"));
        case(&store, &[], false, Some("20:30"));
        case(&store, &["--ended"], true, None);
        let failover = |more: &[&str]| {
            store.run("21:00", &[&["tenants", "failover"][..], more].concat()).unwrap_err()
        };
        assert_eq!(failover(&["u", "r"]), "unknown-tenant");
        assert_eq!(failover(&["t", " "]), "usage");
        assert_eq!(failover(&["t", "r", "--at", "+1m"]), "usage");
        assert_eq!(failover(&["t", "r", "--ended", "--at", "-1m"]), "usage");
    }
}
