//! The job of the store that an imported job is: by the source's id, else by tenant and name.

use hashbrown::HashMap;

use crate::domain::Job;
use crate::store::Stored;

pub struct JobFinder<'k> {
    by_source: HashMap<&'k str, &'k Stored<Job>>,
    by_name: HashMap<(&'k str, &'k str), &'k Stored<Job>>,
}

impl<'k> JobFinder<'k> {
    pub fn new(known: &'k [Stored<Job>]) -> JobFinder<'k> {
        let by_source = known.iter().filter_map(|job| Some((job.facts.source_id.as_deref()?, job)));
        let by_name = known.iter().map(|job| ((&*job.facts.tenant, &*job.facts.name), job));
        JobFinder { by_source: by_source.collect(), by_name: by_name.collect() }
    }

    pub fn find(&self, job: &Job) -> Option<&'k Stored<Job>> {
        let of_source = job.source_id.as_deref().and_then(|id| self.by_source.get(id));
        of_source.copied().or_else(|| {
            let named = self.named(&job.tenant, &job.name)?;
            // A job of that name with another id of the source is another job.
            (named.facts.source_id.is_none() || job.source_id.is_none()).then_some(named)
        })
    }

    pub fn named(&self, tenant: &str, name: &str) -> Option<&'k Stored<Job>> {
        self.by_name.get(&(tenant, name)).copied()
    }
}
