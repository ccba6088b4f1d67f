//! `mm simulate`: show what maintenance would do, by tenant, job or type, or event by event.

use std::path::PathBuf;

use serde::{Serialize, Serializer};

use crate::args::{LimitOptions, spelled};
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
use crate::views::simulation::{Extent, SimulationDocument};
use crate::views::timeline::Timeline;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm simulate --scenario night.json              the effect on each tenant\n  mm simulate --scenario night.json --by job     the effect on each job\n  mm simulate --scenario night.json --timeline   every event, in order\n  mm simulate --scenario - --json <night.json    everything, for scripts\n  mm simulate --at 22:00 --for 2h                from the store: two hours tonight\n  mm simulate --chart night.svg                  a picture as well\n  mm simulate --runs 1000                        the spread of the drain time\n\nColumns:\n  SUCCEED        sessions that succeed\n  CUT            sessions that lose tasks while they run\n  REFUSED        sessions that are refused when they start\n  OTHER          sessions that fail for other reasons, or are still running at the end\n  HEAL           sessions among CUT and REFUSED whose retry succeeds\n  LOST           sessions that fail because of maintenance, with all their retries\n  TASKS          tasks that are refused, counted at every attempt\n  CDP            CDP policies that are paused\n  DRAINED        time from switching the mode on until the last covered session ends\n\nA narrow terminal lacks the least important columns; a file or pipe gets all of them."
)]
pub struct Args {
    /// Scenario file; `-` is standard input [default: the store]
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Time to switch the mode on [default: now, or the scenario's own events]
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    at: Option<When>,
    /// Length of the maintenance [default: no planned end]
    #[arg(long = "for", value_name = "DUR", value_parser = Span::typed)]
    length: Option<Span>,
    /// Time to simulate [default: 24h, or the scenario's end]
    #[arg(long, value_name = "DUR", value_parser = Span::typed)]
    horizon: Option<Span>,
    #[command(flatten)]
    limits: LimitOptions,
    /// Show one line per tenant, job or type
    #[arg(long, value_name = "GROUP", value_parser = spelled::<By>(), default_value = "tenant")]
    by: By,
    /// Show every event in order; JSON lists the events anyway
    #[arg(long, conflicts_with_all = ["by", "summary"])]
    timeline: bool,
    /// Leave sessions, policies, requests and skipped starts out of the JSON
    #[arg(long)]
    summary: bool,
    /// Also write a picture, with tenants as lanes over time
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
    /// Number of runs with durations drawn from the recorded ones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    #[arg(conflicts_with_all = ["by", "summary", "timeline", "chart"])]
    runs: Option<u32>,
    /// Seed of the draws; equal seeds give equal runs
    #[arg(long, value_name = "S", default_value_t = 1, requires = "runs")]
    seed: u64,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let Args { at, length, horizon, .. } = *args;
    let scenario = Source { file: args.scenario.clone(), at, length, horizon }.model(app)?;
    if let Some(runs) = args.runs {
        let draws = Draws { runs, seed: args.seed };
        return Ok(Response::new(Runs::new(scenario, draws)));
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
        return Ok(Response::new(Timeline { scenario, outcome }));
    }
    Ok(Response::new(Simulated { scenario, outcome, extent, by: args.by }))
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
        SimulationDocument::new(&self.scenario, &self.outcome, self.extent)
            .by(self.by)
            .serialize(to)
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
