//! A job of the store after an import: members that the files do not state stay as they are.

use std::collections::HashMap;

use crate::domain::{DurationSource, Job, Task, median};
use crate::import::{ImportedJob, Stated};

pub fn updated(known: &Job, imported: &ImportedJob) -> Job {
    let ImportedJob { job: new, stated, .. } = imported;
    let mut job = known.clone();
    job.name.clone_from(&new.name);
    job.source_id = new.source_id.clone().or(job.source_id);
    if stated.tenant {
        job.tenant.clone_from(&new.tenant);
    }
    if stated.job_type && !job.job_type.is_kind_of(new.job_type) {
        job.job_type = new.job_type;
    }
    if stated.target {
        job.target = new.target;
    }
    if stated.slots {
        job.slots = new.slots;
    }
    if stated.schedule {
        job.schedule.clone_from(&new.schedule);
        job.starts.clone_from(&new.starts);
    }
    if stated.retry {
        job.retry = new.retry;
    }
    if stated.enabled {
        job.is_disabled = new.is_disabled;
    }
    job.policy = new.policy.or(job.policy).filter(|_| job.job_type.is_policy());
    if job.policy.is_some() {
        job.tasks.clear();
        return job;
    }
    update_tasks(&mut job, known, new, *stated);
    job
}

/// The tasks that the files state, with all recorded durations and the best planned ones.
fn update_tasks(job: &mut Job, known: &Job, new: &Job, stated: Stated) {
    if stated.tasks || known.tasks.is_empty() {
        job.tasks.clone_from(&new.tasks);
        job.durations = new.durations;
    }
    let is_recorded = known.has_recorded() || new.has_recorded();
    if !is_recorded && known.durations >= new.durations {
        return;
    }
    let (known_tasks, new_tasks) = (tasks_by_name(known), tasks_by_name(new));
    // Records without a time are a list that replaces the one before.
    let have_times = |job: &Job| {
        let mut recorded = job.tasks.iter().flat_map(|task| &task.recorded);
        recorded.all(|record| record.started.is_some())
    };
    let keeps = !new.has_recorded() || (have_times(new) && have_times(known));
    for task in &mut job.tasks {
        let of = |tasks: &HashMap<&str, &Task>| {
            tasks.get(&*task.name).map(|task| task.recorded.clone()).unwrap_or_default()
        };
        let mut recorded = of(&new_tasks);
        if keeps {
            recorded.extend(of(&known_tasks));
        }
        if keeps && new.has_recorded() {
            recorded.sort_unstable();
            recorded.dedup_by_key(|record| record.started);
        }
        task.recorded = recorded;
    }
    if known.durations < new.durations {
        for task in &mut job.tasks {
            if let Some(known_task) = known_tasks.get(&*task.name) {
                task.duration = known_task.duration;
                job.durations = known.durations;
            }
        }
    }
    if job.durations == DurationSource::Given {
        return;
    }
    for task in &mut job.tasks {
        if let Some(duration) = median(task.recorded.iter().map(|record| record.took)) {
            task.duration = duration;
            job.durations = DurationSource::Recorded;
        }
    }
}

fn tasks_by_name(job: &Job) -> HashMap<&str, &Task> {
    job.tasks.iter().map(|task| (&*task.name, task)).collect()
}
