//! The document `mm.runs/1`: the spread of many runs with drawn durations.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::domain::Instant;
use crate::ops::outlook::Outlook;
use crate::ops::startless::Starts;
use crate::output::{Page, Rows, Table, View, count, delay, plural};
use crate::scenario::Model;
use crate::simulator::{By, DrainTime, Draws, MonteCarlo, Ranks, Spread, monte_carlo};

/// Many runs of a scenario.
pub struct ManyRuns {
    scenario: Model,
    outlook: Outlook,
    draws: Draws,
    chances: MonteCarlo,
}

impl ManyRuns {
    /// Simulates the runs.
    pub fn new(scenario: Model, outlook: Outlook, draws: Draws) -> ManyRuns {
        let chances = monte_carlo(&scenario, draws);
        ManyRuns { scenario, outlook, draws, chances }
    }

    /// The tenants, sorted by name.
    fn tenants(&self) -> Vec<(&str, Starts, &Spread)> {
        let startless = self.outlook.startless(&self.scenario, By::Tenant);
        let names = self.scenario.tenants.iter().map(|tenant| &*tenant.name);
        let mut tenants: Vec<_> = names
            .zip(&self.chances.tenants)
            .map(|(name, spread)| (name, startless.of_tenant(name), spread))
            .collect();
        tenants.sort_by_key(|(name, ..)| *name);
        tenants
    }
}

fn drain_json(drain: DrainTime) -> Value {
    match drain {
        DrainTime::After(span) => json!(span),
        DrainTime::Never => Value::Null,
    }
}

fn ranks_json<T: Copy>(ranks: Ranks<T>, json: impl Fn(T) -> Value) -> Value {
    json!({"p50": json(ranks.p50), "p90": json(ranks.p90), "p99": json(ranks.p99)})
}

#[derive(Serialize)]
struct RunsDocument<'r> {
    schema: &'static str,
    runs: u32,
    seed: u64,
    start: Instant,
    #[serde(flatten)]
    spread: SpreadRow,
    starts_not_known: u32,
    not_known: &'r [String],
    tenants: Vec<TenantSpread<'r>>,
}

#[derive(Serialize)]
struct TenantSpread<'r> {
    name: &'r str,
    #[serde(flatten)]
    spread: SpreadRow,
    starts_not_known: u32,
}

#[derive(Serialize)]
struct SpreadRow {
    drain: Value,
    undrained_runs: u32,
    failed_by_maintenance: Value,
    runs_affected: Value,
    runs_lost: Value,
}

impl SpreadRow {
    fn of(spread: &Spread) -> SpreadRow {
        SpreadRow {
            drain: ranks_json(spread.drain, drain_json),
            undrained_runs: spread.undrained,
            failed_by_maintenance: ranks_json(spread.failed, |failed| json!(failed)),
            runs_affected: ranks_json(spread.affected, |affected| json!(affected)),
            runs_lost: ranks_json(spread.lost, |lost| json!(lost)),
        }
    }
}

impl Serialize for ManyRuns {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let tenants = self.tenants();
        let document = RunsDocument {
            schema: "mm.runs/1",
            runs: self.draws.runs,
            seed: self.draws.seed,
            start: self.scenario.start,
            spread: SpreadRow::of(&self.chances.all),
            starts_not_known: self.outlook.starts_not_known,
            not_known: &self.outlook.not_known,
            tenants: tenants
                .iter()
                .map(|(name, starts, spread)| TenantSpread {
                    name,
                    spread: SpreadRow::of(spread),
                    starts_not_known: starts.not_known,
                })
                .collect(),
        };
        document.serialize(to)
    }
}

const COLUMNS: &str = "tenant drain_p50 drain_p90 drain_p99 undrained_runs failed_p50 \
    failed_p90 failed_p99 affected_p50 affected_p90 affected_p99 lost_p50 \
    lost_p90 lost_p99 starts_not_known";

impl View for ManyRuns {
    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(COLUMNS.split(' '));
        for (name, starts, spread) in self.tenants() {
            let Spread { drain, undrained, failed, affected, lost } = spread;
            rows.push(vec![
                json!(name),
                drain_json(drain.p50),
                drain_json(drain.p90),
                drain_json(drain.p99),
                json!(undrained),
                json!(failed.p50),
                json!(failed.p90),
                json!(failed.p99),
                json!(affected.p50),
                json!(affected.p90),
                json!(affected.p99),
                json!(lost.p50),
                json!(lost.p90),
                json!(lost.p99),
                json!(starts.not_known),
            ]);
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        let Spread { drain, undrained, affected, lost, .. } = self.chances.all;
        let draws = self.draws.runs;
        page.strong(format!("{} with seed {}", plural(draws, "draw", "draws"), self.draws.seed));
        if !self.scenario.has_recorded() {
            page.line("No job has recorded durations, so all draws are equal.");
        }
        page.line(format!(
            "Time until drained: {} at most in half of the draws, {} in 90 of 100, {} in 99 of 100.",
            drained(drain.p50),
            drained(drain.p90),
            drained(drain.p99)
        ));
        if undrained > 0 {
            page.line(format!("Not drained in time in {}.", plural(undrained, "draw", "draws")));
        }
        page.line(format!(
            "Runs affected: {} at most in half of the draws, {} in 90 of 100, {} in 99 of 100.",
            affected.p50, affected.p90, affected.p99
        ));
        page.line(format!(
            "Runs lost: {} at most in half of the draws, {} in 90 of 100, {} in 99 of 100.",
            lost.p50, lost.p90, lost.p99
        ));
        if let Some(sentence) = self.outlook.not_known_sentence() {
            page.line(sentence);
        }
        page.line("");
        let mut table = Table::of(
            "TENANT | DRAIN P50: | P90: | P99: | AFFECTED P50: | P90: | P99: | LOST P50: | P90: | P99:",
        );
        for (name, starts, Spread { drain, affected, lost, .. }) in self.tenants() {
            let mut cells = vec![name.to_owned()];
            cells.extend([drain.p50, drain.p90, drain.p99].map(drained));
            for ranks in [affected, lost] {
                cells.extend([ranks.p50, ranks.p90, ranks.p99].map(|rank| match rank {
                    // A sign for none would be a claim.
                    0 if starts.not_known > 0 => "not known".to_owned(),
                    _ => count(rank),
                }));
            }
            table.push(cells);
        }
        page.table(table);
    }
}

fn drained(drain: DrainTime) -> String {
    match drain {
        DrainTime::After(span) => delay(span),
        DrainTime::Never => "never".to_owned(),
    }
}
