//! Finder: which job of the store a source tells of.

use std::collections::HashMap;

use crate::domain::Job;
use crate::store::Stored;

/// Finds the job of the store that a source tells of: by the source's number, else by tenant and
/// name.
pub struct Finder<'k> {
    by_source: HashMap<&'k str, &'k Stored<Job>>,
    by_name: HashMap<(&'k str, &'k str), &'k Stored<Job>>,
}

impl<'k> Finder<'k> {
    /// Finds among these.
    pub fn of(known: &'k [Stored<Job>]) -> Finder<'k> {
        let by_source = known.iter().filter_map(|job| Some((job.facts.source_id.as_deref()?, job)));
        let by_name = known.iter().map(|job| ((&*job.facts.tenant, &*job.facts.name), job));
        Finder { by_source: by_source.collect(), by_name: by_name.collect() }
    }

    /// Finds the one that a source tells of.
    pub fn find(&self, job: &Job) -> Option<&'k Stored<Job>> {
        let source = job.source_id.as_deref().and_then(|id| self.by_source.get(id));
        source.copied().or_else(|| {
            self.named(&job.tenant, &job.name).filter(|known| {
                // Another job of that name that the source knows by another number is another job.
                known.facts.source_id.is_none() || job.source_id.is_none()
            })
        })
    }

    /// Finds by tenant and name alone.
    pub fn named(&self, tenant: &str, name: &str) -> Option<&'k Stored<Job>> {
        self.by_name.get(&(tenant, name)).copied()
    }
}
