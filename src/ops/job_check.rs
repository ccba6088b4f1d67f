//! Checks of a job before it is stored, and its form in the history.

use serde_json::{Value, json};

use crate::domain::{Instant, Job, Span};
use crate::error::{Code, Error, Result};
use crate::ops::job_ref;
use crate::scenario::{Model, Scenario, ScenarioJob};
use crate::store::Snapshot;

/// How long a schedule is tried out.
const TRIED: Span = Span::from_secs(86_400);

/// Checks a job as a scenario would be checked; an error names the option at fault.
pub fn check(now: Instant, job: &Job) -> Result<()> {
    let mut scenario = Scenario::new(now);
    scenario.end = Some((now + TRIED).min(Instant::LAST));
    scenario.jobs.push(job.clone().into());
    Model::new(scenario).map(|_| ()).map_err(|error| {
        let what = error.what.replace("\"initial_sync\"", "--initial-sync");
        Error::usage(format!("{}: {what}", option_of(&error.place)))
            .hint("docs/jobs.md says what a job needs, and what it does not take")
    })
}

/// The option that sets the member at a place of the scenario.
fn option_of(place: &str) -> String {
    let member = place.strip_prefix("jobs[0].").unwrap_or(place);
    let word = member.split(['.', '[']).next().unwrap_or(member);
    match (word, member) {
        ("name", _) => "NAME".to_owned(),
        ("tasks", _) => "--task".to_owned(),
        ("starts", _) => "--start".to_owned(),
        ("schedule", "schedule.timezone") => "--timezone".to_owned(),
        ("schedule", _) => "--cron".to_owned(),
        ("retry", "retry.wait") => "--retry-wait".to_owned(),
        (word, _) => format!("--{}", word.replace('_', "-")),
    }
}

pub fn refuse_existing(snapshot: &Snapshot<'_>, job: &Job) -> Result<()> {
    if job_ref::exactly(snapshot, &job.tenant, &job.name)?.is_none() {
        return Ok(());
    }
    let message = format!("tenant {:?} already has a job named {:?}", job.tenant, job.name);
    Err(Error::new(Code::JobExists, message).hint("`mm jobs edit` changes it"))
}

/// A job as the history records it.
pub fn job_json(job: &Job) -> Value {
    let mut value = json!({"job": ScenarioJob::from(job.clone())});
    match job.policy {
        Some(policy) => value["enabled"] = json!(policy.enabled),
        None if job.is_disabled => value["enabled"] = json!(false),
        None => {}
    }
    value
}

#[cfg(test)]
mod tests {
    use crate::ops::job_check::option_of;

    #[test]
    fn places_lead_to_options() {
        #[track_caller]
        fn case(place: &str, option: &str) {
            assert_eq!(option_of(place), option);
        }
        case("jobs[0].name", "NAME");
        case("jobs[0].tenant", "--tenant");
        case("jobs[0].type", "--type");
        case("jobs[0].slots", "--slots");
        case("jobs[0].tasks", "--task");
        case("jobs[0].tasks[3].name", "--task");
        case("jobs[0].starts[0]", "--start");
        case("jobs[0].schedule", "--cron");
        case("jobs[0].schedule.cron", "--cron");
        case("jobs[0].schedule.timezone", "--timezone");
        case("jobs[0].retry", "--retry");
        case("jobs[0].retry.times", "--retry");
        case("jobs[0].retry.wait", "--retry-wait");
        case("jobs[0].initial_sync", "--initial-sync");
    }
}
