//! Tables of readings, and whether the server is known to be drained after each.

use crate::domain::Instant;
use crate::ops::drain::{Scope, decide};
use crate::ops::estimate::Estimate;
use crate::ops::refresh_import::import_output;
use crate::ops::server_status::ServerStatus;
use crate::ops::session_diff::Declared;
use crate::testing::{TestStore, at};

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);
const NOT_KNOWN: Option<bool> = None;

const RUNS: &str = r#"{"id":"2","job":"lunch","tenant":"Birch","job_type":"Backup","state":"Working","started":"2026-11-23T20:00:00Z"}"#;

/// What an import or a refresh reads.
#[derive(Debug, Clone, Copy)]
enum Reading<'a> {
    Import(&'a str),
    Complete(&'a str),
    Refresh(&'a str),
    /// `mm jobs remove lunch`
    Remove,
}

/// What the provider's server lists: one running session, or none.
fn provider(session: &str) -> String {
    let count = u8::from(!session.is_empty());
    format!(r#"{{"schema":"mm.provider-sessions/1","count":{count},"sessions":[{session}]}}"#)
}

/// Asks whether the server is drained after each reading, in a live store without jobs.
#[track_caller]
fn answers(readings: &[(Reading<'_>, Option<bool>)]) {
    let store = TestStore::live();
    store.run("21:00", &["enable"]).unwrap();
    for (minute, (reading, want)) in readings.iter().enumerate() {
        let time = format!("21:{:02}", minute + 1);
        let import = |text: &str, complete: &[&str]| {
            let path = store.file("export", text);
            let import = ["jobs", "import", &path, "--observed-at", &at(&time).to_string()];
            store.run(&time, &[&import[..], complete].concat()).unwrap();
        };
        match reading {
            Reading::Import(text) => import(text, &[]),
            Reading::Complete(text) => import(text, &["--complete"]),
            Reading::Refresh(text) => {
                let begun: Instant = at(&time);
                let app = store.app(&time);
                import_output(&app, "refresh", text.as_bytes(), begun, Declared::Partial).unwrap();
            }
            Reading::Remove => _ = store.run(&time, &["jobs", "remove", "lunch", "--yes"]).unwrap(),
        }
        let (answer, drain) = store.look_live(&time, |app, snapshot| {
            let server = ServerStatus::of(snapshot, app.now()).unwrap();
            let answer = decide(app, snapshot, &server, Scope::Covered).unwrap().answer();
            (answer, server.drain(app, snapshot).unwrap().unwrap())
        });
        assert_eq!(answer, *want, "{reading:?}");
        assert_eq!(drain.sessions > 0, answer == NO, "{reading:?}");
        let is_estimated = drain.estimate.is_some_and(|estimate| estimate != Estimate::Unknown);
        assert!(!is_estimated, "{reading:?}: {:?}", drain.estimate);
    }
}

#[test]
fn what_the_providers_server_lists_as_covered_counts_whatever_is_known_of_the_job() {
    use Reading::{Complete, Import, Refresh, Remove};
    let runs = &*provider(RUNS);
    let idle = &*provider("");
    let row =
        |rest: &str| format!("Tenant,Name,TypeToString,IsRunning,Target\nBirch,lunch,{rest}\n");
    for uncovered in ["Backup to Tape,False,local", "File Backup,False,local"] {
        let job = &*row(uncovered);
        answers(&[(Import(job), NOT_KNOWN), (Import(runs), NO), (Import(idle), YES)]);
        answers(&[(Import(job), NOT_KNOWN), (Refresh(runs), NO), (Refresh(idle), YES)]);
        answers(&[(Import(&format!("{job}{runs}")), NOT_KNOWN), (Complete(idle), YES)]);
    }
    // A job that is listed or added later takes over its session, with what is known of that.
    let silent = "Tenant,Name,TypeToString,Target\nBirch,lunch,Backup to Tape,local\n";
    answers(&[(Refresh(runs), NO), (Import(silent), NO), (Refresh(idle), YES)]);
    let untyped = &*runs.replace(r#""job_type":"Backup","#, "");
    answers(&[(Refresh(untyped), NO), (Import(silent), NO), (Refresh(idle), YES)]);
    answers(&[(Import(silent), NOT_KNOWN), (Refresh(untyped), NO), (Refresh(idle), YES)]);
    answers(&[(Import(runs), NO), (Remove, NO), (Import(silent), NO), (Import(idle), YES)]);
    let running = &*row("VMware Backup,True,local");
    answers(&[(Refresh(runs), NO), (Import(running), NO), (Refresh(idle), YES)]);
    answers(&[(Import(silent), NOT_KNOWN), (Refresh(runs), NO), (Import(running), NO)]);
    let covered = &*row("VMware Backup,True,cloud");
    answers(&[(Import(silent), NOT_KNOWN), (Refresh(covered), NO), (Refresh(idle), YES)]);
    // A complete listing that has only an uncovered namesake does not have the job.
    let namesake = &*row("Backup to Tape,False,local");
    answers(&[(Import(runs), NO), (Complete(namesake), NO), (Import(idle), YES)]);
    // A type that maintenance does not cover is no reason to wait.
    let sure = &*runs.replace(r#""Backup""#, r#""SureBackup""#);
    let cloud = &*row("SureBackup,True,cloud");
    answers(&[(Refresh(sure), YES), (Import(cloud), YES), (Refresh(sure), YES)]);
}

/// Found by random histories: a session without a job got the number of a namesake.
#[test]
fn a_refresh_in_which_one_job_was_made_again_and_two_swapped_names_is_stored() {
    use Reading::{Complete, Import, Refresh};
    let jobs = |rows: &[(&str, &str, bool)]| {
        let row = |(id, name, runs): &(&str, &str, bool)| {
            format!("Acme,{id},{name},VMware Backup,{runs},cloud\n")
        };
        let rows: String = rows.iter().map(row).collect();
        format!("Tenant,Id,Name,TypeToString,IsRunning,Target\n{rows}")
    };
    let before = &*jobs(&[("0", "nightly", false), ("1", "weekly", false)]);
    let after = |runs| jobs(&[("2", "weekly", runs), ("1", "nightly", runs)]);
    let (both, none) = (&*after(true), &*after(false));
    answers(&[(Import(before), NOT_KNOWN), (Refresh(both), NO), (Complete(none), YES)]);
    // The namesake is idle, which says nothing of the job that was made again.
    let (again, namesake) = (("2", "weekly", true), ("1", "nightly", false));
    let listing = jobs(&[again, namesake]) + r#"{"schema":"mm.listing/1","complete":true}"#;
    let part = &*jobs(&[namesake]);
    answers(&[(Import(before), NOT_KNOWN), (Refresh(&listing), NO), (Import(part), NO)]);
    answers(&[(Import(before), NOT_KNOWN), (Import(&listing), NO), (Import(part), NO)]);
}

#[test]
fn a_session_of_a_policy_ends_with_its_own_row() {
    use Reading::Complete;
    let policy = |state: &str, end: &str| {
        format!(
            r#"[{{"Tenant":"Birch","Id":"7","Name":"ERP","PolicyState":"Running","Target":"cloud"}}]
[{{"Tenant":"Birch","Id":"s7","JobId":"7","JobName":"ERP","JobType":"CdpPolicy","State":"{state}","CreationTimeUTC":"2026-11-23T20:00:00Z","EndTimeUTC":"{end}"}}]"#
        )
    };
    let (runs, ended) = (policy("Working", ""), policy("Stopped", "2026-11-23T21:01:30Z"));
    answers(&[(Complete(&runs), NO), (Complete(&ended), YES), (Complete(&ended), YES)]);
}

#[test]
fn a_row_without_the_id_of_a_session_does_not_prove_that_it_has_ended() {
    use Reading::{Complete, Import};
    let runs = &*provider(RUNS);
    let row = |rest: &str| {
        format!(
            "Tenant,Name,TypeToString,Target,IsRunning,LatestRunLocal,EndTime,LastResult\nBirch,lunch,VMware Backup,cloud,{rest}\n"
        )
    };
    let ended = &*row("False,2026-11-23T20:00:00Z,2026-11-23T21:00:00Z,Success");
    answers(&[(Import(runs), NO), (Import(ended), NOT_KNOWN), (Complete(ended), YES)]);
    // A namesake runs and ends.
    let other = &*row("True,2026-11-23T20:40:00Z,,");
    let gone = &*row("False,2026-11-23T20:40:00Z,2026-11-23T21:00:00Z,Success");
    answers(&[
        (Import(runs), NO),
        (Import(other), NO),
        (Import(gone), NOT_KNOWN),
        (Import(&provider("")), YES),
    ]);
    // Nor does one that ends at the same time as a session of which no id is known.
    answers(&[(Import(&provider("")), YES), (Import(other), NO), (Import(gone), NOT_KNOWN)]);
}

#[test]
fn what_is_known_of_a_session_also_holds_of_the_one_that_takes_its_place() {
    use Reading::{Import, Refresh};
    let runs = &*provider(RUNS);
    let row = |rest: &str| {
        format!(
            "Tenant,Name,TypeToString,Target,IsRunning,LatestRunLocal\nBirch,lunch,Backup to Tape,{rest}\n"
        )
    };
    let idle = &*row("local,False,");
    let [same, later] = ["20:00", "20:40"].map(|start| row(&format!("local,True,{}", at(start))));
    answers(&[(Import(idle), NOT_KNOWN), (Refresh(runs), NO), (Import(&later), NO)]);
    let none = &*provider("");
    let known = [(Import(idle), NOT_KNOWN), (Refresh(&later), NOT_KNOWN)];
    answers(&[&known[..], &[(Refresh(runs), NO), (Refresh(none), YES)]].concat());
    answers(&[(Import(idle), NOT_KNOWN), (Refresh(&same), NOT_KNOWN), (Refresh(runs), NO)]);
    // The job is not known, and its type is not covered by what another listing says.
    answers(&[(Refresh(runs), NO), (Refresh(&later.replace("local", "cloud")), NO)]);
}

#[test]
fn a_job_with_another_id_does_not_say_that_a_running_one_is_idle() {
    use Reading::{Complete, Import};
    let row = |rest: &str| {
        format!("Tenant,Name,TypeToString,Target,IsRunning,Id\nBirch,lunch,VMware Backup,{rest}\n")
    };
    let runs = &*row("cloud,True,1111");
    for target in ["cloud", "local"] {
        let other = &*row(&format!("{target},False,2222"));
        answers(&[(Complete(runs), NO), (Import(other), NO), (Import(other), NO)]);
        answers(&[(Complete(runs), NO), (Import(other), NO), (Complete(other), YES)]);
    }
    answers(&[(Complete(runs), NO), (Import(&row("cloud,False,1111")), YES)]);
    // A complete listing that did not have a session does not prove that it has ended.
    let idle = &*row("cloud,False,1111");
    let answered =
        [(Complete(idle), YES), (Import(&provider(RUNS)), NO), (Import(idle), NOT_KNOWN)];
    answers(&[&answered[..], &[(Complete(idle), YES)]].concat());
    // An uncovered namesake does not end what the provider's server lists, unless it has the id.
    let known = &*row("cloud,False,1111");
    let listed = &*provider(RUNS);
    let tape =
        |id: &str| row(&format!("local,False,{id}")).replace("VMware Backup", "Backup to Tape");
    answers(&[(Complete(known), YES), (Import(listed), NO), (Complete(&tape("2222")), NO)]);
    answers(&[(Complete(known), YES), (Import(listed), NO), (Complete(&tape("1111")), YES)]);
    // Two servers may give two tenants the same id.
    let of_other = &*row("cloud,False,1111").replace("Birch", "Acme");
    answers(&[(Complete(runs), NO), (Import(of_other), NO)]);
}

#[test]
fn what_an_incomplete_list_of_sessions_ends_by_name_may_be_that_of_another_server() {
    use Reading::Import;
    let row = |rest: &str| {
        format!(
            "Tenant,Name,TypeToString,Target,IsRunning,LatestRunLocal\nBirch,lunch,VMware Backup,cloud,{rest}\n"
        )
    };
    let runs = &*row("True,2026-11-23T20:40:00Z");
    let part = &*provider(RUNS).replace(r#""count":1"#, r#""count":2"#);
    let ended = "Id,JobName,TenantName,JobType,State,Result,CreationTime,EndTime\n2,lunch,Birch,Backup,Stopped,Success,2026-11-23T20:00:00Z,2026-11-23T21:03:30Z\n";
    for also in [String::new(), row("False,2026-11-23T20:00:00Z")] {
        answers(&[
            (Import(&provider("")), YES),
            (Import(runs), NO),
            (Import(part), NO),
            (Import(&format!("{also}{ended}")), NOT_KNOWN),
            (Import(&provider("")), YES),
        ]);
    }
}

#[test]
fn jobs_of_a_tenant_that_the_server_disabled_are_not_asked_for() {
    use Reading::{Complete, Import, Refresh};
    let listing = |enabled: bool| {
        format!(
            r#"{{"data":[{{"instanceUid":"a","name":"Acme","isEnabled":{enabled},"assignedForCompany":"1a","siteUid":"s"}},
{{"instanceUid":"b","name":"Birch","isEnabled":true,"assignedForCompany":"1b","siteUid":"s"}}]}}
{{"data":[{{"instanceUid":"1","name":"nightly","type":"BackupVm","status":null,"targetType":"Cloud","backupServerUid":"s","organizationUid":"1a","siteUid":"s"}},
{{"instanceUid":"2","name":"lunch","type":"BackupVm","status":"Success","targetType":"Cloud","backupServerUid":"s","organizationUid":"1b","siteUid":"s"}}]}}"#
        )
    };
    let (disabled, enabled) = (&*listing(false), &*listing(true));
    answers(&[(Complete(disabled), YES)]);
    answers(&[(Complete(enabled), NOT_KNOWN)]);
    answers(&[(Import(disabled), NOT_KNOWN), (Complete(enabled), NOT_KNOWN)]);
    answers(&[(Import(enabled), NOT_KNOWN), (Complete(disabled), YES)]);
    // A refresh that lists nothing but the tenant.
    let tenant = r#"[{"instanceUid":"a","name":"Acme","isEnabled":true,"assignedForCompany":"1a","siteUid":"s"}]"#;
    answers(&[(Complete(disabled), YES), (Refresh(tenant), NOT_KNOWN)]);
}

#[test]
fn a_listing_in_which_two_jobs_are_one_proves_nothing() {
    use Reading::{Complete, Import};
    let job = |id: &str, name: &str| {
        format!(
            r#"[{{"Tenant":"Acme",{id}"Name":"{name}","JobType":"Backup","IsRunning":false,"Target":"cloud"}}]"#
        ) + "\n"
    };
    let id = r#""Id":"1","#;
    let (before, renamed) = (&*job(id, "nightly"), &*job(id, "nightly v2"));
    let both = &*(renamed.to_owned() + &job("", "nightly"));
    answers(&[(Import(before), NOT_KNOWN), (Complete(both), NOT_KNOWN)]);
    answers(&[(Import(before), NOT_KNOWN), (Complete(renamed), YES)]);
}

#[test]
fn a_complete_listing_says_nothing_of_jobs_of_other_listings() {
    use Reading::{Complete, Import};
    let console = |jobs: &[(&str, &str)]| {
        let job = |(name, tenant): &(&str, &str)| {
            format!(
                r#"{{"instanceUid":"{name}","name":"{name}","type":"BackupVm","status":"Success","targetType":"Cloud","backupServerUid":"s","organizationUid":"{tenant}","siteUid":"s"}}"#
            )
        };
        let tenant = |name: &str| {
            format!(
                r#"{{"instanceUid":"t-{name}","name":"{name}","isEnabled":true,"assignedForCompany":"{name}","siteUid":"s"}}"#
            )
        };
        let tenants = [tenant("Acme"), tenant("Birch")].join(",");
        let jobs: Vec<String> = jobs.iter().map(job).collect();
        format!("[{tenants}]\n[{}]\n", jobs.join(","))
    };
    let both = &*console(&[("nightly", "Acme"), ("lunch", "Birch")]);
    let of_birch = &*console(&[("lunch", "Birch")]);
    let other =
        "Tenant,Name,TypeToString,IsRunning,Target\nCedar,daily,VMware Backup,False,cloud\n";
    answers(&[(Import(both), NOT_KNOWN), (Complete(other), NOT_KNOWN)]);
    answers(&[(Import(both), NOT_KNOWN), (Complete(of_birch), YES)]);
    // A table of one tenant lists none of the others.
    let of_acme = &*other.replace("Cedar", "Acme");
    answers(&[(Import(other), NOT_KNOWN), (Complete(of_acme), NOT_KNOWN)]);
    // The count of a list of sessions does not count the jobs beside it.
    let job = r#"[{"Tenant":"Acme","Name":"nightly","JobType":"Backup","IsRunning":false,"Target":"cloud"}]"#;
    let beside = &*format!("{}\n{job}\n", provider(""));
    answers(&[(Import(other), NOT_KNOWN), (Import(beside), NOT_KNOWN), (Complete(beside), YES)]);
}

#[test]
fn a_refresh_without_states_may_tell_that_a_job_has_to_be_asked_for() {
    use Reading::{Complete, Import, Refresh};
    let listing = |lunch: &str| {
        let lunch = if lunch.is_empty() { String::new() } else { format!("Birch,lunch,{lunch}\n") };
        format!(
            "Tenant,Name,TypeToString,IsRunning,Target\n{lunch}Birch,daily,VMware Backup,False,cloud\n"
        )
    };
    // Its type, of which nobody is sure any more.
    let tape = &*listing("Backup to Tape,,cloud");
    let untyped = "Tenant,Name,Target\nBirch,lunch,cloud\n";
    answers(&[(Complete(tape), YES), (Refresh(untyped), NOT_KNOWN)]);
    // It exists again.
    let (both, one) = (&*listing("VMware Backup,False,cloud"), &*listing(""));
    let silent = "Tenant,Name,TypeToString,Target\nBirch,lunch,VMware Backup,cloud\n";
    answers(&[(Import(both), NOT_KNOWN), (Complete(one), YES), (Refresh(silent), NOT_KNOWN)]);
}

#[test]
fn a_job_that_is_known_as_uncovered_may_be_any_once_it_is_listed_without_a_type() {
    use Reading::{Complete, Import, Refresh};
    let tape =
        "Tenant,Name,TypeToString,IsRunning,Target\nBirch,lunch,Backup to Tape,False,cloud\n";
    let lists = |state: &str| {
        format!("Tenant,Name,IsRunning,Target\nBirch,lunch,{state},cloud\nAcme,daily,False,cloud\n")
    };
    answers(&[(Import(tape), NOT_KNOWN), (Complete(&lists("")), NOT_KNOWN)]);
    answers(&[(Import(tape), NOT_KNOWN), (Complete(&lists("False")), YES)]);
    // So does its session in the cloud, even if the job is known as local, unless its type is listed.
    let local = &*tape.replace("cloud", "local");
    let runs = "Tenant,Name,IsRunning,Target\nBirch,lunch,True,cloud\n";
    answers(&[(Import(local), NOT_KNOWN), (Refresh(runs), NO)]);
    let sure = "Tenant,Name,TypeToString,IsRunning,Target\nBirch,lunch,SureBackup,True,cloud\n";
    answers(&[(Import(local), NOT_KNOWN), (Refresh(sure), NOT_KNOWN)]);
    // It stays covered if the job is listed as uncovered later, and a type is not where it runs.
    let backup = &*local.replace("Backup to Tape", "VMware Backup");
    let silent = "Tenant,Name,TypeToString,Target\nBirch,lunch,Backup to Tape,local\n";
    answers(&[(Import(backup), NOT_KNOWN), (Refresh(runs), NO), (Import(silent), NO)]);
    let untargeted = "Tenant,Name,TypeToString,IsRunning\nBirch,lunch,VMware Backup,True\n";
    answers(&[(Import(local), NOT_KNOWN), (Refresh(untargeted), NOT_KNOWN)]);
    // A type that was assumed to be covered is replaced by the one that is listed.
    let untyped = &*lists("False");
    let typed = "Tenant,Name,TypeToString,IsRunning,Target\nBirch,lunch,Backup to Tape,,cloud\nAcme,daily,VMware Backup,False,cloud\n";
    answers(&[(Import(untyped), NOT_KNOWN), (Complete(typed), YES)]);
}

#[test]
fn a_listing_without_a_state_is_no_observation() {
    use Reading::Complete;
    let row = "Tenant,Name,TypeToString,Target\nBirch,lunch,Backup to Tape,local\n";
    answers(&[(Complete(row), NOT_KNOWN)]);
}

#[test]
fn something_running_of_which_no_session_is_kept_doubts_earlier_proofs() {
    use Reading::{Complete, Import, Refresh};
    let none = &*provider("");
    let table =
        |rows: &str| format!("Id,JobName,TenantName,JobType,State,CreationTime,EndTime\n{rows}\n");
    let (start, end) = ("2026-11-23T20:00:00Z", "2026-11-23T21:01:00Z");
    // Two sessions of one job, of which one ends.
    let two = &*table(&format!("5,N,A,Backup,Working,{start},\n6,N,A,Backup,Working,{start},"));
    let one = &*table(&format!("6,N,A,Backup,Stopped,{start},{end}"));
    for reading in [Import(one), Refresh(one)] {
        answers(&[
            (Refresh(none), YES),
            (Refresh(two), NO),
            (reading, NOT_KNOWN),
            (Refresh(none), YES),
        ]);
    }
    // Two parts of one job, of which one ends.
    let job = r#"[{"Tenant":"A","Id":"c1","Name":"Off","JobType":"SimpleBackupCopyPolicy","Target":"cloud"}]"#;
    let part = |name: &str, rest: &str| {
        format!(
            r#"{{"Id":"{name}","JobName":"Off\\{name}","JobType":"SimpleBackupCopyWorker","CreationTime":"{start}",{rest}}}"#
        )
    };
    let working = r#""State":"Working","Result":"None""#;
    let both = format!("{job}\n[{},{}]", part("a", working), part("b", working));
    let stopped = format!(r#""State":"Stopped","Result":"Success","EndTime":"{end}""#);
    let ended = format!("{job}\n[{}]", part("a", &stopped));
    answers(&[(Complete(&both), NO), (Import(&ended), NOT_KNOWN), (Refresh(none), YES)]);
    // A row without an id is seen running long after the end of the session that it was taken for.
    let running = &*table(&format!("5,N,A,Backup,Working,{start},"));
    let row = "Tenant,Name,JobType,IsRunning,Target\nA,N,Backup,True,cloud\n";
    let before = &*table(&format!("5,N,A,Backup,Stopped,{start},2026-11-23T20:30:00Z"));
    answers(&[(Complete(running), NO), (Complete(row), NO), (Import(before), NOT_KNOWN)]);
    // A row that says so and cannot be used, and sessions that are counted and missing.
    let nameless = &*provider(&RUNS.replace("lunch", ""));
    let missing = &*none.replace(r#""count":0"#, r#""count":2"#);
    // A running task whose session is in no listing.
    let task = r#"[{"Id":"t","Name":"x","Status":"InProgress","JobSessId":"s9"}]"#;
    let idle = r#"[{"Tenant":"A","Id":"c1","Name":"Off","JobType":"Backup","Target":"cloud","IsRunning":false}]"#;
    let task = &*format!("{idle}\n{task}");
    for flawed in [nameless, missing, task] {
        answers(&[(Refresh(none), YES), (Import(flawed), NOT_KNOWN), (Refresh(none), YES)]);
        answers(&[(Refresh(none), YES), (Refresh(flawed), NOT_KNOWN), (Refresh(none), YES)]);
    }
}
