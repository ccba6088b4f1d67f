//! Names: tells jobs of one tenant with one name apart.
//!
//! All of them get the begin of their id, not only the later ones: else the bare name would mean
//! another job as soon as the order of an export changes, and who types it would not notice.

use std::collections::{HashMap, HashSet};

use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::join::jobs::{Jobs, Joined};

/// A name with the begin of an id, or with all of it where that is taken.
pub(super) fn with_id(name: &str, id: &str, taken: &HashSet<String>) -> String {
    let begin: String = id.chars().take(8).collect();
    let short = format!("{name} ({begin})");
    if taken.contains(&short) { format!("{name} ({id})") } else { short }
}

/// All jobs that have a name, each tenant's names once.
pub(super) fn distinct<'a>(jobs: Jobs<'a>, context: &mut Context<'_>) -> Vec<Joined<'a>> {
    let (mut jobs, source_ids) = jobs.finish(context);
    let mut alike: HashMap<(&str, &str), u32> = HashMap::with_capacity(jobs.len());
    for job in &jobs {
        *alike.entry((&job.tenant, &job.name)).or_default() += 1;
    }
    let again: Vec<bool> = jobs
        .iter()
        .map(|job| alike.get(&(&*job.tenant, &*job.name)).is_some_and(|count| *count > 1))
        .collect();
    drop(alike);
    let mut taken: HashMap<String, HashSet<String>> = HashMap::new();
    if again.contains(&true) {
        for (job, again) in jobs.iter().zip(&again).filter(|(_, again)| !**again) {
            debug_assert!(!again);
            taken.entry(job.tenant.clone()).or_default().insert(job.name.clone());
        }
    }
    for ((job, again), id) in jobs.iter_mut().zip(again).zip(source_ids) {
        if again {
            let taken = taken.entry(job.tenant.clone()).or_default();
            job.name = with_id(&job.name, id.as_deref().unwrap_or("?"), taken);
            taken.insert(job.name.clone());
            context.notes.guessed(job.record.place, "name", Assumption::JobsAlike);
        }
        job.source_id = id;
    }
    jobs
}
