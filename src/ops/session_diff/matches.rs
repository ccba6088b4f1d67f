//! The jobs of the store that imported jobs and sessions are about.

use hashbrown::{HashMap, HashSet};

use crate::domain::Job;
use crate::import::{Imported, ImportedJob};
use crate::ops::session_diff::known::Known;
use crate::store::Stored;

/// Imported jobs, and the jobs of the store that they are. A job may have another name in the files
/// than in the store, and a session that is running the name that its job had when it began.
pub(super) struct Matches<'i> {
    imported: HashMap<(&'i str, &'i str), (Option<i64>, &'i ImportedJob)>,
}

impl<'i> Matches<'i> {
    pub(super) fn new(imported: &'i Imported, jobs: &[Stored<Job>], known: &Known) -> Matches<'i> {
        let finder = JobFinder::new(imported, jobs);
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
            let found = finder.find(&each.job);
            let of_session =
                || by_session.get(&names).copied().filter(|_| each.job.source_id.is_none());
            (names, (found.or_else(of_session), each))
        });
        Matches { imported: of_import.collect() }
    }

    /// The number of a job, and the job of the import, by the names in the import.
    pub(super) fn of(&self, tenant: &str, name: &str) -> (Option<i64>, Option<&'i ImportedJob>) {
        let found = self.imported.get(&(tenant, name));
        found.map_or((None, None), |(job, each)| (*job, Some(*each)))
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

    /// The numbers of all imported jobs that the store knows.
    pub(super) fn numbers(&self) -> impl Iterator<Item = i64> {
        self.imported.values().filter_map(|(job, _)| *job)
    }
}

/// Finds a job by the source's id, else by tenant and name.
///
/// A job of the same name with another id is another job if the import has both ids. Else it was deleted
/// and made again, and takes the place of the first.
struct JobFinder<'k> {
    by_source: HashMap<&'k str, i64>,
    by_name: HashMap<(&'k str, &'k str), &'k Stored<Job>>,
    imported_ids: HashSet<&'k str>,
}

impl<'k> JobFinder<'k> {
    fn new(imported: &'k Imported, jobs: &'k [Stored<Job>]) -> JobFinder<'k> {
        let by_source =
            jobs.iter().filter_map(|job| Some((job.facts.source_id.as_deref()?, job.id)));
        let by_name = jobs.iter().map(|job| ((&*job.facts.tenant, &*job.facts.name), job));
        let imported_ids = imported.jobs.iter().filter_map(|each| each.job.source_id.as_deref());
        JobFinder {
            by_source: by_source.collect(),
            by_name: by_name.collect(),
            imported_ids: imported_ids.collect(),
        }
    }

    fn find(&self, job: &Job) -> Option<i64> {
        let of_source = job.source_id.as_deref().and_then(|id| self.by_source.get(id));
        of_source.copied().or_else(|| {
            let named = self.by_name.get(&(&*job.tenant, &*job.name))?;
            let is_listed = |id: &str| self.imported_ids.contains(id);
            let is_another =
                job.source_id.is_some() && named.facts.source_id.as_deref().is_some_and(is_listed);
            (!is_another).then_some(named.id)
        })
    }
}
