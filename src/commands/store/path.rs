//! `mm store path`: print the path of the store.

use std::path::PathBuf;

use serde::Serialize;

use crate::commands::Response;
use crate::ops::app::App;
use crate::output::{Page, View, sanitize};

/// The document `mm.store/1` of a path.
#[derive(Serialize)]
struct StorePath {
    schema: &'static str,
    /// Always null: the store is not opened.
    revision: Option<u64>,
    path: PathBuf,
    exists: bool,
}

pub fn run(app: &App) -> Response {
    let path = std::path::absolute(&app.location.0).unwrap_or_else(|_| app.location.0.clone());
    let exists = path.exists();
    Response::new(StorePath { schema: "mm.store/1", revision: None, path, exists })
}

impl View for StorePath {
    fn page(&self, page: &mut Page) {
        page.line(sanitize(&self.path.to_string_lossy()));
    }
}
