//! Runs: one start of a job with all its automatic retries, and what maintenance does to it.

use serde::Serialize;

use crate::domain::spelled;
use crate::domain::time::Span;

/// How long after the end of a maintenance retries still count.
pub const LOOK_AHEAD: Span = Span::from_secs(24 * 3600);

/// How maintenance affects a run of which it harms a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEffect {
    /// It refused tasks in a session that was running when the mode was switched on.
    Cut,
    /// It refused a session at its start.
    Refused,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunProgress {
    /// Its session works, or a retry is due.
    Open,
    Succeeded,
    Failed,
}

spelled! {
    /// What became of a run that maintenance affected.
    pub enum RunOutcome: "outcome" {
        /// Each harmed task has succeeded in a later retry.
        Recovered = "recovered",
        /// It is over, and not recovered.
        Lost = "lost",
        /// It is neither recovered nor over.
        Pending = "pending",
    }
}

/// A run as it stands at the end of the look-ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobRun {
    /// `None`: maintenance harmed none of its tasks. A task is harmed if maintenance refused it and
    /// it would not have failed by itself.
    pub effect: Option<RunEffect>,
    /// Whether each harmed task has succeeded in a later retry.
    pub is_recovered: bool,
    pub progress: RunProgress,
}

impl JobRun {
    /// `None`: maintenance did not affect it.
    pub fn outcome(self) -> Option<RunOutcome> {
        self.effect.map(|_| match self.progress {
            _ if self.is_recovered => RunOutcome::Recovered,
            RunProgress::Open => RunOutcome::Pending,
            RunProgress::Succeeded | RunProgress::Failed => RunOutcome::Lost,
        })
    }
}

/// Counts of runs. `affected` is `cut` and `refused` together, and `recovered`, `lost` and `pending`
/// together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RunCounts {
    pub runs: u32,
    #[serde(rename = "runs_affected")]
    pub affected: u32,
    #[serde(rename = "runs_cut")]
    pub cut: u32,
    #[serde(rename = "runs_refused")]
    pub refused: u32,
    #[serde(rename = "runs_recovered")]
    pub recovered: u32,
    #[serde(rename = "runs_lost")]
    pub lost: u32,
    #[serde(rename = "runs_pending")]
    pub pending: u32,
    /// Runs that are over, and failed without being affected.
    #[serde(rename = "runs_failed_otherwise")]
    pub failed_otherwise: u32,
}

impl RunCounts {
    /// Counts one run.
    pub fn count(&mut self, run: JobRun) {
        self.runs += 1;
        let Some((effect, outcome)) = run.effect.zip(run.outcome()) else {
            self.failed_otherwise += u32::from(run.progress == RunProgress::Failed);
            return;
        };
        self.affected += 1;
        match effect {
            RunEffect::Cut => self.cut += 1,
            RunEffect::Refused => self.refused += 1,
        }
        match outcome {
            RunOutcome::Recovered => self.recovered += 1,
            RunOutcome::Pending => self.pending += 1,
            RunOutcome::Lost => self.lost += 1,
        }
    }

    pub fn add(&mut self, other: &RunCounts) {
        self.runs += other.runs;
        self.affected += other.affected;
        self.cut += other.cut;
        self.refused += other.refused;
        self.recovered += other.recovered;
        self.lost += other.lost;
        self.pending += other.pending;
        self.failed_otherwise += other.failed_otherwise;
    }

    /// Affected runs that are not known to recover. Limits count them: a retry that is still due is
    /// no success.
    pub fn not_recovered(&self) -> u32 {
        self.lost + self.pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_run_is_counted_in_one_column_of_each_kind() {
        #[track_caller]
        fn case(
            effect: Option<RunEffect>,
            is_recovered: bool,
            progress: RunProgress,
            want: &[&str],
        ) {
            let mut counts = RunCounts::default();
            counts.count(JobRun { effect, is_recovered, progress });
            let json = serde_json::to_value(counts).unwrap();
            let found = json.as_object().unwrap().iter().filter(|(_, count)| **count == 1);
            let mut found: Vec<&str> =
                found.map(|(name, _)| name.trim_start_matches("runs_")).collect();
            let mut want = want.to_vec();
            want.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, want);
        }
        use RunEffect::{Cut, Refused};
        use RunProgress::{Failed, Open, Succeeded};
        case(None, false, Succeeded, &["runs"]);
        case(None, false, Open, &["runs"]);
        case(None, false, Failed, &["runs", "failed_otherwise"]);
        case(Some(Cut), true, Succeeded, &["runs", "affected", "cut", "recovered"]);
        case(Some(Refused), true, Open, &["runs", "affected", "refused", "recovered"]);
        case(Some(Refused), true, Failed, &["runs", "affected", "refused", "recovered"]);
        case(Some(Cut), false, Open, &["runs", "affected", "cut", "pending"]);
        case(Some(Refused), false, Failed, &["runs", "affected", "refused", "lost"]);
    }

    #[test]
    fn a_sum_adds_each_count_to_its_own() {
        let counts = |first: u32| RunCounts {
            runs: first,
            affected: first + 1,
            cut: first + 2,
            refused: first + 3,
            recovered: first + 4,
            lost: first + 5,
            pending: first + 6,
            failed_otherwise: first + 7,
        };
        let mut sum = counts(10);
        sum.add(&counts(100));
        let want = serde_json::json!({"runs": 110, "runs_affected": 112, "runs_cut": 114,
            "runs_refused": 116, "runs_recovered": 118, "runs_lost": 120, "runs_pending": 122,
            "runs_failed_otherwise": 124});
        assert_eq!(serde_json::to_value(sum).unwrap(), want);
        assert_eq!(sum.not_recovered(), 242, "a run that is pending has not recovered");
    }
}
