//! Notices: what a maintenance would do to the jobs of each tenant, to tell the tenant beforehand.

use std::collections::{HashMap, HashSet};

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::domain::{
    Access, DurationSource, FailureCode, Instant, JobType, Mode, Rule, RunCounts, Span, Verdict,
    spelled, start_session, zone_named,
};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::forecast::{Forecast, Proposal, assumed};
use crate::ops::outlook::look_ahead;
use crate::ops::server_status::ServerStatus;
use crate::scenario::ModelJob;
use crate::simulator::Keep;
use crate::store::{JobFilter, Snapshot};

spelled! {
    /// What a maintenance does to a job.
    pub enum NoticeEffect: "effect" {
        /// A run that is under way loses tasks.
        Cut = "cut",
        /// Runs do not start.
        Refused = "refused",
        /// A CDP policy stops processing.
        Paused = "paused",
    }
}

/// A job that the maintenance affects.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeJob {
    pub job: String,
    #[serde(rename = "type")]
    pub job_type: JobType,
    /// What happens first.
    pub effect: NoticeEffect,
    /// When; `None`: when the maintenance begins.
    pub at: Option<Instant>,
    #[serde(flatten)]
    pub runs: RunCounts,
}

/// What a tenant has to know.
#[derive(Debug, Clone)]
pub struct TenantNotice {
    pub tenant: String,
    /// Its own zone; `None`: that of the machine.
    pub timezone: Option<String>,
    pub zone: TimeZone,
    pub jobs: Vec<NoticeJob>,
    /// Jobs that may be affected: their starts or durations are not known.
    pub not_known: Vec<String>,
    /// Whether any job of the tenant is known.
    pub has_jobs: bool,
}

impl TenantNotice {
    /// Whether a job is affected; `None`: that is not known.
    pub fn is_affected(&self) -> Option<bool> {
        match (self.jobs.is_empty(), self.not_known.is_empty() && self.has_jobs) {
            (false, _) => Some(true),
            (true, true) => Some(false),
            (true, false) => None,
        }
    }
}

/// A run that started this long before the maintenance may still be under way.
const LONGEST_RUN: Span = Span::from_secs(24 * 3600);

/// The notices of a maintenance, by tenant. Disabled tenants get none: nothing of theirs runs anyway.
pub fn notices(
    app: &App,
    snapshot: &Snapshot<'_>,
    from: Instant,
    until: Instant,
) -> Result<Vec<TenantNotice>> {
    let status = ServerStatus::of(snapshot, app.now())?;
    let end = look_ahead(from, Some(until));
    let before = snapshot.declared(status.now, end)?;
    let mut after = before.clone();
    after.push(assumed(from, Some(until)));
    let proposal = Proposal { before: &before, after: &after, end, asked: Some(from) };
    let forecast = Forecast::of(snapshot, &status, &proposal, Keep::Everything)?;
    let mut notices: Vec<TenantNotice> = forecast
        .model
        .tenants
        .iter()
        .map(|tenant| TenantNotice {
            tenant: tenant.name.clone(),
            timezone: tenant.timezone.clone(),
            zone: tenant
                .timezone
                .as_deref()
                .and_then(zone_named)
                .unwrap_or_else(|| app.zone().clone()),
            jobs: Vec::new(),
            not_known: Vec::new(),
            has_jobs: false,
        })
        .collect();
    let affected = affected_jobs(&forecast, from, until);
    let known = jobs_with_known_starts(snapshot, until)?;
    for ((index, job), id) in (0_u32..).zip(&forecast.model.jobs).zip(&forecast.jobs) {
        let notice = &mut notices[job.tenant as usize];
        notice.has_jobs = true;
        if let Some(affected) = affected.get(&index) {
            notice.jobs.push(affected.clone());
        } else if can_be_affected(job)
            && !job.is_disabled
            && (!known.contains(id) || may_be_under_way(&forecast, job, from))
        {
            notice.not_known.push(job.name.to_string());
        }
    }
    let tenants = forecast.model.tenants.iter();
    let mut enabled = tenants.map(|tenant| tenant.access == Access::Enabled);
    notices.retain(|_| enabled.next() == Some(true));
    notices.sort_by(|a, b| a.tenant.cmp(&b.tenant));
    Ok(notices)
}

/// The jobs that the maintenance affects, by index.
fn affected_jobs(forecast: &Forecast, from: Instant, until: Instant) -> HashMap<u32, NoticeJob> {
    let Forecast { model, outcome, .. } = forecast;
    let notice = |index: u32, effect: NoticeEffect, at: Option<Instant>| {
        let job = &model.jobs[index as usize];
        let (job, job_type) = (job.name.to_string(), job.job_type);
        NoticeJob { job, job_type, effect, at, runs: outcome.totals[index as usize].runs }
    };
    let mut found: HashMap<u32, NoticeJob> = HashMap::new();
    for session in &outcome.sessions {
        if outcome.totals[session.job as usize].runs.affected == 0
            || found.contains_key(&session.job)
        {
            continue;
        }
        let refused = outcome.tasks_of(session).iter().filter(|task| {
            task.code == Some(FailureCode::Maintenance)
                && task.ended.is_some_and(|at| (from..until).contains(&at))
        });
        let Some(at) = refused.filter_map(|task| task.ended).min() else {
            continue;
        };
        let effect = match session.rule {
            Some(Rule::RefuseNewSession) => NoticeEffect::Refused,
            Some(_) | None => NoticeEffect::Cut,
        };
        found.insert(session.job, notice(session.job, effect, Some(at)));
    }
    for policy in &outcome.policies {
        if matches!(policy.rule, Some(Rule::StopProcessing | Rule::HoldNewPolicy)) {
            found.insert(policy.job, notice(policy.job, NoticeEffect::Paused, None));
        }
    }
    found
}

/// The jobs whose starts are known up to an instant: a schedule has no end, and a list of starts tells
/// nothing after its last one.
fn jobs_with_known_starts(snapshot: &Snapshot<'_>, until: Instant) -> Result<HashSet<i64>> {
    let jobs = snapshot.jobs(JobFilter::All)?.into_iter().filter(|job| {
        job.facts.job_type.is_policy()
            || job.facts.schedule.is_some()
            || job.facts.starts.iter().any(|at| *at >= until)
    });
    Ok(jobs.map(|job| job.id).collect())
}

/// Whether maintenance does anything to runs of such a job.
fn can_be_affected(job: &ModelJob) -> bool {
    let start = start_session(job.coverage(), job.target, Access::Enabled, Mode::Maintenance);
    matches!(start, Verdict::Refused(..))
}

/// Whether a run of unknown length starts before the maintenance.
fn may_be_under_way(forecast: &Forecast, job: &ModelJob, from: Instant) -> bool {
    let starts = &forecast.model.starts[job.starts.start as usize..job.starts.end as usize];
    let is_before = |at: &Instant| *at < from && from - *at <= LONGEST_RUN;
    job.durations == DurationSource::Default && starts.iter().any(is_before)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::{TestStore, at};

    fn store() -> TestStore {
        let store = TestStore::new();
        store.run("20:00", &["tenants", "add", "Ginkgo"]).unwrap();
        let add = |words: &[&str]| add(&store, words);
        let backup = ["--type", "vm-backup", "--task", "x=30m"];
        add(&[&["nightly", "--tenant", "Ash", "--cron", "30 21 * * *"], &backup[..]].concat());
        add(&[&["weekly", "--tenant", "Ash", "--cron", "0 3 * * sun"], &backup[..]].concat());
        add(&[&["once", "--tenant", "Birch", "--start", "2026-11-23T23:00:00Z"], &backup[..]]
            .concat());
        add(&[&["manual", "--tenant", "Cedar"], &backup[..]].concat());
        add(&[&["near", "--tenant", "Dogwood", "--target", "local"], &backup[..]].concat());
        add(&["replica", "--tenant", "Elm", "--type", "cdp-policy"]);
        add(&[&["nightly", "--tenant", "Fir", "--cron", "30 21 * * *"], &backup[..]].concat());
        store.run("20:00", &["tenants", "disable", "Fir", "--yes"]).unwrap();
        add(&["off", "--tenant", "Ivy", "--type", "cdp-policy", "--disabled"]);
        add(&["pair", "--tenant", "Juniper", "--type", "cdp-policy", "--target", "local"]);
        add(&["tapes", "--tenant", "Hazel", "--type", "other", "--task", "x=30m"]);
        store
    }

    fn add(store: &TestStore, words: &[&str]) {
        store.run("20:00", &[&["jobs", "add"], words].concat()).unwrap();
    }

    /// Whether each tenant is affected, with the names of its affected jobs and of those that are not
    /// known.
    fn notice(store: &TestStore, at: &str) -> Value {
        let notice = ["notice", "--at", at, "--for", "1h"];
        let document = store.run("20:00", &notice).unwrap();
        let tenants = document["tenants"].as_array().unwrap().iter().map(|each| {
            let jobs: Vec<&Value> =
                each["jobs"].as_array().unwrap().iter().map(|job| &job["job"]).collect();
            json!([each["tenant"], each["affected"], jobs, each["not_known"]])
        });
        tenants.collect()
    }

    #[test]
    fn a_tenant_is_told_what_is_known_and_what_is_not() {
        let store = store();
        let paused = json!(["Elm", true, ["replica"], []]);
        let tonight = json!([
            ["Ash", true, ["nightly"], []],
            ["Birch", false, [], []],
            ["Cedar", null, [], ["manual"]],
            ["Dogwood", false, [], []],
            paused,
            ["Ginkgo", null, [], []],
            ["Hazel", false, [], []],
            ["Ivy", false, [], []],
            ["Juniper", false, [], []],
        ]);
        assert_eq!(notice(&store, "2026-11-23T21:00:00Z"), tonight);
        // After its last known start, nobody knows when a job starts.
        let tomorrow = notice(&store, "2026-11-24T22:00:00Z");
        assert_eq!(tomorrow[0], json!(["Ash", false, [], []]));
        assert_eq!(tomorrow[1], json!(["Birch", null, [], ["once"]]));
        // That the maintenance ends at its last known start is enough.
        assert_eq!(notice(&store, "2026-11-23T22:00:00Z")[1], json!(["Birch", false, [], []]));
    }

    #[test]
    fn a_tenant_is_told_what_happens_first_to_each_job() {
        #[track_caller]
        fn case(job: &[&str], want: &[(&str, Option<&str>)]) {
            let store = TestStore::new();
            add(&store, &[&["j", "--tenant", "Ash"], job].concat());
            let notice = ["notice", "--at", "2026-11-23T21:00:00Z", "--for", "2h"];
            let document = store.run("20:00", &notice).unwrap();
            let jobs = document["tenants"][0]["jobs"].as_array().unwrap().iter();
            let found: Vec<Value> = jobs.map(|job| json!([job["effect"], job["at"]])).collect();
            let want = want.iter().map(|(effect, time)| json!([effect, time.map(at)]));
            assert_eq!(found, want.collect::<Vec<_>>(), "{job:?}");
        }
        let backup = |start, tasks: &[&'static str]| {
            let tasks = tasks.iter().flat_map(|task| ["--task", *task]);
            [
                &["--type", "vm-backup", "--slots", "2", "--cron", start][..],
                &*tasks.collect::<Vec<_>>(),
            ]
            .concat()
        };
        // Of several runs that are refused, the first counts.
        case(&backup("30 * * * *", &["x=5m"]), &[("refused", Some("21:30"))]);
        case(&backup("0 21 * * *", &["x=5m"]), &[("refused", Some("21:00"))]);
        // The tasks that run finish; the next one would have started at 21:10, another at 21:20.
        let tasks = ["a=20m", "b=30m", "c=5m", "d=30m"];
        case(&backup("50 20 * * *", &tasks), &[("cut", Some("21:10"))]);
        case(&backup("50 20 * * *", &["a=20m", "b=30m"]), &[]);
        case(&["--type", "windows-agent-backup", "--cron", "50 20 * * *", "--task", "a=1h"], &[]);
        case(&["--type", "cdp-policy"], &[("paused", None)]);
    }

    #[test]
    fn another_maintenance_than_the_one_of_the_notice_affects_nobody() {
        let store = store();
        let tomorrow = ["schedule", "add", "--at", "2026-11-24T21:00:00Z", "--for", "1h"];
        store.run("20:00", &tomorrow).unwrap();
        assert_eq!(notice(&store, "2026-11-23T22:00:00Z")[0], json!(["Ash", false, [], []]));
        let affected = json!(["Ash", true, ["nightly"], []]);
        assert_eq!(notice(&store, "2026-11-23T21:00:00Z")[0], affected);
        // The run of tomorrow is refused, too, and the notice is of the day after.
        let document =
            store.run("20:00", &["notice", "--at", "2026-11-25T21:00:00Z", "--for", "1h"]).unwrap();
        assert_eq!(document["tenants"][0]["jobs"][0]["at"], "2026-11-25T21:30:00Z");
    }

    #[test]
    fn a_run_of_unknown_length_may_still_be_under_way_for_a_day() {
        #[track_caller]
        fn case(length: &[&str], starts: &[&str], want: &Value) {
            let store = TestStore::new();
            let listing = "Tenant,Name,JobType,IsRunning,Target\nAsh,j,Backup,False,cloud\n";
            store.run("20:00", &["jobs", "import", &store.file("jobs.csv", listing)]).unwrap();
            let starts = [starts, &["2026-11-30T00:00:00Z"]].concat();
            let starts: Vec<&str> = starts.iter().flat_map(|start| ["--start", start]).collect();
            store.run("20:00", &[&["jobs", "edit", "j"], length, &starts].concat()).unwrap();
            let not_known = want.as_null().map_or(json!([]), |()| json!(["j"]));
            let found = notice(&store, "2026-11-25T21:00:00Z");
            assert_eq!(found[0], json!(["Ash", want, [], not_known]), "{starts:?}");
        }
        let (unknown, known): (&[&str], &[&str]) = (&[], &["--task", "x=30m"]);
        let (not_affected, not_known) = (json!(false), Value::Null);
        case(unknown, &["2026-11-25T15:00:00Z"], &not_known);
        case(known, &["2026-11-25T15:00:00Z"], &not_affected);
        case(unknown, &["2026-11-24T21:00:00Z"], &not_known);
        case(unknown, &["2026-11-24T20:59:00Z"], &not_affected);
        case(unknown, &["2026-11-24T15:00:00Z", "2026-11-25T15:00:00Z"], &not_known);
        case(unknown, &["2026-11-26T15:00:00Z"], &not_affected);
        case(unknown, &[], &not_affected);
    }

    #[test]
    fn a_notice_counts_the_runs_that_a_simulation_counts() {
        let store = store();
        let notice = ["notice", "--at", "2026-11-23T21:00:00Z", "--for", "3h"];
        let notice = store.run("20:00", &notice).unwrap();
        let simulate = ["simulate", "--at", "2026-11-23T21:00:00Z", "--for", "3h"];
        let simulated = store.run("20:00", &simulate).unwrap();
        for tenant in notice["tenants"].as_array().unwrap() {
            for count in ["runs_affected", "runs_lost", "runs_recovered"] {
                let jobs = tenant["jobs"].as_array().unwrap().iter();
                let told: u64 = jobs.map(|job| job[count].as_u64().unwrap()).sum();
                let all = simulated["tenants"].as_array().unwrap();
                let want = all.iter().find(|each| each["name"] == tenant["tenant"]).unwrap();
                assert_eq!(told, want[count].as_u64().unwrap(), "{count}: {tenant}");
            }
        }
    }

    #[test]
    fn a_text_names_no_other_tenant_and_has_the_times_of_its_zone() {
        let store = store();
        store.run("20:00", &["tenants", "edit", "Ash", "--timezone", "Asia/Kolkata"]).unwrap();
        let document =
            store.run("20:00", &["notice", "--at", "2026-11-23T21:00:00Z", "--for", "1h"]).unwrap();
        let text = document["tenants"][0]["text"].as_str().unwrap();
        assert!(text.contains("2026-11-24 03:00 IST"), "{text}");
        assert!(!text.contains("Birch") && !text.contains("UTC"), "{text}");
    }
}
