//! Night: what the store knows, laid out to be looked ahead from, row by row.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::domain::Instant;
use crate::domain::facts::DurationSource;
use crate::error::{Code, Error, Result};
use crate::scenario::{Checker, EventDoc, Scenario, Wrong};
use crate::store::catalog::JobFilter;
use crate::store::job_row::JobRow;
use crate::store::present::{InForce, Making, tenant};
use crate::store::sessions::StoredSession;
use crate::store::snapshot::Snapshot;

/// With fewer jobs a second thread would cost more than it brings.
const MANY: usize = 4000;
/// So many rows are handed over at once.
const BATCH: usize = 500;

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
    pub sessions: HashMap<usize, StoredSession>,
}

impl Snapshot<'_> {
    /// What is known at `now`, with `maintenance` in force and `working` sessions running, up to
    /// `end`, with what happens until then.
    pub fn night(
        &self,
        now: Instant,
        maintenance: InForce<'_>,
        working: Vec<StoredSession>,
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
        let mut laying = Laying {
            making: Making::new(now, maintenance, &tenants, working),
            checker,
            jobs: Vec::with_capacity(count),
            durations: Vec::with_capacity(count),
            sessions: HashMap::new(),
        };
        if count < MANY {
            self.each_job_row(JobFilter::All, |row| laying.job(row))?;
        } else {
            laying = self.beside(laying)?;
        }
        let mut events = laying.making.events;
        events.extend(happening);
        let scenario = laying.checker.finish(&self.in_failover()?, &events);
        let scenario = scenario.map_err(|wrong| not_a_night(&wrong))?;
        let Laying { jobs, durations, sessions, .. } = laying;
        Ok(Night { scenario, jobs, durations, sessions })
    }

    /// Lays out all jobs in a thread of its own while this one reads rows.
    fn beside(&self, laying: Laying) -> Result<Laying> {
        thread::scope(|scope| {
            let (to, from) = sync_channel(4);
            let laid = scope.spawn(|| laying.all(from));
            let read = self.batches(&to);
            drop(to);
            // What was wrong with an earlier row is told first.
            let laying = laid.join().map_err(|_| Error::new(Code::Store, "a thread failed"))??;
            read.map(|()| laying)
        })
    }

    fn batches(&self, to: &SyncSender<Batch>) -> Result<()> {
        let mut batch = Batch::default();
        self.each_job_row(JobFilter::All, |row| {
            batch.push(row);
            if batch.rows.len() >= BATCH {
                // Nobody takes it where a row was wrong, which is told elsewhere.
                let _ = to.send(std::mem::take(&mut batch));
            }
            Ok(())
        })?;
        let _ = to.send(batch);
        Ok(())
    }
}

/// A part of a text.
type Part = (usize, usize);

/// Rows on their way to another thread, with all their texts in one.
#[derive(Default)]
struct Batch {
    text: String,
    rows: Vec<JobRow<Part>>,
}

impl Batch {
    fn push(&mut self, row: &JobRow<&str>) {
        let text = &mut self.text;
        self.rows.push(row.moved(|part| {
            let from = text.len();
            text.push_str(part);
            (from, text.len())
        }));
    }
}

/// A night in the making.
struct Laying {
    making: Making,
    checker: Checker,
    jobs: Vec<i64>,
    durations: Vec<DurationSource>,
    sessions: HashMap<usize, StoredSession>,
}

impl Laying {
    fn all(mut self, from: Receiver<Batch>) -> Result<Laying> {
        for batch in from {
            let Batch { text, rows } = batch;
            for row in rows {
                self.job(&row.moved(|(from, to)| &text[from..to]))?;
            }
        }
        Ok(self)
    }

    fn job(&mut self, row: &JobRow<&str>) -> Result<()> {
        let session = self.making.sessions.remove(&row.id);
        let session = self.making.may_work(row, session);
        let job = self.making.job(row, session.as_ref())?;
        self.checker.job(&job).map_err(|wrong| not_a_night(&wrong))?;
        if let Some(session) = session {
            self.sessions.insert(self.jobs.len(), session);
        }
        self.jobs.push(row.id);
        self.durations.push(row.durations);
        Ok(())
    }
}

/// A mistake in a scenario that a store tells is damage.
pub fn not_a_night(wrong: &Wrong) -> Error {
    Error::new(Code::Damaged, format!("what it holds is no night that can be: {wrong}"))
        .hint("mm jobs show tells what is known of a job; mm jobs edit mends it")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open::founded;
    use crate::store::{Part, Store};

    /// A store with so many jobs, a policy among them, after some SQL.
    fn store(jobs: usize, sql: &str) -> (tempfile::TempDir, Store) {
        let (folder, store) = founded();
        let all = format!(
            r#"BEGIN;
            INSERT INTO tenant VALUES (1, 'a', 'enabled', 2, NULL, 0), (2, 'b', 'disabled', NULL, NULL, 0);
            INSERT INTO job (id, tenant, name, type, target, slots, tasks, durations, initial_sync, enabled, added)
                VALUES (1, 1, 'p', 'cdp-policy', 'cloud', 1, '[]', 'given', 60, 0, 0);
            WITH RECURSIVE each(id) AS (VALUES (2) UNION ALL SELECT id + 1 FROM each WHERE id < {jobs})
            INSERT INTO job SELECT id, 1 + id % 2, 'j' || id, 'vm-backup', 'local', 1,
                '[["vm ' || id || '",' || id || ',false]]', 'given', '[' || id || ']', '*/20 * * * *', 'UTC',
                1, 60, '[["vm ' || id || '",null,7]]', NULL, 1, NULL, 0 FROM each WHERE id <= {jobs};
            COMMIT;
            {sql}"#
        );
        store.connection.execute_batch(&all).unwrap();
        (folder, store)
    }

    fn night(snapshot: &Snapshot<'_>) -> Result<Night> {
        let hour = Instant::from_millis(3_600_000);
        snapshot.night(Instant::from_millis(0), None, Vec::new(), hour, Vec::new())
    }

    #[test]
    fn a_night_is_what_the_document_of_the_present_tells() {
        for jobs in [1, 3, MANY, 3 * BATCH + MANY] {
            let (_folder, store) = store(jobs, "");
            let snapshot = store.snapshot().unwrap();
            let told = night(&snapshot).unwrap();
            assert_eq!(told.jobs, (1..).take(jobs).collect::<Vec<i64>>());
            assert_eq!(told.durations.len(), jobs);
            let present = snapshot.present(Instant::from_millis(0), None, Vec::new(), Part::All);
            let mut document = present.unwrap().document;
            document.end = told.scenario.end;
            let want = crate::scenario::check(&document).unwrap();
            assert_eq!(format!("{:?}", told.scenario), format!("{want:?}"), "{jobs} jobs");
        }
    }

    #[test]
    fn of_what_is_wrong_the_first_is_told() {
        #[track_caller]
        fn case(sql: &str, want: &str) {
            let (_folder, store) = store(MANY + 10, sql);
            let found = night(&store.snapshot().unwrap()).err().unwrap().message;
            assert!(found.contains(want), "{found}");
        }
        let broken = "UPDATE job SET tasks = 'x' WHERE id = 4005;";
        let unknown = "PRAGMA ignore_check_constraints = on;
            UPDATE job SET target = 'moon' WHERE id IN (700, 4007);";
        case(broken, "job.tasks cannot be read");
        case(unknown, "job.target holds \"moon\"");
        case(&format!("{unknown}{broken}"), "job.target holds \"moon\"");
        let broken = broken.replace("4005", "5");
        case(&format!("{unknown}{broken}"), "job.tasks cannot be read");
    }
}
