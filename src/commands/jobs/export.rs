//! Jobs export: the present as a scenario document, which can be simulated and imported.

use crate::args::Global;
use crate::commands::Response;
use crate::domain::{Instant, Span};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::forecast::Proposal;
use crate::ops::server_status::ServerStatus;
use crate::output::{Page, View, sanitize_json};
use crate::scenario::{Model, Scenario};
use crate::store::{Part, invalid};

/// What `mm jobs export` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "It is a scenario, described in docs/scenario.md, and JSON whatever --output says.\n\nExamples:\n  mm jobs export >night.json\n  mm jobs export --horizon 7d | mm simulate --scenario - --timeline"
)]
pub struct Args {
    /// End the scenario so long from now: schedules are laid out up to its end
    #[arg(long, value_name = "DUR", value_parser = Span::parse, default_value = "1d")]
    horizon: Span,
}

/// Writes the present.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let scenario = app.look(|snapshot| {
        let state = ServerStatus::of(snapshot, app.now())?;
        let (maintenance, working) = (state.maintenance.as_ref(), state.caught_up.working.clone());
        let mut stored = snapshot.scenario(state.now, maintenance, working, Part::All)?;
        let end = (state.now + args.horizon).min(Instant::LAST);
        stored.scenario.end = Some(end);
        // Planned windows are part of the scenario.
        let declared = snapshot.declared(state.now, end)?;
        let planned = Proposal { before: &declared, after: &declared, end };
        let events = planned.events(state.now, state.server.message.as_deref());
        stored.scenario.events.extend(events);
        // Only a valid scenario is written.
        Model::new(stored.scenario.clone()).map_err(|error| invalid(&error))?;
        Ok(stored.scenario)
    })?;
    Ok(Response::of(&app, Exported(scenario)))
}

#[derive(serde::Serialize)]
struct Exported(Scenario);

impl View for Exported {
    fn page(&self, page: &mut Page) {
        // A document of strings and numbers has no reason to fail.
        let json = serde_json::to_string_pretty(&self.0).unwrap_or_default();
        page.line(sanitize_json(&json));
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Origin;
    use crate::scenario::{Model, read};
    use crate::testing::TestStore;

    #[test]
    fn what_is_exported_is_a_scenario_and_the_same_each_time() {
        let trial = TestStore::new();
        let add = |words: &[&str]| {
            trial.run("20:00", &[&["jobs", "add"][..], words].concat()).unwrap();
        };
        add(&[
            "j",
            "--tenant",
            "t",
            "--type",
            "vm-backup",
            "--task",
            "a=1h",
            "--cron",
            "0 22 * * *",
        ]);
        add(&["\u{1b}\u{9b}\"夜\"", "--tenant", "a/b", "--type", "other", "--task", "a=b=1h"]);
        add(&["p", "--tenant", "t", "--type", "cdp-policy", "--initial-sync", "1h", "--disabled"]);
        add(&["q", "--tenant", "t", "--type", "cdp-policy", "--initial-sync", "1h"]);
        trial.works("20:00", 1, Origin::Simulated, &[("a", Some("20:00"))]);
        trial.run("20:10", &["tenants", "failover", "t", "r"]).unwrap();
        trial.run("20:10", &["enable", "--for", "2h", "--reason", "upgrade"]).unwrap();
        trial.run("20:20", &["jobs", "edit", "q", "--target", "local"]).unwrap();
        let export = || trial.run("20:30", &["jobs", "export"]).unwrap();
        let text = export().to_string();
        assert_eq!(text, export().to_string());
        let scenario = read(text.as_bytes()).unwrap();
        assert_eq!((scenario.jobs.len(), scenario.replicas_in_failover.len()), (4, 1));
        assert_eq!(scenario.reason.as_deref(), Some("upgrade"));
        assert_eq!(scenario.until.unwrap().to_string(), "2026-11-23T22:10:00Z");
        assert_eq!(scenario.end.unwrap().to_string(), "2026-11-24T20:30:00Z");
        assert!(scenario.jobs[0].running.is_some());
        Model::new(scenario).unwrap();
    }
}
