//! Members: the options that tell what a scenario tells of a job.

use clap::Args;

use crate::args::spelled;
use crate::domain::{
    Instant, Job, JobType, Look, PolicySettings, RecordedDuration, Retry, Schedule, Span, Target,
    Task, When,
};
use crate::error::{Error, Result};
use crate::ops::app::App;

/// The options of `mm jobs add` and `mm jobs edit`.
#[derive(Debug, Args)]
pub struct Members {
    /// Whose it is; a tenant whom nobody knows is added, enabled and without limit
    #[arg(long, value_name = "TENANT")]
    pub tenant: Option<String>,
    /// What it does
    #[arg(long = "type", value_name = "TYPE", value_parser = spelled::<JobType>())]
    pub job_type: Option<JobType>,
    /// Where it writes to [default: cloud]
    #[arg(long, value_name = "TARGET", value_parser = spelled::<Target>())]
    target: Option<Target>,
    /// Run so many tasks of one session at once [default: 1]
    #[arg(long, value_name = "N")]
    slots: Option<u32>,
    /// A task and how long it is planned to run; `:fails` if it ends in an error of its own
    #[arg(long = "task", value_name = "NAME=DUR[:fails]", value_parser = task)]
    tasks: Vec<Task>,
    /// Start a session at this time, too
    #[arg(long = "start", value_name = "TIME", value_parser = When::parse)]
    #[arg(allow_hyphen_values = true)]
    starts: Vec<When>,
    /// Start sessions again and again: minute, hour, day of month, month, day of week
    #[arg(long, value_name = "FIELDS")]
    cron: Option<String>,
    /// The time zone of the schedule [default: UTC]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// Retry a failed session so often
    #[arg(long, value_name = "TIMES")]
    retry: Option<u32>,
    /// Wait so long after the failure
    #[arg(long, value_name = "DUR", value_parser = Span::parse)]
    retry_wait: Option<Span>,
    /// What past sessions of a task took
    #[arg(long, value_name = "TASK=DUR[,DUR…]", value_parser = recorded)]
    recorded: Vec<Recorded>,
    /// What the initial synchronisation of a policy still takes
    #[arg(long, value_name = "DUR", value_parser = Span::parse)]
    initial_sync: Option<Span>,
    /// The policy is disabled
    #[arg(long)]
    pub disabled: bool,
}

/// What past sessions of a task took.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Recorded {
    task: String,
    took: Vec<Span>,
}

/// A name and what is said of it; the name may hold the sign itself.
fn pair(text: &str) -> std::result::Result<(&str, &str), String> {
    text.rsplit_once('=').ok_or_else(|| "no = between a name and a duration".to_owned())
}

fn task(text: &str) -> std::result::Result<Task, String> {
    let (name, duration) = pair(text)?;
    let (duration, fails) = match duration.strip_suffix(":fails") {
        Some(duration) => (duration, true),
        None => (duration, false),
    };
    let duration = Span::parse(duration).map_err(|error| error.to_string())?;
    Ok(Task { name: name.to_owned(), duration, fails, recorded: Vec::new() })
}

fn recorded(text: &str) -> std::result::Result<Recorded, String> {
    let (name, durations) = pair(text)?;
    let took = durations.split(',').map(Span::parse).collect::<std::result::Result<_, _>>();
    Ok(Recorded { task: name.to_owned(), took: took.map_err(|error| error.to_string())? })
}

impl Members {
    /// Puts what is given in place of what was. A task that is there already is changed.
    pub fn put_into(&self, app: &App, job: &mut Job) -> Result<()> {
        if let Some(tenant) = &self.tenant {
            job.tenant.clone_from(tenant);
        }
        job.job_type = self.job_type.unwrap_or(job.job_type);
        job.target = self.target.unwrap_or(job.target);
        job.slots = self.slots.unwrap_or(job.slots);
        for task in &self.tasks {
            put_task(job, task);
        }
        if !self.starts.is_empty() {
            let starts = self.starts.iter().map(|at| app.when("--start", *at, Look::Ahead));
            job.starts = starts.collect::<Result<Vec<Instant>>>()?;
            job.starts.sort_unstable();
            job.starts.dedup();
        }
        if self.cron.is_some() || self.timezone.is_some() {
            let before = job.schedule.take();
            let (cron, timezone) =
                before.map_or((None, None), |before| (Some(before.cron), before.timezone));
            let cron = self.cron.clone().or(cron).ok_or_else(|| missing("--cron"))?;
            let timezone = self.timezone.clone().or(timezone);
            job.schedule = Some(Schedule { cron, timezone });
        }
        if self.retry.is_some() || self.retry_wait.is_some() {
            let times = self.retry.or(job.retry.map(|retry| retry.times));
            let wait = self.retry_wait.or(job.retry.map(|retry| retry.wait));
            job.retry = Some(Retry {
                times: times.ok_or_else(|| missing("--retry"))?,
                wait: wait.ok_or_else(|| missing("--retry-wait"))?,
            });
        }
        for Recorded { task: name, took } in &self.recorded {
            let Some(task) = job.tasks.iter_mut().find(|task| task.name == *name) else {
                let message = format!("--recorded: the job has no task named {name:?}");
                return Err(Error::usage(message));
            };
            if !task.recorded.iter().map(|each| &each.took).eq(took) {
                let record = |took: &Span| RecordedDuration { started: None, took: *took };
                task.recorded = took.iter().map(record).collect();
            }
        }
        self.put_policy(job)
    }

    fn put_policy(&self, job: &mut Job) -> Result<()> {
        if !job.job_type.is_policy() {
            job.policy = None;
            let refused =
                [("--initial-sync", self.initial_sync.is_some()), ("--disabled", self.disabled)];
            return match refused.iter().find(|(_, given)| *given) {
                Some((option, _)) => {
                    Err(Error::usage(format!("{option}: only a cdp-policy takes this")))
                }
                None => Ok(()),
            };
        }
        if job.policy.is_some() && self.slots.is_some() {
            let message = "--slots: a cdp-policy has no sessions, so it does not take this";
            return Err(Error::usage(message));
        }
        let mut policy = job.policy.unwrap_or(PolicySettings { initial_sync: None, enabled: true });
        policy.initial_sync = self.initial_sync.or(policy.initial_sync);
        policy.enabled &= !self.disabled;
        job.policy = Some(policy);
        Ok(())
    }

    /// Whether planned durations are given.
    pub fn tells_tasks(&self) -> bool {
        !self.tasks.is_empty()
    }
}

fn missing(option: &str) -> Error {
    Error::usage(format!("{option}: missing"))
}

fn put_task(job: &mut Job, task: &Task) {
    match job.tasks.iter_mut().find(|known| known.name == task.name) {
        Some(known) => (known.duration, known.fails) = (task.duration, task.fails),
        None => job.tasks.push(task.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_read_from_behind() {
        #[track_caller]
        fn case(text: &str, name: &str, secs: i64, fails: bool) {
            let want = Task {
                name: name.into(),
                duration: Span::from_secs(secs),
                fails,
                recorded: Vec::new(),
            };
            assert_eq!(task(text), Ok(want), "{text}");
        }
        case("vm=10m", "vm", 600, false);
        case("vm=10m:fails", "vm", 600, true);
        case("a=b=1h", "a=b", 3600, false);
        case("夜間/\"db\"=90s", "夜間/\"db\"", 90, false);
        case("=10m", "", 600, false);
        for text in ["vm", "vm=", "vm=10", "vm=10m:breaks", "vm=0s", ""] {
            assert!(task(text).is_err(), "{text}");
        }
    }

    #[test]
    fn past_durations_are_lists() {
        let want =
            Recorded { task: "a=b".into(), took: vec![Span::from_secs(60), Span::from_secs(3600)] };
        assert_eq!(recorded("a=b=1m,1h"), Ok(want));
        for text in ["a", "a=", "a=1m,", "a=1m;2m"] {
            assert!(recorded(text).is_err(), "{text}");
        }
    }
}
