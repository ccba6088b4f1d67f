//! Status: in which state the server is, how far it is drained, and what comes next.

use serde::Serialize;

use crate::args::Global;
use crate::commands::Response;
use crate::domain::maintenance::{Maintenance, OnExpiry};
use crate::domain::{Instant, Mode, Service, Span};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::apply::standing::Standing;
use crate::ops::estimate::Estimate;
use crate::ops::server_status::{Drain, ServerStatus};
use crate::output::{Page, View, plural, rough};
use crate::store::{Snapshot, StoreKind};

/// What `mm status` takes: nothing of its own.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm status                       the state in a few lines\n  mm status --json | jq .drain    how far it is drained, for scripts"
)]
pub struct Args {}

/// Tells the state.
pub fn run(global: &Global, _: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let status = app.look(|snapshot| Status::of(&app, snapshot))?;
    Ok(Response::of(&app, status))
}

/// The document `mm.status/1`.
#[derive(Debug, Serialize)]
pub struct Status {
    schema: &'static str,
    revision: u64,
    server: String,
    store: StoreKind,
    now: Instant,
    mode: Mode,
    since: Option<Instant>,
    by: Option<String>,
    reason: Option<String>,
    until: Option<Instant>,
    on_expiry: Option<OnExpiry>,
    overdue: bool,
    message: String,
    service: Service,
    #[serde(flatten)]
    standing: Standing,
    drain: Option<Drain>,
    uncovered: usize,
    working: usize,
    next_window: Option<NextWindow>,
}

#[derive(Debug, Serialize)]
struct NextWindow {
    from: Instant,
    until: Option<Instant>,
    reason: Option<String>,
}

/// The next planned window that opens after `now`, within a year.
pub fn next_window(snapshot: &Snapshot<'_>, now: Instant) -> Result<Option<Maintenance>> {
    let horizon = now + Span::from_secs(366 * 86_400);
    let windows = snapshot.occurrences(now, horizon.min(Instant::LAST))?;
    let ahead = windows.into_iter().map(|each| each.maintenance).filter(|each| each.since > now);
    Ok(ahead.min_by_key(|each| each.since))
}

impl Status {
    /// Reads the state at `now`.
    pub fn of(app: &App, snapshot: &Snapshot<'_>) -> Result<Status> {
        let now = app.now();
        let (state, [covered, uncovered]) =
            if let Some(counted) = ServerStatus::counted(snapshot, now)? {
                counted
            } else {
                let state = ServerStatus::of(snapshot, now)?;
                let (covered, uncovered) = state.working(snapshot)?;
                let counts = [covered.len(), uncovered.len()];
                (state, counts)
            };
        let drain = state.drain(snapshot)?;
        let working = covered + uncovered;
        let next = next_window(snapshot, now)?;
        let message = state.message("{tenant}", "{job}")?;
        let maintenance = state.maintenance.as_ref();
        Ok(Status {
            schema: "mm.status/1",
            revision: state.server.revision,
            store: state.server.kind.unwrap_or(StoreKind::Live),
            now,
            mode: state.mode(),
            since: maintenance.map(|each| each.since),
            by: maintenance.map(|each| each.by.clone()),
            reason: maintenance.and_then(|each| each.reason.clone()),
            until: maintenance.and_then(|each| each.until),
            on_expiry: maintenance.map(|each| each.on_expiry),
            overdue: state.is_overdue(),
            message,
            service: state.server.service,
            standing: Standing::of(app, snapshot)?,
            drain,
            uncovered,
            working,
            next_window: next.map(|each| NextWindow {
                from: each.since,
                until: each.until,
                reason: each.reason,
            }),
            server: state.server.name,
        })
    }

    /// The mode.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether the Cloud Connect Service runs.
    pub fn service(&self) -> Service {
        self.service
    }

    fn planned_end(&self, page: &Page) -> String {
        let Some(until) = self.until else {
            return "further notice".to_owned();
        };
        let time = page.time(until);
        if self.overdue {
            return format!("{time}, OVERDUE by {}", rough(self.now - until));
        }
        let then = match self.on_expiry {
            Some(OnExpiry::Disable) => "then it ends by itself",
            Some(OnExpiry::Alarm) | None => "then it stays on until somebody ends it",
        };
        format!("{time}, in {}; {then}", rough(until - self.now))
    }
}

/// The state of the drain in a sentence.
pub fn drain_in_words(drain: &Drain, now: Instant, page: &Page) -> String {
    let observed = match (drain.observed_at, drain.drained) {
        (None, _) => String::new(),
        (Some(at), _) if at > now => format!("; observed at {}, in the future", page.time(at)),
        (Some(at), _) => format!("; observed {} ago", rough(now - at)),
    };
    match (drain.drained, drain.drained_at) {
        (Some(true), Some(at)) => format!("drained since {}{observed}", page.time(at)),
        (Some(true), None) => format!("drained{observed}"),
        (None, _) => {
            format!("not known: no import told of it since the mode was switched on{observed}")
        }
        (Some(false), _) => {
            let left = plural(drain.sessions, "session works", "sessions work");
            let tasks = plural(drain.tasks, "task", "tasks");
            let estimate = match drain.estimate {
                Some(about @ Estimate::About { at, .. }) => {
                    format!("drained in {}, at {}", about.in_words(now), page.time(at))
                }
                Some(other) => other.in_words(now),
                None => Estimate::Unknown.in_words(now),
            };
            format!("{left} with {tasks}; {estimate}{observed}")
        }
    }
}

impl View for Status {
    fn page(&self, page: &mut Page) {
        let kind = match self.store {
            StoreKind::Rehearsal => ", a rehearsal",
            StoreKind::Live => "",
        };
        let server = crate::output::sanitize(&self.server).into_owned();
        page.strong(match (self.mode, self.overdue) {
            (Mode::Active, _) => format!("{server}{kind}: active, no maintenance"),
            (Mode::Maintenance, false) => format!("{server}{kind}: MAINTENANCE"),
            (Mode::Maintenance, true) => {
                format!("{server}{kind}: MAINTENANCE, PAST ITS PLANNED END")
            }
        });
        let mut fields = Vec::new();
        if let Some(since) = self.since {
            let whose = self.by.as_deref().unwrap_or("nobody");
            let ago = rough(self.now - since);
            fields.push(("since", format!("{}, {ago} ago, by {whose}", page.time(since))));
            let reason = self.reason.as_deref().unwrap_or(crate::domain::DEFAULT_REASON);
            fields.push(("reason", reason.to_owned()));
            fields.push(("until", self.planned_end(page)));
        }
        if let Some(drain) = &self.drain {
            fields.push(("drain", drain_in_words(drain, self.now, page)));
        } else {
            let working = plural(self.working as u64, "session works", "sessions work");
            fields.push(("sessions", working));
        }
        if self.uncovered > 0 {
            let uncovered = plural(self.uncovered as u64, "session", "sessions");
            fields
                .push(("not covered", format!("{uncovered} at work, which the mode leaves alone")));
        }
        fields.push(("message", self.message.clone()));
        fields.push((
            "service",
            match self.service {
                Service::Running => "running".to_owned(),
                Service::Stopped => "stopped: tenants that fail read nothing".to_owned(),
            },
        ));
        if let Some(next) = &self.next_window {
            let reason = next.reason.as_deref().map(|text| format!(": {text}")).unwrap_or_default();
            let length = next.until.map(|until| format!(" for {}", until - next.from));
            let text = format!("{}{}{reason}", page.time(next.from), length.unwrap_or_default());
            fields.push(("next window", text));
        }
        if let Some(applied) = self.standing.in_words(page) {
            fields.push(("applied", applied));
        } else if self.mode == Mode::Maintenance && self.store == StoreKind::Live {
            fields.push(("applied", "the real server was not told: there are no hooks".to_owned()));
        }
        page.fields(&fields);
    }
}
