//! Tests of reports on a maintenance that affected two tenants.

use serde_json::{Value, json};

use crate::testing::TestStore;

/// Two tenants have one job each. The mode is on from 20:10: the job that started at 20:00 loses a
/// task, and the other is refused at 20:15.
fn maintenance(tenants: [&str; 2]) -> TestStore {
    let store = TestStore::new();
    for (tenant, job) in tenants.iter().zip(["a", "b"]) {
        let add = ["jobs", "add", job, "--tenant", tenant, "--type", "vm-backup"];
        let tasks = ["--task", "one=30m", "--task", "two=30m"];
        store.run("20:00", &[&add[..], &tasks].concat()).unwrap();
    }
    store.run("20:00", &["jobs", "start", "a"]).unwrap();
    store.run("20:10", &["enable", "--reason", "upgrade"]).unwrap();
    store.run("20:15", &["jobs", "start", "b"]).unwrap();
    store
}

fn sessions(report: &Value) -> Vec<Value> {
    let tenants = report["maintenances"][0]["tenants"].as_array().unwrap().iter();
    tenants
        .flat_map(|tenant| tenant["sessions"].as_array().unwrap().clone())
        .map(|each| {
            json!([
                each["job"],
                each["hit"],
                each["tasks_lost"],
                each["standing"],
                each["healed_by"]
            ])
        })
        .collect()
}

#[test]
fn a_report_shows_how_affected_sessions_recovered() {
    let store = maintenance(["t", "u"]);
    let cut = |standing: &str, by: Option<i64>| json!(["a", "cut", ["two"], standing, by]);
    let refused =
        |standing: &str, by: Option<i64>| json!(["b", "refused", ["one", "two"], standing, by]);
    let report = store.run("20:40", &["report"]).unwrap();
    assert_eq!(sessions(&report), [cut("run-again", None), refused("run-again", None)]);
    assert_eq!(report["maintenances"][0]["ended"], Value::Null);
    let short = store.run("20:50", &["disable"]).unwrap()["report"].clone();
    assert_eq!(
        (&short["refused"], &short["cut"], &short["run_again"]),
        (&json!(1), &json!(1), &json!(2))
    );
    store.run("20:55", &["jobs", "start", "b"]).unwrap();
    let report = store.run("21:00", &["report"]).unwrap();
    assert_eq!(sessions(&report), [cut("run-again", None), refused("working", None)]);
    let report = store.run("22:00", &["report"]).unwrap();
    assert_eq!(sessions(&report), [cut("run-again", None), refused("healed", Some(3))]);
    assert_eq!(report["maintenances"][0]["ended"], "2026-11-23T20:50:00Z");
    assert_eq!(report["maintenances"][0]["healed"], 1);
}

#[test]
fn a_report_for_a_tenant_names_no_other() {
    let store = maintenance(["Kestrel", "Godwit"]);
    let report = store.run("20:50", &["report", "--tenant", "Kestrel"]).unwrap();
    assert_eq!(report["maintenances"][0]["refused"], 0);
    assert_eq!(report["maintenances"][0]["cut"], 1);
    let page = store.html("20:50", &["report", "--tenant", "Kestrel"]);
    assert!(!report.to_string().contains("Godwit") && !page.contains("Godwit"));
    assert!(page.contains("Kestrel"));
    assert_eq!(store.run("20:50", &["report", "--tenant", "Gull"]), Err("unknown-tenant"));
}

#[test]
fn names_are_text_on_the_page_whatever_they_contain() {
    let markup_name = "<script>alert(1)</script>";
    let page =
        maintenance([markup_name, "\"><img src=x onerror=alert(2)>"]).html("20:50", &["report"]);
    for markup in ["<script", "<img", "href=\"http", "url("] {
        assert!(!page.contains(markup), "{markup}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn windows_are_maintenances_and_the_latest_is_reported() {
    #[track_caller]
    fn case(store: &TestStore, words: &[&str], want: &[(&str, Option<&str>)]) {
        let report = store.run("23:00", &[&["report"], words].concat()).unwrap();
        let found = report["maintenances"].as_array().unwrap().iter();
        let found: Vec<_> =
            found.map(|each| (each["since"].clone(), each["ended"].clone())).collect();
        let at = |time: &str| json!(format!("2026-11-23T{time}:00Z"));
        let want: Vec<_> =
            want.iter().map(|(since, ended)| (at(since), ended.map_or(Value::Null, at))).collect();
        assert_eq!(found, want, "{words:?}");
    }
    let store = TestStore::new();
    store.run("19:00", &["init", "--rehearsal"]).unwrap();
    case(&store, &[], &[]);
    let store = maintenance(["t", "u"]);
    store.run("20:50", &["disable"]).unwrap();
    store
        .run("20:51", &["schedule", "add", "--at", "2026-11-23T21:30:00Z", "--for", "30m"])
        .unwrap();
    case(&store, &[], &[("21:30", Some("22:00"))]);
    let both = [("20:10", Some("20:50")), ("21:30", Some("22:00"))];
    case(&store, &["--since", "2026-11-23T20:30:00Z"], &both);
    case(&store, &["--since", "2026-11-23T20:50:00Z"], &both[1..]);
    case(&store, &["--since", "2026-11-23T22:00:00Z"], &[]);
}

#[test]
fn imported_failures_count_the_same_with_an_own_text() {
    #[track_caller]
    fn case(enable: &[&str], shown: &str) {
        let store = TestStore::new();
        store.run("20:00", &["init", "--rehearsal"]).unwrap();
        store.run("20:05", &["set-message", "At first"]).unwrap();
        store.run("20:10", &[&["enable"], enable].concat()).unwrap();
        store.run("20:20", &["set-message", "Later, {tenant}"]).unwrap();
        store.run("20:30", &["disable"]).unwrap();
        store.run("20:40", &["set-message", "Now"]).unwrap();
        let listing = format!(
            r#"[{{"instanceUid":"1","backupServerUid":"2","name":"N","type":"BackupVm","status":"Failed","targetType":"Cloud",
            "lastRun":"2026-11-23T20:15:00Z","lastEndTime":"2026-11-23T20:25:00Z","failureMessage":"Failed: {shown}!"}}]"#
        );
        let file = store.file("jobs.json", &listing);
        store.run("20:50", &["jobs", "import", &file, "--tenant", "Acme"]).unwrap();
        let report = store.run("21:00", &["report"]).unwrap();
        let counts =
            ["refused", "cut", "unknown"].map(|name| report["maintenances"][0][name].clone());
        assert_eq!(counts, [json!(0), json!(1), json!(0)], "{shown}");
    }
    case(&[], "Service provider is currently undergoing scheduled maintenance");
    case(&[], "At first");
    case(&[], "Later, Acme");
    case(&["--message", "Back at {until}", "--for", "2h"], "Back at 2026-11-23T22:10:00Z");
}
