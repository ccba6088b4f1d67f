//! Chart: tenants as lanes over time, with the windows, sessions and tasks in them.

mod axis;
mod draw;
mod lane;
mod style;
mod svg;

use jiff::tz::TimeZone;

use crate::domain::Instant;

/// What a picture shows.
pub struct Chart {
    /// What it is about, in a line.
    pub title: String,
    /// What it says, in a sentence, for those who cannot see it.
    pub summary: String,
    /// Where the picture begins.
    pub start: Instant,
    /// Where it ends.
    pub end: Instant,
    /// When the mode is on.
    pub windows: Vec<Shade>,
    /// From top to bottom.
    pub lanes: Vec<Lane>,
    /// The zone in which times are told.
    pub zone: TimeZone,
}

/// A time during which the mode is on.
pub struct Shade {
    /// Since when.
    pub from: Instant,
    /// Until when, if it ends.
    pub until: Option<Instant>,
    /// Since when no covered session works.
    pub drained_at: Option<Instant>,
}

/// One tenant, or several put together.
pub struct Lane {
    /// Whose it is.
    pub name: String,
    /// What becomes of it, in a few words.
    pub note: String,
    /// Its sessions.
    pub bars: Vec<Bar>,
}

/// A session.
pub struct Bar {
    /// What becomes of it, in a few words.
    pub title: String,
    /// Its beginning.
    pub from: Instant,
    /// Its end, if it has come.
    pub to: Option<Instant>,
    /// Its tasks.
    pub pieces: Vec<Piece>,
}

/// A task.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// Its beginning; `None`: it never began.
    pub from: Option<Instant>,
    /// Its end, if it has come.
    pub to: Option<Instant>,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It succeeds.
    Succeeded,
    /// It is pending or running at the end.
    Unfinished,
    /// It ends in an error of its own.
    Failed,
    /// It ends since its tenant is disabled.
    TenantDisabled,
    /// The mode refuses it.
    FailedByMaintenance,
}

impl Fate {
    const ALL: [Fate; 5] = [
        Fate::Succeeded,
        Fate::FailedByMaintenance,
        Fate::Failed,
        Fate::TenantDisabled,
        Fate::Unfinished,
    ];
}

impl Chart {
    /// The picture as an SVG document.
    pub fn svg(&self) -> String {
        draw::draw(self)
    }
}
