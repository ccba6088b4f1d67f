//! The headline of a preview: period, look-ahead, drain, affected runs and what is not known.

use crate::domain::{Instant, LOOK_AHEAD, RunCounts, Span, plural, rough};
use crate::ops::estimate::{DrainForecast, Estimate};
use crate::ops::outlook::{OtherHarm, Outlook};
use crate::output::{Page, Times, sanitize};
use crate::scenario::Model;
use crate::simulator::{Outcome, Window};

/// The headline of a simulation.
pub struct Headline<'o> {
    pub model: &'o Model,
    pub outcome: &'o Outcome,
    pub outlook: &'o Outlook,
    /// The command that names the affected runs.
    pub names_them: Option<&'o str>,
}

impl Headline<'_> {
    pub fn show(&self, page: &mut Page) {
        let Outlook { window, .. } = self.outlook;
        let Some(window) = window else {
            page.strong("Maintenance mode is never on: add --at and --for to try one.");
            page.line(affected(&self.outlook.runs, None));
            return;
        };
        let asked = self.outcome.asked.is_some();
        let first = if asked { window.from } else { self.outcome.windows[0].from };
        let times = page.times(first);
        let windows: &[Window] = if asked { &[*window] } else { &self.outcome.windows };
        for (place, each) in windows.iter().enumerate() {
            let zone = if place == 0 { format!(" {}", times.zone(first)) } else { String::new() };
            let is_last = place + 1 == windows.len();
            let ahead = if is_last { self.looking_ahead(each, &times) } else { String::new() };
            page.strong(format!(
                "Maintenance {}{ahead}",
                period(each, self.outlook.overdue_since, &times, &zone)
            ));
            let drain = match &self.outlook.drain_forecast {
                Some(drain_forecast) if asked || place == 0 => {
                    self.drain(each, drain_forecast, &times)
                }
                Some(_) | None => simulated_drain(each, &times),
            };
            page.line(drain);
        }
        page.line(affected(&self.outlook.runs, self.names_them));
        for other in &self.outlook.others {
            page.line(other_harm(other, &times));
        }
        if let Some(sentence) = self.outlook.not_known_sentence() {
            page.line(sentence);
        }
    }

    fn looking_ahead(&self, window: &Window, times: &Times) -> String {
        let Some(end) = self.outlook.end else {
            let end = times.at(self.outcome.end);
            return format!(", looking ahead to {end}, when nothing is left to happen");
        };
        match window.until {
            Some(until) if end > until => {
                format!(
                    ", looking ahead to {} ({} after its end)",
                    times.at(end),
                    length(end - until)
                )
            }
            Some(_) => format!(", looking ahead to {}", times.at(end)),
            None => format!(", looking ahead to {} ({})", times.at(end), length(end - window.from)),
        }
    }

    /// The drain by the estimate that all commands share.
    fn drain(&self, window: &Window, drain_forecast: &DrainForecast, times: &Times) -> String {
        if window.until == Some(window.from) {
            return "It ends at the instant at which it starts.".to_owned();
        }
        if let Some(why) = self.outlook.drain_not_known() {
            return format!("Drain not known: {why}.");
        }
        let span = |at: Instant| rough(at - window.from);
        match drain_forecast.estimate {
            Some(Estimate::About { at, earliest, latest, .. }) => {
                let interval = if earliest == latest {
                    String::new()
                } else {
                    format!(" ({} to {})", span(earliest), span(latest))
                };
                if window.until.is_some_and(|until| at > until) {
                    let after = span(at);
                    return format!("Not drained before it ends: that takes {after}{interval}.");
                }
                if at == window.from && self.outlook.is_planned {
                    return format!(
                        "Drained at once: no covered session is expected to run then{interval}."
                    );
                }
                if at == window.from {
                    return format!("Drained at once: no covered session is running{interval}.");
                }
                let is_seen = self.outlook.not_observed.is_none();
                let drained = if is_seen { "Drained" } else { "By the schedules drained" };
                format!("{drained} after {}, at {}{interval}.", span(at), times.at(at))
            }
            Some(Estimate::Overdue) => {
                format!(
                    "Drain time not known: {} longer than ever before.",
                    self.unclear(drain_forecast, "runs", "run")
                )
            }
            Some(Estimate::Unknown) => {
                format!(
                    "Drain time not known: no durations for {}.",
                    self.unclear(drain_forecast, "", "")
                )
            }
            None => "Not drained by the end of the simulation.".to_owned(),
        }
    }

    /// The jobs for which the drain cannot be told.
    fn unclear(&self, drain_forecast: &DrainForecast, one: &str, many: &str) -> String {
        const NAMED: usize = 3;
        let count = drain_forecast.unclear.len();
        let names = drain_forecast.unclear.iter().take(NAMED).map(|job| {
            let (job, tenant) = self.model.names(u32::try_from(*job).unwrap_or(u32::MAX));
            format!("{}/{}", sanitize(tenant), sanitize(job))
        });
        let mut names = names.collect::<Vec<_>>().join(", ");
        if count > NAMED {
            names = format!("{names}, …");
        }
        let verb = if count == 1 { one } else { many };
        let verb = if verb.is_empty() { String::new() } else { format!(" {verb}") };
        format!("{} ({names}){verb}", plural(count as u64, "job", "jobs"))
    }
}

fn period(window: &Window, overdue_since: Option<Instant>, times: &Times, zone: &str) -> String {
    let from = times.first(window.from);
    match (window.until, overdue_since) {
        (Some(until), _) => {
            let length = rough(until - window.from);
            format!("{from} – {}{zone} ({length})", times.at(until))
        }
        (None, Some(planned)) => {
            format!("from {from}{zone}, past its planned end {}", times.at(planned))
        }
        (None, None) => format!("from {from}{zone} without a planned end"),
    }
}

/// The drain as the simulation of a scenario plays it.
fn simulated_drain(window: &Window, times: &Times) -> String {
    match (window.drained_at, window.until) {
        (_, Some(until)) if until == window.from => {
            "It ends at the instant at which it starts.".to_owned()
        }
        (Some(at), _) if at == window.from => {
            "Drained at once: no covered session is running.".to_owned()
        }
        (Some(at), _) => format!("Drained after {}, at {}.", rough(at - window.from), times.at(at)),
        (None, Some(_)) => {
            "Not drained before it ends: covered sessions are still running.".to_owned()
        }
        (None, None) => "Not drained by the end of the simulation.".to_owned(),
    }
}

/// What a maintenance does to runs, in a sentence or two.
pub fn affected(runs: &RunCounts, names_them: Option<&str>) -> String {
    let recover = ["recovers by retry", "recover by retry"];
    in_words(runs, recover, ["fails", "fail"], names_them)
}

/// What a maintenance did to runs up to now.
pub fn was_affected(runs: &RunCounts) -> String {
    in_words(runs, ["recovered by retry"; 2], ["failed"; 2], None)
}

fn in_words(
    runs: &RunCounts,
    [recovers, recover]: [&str; 2],
    [fails, fail]: [&str; 2],
    names_them: Option<&str>,
) -> String {
    let all = plural(runs.runs, "run", "runs");
    let mut text = match (runs.runs, runs.affected) {
        (0, _) => "No runs are known in this time.".to_owned(),
        (_, 0) => format!("0 of {all} affected."),
        _ => {
            let becomes = becomes(runs, [recovers, recover]);
            let names_them =
                names_them.map(|command| format!(": `{command}` names them")).unwrap_or_default();
            format!(
                "{} of {all} affected: {} cut, {} refused; {}{names_them}.",
                runs.affected, runs.cut, runs.refused, becomes
            )
        }
    };
    if runs.failed_otherwise > 0 {
        let (one, many) = (format!("run {fails}"), format!("runs {fail}"));
        let fail = plural(runs.failed_otherwise, &one, &many);
        text = format!("{text} {fail} for other reasons.");
    }
    text
}

/// What becomes of affected runs.
fn becomes(runs: &RunCounts, [recovers, recover]: [&str; 2]) -> String {
    let counts = [
        (runs.recovered, recovers, recover),
        (runs.lost, "is lost", "are lost"),
        (runs.pending, "is pending", "are pending"),
    ];
    let counts = counts.iter().filter(|(count, ..)| *count > 0);
    let texts: Vec<String> = counts.map(|(count, one, many)| plural(*count, one, many)).collect();
    texts.join(", ")
}

/// A length in words; a day is 24 hours, as people count the look-ahead.
fn length(span: Span) -> String {
    if span == LOOK_AHEAD { "24h".to_owned() } else { rough(span) }
}

fn other_harm(other: &OtherHarm, times: &Times) -> String {
    let which = match (other.from, other.until) {
        (Some(from), Some(until)) => {
            format!("The other maintenance {} – {}", times.at(from), times.at(until))
        }
        (Some(from), None) => format!("The other maintenance from {}", times.at(from)),
        (None, _) => "An earlier maintenance".to_owned(),
    };
    let runs = plural(other.runs.affected, "run", "runs");
    let becomes = becomes(&other.runs, ["recovers by retry", "recover by retry"]);
    format!("{which} affects {runs}, not counted here: {becomes}.")
}
