//! Rehearsals: as time passes, they play exactly the sessions and runs that were predicted.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::domain::{Instant, Mode, Span};
use crate::scenario::{Scenario, random, read};
use crate::testing::TestStore;
use crate::testing::hostile::rounds;

/// A maintenance that is rehearsed.
struct Rehearsed {
    /// When the mode is switched on.
    on: Instant,
    length: Span,
    /// Whether it ends by itself; otherwise it is switched off at its planned end.
    ends_by_itself: bool,
    /// The distance of the instants that are compared.
    step: Span,
}

/// What is known at `end` of the sessions that `from` or later work.
fn sessions(list: &Value, from: Instant, end: Instant) -> BTreeSet<String> {
    let time = |value: &Value| value.as_str().map(|text| Instant::parse(text).unwrap());
    let list = list["sessions"].as_array().unwrap().iter();
    let known = list.filter_map(|session| {
        let started = time(&session["started"]).unwrap();
        let ended = time(&session["ended"]).filter(|ended| *ended <= end);
        if started > end || (started < from && ended.is_some_and(|ended| ended <= from)) {
            return None;
        }
        let of_end = |name: &str| ended.map(|_| session[name].clone());
        Some(
            json!([
                session["tenant"],
                session["job"],
                session["attempt"],
                session["started"],
                ended,
                of_end("result"),
                of_end("code"),
            ])
            .to_string(),
        )
    });
    known.collect()
}

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

/// Compares a prediction with the rehearsal at ten instants. Returns how many runs were affected.
fn rehearse(name: &str, mut scenario: Scenario, rehearsed: &Rehearsed) -> u64 {
    let Rehearsed { on, length, ends_by_itself, step } = *rehearsed;
    let start = scenario.start;
    (scenario.events, scenario.mode, scenario.until) = (Vec::new(), Mode::Active, None);
    scenario.end = None;
    if scenario.jobs.iter().any(|job| job.job.schedule.is_some()) {
        scenario.end = Some(start + Span::from_secs(86_400));
    }
    let store = TestStore::new();
    let file = store.file("scenario.json", &serde_json::to_string(&scenario).unwrap());
    let run = |at: Instant, words: &[&str]| {
        let result = store.run(&at.to_string(), words);
        result.unwrap_or_else(|error| panic!("{name}: {words:?} at {at}: {error}"))
    };
    run(start, &["jobs", "import", &file]);
    let length_text = length.to_string();
    let expiry = if ends_by_itself { "disable" } else { "alarm" };
    run(on, &["enable", "--for", &length_text, "--on-expiry", expiry]);
    let whole = run(on, &["simulate", "--horizon", "20h"]);
    let predicted: Vec<(Instant, Value)> = (1..=10)
        .map(|n| {
            let ahead = Span::from_secs(step.millis() / 1000 * n);
            (on + ahead, run(on, &["simulate", "--horizon", &ahead.to_string()]))
        })
        .collect();
    let mut is_off = ends_by_itself;
    let mut affected = 0;
    for (at, predicted) in predicted {
        if !is_off && at >= on + length {
            run(on + length, &["disable"]);
            is_off = true;
        }
        let found = sessions(&run(at, &["sessions"]), on, at);
        assert_eq!(found, sessions(&whole, on, at), "{name}: sessions at {at}");
        // The look-ahead of a simulation reaches the end of the maintenance.
        if at < on + length {
            let drained_at =
                whole["windows"][0]["drained_at"].as_str().map(|at| Instant::parse(at).unwrap());
            let drained = drained_at.filter(|drained_at| *drained_at <= at);
            let drain = &run(at, &["status"])["drain"];
            assert_eq!(drain["drained"], drained.is_some(), "{name}: drained at {at}");
            assert_eq!(drain["drained_at"], json!(drained), "{name}: drained at {at}");
            for words in [&["is", "drained"][..], &["is", "drained", "--predicted"]] {
                assert_eq!(
                    run(at, words)["answer"],
                    drained.is_some(),
                    "{name}: {words:?} at {at}"
                );
            }
            continue;
        }
        let report = run(at, &["report"]);
        for count in COUNTS {
            let tenants = predicted["tenants"].as_array().unwrap().iter();
            let wanted: u64 = tenants.map(|tenant| tenant[count].as_u64().unwrap()).sum();
            let found = report["maintenances"][0][count].as_u64().unwrap();
            assert_eq!(found, wanted, "{name}: {count} at {at}");
        }
        affected = report["maintenances"][0]["runs_affected"].as_u64().unwrap();
    }
    affected
}

#[test]
fn the_shipped_nights_go_as_predicted() {
    #[track_caller]
    fn case(file: &str, on: &str, length: &str, step: &str) {
        let text = std::fs::read(format!("docs/examples/{file}")).unwrap();
        let (on, length) = (Instant::parse(on).unwrap(), Span::parse(length).unwrap());
        for ends_by_itself in [false, true] {
            let step = Span::parse(step).unwrap();
            let rehearsed = Rehearsed { on, length, ends_by_itself, step };
            let affected = rehearse(file, read(&text).unwrap(), &rehearsed);
            assert!(affected > 0, "{file}");
        }
    }
    case("small.json", "2026-11-23T22:00:00Z", "30m", "7m");
    case("drain.json", "2026-11-23T22:00:00Z", "45m", "13m");
    case("evening.json", "2026-11-23T21:00:00Z", "2h", "41m");
    case("night.json", "2026-11-23T22:00:00Z", "2h42m", "50m");
}

#[test]
fn a_session_that_started_since_the_last_change_of_the_store_counts_everywhere() {
    let store = TestStore::new();
    let add = ["jobs", "add", "a", "--tenant", "t", "--type", "vm-backup", "--task", "x=1h"];
    store.run("20:00", &[&add[..], &["--cron", "0 21 * * *"]].concat()).unwrap();
    store.run("20:00", &["schedule", "add", "--at", "21:30", "--for", "2h"]).unwrap();
    let run = |words: &[&str]| store.run("21:40", words).unwrap();

    let end = "2026-11-23T22:00:00Z";
    assert_eq!(run(&["sessions"])["sessions"][0]["expected"]["ends"], end);
    assert_eq!(run(&["is", "drained", "--predicted"])["answer"], false);
    let drain = &run(&["status"])["drain"];
    assert_eq!((&drain["sessions"], &drain["tasks"]), (&json!(1), &json!(1)));
    assert_eq!(drain["estimate"]["at"], end);
    let disabled = run(&["tenants", "disable", "t", "--dry-run"]);
    assert_eq!(disabled["terminated"].as_array().unwrap().len(), 1);
    let decided = &run(&["explain", "finish-running-tasks"])["rules"][0]["sessions"];
    assert_eq!(decided.as_array().unwrap().len(), 1, "{decided}");

    run(&["tenants", "disable", "t", "--yes"]);
    assert_eq!(run(&["sessions"])["sessions"][0]["code"], "tenant-disabled");
    assert_eq!(run(&["jobs", "remove", "a", "--yes"])["jobs"][0]["sessions"], 1);
}

#[test]
fn random_nights_go_as_predicted() {
    let seeds = u64::try_from(rounds(16, 300)).unwrap();
    let mut affected = 0;
    for seed in 0..seeds {
        let mut draw = random::Draw::new(seed + 7_000_000);
        let minutes = |count: i64| Span::from_secs(60 * count);
        let rehearsed = Rehearsed {
            on: Instant::from_millis(random::START) + minutes(5 * draw.below(12)),
            length: minutes(5 + 5 * draw.below(12)),
            ends_by_itself: draw.chance(50),
            step: minutes(5 * (1 + draw.below(4)) + draw.below(2)),
        };
        affected += rehearse(&format!("seed {seed}"), random::scenario(seed), &rehearsed);
    }
    assert!(affected > seeds / 3, "{affected}");
}
