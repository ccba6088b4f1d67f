//! Members: the options that tell what a scenario tells of a job.

use clap::Args;

use crate::args::spelled;
use crate::domain::facts::{RecordedDuration, Task};
use crate::domain::{Instant, JobType, Look, Span, Target, When};
use crate::error::Result;
use crate::ops::app::App;
use crate::scenario::{JobDoc, RetryDoc, ScheduleDoc, TaskDoc};

/// The options of `mm jobs add` and `mm jobs edit`.
#[derive(Debug, Args)]
pub struct Members {
    /// Whose it is; a tenant whom nobody knows is added, enabled and without limit
    #[arg(long, value_name = "TENANT")]
    pub tenant: Option<String>,
    /// What it does
    #[arg(long = "type", value_name = "TYPE", value_parser = spelled::<JobType>())]
    job_type: Option<JobType>,
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
    Ok(Task { name: name.to_owned(), duration, fails })
}

fn recorded(text: &str) -> std::result::Result<Recorded, String> {
    let (name, durations) = pair(text)?;
    let took = durations.split(',').map(Span::parse).collect::<std::result::Result<_, _>>();
    Ok(Recorded { task: name.to_owned(), took: took.map_err(|error| error.to_string())? })
}

impl Members {
    /// Puts what is given in place of what was. A task that is there already is changed.
    pub fn put_into(&self, app: &App, job: &mut JobDoc<'static>) -> Result<()> {
        if let Some(tenant) = &self.tenant {
            job.tenant = Some(tenant.clone().into());
        }
        job.job_type = self.job_type.or(job.job_type);
        job.target = self.target.or(job.target);
        job.slots = self.slots.or(job.slots);
        for task in &self.tasks {
            put_task(job, task);
        }
        if !self.starts.is_empty() {
            let starts = self.starts.iter().map(|at| app.when("--start", *at, Look::Ahead));
            let mut starts = starts.collect::<Result<Vec<Instant>>>()?;
            starts.sort_unstable();
            starts.dedup();
            job.starts = Some(starts);
        }
        if self.cron.is_some() || self.timezone.is_some() {
            let before = job.schedule.take().unwrap_or_default();
            job.schedule = Some(ScheduleDoc {
                cron: self.cron.clone().map(Into::into).or(before.cron),
                timezone: self.timezone.clone().map(Into::into).or(before.timezone),
            });
        }
        if self.retry.is_some() || self.retry_wait.is_some() {
            let before = job.retry.unwrap_or_default();
            job.retry = Some(RetryDoc {
                times: self.retry.or(before.times),
                wait: self.retry_wait.or(before.wait),
            });
        }
        for each in &self.recorded {
            let all = job.recorded.get_or_insert_default();
            all.insert(each.task.clone().into(), each.took.clone());
        }
        job.initial_sync = self.initial_sync.or(job.initial_sync);
        Ok(())
    }

    /// Whether what past sessions took is given.
    pub fn tells_recorded(&self, task: &str) -> bool {
        self.recorded.iter().any(|each| each.task == task)
    }

    /// Whether planned durations are given.
    pub fn tells_tasks(&self) -> bool {
        !self.tasks.is_empty()
    }
}

fn put_task(job: &mut JobDoc<'static>, task: &Task) {
    let document = TaskDoc {
        name: Some(task.name.clone().into()),
        duration: Some(task.duration),
        fails: task.fails.then_some(true),
    };
    let tasks = job.tasks.get_or_insert_default();
    match tasks.iter_mut().find(|known| known.name.as_deref() == Some(&*task.name)) {
        Some(known) => *known = document,
        None => tasks.push(document),
    }
}

/// What past sessions took, in the order of the tasks.
pub fn recorded_facts(job: &JobDoc<'_>) -> Vec<RecordedDuration> {
    let names = job.tasks.iter().flatten().filter_map(|task| task.name.as_ref());
    let of = |name| job.recorded.as_ref().and_then(|all| all.get(name)).into_iter().flatten();
    names
        .flat_map(|name| {
            of(name).map(|took| RecordedDuration {
                task: name.to_string(),
                started: None,
                took: *took,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_read_from_behind() {
        #[track_caller]
        fn case(text: &str, name: &str, secs: i64, fails: bool) {
            let want = Task { name: name.into(), duration: Span::from_secs(secs), fails };
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
