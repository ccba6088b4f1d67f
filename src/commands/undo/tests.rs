//! Tests of undo: back through the history, one change at a time.

use serde_json::{Value, json};

use crate::domain::Origin;
use crate::testing::TestStore;

fn done(trial: &TestStore, time: &str, words: &[&str]) -> Value {
    trial.run(time, words).unwrap()
}

/// Mode, since when, until when, as they are told at a time of the evening.
fn mode(trial: &TestStore, time: &str) -> [Value; 3] {
    let status = done(trial, time, &["status"]);
    ["mode", "since", "until"].map(|name| status[name].clone())
}

fn on(since: &str, until: Option<&str>) -> [Value; 3] {
    let at = |time: &str| json!(format!("2026-11-23T{time}:00Z"));
    [json!("maintenance"), at(since), until.map_or(Value::Null, at)]
}

fn is_off(trial: &TestStore, time: &str) -> bool {
    mode(trial, time) == [json!("active"), Value::Null, Value::Null]
}

#[test]
fn one_change_after_the_other_is_undone() {
    let trial = TestStore::new();
    done(&trial, "20:00", &["enable", "--for", "1h"]);
    done(&trial, "20:10", &["extend", "1h"]);
    done(&trial, "20:20", &["service", "stopped"]);
    done(&trial, "20:21", &["set-message", "soon"]);
    let undone = done(&trial, "20:30", &["undo"]);
    assert_eq!(
        (&undone["undone"]["action"], &undone["changed"]),
        (&json!("set-message"), &json!(true))
    );
    assert_eq!(undone["after"]["message"], Value::Null);
    assert_eq!(done(&trial, "20:31", &["undo"])["after"]["service"], "running");
    assert_eq!(mode(&trial, "20:31"), on("20:00", Some("22:00")));
    done(&trial, "20:32", &["undo"]);
    assert_eq!(mode(&trial, "20:32"), on("20:00", Some("21:00")));
    done(&trial, "20:33", &["undo"]);
    assert!(is_off(&trial, "20:33"));
    assert_eq!(trial.run("20:34", &["undo"]), Err("nothing-to-undo"));
    // What is done afterwards can be undone again.
    done(&trial, "20:35", &["service", "stopped"]);
    assert_eq!(done(&trial, "20:36", &["undo"])["undone"]["action"], "service");
    assert_eq!(trial.run("20:37", &["undo"]), Err("nothing-to-undo"));
}

#[test]
fn a_maintenance_that_was_ended_begins_anew() {
    let trial = TestStore::new();
    done(&trial, "20:00", &["enable", "--for", "1h", "--reason", "upgrade"]);
    done(&trial, "20:20", &["disable"]);
    let undone = done(&trial, "20:30", &["undo"]);
    assert_eq!(mode(&trial, "20:30"), on("20:30", Some("21:00")));
    assert_eq!(undone["mode"]["reason"], "upgrade");
    let history = done(&trial, "20:30", &["history"]);
    let last = history["history"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["action"], &last["change"]["after"]["undoes"]), (&json!("undo"), &json!(3)));
}

#[test]
fn an_end_that_has_passed_is_not_restored() {
    let trial = TestStore::new();
    done(&trial, "20:00", &["enable", "--for", "1h"]);
    done(&trial, "20:20", &["disable"]);
    assert_eq!(trial.run("21:00", &["undo"]), Err("planned-end-past"));
    let trial = TestStore::new();
    done(&trial, "20:00", &["enable", "--for", "1h", "--on-expiry", "disable"]);
    done(&trial, "20:20", &["extend", "1h"]);
    assert_eq!(trial.run("21:30", &["undo"]), Err("planned-end-past"));
    // One that stays on is overdue then, as it was to be.
    let trial = TestStore::new();
    done(&trial, "20:00", &["enable", "--for", "1h"]);
    done(&trial, "20:20", &["extend", "1h"]);
    done(&trial, "21:30", &["undo"]);
    assert_eq!(mode(&trial, "21:30"), on("20:00", Some("21:00")));
}

#[test]
fn a_window_stays_on_when_what_was_declared_by_hand_is_undone() {
    let trial = TestStore::new();
    let window = ["schedule", "add", "--at", "2026-11-23T20:10:00Z", "--for", "1h"];
    done(&trial, "20:00", &window);
    done(&trial, "20:05", &["enable"]);
    done(&trial, "20:20", &["undo"]);
    assert_eq!(mode(&trial, "20:20"), on("20:10", Some("21:10")));
}

#[test]
fn sessions_go_on_as_what_is_undone_means() {
    // A task that comes up at 20:30 fails while the mode is on, and runs once it was undone.
    #[track_caller]
    fn case(undo: Option<&str>, want: &str) {
        let trial = TestStore::new();
        let add = ["jobs", "add", "j", "--tenant", "t", "--type", "vm-backup"];
        done(&trial, "20:00", &[&add[..], &["--task", "a=30m", "--task", "b=30m"]].concat());
        done(&trial, "20:00", &["jobs", "start", "j"]);
        done(&trial, "20:10", &["enable"]);
        if let Some(time) = undo {
            done(&trial, time, &["undo"]);
        }
        let session = done(&trial, "21:30", &["sessions", "show", "1"]);
        assert_eq!(session["result"], want, "undone {undo:?}");
    }
    case(None, "failed");
    case(Some("20:20"), "success");
    case(Some("20:40"), "failed");
}

#[test]
fn to_disable_a_tenant_again_has_to_be_confirmed() {
    let trial = TestStore::new();
    let add = ["jobs", "add", "j", "--tenant", "t", "--type", "vm-backup", "--task", "a=30m"];
    done(&trial, "20:00", &add);
    done(&trial, "20:01", &["tenants", "disable", "t", "--yes"]);
    done(&trial, "20:02", &["tenants", "enable", "t"]);
    trial.works("20:03", 1, Origin::Simulated, &[("a", Some("20:03"))]);
    let seen = done(&trial, "20:05", &["undo", "--dry-run"]);
    assert_eq!(
        (&seen["changed"], &seen["tenant"]["terminated"][0]["id"]),
        (&json!(false), &json!(1))
    );
    let undone = done(&trial, "20:05", &["undo", "--yes"]);
    assert_eq!(undone["tenant"]["enabled"], false);
    assert_eq!(done(&trial, "20:05", &["sessions", "show", "1"])["code"], "tenant-disabled");
    assert_eq!(done(&trial, "20:06", &["undo"])["tenant"]["enabled"], true);
}
