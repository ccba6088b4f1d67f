//! Overview: what a bare `mm` says: the state, and the commands most needed now.

use std::path::PathBuf;

use serde::Serialize;

use crate::args::Global;
use crate::commands::Response;
use crate::commands::status::Status;
use crate::domain::{Mode, Service};
use crate::error::Result;
use crate::ops::app::App;
use crate::output::{Format, Page, View, sanitize};
use crate::views::shell::command_with_store;

/// Tells the state and what to do next, or without a store what `mm` is.
pub fn run(global: &Global) -> Result<Response> {
    let app = App::of(global)?;
    let path = app.location.0.clone();
    match app.look(|snapshot| Status::of(&app, snapshot)) {
        Ok(status) => Ok(Response::of(&app, Overview { status, path })),
        // A script that asks for the state must not take an explanation for it.
        Err(problem)
            if problem.code == crate::error::Code::NoStore && global.format() == Format::Table =>
        {
            Ok(Response::of(&app, Welcome { path }))
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Overview {
    status: Status,
    #[serde(skip)]
    path: PathBuf,
}

/// Commands with what each is for.
type Commands = &'static [(&'static str, &'static str)];

const WHILE_ACTIVE: Commands = &[
    ("enable --dry-run --for 2h", "who would be hit, and until when"),
    ("jobs status", "how each job would be treated"),
    ("enable --for 2h --reason TEXT", "switch maintenance on"),
    ("set-message TEXT", "what tenants read while it is on"),
    ("history --limit 5", "what was done last"),
];

const WHILE_ON: Commands = &[
    ("wait drained", "wait until no covered session works any more"),
    ("jobs status", "how each job is treated"),
    ("extend 30m", "move the planned end"),
    ("disable", "switch maintenance off"),
];

const WHILE_RUNNING: Commands =
    &[("service stopped", "record that the Cloud Connect Service is stopped")];
const WHILE_STOPPED: Commands =
    &[("service running", "record that the Cloud Connect Service runs again")];

const TO_BEGIN: Commands = &[
    ("init --live", "keep the state of a real server"),
    ("init --rehearsal", "try things out with simulated sessions"),
    ("simulate --scenario FILE", "what maintenance does to a night, without a store"),
    ("explain", "the rules of maintenance mode"),
];

impl View for Overview {
    fn page(&self, page: &mut Page) {
        self.status.page(page);
        page.line("");
        let commands = match (self.status.mode(), self.status.service()) {
            (Mode::Active, Service::Running) => WHILE_ACTIVE.to_vec(),
            (Mode::Active, Service::Stopped) => [WHILE_ACTIVE, WHILE_STOPPED].concat(),
            (Mode::Maintenance, Service::Running) => [WHILE_ON, WHILE_RUNNING].concat(),
            (Mode::Maintenance, Service::Stopped) => [WHILE_ON, WHILE_STOPPED].concat(),
        };
        list(&commands, &self.path, page);
        page.line("mm --help lists all commands.");
    }
}

/// There is no store yet.
#[derive(Serialize)]
struct Welcome {
    path: PathBuf,
}

impl View for Welcome {
    fn page(&self, page: &mut Page) {
        page.strong("mm: maintenance mode for providers of backup infrastructure");
        page.line(
            "It shows beforehand what the mode does to whom, switches it, waits until all is",
        );
        page.line(
            "drained, and keeps who did what. What is known of a server is kept in a store, and",
        );
        page.line(format!("there is none yet at {}.", sanitize(&self.path.to_string_lossy())));
        page.line("");
        list(TO_BEGIN, &self.path, page);
        page.line("mm --help lists all commands; --store PATH or MM_STORE names another store.");
    }
}

fn list(commands: &[(&str, &str)], store: &std::path::Path, page: &mut Page) {
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
    fn every_command_that_is_offered_exists() {
        let all = [WHILE_ACTIVE, WHILE_ON, WHILE_RUNNING, WHILE_STOPPED, TO_BEGIN];
        for (command, _) in all.concat() {
            let words = std::iter::once("mm").chain(command.split(' '));
            assert!(Cli::try_parse_from(words).is_ok(), "mm {command}");
        }
    }
}
