//! Jobs edit: changes what is known of a job.

use crate::args::Global;
use crate::commands::Response;
use crate::commands::jobs::add::refuse_known;
use crate::commands::jobs::members::Members;
use crate::domain::{DurationSource, Job};
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::catch_up::catch_up;
use crate::ops::change::expect_revision;
use crate::ops::job_check::{as_json, check};
use crate::ops::job_ref;
use crate::store::NewEntry;
use crate::views::job::JobDocument;

/// What `mm jobs edit` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "What is given replaces what was: --task one task, --start all starts, --recorded those of one task.\nWhat is not given stays.\n\nExamples:\n  mm jobs edit \"Nightly VMs\" --task erp01=30m --remove-task old01\n  mm jobs edit Kestrel/Nightly --name \"Nightly VMs\" --no-schedule --start 22:00\n  mm jobs edit \"Orders CDP\" --enabled"
)]
pub struct Args {
    /// The job: its name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: String,
    /// Give it this name
    #[arg(long, value_name = "NEW")]
    name: Option<String>,
    #[command(flatten)]
    members: Members,
    #[command(flatten)]
    clear: Clear,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// What is taken away.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
struct Clear {
    /// Take this task away
    #[arg(long = "remove-task", value_name = "NAME")]
    remove_tasks: Vec<String>,
    /// Take all starts away that are not scheduled
    #[arg(long, conflicts_with = "starts")]
    no_starts: bool,
    /// Take the schedule away
    #[arg(long, conflicts_with_all = ["cron", "timezone"])]
    no_schedule: bool,
    /// Take the retries away
    #[arg(long, conflicts_with_all = ["retry", "retry_wait"])]
    no_retry: bool,
    /// Forget what past sessions took
    #[arg(long, conflicts_with = "recorded")]
    no_recorded: bool,
    /// The initial synchronisation of the policy has completed
    #[arg(long, conflicts_with = "initial_sync")]
    no_initial_sync: bool,
    /// The policy is enabled
    #[arg(long, conflicts_with = "disabled")]
    enabled: bool,
}

impl Clear {
    fn take_from(&self, job: &mut Job) -> Result<()> {
        for name in &self.remove_tasks {
            let before = job.tasks.len();
            job.tasks.retain(|task| task.name != *name);
            if job.tasks.len() == before {
                let known: Vec<String> =
                    job.tasks.iter().map(|task| format!("{:?}", task.name)).collect();
                let message = format!("--remove-task: the job has no task named {name:?}");
                return Err(Error::new(Code::UnknownTask, message)
                    .hint(format!("its tasks: {}", known.join(", "))));
            }
        }
        if self.no_starts {
            job.starts.clear();
        }
        if self.no_schedule {
            job.schedule = None;
        }
        if self.no_retry {
            job.retry = None;
        }
        if self.no_recorded {
            job.tasks.iter_mut().for_each(|task| task.recorded.clear());
        }
        if let Some(policy) = &mut job.policy {
            if self.no_initial_sync {
                policy.initial_sync = None;
            }
            policy.enabled |= self.enabled;
        }
        Ok(())
    }
}

/// Changes a job.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let told = app.lock(|change| {
        let snapshot = change.snapshot();
        expect_revision(&snapshot, args.if_revision)?;
        let job = job_ref::find(&snapshot, &args.job)?;
        let before = job.facts;
        let after = edited(&app, args, &before)?;
        if before == after {
            let told = JobDocument::of(&app, &snapshot, job.id)?.changed(false, "Unchanged");
            change.leave()?;
            return Ok(told);
        }
        if (&before.tenant, &before.name) != (&after.tenant, &after.name) {
            refuse_known(&snapshot, &after)?;
        }
        let caught_up = catch_up(&snapshot, app.now(), Vec::new())?;
        let entry = NewEntry {
            action: "edit-job",
            reason: None,
            before: as_json(&before),
            after: as_json(&after),
        };
        let writer = change.record(&app.actor, &entry)?;
        caught_up.write(&writer)?;
        writer.update_job(job.id, &after)?;
        let told = JobDocument::of(&app, &writer.snapshot(), job.id)?.changed(true, "Changed");
        writer.commit()?;
        Ok(told)
    })?;
    Ok(Response::of(&app, told))
}

fn edited(app: &App, args: &Args, before: &Job) -> Result<Job> {
    let Args { name, members, clear, .. } = args;
    let mut job = before.clone();
    if let Some(name) = name {
        job.name.clone_from(name);
    }
    clear.take_from(&mut job)?;
    members.put_into(app, &mut job)?;
    if job.policy.is_none() && clear.enabled {
        return Err(Error::usage("--enabled: only a cdp-policy takes this"));
    }
    if members.tells_tasks() {
        job.durations = DurationSource::Given;
    }
    check(app.now(), &job)?;
    Ok(job)
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

    fn trial() -> TestStore {
        let trial = TestStore::new();
        trial.run("20:00", &[&["jobs", "add", "j"][..], &FULL].concat()).unwrap();
        trial.run("20:00", &["jobs", "add", "k", "--tenant", "t", "--type", "cdp-policy"]).unwrap();
        trial
    }

    fn edit(trial: &TestStore, job: &str, more: &[&str]) -> Result<Value, &'static str> {
        trial.run("20:00", &[&["jobs", "edit", job][..], more].concat())
    }

    #[test]
    fn what_is_given_replaces_what_was() {
        #[track_caller]
        fn case(more: &[&str], member: &str, want: &Value) {
            let trial = trial();
            let told = edit(&trial, "j", more).unwrap();
            assert_eq!(&told[member], want, "{more:?}");
            let name = told["name"].as_str().unwrap();
            assert_eq!(trial.run("20:00", &["jobs", "show", name]).unwrap()[member], *want);
            let again = edit(&trial, name, more);
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
    fn policies() {
        #[track_caller]
        fn case(trial: &TestStore, more: &[&str], state: &str, sync: &Value) {
            let told = edit(trial, "k", more).unwrap();
            assert_eq!((&told["state"], &told["initial_sync"]), (&json!(state), sync), "{more:?}");
            assert_eq!(edit(trial, "k", more).unwrap()["changed"], false, "{more:?}");
        }
        let trial = trial();
        case(&trial, &["--initial-sync", "1h"], "initial-sync", &json!("1h"));
        case(&trial, &["--disabled"], "disabled", &json!("1h"));
        case(&trial, &["--enabled"], "initial-sync", &json!("1h"));
        case(&trial, &["--no-initial-sync"], "syncing", &Value::Null);
    }

    #[test]
    fn a_job_becomes_a_policy_and_a_policy_a_job() {
        let trial = trial();
        let policy = ["--type", "cdp-policy", "--remove-task", "a", "--remove-task", "b"];
        let cleared = ["--no-starts", "--no-schedule", "--no-retry", "--slots", "1"];
        let told = edit(&trial, "j", &[&policy[..], &cleared].concat()).unwrap();
        assert_eq!((&told["type"], &told["slots"]), (&json!("cdp-policy"), &Value::Null));
        let told = edit(&trial, "k", &["--type", "other", "--task", "x=1m"]).unwrap();
        assert_eq!((&told["type"], &told["slots"]), (&json!("other"), &json!(1)));
    }

    #[test]
    fn what_cannot_be_is_refused_and_changes_nothing() {
        #[track_caller]
        fn case(trial: &TestStore, job: &str, more: &[&str], code: &'static str) {
            let before = trial.run("20:00", &["jobs", "export"]).unwrap();
            assert_eq!(edit(trial, job, more), Err(code), "{more:?}");
            assert_eq!(trial.run("20:00", &["jobs", "export"]).unwrap(), before, "{more:?}");
        }
        let trial = trial();
        case(&trial, "j", &["--name", "k"], "job-exists");
        case(&trial, "j", &["--name", " "], "usage");
        case(&trial, "j", &["--tenant", ""], "usage");
        case(&trial, "j", &["--slots", "0"], "usage");
        case(&trial, "j", &["--disabled"], "usage");
        case(&trial, "j", &["--enabled"], "usage");
        case(&trial, "j", &["--initial-sync", "1h"], "usage");
        case(&trial, "j", &["--type", "cdp-policy"], "usage");
        case(&trial, "j", &["--remove-task", "a", "--remove-task", "b"], "usage");
        case(&trial, "j", &["--remove-task", "z"], "unknown-task");
        case(&trial, "j", &["--recorded", "z=1m"], "usage");
        case(&trial, "j", &["--cron", "61 * * * *"], "usage");
        case(&trial, "j", &["--timezone", "Mars"], "usage");
        case(&trial, "j", &["--no-schedule", "--cron", "* * * * *"], "usage");
        case(&trial, "j", &["--slots", "3", "--if-revision", "7"], "conflict");
        case(&trial, "k", &["--task", "a=1m"], "usage");
        case(&trial, "z", &[], "unknown-job");
    }
}
