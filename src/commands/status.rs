//! `mm status`: show the state of the server, its drain, and the next planned window.

use super::prelude::*;
use crate::output::Format;
use crate::views::metrics::openmetrics;
use crate::views::status::StatusDocument;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm status                       the state in a few lines\n  mm status --json | jq .drain    the drain, for scripts\n  mm status --output openmetrics  metrics for Prometheus: docs/monitoring.md"
)]
pub struct Args {}

pub fn run(app: &App) -> Result<Response> {
    Ok(Response::new(Status(app.look(|snapshot| StatusDocument::read(app, snapshot))?)))
}

#[derive(Serialize)]
#[serde(transparent)]
struct Status(StatusDocument);

impl View for Status {
    fn text(&self, format: Format) -> Option<String> {
        (format == Format::OpenMetrics).then(|| openmetrics(&self.0))
    }

    fn page(&self, page: &mut Page) {
        self.0.page(page);
    }
}
