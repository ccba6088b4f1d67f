//! Listings as operators have them, reduced and with invented names, each with the right answer.

use jiff::tz::TimeZone;

use crate::domain::{Instant, Target};
use crate::import::imported::{ExportFormat, ImportError, ImportOptions, Imported, ImportedJob};
use crate::import::tests::invariants::check;
use crate::import::tests::{assumed, has, jobs, options, sessions, try_read, unused};

/// Options of an import at this time, in this zone, of jobs against the cloud.
fn at(now: &str, zone: &str) -> ImportOptions {
    let now = Instant::parse(now).unwrap();
    ImportOptions {
        begun: now,
        now,
        timezone: TimeZone::get(zone).unwrap(),
        target: Some(Target::Cloud),
        ..options()
    }
}

fn tonight() -> ImportOptions {
    at("2026-11-23T21:00:00Z", "UTC")
}

#[track_caller]
fn read(texts: &[&str], options: &ImportOptions) -> Imported {
    let imported = try_read(texts, options).unwrap_or_else(|wrong| panic!("{wrong}"));
    check(&imported);
    imported
}

fn refused(texts: &[&str]) -> ImportError {
    try_read(texts, &tonight()).unwrap_err()
}

/// The types of all jobs, as `name type`.
fn types(imported: &Imported) -> Vec<String> {
    let line = |each: &ImportedJob| format!("{} {}", each.job.name, each.job.job_type);
    imported.jobs.iter().map(line).collect()
}

/// The starts of all jobs, as `name cron zone` or `name time`.
fn starts(imported: &Imported) -> Vec<String> {
    let line = |each: &ImportedJob| {
        let job = &each.job;
        match (&job.schedule, job.starts.first()) {
            (Some(schedule), _) => {
                let zone = schedule.timezone.as_deref().unwrap_or("none");
                format!("{}: {} {zone}", job.name, schedule.cron)
            }
            (None, Some(start)) => format!("{}: {start}", job.name),
            (None, None) => format!("{}: none", job.name),
        }
    };
    imported.jobs.iter().map(line).collect()
}

const REPORT: &str = "\"JobName\",\"VMName\",\"Status\",\"IsRetry\",\"ProcessingMode\",\"JobDuration\",\"TaskDuration\",\"CreationTime\",\"JobType\"\n";

/// A row of a session report.
fn row(job: &str, task: &str, status: &str, took: &str, created: &str, kind: &str) -> String {
    format!(
        "\"{job}\",\"{task}\",\"{status}\",\"False\",\"\",\"00:40:00\",\"{took}\",\"{created}\",\"{kind}\"\n"
    )
}

#[test]
fn pages_that_are_missing_are_reported() {
    let job = r#"{"instanceUid":"1","name":"Pier","backupServerUid":"2","organizationUid":"3","type":"BackupVm","status":"Success","lastRun":"2026-11-23T02:00:00Z","lastEndTime":"2026-11-23T03:00:00Z","targetType":"Cloud"}"#;
    let page = |meta: &str| format!(r#"{{"meta":{{"pagingInfo":{{{meta}}}}},"data":[{job}]}}"#);
    let lost = |meta: &str| read(&[&page(meta)], &tonight()).lost;
    assert_eq!(lost(r#""total":247,"count":1,"offset":0"#), ["1 of 247 jobs of backup servers"]);
    assert_eq!(lost(r#""total":247,"count":1,"offset":200"#), ["1 of 247 jobs of backup servers"]);
    assert_eq!(lost(r#""total":1,"count":1,"offset":0"#), [""; 0]);
    let session = r#"{"data":[{"id":"9","name":"Pier","jobId":"1","sessionType":"BackupJob","state":"Stopped","creationTime":"2026-11-23T02:00:00Z","endTime":"2026-11-23T03:00:00Z","result":{"result":"Success"}}],"pagination":{"total":4110,"count":1,"skip":0,"limit":1}}"#;
    assert_eq!(read(&[session], &tonight()).lost, ["1 of 4110 sessions"]);
}

#[test]
fn unfinished_rows_of_the_newest_session_in_a_report_are_running() {
    #[track_caller]
    fn case(rows: &[String], want: &[&str]) {
        let imported = read(&[&format!("{REPORT}{}", rows.concat())], &tonight());
        assert_eq!(sessions(&imported), want);
    }
    let tonight_at = "11/23/2026 20:20:00";
    let yesterday = "11/22/2026 20:20:00";
    let done = row("N", "app01", "Success", "00:20:00", tonight_at, "EVmware");
    let works = row("N", "app02", "InProgress", "00:20:00", tonight_at, "EVmware");
    let waits = row("N", "app03", "Pending", "00:00:00", tonight_at, "EVmware");
    let before = row("N", "app01", "Success", "00:21:00", yesterday, "EVmware");
    let all = [done.clone(), works.clone(), waits.clone(), before.clone()];
    case(&all, &["N since 20:20:00: app01 success, app02 running, app03 pending"]);
    // One that is Running, or only Pending, is enough.
    case(
        &[done.clone(), works.replace("InProgress", "Running")],
        &["N since 20:20:00: app01 success, app02 running"],
    );
    case(&[done.clone(), waits], &["N since 20:20:00: app01 success, app03 pending"]);
    // So is one in a state that mm does not know, or without one.
    for (state, shown) in
        [("Verifying", "running"), ("WaitingRepository", "running"), ("None", "pending")]
    {
        let unknown = works.replace("InProgress", state);
        let want = format!("N since 20:20:00: app01 success, app02 {shown}");
        case(&[done.clone(), unknown], &[&want]);
    }
    // An older session is over if none of its rows says that it is running.
    let old = works.replace(tonight_at, yesterday);
    let want = "N since 20:20:00: app01 success, app02 running";
    case(&[done.clone(), old.clone(), before.clone()], &[want]);
    case(&[done.clone(), old.replace("InProgress", "Pending"), before.clone()], &[]);
    case(&[done, before], &[]);
}

#[test]
fn running_wins_where_a_report_and_a_listing_of_jobs_disagree() {
    let listed = "Name,TypeToString,IsRunning\nN,VMware Backup,False\n";
    let report = row("N", "app02", "InProgress", "00:20:00", "11/23/2026 20:20:00", "EVmware");
    let imported = read(&[listed, &format!("{REPORT}{report}")], &tonight());
    assert_eq!(sessions(&imported), ["N since 20:20:00: app02 running"]);
    has(&unused(&imported), "running counts");
}

#[test]
fn a_task_that_has_started_works_whatever_its_status_is() {
    let job = |task: &str| {
        let text = format!(
            r#"[{{"instanceUid":"1","backupServerUid":"2","name":"N","type":"BackupVm","status":"Running","targetType":"Cloud",
            "lastRun":"2026-11-23T20:00:00Z","lastSessionTasks":[{task}]}}]"#
        );
        sessions(&read(&[&text], &tonight()))
    };
    let task = r#"{"objectName":"a","status":"Pending","startTime":"2026-11-23T20:10:00Z"}"#;
    assert_eq!(job(task), ["N since 20:00:00: a running"]);
    assert_eq!(job(r#"{"objectName":"a","status":"Pending"}"#), ["N since 20:00:00: a pending"]);
    let session = r#"[{"id":"9","name":"N","jobId":"1","sessionType":"BackupJob","state":"Pending","creationTime":"2026-11-23T20:00:00Z"}]"#;
    assert_eq!(sessions(&read(&[session], &tonight())), ["N since 20:00:00: N running"]);
}

#[test]
fn all_columns_of_cloud_tenants_are_tenants() {
    let tenants = "\"Enabled\",\"LeaseExpirationEnabled\",\"SaltedPassword\",\"VMCount\",\"LastActive\",\"LastResult\",\"MaxConcurrentTask\",\"Type\",\"Id\",\"Name\"\n\
        \"True\",\"True\",\"x\",\"12\",\"11/23/2026 8:14:05 PM\",\"Success\",\"4\",\"General\",\"c1\",\"larkfield\"\n\
        \"False\",\"False\",\"x\",\"3\",\"10/01/2026 8:14:05 PM\",\"Failed\",\"1\",\"General\",\"c2\",\"mossgate\"\n\
        \"True\",\"False\",\"x\",\"3\",\"10/01/2026 8:14:05 PM\",\"None\",\"0\",\"VCD\",\"c3\",\"vdc-tern\"\n";
    let show = |imported: &Imported| -> Vec<String> {
        let line = |tenant: &crate::domain::Tenant| {
            format!("{} {} {:?}", tenant.name, tenant.access, tenant.slots)
        };
        imported.tenants.iter().map(line).collect()
    };
    let want = ["larkfield enabled Some(4)", "mossgate disabled Some(1)", "vdc-tern enabled None"];
    let imported = read(&[tenants], &tonight());
    assert_eq!((show(&imported), imported.jobs.len()), (want.map(str::to_owned).to_vec(), 0));
    let json = r#"[{"Enabled":false,"LastResult":0,"MaxConcurrentTask":1,"Type":0,"Id":"c2","Name":"mossgate","Resources":[]}]"#;
    assert_eq!(show(&read(&[json], &tonight())), [want[1]]);
    let selected = "Id,Name,Enabled,LeaseExpirationEnabled\nc2,mossgate,False,False\n";
    assert_eq!(show(&read(&[selected], &tonight())), ["mossgate disabled None"]);
}

#[test]
fn standalone_agents_are_jobs_with_a_state() {
    let listed = "\"RepositoryId\",\"ObjectsCount\",\"IsEnabled\",\"NextRun\",\"Target\",\"Type\",\"LastResult\",\"LastState\",\"Id\",\"Name\"\n\
        \"e1\",\"1\",\"True\",\"24.11.2026 22:00:00\",\"Cloudablage\",\"EndpointBackup\",\"None\",\"Working\",\"a1\",\"NB-17\"\n\
        \"e1\",\"1\",\"False\",\"25.11.2026 22:00:00\",\"Cloudablage\",\"EndpointBackup\",\"Success\",\"Stopped\",\"a2\",\"NB-18\"\n";
    let repositories = "\"Id\",\"Name\",\"Type\"\n\"e1\",\"Cloudablage\",\"Cloud\"\n";
    for format in [None, Some(ExportFormat::Powershell)] {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let options = ImportOptions { format, timezone: zone, target: None, ..tonight() };
        let imported = read(&[listed, repositories], &options);
        assert_eq!(types(&imported), ["NB-17 windows-agent-backup", "NB-18 windows-agent-backup"]);
        assert!(imported.jobs.iter().all(|each| each.stated.target));
        assert_eq!(sessions(&imported), ["NB-17 since 21:00:00: NB-17 running"]);
        assert_eq!(starts(&imported), ["NB-17: 2026-11-24T21:00:00Z", "NB-18: none"]);
        has(&assumed(&imported), "no operating system for an agent");
        assert!(unused(&imported).is_empty(), "{:?}", unused(&imported));
    }
}

#[test]
fn tape_jobs_are_jobs_that_maintenance_does_not_cover() {
    let listed = "Id,Name,Type,FullBackupMediaPool,Enabled,NextRun,LastResult,LastState,Target\n\
        t1,Vault,BackupToTape,Pool 1,True,11/24/2026 22:00:00,Success,Stopped,Pool 1\n";
    let imported = read(&[listed], &tonight());
    assert_eq!(types(&imported), ["Vault other"]);
    assert_eq!(starts(&imported), ["Vault: 2026-11-24T22:00:00Z"]);
}

#[test]
fn schedules_of_the_console_become_cron() {
    let job = |schedule: &str, kind: &str| {
        let text = format!(
            r#"[{{"instanceUid":"1","backupServerUid":"2","name":"N","type":"BackupVm","status":"Success","targetType":"Cloud",
            "isEnabled":true,"scheduleType":"{kind}","schedule":{schedule}}}]"#
        );
        read(&[&text], &tonight())
    };
    let case = |imported: &Imported, want: &str| {
        assert_eq!(starts(imported), [format!("N: {want}")]);
    };
    let daily = |kind: &str, days: &str, time: &str, utc: &str| {
        let options =
            format!(r#"{{"kind":"{kind}","days":[{days}],"time":"{time}","timeUtc":"{utc}"}}"#);
        job(
            &format!(r#"{{"dailyScheduleOptions":{options},"continuousScheduleEnabled":false}}"#),
            "Daily",
        )
    };
    case(&daily("Everyday", r#""Monday""#, "23:00:00", "22:00:00"), "0 22 * * * UTC");
    case(&daily("WeekDays", "", "22:00:00", "22:00:00"), "0 22 * * 1-5 UTC");
    // At half past midnight in Berlin it is still the day before in UTC.
    let shifted = daily("SelectedDays", r#""Monday","Saturday""#, "00:30:00", "23:30:00");
    case(&shifted, "30 23 * * 0,5 UTC");
    has(&assumed(&shifted), "daylight saving time is not known");
    let monthly = r#"{"monthlyScheduleOptions":{"time":"22:00:00","timeUtc":"22:00:00","dayNumberInMonth":"Fourth","dayOfWeek":"Saturday","months":["January","July"]}}"#;
    case(&job(monthly, "Monthly"), "0 22 * 1,7 6#4 UTC");
    let periodically = r#"{"periodicallyScheduleOptions":{"kind":"Hours","fullPeriod":4}}"#;
    case(&job(periodically, "Periodically"), "0 */4 * * * UTC");
    for (schedule, kind) in [
        (r#"{"continuousScheduleEnabled":true}"#, "Continuously"),
        (r#"{"chainingOptions":{"previousJobName":"A"}}"#, "Chained"),
        ("null", "Continuously"),
    ] {
        let imported = job(schedule, kind);
        case(&imported, "none");
        has(&assumed(&imported), &format!("cron cannot express the schedule {kind:?}"));
        has(&assumed(&imported), "no start of the next session is known");
    }
    let told =
        |kind| assumed(&job("null", kind)).join("\n").contains("no start of the next session");
    assert!(told("Daily") && !told("NotScheduled"));
}

#[test]
fn the_order_of_day_and_month_is_settled_once() {
    let head = "Id,JobId,JobName,JobType,State,Result,CreationTime,EndTime\n";
    let jobs = "Id,Name,JobType,TypeToString,IsScheduleEnabled,IsRunning\na1,Nightly,Backup,VMware Backup,True,True\n";
    // A session cannot start in December if it is November.
    let running = format!(
        "{head}b1,a1,Nightly,Backup,Working,None,12/11/2026 20:30:00,01/01/1900 00:00:00\n\
        b2,a1,Nightly,Backup,Stopped,Success,11/11/2026 20:30:00,11/11/2026 22:40:00\n"
    );
    let london = at("2026-11-12T21:00:00Z", "Europe/London");
    let imported = read(&[jobs, &running], &london);
    let starts: Vec<String> = imported.sessions.iter().map(|x| x.started.to_string()).collect();
    assert_eq!(starts, ["2026-11-11T20:30:00Z", "2026-11-12T20:30:00Z"]);
    // 31/10 in one file settles the other.
    let listed = "Id,Name,JobType,TypeToString,IsRunning,LatestRunLocal\n\
        a1,Nightly,Backup,VMware Backup,True,5/11/2026 9:30:00 PM\na2,Weekly,Backup,VMware Backup,False,31/10/2026 9:30:00 PM\n";
    let sessions = format!(
        "{head}b1,a1,Nightly,Backup,Working,None,5/11/2026 9:30:00 PM,1/01/1900 12:00:00 AM\n\
        b2,a1,Nightly,Backup,Stopped,Success,4/11/2026 9:30:00 PM,4/11/2026 11:30:00 PM\n"
    );
    let imported = read(&[listed, &sessions], &at("2026-11-05T22:00:00Z", "UTC"));
    let of = |ended: bool| {
        let found =
            imported.sessions.iter().find(|x| x.job == "Nightly" && x.ended.is_some() == ended);
        found.unwrap().started.to_string()
    };
    assert_eq!((&*of(false), &*of(true)), ("2026-11-05T21:30:00Z", "2026-11-04T21:30:00Z"));
    // Where nothing has to be read in one order, leading zeros and the newest time decide.
    let report = |dates: &[&str]| {
        let row =
            |date: &&str| row("N", &format!("srv-{date}"), "Success", "00:10:00", date, "EVmware");
        format!("{REPORT}{}", dates.iter().map(row).collect::<String>())
    };
    let newest = |text: &str, dates: Option<crate::import::DateOrder>| {
        let options = ImportOptions { dates, ..at("2026-09-09T02:00:00Z", "Australia/Sydney") };
        let imported = read(&[text], &options);
        let recorded = imported.jobs[0].job.tasks.iter().flat_map(|task| &task.recorded);
        (recorded.filter_map(|x| x.started).max().unwrap().to_string(), assumed(&imported))
    };
    let padded =
        report(&["2/09/2026 11:00:06 PM", "8/09/2026 11:00:06 PM", "5/03/2026 11:00:06 PM"]);
    let (at, told) = newest(&padded, None);
    assert_eq!(at, "2026-09-08T13:00:06Z");
    has(&told, "3 dates such as 2/5/2026 read as day/month/year: months have a leading zero");
    let (at, _) = newest(&padded, Some(crate::import::DateOrder::MonthFirst));
    assert_eq!(at, "2026-08-09T13:00:06Z");
    let (at, told) = newest(&report(&["08/09/2026 23:00:06", "02/09/2026 23:00:06"]), None);
    assert_eq!(at, "2026-09-08T13:00:06Z");
    has(&told, "day/month/year: the newest is then of the last 26 hours");
    let (at, told) = newest(&report(&["09/08/2026 23:00:06", "09/02/2026 23:00:06"]), None);
    assert_eq!(at, "2026-09-08T13:00:06Z");
    has(&told, "month/day/year: the newest is then of the last 26 hours");
    let (_, told) = newest(&report(&["02/03/2026 23:00:06"]), None);
    has(&told, "1 date such as 2/5/2026 read as month/day/year: nothing tells the order");
}

#[test]
fn schedules_of_job_lists_become_cron_or_are_reported() {
    let head = "\"Name\",\"JobType\",\"Sources\",\"IsScheduleEnabled\",\"RunAutomatically\",\"DailyStartTime\",\"MonthlyStartTime\",\"Periodically\",\"HourlyOffset\",\"AfterJob\",\"IsRunning\",\"LastResult\",\"SessionStart\",\"SessionEnd\",\"Duration\"\n";
    let text = format!(
        "{head}\
        \"業務\",\"Backup\",\"app01\",\"True\",\"True\",\"22:00\",\"\",\"\",\"\",\"\",\"True\",\"None\",\"2026/11/23 22:00:08\",\"\",\"\"\n\
        \"Weekly full\",\"Backup\",\"f\",\"True\",\"True\",\"\",\"10:00 PM on Fourth Saturday in January;February;March;April;May;June;July;August;September;October;November;December\",\"\",\"\",\"\",\"False\",\"Success\",\"2026/11/22 02:00:08\",\"2026/11/23 04:30:08\",\"02:30:00\"\n\
        \"Chained\",\"Backup\",\"m\",\"True\",\"True\",\"\",\"\",\"\",\"\",\"業務\",\"False\",\"Success\",\"2026/11/22 23:10:00\",\"2026/11/22 23:40:00\",\"00:30:00\"\n\
        \"Every 4h\",\"Backup\",\"s\",\"True\",\"True\",\"\",\"\",\"240 min(s)\",\"15 min(s)\",\"\",\"False\",\"Warning\",\"2026/11/23 20:15:00\",\"2026/11/23 20:20:00\",\"00:05:00\"\n\
        \"Every 6h\",\"Backup\",\"s\",\"True\",\"True\",\"\",\"\",\"6 hour(s)\",\"\",\"\",\"False\",\"Success\",\"\",\"\",\"\"\n\
        \"Every day\",\"Backup\",\"s\",\"True\",\"True\",\"\",\"\",\"1 day(s)\",\"\",\"\",\"False\",\"Success\",\"\",\"\",\"\"\n\
        \"Every 20\",\"Backup\",\"s\",\"True\",\"True\",\"\",\"\",\"20\",\"\",\"\",\"False\",\"Success\",\"\",\"\",\"\"\n\
        \"Manual\",\"Backup\",\"o\",\"True\",\"False\",\"\",\"\",\"\",\"\",\"\",\"False\",\"Failed\",\"2026/11/01 20:15:00\",\"2026/11/01 20:20:00\",\"00:05:00\"\n\
        \"Off\",\"Backup\",\"p\",\"False\",\"True\",\"22:00\",\"\",\"\",\"\",\"\",\"False\",\"None\",\"\",\"\",\"\"\n"
    );
    let imported = read(&[&text], &at("2026-11-23T14:00:00Z", "Asia/Tokyo"));
    assert_eq!(
        starts(&imported),
        [
            "業務: 0 22 * * * Asia/Tokyo",
            "Weekly full: 0 22 * * 6#4 Asia/Tokyo",
            "Chained: none",
            "Every 4h: 15 */4 * * * Asia/Tokyo",
            "Every 6h: 0 */6 * * * Asia/Tokyo",
            "Every day: 0 0 * * * Asia/Tokyo",
            "Every 20: 0/20 * * * * Asia/Tokyo",
            "Manual: none",
            "Off: none",
        ]
    );
    has(&jobs(&imported), "acme/Weekly full vm-backup cloud 1: f 1d2h30m");
    let told = assumed(&imported);
    has(&told, "cron cannot express the schedule \"after 業務\"");
    has(&told, "line 3: a duration contradicts the start and end");
    has(&told, "line 4: no start of the next session is known");
    assert!(!told.iter().any(|text| text.contains("start of the next") && text.contains("times")));
}

#[test]
fn jobs_are_disabled_however_a_listing_says_it() {
    let starts = |text: &str| starts(&read(&[text], &tonight()));
    let none = ["N: none"];
    let row = "N,Backup,22:00";
    assert_eq!(starts(&format!("Name,JobType,DailyStartTime,IsJobEnabled\n{row},False\n")), none);
    assert_eq!(
        starts(&format!("Name,JobType,DailyStartTime,IsScheduleDisabled\n{row},True\n")),
        none
    );
    assert_eq!(
        starts(&format!(
            "Name,JobType,StartTime,IsJobEnabled,IsScheduleEnabled,Day(s)\n{row},True,False,All\n"
        )),
        none
    );
    assert_eq!(
        starts(&format!(
            "Name,JobType,StartTime,IsJobEnabled,IsScheduleEnabled,Day(s)\n{row},True,True,\"Mon, Fri\"\n"
        )),
        ["N: 0 22 * * 1,5 UTC"]
    );
}

const PROXIES: &str = r#"{"data":[{"type":"ViProxy","id":"8","name":"P","description":"","hostId":"4","hostName":"srv","isDisabled":false,"isOnline":true,"isOutOfDate":false}]}"#;

#[test]
fn listings_of_other_things_are_named_and_make_no_jobs() {
    #[track_caller]
    fn case(text: &str, name: &str) {
        let wrong = refused(&[text]).to_string();
        let want =
            format!("a: nothing can be used: a listing of {name}, which is not an export of jobs");
        assert_eq!(wrong, want);
        // Beside a listing of jobs it is left out, and that is said.
        let imported = read(&[crate::import::tests::STATE, text], &tonight());
        assert_eq!(types(&imported), ["Nightly vsphere-backup"]);
        has(
            &assumed(&imported),
            &format!("a listing of {name} is not an export of jobs: left out"),
        );
    }
    case(PROXIES, "proxies");
    case(
        "Id,Name,HostId,Host,Type,IsDisabled,Options,MaxTasksCount\nf1,PX,f2,px1,Vi,False,,4\n",
        "proxies",
    );
    case(
        "Id,Name,Enabled,ScheduleOptions,Target,LastResult,LastState,NextRun\nf3,Configuration Backup Job,True,Daily at 02:00,x,Success,Idle,2026-11-24T02:00:00\n",
        "configuration backups",
    );
    case(
        "Id,Name,Description,IsEnabled,VirtualLabId,ApplicationGroupId,LinkedJobIds,ScheduleOptions\nf4,Verify,,True,f5,,,Weekly\n",
        "SureBackup jobs",
    );
    case(
        r#"{"data":[{"platformName":"VMware","id":"6","jobId":"7","jobType":"VSphereBackup","policyUniqueId":"","name":"C","platformId":"0","creationTime":"2026-02-12T02:24:16+01:00","repositoryId":"e1","repositoryName":"R1"}]}"#,
        "backup chains",
    );
    case(
        r#"{"data":[{"type":"IndividualComputers","id":"8","name":"Front desk PCs","description":"","isDisabled":false,"options":{},"computers":[]}]}"#,
        "protection groups",
    );
    case(
        "Id,Name,JobId,CreationTime,DirPath,TypeToString\n1,C,7,2/12/2026 02:24:16,x,VMware Backup\n",
        "backup chains",
    );
}

#[test]
fn all_problems_of_all_files_are_told_at_once() {
    let wrong = refused(&[PROXIES, "[{\"id\":1},", "Vorgang,Zustand\n1,2\n"]).to_string();
    for part in ["a: nothing can be used", "b: line 1 column 10: not JSON"] {
        assert!(wrong.contains(part) || part.starts_with("a:"), "{wrong}");
    }
    let wrong = refused(&[PROXIES, "[]", "Vorgang,Zustand\n1,2\n"]).to_string();
    let lines: Vec<&str> = wrong.split("; ").filter(|part| part.contains(": nothing")).collect();
    assert_eq!(lines.len(), 3, "{wrong}");
    assert!(lines[2].starts_with("c: line 2: nothing can be used: not an export"), "{wrong}");
}

#[test]
fn chains_of_backups_are_not_sessions() {
    let states = r#"{"data":[{"id":"7","name":"Harbour 1","type":"Backup","status":"inactive","lastResult":"Success","lastRun":"2026-11-23T02:00:00+01:00","workload":"vm","objectsCount":2}]}"#;
    for more in ["", r#""jobType":"VSphereBackup","#] {
        let chain = format!(
            r#"{{"data":[{{"platformName":"VMware","id":"6","jobId":"7",{more}"policyUniqueId":"","name":"C","platformId":"0","creationTime":"2026-02-12T02:24:16+01:00","repositoryId":"e1"}}]}}"#
        );
        let imported = read(&[states, &chain], &tonight());
        assert_eq!(sessions(&imported), ["Harbour 1 01:00:00 until 01:00:00: success"]);
        has(&assumed(&imported), "a listing of backup chains is not an export of jobs: left out");
        assert!(refused(&[&chain]).to_string().contains("backup chains"));
    }
}

#[test]
fn a_file_whose_newest_time_is_old_is_reported() {
    let old = crate::import::tests::STATE.replace("2026-11-23T21", "2026-11-20T21");
    let observed = Instant::parse("2026-11-23T20:55:00Z").unwrap();
    for observed_at in [None, Some(observed)] {
        let imported = read(&[&old], &ImportOptions { observed_at, ..tonight() });
        has(&assumed(&imported), "a: no time in the file is later than 2026-11-20T20:30:00Z");
    }
    // Each file is judged by itself.
    let new = crate::import::tests::STATE.replace("\"id\":\"1\"", "\"id\":\"2\"");
    let told = assumed(&read(&[&new, &old], &tonight()));
    has(&told, "b: no time in the file is later than 2026-11-20T20:30:00Z");
    assert!(!told.iter().any(|text| text.starts_with("a: no time")), "{told:?}");
}

#[test]
fn the_platform_in_a_report_is_the_type_of_the_job() {
    let at = "11/23/2026 12:00:00";
    let done = |job: &str, kind: &str| row(job, "x", "Success", "1.02:10:00", at, kind);
    let rows = [
        done("A", "EVmware"),
        done("B", "EHyperV"),
        done("C", "EVcd"),
        row("D", "d1", "InProgress", "00:10:00", "11/23/2026 20:40:00", "EEndPoint"),
        done("E", "ELinuxPhysical"),
        row("F", "f1", "Pending", "00:00:00", "11/23/2026 20:40:00", "EWindowsPhysical"),
        done("G", "ENutanix"),
        done("H", "BackupSync"),
    ];
    let imported = read(&[&format!("{REPORT}{}", rows.concat())], &tonight());
    assert_eq!(
        types(&imported),
        [
            "A vsphere-backup",
            "B hyperv-backup",
            "C cloud-director-backup",
            "D windows-agent-backup",
            "E linux-agent-backup",
            "F windows-agent-backup",
            "G other",
            "H backup-copy",
        ]
    );
    assert_eq!(
        sessions(&imported),
        ["D since 20:40:00: d1 running", "F since 20:40:00: f1 pending"]
    );
    let sessions = "Id,JobId,Name,JobName,JobType,JobTypeString,State,Result,CreationTime,EndTime\n\
        d1,a1,Night (Incremental),Night,Backup,VMware Backup,Stopped,Success,11/23/2026 8:00:00 PM,11/23/2026 8:20:00 PM\n";
    assert_eq!(types(&read(&[sessions], &tonight())), ["Night vsphere-backup"]);
    let listed = "Id,Name,JobType,TypeToString,IsScheduleEnabled\na2,Penguin,EndpointBackup,Linux Agent Standalone,True\n\
        a3,Laptops,EpAgentPolicy,Windows Agent Policy,True\n";
    assert_eq!(
        types(&read(&[listed], &tonight())),
        ["Laptops windows-agent-backup", "Penguin linux-agent-backup"]
    );
}

#[test]
fn consoles_and_rescans_are_not_runs_of_a_job() {
    let tools = "1,00000000-0000-0000-0000-000000000000,Console,larkfield,Working,None,11/23/2026 8:10:00 PM\n\
        2,00000000-0000-0000-0000-000000000000,Infrastructure rescan,larkfield,Working,None,11/23/2026 8:10:00 PM\n\
        3,d4,Malware Detection,mossgate,Working,None,11/23/2026 8:10:00 PM\n";
    let text = format!(
        "Id,JobId,JobName,TenantName,State,Result,CreationTime\n\
        0,d2,Nightly to cloud,larkfield,Working,None,11/23/2026 8:30:00 PM\n{tools}"
    );
    let imported = read(&[&text], &tonight());
    let found: Vec<String> =
        imported.sessions.iter().map(|x| format!("{}/{}", x.tenant, x.job)).collect();
    assert_eq!(found, ["larkfield/Nightly to cloud"]);
    assert_eq!(imported.jobs.len(), 1);
    for name in ["Console", "Infrastructure rescan", "Malware Detection"] {
        has(&assumed(&imported), &format!("sessions of type {name:?} are not runs of a job"));
    }
}

#[test]
fn times_are_read_in_columns_named_utc_and_as_seconds() {
    let report = "\"RestorePointType\",\"JobAlgorithm\",\"BackupEndTime(UTC)\",\"State\",\"VMName\",\"Result\",\"JobName\",\"BackupCreationTime(UTC)\"\n\
        \"Increment\",\"Incremental\",\"2026-11-22T21:27:47.74Z\",\"Completed\",\"app1\",\"Success\",\"Night\",\"2026-11-22T21:25:24.74Z\"\n\
        \"Increment\",\"Incremental\",\"2026-11-23T01:27:40.74Z\",\"Completed\",\"app1\",\"Success\",\"Night\",\"2026-11-23T01:25:24.74Z\"\n";
    let imported = read(&[report], &tonight());
    assert_eq!(jobs(&imported), ["acme/Night vm-backup cloud 1: app1 2m16s (recorded)"]);
    let monitor = r#"[{"type":0,"endTimeUTC":"1795374359,817","creationTimeUTC":"1795368019,313","name":"Night","isRunning":false,"result":0},
        {"type":51,"endTimeUTC":"-2208992400","creationTimeUTC":"1795463400,75","name":"Copy","isRunning":true,"result":-1}]"#;
    let imported = read(&[monitor], &tonight());
    assert_eq!(
        sessions(&imported),
        ["Night 17:20:19 until 19:05:59: success", "Copy since 19:50:00: Copy running"]
    );
    assert_eq!(types(&imported), ["Night vm-backup", "Copy backup-copy"]);
    // Of two columns, the one in UTC counts.
    let both = "JobId,JobName,State,CreationTime,CreationTimeUTC\n1,N,Working,11/23/2026 9:30:00 PM,11/23/2026 8:30:00 PM\n";
    assert_eq!(sessions(&read(&[both], &tonight())), ["N since 20:30:00: N running"]);
}

#[test]
fn tenants_have_one_name_in_any_letter_case() {
    let tenants = "Id,Name,Enabled,MaxConcurrentTask\nc1,larkfield,True,4\nc2,mossgate,False,1\n";
    let listed = "Tenant,Id,Name,JobType,TypeToString,IsRunning\nLarkfield,a1,Nightly,Backup,VMware Backup,True\n\
        MOSSGATE,a2,Nightly,Backup,VMware Backup,False\n";
    let imported = read(&[tenants, listed], &tonight());
    let owners: Vec<&str> = imported.jobs.iter().map(|each| &*each.job.tenant).collect();
    assert_eq!(owners, ["larkfield", "mossgate"]);
    has(&assumed(&imported), "b: line 2, Tenant: tenant names differ in letter case");
    let without =
        read(&[listed, &listed.replace("MOSSGATE", "Mossgate").replace("a2", "a3")], &tonight());
    let owners: Vec<&str> = without.jobs.iter().map(|each| &*each.job.tenant).collect();
    assert_eq!(owners, ["Larkfield", "MOSSGATE", "MOSSGATE"]);
}

#[test]
fn workers_of_a_copy_and_computers_of_a_policy_are_one_job() {
    let listed = "Id,Name,JobType,TypeToString,IsRunning\na1,Offsite,SimpleBackupCopyPolicy,Backup Copy,False\n\
        a2,Offsite\\Nightly,SimpleBackupCopyWorker,Backup Copy,True\na3,Offsite\\Weekly,SimpleBackupCopyWorker,Backup Copy,False\n";
    let started = "Id,JobId,JobName,JobType,State,CreationTime\nd1,a2,Offsite\\Nightly,SimpleBackupCopyWorker,Working,11/23/2026 8:30:00 PM\n";
    let imported = read(&[listed, started], &tonight());
    assert_eq!(types(&imported), ["Offsite backup-copy"]);
    assert_eq!(sessions(&imported), ["Offsite since 20:30:00: Nightly running"]);
    assert!(unused(&imported).is_empty(), "{:?}", unused(&imported));
    let agents = "Id,Name,JobType,TypeToString,LastState\na1,Laptops,EpAgentPolicy,Windows Agent Policy,\n\
        a2,Laptops - PC-1,EndpointBackup,Windows Agent Backup,Working\na3,Laptops - PC-2,EndpointBackup,Windows Agent Backup,Stopped\n";
    let imported = read(&[agents], &tonight());
    assert_eq!(types(&imported), ["Laptops windows-agent-backup"]);
    has(&sessions(&imported), "Laptops since 21:00:00: PC-1 running");
}

#[test]
fn a_continuous_copy_that_waits_is_not_running() {
    let listed = "Id,Name,JobType,TypeToString,IsRunning,IsIdle\na1,Offsite,BackupSync,Backup Copy,True,True\n\
        a2,Onsite,BackupSync,Backup Copy,True,False\n";
    let imported = read(&[listed], &tonight());
    assert_eq!(sessions(&imported), ["Onsite since 21:00:00: Onsite running"]);
    has(&assumed(&imported), "a session that waits for something to do is not running");
    let idle = "Id,JobId,JobName,JobType,State,Result,CreationTime\nd1,a1,Offsite,BackupSync,Idle,None,11/23/2026 8:30:00 PM\n";
    let running =
        "Id,Name,JobType,TypeToString,IsRunning\na1,Offsite,BackupSync,Backup Copy,True\n";
    assert_eq!(sessions(&read(&[running, idle], &tonight())), [""; 0]);
}

#[test]
fn what_is_not_read_or_looks_damaged_is_pointed_out() {
    let listed = "Id,Name,JobType,IsRunning,RetentionCount,Color\na1,Z?rich,Backup,False,14,\n";
    let told = assumed(&read(&[listed], &tonight()));
    has(&told, "members with values that mm does not read: RetentionCount");
    has(&told, "the name \"Z?rich\" may be damaged by an export in ASCII");
    assert!(!told.iter().any(|text| text.contains("Color")), "{told:?}");
    let state = r#"[{"id":"1","name":"N","type":"Backup","status":"running","lastResult":"None","repositoryId":"e1","repositoryName":"Vault 7"}]"#;
    let told = assumed(&read(&[state], &ImportOptions { target: None, ..tonight() }));
    has(&told, "no file lists the repository \"Vault 7\"");
}

#[test]
fn rows_tell_their_site() {
    let job = |site: &str| {
        format!(
            r#"{{"instanceUid":"{site}","backupServerUid":"2","name":"N{site}","type":"BackupVm","organizationUid":"o","siteUid":"{site}"}}"#
        )
    };
    let imported = read(&[&format!("[{},{}]", job("a1"), job("B2"))], &tonight());
    let sites: Vec<_> = imported.jobs.iter().map(|each| each.site.as_deref()).collect();
    assert_eq!(sites, [Some("a1"), Some("b2")]);
}
