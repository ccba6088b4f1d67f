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
use crate::output::{Page, Rows, Show, Sink};
use crate::scenario::{self, Scenario};

/// What `mm simulate` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mm simulate --scenario night.json              who is hit, by tenant\n  mm simulate --scenario night.json --by job     the same, by job\n  mm simulate --scenario night.json --timeline   what happens, in order\n  mm simulate --scenario - --json <night.json    everything, for scripts"
)]
pub struct Arguments {
    /// Simulate the scenario in this file; `-` is standard input
    #[arg(long, value_name = "FILE")]
    scenario: PathBuf,
    /// Put the counts together by tenant, job or type
    #[arg(long, value_name = "GROUP", value_parser = spelled::<By>(), default_value = "tenant")]
    by: By,
    /// Tell what happens, in order, a line each
    #[arg(long, conflicts_with_all = ["by", "summary"])]
    timeline: bool,
    /// In JSON, leave out sessions, policies, requests and skipped starts
    #[arg(long)]
    summary: bool,
}

/// Simulates a scenario file.
pub fn run(_: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
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
    Ok(Done::new(Simulated { scenario, outcome, extent, by: arguments.by }))
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
