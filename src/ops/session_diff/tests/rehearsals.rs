//! What exports say of sessions in a rehearsal, where sessions are simulated.

use super::*;
use crate::domain::Instant;

const RUNS: [(&str, &str, &str); 1] = [("1", "nightly", "20:30")];

/// A rehearsal with two jobs that maintenance waits for, and one that it does not wait for.
fn rehearsal() -> TestStore {
    let store = TestStore::new();
    for (name, job_type) in [("nightly", "vm-backup"), ("weekly", "vm-backup"), ("tape", "other")] {
        let add = ["jobs", "add", name, "--tenant", "Acme", "--type", job_type, "--task", "x=30m"];
        store.run("20:00", &add).unwrap();
    }
    store
}

fn caught_up(store: &TestStore) -> Instant {
    store.look(|snapshot| snapshot.server().unwrap().caught_up)
}

#[test]
fn simulated_sessions_go_on_from_the_time_of_an_export_if_none_is_running() {
    #[track_caller]
    fn case(running: Option<Origin>, export: [&str; 2], want: &str) {
        let store = rehearsal();
        if let Some(origin) = running {
            store.works("20:50", 1, origin, &[("x", Some("20:50"))]);
        }
        let [read, now] = export;
        import(&store, (read, now, &jobs(&[WEEKLY]), &[]));
        assert_eq!(caught_up(&store), at(want), "{running:?} {export:?}");
    }
    for running in [None, Some(Origin::Imported)] {
        case(running, ["21:00", "21:10"], "21:00");
        case(running, ["21:10", "21:10"], "21:10");
        case(running, ["21:30", "21:10"], "21:10");
    }
    // Those that are running go on from where they are.
    case(Some(Origin::Simulated), ["21:00", "21:10"], "20:50");
    // The same export again says nothing new, but they go on from its time.
    let store = rehearsal();
    for (now, changed) in [("21:15", true), ("21:15", false), ("21:30", true)] {
        let report = import(&store, ("21:15", now, &jobs(&[WEEKLY]), &[]));
        assert_eq!((&report["changed"], caught_up(&store)), (&changed.into(), at("21:15")));
    }
}

#[test]
fn an_export_is_complete_that_has_every_job_that_maintenance_waits_for() {
    #[track_caller]
    fn case(read: &str, text: &str, want: bool) {
        let store = rehearsal();
        let report = import(&store, (read, "21:00", text, &[]));
        assert_eq!(report["complete"], want, "{read} {text} {report}");
    }
    case("21:00", &jobs(&[NIGHTLY, WEEKLY]), true);
    case("20:59", &jobs(&[NIGHTLY, WEEKLY]), true);
    case("21:01", &jobs(&[NIGHTLY, WEEKLY]), false);
    case("21:00", &jobs(&[NIGHTLY, TAPE]), false);
    case("21:00", &jobs(&[NIGHTLY, WEEKLY, "Acme,daily,Backup,,cloud"]), false);
    case("21:00", &jobs(&[NIGHTLY, WEEKLY, "Acme,,Backup,False,cloud"]), false);
    let single = |name: &str| {
        let job = json!({"Tenant": "Acme", "Name": name, "JobType": "Backup", "IsRunning": false,
            "Target": "cloud"});
        format!("{job}\n")
    };
    case("21:00", &(single("nightly") + &single("weekly")), false);
}

#[test]
fn an_export_counts_unless_a_complete_one_is_newer() {
    #[track_caller]
    fn case(known: (&str, &str), export: [&str; 2], want: &[&str]) {
        let store = rehearsal();
        let (time, text) = known;
        import(&store, (time, time, text, &[]));
        let [read, now] = export;
        import(&store, (read, now, &provider(&RUNS), &[]));
        assert_eq!(running(&store), want, "{known:?} {export:?}");
    }
    let complete = ("21:00", &*jobs(&[NIGHTLY, WEEKLY]));
    case(complete, ["20:59", "21:10"], &[]);
    case(complete, ["21:00", "21:10"], &["nightly 20:30"]);
    case(("21:00", &jobs(&[NIGHTLY])), ["20:50", "21:10"], &["nightly 20:30"]);
}

#[test]
fn an_export_of_any_time_ends_what_an_export_saw() {
    let idle = &*jobs(&[NIGHTLY, WEEKLY]);
    for (read, now) in [("21:15", "21:20"), ("21:05", "21:20"), ("21:30", "21:20")] {
        let store = rehearsal();
        store.works("21:10", 1, Origin::Imported, &[("x", Some("21:10"))]);
        import(&store, (read, now, idle, &[]));
        assert_eq!(running(&store), [] as [&str; 0], "{read} {now}");
    }
}

#[test]
fn a_simulated_session_is_not_what_an_export_saw_until_that_lists_its_end() {
    let store = rehearsal();
    import(&store, ("21:00", "21:00", &provider(&RUNS), &[]));
    let begun = sessions(&store);
    assert_eq!(begun[0].origin, Origin::Simulated);
    let report = import(&store, ("21:05", "21:05", &provider(&RUNS), &[]));
    let counts = &report["sessions"];
    assert_eq!((&counts["changed"], &counts["unchanged"]), (&0.into(), &1.into()));
    assert_eq!(sessions(&store), begun, "it goes on as it was simulated");
    import(&store, ("21:06", "21:06", &jobs(&[NIGHTLY, WEEKLY]), &[]));
    assert_eq!(running(&store), ["nightly 20:30"]);
    let row = table(&[ended("1", "20:30", "21:08", "Failed")]);
    import(&store, ("21:10", "21:10", &row, &[]));
    let end = sessions(&store)[0].facts.ended.unwrap();
    assert_eq!((end.at, end.result), (at("21:08"), ObservedResult::Failed));
}

#[test]
fn a_simulated_session_that_has_ended_runs_again_if_an_export_lists_it() {
    let store = rehearsal();
    import(&store, ("21:00", "21:00", &provider(&RUNS), &[]));
    store.run("22:30", &["set-message", "Closed"]).unwrap();
    assert_eq!(running(&store), [] as [&str; 0]);
    import(&store, ("22:30", "22:30", &provider(&RUNS), &[]));
    assert_eq!(running(&store), ["nightly 20:30"]);
}

#[test]
fn a_session_that_had_ended_before_an_export_was_not_simulated() {
    let store = rehearsal();
    let row = table(&[ended("1", "20:30", "20:50", "Failed")]);
    import(&store, ("21:00", "21:00", &row, &[]));
    assert_eq!(sessions(&store)[0].origin, Origin::Imported);
}

#[test]
fn a_job_that_an_export_lacks_is_not_gone() {
    let store = rehearsal();
    for (time, rows) in [("21:20", &[NIGHTLY, WEEKLY][..]), ("21:25", &[NIGHTLY])] {
        import(&store, (time, time, &jobs(rows), COMPLETE));
    }
    let sights = store.look(|snapshot| snapshot.job_sights().unwrap());
    assert!(!sights.iter().any(|job| job.is_gone), "{sights:?}");
}
