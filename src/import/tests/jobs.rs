//! Jobs and tenants from listings, pages, settings and past sessions.

use crate::domain::DurationSource;
use crate::import::imported::{ExportFormat, ImportOptions, ImportedJob, ListedJobs};
use crate::import::tests::invariants::check;
use crate::import::tests::{assumed, has, import, jobs, options, try_read, unused};

#[test]
fn pages_are_put_together_and_nothing_counts_twice() {
    let page = |names: &[&str]| {
        let job = |name: &&str| {
            format!(
                r#"{{"id":"{name}","name":"{name}","type":"Backup","status":"inactive","lastResult":"None"}}"#
            )
        };
        let jobs: Vec<String> = names.iter().map(job).collect();
        format!("{{\"data\":[{}],\"pagination\":{{\"total\":3}}}}", jobs.join(","))
    };
    let whole = import(&[&page(&["a", "b"]), &page(&["c"])]);
    assert_eq!((whole.jobs.len(), whole.listed_jobs), (3, ListedJobs::NamedTenants));
    let one_file = import(&[&format!("{}\n{}", page(&["a", "b"]), page(&["c"]))]);
    assert_eq!((one_file.jobs.len(), one_file.listed_jobs), (3, ListedJobs::NamedTenants));
    let part = import(&[&page(&["a", "b"])]);
    assert_eq!(part.listed_jobs, ListedJobs::Partial("states of jobs: 2 of 3".into()));
    let overlap = import(&[&page(&["a", "b"]), &page(&["b", "c"])]);
    assert_eq!(overlap.jobs.len(), 3);
    assert_eq!(unused(&overlap), Vec::<String>::new());
}

#[test]
fn jobs_with_one_name_get_the_beginning_of_their_ids() {
    let job = |id: &str, name: &str| {
        format!(
            r#"{{"instanceUid":"{id}","backupAgentUid":"x","name":"{name}","systemType":"Linux",
            "status":"Success","targetType":"CloudRepository","avgDuration":60}}"#
        )
    };
    let name = |texts: &[String]| {
        let imported = import(&[&format!("[{}]", texts.join(","))]);
        imported.jobs.iter().map(|each| each.job.name.clone()).collect::<Vec<_>>()
    };
    let (a, b) = (job("3f2a9c1d-1", "Daily"), job("77aa01bc-2", "Daily"));
    assert_eq!(name(&[a.clone(), b.clone()]), ["Daily (3f2a9c1d)", "Daily (77aa01bc)"]);
    assert_eq!(name(&[b, a.clone()]), ["Daily (77aa01bc)", "Daily (3f2a9c1d)"]);
    assert_eq!(name(&[a.clone(), a.clone()]), ["Daily"]);
    let near = job("3f2a9c1d-2", "Daily");
    assert_eq!(name(&[a.clone(), near]), ["Daily (3f2a9c1d)", "Daily (3f2a9c1d-2)"]);
    let taken = job("9", "Daily (3f2a9c1d)");
    let other = job("8", "Daily");
    assert_eq!(name(&[a, taken, other]), ["Daily (3f2a9c1d-1)", "Daily (3f2a9c1d)", "Daily (8)"]);
}

#[test]
fn servers_that_share_an_id_have_two_jobs() {
    let job = |unique: &str, name: &str| {
        format!(
            r#"{{"instanceUid":"1","uniqueUid":"{unique}","backupServerUid":"{unique}s","name":"{name}","type":"BackupVm"}}"#
        )
    };
    let part = r#"[{"instanceUid":"1","uniqueUid":"u2","subtype":"HyperV","protectedVmCount":1}]"#;
    let imported = import(&[&format!("[{},{}]", job("u1", "A"), job("u2", "B")), part]);
    let ids: Vec<_> = imported.jobs.iter().map(|each| each.job.source_id.as_deref()).collect();
    assert_eq!(ids, [Some("u1"), Some("u2")]);
    assert_eq!(imported.jobs[1].job.job_type.to_string(), "hyperv-backup");
}

#[test]
fn one_id_of_two_tenants_means_neither_of_their_jobs() {
    let listed =
        "Tenant,Id,Name,IsRunning,Target\nA,7,J,False,cloud\nB,7,J,True,cloud\na,7,J,False,cloud\n";
    let imported = import(&[listed]);
    let found = imported.jobs.iter().map(|each| (&*each.job.tenant, each.job.source_id.as_deref()));
    assert_eq!(found.collect::<Vec<_>>(), [("A", None), ("B", None)]);
    assert_eq!(imported.sessions[0].tenant, "B");
    has(&assumed(&imported), "line 3: jobs of several tenants have the id \"7\"");
    // A session needs a tenant then.
    let session = |tenant: &str| {
        format!(
            "Tenant,Id,JobId,JobName,State,CreationTime\n{tenant},s,7,J,Working,2026-11-23T20:00:00Z\n"
        )
    };
    let listed = listed.replace("True", "False");
    let imported = import(&[&listed, &session("B")]);
    assert_eq!(imported.sessions[0].tenant, "B");
    let unknown = try_read(&[&listed, &session("")], &options()).unwrap_err();
    has(&[unknown.to_string()], "several jobs have this name or id");
    // The name in one source and the organization in another may be one tenant.
    let console = r#"[{"instanceUid":"7","backupServerUid":"2","name":"J","type":"BackupVm","organizationUid":"o"}]"#;
    let table = "Tenant,Id,Name,IsRunning,Target\nA,7,J,False,cloud\n";
    assert_eq!(import(&[console, table]).jobs.len(), 1);
}

#[test]
fn computers_belong_to_the_policy_of_their_tenant() {
    #[track_caller]
    fn case(rows: &[&str], want: &[&str]) {
        let text = format!("Tenant,Id,Name,TypeToString,IsRunning,Target\n{}\n", rows.join("\n"));
        let options = ImportOptions { tenant: None, ..options() };
        let imported = try_read(&[&text], &options).unwrap();
        check(&imported);
        let line = |each: &ImportedJob| {
            format!("{}/{} {}", each.job.tenant, each.job.name, each.job.target)
        };
        assert_eq!(imported.jobs.iter().map(line).collect::<Vec<_>>(), want, "{rows:?}");
    }
    let policy = |tenant: &str, id: &str, target: &str| {
        format!("{tenant},{id},Laptops,Windows Agent Policy,False,{target}")
    };
    let computer = |tenant: &str, target: &str| {
        format!("{tenant},9,Laptops - PC,Windows Agent Backup,True,{target}")
    };
    let (a, b) = (policy("A", "1", "cloud"), policy("B", "2", "local"));
    case(&[&a, &b, &computer("A", "cloud")], &["A/Laptops cloud", "B/Laptops local"]);
    case(&[&a, &b, &computer("b", "local")], &["A/Laptops cloud", "B/Laptops local"]);
    case(&[&a, &computer("C", "cloud")], &["A/Laptops cloud", "C/Laptops - PC cloud"]);
    // What a computer writes to the cloud is not local.
    case(&[&b, &computer("B", "cloud")], &["B/Laptops local", "B/Laptops - PC cloud"]);
    case(&[&a, &computer("A", "local")], &["A/Laptops cloud"]);
    // Without a tenant, the name must be unique.
    case(&[&a, &computer("", "cloud")], &["A/Laptops cloud"]);
    case(&[&policy("", "1", "cloud"), &computer("B", "cloud")], &["unknown/Laptops cloud"]);
    case(
        &[&a, &b, &computer("", "cloud")],
        &["A/Laptops cloud", "B/Laptops local", "unknown/Laptops - PC cloud"],
    );
    case(
        &["A,1,Laptops,VMware CDP Policy,False,cloud", &computer("A", "cloud")],
        &["A/Laptops cloud", "A/Laptops - PC cloud"],
    );
}

#[test]
fn cloud_counts_where_repositories_or_rows_disagree() {
    let job =
        "Tenant,Name,TypeToString,IsRunning,TargetRepository\nA,N,VMware Backup,True,Offsite\n";
    let repository = |id: u8, kind: &str| format!("Id,Name,Type\n{id},Offsite,{kind}\n");
    let (cloud, local) = (repository(1, "Cloud"), repository(2, "WinLocal"));
    for files in [[&cloud, &local], [&local, &cloud]] {
        let imported = import(&[files[0], files[1], job]);
        assert_eq!(jobs(&imported), ["A/N vsphere-backup cloud 1: N 30m (default)"]);
        has(&assumed(&imported), "a cloud repository and a local one are both named \"Offsite\"");
    }
    let states = job.replace("TargetRepository", "Target").replace("Offsite", "local");
    for files in [[job, &states], [&*states, job]] {
        let imported = import(&[&cloud, files[0], files[1]]);
        assert_eq!(jobs(&imported), ["A/N vsphere-backup cloud 1: N 30m (default)"]);
        has(&unused(&imported), "another row differs on the target of this job; cloud counts");
    }
}

#[test]
fn the_type_that_maintenance_covers_counts_where_rows_disagree() {
    #[track_caller]
    fn case(types: &[&str; 2], want: &str, is_reported: bool) {
        for types in [[types[0], types[1]], [types[1], types[0]]] {
            let rows = types.map(|kind| format!("1,N,{kind},True\n")).concat();
            let imported = import(&[&format!("Id,Name,TypeToString,IsRunning\n{rows}")]);
            let job = &imported.jobs[0];
            assert_eq!(job.job.job_type.to_string(), want, "{types:?}");
            assert_eq!(!imported.unused.is_empty(), is_reported, "{types:?}");
        }
    }
    case(&["VMware Backup", "VMware Backup"], "vsphere-backup", false);
    case(&["VMware Backup", "Backup"], "vsphere-backup", false);
    case(&["Backup to Tape", "VMware Backup"], "vsphere-backup", true);
    case(&["Brandnew", "VMware Backup"], "vsphere-backup", false);
    case(&["Nutanix", "Backup"], "vm-backup", false);
    let tape = "Tenant,Id,Name,TypeToString,IsRunning\nA,1,N,Backup to Tape,False\n";
    let running = r#"{"schema":"mm.provider-sessions/1","count":1,"sessions":[
        {"id":"s","job":"N","tenant":"A","job_type":"Backup","state":"Working","started":"2026-11-23T20:00:00Z"}]}"#;
    let imported = import(&[tape, running]);
    assert_eq!(imported.jobs[0].job.job_type.to_string(), "vm-backup");
    has(&unused(&imported), "the type that maintenance covers counts");
}

#[test]
fn tenants_are_found_by_organization_and_site() {
    let job = |name: &str, organization: &str, site: &str, mapped: &str| {
        format!(
            r#"{{"instanceUid":"{name}","backupServerUid":"1","name":"{name}","type":"BackupVm","targetType":"Cloud",
            "organizationUid":"{organization}","mappedOrganizationUid":{mapped},"siteUid":"{site}","avgDuration":60}}"#
        )
    };
    let tenant = |id: &str, name: &str, organization: &str, site: &str, slots: &str| {
        format!(
            r#"{{"instanceUid":"{id}","name":"{name}","assignedForCompany":"{organization}","siteUid":"{site}",
            "siteName":"site-{site}","isEnabled":{},"maxConcurrentTask":{slots}}}"#,
            name != "off"
        )
    };
    let listed = [
        job("a", "o1", "s1", "null"),
        job("b", "O1", "s2", "null"),
        job("c", "provider", "s1", "\"o2\""),
        job("d", "o3", "s1", "null"),
        job("e", "o4", "s1", "null"),
    ];
    let tenants = [
        tenant("t1", "globex", "o1", "s1", "4"),
        tenant("t2", "globex", "o1", "s2", "0"),
        tenant("t3", "off", "o2", "s1", "2"),
    ];
    let companies = r#"[{"instanceUid":"o3","name":"Initech","companyServices":null}]"#;
    let texts =
        [format!("[{}]", listed.join(",")), format!("[{}]", tenants.join(",")), companies.into()];
    let texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
    let imported = try_read(&texts, &ImportOptions { tenant: None, ..options() }).unwrap();
    check(&imported);
    let owners: Vec<&str> = imported.jobs.iter().map(|each| &*each.job.tenant).collect();
    assert_eq!(owners, ["globex (site-s1)", "globex (site-s2)", "off", "Initech", "o4"]);
    let tenants: Vec<String> = imported
        .tenants
        .iter()
        .map(|tenant| format!("{} {} {:?}", tenant.name, tenant.access, tenant.slots))
        .collect();
    assert_eq!(
        tenants,
        [
            "globex (site-s1) enabled Some(4)",
            "globex (site-s2) enabled None",
            "off disabled Some(2)"
        ]
    );
    has(&assumed(&imported), "no file names this organization");
    assert_eq!(imported.jobs.iter().filter(|each| !each.stated.tenant).count(), 1);
}

#[test]
fn settings_of_jobs_become_schedules_retries_and_tasks() {
    #[track_caller]
    fn cron(found: Option<&str>, want: &str) {
        assert_eq!(found, Some(want));
        let document = format!(
            r#"{{"scenario":1,"start":"2026-11-23T20:00:00Z","end":"2027-11-23T20:00:00Z","jobs":[{{"name":"a","tenant":"t",
            "type":"other","tasks":[{{"name":"x","duration":"5m"}}],"schedule":{{"cron":"{want}"}}}}]}}"#
        );
        let scenario = crate::scenario::read(document.as_bytes()).unwrap();
        let model = crate::scenario::Model::new(scenario).unwrap();
        assert!(!model.starts.is_empty(), "{want}");
    }
    let job = |settings: &str| {
        format!(r#"[{{"id":"1","name":"N","type":"VSphereBackup","isDisabled":false,{settings}}}]"#)
    };
    let scheduled = |schedule: &str| {
        let imported =
            import(&[&job(&format!("\"schedule\":{{\"runAutomatically\":true,{schedule}}}"))]);
        imported.jobs[0].job.schedule.as_ref().map(|schedule| schedule.cron.clone())
    };
    let on = |kind: &str, rest: &str| format!(r#""{kind}":{{"isEnabled":true,{rest}}}"#);
    cron(
        scheduled(&on("daily", r#""localTime":"20:05","dailyKind":"Everyday""#)).as_deref(),
        "5 20 * * *",
    );
    cron(
        scheduled(&on("daily", r#""localTime":"20:05","dailyKind":"WeekDays""#)).as_deref(),
        "5 20 * * 1-5",
    );
    let days = r#""localTime":"8:00 PM","dailyKind":"SelectedDays","days":["monday","Sunday"]"#;
    cron(scheduled(&on("daily", days)).as_deref(), "0 20 * * 0,1");
    let nth = r#""localTime":"22:00","dayOfWeek":"saturday","dayNumberInMonth":"Fourth","months":["January"]"#;
    cron(scheduled(&on("monthly", nth)).as_deref(), "0 22 * 1 6#4");
    let last = r#""localTime":"22:00","dayOfWeek":"saturday","dayNumberInMonth":"Last""#;
    cron(scheduled(&on("monthly", last)).as_deref(), "0 22 * * 6L");
    let day = r#""localTime":"22:00","dayNumberInMonth":"OnDay","dayOfMonth":15"#;
    cron(scheduled(&on("monthly", day)).as_deref(), "0 22 15 * *");
    let day = r#""localTime":"22:00","dayNumberInMonth":"OnDay","isLastDayOfMonth":true"#;
    cron(scheduled(&on("monthly", day)).as_deref(), "0 22 L * *");
    let period = r#""periodicallyKind":"Hours","frequency":4,"startTimeWithinAnHour":25"#;
    cron(scheduled(&on("periodically", period)).as_deref(), "25 */4 * * *");
    let period = r#""periodicallyKind":"Minutes","frequency":15"#;
    cron(scheduled(&on("periodically", period)).as_deref(), "0/15 * * * *");
    let hours = |allowed: &str| format!(r#"{{"days":[{{"day":"monday","hours":"{allowed}"}}]}}"#);
    let (all, evening) = ([["1"; 24].join(",")], [["0"; 20], ["1"; 20]].concat()[..24].join(","));
    let within = |window: &str| {
        scheduled(&on("periodically", &format!(r#"{period},"backupWindow":{}"#, hours(window))))
    };
    cron(within(&all[0]).as_deref(), "0/15 * * * *");
    assert_eq!(within(&evening), None);
    let within = |time: &str, window: &str| {
        let window = format!(r#""isEnabled":true,"backupWindow":{}"#, hours(window));
        let daily = on("daily", &format!(r#""localTime":"{time}""#));
        scheduled(&format!(r#"{daily},"backupWindow":{{{window}}}"#))
    };
    cron(within("20:05", &evening).as_deref(), "5 20 * * *");
    assert_eq!(within("08:05", &evening), None);
    assert_eq!(scheduled(&on("continuously", r#""x":1"#)), None);
    let objects = r#""virtualMachines":{"includes":[{"type":"VirtualMachine","name":"vm-1"},
        {"inventoryObject":{"type":"VirtualMachine","name":"vm-2"},"size":"1 GB"},{"name":"vm-1"}]},
        "schedule":{"retry":{"isEnabled":true,"retryCount":3,"awaitMinutes":10}}"#;
    let imported = import(&[&job(objects)]);
    assert_eq!(jobs(&imported), ["acme/N vsphere-backup cloud 1: vm-1 30m, vm-2 30m (default)"]);
    let retry = imported.jobs[0].job.retry.unwrap();
    assert_eq!((retry.times, retry.wait.to_string()), (3, "10m".into()));
    let folder = job(r#""virtualMachines":{"includes":[{"type":"Folder","name":"all"}]}"#);
    assert_eq!(jobs(&import(&[&folder])), ["acme/N vsphere-backup cloud 1: all 30m (default)"]);
}

#[test]
fn past_tasks_become_tasks_and_durations() {
    let report = "JobName;VMName;Status;IsRetry;TaskDuration;CreationTime\n\
        N;vm-1;Success;False;100;11/20/2026 20:00\n\
        N;vm-1;Success;False;100;11/20/2026 20:00\n\
        N;vm-1;Success;False;300;11/21/2026 20:00\n\
        N;vm-1;Failed;False;1;11/22/2026 20:00\n\
        N;vm-2;Warning;False;200;11/22/2026 20:00\n\
        N;vm-0;Success;False;900;10/1/2026 20:00\n";
    let imported = import(&[report]);
    assert_eq!(jobs(&imported), ["acme/N vm-backup cloud 1: vm-1 1m40s, vm-2 3m20s (recorded)"]);
    let recorded = imported.jobs[0].job.tasks.iter().map(|task| task.recorded.len());
    assert_eq!(recorded.collect::<Vec<_>>(), [2, 1]);
    assert_eq!(imported.jobs[0].job.durations, DurationSource::Recorded);
    has(&assumed(&imported), "left out");
    let stated = imported.jobs[0].stated;
    assert!(!stated.job_type && stated.tasks && !stated.state);
    let other = ImportOptions { format: Some(ExportFormat::Powershell), ..options() };
    assert_eq!(try_read(&[report], &other).unwrap().jobs, imported.jobs);
}

#[test]
fn rows_of_one_tenant_are_one_and_enabled_counts() {
    #[track_caller]
    fn case(known: &[&str], rows: &[&str], want: &[&str], is_reported: bool) {
        let text = format!("Name,Enabled,MaxConcurrentTask,Id\n{}\n", rows.join("\n"));
        let known_tenants = known.iter().map(|name| (*name).to_owned()).collect();
        let options = ImportOptions { known_tenants, ..options() };
        let imported = try_read(&[&text], &options).unwrap();
        check(&imported);
        let tenants = imported.tenants.iter();
        let tenants: Vec<String> =
            tenants.map(|tenant| format!("{} {}", tenant.name, tenant.access)).collect();
        assert_eq!(tenants, want, "{rows:?}");
        assert_eq!(!imported.unused.is_empty(), is_reported, "{rows:?}: {:?}", imported.unused);
    }
    case(&[], &["acme,True,1,", "acme,True,1,"], &["acme enabled"], false);
    case(&[], &["acme,False,1,", "acme,True,1,"], &["acme enabled"], true);
    case(&[], &["acme,True,1,", "ACME,False,1,"], &["acme enabled"], true);
    case(&[], &["acme,False,1,7", "acme,True,1,7"], &["acme enabled"], true);
    case(&[], &["acme,False,1,", "acme,True,1,7"], &["acme enabled"], true);
    case(
        &[],
        &["acme,False,1,8", "acme,True,1,7"],
        &["acme (8) disabled", "acme (7) enabled"],
        false,
    );
    case(&["acme"], &["ACME,False,1,"], &["acme disabled"], false);
    case(&["acme"], &["ACME,False,1,7"], &["acme disabled"], false);
}

/// Servers that were copied from one another, and a tenant that an option names.
#[test]
fn jobs_with_one_name_and_one_id_have_different_names_and_no_id() {
    let row = |rest: &str| {
        format!(
            r#"{{"instanceUid":"x1","configUid":"c","backupAgentUid":"a","name":"Daily",{rest}}}"#
        )
    };
    let rows = [
        row(r#""status":"Success","organizationUid":"o1""#),
        row(r#""status":"Running","organizationUid":"o2""#),
    ];
    let imported = import(&[&format!("[{}]", rows.join(","))]);
    let found: Vec<_> =
        imported.jobs.iter().map(|each| (&*each.job.name, each.job.source_id.as_deref())).collect();
    assert_eq!(found, [("Daily (?)", None), ("Daily (?, 2)", None)]);
}
