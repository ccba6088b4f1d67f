//! How far the running sessions should have come by now, by their planned durations.
//!
//! This is an expectation and shown as such: nobody has observed it, and it is never stored.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::domain::maintenance::{OnExpiry, changes, in_force};
use crate::domain::{DurationSource, Origin};
use crate::domain::{Instant, SessionState, spelled};
use crate::error::Result;
use crate::ops::server_status::ServerStatus;
use crate::scenario::{Event, Model};
use crate::simulator::{Keep, Outcome, SessionRecord, simulate};
use crate::store::{Part, Snapshot, StoredSession};

spelled! {
    /// What the expected end of a session rests on.
    pub enum EstimateKind: "estimate" {
        /// By the planned durations.
        About = "about",
        /// Some task was seen to run longer than was planned.
        Overdue = "overdue",
        /// How long some task takes is not known.
        Unknown = "unknown",
    }
}

/// The expected state of a session that, as far as is known, is running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ExpectedSession {
    /// What the expected end rests on.
    pub estimate: EstimateKind,
    /// Whether it still works.
    pub state: SessionState,
    /// How many of its tasks have ended.
    pub tasks_ended: u32,
    /// How many tasks it has: all those of its job if it was seen without them.
    #[serde(skip)]
    pub tasks: u32,
    /// How many of them were seen to have ended.
    #[serde(skip)]
    pub tasks_seen_ended: u32,
    /// When it ends or has ended; `None` if that is not known.
    pub ends: Option<Instant>,
}

/// The expected state of every running session, by its number. Sessions of a disabled tenant against
/// the cloud are left out: they should have been ended.
pub fn expected(
    snapshot: &Snapshot<'_>,
    state: &ServerStatus,
) -> Result<HashMap<i64, ExpectedSession>> {
    // A session goes on from when it was last seen.
    let mut groups: BTreeMap<Instant, Vec<StoredSession>> = BTreeMap::new();
    for session in &state.caught_up.working {
        let seen = match session.origin {
            Origin::Imported => session.observed_at.min(state.now),
            Origin::Run | Origin::Simulated => state.now,
        };
        groups.entry(seen).or_default().push(session.clone());
    }
    let mut found = HashMap::new();
    for (seen, sessions) in groups {
        from(snapshot, state, seen, sessions, &mut found)?;
    }
    Ok(found)
}

/// Lets sessions go on from when they were seen.
fn from(
    snapshot: &Snapshot<'_>,
    state: &ServerStatus,
    seen: Instant,
    sessions: Vec<StoredSession>,
    found: &mut HashMap<i64, ExpectedSession>,
) -> Result<()> {
    let mut declared = snapshot.all_declared_by_hand()?;
    let planned = snapshot.occurrences(seen, state.now)?;
    declared.extend(planned.into_iter().map(|each| each.maintenance));
    let before = in_force(&declared, seen);
    let mut stored = snapshot.scenario(seen, before.as_ref(), sessions, Part::Working)?;
    for (at, maintenance) in changes(&declared, seen, state.now) {
        stored.scenario.events.extend(Event::mode_change(at, maintenance.as_ref(), None));
    }
    stored.scenario.on_expiry =
        state.maintenance.as_ref().map_or(OnExpiry::Alarm, |each| each.on_expiry);
    let scenario = stored.model()?;
    let outcome = simulate(&scenario, Keep::Everything);
    for record in &outcome.sessions {
        if let Some(session) = stored.sessions.get(&(record.job as usize)) {
            let expected = expectation(&scenario, &outcome, record, state.now);
            found.insert(session.id, expected);
        }
    }
    Ok(())
}

fn expectation(
    scenario: &Model,
    outcome: &Outcome,
    record: &SessionRecord,
    now: Instant,
) -> ExpectedSession {
    let tasks = outcome.tasks_of(record);
    let job = &scenario.jobs[record.job as usize];
    let running = job.running.as_deref();
    let given = running.map_or(&[][..], |running| &running.tasks);
    let mut estimate = EstimateKind::About;
    for (task, given) in tasks.iter().zip(given) {
        let planned = scenario.duration(record.job, task.task);
        let open = given.state.is_open();
        let late = given.started.is_some_and(|at| at + planned <= scenario.start);
        // An assumed duration tells nothing, not even that a task takes too long.
        if open && job.durations == DurationSource::Default {
            estimate = EstimateKind::Unknown;
        } else if open && late {
            estimate = EstimateKind::Overdue;
        }
    }
    let until = if estimate == EstimateKind::About { now } else { scenario.start };
    let has_ended = |at: Option<Instant>| at.is_some_and(|at| at <= until);
    let ended = tasks.iter().filter(|task| has_ended(task.ended)).count();
    let seen_ended = given.iter().filter(|task| !task.state.is_open()).count();
    let count = |tasks: usize| u32::try_from(tasks).unwrap_or(u32::MAX);
    ExpectedSession {
        estimate,
        state: if has_ended(record.ended) { SessionState::Stopped } else { SessionState::Working },
        tasks_ended: count(ended),
        tasks: count(given.len()),
        tasks_seen_ended: count(seen_ended),
        ends: record.ended.filter(|_| estimate == EstimateKind::About),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{EstimateKind, ServerStatus};
    use crate::domain::{Origin, TaskState};
    use crate::store::SessionFilter;
    use crate::testing::{TestStore, at};

    /// A job of two tasks of 30 minutes each, of which a session works.
    fn trial(origin: Origin, tasks: &[(&str, Option<&str>)]) -> TestStore {
        let trial = with_job();
        trial.works("20:10", 1, origin, tasks);
        trial
    }

    fn with_job() -> TestStore {
        let trial = TestStore::new();
        let add = ["jobs", "add", "j", "--tenant", "t", "--type", "vm-backup"];
        let tasks_of_job = ["--task", "a=30m", "--task", "b=30m"];
        trial.run("20:00", &[&add[..], &tasks_of_job].concat()).unwrap();
        trial
    }

    fn expected(trial: &TestStore, time: &str) -> Value {
        trial.run(time, &["sessions", "show", "1"]).unwrap()["expected"].clone()
    }

    #[test]
    fn what_is_expected_goes_on_from_what_was_seen() {
        #[track_caller]
        fn case(time: &str, state: &str, ended: u32) {
            let trial = trial(Origin::Imported, &[("a", Some("20:05")), ("b", None)]);
            let want = json!({"estimate": "about", "state": state, "tasks_ended": ended,
                "ends": "2026-11-23T21:05:00Z"});
            assert_eq!(expected(&trial, time), want, "at {time}");
        }
        case("20:10", "working", 0);
        case("20:35", "working", 1);
        case("21:04", "working", 1);
        case("21:05", "stopped", 2);
        case("23:00", "stopped", 2);
    }

    #[test]
    fn what_is_seen_stays_as_it_was_seen() {
        let trial = trial(Origin::Imported, &[("a", Some("20:05")), ("b", None)]);
        let session = trial.run("23:00", &["sessions", "show", "1"]).unwrap();
        assert_eq!(session["state"], "working");
        assert_eq!(session["observed_at"], "2026-11-23T20:10:00Z");
        assert_eq!(session["tasks"][0]["state"], "running");
    }

    #[test]
    fn a_simulated_session_is_as_far_as_it_is_expected() {
        let trial = trial(Origin::Simulated, &[("a", Some("20:05")), ("b", None)]);
        let session = trial.run("20:40", &["sessions", "show", "1"]).unwrap();
        assert_eq!(session["tasks"][0]["state"], "success");
        assert_eq!(session["expected"]["tasks_ended"], 1);
        let session = trial.run("21:05", &["sessions", "show", "1"]).unwrap();
        assert_eq!((&session["state"], &session["result"]), (&json!("stopped"), &json!("success")));
        assert_eq!(session["expected"], Value::Null);
    }

    #[test]
    fn nothing_is_claimed_of_what_runs_too_long() {
        let trial = trial(Origin::Imported, &[("a", Some("19:30"))]);
        let want =
            json!({"estimate": "overdue", "state": "working", "tasks_ended": 0, "ends": null});
        assert_eq!(expected(&trial, "20:11"), want);
        assert_eq!(expected(&trial, "23:00"), want);
    }

    #[test]
    fn the_mode_that_was_on_since_then_is_heeded() {
        let trial = trial(Origin::Imported, &[("a", Some("20:05")), ("b", None)]);
        trial.run("20:20", &["enable"]).unwrap();
        // Task b is refused when it comes up at 20:35, also seen from after the mode was on.
        assert_eq!(expected(&trial, "20:30")["ends"], "2026-11-23T20:35:00Z");
        trial.run("20:40", &["disable"]).unwrap();
        assert_eq!(expected(&trial, "20:50")["ends"], "2026-11-23T20:35:00Z");
    }

    #[test]
    fn a_task_starts_only_if_the_mode_is_off_when_its_turn_comes() {
        #[track_caller]
        fn case(before: &[&str], [time, command]: [&[&str]; 2], asked: &str, end: &str) {
            let trial = with_job();
            if !before.is_empty() {
                trial.run("20:06", before).unwrap();
            }
            trial.works("20:10", 1, Origin::Imported, &[("a", Some("20:05")), ("b", None)]);
            if let [time] = time {
                trial.run(time, command).unwrap();
            }
            let ends = format!("2026-11-23T{end}:00Z");
            assert_eq!(expected(&trial, asked)["ends"], ends, "{before:?} {command:?} {asked}");
        }
        // The mode was on when the session was seen, by hand or by a planned window.
        case(&["enable"], [&[], &[]], "20:30", "20:35");
        let window = ["schedule", "add", "--at", "2026-11-23T20:20:00Z", "--for", "20m"];
        case(&window, [&[], &[]], "20:30", "20:35");
        case(&window, [&[], &[]], "21:10", "20:35");
        // At its planned end a maintenance stays on, unless it is to end by itself.
        let ends = ["enable", "--for", "10m", "--on-expiry", "disable"];
        case(&[], [&["20:20"], &["enable", "--for", "10m"]], "20:25", "20:35");
        case(&[], [&["20:20"], &["enable", "--for", "10m"]], "20:32", "20:35");
        case(&[], [&["20:20"], &ends], "20:25", "21:05");
        case(&[], [&["20:20"], &ends], "20:50", "21:05");
    }

    #[test]
    fn a_session_that_was_seen_by_a_clock_that_was_ahead_goes_on_from_the_present() {
        let trial = TestStore::live();
        let add = ["jobs", "add", "j", "--tenant", "t", "--type", "vm-backup", "--task", "a=30m"];
        trial.run("20:00", &add).unwrap();
        trial.works("20:40", 1, Origin::Imported, &[("a", Some("20:05"))]);
        let expected = trial.look_live("20:20", |_, snapshot| {
            let status = ServerStatus::of(snapshot, at("20:20")).unwrap();
            super::expected(snapshot, &status).unwrap()[&1]
        });
        assert_eq!((expected.estimate, expected.ends), (EstimateKind::About, Some(at("20:35"))));
    }

    #[test]
    fn only_a_task_that_runs_can_take_too_long() {
        #[track_caller]
        fn case(start: &str, state: TaskState, want: &str) {
            let trial = trial(Origin::Imported, &[("a", Some(start)), ("b", None)]);
            trial.observe("20:10", |observer| {
                let sessions = observer.snapshot().sessions(SessionFilter::Id(1)).unwrap();
                let mut session = sessions.into_iter().next().unwrap();
                session.facts.tasks[0].state = state;
                session.facts.tasks[0].ended = (!state.is_open()).then(|| at("20:10"));
                observer.update_session(&session).unwrap();
            });
            assert_eq!(expected(&trial, "20:11")["estimate"], want, "{start} {state:?}");
        }
        case("19:41", TaskState::Running, "about");
        case("19:40", TaskState::Running, "overdue");
        case("19:30", TaskState::Success, "about");
    }

    #[test]
    fn nothing_is_known_of_a_task_whose_duration_is_assumed() {
        let trial = TestStore::live();
        let listing = "Tenant,Name,JobType,IsRunning,Target\nt,j,Backup,True,cloud\n";
        trial.run("20:10", &["jobs", "import", &trial.file("jobs.csv", listing)]).unwrap();
        trial.run("20:11", &["enable"]).unwrap();
        for time in ["20:20", "2026-11-24T20:10:00Z"] {
            let expected = expected(&trial, time);
            assert_eq!(
                (&expected["estimate"], &expected["state"]),
                (&json!("unknown"), &json!("working"))
            );
            let answer = trial.run(time, &["is", "drained", "--predicted"]).unwrap();
            assert_eq!(answer["answer"], false, "{time}");
        }
    }
}
