//! Tests of what exports say of sessions, by when they were read and when they are imported.

mod kept;
mod rehearsals;

use std::fs::File;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::domain::{Ended, JobType, ObservedResult, Origin, Spelled as _, Target};
use crate::ops::refresh_import::import_output;
use crate::ops::session_diff::Declared;
use crate::store::{JobFilter, SessionFilter, StoredSession};
use crate::testing::{TestStore, at};

/// An export: when it was read, when it is imported, its text, and options of the import.
type Export<'e> = (&'e str, &'e str, &'e str, &'e [&'e str]);

const COMPLETE: &[&str] = &["--complete"];

/// A live store in maintenance since 20:00.
fn in_maintenance() -> TestStore {
    let store = TestStore::live();
    store.run("20:00", &["enable"]).unwrap();
    store
}

/// Imports an export as a file that was written when it had been read. Returns the report.
#[track_caller]
fn import(store: &TestStore, (read, now, text, options): Export<'_>) -> Value {
    let file = store.file("export", text);
    let since_epoch = Duration::from_millis(at(read).millis().unsigned_abs());
    let written = SystemTime::UNIX_EPOCH + since_epoch;
    File::options().write(true).open(&file).unwrap().set_modified(written).unwrap();
    let read = at(read).to_string();
    let words = ["jobs", "import", &file, "--observed-at", &read];
    store.run(now, &[&words, options].concat()).unwrap()
}

/// Imports an export as a refresh does, which adds no jobs.
#[track_caller]
fn refresh(store: &TestStore, (read, now, text, _): Export<'_>) {
    let declared = Declared::Partial;
    let app = store.app(now);
    import_output(&app, "refresh", text.as_bytes(), at(read), declared).unwrap();
}

fn sessions(store: &TestStore) -> Vec<StoredSession> {
    store.look(|snapshot| snapshot.sessions(SessionFilter::All).unwrap())
}

/// What is running, as the name of the job and the time of the start.
fn running(store: &TestStore) -> Vec<String> {
    let name = |each: &StoredSession| {
        format!("{} {}", each.facts.job, &each.facts.started.to_string()[11..16])
    };
    let mut names: Vec<String> =
        sessions(store).iter().filter(|each| each.facts.ended.is_none()).map(name).collect();
    names.sort_unstable();
    names
}

/// Whether the server is drained at 21:59, or the code of the error.
fn drained(store: &TestStore) -> &'static str {
    match store.run("21:59", &["is", "drained"]) {
        Ok(answer) if answer["answer"] == true => "yes",
        Ok(_) => "no",
        Err(code) => code,
    }
}

/// Sessions that are running on the provider's server. A start in full is one of the day.
fn provider(sessions: &[(&str, &str, &str)]) -> String {
    let session = |(id, job, start): &(&str, &str, &str)| {
        let id = if id.is_empty() { Value::Null } else { (*id).into() };
        json!({"id": id, "job": job, "tenant": "Acme", "job_type": "Backup", "state": "Working",
            "started": at(start).to_string()})
    };
    let list: Vec<Value> = sessions.iter().map(session).collect();
    json!({"schema": "mm.provider-sessions/1", "count": list.len(), "sessions": list}).to_string()
}

/// A session that has ended, in a table of the provider's server.
fn ended(id: &str, start: &str, end: &str, result: &str) -> String {
    let (start, end) = (at(start), at(end));
    format!("{id},nightly,Acme,Backup,Stopped,{result},{start},{end}\n")
}

fn table(rows: &[String]) -> String {
    format!("Id,JobName,TenantName,JobType,State,Result,CreationTime,EndTime\n{}", rows.concat())
}

fn jobs(rows: &[&str]) -> String {
    format!("Tenant,Name,JobType,IsRunning,Target\n{}\n", rows.join("\n"))
}

const NIGHTLY: &str = "Acme,nightly,Backup,False,cloud";
const WEEKLY: &str = "Acme,weekly,Backup,False,cloud";
const TAPE: &str = "Acme,tape,Backup to Tape,False,cloud";

#[track_caller]
fn case(exports: &[Export<'_>], want: &[&str], answer: &str) {
    let store = in_maintenance();
    for export in exports {
        import(&store, *export);
    }
    assert_eq!(running(&store), want, "{exports:?}");
    assert_eq!(drained(&store), answer, "{exports:?}");
}

#[test]
fn an_imported_session_is_the_known_one_of_its_id_or_else_of_its_start() {
    #[track_caller]
    fn case(known: [&str; 2], imported: [&str; 2], want: usize) {
        let text = |[id, start]: [&str; 2]| provider(&[(id, "nightly", start)]);
        for adds_job in [true, false] {
            let store = in_maintenance();
            for (time, session) in [("21:01", known), ("21:02", imported)] {
                let text = text(session);
                if adds_job {
                    import(&store, (time, time, &text, &[]));
                } else {
                    refresh(&store, (time, time, &text, &[]));
                }
            }
            let found = (sessions(&store).len(), running(&store).len());
            assert_eq!(found, (want, 1), "{known:?} {imported:?} {adds_job}");
        }
    }
    let start = |end: &str| format!("2026-11-23T20:30:{end}Z");
    case(["1", "20:30"], ["1", "20:30"], 1);
    case(["1", "20:30"], ["1", "20:45"], 1);
    case(["1", "20:30"], ["2", "20:30"], 2);
    case(["1", "20:30"], ["", "20:30"], 1);
    for (one, other, want) in [("00", "02", 1), ("00", "02.001", 2), ("00", "59", 2)] {
        case(["", &start(one)], ["", &start(other)], want);
        case(["", &start(other)], ["", &start(one)], want);
    }
}

#[test]
fn what_was_read_earlier_does_not_end_what_was_seen_or_began_later() {
    #[track_caller]
    fn case(seen: [&str; 2], started: &str, [read, now]: [&str; 2], want: usize) {
        let runs = provider(&[("1", "nightly", started)]);
        let (none, idle) = (provider(&[]), jobs(&[NIGHTLY, WEEKLY]));
        let row = table(&[ended("1", started, "21:30", "Success")]);
        for text in [&none, &idle, &row, &jobs(&[WEEKLY])] {
            let store = in_maintenance();
            import(&store, ("20:01", "20:01", &idle, COMPLETE));
            import(&store, (seen[0], seen[1], &runs, &[]));
            import(&store, (read, now, text, COMPLETE));
            assert_eq!(running(&store).len(), want, "{seen:?} {started} {read} {now} {text}");
        }
    }
    case(["21:10", "21:10"], "20:30", ["21:11", "21:11"], 0);
    case(["21:10", "21:10"], "20:30", ["21:11", "21:30"], 0);
    case(["21:10", "21:10"], "20:30", ["21:10", "21:30"], 1);
    case(["21:10", "21:10"], "20:30", ["21:09", "21:30"], 1);
    // What was seen again was seen later.
    let store = in_maintenance();
    let runs = provider(&[("1", "nightly", "20:30")]);
    for time in ["21:05", "21:15"] {
        import(&store, (time, time, &runs, &[]));
    }
    import(&store, ("21:10", "21:20", &provider(&[]), &[]));
    assert_eq!(running(&store), ["nightly 20:30"]);
    let document = r#"{"scenario":1,"start":"2026-11-23T21:25:00Z","jobs":[{"name":"nightly","tenant":"Acme","type":"vm-backup","tasks":[{"name":"x","duration":"1m"}],"running":{"started":"2026-11-23T20:30:00Z","tasks":[{"name":"x","state":"running","started":"2026-11-23T20:30:00Z"}]}}]}"#;
    import(&store, ("21:25", "21:25", document, &[]));
    import(&store, ("21:24", "21:30", &provider(&[]), &[]));
    assert_eq!(running(&store), ["nightly 20:30"]);
    // The clock was ahead when it was seen, and perhaps when it began.
    for (started, [read, now], want) in [
        ("20:30", ["21:10", "21:10"], 0),
        ("21:15", ["21:10", "21:10"], 0),
        ("21:15", ["21:15", "21:17"], 0),
        ("21:15", ["21:10", "21:17"], 1),
    ] {
        let store = in_maintenance();
        refresh(&store, ("21:20", "21:20", &provider(&[("1", "nightly", started)]), &[]));
        refresh(&store, (read, now, &provider(&[]), &[]));
        assert_eq!(running(&store).len(), want, "{started} {read} {now}");
    }
    // A time in the future counts as the present.
    let store = in_maintenance();
    import(&store, ("21:30", "21:10", &runs, &[]));
    import(&store, ("21:20", "21:35", &provider(&[]), &[]));
    assert_eq!(running(&store), [] as [&str; 0]);
    // A time in the future says nothing of an end.
    let store = in_maintenance();
    import(&store, ("21:05", "21:05", &runs, &[]));
    let row = table(&[ended("1", "20:30", "21:06", "Success")]);
    import(&store, ("21:30", "21:10", &row, COMPLETE));
    assert_eq!(running(&store), ["nightly 20:30"]);
}

#[test]
fn of_two_readings_at_the_same_time_neither_ends_what_the_other_saw() {
    // What ran when the slow one read it may have begun after the quick one had read.
    let (slow, quick) = ("21:00", "21:01");
    for start in ["20:30", "21:02", "21:03"] {
        let runs = &*provider(&[("1", "nightly", start)]);
        let none = &*provider(&[]);
        for readings in [
            [(quick, "21:01", none), (slow, "21:03", runs)],
            [(slow, "21:03", runs), (quick, "21:04", none)],
        ] {
            let store = in_maintenance();
            for (read, now, text) in readings {
                refresh(&store, (read, now, text, &[]));
            }
            assert_eq!(running(&store), [format!("nightly {start}")], "{readings:?}");
            assert_eq!(drained(&store), "no", "{readings:?}");
            refresh(&store, ("21:05", "21:05", none, &[]));
            assert_eq!(drained(&store), "yes", "{readings:?}");
        }
    }
}

#[test]
fn a_row_without_a_start_goes_on_with_the_session_that_is_known() {
    let row = &*jobs(&["Acme,nightly,Backup,True,cloud"]);
    let store = in_maintenance();
    for time in ["21:00", "21:01", "21:02"] {
        refresh(&store, (time, time, row, &[]));
    }
    assert_eq!((sessions(&store).len(), running(&store)), (1, vec!["nightly 21:00".to_owned()]));
    assert_eq!(sessions(&store)[0].observed_at, at("21:02"));
}

#[test]
fn what_was_read_before_the_end_of_a_run_is_not_complete_and_sees_no_job() {
    #[track_caller]
    fn case(read: &str, complete: bool, answer: &str) {
        let store = in_maintenance();
        import(&store, ("19:50", "20:01", &jobs(&[NIGHTLY, WEEKLY]), &[]));
        let unknown = jobs(&["Acme,nightly,Backup,,cloud", WEEKLY]);
        import(&store, ("20:02", "20:02", &unknown, COMPLETE));
        store.works("21:12", 1, Origin::Run, &[("x", Some("21:12"))]);
        let ended = Ended { at: at("21:14"), result: ObservedResult::Success, code: None };
        store.ends("21:14", 1, ended);
        import(&store, (read, "21:20", &jobs(&[NIGHTLY]), &[]));
        assert_eq!(drained(&store), answer, "{read}");
        let report = import(&store, (read, "21:21", &provider(&[]), &[]));
        assert_eq!(report["complete"], complete, "{read}");
    }
    case("21:10", false, "not-observed");
    case("21:13", false, "not-observed");
    case("21:14", false, "not-observed");
    case("21:15", true, "yes");
}

#[test]
fn a_session_of_a_dead_run_ends_no_earlier_than_it_began() {
    let store = in_maintenance();
    import(&store, ("20:01", "20:01", &jobs(&[NIGHTLY]), COMPLETE));
    store.works("21:20", 1, Origin::Run, &[("x", Some("21:20"))]);
    import(&store, ("21:10", "21:30", &provider(&[]), &[]));
    let ended = sessions(&store)[0].facts.ended.unwrap();
    assert_eq!(ended.at, at("21:20"));
}

#[test]
fn what_ended_since_it_was_read_is_not_running() {
    let runs = provider(&[("1", "nightly", "20:30")]);
    let (none, idle) = (provider(&[]), jobs(&[NIGHTLY, WEEKLY]));
    let begun = ("20:01", "20:01", &*idle, COMPLETE);
    let now = "21:30";
    // A complete listing of sessions, or one of its job.
    case(&[begun, ("21:10", now, &none, &[]), ("21:09", now, &runs, &[])], &[], "yes");
    case(
        &[begun, ("21:10", now, &none, &[]), ("21:10", now, &runs, &[])],
        &["nightly 20:30"],
        "no",
    );
    let before = ("19:50", "20:01", &*idle, COMPLETE);
    case(&[before, ("21:10", now, &idle, &[]), ("21:09", now, &runs, &[])], &[], "not-observed");
    case(
        &[begun, ("21:10", now, &idle, &[]), ("21:10", now, &runs, &[])],
        &["nightly 20:30"],
        "no",
    );
    let of_other = jobs(&[WEEKLY]);
    case(
        &[begun, ("21:10", now, &of_other, COMPLETE), ("21:09", now, &runs, &[])],
        &["nightly 20:30"],
        "no",
    );
    let both = [("21:10", now, &*none, &[][..]), ("21:20", now, &none, &[])];
    case(&[begun, both[0], both[1], ("21:15", now, &runs, &[])], &[], "yes");
    case(&[begun, both[0], both[1], ("21:25", now, &runs, &[])], &["nightly 20:30"], "no");
    // A listing of the provider's sessions says nothing of those against local storage.
    let local = jobs(&["Acme,nightly,Backup,True,local"]);
    case(&[("21:10", now, &none, &[]), ("21:09", now, &local, &[])], &["nightly 21:09"], "yes");
    case(&[("21:09", now, &local, &[]), ("21:10", now, &none, &[])], &["nightly 21:09"], "yes");
    // A file may hold what ran up to five minutes after its reading began.
    let store = in_maintenance();
    import(&store, begun);
    import(&store, ("21:10", now, &none, &[]));
    let file = store.file("sessions.json", &runs);
    let written = Duration::from_millis(at("21:12").millis().unsigned_abs());
    let written = SystemTime::UNIX_EPOCH + written;
    File::options().write(true).open(&file).unwrap().set_modified(written).unwrap();
    store.run(now, &["jobs", "import", &file]).unwrap();
    assert_eq!(running(&store), ["nightly 20:30"]);
}

#[test]
fn a_session_that_seemed_to_have_ended_runs_again() {
    #[track_caller]
    fn case(exports: &[String], want: &[Option<&str>], complete: bool) {
        let store = in_maintenance();
        let mut report = Value::Null;
        for (text, time) in exports.iter().zip(["21:01", "21:02", "21:03", "21:04", "21:05"]) {
            report = import(&store, (time, time, text, &[]));
        }
        let sessions = sessions(&store);
        let running = sessions.iter().filter(|each| each.facts.ended.is_none());
        let mut ids: Vec<_> = running.map(|each| each.facts.source_id.as_deref()).collect();
        ids.sort_unstable();
        assert_eq!(ids, want, "{exports:?}");
        assert_eq!(report["complete"], complete, "{exports:?}");
    }
    let none = provider(&[]);
    let runs = |ids: &[&str]| {
        let starts = |id: &&str| if *id < "3" { "20:30" } else { "20:45" };
        let sessions: Vec<_> = ids.iter().map(|id| (*id, "nightly", starts(id))).collect();
        provider(&sessions)
    };
    let (one, two, three) = (Some("1"), Some("2"), Some("3"));
    case(&[runs(&["1"]), none.clone(), runs(&["1"])], &[one], true);
    case(&[runs(&["1"]), runs(&["2"])], &[two], true);
    case(&[runs(&["1"]), runs(&["2"]), runs(&["1"])], &[two], false);
    // A job has one that is running at most, and what the others become is not known.
    case(&[runs(&["1"]), runs(&["1", "3"])], &[three], false);
    case(&[runs(&["1"]), runs(&["3"]), none.clone(), runs(&["1", "3"])], &[three], false);
    case(&[runs(&["1"]), runs(&["3"])], &[three], true);
    // Two jobs whose sessions have one id.
    let twice = provider(&[("1", "nightly", "20:30"), ("1", "weekly", "20:30")]);
    case(&[twice], &[None, one], false);
}

#[test]
fn a_running_session_does_not_end_as_an_older_or_a_later_one_did() {
    #[track_caller]
    fn case(start: &str, end: &str, want: (&str, &str)) {
        let store = in_maintenance();
        import(&store, ("21:01", "21:01", &provider(&[("1", "nightly", "20:30")]), &[]));
        let row = format!("Acme,nightly,Backup,False,cloud,{},{},Failed", at(start), at(end));
        let head = "Tenant,Name,JobType,IsRunning,Target,LatestRunLocal,EndTime,LastResult";
        import(&store, ("21:20", "21:20", &format!("{head}\n{row}\n"), &[]));
        let facts = &sessions(&store)[0].facts;
        let ended = facts.ended.unwrap();
        assert_eq!((&ended.at.to_string()[11..16], ended.result.spelling()), want, "{start} {end}");
    }
    case("20:10", "20:20", ("21:20", "unknown"));
    case("20:20", "21:10", ("21:10", "failed"));
    case("21:05", "21:10", ("21:20", "unknown"));
}

#[test]
fn an_ended_session_is_known_by_its_id_its_start_or_its_end() {
    #[track_caller]
    fn case(exports: &[String], want: &[(Option<&str>, Option<&str>)]) {
        let store = in_maintenance();
        for (text, time) in exports.iter().zip(["21:01", "21:02", "21:03", "21:04"]) {
            import(&store, (time, time, text, &[]));
        }
        let sessions = sessions(&store);
        let mut found: Vec<_> = sessions
            .iter()
            .map(|each| {
                let ended = each.facts.ended.map(|ended| ended.at.to_string()[11..16].to_owned());
                (each.facts.source_id.clone(), ended)
            })
            .collect();
        found.sort_unstable();
        let found: Vec<_> =
            found.iter().map(|(id, ended)| (id.as_deref(), ended.as_deref())).collect();
        assert_eq!(found, want, "{exports:?}");
    }
    let runs = provider(&[("5", "nightly", "20:30")]);
    let row = |id: &str, start: &str, end: &str| ended(id, start, end, "Failed");
    let of = |row: String| table(&[row]);
    // It ends as the files say, and an older one does not end it.
    case(&[runs.clone(), of(row("5", "20:30", "20:50"))], &[(Some("5"), Some("20:50"))]);
    case(
        &[runs.clone(), of(row("4", "20:10", "20:20"))],
        &[(Some("4"), Some("20:20")), (Some("5"), None)],
    );
    let known = of(row("5", "20:30", "20:50"));
    for (id, start, end) in
        [("5", "20:30", "20:55"), ("6", "20:20", "20:40"), ("6", "20:20", "20:50")]
    {
        case(&[known.clone(), of(row(id, start, end))], &[(Some("5"), Some("20:50"))]);
    }
    // What a file lists as running has not ended, whatever else it lists.
    let twice = table(&[
        row("6", "20:30", "20:50"),
        format!(",nightly,Acme,Backup,Working,,{},\n", at("20:30")),
    ]);
    case(&[provider(&[("", "nightly", "20:30")]), twice], &[(None, None)]);
    case(
        &[known, of(row("6", "20:20", "20:51"))],
        &[(Some("5"), Some("20:50")), (Some("6"), Some("20:51"))],
    );
}

#[test]
fn a_complete_listing_ends_what_it_lists_as_ended_or_not_at_all() {
    let runs = provider(&[("1", "nightly", "20:30")]);
    let idle = jobs(&[NIGHTLY, WEEKLY]);
    let known = [("20:01", "20:01", &*idle, COMPLETE), ("21:01", "21:01", &runs, &[])];
    let case = |text: &str, options: &[&str], want: &[&str], answer: &str| {
        case(&[known[0], known[1], ("21:02", "21:02", text, options)], want, answer);
    };
    let older = table(&[ended("0", "20:10", "20:20", "Success")]);
    case(&older, &[], &["nightly 20:30"], "no");
    case(&older, COMPLETE, &[], "yes");
    let no_state =
        "Tenant,Name,JobType,Target\nAcme,nightly,Backup,cloud\nAcme,weekly,Backup,cloud\n";
    case(no_state, COMPLETE, &["nightly 20:30"], "no");
    let no_state = "Tenant,Name,JobType,Target\nAcme,weekly,Backup,cloud\n";
    case(no_state, COMPLETE, &["nightly 20:30"], "no");
    case(&jobs(&[WEEKLY]), COMPLETE, &[], "yes");
    case(&jobs(&[WEEKLY]), &[], &["nightly 20:30"], "no");
}

#[test]
fn the_same_export_changes_nothing_the_second_time() {
    #[track_caller]
    fn case(first: &str, then: &str, options: [&[&str]; 2], want: bool) {
        let store = in_maintenance();
        import(&store, ("20:29", "20:29", &jobs(&[NIGHTLY, WEEKLY, TAPE]), COMPLETE));
        for _ in 0..2 {
            import(&store, ("20:30", "20:30", first, options[0]));
        }
        let report = import(&store, ("20:30", "20:31", then, options[1]));
        assert_eq!(report["changed"], want, "{first} then {then} {options:?} {report}");
    }
    let runs = provider(&[("1", "nightly", "20:10")]);
    let idle = jobs(&[NIGHTLY, WEEKLY]);
    case(&runs, &runs, [&[], &[]], false);
    case(&provider(&[]), &provider(&[]), [&[], &[]], false);
    case(&idle, &idle, [&[], &[]], false);
    case(&idle, &idle, [COMPLETE, COMPLETE], false);
    case(&idle, &idle, [COMPLETE, &[]], false);
    case(&idle, &idle, [&[], COMPLETE], true);
    let untyped = "Tenant,Name,IsRunning,Target\nAcme,daily,False,cloud\n";
    case(untyped, untyped, [&[], &[]], false);
    let untyped = "Tenant,Name,IsRunning,Target\nAcme,tape,False,cloud\n";
    case(untyped, untyped, [&[], &[]], false);
    // A job that is gone, and one that was seen before.
    case(&jobs(&[NIGHTLY]), &jobs(&[NIGHTLY]), [COMPLETE, COMPLETE], false);
    let tenant = |enabled: bool| {
        let tenant = format!(
            r#"{{"instanceUid":"a","name":"Acme","isEnabled":{enabled},"assignedForCompany":"t","siteUid":"s"}}"#
        );
        let job = r#"{"instanceUid":"1","name":"daily","type":"BackupVm","status":"Success","targetType":"Cloud","backupServerUid":"s","organizationUid":"t","siteUid":"s"}"#;
        format!("[{tenant}]\n[{job}]\n")
    };
    for enabled in [true, false] {
        case(&tenant(enabled), &tenant(enabled), [&[], &[]], false);
        case(&tenant(enabled), &tenant(!enabled), [&[], &[]], true);
    }
    // Another kind of listing, and one without a job that was seen.
    case(&idle, &provider(&[]), [COMPLETE, &[]], true);
    case(&provider(&[]), &idle, [&[], COMPLETE], true);
    case(&idle, &jobs(&[NIGHTLY]), [COMPLETE, COMPLETE], true);
    case(&jobs(&[NIGHTLY]), &idle, [COMPLETE, COMPLETE], true);
}

#[test]
fn what_was_seen_of_a_job_before_does_not_replace_what_was_seen_later() {
    let idle = jobs(&[NIGHTLY, WEEKLY]);
    // What is seen again at the same time is seen with what is complete.
    case(&[("21:10", "21:11", &idle, &[]), ("21:10", "21:12", &idle, COMPLETE)], &[], "yes");
    let unknown = jobs(&[NIGHTLY, "Acme,weekly,Backup,,cloud"]);
    let seen_before = ("21:05", "21:05", &*idle, &[][..]);
    case(
        &[seen_before, ("21:10", "21:11", &unknown, COMPLETE), ("21:10", "21:12", &idle, &[])],
        &[],
        "yes",
    );
    let complete = ("21:10", "21:10", &*idle, COMPLETE);
    case(&[complete, ("19:55", "21:15", &idle, &[])], &[], "yes");
    case(&[complete, ("21:05", "21:15", &jobs(&[NIGHTLY]), COMPLETE)], &[], "yes");
    // A job that was seen later is not gone.
    let gone = |exports: &[Export<'_>]| {
        let store = in_maintenance();
        for export in exports {
            import(&store, *export);
        }
        let sights = store.look(|snapshot| snapshot.job_sights().unwrap());
        sights.into_iter().filter(|job| job.is_gone).map(|job| job.name).collect::<Vec<_>>()
    };
    let alone = jobs(&[NIGHTLY]);
    assert_eq!(gone(&[complete, ("21:05", "21:15", &alone, COMPLETE)]), [] as [&str; 0]);
    assert_eq!(gone(&[complete, ("21:11", "21:15", &alone, COMPLETE)]), ["weekly"]);
    let none = provider(&[]);
    assert_eq!(gone(&[complete, ("21:11", "21:15", &none, COMPLETE)]), [] as [&str; 0]);
}

#[test]
fn a_session_that_a_part_of_the_jobs_ended_by_name_counts_only_against_the_cloud() {
    let none = provider(&[]);
    let row = |is_running: &str, target: &str| {
        jobs(&[&format!("Acme,nightly,Backup,{is_running},{target}")])
    };
    for (target, answer) in [("local", "yes"), ("cloud", "not-observed")] {
        let (runs, idle) = (row("True", target), row("False", target));
        let exports = [
            ("21:01", "21:01", &*none, &[][..]),
            ("21:02", "21:02", &runs, &[]),
            ("21:03", "21:03", &idle, &[]),
        ];
        case(&exports, &[], answer);
    }
}

#[test]
fn what_an_import_ends_by_name_counts_even_if_it_observes_nothing() {
    let runs = jobs(&["Acme,nightly,Backup,True,cloud"]);
    let other = provider(&[("9", "nightly", "20:55")]);
    let row = table(&[ended("9", "20:55", "21:03", "Success")]);
    let exports = [
        ("21:01", "21:01", &*provider(&[]), &[][..]),
        ("21:02", "21:02", &runs, &[]),
        ("22:30", "21:03", &other, &[]),
        ("21:04", "21:04", &row, &[]),
    ];
    case(&exports, &[], "not-observed");
}

#[test]
fn a_job_leaves_the_cloud_once_no_session_of_it_is_running() {
    #[track_caller]
    fn case(texts: &[String], want: Target) {
        let store = in_maintenance();
        for (text, time) in texts.iter().zip(["21:01", "21:02", "21:03"]) {
            import(&store, (time, time, text, COMPLETE));
        }
        let jobs = store.look(|snapshot| snapshot.jobs(JobFilter::All).unwrap());
        assert_eq!(jobs[0].facts.target, want, "{texts:?}");
    }
    let row = |is_running: Value, target: &str| {
        let row = json!([{"Tenant": "Acme", "Name": "nightly", "JobType": "Backup",
            "IsRunning": is_running, "Target": target}]);
        format!("{row}\n")
    };
    let runs = provider(&[("1", "nightly", "20:30")]) + "\n";
    let (busy, idle) = (row(true.into(), "cloud"), row(false.into(), "local"));
    case(&[row(false.into(), "cloud"), idle.clone()], Target::Local);
    case(&[busy.clone(), idle.clone()], Target::Local);
    case(&[busy.clone(), row(true.into(), "local")], Target::Cloud);
    case(&[busy, row(Value::Null, "local")], Target::Cloud);
    // It runs again, and its end was a mistake.
    case(&[runs.clone(), provider(&[]), runs + &idle], Target::Cloud);
    let listed = |state: &str, end: &str, target: &str| {
        format!(
            r#"[{{"Tenant":"Acme","Id":"7","Name":"nightly","JobType":"Backup","IsRunning":{},"Target":"{target}"}}]
[{{"Tenant":"Acme","Id":"s7","JobId":"7","JobName":"nightly","State":"{state}","CreationTimeUTC":"2026-11-23T20:30:00Z","EndTimeUTC":"{end}"}}]
"#,
            state == "Working"
        )
    };
    let works = |target| listed("Working", "", target);
    let stopped = |target| listed("Stopped", "2026-11-23T20:50:00Z", target);
    case(&[works("cloud"), stopped("cloud"), works("local")], Target::Cloud);
    case(&[works("cloud"), stopped("local")], Target::Local);
    case(&[row(false.into(), "cloud"), stopped("local")], Target::Local);
}

#[test]
fn a_session_of_a_job_that_is_not_known_is_stored_while_it_runs() {
    let store = in_maintenance();
    let row = table(&[ended("1", "20:30", "20:50", "Success")]);
    refresh(&store, ("21:01", "21:01", &row, &[]));
    assert_eq!(sessions(&store).len(), 0);
    refresh(&store, ("21:02", "21:02", &provider(&[("2", "nightly", "20:55")]), &[]));
    assert_eq!(running(&store), ["nightly 20:55"]);
    assert_eq!(sessions(&store)[0].job_type, Some(JobType::VmBackup));
}

#[test]
fn a_session_of_an_unknown_job_is_that_of_the_job_that_is_listed_by_its_name() {
    let silent = |id: &str, name: &str| {
        format!("Id,Tenant,Name,JobType,Target\n{id},Acme,{name},Backup,cloud\n")
    };
    let runs = provider(&[("1", "nightly v2", "20:30")]);
    for known in ["", "daily", "nightly"] {
        let store = in_maintenance();
        if !known.is_empty() {
            import(&store, ("20:59", "20:59", &silent("7", known), &[]));
        }
        refresh(&store, ("21:01", "21:01", &runs, &[]));
        assert_eq!(sessions(&store)[0].job, None, "{known}");
        let id = if known == "daily" { "8" } else { "7" };
        import(&store, ("21:02", "21:02", &silent(id, "nightly v2"), &[]));
        let number = if known == "daily" { 2 } else { 1 };
        assert_eq!(sessions(&store)[0].job, Some(number), "{known}");
        assert_eq!(running(&store), ["nightly v2 20:30"], "{known}");
        let observations = store.look(|snapshot| snapshot.observations().unwrap());
        assert_eq!(observations.len(), 1, "a list of jobs without states is none");
    }
}

#[test]
fn a_job_that_was_made_again_takes_the_place_of_the_first() {
    #[track_caller]
    fn case(after: &[&str], added: u64, changed: u64) {
        let text = |ids: &[&str]| {
            let row = |(id, name): (&&str, &str)| format!("{id},Acme,{name},Backup,False,cloud\n");
            let rows: String = ids.iter().zip(["nightly", "weekly"]).map(row).collect();
            format!("Id,Tenant,Name,JobType,IsRunning,Target\n{rows}")
        };
        let store = in_maintenance();
        import(&store, ("21:01", "21:01", &text(&["1"]), COMPLETE));
        let report = import(&store, ("21:02", "21:02", &text(after), COMPLETE));
        let found = (&report["jobs"]["added"], &report["jobs"]["changed"]);
        assert_eq!(found, (&added.into(), &changed.into()), "{after:?} {report}");
    }
    case(&["1"], 0, 0);
    case(&["2"], 0, 1);
    case(&["2", "3"], 1, 1);
    // It has another name, and another job has its own.
    case(&["2", "1"], 1, 1);
    // What is listed without an id is the job of its name.
    case(&[""], 0, 0);
}

#[test]
fn what_is_read_after_a_change_by_a_clock_that_was_ahead_counts_at_once() {
    for ahead in ["21:01", "2026-11-24T21:01:00Z"] {
        let store = in_maintenance();
        let runs = provider(&[("1", "nightly", "20:30")]);
        import(&store, (ahead, ahead, &runs, &[]));
        assert_eq!(drained(&store), "no", "{ahead}");
        import(&store, ("21:02", "21:02", &provider(&[]), &[]));
        assert_eq!(drained(&store), "yes", "{ahead}");
    }
}
