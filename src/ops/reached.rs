//! The states that `mm is` asks for and `mm wait` waits for, and whether they are reached.

use std::collections::HashSet;

use crate::domain::{Access, Mode, SessionState, spelled};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::drain::{self, DrainState, Missing, Scope};
use crate::ops::expected::expected;
use crate::ops::server_status::ServerStatus;
use crate::store::{Snapshot, StoredSession};

spelled! {
    /// A state to ask for or to wait for.
    pub enum Reached: "state" {
        Active = "active",
        Maintenance = "maintenance",
        /// The mode is on and no covered session is running.
        Drained = "drained",
        /// Nothing runs against the cloud, covered or not.
        Idle = "idle",
        /// The mode is on past its planned end.
        Overdue = "overdue",
    }
}

impl Reached {
    /// Which sessions must have ended.
    pub fn scope(self) -> Option<Scope> {
        match self {
            Reached::Drained => Some(Scope::Covered),
            Reached::Idle => Some(Scope::Cloud),
            Reached::Active | Reached::Maintenance | Reached::Overdue => None,
        }
    }
}

/// Whether a state is reached; `None` if that is not known, and what is missing to know it.
pub struct Answer {
    pub reached: Option<bool>,
    /// Whether it rests on planned durations instead of an observation.
    pub is_predicted: bool,
    pub missing: Vec<Missing>,
}

impl From<bool> for Answer {
    fn from(reached: bool) -> Answer {
        Answer { reached: Some(reached), is_predicted: false, missing: Vec::new() }
    }
}

impl From<DrainState> for Answer {
    fn from(state: DrainState) -> Answer {
        Answer { reached: state.answer(), is_predicted: false, missing: state.missing().to_vec() }
    }
}

pub fn reached(
    app: &App,
    snapshot: &Snapshot<'_>,
    server: &ServerStatus,
    state: Reached,
    predicted: bool,
) -> Result<Answer> {
    let is_on = server.mode() == Mode::Maintenance;
    let scope = match state {
        Reached::Active => return Ok((!is_on).into()),
        Reached::Maintenance => return Ok(is_on.into()),
        Reached::Overdue => return Ok(server.is_overdue().into()),
        Reached::Drained if !is_on => return Ok(false.into()),
        Reached::Drained => Scope::Covered,
        Reached::Idle => Scope::Cloud,
    };
    let known = drain::decide(app, snapshot, server, scope)?;
    let is_observed = matches!(known, DrainState::Yes { .. });
    // A server that is not in maintenance drains by no estimate. Without a session to predict the end of,
    // a prediction needs an observation of none.
    let is_predictable = known.missing().iter().all(Missing::is_observed);
    if !predicted || is_observed || !is_predictable {
        return Ok(known.into());
    }
    let running = drain::running(server, scope);
    let reached = match scope {
        Scope::Cloud => running.is_empty(),
        Scope::Covered => {
            let expected = expected(snapshot, server)?;
            let tenants = snapshot.tenants()?;
            let disabled: HashSet<&str> = tenants
                .iter()
                .filter(|tenant| tenant.facts.access == Access::Disabled)
                .map(|tenant| &*tenant.facts.name)
                .collect();
            // Nothing is expected of a session of a disabled tenant, which has been ended unless the
            // server lists it, and of a job that is not known, which may last for any time.
            let has_ended = |session: &&StoredSession| match expected.get(&session.id) {
                Some(expected) => expected.state == SessionState::Stopped,
                None => {
                    session.job.is_some()
                        && !session.seen_covered
                        && disabled.contains(&*session.facts.tenant)
                }
            };
            running.iter().all(has_ended)
        }
    };
    Ok(Answer { reached: Some(reached), is_predicted: true, missing: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Origin;
    use crate::store::{ObservationKind, ServerObservation, SessionFilter};
    use crate::testing::{TestStore, at};

    /// Sessions of 30 minutes, of an hour, and of a job that maintenance does not wait for.
    fn in_maintenance() -> TestStore {
        let store = TestStore::new();
        for (name, job_type, task) in
            [("a", "vm-backup", "x=30m"), ("b", "vm-backup", "x=1h"), ("c", "other", "x=2h")]
        {
            let add = ["jobs", "add", name, "--tenant", name, "--type", job_type, "--task", task];
            store.run("19:00", &add).unwrap();
        }
        for job in 1..=3 {
            store.works("20:00", job, Origin::Imported, &[("x", Some("20:00"))]);
        }
        store.run("20:05", &["enable"]).unwrap();
        store
    }

    #[track_caller]
    fn case(store: &TestStore, time: &str, state: &str, want: bool) {
        let answer = store.run(time, &["is", state, "--predicted"]).unwrap();
        assert_eq!(answer["answer"], want, "{state} at {time}");
        assert_eq!(answer["predicted"], true, "{state} at {time}");
    }

    #[test]
    fn a_drain_is_predicted_once_every_covered_session_has_ended_by_its_planned_duration() {
        let store = in_maintenance();
        case(&store, "20:29", "drained", false);
        case(&store, "20:30", "drained", false);
        case(&store, "21:00", "drained", true);
        case(&store, "21:00", "idle", false);
    }

    #[test]
    fn what_was_never_observed_is_predicted_only_from_sessions_that_were_running() {
        let live = |is_running: bool| {
            let store = TestStore::live();
            let add =
                ["jobs", "add", "a", "--tenant", "a", "--type", "vm-backup", "--task", "x=1h"];
            store.run("19:00", &add).unwrap();
            if is_running {
                store.works("20:00", 1, Origin::Imported, &[("x", Some("20:00"))]);
            }
            store.run("20:05", &["enable"]).unwrap();
            store
        };
        for state in ["drained", "idle"] {
            let answer = live(false).run("21:30", &["is", state, "--predicted"]);
            assert_eq!(answer.unwrap_err(), "not-observed", "{state}");
        }
        case(&live(true), "20:59", "drained", false);
        case(&live(true), "21:00", "drained", true);
        case(&live(true), "21:00", "idle", false);
    }

    #[test]
    fn a_server_does_not_drain_while_the_mode_is_off() {
        let store = TestStore::new();
        for words in [&["is", "drained"][..], &["is", "drained", "--predicted"]] {
            assert_eq!(store.run("20:00", words).unwrap()["answer"], false);
        }
    }

    #[test]
    fn idle_waits_for_sessions_that_a_drain_does_not_wait_for() {
        let store = TestStore::new();
        let add = ["jobs", "add", "c", "--tenant", "c", "--type", "other", "--task", "x=1h"];
        store.run("19:00", &add).unwrap();
        store.works("20:00", 1, Origin::Imported, &[("x", Some("20:00"))]);
        case(&store, "20:10", "idle", false);
    }

    #[test]
    fn sessions_of_a_disabled_tenant_have_been_ended() {
        let store = in_maintenance();
        store.run("20:10", &["tenants", "disable", "b", "--yes"]).unwrap();
        case(&store, "20:29", "drained", false);
        case(&store, "20:30", "drained", true);
    }

    #[test]
    fn a_session_that_the_server_lists_of_a_disabled_tenant_has_not_been_ended() {
        let store = in_maintenance();
        store.run("20:10", &["tenants", "disable", "b", "--yes"]).unwrap();
        store.observe("20:11", |observer| {
            let mut session = observer.snapshot().sessions(SessionFilter::Id(2)).unwrap().remove(0);
            session.seen_covered = true;
            observer.update_session(&session).unwrap();
        });
        case(&store, "21:00", "drained", false);
    }

    #[test]
    fn a_session_of_a_job_that_nobody_knows_is_not_predicted_to_have_ended() {
        let store = in_maintenance();
        store.works_unknown("20:06", ["d", "unknown"]);
        case(&store, "21:00", "drained", false);
    }

    #[test]
    fn each_state_waits_for_the_sessions_that_it_names() {
        let store = in_maintenance();
        for (state, time, want) in [
            (Reached::Active, "20:10", vec![]),
            (Reached::Maintenance, "20:10", vec![]),
            (Reached::Drained, "20:10", vec!["a", "b"]),
            (Reached::Idle, "20:10", vec!["a", "b", "c"]),
            (Reached::Overdue, "20:10", vec![]),
        ] {
            let names: Vec<String> = store.look(|snapshot| {
                let server = ServerStatus::of(snapshot, at(time)).unwrap();
                let running =
                    state.scope().map_or(Vec::new(), |scope| drain::running(&server, scope));
                running.iter().map(|session| session.facts.job.clone()).collect()
            });
            assert_eq!(names, want, "{state}");
        }
    }

    #[test]
    fn a_mode_is_overdue_from_its_planned_end_on() {
        let store = TestStore::new();
        let overdue = |time| store.run(time, &["is", "overdue"]).unwrap()["answer"].clone();
        assert_eq!(overdue("20:00"), false, "the mode is off");
        store.run("20:00", &["enable", "--for", "1h"]).unwrap();
        assert_eq!(overdue("20:59"), false);
        assert_eq!(overdue("21:00"), true);
    }

    #[test]
    fn a_server_that_says_that_its_mode_is_off_drains_by_no_prediction() {
        let store = TestStore::live();
        let add = ["jobs", "add", "a", "--tenant", "a", "--type", "vm-backup", "--task", "x=30m"];
        store.run("19:00", &add).unwrap();
        store.works("20:00", 1, Origin::Imported, &[("x", Some("20:00"))]);
        store.run("20:05", &["enable"]).unwrap();
        case(&store, "20:30", "drained", true);
        let report = ServerObservation {
            at: at("20:10"),
            mode: Some(Mode::Active),
            notification: None,
            service: None,
            recorded_mode: Mode::Maintenance,
            is_current: true,
        };
        store.observe("20:10", |observer| observer.set_server_observation(&report).unwrap());
        let answer = store.run("20:30", &["is", "drained", "--predicted"]);
        assert_eq!(answer.unwrap_err(), "drift");
        // Idle is predicted whatever the mode is.
        case(&store, "20:30", "idle", false);
    }

    #[test]
    fn idle_is_predicted_from_an_old_observation_of_no_session() {
        let store = TestStore::live();
        store.observe("20:00", |observer| {
            observer
                .observed(at("20:00"), observer.now(), ObservationKind::Sessions, true, 0, &[])
                .unwrap();
        });
        let answer = |words: &[&str]| store.run("20:30", words);
        assert_eq!(answer(&["is", "idle"]).unwrap_err(), "not-observed");
        case(&store, "20:30", "idle", true);
    }
}
