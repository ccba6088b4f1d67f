//! Useless files and elements, and assumptions.

use crate::domain::Target;
use crate::import::imported::{ExportFormat, ImportOptions, ObservedFrom};
use crate::import::tests::{STATE, assumed, has, import, jobs, options, try_read, unused};

#[test]
fn sessions_and_tasks_without_a_job_are_reported() {
    let state = format!("[{STATE}]");
    let sessions = r#"[{"id":"s","sessionType":"BackupJob","jobId":"9","name":"Gone","state":"Stopped",
        "creationTime":"2026-11-22T21:00:00Z"},
        {"id":"t","sessionType":"BackupJob","jobId":"1","name":"Nightly","state":"Stopped",
        "creationTime":"2026-11-22T21:00:00Z","endTime":"2026-11-22T21:10:00Z","result":{"result":"Success"}}]"#;
    let tasks = r#"[{"id":"x","sessionId":"nowhere","name":"vm","state":"Stopped","creationTime":"2026-11-22T21:00:00Z"},
        {"id":"y","sessionId":"t","name":"vm","state":"Stopped","creationTime":"2026-11-22T21:00:00Z",
        "endTime":"2026-11-22T21:10:00Z","result":{"result":"Success"},"progress":{"duration":"00:09:00"}}]"#;
    let imported = import(&[&state, sessions, tasks]);
    has(&unused(&imported), "b: [0]: its job is not in any file");
    has(&unused(&imported), "c: [0].sessionId: its session is not in any file");
    assert_eq!(jobs(&imported), ["acme/Nightly vsphere-backup cloud 1: vm 9m (recorded)"]);
    let wrong = try_read(&[&state, &tasks.replace("\"t\"", "\"u\"")], &options()).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "b: [0].sessionId: nothing can be used: its session is not in any file; add the listing of sessions"
    );
}

#[test]
fn empty_lists_are_left_out_beside_listings_that_can_be_used() {
    for empty in
        ["[]", "{\"data\":[]}", "{\"data\":[],\"pagination\":{\"total\":0}}", "Name,JobType\n"]
    {
        let imported = import(&[STATE, empty]);
        has(&assumed(&imported), "b: the list is empty: left out");
        assert_eq!(imported.lost.len(), 0, "{empty} {:?}", imported.lost);
    }
    // A script may have written these because it failed.
    for wrong in ["", "Access denied\n", "{\"message\":\"denied\"}", "null"] {
        assert!(try_read(&[STATE, wrong], &options()).is_err(), "{wrong}");
    }
    for lost in [
        "{\"data\":[],\"message\":\"denied\"}",
        "{\"data\":[],\"total\":2}",
        "{\"data\":[],\"status\":\"Unauthorized\"}",
        "{\"data\":[],\"title\":\"x\"}",
        "{\"data\":[],\"meta\":{\"pagingInfo\":{\"total\":3,\"count\":0,\"offset\":3}}}",
    ] {
        assert!(try_read(&[STATE, lost], &options()).map_or(true, |read| !read.lost.is_empty()));
    }
}

#[test]
fn useless_files_are_refused() {
    #[track_caller]
    fn case(text: &str, want: &str) {
        let wrong = try_read(&[text], &options()).unwrap_err().to_string();
        assert!(wrong.contains(want), "{wrong}");
    }
    case("", "a: the file is empty");
    case(" \n", "a: the file is empty");
    case("[]", "a: nothing can be used: the list is empty");
    case("{\"data\":[]}", "a: nothing can be used: the list is empty");
    case("{\"data\":null,\"errors\":[{\"message\":\"no rights\"}]}", "no rights");
    case("{\"errorCode\":\"AccessDenied\",\"message\":\"token expired\"}", "token expired");
    case("{\"foo\":1,\"bar\":2}", "not an export in any known format; its members: foo, bar");
    case("[1,2]", "a: [0]: nothing can be used: a number where an object should be");
    case("[{\"id\":1},", "a: line 1 column 10: not JSON: EOF");
    case("foo,bar\n1,2\n", "its members: foo, bar");
    case("Name,JobType\n", "the list is empty");
    case("<html></html>", "nothing can be used");
    case(
        "[{\"siteUid\":\"1\",\"maintenanceModeIsEnabled\":true}]",
        "a site has neither tenants nor jobs",
    );
    case(
        "[{\"id\":\"1\",\"name\":\"r\",\"type\":\"Cloud\",\"uniqueId\":\"\"}]",
        "neither jobs nor tenants",
    );
    case("{\"scenario\":1}", "a: start: missing");
    case("{\"scenario\":1,\"start\":\"now\"}", "a: start: \"now\"");
    let two = try_read(&["{\"scenario\":1}", "[]"], &options()).unwrap_err();
    assert!(two.to_string().contains("by itself"), "{two}");
    let asked = ImportOptions { format: Some(ExportFormat::Vspc), ..options() };
    let wrong = try_read(&[STATE], &asked).unwrap_err().to_string();
    assert!(wrong.contains("not an export in the format vspc"), "{wrong}");
}

#[test]
fn assumptions_are_reported() {
    let imported = import(&[&STATE.replace("+01:00", "").replace("VSphereBackup", "Frobnicate")]);
    let assumptions = assumed(&imported);
    has(&assumptions, "a: $.lastRun: time without a UTC offset: read in Europe/Berlin");
    has(
        &assumptions,
        "a: $.type: maintenance mode does not cover the type \"Frobnicate\": imported as other",
    );
    has(&assumptions, "a: $: no file lists the repository \"7\": cloud is assumed");
    has(&assumptions, "a: $: no duration: 30m is assumed");
    assert_eq!(imported.observed_from, ObservedFrom::Present);
    let local = ImportOptions { target: Some(Target::Local), ..options() };
    let imported = try_read(&[STATE], &local).unwrap();
    assert!(imported.jobs[0].stated.target && imported.jobs[0].job.target == Target::Local);
    let nobody = ImportOptions { tenant: None, ..options() };
    let imported = try_read(&[STATE], &nobody).unwrap();
    assert!(!imported.jobs[0].stated.tenant && imported.jobs[0].job.tenant == "unknown");
    has(&assumed(&imported), "no tenant: imported as");
}
