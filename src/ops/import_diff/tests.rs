//! Tests of what an import changes of jobs, tenants and the server.

use super::*;
use crate::testing::{TestStore, at};

/// Imports texts one after the other into a live store. Returns the jobs as `tenant/name type`.
#[track_caller]
fn imported(store: &TestStore, texts: &[&str], options: &[&str]) -> Vec<String> {
    for (text, time) in texts.iter().zip(["21:01", "21:02", "21:03"]) {
        let (file, read) = (store.file("export", text), at(time).to_string());
        let words = ["jobs", "import", &file, "--yes", "--observed-at", &read];
        store.run(time, &[&words, options].concat()).unwrap();
    }
    let jobs = store.look(|snapshot| snapshot.jobs(JobFilter::All).unwrap());
    let job = |job: &Stored<Job>| {
        let facts = &job.facts;
        format!("{}/{} {}", facts.tenant, facts.name, facts.job_type)
    };
    let mut jobs: Vec<String> = jobs.iter().map(job).collect();
    jobs.sort_unstable();
    jobs
}

/// A listing of jobs by id, tenant, name and type.
fn jobs(rows: &[(&str, &str, &str, &str)]) -> String {
    let row = |(id, tenant, name, job_type): &(&str, &str, &str, &str)| json!({"Id": id, "Tenant": tenant, "Name": name, "TypeToString": job_type, "Target": "cloud"});
    let rows: Vec<_> = rows.iter().map(row).collect();
    format!("{}\n", json!(rows))
}

/// A session that is running on the provider's server.
fn runs(job: &str) -> String {
    format!(
        r#"{{"schema":"mm.provider-sessions/1","count":1,"sessions":[{{"id":"1","job":"{job}","tenant":"Acme","job_type":"Backup","state":"Working","started":"2026-11-23T20:30:00Z"}}]}}"#
    ) + "\n"
}

#[test]
fn a_job_has_the_name_that_its_id_has_last() {
    #[track_caller]
    fn case(texts: &[&str], want: &[&str]) {
        assert_eq!(imported(&TestStore::live(), texts, &[]), want, "{texts:?}");
    }
    let job = |id, name| jobs(&[(id, "Acme", name, "VMware Backup")]);
    let (old, new) = (&*job("7", "nightly"), &*job("7", "nightly v2"));
    case(&[old, new], &["Acme/nightly v2 vsphere-backup"]);
    // A row without an id may have the name of before.
    let both = &*(new.to_owned() + &runs("nightly"));
    case(&[old, both], &["Acme/nightly v2 vsphere-backup"]);
    case(&[old, both, &runs("nightly")], &["Acme/nightly v2 vsphere-backup"]);
    // Even if that row tells something else of the job.
    let local = |listing: &str| listing.replace("cloud", "local");
    let both = &*(local(new) + &runs("nightly"));
    case(&[&local(old), both], &["Acme/nightly v2 vsphere-backup"]);
    // An id that the store does not know is another job, even if it has the session of one.
    let other = &*(job("8", "nightly v2") + &runs("nightly v2"));
    case(
        &[old, &runs("nightly"), other],
        &["Acme/nightly v2 vsphere-backup", "Acme/nightly vsphere-backup"],
    );
    // The name is free for another job, or belongs to one that is not renamed.
    let again = &*jobs(&[
        ("8", "Acme", "nightly", "VMware Backup"),
        ("7", "Acme", "nightly v2", "VMware Backup"),
    ]);
    case(&[old, again], &["Acme/nightly v2 vsphere-backup", "Acme/nightly vsphere-backup"]);
    let two = &*jobs(&[
        ("7", "Acme", "nightly", "VMware Backup"),
        ("8", "Birch", "lunch", "VMware Backup"),
    ]);
    let taken = &*jobs(&[("7", "Birch", "lunch", "VMware Backup")]);
    case(&[two, taken], &["Acme/nightly vsphere-backup", "Birch/lunch vsphere-backup"]);
    // What runs stays what it is.
    let tape = &*(jobs(&[("7", "Acme", "nightly", "Backup to Tape")]) + &runs("nightly"));
    case(&[old, &runs("nightly"), tape], &["Acme/nightly vsphere-backup"]);
}

#[test]
fn replacing_removes_what_the_files_would_list() {
    #[track_caller]
    fn case(after: &str, want: &[&str]) {
        let before = jobs(&[
            ("7", "Acme", "nightly", "VMware Backup"),
            ("8", "Acme", "weekly", "VMware Backup"),
            ("9", "Birch", "lunch", "VMware Backup"),
        ]);
        let store = TestStore::live();
        imported(&store, &[&before], &[]);
        assert_eq!(imported(&store, &[after], &["--replace"]), want, "{after}");
    }
    let renamed = jobs(&[("7", "Acme", "nightly v2", "VMware Backup")]);
    case(&renamed, &["Acme/nightly v2 vsphere-backup", "Birch/lunch vsphere-backup"]);
    let document = r#"{"scenario":1,"start":"2026-11-23T20:59:00Z","jobs":[{"name":"weekly","tenant":"Acme","type":"vm-backup","tasks":[{"name":"x","duration":"1m"}]}]}"#;
    case(document, &["Acme/weekly vsphere-backup"]);
    let nightly = jobs(&[("7", "Acme", "nightly", "VMware Backup")]);
    case(&nightly, &["Acme/nightly vsphere-backup", "Birch/lunch vsphere-backup"]);
    // A single job is not a listing.
    let single = nightly.replace(['[', ']'], "");
    let all =
        ["Acme/nightly vsphere-backup", "Acme/weekly vsphere-backup", "Birch/lunch vsphere-backup"];
    case(&single, &all);
}

#[test]
fn a_store_in_which_nothing_was_decided_takes_over_the_mode_of_a_document() {
    #[track_caller]
    fn case(before: &[&str], members: &str, since: Option<&str>, others: (&str, Service)) {
        let store = TestStore::new();
        if !before.is_empty() {
            store.run("20:00", before).unwrap();
        }
        let document = format!(r#"{{"scenario":1,{members}}}"#);
        let file = store.file("document", &document);
        store.run("21:01", &["jobs", "import", &file]).unwrap();
        let (maintenance, server) = store
            .look(|snapshot| (snapshot.in_force(at("21:01")).unwrap(), snapshot.server().unwrap()));
        assert_eq!(maintenance.map(|each| each.since), since.map(at), "{before:?} {members}");
        let found = (server.message.as_deref().unwrap_or(""), server.service);
        assert_eq!(found, others, "{before:?} {members}");
    }
    let jobs = r#""jobs":[{"name":"j","tenant":"t","type":"vm-backup","tasks":[{"name":"x","duration":"1m"}]}]"#;
    let document =
        |start: &str, members: &str| format!(r#""start":"2026-11-23T{start}:00Z",{members}{jobs}"#);
    let (on, text) = (r#""mode":"maintenance","#, r#""message":"Closed","#);
    let stopped = r#""service":"stopped","#;
    let running = ("", Service::Running);
    case(&[], &document("20:59", on), Some("20:59"), running);
    case(&[], &document("21:30", on), Some("21:01"), running);
    case(&[], &document("20:59", text), None, ("Closed", Service::Running));
    case(&[], &document("20:59", stopped), None, ("", Service::Stopped));
    case(&["set-message", "Open"], &document("20:59", on), None, ("Open", Service::Running));
    case(&["tenants", "add", "t"], &document("20:59", stopped), None, running);
}

#[test]
fn a_tenant_is_known_by_its_id_or_else_by_its_name() {
    #[track_caller]
    fn case(tenants: &[(&str, &str)], want: &[&str]) {
        let store = TestStore::live();
        let add = ["tenants", "add", "Acme", "--timezone", "Europe/Copenhagen"];
        store.run("20:00", &add).unwrap();
        for (id, name) in tenants {
            let id = if id.is_empty() {
                String::new()
            } else {
                format!(r#""instanceUid":"{id}","assignedForCompany":"{id}","siteUid":"s","#)
            };
            let listing = if id.is_empty() {
                format!(
                    r#"{{"scenario":1,"start":"2026-11-23T20:59:00Z","tenants":[{{"name":"{name}"}}],"jobs":[{{"name":"j","tenant":"{name}","type":"vm-backup","tasks":[{{"name":"x","duration":"1m"}}]}}]}}"#
                )
            } else {
                format!(r#"[{{{id}"name":"{name}","isEnabled":true}}]"#)
            };
            imported(&store, &[&listing], &[]);
        }
        let tenants = store.look(|snapshot| snapshot.tenants().unwrap());
        let tenant = |tenant: &Stored<Tenant>| {
            let zone = tenant.facts.timezone.is_some();
            format!("{} {zone}", tenant.facts.name)
        };
        assert_eq!(tenants.iter().map(tenant).collect::<Vec<_>>(), want);
    }
    case(&[("1", "Acme")], &["Acme true"]);
    case(&[("1", "Acme"), ("1", "Acme Ltd")], &["Acme Ltd true"]);
    case(&[("1", "Acme"), ("", "Acme"), ("1", "Acme Ltd")], &["Acme Ltd true"]);
    case(&[("1", "Acme"), ("2", "Birch")], &["Acme true", "Birch false"]);
}

#[test]
fn a_job_leaves_the_cloud_if_its_sessions_would_no_longer_count() {
    use JobType::{CdpPolicy, Other, VmBackup, WindowsAgentBackup};
    #[track_caller]
    fn case(old: (JobType, Target), new: (JobType, Target), want: bool) {
        let job = |(job_type, target)| Job { target, ..Job::new("t", "j", job_type) };
        assert_eq!(leaves_cloud(&job(old), &job(new)), want, "{old:?} {new:?}");
    }
    let (cloud, local) = (Target::Cloud, Target::Local);
    for covered in [VmBackup, WindowsAgentBackup, CdpPolicy] {
        case((covered, cloud), (covered, cloud), false);
        case((covered, cloud), (covered, local), true);
        case((covered, cloud), (Other, cloud), true);
        // Policies have no sessions.
        case((Other, cloud), (covered, cloud), covered.is_policy());
        case((covered, local), (covered, cloud), false);
        case((covered, local), (covered, local), false);
    }
    case((Other, cloud), (Other, local), true);
    case((Other, cloud), (Other, cloud), false);
    case((Other, local), (Other, local), false);
}

/// Imports a text into a store at a time. Returns the report.
#[track_caller]
fn report(store: &TestStore, time: &str, text: &str, options: &[&str]) -> serde_json::Value {
    let file = store.file("export", text);
    let words = ["jobs", "import", &file, "--observed-at", &at(time).to_string()];
    store.run(time, &[&words, options].concat()).unwrap()
}

/// A scenario document with a job.
fn document(members: &str) -> String {
    format!(
        r#"{{"scenario":1,"start":"2026-11-23T20:59:00Z",{members}"jobs":[{{"name":"j","tenant":"t","type":"vm-backup","tasks":[{{"name":"x","duration":"1m"}}]}}]}}"#
    )
}

#[test]
fn a_mode_of_a_document_that_differs_from_the_one_in_force_is_reported() {
    let store = TestStore::new();
    store.run("20:00", &["enable", "--for", "2h"]).unwrap();
    report(&store, "21:00", &document(""), &[]);
    for (mode, until, want) in [
        ("maintenance", "22:00", false),
        ("maintenance", "22:30", true),
        ("maintenance", "", true),
        ("active", "", true),
    ] {
        let until = match until {
            "" => String::new(),
            until => format!(r#""until":"{}","#, at(until)),
        };
        let text = document(&format!(r#""mode":"{mode}",{until}"#));
        let report = report(&store, "21:01", &text, &[]);
        let is_told = report["guessed"].to_string().contains("were not imported");
        assert_eq!(is_told, want, "{text} {report}");
    }
}

#[test]
fn what_an_import_would_change_is_what_it_changes() {
    #[track_caller]
    fn case(texts: &[&str], want: bool) {
        let store = TestStore::live();
        let (last, before) = texts.split_last().unwrap();
        for text in before {
            report(&store, "21:01", text, &[]);
        }
        let dry_run = report(&store, "21:02", last, &["--dry-run"]);
        assert_eq!(dry_run["would_change"], want, "{texts:?}");
        assert_eq!(report(&store, "21:02", last, &[])["changed"], want, "{texts:?}");
        assert_eq!(report(&store, "21:02", last, &[])["changed"], false, "{texts:?}");
    }
    let job = &*document("");
    let none = r#"{"schema":"mm.provider-sessions/1","count":0,"sessions":[]}"#;
    case(&[job], true);
    case(&[job, job], false);
    case(&[job, none], true);
    case(&[job, &runs("nightly")], true);
    let failover = document(r#""replicas_in_failover":[{"tenant":"t","replica":"r"}],"#);
    case(&[job, &failover], true);
    let nothing = r#"{"scenario":1,"start":"2026-11-23T20:59:00Z","service":"stopped","jobs":[]}"#;
    case(&[nothing], true);
}

#[test]
fn a_running_job_that_is_listed_as_a_policy_stays_a_job_with_its_tasks() {
    let store = TestStore::live();
    let add = ["jobs", "add", "nightly", "--tenant", "Acme", "--type", "vm-backup", "--task"];
    store.run("20:00", &[&add[..], &["x=1h"]].concat()).unwrap();
    let facts = || store.look(|snapshot| snapshot.jobs(JobFilter::All).unwrap().remove(0).facts);
    let before = facts();
    report(&store, "21:01", &runs("nightly"), &[]);
    let policy =
        r#"[{"Tenant":"Acme","Id":"7","Name":"nightly","PolicyState":"Running","Target":"cloud"}]"#;
    let both = format!("{policy}\n{}", runs("nightly"));
    report(&store, "21:02", &both, &[]);
    let after = facts();
    // It had no id, so that this is its first.
    assert_eq!(after, Job { source_id: Some("7".to_owned()), ..before });
    let again = report(&store, "21:03", &format!("{policy}\n"), &[]);
    assert_eq!((facts(), &again["jobs"]["changed"]), (after, &0.into()));
}
