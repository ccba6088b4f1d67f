//! The job of the store that an imported job is: by the source's id, else by tenant and name.
//!
//! A job of the same name with another id is another job if the import has both ids. Else it was deleted
//! and made again, and takes the place of the first.

use hashbrown::{HashMap, HashSet};

use crate::domain::Job;
use crate::import::ImportedJob;
use crate::store::Stored;

pub struct JobFinder<'k> {
    by_source: HashMap<&'k str, &'k Stored<Job>>,
    by_name: HashMap<(&'k str, &'k str), &'k Stored<Job>>,
    imported_ids: HashSet<&'k str>,
}

impl<'k> JobFinder<'k> {
    pub fn new(known: &'k [Stored<Job>], imported: &'k [ImportedJob]) -> JobFinder<'k> {
        let by_source = known.iter().filter_map(|job| Some((job.facts.source_id.as_deref()?, job)));
        let by_name = known.iter().map(|job| ((&*job.facts.tenant, &*job.facts.name), job));
        let imported_ids = imported.iter().filter_map(|each| each.job.source_id.as_deref());
        JobFinder {
            by_source: by_source.collect(),
            by_name: by_name.collect(),
            imported_ids: imported_ids.collect(),
        }
    }

    pub fn find(&self, job: &Job) -> Option<&'k Stored<Job>> {
        let of_source = job.source_id.as_deref().and_then(|id| self.by_source.get(id));
        of_source.copied().or_else(|| {
            let named = self.named(&job.tenant, &job.name)?;
            let is_listed = |id: &str| self.imported_ids.contains(id);
            let is_another =
                job.source_id.is_some() && named.facts.source_id.as_deref().is_some_and(is_listed);
            (!is_another).then_some(named)
        })
    }

    pub fn named(&self, tenant: &str, name: &str) -> Option<&'k Stored<Job>> {
        self.by_name.get(&(tenant, name)).copied()
    }
}
