//! `mm extend`: move the planned end of the current maintenance.

use super::prelude::*;
use crate::domain::maintenance::Maintenance;
use crate::ops::app::within_calendar;
use crate::ops::mode_outcome::ModeOutcome;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  mm extend 30m\n  mm extend 1h --json")]
pub struct Args {
    /// Time to add to the planned end
    #[arg(value_name = "DURATION", value_parser = Span::typed)]
    by: Span,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<ModeOutcome> {
    app.change_mode(HistoryAction::Extend, args.expect.revision, |mode| {
        let current = mode.maintenance().cloned().ok_or_else(|| {
            Error::new(Code::NotInMaintenance, "maintenance mode is off")
                .hint("`mm enable --for DURATION` switches it on")
        })?;
        let end = current.until.ok_or_else(|| {
            Error::new(Code::NoPlannedEnd, "the maintenance has no planned end")
                .hint("`mm enable --for DURATION` sets one")
        })?;
        let end = within_calendar("the new planned end", end + args.by)?;
        if end <= mode.now {
            let message = format!("the planned end would be {}, which is in the past", app.times()(end));
            return Err(Error::new(Code::StillOverdue, message)
                .hint("`mm enable --until +1h` sets it to an hour from now, and `mm disable` ends the maintenance"));
        }
        let extended = Maintenance { until: Some(end), ..current };
        mode.declare(Some(extended), "The planned end was moved.")
    })
}
