//! Tests of the drain decision and of what is missing for it.

use serde_json::Value;

use super::*;
use crate::domain::{Ended, ObservedResult, Origin};
use crate::store::{self, ServerObservation};
use crate::testing::{TestStore, at};

fn observation(id: i64, time: &str, kind: ObservationKind, complete: bool) -> Observation {
    let lost = if complete { Vec::new() } else { vec!["2 of 4 jobs".to_owned()] };
    Observation {
        id,
        at: at(time),
        stored_at: at(time),
        kind,
        complete,
        lost,
        ended: 0,
        is_overtaken: false,
    }
}

fn job(job: i64, observed: Option<i64>) -> JobSight {
    JobSight {
        job,
        tenant: "Acme".to_owned(),
        name: format!("j{job}"),
        job_type: Some(JobType::VmBackup),
        target: Target::Cloud,
        listing: None,
        is_gone: false,
        tenant_disabled: None,
        is_only_run_by_mm: false,
        observed,
    }
}

#[test]
fn only_a_complete_observation_of_every_job_proves_that_nothing_runs() {
    use ObservationKind::{Jobs, Sessions};
    #[track_caller]
    fn case(observations: &[Observation], jobs: &[JobSight], scope: Scope, want: &[&str]) {
        let (since, now) = (Some(at("21:00")), at("21:10"));
        let state = from_observations(observations, jobs, since, now, scope);
        let codes: Vec<&str> = state.missing().iter().map(Missing::code).collect();
        assert_eq!(codes, want, "{state:?}");
        assert_eq!(state.answer(), want.is_empty().then_some(true), "{state:?}");
    }
    let both = [job(1, Some(7)), job(2, Some(7))];
    let one = [job(1, Some(7)), job(2, None)];
    let old = [job(1, Some(7)), job(2, Some(3))];
    let listing = [observation(7, "21:08", Jobs, true)];
    let part = [observation(7, "21:08", Jobs, false)];
    let sessions = [observation(7, "21:08", Sessions, true)];
    case(&[], &both, Scope::Covered, &["observation"]);
    case(&listing, &both, Scope::Covered, &[]);
    case(&listing, &one, Scope::Covered, &["jobs"]);
    case(&listing, &old, Scope::Covered, &["jobs"]);
    case(&part, &both, Scope::Covered, &["jobs", "complete"]);
    case(&sessions, &one, Scope::Covered, &[]);
    case(&[observation(7, "21:08", Sessions, false)], &one, Scope::Covered, &["jobs", "complete"]);
    // A later part sees the job that the complete listing did not have.
    let later = [observation(7, "21:07", Jobs, true), observation(8, "21:08", Jobs, false)];
    case(&later, &[job(1, Some(7)), job(2, Some(8))], Scope::Covered, &[]);
    // An earlier part saw it, but the complete listing did not.
    let earlier = [observation(6, "21:07", Jobs, false), observation(7, "21:08", Jobs, true)];
    case(&earlier, &[job(1, Some(7)), job(2, Some(6))], Scope::Covered, &["jobs"]);
    // A later observation that does not count saw it.
    case(&listing, &[job(1, Some(7)), job(2, Some(9))], Scope::Covered, &["jobs"]);
    // Jobs that cannot run, or for which a lock speaks.
    let gone = JobSight { is_gone: true, ..job(2, None) };
    let disabled = JobSight { tenant_disabled: Some(7), ..job(2, None) };
    let disabled_before = JobSight { tenant_disabled: Some(3), ..job(2, None) };
    let locked = JobSight { is_only_run_by_mm: true, ..job(2, None) };
    let local = JobSight { target: Target::Local, ..job(2, None) };
    let other = JobSight { job_type: Some(JobType::Other), ..job(2, None) };
    for each in [gone, disabled, locked, local.clone(), other.clone()] {
        case(&listing, &[job(1, Some(7)), each], Scope::Covered, &[]);
    }
    case(&listing, &[job(1, Some(7)), local], Scope::Cloud, &[]);
    let unknown = JobSight { job_type: None, ..other.clone() };
    case(&listing, &[job(1, Some(7)), unknown], Scope::Covered, &["jobs"]);
    case(&listing, &[job(1, Some(7)), disabled_before], Scope::Covered, &["jobs"]);
    // What maintenance does not wait for counts for idle, which must be fresh.
    case(&listing, &[job(1, Some(7)), other], Scope::Cloud, &["jobs"]);
    // A policy has no sessions.
    let policy = JobSight { job_type: Some(JobType::CdpPolicy), ..job(2, None) };
    case(&listing, &[job(1, Some(7)), policy], Scope::Cloud, &[]);
    case(&sessions, &both, Scope::Cloud, &[]);
    // A part that ends a session by its name, which another server may use, too.
    let ends = |each: Observation| Observation { ended: 1, ..each };
    let read = || observation(7, "21:05", Sessions, true);
    let later = [job(1, Some(8)), job(2, Some(8))];
    let part = |id, time| ends(observation(id, time, Jobs, false));
    case(&[read(), part(8, "21:08")], &later, Scope::Covered, &["complete"]);
    case(&[read(), part(8, "21:05")], &later, Scope::Covered, &["complete"]);
    case(&[part(6, "21:04"), read()], &later, Scope::Covered, &[]);
    case(&[read(), part(8, "21:04")], &later, Scope::Covered, &[]);
    case(&[read(), observation(8, "21:08", Jobs, false)], &later, Scope::Covered, &[]);
    case(&[listing[0].clone(), part(8, "21:09")], &later, Scope::Covered, &["complete"]);
    case(&[observation(7, "21:05", Sessions, true)], &both, Scope::Cloud, &[]);
    case(&[observation(7, "21:04", Sessions, true)], &both, Scope::Cloud, &["fresh"]);
    case(&[observation(7, "21:04", Sessions, true)], &both, Scope::Covered, &[]);
}

#[test]
fn an_answer_rests_on_the_observation_of_the_latest_time_whatever_its_number() {
    let jobs = [job(1, None)];
    let state = |observations: &[Observation], scope| {
        from_observations(observations, &jobs, None, at("21:10"), scope)
    };
    let sessions = |id, time, complete| observation(id, time, ObservationKind::Sessions, complete);
    let latest = DrainState::Yes { observed_at: Some(at("21:08")) };
    for scope in [Scope::Covered, Scope::Cloud] {
        assert_eq!(state(&[sessions(7, "21:02", true), sessions(8, "21:08", true)], scope), latest);
        assert_eq!(state(&[sessions(7, "21:08", true), sessions(8, "21:02", true)], scope), latest);
        assert_eq!(
            state(&[sessions(7, "21:08", true), sessions(8, "21:09", false)], scope),
            latest
        );
    }
    let lost = |id, time, why: &str| {
        let lost = vec![why.to_owned()];
        Observation { lost, ..observation(id, time, ObservationKind::Sessions, false) }
    };
    let found = state(&[lost(7, "21:08", "late"), lost(8, "21:02", "early")], Scope::Covered);
    assert!(found.missing().contains(&Missing::Complete { lost: vec!["late".to_owned()] }));
}

#[test]
fn jobs_count_as_observed_since_the_latest_complete_observation() {
    #[track_caller]
    fn case(times: [&str; 2], jobs: &[JobSight], want: usize) {
        let listing = |id, time| observation(id, time, ObservationKind::Jobs, true);
        let observations = [listing(6, times[0]), listing(7, times[1])];
        let state = from_observations(&observations, jobs, None, at("21:10"), Scope::Covered);
        let [Missing::Jobs { observed, known, names, .. }] = state.missing() else {
            panic!("{state:?}");
        };
        assert_eq!((*observed, *known, names.len()), (want, 3, 3 - want), "{names:?}");
    }
    let local = JobSight { target: Target::Local, ..job(4, None) };
    let jobs = [job(1, Some(7)), job(2, Some(6)), job(3, None), local];
    case(["21:02", "21:08"], &jobs, 1);
    // A file that was read later, but written before.
    case(["21:08", "21:02"], &jobs, 2);
}

#[test]
fn five_names_are_given_of_many_jobs_that_were_not_observed() {
    let jobs: Vec<JobSight> = (1..=7).map(|number| job(number, None)).collect();
    let listing = [observation(7, "21:08", ObservationKind::Jobs, true)];
    let state = from_observations(&listing, &jobs, None, at("21:10"), Scope::Covered);
    let want =
        "0 of 7 jobs observed, without Acme/j1, Acme/j2, Acme/j3, Acme/j4, Acme/j5 and 2 more";
    assert_eq!(in_words(state.missing(), &|at| at.to_string()), want);
}

#[test]
fn a_server_is_drained_since_the_last_covered_session_ended() {
    let store = TestStore::new();
    for (name, job_type, target, task) in [
        ("c", "vm-backup", "cloud", "a=10m"),
        ("l", "vm-backup", "local", "a=30m"),
        ("o", "other", "cloud", "a=2h"),
    ] {
        let job = ["jobs", "add", name, "--tenant", "t", "--type", job_type];
        let more = ["--target", target, "--task", task];
        store.run("19:00", &[&job[..], &more].concat()).unwrap();
    }
    for name in ["c", "l", "o"] {
        store.run("20:00", &["jobs", "start", name]).unwrap();
    }
    store.run("20:01", &["enable"]).unwrap();
    let drain = |time| store.run(time, &["status"]).unwrap()["drain"].clone();
    assert_eq!(drain("20:09")["drained"], false);
    assert_eq!(drain("20:09")["estimate"]["at"], "2026-11-23T20:10:00Z");
    for time in ["20:10", "20:20", "20:40"] {
        assert_eq!(drain(time)["drained_at"], "2026-11-23T20:10:00Z", "{time}");
        assert_eq!(drain(time)["sessions"], 0, "{time}");
    }
    // A change in between writes the sessions.
    store.run("20:35", &["extend", "1h"]).unwrap_err();
    store.run("20:35", &["set-message", "text"]).unwrap();
    assert_eq!(drain("20:40")["drained_at"], "2026-11-23T20:10:00Z");
    // The clock was ahead when a session ended.
    store.works("20:41", 1, Origin::Imported, &[("a", Some("20:00"))]);
    let ended = Ended { at: at("21:30"), result: ObservedResult::Success, code: None };
    store.ends("20:42", 4, ended);
    assert_eq!(drain("20:50")["drained_at"], "2026-11-23T20:50:00Z");
}

#[test]
fn a_server_is_drained_since_the_last_session_ended_that_began_up_to_the_switch() {
    let store = TestStore::new();
    let add = ["jobs", "add", "c", "--tenant", "t", "--type", "vm-backup", "--task", "a=10m"];
    store.run("19:00", &add).unwrap();
    store.run("20:01", &["enable"]).unwrap();
    for (number, start, end) in [(1, "20:01", "20:15"), (2, "20:30", "20:31")] {
        store.works(start, 1, Origin::Imported, &[("a", Some(start))]);
        let ended = Ended { at: at(end), result: ObservedResult::Failed, code: None };
        store.ends("20:40", number, ended);
    }
    sees_nothing(&store, ["20:45", "20:45"]);
    let drain = store.run("20:50", &["status"]).unwrap()["drain"].clone();
    assert_eq!(drain["drained_at"], "2026-11-23T20:15:00Z");
    assert!(drain["observed_at"].is_null(), "a rehearsal rests on no observation: {drain}");
}

#[test]
fn a_drain_names_the_observation_that_proves_it_and_else_the_latest() {
    let store = TestStore::live();
    store.run("21:00", &["enable"]).unwrap();
    let part = |time| {
        store.observe(time, |observer| {
            let lost = ["2 of 4 jobs".to_owned()];
            observer
                .observed(at(time), observer.now(), ObservationKind::Sessions, false, 0, &lost)
                .unwrap();
        });
    };
    let drain = |time| {
        let drain = store.run(time, &["status"]).unwrap()["drain"].clone();
        (drain["drained"].clone(), drain["observed_at"].clone())
    };
    part("21:01");
    assert_eq!(drain("21:02"), (Value::Null, "2026-11-23T21:01:00Z".into()));
    sees_nothing(&store, ["21:05", "21:05"]);
    part("21:08");
    assert_eq!(drain("21:09"), (true.into(), "2026-11-23T21:05:00Z".into()));
}

/// What is missing, by code, at a time of the clock; nothing: it is known that nothing runs.
#[track_caller]
fn missing_at(store: &TestStore, time: &str, scope: Scope) -> Vec<&'static str> {
    let state = store.look_live(time, |app, snapshot| {
        let server = ServerStatus::of(snapshot, app.now()).unwrap();
        decide(app, snapshot, &server, scope).unwrap()
    });
    assert!(!matches!(state, DrainState::No { .. }), "{state:?}");
    state.missing().iter().map(Missing::code).collect()
}

/// Stores that nothing runs, by a look at one time that was stored at another.
fn sees_nothing(store: &TestStore, [time, recorded]: [&str; 2]) {
    store.observe(recorded, |observer| {
        observer
            .observed(at(time), observer.now(), ObservationKind::Sessions, true, 0, &[])
            .unwrap();
    });
}

#[test]
fn only_what_was_observed_after_the_switch_proves_a_drain() {
    #[track_caller]
    fn case(before: &[[&str; 2]], after: &[[&str; 2]], asked: &str, want: &[&str]) {
        let store = TestStore::live();
        for times in before {
            sees_nothing(&store, *times);
        }
        store.run("21:00", &["enable"]).unwrap();
        for times in after {
            sees_nothing(&store, *times);
        }
        assert_eq!(missing_at(&store, asked, Scope::Covered), want, "{before:?} {after:?}");
    }
    case(&[["20:59", "20:59"]], &[], "21:40", &["observation"]);
    case(&[], &[["21:01", "21:01"]], "21:40", &[]);
    case(&[], &[["20:59", "21:01"]], "21:40", &["observation"]);
    case(&[], &[["21:00", "21:01"]], "21:40", &["observation"]);
    case(&[], &[["21:00", "21:01"]], "21:00", &["observation"]);
    // A time in the future, and one that the clock has not reached again.
    case(&[], &[["21:02", "21:01"]], "21:40", &["observation"]);
    case(&[], &[["21:30", "21:30"]], "21:20", &["observation"]);
    // The clock was ahead before the switch: its number tells what was before.
    case(&[["21:30", "21:30"]], &[], "21:40", &["observation"]);
    // The clock was set back after the switch.
    case(&[], &[["21:01", "21:01"]], "20:50", &["clock"]);
    let store = TestStore::live();
    let missing_at = |time| {
        store.look_live(time, |app, snapshot| {
            let server = ServerStatus::of(snapshot, app.now()).unwrap();
            missing(app, snapshot, &server).unwrap()
        })
    };
    store.run("21:00", &["enable"]).unwrap();
    assert_eq!(missing_at("21:10"), [Missing::Observation { since: Some(at("21:00")) }]);
    sees_nothing(&store, ["21:10", "21:10"]);
    assert_eq!(missing_at("21:19"), [], "an old one proves a drain");
    store.run("21:20", &["disable"]).unwrap();
    assert_eq!(missing_at("21:30"), [], "the mode is off");
}

#[test]
fn what_was_told_of_another_maintenance_is_not_when_the_server_was_switched() {
    let store = TestStore::live();
    store.run("21:00", &["enable"]).unwrap();
    sees_nothing(&store, ["21:10", "21:10"]);
    for (maintenance, want) in [("20:00", &[][..]), ("21:00", &["observation"])] {
        let success =
            Success { at: at("21:20"), maintenance: Some(at(maintenance)), observation: 0 };
        let applied =
            store::ApplyRecord { success: Some(success), ..store::ApplyRecord::default() };
        store.observe("21:20", |observer| observer.set_applied(&applied).unwrap());
        assert_eq!(missing_at(&store, "21:30", Scope::Covered), want, "{maintenance}");
    }
}

#[test]
fn a_server_is_not_idle_by_what_a_clock_saw_that_was_set_back_since() {
    let store = TestStore::live();
    sees_nothing(&store, ["20:58", "20:58"]);
    store.run("20:59", &["set-message", "text"]).unwrap();
    assert_eq!(missing_at(&store, "20:59", Scope::Cloud), [] as [&str; 0]);
    assert_eq!(missing_at(&store, "20:50", Scope::Cloud), ["observation"]);
    let observed_at = |time| {
        store.look_live(time, |app, snapshot| {
            let server = ServerStatus::of(snapshot, app.now()).unwrap();
            let (counted, _) = ServerStatus::counted(snapshot, app.now()).unwrap().unwrap();
            assert_eq!(server.last_observed_at, counted.last_observed_at);
            server.last_observed_at
        })
    };
    assert_eq!((observed_at("20:59"), observed_at("20:50")), (Some(at("20:58")), None));
}

#[test]
fn with_the_mode_off_only_a_fresh_observation_proves_that_no_covered_session_runs() {
    let covered =
        |store: &TestStore, time| store.run(time, &["status"]).unwrap()["covered"].clone();
    assert_eq!(covered(&TestStore::new(), "21:00"), 0, "a rehearsal knows what it plays");
    let store = TestStore::live();
    let add = ["jobs", "add", "nightly", "--tenant", "t", "--type", "vm-backup", "--task", "x=1h"];
    store.run("19:00", &add).unwrap();
    assert!(covered(&store, "20:00").is_null(), "there is no observation");
    sees_nothing(&store, ["21:00", "21:00"]);
    // So do previews.
    let preview = |time| store.table(time, &["simulate", "--for", "1h"]);
    let limit =
        |time| store.run(time, &["simulate", "--for", "1h", "--max-drain", "1m"]).map(|_| ());
    assert_eq!(covered(&store, "21:05"), 0, "five minutes ago");
    assert!(preview("21:05").contains("Drained at once"));
    let drained_at = |time: &str, at: &[&str]| {
        let simulate = [&["simulate", "--for", "1h"], at].concat();
        store.run(time, &simulate).unwrap()["windows"][0]["drained_at"].clone()
    };
    assert_eq!(drained_at("21:05", &[]), "2026-11-23T21:05:00Z");
    assert!(drained_at("21:06", &[]).is_null());
    assert!(drained_at("21:06", &["--at", "+1h"]).is_null());
    assert_eq!(limit("21:05"), Ok(()));
    assert!(covered(&store, "21:06").is_null(), "more than five minutes ago");
    assert!(preview("21:06").contains("Drain not known: "), "{}", preview("21:06"));
    assert_eq!(limit("21:06"), Err("unsafe"));
    store.observe("21:10", |observer| {
        let lost = ["2 of 4 jobs".to_owned()];
        observer
            .observed(at("21:10"), observer.now(), ObservationKind::Jobs, false, 0, &lost)
            .unwrap();
    });
    assert!(covered(&store, "21:10").is_null(), "a part proves nothing");
    store.works("21:20", 1, Origin::Imported, &[("x", Some("21:20"))]);
    assert_eq!(covered(&store, "21:40"), 1);
}

#[test]
fn a_drain_waits_for_covered_sessions_and_idle_for_all_against_the_cloud() {
    let store = TestStore::live();
    for (name, job_type, target) in
        [("c", "vm-backup", "cloud"), ("l", "vm-backup", "local"), ("o", "other", "cloud")]
    {
        let add = ["jobs", "add", name, "--tenant", "t", "--type", job_type];
        let more = ["--target", target, "--task", "x=30m"];
        store.run("19:00", &[&add[..], &more].concat()).unwrap();
    }
    for job in 1..=3 {
        store.works("20:00", job, Origin::Imported, &[("x", Some("20:00"))]);
    }
    let names = |scope| {
        store.look_live("20:10", |app, snapshot| {
            let server = ServerStatus::of(snapshot, app.now()).unwrap();
            let names = running(&server, scope).into_iter().map(|each| each.facts.job.clone());
            names.collect::<Vec<_>>()
        })
    };
    assert_eq!(
        (names(Scope::Covered), names(Scope::Cloud)),
        (vec!["c".to_owned()], vec!["c".to_owned(), "o".to_owned()])
    );
}

#[test]
fn what_was_told_counts_while_the_mode_stays_on() {
    #[track_caller]
    fn case(store: &TestStore, told: Option<&str>, since: &str, want: bool) {
        let success = Success { at: at("22:00"), maintenance: told.map(at), observation: 0 };
        let found = store.look(|snapshot| is_of(snapshot, success, at(since), at("22:00")));
        assert_eq!(found.unwrap(), want, "{told:?}");
    }
    let run = |store: &TestStore, time, words: &[&str]| {
        store.run(time, words).unwrap();
    };
    let off_between = TestStore::new();
    run(&off_between, "20:00", &["enable"]);
    run(&off_between, "20:30", &["disable"]);
    run(&off_between, "21:00", &["enable"]);
    case(&off_between, Some("21:00"), "21:00", true);
    case(&off_between, Some("20:00"), "21:00", false);
    case(&off_between, Some("21:30"), "21:00", false);
    case(&off_between, None, "21:00", false);
    // An open window stays on when what began before it is undone.
    let passed_on = TestStore::new();
    let window = ["schedule", "add", "--at", "2026-11-23T20:10:00Z", "--for", "3h"];
    run(&passed_on, "20:00", &window);
    run(&passed_on, "20:05", &["enable"]);
    run(&passed_on, "20:20", &["undo", "--yes"]);
    case(&passed_on, Some("20:05"), "20:10", true);
    case(&passed_on, Some("20:01"), "20:10", false);
}

#[test]
fn what_is_observed_counts_since_the_server_is_known_to_be_in_maintenance() {
    use Applied::{Failed, Pending, Unmanaged, Yes};
    #[track_caller]
    fn case(
        applied: Applied,
        tried: Option<&str>,
        success: Option<(&str, i64)>,
        is_on: bool,
        want: Option<(&str, i64)>,
    ) {
        let by_hand = SwitchedOn { at: at("21:00"), observation: 5 };
        let success = success.map(|(time, observation)| Success {
            at: at(time),
            maintenance: Some(at("21:00")),
            observation,
        });
        let status = ApplyStatus {
            applied,
            applied_at: tried.map(at),
            applied_error: None,
            server_mode: None,
            server_mode_observed_at: None,
            drift: None,
        };
        let want = want.map(|(time, observation)| SwitchedOn { at: at(time), observation });
        let want =
            want.map_or(ServerSwitch::NotKnown(Missing::NotApplied(applied)), ServerSwitch::On);
        assert_eq!(switched_on(by_hand, success, &status, is_on), want);
    }
    let told = Some(("21:10", 7));
    // Without the hook, the operator switched it when the maintenance began, unless more is known.
    case(Unmanaged, None, None, false, Some(("21:00", 5)));
    case(Unmanaged, None, told, false, told);
    case(Yes, Some("21:10"), told, false, told);
    // The server was told of a maintenance that passed into this one, or by a clock that was set back.
    case(Yes, Some("20:50"), Some(("20:50", 3)), false, Some(("21:00", 5)));
    case(Yes, Some("20:50"), Some(("20:50", 7)), false, Some(("21:00", 7)));
    case(Yes, Some("21:10"), Some(("21:10", 3)), false, Some(("21:10", 5)));
    // It was told, but not of this maintenance.
    case(Yes, Some("20:50"), None, true, None);
    for applied in [Pending, Failed] {
        case(applied, Some("21:05"), None, true, None);
        // The server is in maintenance all the same: it said so after the hook was tried last.
        case(applied, None, told, true, told);
        case(applied, Some("21:05"), told, true, told);
        case(applied, Some("21:10"), told, true, told);
        case(applied, Some("21:11"), told, true, None);
        case(applied, Some("21:05"), told, false, None);
    }
}

#[test]
fn a_server_is_in_maintenance_by_a_report_of_this_maintenance_that_is_not_out_of_date() {
    let (on, off) = (Mode::Maintenance, Mode::Active);
    let store = TestStore::new();
    let found = || store.look(|snapshot| is_on_on_server(snapshot).unwrap());
    assert!(!found(), "the server was never asked");
    for (mode, recorded_mode, is_current, want) in [
        (Some(on), on, true, true),
        (Some(on), on, false, false),
        (Some(on), off, true, false),
        (Some(off), on, true, false),
        (None, on, true, false),
    ] {
        let (notification, service) = (None, None);
        let at = at("21:00");
        let report =
            ServerObservation { at, mode, notification, service, recorded_mode, is_current };
        store.observe("21:00", |observer| observer.set_server_observation(&report).unwrap());
        assert_eq!(found(), want, "{report:?}");
    }
}

#[test]
fn an_error_says_what_to_do_about_what_is_missing() {
    #[track_caller]
    fn case(missing: &Missing, code: Code, hint: &str) {
        let error = not_known(std::slice::from_ref(missing), "not known".to_owned());
        assert_eq!(error.code, code, "{missing:?}");
        assert!(error.hint.as_ref().unwrap().contains(hint), "{missing:?}: {:?}", error.hint);
    }
    case(&Missing::Drift, Code::Drift, "`mm apply --force` makes");
    case(&Missing::NotApplied(Applied::Yes), Code::NotApplied, "`mm apply --force` tells");
    for applied in [Applied::Pending, Applied::Failed] {
        case(&Missing::NotApplied(applied), Code::NotApplied, "`mm apply` tells");
    }
    case(&Missing::Mode, Code::NotObserved, "`mm wait drained`");
    case(&Missing::Observation { since: None }, Code::NotObserved, "`mm wait drained`");
}

#[test]
fn what_is_missing_is_said_in_numbers_and_names() {
    let names = ["a", "b", "c", "d", "e"].map(|job| format!("Acme/{job}")).to_vec();
    let missing = Missing::Jobs { observed: 7, known: 44, since: Some(at("22:00")), names };
    let text = "7 of 44 jobs observed since 2026-11-23 23:00 CET, \
        without Acme/a, Acme/b, Acme/c, Acme/d, Acme/e and 32 more";
    let berlin = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    assert_eq!(missing.in_words(&|at| at.in_zone(&berlin)), text);
}
