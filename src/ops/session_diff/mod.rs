//! Comparison of an import with the sessions of the store, and what the import observed.

#[cfg(test)]
mod answer_tests;
mod basis;
mod known;
mod matches;
mod observed;
mod sessions;
#[cfg(test)]
mod tests;

use hashbrown::HashSet;

use crate::domain::{Instant, Job};
use crate::error::Result;
use crate::import::{Imported, Warning};
use crate::ops::app::App;
use crate::ops::import_counts::Counts;
use crate::ops::session_diff::basis::Basis;
pub use crate::ops::session_diff::basis::{Declared, JobNumbers};
use crate::ops::session_diff::observed::{Observed, lost};
use crate::ops::session_diff::sessions::{SessionChanges, SessionComparison};
use crate::store::{Observer, Snapshot, Stored};

pub struct SessionDiff {
    pub observed_at: Instant,
    /// The clock, when the import was compared.
    stored_at: Instant,
    /// When running sessions were last seen.
    seen_at: Instant,
    pub warnings: Vec<Warning>,
    /// Why the import did not observe everything that can run.
    pub lost: Vec<String>,
    /// The job of the store that each imported job is, by number.
    pub job_numbers: Vec<Option<i64>>,
    /// Jobs of the store that are running after the import.
    pub running_jobs: HashSet<i64>,
    /// Something in the import may be running of which no session is kept.
    hides_running: bool,
    sessions: SessionChanges,
    observed: Observed,
    is_rehearsal: bool,
    /// In a rehearsal: simulated sessions continue from this instant.
    simulated_from: Option<Instant>,
}

impl SessionDiff {
    pub fn new(
        snapshot: &Snapshot<'_>,
        app: &App,
        imported: &Imported,
        jobs: &[Stored<Job>],
        declared: Declared,
    ) -> Result<SessionDiff> {
        let basis = Basis::read(snapshot, app, imported, jobs, declared)?;
        let at = basis.observed_at;
        let mut diff = SessionDiff {
            observed_at: at,
            stored_at: basis.known.present,
            seen_at: basis.seen_at(),
            warnings: Vec::new(),
            lost: lost(&basis),
            job_numbers: imported.jobs.iter().map(|each| basis.matches.number(each)).collect(),
            running_jobs: basis.known.running.keys().copied().collect(),
            hides_running: imported.hides_running && !basis.known.is_rehearsal,
            sessions: SessionChanges::default(),
            observed: Observed::default(),
            is_rehearsal: basis.known.is_rehearsal,
            simulated_from: None,
        };
        if basis.is_future {
            diff.warn(format!("the observation at {} lies in the future", imported.observed_at));
        }
        if let Some(until) = basis.clock_was_ahead_until(snapshot, app)? {
            diff.lost.push(format!("its time may be of the clock that was ahead until {until}"));
        }
        if basis.is_during_run {
            diff.lost.push("a command of `mm run` was running meanwhile".to_owned());
        }
        if diff.is_rehearsal {
            diff.simulated_from = basis.simulated_from(snapshot)?;
            let newest = snapshot.last_complete_at(basis.known.present)?;
            if newest.is_some_and(|newest| at < newest) {
                diff.warn(format!(
                    "the sessions at {at} were not imported, because a newer observation is known"
                ));
                return Ok(diff);
            }
        }
        diff.observed = Observed::of_configuration(&basis);
        let mut comparison = SessionComparison::new(&basis);
        comparison.end_died();
        diff.lost.extend(comparison.compare());
        if basis.has_states() {
            diff.observed.add_states(&basis, &diff.lost);
            comparison.end_idle(diff.observed.is_complete);
            if diff.observed.lists_all_sessions() {
                comparison.end_unlisted();
            }
            comparison.end_gone(&diff.observed.gone);
        }
        diff.sessions = comparison.changes;
        diff.sessions.apply_to(&mut diff.running_jobs);
        if diff.sessions.is_empty() {
            diff.observed.forget_known(&basis);
        }
        Ok(diff)
    }

    fn warn(&mut self, what: String) {
        self.warnings.push(Warning::about_import(what));
    }

    pub fn counts(&self) -> Counts {
        let counts = self.sessions.counts;
        Counts { ended: Some(counts.ended.unwrap_or(0)), ..counts }
    }

    /// Whether the import observed everything that can run.
    pub fn is_complete(&self) -> bool {
        self.observed.is_complete
    }

    /// Whether anything was observed of sessions.
    pub fn has_observations(&self) -> bool {
        !self.sessions.is_empty() || !self.observed.is_empty() || self.hides_running
    }

    pub fn is_unchanged(&self) -> bool {
        !self.has_observations() && self.simulated_from.is_none()
    }

    /// Writes everything. `added` are the numbers of the jobs that the import adds.
    pub fn write(&self, to: &Observer<'_>, added: &JobNumbers<'_>) -> Result<()> {
        if let Some(from) = self.simulated_from {
            to.caught_up(from)?;
        }
        self.sessions.write(to, added, self.seen_at, self.is_rehearsal)?;
        let doubts = self.sessions.ended_by_name + u64::from(self.hides_running);
        self.observed.write(to, added, (self.observed_at, self.stored_at), doubts, &self.lost)
    }
}
