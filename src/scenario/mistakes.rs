//! Mistakes: every kind of wrong scenario, and the place that its error names.

use crate::scenario::{Model, read};

/// Reads and checks; the error, if there is one, as a person sees it.
fn verdict(json: &str) -> Result<(), String> {
    let model = read(json.as_bytes()).and_then(Model::new);
    model.map(|_| ()).map_err(|error| error.to_string())
}

/// The error names `place`, and says nothing else where what it says stands there, too.
#[track_caller]
fn wrong(json: &str, place: &str) {
    let error = verdict(json).expect_err(json);
    assert!(format!("{error}: ").starts_with(&format!("{place}: ")), "{error}\n{json}");
}

#[track_caller]
fn right(json: &str) {
    assert_eq!(verdict(json), Ok(()), "{json}");
}

/// A scenario that starts at 20:00 and has these members, too.
fn night(members: &str) -> String {
    let comma = if members.is_empty() { "" } else { "," };
    format!(r#"{{"scenario":1,"start":"2026-11-23T20:00:00Z"{comma}{members}}}"#)
}

const TASKS: &str = r#""tasks":[{"name":"vm","duration":"10m"},{"name":"db","duration":"10m"}]"#;

/// A scenario whose third job has these members besides its name, tenant and type.
fn job(members: &str) -> String {
    night(&format!(
        r#""tenants":[{{"name":"off","enabled":false}}],"jobs":[
        {{"name":"x","tenant":"a","type":"other",{TASKS}}},
        {{"name":"x","tenant":"b","type":"other",{TASKS}}},
        {{"name":"n","tenant":"a","type":"vm-backup",{members}}}]"#
    ))
}

/// A scenario whose second job is a policy with these members.
fn policy(members: &str) -> String {
    night(&format!(
        r#""end":"2026-11-24T20:00:00Z","jobs":[
        {{"name":"x","tenant":"a","type":"other",{TASKS}}},
        {{"name":"p","tenant":"a","type":"cdp-policy"{members}}}]"#
    ))
}

/// A scenario whose third job has a running session with these tasks.
fn running(tasks: &str) -> String {
    job(&format!(r#"{TASKS},"running":{{"started":"2026-11-23T19:00:00Z","tasks":[{tasks}]}}"#))
}

/// A scenario with these events among jobs `x` of two tenants, `n` and policies `p` and `late`.
fn events(events: &str) -> String {
    night(&format!(
        r#""jobs":[{{"name":"x","tenant":"a","type":"other",{TASKS}}},
        {{"name":"x","tenant":"b","type":"other",{TASKS}}},
        {{"name":"n","tenant":"a","type":"vm-backup",{TASKS}}},
        {{"name":"p","tenant":"a","type":"cdp-policy"}},
        {{"name":"late","tenant":"a","type":"cdp-policy","initial_sync":"1h","created_by_event":true}}],
        "events":[{events}]"#
    ))
}

/// One event at 20:10 with these members.
fn event(members: &str) -> String {
    events(&format!(r#"{{"at":"2026-11-23T20:10:00Z",{members}}}"#))
}

#[test]
fn what_is_right_is_right() {
    right(&night(""));
    right(&job(TASKS));
    right(&policy(""));
    right(&running(r#"{"name":"vm","state":"running","started":"2026-11-23T19:10:00Z"}"#));
    right(&event(r#""event":"enable""#));
    right(&format!("\u{feff}{}", night("")));
    right(&night(
        r#""message":null,"end":null,"mode":null,"until":null,"tenants":null,"jobs":null"#,
    ));
}

#[test]
fn the_head_of_the_document() {
    wrong("", "line 1 column 0");
    wrong("{\"scenario\":1,", "line 1 column 14");
    wrong("[]", "line 1 column 0");
    wrong("{}", "scenario");
    wrong(r#"{"scenario":2}"#, "scenario");
    wrong(r#"{"scenario":"1"}"#, "scenario");
    wrong(r#"{"scenario":1}"#, "start");
    wrong(r#"{"scenario":1,"start":"2026-11-23T20:00:00"}"#, "start");
    wrong(r#"{"scenario":1,"start":1}"#, "start");
    wrong(&night(r#""end":"2026-11-23T19:59:59Z""#), "end");
    wrong(&night(r#""end":"2026-11-23T20:00:00.0001Z""#), "end");
    wrong(&night(r#""mode":"Maintenance""#), "mode");
    wrong(&night(r#""until":"2026-11-23T21:00:00Z""#), "until");
    wrong(&night(r#""mode":"maintenance","until":"2026-11-23T20:00:00Z""#), "until");
    wrong(&night(r#""service":"paused""#), "service");
    wrong(&night(r#""message":"{until} {when}""#), "message");
    wrong(&night(r#""message":"a } b""#), "message");
    wrong(
        &night(r#""replicas_in_failover":[{"tenant":"a","replica":"r"}]"#),
        "replicas_in_failover[0].tenant",
    );
    wrong(&night(r#""tenant":[]"#), "tenant");
    wrong(&night(r#""":1"#), "line 1 column 47");
    wrong(&night(r#""tenants":[{"":1}]"#), "tenants[0]");
}

#[test]
fn tenants_and_jobs() {
    wrong(&night(r#""tenants":[{"name":"a"},{"name":"a"}]"#), "tenants[1].name");
    wrong(&night(r#""tenants":[{}]"#), "tenants[0].name");
    wrong(&night(r#""tenants":[{"name":" "}]"#), "tenants[0].name");
    wrong(&night(r#""tenants":[{"name":"a","slots":0}]"#), "tenants[0].slots");
    wrong(&night(r#""tenants":[{"name":"a","slots":-1}]"#), "tenants[0].slots");
    wrong(&night(r#""tenants":[{"name":"a","timezone":"Berlin"}]"#), "tenants[0].timezone");
    wrong(&night(r#""tenants":[{"name":"a","limit":1}]"#), "tenants[0].limit");
    wrong(&night(r#""jobs":[{"tenant":"a","type":"other"}]"#), "jobs[0].name");
    wrong(&night(r#""jobs":[{"name":"n","type":"other"}]"#), "jobs[0].tenant");
    wrong(&night(r#""jobs":[{"name":"n","tenant":"a"}]"#), "jobs[0].type");
    wrong(&night(r#""jobs":[{"name":"n","tenant":"a","type":"backup"}]"#), "jobs[0].type");
    wrong(&job(r#""name":"n""#), "jobs[2]");
    wrong(&night(r#""jobs":[["n","a","other"]]"#), "jobs[0]");
    wrong(&job(r#""tasks":[["vm","1m"]]"#), "jobs[2].tasks[0]");
    wrong(&job(&format!(r#"{TASKS},"retry":[1,"1m"]"#)), "jobs[2].retry");
    wrong(&job(TASKS).replace(r#""name":"n""#, r#""name":"x""#), "jobs[2].name");
    wrong(&job(&format!(r#"{TASKS},"slots":0"#)), "jobs[2].slots");
    wrong(&job(&format!(r#"{TASKS},"target":"tape""#)), "jobs[2].target");
    wrong(&job(&format!(r#"{TASKS},"colour":"red""#)), "jobs[2].colour");
    wrong(&job(r#""slots":1"#), "jobs[2].tasks");
    wrong(&job(r#""tasks":[]"#), "jobs[2].tasks");
    wrong(&job(r#""tasks":[{"duration":"1m"}]"#), "jobs[2].tasks[0].name");
    wrong(&job(r#""tasks":[{"name":"vm"}]"#), "jobs[2].tasks[0].duration");
    for duration in ["0s", "10", "1.5h", "10m1h", "m", "", "-5m", "10 m"] {
        let tasks = format!(r#""tasks":[{{"name":"vm","duration":"{duration}"}}]"#);
        wrong(&job(&tasks), "jobs[2].tasks[0].duration");
    }
    let twice = r#""tasks":[{"name":"vm","duration":"1m"},{"name":"vm","duration":"1m"}]"#;
    wrong(&job(twice), "jobs[2].tasks[1].name");
    let many: Vec<String> =
        (0..60).map(|n| format!(r#"{{"name":"vm-{}","duration":"1m"}}"#, n % 59)).collect();
    wrong(&job(&format!(r#""tasks":[{}]"#, many.join(","))), "jobs[2].tasks[59].name");
    wrong(&job(&format!(r#"{TASKS},"starts":["22:00"]"#)), "jobs[2].starts[0]");
    wrong(&job(&format!(r#"{TASKS},"retry":{{"times":3}}"#)), "jobs[2].retry.wait");
    wrong(&job(&format!(r#"{TASKS},"retry":{{"wait":"1m"}}"#)), "jobs[2].retry.times");
    let endless = r#""retry":{"times":1000001,"wait":"1m"}"#;
    wrong(&job(&format!("{TASKS},{endless}")), "jobs[2].retry.times");
    wrong(&job(&format!(r#"{TASKS},"recorded":{{"nas":["1m"]}}"#)), "jobs[2].recorded");
    right(&job(&format!(r#"{TASKS},"recorded":{{"vm":["1m"],"db":["1m","2m"]}}"#)));
    right(&job(&format!(r#"{TASKS},"recorded":null"#)));
    wrong(&job(&format!(r#"{TASKS},"recorded":{{"vm":["1m"],"vm":[]}}"#)), "jobs[2].recorded");
    wrong(&job(&format!(r#"{TASKS},"recorded":{{"vm":["1m"],"v\u006d":[]}}"#)), "jobs[2].recorded");
    wrong(&job(&format!(r#"{TASKS},"recorded":{{"vm":["x"]}}"#)), "jobs[2].recorded.vm[0]");
    wrong(&job(&format!(r#"{TASKS},"schedule":{{"cron":"0 22 * * *"}}"#)), "jobs[2].schedule");
    let ends = |schedule: &str| {
        let end = r#""scenario":1,"end":"2026-11-24T20:00:00Z""#;
        job(&format!(r#"{TASKS},"schedule":{schedule}"#)).replace(r#""scenario":1"#, end)
    };
    right(&ends(r#"{"cron":"0 22 * * *"}"#));
    wrong(&ends("{}"), "jobs[2].schedule.cron");
    wrong(&ends(r#"{"cron":"0 22 * *"}"#), "jobs[2].schedule.cron");
    wrong(&ends(r#"{"cron":"0 22 * * *","timezone":"Mars"}"#), "jobs[2].schedule.timezone");
}

#[test]
fn policies_have_no_sessions_and_other_jobs_no_synchronisation() {
    for member in [
        TASKS,
        r#""slots":1"#,
        r#""starts":[]"#,
        r#""schedule":{"cron":"* * * * *"}"#,
        r#""recorded":{}"#,
        r#""retry":{"times":1,"wait":"1m"}"#,
        r#""running":{"started":"2026-11-23T19:00:00Z","tasks":[]}"#,
    ] {
        let name = member.split('"').nth(1).unwrap();
        wrong(&policy(&format!(",{member}")), &format!("jobs[1].{name}"));
    }
    wrong(&policy(r#","created_by_event":true"#), "jobs[1].created_by_event");
    wrong(&job(&format!(r#"{TASKS},"initial_sync":"1h""#)), "jobs[2].initial_sync");
    wrong(&job(&format!(r#"{TASKS},"created_by_event":false"#)), "jobs[2].created_by_event");
}

#[test]
fn sessions_that_run_at_the_start() {
    let session = |members: &str| job(&format!(r#"{TASKS},"running":{{{members}}}"#));
    let task = r#""tasks":[{"name":"vm","state":"pending"}]"#;
    wrong(&session(task), "jobs[2].running.started");
    wrong(
        &session(&format!(r#"{task},"started":"2026-11-23T20:00:01Z""#)),
        "jobs[2].running.started",
    );
    wrong(&session(r#""started":"2026-11-23T19:00:00Z""#), "jobs[2].running.tasks");
    wrong(&running(""), "jobs[2].running.tasks");
    let off = running(r#"{"name":"vm","state":"pending"}"#)
        .replace(r#""name":"n","tenant":"a""#, r#""name":"n","tenant":"off""#);
    wrong(&off, "jobs[2].running");
    right(&off.replace(r#""type":"vm-backup""#, r#""type":"vm-backup","target":"local""#));
    let place = |member: &str| format!("jobs[2].running.tasks[0].{member}");
    wrong(&running(r#"{"name":"nas","state":"pending"}"#), &place("name"));
    wrong(&running(r#"{"name":"vm"}"#), &place("state"));
    wrong(&running(r#"{"name":"vm","state":"stopped"}"#), &place("state"));
    let twice = r#"{"name":"vm","state":"pending"},{"name":"vm","state":"pending"}"#;
    wrong(&running(twice), "jobs[2].running.tasks[1].name");
    wrong(&running(r#"{"name":"vm","state":"running"}"#), &place("started"));
    wrong(
        &running(r#"{"name":"vm","state":"running","started":"2026-11-23T20:00:01Z"}"#),
        &place("started"),
    );
    wrong(
        &running(r#"{"name":"vm","state":"pending","started":"2026-11-23T19:00:00Z"}"#),
        &place("started"),
    );
    let done = |members: &str| running(&format!(r#"{{"name":"vm","state":"success",{members}}}"#));
    wrong(&done(r#""started":"2026-11-23T19:00:00Z""#), &place("ended"));
    wrong(&done(r#""ended":"2026-11-23T19:00:00Z""#), &place("started"));
    let both =
        |a: &str, b: &str| format!(r#""started":"2026-11-23T{a}Z","ended":"2026-11-23T{b}Z""#);
    wrong(&done(&both("19:00:00", "20:00:01")), &place("ended"));
    wrong(&done(&both("19:10:00", "19:00:00")), &place("ended"));
    wrong(
        &done(&format!(r#"{},"code":"task-failed""#, both("19:00:00", "19:10:00"))),
        &place("code"),
    );
    wrong(&done(&both("19:00:00", "19:10:00")), "jobs[2].running.tasks");
    wrong(
        &running(r#"{"name":"vm","state":"failed","ended":"2026-11-23T19:00:00Z"}"#),
        &place("started"),
    );
    wrong(&running(r#"{"name":"vm","state":"failed","code":"refused"}"#), &place("code"));
}

#[test]
fn things_that_happen() {
    let place = |member: &str| format!("events[0].{member}");
    wrong(&events(r#"{"event":"enable"}"#), &place("at"));
    wrong(&events(r#"{"at":"22:00","event":"enable"}"#), &place("at"));
    wrong(&event(r#""tenant":"a""#), &place("event"));
    wrong(&event(r#""event":"reboot""#), &place("event"));
    wrong(&event(r#""event":"enable","reason":"x""#), &place("reason"));
    wrong(&event(r#""event":"disable","until":"2026-11-23T21:00:00Z""#), &place("until"));
    wrong(&event(r#""event":"enable","until":"2026-11-23T20:10:00Z""#), &place("until"));
    wrong(&event(r#""event":"set-message","message":"{when}""#), &place("message"));
    wrong(&event(r#""event":"disable-tenant""#), &place("tenant"));
    wrong(&event(r#""event":"disable-tenant","tenant":"z""#), &place("tenant"));
    wrong(&event(r#""event":"start""#), &place("job"));
    wrong(&event(r#""event":"start","job":"z""#), &place("job"));
    wrong(&event(r#""event":"start","job":"x""#), &place("job"));
    right(&event(r#""event":"start","job":"x","tenant":"b""#));
    wrong(&event(r#""event":"start","job":"n","tenant":"b""#), &place("job"));
    wrong(&event(r#""event":"start","job":"n","tenant":"z""#), &place("tenant"));
    wrong(&event(r#""event":"start","job":"p""#), &place("job"));
    wrong(&event(r#""event":"disable-policy","job":"n""#), &place("job"));
    wrong(&event(r#""event":"create-policy","job":"p""#), &place("job"));
    wrong(&event(r#""event":"enable-policy","job":"late""#), &place("job"));
    wrong(&event(r#""event":"failover","tenant":"a""#), &place("replica"));
    wrong(&event(r#""event":"failover","tenant":"a","replica":" ""#), &place("replica"));
    wrong(&event(r#""event":"failover","tenant":"z","replica":"r""#), &place("tenant"));
    let request = |members: &str| event(&format!(r#""event":"request","tenant":"a",{members}"#));
    right(&request(r#""operation":"restore-vm","by":"provider""#));
    wrong(&request(r#""by":"tenant""#), &place("operation"));
    wrong(&request(r#""operation":"reboot""#), &place("operation"));
    wrong(&request(r#""operation":"restore-vm","by":"vendor""#), &place("by"));
    wrong(&request(r#""operation":"restore-agent""#), &place("product"));
    wrong(&request(r#""operation":"restore-agent","product":"bsd-agent""#), &place("product"));
    wrong(&request(r#""operation":"failback""#), &place("replica"));
    wrong(&request(r#""operation":"failback","replica":"\t""#), &place("replica"));
    wrong(&request(r#""operation":"restore-vm","replica":"r""#), &place("replica"));
    wrong(&request(r#""operation":"restore-vm","product":"mac-agent""#), &place("product"));
}

#[test]
fn policies_live_in_order() {
    let at = |minute: u32, event: &str| {
        format!(r#"{{"at":"2026-11-23T20:{minute:02}:00Z","event":"{event}","job":"late"}}"#)
    };
    let list = |all: &[String]| events(&all.join(","));
    right(&list(&[at(10, "create-policy"), at(11, "disable-policy")]));
    right(&list(&[at(11, "disable-policy"), at(10, "create-policy")]));
    wrong(&list(&[at(10, "disable-policy"), at(11, "create-policy")]), "events[0].job");
    wrong(&list(&[at(10, "create-policy"), at(11, "create-policy")]), "events[1].job");
    right(&list(&[at(10, "create-policy"), at(11, "delete-policy"), at(12, "create-policy")]));
}

#[test]
fn what_lies_before_the_start_is_ignored_but_checked_for_shape_and_references() {
    let early = |members: &str| events(&format!(r#"{{"at":"2026-11-23T19:00:00Z",{members}}}"#));
    right(&early(r#""event":"disable-policy","job":"late""#));
    let create = r#"{"at":"2026-11-23T19:00:00Z","event":"create-policy","job":"late"}"#;
    let touch = r#"{"at":"2026-11-23T21:00:00Z","event":"delete-policy","job":"late"}"#;
    right(&events(create));
    wrong(&events(touch), "events[0].job: this policy does not exist yet");
    wrong(
        &events(&format!("{create},{touch}")),
        "events[1].job: this policy never exists: events before the start are ignored, and its create-policy is one",
    );
    wrong(&early(r#""event":"start","job":"p""#), "events[0].job");
    wrong(&early(r#""event":"start","job":"z""#), "events[0].job");
    wrong(&early(r#""event":"set-message","message":"{when}""#), "events[0].message");
}

#[test]
fn names_in_errors_are_cut_where_they_are_long() {
    #[track_caller]
    fn case(json: impl Fn(&str) -> String) {
        let long = "N".repeat(2000);
        let error = verdict(&json(&long)).unwrap_err();
        assert!(error.contains(&"N".repeat(40)), "{error}");
        assert!(!error.contains(&"N".repeat(161)), "{error}");
    }
    case(|long| night(&format!(r#""tenants":[{{"name":"{long}"}},{{"name":"{long}"}}]"#)));
    case(|long| night(&format!(r#""replicas_in_failover":[{{"tenant":"{long}","replica":"r"}}]"#)));
    case(|long| night(&format!(r#""message":"{{{long}}}""#)));
    case(|long| night(&format!(r#""{long}":1"#)));
    case(|long| night(&format!(r#""mode":"{long}""#)));
    case(|long| night(&format!(r#""end":"{long}""#)));
    let task = |long: &str| format!(r#"{{"name":"{long}","duration":"1m"}}"#);
    case(|long| job(&format!(r#""tasks":[{},{}]"#, task(long), task(long))));
    case(|long| job(&format!(r#"{TASKS},"recorded":{{"{long}":[]}}"#)));
    case(|long| job(&format!(r#"{TASKS},"recorded":{{"{long}":1}}"#)));
    case(|long| running(&format!(r#"{{"name":"{long}","state":"pending"}}"#)));
    let schedule = |members: &str| {
        let end = r#""end":"2026-11-24T20:00:00Z","jobs""#;
        job(&format!(r#"{TASKS},"schedule":{{{members}}}"#)).replace(r#""jobs""#, end)
    };
    case(|long| schedule(&format!(r#""cron":"0 22 * * *","timezone":"{long}""#)));
    case(|long| schedule(&format!(r#""cron":"{long}""#)));
    case(|long| schedule(&format!(r#""cron":"{long} * * * *""#)));
    case(|long| event(&format!(r#""event":"{long}""#)));
    case(|long| event(&format!(r#""event":"start","job":"{long}""#)));
    case(|long| event(&format!(r#""event":"start","tenant":"a","job":"{long}""#)));
    case(|long| event(&format!(r#""event":"disable-tenant","tenant":"{long}""#)));
}

#[test]
fn what_would_not_fit_into_memory_is_a_mistake() {
    let long = "x".repeat(1 << 16);
    right(&night(&format!(r#""message":"{long}""#)));
    wrong(&night(&format!(r#""message":"{long}y""#)), "message");
    let jobs = |members: &str, count: usize| -> String {
        let job = |n| {
            format!(
                r#"{{"name":"{n}","tenant":"a","type":"other",{members},"tasks":[{{"name":"x","duration":"1m"}}]}}"#
            )
        };
        let jobs: Vec<String> = (0..count).map(job).collect();
        format!(r#""jobs":[{}]"#, jobs.join(","))
    };
    let end = r#""end":"2028-10-01T00:00:00Z""#;
    let starts = r#""starts":["2026-11-23T21:00:00Z"]"#;
    let retried = |times: u32| format!(r#"{starts},"retry":{{"times":{times},"wait":"1m"}}"#);
    right(&night(&jobs(&retried(999_999), 20)));
    wrong(&night(&jobs(&retried(999_999), 21)), "jobs[20].retry.times");
    // No more retries are counted than there is time for.
    right(&night(&format!("{end},{}", jobs(&retried(999_999), 20))));
    let hour = r#""end":"2026-11-23T21:00:00Z""#;
    right(&night(&format!("{hour},{}", jobs(&retried(1_000_000), 1000))));
    let minutely = r#""schedule":{"cron":"* * * * *"}"#;
    wrong(&night(&format!("{end},{}", jobs(minutely, 21))), "jobs[20].schedule.cron");
    // Every session processes every task.
    let tasks = |count: u32| {
        let tasks: Vec<String> =
            (0..count).map(|n| format!(r#"{{"name":"t{n}","duration":"1s"}}"#)).collect();
        format!(
            r#""end":"2027-11-23T00:00:00Z","jobs":[{{"name":"j","tenant":"a","type":"other",{minutely},"tasks":[{}]}}]"#,
            tasks.join(",")
        )
    };
    right(&night(&tasks(190)));
    wrong(&night(&tasks(191)), "jobs[0].schedule.cron");
}

#[test]
fn every_switch_changes_every_policy() {
    let policies = |count: u32, switches: u32| {
        let jobs: Vec<String> = (0..count)
            .map(|n| format!(r#"{{"name":"p{n}","tenant":"a","type":"cdp-policy"}}"#))
            .collect();
        let events: Vec<String> = (0..switches)
            .map(|n| {
                let event = ["enable", "disable"][n as usize % 2];
                format!(r#"{{"at":"2026-11-24T00:00:00Z","event":"{event}"}}"#)
            })
            .collect();
        night(&format!(r#""jobs":[{}],"events":[{}]"#, jobs.join(","), events.join(",")))
    };
    right(&policies(10_000, 2_000));
    wrong(&policies(10_000, 2_001), "events[2000]");
}
