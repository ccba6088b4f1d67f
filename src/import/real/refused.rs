//! Refused: what belongs to nothing, files of no use, and what is guessed.

use crate::domain::Target;
use crate::import::incoming::{Format, ObservedFrom, Options};
use crate::import::real::{STATE, guesses, has, import, jobs, options, try_read, unused};

#[test]
fn what_belongs_to_no_job_is_reported() {
    let state = format!("[{STATE}]");
    let sessions = r#"[{"id":"s","sessionType":"BackupJob","jobId":"9","name":"Gone","state":"Stopped",
        "creationTime":"2026-11-22T21:00:00Z"},
        {"id":"t","sessionType":"BackupJob","jobId":"1","name":"Nightly","state":"Stopped",
        "creationTime":"2026-11-22T21:00:00Z","endTime":"2026-11-22T21:10:00Z","result":{"result":"Success"}}]"#;
    let tasks = r#"[{"id":"x","sessionId":"nowhere","name":"vm","state":"Stopped","creationTime":"2026-11-22T21:00:00Z"},
        {"id":"y","sessionId":"t","name":"vm","state":"Stopped","creationTime":"2026-11-22T21:00:00Z",
        "endTime":"2026-11-22T21:10:00Z","result":{"result":"Success"},"progress":{"duration":"00:09:00"}}]"#;
    let incoming = import(&[&state, sessions, tasks]);
    has(&unused(&incoming), "b: [0]: it belongs to a job that no file lists");
    has(&unused(&incoming), "c: [0].sessionId: no file holds its session");
    assert_eq!(jobs(&incoming), ["acme/Nightly vsphere-backup cloud 1: vm 9m (recorded)"]);
    let wrong = try_read(&[&state, &tasks.replace("\"t\"", "\"u\"")], &options()).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "b: [0].sessionId: nothing can be used: no file holds its session; add the listing of sessions"
    );
}

#[test]
fn files_of_no_use_are_refused() {
    #[track_caller]
    fn case(text: &str, want: &str) {
        let wrong = try_read(&[text], &options()).unwrap_err().to_string();
        assert!(wrong.contains(want), "{wrong}");
    }
    case("", "a: it is empty");
    case(" \n", "a: it is empty");
    case("[]", "a: nothing can be used: it lists nothing");
    case("{\"data\":[]}", "a: nothing can be used: it lists nothing");
    case("{\"data\":null,\"errors\":[{\"message\":\"no rights\"}]}", "no rights");
    case("{\"errorCode\":\"AccessDenied\",\"message\":\"token expired\"}", "token expired");
    case(
        "{\"foo\":1,\"bar\":2}",
        "not an export of any format that is known; its members: foo, bar",
    );
    case("[1,2]", "a: [0]: nothing can be used: a number where an object should be");
    case("[{\"id\":1},", "a: line 1 column 10: not JSON: EOF");
    case("foo,bar\n1,2\n", "its members: foo, bar");
    case("Name,JobType\n", "it lists nothing");
    case("<html></html>", "nothing can be used");
    case("[{\"siteUid\":\"1\",\"maintenanceModeIsEnabled\":true}]", "a site tells nothing");
    case(
        "[{\"id\":\"1\",\"name\":\"r\",\"type\":\"Cloud\",\"uniqueId\":\"\"}]",
        "no job and no tenant",
    );
    case("{\"scenario\":1}", "a: start: missing");
    case("{\"scenario\":1,\"start\":\"now\"}", "a: start: \"now\"");
    let two = try_read(&["{\"scenario\":1}", "[]"], &options()).unwrap_err();
    assert!(two.what.contains("by itself"), "{two}");
    let asked = Options { format: Some(Format::Vspc), ..options() };
    let wrong = try_read(&[STATE], &asked).unwrap_err().to_string();
    assert!(wrong.contains("not an export of vspc"), "{wrong}");
}

#[test]
fn what_was_guessed_is_said() {
    let incoming = import(&[&STATE.replace("+01:00", "").replace("VSphereBackup", "Frobnicate")]);
    let said = guesses(&incoming);
    has(&said, "a: $.lastRun: time without an offset: taken as Europe/Berlin");
    has(
        &said,
        "a: $.type: type \"Frobnicate\" is not among those that maintenance mode covers: taken as other",
    );
    has(&said, "a: $: target not told: taken as cloud; --target says otherwise");
    has(&said, "a: $: no duration known: taken as 30m");
    assert_eq!(incoming.observed_from, ObservedFrom::Present);
    let local = Options { target: Some(Target::Local), ..options() };
    let incoming = try_read(&[STATE], &local).unwrap();
    assert!(incoming.told[0].target && incoming.jobs[0].target == Target::Local);
    let nobody = Options { tenant: None, ..options() };
    let incoming = try_read(&[STATE], &nobody).unwrap();
    assert!(!incoming.told[0].tenant && incoming.jobs[0].tenant == "unknown");
    has(&guesses(&incoming), "tenant not told");
}
