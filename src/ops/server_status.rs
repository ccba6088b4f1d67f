//! The status of a server: what is known and what is expected at the present.

use crate::clock;
use crate::domain::Origin;
use crate::domain::maintenance::Maintenance;
use crate::domain::{Instant, Mode};
use crate::error::Result;
use crate::ops::catch_up::{CaughtUp, present};
use crate::ops::notification::render;
use crate::store::{Server, Snapshot, StoredSession, WorkingCount};

/// The present of a server.
pub struct ServerStatus {
    /// The instant that is called present.
    pub now: Instant,
    /// What is known of the server.
    pub server: Server,
    /// The maintenance in force.
    pub maintenance: Option<Maintenance>,
    /// Where sessions stand before what starts now: forecasts go on from there.
    pub before_starts: CaughtUp,
    /// Where sessions stand.
    pub caught_up: CaughtUp,
    /// The instant of the latest observation, complete or not.
    pub last_observed_at: Option<Instant>,
}

/// The present for observations. On a live store that is the clock, even if the last change of the
/// store lies ahead of it.
pub fn known_present(server: &Server, now: Instant) -> Instant {
    if server.is_rehearsal() { now } else { now.min(clock::now()) }
}

impl ServerStatus {
    /// Reads the present.
    pub fn of(snapshot: &Snapshot<'_>, now: Instant) -> Result<ServerStatus> {
        let server = snapshot.server()?;
        let [before_starts, caught_up] = present(snapshot, now)?;
        Ok(ServerStatus {
            now,
            maintenance: snapshot.in_force(now)?,
            last_observed_at: snapshot.last_observed_at(known_present(&server, now))?,
            server,
            before_starts,
            caught_up,
        })
    }

    /// The present with its sessions counted alone, covered ones and others; `None` where they must
    /// be looked at one by one: in maintenance, or if others than imported ones work.
    pub fn counted(
        snapshot: &Snapshot<'_>,
        now: Instant,
    ) -> Result<Option<(ServerStatus, [usize; 2])>> {
        let plays = snapshot.server()?.is_rehearsal() && snapshot.may_start_sessions()?;
        if plays || snapshot.in_force(now)?.is_some() {
            return Ok(None);
        }
        let mut counts = [0, 0];
        for WorkingCount { origin, is_covered, sessions } in snapshot.working_counts()? {
            if origin != Origin::Imported {
                return Ok(None);
            }
            counts[usize::from(!is_covered)] += sessions;
        }
        let server = snapshot.server()?;
        let state = ServerStatus {
            now,
            maintenance: None,
            last_observed_at: snapshot.last_observed_at(known_present(&server, now))?,
            server,
            before_starts: CaughtUp::uncounted(now),
            caught_up: CaughtUp::uncounted(now),
        };
        Ok(Some((state, counts)))
    }

    /// The mode.
    pub fn mode(&self) -> Mode {
        Mode::of(self.maintenance.as_ref())
    }

    /// Whether the mode is on past its planned end.
    pub fn is_overdue(&self) -> bool {
        self.maintenance.as_ref().is_some_and(|each| each.is_overdue(self.now))
    }

    /// The notification as this tenant reads it in the session of this job.
    pub fn message(&self, tenant: &str, job: &str) -> Result<String> {
        let maintenance = self.maintenance.as_ref();
        render(self.server.notification_text(maintenance), maintenance, tenant, job)
    }

    /// Covered sessions that work, and others.
    pub fn working(&self) -> (Vec<&StoredSession>, Vec<&StoredSession>) {
        self.caught_up.working.iter().partition(|session| session.is_covered())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Origin::{Imported, Simulated};
    use crate::testing::{TestStore, at};

    #[test]
    fn what_is_counted_alone_is_what_a_look_at_each_session_tells() {
        let trial = TestStore::new();
        for (job, target) in [("a", "cloud"), ("b", "local"), ("c", "cloud")] {
            let add = ["jobs", "add", job, "--tenant", "t", "--type", "vm-backup"];
            let more = ["--target", target, "--task", "x=2h"];
            trial.run("20:00", &[&add[..], &more].concat()).unwrap();
        }
        let counted =
            || trial.look(|snapshot| ServerStatus::counted(snapshot, at("20:10")).unwrap());
        assert_eq!(counted().unwrap().1, [0, 0]);
        for job in [1, 2] {
            trial.works("20:00", job, Imported, &[("x", Some("20:00"))]);
        }
        let state = trial.look(|snapshot| ServerStatus::of(snapshot, at("20:10")).unwrap());
        let (covered, others) = trial.look(|_| {
            let (covered, others) = state.working();
            (covered.len(), others.len())
        });
        let (quick, counts) = counted().unwrap();
        assert_eq!(counts, [covered, others]);
        assert_eq!(counts, [1, 1]);
        assert_eq!((quick.server, quick.last_observed_at), (state.server, state.last_observed_at));
        trial.works_unknown("20:00", ["t", "unknown"]);
        assert_eq!(counted().unwrap().1, [2, 1], "the kind of an unknown job may be covered");
        trial.works("20:00", 3, Simulated, &[("x", Some("20:00"))]);
        assert!(counted().is_none(), "a simulated session may have ended");
    }

    #[test]
    fn only_a_rehearsal_starts_sessions_that_a_count_would_miss() {
        for (store, is_counted) in [(TestStore::new(), false), (TestStore::live(), true)] {
            let add =
                ["jobs", "add", "a", "--tenant", "t", "--type", "vm-backup", "--task", "x=2h"];
            store.run("20:00", &[&add[..], &["--cron", "5 20 * * *"]].concat()).unwrap();
            let counted =
                store.look(|snapshot| ServerStatus::counted(snapshot, at("20:10")).unwrap());
            assert_eq!(counted.is_some(), is_counted);
        }
    }

    #[test]
    fn a_rehearsal_knows_what_is_observed_ahead_of_the_clock() {
        for (store, want) in [(TestStore::new(), Some(at("20:05"))), (TestStore::live(), None)] {
            clock::set_for_test(at("19:00"));
            store.observe("20:05", |observer| {
                let kind = crate::store::ObservationKind::Sessions;
                observer.observed(at("20:05"), observer.now(), kind, true, 0, &[]).unwrap();
            });
            let status = store.look(|snapshot| ServerStatus::of(snapshot, at("20:10")).unwrap());
            assert_eq!(status.last_observed_at, want);
        }
    }

    #[test]
    fn a_maintenance_is_overdue_once_its_planned_end_has_come() {
        let trial = TestStore::new();
        let status = |time| trial.look(|snapshot| ServerStatus::of(snapshot, at(time)).unwrap());
        assert!(!status("20:00").is_overdue(), "the mode is off");
        trial.run("20:00", &["enable", "--for", "1h"]).unwrap();
        assert!(!status("20:59").is_overdue());
        assert!(status("21:00").is_overdue());
    }

    #[test]
    fn tenants_read_the_text_of_the_maintenance_before_that_of_the_server() {
        let trial = TestStore::new();
        let message = |time| {
            let status = trial.look(|snapshot| ServerStatus::of(snapshot, at(time)).unwrap());
            status.message("{tenant}", "{job}").unwrap()
        };
        trial.run("20:00", &["set-message", "Server of {tenant} until {until}"]).unwrap();
        assert_eq!(message("20:00"), "Server of {tenant} until further notice");
        trial
            .run("20:10", &["enable", "--message", "Upgrade of {reason}", "--reason", "disks"])
            .unwrap();
        assert_eq!(message("20:10"), "Upgrade of disks");
    }

    #[test]
    fn in_maintenance_sessions_are_looked_at_one_by_one() {
        let trial = TestStore::new();
        trial.run("20:00", &["enable"]).unwrap();
        assert!(
            trial.look(|snapshot| ServerStatus::counted(snapshot, at("20:10")).unwrap()).is_none()
        );
    }
}
