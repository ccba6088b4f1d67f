//! Undo, step by step through the history.

use serde_json::{Value, json};

use crate::domain::Origin;
use crate::testing::TestStore;

fn run(store: &TestStore, time: &str, words: &[&str]) -> Value {
    store.run(time, words).unwrap()
}

/// The mode, its start and its planned end.
fn mode(store: &TestStore, time: &str) -> [Value; 3] {
    let status = run(store, time, &["status"]);
    ["mode", "since", "until"].map(|name| status[name].clone())
}

fn on(since: &str, until: Option<&str>) -> [Value; 3] {
    let at = |time: &str| json!(format!("2026-11-23T{time}:00Z"));
    [json!("maintenance"), at(since), until.map_or(Value::Null, at)]
}

fn is_off(store: &TestStore, time: &str) -> bool {
    mode(store, time) == [json!("active"), Value::Null, Value::Null]
}

#[test]
fn each_undo_goes_back_one_change() {
    let store = TestStore::new();
    run(&store, "20:00", &["enable", "--for", "1h"]);
    run(&store, "20:10", &["extend", "1h"]);
    run(&store, "20:20", &["service", "stopped"]);
    run(&store, "20:21", &["set-message", "soon"]);
    let undone = run(&store, "20:30", &["undo", "--yes"]);
    assert_eq!(
        (&undone["undone"]["action"], &undone["changed"]),
        (&json!("set-message"), &json!(true))
    );
    assert_eq!(undone["after"]["message"], Value::Null);
    assert_eq!(run(&store, "20:31", &["undo", "--yes"])["after"]["service"], "running");
    assert_eq!(mode(&store, "20:31"), on("20:00", Some("22:00")));
    run(&store, "20:32", &["undo", "--yes"]);
    assert_eq!(mode(&store, "20:32"), on("20:00", Some("21:00")));
    run(&store, "20:33", &["undo", "--yes"]);
    assert!(is_off(&store, "20:33"));
    assert_eq!(store.run("20:34", &["undo", "--yes"]), Err("nothing-to-undo"));
    // A later change can be undone again.
    run(&store, "20:35", &["service", "stopped"]);
    assert_eq!(run(&store, "20:36", &["undo", "--yes"])["undone"]["action"], "service");
    assert_eq!(store.run("20:37", &["undo", "--yes"]), Err("nothing-to-undo"));
}

#[test]
fn a_dry_run_says_what_would_be_and_leaves_names_as_they_are() {
    let store = TestStore::new();
    let tenant = "What is Next";
    store.run("20:00", &["tenants", "add", tenant]).unwrap();
    store.run("20:01", &["tenants", "disable", tenant, "--yes"]).unwrap();
    let shown = store.table("20:02", &["undo", "--dry-run"]);
    assert!(shown.contains("Tenant What is Next would be enabled."), "{shown}");
}

#[test]
fn a_maintenance_that_was_ended_starts_again_now() {
    let store = TestStore::new();
    run(&store, "20:00", &["enable", "--for", "1h", "--reason", "upgrade"]);
    run(&store, "20:20", &["disable"]);
    let undone = run(&store, "20:30", &["undo", "--yes"]);
    assert_eq!(mode(&store, "20:30"), on("20:30", Some("21:00")));
    assert_eq!(undone["mode"]["reason"], "upgrade");
    let history = run(&store, "20:30", &["history"]);
    let last = history["history"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["action"], &last["change"]["after"]["undoes"]), (&json!("undo"), &json!(3)));
}

#[test]
fn a_planned_end_in_the_past_is_not_restored() {
    let store = TestStore::new();
    run(&store, "20:00", &["enable", "--for", "1h"]);
    run(&store, "20:20", &["disable"]);
    assert_eq!(store.run("21:00", &["undo", "--yes"]), Err("planned-end-past"));
    let store = TestStore::new();
    run(&store, "20:00", &["enable", "--for", "1h", "--on-expiry", "disable"]);
    run(&store, "20:20", &["extend", "1h"]);
    assert_eq!(store.run("21:30", &["undo", "--yes"]), Err("planned-end-past"));
    // A maintenance that stays on counts as overdue again.
    let store = TestStore::new();
    run(&store, "20:00", &["enable", "--for", "1h"]);
    run(&store, "20:20", &["extend", "1h"]);
    run(&store, "21:30", &["undo", "--yes"]);
    assert_eq!(mode(&store, "21:30"), on("20:00", Some("21:00")));
}

#[test]
fn an_open_window_stays_on_when_enable_is_undone() {
    let store = TestStore::new();
    let window = ["schedule", "add", "--at", "2026-11-23T20:10:00Z", "--for", "1h"];
    run(&store, "20:00", &window);
    run(&store, "20:05", &["enable"]);
    run(&store, "20:20", &["undo", "--yes"]);
    assert_eq!(mode(&store, "20:20"), on("20:10", Some("21:10")));
}

#[test]
fn simulated_sessions_follow_the_undo() {
    // The task that starts at 20:30 fails only while the mode is on.
    #[track_caller]
    fn case(undo: Option<&str>, want: &str) {
        let store = TestStore::new();
        let add = ["jobs", "add", "j", "--tenant", "t", "--type", "vm-backup"];
        run(&store, "20:00", &[&add[..], &["--task", "a=30m", "--task", "b=30m"]].concat());
        run(&store, "20:00", &["jobs", "start", "j"]);
        run(&store, "20:10", &["enable"]);
        if let Some(time) = undo {
            run(&store, time, &["undo", "--yes"]);
        }
        let session = run(&store, "21:30", &["sessions", "show", "1"]);
        assert_eq!(session["result"], want, "undone {undo:?}");
    }
    case(None, "failed");
    case(Some("20:20"), "success");
    case(Some("20:40"), "failed");
}

#[test]
fn an_earlier_change_is_undone_while_its_values_stand() {
    let store = TestStore::new();
    run(&store, "20:00", &["enable", "--for", "1h"]); // entry 2
    run(&store, "20:10", &["extend", "1h"]); // 3
    run(&store, "20:20", &["service", "stopped"]); // 4
    run(&store, "20:21", &["set-message", "soon"]); // 5
    run(&store, "20:22", &["tenants", "add", "t"]); // 6
    let entry = |time: &str, number: &str| store.run(time, &["undo", "--yes", "--entry", number]);
    assert_eq!(entry("20:25", "99"), Err("unknown-entry"));
    assert_eq!(entry("20:25", "1"), Err("cannot-undo"), "the creation of the store");
    assert_eq!(entry("20:25", "2"), Err("cannot-undo"), "entry 3 moved the planned end");
    assert_eq!(entry("20:25", "6"), Err("cannot-undo"), "a tenant that was added");
    assert_eq!(entry("20:30", "4").unwrap()["after"]["service"], "running"); // 7
    assert_eq!(entry("20:31", "4"), Err("cannot-undo"), "undone by entry 7");
    assert_eq!(entry("20:31", "7"), Err("cannot-undo"), "an undo");
    assert_eq!(mode(&store, "20:31"), on("20:00", Some("22:00")));
    assert_eq!(entry("20:32", "3").unwrap()["undone"]["action"], "extend");
    assert_eq!(mode(&store, "20:32"), on("20:00", Some("21:00")));
    entry("20:33", "2").unwrap();
    assert!(is_off(&store, "20:33"));
}

#[test]
fn an_earlier_change_is_not_undone_once_time_has_replaced_its_values() {
    let store = TestStore::new();
    run(&store, "20:00", &["enable", "--for", "1h", "--on-expiry", "disable"]); // entry 2
    run(&store, "20:10", &["service", "stopped"]);
    assert_eq!(store.run("21:30", &["undo", "--yes", "--entry", "2"]), Err("cannot-undo"));
    let store = TestStore::new();
    run(&store, "20:00", &["schedule", "add", "--at", "2026-11-23T20:20:00Z", "--for", "1h"]);
    run(&store, "20:05", &["enable"]);
    run(&store, "20:10", &["disable"]); // entry 4
    run(&store, "20:11", &["service", "stopped"]);
    assert_eq!(store.run("20:30", &["undo", "--yes", "--entry", "4"]), Err("cannot-undo"));
}

#[test]
fn a_maintenance_that_was_restored_can_be_undone() {
    let store = TestStore::new();
    run(&store, "20:00", &["enable", "--for", "1h"]); // entry 2
    run(&store, "20:10", &["disable"]); // 3
    run(&store, "20:20", &["undo", "--yes", "--entry", "3"]);
    assert_eq!(mode(&store, "20:20"), on("20:20", Some("21:00")));
    run(&store, "20:30", &["undo", "--yes", "--entry", "2"]);
    assert!(is_off(&store, "20:30"));
}

#[test]
fn a_latest_change_of_another_kind_is_not_skipped() {
    #[track_caller]
    fn case(words: &[&str]) {
        let store = TestStore::new();
        let add = ["jobs", "add", "j", "--tenant", "t", "--type", "vm-backup", "--task", "a=30m"];
        run(&store, "20:00", &add);
        run(&store, "20:01", &["enable"]);
        run(&store, "20:02", words);
        assert_eq!(store.run("20:03", &["undo", "--yes"]), Err("cannot-undo"), "{words:?}");
        assert_eq!(store.run("20:03", &["undo", "--dry-run"]), Err("cannot-undo"), "{words:?}");
        run(&store, "20:04", &["undo", "--yes", "--entry", "3"]);
        assert!(is_off(&store, "20:04"), "{words:?}");
    }
    case(&["schedule", "add", "--at", "2026-11-24T20:00:00Z", "--for", "1h"]);
    case(&["jobs", "edit", "j", "--slots", "2"]);
    case(&["jobs", "remove", "j", "--yes"]);
    case(&["tenants", "add", "u"]);
    case(&["tenants", "edit", "t", "--slots", "2"]);
    case(&["tenants", "failover", "t", "replica"]);
    case(&["init", "--server", "cc02"]);
}

#[test]
fn an_undo_that_disables_a_tenant_needs_confirmation() {
    let store = TestStore::new();
    let add = ["jobs", "add", "j", "--tenant", "t", "--type", "vm-backup", "--task", "a=30m"];
    run(&store, "20:00", &add);
    run(&store, "20:01", &["tenants", "disable", "t", "--yes"]);
    run(&store, "20:02", &["tenants", "enable", "t"]);
    store.works("20:03", 1, Origin::Simulated, &[("a", Some("20:03"))]);
    let seen = run(&store, "20:05", &["undo", "--dry-run"]);
    assert_eq!(
        (&seen["changed"], &seen["tenant"]["terminated"][0]["id"]),
        (&json!(false), &json!(1))
    );
    let undone = run(&store, "20:05", &["undo", "--yes"]);
    assert_eq!(undone["tenant"]["enabled"], false);
    assert_eq!(run(&store, "20:05", &["sessions", "show", "1"])["code"], "tenant-disabled");
    assert_eq!(run(&store, "20:06", &["undo", "--yes"])["tenant"]["enabled"], true);
}
