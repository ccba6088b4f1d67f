//! Formatting: results as tables and pages for people, and as JSON, JSON lines and CSV for scripts.

pub mod chart;
mod file;
mod html;
mod icalendar;
mod json;
mod openmetrics;
mod page;
mod program;
mod progress;
mod rows;
mod sanitize;
pub mod stderr;
mod svg;
mod table;
mod tone;
mod wrap;
mod writer;

pub use crate::domain::{delay, plural, rough};
pub use crate::output::file::write_whole;
pub use crate::output::html::Html;
pub use crate::output::icalendar::{CalendarEvent, icalendar, utc};
pub use crate::output::json::print_json;
pub use crate::output::openmetrics::{OpenMetrics, seconds};
pub use crate::output::page::{Dates, Page, Times, minute};
pub use crate::output::program::name_program;
pub use crate::output::progress::Progress;
pub use crate::output::rows::Rows;
pub use crate::output::sanitize::{sanitize, sanitize_json};
pub use crate::output::table::{Align, Table, count};
pub use crate::output::tone::Tone;
pub use crate::output::wrap::{columns, wrap};
pub use crate::output::writer::ResultWriter;

use crate::domain::spelled;

spelled! {
    /// How results are written.
    pub enum Format: "format" {
        /// For people.
        Table = "table",
        /// One document.
        Json = "json",
        /// One object per row.
        Jsonl = "jsonl",
        /// Comma-separated values with a header.
        Csv = "csv",
        /// A self-contained page; only `mm report` writes it.
        Html = "html",
        /// Metrics for Prometheus; only `mm status` writes it.
        OpenMetrics = "openmetrics",
        /// A calendar; only `mm schedule list` writes it.
        Ics = "ics",
    }
}

spelled! {
    /// When colours are used.
    pub enum Color: "choice" {
        /// At a terminal.
        Auto = "auto",
        /// Always.
        Always = "always",
        /// Never.
        Never = "never",
    }
}

/// What a command returns. As JSON it is what `Serialize` says.
pub trait View: serde::Serialize {
    /// The result as rows, for commands with rows.
    fn rows(&self) -> Option<Rows> {
        None
    }

    /// The result as HTML, for commands with a page to send. `page` formats local times.
    fn html(&self, page: &Page) -> Option<String> {
        let _ = page;
        None
    }

    /// The result in a format that few commands write: OpenMetrics, iCalendar.
    fn text(&self, format: Format) -> Option<String> {
        let _ = format;
        None
    }

    /// Writes the result for people.
    fn page(&self, page: &mut Page);
}
