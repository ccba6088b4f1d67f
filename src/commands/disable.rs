//! `mm disable`: switch maintenance mode off.

use super::prelude::*;
use crate::domain::rough;
use crate::ops::mode_change::{CurrentMode, ModeChange};
use crate::ops::mode_outcome::{ModeOutcome, NOT_SWITCHED, WOULD_NOT_SWITCH};
use crate::ops::notification::check_reason;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "If the mode is already off, nothing changes and the exit status is 0. Within a planned window it ends this occurrence.\n\nExamples:\n  mm disable\n  mm disable --reason \"upgrade done\" --json"
)]
pub struct Args {
    /// Reason, for the history
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Show what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<ModeOutcome> {
    check_reason(args.reason.as_ref())?;
    if args.dry_run {
        return app.preview_mode(args.expect.revision, |mode| {
            let mut change = decide(args, mode)?;
            if change.is_change() {
                change.forecast = Some(mode.forecast(&change)?);
            }
            Ok(change)
        });
    }
    app.change_mode(HistoryAction::Disable, args.expect.revision, |mode| decide(args, mode))
}

fn decide(args: &Args, mode: &CurrentMode<'_>) -> Result<ModeChange> {
    let title = match mode.maintenance().map(|current| rough(mode.now - current.since)) {
        Some(lasted) if args.dry_run && mode.is_only_recorded() => {
            format!(
                "Maintenance mode would be recorded as off. {WOULD_NOT_SWITCH} It has lasted {lasted}."
            )
        }
        Some(lasted) if args.dry_run => {
            format!("Maintenance would be off. It has lasted {lasted}.")
        }
        Some(lasted) if mode.is_only_recorded() => {
            format!("Maintenance mode is recorded as off. {NOT_SWITCHED} It lasted {lasted}.")
        }
        Some(lasted) => format!("Maintenance is off. It lasted {lasted}."),
        None => "Maintenance is already off; nothing was changed.".to_owned(),
    };
    let mut change = mode.end(title)?;
    change.reason.clone_from(&args.reason);
    change.report = mode.report()?;
    Ok(change)
}

#[cfg(test)]
mod tests {
    use crate::testing::TestStore;

    #[test]
    fn an_open_window_ends_with_the_mode_and_a_later_one_opens_all_the_same() {
        let store = TestStore::new();
        for at in ["2026-11-23T21:00:00Z", "2026-11-23T23:00:00Z"] {
            store.run("20:00", &["schedule", "add", "--at", at, "--for", "90m"]).unwrap();
        }
        let mode = |time| store.run(time, &["status"]).unwrap()["mode"].clone();
        assert_eq!(mode("21:10"), "maintenance");
        // What an operator declares ends, too, whichever began first.
        store.run("21:15", &["enable"]).unwrap();
        assert_eq!(store.run("21:20", &["disable"]).unwrap()["mode"], "active");
        assert_eq!((mode("21:20"), mode("22:20")), ("active".into(), "active".into()));
        assert_eq!(mode("23:10"), "maintenance");
        // A window that opens at this instant has begun.
        store.run("23:20", &["disable"]).unwrap();
        let next = ["schedule", "add", "--at", "2026-11-23T23:40:00Z", "--for", "10m"];
        store.run("23:30", &next).unwrap();
        assert_eq!(store.run("23:40", &["disable"]).unwrap()["mode"], "active");
        assert_eq!(mode("23:45"), "active");
    }

    #[test]
    fn a_dry_run_shows_what_a_later_window_would_do() {
        let store = TestStore::new();
        for (name, start) in [("open", "21:30"), ("later", "23:10")] {
            let start = format!("2026-11-23T{start}:00Z");
            let add = ["jobs", "add", name, "--tenant", name, "--type", "vm-backup"];
            let more = ["--task", "x=30m", "--start", &start];
            store.run("20:00", &[&add[..], &more].concat()).unwrap();
        }
        for at in ["2026-11-23T21:00:00Z", "2026-11-23T23:00:00Z"] {
            store.run("20:00", &["schedule", "add", "--at", at, "--for", "90m"]).unwrap();
        }
        let shown = store.run("21:20", &["disable", "--dry-run"]).unwrap();
        let tenants = shown["effect"]["tenants"].as_array().unwrap().iter();
        let mut refused: Vec<String> =
            tenants.map(|each| format!("{} {}", each["name"], each["refused"])).collect();
        refused.sort_unstable();
        assert_eq!(refused, ["\"later\" 1", "\"open\" 0"]);
    }
}
