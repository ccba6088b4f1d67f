//! `mm check`: a monitoring plugin for Icinga, Nagios and Checkmk.

use super::prelude::*;
use crate::domain::{Spelled as _, rough, spelled};
use crate::hooks::Hook;
use crate::ops::apply::status::Applied;
use crate::output::sanitize;
use crate::views::status::StatusDocument;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit statuses: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.\n\nCRITICAL: the maintenance is past its planned end, the real server differs from what is recorded, or a hook failed. UNKNOWN: any error of mm. docs/monitoring.md shows how to set it up for Icinga, Nagios and Checkmk.\n\nExamples:\n  mm check\n  mm check --warn-in-maintenance"
)]
pub struct Args {
    /// Answer WARNING while the mode is on
    #[arg(long)]
    warn_in_maintenance: bool,
}

spelled! {
    /// The states of a monitoring plugin, from best to worst.
    enum PluginState: "state" {
        Ok = "ok",
        Warning = "warning",
        Critical = "critical",
        Unknown = "unknown",
    }
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let status = app.look(|snapshot| StatusDocument::read(app, snapshot))?;
    let problems = problems(&status);
    let state = match status.mode {
        _ if !problems.is_empty() => PluginState::Critical,
        Mode::Maintenance if args.warn_in_maintenance => PluginState::Warning,
        Mode::Maintenance | Mode::Active => PluginState::Ok,
    };
    let exit = match state {
        PluginState::Ok => Exit::Done,
        PluginState::Warning => Exit::Warning,
        PluginState::Critical => Exit::Critical,
        PluginState::Unknown => Exit::Unknown,
    };
    let text = summary(&status, &problems);
    Ok(Response {
        exit,
        ..Response::new(Check { schema: "mm.check/1", state, problems, text, status })
    })
}

/// What an operator has to look at now.
fn problems(status: &StatusDocument) -> Vec<String> {
    let mut problems = Vec::new();
    if let Some(until) = status.until.filter(|_| status.overdue) {
        problems.push(format!("the maintenance is overdue by {}", rough(status.now - until)));
    }
    if status.apply_status.drift == Some(true) {
        problems.push("the real server differs from what is recorded".to_owned());
    }
    if status.apply_status.applied == Applied::Failed {
        let why = status.apply_status.applied_error.as_deref().unwrap_or("for an unknown reason");
        problems.push(format!("the real server could not be told: {why}"));
    }
    let applied_at = status.apply_status.applied_at;
    for run in &status.hooks {
        let is_current = match Hook::spelled(&run.hook) {
            // A refusal is an answer, and a failed `apply` is `applied` above.
            Some(Hook::PreEnable | Hook::Apply) | None => false,
            Some(Hook::Refresh | Hook::Drained) => status.mode == Mode::Maintenance,
            // Until it succeeds, or `apply` ran again.
            Some(Hook::Observe | Hook::PostDisable) => applied_at.is_none_or(|at| at <= run.at),
        };
        if let Some(error) = run.error.as_ref().filter(|_| is_current) {
            problems.push(format!("the hook {} failed: {error}", run.hook));
        }
    }
    problems
}

fn summary(status: &StatusDocument, problems: &[String]) -> String {
    let mut parts = problems.to_vec();
    parts.push(match (status.mode, status.until) {
        (Mode::Active, _) => "no maintenance".to_owned(),
        (Mode::Maintenance, Some(until)) => format!("maintenance, planned end {until}"),
        (Mode::Maintenance, None) => "maintenance without a planned end".to_owned(),
    });
    if status.mode == Mode::Maintenance {
        parts.push(match status.drain.as_ref().and_then(|drain| drain.drained) {
            Some(true) => "drained".to_owned(),
            Some(false) => "draining".to_owned(),
            None => "not known whether it is drained".to_owned(),
        });
    }
    format!("{}: {}", status.server, parts.join("; "))
}

/// The line for a command that cannot tell the state.
pub fn unknown(message: &str) -> String {
    line(PluginState::Unknown, message, "")
}

/// One line as plugins write it. A bar separates the performance data, so that it cannot stand in the
/// text.
fn line(state: PluginState, text: &str, data: &str) -> String {
    let state = state.spelling().to_uppercase();
    let line = format!("MM {state} - {}", sanitize(text).replace('|', "/"));
    if data.is_empty() { line } else { format!("{line} | {data}") }
}

/// The document `mm.check/1`.
#[derive(Serialize)]
struct Check {
    schema: &'static str,
    state: PluginState,
    problems: Vec<String>,
    text: String,
    #[serde(skip)]
    status: StatusDocument,
}

impl Check {
    /// Values for graphs; what is not known is left out.
    fn performance_data(&self) -> String {
        let status = &self.status;
        let mut data =
            vec![format!("maintenance={};;;0;1", u8::from(status.mode == Mode::Maintenance))];
        let mut add = |name: &str, value: Option<i64>, unit: &str, least: &str| {
            data.extend(value.map(|value| format!("{name}={value}{unit};;;{least}")));
        };
        let seconds = |span: Span| span.millis() / 1000;
        add("running_covered", status.covered.and_then(|count| i64::try_from(count).ok()), "", "0");
        add("observation_age", status.observed_at.map(|at| seconds(status.now - at)), "s", "0");
        add("until_planned_end", status.until.map(|until| seconds(until - status.now)), "s", "");
        data.join(" ")
    }
}

impl View for Check {
    fn page(&self, page: &mut Page) {
        page.unwrapped(&line(self.state, &self.text, &self.performance_data()));
    }
}

#[cfg(test)]
mod tests {
    use crate::commands::check::{PluginState, line, unknown};

    #[test]
    fn a_line_is_one_line_and_has_one_bar() {
        let hostile = "cc01|b\nc\u{1b}[2J";
        assert_eq!(unknown(hostile), "MM UNKNOWN - cc01/b\\nc\\u{1b}[2J");
        assert_eq!(line(PluginState::Ok, "a", "b=1"), "MM OK - a | b=1");
    }
}
