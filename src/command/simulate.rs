//! Simulate: what maintenance would do, by tenant, job or type, or step by step.

use std::io;

use clap::Args;

use super::context::Context;
use super::guard::Limits;
use super::preview::Preview;
use super::simulation::{Document, Extent};
use super::timeline::Timeline;
use super::{Done, night};
use crate::cli::{Global, spelled};
use crate::engine::{By, Keep, Outcome, simulate};
use crate::output::{Page, Rows, Show, Sink};
use crate::scenario::Scenario;

/// What `mm simulate` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mm simulate --scenario night.json              who is hit, by tenant\n  mm simulate --scenario night.json --by job     the same, by job\n  mm simulate --scenario night.json --timeline   what happens, in order\n  mm simulate --scenario - --json <night.json    everything, for scripts\n\nColumns:\n  SUCCEED        sessions whose every task succeeds\n  CUT            sessions that lose tasks to the mode while they run\n  REFUSED        sessions that the mode refuses at their start\n  OTHER          sessions that fail otherwise, or still work at the end\n  HEAL           sessions among CUT and REFUSED of which a later retry succeeds\n  LOST           runs, each a session with its retries, that no retry heals\n  TASKS REFUSED  tasks that the mode refuses, at every attempt\n  CDP            CDP policies that the mode pauses\n  DRAINED        how long after the switch the last covered session ends\n\nOn a narrow terminal the least important columns are left out, in this order: TYPE (by job), TASKS REFUSED, SESSIONS, SUCCEED, OTHER, CDP, DRAINED. What is no terminal gets all of them."
)]
pub struct Arguments {
    #[command(flatten)]
    night: night::Night,
    #[command(flatten)]
    limits: Limits,
    /// Put the counts together by tenant, job or type
    #[arg(long, value_name = "GROUP", value_parser = spelled::<By>(), default_value = "tenant")]
    by: By,
    /// Tell what happens, in order, a line each; JSON tells it without this, too
    #[arg(long, conflicts_with_all = ["by", "summary"])]
    timeline: bool,
    /// In JSON, leave out sessions, policies, requests and skipped starts
    #[arg(long)]
    summary: bool,
}

/// Simulates a night.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let (scenario, lengths) = night::load(&context, &arguments.night)?;
    let (keep, extent) = if arguments.summary {
        (Keep::Counts, Extent::Summary)
    } else {
        (Keep::Everything, Extent::Full)
    };
    let outcome = simulate(&scenario, keep);
    arguments.limits.hold_for(&scenario, &outcome, &lengths)?;
    if arguments.timeline {
        return Ok(context.done(Timeline { scenario, outcome }));
    }
    Ok(context.done(Simulated { scenario, outcome, extent, by: arguments.by }))
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
        let document = Document::new(&self.scenario, &self.outcome, self.extent).by(self.by);
        crate::output::json(&document, to)
    }

    fn rows(&self) -> Option<Rows> {
        Some(self.preview().rows())
    }

    fn page(&self, page: &mut Page) {
        self.preview().page(page);
    }
}
