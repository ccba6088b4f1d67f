//! The jobs of the store that imported jobs and sessions are about.

use hashbrown::{HashMap, HashSet};

use crate::domain::Job;
use crate::import::{Imported, ImportedJob};
use crate::ops::job_finder::JobFinder;
use crate::ops::session_diff::known::Known;
use crate::store::Stored;

/// Imported jobs, and the jobs of the store that they are. A job may have another name in the files
/// than in the store, and a session that is running the name that its job had when it began.
pub(super) struct Matches<'i> {
    imported: HashMap<(&'i str, &'i str), (Option<i64>, &'i ImportedJob)>,
    stored: HashMap<(String, String), i64>,
}

impl<'i> Matches<'i> {
    pub(super) fn new(imported: &'i Imported, jobs: &[Stored<Job>], known: &Known) -> Matches<'i> {
        let finder = JobFinder::new(jobs, &imported.jobs);
        let running = imported.sessions.iter().filter(|session| session.ended.is_none());
        let by_session: HashMap<(&str, &str), i64> = running
            .filter_map(|session| {
                let stored =
                    known.with_id_of(session).filter(|stored| stored.facts.ended.is_none());
                Some(((&*session.tenant, &*session.job), stored?.job?))
            })
            .collect();
        let of_import = imported.jobs.iter().map(|each| {
            let names = (&*each.job.tenant, &*each.job.name);
            let found = finder.find(&each.job).map(|found| found.id);
            let of_session =
                || by_session.get(&names).copied().filter(|_| each.job.source_id.is_none());
            (names, (found.or_else(of_session), each))
        });
        let of_store =
            jobs.iter().map(|job| ((job.facts.tenant.clone(), job.facts.name.clone()), job.id));
        Matches { imported: of_import.collect(), stored: of_store.collect() }
    }

    /// The number of a job, and the job of the import, by the names in the import.
    pub(super) fn of(&self, tenant: &str, name: &str) -> (Option<i64>, Option<&'i ImportedJob>) {
        match self.imported.get(&(tenant, name)) {
            Some((job, each)) => (*job, Some(each)),
            None => (self.stored.get(&(tenant.to_owned(), name.to_owned())).copied(), None),
        }
    }

    /// The number of an imported job.
    pub(super) fn number(&self, each: &ImportedJob) -> Option<i64> {
        self.of(&each.job.tenant, &each.job.name).0
    }

    /// Two imported jobs that are one job of the store, by their names in the import.
    pub(super) fn same_job(&self) -> Option<(&'i str, &'i str)> {
        let mut by_number: HashMap<i64, &str> = HashMap::new();
        let mut named: Vec<_> =
            self.imported.values().filter_map(|(job, each)| Some(((*job)?, each))).collect();
        named.sort_by_key(|(_, each)| &*each.job.name);
        named
            .into_iter()
            .find_map(|(job, each)| Some((by_number.insert(job, &each.job.name)?, &*each.job.name)))
    }

    /// Names of jobs that the store has under other names, known by a session that is running.
    pub(super) fn former_names(
        &self,
        imported: &Imported,
        jobs: &[Stored<Job>],
    ) -> HashSet<(String, String)> {
        let finder = JobFinder::new(jobs, &imported.jobs);
        let known = self.imported.values().filter(|(job, _)| job.is_some());
        known
            .filter(|(_, each)| finder.find(&each.job).is_none())
            .map(|(_, each)| (each.job.tenant.clone(), each.job.name.clone()))
            .collect()
    }

    /// The numbers of all imported jobs that the store knows.
    pub(super) fn numbers(&self) -> impl Iterator<Item = i64> {
        self.imported.values().filter_map(|(job, _)| *job)
    }
}
