//! The status of a server: what is known and what is expected at the present.

use crate::clock;
use crate::domain::Origin;
use crate::domain::maintenance::Maintenance;
use crate::domain::{Instant, JobType, Mode, Target};
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
    /// The instant that the latest import told of.
    pub observed_at: Option<Instant>,
}

/// The present for observations. On a live store that is the clock, even if the last change of the
/// store lies ahead of it.
pub fn known_present(server: &Server, now: Instant) -> Instant {
    if server.is_rehearsal() { now } else { now.min(clock::now()) }
}

/// Whether the mode waits for sessions of such a job.
pub fn reaches(job_type: JobType, target: Target) -> bool {
    job_type.coverage(target).has_covered_sessions()
}

impl ServerStatus {
    /// Reads the present.
    pub fn of(snapshot: &Snapshot<'_>, now: Instant) -> Result<ServerStatus> {
        let server = snapshot.server()?;
        let [before_starts, caught_up] = present(snapshot, now)?;
        Ok(ServerStatus {
            now,
            maintenance: snapshot.in_force(now)?,
            observed_at: snapshot.last_observed_at(known_present(&server, now))?,
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
        for WorkingCount { origin, job_type, target, sessions } in snapshot.working_counts()? {
            if origin != Origin::Imported {
                return Ok(None);
            }
            let is_covered = job_type.is_none_or(|job_type| reaches(job_type, target));
            counts[usize::from(!is_covered)] += sessions;
        }
        let server = snapshot.server()?;
        let state = ServerStatus {
            now,
            maintenance: None,
            observed_at: snapshot.last_observed_at(known_present(&server, now))?,
            server,
            before_starts: CaughtUp::uncounted(now),
            caught_up: CaughtUp::uncounted(now),
        };
        Ok(Some((state, counts)))
    }

    /// The mode.
    pub fn mode(&self) -> Mode {
        match self.maintenance {
            Some(_) => Mode::Maintenance,
            None => Mode::Active,
        }
    }

    /// Whether the mode is on past its planned end.
    pub fn is_overdue(&self) -> bool {
        self.maintenance.as_ref().is_some_and(|each| each.is_overdue(self.now))
    }

    /// The notification as tenants read it; names of tenant and job are left as placeholders.
    pub fn message(&self, tenant: &str, job: &str) -> Result<String> {
        let maintenance = self.maintenance.as_ref();
        let own = maintenance.and_then(|each| each.message.as_deref());
        render(own.or(self.server.message.as_deref()), maintenance, tenant, job)
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
        assert_eq!((quick.server, quick.observed_at), (state.server, state.observed_at));
        trial.works("20:00", 3, Simulated, &[("x", Some("20:00"))]);
        assert!(counted().is_none(), "a simulated session may have ended");
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
