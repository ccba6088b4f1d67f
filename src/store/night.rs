//! Night: what the store knows, laid out to be looked ahead from, row by row.

use std::collections::HashMap;

use super::catalog::Jobs;
use super::present::{InForce, Making, tenant};
use super::sessions::KeptSession;
use super::trouble::Result;
use super::view::View;
use crate::domain::Instant;
use crate::domain::facts::DurationSource;
use crate::exit::Problem;
use crate::scenario::{Checker, EventDoc, Scenario, Wrong};

/// All tenants, jobs and sessions of a store from some instant on, with the numbers of what is
/// told. It is what comes of the present as a document; that document is never whole in memory.
pub struct Night {
    /// What is known, checked.
    pub scenario: Scenario,
    /// The numbers of its jobs.
    pub jobs: Vec<i64>,
    /// Where the planned durations of these jobs come from.
    pub durations: Vec<DurationSource>,
    /// The sessions that run at its start, by the place of their job.
    pub sessions: HashMap<usize, KeptSession>,
}

impl View<'_> {
    /// What is known at `now`, with `maintenance` in force and `working` sessions running, up to
    /// `end`, with what happens until then.
    pub fn night(
        &self,
        now: Instant,
        maintenance: InForce<'_>,
        working: Vec<KeptSession>,
        end: Instant,
        happening: Vec<EventDoc<'static>>,
    ) -> Result<Night> {
        let mut top = self.top(now, maintenance)?;
        top.end = Some(end);
        let mut checker = Checker::new(&top).map_err(|wrong| not_a_night(&wrong))?;
        let tenants = self.tenants()?;
        for kept in &tenants {
            checker.tenant(&tenant(&kept.facts)).map_err(|wrong| not_a_night(&wrong))?;
        }
        let count = self.number_of_jobs()?;
        checker.reserve(count, 0);
        let mut making = Making::new(now, maintenance, &tenants, working);
        let (mut jobs, mut durations) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut sessions = HashMap::new();
        self.each_job_row(Jobs::All, |row| {
            let session = making.sessions.remove(&row.id);
            let session = making.may_work(row, session);
            let job = making.job(row, session.as_ref())?;
            checker.job(&job).map_err(|wrong| not_a_night(&wrong))?;
            if let Some(session) = session {
                sessions.insert(jobs.len(), session);
            }
            jobs.push(row.id);
            durations.push(row.durations);
            Ok(())
        })?;
        let mut events = making.events;
        events.extend(happening);
        let scenario = checker.finish(&self.in_failover()?, &events);
        let scenario = scenario.map_err(|wrong| not_a_night(&wrong))?;
        Ok(Night { scenario, jobs, durations, sessions })
    }
}

/// A mistake in a scenario that a store tells is damage.
pub fn not_a_night(wrong: &Wrong) -> Problem {
    Problem::failed("damaged", format!("what it holds is no night that can be: {wrong}"))
        .hint("mm jobs show tells what is known of a job; mm jobs edit mends it")
}
