//! Simulate: what maintenance would do, by tenant, job or type, or step by step.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::Done;
use super::preview::Preview;
use super::simulation::{Document, Extent};
use super::timeline::Timeline;
use crate::cli::{Global, spelled};
use crate::engine::{By, Keep, Outcome, simulate};
use crate::exit::Problem;
use crate::output::{Format, Page, Rows, Show, Sink};
use crate::scenario::{self, Scenario};

/// What `mm simulate` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mm simulate --scenario night.json              who is hit, by tenant\n  mm simulate --scenario night.json --by job     the same, by job\n  mm simulate --scenario night.json --timeline   what happens, in order\n  mm simulate --scenario - --json <night.json    everything, for scripts\n\nColumns:\n  SUCCEED        sessions whose every task succeeds\n  CUT            sessions that lose tasks to the mode while they run\n  REFUSED        sessions that the mode refuses at their start\n  OTHER          sessions that fail otherwise, or still work at the end\n  HEAL           sessions among CUT and REFUSED of which a later retry succeeds\n  LOST           runs, each a session with its retries, that no retry heals\n  TASKS REFUSED  tasks that the mode refuses, at every attempt\n  CDP            CDP policies that the mode pauses\n  DRAINED        how long after the switch the last covered session ends\n\nOn a narrow terminal the least important columns are left out, in this order: TYPE (by job), TASKS REFUSED, SESSIONS, SUCCEED, OTHER, CDP, DRAINED. What is no terminal gets all of them."
)]
pub struct Arguments {
    /// Simulate the scenario in this file; `-` is standard input
    #[arg(long, value_name = "FILE")]
    scenario: PathBuf,
    /// Put the counts together by tenant, job or type; not for JSON [default: tenant]
    #[arg(long, value_name = "GROUP", value_parser = spelled::<By>())]
    by: Option<By>,
    /// Tell what happens, in order, a line each; JSON tells it without this, too
    #[arg(long, conflicts_with_all = ["by", "summary"])]
    timeline: bool,
    /// In JSON, leave out sessions, policies, requests and skipped starts
    #[arg(long)]
    summary: bool,
}

/// Simulates a scenario file.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let by = arguments.by.unwrap_or(By::Tenant);
    if global.format() == Format::Json && by != By::Tenant {
        let message =
            format!("JSON tells of tenants and sessions, so --by {by} does not go with it");
        return Err(Problem::usage(message)
            .hint("--output jsonl and --output csv write these counts")
            .into());
    }
    let json = read_input(&arguments.scenario)?;
    let file = name_of(&arguments.scenario);
    let wrong = |wrong: scenario::Wrong| {
        Problem::failed("scenario", format!("{file}: {wrong}"))
            .hint("docs/scenario.md describes every member of a scenario")
    };
    let document = scenario::read(&json).map_err(wrong)?;
    let scenario = scenario::check(&document).map_err(wrong)?;
    drop(document);
    drop(json);
    let (keep, extent) = if arguments.summary {
        (Keep::Counts, Extent::Summary)
    } else {
        (Keep::Everything, Extent::Full)
    };
    let outcome = simulate(&scenario, keep);
    if arguments.timeline {
        return Ok(Done::new(Timeline { scenario, outcome }));
    }
    Ok(Done::new(Simulated { scenario, outcome, extent, by }))
}

fn name_of(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

fn read_input(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

struct Simulated {
    scenario: Scenario,
    outcome: Outcome,
    extent: Extent,
    by: By,
}

impl Simulated {
    fn preview(&self) -> Preview<'_> {
        Preview { scenario: &self.scenario, outcome: &self.outcome, by: self.by }
    }
}

impl Show for Simulated {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(&Document::new(&self.scenario, &self.outcome, self.extent), to)
    }

    fn rows(&self) -> Option<Rows> {
        Some(self.preview().rows())
    }

    fn page(&self, page: &mut Page) {
        self.preview().page(page);
    }
}
