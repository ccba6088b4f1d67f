//! Running and ended sessions, and the time of the observation.

use crate::domain::{FailureCode, Instant, Template};
use crate::import::imported::{ImportOptions, NotificationPeriod};
use crate::import::tests::{
    STATE, assumed, has, import, jobs, options, sessions, try_read, unused,
};

#[test]
fn a_running_session_has_the_tasks_in_the_file() {
    #[track_caller]
    fn case(text: &str, job: &str, session: &str) {
        let imported = import(&[text]);
        assert_eq!(jobs(&imported), [job]);
        assert_eq!(sessions(&imported), [session]);
    }
    let job = |status: &str, tasks: &str| {
        format!(
            r#"[{{"instanceUid":"1","backupServerUid":"2","name":"N","type":"BackupVm","status":"{status}","targetType":"Cloud",
            "lastRun":"2026-11-23T20:00:00Z","lastEndTime":"2026-11-22T20:30:00Z","avgDuration":1200,"lastSessionTasks":[{tasks}]}}]"#
        )
    };
    let task = |name: &str, status: &str, from: &str, to: &str| {
        let time = |clock: &str| match clock {
            "" => "null".to_owned(),
            clock => format!("\"2026-11-23T{clock}:00Z\""),
        };
        format!(
            r#"{{"objectName":"{name}","status":"{status}","startTime":{},"endTime":{}}}"#,
            time(from),
            time(to)
        )
    };
    case(
        &job("Running", ""),
        "acme/N vm-backup cloud 1: N 20m (average)",
        "N since 20:00:00: N running",
    );
    let some = [
        task("a", "Success", "20:00", "20:10"),
        task("b", "Running", "20:05", ""),
        task("c", "Pending", "", ""),
        task("d", "Failed", "20:10", "20:11"),
        task("", "Running", "20:10", ""),
    ];
    case(
        &job("Stopping", &some.join(",")),
        "acme/N vm-backup cloud 2: a 10m, b 10m, c 10m, d 10m (recorded)",
        "N since 20:00:00: a success, b running, c pending, d failed",
    );
    let ended = [task("a", "Success", "20:00", "20:10"), task("b", "Warning", "20:10", "20:30")];
    case(
        &job("Running", &ended.join(",")),
        "acme/N vm-backup cloud 1: a 10m, b 20m (recorded)",
        "N since 20:00:00: a success, b running",
    );
    let at_once = [task("a", "Running", "20:00", ""), task("b", "Running", "20:00", "")];
    case(
        &job("Running", &at_once.join(",")),
        "acme/N vm-backup cloud 2: a 20m, b 20m (average)",
        "N since 20:00:00: a running, b running",
    );
    case(
        &job("Frobnicating", &task("a", "Frobnicating", "20:00", "")),
        "acme/N vm-backup cloud 1: a 20m (average)",
        "N since 20:00:00: a running",
    );
    let late = job("Running", "").replace("2026-11-23T20:00:00Z", "2026-11-23T22:00:00Z");
    case(&late, "acme/N vm-backup cloud 1: N 20m (average)", "N since 21:00:00: N running");
    let unknown = job("Running", "").replace("\"2026-11-23T20:00:00Z\"", "null");
    case(&unknown, "acme/N vm-backup cloud 1: N 20m (average)", "N since 21:00:00: N running");
}

#[test]
fn a_failure_belongs_to_maintenance_if_it_shows_a_notification_of_its_time() {
    #[track_caller]
    fn case(message: &str, from: &str, to: Option<&str>, want: bool) {
        let at = |time: &str| Instant::parse(&format!("2026-11-23T{time}:00Z")).unwrap();
        let text = Template::parse(Some("{tenant}: {job} is back at\n{until} ({reason})")).unwrap();
        let (reason, until) = ("upgrade".to_owned(), Some(at("23:00")));
        let notification = NotificationPeriod {
            from: at(from),
            to: to.map(at),
            text,
            until,
            zone: jiff::tz::TimeZone::UTC,
            reason,
        };
        let text = format!(
            r#"[{{"instanceUid":"1","backupServerUid":"2","name":"N","type":"BackupVm","status":"Failed","targetType":"Cloud",
            "lastRun":"2026-11-23T20:00:00Z","lastEndTime":"2026-11-23T20:20:00Z","failureMessage":"{message}"}}]"#
        );
        let options = ImportOptions { notifications: vec![notification], ..options() };
        let imported = try_read(&[&text], &options).unwrap();
        let code = imported.sessions[0].ended.unwrap().code;
        assert_eq!(code == Some(FailureCode::Maintenance), want, "{message} {from} {to:?}");
    }
    let shown = "Error: acme: N is back at 2026-11-23T23:00:00Z  (upgrade). See the log";
    case(shown, "19:00", None, true);
    case("acme: N is back at 2026-11-23 23:00 UTC (upgrade)", "19:00", None, true);
    case("acme: N is back at 2026-11-23 22:00 UTC (upgrade)", "19:00", None, false);
    case(shown, "20:10", Some("20:15"), true);
    case(shown, "19:00", Some("19:59"), false);
    case(shown, "20:21", None, false);
    case("acme: M is back at 2026-11-23T23:00:00Z (upgrade)", "19:00", None, false);
    case("Service provider is  currently undergoing scheduled\\nmaintenance", "20:21", None, true);
    case("no space left", "19:00", None, false);
}

#[test]
fn a_session_that_ended_says_how() {
    #[track_caller]
    fn case(text: &str, want: &str, code: bool) {
        let imported = import(&[text]);
        assert_eq!(sessions(&imported), [want]);
        assert_eq!(imported.sessions[0].ended.unwrap().code.is_some(), code);
    }
    let job = |status: &str, end: &str| {
        format!(
            r#"[{{"instanceUid":"1","backupServerUid":"2","name":"N","type":"BackupVm","status":"{status}","targetType":"Cloud",
            "lastRun":"2026-11-23T20:00:00Z","lastEndTime":{end},"avgDuration":600,
            "failureMessage":"Error: Service provider is currently undergoing scheduled maintenance."}}]"#
        )
    };
    let end = "\"2026-11-23T20:20:00Z\"";
    case(&job("Success", end), "N 20:00:00 until 20:20:00: success", false);
    case(&job("Warning", end), "N 20:00:00 until 20:20:00: success", false);
    case(&job("Failed", end), "N 20:00:00 until 20:20:00: failed", true);
    case(&job("None", end), "N 20:00:00 until 20:20:00: unknown", false);
    case(&job("Idle", end), "N 20:00:00 until 20:20:00: unknown", false);
    case(&job("Success", "null"), "N 20:00:00 until 20:10:00: success", false);
    case(&job("Success", "\"2026-11-22T20:20:00Z\""), "N 20:00:00 until 20:10:00: success", false);
    let imported = import(&[&job("Success", "\"2026-11-22T20:20:00Z\"")]);
    has(&unused(&imported), "ended before it started");
}

#[test]
fn the_time_of_the_observation_is_in_the_file_or_given_or_the_present() {
    let given = Instant::parse("2026-11-23T20:45:00Z").unwrap();
    let options = ImportOptions { observed_at: Some(given), ..options() };
    let wrapped = format!("{{\"observed_at\":\"2026-11-23T20:40:00Z\",\"data\":[{STATE}]}}");
    let observed = |text: &str, options: &ImportOptions| {
        let imported = try_read(&[text], options).unwrap();
        format!("{} {}", imported.observed_at, imported.observed_from)
    };
    assert_eq!(observed(&wrapped, &options), "2026-11-23T20:40:00Z file");
    assert_eq!(observed(STATE, &options), "2026-11-23T20:45:00Z option");
    assert_eq!(observed(STATE, &crate::import::tests::options()), "2026-11-23T21:00:00Z present");
    let old = STATE.replace("2026-11-23", "2026-11-12");
    has(&assumed(&import(&[&old])), "a: no time in the file is later than 2026-11-12T20:30:00Z");
}

#[test]
fn sessions_of_computers_are_tasks_of_the_session_of_their_job() {
    let job = r#"[{"id":"1","name":"Agents","type":"WindowsAgentBackup","isDisabled":false,"computers":[]}]"#;
    let session = |id: &str, parent: &str, name: &str, state: &str, from: &str, to: &str| {
        let end = if to.is_empty() { "null".into() } else { format!("\"2026-11-23T{to}:00Z\"") };
        let result = if to.is_empty() { "None" } else { "Success" };
        format!(
            r#"{{"id":"{id}","parentSessionId":{parent},"sessionType":"AgentBackup","jobId":"1","name":"{name}","state":"{state}",
            "creationTime":"2026-11-23T{from}:00Z","endTime":{end},"result":{{"result":"{result}"}}}}"#
        )
    };
    let listed = [
        session("c1", "\"p\"", "pc-1", "Stopped", "20:00", "20:20"),
        session("c2", "\"p\"", "pc-2", "Working", "20:00", ""),
        session("p", "null", "Agents", "Working", "20:00", ""),
    ];
    let imported = import(&[job, &format!("[{}]", listed.join(","))]);
    assert_eq!(
        jobs(&imported),
        ["acme/Agents managed-agent-backup cloud 2: pc-1 20m, pc-2 20m (recorded)"]
    );
    assert_eq!(sessions(&imported), ["Agents since 20:00:00: pc-1 success, pc-2 running"]);
}

#[test]
fn a_session_of_which_a_part_is_running_has_not_ended() {
    #[track_caller]
    fn case(texts: &[&str], want: &str, is_reported: bool) {
        let imported = import(texts);
        let found = sessions(&imported);
        assert_eq!(found.last().map(|found| &**found), Some(want), "{found:#?}");
        let reported = unused(&imported).iter().any(|text| text.ends_with("running counts"));
        assert_eq!(reported, is_reported, "{:?}", unused(&imported));
    }
    let job = |tasks: &str| {
        format!(
            r#"[{{"instanceUid":"1","backupServerUid":"2","name":"N","type":"BackupVm","status":"Success","targetType":"Cloud",
            "lastRun":"2026-11-23T20:00:00Z","lastEndTime":"2026-11-23T20:30:00Z"{tasks}}}]"#
        )
    };
    let task = |rest: &str| job(&format!(r#","lastSessionTasks":[{{"objectName":"a",{rest}}}]"#));
    let ended = "N 20:00:00 until 20:30:00: success";
    case(
        &[&task(r#""status":"Running","startTime":"2026-11-23T20:10:00Z""#)],
        "N since 20:00:00: a running",
        true,
    );
    case(
        &[&task(r#""status":"None","startTime":"2026-11-23T20:10:00Z""#)],
        "N since 20:00:00: a running",
        true,
    );
    case(&[&task(r#""status":"Verifying""#)], "N since 20:00:00: a running", true);
    case(
        &[&task(r#""status":"Running","startTime":"2026-11-23T20:40:00Z""#)],
        "N since 20:40:00: a running",
        true,
    );
    case(
        &[&task(
            r#""status":"Verifying","startTime":"2026-11-23T20:10:00Z","endTime":"2026-11-23T20:20:00Z""#,
        )],
        ended,
        false,
    );
    case(&[&task(r#""status":"Success","startTime":"2026-11-23T20:10:00Z""#)], ended, false);
    case(&[&task(r#""status":"Pending""#)], ended, false);
    let object = r#"[{"jobUid":"1","instanceUid":"3","name":"a","lastSession":{"backupStatus":"Running","startTime":"2026-11-23T20:10:00Z"}}]"#;
    case(&[&job(""), object], "N since 20:00:00: a running", true);
    let silent = job("").replace("\"status\":\"Success\",", "");
    case(&[&silent, object], "N since 20:10:00: a running", false);
    // The tasks and the parts of sessions of the REST API.
    let state = STATE.replace("Running", "Inactive").replace("\"lastRun\"", "\"x\"");
    let session = |id: &str, parent: &str, state: &str, end: &str| {
        format!(
            r#"{{"id":"{id}","parentSessionId":{parent},"sessionType":"BackupJob","jobId":"1","name":"Nightly","state":"{state}",
            "creationTime":"2026-11-23T20:00:00Z","endTime":{end},"result":{{"result":"None"}}}}"#
        )
    };
    let stopped = session("s", "null", "Stopped", "\"2026-11-23T20:30:00Z\"");
    let tasks = |state: &str| {
        format!(
            r#"[{{"id":"t","type":"Backup","sessionId":"s","name":"a","state":"{state}","creationTime":"2026-11-23T20:10:00Z"}}]"#
        )
    };
    let ended = "Nightly 20:00:00 until 20:30:00: unknown";
    let parent = format!("[{stopped}]");
    case(&[&state, &parent, &tasks("Working")], "Nightly since 20:00:00: a running", true);
    case(&[&state, &parent, &tasks("Frobnicating")], "Nightly since 20:00:00: a running", true);
    case(&[&state, &parent, &tasks("Stopped")], ended, false);
    case(&[&state, &parent, &tasks("Idle")], ended, false);
    let with_child =
        |state: &str, end: &str| format!("[{},{stopped}]", session("c", "\"s\"", state, end));
    case(
        &[&state, &with_child("Working", "null")],
        "Nightly since 20:00:00: Nightly running",
        true,
    );
    // A task of an older session.
    let newer =
        session("n", "null", "Stopped", "\"2026-11-23T20:50:00Z\"").replace("20:00", "20:40");
    let both = format!("[{stopped},{newer}]");
    let ended_later = "Nightly 20:40:00 until 20:50:00: unknown";
    case(&[&state, &both, &tasks("Working")], "Nightly since 20:00:00: a running", true);
    case(&[&state, &both, &tasks("Stopped")], ended_later, false);
    let unnamed = with_child("Working", "null").replacen("\"name\"", "\"x\"", 1);
    case(&[&state, &unnamed], "Nightly since 20:00:00: Nightly running", true);
    case(&[&state, &with_child("Stopped", "\"2026-11-23T20:30:00Z\"")], ended, false);
}

#[test]
fn a_status_that_the_server_does_not_know_says_nothing() {
    let stated = |status: &str| import(&[&STATE.replace("Running", status)]).jobs[0].stated.state;
    assert_eq!(["unknown", "Unknown", "Inactive"].map(stated), [false, false, true]);
}

#[test]
fn sessions_that_are_not_runs_of_a_job_are_left_out_and_reported() {
    let listed = r#"[{"id":"s","sessionType":"RestoreVm","name":"vm","state":"Working","creationTime":"2026-11-23T20:00:00Z"},
        {"id":"t","sessionType":"BackupJob","jobId":"1","name":"Nightly (Retry 2)","state":"ActionRequired","creationTime":"2026-11-23T20:00:00Z"},
        {"id":"u","sessionType":"BackupJob","jobId":"1","name":"Nightly (Retry 2)","state":"WaitingRepository","creationTime":"2026-11-23T20:30:00Z"}]"#;
    let idle = STATE.replace("Running", "Inactive").replace("\"lastRun\"", "\"x\"");
    let imported = import(&[&idle, listed]);
    has(&assumed(&imported), "sessions of type \"RestoreVm\" are not runs of a job");
    assert_eq!(unused(&imported), Vec::<String>::new());
    has(&assumed(&imported), "state \"ActionRequired\": assumed not to be running");
    assert_eq!(sessions(&imported), ["Nightly since 20:30:00: Nightly running"]);
    assert_eq!(imported.sessions[0].attempt, 2);
}

#[test]
fn a_listing_of_machines_that_have_been_silent_is_not_complete() {
    #[track_caller]
    fn case(status: &str, seen: &str, want: &[&str]) {
        let agent = format!(
            r#"[{{"instanceUid":"a","hostName":"vbr1","status":"{status}","lastHeartbeatTime":{seen}}}]"#
        );
        assert_eq!(import(&[STATE, &agent]).lost, want, "{status} {seen}");
    }
    for status in ["Healthy", "Warning", "Error", "Connected"] {
        case(status, "null", &[]);
        case(status, r#""2026-11-23T20:50:00Z""#, &[]);
        let what = "b says that vbr1 did not report since 2026-11-22T20:50:00Z";
        case(status, r#""2026-11-22T20:50:00Z""#, &[what]);
    }
    let what = "b says that vbr1 is offline since 2026-11-23T20:50:00Z";
    case("Inaccessible", r#""2026-11-23T20:50:00Z""#, &[what]);
}
