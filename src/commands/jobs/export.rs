//! `mm jobs export`: write the present as a scenario to simulate or import.

use std::collections::HashSet;

use crate::commands::prelude::*;
use crate::domain::{has_covered_sessions, plural};
use crate::ops::forecast::Proposal;
use crate::ops::server_status::ServerStatus;
use crate::output::sanitize_json;
use crate::scenario::{Model, Scenario};
use crate::store::{Part, StoredSession, invalid};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The output is a scenario as docs/scenario.md describes it: JSON, whatever --output says.\n\nExamples:\n  mm jobs export >night.json\n  mm jobs export --horizon 7d | mm simulate --scenario - --timeline"
)]
pub struct Args {
    /// Length of the scenario, from now on
    #[arg(long, value_name = "DURATION", value_parser = Span::typed, default_value = "1d")]
    horizon: Span,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let mut left_out = 0;
    let scenario = app.look(|snapshot| {
        let status = ServerStatus::of(snapshot, app.now())?;
        let working = status.before_starts.working.clone();
        let running: Vec<i64> = working.iter().map(|session| session.id).collect();
        let maintenance = status.maintenance.as_ref();
        let mut stored = snapshot.scenario(status.now, maintenance, working, Part::All)?;
        let is_told = |(place, session): &(&usize, &StoredSession)| {
            let job = &stored.scenario.jobs[**place].job;
            !session.is_covered() || has_covered_sessions(Some(job.job_type), job.target)
        };
        let told = stored.sessions.iter().filter(is_told).map(|(_, session)| session.id);
        let told: HashSet<i64> = told.collect();
        left_out = running.iter().filter(|session| !told.contains(session)).count();
        let end = (status.now + args.horizon).min(Instant::LAST);
        stored.scenario.end = Some(end);
        // Planned windows are part of the scenario.
        let declared = snapshot.declared(status.now, end)?;
        let planned = Proposal { before: &declared, after: &declared, end, asked: None };
        let events = planned.events(status.now, status.server.message.as_deref());
        stored.scenario.events.extend(events);
        // Only a valid scenario is written.
        Model::new(stored.scenario.clone()).map_err(invalid)?;
        Ok(stored.scenario)
    })?;
    let mut response = Response::new(ExportedScenario(scenario));
    if left_out > 0 {
        let sessions = plural(left_out as u64, "running session", "running sessions");
        response.notes.push(format!(
            "the document does not show {sessions} as the server does, because the job is not known, or \
             known as one that maintenance does not cover: do not import it with --complete"
        ));
    }
    Ok(response)
}

#[derive(Serialize)]
struct ExportedScenario(Scenario);

impl View for ExportedScenario {
    fn page(&self, page: &mut Page) {
        // A scenario has only texts and numbers, so it always has a JSON form.
        let json = serde_json::to_string_pretty(&self.0).unwrap_or_default();
        page.line(sanitize_json(&json));
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use crate::cli::Cli;
    use crate::domain::Origin;
    use crate::scenario::{Model, read};
    use crate::testing::TestStore;

    #[test]
    fn an_export_is_a_valid_scenario_and_always_the_same() {
        let store = TestStore::new();
        let add = |words: &[&str]| {
            store.run("20:00", &[&["jobs", "add"][..], words].concat()).unwrap();
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
        store.works("20:00", 1, Origin::Simulated, &[("a", Some("20:00"))]);
        store.run("20:10", &["tenants", "failover", "t", "r"]).unwrap();
        store.run("20:10", &["enable", "--for", "2h", "--reason", "upgrade"]).unwrap();
        store.run("20:20", &["jobs", "edit", "q", "--target", "local"]).unwrap();
        let export = || store.run("20:30", &["jobs", "export"]).unwrap();
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

    #[test]
    fn an_export_warns_of_covered_sessions_of_jobs_that_are_not_known_to_be_covered() {
        #[track_caller]
        fn case(job_type: &str, running_type: &str, is_warned: bool) {
            let store = TestStore::live();
            let add = ["jobs", "add", "j", "--tenant", "t", "--type", job_type, "--task", "a=1h"];
            store.run("20:00", &add).unwrap();
            let session = format!(
                r#"{{"id":"1","job":"j","tenant":"t","job_type":"{running_type}","state":"Working","started":"2026-11-23T20:00:00Z"}}"#
            );
            let text = format!(
                r#"{{"schema":"mm.provider-sessions/1","count":1,"sessions":[{session}]}}"#
            );
            let file = store.file("sessions.json", &text);
            store.run("20:10", &["jobs", "import", &file]).unwrap();
            let cli = Cli::try_parse_from(store.line("20:10", &["jobs", "export"])).unwrap();
            let notes = cli.execute().unwrap().notes;
            assert_eq!(
                notes.iter().any(|note| note.contains("does not show")),
                is_warned,
                "{notes:?}"
            );
        }
        case("vm-backup", "Backup", false);
        case("other", "Backup", true);
        case("other", "SureBackup", false);
    }
}
