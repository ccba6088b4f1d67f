//! A picture of a simulation: tenants as lanes over time, with windows, sessions and tasks.

mod axis;
mod draw;
mod lane;
mod scale;
mod style;

use jiff::tz::TimeZone;

use crate::domain::Instant;

/// The contents of a picture.
pub struct Chart {
    pub title: String,
    /// One sentence for readers who cannot see the picture.
    pub summary: String,
    /// What the numbers do not contain, in a sentence.
    pub not_known: Option<String>,
    pub start: Instant,
    pub end: Instant,
    pub windows: Vec<ChartWindow>,
    /// From top to bottom.
    pub lanes: Vec<Lane>,
    /// The zone of the times on the axis.
    pub zone: TimeZone,
}

/// A time during which maintenance mode is on.
pub struct ChartWindow {
    pub from: Instant,
    pub until: Option<Instant>,
    pub drained_at: Option<Instant>,
}

/// What a lane shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaneKind {
    /// The name and the counts of a tenant, above its jobs.
    Heading,
    /// One job, one tenant, or several tenants together.
    Work,
    /// A job that maintenance does not cover.
    Uncovered,
}

pub struct Lane {
    pub kind: LaneKind,
    pub name: String,
    /// The counts of its runs, in a few words.
    pub note: String,
    pub sessions: Vec<SessionBar>,
    pub policies: Vec<PolicyBar>,
}

/// A time during which a policy processes, or is paused.
pub struct PolicyBar {
    pub title: String,
    pub from: Instant,
    pub to: Instant,
    pub is_paused: bool,
}

/// A session; without an end it is still running at the end of the picture.
pub struct SessionBar {
    pub title: String,
    pub from: Instant,
    pub to: Option<Instant>,
    pub tasks: Vec<TaskBar>,
}

/// A task; without a beginning it never ran.
#[derive(Debug, Clone, Copy)]
pub struct TaskBar {
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    pub fate: TaskFate,
}

/// How a task ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskFate {
    Succeeded,
    /// Pending or running at the end of the picture.
    Unfinished,
    /// Failed by an error of its own.
    Failed,
    TenantDisabled,
    FailedByMaintenance,
}

impl TaskFate {
    /// In the order of the legend.
    const ALL: [TaskFate; 5] = [
        TaskFate::Succeeded,
        TaskFate::FailedByMaintenance,
        TaskFate::Failed,
        TaskFate::TenantDisabled,
        TaskFate::Unfinished,
    ];
}

impl Chart {
    /// The picture as an SVG document.
    pub fn svg(&self) -> String {
        draw::draw(self)
    }
}
