//! `mm jobs edit`: change the settings of a job.

use crate::commands::jobs::options::{JobOptions, RemoveOptions};
use crate::commands::prelude::*;
use crate::domain::Origin;
use crate::ops::change::ChangeRecord;
use crate::ops::import_diff::leaves_cloud;
use crate::ops::job_check::{check, job_json, refuse_existing};
use crate::ops::job_ref;
use crate::store::{SessionFilter, Snapshot};
use crate::views::job::JobDocument;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "--task replaces one task, --start all starts, and --recorded the durations of one task. The rest of the job stays as it is.\n\nExamples:\n  mm jobs edit \"Nightly VMs\" --task erp01=30m --remove-task old01\n  mm jobs edit Kestrel/Nightly --name \"Nightly VMs\" --no-schedule --start 22:00\n  mm jobs edit \"Orders CDP\" --enabled"
)]
pub struct Args {
    /// Job to change: its name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: String,
    /// New name of the job
    #[arg(long, value_name = "NEW")]
    name: Option<String>,
    #[command(flatten)]
    options: JobOptions,
    #[command(flatten)]
    remove: RemoveOptions,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let document = app.change(HistoryAction::EditJob, args.expect.revision, |change, now| {
        let snapshot = change.snapshot();
        let stored = job_ref::find(&snapshot, &args.job)?;
        let before = &stored.facts;
        let mut after = before.clone();
        if let Some(name) = &args.name {
            after.name.clone_from(name);
        }
        args.remove.apply(&mut after)?;
        args.options.apply(app, &mut after)?;
        check(now, &after)?;
        if *before == after {
            let document = JobDocument::of(app, &snapshot, stored.id)?;
            return change.unchanged(document.changed(false, "Unchanged"));
        }
        if leaves_cloud(before, &after) && is_running(&snapshot, stored.id)? {
            let message =
                format!("a session of {:?} is running, and would no longer count", before.name);
            return Err(Error::new(Code::AlreadyRunning, message)
                .hint("change its type or target once an import says that it has ended"));
        }
        if (&before.tenant, &before.name) != (&after.tenant, &after.name) {
            refuse_existing(&snapshot, &after)?;
        }
        let record = ChangeRecord {
            before: job_json(before),
            after: job_json(&after),
            ..ChangeRecord::default()
        };
        change.record(record, |writer| {
            writer.update_job(stored.id, &after)?;
            Ok(JobDocument::of(app, &writer.snapshot(), stored.id)?.changed(true, "Changed"))
        })
    })?;
    Ok(Response::new(document))
}

/// Whether a session of the job is known to be running that is not simulated.
fn is_running(snapshot: &Snapshot<'_>, job: i64) -> Result<bool> {
    let running = snapshot.sessions(SessionFilter::Running)?;
    Ok(running.iter().any(|each| each.job == Some(job) && each.origin != Origin::Simulated))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::TestStore;

    const FULL: [&str; 21] = [
        "--tenant",
        "t",
        "--type",
        "vm-backup",
        "--task",
        "a=1m",
        "--task",
        "b=2m:fails",
        "--cron",
        "0 22 * * *",
        "--timezone",
        "Asia/Tokyo",
        "--start",
        "2026-11-24T01:00:00Z",
        "--retry",
        "3",
        "--retry-wait",
        "10m",
        "--recorded",
        "b=1m,2m",
        "--slots=2",
    ];

    fn job_and_policy() -> TestStore {
        let store = TestStore::new();
        store.run("20:00", &[&["jobs", "add", "j"][..], &FULL].concat()).unwrap();
        store.run("20:00", &["jobs", "add", "k", "--tenant", "t", "--type", "cdp-policy"]).unwrap();
        store
    }

    fn edit(store: &TestStore, job: &str, more: &[&str]) -> Result<Value, &'static str> {
        store.run("20:00", &[&["jobs", "edit", job][..], more].concat())
    }

    #[test]
    fn options_replace_members() {
        #[track_caller]
        fn case(more: &[&str], member: &str, want: &Value) {
            let store = job_and_policy();
            let told = edit(&store, "j", more).unwrap();
            assert_eq!(&told[member], want, "{more:?}");
            let name = told["name"].as_str().unwrap();
            assert_eq!(store.run("20:00", &["jobs", "show", name]).unwrap()[member], *want);
            let again = edit(&store, name, more);
            if !more.contains(&"--remove-task") {
                assert_eq!(again.unwrap()["changed"], false, "{more:?}");
            }
        }
        let task = |name: &str, duration: &str, fails: bool| json!({"name": name, "duration": duration, "fails": fails});
        case(&FULL, "slots", &json!(2));
        case(&["--name", "new/\"名\""], "name", &json!("new/\"名\""));
        case(&["--tenant", "u"], "tenant", &json!("u"));
        case(&["--target", "local"], "target", &json!("local"));
        case(&["--type", "backup-copy"], "type", &json!("backup-copy"));
        case(&["--task", "a=5m"], "tasks", &json!([task("a", "5m", false), task("b", "2m", true)]));
        case(&["--remove-task", "a"], "tasks", &json!([task("b", "2m", true)]));
        case(&["--remove-task", "b"], "recorded", &json!({}));
        case(&["--recorded", "a=3m"], "recorded", &json!({"a": ["3m"], "b": ["1m", "2m"]}));
        case(&["--recorded", "b=3m"], "recorded", &json!({"b": ["3m"]}));
        case(&["--no-recorded"], "recorded", &json!({}));
        case(&["--no-starts"], "starts", &json!([]));
        case(&["--start", "22:00", "--start", "+1h", "--start", "+1h"], "slots", &json!(2));
        let schedule = json!({"cron": "0 5 * * *", "timezone": "Asia/Tokyo"});
        case(&["--cron", "0 5 * * *"], "schedule", &schedule);
        case(&["--no-schedule"], "schedule", &Value::Null);
        case(&["--retry", "1"], "retry", &json!({"times": 1, "wait": "10m"}));
        case(&["--no-retry"], "retry", &Value::Null);
    }

    #[test]
    fn options_of_policies() {
        #[track_caller]
        fn case(store: &TestStore, more: &[&str], state: &str, sync: &Value) {
            let told = edit(store, "k", more).unwrap();
            assert_eq!((&told["state"], &told["initial_sync"]), (&json!(state), sync), "{more:?}");
            assert_eq!(edit(store, "k", more).unwrap()["changed"], false, "{more:?}");
        }
        let store = job_and_policy();
        case(&store, &["--initial-sync", "1h"], "initial-sync", &json!("1h"));
        case(&store, &["--disabled"], "disabled", &json!("1h"));
        case(&store, &["--enabled"], "initial-sync", &json!("1h"));
        case(&store, &["--no-initial-sync"], "syncing", &Value::Null);
    }

    #[test]
    fn a_job_becomes_a_policy_and_a_policy_a_job() {
        let store = job_and_policy();
        let policy = ["--type", "cdp-policy", "--remove-task", "a", "--remove-task", "b"];
        let cleared = ["--no-starts", "--no-schedule", "--no-retry", "--slots", "1"];
        let told = edit(&store, "j", &[&policy[..], &cleared].concat()).unwrap();
        assert_eq!((&told["type"], &told["slots"]), (&json!("cdp-policy"), &Value::Null));
        let told = edit(&store, "k", &["--type", "other", "--task", "x=1m"]).unwrap();
        assert_eq!((&told["type"], &told["slots"]), (&json!("other"), &json!(1)));
    }

    #[test]
    fn a_refused_edit_changes_nothing() {
        #[track_caller]
        fn case(store: &TestStore, job: &str, more: &[&str], code: &'static str) {
            let before = store.run("20:00", &["jobs", "export"]).unwrap();
            assert_eq!(edit(store, job, more), Err(code), "{more:?}");
            assert_eq!(store.run("20:00", &["jobs", "export"]).unwrap(), before, "{more:?}");
        }
        let store = job_and_policy();
        case(&store, "j", &["--name", "k"], "job-exists");
        case(&store, "j", &["--name", " "], "usage");
        case(&store, "j", &["--tenant", ""], "usage");
        case(&store, "j", &["--slots", "0"], "usage");
        case(&store, "j", &["--initial-sync", "1h"], "usage");
        case(&store, "j", &["--type", "cdp-policy"], "usage");
        case(&store, "j", &["--remove-task", "a", "--remove-task", "b"], "usage");
        case(&store, "j", &["--remove-task", "z"], "unknown-task");
        case(&store, "j", &["--recorded", "z=1m"], "usage");
        case(&store, "j", &["--cron", "61 * * * *"], "usage");
        case(&store, "j", &["--timezone", "Mars"], "usage");
        case(&store, "j", &["--no-schedule", "--cron", "* * * * *"], "usage");
        case(&store, "j", &["--slots", "3", "--if-revision", "7"], "conflict");
        case(&store, "k", &["--task", "a=1m"], "usage");
        case(&store, "z", &[], "unknown-job");
    }
}
