//! Impact of a maintenance as sentences and as a table of tenants.

use crate::ops::impact::{ImpactCounts, ImpactSummary};
use crate::output::{Align, Page, Table, plural};

impl ImpactCounts {
    /// What the maintenance did, and how the affected sessions are now, in a few sentences.
    pub fn sentences(&self) -> String {
        let sessions = |count: u32| plural(count, "session", "sessions");
        let did = [("refused", self.refused), ("cut", self.cut)]
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(verb, count)| format!("{verb} {}", sessions(*count)))
            .collect::<Vec<_>>()
            .join(" and ");
        let now = [
            ("healed since", self.healed),
            ("running now", self.working),
            ("to run again", self.run_again),
            ("not known to have failed", self.uncertain()),
        ]
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(state, count)| format!("{count} {state}"))
        .collect::<Vec<_>>()
        .join(", ");
        let mut text = match &*did {
            "" => "No session is known to have failed because of it.".to_owned(),
            did => format!("It {did}."),
        };
        if self.unknown > 0 {
            let ended = sessions(self.unknown);
            text = format!("{text} {ended} ended meanwhile for an unknown reason.");
        }
        if !now.is_empty() {
            text = format!("{text} {now}.");
        }
        text
    }
}

impl ImpactSummary {
    pub fn show(&self, page: &mut Page) {
        page.line(self.counts.sentences());
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
        for tenant in &self.tenants {
            let ImpactCounts { refused, cut, unknown, healed, run_again, .. } = tenant.counts;
            let cells = [refused, cut, unknown, healed, run_again]
                .map(|count| if count == 0 { "-".to_owned() } else { count.to_string() });
            table.push(std::iter::once(tenant.name.clone()).chain(cells));
        }
        page.table(table);
    }
}
