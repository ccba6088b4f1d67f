//! Impact of a maintenance as sentences and as a table of tenants.

use crate::ops::impact::{ImpactCounts, ImpactSummary};
use crate::output::{Align, Page, Table, plural};
use crate::views::headline::was_affected;
use crate::views::preview::{RUN_COLUMNS, run_cells};

impl ImpactCounts {
    /// What the maintenance did to runs, in a few sentences.
    pub fn sentences(&self) -> String {
        let mut text = was_affected(&self.runs);
        if self.unknown > 0 {
            let ended = plural(self.unknown, "session", "sessions");
            text = format!("{text} {ended} ended meanwhile for an unknown reason.");
        }
        text
    }
}

/// A table of runs by tenant.
pub fn run_table<'t>(tenants: impl IntoIterator<Item = (&'t str, &'t ImpactCounts)>) -> Table {
    let names = std::iter::once(("TENANT", Align::Left));
    let columns: Vec<_> = names.chain(RUN_COLUMNS.map(|name| (name, Align::Right))).collect();
    let mut table = Table::new(&columns);
    table.leave_out_first(&["RUNS", "CUT", "REFUSED", "PENDING"]);
    table.keep_together(&["CUT", "REFUSED"]);
    for (name, counts) in tenants {
        table.push(std::iter::once(name.to_owned()).chain(run_cells(&counts.runs)));
    }
    table
}

impl ImpactSummary {
    pub fn show(&self, page: &mut Page) {
        page.line(self.counts.sentences());
        if self.counts.runs.affected > 0 {
            page.line("`mm report` names them.");
        }
        if !self.tenants.is_empty() {
            page.table(run_table(self.tenants.iter().map(|each| (&*each.name, &each.counts))));
        }
    }
}
