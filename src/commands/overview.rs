//! `mm` without a command: the state, and the commands that are most useful now.

use std::path::{Path, PathBuf};

use super::prelude::*;
use crate::domain::LOOK_AHEAD;
use crate::ops::drain::is_never_refreshed;
use crate::output::{Format, sanitize};
use crate::store::Snapshot;
use crate::views::shell::command_with_store;
use crate::views::status::StatusDocument;

pub fn run(app: &App, global: &Global) -> Result<Response> {
    let path = app.location.0.clone();
    let read = |snapshot: &Snapshot<'_>| {
        let mut status = StatusDocument::read(app, snapshot)?;
        status.known_starts = Some(snapshot.known_starts(app.now())?);
        let has_ended = status.mode == Mode::Active && has_ended(snapshot, app.now())?;
        let is_never_refreshed = is_never_refreshed(&snapshot.server()?, &app.hooks(snapshot)?);
        Ok(Overview {
            is_waiting_blind: status.mode == Mode::Maintenance && is_never_refreshed,
            status,
            has_jobs: !snapshot.job_names()?.is_empty(),
            has_ended,
            path: path.clone(),
        })
    };
    match app.look(read) {
        Ok(overview) => Ok(Response::new(overview)),
        // A script that asks for the state gets an error instead of the welcome.
        Err(error) if error.code == Code::NoStore && global.format() == Format::Table => {
            Ok(Response::new(Welcome { path }))
        }
        Err(error) => Err(error),
    }
}

/// Whether a maintenance ended in the last day.
fn has_ended(snapshot: &Snapshot<'_>, now: Instant) -> Result<bool> {
    let a_day_ago = now - LOOK_AHEAD;
    let windows = snapshot.occurrences(a_day_ago, now)?.into_iter().map(|each| each.maintenance);
    let mut all = snapshot.all_declared_by_hand()?.into_iter().chain(windows);
    Ok(all.any(|each| each.since <= now && each.ends().is_some_and(|end| end > a_day_ago)))
}

#[derive(Serialize)]
#[serde(transparent)]
struct Overview {
    status: StatusDocument,
    #[serde(skip)]
    has_jobs: bool,
    /// Whether a maintenance ended in the last day.
    #[serde(skip)]
    has_ended: bool,
    /// Whether maintenance is on, and no hook tells what runs.
    #[serde(skip)]
    is_waiting_blind: bool,
    #[serde(skip)]
    path: PathBuf,
}

/// Commands, and what each does.
type Commands = &'static [(&'static str, &'static str)];

const WITHOUT_JOBS: Commands =
    &[("jobs import FILE", "read jobs and tenants from exports (docs/import.md)")];

const WITHOUT_REFRESH: Commands =
    &[("jobs import FILE", "read which sessions run, as a refresh hook would (docs/connect.md)")];

const AFTER_MAINTENANCE: Commands =
    &[("report", "what the last maintenance did, and what to run again")];

const WHILE_ACTIVE: Commands = &[
    ("enable --dry-run --for 2h", "which jobs would fail, and until when"),
    ("jobs status", "what would happen to each job"),
    ("enable --for 2h --reason TEXT", "switch maintenance on"),
    ("set-message TEXT", "set the notification that tenants read"),
    ("history --limit 5", "the latest changes"),
];

const WHILE_ON: Commands = &[
    ("wait drained", "wait until no covered session is running"),
    ("jobs status", "what happens to each job"),
    ("extend 30m", "move the planned end"),
    ("disable", "switch maintenance off"),
];

const WHILE_SERVICE_RUNS: Commands =
    &[("service stopped", "record that the Cloud Connect Service is stopped")];
const WHILE_SERVICE_STOPPED: Commands =
    &[("service running", "record that the Cloud Connect Service runs again")];

const TO_BEGIN: Commands = &[
    ("init --live --server NAME", "begin with a real server"),
    ("init --rehearsal", "try things out with simulated sessions"),
    ("simulate --scenario FILE", "what maintenance does, without a store"),
    ("explain", "the rules of maintenance mode"),
];

impl View for Overview {
    fn page(&self, page: &mut Page) {
        self.status.page(page);
        page.line("");
        page.strong("Next:");
        let by_state = match (self.status.mode, self.status.service) {
            (Mode::Active, Service::Running) => WHILE_ACTIVE.to_vec(),
            (Mode::Active, Service::Stopped) => [WHILE_ACTIVE, WHILE_SERVICE_STOPPED].concat(),
            (Mode::Maintenance, Service::Running) => [WHILE_ON, WHILE_SERVICE_RUNS].concat(),
            (Mode::Maintenance, Service::Stopped) => [WHILE_ON, WHILE_SERVICE_STOPPED].concat(),
        };
        let first = match (self.has_jobs, self.is_waiting_blind) {
            (false, _) => WITHOUT_JOBS,
            (true, true) => WITHOUT_REFRESH,
            (true, false) => &[],
        };
        let after = if self.has_ended { AFTER_MAINTENANCE } else { &[] };
        list(&[first, after, &by_state].concat(), &self.path, page);
        page.line("mm --help lists all commands.");
    }
}

/// The page if there is no store yet.
#[derive(Serialize)]
struct Welcome {
    path: PathBuf,
}

impl View for Welcome {
    fn page(&self, page: &mut Page) {
        page.strong("mm: maintenance mode for backup service providers");
        page.line(
            "mm shows what maintenance mode would do to each job, switches it on and off, waits",
        );
        page.line(
            "for running sessions to finish, and records every change. It keeps what it knows of",
        );
        page.line("a server in a store.");
        let path = self.path.to_string_lossy();
        page.line(format!("There is no store at {} yet. To begin:", sanitize(&path)));
        page.line("");
        list(TO_BEGIN, &self.path, page);
        page.line("mm --help lists all commands; --store PATH or MM_STORE names another store.");
    }
}

fn list(commands: &[(&str, &str)], store: &Path, page: &mut Page) {
    let whole = |command: &str| match command.split(' ').next() {
        Some("simulate" | "explain") => format!("mm {command}"),
        Some(_) | None => command_with_store(store, command),
    };
    let commands: Vec<(String, String)> =
        commands.iter().map(|(command, what)| (whole(command), (*what).to_owned())).collect();
    let fields: Vec<(&str, String)> =
        commands.iter().map(|(command, what)| (&**command, what.clone())).collect();
    page.fields(&fields);
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_listed_command_exists() {
        let always = [WHILE_ACTIVE, WHILE_ON, WHILE_SERVICE_RUNS, WHILE_SERVICE_STOPPED];
        let all = [&always[..], &[WITHOUT_JOBS, WITHOUT_REFRESH, TO_BEGIN]].concat();
        for (command, _) in all.concat() {
            let words = std::iter::once("mm").chain(command.split(' '));
            assert!(Cli::try_parse_from(words).is_ok(), "mm {command}");
        }
    }
}
