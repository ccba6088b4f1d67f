//! Options of `mm jobs add` and `mm jobs edit` that set or remove the members of a job.

use clap::Args;

use crate::args::spelled;
use crate::domain::{
    DurationSource, Instant, Job, JobType, PolicySettings, RecordedDuration, Retry, Schedule, Span,
    Target, Task, Toward, When,
};
use crate::error::{Code, Error, Result};
use crate::ops::app::App;

#[derive(Debug, Args)]
pub struct JobOptions {
    /// Tenant that owns the job; mm adds an unknown tenant, enabled and without a limit
    #[arg(long, value_name = "TENANT")]
    pub tenant: Option<String>,
    /// Type of the job
    #[arg(long = "type", value_name = "TYPE", value_parser = spelled::<JobType>())]
    pub job_type: Option<JobType>,
    /// Place to which the job writes
    #[arg(long, value_name = "TARGET", value_parser = spelled::<Target>())]
    target: Option<Target>,
    /// Number of tasks of one session that may run at once
    #[arg(long, value_name = "N")]
    slots: Option<u32>,
    /// Task with its planned duration; add `:fails` if the task fails by itself
    #[arg(long = "task", value_name = "NAME=DUR[:fails]", value_parser = parse_task)]
    tasks: Vec<Task>,
    /// Time at which a session starts besides the schedule
    #[arg(long = "start", value_name = "TIME", value_parser = When::parse)]
    #[arg(allow_hyphen_values = true)]
    starts: Vec<When>,
    /// Schedule of sessions: minute, hour, day of month, month, day of week
    #[arg(long, value_name = "FIELDS")]
    cron: Option<String>,
    /// Time zone of the schedule
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// Number of automatic retries of a failed session
    #[arg(long, value_name = "TIMES")]
    retry: Option<u32>,
    /// Time from a failure to its retry
    #[arg(long, value_name = "DURATION", value_parser = Span::typed)]
    retry_wait: Option<Span>,
    /// Durations of a task in past sessions
    #[arg(long, value_name = "TASK=DUR[,DUR…]", value_parser = parse_recorded)]
    recorded: Vec<(String, Vec<Span>)>,
    /// Time that the initial synchronisation of a policy still takes
    #[arg(long, value_name = "DURATION", value_parser = Span::typed)]
    initial_sync: Option<Span>,
    /// Disable the job or policy: it does not start by itself
    #[arg(long)]
    disabled: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub struct RemoveOptions {
    /// Remove this task
    #[arg(long = "remove-task", value_name = "NAME")]
    remove_tasks: Vec<String>,
    /// Remove all starts besides the schedule
    #[arg(long, conflicts_with = "starts")]
    no_starts: bool,
    /// Remove the schedule
    #[arg(long, conflicts_with_all = ["cron", "timezone"])]
    no_schedule: bool,
    /// Remove the retries
    #[arg(long, conflicts_with_all = ["retry", "retry_wait"])]
    no_retry: bool,
    /// Remove the durations in past sessions
    #[arg(long, conflicts_with = "recorded")]
    no_recorded: bool,
    /// Record that the initial synchronisation of the policy is complete
    #[arg(long, conflicts_with = "initial_sync")]
    no_initial_sync: bool,
    /// Enable the job or policy
    #[arg(long, conflicts_with = "disabled")]
    enabled: bool,
}

/// Splits at the last `=`, as names may contain one.
fn split_pair(text: &str) -> Result<(&str, &str), String> {
    text.rsplit_once('=').ok_or_else(|| "expected = between name and duration".to_owned())
}

fn parse_task(text: &str) -> Result<Task, String> {
    let (name, duration) = split_pair(text)?;
    let (duration, fails) = match duration.strip_suffix(":fails") {
        Some(duration) => (duration, true),
        None => (duration, false),
    };
    let duration = Span::typed(duration).map_err(|error| error.to_string())?;
    Ok(Task { name: name.into(), duration, fails, recorded: Vec::new() })
}

fn parse_recorded(text: &str) -> Result<(String, Vec<Span>), String> {
    let (name, durations) = split_pair(text)?;
    let durations: Result<Vec<Span>, _> = durations.split(',').map(Span::typed).collect();
    Ok((name.to_owned(), durations.map_err(|error| error.to_string())?))
}

impl JobOptions {
    /// Sets the members that the options give; the others stay.
    pub fn apply(&self, app: &App, job: &mut Job) -> Result<()> {
        if let Some(tenant) = &self.tenant {
            job.tenant.clone_from(tenant);
        }
        job.job_type = self.job_type.unwrap_or(job.job_type);
        job.target = self.target.unwrap_or(job.target);
        job.slots = self.slots.unwrap_or(job.slots);
        for task in &self.tasks {
            job.durations = DurationSource::Given;
            match job.tasks.iter_mut().find(|known| known.name == task.name) {
                Some(known) => (known.duration, known.fails) = (task.duration, task.fails),
                None => job.tasks.push(task.clone()),
            }
        }
        if !self.starts.is_empty() {
            let starts = self.starts.iter().map(|at| app.when("--start", *at, Toward::Future));
            job.starts = starts.collect::<Result<Vec<Instant>>>()?;
            job.starts.sort_unstable();
            job.starts.dedup();
        }
        self.apply_schedule(app, job)?;
        self.apply_recorded(job)?;
        self.apply_policy(job)
    }

    fn apply_schedule(&self, app: &App, job: &mut Job) -> Result<()> {
        let missing = |option: &str| Error::usage(format!("{option}: missing"));
        if self.cron.is_some() || self.timezone.is_some() {
            let (cron, timezone) = match job.schedule.take() {
                Some(known) => (Some(known.cron), known.timezone),
                // No name stands for UTC.
                None => (None, Some(app.zone_name()).filter(|zone| zone != "UTC")),
            };
            job.schedule = Some(Schedule {
                cron: self.cron.clone().or(cron).ok_or_else(|| missing("--cron"))?,
                timezone: self.timezone.clone().or(timezone),
            });
        }
        if self.retry.is_some() || self.retry_wait.is_some() {
            let times = self.retry.or(job.retry.map(|known| known.times));
            let wait = self.retry_wait.or(job.retry.map(|known| known.wait));
            job.retry = Some(Retry {
                times: times.ok_or_else(|| missing("--retry"))?,
                wait: wait.ok_or_else(|| missing("--retry-wait"))?,
            });
        }
        Ok(())
    }

    /// Records that are given again keep the times at which they started.
    fn apply_recorded(&self, job: &mut Job) -> Result<()> {
        for (name, durations) in &self.recorded {
            let task = job.tasks.iter_mut().find(|task| task.name == *name).ok_or_else(|| {
                Error::usage(format!("--recorded: the job has no task named {name:?}"))
            })?;
            if !task.recorded.iter().map(|known| &known.took).eq(durations) {
                let record = |took: &Span| RecordedDuration { started: None, took: *took };
                task.recorded = durations.iter().map(record).collect();
            }
        }
        Ok(())
    }

    fn apply_policy(&self, job: &mut Job) -> Result<()> {
        let known = job.policy.take();
        let initial_sync = self.initial_sync.or(known.and_then(|known| known.initial_sync));
        let was_enabled = known.map_or(!job.is_disabled, |known| known.enabled);
        let enabled = was_enabled && !self.disabled;
        if job.job_type.is_policy() {
            job.policy = Some(PolicySettings { initial_sync, enabled });
            job.is_disabled = false;
            return Ok(());
        }
        job.is_disabled = !enabled;
        match initial_sync {
            Some(_) => Err(Error::usage("--initial-sync: only a cdp-policy takes this")),
            None => Ok(()),
        }
    }
}

impl RemoveOptions {
    pub fn apply(&self, job: &mut Job) -> Result<()> {
        for name in &self.remove_tasks {
            let Some(at) = job.tasks.iter().position(|task| task.name == *name) else {
                let names: Vec<String> =
                    job.tasks.iter().map(|task| format!("{:?}", task.name)).collect();
                let message = format!("--remove-task: the job has no task named {name:?}");
                return Err(Error::new(Code::UnknownTask, message)
                    .hint(format!("its tasks: {}", names.join(", "))));
            };
            job.tasks.remove(at);
        }
        if self.no_starts {
            job.starts.clear();
        }
        if self.no_schedule {
            job.schedule = None;
        }
        if self.no_retry {
            job.retry = None;
        }
        if self.no_recorded {
            job.tasks.iter_mut().for_each(|task| task.recorded.clear());
        }
        job.is_disabled &= !self.enabled;
        if let Some(policy) = &mut job.policy {
            policy.enabled |= self.enabled;
            policy.initial_sync = policy.initial_sync.filter(|_| !self.no_initial_sync);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_ends_with_its_duration() {
        #[track_caller]
        fn case(text: &str, name: &str, secs: i64, fails: bool) {
            let duration = Span::from_secs(secs);
            let want = Task { name: name.into(), duration, fails, recorded: Vec::new() };
            assert_eq!(parse_task(text), Ok(want), "{text}");
        }
        case("vm=10m", "vm", 600, false);
        case("vm=10m:fails", "vm", 600, true);
        case("a=b=1h", "a=b", 3600, false);
        case("夜間/\"db\"=90s", "夜間/\"db\"", 90, false);
        case("=10m", "", 600, false);
        for text in ["vm", "vm=", "vm=10", "vm=10m:breaks", "vm=0s", ""] {
            assert!(parse_task(text).is_err(), "{text}");
        }
    }

    #[test]
    fn recorded_durations_are_a_list() {
        let want = ("a=b".into(), vec![Span::from_secs(60), Span::from_secs(3600)]);
        assert_eq!(parse_recorded("a=b=1m,1h"), Ok(want));
        for text in ["a", "a=", "a=1m,", "a=1m;2m"] {
            assert!(parse_recorded(text).is_err(), "{text}");
        }
    }
}
