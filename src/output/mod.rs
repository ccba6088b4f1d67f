//! Show: results as tables for people, and as JSON, JSON lines and CSV for scripts.

pub mod chart;
mod file;
mod fit;
mod page;
mod progress;
mod rows;
mod safe;
mod sink;
mod wrap;

pub use file::write_whole;
pub use page::{Align, Page, Table, plural, rough};
pub use progress::{Progress, json_line};
pub use rows::Rows;
pub use safe::{safe, safe_json};
pub use sink::{Sink, json};
pub use wrap::{columns, wrap};

use crate::domain::spelled;

spelled! {
    /// How results are written.
    pub enum Format: "format" {
        /// For people.
        Table = "table",
        /// One document.
        Json = "json",
        /// One document a row.
        Jsonl = "jsonl",
        /// Comma-separated values with a header.
        Csv = "csv",
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

/// What a verb returns: a result that can be shown in every format.
pub trait Show {
    /// Writes one JSON document.
    fn json(&self, to: &mut Sink<'_>) -> std::io::Result<()>;

    /// The same as rows, where there are rows.
    fn rows(&self) -> Option<Rows> {
        None
    }

    /// Writes for people.
    fn page(&self, page: &mut Page);
}
