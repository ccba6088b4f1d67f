//! Simulate: what maintenance would do, by tenant, job or type, or step by step.

use std::io;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use serde_json::json;

use super::chart::chart;
use super::runs::Runs;
use super::simulation::{Document, Extent};
use super::timeline::Timeline;
use super::{Done, input};
use crate::cli::{Global, spelled};
use crate::clock;
use crate::engine::{By, Drained, Draws, Keep, Line, Outcome, preview, simulate};
use crate::output::{Align, Page, Rows, Show, Sink, Table, plural, write_whole};
use crate::scenario::{Horizon, Scenario};

/// What `mm simulate` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mm simulate --scenario night.json              who is hit, by tenant\n  mm simulate --scenario night.json --by job     the same, by job\n  mm simulate --scenario night.json --timeline   what happens, in order\n  mm simulate --scenario - --json <night.json    everything, for scripts\n  mm simulate --scenario night.json --chart night.svg   a picture of it\n  mm simulate --scenario night.json --runs 1000  how sure the drain time is"
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

/// Simulates a scenario file.
pub fn run(_: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let scenario = input::scenario(&arguments.scenario, Horizon::Open)?;
    if let Some(runs) = arguments.runs {
        let draws = Draws { runs, seed: arguments.seed };
        return Ok(Done::new(Runs::new(scenario, draws)));
    }
    let extent = if arguments.summary { Extent::Summary } else { Extent::Full };
    let keep = match (extent, &arguments.chart) {
        (Extent::Summary, None) => Keep::Counts,
        (Extent::Summary, Some(_)) | (Extent::Full, _) => Keep::Everything,
    };
    let outcome = simulate(&scenario, keep);
    if let Some(path) = &arguments.chart {
        let svg = chart(&scenario, &outcome, clock::zone()).svg();
        write_whole(path, &svg).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if arguments.timeline {
        return Ok(Done::new(Timeline { scenario, outcome }));
    }
    Ok(Done::new(Simulated { scenario, outcome, extent, by: arguments.by }))
}

struct Simulated {
    scenario: Scenario,
    outcome: Outcome,
    extent: Extent,
    by: By,
}

impl Simulated {
    fn lines(&self) -> Vec<Line> {
        preview(&self.scenario, &self.outcome, self.by)
    }
}

impl Show for Simulated {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(&Document::new(&self.scenario, &self.outcome, self.extent), to)
    }

    fn rows(&self) -> Option<Rows> {
        let names: &[&str] = match self.by {
            By::Tenant => &["tenant"],
            By::Job => &["tenant", "job", "type"],
            By::Type => &["type"],
        };
        let counts = [
            "sessions",
            "succeeded",
            "cut",
            "refused",
            "healed",
            "lost",
            "failed",
            "working",
            "tasks_succeeded",
            "tasks_failed_by_maintenance",
            "policies_paused",
        ];
        let mut rows = Rows::new(&[names, &counts].concat());
        for line in self.lines() {
            let all = [json!(line.tenant), json!(line.job), json!(line.job_type)];
            let mut cells: Vec<_> = all.into_iter().filter(|name| !name.is_null()).collect();
            let totals = line.totals;
            cells.extend([
                json!(totals.sessions),
                json!(totals.succeeded),
                json!(totals.cut),
                json!(totals.refused),
                json!(totals.healed),
                json!(line.lost()),
                json!(totals.failed),
                json!(totals.working),
                json!(totals.tasks_succeeded),
                json!(totals.tasks_failed_by_maintenance),
                json!(line.policies_paused),
            ]);
            rows.push(cells);
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        windows(&self.outcome, page);
        page.line("");
        page.table(&table(page, &self.lines(), self.by));
    }
}

/// A sentence for each window.
fn windows(outcome: &Outcome, page: &mut Page) {
    if outcome.windows.is_empty() {
        page.strong("The mode is never on.");
    }
    for window in &outcome.windows {
        let until = match window.until {
            Some(until) => format!("until {}", page.time(until)),
            None => "until further notice".to_owned(),
        };
        page.strong(format!("Maintenance from {} {until}", page.time(window.from)));
        page.line(match (window.drained_at, window.until) {
            (Some(at), _) if at == window.from => {
                "Drained at once: no covered session works.".into()
            }
            (Some(at), _) => format!("Drained after {}, at {}.", at - window.from, page.time(at)),
            (None, Some(_)) => "Not drained before it ends: covered sessions still work.".into(),
            (None, None) => "Not drained by the end of the simulation.".to_owned(),
        });
    }
    let mut all = crate::engine::Totals::default();
    outcome.totals.iter().for_each(|totals| all.add(totals));
    let failed = all.failed_by_maintenance;
    page.line(format!(
        "{}: {} succeed, maintenance fails {failed}, of which {} heal by retry; {} lost.",
        plural(all.sessions, "session", "sessions"),
        all.succeeded,
        all.healed,
        plural(all.tasks_failed_by_maintenance, "task", "tasks"),
    ));
}

/// A count; none is a dash, so that the others stand out.
fn count(count: u32) -> String {
    if count == 0 { "-".to_owned() } else { count.to_string() }
}

fn table(page: &Page, lines: &[Line], by: By) -> Table {
    let names: &[(&str, Align)] = match by {
        By::Tenant => &[("TENANT", Align::Left)],
        By::Job => &[("TENANT", Align::Left), ("JOB", Align::Left), ("TYPE", Align::Left)],
        By::Type => &[("TYPE", Align::Left)],
    };
    let counts = [
        ("SESSIONS", Align::Right),
        ("FINISH", Align::Right),
        ("CUT", Align::Right),
        ("REFUSED", Align::Right),
        ("HEAL", Align::Right),
        ("LOST", Align::Right),
        ("TASKS LOST", Align::Right),
        ("POLICIES PAUSED", Align::Right),
    ];
    let drained: &[(&str, Align)] =
        if by == By::Tenant { &[("DRAINED", Align::Left)] } else { &[] };
    let mut table = Table::new(&[names, &counts, drained].concat());
    for line in lines {
        let names = [
            line.tenant.as_deref(),
            line.job.as_deref(),
            line.job_type.map(crate::domain::Spelled::spelling),
        ];
        let mut cells: Vec<String> = names.iter().flatten().map(ToString::to_string).collect();
        let totals = line.totals;
        cells.extend(
            [
                totals.sessions,
                totals.succeeded,
                totals.cut,
                totals.refused,
                totals.healed,
                line.lost(),
                totals.tasks_failed_by_maintenance,
                line.policies_paused,
            ]
            .map(count),
        );
        if by == By::Tenant {
            cells.push(match line.drained {
                Drained::AtOnce => "at once".to_owned(),
                Drained::Never => "not before the end".to_owned(),
                Drained::At(at) => page.time(at),
            });
        }
        table.push(cells);
    }
    table
}
