//! What a later export changes of a session and what it keeps.

use super::*;
use crate::domain::TaskState;

const RUNS: [(&str, &str, &str); 1] = [("1", "nightly", "20:10")];

#[test]
fn what_was_seen_at_the_same_time_is_stored_if_it_changes_a_session() {
    let store = in_maintenance();
    let runs = provider(&RUNS);
    import(&store, ("20:30", "20:30", &runs, &[]));
    let row = table(&[ended("1", "20:10", "20:31", "Success")]);
    import(&store, ("20:31", "20:31", &row, &[]));
    assert_eq!(running(&store), [] as [&str; 0]);
    refresh(&store, ("20:30", "20:32", &runs, &[]));
    assert_eq!(running(&store), ["nightly 20:10"]);
}

#[test]
fn that_a_session_was_seen_in_the_cloud_is_kept_when_a_listing_of_jobs_goes_on_with_it() {
    let store = in_maintenance();
    let row = &*jobs(&["Acme,nightly,Backup to Tape,True,local"]);
    import(&store, ("20:29", "20:29", &jobs(&["Acme,nightly,Backup to Tape,False,local"]), &[]));
    refresh(&store, ("20:30", "20:30", &provider(&RUNS), &[]));
    for (now, changed) in [("20:31", true), ("20:32", false)] {
        let report = import(&store, ("20:30", now, row, &[]));
        assert_eq!(report["changed"], changed, "{now} {report}");
        let session = &sessions(&store)[0];
        assert!(session.seen_in_cloud && session.seen_covered, "{session:?}");
    }
}

#[test]
fn a_time_that_the_clock_had_when_it_was_ahead_is_not_believed() {
    for (read, complete) in [("21:20", false), ("21:21", true)] {
        let store = in_maintenance();
        for time in ["21:20", "21:10"] {
            refresh(&store, (time, time, &provider(&[]), &[]));
        }
        let report = import(&store, (read, "21:25", &provider(&[]), &[]));
        assert_eq!(report["complete"], complete, "{read} {report}");
    }
}

#[test]
fn a_session_gets_the_tasks_that_a_listing_has() {
    let states = |store: &TestStore| {
        let session = sessions(store).remove(0);
        let tasks = session.facts.tasks.iter().map(|task| task.state).collect::<Vec<_>>();
        (tasks, session.task_notifications)
    };
    let listing = |status: &str| {
        format!(
            r#"[{{"Tenant":"Acme","Id":"7","Name":"nightly","JobType":"Backup","IsRunning":true,"Target":"cloud"}}]
[{{"Tenant":"Acme","Id":"1","JobId":"7","JobName":"nightly","State":"Working","CreationTimeUTC":"2026-11-23T20:10:00Z","EndTimeUTC":""}}]
[{{"Id":"x","Name":"x","Status":"{status}","JobSessId":"1"}},{{"Id":"y","Name":"y","Status":"InProgress","JobSessId":"1"}}]
"#
        )
    };
    let store = in_maintenance();
    let read = |time, text: &str| import(&store, (time, time, text, &[]));
    read("20:30", &listing("InProgress"));
    let read_text = vec![Some("Closed".to_owned()), None];
    store.observe("20:30", |observer| {
        let mut session = observer.snapshot().sessions(SessionFilter::Id(1)).unwrap().remove(0);
        session.task_notifications.clone_from(&read_text);
        observer.update_session(&session).unwrap();
    });
    let (runs, done) = (TaskState::Running, TaskState::Success);
    read("20:31", &listing("InProgress"));
    assert_eq!(states(&store), (vec![runs, runs], read_text));
    read("20:32", &listing("Success"));
    let none = vec![None, None];
    assert_eq!(states(&store), (vec![done, runs], none.clone()), "a text is of what was before");
    read("20:33", &table(&[ended("1", "20:10", "20:33", "Success")]));
    assert_eq!(running(&store), [] as [&str; 0]);
    assert_eq!(states(&store), (vec![done, runs], none), "a row without tasks tells nothing");
}

#[test]
fn a_running_session_ends_as_one_did_that_began_with_it_under_another_id() {
    #[track_caller]
    fn case(start: &str, end: &str, want: &str) {
        let store = in_maintenance();
        import(&store, ("21:01", "21:01", &provider(&[("1", "nightly", "20:30")]), &[]));
        let text = format!(
            r#"[{{"Tenant":"Acme","Id":"7","Name":"nightly","JobType":"Backup","IsRunning":false,"Target":"cloud"}}]
[{{"Tenant":"Acme","Id":"s7","JobId":"7","JobName":"nightly","State":"Stopped","Result":"Failed","CreationTimeUTC":"{}","EndTimeUTC":"{}"}}]
"#,
            at(start),
            at(end)
        );
        import(&store, ("21:20", "21:20", &text, &[]));
        let ended = sessions(&store)[0].facts.ended.unwrap();
        assert_eq!(&ended.at.to_string()[11..16], want, "{start} {end}");
    }
    case("20:30", "21:10", "21:10");
    case("20:31", "21:10", "21:20");
    case("20:10", "20:31", "20:31");
    case("20:10", "20:30", "21:20");
}
