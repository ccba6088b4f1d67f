//! Simulate: what maintenance would do, by tenant, job or type, or step by step.

use std::path::PathBuf;

use serde::{Serialize, Serializer};

use crate::args::{Global, LimitOptions, spelled};
use crate::commands::Response;
use crate::domain::{Span, When};
use crate::error::{Error, Result};
use crate::ops::app::App;
use crate::ops::limits::Limits;
use crate::ops::scenario_source::Source;
use crate::output::{Page, Rows, View, write_whole};
use crate::scenario::Model;
use crate::simulator::{By, Draws, Keep, Outcome, simulate};
use crate::views::chart::chart;
use crate::views::monte_carlo::Runs;
use crate::views::preview::Preview;
use crate::views::simulation::{Document, Extent};
use crate::views::timeline::Timeline;

/// What `mm simulate` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm simulate --scenario night.json              who is hit, by tenant\n  mm simulate --scenario night.json --by job     the same, by job\n  mm simulate --scenario night.json --timeline   what happens, in order\n  mm simulate --scenario - --json <night.json    everything, for scripts\n  mm simulate --at 22:00 --for 2h                the store: what tonight would be like\n  mm simulate --chart night.svg                  a picture of it\n  mm simulate --runs 1000                        how sure the drain time is\n\nColumns:\n  SUCCEED        sessions whose every task succeeds\n  CUT            sessions that lose tasks to the mode while they run\n  REFUSED        sessions that the mode refuses at their start\n  OTHER          sessions that fail otherwise, or still work at the end\n  HEAL           sessions among CUT and REFUSED of which a later retry succeeds\n  LOST           runs, each a session with its retries, that no retry heals\n  TASKS REFUSED  tasks that the mode refuses, at every attempt\n  CDP            CDP policies that the mode pauses\n  DRAINED        how long after the switch the last covered session ends\n\nOn a narrow terminal the least important columns are left out, in this order: TYPE (by job), TASKS REFUSED, SESSIONS, SUCCEED, OTHER, CDP, DRAINED. What is no terminal gets all of them."
)]
pub struct Args {
    /// Look at the scenario in this file; `-` is standard input [default: the store]
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Switch the mode on at this time [default: now, or as the scenario says]
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    at: Option<When>,
    /// Keep it on for so long [default: until further notice]
    #[arg(long = "for", value_name = "DUR", value_parser = Span::parse)]
    length: Option<Span>,
    /// Look so far ahead [default: 24h, or as the scenario says]
    #[arg(long, value_name = "DUR", value_parser = Span::parse)]
    horizon: Option<Span>,
    #[command(flatten)]
    limits: LimitOptions,
    /// Put the counts together by tenant, job or type
    #[arg(long, value_name = "GROUP", value_parser = spelled::<By>(), default_value = "tenant")]
    by: By,
    /// Tell what happens, in order, a line each; JSON tells it without this, too
    #[arg(long, conflicts_with_all = ["by", "summary"])]
    timeline: bool,
    /// In JSON, leave out sessions, policies, requests and skipped starts
    #[arg(long)]
    summary: bool,
    /// Draw a picture of it, too: tenants as lanes over time
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
    /// Run it so many times with durations drawn from the recorded ones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    #[arg(conflicts_with_all = ["by", "summary", "timeline", "chart"])]
    runs: Option<u32>,
    /// Draw from this seed: equal seeds give equal runs
    #[arg(long, value_name = "S", default_value_t = 1, requires = "runs")]
    seed: u64,
}

/// Simulates a night.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let Args { at, length, horizon, .. } = *args;
    let scenario = Source { file: args.scenario.clone(), at, length, horizon }.model(&app)?;
    if let Some(runs) = args.runs {
        let draws = Draws { runs, seed: args.seed };
        return Ok(Response::of(&app, Runs::new(scenario, draws)));
    }
    let extent = if args.summary { Extent::Summary } else { Extent::Full };
    let keep = match (extent, &args.chart) {
        (Extent::Summary, None) => Keep::Counts,
        (Extent::Summary, Some(_)) | (Extent::Full, _) => Keep::Everything,
    };
    let outcome = simulate(&scenario, keep);
    let LimitOptions { max_failed, max_drain } = args.limits;
    Limits { max_failed, max_drain }.check(&scenario, &outcome)?;
    if let Some(path) = &args.chart {
        let svg = chart(&scenario, &outcome, app.zone().clone()).svg();
        write_whole(path, &svg)
            .map_err(|error| Error::failed(format!("cannot write {}", path.display()), error))?;
    }
    if args.timeline {
        return Ok(Response::of(&app, Timeline { scenario, outcome }));
    }
    Ok(Response::of(&app, Simulated { scenario, outcome, extent, by: args.by }))
}

struct Simulated {
    scenario: Model,
    outcome: Outcome,
    extent: Extent,
    by: By,
}

impl Simulated {
    fn preview(&self) -> Preview<'_> {
        Preview { scenario: &self.scenario, outcome: &self.outcome, by: self.by }
    }
}

impl Serialize for Simulated {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Document::new(&self.scenario, &self.outcome, self.extent).by(self.by).serialize(to)
    }
}

impl View for Simulated {
    fn rows(&self) -> Option<Rows> {
        Some(self.preview().rows())
    }

    fn page(&self, page: &mut Page) {
        self.preview().page(page);
    }
}
