//! What imports and refreshes observed of running sessions: numbered observations, and which of them found each job.

use rusqlite::params;

use crate::domain::maintenance::Maintenance;
use crate::domain::{
    Instant, JobType, Spelled as _, Target, Tenant, has_covered_sessions, spelled,
};
use crate::error::Result;
use crate::store::change::Observer;
use crate::store::columns::{JsonList, first_row, json, rows, spelled_columns};
use crate::store::snapshot::Snapshot;

spelled! {
    /// What an observation speaks of.
    pub enum ObservationKind: "kind of observation" {
        /// Listed jobs, each running or not.
        Jobs = "jobs",
        /// The running sessions of the server.
        Sessions = "sessions",
    }
}

spelled_columns!(ObservationKind);

/// What is stored of one import or refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Counts up, whatever clocks say.
    pub id: i64,
    /// When the reading of the source began.
    pub at: Instant,
    /// When it was stored.
    pub stored_at: Instant,
    pub kind: ObservationKind,
    /// Whether it holds everything that can run.
    pub complete: bool,
    /// Why it is not complete.
    pub lost: Vec<String>,
    /// How many sessions it ended by their names, or may hide, without being complete. If any, observations
    /// of before prove no drain.
    pub ended: u64,
    /// A later one was stored at an earlier time: the clock was ahead, and was set back since.
    pub is_overtaken: bool,
}

impl Observation {
    /// Whether its time can be believed. A clock that was ahead when it was stored shows later, as
    /// a time in the future.
    pub fn is_dated(&self, now: Instant) -> bool {
        self.at <= self.stored_at && self.stored_at <= now && !self.is_overtaken
    }
}

/// A job, and what was last seen of it.
#[derive(Debug, Clone)]
pub struct JobSight {
    pub job: i64,
    pub tenant: String,
    pub name: String,
    /// `None`: an import did not know it.
    pub job_type: Option<JobType>,
    pub target: Target,
    /// The kind of listing that it came from; `None`: it was made by hand.
    pub listing: Option<String>,
    /// A complete listing of that kind no longer had it.
    pub is_gone: bool,
    /// The last observation in which the server had its tenant disabled.
    pub tenant_disabled: Option<i64>,
    /// It was never run but by `mm run`, whose lock speaks for it.
    pub is_only_run_by_mm: bool,
    /// The last observation that found it with a usable state.
    pub observed: Option<i64>,
}

impl Snapshot<'_> {
    /// All observations, oldest first.
    pub fn observations(&self) -> Result<Vec<Observation>> {
        let sql =
            "SELECT id, at, recorded, kind, complete, lost, ended FROM observation ORDER BY id";
        let mut observations = rows(self.connection, sql, [], |row| {
            Ok(Observation {
                id: row.get("id")?,
                at: row.get("at")?,
                stored_at: row.get("recorded")?,
                kind: row.get("kind")?,
                complete: row.get("complete")?,
                lost: row.get::<_, JsonList<String>>("lost")?.0,
                ended: row.get("ended")?,
                is_overtaken: false,
            })
        })?;
        let mut earliest: Option<Instant> = None;
        for each in observations.iter_mut().rev() {
            each.is_overtaken = earliest.is_some_and(|later| later < each.stored_at);
            earliest = Some(earliest.map_or(each.stored_at, |later| later.min(each.stored_at)));
        }
        Ok(observations)
    }

    /// The latest time of a clock that was ahead and was set back since. Until the clock has passed
    /// that, the time of a file does not tell when it was written.
    pub fn clock_was_ahead_until(
        &self,
        maintenance: Option<&Maintenance>,
    ) -> Result<Option<Instant>> {
        let switch = match maintenance {
            Some(each) => Some((each.since, self.observation_at_switch(each.since)?)),
            None => None,
        };
        let is_ahead = |each: &Observation| {
            each.is_overtaken
                || switch.is_some_and(|(since, last)| each.id <= last && each.stored_at > since)
        };
        let observations = self.observations()?;
        Ok(observations.iter().filter(|each| is_ahead(each)).map(|each| each.stored_at).max())
    }

    /// The instant of the latest complete observation up to `now`. An observation that was dated in
    /// the future, now or when it was imported, proves nothing.
    pub fn last_complete_at(&self, now: Instant) -> Result<Option<Instant>> {
        let observations = self.observations()?;
        let proofs = observations.iter().filter(|each| each.complete && each.is_dated(now));
        Ok(proofs.map(|each| each.at).max())
    }

    /// The instant of the latest observation, complete or not, whose time can be believed.
    pub fn last_observed_at(&self, now: Instant) -> Result<Option<Instant>> {
        let observations = self.observations()?;
        Ok(observations.iter().filter(|each| each.is_dated(now)).map(|each| each.at).max())
    }

    /// Whether a command of `mm run` was running at `at` or has run since.
    pub fn has_run_since(&self, at: Instant) -> Result<bool> {
        let sql = "SELECT 1 FROM session WHERE origin = 'run' AND (ended IS NULL OR ended >= ?)";
        Ok(self.connection.prepare_cached(sql)?.exists([at])?)
    }

    /// What was last seen of every job.
    pub fn job_sights(&self) -> Result<Vec<JobSight>> {
        let sql = "SELECT job.id, tenant.name AS tenant, job.name,
                CASE WHEN type_unknown AND type = 'other' THEN NULL ELSE type END AS type,
                target, listing,
                gone IS NOT NULL AS is_gone, disabled_on_server, observed,
                listing IS NULL AND observed IS NULL
                    AND EXISTS (SELECT 1 FROM session WHERE job = job.id AND origin = 'run')
                    AND NOT EXISTS (SELECT 1 FROM session WHERE job = job.id AND origin <> 'run')
                    AS only_run
            FROM job JOIN tenant ON tenant.id = job.tenant ORDER BY job.id";
        // By place: there are many rows.
        rows(self.connection, sql, [], |row| {
            Ok(JobSight {
                job: row.get(0)?,
                tenant: row.get(1)?,
                name: row.get(2)?,
                job_type: row.get(3)?,
                target: row.get(4)?,
                listing: row.get(5)?,
                is_gone: row.get(6)?,
                tenant_disabled: row.get(7)?,
                observed: row.get(8)?,
                is_only_run_by_mm: row.get(9)?,
            })
        })
    }

    /// The last observation before the mode was switched on by hand at `since`; 0 for a planned
    /// window, about which only times say what was before.
    pub fn observation_at_switch(&self, since: Instant) -> Result<i64> {
        let sql =
            "SELECT max(observation) AS id FROM maintenance WHERE since = ? AND ended IS NULL";
        Ok(first_row(self.connection, sql, [since], |row| row.get("id"))?.flatten().unwrap_or(0))
    }

    pub fn last_observation(&self) -> Result<i64> {
        let sql = "SELECT ifnull(max(id), 0) AS id FROM observation";
        Ok(first_row(self.connection, sql, [], |row| row.get("id"))?.unwrap_or(0))
    }
}

impl Observer<'_> {
    /// Stores an observation under the next number, which it returns. `stored_at` is the clock, even if the
    /// last change of the store lies ahead of it.
    pub fn observed(
        &self,
        at: Instant,
        stored_at: Instant,
        kind: ObservationKind,
        complete: bool,
        ended: u64,
        lost: &[String],
    ) -> Result<i64> {
        self.sql().execute(
            "INSERT INTO observation (at, recorded, kind, complete, ended, lost)
             VALUES (?, ?, ?, ?, ?, ?)",
            params![at, stored_at, kind, complete, ended, json(lost)?],
        )?;
        let id = self.sql().last_insert_rowid();
        // Polls make many observations, of which the old ones prove nothing any more.
        self.sql().execute(
            "DELETE FROM observation WHERE id <= ? - 2000
                AND NOT EXISTS (SELECT 1 FROM job WHERE observed = observation.id)",
            [id],
        )?;
        Ok(id)
    }

    /// Records that an import does not know the type of a job.
    pub fn job_type_unknown(&self, job: i64) -> Result<()> {
        self.sql().execute("UPDATE job SET type_unknown = 1 WHERE id = ?", [job])?;
        Ok(())
    }

    /// Whether a job is a CDP policy, which has no sessions.
    pub fn is_policy(&self, job: i64) -> Result<bool> {
        let sql = "SELECT type = 'cdp-policy' FROM job WHERE id = ?";
        Ok(first_row(self.sql(), sql, [job], |row| row.get(0))?.unwrap_or(false))
    }

    /// Records that an observation found a job, in a kind of listing.
    pub fn job_seen(&self, job: i64, observation: i64, listing: Option<&str>) -> Result<()> {
        let mut statement = self.sql().prepare_cached(
            "UPDATE job SET observed = ?2, listing = ifnull(?3, listing), gone = NULL WHERE id = ?1",
        )?;
        statement.execute(params![job, observation, listing])?;
        Ok(())
    }

    /// Records that a job which was gone is listed again.
    pub fn job_listed(&self, job: i64) -> Result<()> {
        self.sql().execute("UPDATE job SET gone = NULL WHERE id = ?", [job])?;
        Ok(())
    }

    /// Records that the server does not have a tenant disabled any more.
    pub fn tenant_enabled(&self, tenant: i64) -> Result<()> {
        let sql = "UPDATE tenant SET disabled_on_server = NULL WHERE id = ?";
        self.sql().execute(sql, [tenant])?;
        Ok(())
    }

    /// Records that an observation, a complete listing of the kind that a job came from, no longer
    /// had it.
    pub fn job_gone(&self, job: i64, observation: i64) -> Result<()> {
        self.sql().execute("UPDATE job SET gone = ? WHERE id = ?", params![observation, job])?;
        Ok(())
    }

    /// Records that the server had a tenant disabled in an observation. Without a number it is one that was
    /// added with these facts.
    pub fn tenant_disabled(
        &self,
        tenant: Option<i64>,
        facts: &Tenant,
        observation: i64,
    ) -> Result<()> {
        self.sql().execute(
            "UPDATE tenant SET disabled_on_server = ?1
             WHERE id = ?2 OR (?2 IS NULL AND name = ?3 AND source_id IS ?4)",
            params![observation, tenant, facts.name, facts.source_id],
        )?;
        Ok(())
    }

    /// Gives a job that is known now the running session of an unknown one of these names, if it has none.
    /// A session that was seen as covered stays so. So does one of an unknown type in the cloud, if the job
    /// is local.
    pub fn adopt_session(&self, job: i64, tenant: &str, name: &str) -> Result<()> {
        let covered =
            JobType::ALL.iter().filter(|each| has_covered_sessions(Some(**each), Target::Cloud));
        let covered: Vec<String> = covered.map(|each| format!("'{each}'")).collect();
        let sql = format!(
            "UPDATE session SET job = known.id, tenant = NULL, job_name = NULL,
                job_type = CASE WHEN session.target = 'local' THEN NULL
                    WHEN job_type IN ({}) THEN job_type
                    WHEN job_type IS NULL AND known.target = 'local' THEN 'other' END,
                target = nullif(session.target, 'local')
             FROM job AS known
             WHERE known.id = ?1 AND known.type <> 'cdp-policy' AND session.job IS NULL
                AND session.ended IS NULL AND session.tenant = ?2 AND session.job_name = ?3
                AND NOT EXISTS (SELECT 1 FROM session AS other
                    WHERE other.job = known.id AND other.ended IS NULL)
                AND NOT EXISTS (SELECT 1 FROM session AS other
                    WHERE other.job IS NULL AND other.ended IS NULL AND other.id < session.id
                        AND other.tenant = session.tenant AND other.job_name = session.job_name)",
            covered.join(", ")
        );
        self.sql().execute(&sql, params![job, tenant, name])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Ended, ObservedResult, Origin};
    use crate::store::SessionFilter;
    use crate::testing::{TestStore, at};

    fn add_job(store: &TestStore, name: &str, tenant: &str, job_type: &str) {
        let add = ["jobs", "add", name, "--tenant", tenant, "--type", job_type, "--task", "x=30m"];
        store.run("01:00", &add).unwrap();
    }

    /// A store with a job, and observations in the order of their numbers: when they were made, when
    /// they were stored, and whether they are complete.
    fn store(observations: &[(&str, &str, bool)]) -> TestStore {
        let store = TestStore::new();
        add_job(&store, "nightly", "Ash", "vm-backup");
        for (time, recorded, complete) in observations {
            store.observe(recorded, |observer| {
                observer
                    .observed(at(time), observer.now(), ObservationKind::Jobs, *complete, 0, &[])
                    .unwrap();
            });
        }
        store
    }

    #[test]
    fn times_in_the_future_and_of_a_clock_that_was_set_back_are_not_believed() {
        #[track_caller]
        fn case(snapshot: &Snapshot<'_>, now: &str, complete: Option<&str>, any: Option<&str>) {
            assert_eq!(snapshot.last_complete_at(at(now)).unwrap(), complete.map(at), "{now}");
            assert_eq!(snapshot.last_observed_at(at(now)).unwrap(), any.map(at), "{now}");
        }
        // The third was stored by a clock that was ahead, and the fifth is of a file from the future.
        let store = store(&[
            ("20:00", "20:01", true),
            ("20:02", "20:02", false),
            ("22:50", "23:00", true),
            ("20:11", "20:11", true),
            ("21:00", "20:12", true),
        ]);
        store.look(|snapshot| {
            let observations = snapshot.observations().unwrap();
            let dated = |now| -> Vec<i64> {
                let dated = observations.iter().filter(|each| each.is_dated(at(now)));
                dated.map(|each| each.id).collect()
            };
            assert_eq!(dated("20:02"), [1, 2]);
            assert_eq!(dated("20:11"), [1, 2, 4]);
            assert_eq!(dated("23:30"), [1, 2, 4]);
            let ahead = snapshot.clock_was_ahead_until(None).unwrap();
            assert_eq!(ahead, Some(at("23:00")));
            case(snapshot, "20:00", None, None);
            case(snapshot, "20:01", Some("20:00"), Some("20:00"));
            case(snapshot, "20:02", Some("20:00"), Some("20:02"));
            case(snapshot, "20:30", Some("20:11"), Some("20:11"));
        });
    }

    #[test]
    fn a_job_that_is_seen_again_is_not_gone_and_keeps_its_kind_of_listing() {
        let store = store(&[("20:00", "20:00", true), ("20:10", "20:10", true)]);
        add_job(&store, "weekly", "Ash", "vm-backup");
        let sight = || {
            let sights = store.look(|snapshot| snapshot.job_sights().unwrap());
            assert_eq!((sights[1].observed, sights[1].is_gone), (Some(1), true), "another job");
            (sights[0].observed, sights[0].listing.clone(), sights[0].is_gone)
        };
        store.observe("20:20", |observer| observer.job_seen(2, 1, Some("vbr")).unwrap());
        store.observe("20:20", |observer| observer.job_gone(2, 2).unwrap());
        assert_eq!(sight(), (None, None, false));
        store.observe("20:20", |observer| observer.job_seen(1, 1, Some("vbr")).unwrap());
        assert_eq!(sight(), (Some(1), Some("vbr".to_owned()), false));
        store.observe("20:20", |observer| observer.job_gone(1, 2).unwrap());
        assert_eq!(sight(), (Some(1), Some("vbr".to_owned()), true));
        store.observe("20:20", |observer| observer.job_listed(1).unwrap());
        assert_eq!(sight(), (Some(1), Some("vbr".to_owned()), false));
        store.observe("20:20", |observer| observer.job_gone(1, 2).unwrap());
        store.observe("20:20", |observer| observer.job_seen(1, 2, None).unwrap());
        assert_eq!(sight(), (Some(2), Some("vbr".to_owned()), false));
        store.observe("20:20", |observer| observer.job_seen(1, 2, Some("vspc")).unwrap());
        assert_eq!(sight(), (Some(2), Some("vspc".to_owned()), false));
        store.observe("20:20", |observer| observer.job_gone(1, 2).unwrap());
        assert_eq!(sight(), (Some(2), Some("vspc".to_owned()), true));
    }

    #[test]
    fn a_tenant_is_disabled_on_the_server_since_it_was_last_seen_so_until_it_is_seen_enabled() {
        let store = store(&[("20:00", "20:00", true), ("20:10", "20:10", true)]);
        add_job(&store, "nightly", "Birch", "vm-backup");
        let case = |write: &dyn Fn(&Observer<'_>) -> Result<()>, want: [Option<i64>; 2]| {
            store.observe("20:20", |observer| write(observer).unwrap());
            let sights = store.look(|snapshot| snapshot.job_sights().unwrap());
            assert_eq!([sights[0].tenant_disabled, sights[1].tenant_disabled], want);
        };
        let [ash, birch] = ["Ash", "Birch"].map(Tenant::named);
        case(&|observer| observer.tenant_disabled(Some(1), &ash, 1), [Some(1), None]);
        case(&|observer| observer.tenant_disabled(None, &birch, 1), [Some(1), Some(1)]);
        let other = Tenant { source_id: Some("7".into()), ..birch.clone() };
        case(&|observer| observer.tenant_disabled(None, &other, 2), [Some(1), Some(1)]);
        case(&|observer| observer.tenant_disabled(Some(1), &ash, 2), [Some(2), Some(1)]);
        case(&|observer| observer.tenant_enabled(2), [Some(2), None]);
        case(&|observer| observer.tenant_enabled(1), [None, None]);
    }

    #[test]
    fn a_running_session_of_an_unknown_job_becomes_that_of_the_job_once_it_is_known() {
        const ASH: [&str; 2] = ["Ash", "nightly"];
        const BIRCH: [&str; 2] = ["Birch", "nightly"];
        const WEEKLY: [&str; 2] = ["Ash", "weekly"];
        /// Sessions of unknown jobs, running or ended, and whose they are once the jobs are known.
        #[track_caller]
        fn case(store: &TestStore, sessions: &[([&str; 2], bool)], want: &[Option<i64>]) {
            let read = || store.look(|snapshot| snapshot.sessions(SessionFilter::All).unwrap());
            for (names, is_running) in sessions {
                store.works_unknown("20:00", *names);
                if !is_running {
                    let number = read().iter().map(|each| each.id).max().unwrap();
                    let result = ObservedResult::Success;
                    store.ends("20:10", number, Ended { at: at("20:10"), result, code: None });
                }
            }
            store.observe("20:20", |observer| {
                for (job, [tenant, name]) in (1..).zip([ASH, BIRCH, WEEKLY]) {
                    observer.adopt_session(job, tenant, name).unwrap();
                }
            });
            let mut found = read();
            found.sort_by_key(|each| each.id);
            let found: Vec<Option<i64>> = found.iter().map(|each| each.job).collect();
            assert_eq!(found, want, "{sessions:?}");
        }
        let jobs = || {
            let store = store(&[]);
            add_job(&store, "nightly", "Birch", "vm-backup");
            add_job(&store, "weekly", "Ash", "vm-backup");
            store
        };
        let (ash, birch, weekly) = (ASH, BIRCH, WEEKLY);
        let (runs, ended) = (true, false);
        let each = [(ash, runs), (birch, runs), (weekly, runs), (["Birch", "weekly"], runs)];
        case(&jobs(), &each, &[Some(1), Some(2), Some(3), None]);
        case(&jobs(), &[(ash, ended)], &[None]);
        // A job has one running session. Which of two it is nobody knows: the first.
        case(&jobs(), &[(ash, runs), (ash, runs)], &[Some(1), None]);
        case(&jobs(), &[(ash, ended), (ash, runs)], &[None, Some(1)]);
        let running = jobs();
        running.works("20:00", 1, Origin::Imported, &[]);
        case(&running, &[(ash, runs)], &[Some(1), None]);
        let result = ObservedResult::Success;
        let done = jobs();
        done.works("19:00", 1, Origin::Imported, &[]);
        done.ends("19:10", 1, Ended { at: at("19:10"), result, code: None });
        case(&done, &[(ash, runs)], &[Some(1), Some(1)]);
    }

    #[test]
    fn old_observations_are_forgotten_except_those_in_which_a_job_was_last_seen() {
        let store = store(&[("20:00", "20:00", true), ("20:01", "20:01", true)]);
        let job = store.look(|snapshot| snapshot.job_sights().unwrap()[0].job);
        store.observe("20:10", |observer| {
            observer.job_seen(job, 1, None).unwrap();
            for _ in 0..2000 {
                observer
                    .observed(at("20:10"), observer.now(), ObservationKind::Jobs, true, 0, &[])
                    .unwrap();
            }
        });
        let ids: Vec<i64> = store
            .look(|snapshot| snapshot.observations().unwrap().iter().map(|each| each.id).collect());
        assert_eq!((ids.len(), ids[0], ids[1]), (2001, 1, 3));
    }

    #[test]
    fn what_was_stored_before_a_clock_was_set_back_is_not_believed() {
        #[track_caller]
        fn case(times: [&str; 3], overtaken: [bool; 3], ahead_until: Option<&str>) {
            store(&times.map(|time| (time, time, true))).look(|snapshot| {
                let observations = snapshot.observations().unwrap();
                let found: Vec<bool> = observations.iter().map(|each| each.is_overtaken).collect();
                assert_eq!(found, overtaken);
                let ahead = snapshot.clock_was_ahead_until(None).unwrap();
                assert_eq!(ahead, ahead_until.map(at));
            });
        }
        case(["20:30", "20:40", "20:10"], [true, true, false], Some("20:40"));
        case(["20:40", "20:30", "20:10"], [true, true, false], Some("20:40"));
        case(["20:30", "20:30", "20:40"], [false; 3], None);
    }

    #[test]
    fn a_switch_tells_that_the_clock_was_ahead_before() {
        #[track_caller]
        fn case(recorded: &str, want: Option<&str>) {
            let store = store(&[(recorded, recorded, true)]);
            store.run("21:00", &["enable"]).unwrap();
            store.observe("21:10", |observer| {
                observer
                    .observed(at("21:10"), observer.now(), ObservationKind::Jobs, true, 0, &[])
                    .unwrap();
            });
            store.look(|snapshot| {
                let maintenance = snapshot.in_force(at("21:20")).unwrap();
                let ahead = snapshot.clock_was_ahead_until(maintenance.as_ref()).unwrap();
                assert_eq!(ahead, want.map(at));
            });
        }
        case("20:50", None);
        case("21:00", None);
        case("21:05", Some("21:05"));
        case("22:00", Some("22:00"));
    }

    #[test]
    fn a_switch_by_hand_knows_the_observation_before_it_while_it_lasts() {
        let store = store(&[("20:00", "20:00", true), ("20:05", "20:05", true)]);
        let before =
            |time| store.look(|snapshot| snapshot.observation_at_switch(at(time)).unwrap());
        store.run("20:20", &["enable"]).unwrap();
        assert_eq!(store.look(|snapshot| snapshot.last_observation().unwrap()), 2);
        assert_eq!((before("20:10"), before("20:20"), before("20:30")), (0, 2, 0));
        store.run("20:40", &["disable"]).unwrap();
        assert_eq!(before("20:20"), 0);
    }

    #[test]
    fn a_listing_overlaps_a_run_until_the_run_has_ended() {
        let store = store(&[]);
        let begins = |time| store.works(time, 1, Origin::Run, &[("x", Some(time))]);
        let ends = |time, number| {
            let result = ObservedResult::Success;
            store.ends(time, number, Ended { at: at(time), result, code: None });
        };
        let overlaps = |time| store.look(|snapshot| snapshot.has_run_since(at(time)).unwrap());
        assert!(!overlaps("20:00"));
        begins("20:10");
        assert!(overlaps("20:00") && overlaps("23:00"));
        ends("20:20", 1);
        assert!(overlaps("20:00") && overlaps("20:20") && !overlaps("20:21"));
        store.works("20:30", 1, Origin::Imported, &[("x", Some("20:30"))]);
        assert!(!overlaps("20:21"), "only those of mm run");
    }

    #[test]
    fn a_job_of_another_type_is_unknown_only_if_its_import_said_so() {
        #[track_caller]
        fn case(job_type: &str, is_unknown: bool, want: bool) {
            let store = store(&[]);
            add_job(&store, "other", "Ash", job_type);
            add_job(&store, "third", "Ash", "other");
            if is_unknown {
                store.observe("20:00", |observer| observer.job_type_unknown(2).unwrap());
            }
            let sights = store.look(|snapshot| snapshot.job_sights().unwrap());
            let found: Vec<bool> = sights.iter().map(|each| each.job_type.is_none()).collect();
            assert_eq!(found, [false, want, false], "{job_type}");
        }
        case("other", true, true);
        case("other", false, false);
        // It was told since what it is.
        case("vm-backup", true, false);
    }

    #[test]
    fn the_lock_speaks_for_a_job_that_nothing_else_ran_listed_or_saw() {
        let is_only_run = |store: &TestStore| {
            let sights = store.look(|snapshot| snapshot.job_sights().unwrap());
            sights.iter().map(|each| each.is_only_run_by_mm).collect::<Vec<_>>()
        };
        let ran = || {
            let store = store(&[("20:00", "20:00", true)]);
            add_job(&store, "other", "Ash", "vm-backup");
            store.works("20:10", 1, Origin::Run, &[("x", Some("20:10"))]);
            let ended = Ended { at: at("20:20"), result: ObservedResult::Success, code: None };
            store.ends("20:20", 1, ended);
            store
        };
        assert_eq!(is_only_run(&ran()), [true, false]);
        let seen = ran();
        seen.observe("20:30", |observer| observer.job_seen(1, 1, None).unwrap());
        assert_eq!(is_only_run(&seen), [false, false]);
        let imported = ran();
        imported.works("20:30", 1, Origin::Imported, &[("x", Some("20:30"))]);
        assert_eq!(is_only_run(&imported), [false, false]);
    }
}
