//! The state of a server: the document `mm.status/1` and its page.

use serde::Serialize;

use crate::domain::maintenance::Maintenance;
use crate::domain::{
    DEFAULT_REASON, Instant, Mode, OnExpiry, Service, Span, has_covered_sessions, plural, rough,
};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::apply::status::ApplyStatus;
use crate::ops::drain;
use crate::ops::drain::{Drain, running_covered};
use crate::ops::estimate::Estimate;
use crate::ops::server_status::ServerStatus;
use crate::output::{Dates, Page, Tone, View, sanitize};
use crate::store::{KnownStarts, LastHookRun, Snapshot, StoreKind};
use crate::views::mode::{apply_status, planned_end, server_mode};

/// The document `mm.status/1`.
#[derive(Debug, Serialize)]
pub struct StatusDocument {
    schema: &'static str,
    revision: u64,
    pub server: String,
    pub store: StoreKind,
    pub now: Instant,
    pub mode: Mode,
    pub since: Option<Instant>,
    by: Option<String>,
    reason: Option<String>,
    pub until: Option<Instant>,
    on_expiry: Option<OnExpiry>,
    pub overdue: bool,
    message: String,
    pub service: Service,
    #[serde(flatten)]
    pub apply_status: ApplyStatus,
    /// The last run of each hook.
    pub hooks: Vec<LastHookRun>,
    pub observed_at: Option<Instant>,
    pub drain: Option<Drain>,
    /// Covered sessions that are running; `None`: not known.
    pub covered: Option<usize>,
    uncovered: usize,
    working: usize,
    pub next_window: Option<NextWindow>,
    /// The jobs, and of how many of them no start is known; only `mm` alone shows it.
    #[serde(skip)]
    pub known_starts: Option<Vec<KnownStarts>>,
}

#[derive(Debug, Serialize)]
pub struct NextWindow {
    pub from: Instant,
    pub until: Option<Instant>,
    reason: Option<String>,
}

/// The next planned window that opens after `now`, within a year.
pub fn next_window(snapshot: &Snapshot<'_>, now: Instant) -> Result<Option<Maintenance>> {
    let in_a_year = (now + Span::from_secs(366 * 86_400)).min(Instant::LAST);
    snapshot.next_window(now, in_a_year)
}

impl StatusDocument {
    pub fn read(app: &App, snapshot: &Snapshot<'_>) -> Result<StatusDocument> {
        let now = app.now();
        let counted = ServerStatus::counted(snapshot, now)?;
        let (server, [covered, uncovered]) = if let Some(counted) = counted {
            counted
        } else {
            let server = ServerStatus::of(snapshot, now)?;
            let (covered, uncovered) = server.working();
            let counts = [covered.len(), uncovered.len()];
            (server, counts)
        };
        let maintenance = server.maintenance.as_ref();
        let drain = server.drain(app, snapshot)?;
        Ok(StatusDocument {
            schema: "mm.status/1",
            revision: server.server.revision,
            store: server.server.kind.unwrap_or(StoreKind::Live),
            now,
            mode: server.mode(),
            since: maintenance.map(|each| each.since),
            by: maintenance.map(|each| each.by.clone()),
            reason: maintenance.and_then(|each| each.reason.clone()),
            until: maintenance.and_then(|each| each.until),
            on_expiry: maintenance.map(|each| each.on_expiry),
            overdue: server.is_overdue(),
            message: server.message("{tenant}", "{job}")?,
            service: server.server.service,
            apply_status: ApplyStatus::of(snapshot, &app.hooks(snapshot)?, now)?,
            hooks: snapshot.last_hook_runs()?,
            observed_at: server.last_observed_at.filter(|_| !server.server.is_rehearsal()),
            covered: running_covered(app, snapshot, &server, drain.as_ref(), covered)?,
            drain,
            uncovered,
            working: covered + uncovered,
            next_window: next_window(snapshot, now)?.map(|each| NextWindow {
                from: each.since,
                until: each.until,
                reason: each.reason,
            }),
            server: server.server.name,
            known_starts: None,
        })
    }

    /// The sessions that are known to be running, and the age of that knowledge.
    fn sessions_in_words(&self) -> String {
        let running = self.working;
        match (self.store, self.observed_at) {
            (StoreKind::Rehearsal, _) => format!("{running} running (simulated)"),
            (StoreKind::Live, None) => {
                format!("{running} known to be running; no export was imported yet")
            }
            (StoreKind::Live, Some(at)) if at > self.now => {
                format!("{running} known to be running; observed in the future")
            }
            (StoreKind::Live, Some(at)) => {
                format!("{running} known to be running; observed {} ago", rough(self.now - at))
            }
        }
    }

    /// The reason that was given, or what tenants read in its place.
    fn reason_in_words(&self) -> String {
        match &self.reason {
            Some(reason) => reason.clone(),
            None if self.message.contains(DEFAULT_REASON) => {
                format!("none given; tenants read \"{DEFAULT_REASON}\"")
            }
            None => "none given".to_owned(),
        }
    }

    fn headline(&self) -> String {
        let server = sanitize(&self.server);
        let kind = match self.store {
            StoreKind::Rehearsal => " (rehearsal)",
            StoreKind::Live => "",
        };
        match (self.mode, self.overdue) {
            (Mode::Active, _) => format!("{server}{kind}: active, no maintenance"),
            (Mode::Maintenance, false) => format!("{server}{kind}: MAINTENANCE"),
            (Mode::Maintenance, true) => {
                format!("{server}{kind}: MAINTENANCE, PAST ITS PLANNED END")
            }
        }
    }
}

/// How many jobs there are, and of how many that maintenance refuses no start is known.
fn jobs_in_words(known: &[KnownStarts]) -> String {
    let count = |jobs: &dyn Fn(&KnownStarts) -> u64| known.iter().map(jobs).sum::<u64>();
    let jobs = count(&|each| each.jobs);
    let policies = count(&|each| if each.job_type.is_policy() { each.jobs } else { 0 });
    let startless = count(&|each| {
        if has_covered_sessions(Some(each.job_type), each.target) { each.unknown } else { 0 }
    });
    let all = match (plural(jobs, "job", "jobs"), policies) {
        (jobs, 0) => jobs,
        (jobs, policies) => format!("{jobs} ({})", plural(policies, "CDP policy", "CDP policies")),
    };
    match startless {
        _ if jobs == 0 => "none known; `mm jobs import` reads an export".to_owned(),
        0 => format!("{all}, all with known start times"),
        _ => format!(
            "{all}; start times of {startless} are not known, so no preview counts their refused runs"
        ),
    }
}

const UNCHECKED: &str = "; the server itself was not checked";

/// The state of the drain in a sentence.
fn drain_in_words(drain: &Drain, now: Instant, dates: &Dates) -> String {
    let observed = match drain.observed_at {
        None => String::new(),
        Some(at) if at > now => format!("; observed at {}, in the future", dates.at(at)),
        Some(at) => format!("; observed {} ago", rough(now - at)),
    };
    match (drain.drained, drain.drained_at) {
        (Some(true), at) => {
            let since = at.map(|at| format!(" since {}", dates.at(at))).unwrap_or_default();
            let unchecked = if drain.is_server_checked { "" } else { UNCHECKED };
            format!("drained{since}{observed}{unchecked}")
        }
        (None, _) => {
            format!("not known: {}{observed}", drain::in_words(&drain.missing, &|at| dates.at(at)))
        }
        (Some(false), _) => {
            let sessions = plural(drain.sessions, "session", "sessions");
            let tasks = plural(drain.tasks, "task", "tasks");
            let estimate = match drain.estimate {
                Some(about @ Estimate::About { at, .. }) => {
                    format!("drained in {}, at {}", about.in_words(now), dates.at(at))
                }
                Some(other) => other.in_words(now),
                None => Estimate::Unknown.in_words(now),
            };
            format!("{sessions} running with {tasks} left; {estimate}{observed}")
        }
    }
}

impl View for StatusDocument {
    fn page(&self, page: &mut Page) {
        let tone = match (self.mode, self.overdue) {
            (Mode::Active, _) => Tone::Heading,
            (Mode::Maintenance, false) => Tone::Warning,
            (Mode::Maintenance, true) => Tone::Alarm,
        };
        page.toned(tone, &self.headline(), 0);
        let dates = page.dates();
        let mut fields = Vec::new();
        if let Some(since) = self.since {
            let by = self.by.as_deref().unwrap_or("unknown");
            let ago = rough(self.now - since);
            fields.push(("since", format!("{}, {ago} ago, by {by}", dates.at(since))));
            fields.push(("reason", self.reason_in_words()));
            let mut end = planned_end(self.until, self.on_expiry, self.now, &dates);
            if let Some(until) = self.until.filter(|until| *until > self.now) {
                end = format!("in {}, at {end}", rough(until - self.now));
            }
            fields.push(("planned end", end));
        }
        if let Some(drain) = &self.drain {
            fields.push(("drain", drain_in_words(drain, self.now, &dates)));
        } else {
            fields.push(("sessions", self.sessions_in_words()));
        }
        if self.uncovered > 0 {
            let running = plural(self.uncovered as u64, "session running", "sessions running");
            fields.push(("not covered", format!("{running}, which the mode does not affect")));
        }
        fields.extend(self.known_starts.as_ref().map(|starts| ("jobs", jobs_in_words(starts))));
        fields.push(("message", self.message.clone()));
        let service = match self.service {
            Service::Running => "running",
            Service::Stopped => "stopped: tenants that fail read no notification",
        };
        fields.push(("service", service.to_owned()));
        if let Some(NextWindow { from, until, reason }) = &self.next_window {
            let length = until.map(|until| format!(" for {}", until - *from)).unwrap_or_default();
            let reason = reason.as_deref().map(|text| format!(": {text}")).unwrap_or_default();
            fields.push(("next window", format!("{}{length}{reason}", dates.at(*from))));
        }
        if let Some(applied) = apply_status(&self.apply_status, &dates) {
            fields.push(("applied", applied));
        } else if self.mode == Mode::Maintenance && self.store == StoreKind::Live {
            let text = "the real server was not told: no apply hook is installed";
            fields.push(("applied", text.to_owned()));
        }
        fields.extend(server_mode(&self.apply_status, self.now).map(|text| ("real server", text)));
        page.fields(&fields);
    }
}
