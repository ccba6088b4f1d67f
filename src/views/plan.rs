//! The windows that `mm plan` found: the document `mm.plan/1` and its page.

use serde::{Serialize, Serializer};
use serde_json::json;

use crate::domain::{Coverage, Instant, RunCounts, Span};
use crate::ops::candidate_windows::Hours;
use crate::ops::window_drain::WindowDrain;
use crate::output::{Page, Rows, Table, View, count, delay, plural};
use crate::scenario::{Model, ModelJob};
use crate::simulator::{AffectedTenant, Candidate};

pub struct Planned {
    pub scenario: Model,
    pub from: Instant,
    pub within: Span,
    pub duration: Span,
    pub step: Span,
    pub between: Option<Hours>,
    pub end: Instant,
    pub considered: usize,
    /// Jobs whose runs cannot be compared.
    pub starts_not_known: usize,
    pub windows: Vec<Candidate>,
    /// When each of them is drained.
    pub drains: Vec<WindowDrain>,
    /// Whether the plan is for the store, in which its windows can be scheduled.
    pub is_of_store: bool,
}

impl Planned {
    fn windows(&self) -> impl Iterator<Item = (&Candidate, WindowDrain)> {
        self.windows.iter().zip(self.drains.iter().copied())
    }

    fn name(&self, tenant: &AffectedTenant) -> &str {
        &self.scenario.tenants[tenant.tenant as usize].name
    }

    /// The tenants that a window affects, those that lose most first.
    fn by_loss<'w>(&'w self, window: &'w Candidate) -> Vec<&'w AffectedTenant> {
        let mut affected: Vec<&AffectedTenant> = window.affected.iter().collect();
        let loss = |tenant: &AffectedTenant| {
            let AffectedTenant { runs, .. } = tenant;
            (std::cmp::Reverse((runs.not_recovered(), runs.affected)), self.name(tenant))
        };
        affected.sort_by(|a, b| loss(a).cmp(&loss(b)));
        affected
    }

    fn tenant(&self, tenant: &AffectedTenant) -> HitRow<'_> {
        HitRow {
            name: self.name(tenant),
            failed_by_maintenance: tenant.failed,
            lost: tenant.runs.lost,
            runs: AffectedRuns::of(&tenant.runs),
        }
    }

    fn window(&self, (window, drain): (&Candidate, WindowDrain)) -> FoundWindowRow<'_> {
        let tenants = self.by_loss(window);
        FoundWindowRow {
            from: window.from,
            until: window.until,
            failed_by_maintenance: window.failed,
            lost: window.runs.lost,
            runs: AffectedRuns::of(&window.runs),
            drained_at: match drain {
                WindowDrain::At(at) => Some(at),
                WindowDrain::NotInTime | WindowDrain::NotKnown => None,
            },
            tenants: tenants.into_iter().map(|tenant| self.tenant(tenant)).collect(),
        }
    }

    /// The names of the tenants that lose most.
    fn affected(&self, window: &Candidate) -> String {
        const NAMED: usize = 3;
        let affected = self.by_loss(window);
        let named: Vec<&str> =
            affected.iter().take(NAMED).map(|tenant| self.name(tenant)).collect();
        match affected.len().saturating_sub(NAMED) {
            0 if named.is_empty() && self.starts_not_known > 0 => "none known".to_owned(),
            0 if named.is_empty() => "none".to_owned(),
            0 => named.join(", "),
            more => format!("{} and {more} more", named.join(", ")),
        }
    }
}

/// The document `mm.plan/1`.
#[derive(Serialize)]
struct PlanDocument<'p> {
    schema: &'static str,
    from: Instant,
    within: Span,
    duration: Span,
    step: Span,
    between: Option<String>,
    end: Instant,
    considered: usize,
    starts_not_known: usize,
    windows: Vec<FoundWindowRow<'p>>,
}

#[derive(Serialize)]
struct FoundWindowRow<'p> {
    from: Instant,
    until: Instant,
    failed_by_maintenance: u32,
    lost: u32,
    #[serde(flatten)]
    runs: AffectedRuns,
    drained_at: Option<Instant>,
    tenants: Vec<HitRow<'p>>,
}

#[derive(Serialize)]
struct HitRow<'p> {
    name: &'p str,
    failed_by_maintenance: u32,
    lost: u32,
    #[serde(flatten)]
    runs: AffectedRuns,
}

/// What a window does to runs. A plan counts only those that it affects.
#[derive(Serialize)]
struct AffectedRuns {
    runs_affected: u32,
    runs_cut: u32,
    runs_refused: u32,
    runs_recovered: u32,
    runs_lost: u32,
    runs_pending: u32,
}

impl AffectedRuns {
    fn of(runs: &RunCounts) -> AffectedRuns {
        AffectedRuns {
            runs_affected: runs.affected,
            runs_cut: runs.cut,
            runs_refused: runs.refused,
            runs_recovered: runs.recovered,
            runs_lost: runs.lost,
            runs_pending: runs.pending,
        }
    }
}

impl Serialize for Planned {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let document = PlanDocument {
            schema: "mm.plan/1",
            from: self.from,
            within: self.within,
            duration: self.duration,
            step: self.step,
            between: self.between.map(|hours| hours.to_string()),
            end: self.end,
            considered: self.considered,
            starts_not_known: self.starts_not_known,
            windows: self.windows().map(|window| self.window(window)).collect(),
        };
        document.serialize(to)
    }
}

const COLUMNS: &str = "from until failed_by_maintenance lost drained_at tenants runs_affected \
    runs_recovered runs_pending starts_not_known";

impl View for Planned {
    fn rows(&self) -> Option<Rows> {
        let rows = self.windows().map(|(window, drain)| {
            let mut row = json!(self.window((window, drain)));
            row["tenants"] = json!(window.affected.len());
            row["starts_not_known"] = json!(self.starts_not_known);
            row
        });
        Some(Rows::of(COLUMNS.split(' '), rows))
    }

    fn page(&self, page: &mut Page) {
        let times = page.times(self.from);
        page.strong(format!(
            "The best of {} of {}, starting at {} {} or later",
            plural(self.considered as u64, "window", "windows"),
            self.duration,
            times.first(self.from),
            times.zone(self.from)
        ));
        page.line("");
        let mut table = Table::of(
            "FROM | UNTIL | AFFECTED: | RECOVERED: | LOST: | PENDING: | DRAINED AFTER: | TENANTS AFFECTED",
        );
        for (window, drain) in self.windows() {
            table.push([
                times.at(window.from),
                times.at(window.until),
                count(window.runs.affected),
                count(window.runs.recovered),
                count(window.runs.lost),
                count(window.runs.pending),
                match drain {
                    WindowDrain::At(at) => delay(at - window.from),
                    WindowDrain::NotInTime => "not in time".to_owned(),
                    WindowDrain::NotKnown => "not known".to_owned(),
                },
                self.affected(window),
            ]);
        }
        page.table(table);
        let pauses = |job: &&ModelJob| {
            job.coverage() == Coverage::Cdp && job.policy.is_none_or(|policy| policy.enabled)
        };
        let count = self.scenario.jobs.iter().filter(pauses).count();
        if count > 0 {
            page.line("");
            let verb = if count == 1 { "pauses" } else { "pause" };
            page.line(format!(
                "In every window {} {verb}.",
                plural(count as u64, "CDP policy", "CDP policies")
            ));
        }
        if let Some(best) = self.windows.first().filter(|_| self.is_of_store) {
            let (from, length) = (page.time(best.from), self.duration);
            page.line("");
            page.line(format!(
                "`mm schedule add --at \"{from}\" --for {length}` schedules the first one."
            ));
        }
    }
}
