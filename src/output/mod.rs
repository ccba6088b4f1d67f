//! Show: results as tables for people, and as JSON, JSON lines and CSV for scripts.

pub mod chart;
mod file;
mod fit;
mod html;
mod page;
mod progress;
mod rows;
mod safe;
mod sink;
mod table;
mod wrap;

pub use crate::domain::{plural, rough};
pub use crate::output::file::write_whole;
pub use crate::output::html::Html;
pub use crate::output::page::Page;
pub use crate::output::progress::{Progress, json_line};
pub use crate::output::rows::{Reader, Rows};
pub use crate::output::safe::{safe, safe_json};
pub use crate::output::sink::{Sink, json};
pub use crate::output::table::{Align, Table};
pub use crate::output::wrap::{columns, wrap};

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
        /// One page that stands by itself, to be sent; only of a report.
        Html = "html",
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

    /// The same as a page of HTML, where it is made to be sent. `page` tells times as people here
    /// read them.
    fn html(&self, page: &Page) -> Option<String> {
        let _ = page;
        None
    }

    /// Writes for people.
    fn page(&self, page: &mut Page);
}
