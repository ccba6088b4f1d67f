//! `mm simulate`: show what maintenance would do, by tenant, job, type or session, or event by event.

use std::path::PathBuf;

use serde::{Serialize, Serializer};

use crate::args::{Global, LimitOptions, spelled as spelled_value};
use crate::commands::Response;
use crate::domain::{Span, When, spelled};
use crate::error::{Error, Result};
use crate::ops::app::App;
use crate::ops::limits::Limits;
use crate::ops::outlook::Outlook;
use crate::ops::scenario_source::{Simulation, Source};
use crate::output::{Format, Page, Rows, View, write_whole};
use crate::scenario::Model;
use crate::simulator::{By, Draws, Keep, Outcome};
use crate::views::chart::chart;
use crate::views::monte_carlo::ManyRuns;
use crate::views::preview::Preview;
use crate::views::session_preview::SessionPreview;
use crate::views::simulation::{Extent, SimulationDocument};
use crate::views::timeline::Timeline;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm simulate --scenario night.json              the effect on each tenant\n  mm simulate --scenario night.json --by job     the effect on each job\n  mm simulate --scenario night.json --timeline   every event, in order\n  mm simulate --scenario - --json <night.json    everything, for scripts\n  mm simulate --at 22:00 --for 2h                from the store: two hours tonight\n  mm simulate --chart night.svg                  a picture as well\n  mm simulate --runs 1000                        the spread of drain time and affected runs\n\nThe columns count runs. A run is one start of a job with all its automatic retries.\n  RUNS           runs that work, or are due to start, from the switch to the end of the look-ahead\n  AFFECTED       runs with a task that maintenance refuses and that would not fail by itself\n  CUT            affected runs that lose tasks while they run\n  REFUSED        other affected runs, refused when they start\n  RECOVERED      affected runs whose refused tasks all succeed in a later retry\n  LOST           affected runs that are over and have not recovered\n  PENDING        affected runs that still work, or have a retry due, at the end of the look-ahead\n  CDP            paused CDP policies\n  DRAINED        time from switching the mode on until the last covered session ends\n\nA narrow terminal shows fewer columns; a file or pipe gets all of them."
)]
pub struct Args {
    /// Scenario file; `-` is standard input [default: the store]
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Time to switch the mode on [default: now, or the scenario's own events]
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    at: Option<When>,
    /// Length of the maintenance [default: no planned end]
    #[arg(long = "for", value_name = "DURATION", value_parser = Span::typed)]
    length: Option<Span>,
    /// Time to simulate [default: until 24h after the maintenance, or the scenario's end]
    #[arg(long, value_name = "DURATION", value_parser = Span::typed)]
    horizon: Option<Span>,
    #[command(flatten)]
    limits: LimitOptions,
    /// Show one line per tenant, job, type or session
    #[arg(long, value_name = "GROUP", value_parser = spelled_value::<Grouping>(), default_value = "tenant")]
    by: Grouping,
    /// Show every event in order; JSON always lists the events
    #[arg(long, conflicts_with_all = ["by", "summary"])]
    timeline: bool,
    /// Leave sessions, policies, requests and skipped starts out of the JSON
    #[arg(long)]
    summary: bool,
    /// Also write a picture: a lane for each job, or for each tenant if there are many jobs
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
    /// Draw durations from the recorded ones and simulate, N times
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    #[arg(conflicts_with_all = ["by", "summary", "timeline", "chart"])]
    runs: Option<u32>,
    /// Seed of the draws; equal seeds give equal draws
    #[arg(long, value_name = "S", default_value_t = 1, requires = "runs")]
    seed: u64,
}

pub fn run(app: &App, global: &Global, args: &Args) -> Result<Response> {
    let Args { at, length, horizon, .. } = *args;
    let source = Source { file: args.scenario.clone(), at, length, horizon };
    if let Some(runs) = args.runs {
        let draws = Draws { runs, seed: args.seed };
        let Simulation { model, outlook, .. } = source.simulate(app, Keep::Counts)?;
        return Ok(Response::new(ManyRuns::new(model, outlook, draws)));
    }
    let extent = if args.summary { Extent::Summary } else { Extent::Full };
    let is_in_full = global.format() == Format::Json && extent == Extent::Full;
    let shows_sessions = is_in_full || args.timeline || args.by == Grouping::Session;
    let keep = if shows_sessions || args.chart.is_some() { Keep::Everything } else { Keep::Counts };
    let Simulation { model, outcome, mut outlook } = source.simulate(app, keep)?;
    let LimitOptions { max_failed, max_drain } = args.limits;
    // Only tables show the estimate, and it takes longer than the simulation.
    let is_table = global.format() == Format::Table && !args.timeline;
    if is_table || max_drain.is_some() {
        outlook = outlook.with_estimate(&model);
    }
    Limits { max_failed, max_drain }.check(&model, &outcome, &outlook)?;
    if let Some(path) = &args.chart {
        let svg = chart(&model, &outcome, &outlook, app.zone().clone()).svg();
        write_whole(path, &svg)
            .map_err(|error| Error::failed(format!("cannot write {}", path.display()), error))?;
    }
    if args.timeline {
        return Ok(Response::new(Timeline { scenario: model, outcome, outlook }));
    }
    Ok(Response::new(Simulated { model, outcome, outlook, extent, by: args.by }))
}

spelled! {
    /// What a line of the result is about.
    pub enum Grouping: "grouping" {
        Tenant = "tenant",
        Job = "job",
        Type = "type",
        Session = "session",
    }
}

struct Simulated {
    model: Model,
    outcome: Outcome,
    outlook: Outlook,
    extent: Extent,
    by: Grouping,
}

impl Simulated {
    fn by(&self) -> Option<By> {
        match self.by {
            Grouping::Tenant => Some(By::Tenant),
            Grouping::Job => Some(By::Job),
            Grouping::Type => Some(By::Type),
            Grouping::Session => None,
        }
    }
}

impl Serialize for Simulated {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        SimulationDocument::new(&self.model, &self.outcome, self.extent)
            .outlook(&self.outlook)
            .by(self.by().unwrap_or(By::Tenant))
            .serialize(to)
    }
}

impl View for Simulated {
    fn rows(&self) -> Option<Rows> {
        let Simulated { model, outcome, outlook, .. } = self;
        Some(match self.by() {
            Some(by) => Preview { model, outcome, by }.rows(outlook),
            None => SessionPreview { model, outcome }.rows(),
        })
    }

    fn page(&self, page: &mut Page) {
        let Simulated { model, outcome, outlook, .. } = self;
        let names_them = (self.by() != Some(By::Job)).then_some("--by job");
        match self.by() {
            Some(by) => Preview { model, outcome, by }.page(outlook, names_them, page),
            None => SessionPreview { model, outcome }.page(outlook, page),
        }
    }
}
