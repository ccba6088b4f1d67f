//! ImpactSummary: the aftermath of a maintenance in numbers, with which its end is told.

use serde::Serialize;

use crate::domain::Instant;
use crate::domain::control::Maintenance;
use crate::error::Result;
use crate::ops::impact::{Counts, aftermaths};
use crate::ops::server_status::ServerStatus;
use crate::output::{Align, Page, Table};
use crate::store::Snapshot;

/// What a maintenance did, in numbers.
#[derive(Serialize)]
pub struct ImpactSummary {
    since: Instant,
    #[serde(flatten)]
    counts: Counts,
    tenants: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    name: String,
    #[serde(flatten)]
    counts: Counts,
}

impl ImpactSummary {
    /// What the maintenance in force did up to now.
    pub fn of(
        snapshot: &Snapshot<'_>,
        state: &ServerStatus,
        maintenance: &Maintenance,
    ) -> Result<ImpactSummary> {
        let mut told = aftermaths(snapshot, state, std::slice::from_ref(maintenance))?;
        let (counts, tenants) =
            told.pop().map(|told| (told.counts, told.tenants)).unwrap_or_default();
        let lines = tenants.into_iter().map(|each| Line { name: each.name, counts: each.counts });
        Ok(ImpactSummary { since: maintenance.since, counts, tenants: lines.collect() })
    }

    /// Shows it to people.
    pub fn show(&self, page: &mut Page) {
        let (did, now) = self.counts.in_words();
        page.line(format!("{did} {now}").trim_end());
        if self.tenants.is_empty() {
            return;
        }
        let mut table = Table::new(&[
            ("TENANT", Align::Left),
            ("REFUSED", Align::Right),
            ("CUT", Align::Right),
            ("UNKNOWN", Align::Right),
            ("HEALED", Align::Right),
            ("RUN AGAIN", Align::Right),
        ]);
        table.leave_out_first(&["UNKNOWN"]);
        for line in &self.tenants {
            let counts = line.counts;
            let numbers =
                [counts.refused, counts.cut, counts.unknown, counts.healed, counts.run_again];
            let cells =
                numbers.map(|count| if count == 0 { "-".into() } else { count.to_string() });
            table.push(std::iter::once(line.name.clone()).chain(cells));
        }
        page.table(&table);
    }
}
