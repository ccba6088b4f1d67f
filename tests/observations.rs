//! Observations: what a live store needs before `mm is drained` and `mm is idle` say yes.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

#[cfg(target_os = "linux")]
use crate::support::ran_as_root;
use crate::support::{Sandbox, execute_sql, parse_json};

const YES: i32 = 0;
const NO: i32 = 3;
const NOT_KNOWN: i32 = 1;

/// A live store in maintenance with the jobs `nightly` and `weekly`.
fn in_maintenance() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live", "-q"]);
    for job in ["nightly", "weekly"] {
        let add = ["jobs", "add", job, "--tenant", "Acme", "--type", "vm-backup", "--task", "x=1m"];
        sandbox.succeed(&add);
    }
    sandbox.succeed(&["enable", "-q"]);
    // Instants count in milliseconds: the next observation must lie after the switch.
    std::thread::sleep(Duration::from_millis(5));
    sandbox
}

/// Imports a text as standard input; returns the exit status.
#[track_caller]
fn import(sandbox: &Sandbox, text: &str, options: &[&str]) -> i32 {
    let mut command = sandbox.command(&[&["jobs", "import", "-q", "-"], options].concat());
    let mut import = command.stdin(Stdio::piped()).spawn().unwrap();
    import.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    import.wait().unwrap().code().unwrap()
}

fn drained(sandbox: &Sandbox) -> i32 {
    sandbox.run(&["is", "drained"]).status.unwrap()
}

fn now(sandbox: &Sandbox) -> String {
    parse_json(&sandbox.succeed(&["status", "--json"]))["now"].as_str().unwrap().to_owned()
}

fn csv(rows: &[&str]) -> String {
    format!("Tenant,Name,IsRunning,Target\n{}\n", rows.join("\n"))
}

fn provider(sessions: &[&str], count: usize) -> String {
    format!(
        r#"{{"schema":"mm.provider-sessions/1","count":{count},"sessions":[{}]}}"#,
        sessions.join(",")
    )
}

const NIGHTLY: &str = "Acme,nightly,False,cloud";
const WEEKLY: &str = "Acme,weekly,False,cloud";
const RUNS: &str = r#"{"id":"1","job":"nightly","tenant":"Acme","job_type":"Backup","state":"Working","started":"2026-11-23T20:00:00Z"}"#;
const OTHER: &str = r#"{"id":"2","job":"lunch","tenant":"Birch","job_type":"Backup","state":"Working","started":"2026-11-23T20:00:00Z"}"#;

#[test]
fn listing_of_jobs_proves_a_drain_only_if_it_is_declared_complete_and_nothing_is_lost() {
    #[track_caller]
    fn case(text: &str, options: &[&str], want: i32) {
        let sandbox = in_maintenance();
        import(&sandbox, text, options);
        assert_eq!(drained(&sandbox), want, "{text:?} {options:?}");
    }
    let complete = &["--complete"];
    case(&csv(&[NIGHTLY, WEEKLY]), complete, YES);
    case(&csv(&[NIGHTLY, WEEKLY]), &[], NOT_KNOWN);
    // A connector may declare it in the last line.
    let declared =
        |text: String| format!("{text}{}\n", r#"{"schema":"mm.listing/1","complete":true}"#);
    case(&declared(csv(&[NIGHTLY, WEEKLY])), &[], YES);
    case(&declared(csv(&[NIGHTLY])), &[], NOT_KNOWN);
    case(declared(csv(&[NIGHTLY, WEEKLY])).trim_end_matches("true}\n"), &[], NOT_KNOWN);
    // A job is missing.
    case(&csv(&[NIGHTLY]), complete, NOT_KNOWN);
    case(&csv(&[NIGHTLY, "Birch,weekly,False,cloud"]), complete, NOT_KNOWN);
    // A row cannot be used.
    case(&csv(&[NIGHTLY, WEEKLY, "Acme,third,True,cloud,trailing"]), complete, NOT_KNOWN);
    case(&csv(&[NIGHTLY, WEEKLY, "Acme,,True,cloud"]), complete, NOT_KNOWN);
    case(&csv(&[NIGHTLY, WEEKLY, "Acme,third,perhaps,cloud"]), complete, NOT_KNOWN);
    case(
        &csv(&[NIGHTLY, WEEKLY, "Acme,third,False,\"cloud\nAcme,fourth,True,cloud"]),
        complete,
        NOT_KNOWN,
    );
    // The table is cut off.
    case(csv(&[NIGHTLY, WEEKLY]).trim_end(), complete, NOT_KNOWN);
    // Two rows disagree: running counts, in either order.
    case(&csv(&[NIGHTLY, WEEKLY, "Acme,weekly,True,cloud"]), complete, NO);
    case(&csv(&[NIGHTLY, "Acme,weekly,True,cloud", WEEKLY]), complete, NO);
    // A state that nobody knows counts as running.
    let state = |state: &str| {
        format!(
            "Tenant,Name,JobType,LastState,Target\nAcme,nightly,Backup,{state},cloud\nAcme,weekly,Backup,Stopped,cloud\n"
        )
    };
    case(&state("Stopped"), complete, YES);
    case(&state("Frobnicating"), complete, NO);
    case(&state("Working"), complete, NO);
    // A row contradicts itself.
    let row = |columns: &str, values: &str| {
        let idle = values.split(',').map(|_| "").collect::<Vec<_>>().join(",");
        format!(
            "Tenant,Name,JobType,Target,IsRunning{columns}\nAcme,nightly,Backup,cloud,False,{values}\nAcme,weekly,Backup,cloud,False,{idle}\n"
        )
    };
    case(&row(",LastState", "Stopped"), complete, YES);
    case(&row(",LastState", "Success"), complete, YES);
    for values in ["Working", "Starting", "Pending", "Frobnicating", "WaitingTape"] {
        case(&row(",LastState", values), complete, NO);
        case(&row(",State", values), complete, NO);
    }
    case(&row(",LastResult", "InProgress"), complete, NO);
    case(&row(",LastState,LastResult", "Stopped,InProgress"), complete, NO);
    let result = |values: &str| {
        format!(
            "Tenant,Name,JobType,Target,LastResult,EndTime\nAcme,nightly,Backup,cloud,{values}\nAcme,weekly,Backup,cloud,Success,2026-11-22T20:00:00Z\n"
        )
    };
    case(&result("Success,2026-11-22T20:00:00Z"), complete, YES);
    case(&result("InProgress,2026-11-22T20:00:00Z"), complete, NO);
    case(&result("None,2026-11-22T20:00:00Z"), complete, NOT_KNOWN);
    let json = |running: &str| {
        format!(
            r#"[{{"Tenant":"Acme","Name":"nightly","JobType":"Backup","Target":"cloud","IsRunning":{running},"LastState":{{"value":5,"Value":"Working"}}}},
            {{"Tenant":"Acme","Name":"weekly","JobType":"Backup","Target":"cloud","IsRunning":false,"LastState":{{"value":-1,"Value":"Stopped"}}}}]"#
        )
    };
    case(&json("false"), complete, NO);
    case(&json("true"), complete, NO);
    // It waits for something to do, unless its state says that it works.
    let idle = |state: &str| {
        format!(
            "Tenant,Name,JobType,Target,IsRunning,IsIdle,LastState\nAcme,nightly,Backup,cloud,True,True,{state}\nAcme,weekly,Backup,cloud,False,False,Stopped\n"
        )
    };
    case(&idle("Idle"), complete, YES);
    case(&idle("Working"), complete, NO);
}

/// A policy has no sessions, but what is listed as one runs.
#[test]
fn session_of_a_cdp_policy_that_the_server_lists_counts() {
    let policy = "Tenant,Name,PolicyState,IsRunning\nAcme,nightly,Enabled,True\n";
    let table = "Id,JobName,TenantName,JobType,State,CreationTime\n1,nightly,Acme,Backup,Working,2026-11-23T20:00:00Z\n";
    let of_policy = RUNS.replace("Backup", "CdpPolicy");
    let runs = [provider(&[RUNS], 1), provider(&[&of_policy], 1), table.to_owned()];
    let none = provider(&[], 0);
    let live = |known: &[&str]| {
        let sandbox = Sandbox::new();
        sandbox.succeed(&["init", "--live", "-q"]);
        for text in known {
            assert_eq!(import(&sandbox, text, &[]), 0);
        }
        sandbox.succeed(&["enable", "-q"]);
        std::thread::sleep(Duration::from_millis(5));
        sandbox
    };
    let is_drained = |sandbox: &Sandbox, want: i32, what: &str| {
        assert_eq!(drained(sandbox), want, "{what}");
        sandbox.succeed(&["sessions", "--json"]);
        sandbox.succeed(&["store", "check"]);
    };
    for runs in runs.iter().map(|runs| &**runs) {
        // Of a policy that is not known, that is known, or that is listed afterwards.
        for (before, after) in
            [(&[][..], &[][..]), (&[policy], &[]), (&[], &[policy]), (&[policy], &[policy])]
        {
            let sandbox = live(before);
            let what = format!("{before:?} {runs} {after:?}");
            import(&sandbox, runs, &["--complete"]);
            is_drained(&sandbox, NO, &what);
            for text in after {
                import(&sandbox, text, &["--complete"]);
                is_drained(&sandbox, NO, &what);
            }
            import(&sandbox, runs, &["--complete"]);
            is_drained(&sandbox, NO, &what);
            std::thread::sleep(Duration::from_millis(5));
            import(&sandbox, &none, &[]);
            is_drained(&sandbox, YES, &what);
            import(&sandbox, policy, &[]);
            let list = parse_json(&sandbox.succeed(&["jobs", "list", "--json"]));
            assert_eq!(list["jobs"][0]["type"], "cdp-policy", "{what}: {list}");
        }
        // In one import with the policy, in either order.
        for files in [[policy, runs], [runs, policy]] {
            for known in [&[][..], &[policy]] {
                let sandbox = live(known);
                for (name, text) in ["a", "b"].iter().zip(files) {
                    fs::write(sandbox.path(name), text).unwrap();
                }
                sandbox.succeed(&["jobs", "import", "-q", "a", "b", "--complete"]);
                is_drained(&sandbox, NO, &format!("{known:?} {files:?}"));
            }
        }
    }
    // A refresh adds and changes no jobs.
    for known in [&[][..], &[policy]] {
        let sandbox = live(known);
        let of_json = r#"[{"Tenant":"Acme","Name":"nightly","PolicyState":"Enabled"}]"#;
        fs::write(sandbox.path("listing"), format!("{of_json}\n{}", runs[0])).unwrap();
        let refresh = ["--refresh", "cat listing"];
        sandbox.run(&[&["wait", "drained", "--timeout", "1s"], &refresh[..]].concat());
        is_drained(&sandbox, NO, "by a refresh");
    }
    // The status of a policy is not that of a session.
    let sandbox = live(&[policy]);
    import(&sandbox, &none, &[]);
    import(&sandbox, policy, &["--complete"]);
    is_drained(&sandbox, YES, "a policy goes on during maintenance");
}

/// Imports a complete listing in several files.
#[track_caller]
fn drained_by(files: &[String]) -> i32 {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live", "-q"]);
    sandbox.succeed(&["enable", "-q"]);
    std::thread::sleep(Duration::from_millis(5));
    let at = now(&sandbox);
    // An export is not over before it begins, and times of files may be some milliseconds behind.
    std::thread::sleep(Duration::from_millis(20));
    let mut names = Vec::new();
    for (number, text) in files.iter().enumerate() {
        let path = sandbox.path(&format!("{number}.csv"));
        fs::write(&path, text).unwrap();
        names.push(path.to_str().unwrap().to_owned());
    }
    let names: Vec<&str> = names.iter().map(|name| &**name).collect();
    let options = ["jobs", "import", "-q", "--complete", "--observed-at", &at];
    sandbox.succeed(&[&options[..], &names].concat());
    drained(&sandbox)
}

#[test]
fn what_runs_in_the_cloud_counts_wherever_rows_disagree_about_it() {
    #[track_caller]
    fn case(files: &[&str], want: i32) {
        let files: Vec<String> = files.iter().map(|text| (*text).to_owned()).collect();
        let reversed: Vec<String> = files.iter().rev().cloned().collect();
        assert_eq!(drained_by(&files), want, "{files:#?}");
        assert_eq!(drained_by(&reversed), want, "{reversed:#?}");
    }
    #[track_caller]
    fn rows(header: &str, one: &str, other: &str, want: i32) {
        let file = |row: &str| format!("{header}\n{row}\n");
        case(&[&format!("{}{other}\n", file(one))], want);
        case(&[&format!("{}{one}\n", file(other))], want);
        case(&[&file(one), &file(other)], want);
    }
    // Targets.
    let header = "Tenant,Name,IsRunning,Target";
    rows(header, "Acme,Job 1,True,local", "Acme,Job 1,True,cloud", NO);
    rows(header, "Acme,Job 1,False,local", "Acme,Job 1,True,cloud", NO);
    rows(header, "Acme,Job 1,True,local", "Acme,Job 1,False,cloud", NO);
    rows(header, "Acme,Job 1,False,local", "Acme,Job 1,False,cloud", NOT_KNOWN);
    rows(header, "Acme,Job 1,True,local", "Acme,Job 1,True,local", YES);
    let header = "Tenant,Id,Name,IsRunning,Target";
    rows(header, "Acme,1,Job 1,True,local", "Acme,1,Job 1,True,cloud", NO);
    // Types.
    let header = "Tenant,Id,Name,TypeToString,IsRunning,Target";
    let (tape, backup) =
        ("Acme,1,Job 1,Backup to Tape,True,cloud", "Acme,1,Job 1,VMware Backup,True,cloud");
    rows(header, tape, backup, NO);
    rows(header, tape, &backup.replace("True", "False"), NO);
    rows(header, tape, tape, YES);
    // Repositories of one name.
    let repository = |kind: &str| format!("Id,Name,Type\n{kind},Offsite,{kind}\n");
    let (cloud, local) = (repository("Cloud"), repository("WinLocal"));
    let job = |runs: &str| {
        format!(
            "Tenant,Name,TypeToString,IsRunning,TargetRepository\nAcme,Job 1,VMware Backup,{runs},Offsite\n"
        )
    };
    case(&[&cloud, &local, &job("True")], NO);
    case(&[&local, &cloud, &job("True")], NO);
    case(&[&local, &cloud, &job("False")], YES);
    case(&[&local, &job("True")], YES);
    // Policies of several tenants, and of one.
    let policy = "Acme,1,Laptops,Windows Agent Policy,False,local";
    let computer =
        |tenant: &str| format!("{tenant},2,Laptops - PC1,Windows Agent Backup,True,cloud");
    rows(header, policy, &computer("Birch"), NO);
    rows(header, policy, &computer("Acme"), NO);
    // Tenants with one id.
    let header = "Tenant,Id,Name,IsRunning,Target";
    rows(header, "Acme,7,Job 1,False,cloud", "Birch,7,Job 1,True,cloud", NO);
    rows(header, "Acme,7,Job 1,False,cloud", "Birch,7,Job 1,False,cloud", YES);
    // Reports.
    let listed =
        "Tenant,Name,TypeToString,IsRunning,Target\nAcme,Job 1,VMware Backup,False,cloud\n";
    let report = |state: &str| {
        format!(
            "Tenant,JobName,VMName,Status,CreationTime,JobType\nAcme,Job 1,a,{state},2026-11-23T20:00:00Z,EVmware\n"
        )
    };
    case(&[listed, &report("Verifying")], NO);
    case(&[listed, &report("Success")], YES);
}

const IDLE: &str = r#"[{"Tenant":"Acme","Id":"j1","Name":"N","JobType":"Backup","IsRunning":false,"Target":"cloud"}]"#;

/// Asks whether the server is drained after a complete listing in these files, in either order.
#[track_caller]
fn either_way(files: &[&str], want: i32) {
    let files: Vec<String> = files.iter().map(|text| (*text).to_owned()).collect();
    let reversed: Vec<String> = files.iter().rev().cloned().collect();
    assert_eq!(drained_by(&files), want, "{files:#?}");
    assert_eq!(drained_by(&reversed), want, "{reversed:#?}");
}

#[test]
fn what_runs_of_an_older_session_counts() {
    let report = |row: &str| {
        format!(
            "JobName,VMName,Status,CreationTime,EndTime,JobType\nN,{row},EVmware\nN,b,Success,2026-11-23T21:20:00Z,2026-11-23T21:30:00Z,EVmware\n"
        )
    };
    either_way(&[IDLE, &report("a,InProgress,2026-11-23T20:20:00Z,")], NO);
    either_way(&[IDLE, &report("a,Verifying,2026-11-23T20:20:00Z,")], NO);
    either_way(&[IDLE, &report("a,Pending,2026-11-23T20:20:00Z,")], YES);
    either_way(&[IDLE, &report("a,Failed,2026-11-23T20:20:00Z,")], YES);
    let session = |id: &str, name: &str, from: &str| {
        format!(
            r#"{{"Id":"{id}","JobId":"j1","JobName":"{name}","State":"Stopped","Result":"Success","CreationTime":"2026-11-23T{from}:00:00Z","EndTime":"2026-11-23T{from}:20:00Z"}}"#
        )
    };
    let sessions = format!("[{},{}]", session("s1", "N", "20"), session("s2", "N", "21"));
    let task = |session: &str, status: &str| {
        format!(
            r#"[{{"Id":"t1","Name":"a","Status":"{status}","JobSessId":"{session}","JobName":"N"}}]"#
        )
    };
    for id in ["s1", "s2", "s3"] {
        either_way(&[IDLE, &sessions, &task(id, "InProgress")], NO);
        either_way(&[IDLE, &sessions, &task(id, "Success")], YES);
    }
    let copy = IDLE.replace(r#""Backup""#, r#""BackupSync""#).replace("j1", "j2");
    let workers = format!("[{},{}]", session("s1", r"N\\A", "20"), session("s2", r"N\\B", "21"));
    let workers = workers.replace("\"j1\"", "null");
    either_way(&[&copy, &workers, &task("s1", "InProgress")], NO);
    either_way(&[&copy, &workers, &task("s1", "Success")], YES);
}

#[test]
fn what_runs_under_an_unknown_type_counts() {
    let state = r#"{"data":[{"id":"j1","name":"N","type":"VSphereBackup","status":"inactive","lastResult":"Success"}]}"#;
    let session = |kind: &str, job: &str, state: &str| {
        format!(
            r#"{{"data":[{{"id":"s9","name":"N","sessionType":"{kind}",{job}"state":"{state}","creationTime":"2026-11-23T20:00:00Z"}}]}}"#
        )
    };
    for kind in [
        "SimpleBackupCopyWorker",
        "VSphereReplicaJob",
        "AgentBackupWorker",
        "QuickBackup",
        "CloudBackup",
        "Brandnew",
        "ArchiveCopy",
        "CloudArchiveBackup",
        "BackupJobMigration",
        "ReplicaFailoverJob",
        "AgentBackupMaintenance",
        "PublishBackup",
        "RecoveryBackup",
        "BackupJob",
    ] {
        let is_named = kind.contains("Archive") || kind.contains("Migration");
        let is_named = is_named || kind.contains("Failover") || kind.contains("Maintenance");
        let is_named = is_named || kind.contains("Publish") || kind.contains("Recovery");
        either_way(&[state, &session(kind, r#""jobId":"j1","#, "Working")], NO);
        // Such a word counts only if the session names its job by an id.
        either_way(&[state, &session(kind, "", "Working")], if is_named { YES } else { NO });
        either_way(&[state, &session(kind, r#""jobId":"j1","#, "Stopped")], YES);
        let of_other = session(kind, r#""jobId":"j7","#, "Working");
        either_way(&[&format!("{state}\n{of_other}")], NOT_KNOWN);
    }
    for kind in ["RestoreVm", "SqlLogBackup", "ConfigurationResynchronize", "RepositoryRescan"] {
        either_way(&[state, &session(kind, "", "Working")], YES);
        either_way(&[state, &session(kind, r#""jobId":"j1","#, "Working")], YES);
    }
    let ended = session("BackupJob", r#""jobId":"j1","#, "Stopped");
    let task = |kind: &str| {
        format!(
            r#"{{"data":[{{"id":"t","type":"{kind}","sessionId":"s9","name":"a","state":"Working","creationTime":"2026-11-23T20:00:00Z"}}]}}"#
        )
    };
    for kind in ["Backup", "BackupCopy", "AgentBackup", "Unknown"] {
        either_way(&[state, &ended, &task(kind)], NO);
    }
    either_way(&[state, &ended, &task("Restore")], YES);
}

#[test]
fn what_runs_counts_whatever_the_row_of_its_job_says() {
    // Types of sessions and of their jobs.
    let tape = IDLE.replace(r#""Backup""#, r#""FileTapeBackup""#);
    let session = |kind: &str, job: &str, state: &str| {
        format!(
            r#"[{{"Id":"s1",{job}"JobName":"N","JobType":"{kind}","State":"{state}","Result":"None","CreationTime":"2026-11-23T20:00:00Z"}}]"#
        )
    };
    for job in ["", r#""JobId":"j1","#] {
        either_way(&[&tape, &session("Backup", job, "Working")], NO);
        either_way(&[&tape, &session("Backup", job, "Stopped")], YES);
        either_way(&[&tape, &session("FileTapeBackup", job, "Working")], YES);
        either_way(&[IDLE, &session("FileTapeBackup", job, "Working")], NO);
    }
    let both = format!(
        "[{},{}]",
        session("FileTapeBackup", "", "Stopped").trim_matches(['[', ']']).replace("s1", "s0"),
        session("Backup", "", "Working").trim_matches(['[', ']'])
    );
    either_way(&[&both], NO);
    // Computers of a policy.
    let computer = |status: &str| {
        format!(
            r#"{{"data":[{{"instanceUid":"p","name":"L","type":"AgentPolicy","status":"Success","targetType":"Cloud","backupServerUid":"b","lastSessionTasks":[]}},
            {{"instanceUid":"q","name":"L - PC","type":"AgentBackupJob","status":"Success","targetType":"Cloud","backupServerUid":"b",
            "lastSessionTasks":[{{"objectName":"PC","status":"{status}","startTime":"2026-11-23T20:00:00Z"}}]}}]}}"#
        )
    };
    either_way(&[&computer("Running")], NO);
    either_way(&[&computer("Success")], YES);
    // Names of tools.
    for job in ["Console", "console"] {
        let idle = IDLE.replace("\"N\"", &format!("{job:?}")).replace("j1", "j3");
        let tool = |rest: &str| {
            format!(
                r#"[{{"Id":"s1","JobName":"Console",{rest}"State":"Working","Result":"None","CreationTime":"2026-11-23T20:00:00Z"}}]"#
            )
        };
        // Names of jobs know letter case, so that it may be another job.
        let want = if job == "Console" { NO } else { NOT_KNOWN };
        for tool in [tool(""), tool(r#""JobType":"Backup","#)] {
            either_way(&[&format!("{idle}\n{tool}")], want);
        }
        let listed = r#"{"id":"1","job":"Console","tenant":"Acme","state":"Working","started":"2026-11-23T20:00:00Z"}"#;
        either_way(&[&idle, &provider(&[listed], 1)], NO);
    }
    let tool = r#"[{"Id":"s1","JobName":"Console","State":"Working","CreationTime":"2026-11-23T20:00:00Z"}]"#;
    either_way(&[IDLE, tool], YES);
}

/// Names of tenants are unique in the store, and are free again in the source once a tenant has another name.
#[test]
fn tenants_that_swap_names_or_are_made_again_are_imported() {
    #[track_caller]
    fn case(before: &[(u8, &str)], after: &[(u8, &str)], want: &[&str]) {
        let sandbox = Sandbox::new();
        sandbox.succeed(&["init", "--live", "-q"]);
        let listing = |tenants: &[(u8, &str)]| {
            let tenants = tenants.iter();
            let row = |(id, name): &(u8, &str)| {
                format!(r#"{{"Name":"{name}","Enabled":true,"MaxConcurrentTask":1,"Id":"{id}"}}"#)
            };
            let rows: Vec<String> = tenants.clone().map(row).collect();
            let job = |(id, name): &(u8, &str)| {
                format!(
                    r#"{{"Tenant":"{name}","Name":"of {id}","JobType":"Backup","IsRunning":false,"Target":"cloud"}}"#
                )
            };
            let jobs: Vec<String> = tenants.map(job).collect();
            format!("[{}]\n[{}]", rows.join(","), jobs.join(","))
        };
        for tenants in [before, after, after] {
            assert_eq!(import(&sandbox, &listing(tenants), &["--complete"]), 0, "{tenants:?}");
        }
        let list = parse_json(&sandbox.succeed(&["jobs", "list", "--json"]));
        let jobs = list["jobs"].as_array().unwrap().iter();
        let mut jobs: Vec<String> = jobs
            .map(|job| {
                format!("{}: {}", job["tenant"].as_str().unwrap(), job["name"].as_str().unwrap())
            })
            .collect();
        jobs.sort();
        assert_eq!(jobs, want, "{before:?} {after:?}");
        sandbox.succeed(&["store", "check"]);
    }
    let (a1, b1, a2, b2, c2) = ((1, "A"), (1, "B"), (2, "A"), (2, "B"), (2, "C"));
    case(&[a1, b2], &[b1, a2], &["A: of 2", "B: of 1"]);
    case(&[a1, b2], &[b1, c2], &["B: of 1", "C: of 2"]);
    case(&[a1], &[b1, a2], &["A: of 2", "B: of 1"]);
    // The second one was deleted, and the first one has its name now.
    case(&[a1, b2], &[b1], &["B (2): of 2", "B: of 1"]);
    // It was made again.
    case(&[a1], &[a2], &["A: of 1", "A: of 2"]);
}

/// What a refresh says of a tenant holds of the one with its id, whatever name that has here.
#[test]
fn a_disabled_tenant_is_known_by_its_id() {
    let listing = |tenants: &str, jobs: &[&str]| {
        let jobs = jobs.iter().map(|tenant| format!(r#"{{"Tenant":"{tenant}","Id":"{tenant}","Name":"N","JobType":"Backup","IsRunning":false,"Target":"cloud"}}"#));
        let jobs = jobs.collect::<Vec<_>>().join(",");
        format!("[{tenants}]\n[{jobs}]\n{}", r#"{"schema":"mm.listing/1","complete":true}"#)
    };
    let tenant = |id: u8, name: &str, enabled: bool| {
        format!(r#"{{"Name":"{name}","Enabled":{enabled},"MaxConcurrentTask":1,"Id":"{id}"}}"#)
    };
    let both =
        |one: &str, other: &str| format!("{},{}", tenant(1, one, true), tenant(2, other, false));
    for (refresh, want) in [
        (listing(&both("A", "B"), &["A"]), YES),
        (listing(&both("B", "A"), &["A"]), YES),
        (listing(&both("A", "B"), &["B"]), NOT_KNOWN),
        (listing(&both("B", "A"), &["B"]), NOT_KNOWN),
    ] {
        let sandbox = Sandbox::new();
        sandbox.succeed(&["init", "--live", "-q"]);
        let known = format!("{},{}", tenant(1, "A", true), tenant(2, "B", true));
        import(&sandbox, &listing(&known, &["A", "B"]), &[]);
        sandbox.succeed(&["enable", "-q"]);
        std::thread::sleep(Duration::from_millis(5));
        fs::write(sandbox.path("listing"), &refresh).unwrap();
        sandbox.run(&["wait", "drained", "--timeout", "1s", "--refresh", "cat listing"]);
        assert_eq!(drained(&sandbox), want, "{refresh}");
    }
}

#[test]
fn a_policy_of_the_console_has_the_computers_of_its_tenant() {
    let organization = |tenant: &str| tenant.to_lowercase();
    let tenant = |name: &str| {
        let id = organization(name);
        format!(
            r#"{{"instanceUid":"t-{id}","name":"{name}","assignedForCompany":"{id}","siteUid":"s","isEnabled":true}}"#
        )
    };
    let policy = |id: &str, tenant: &str, target: &str| {
        let of = organization(tenant);
        format!(
            r#"{{"instanceUid":"{id}","backupServerUid":"b-{of}","name":"Laptops","type":"AgentPolicy","status":"Success",
            "targetType":"{target}","organizationUid":"{of}","siteUid":"s"}}"#
        )
    };
    let computer = |name: &str, policy: &str| {
        format!(
            r#"[{{"instanceUid":"9","backupAgentUid":"a","name":"{name}","backupPolicyName":{policy},"systemType":"Windows",
            "status":"Running","targetType":"CloudRepository","organizationUid":"acme","siteUid":"s"}}]"#
        )
    };
    let tenants = format!("[{},{}]", tenant("Acme"), tenant("Beta"));
    for computer in [computer("Laptops - PC1", "null"), computer("Daily", "\"Laptops\"")] {
        for policies in [
            format!("[{},{}]", policy("1", "Acme", "Cloud"), policy("2", "Beta", "Local")),
            format!("[{},{}]", policy("2", "Beta", "Local"), policy("1", "Acme", "Cloud")),
            format!("[{}]", policy("2", "Beta", "Local")),
            format!("[{}]", policy("1", "Acme", "Local")),
        ] {
            assert_eq!(
                drained_by(&[tenants.clone(), policies.clone(), computer.clone()]),
                NO,
                "{policies} {computer}"
            );
        }
    }
}

/// A session has the name that its job had when it began.
#[test]
fn job_that_is_renamed_while_it_runs_counts_as_running() {
    const ID: &str = "11111111-2222-3333-4444-555555555555";
    #[track_caller]
    fn case(before: &str, during: &[&str], after: &[&str], jobs: usize) {
        let sandbox = Sandbox::new();
        sandbox.succeed(&["init", "--live", "-q"]);
        import(&sandbox, before, &["--complete"]);
        sandbox.succeed(&["enable", "-q"]);
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(5));
            assert_eq!(import(&sandbox, &during.concat(), &["--complete"]), 0, "{during:?}");
            assert_eq!(drained(&sandbox), NO, "{during:?}");
        }
        let list = parse_json(&sandbox.succeed(&["jobs", "list", "--json"]));
        assert_eq!(list["jobs"].as_array().unwrap().len(), jobs, "{list}");
        std::thread::sleep(Duration::from_millis(5));
        import(&sandbox, &after.concat(), &["--complete"]);
        assert_eq!(drained(&sandbox), YES, "{during:?}");
    }
    let row = |name: &str, is_running: bool| {
        format!(
            r#"[{{"Tenant":"Acme","Id":"{ID}","Name":"{name}","JobType":"Backup","IsRunning":{is_running},"Target":"cloud"}}]"#
        ) + "\n"
    };
    let (runs, none) = (provider(&[RUNS], 1) + "\n", provider(&[], 0) + "\n");
    let (old, idle, busy) =
        (row("nightly", false), row("nightly v2", false), row("nightly v2", true));
    case(&old, &[&idle, &runs], &[&idle, &none], 1);
    case(&old, &[&runs, &idle], &[&idle, &none], 1);
    // Two sessions, of which one may be of a new job with the former name.
    case(&old, &[&busy, &runs], &[&idle, &none], 2);
    case(&old, &[&runs, &busy], &[&idle, &none], 2);
    // It was moved away from the cloud as well.
    let local = idle.replace("\"cloud\"", "\"local\"");
    case(&old, &[&local, &runs], &[&local, &none], 1);
    // Its session was known before.
    let known = old.clone() + &runs;
    case(&known, &[&local, &runs], &[&local, &none], 1);
    case(&known, &[&idle, &runs], &[&idle, &none], 1);
    case(&known, &[&runs, &busy], &[&idle, &none], 1);
}

/// Names of jobs are unique in the store, and are free again in the source once a job has another name.
#[test]
fn jobs_that_swap_names_or_are_made_again_are_imported() {
    #[track_caller]
    fn case(before: &[(u8, &str)], after: &[(u8, &str)], want: &[&str]) {
        let sandbox = Sandbox::new();
        sandbox.succeed(&["init", "--live", "-q"]);
        let listing = |jobs: &[(u8, &str)], running: u8| {
            let rows = jobs.iter().map(|(id, name)| {
                let is_running = *id == running;
                format!(
                    r#"{{"Tenant":"Acme","Id":"{id}1111111-2222-3333-4444-555555555555","Name":"{name}","JobType":"Backup","IsRunning":{is_running},"Target":"cloud"}}"#
                )
            });
            format!("[{}]", rows.collect::<Vec<_>>().join(","))
        };
        import(&sandbox, &listing(before, 0), &["--complete"]);
        sandbox.succeed(&["enable", "-q"]);
        for (id, _) in after {
            std::thread::sleep(Duration::from_millis(5));
            assert_eq!(import(&sandbox, &listing(after, *id), &["--complete"]), 0, "{after:?}");
            assert_eq!(drained(&sandbox), NO, "{after:?}: {id} is running");
        }
        std::thread::sleep(Duration::from_millis(5));
        import(&sandbox, &listing(after, 0), &["--complete"]);
        assert_eq!(drained(&sandbox), YES, "{after:?}");
        let list = parse_json(&sandbox.succeed(&["jobs", "list", "--json"]));
        let names =
            list["jobs"].as_array().unwrap().iter().map(|job| job["name"].as_str().unwrap());
        assert_eq!(names.collect::<Vec<_>>(), want, "{after:?}");
    }
    // Deleted, and made again under the same name.
    case(&[(1, "a")], &[(2, "a")], &["a"]);
    case(&[(1, "a"), (2, "b")], &[(1, "b"), (2, "a")], &["a", "b"]);
    case(&[(1, "a"), (2, "b")], &[(1, "b"), (2, "c")], &["b", "c"]);
    case(&[(1, "a")], &[(1, "b"), (2, "a")], &["b", "a"]);
    case(&[(1, "a")], &[(2, "a"), (1, "b")], &["b", "a"]);
    case(&[(1, "a"), (2, "b")], &[(1, "b")], &["a", "b"]);
}

#[test]
fn pages_are_compared_by_offsets_and_ids() {
    #[track_caller]
    fn case(pages: &[String], want: i32) {
        let sandbox = Sandbox::new();
        sandbox.succeed(&["init", "--live", "-q"]);
        sandbox.succeed(&["enable", "-q"]);
        std::thread::sleep(Duration::from_millis(5));
        let text = pages.join("\n");
        let strict = import(&sandbox, &text, &["--tenant", "Acme", "--complete", "--strict"]);
        assert_eq!(strict == 0, want == YES, "--strict: {text}");
        import(&sandbox, &text, &["--tenant", "Acme", "--complete"]);
        assert_eq!(drained(&sandbox), want, "{text}");
    }
    let page = |ids: &[u32], offset: u32, total: u32| {
        let jobs: Vec<String> = ids
            .iter()
            .map(|id| {
                format!(
                    r#"{{"instanceUid":"{id}","name":"j{id}","type":"BackupVm","status":"Success","targetType":"Cloud","backupServerUid":"s"}}"#
                )
            })
            .collect();
        format!(
            r#"{{"meta":{{"pagingInfo":{{"total":{total},"count":{},"offset":{offset}}}}},"data":[{}]}}"#,
            ids.len(),
            jobs.join(",")
        )
    };
    case(&[page(&[1, 2], 0, 4), page(&[3, 4], 2, 4)], YES);
    // Each subtype has a listing of its own.
    let subtype = |id: u32| {
        format!(
            r#"{{"meta":{{"pagingInfo":{{"total":1,"count":1,"offset":0}}}},"data":[{{"instanceUid":"{id}","subtype":"VSphere","protectedVmCount":1}}]}}"#
        )
    };
    case(&[page(&[1, 2], 0, 2), subtype(1), subtype(2)], YES);
    case(&[page(&[1, 2], 0, 2), subtype(1), subtype(1)], NOT_KNOWN);
    case(&[page(&[1, 2], 0, 247)], NOT_KNOWN);
    case(&[page(&[1, 2], 0, 4), page(&[1, 2], 0, 4)], NOT_KNOWN);
    case(&[page(&[1, 2], 0, 4), page(&[2, 3], 2, 4)], NOT_KNOWN);
    case(&[page(&[3, 4], 2, 4)], NOT_KNOWN);
    case(&[page(&[1, 2], 0, 6), page(&[5, 6], 4, 6)], NOT_KNOWN);
    // Pages that overlap, of two reads, or of two servers.
    case(&[page(&[1, 2], 0, 3), page(&[2, 3], 1, 3)], NOT_KNOWN);
    case(&[page(&[1, 2], 0, 3), page(&[3], 2, 3), page(&[4, 5], 0, 3)], NOT_KNOWN);
    case(&[page(&[1, 2], 0, 2), page(&[3, 4], 0, 2)], NOT_KNOWN);
    case(&[page(&[1, 2], 0, 2), page(&[3], 0, 1)], NOT_KNOWN);
    // A total that is smaller than the page, with and without offsets.
    case(&[page(&[1, 2], 0, 1)], NOT_KNOWN);
    case(&[page(&[1], 0, 0)], NOT_KNOWN);
    let without_offset = |page: String| page.replace(",\"offset\":0", "");
    case(&[without_offset(page(&[1], 0, 0))], NOT_KNOWN);
    case(&[without_offset(page(&[1, 2], 0, 1))], NOT_KNOWN);
    case(&[without_offset(page(&[1, 2], 0, 2))], YES);
    // Each page but the last has a link to the next.
    let linked = |ids: &[u32], link: &str| {
        let page = page(ids, 0, 0);
        let data = &page[page.find("\"data\"").unwrap()..];
        if link.is_empty() { format!("{{{data}") } else { format!("{{{link},{data}") }
    };
    let odata = |to: &str| format!(r#""@odata.nextLink":"https://x/Jobs?$top=2&$skip{to}""#);
    case(&[linked(&[1, 2], "")], YES);
    case(&[linked(&[1, 2], r#""@odata.nextLink":null"#)], YES);
    case(&[linked(&[1, 2], &odata("=2"))], NOT_KNOWN);
    case(&[linked(&[1, 2], &odata("=2")), linked(&[3], "")], YES);
    case(&[linked(&[3], ""), linked(&[1, 2], &odata("=2"))], YES);
    case(&[linked(&[1, 2], &odata("token=f00")), linked(&[3], "")], YES);
    case(&[linked(&[1, 2], &odata("token=f00"))], NOT_KNOWN);
    for link in
        [r#""hasMore":false,"total":2"#, r#""Count":2"#, r#""nextPageToken":"" "#, r#""meta":null"#]
    {
        case(&[linked(&[1, 2], link)], YES);
    }
    // Some servers count only on the first page.
    let first = linked(&[1, 2], r#""@odata.count":3,"hasMore":true"#);
    case(&[first.clone(), linked(&[3], "")], YES);
    case(&[first, linked(&[], "")], NOT_KNOWN);
    // The second of three is missing, or the last of each of two servers.
    case(&[linked(&[1, 2], &odata("=2")), linked(&[5], &odata("=6")), linked(&[7], "")], NOT_KNOWN);
    case(&[linked(&[1, 2], &odata("=2")), linked(&[3], ""), linked(&[4], "")], NOT_KNOWN);
    for link in [
        r#""nextLink":"x""#,
        r#""next":"x""#,
        r#""_links":{"next":{"href":"x"}}"#,
        r#""pagination":{"next":2}"#,
        r#""hasMore":true"#,
        r#""nextPageToken":"x""#,
        r#""total":3"#,
        r#""Count":"3""#,
        r#""@odata.count":3"#,
        r#""pagingInfo":{"total":3}"#,
        r#""meta":{"pagingInfo":"@{total=3; count=2; offset=0}"}"#,
        r#""meta":"@{pagingInfo=}""#,
        r#""links":[{"rel":"self","href":"y"},{"rel":"next","href":"x"}]"#,
    ] {
        case(&[linked(&[1, 2], link)], NOT_KNOWN);
    }
}

#[test]
fn rows_of_another_site_are_left_out() {
    #[track_caller]
    fn case(site: Option<&str>, text: &str, jobs: usize, want: i32) {
        let sandbox = Sandbox::new();
        let site = site.map_or(Vec::new(), |site| vec!["--site", site]);
        sandbox.succeed(&[&["init", "--live", "-q"], &*site].concat());
        sandbox.succeed(&["enable", "-q"]);
        std::thread::sleep(Duration::from_millis(5));
        import(&sandbox, text, &["--tenant", "Acme", "--complete"]);
        let known = parse_json(&sandbox.succeed(&["jobs", "status", "--json"]));
        assert_eq!(known["jobs"].as_array().unwrap().len(), jobs, "{site:?} {text}");
        assert_eq!(drained(&sandbox), want, "{site:?} {text}");
    }
    let job = |id: u32, site: &str, status: &str| {
        format!(
            r#"{{"instanceUid":"{id}","name":"j{id}","type":"BackupVm","status":"{status}","targetType":"Cloud","backupServerUid":"s","siteUid":"{site}"}}"#
        )
    };
    let page = |jobs: &[String]| {
        format!(
            r#"{{"meta":{{"pagingInfo":{{"total":{0},"count":{0},"offset":0}}}},"data":[{1}]}}"#,
            jobs.len(),
            jobs.join(",")
        )
    };
    let one = page(&[job(1, "A", "Success"), job(2, "A", "Success")]);
    let two = page(&[job(1, "A", "Success"), job(2, "B", "Running")]);
    let idle = page(&[job(1, "A", "Success"), job(2, "B", "Success")]);
    let other = page(&[job(1, "B", "Running"), job(2, "B", "Success")]);
    case(None, &one, 2, YES);
    case(Some("a"), &one, 2, YES);
    // Which of the two is this server?
    case(None, &two, 2, NO);
    case(None, &idle, 2, NOT_KNOWN);
    case(Some("A"), &two, 1, YES);
    case(Some("B"), &two, 1, NO);
    case(Some("A"), &other, 0, NOT_KNOWN);
    // An id is one with and without braces and blanks.
    let spelled = page(&[job(1, "{a}", "Success"), job(2, " A", "Running")]);
    case(Some("A"), &spelled, 2, NO);
    case(Some("{A}"), &two, 1, YES);
    case(None, &page(&[job(1, "{a}", "Success"), job(2, " A", "Success")]), 2, YES);
}

#[test]
fn provider_sessions_speak_for_all_that_runs() {
    #[track_caller]
    fn case(text: &str, want: i32) {
        let sandbox = in_maintenance();
        import(&sandbox, text, &[]);
        assert_eq!(drained(&sandbox), want, "{text:?}");
    }
    let tool = |name: &str, job_type: &str| {
        format!(
            r#"{{"id":"3","job":"{name}","tenant":"Acme","job_type":{job_type},"state":"Working"}}"#
        )
    };
    case(&provider(&[], 0), YES);
    case(&provider(&[RUNS], 1), NO);
    case(&provider(&[OTHER], 1), NO);
    // The count is wrong, missing, or an element cannot be used.
    case(&provider(&[], 1), NOT_KNOWN);
    case(&provider(&["7"], 1), NOT_KNOWN);
    case(r#"{"schema":"mm.provider-sessions/1","sessions":[]}"#, NOT_KNOWN);
    case(r#"{"schema":"mm.provider-sessions/2","count":0,"sessions":[]}"#, NOT_KNOWN);
    case(&provider(&[r#"{"id":"1","tenant":"Acme","state":"Working"}"#], 1), NOT_KNOWN);
    // A session is there twice, so that another may have been left out; a state is missing.
    let stopped = RUNS.replace("Working", "Stopped");
    case(&provider(&[&stopped], 1), YES);
    case(&provider(&[&stopped, &stopped], 2), NOT_KNOWN);
    case(&provider(&[&stopped, &OTHER.replace("\"2\"", "\"1\"")], 2), NO);
    case(&provider(&[&RUNS.replace(r#""state":"Working","#, "")], 1), NO);
    case(&provider(&[&RUNS.replace("\"Working\"", "null")], 1), NO);
    // Of a member that is there twice, either value could be right; lists are read as one.
    let (count, state) = (r#""count":1,"Count":0"#, r#""State":"Stopped","state""#);
    case(&provider(&[], 0).replace(r#""count":0"#, count), NOT_KNOWN);
    case(&provider(&[], 0).replace('}', r#","count":1}"#), NOT_KNOWN);
    case(&provider(&[&RUNS.replace(r#""state""#, state)], 1), NOT_KNOWN);
    case(&provider(&[&stopped.replace('}', r#","STATE":"Working"}"#)], 1), NOT_KNOWN);
    case(&provider(&[], 0).replace('}', &format!(r#","Sessions":[{RUNS}]}}"#)), NO);
    case(&provider(&[], 0).replace('}', &format!(r#","sessions":[{RUNS}]}}"#)), NO);
    for wrapper in [r#""data":null,"#, r#""value":[],"#] {
        let both = provider(&[RUNS], 0).replace("\"sessions\"", &format!("{wrapper}\"sessions\""));
        case(&both, NO);
    }
    case(&provider(&[], 0).replace('}', &format!(r#","more":[{RUNS}]}}"#)), NOT_KNOWN);
    // Old PowerShell writes the list as an object.
    let of_powershell = |sessions: &[&str], count| {
        let text = provider(sessions, count).replace('[', r#"{"value":["#);
        text.replace(']', &format!(r#"],"Count":{count}}}"#))
    };
    case(&of_powershell(&[], 0), YES);
    case(&of_powershell(&[RUNS], 1), NO);
    case(&of_powershell(&[&stopped], 1), YES);
    case(&of_powershell(&[], 1), NOT_KNOWN);
    case(&provider(&[], 0).replace("[]", r#"{"value":null,"Count":0}"#), NOT_KNOWN);
    // A session has ended by its state, but has no result yet.
    case(&provider(&[&stopped.replace('}', r#","Result":"InProgress"}"#)], 1), NO);
    // There are more of them.
    case(&provider(&[], 0).replace('}', r#","@odata.nextLink":"x"}"#), NOT_KNOWN);
    // Two documents count as one that is as old as the older, and as whole as the worse.
    let old =
        provider(&[], 0).replace("\"count\"", r#""observed_at":"2026-01-01T00:00:00Z","count""#);
    case(&[provider(&[], 0), old.clone()].join("\n"), NOT_KNOWN);
    case(&[old, provider(&[], 0)].join("\n"), NOT_KNOWN);
    case(&[provider(&[], 0), provider(&[], 1)].join("\n"), NOT_KNOWN);
    case(&provider(&[], 0).replace("[]", "{}"), NOT_KNOWN);
    case(&provider(&[], 0).replace('}', r#","errors":[{"message":"no rights"}]}"#), NOT_KNOWN);
    case(provider(&[], 0).trim_end_matches('}'), NOT_KNOWN);
    // What runs no job is left out, unless its type may be covered or a job has its name.
    case(&provider(&[&tool("Console", "\"Console\"")], 1), YES);
    case(&provider(&[&tool("Malware Detection", "\"MalwareDetection\"")], 1), YES);
    case(&provider(&[&tool("Console", "null")], 1), NO);
    case(&provider(&[&tool("Infrastructure rescan", "\"Backup\"")], 1), NO);
    case(&provider(&[&tool("Console", "\"Brandnew\"")], 1), NO);
    let sandbox = in_maintenance();
    let add =
        ["jobs", "add", "Console", "--tenant", "Acme", "--type", "vm-backup", "--task", "x=1m"];
    sandbox.succeed(&add);
    import(&sandbox, &provider(&[&tool("Console", "\"Console\"")], 1), &[]);
    assert_eq!(drained(&sandbox), NO, "a job has the name");
}

#[test]
fn table_of_provider_sessions_is_complete_only_if_declared() {
    let table = |rows: &str| format!("Id,JobName,TenantName,JobType,State,CreationTime\n{rows}");
    let stopped = table("1,nightly,Acme,Backup,Stopped,2026-11-23T20:00:00Z\n");
    let in_utc = |text: &str| text.replace("CreationTime", "CreationTimeUTC");
    let working = table("1,nightly,Acme,Backup,Working,2026-11-23T20:00:00Z\n");
    for (text, options, want) in [
        (&stopped, &[][..], NOT_KNOWN),
        (&stopped, &["--complete"], YES),
        (&working, &[], NO),
        (&working, &["--complete"], NO),
        (&in_utc(&stopped), &["--complete"], YES),
        (&in_utc(&working), &["--complete"], NO),
    ] {
        let sandbox = in_maintenance();
        import(&sandbox, text, options);
        assert_eq!(drained(&sandbox), want, "{text} {options:?}");
    }
}

/// A listing without a session has to show what it lists.
#[test]
fn complete_listing_without_a_session_says_that_none_is_running() {
    let declared = r#"{"schema":"mm.listing/1","complete":true}"#;
    let table = "Id,JobName,TenantName,JobType,State,CreationTime\n";
    let of_server = "Id,JobId,JobName,State,Result,CreationTime\n";
    let ended = |at: &str| format!("{of_server}s,,N,Stopped,Success,{at}\n");
    let (old, ended) = (ended("2026-11-20T20:00:00Z"), ended(&now(&in_maintenance())));
    let open = "r,,M,Working,None,2026-11-23T20:00:00Z\n";
    let rest = r#"{"data":[],"pagination":{"total":0,"count":0}}"#;
    let kind = ["--complete", "--kind", "sessions"];
    for (text, options, want) in [
        (table, &["--complete"][..], YES),
        (&format!("{table}{declared}\n"), &[], YES),
        (table, &[], NO),
        (table.trim_end(), &["--complete"], NO),
        // Cmdlets write such rows of objects without these members.
        (&format!("{table},,,,,\n"), &["--complete"], NO),
        (of_server, &["--complete"], YES),
        // Sessions that have ended say nothing of one that is not among them.
        (&ended, &["--complete"], NO),
        (of_server, &[], NO),
        ("[]", &["--complete"], NO),
        (rest, &["--complete"], NO),
        ("[]", &kind, YES),
        (rest, &kind, YES),
        ("[]", &kind[1..], NO),
        (&rest.replace("\"total\":0", "\"total\":2"), &kind, NO),
        (&format!("[]\n{rest}\n{declared}"), &kind[1..], YES),
        ("[]", &["--complete", "--kind", "jobs"], NO),
        ("", &kind, NO),
        // What a script may print if its query fails.
        ("Access denied\n", &kind, NO),
        (r#"{"data":null}"#, &kind, NO),
        (r#"{"data":[],"errors":["denied"]}"#, &kind, NO),
        ("Name,JobType,IsRunning\n", &["--complete"], NO),
    ] {
        let sandbox = in_maintenance();
        import(&sandbox, &provider(&[RUNS], 1), &[]);
        assert_eq!(drained(&sandbox), NO);
        std::thread::sleep(Duration::from_millis(5));
        import(&sandbox, text, options);
        assert_eq!(drained(&sandbox), want, "{text} {options:?}");
    }
    // Sessions that have all ended, of every job that is known.
    let without_jobs = || {
        let sandbox = Sandbox::new();
        sandbox.succeed(&["init", "--live", "-q"]);
        sandbox.succeed(&["enable", "-q"]);
        std::thread::sleep(Duration::from_millis(5));
        sandbox
    };
    for (text, options, want) in [
        (&ended, &["--complete"][..], YES),
        (&ended, &[], NOT_KNOWN),
        (&old, &["--complete"], NOT_KNOWN),
        (&format!("{ended}{open}"), &["--complete"], NO),
    ] {
        let sandbox = without_jobs();
        import(&sandbox, text, options);
        assert_eq!(drained(&sandbox), want, "{text} {options:?}");
        let sandbox = in_maintenance();
        import(&sandbox, text, options);
        assert_eq!(drained(&sandbox), if want == NO { NO } else { NOT_KNOWN }, "{text}");
    }
    // Beside jobs, it is one more file.
    let idle = job_in_json("N", r#""IsRunning":false"#);
    assert_eq!(drained_by(&[idle.clone(), of_server.to_owned()]), YES);
    let runs = idle.replace("false", "true");
    assert_eq!(drained_by(&[runs, of_server.to_owned()]), NO);
}

fn job_in_json(name: &str, more: &str) -> String {
    format!(r#"[{{"Tenant":"Acme","Name":"{name}","JobType":"Backup","Target":"cloud",{more}}}]"#)
}

/// Members of a job that say that something is running.
const SAY_RUNNING: [&str; 42] = [
    r#""Status":"Running""#,
    r#""CurrentState":"Working""#,
    r#""SessionState":5"#,
    r#""LatestState":{"value":5,"Value":"Working"}"#,
    r#""CurrentSession":{"Job":"N","State":"Working"}"#,
    r#""IsWorking":true"#,
    r#""ActivityState":"WaitingTape""#,
    r#""Info":{"State":"Working"}"#,
    r#""Info":"@{State=Working}""#,
    r#""Details":[{"Job":{"IsRunning":true}}]"#,
    r#""JobState":{"Info":{"State":"Working"}}"#,
    r#""TaskSessions":["@{Status=InProgress}"]"#,
    r#""Current":"System.Object[]""#,
    r#""runningSessions":[{"id":"1"}]"#,
    r#""runningSessionsCount":2"#,
    r#""activeSessions":1"#,
    r#""_embedded":{"lastSession":{"state":"Working"}}"#,
    r#""Info":{"x":{"x":{"x":{"x":{"x":{"State":"Working"}}}}}}"#,
    r#""Status":"Running, 40%""#,
    r#""Status":"In progress (40%)""#,
    r#""States":"Stopped, Working""#,
    r#""Status":"Processing""#,
    r#""IsCompleted":false"#,
    r#""IsStopped":"False""#,
    r#""IsFinished":0"#,
    r#""Status":"Running (no errors)""#,
    r#""Status":"Backup of the servers is in progress (40 %)""#,
    r#""StatusText":"Running 40%""#,
    r#""Status":"Merging""#,
    r#""ScheduledJobState":"Active""#,
    r#""PowerOnSession":{"State":"Working"}"#,
    r#""RunningSessionId":"s1""#,
    r#""InProgress":["a"]"#,
    r#""active_jobs":1"#,
    r#""CompanyJobs":[{"Name":"X","State":"Working"}]"#,
    r#""CompanyJobState":"Running""#,
    r#""_embedded":{"organization":{"status":"Active","jobs":[{"status":"Running"}]}}"#,
    r#""IsWorking":"Yes""#,
    r#""Phase":"Running""#,
    r#""Status":"Waiting for backup infrastructure resources availability""#,
    r#""Status":"Queued""#,
    r#""Status":"Active""#,
];

/// Members of a job that say nothing of what is running.
const SAY_NOTHING: [&str; 32] = [
    r#""Status":"Enabled""#,
    r#""LatestState":-1"#,
    r#""LatestPowerState":"Running""#,
    r#""Description":"Running""#,
    r#""SessionCount":5"#,
    r#""IsWorking":false"#,
    r#""IsWorking":"No""#,
    r#""Info":{"State":"Stopped","PowerState":"Running"}"#,
    r#""VmPowerState":{"State":"Running"}"#,
    r#""runningSessions":[]"#,
    r#""runningSessionsCount":0"#,
    r#""ActiveFullBackup":true"#,
    r#""MaxRunningTasks":4"#,
    r#""State":"Enabled""#,
    r#""_embedded":{"organization":{"name":"Acme","status":"Active"}}"#,
    r#""LicenseStatus":"Active""#,
    r#""ScheduleStatus":"Active""#,
    r#""RunningTime":"00:20:00""#,
    r#""RunningDuration":1200"#,
    r#""IsCompleted":true"#,
    r#""Status":"Not running""#,
    r#""LastStatus":"Processing finished""#,
    r#""NotifyWhenFinished":false"#,
    r#""InitialSyncCompleted":false"#,
    r#""PauseIfBusy":true"#,
    r#""_embedded":{"backupAgent":{"status":"Active"}}"#,
    r#""RunningSessionId":"00000000-0000-0000-0000-000000000000""#,
    r#""SessionName":"Pending orders""#,
    r#""NextRun":"After [Job 1]""#,
    r#""NextRun":"<Disabled>""#,
    r#""Objects":["a","b"]"#,
    r#""ScheduleOptions":{"NextRun":"11/30/2026 22:00:00"}"#,
];

#[test]
fn what_may_be_a_running_session_makes_a_listing_incomplete_wherever_it_is() {
    #[track_caller]
    fn case(files: &[&str], want: i32) {
        let files: Vec<String> = files.iter().map(|text| format!("{text}\n")).collect();
        assert_eq!(drained_by(&files), want, "{files:#?}");
    }
    let idle = &*job_in_json("N", r#""Id":"j1","IsRunning":false"#);
    case(&[idle], YES);
    // A member that is not read.
    let ended = r#""LastResult":"Success","EndTime":"2026-11-22T04:00:00Z""#;
    case(&[&job_in_json("N", ended)], YES);
    let rows: Vec<String> = (0..60).map(|row| job_in_json(&row.to_string(), ended)).collect();
    for member in SAY_RUNNING {
        let row = job_in_json("N", &format!("{ended},{member}"));
        case(&[&row], NOT_KNOWN);
        case(&[&job_in_json("N", &format!(r#""IsRunning":false,{member}"#))], NOT_KNOWN);
        // After the rows by which a listing is recognised.
        case(&[&format!("{},{row}", rows.join(",")).replace("],[", ",")[..]], NOT_KNOWN);
    }
    for member in SAY_NOTHING {
        case(&[&job_in_json("N", &format!(r#""IsRunning":false,{member}"#))], YES);
    }
    // Of several members that are read, too.
    case(&[&job_in_json("N", &format!(r#"{ended},"LatestStatus":"InProgress""#))], NO);
    case(&[&job_in_json("N", r#""IsRunning":false,"LastState":"Stopped","State":"Working""#)], NO);
    let task = |status: &str, state: &str| {
        format!("JobName,VMName,Status,State,JobType\nN,a,{status},{state},EVmware")
    };
    case(&[idle, &task("Success", "Completed")], YES);
    case(&[idle, &task("Success", "Working")], NO);
    // A job that is read as running, and that nothing waits for.
    let tape = job_in_json("T", r#""IsRunning":true,"IsWorking":true"#);
    case(&[idle, &tape.replace("\"Backup\"", "\"FileTapeBackup\"")], YES);
    // Read as another listing.
    let read_as_others = |state: &str| {
        [
            format!(r#"[{{"id":"j2","name":"M","type":"VSphereBackup","status":"{state}"}}]"#),
            format!("Id,Name,Type,State\nj2,M,VMware Backup,{state}"),
            format!(r#"[{{"Id":"9","Name":"N","JobId":"j1","State":"{state}"}}]"#),
            format!(r#"{{"data":[{{"id":"9","name":"N","jobId":"j1","state":"{state}"}}]}}"#),
        ]
    };
    // Left out.
    let left_out = |state: &str| {
        [
            format!(
                r#"[{{"Name":"L","Enabled":true,"LastState":"{state}","Target":"cloud","ScheduleOptions":"x"}}]"#
            ),
            format!(
                r#"{{"data":[{{"id":"p","name":"P","type":"ViProxy","server":"s","status":"{state}"}}]}}"#
            ),
            format!("Name,PhysHostId,Status\ns,7,{state}"),
        ]
    };
    for listing in read_as_others("Working").iter().chain(&left_out("Working")) {
        case(&[idle, listing], NOT_KNOWN);
        case(&[listing, idle], NOT_KNOWN);
    }
    for listing in read_as_others("Available").iter().chain(&left_out("Available")) {
        case(&[idle, listing], YES);
    }
    case(&[idle, "Name,PowerState,Path\nvm,Running,x"], YES);
    // States of jobs with the server of each are no proxies.
    let states = |status: &str| {
        format!(
            r#"{{"data":[{{"id":"j1","name":"N","type":"VSphereBackup","server":"v","tenant":"Acme","status":"{status}","lastResult":"None"}}]}}"#
        )
    };
    case(&[&states("running")], NO);
    case(&[&states("inactive")], YES);
}

#[test]
fn what_runs_counts_even_if_the_type_of_its_repository_is_not_known() {
    let job = r#"{"id":"j1","name":"N","type":"VSphereBackup","status":"running","repositoryId":"r1","lastResult":"None"}"#;
    for (kind, want) in [
        ("Unknown", NO),
        ("Cloud", NO),
        ("CloudRepository", NO),
        ("WinCloud", NO),
        ("-1", NO),
        ("99", NO),
        ("WinLocal", YES),
        ("GoogleCloud", YES),
    ] {
        let repository =
            format!(r#"{{"id":"r1","name":"R","type":"{kind}","hostId":"h","repository":{{}}}}"#);
        let text = format!("{{\"data\":[{repository}]}}\n{{\"data\":[{job}]}}\n");
        assert_eq!(drained_by(&[text]), want, "{kind}");
        let repository = format!(r#"[{{"Id":"r1","Name":"R","Type":"{kind}","Path":"D"}}]"#);
        let job = r#"[{"Tenant":"Acme","Id":"j1","Name":"N","JobType":"Backup","IsRunning":true,"TargetRepositoryId":"r1"}]"#;
        assert_eq!(drained_by(&[format!("{repository}\n{job}\n")]), want, "{kind}");
    }
}

/// Nothing in them says that they run but an end that is missing.
#[test]
fn sessions_and_tasks_without_an_end_count_whatever_else_their_rows_have() {
    #[track_caller]
    fn case(files: &[&str], want: i32) {
        let files: Vec<String> = files.iter().map(|text| format!("{text}\n")).collect();
        assert_eq!(drained_by(&files), want, "{files:#?}");
    }
    let idle = &*job_in_json("N", r#""Id":"j1","IsRunning":false"#);
    // Columns of jobs.
    let session = |end: &str, result: &str| {
        format!(
            r#"[{{"Tenant":"Acme","Name":"N","JobType":"Backup","CreationTime":"2026-11-23T20:00:00Z","EndTime":{end},"Result":"{result}"}}]"#
        )
    };
    case(&[idle, &session("null", "None")], NO);
    case(&[idle, &session(r#""1900-01-01T00:00:00""#, "None")], NO);
    case(&[idle, &session(r#""2026-11-23T20:10:00Z""#, "Success")], YES);
    case(
        &[
            idle,
            "Tenant,Name,JobType,CreationTime,EndTime,Result\nAcme,N,Backup,2026-11-23T20:00:00Z,,None",
        ],
        NO,
    );
    let started = r#"[{"Name":"N","JobType":"Backup","StartTime":"2026-11-23T20:00:00Z","EndTime":null,"Result":"None"}]"#;
    case(&[idle, &started.replace("[{", r#"[{"Tenant":"Acme","#)], NO);
    let never = "Tenant,Name,JobType,CreationTime,SessionStart,SessionEnd,LastResult,Target\nAcme,N,Backup,2020-11-29 14:00:00,,,None,cloud";
    case(&[idle, never], YES);
    let progress = r#"[{"Id":"s","JobId":"j1","JobName":"N","JobType":"Backup","CreationTime":"2026-11-23T20:00:00Z","Progress":40,"BackupId":"b"}]"#;
    case(&[idle, &progress.replace("}]", r#"},{"Id":"e","JobId":"j1","JobName":"N","JobType":"Backup","CreationTime":"2026-11-22T20:00:00Z","Result":"Success","EndTime":"2026-11-22T20:30:00Z"}]"#)], NOT_KNOWN);
    // Columns of another listing.
    for other in
        ["", r#","BackupId":"b""#, r#","UserName":"u""#, r#","HostId":"h","MaxTaskCount":4"#]
    {
        let session = |end: &str, result: &str| {
            format!(
                r#"[{{"Id":"s","JobId":"j1","JobName":"N","JobType":"Backup","CreationTime":"2026-11-23T20:00:00Z","EndTime":{end},"Result":"{result}"{other}}}]"#
            )
        };
        case(&[idle, &session("null", "None")], NO);
        case(&[idle, &session(r#""2026-11-23T20:10:00Z""#, "Success")], YES);
    }
    // A part of a session that has ended.
    let session = r#"[{"Id":"s","JobId":"j1","JobName":"N","State":"Stopped","Result":"Success","CreationTime":"2026-11-23T20:00:00Z","EndTime":"2026-11-23T20:20:00Z"}]"#;
    let task = |status: &str, end: &str| {
        format!(
            r#"[{{"Id":"t","Name":"a","Status":{status},"JobSessId":"s","JobName":"N","StartTime":"2026-11-23T20:00:00Z","EndTime":{end}}}]"#
        )
    };
    for status in [r#""None""#, r#""""#, "null"] {
        case(&[idle, session, &task(status, "null")], NO);
        case(&[idle, session, &task(status, r#""2026-11-23T20:20:00Z""#)], YES);
    }
    case(&[idle, session, &task(r#""Success""#, "null")], YES);
}

#[test]
fn what_contradicts_itself_or_hides_in_a_known_member_is_not_over() {
    #[track_caller]
    fn case(files: &[&str], want: i32) {
        let files: Vec<String> = files.iter().map(|text| format!("{text}\n")).collect();
        assert_eq!(drained_by(&files), want, "{files:#?}");
    }
    let idle = &*job_in_json("N", r#""Id":"j1","IsRunning":false"#);
    // Nested in a member that is known.
    let over = r#"[{"Id":"9","JobId":"j1","JobName":"N","State":"Stopped","Result":"Success","CreationTime":"2026-11-22T09:00:00Z","EndTime":"2026-11-22T09:10:00Z"X}]"#;
    case(&[idle, &over.replace('X', r#","Progress":{"State":"Stopped"}"#)], YES);
    for member in [
        r#""Progress":{"State":"Working"}"#,
        r#""Progress":"@{State=Working}""#,
        r#""Info":{"State":"Working"}"#,
    ] {
        case(&[idle, &over.replace('X', &format!(",{member}"))], NOT_KNOWN);
    }
    case(&[idle, &over.replace("Stopped", "Succeeded").replace('X', "")], YES);
    let row = |more: &str| {
        let head = r#"[{"JobName":"N","VMName":"a","CreationTime":"2026-11-22T09:20:00Z","JobType":"EVmware""#;
        format!("{head},{more}}}]")
    };
    let end = r#""EndTime":"2026-11-22T09:25:00Z""#;
    case(&[idle, &row(&format!(r#""Status":"Success",{end}"#))], YES);
    case(&[idle, &row(r#""Status":"Success","State":"None""#)], YES);
    for more in [
        format!(r#""Status":"InProgress",{end}"#),
        format!(r#""Status":"Frobnicating",{end}"#),
        format!(r#""Status":"None","State":"Working",{end}"#),
        r#""Status":"Success","State":"Stopping""#.into(),
        r#""Status":"Success","State":"Starting""#.into(),
        r#""Status":"Success","State":"WaitingRepository""#.into(),
        r#""Status":"Success","State":"5""#.into(),
        r#""Status":"Warning","State":"Pending""#.into(),
        r#""Status":"Success","State":"Frobnicating""#.into(),
        r#""State":"Starting""#.into(),
    ] {
        case(&[idle, &row(&more)], NO);
        let newer = row(r#""Status":"Success""#).replace("09:20", "10:20");
        case(&[idle, &row(&more), &newer], NO);
    }
    // Below a session that has ended.
    let over = over.replace('X', "");
    let task =
        |words: &str| format!(r#"[{{"Id":"t","Name":"a","JobSessId":"9","JobName":"N",{words}}}]"#);
    case(&[idle, &over, &task(r#""Status":"Success""#)], YES);
    for words in [r#""Status":"Pending""#, r#""Status":"Success","State":"Stopping""#] {
        case(&[idle, &over, &task(words)], NO);
    }
}

#[test]
fn what_is_cut_short_or_lies_in_the_future_says_nothing() {
    #[track_caller]
    fn case(files: &[&str], want: i32) {
        let files: Vec<String> = files.iter().map(|text| format!("{text}\n")).collect();
        assert_eq!(drained_by(&files), want, "{files:#?}");
    }
    let console = |tasks: &str| {
        format!(
            r#"{{"data":[{{"instanceUid":"j1","name":"N","type":"BackupVm","status":"Success","targetType":"Cloud","backupServerUid":"b","lastSessionTasks":{tasks}}}]}}"#
        )
    };
    for tasks in ["[]", "null", "\"\"", r#"[{"objectName":"a","status":"Success"}]"#] {
        case(&[&console(tasks)], YES);
    }
    for tasks in [
        r#"["@{objectName=a; status=Running}"]"#,
        r#""System.Object[]""#,
        r#"[[{"objectName":"a","status":"Running"}]]"#,
        "[7,true]",
    ] {
        case(&[&console(tasks)], NOT_KNOWN);
    }
    let object = |session: &str| {
        format!(r#"[{{"jobUid":"j1","name":"a","platform":"VSphere","lastSession":{session}}}]"#)
    };
    case(&[&console("[]"), &object("null")], YES);
    case(&[&console("[]"), &object(r#""@{status=Running; startTime=1}""#)], NOT_KNOWN);
    // The end of a session.
    let idle = &*job_in_json("N", r#""Id":"j1","IsRunning":false"#);
    let session = |end: &str, more: &str| {
        format!(
            r#"[{{"Id":"9","JobId":"j1","JobName":"N","CreationTime":"2026-11-22T09:00:00Z","EndTime":"{end}",{more}}}]"#
        )
    };
    let present: jiff::Timestamp = now(&in_maintenance()).parse().unwrap();
    let soon = (present + jiff::SignedDuration::from_mins(30)).to_string();
    for more in [r#""Result":"None""#, r#""State":"Success""#, r#""State":"Completed""#] {
        case(&[idle, &session("2026-11-22T09:10:00Z", more)], YES);
        for end in ["2099-12-31T00:00:00Z", &soon] {
            case(&[idle, &session(end, more)], NO);
        }
    }
    case(&[idle, &session(&soon, r#""State":"Stopped""#)], YES);
}

#[test]
fn names_that_tenants_choose_hide_no_row_of_a_table() {
    let at = "2026-11-22T09:00:00Z";
    let row = |name: &str, state: &str, id: u8| format!("{name},Acme,Backup,{state},{at},{id}\n");
    let head = "JobName,TenantName,JobType,State,CreationTime,Id\n";
    let x = row("x", "Stopped", 1);
    let merged =
        |one: &str, other: &str| x.clone() + &row(one, "Working", 2) + &row(other, "Stopped", 3);
    for (rows, want) in [
        (x.clone(), YES),
        (row("#TYPE night", "Working", 1), NO),
        (merged("\"Gold", "\"Silver"), NOT_KNOWN),
        (merged("\"Gold", "Silver\""), NOT_KNOWN),
        // Pages that were put together.
        (format!("{x}{head}{}", row("y", "Stopped", 2)), YES),
        (format!("{x}\u{feff}{head}{}", row("y", "Stopped", 2)), YES),
    ] {
        assert_eq!(drained_by(&[format!("{head}{rows}")]), want, "{rows}");
    }
}

#[test]
fn sessions_that_vanish_from_a_complete_listing_have_ended() {
    let sandbox = in_maintenance();
    import(&sandbox, &provider(&[RUNS, OTHER], 2), &[]);
    assert_eq!(drained(&sandbox), NO);
    import(&sandbox, &provider(&[OTHER], 1), &[]);
    assert_eq!(drained(&sandbox), NO);
    import(&sandbox, &csv(&[NIGHTLY, WEEKLY]), &["--complete"]);
    assert_eq!(drained(&sandbox), NO, "a listing of jobs does not speak of another job");
    import(&sandbox, &provider(&[], 0), &[]);
    assert_eq!(drained(&sandbox), YES);
}

#[test]
fn what_was_seen_running_is_not_ended_by_a_look_at_the_same_time() {
    let sandbox = in_maintenance();
    let time = now(&sandbox);
    std::thread::sleep(Duration::from_millis(5));
    import(&sandbox, &provider(&[RUNS], 1), &["--observed-at", &time]);
    for listing in [provider(&[], 0), csv(&[NIGHTLY, WEEKLY])] {
        import(&sandbox, &listing, &["--complete", "--observed-at", &time]);
        assert_eq!(drained(&sandbox), NO, "{listing}");
    }
}

#[test]
fn only_a_complete_listing_outranks_what_ran_before_it() {
    let sandbox = in_maintenance();
    let time = now(&sandbox);
    std::thread::sleep(Duration::from_millis(5));
    import(&sandbox, &provider(&[], 1), &[]);
    import(&sandbox, &provider(&[RUNS], 1), &["--observed-at", &time]);
    assert_eq!(drained(&sandbox), NO);
}

#[test]
fn removing_a_job_keeps_its_running_session() {
    let sandbox = in_maintenance();
    import(&sandbox, &provider(&[RUNS], 1), &[]);
    sandbox.succeed(&["jobs", "remove", "nightly", "--yes", "-q"]);
    assert_eq!(drained(&sandbox), NO);
    let sessions = parse_json(&sandbox.succeed(&["sessions", "--working", "--json"]));
    assert_eq!(sessions["sessions"][0]["job"], "nightly");
    import(&sandbox, &csv(&[WEEKLY]), &["--complete", "--replace", "--yes"]);
    assert_eq!(drained(&sandbox), NO, "the listing does not speak of the removed job");
    import(&sandbox, &provider(&[], 0), &[]);
    assert_eq!(drained(&sandbox), YES);
}

#[test]
fn configuration_is_an_observation_only_if_declared() {
    let sandbox = in_maintenance();
    let document = sandbox.succeed(&["jobs", "export"]);
    import(&sandbox, &document, &[]);
    assert_eq!(drained(&sandbox), NOT_KNOWN);
    let start = format!(r#""start":"{}""#, now(&sandbox));
    let job = |name: &str, more: &str| {
        format!(
            r#"{{"name":"{name}","tenant":"Acme","type":"vm-backup","tasks":[{{"name":"x","duration":"1m"}}]{more}}}"#
        )
    };
    let document =
        |jobs: &[String]| format!(r#"{{"scenario":1,{start},"jobs":[{}]}}"#, jobs.join(","));
    let running = r#","running":{"started":"2026-11-23T20:00:00Z","tasks":[{"name":"x","state":"running","started":"2026-11-23T20:00:00Z"}]}"#;
    let idle = document(&[job("nightly", ""), job("weekly", "")]);
    import(&sandbox, &document(&[job("nightly", "")]), &["--complete"]);
    assert_eq!(drained(&sandbox), NOT_KNOWN, "a job is missing");
    import(&sandbox, &idle, &["--complete"]);
    assert_eq!(drained(&sandbox), YES);
    let sandbox = in_maintenance();
    import(&sandbox, &document(&[job("nightly", running)]), &[]);
    assert_eq!(drained(&sandbox), NO, "a running session counts in any case");
    std::thread::sleep(Duration::from_millis(5));
    let later = idle.replace(&start, &format!(r#""start":"{}""#, now(&sandbox)));
    import(&sandbox, &later, &[]);
    assert_eq!(drained(&sandbox), NO, "configuration does not tell that it has ended");
}

#[test]
fn time_of_a_file_is_the_end_of_its_export() {
    let sandbox = in_maintenance();
    let begun = now(&sandbox);
    // The clock of a file system is up to a tick, ten milliseconds, behind.
    std::thread::sleep(Duration::from_millis(20));
    let file = sandbox.path("jobs.csv");
    fs::write(&file, csv(&[NIGHTLY, WEEKLY])).unwrap();
    let file = file.to_str().unwrap();
    sandbox.succeed(&["jobs", "import", file, "--complete", "-q"]);
    assert_eq!(drained(&sandbox), NOT_KNOWN, "it may have begun five minutes before");
    sandbox.succeed(&[
        "jobs",
        "import",
        file,
        "--complete",
        "-q",
        "--observed-at",
        "2999-01-01T00:00:00Z",
    ]);
    assert_eq!(drained(&sandbox), NOT_KNOWN, "a time in the future is not known");
    sandbox.succeed(&["jobs", "import", file, "--complete", "-q", "--observed-at", &begun]);
    assert_eq!(drained(&sandbox), YES, "when the reading began was given");
    let told = |at: &str| {
        provider(&[], 0).replace("\"count\"", &format!(r#""observed_at":"{at}","count""#))
    };
    let sandbox = in_maintenance();
    import(&sandbox, &told("2999-01-01T00:00:00Z"), &[]);
    assert_eq!(drained(&sandbox), NOT_KNOWN, "a time in the future is not known");
    import(&sandbox, &provider(&[], 0), &[]);
    assert_eq!(drained(&sandbox), YES, "standard input is read when mm starts");
    let sandbox = in_maintenance();
    import(&sandbox, &told("2026-01-01T00:00:00Z"), &[]);
    assert_eq!(drained(&sandbox), NOT_KNOWN, "before the switch");
}

#[test]
fn observation_of_a_clock_that_was_ahead_proves_nothing() {
    for (ahead, why) in [(86_400_000_i64, "a day"), (600_000, "ten minutes"), (60_000, "a minute")]
    {
        let sandbox = in_maintenance();
        import(&sandbox, &provider(&[], 0), &[]);
        assert_eq!(drained(&sandbox), YES);
        let later =
            format!("UPDATE observation SET at = at + {ahead}, recorded = recorded + {ahead}");
        execute_sql(&sandbox.path("mm.db"), &later);
        assert_eq!(drained(&sandbox), NOT_KNOWN, "{why}");
        let check = sandbox.run(&["store", "check"]);
        assert!(check.err.contains("future"), "{check:?}");
        // It outranks nothing that is seen now.
        import(&sandbox, &provider(&[RUNS], 1), &[]);
        assert_eq!(drained(&sandbox), NO, "{why}");
        import(&sandbox, &provider(&[], 0), &[]);
        assert_eq!(drained(&sandbox), YES, "{why}");
    }
}

#[test]
fn observation_before_the_switch_proves_nothing_whatever_its_time() {
    let sandbox = in_maintenance();
    import(&sandbox, &provider(&[], 0), &[]);
    sandbox.succeed(&["disable", "-q"]);
    sandbox.succeed(&["enable", "-q"]);
    let store = sandbox.path("mm.db");
    execute_sql(&store, "UPDATE maintenance SET since = since - 600000 WHERE ended IS NULL");
    // The seal notices the change, so the times of the observation are what is moved.
    execute_sql(&store, "UPDATE maintenance SET since = since + 600000 WHERE ended IS NULL");
    assert_eq!(drained(&sandbox), NOT_KNOWN);
    std::thread::sleep(Duration::from_millis(50));
    execute_sql(
        &store,
        "UPDATE observation SET at = (SELECT max(since) FROM maintenance) + 1,
            recorded = (SELECT max(since) FROM maintenance) + 1",
    );
    assert_eq!(drained(&sandbox), NOT_KNOWN, "its number is not after the switch");
}

#[test]
fn idle_needs_a_fresh_observation_of_every_session() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live", "-q"]);
    let idle = || sandbox.run(&["is", "idle"]).status.unwrap();
    assert_eq!(idle(), NOT_KNOWN);
    import(&sandbox, &provider(&[], 0), &[]);
    assert_eq!(idle(), YES);
    execute_sql(&sandbox.path("mm.db"), "UPDATE observation SET at = at - 301000");
    assert_eq!(idle(), NOT_KNOWN);
    let copy = RUNS.replace("\"Backup\"", "\"SureBackup\"");
    import(&sandbox, &provider(&[&copy], 1), &[]);
    assert_eq!(idle(), NO, "a session that maintenance does not wait for");
}

#[test]
fn what_is_missing_is_said_in_numbers() {
    let sandbox = in_maintenance();
    let error = sandbox.run(&["is", "drained"]).err;
    assert!(error.contains("no observation of the running sessions was made since "), "{error}");
    import(&sandbox, &csv(&[NIGHTLY]), &[]);
    let error = sandbox.run(&["is", "drained"]).err;
    assert!(error.contains("1 of 2 jobs observed since "), "{error}");
    assert!(error.contains("without Acme/weekly"), "{error}");
    assert!(error.contains("the listing was not declared complete"), "{error}");
    let status = parse_json(&sandbox.succeed(&["status", "--json"]));
    let missing = &status["drain"]["missing"][0];
    assert_eq!((&missing["observed"], &missing["known"]), (&1.into(), &2.into()));
    let wait = sandbox.run(&["wait", "drained", "--timeout", "1s"]);
    assert_eq!(wait.status, Some(124));
    assert!(wait.err.contains("1 of 2 jobs observed"), "{wait:?}");
}

#[test]
fn refresh_writes_sessions_only() {
    let sandbox = in_maintenance();
    let revision = || parse_json(&sandbox.succeed(&["status", "--json"]))["revision"].clone();
    let before = revision();
    fs::write(sandbox.path("sessions.json"), provider(&[OTHER], 1)).unwrap();
    let wait =
        sandbox.run(&["wait", "drained", "--timeout", "1s", "--refresh", "cat sessions.json"]);
    assert_eq!(wait.status, Some(124), "{wait:?}");
    assert_eq!(drained(&sandbox), NO);
    assert_eq!(revision(), before);
    let jobs = parse_json(&sandbox.succeed(&["jobs", "status", "--json"]));
    assert_eq!(jobs["jobs"].as_array().unwrap().len(), 2);
    fs::write(sandbox.path("sessions.json"), provider(&[], 0)).unwrap();
    let wait =
        sandbox.run(&["wait", "drained", "--timeout", "9s", "--refresh", "cat sessions.json"]);
    assert_eq!(wait.status, Some(0), "{wait:?}");
    assert_eq!(revision(), before);
}

/// A live store with hooks of its own. Only root may give it a folder for them.
#[cfg(target_os = "linux")]
struct LiveHooks(Sandbox);

#[cfg(target_os = "linux")]
impl LiveHooks {
    #[track_caller]
    fn new() -> LiveHooks {
        let sandbox = Sandbox::new();
        let prepare = "mkdir -p etc/mm/hooks && cp /etc/passwd /etc/group etc/ && chmod 755 etc etc/mm etc/mm/hooks";
        let mut shell = std::process::Command::new("sh");
        assert!(
            shell.args(["-c", prepare]).current_dir(sandbox.path("")).status().unwrap().success()
        );
        let hooks = LiveHooks(sandbox);
        hooks.sh("$mm init --live -q");
        hooks
    }

    fn try_run(&self, script: &str) -> Option<i32> {
        // Root of a user namespace does not own the top folder, so that hooks below it are not safe.
        let mount = r#"
            if test "$(stat -c %u /)" = 0; then mount --bind "$PWD/etc" /etc && eval "$1"; exit; fi
            mkdir -p root && mount -t tmpfs -o mode=755 tmpfs root || exit
            for each in /*; do
                if test -L "$each"; then cp -P "$each" root/
                elif test -d "$each"; then mkdir "root$each" && mount --rbind "$each" "root$each"
                fi
            done
            mount --bind etc root/etc && exec chroot root sh -c 'cd "$0" && eval "$1"' "$PWD" "$1"
        "#;
        let mut command = std::process::Command::new("unshare");
        command.args(["--mount", "sh", "-c", mount, "sh", script]);
        command.current_dir(self.0.path("")).env("mm", crate::support::MM);
        command.env("MM_STORE", self.0.path("mm.db")).env("here", self.0.path(""));
        command.env_remove("SUDO_UID").stdin(Stdio::null());
        Some(command.output().ok()?.status.code().unwrap())
    }

    #[track_caller]
    fn sh(&self, script: &str) {
        assert_eq!(self.try_run(script), Some(0), "{script}");
    }

    /// The exit status and the error code of a command.
    #[track_caller]
    fn mm(&self, words: &str) -> (i32, String) {
        let status = self.try_run(&format!("$mm {words} --json >out 2>err")).unwrap();
        let err = fs::read_to_string(self.0.path("err")).unwrap();
        let last = err.lines().last().unwrap_or_default();
        let error = serde_json::from_str::<serde_json::Value>(last).unwrap_or_default();
        (status, error["error"]["code"].as_str().unwrap_or_default().to_owned())
    }

    fn hook(&self, name: &str, script: &str) {
        let here = self.0.path("").display().to_string();
        fs::write(self.0.path("script"), format!("#!/bin/sh\ncd {here}\n{script}\n")).unwrap();
        self.sh(&format!("install -m 755 script etc/mm/hooks/{name}"));
    }

    fn server(&self, mode: &str) {
        fs::write(self.0.path("server"), mode).unwrap();
    }

    /// Imports that nothing runs.
    fn sees_nothing(&self) {
        std::thread::sleep(Duration::from_millis(5));
        fs::write(self.0.path("listing"), provider(&[], 0)).unwrap();
        self.sh("$mm jobs import -q - <listing");
    }

    #[track_caller]
    fn drained(&self, status: i32, code: &str) {
        assert_eq!(self.mm("is drained"), (status, code.to_owned()));
    }
}

#[cfg(target_os = "linux")]
const OBSERVE: &str = r#"printf '{"mode":"%s"}' "$(cat server)""#;

#[cfg(target_os = "linux")]
#[test]
fn while_the_apply_hook_is_pending_or_failed_only_observe_tells_that_the_server_was_switched() {
    if ran_as_root(
        "observations::while_the_apply_hook_is_pending_or_failed_only_observe_tells_that_the_server_was_switched",
    ) {
        return;
    }
    let live = LiveHooks::new();
    live.server("active");
    live.hook("apply", "test -e works && echo $MM_MODE >server");
    live.mm("enable");
    live.sees_nothing();
    live.drained(NOT_KNOWN, "not-applied");
    assert_eq!(live.mm("wait drained --timeout 1s").0, 124);
    // An operator switches the server by hand, which nobody tells yet.
    live.server("maintenance");
    live.drained(NOT_KNOWN, "not-applied");
    live.hook("observe", OBSERVE);
    live.mm("apply");
    live.drained(NOT_KNOWN, "not-observed");
    live.sees_nothing();
    live.drained(YES, "");
    // Waiting asks again, and the answer stays.
    assert_eq!(live.mm("wait drained --timeout 9s").0, 0);
    // The hook fails again: nobody knows what it did, until the server says so again.
    live.mm("apply");
    live.drained(NOT_KNOWN, "not-observed");
    live.sees_nothing();
    live.drained(YES, "");
    live.server("active");
    live.mm("apply");
    live.drained(NOT_KNOWN, "not-applied");
    // The hook works: what was observed before does not count.
    fs::write(live.0.path("works"), "").unwrap();
    assert_eq!(live.mm("apply").0, 0);
    live.drained(NOT_KNOWN, "not-observed");
    live.sees_nothing();
    live.drained(YES, "");
    // A report that fails says nothing, and the success of the hook stays.
    live.hook("observe", "exit 1");
    live.mm("apply --check");
    live.drained(YES, "");
    // Another text, which the hook has not passed on yet, and the mode with it.
    let change_without_hook = |text: &str| {
        live.sh("mv etc/mm/hooks/apply kept");
        live.mm(&format!("set-message {text}"));
        live.sh("mv kept etc/mm/hooks/apply");
    };
    change_without_hook("other");
    live.drained(NOT_KNOWN, "not-applied");
    // The server is off: that is no drift before it was told.
    live.hook("observe", OBSERVE);
    live.server("active");
    change_without_hook("another");
    live.drained(NOT_KNOWN, "not-applied");
    assert_eq!(live.mm("apply").0, 0);
    live.sees_nothing();
    live.drained(YES, "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_server_that_was_off_meanwhile_has_to_be_observed_again() {
    if ran_as_root("observations::a_server_that_was_off_meanwhile_has_to_be_observed_again") {
        return;
    }
    let live = LiveHooks::new();
    live.hook("observe", OBSERVE);
    for applies in [false, true] {
        live.server("maintenance");
        if applies {
            live.hook("apply", "echo $MM_MODE >server");
        }
        live.mm("enable");
        live.sees_nothing();
        live.drained(YES, "");
        // A colleague switches it off and on again; sessions may have started in between.
        live.server("active");
        assert_eq!(live.mm("apply --check").0, 3);
        live.drained(NOT_KNOWN, "drift");
        let predicted = live.mm("is drained --predicted");
        assert_eq!(predicted, (NOT_KNOWN, "drift".to_owned()), "what runs does not end");
        if !applies {
            assert_eq!(live.mm("is idle").0, YES, "that nothing runs was seen all the same");
        }
        // A report that fails makes it no better.
        live.hook("observe", "exit 1");
        live.mm("apply --check");
        assert_eq!(live.mm("is drained").0, NOT_KNOWN);
        live.hook("observe", OBSERVE);
        live.server("maintenance");
        assert_eq!(live.mm("apply --check").0, 0);
        assert_eq!(live.mm("is drained").0, NOT_KNOWN);
        live.mm("apply --force");
        live.sees_nothing();
        live.drained(YES, "");
        live.mm("disable");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_drain_without_a_hook_that_knows_the_server_says_so() {
    if ran_as_root("observations::a_drain_without_a_hook_that_knows_the_server_says_so") {
        return;
    }
    let live = LiveHooks::new();
    let says_so = |live: &LiveHooks| {
        live.drained(YES, "");
        let said = fs::read_to_string(live.0.path("err")).unwrap();
        said.contains("the server itself was not checked")
    };
    live.server("maintenance");
    live.mm("enable");
    live.sees_nothing();
    assert!(says_so(&live));
    live.hook("observe", OBSERVE);
    assert!(!says_so(&live), "the server tells its mode");
    live.sh("rm etc/mm/hooks/observe");
    live.hook("apply", "true");
    live.mm("apply");
    live.sees_nothing();
    assert!(!says_so(&live), "the server was told");
    let rehearsal = Sandbox::new();
    rehearsal.succeed(&["init", "--rehearsal", "-q"]);
    rehearsal.succeed(&["enable", "-q"]);
    let is = rehearsal.run(&["is", "drained"]);
    assert_eq!((is.status, is.err.contains("the server itself")), (Some(YES), false), "{is:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn refresh_hook_is_what_waiting_observes_with() {
    if ran_as_root("observations::refresh_hook_is_what_waiting_observes_with") {
        return;
    }
    let live = LiveHooks::new();
    live.sh("$mm enable -q");
    live.hook("refresh", "cat listing");
    let listing = |text: &str| fs::write(live.0.path("listing"), text).unwrap();
    listing(&csv(&[NIGHTLY, WEEKLY]));
    assert_eq!(live.mm("wait drained --timeout 1s").0, 124, "it is not declared complete");
    live.drained(NOT_KNOWN, "not-observed");
    assert_eq!(live.mm("wait drained --timeout 9s --complete").0, 0);
    live.sh("$mm disable -q && $mm enable -q");
    listing(&provider(&[OTHER], 1));
    assert_eq!(live.mm("wait drained --timeout 1s").0, 124);
    live.drained(NO, "");
    listing(&provider(&[], 1));
    assert_eq!(live.mm("wait drained --timeout 1s").0, 124, "it is cut off");
    listing(&provider(&[], 0));
    assert_eq!(live.mm("wait drained --timeout 9s").0, 0);
    live.drained(YES, "");
    assert_eq!(live.mm("wait idle --timeout 9s").0, 0);
    live.sh("$mm disable -q");
    assert_eq!(live.mm("enable --wait --timeout 9s").0, 0);
    live.drained(YES, "");
    live.sh("$mm disable -q && $mm enable -q");
    live.hook("refresh", "cat listing; exit 1");
    assert_eq!(
        live.mm("wait drained --timeout 1s").0,
        124,
        "what a failed hook printed is not read"
    );
    live.drained(NOT_KNOWN, "not-observed");
}

#[test]
fn a_job_that_a_complete_listing_no_longer_has_is_gone() {
    #[track_caller]
    fn case(first: &str, then: &str, options: &[&str], want: i32) {
        let sandbox = in_maintenance();
        import(&sandbox, first, &[]);
        import(&sandbox, then, options);
        assert_eq!(drained(&sandbox), want, "{first} then {then} {options:?}");
    }
    let both = csv(&[NIGHTLY, WEEKLY]);
    let running = both.replace("weekly,False", "weekly,True");
    let alone = csv(&[NIGHTLY]);
    let of_birch = csv(&["Birch,nightly,False,cloud"]);
    case(&both, &alone, &["--complete"], YES);
    case(&running, &alone, &["--complete"], YES);
    case(&running, &alone, &[], NO);
    case(&both, &alone, &[], NOT_KNOWN);
    // A listing of another tenant, an older one, and one that lost something say nothing of it.
    case(&running, &of_birch, &["--complete"], NO);
    case(&running, &alone, &["--complete", "--observed-at", "2026-11-23T20:00:00Z"], NO);
    case(&running, &format!("{alone}Acme,,False,cloud\n"), &["--complete"], NO);
    // What was added by hand is in no listing, and stays.
    let sandbox = in_maintenance();
    import(&sandbox, &alone, &["--complete"]);
    assert_eq!(drained(&sandbox), NOT_KNOWN);
    // A job that comes back is asked for again.
    let sandbox = in_maintenance();
    import(&sandbox, &both, &[]);
    import(&sandbox, &alone, &["--complete"]);
    import(&sandbox, &running, &[]);
    assert_eq!(drained(&sandbox), NO);
}

#[test]
fn job_of_an_unknown_type_counts_as_covered_while_it_runs() {
    let listing = |runs: &str| {
        format!(
            "Tenant,Name,JobType,IsRunning,Target\nAcme,nightly,Backup,False,cloud\nAcme,weekly,Backup,False,cloud\nAcme,third,Brandnew,{runs},cloud\n"
        )
    };
    for (runs, options, want) in [
        ("True", &["--complete"][..], NO),
        ("True", &[], NO),
        ("Perhaps", &["--complete"], NOT_KNOWN),
        ("False", &["--complete"], YES),
    ] {
        let sandbox = in_maintenance();
        import(&sandbox, &listing(runs), options);
        assert_eq!(drained(&sandbox), want, "{runs} {options:?}");
    }
    // It is known by then, and a later listing tells that it runs, or no more.
    let sandbox = in_maintenance();
    import(&sandbox, &listing("False"), &["--complete"]);
    import(&sandbox, &listing("True"), &[]);
    assert_eq!(drained(&sandbox), NO);
    import(&sandbox, &listing("False"), &["--complete"]);
    assert_eq!(drained(&sandbox), YES);
}

#[cfg(unix)]
#[test]
fn a_dead_run_does_not_hide_a_running_session() {
    let sandbox = in_maintenance();
    sandbox.succeed(&["disable", "-q"]);
    let script = "exec >started; echo $$; exec sleep 60";
    let mut run = sandbox.command(&["run", "nightly", "--", "sh", "-c", script]).spawn().unwrap();
    let command = loop {
        let text = fs::read_to_string(sandbox.path("started")).unwrap_or_default();
        if let Ok(id) = text.trim().parse::<u32>() {
            break id.to_string();
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    sandbox.succeed(&["enable", "-q"]);
    run.kill().unwrap();
    run.wait().unwrap();
    import(&sandbox, &provider(&[], 0), &[]);
    assert_eq!(drained(&sandbox), NO, "the command is alive");
    let kill = std::process::Command::new("kill").args(["-9", &command]).status().unwrap();
    assert!(kill.success());
    while drained(&sandbox) == NO {
        std::thread::sleep(Duration::from_millis(5));
    }
    import(&sandbox, &provider(&[RUNS], 1), &[]);
    assert_eq!(drained(&sandbox), NO, "the server runs a session of the job");
    import(&sandbox, &provider(&[], 0), &[]);
    assert_eq!(drained(&sandbox), YES);
}

/// Sets the clock of what was observed last ahead by some milliseconds.
fn clock_was_ahead(sandbox: &Sandbox, by: i64) {
    let later = format!(
        "UPDATE observation SET at = at + {by}, recorded = recorded + {by}
            WHERE id = (SELECT max(id) FROM observation)"
    );
    execute_sql(&sandbox.path("mm.db"), &later);
}

#[test]
fn file_of_a_clock_that_was_ahead_before_the_switch_is_not_taken_for_one_after_it() {
    for (ahead, want) in [(0, YES), (600_000, NOT_KNOWN)] {
        let sandbox = Sandbox::new();
        sandbox.succeed(&["init", "--live", "-q"]);
        import(&sandbox, &provider(&[], 0), &[]);
        clock_was_ahead(&sandbox, ahead);
        sandbox.succeed(&["enable", "-q"]);
        std::thread::sleep(Duration::from_millis(50));
        // Written before the switch, by the clock of that time.
        let file = sandbox.path("sessions.json");
        fs::write(&file, provider(&[], 0)).unwrap();
        let written =
            fs::metadata(&file).unwrap().modified().unwrap() + Duration::from_millis(300_000 - 20);
        fs::File::options().write(true).open(&file).unwrap().set_modified(written).unwrap();
        sandbox.succeed(&["jobs", "import", file.to_str().unwrap(), "-q"]);
        assert_eq!(drained(&sandbox), want, "{ahead}");
        // What mm itself reads now is after the switch.
        import(&sandbox, &provider(&[], 0), &[]);
        assert_eq!(drained(&sandbox), YES, "{ahead}");
    }
}

#[test]
fn observation_of_a_clock_that_was_set_back_is_not_fresh_once_the_clock_has_passed_it() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live", "-q"]);
    let idle = || sandbox.run(&["is", "idle"]).status.unwrap();
    import(&sandbox, &provider(&[], 0), &[]);
    clock_was_ahead(&sandbox, -60_000);
    assert_eq!(idle(), YES);
    // Another was stored after it, at an earlier time.
    import(&sandbox, &csv(&[NIGHTLY]), &[]);
    assert_eq!(idle(), YES);
    clock_was_ahead(&sandbox, -200_000);
    assert_eq!(idle(), NOT_KNOWN);
    import(&sandbox, &provider(&[], 0), &[]);
    assert_eq!(idle(), YES);
}

#[test]
fn time_after_the_end_of_an_export_is_not_when_it_began() {
    let sandbox = in_maintenance();
    let file = sandbox.path("jobs.csv");
    fs::write(&file, csv(&[NIGHTLY, WEEKLY])).unwrap();
    std::thread::sleep(Duration::from_millis(5));
    let at = now(&sandbox);
    let file = file.to_str().unwrap();
    sandbox.succeed(&["jobs", "import", file, "--complete", "-q", "--observed-at", &at]);
    assert_eq!(drained(&sandbox), NOT_KNOWN);
}

#[test]
fn a_rehearsal_takes_the_time_of_a_file_as_it_is() {
    #[track_caller]
    fn case(kind: &str, want: &str) {
        let sandbox = Sandbox::new();
        sandbox.succeed(&["init", kind, "-q"]);
        let file = sandbox.path("jobs.csv");
        fs::write(&file, csv(&[NIGHTLY])).unwrap();
        let touch = std::process::Command::new("touch")
            .args(["-d", "2026-01-02T03:00:00Z"])
            .arg(&file)
            .status();
        assert!(touch.unwrap().success());
        let report = parse_json(&sandbox.succeed(&["jobs", "import", "--json", "jobs.csv"]));
        assert_eq!(report["observed_at"], want, "{kind}");
    }
    case("--rehearsal", "2026-01-02T03:00:00Z");
    case("--live", "2026-01-02T02:55:00Z");
}

#[test]
fn running_job_that_is_listed_as_local_or_of_another_kind_still_counts() {
    #[track_caller]
    fn case(first: &str, then: &str) {
        let sandbox = in_maintenance();
        let listing = |row: &str| {
            format!(
                "Tenant,Name,JobType,IsRunning,Target\nAcme,nightly,{row}\nAcme,weekly,Backup,False,cloud\n"
            )
        };
        import(&sandbox, &listing(first), &["--complete"]);
        import(&sandbox, &listing(then), &["--complete"]);
        assert_eq!(drained(&sandbox), NO, "{first} then {then}");
        import(&sandbox, &listing(&then.replace("True", "False")), &["--complete"]);
        assert_eq!(drained(&sandbox), YES, "{first} then {then}, idle");
    }
    case("Backup,True,cloud", "Backup,True,local");
    case("Backup,False,cloud", "Backup,True,local");
    case("Backup,True,cloud", "SureBackup,True,cloud");
}

#[test]
fn what_is_running_on_the_providers_server_counts_even_if_its_job_is_known_as_local() {
    let sandbox = in_maintenance();
    let look = |text: &str, options: &[&str]| {
        std::thread::sleep(Duration::from_millis(5));
        import(&sandbox, text, options);
        drained(&sandbox)
    };
    let local = csv(&["Acme,nightly,False,local", WEEKLY]);
    assert_eq!(look(&local, &["--complete"]), YES);
    fs::write(sandbox.path("listing"), provider(&[RUNS], 1)).unwrap();
    let wait = ["wait", "drained", "--timeout", "1s", "--refresh", "cat listing"];
    assert_eq!(sandbox.run(&wait).status, Some(124));
    assert_eq!(drained(&sandbox), NO, "by a refresh");
    assert_eq!(sandbox.run(&["is", "idle"]).status, Some(NO));
    assert_eq!(look(&provider(&[RUNS], 1), &[]), NO, "by an import");
    assert_eq!(look(&provider(&[], 0), &[]), YES);
}

#[test]
fn the_oldest_input_tells_when_the_reading_began() {
    let two = [csv(&[NIGHTLY]), csv(&[WEEKLY])];
    let with_times = |time: &str, second: &str| {
        let sandbox = in_maintenance();
        fs::write(sandbox.path("first.csv"), &two[0]).unwrap();
        fs::write(sandbox.path("second.csv"), &two[1]).unwrap();
        let touch = |args: &[&str]| {
            let touched = std::process::Command::new("touch").args(args).status().unwrap();
            assert!(touched.success());
        };
        let first = sandbox.path("first.csv").to_str().unwrap().to_owned();
        touch(&["-d", time, &first]);
        let second = match second {
            "-" => "-".to_owned(),
            name => sandbox.path(name).to_str().unwrap().to_owned(),
        };
        let mut import = sandbox
            .command(&["jobs", "import", "-q", "--complete", &first, &second])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        // The reader may not want it.
        let _ = import.stdin.take().unwrap().write_all(two[1].as_bytes());
        assert_eq!(import.wait().unwrap().code(), Some(0));
        drained(&sandbox)
    };
    assert_eq!(with_times("3 hours ago", "second.csv"), NOT_KNOWN);
    assert_eq!(with_times("3 hours ago", "-"), NOT_KNOWN, "a file beside standard input");
    assert_eq!(with_times("1969-12-31T00:00:00Z", "-"), NOT_KNOWN, "a time before 1970");
    assert_eq!(with_times("1969-12-31T00:00:00Z", "second.csv"), NOT_KNOWN);
}

#[test]
fn two_running_sessions_of_one_job_do_not_end_with_one_of_them() {
    let second = RUNS.replace(r#""id":"1""#, r#""id":"2""#);
    let sandbox = in_maintenance();
    import(&sandbox, &provider(&[RUNS, &second], 2), &[]);
    assert_eq!(drained(&sandbox), NO);
    let header = "Id,JobName,TenantName,JobType,State,CreationTime\n";
    for id in ["1", "2"] {
        let stopped = format!("{id},nightly,Acme,Backup,Stopped,2026-11-23T20:00:00Z\n");
        import(&sandbox, &format!("{header}{stopped}"), &[]);
    }
    assert_eq!(drained(&sandbox), NOT_KNOWN, "which of them ended is not known");
    import(&sandbox, &provider(&[RUNS], 1), &[]);
    assert_eq!(drained(&sandbox), NO);
    import(&sandbox, &provider(&[], 0), &[]);
    assert_eq!(drained(&sandbox), YES);
}

#[test]
fn a_running_job_is_not_edited_out_of_the_drain() {
    for edit in [["--target", "local"], ["--type", "other"]] {
        let sandbox = in_maintenance();
        import(&sandbox, &provider(&[RUNS], 1), &[]);
        let edited = sandbox.run(&[&["jobs", "edit", "nightly"][..], &edit].concat());
        assert_eq!(edited.status, Some(1), "{edit:?}");
        assert_eq!(drained(&sandbox), NO, "{edit:?}");
        import(&sandbox, &provider(&[], 0), &[]);
        sandbox.succeed(&[&["jobs", "edit", "nightly", "-q"][..], &edit].concat());
        assert_eq!(drained(&sandbox), YES, "{edit:?}");
    }
}

#[test]
fn a_job_that_is_listed_again_without_a_state_is_asked_for() {
    let sandbox = in_maintenance();
    sandbox.succeed(&["disable", "-q"]);
    let both = csv(&[NIGHTLY, WEEKLY]);
    import(&sandbox, &both, &["--complete"]);
    import(&sandbox, &csv(&[NIGHTLY]), &["--complete"]);
    sandbox.succeed(&["enable", "-q"]);
    std::thread::sleep(Duration::from_millis(5));
    import(&sandbox, &both.replace("weekly,False", "weekly,"), &["--complete"]);
    assert_eq!(drained(&sandbox), NOT_KNOWN);
    import(&sandbox, &both, &["--complete"]);
    assert_eq!(drained(&sandbox), YES);
}

#[test]
fn a_tenant_that_is_enabled_again_is_asked_for() {
    let listing = |enabled: bool, status: &str| {
        format!(
            r#"{{"data":[{{"instanceUid":"a","name":"Acme","isEnabled":{enabled},"assignedForCompany":"t","siteUid":"s"}}]}}
{{"data":[{{"instanceUid":"1","name":"nightly","type":"BackupVm","status":{status},"targetType":"Cloud","backupServerUid":"s","organizationUid":"t"}},
{{"instanceUid":"2","name":"weekly","type":"BackupVm","status":{status},"targetType":"Cloud","backupServerUid":"s","organizationUid":"t"}}]}}"#
        )
    };
    let sandbox = in_maintenance();
    import(&sandbox, &listing(false, "\"Success\""), &["--complete"]);
    let before = drained(&sandbox);
    import(&sandbox, &listing(true, "null"), &["--complete"]);
    assert_eq!((before, drained(&sandbox)), (YES, YES), "the first one proves it");
    sandbox.succeed(&["disable", "-q"]);
    sandbox.succeed(&["enable", "-q"]);
    std::thread::sleep(Duration::from_millis(5));
    import(&sandbox, &listing(true, "null"), &["--complete"]);
    assert_eq!(drained(&sandbox), NOT_KNOWN);
}

#[test]
fn a_listing_from_the_time_of_a_run_proves_nothing_even_after_the_run_is_deleted() {
    let sandbox = in_maintenance();
    sandbox.succeed(&["disable", "-q"]);
    let mut run = sandbox.command(&["run", "nightly", "--", "sleep", "1"]).spawn().unwrap();
    while parse_json(&sandbox.succeed(&["sessions", "--working", "--json"]))["sessions"]
        .as_array()
        .unwrap()
        .is_empty()
    {
        std::thread::sleep(Duration::from_millis(5));
    }
    import(&sandbox, &provider(&[RUNS], 1), &[]);
    run.wait().unwrap();
    let idle = || sandbox.run(&["is", "idle"]).status.unwrap();
    assert_ne!(idle(), YES);
    sandbox.succeed(&["sessions", "clear", "--before", &now(&sandbox), "--yes", "-q"]);
    assert_ne!(idle(), YES);
    // The reading of this one began before the run.
    let mut import = sandbox.command(&[
        "wait",
        "idle",
        "--timeout",
        "3s",
        "--poll",
        "9s",
        "--refresh",
        "sleep 1; cat listing",
    ]);
    fs::write(sandbox.path("listing"), provider(&[RUNS], 1)).unwrap();
    let mut import = import.stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    sandbox.run(&["run", "nightly", "--", "true"]);
    import.wait().unwrap();
    assert_ne!(idle(), YES);
}

#[test]
fn a_listing_does_not_end_the_session_of_a_command_that_still_runs() {
    let sandbox = in_maintenance();
    sandbox.succeed(&["disable", "-q"]);
    let command = "until test -e go; do sleep 0.01; done";
    let run = ["run", "nightly", "--", "sh", "-c", command];
    let mut run = sandbox.command(&run).spawn().unwrap();
    let running = || {
        let sessions = sandbox.succeed(&["sessions", "--working", "--json"]);
        parse_json(&sessions)["sessions"].as_array().unwrap().len()
    };
    while running() == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let listings = [csv(&[NIGHTLY, WEEKLY]), provider(&[RUNS], 1), provider(&[], 0)];
    let found = listings.map(|listing| {
        import(&sandbox, &listing, &["--complete"]);
        running()
    });
    fs::write(sandbox.path("go"), "").unwrap();
    run.wait().unwrap();
    assert_eq!(found, [1, 1, 1]);
    assert_eq!(running(), 0);
}

#[test]
fn sessions_that_are_null_and_errors_of_any_shape_prove_nothing() {
    let with = |member: &str| provider(&[], 0).replace('}', &format!(",{member}}}"));
    for text in [
        provider(&[], 0).replace("[]", "null"),
        provider(&[], 0).replace('}', r#","errors":"timeout"}"#),
        provider(&[], 0).replace('}', r#","errors":["timeout"]}"#),
        provider(&[], 0).replace('}', r#","errors":{"message":"timeout"}}"#),
        provider(&[], 0).replace('}', r#","error":"access denied"}"#),
        provider(&[], 0).replace('}', r#","complete":false}"#),
        provider(&[], 0).replace('}', r#","truncated":true}"#),
        provider(&[], 0) + "\n{\"schema\":\"mm.listing/1\",\"complete\":false}\n",
        with(r#""message":"access denied""#),
        with(r#""statusCode":401"#),
        with(r#""status_code":"503""#),
        with(r#""success":false"#),
        with(r#""exception":"x""#),
        with(r#""failures":["x"]"#),
        with(r#""unreachable":["srv2"]"#),
        with(r#""meta":{"error":"x"}"#),
        with(r#""result":{"sessions":[{"id":"2","state":"Working"}]}"#),
        with(r#""result":"@{sessions=System.Object[]}""#),
        with(r#""has_more":true"#),
        with(r#""next_page":2"#),
        with(r#""warnings":["srv2 unreachable"]"#),
        with(r#""skipped":3"#),
        with(r#""omitted":["x"]"#),
        with(r#""timedOut":true"#),
        with(r#""status":"failed""#),
        with(r#""result":"Error""#),
        with(r#""interrupted":true"#),
        with(r#""left_out":["srv2"]"#),
    ] {
        let sandbox = in_maintenance();
        import(&sandbox, &text, &[]);
        assert_eq!(drained(&sandbox), NOT_KNOWN, "{text}");
    }
    for member in [
        r#""success":true"#,
        r#""server":"cc01""#,
        r#""statusCode":200"#,
        r#""errors":[]"#,
        r#""next":null"#,
    ] {
        let sandbox = in_maintenance();
        import(&sandbox, &with(member), &[]);
        assert_eq!(drained(&sandbox), YES, "{member}");
    }
    let row =
        r#"{"Tenant":"Acme","Name":"N","JobType":"Backup","IsRunning":false,"Target":"cloud"}"#;
    for (member, want) in [
        (r#""total_count":"1""#, YES),
        (r#""total_count":"2""#, NOT_KNOWN),
        (r#""has_more":true"#, NOT_KNOWN),
        (r#""cursor":"abc""#, NOT_KNOWN),
        (r#""paging_info":{"total":2}"#, NOT_KNOWN),
        (r#""message":"all of them""#, YES),
        (r#""PagingInfo":{"PageNum":1,"PageSize":1,"PagesCount":3}"#, NOT_KNOWN),
        (r#""PagingInfo":{"PageNum":1,"PageSize":1,"PagesCount":1}"#, YES),
        (r#""Links":[{"Rel":"Next","Href":"/x?skip=1"}]"#, NOT_KNOWN),
        (r#""page":{"number":0,"totalElements":2,"size":1}"#, NOT_KNOWN),
        (r#""totalRows":2"#, NOT_KNOWN),
        (r#""last":false"#, NOT_KNOWN),
        (r#""last":true"#, YES),
        (r#""moreRecords":true"#, NOT_KNOWN),
        (r#""remaining":"4999""#, YES),
        (r#""pageCount":500"#, YES),
        (r#""totalElements":1,"number":0"#, YES),
        (r#""recordsTotal":2"#, NOT_KNOWN),
        (r#""pagination":{"page":1,"pages":3}"#, NOT_KNOWN),
        (r#""offline":["vbr2"]"#, NOT_KNOWN),
        (r#""status":"partial""#, NOT_KNOWN),
        (r#""runningSessions":2"#, NOT_KNOWN),
        (r#""isPartial":true"#, NOT_KNOWN),
        (r#""warnings":["vbr2 is not reachable"]"#, NOT_KNOWN),
        (r#""warnings":[]"#, YES),
    ] {
        let text = format!("{{\"data\":[{row}],{member}}}\n");
        assert_eq!(drained_by(&[text]), want, "{member}");
    }
    // An empty list beside an error is none.
    for member in [r#""message":"Unauthorized""#, r#""statusCode":401,"title":"Unauthorized""#] {
        let sandbox = in_maintenance();
        let text = format!("{{\"data\":[],{member}}}");
        import(&sandbox, &text, &["--kind", "sessions", "--complete"]);
        assert_eq!(drained(&sandbox), NOT_KNOWN, "{text}");
    }
}

#[test]
fn a_prediction_says_that_it_is_one() {
    let sandbox = in_maintenance();
    // A listing that does not prove it.
    import(&sandbox, &csv(&[NIGHTLY]), &[]);
    assert_eq!(drained(&sandbox), NOT_KNOWN);
    let predicted = sandbox.run(&["is", "drained", "--predicted", "--json"]);
    let answer = parse_json(&predicted.out);
    assert_eq!((predicted.status, &answer["predicted"]), (Some(YES), &true.into()));
    assert!(predicted.err.contains("predicted from planned durations"), "{}", predicted.err);
    import(&sandbox, &provider(&[], 0), &[]);
    let observed = sandbox.run(&["is", "drained", "--predicted", "--json"]);
    assert_eq!(parse_json(&observed.out)["predicted"], false);
}

#[test]
fn a_prediction_needs_something_to_predict_from() {
    let sandbox = in_maintenance();
    for state in ["drained", "idle"] {
        let unproven = sandbox.run(&["is", state]);
        assert!(unproven.err.contains("mm jobs import"), "{}", unproven.err);
        assert!(!unproven.err.contains("--predicted"), "{}", unproven.err);
        let predicted = sandbox.run(&["is", state, "--predicted"]);
        assert_eq!(predicted.status, Some(NOT_KNOWN), "{}", predicted.err);
        assert!(predicted.err.contains("no observation"), "{}", predicted.err);
    }
}

#[test]
fn a_wait_that_nothing_refreshes_says_so_once() {
    let sandbox = in_maintenance();
    let wait = |more: &[&str]| {
        let words = ["wait", "drained", "--timeout", "2s", "--poll", "1s"];
        sandbox.run(&[&words, more].concat()).err
    };
    let note = "no refresh hook is installed: only `mm jobs import` changes this";
    assert_eq!(wait(&[]).matches(note).count(), 1);
    fs::write(sandbox.path("listing"), csv(&[NIGHTLY])).unwrap();
    assert!(!wait(&["--refresh", "cat listing"]).contains("refresh hook"));
    for words in [&[][..], &["enable", "--for", "3h"]] {
        let page = sandbox.succeed(words);
        assert!(page.contains("mm jobs import"), "{page}");
    }
}

#[test]
fn a_session_that_a_partial_listing_of_jobs_ended_may_be_that_of_another_server() {
    let sandbox = in_maintenance();
    import(&sandbox, &provider(&[RUNS], 1), &[]);
    assert_eq!(drained(&sandbox), NO);
    import(&sandbox, &csv(&[NIGHTLY]), &[]);
    assert_eq!(drained(&sandbox), NOT_KNOWN, "two servers may have a job of this name");
    import(&sandbox, &csv(&[NIGHTLY, WEEKLY]), &["--complete"]);
    assert_eq!(drained(&sandbox), YES, "this listing speaks for all");
    let sandbox = in_maintenance();
    import(&sandbox, &provider(&[RUNS], 1), &[]);
    import(&sandbox, &csv(&[NIGHTLY]), &[]);
    import(&sandbox, &provider(&[], 0), &[]);
    assert_eq!(drained(&sandbox), YES, "the sessions were read again");
}

#[test]
fn the_time_limit_of_a_wait_bounds_the_wait_for_a_locked_store() {
    let sandbox = in_maintenance();
    fs::write(sandbox.path("listing"), provider(&[], 0)).unwrap();
    let wait = ["wait", "drained", "--timeout", "1s", "--refresh", "cat listing"];
    for lock in ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"] {
        let holder = rusqlite::Connection::open(sandbox.path("mm.db")).unwrap();
        holder.execute_batch(lock).unwrap();
        assert_eq!(sandbox.run(&wait).status, Some(124), "{lock}");
        holder.execute_batch("ROLLBACK").unwrap();
    }
    assert_eq!(sandbox.run(&wait).status, Some(0));
}

#[test]
fn a_clock_of_the_server_that_is_a_little_ahead_does_not_stop_a_wait() {
    let sandbox = in_maintenance();
    let present: jiff::Timestamp = now(&sandbox).parse().unwrap();
    let wait = ["wait", "drained", "--timeout", "3s", "--poll", "1s", "--refresh", "cat listing"];
    for (ahead, status) in [(40, Some(0)), (3600, Some(124))] {
        let told = present + jiff::SignedDuration::from_secs(ahead);
        let told = format!(r#""observed_at":"{told}","count""#);
        let listing = provider(&[], 0).replace(r#""count""#, &told);
        fs::write(sandbox.path("listing"), listing).unwrap();
        let waited = sandbox.run(&wait);
        assert_eq!(waited.status, status, "{ahead}: {waited:?}");
        let warns = waited.err.matches("lies in the future").count();
        assert_eq!(warns, usize::from(status != Some(0)), "{ahead}: {waited:?}");
        sandbox.succeed(&["disable"]);
        sandbox.succeed(&["enable"]);
    }
}

#[cfg(unix)]
#[test]
fn a_wait_is_interrupted_while_the_store_is_locked() {
    let sandbox = in_maintenance();
    let wait = ["wait", "drained", "--poll", "1s", "--json"];
    let mut wait = sandbox.command(&wait).stdout(Stdio::piped()).spawn().unwrap();
    // Its first poll shows that it catches signals.
    let mut polls = std::io::BufReader::new(wait.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut polls, &mut String::new()).unwrap();
    let holder = rusqlite::Connection::open(sandbox.path("mm.db")).unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    // Long enough for the next poll to wait for the lock.
    std::thread::sleep(Duration::from_secs(2));
    let mut interrupt = std::process::Command::new("kill");
    assert!(interrupt.args(["-INT", &wait.id().to_string()]).status().unwrap().success());
    assert_eq!(wait.wait().unwrap().code(), Some(130));
}
