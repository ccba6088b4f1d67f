//! Numbers: every number that several commands print of one store is the same in all of them.

use serde_json::{Value, json};

use crate::support::{Sandbox, parse_json, project};

const NOW: &str = "2026-11-23T21:00:00Z";

/// A rehearsal in which two covered sessions run, and a run is refused in the next two hours.
fn evening() -> Sandbox {
    let sandbox = Sandbox::new();
    let example = project("docs/examples/evening.json");
    sandbox.succeed(&["--now", NOW, "init", "--rehearsal"]);
    sandbox.succeed(&["--now", NOW, "jobs", "import", example.to_str().unwrap()]);
    sandbox
}

/// The JSON of a command at a time.
fn at(sandbox: &Sandbox, time: &str, words: &[&str]) -> Value {
    let words = [&["--now", time], words, &["--json"]].concat();
    parse_json(&sandbox.succeed(&words))
}

const HARM: [&str; 6] =
    ["runs_affected", "runs_cut", "runs_refused", "runs_recovered", "runs_lost", "runs_pending"];

/// The counts of affected runs, over all tenants.
fn harm(tenants: &Value) -> Vec<u64> {
    let tenants = tenants.as_array().unwrap();
    let sum = |name: &&str| tenants.iter().map(|tenant| tenant[*name].as_u64().unwrap()).sum();
    HARM.iter().map(sum).collect()
}

/// The counts of affected runs of one document.
fn own_harm(document: &Value) -> Vec<u64> {
    HARM.iter().map(|name| document[*name].as_u64().unwrap()).collect()
}

#[test]
fn commands_agree_on_what_a_maintenance_does() {
    let sandbox = evening();
    let dry_run = at(&sandbox, NOW, &["enable", "--dry-run", "--for", "2h"]);
    let expected = harm(&dry_run["effect"]["tenants"]);
    assert!(expected[0] > 1 && expected[1] > 0 && expected[2] > 0, "{expected:?}");
    let simulated = at(&sandbox, NOW, &["simulate", "--for", "2h"]);
    assert_eq!(harm(&simulated["tenants"]), expected, "simulate");
    let plan = ["plan", "--duration", "2h", "--within", "15m"];
    let plan = at(&sandbox, NOW, &plan)["windows"][0].clone();
    assert_eq!(own_harm(&plan), expected, "plan");
    let enabled = at(&sandbox, NOW, &["enable", "--for", "2h"]);
    assert_eq!(enabled["effect"], dry_run["effect"]);
    let simulated_on = at(&sandbox, NOW, &["simulate"]);
    assert_eq!(harm(&simulated_on["tenants"]), expected, "simulate, with the mode on");
    at(&sandbox, "2026-11-23T23:00:00Z", &["disable"]);
    let report = at(&sandbox, "2026-11-24T23:00:00Z", &["report"]);
    assert_eq!(own_harm(&report["maintenances"][0]), expected, "report");
    assert_eq!(harm(&report["maintenances"][0]["tenants"]), expected, "report by tenant");
}

#[test]
fn commands_agree_on_when_the_drain_ends() {
    let sandbox = evening();
    let dry_run = at(&sandbox, NOW, &["enable", "--dry-run", "--for", "2h"]);
    let estimate = &dry_run["effect"]["estimate"];
    assert_eq!(estimate["kind"], "about");
    assert_ne!(estimate["earliest"], estimate["latest"]);
    assert_eq!(estimate["at"], dry_run["effect"]["drained_at"]);
    let simulated = at(&sandbox, NOW, &["simulate", "--for", "2h", "--summary"]);
    assert_eq!(simulated["windows"][0]["drained_at"], estimate["at"], "simulate");
    let plan = at(&sandbox, NOW, &["plan", "--duration", "2h", "--within", "15m"]);
    assert_eq!(plan["windows"][0]["drained_at"], estimate["at"], "plan");
    // The upper end is 55 minutes away.
    let limited = |most: &str| {
        let words = ["--now", NOW, "enable", "--dry-run", "--for", "2h", "--max-drain", most];
        sandbox.run(&words).status
    };
    assert_eq!((limited("55m"), limited("54m")), (Some(0), Some(6)));
    assert_eq!(estimate["latest"], "2026-11-23T21:55:00Z");
    at(&sandbox, NOW, &["enable", "--for", "2h"]);
    let status = at(&sandbox, NOW, &["status"]);
    assert_eq!(&status["drain"]["estimate"], estimate, "status");
    let wait = ["wait", "drained", "--timeout", "1s", "--poll", "1s", "--json"];
    let waited = sandbox.run(&[&["--now", NOW], &wait[..]].concat());
    let first = parse_json(waited.out.lines().next().unwrap());
    for end in ["at", "earliest", "latest"] {
        assert_eq!(first["drain"]["estimate"][end], estimate[end], "wait: {end}");
    }
    let drained = at(&sandbox, "2026-11-23T22:00:00Z", &["status"]);
    assert_eq!(drained["drain"]["drained_at"], estimate["at"], "the drain itself");
}

#[test]
fn an_unknown_drain_is_unknown_everywhere() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["--now", NOW, "init", "--rehearsal"]);
    let listing = "Tenant,Name,Type,IsRunning,Target\nA,nightly,Backup,True,cloud\n";
    std::fs::write(sandbox.path("jobs.csv"), listing).unwrap();
    sandbox.succeed(&["--now", NOW, "jobs", "import", "jobs.csv"]);
    let unknown = json!({"kind": "unknown"});
    let effect = &at(&sandbox, NOW, &["enable", "--dry-run", "--for", "2h"])["effect"];
    assert_eq!((&effect["estimate"], &effect["drained_at"]), (&unknown, &Value::Null));
    let page = sandbox.succeed(&["--now", NOW, "simulate", "--for", "2h"]);
    assert!(page.contains("Drain time not known") && !page.contains("Drained"), "{page}");
    let limited = ["--now", NOW, "enable", "--dry-run", "--max-drain", "9h"];
    assert_eq!(sandbox.run(&limited).status, Some(6));
    let plan = sandbox.run(&["--now", NOW, "plan", "--duration", "1h", "--json"]);
    assert_eq!(plan.status, Some(1));
    assert!(plan.err.contains("no-schedules"), "{}", plan.err);
    at(&sandbox, NOW, &["enable", "--for", "2h"]);
    assert_eq!(at(&sandbox, NOW, &["status"])["drain"]["estimate"], unknown);
}

#[test]
fn the_look_ahead_reaches_the_end_of_a_late_maintenance() {
    let sandbox = evening();
    let late = ["simulate", "--at", "+30h", "--for", "2h"];
    let page = sandbox.succeed(&[&["--now", NOW], &late[..]].concat());
    assert!(page.starts_with("Maintenance 2026-11-25 03:00 – 05:00 UTC (2h)"), "{page}");
    assert!(page.contains("looking ahead to Thu 05:00 (24h after its end)"), "{page}");
}

#[test]
fn harm_is_charged_to_the_maintenance_that_is_asked_about() {
    let sandbox = evening();
    let alone = at(&sandbox, NOW, &["enable", "--dry-run", "--for", "1h"]);
    let add = ["schedule", "add", "--at", "2026-11-24T19:00:00Z", "--for", "1h"];
    sandbox.succeed(&[&["--now", NOW], &add[..]].concat());
    let both = at(&sandbox, NOW, &["enable", "--dry-run", "--for", "1h"]);
    let harmed = harm(&alone["effect"]["tenants"]);
    assert_eq!(harm(&both["effect"]["tenants"]), harmed);
    assert_eq!(alone["effect"]["others"], json!([]));
    let others = both["effect"]["others"].as_array().unwrap();
    assert_eq!((others.len(), &others[0]["runs_affected"]), (1, &json!(1)), "{others:?}");
}

#[test]
fn a_planned_end_that_has_passed_is_still_named() {
    let sandbox = evening();
    at(&sandbox, NOW, &["set-message", "back at {until}"]);
    at(&sandbox, NOW, &["enable", "--for", "30m"]);
    let late = "2026-11-23T21:40:00Z";
    let page = sandbox.succeed(&["--now", late, "simulate"]);
    assert!(page.contains("past its planned end 21:30"), "{page}");
    // A write after the planned end, then a session that is refused.
    at(&sandbox, late, &["set-message", "really back at {until}"]);
    let sessions = at(&sandbox, "2026-11-23T22:20:00Z", &["sessions"]);
    let sessions = sessions["sessions"].as_array().unwrap();
    let texts = sessions.iter().filter_map(|session| session["notification"].as_str());
    let texts: Vec<&str> = texts.collect();
    assert!(texts.iter().any(|text| text.starts_with("really back at 2026")), "{texts:?}");
    assert!(!texts.iter().any(|text| text.contains("further notice")), "{texts:?}");
}
