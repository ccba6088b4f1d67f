//! The document `mm.runs/1`: the spread of many runs with drawn durations.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::domain::Instant;
use crate::output::{Align, Page, Rows, Table, View, plural};
use crate::scenario::Model;
use crate::simulator::{DrainTime, Draws, MonteCarlo, Ranks, Spread, monte_carlo};

/// Many runs of a scenario.
pub struct Runs {
    scenario: Model,
    draws: Draws,
    chances: MonteCarlo,
}

impl Runs {
    /// Simulates the runs.
    pub fn new(scenario: Model, draws: Draws) -> Runs {
        let chances = monte_carlo(&scenario, draws);
        Runs { scenario, draws, chances }
    }

    /// The tenants, sorted by name.
    fn tenants(&self) -> Vec<(&str, &Spread)> {
        let names = self.scenario.tenants.iter().map(|tenant| &*tenant.name);
        let mut tenants: Vec<_> = names.zip(&self.chances.tenants).collect();
        tenants.sort_by_key(|(name, _)| *name);
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
    tenants: Vec<TenantRow<'r>>,
}

#[derive(Serialize)]
struct TenantRow<'r> {
    name: &'r str,
    #[serde(flatten)]
    spread: SpreadRow,
}

#[derive(Serialize)]
struct SpreadRow {
    drain: Value,
    undrained_runs: u32,
    failed_by_maintenance: Value,
}

impl SpreadRow {
    fn of(spread: &Spread) -> SpreadRow {
        SpreadRow {
            drain: ranks_json(spread.drain, drain_json),
            undrained_runs: spread.undrained,
            failed_by_maintenance: ranks_json(spread.failed, |failed| json!(failed)),
        }
    }
}

impl Serialize for Runs {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let tenants = self.tenants();
        let document = RunsDocument {
            schema: "mm.runs/1",
            runs: self.draws.runs,
            seed: self.draws.seed,
            start: self.scenario.start,
            spread: SpreadRow::of(&self.chances.all),
            tenants: tenants
                .iter()
                .map(|(name, spread)| TenantRow { name, spread: SpreadRow::of(spread) })
                .collect(),
        };
        document.serialize(to)
    }
}

impl View for Runs {
    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(&[
            "tenant",
            "drain_p50",
            "drain_p90",
            "drain_p99",
            "undrained_runs",
            "failed_p50",
            "failed_p90",
            "failed_p99",
        ]);
        for (name, spread) in self.tenants() {
            let Spread { drain, undrained, failed } = spread;
            rows.push(vec![
                json!(name),
                drain_json(drain.p50),
                drain_json(drain.p90),
                drain_json(drain.p99),
                json!(undrained),
                json!(failed.p50),
                json!(failed.p90),
                json!(failed.p99),
            ]);
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        let Spread { drain, undrained, failed } = self.chances.all;
        let runs = self.draws.runs;
        page.strong(format!("{} with seed {}", plural(runs, "run", "runs"), self.draws.seed));
        if !self.scenario.has_recorded() {
            page.line("No job has recorded durations, so all runs are equal.");
        }
        page.line(format!(
            "Drained after at most {} in half of the runs, {} in 90 of 100, {} in 99 of 100.",
            drained(drain.p50),
            drained(drain.p90),
            drained(drain.p99)
        ));
        if undrained > 0 {
            page.line(format!("Not drained in time in {}.", plural(undrained, "run", "runs")));
        }
        page.line(format!(
            "At most {} because of maintenance in half of the runs, {} in 90 of 100, {} in 99 of 100.",
            plural(failed.p50, "session fails", "sessions fail"),
            failed.p90,
            failed.p99
        ));
        page.line("");
        let mut table = Table::new(&[
            ("TENANT", Align::Left),
            ("DRAIN P50", Align::Right),
            ("P90", Align::Right),
            ("P99", Align::Right),
            ("FAILED P50", Align::Right),
            ("P90", Align::Right),
            ("P99", Align::Right),
        ]);
        for (name, Spread { drain, failed, .. }) in self.tenants() {
            table.push([
                name.to_owned(),
                drained(drain.p50),
                drained(drain.p90),
                drained(drain.p99),
                failed.p50.to_string(),
                failed.p90.to_string(),
                failed.p99.to_string(),
            ]);
        }
        page.table(table);
    }
}

fn drained(drain: DrainTime) -> String {
    match drain {
        DrainTime::After(span) => span.to_string(),
        DrainTime::Never => "never".to_owned(),
    }
}
