//! Facts: what is known of a job as a scenario tells it, and back.

use serde_json::{Value, json};

use crate::commands::jobs::members::recorded_facts;
use crate::domain::facts::{DurationSource, Job, PolicySettings, Retry, Schedule, Task};
use crate::domain::{JobType, Target};
use crate::error::{Error, Result};
use crate::scenario::{JobDoc, RetryDoc, ScheduleDoc, TaskDoc, Text};

/// A job as a scenario tells it.
pub fn document_of(facts: &Job) -> JobDoc<'static> {
    let mut job = JobDoc {
        name: Some(facts.name.clone().into()),
        tenant: Some(facts.tenant.clone().into()),
        job_type: Some(facts.job_type),
        target: Some(facts.target),
        ..JobDoc::default()
    };
    if let Some(policy) = facts.policy {
        job.initial_sync = policy.initial_sync;
        return job;
    }
    job.slots = Some(facts.slots);
    let tasks = facts.tasks.iter().map(|task| TaskDoc {
        name: Some(task.name.clone().into()),
        duration: Some(task.duration),
        fails: task.fails.then_some(true),
    });
    job.tasks = Some(tasks.collect());
    job.starts = (!facts.starts.is_empty()).then(|| facts.starts.clone());
    job.schedule = facts.schedule.as_ref().map(|schedule| ScheduleDoc {
        cron: Some(schedule.cron.clone().into()),
        timezone: schedule.timezone.clone().map(Text::from),
    });
    job.retry =
        facts.retry.map(|retry| RetryDoc { times: Some(retry.times), wait: Some(retry.wait) });
    for each in &facts.recorded {
        let all = job.recorded.get_or_insert_default();
        all.entry(each.task.clone().into()).or_default().push(each.took);
    }
    job
}

/// What a document without mistakes tells of a job, given by hand.
pub fn facts_of(job: &JobDoc<'_>, enabled: bool) -> Result<Job> {
    let text = |text: &Option<Text<'_>>| text.as_deref().unwrap_or_default().to_owned();
    let job_type: JobType = job.job_type.ok_or_else(|| Error::usage("--type: missing"))?;
    let policy = PolicySettings { initial_sync: job.initial_sync, enabled };
    let tasks = job.tasks.iter().flatten().filter_map(|task| {
        let duration = task.duration?;
        Some(Task { name: text(&task.name), duration, fails: task.fails == Some(true) })
    });
    Ok(Job {
        tenant: text(&job.tenant),
        name: text(&job.name),
        job_type,
        target: job.target.unwrap_or(Target::Cloud),
        slots: job.slots.unwrap_or(1),
        tasks: tasks.collect(),
        durations: DurationSource::Given,
        starts: job.starts.clone().unwrap_or_default(),
        schedule: job.schedule.as_ref().map(|schedule| Schedule {
            cron: text(&schedule.cron),
            timezone: schedule.timezone.as_deref().map(str::to_owned),
        }),
        retry: job.retry.and_then(|retry| Some(Retry { times: retry.times?, wait: retry.wait? })),
        recorded: recorded_facts(job),
        policy: job_type.is_policy().then_some(policy),
        source_id: None,
    })
}

/// A job as it stands in the history.
pub fn as_json(facts: &Job) -> Value {
    let mut told = json!({"job": document_of(facts)});
    if let Some(policy) = facts.policy {
        told["enabled"] = json!(policy.enabled);
    }
    told
}

#[cfg(test)]
mod tests {
    use crate::ops::job_document::{document_of, facts_of};
    use crate::scenario::read;

    /// Reads the job of a scenario into facts, and tells these again.
    #[test]
    fn a_job_is_told_as_it_was_read() {
        #[track_caller]
        fn case(job: &str) {
            let json = format!(r#"{{"jobs":[{{"name":"n","tenant":"t",{job}}}]}}"#);
            let document = read(json.as_bytes()).unwrap();
            let read = &document.jobs.as_deref().unwrap()[0];
            let told = document_of(&facts_of(read, true).unwrap());
            assert_eq!(serde_json::to_string(&told).unwrap(), serde_json::to_string(read).unwrap());
        }
        case(
            r#""type":"vm-backup","target":"local","slots":2,"tasks":[{"name":"a","duration":"1m"},
            {"name":"b","duration":"1h","fails":true}],"starts":["2026-11-23T22:00:00Z"],
            "schedule":{"cron":"0 22 * * *","timezone":"Asia/Tokyo"},
            "recorded":{"a":["1m","2m"],"b":["3h"]},"retry":{"times":3,"wait":"10m"}"#,
        );
        case(r#""type":"other","target":"cloud","slots":1,"tasks":[{"name":"a","duration":"1m"}]"#);
        case(r#""type":"cdp-policy","target":"cloud""#);
        case(r#""type":"cdp-policy","target":"cloud","initial_sync":"1h""#);
    }
}
