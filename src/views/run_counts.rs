//! The counts of runs in `mm.simulation/1`, worked out again from its sessions.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use crate::domain::Instant;
use crate::scenario::{Model, Scenario, random};
use crate::simulator::{Keep, simulate};
use crate::views::simulation::{Extent, SimulationDocument};

const COUNTS: [&str; 8] = [
    "runs",
    "runs_affected",
    "runs_cut",
    "runs_refused",
    "runs_recovered",
    "runs_lost",
    "runs_pending",
    "runs_failed_otherwise",
];

/// The sessions of each run of a job, in order. A retry continues the run before it.
fn runs_of<'v>(sessions: &[&'v Value]) -> Vec<Vec<&'v Value>> {
    let mut runs: Vec<Vec<&Value>> = Vec::new();
    for session in sessions {
        match runs.last_mut() {
            Some(run) if session["attempt"] != 0 => run.push(session),
            _ => runs.push(vec![session]),
        }
    }
    runs
}

/// Adds a run to the counts, by what the document says of its sessions.
fn count(
    counts: &mut HashMap<&str, u64>,
    run: &[&Value],
    fails: &dyn Fn(&str) -> bool,
    may_retry: bool,
) {
    let is_refused = |task: &Value| task["code"] == "maintenance";
    let tasks = |session: &Value| session["tasks"].as_array().unwrap().clone();
    // Harmed tasks, and whether each has succeeded since.
    let mut harmed: BTreeMap<String, bool> = BTreeMap::new();
    let mut is_cut = false;
    for session in run {
        for task in tasks(session) {
            let name = task["name"].as_str().unwrap().to_owned();
            if is_refused(&task) {
                is_cut |= session["rule"] != "refuse-new-session";
                if !fails(&name) {
                    harmed.insert(name, false);
                }
            } else if task["state"] == "success" && harmed.contains_key(&name) {
                harmed.insert(name, true);
            }
        }
    }
    let last = run.last().unwrap();
    let is_over = last["state"] == "stopped" && !(may_retry && last["result"] == "failed");
    let mut add = |name| *counts.entry(name).or_default() += 1;
    add("runs");
    if harmed.is_empty() {
        if is_over && last["result"] == "failed" {
            add("runs_failed_otherwise");
        }
        return;
    }
    add("runs_affected");
    add(if is_cut { "runs_cut" } else { "runs_refused" });
    add(match harmed.values().all(|succeeded| *succeeded) {
        true => "runs_recovered",
        false if is_over => "runs_lost",
        false => "runs_pending",
    });
}

/// The counts of each tenant, from the sessions of the document and from the scenario alone.
fn recounted(
    scenario: &Scenario,
    document: &Value,
) -> BTreeMap<String, HashMap<&'static str, u64>> {
    let mut tenants: BTreeMap<String, HashMap<&str, u64>> = BTreeMap::new();
    for job in &scenario.jobs {
        let job = &job.job;
        let is_its = |session: &&Value| {
            session["job"] == job.name.as_str() && session["tenant"] == job.tenant.as_str()
        };
        let sessions: Vec<&Value> =
            document["sessions"].as_array().unwrap().iter().filter(is_its).collect();
        let fails = |name: &str| job.tasks.iter().any(|task| task.name == name && task.fails);
        let runs = runs_of(&sessions);
        for (place, run) in runs.iter().enumerate() {
            let last = run.last().unwrap();
            let due = job.retry.filter(|retry| last["attempt"].as_u64() < Some(retry.times.into()));
            let due = due
                .zip(last["ended"].as_str())
                .map(|(retry, ended)| Instant::parse(ended).unwrap() + retry.wait);
            // A later run cancelled the retry; otherwise it comes after the horizon.
            let is_latest = place + 1 == runs.len();
            let may_retry = is_latest && due.zip(scenario.end).is_some_and(|(due, end)| due > end);
            count(tenants.entry(job.tenant.clone()).or_default(), run, &fails, may_retry);
        }
    }
    tenants
}

#[test]
fn runs_add_up_and_follow_from_the_sessions() {
    let seeds = u64::try_from(crate::testing::hostile::rounds(400, 5000)).unwrap();
    let mut sum: HashMap<&str, u64> = HashMap::new();
    for seed in 0..seeds {
        let scenario = random::scenario(seed);
        let model = Model::new(scenario.clone()).unwrap();
        let outcome = simulate(&model, Keep::Everything);
        let document = json!(SimulationDocument::new(&model, &outcome, Extent::Full));
        let recounted = recounted(&scenario, &document);
        for tenant in document["tenants"].as_array().unwrap() {
            let found = |name: &str| tenant[name].as_u64().unwrap();
            let affected = found("runs_affected");
            assert_eq!(affected, found("runs_cut") + found("runs_refused"), "seed {seed}");
            let ends = ["runs_recovered", "runs_lost", "runs_pending"].map(found);
            assert_eq!(affected, ends.iter().sum::<u64>(), "seed {seed}");
            assert_eq!(found("lost"), found("runs_lost"), "seed {seed}");
            let wanted = recounted.get(tenant["name"].as_str().unwrap());
            for name in COUNTS {
                let wanted = wanted.and_then(|counts| counts.get(name)).copied().unwrap_or(0);
                assert_eq!(found(name), wanted, "seed {seed}: {name} of {tenant}");
                *sum.entry(name).or_default() += wanted;
            }
        }
    }
    for name in COUNTS {
        assert!(sum[name] > seeds / 50, "too few to test: {sum:?}");
    }
    #[expect(clippy::print_stderr, reason = "figures are for people")]
    {
        eprintln!("{seeds} random scenarios: {sum:?}");
    }
}
