//! `mm status`: show the state of the server, its drain, and the next planned window.

use super::prelude::*;
use crate::views::status::StatusDocument;

/// Show the state: mode, reason, planned end, notification, drain
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mm status                       the state in a few lines\n  mm status --json | jq .drain    the drain, for scripts"
)]
pub struct Args {}

pub fn run(app: &App) -> Result<Response> {
    Ok(Response::new(app.look(|snapshot| StatusDocument::read(app, snapshot))?))
}
