//! Wrappers, letter case, encodings, times and durations of real exports.

use crate::import::imported::SourceFile;
use crate::import::read;
use crate::import::tests::invariants::check;
use crate::import::tests::{STATE, import, jobs, options, sessions, unused};

#[test]
fn wrappers_and_letter_case_do_not_matter() {
    #[track_caller]
    fn case(text: &str) {
        let imported = import(&[text]);
        assert_eq!(jobs(&imported), ["acme/Nightly vsphere-backup cloud 1: Nightly 30m (default)"]);
        assert_eq!(sessions(&imported), ["Nightly since 20:30:00: Nightly running"]);
    }
    case(STATE);
    case(&format!("[{STATE}]"));
    case(&format!("{{\"data\":[{STATE}],\"pagination\":{{\"total\":1}}}}"));
    case(&format!("{{\"data\":[{STATE}],\"meta\":null,\"errors\":null}}"));
    case(&format!("{{\"data\":{STATE}}}"));
    case(&format!("\u{feff}{{\"value\":[{STATE}],\"Count\":1}}"));
    case(&STATE.replace("Running", "running"));
    case(&STATE.replace("Running", "STARTING"));
    case(&STATE.replace("VSphereBackup", "Backup"));
    case(&STATE.replace("\"lastResult\":\"None\"", "\"lastResult\":null"));
    case(&STATE.replace("\"status\"", "\"Status\"").replace("\"lastRun\"", "\"LastRun\""));
    case(&STATE.replace("+01:00", ".1234567+01:00").replace("30:00.1", "30:00.0"));
    case(&STATE.replace("+01:00", ""));
    case(&format!("{STATE}\n{STATE}"));
}

#[test]
fn an_element_with_a_member_twice_is_not_used() {
    #[track_caller]
    fn case(element: &str, member: &str) {
        for (text, place) in [
            (format!("[{STATE},{element}]"), "[1]"),
            // The first of a listing are kept until it is recognised.
            (format!("[{},{element}]", [STATE; 60].join(",")), "[60]"),
        ] {
            let imported = import(&[&text]);
            assert_eq!(sessions(&imported), ["Nightly since 20:30:00: Nightly running"]);
            let what = "there twice, with different values: the element is not used";
            assert_eq!(unused(&imported), [format!("a: {place}.{member}: {what}")]);
        }
    }
    let twice = |more: &str| {
        STATE.replace("Nightly", "Other").replace(r#"id":"1"#, r#"id":"2"#).replacen('{', more, 1)
    };
    case(&twice(r#"{"Status":"Inactive","#), "status");
    case(&twice(r#"{"status":"Inactive","#), "status");
    case(&twice(r#"{"NAME":{"a":1},"#), "name");
    case(&twice(r#"{"status":{"value":"Running","Value":"Inactive"},"#), "status");
    // Equal values, and members that are not read, do no harm.
    let harmless = twice(r#"{"STATUS":"Running","remark":1,"Remark":2,"#);
    let imported = import(&[&format!("[{},{harmless}]", [STATE; 60].join(","))]);
    assert_eq!(unused(&imported), [""; 0]);
    assert_eq!(sessions(&imported).len(), 2);
}

#[test]
fn both_names_of_a_sessions_job_are_read() {
    #[track_caller]
    fn case(kind: &str, member: &str) {
        let session = format!(
            r#"[{{"id":"s","sessionType":"{kind}","{member}":"1","name":"Nightly","state":"Stopped",
            "creationTime":"2026-11-22T21:00:00Z","endTime":"2026-11-22T21:20:00Z",
            "result":{{"result":"Warning"}}}}]"#
        );
        let state = STATE.replace("Running", "Inactive").replace(",\"lastRun\":", ",\"x\":");
        let imported = import(&[
            &format!("[{}]", state.replace("\n    \"lastResult", "\"lastResult")),
            &session,
        ]);
        assert_eq!(sessions(&imported), ["Nightly 21:00:00 until 21:20:00: success"]);
        assert_eq!(
            jobs(&imported),
            ["acme/Nightly vsphere-backup cloud 1: Nightly 20m (recorded)"]
        );
    }
    case("Job", "activityId");
    case("BackupJob", "jobId");
    case("backupJob", "JobID");
}

#[test]
fn durations_are_read_in_every_spelling() {
    #[track_caller]
    fn case(text: &str, want: &str) {
        let job = format!(
            r#"[{{"instanceUid":"1","name":"N","type":"BackupVm","backupServerUid":"2","avgDuration":{text}}}]"#
        );
        let want = format!("acme/N vm-backup cloud 1: N {want}");
        assert_eq!(jobs(&import(&[&job])), [want]);
    }
    case("328", "5m28s (average)");
    case("328.4", "5m29s (average)");
    case("\"00:26:04\"", "26m4s (average)");
    case("\"0.00:18:50\"", "18m50s (average)");
    case("\"27,0901772\"", "28s (average)");
    case("{\"Ticks\":1,\"TotalSeconds\":90.5}", "1m31s (average)");
    case("0", "30m (default)");
    case("null", "30m (default)");
    case("-5", "30m (default)");
    case("1e30", "30m (default)");
    case("[]", "30m (default)");
}

#[test]
fn absurd_values_are_reported_and_the_rest_is_used() {
    let job = r#"[{"instanceUid":"1","name":"N","type":"BackupVm","backupServerUid":"2",
        "avgDuration":-5,"lastRun":"soon","isEnabled":"perhaps","targetType":"Moon","status":"Success"}]"#;
    let imported = import(&[job]);
    assert_eq!(jobs(&imported), ["acme/N vm-backup cloud 1: N 30m (default)"]);
    assert_eq!(
        unused(&imported),
        [
            "a: data[0].isEnabled: \"perhaps\" is neither true nor false",
            "a: data[0].avgDuration: -5 is not a duration",
            "a: data[0].lastRun: \"soon\" is not a time",
            "a: data[0].targetType: \"Moon\" is not a known target",
        ]
        .map(|text| text.replace("data[0]", "[0]"))
    );
}

#[test]
fn tables_are_read_whatever_wrote_them() {
    #[track_caller]
    fn case(bytes: &[u8], want: &[&str]) {
        let imported =
            read(vec![SourceFile { name: "a", bytes: bytes.into() }], &options()).unwrap();
        check(&imported);
        assert_eq!(jobs(&imported), want);
    }
    let want = ["acme/Nächtlich vsphere-backup local 1: vm-1 30m, vm-2 30m (default)"];
    let head = "Name,TypeToString,IsRunning,Target,Sources";
    let row = "Nächtlich,VMware Backup,False,local,vm-1;vm-2";
    let quoted = |text: &str, by: &str| {
        let cells = text.split(',').map(|cell| format!("\"{cell}\""));
        cells.collect::<Vec<_>>().join(by)
    };
    let semicolons = format!("{}\r\n{}\r\n", quoted(head, ";"), quoted(row, ";"));
    let commas = format!("{}\r\n{}\r\n", quoted(head, ","), quoted(row, ","));
    let utf16 = |text: &str| -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    case(format!("{head}\n{row}\n").as_bytes(), &want);
    case(commas.as_bytes(), &want);
    case(semicolons.as_bytes(), &want);
    case(format!("\u{feff}{commas}").as_bytes(), &want);
    case(format!("#TYPE Veeam.Backup.Core.CBackupJob\r\n{commas}").as_bytes(), &want);
    case(&utf16(&commas), &want);
    case(&utf16(&format!("#TYPE X\r\n{semicolons}")), &want);
    let ansi: Vec<u8> = commas.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    case(&ansi, &want);
}

#[test]
fn ragged_rows_are_reported_with_their_line() {
    let imported = import(&["Name,JobType,IsRunning\nA,Backup,False\nB,Backup\nC,Replica,False\n"]);
    assert_eq!(unused(&imported), ["a: line 3: 2 values in a table of 3 columns"]);
    assert_eq!(imported.jobs.len(), 2);
}

#[test]
fn old_powershell_writes_numbers_and_dates_of_its_own() {
    let job = r#"[{"Id":{"Guid":"AAAA"},"Name":"Nightly","JobType":0,"SourceType":2,"BackupPlatform":{"Platform":0},
        "IsScheduleEnabled":true,"Info":{"TargetRepositoryId":"R1"}},
        {"Id":"BBBB","Name":"Copy","JobType":51},{"Id":"CCCC","Name":"Agents","JobType":12003}]"#;
    let session = r#"[{"Id":"S1","JobId":"aaaa","JobName":"Nightly","JobType":0,"State":5,"Result":-1,
        "CreationTime":"\/Date(1795464000000)\/","EndTime":"\/Date(-62135596800000)\/"},
        {"Id":"S2","JobId":"bbbb","JobName":"Copy","JobType":51,"State":-1,"Result":2,
        "CreationTime":{"value":"\/Date(1795460400000)\/","DateTime":"Monday"},"EndTime":"\/Date(1795462200000)\/"}]"#;
    let repository =
        r#"{"value":[{"Id":"r1","Name":"Cloud","Type":4,"FriendlyPath":null}],"Count":1}"#;
    let imported = import(&[job, session, repository]);
    assert_eq!(
        jobs(&imported),
        [
            "acme/Nightly vsphere-backup cloud 1: Nightly 30m (default)",
            "acme/Copy backup-copy cloud 1: Copy 30m (default)",
            "acme/Agents managed-agent-backup cloud 1: Agents 30m (default)",
        ]
    );
    assert_eq!(
        sessions(&imported),
        ["Nightly since 20:00:00: Nightly running", "Copy 19:00:00 until 19:30:00: failed"]
    );
    assert!(imported.jobs[0].stated.target && !imported.jobs[1].stated.target);
}

#[test]
fn the_name_of_an_enumeration_counts_beside_its_number() {
    #[track_caller]
    fn case(state: &str, want: &[&str]) {
        let session = format!(
            r#"[{{"Id":"1","JobId":"2","JobName":"N","State":{state},"Result":{{"value":-1,"Value":"None"}},"CreationTime":"2026-11-23T20:30:00Z"}}]"#
        );
        let imported = import(&[&session]);
        assert_eq!(
            (sessions(&imported), unused(&imported).len()),
            (want.iter().map(ToString::to_string).collect(), 0),
            "{state}"
        );
    }
    let runs = &["N since 20:30:00: N running"][..];
    let ended = &["N 20:30:00 until 20:30:00: unknown"][..];
    case(r#"{"value":5,"Value":"Working"}"#, runs);
    case(r#"{"Value":"Working","value":5}"#, runs);
    case(r#"{"value":4,"Value":"Stopped"}"#, ended);
    case(r#"{"Value":"Stopped","value":4}"#, ended);
    case(r#"{"value":5}"#, runs);
}

#[test]
fn dates_with_slashes_are_read_as_the_whole_file_is() {
    #[track_caller]
    fn case(first: &str, second: &str, want: &str) {
        let text = format!(
            "JobName,VMName,Status,TaskDuration,CreationTime\nN,vm,Success,60,{first}\nN,vm,Success,90,{second}\n"
        );
        let imported = import(&[&text]);
        assert_eq!(imported.jobs[0].job.tasks[0].recorded[0].started.unwrap().to_string(), want);
    }
    case("2/5/2026 12:00:00", "3/5/2026 12:00:00", "2026-02-05T11:00:00Z");
    case("2/5/2026 12:00:00", "13/5/2026 12:00:00", "2026-05-02T10:00:00Z");
    case("2/5/2026 1:00:00 PM", "3/13/2026 1:00:00 PM", "2026-02-05T12:00:00Z");
    case("05.02.2026 12:00:00", "13.02.2026 12:00:00", "2026-02-05T11:00:00Z");
}
