//! Plan: the maintenance windows that would hurt least, in the document `mm.plan/1`.

use std::path::PathBuf;

use serde::{Serialize, Serializer};
use serde_json::json;

use crate::args::Global;
use crate::commands::Response;
use crate::domain::{Instant, Look, Mode, Span, When};
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::candidate_windows::{Candidates, Hours};
use crate::ops::scenario_source;
use crate::output::{Align, Page, Rows, Table, View, plural};
use crate::scenario::{Action, Model};
use crate::simulator::{Candidate, Hit, plan};

/// What a session may take to heal after the last window.
const HEALING: Span = Span::from_secs(86_400);
/// More windows than that are not compared.
const MOST: usize = 100_000;
/// So many openings are looked at before it is known which of them lie within --between.
const MOST_STEPS: i64 = 10_000_000;

/// What `mm plan` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm plan --duration 2h --between 20:00-06:00                       from the store: the next seven nights\n  mm plan --scenario week.json --duration 2h                        the best two hours of a week\n  mm plan --scenario week.json --duration 2h --between 20:00-06:00  at night only\n  mm plan --scenario week.json --duration 90m --top 20 --json       for scripts"
)]
pub struct Args {
    /// Look ahead in the scenario in this file; `-` is standard input [default: the store]
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// How long the mode is to be on
    #[arg(long, value_name = "DUR", value_parser = Span::parse)]
    duration: Span,
    /// Open the window within so long
    #[arg(long, value_name = "DUR", value_parser = Span::parse, default_value = "7d")]
    within: Span,
    /// Open the window then or later [default: now, or the start of the scenario]
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    from: Option<When>,
    /// Keep the window within these hours of the local day, as in 20:00-06:00
    #[arg(long, value_name = "HH:MM-HH:MM")]
    between: Option<Hours>,
    /// Try a window so often
    #[arg(long, value_name = "DUR", value_parser = Span::parse, default_value = "15m")]
    step: Span,
    /// Show so many of the best
    #[arg(long, value_name = "N", default_value_t = 5)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    top: u32,
}

/// Finds the windows that hurt least.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let Args { duration, within, step, between, .. } = *args;
    let ahead = [within, duration, HEALING].into_iter().fold(Span::NONE, |all, span| all + span);
    let app = App::of(global)?;
    let wanted = args.from.map(|from| app.when("--from", from, Look::Ahead)).transpose()?;
    let path = args.scenario.as_deref();
    let scenario = scenario_source::unchanged(&app, path, wanted, ahead)?;
    if scenario.mode == Mode::Maintenance {
        let what = "it begins in maintenance, so that there is no window to be found";
        let hint = "mm disable ends it; a scenario must begin with the mode \"active\"";
        return Err(Error::new(Code::InMaintenance, what).hint(hint));
    }
    let end = scenario.end.unwrap_or(Instant::LAST);
    let from = wanted.unwrap_or(scenario.start).max(scenario.start);
    let zone = app.zone();
    let candidates = Candidates { from, within, step, length: duration, between, zone, end };
    let too_many = |most: i64| {
        let what = format!("more than {most} windows are too many to compare");
        Error::usage(what).hint("make --within shorter or --step longer")
    };
    if candidates.steps() > MOST_STEPS {
        return Err(too_many(MOST_STEPS));
    }
    let starts = candidates.starts(MOST + 1);
    if starts.len() > MOST {
        return Err(too_many(i64::try_from(MOST).unwrap_or(MOST_STEPS)).into());
    }
    if starts.is_empty() {
        let what = format!("no window of {duration} fits in before {end}");
        let hint = "make --duration shorter, or --between or --within longer";
        return Err(Error::new(Code::NoWindow, what).hint(hint));
    }
    let top = usize::try_from(args.top).unwrap_or(usize::MAX);
    let windows = plan(&scenario, &starts, duration, top);
    let mut notes = app.notes();
    if scenario.events.iter().any(|event| switches(&event.action)) {
        notes.push("what the scenario's own events switch is left out of the plan".to_owned());
    }
    let planned = Planned {
        scenario,
        from,
        within,
        duration,
        step,
        between,
        end,
        considered: starts.len(),
        windows,
    };
    Ok(Response { notes, ..Response::new(planned) })
}

fn switches<T, J, M>(action: &Action<T, J, M>) -> bool {
    matches!(action, Action::Enable { .. } | Action::Disable)
}

struct Planned {
    scenario: Model,
    from: Instant,
    within: Span,
    duration: Span,
    step: Span,
    between: Option<Hours>,
    end: Instant,
    considered: usize,
    windows: Vec<Candidate>,
}

impl Planned {
    fn name(&self, hit: &Hit) -> &str {
        &self.scenario.tenants[hit.tenant as usize].name
    }

    /// The tenants that a window hits, the most hurt first.
    fn hits<'w>(&'w self, window: &'w Candidate) -> Vec<&'w Hit> {
        let mut hits: Vec<&Hit> = window.hits.iter().collect();
        let harm = |hit: &Hit| (std::cmp::Reverse((hit.lost, hit.failed)), self.name(hit));
        hits.sort_by(|a, b| harm(a).cmp(&harm(b)));
        hits
    }

    fn tenant(&self, hit: &Hit) -> HitRow<'_> {
        HitRow { name: self.name(hit), failed_by_maintenance: hit.failed, lost: hit.lost }
    }
}

/// The document `mm.plan/1`.
#[derive(Serialize)]
struct Document<'p> {
    schema: &'static str,
    from: Instant,
    within: Span,
    duration: Span,
    step: Span,
    between: Option<String>,
    end: Instant,
    considered: usize,
    windows: Vec<WindowRow<'p>>,
}

#[derive(Serialize)]
struct WindowRow<'p> {
    from: Instant,
    until: Instant,
    failed_by_maintenance: u32,
    lost: u32,
    drained_at: Option<Instant>,
    tenants: Vec<HitRow<'p>>,
}

#[derive(Serialize)]
struct HitRow<'p> {
    name: &'p str,
    failed_by_maintenance: u32,
    lost: u32,
}

impl Serialize for Planned {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let window = |window| WindowRow {
            tenants: self.hits(window).into_iter().map(|hit| self.tenant(hit)).collect(),
            from: window.from,
            until: window.until,
            failed_by_maintenance: window.failed,
            lost: window.lost,
            drained_at: window.drained_at,
        };
        let document = Document {
            schema: "mm.plan/1",
            from: self.from,
            within: self.within,
            duration: self.duration,
            step: self.step,
            between: self.between.map(|hours| hours.to_string()),
            end: self.end,
            considered: self.considered,
            windows: self.windows.iter().map(window).collect(),
        };
        document.serialize(to)
    }
}

impl View for Planned {
    fn rows(&self) -> Option<Rows> {
        let columns = ["from", "until", "failed_by_maintenance", "lost", "drained_at", "tenants"];
        let mut rows = Rows::new(&columns);
        for window in &self.windows {
            rows.push(vec![
                json!(window.from),
                json!(window.until),
                json!(window.failed),
                json!(window.lost),
                json!(window.drained_at),
                json!(window.hits.len()),
            ]);
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        page.strong(format!(
            "The best of {} of {} from {} on",
            plural(self.considered as u64, "window", "windows"),
            self.duration,
            page.time(self.from)
        ));
        page.line("");
        let mut table = Table::new(&[
            ("FROM", Align::Left),
            ("UNTIL", Align::Left),
            ("FAIL", Align::Right),
            ("LOST", Align::Right),
            ("DRAINED AFTER", Align::Right),
            ("TENANTS HIT", Align::Left),
        ]);
        for window in &self.windows {
            table.push([
                page.time(window.from),
                page.time(window.until),
                window.failed.to_string(),
                window.lost.to_string(),
                window
                    .drained_at
                    .map_or("not in time".to_owned(), |at| (at - window.from).to_string()),
                self.hit(window),
            ]);
        }
        page.table(table);
    }
}

impl Planned {
    /// The tenants that a window hits, for people: the most hurt ones by name.
    fn hit(&self, window: &Candidate) -> String {
        const NAMED: usize = 3;
        let hits = self.hits(window);
        let named: Vec<&str> = hits.iter().take(NAMED).map(|hit| self.name(hit)).collect();
        match hits.len().saturating_sub(NAMED) {
            0 if named.is_empty() => "none".to_owned(),
            0 => named.join(", "),
            more => format!("{} and {more} more", named.join(", ")),
        }
    }
}
