//! The jobs of the store that imported jobs and sessions are about.

use hashbrown::HashMap;

use crate::domain::Job;
use crate::import::{Imported, ImportedJob};
use crate::ops::job_finder::JobFinder;
use crate::store::Stored;

/// Imported jobs, and the jobs of the store that they are. A job may have another name in the files
/// than in the store.
pub(super) struct Matches<'i> {
    imported: HashMap<(&'i str, &'i str), (Option<i64>, &'i ImportedJob)>,
    stored: HashMap<(String, String), i64>,
}

impl<'i> Matches<'i> {
    pub(super) fn new(imported: &'i Imported, jobs: &[Stored<Job>]) -> Matches<'i> {
        let finder = JobFinder::new(jobs);
        let of_import = imported.jobs.iter().map(|each| {
            let job = &each.job;
            ((&*job.tenant, &*job.name), (finder.find(job).map(|known| known.id), each))
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

    /// The numbers of all imported jobs that the store knows.
    pub(super) fn numbers(&self) -> impl Iterator<Item = i64> {
        self.imported.values().filter_map(|(job, _)| *job)
    }
}
