//! `mm plan`: find the maintenance windows that do the least harm.

use std::path::PathBuf;

use crate::commands::Response;
use crate::domain::{Instant, LOOK_AHEAD, Maintenance, Mode, Span, Toward, When, plural};
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::candidate_windows::{Candidates, Hours, first_start};
use crate::ops::drain::not_observed;
use crate::ops::scenario_source;
use crate::ops::server_status::ServerStatus;
use crate::ops::startless::is_refused_at_start;
use crate::ops::window_drain::{WindowDrain, drained_by_estimate};
use crate::scenario::{Action, Model, ModelJob};
use crate::simulator::best_windows;
use crate::views::plan::Planned;

/// The most windows to compare.
const MAX_WINDOWS: usize = 100_000;
/// The most starts to check against `--between`.
const MAX_STEPS: i64 = 10_000_000;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm plan --duration 2h --between 20:00-06:00                       seven nights, from the store\n  mm plan --scenario week.json --duration 2h                        the best two hours of a week\n  mm plan --scenario week.json --duration 2h --between 20:00-06:00  at night only\n  mm plan --scenario week.json --duration 90m --top 20 --json       for scripts"
)]
pub struct Args {
    /// Scenario file; `-` is standard input [default: the store]
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Length of the window
    #[arg(long, value_name = "DURATION", value_parser = Span::typed)]
    duration: Span,
    /// Time in which the window may start
    #[arg(long, value_name = "DURATION", value_parser = Span::typed, default_value = "7d")]
    within: Span,
    /// Earliest start of the window [default: the next full step from now, or the start of the scenario]
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    from: Option<When>,
    /// Hours of the local day that the window must fit in, such as 20:00-06:00
    #[arg(long, value_name = "HH:MM-HH:MM")]
    between: Option<Hours>,
    /// Time between two starts to try
    #[arg(long, value_name = "DURATION", value_parser = Span::typed, default_value = "15m")]
    step: Span,
    /// Number of windows to show
    #[arg(long, value_name = "N", default_value_t = 5)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    top: u32,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let Args { duration, within, step, between, .. } = *args;
    let ahead = [within, duration, LOOK_AHEAD].into_iter().fold(Span::NONE, |all, span| all + span);
    let path = args.scenario.as_deref();
    let zone = app.zone();
    let wanted = match args.from {
        Some(from) => Some(app.when("--from", from, Toward::Future)?),
        // Nobody schedules a window at the seconds of the present.
        None => path.is_none().then(|| first_start(app.now(), step, zone)),
    };
    let mut scenario = scenario_source::unchanged(app, path, wanted, ahead)?;
    if scenario.mode == Mode::Maintenance {
        let what = "maintenance mode is on at the start, so no window can be planned";
        let hint = match path {
            Some(_) => "a scenario must start with the mode \"active\"",
            None => "`mm disable` switches it off",
        };
        return Err(Error::new(Code::InMaintenance, what).hint(hint));
    }
    let mut notes = Vec::new();
    let (starts_not_known, note) = check_starts(&scenario)?;
    notes.extend(note);
    let end = scenario.end.unwrap_or(Instant::LAST);
    let from = wanted.unwrap_or(scenario.start).max(scenario.start);
    let candidates = Candidates { from, within, step, length: duration, between, zone, end };
    let too_many = |most: i64| {
        let what = format!("the plan would compare more than {most} windows");
        Error::usage(what).hint("shorten --within or lengthen --step")
    };
    if candidates.steps() > MAX_STEPS {
        return Err(too_many(MAX_STEPS));
    }
    let mut starts = candidates.starts(MAX_WINDOWS + 1);
    if starts.len() > MAX_WINDOWS {
        return Err(too_many(i64::try_from(MAX_WINDOWS).unwrap_or(MAX_STEPS)));
    }
    let planned = match path {
        None => app.look(|snapshot| snapshot.declared(app.now(), end))?,
        Some(_) => Vec::new(),
    };
    // There is maintenance then anyway.
    let fitting = starts.len();
    starts.retain(|at| !planned.iter().any(|each| overlaps(each, *at, *at + duration)));
    if starts.len() < fitting {
        let left_out = plural((fitting - starts.len()) as u64, "window", "windows");
        notes.push(format!("{left_out} left out: planned maintenance is on then"));
    }
    if starts.is_empty() {
        let hours = between.map(|hours| format!(" into {hours}")).unwrap_or_default();
        let beside = if fitting > 0 { " beside the planned maintenance" } else { "" };
        let what = format!("no window of {duration} fits{hours}{beside} before {end}");
        let hint = "shorten --duration, or lengthen --between or --within";
        return Err(Error::new(Code::NoWindow, what).hint(hint));
    }
    let top = usize::try_from(args.top).unwrap_or(usize::MAX);
    let windows = best_windows(&scenario, &starts, duration, top);
    let not_observed = match path {
        None => app.look(|snapshot| {
            not_observed(app, snapshot, &ServerStatus::of(snapshot, app.now())?)
        })?,
        Some(_) => None,
    };
    let drains = windows.iter().map(|window| match path {
        None => drained_by_estimate(app, &mut scenario, window, not_observed.is_some()),
        Some(_) => window.drained_at.map_or(WindowDrain::NotInTime, WindowDrain::At),
    });
    let drains = drains.collect();
    if let Some(missing) = not_observed {
        notes.push(format!("which sessions run now is not known: {missing}"));
    }
    if scenario.events.iter().any(|event| switches(&event.action)) {
        notes.push(
            "the plan ignores the maintenance that the scenario itself switches on".to_owned(),
        );
    }
    let planned = Planned {
        scenario,
        from,
        within,
        duration,
        step,
        between,
        end,
        considered: starts.len(),
        starts_not_known,
        windows,
        drains,
        is_of_store: path.is_none(),
    };
    Ok(Response { notes, ..Response::new(planned) })
}

/// Fails if no job has a known start, since windows without any cannot be told apart. Returns how many
/// jobs that maintenance would refuse have none, and what to say of that.
fn check_starts(scenario: &Model) -> Result<(usize, Option<String>)> {
    let with_sessions = || scenario.jobs.iter().filter(|job| !job.job_type.is_policy());
    // A disabled job does not start by itself, so that no window affects it.
    if !with_sessions().any(|job| job.has_known_starts && !job.is_disabled) {
        let what = "no job has a known start, so windows cannot be ranked";
        return Err(Error::new(Code::NoSchedules, what)
            .hint("import jobs with their schedules, or give one with `mm jobs edit JOB --cron \"0 22 * * *\"`"));
    }
    let is_startless =
        |job: &&ModelJob| !job.has_known_starts && is_refused_at_start(scenario, job);
    let startless = with_sessions().filter(is_startless).count();
    let all = plural(with_sessions().count() as u64, "job", "jobs");
    let note = format!(
        "no start times for {startless} of {all}; the plan compares the runs of the others only"
    );
    Ok((startless, Some(note).filter(|_| startless > 0)))
}

/// Whether a planned maintenance is on at some time of a window. One that has no planned end, or that stays
/// on until somebody disables it, counts as in forecasts: up to its planned end.
fn overlaps(planned: &Maintenance, from: Instant, until: Instant) -> bool {
    planned.since < until && planned.until.is_none_or(|end| from < end)
}

fn switches<T, J, M>(action: &Action<T, J, M>) -> bool {
    matches!(action, Action::Enable { .. } | Action::Disable)
}

#[cfg(test)]
mod tests {
    use crate::testing::TestStore;

    #[test]
    fn a_disabled_job_is_no_job_with_known_starts() {
        let store = TestStore::new();
        let add = |name: &str, more: &[&str]| {
            let job = ["--tenant", "t", "--type", "vm-backup", "--task", "a=30m"];
            store.run("20:00", &[&["jobs", "add", name][..], &job, more].concat()).unwrap();
        };
        add("a", &[]);
        let plan = ["plan", "--duration", "1h"];
        assert_eq!(store.run("20:10", &plan).unwrap_err(), "no-schedules");
        add("b", &["--disabled"]);
        assert_eq!(store.run("20:10", &plan).unwrap_err(), "no-schedules");
        let preview = store.table("20:10", &["enable", "--dry-run", "--for", "2h"]);
        let row = preview.lines().find(|line| line.starts_with("t ")).unwrap();
        // Only what was cut is known, and the drain; a narrow page leaves out RUNS and CDP.
        assert_eq!((row.matches("not known").count(), row.matches(" - ").count()), (5, 1), "{row}");
        add("c", &["--cron", "0 22 * * *", "--timezone", "UTC"]);
        let windows = store.run("20:10", &plan).unwrap();
        assert_eq!(windows["starts_not_known"], 1);
        assert_eq!(windows["from"], "2026-11-23T20:15:00Z");
    }
}
