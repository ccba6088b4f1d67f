//! `mm enable`: switch maintenance mode on.

use super::prelude::*;
use crate::args::LimitOptions;
use crate::commands::wait::{WaitOptions, check_refresh, wait_for};
use crate::domain::maintenance::OnExpiry;
use crate::ops::enabling::Enabling;
use crate::ops::limits::Limits;
use crate::ops::notification::{check_reason, check_template};
use crate::ops::reached::Reached;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "If the mode is already on, it stays on: the options that you give replace the old values.\n`mm enable` never asks; --dry-run shows what it would do.\n\nExamples:\n  mm enable --dry-run --for 2h                     show which jobs would fail\n  mm enable --for 2h --reason \"storage upgrade\"    switch it on for two hours\n  mm enable --until 23:30 --on-expiry disable      switch it off again at 23:30\n  mm enable --max-failed 0 --max-drain 30m         only if every run recovers\n  mm enable --wait --timeout 2h                    switch it on, and wait for the drain\n  mm enable --if-revision 17 --json                only if nothing changed meanwhile"
)]
pub struct Args {
    /// Reason, for the history and for {reason} in the notification
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Notification for this maintenance only
    #[arg(long, value_name = "TEXT")]
    message: Option<String>,
    /// Planned length, from now on
    #[arg(long = "for", value_name = "DURATION", value_parser = Span::typed, conflicts_with = "until")]
    length: Option<Span>,
    /// Planned end
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    until: Option<When>,
    /// Action at the planned end: stay on and count as overdue, or switch off [default: alarm]
    #[arg(long, value_name = "ACTION", value_parser = spelled::<OnExpiry>())]
    on_expiry: Option<OnExpiry>,
    /// Show what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    limits: LimitOptions,
    /// Wait until the server is drained
    #[arg(long, conflicts_with = "dry_run")]
    wait: bool,
    #[command(flatten)]
    wait_options: WaitOptions,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, global: &Global, args: &Args) -> Result<Response> {
    let WaitOptions { timeout, refresh, complete, .. } = &args.wait_options;
    if !args.wait && (timeout.is_some() || refresh.is_some() || *complete) {
        return Err(Error::usage("--timeout, --refresh and --complete need --wait"));
    }
    check_refresh(&args.wait_options)?;
    check_reason(args.reason.as_ref())?;
    if let Some(message) = &args.message {
        check_template("--message", message)?;
    }
    let LimitOptions { max_failed, max_drain } = args.limits;
    let enabling = Enabling {
        reason: args.reason.clone().filter(|reason| !reason.trim().is_empty()),
        message: args.message.clone(),
        length: args.length,
        until: args.until,
        on_expiry: args.on_expiry,
        dry_run: args.dry_run,
        limits: Limits { max_failed, max_drain },
    };
    let revision = args.expect.revision;
    if args.dry_run {
        return Ok(app.preview_mode(revision, |mode| enabling.decide(app, mode))?.into());
    }
    let mut outcome =
        app.change_mode(HistoryAction::Enable, revision, |mode| enabling.decide(app, mode))?;
    if outcome.changed && !args.wait {
        outcome.next_step = Some(if outcome.is_never_refreshed {
            "`mm jobs import` tells which sessions run, as a refresh hook would (docs/connect.md); `mm wait drained` waits for them."
        } else {
            "`mm wait drained` waits for the running sessions."
        });
    }
    let mut response = Response::from(outcome);
    if args.wait && response.exit == Exit::Done {
        let (app, global, options) = (app.clone(), global.clone(), args.wait_options.clone());
        response.next = Some(Box::new(move || wait_for(&app, &global, Reached::Drained, &options)));
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use clap::Parser as _;
    use serde_json::Value;

    use crate::cli::Cli;
    use crate::domain::{Instant, Span};
    use crate::ops::app::{App, AppOptions};
    use crate::output::Format;
    use crate::testing::text_of;

    fn run(store: &str, words: &[&str]) -> Value {
        let cli = Cli::try_parse_from([&["mm", "--store", store], words].concat()).unwrap();
        serde_json::from_str(&text_of(&cli.execute().unwrap(), Format::Json)).unwrap()
    }

    fn page(store: &str, words: &[&str]) -> String {
        let cli = Cli::try_parse_from([&["mm", "--store", store], words].concat()).unwrap();
        let text = text_of(&cli.execute().unwrap(), Format::Table);
        // Without line breaks.
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A new live store in a folder of its own.
    fn live_store() -> (tempfile::TempDir, String) {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("mm.db").to_str().unwrap().to_owned();
        run(&store, &["init", "--live"]);
        (folder, store)
    }

    #[test]
    fn replicas_in_failover_are_named_by_tenant_before_the_change() {
        let (_folder, store) = live_store();
        let store = &*store;
        for (tenant, replica) in [("Kestrel", "erp_replica"), ("Godwit", "a"), ("Kestrel", "x")] {
            run(store, &["tenants", "add", tenant]);
            run(store, &["tenants", "failover", tenant, replica]);
        }
        let wanted = [
            "Kestrel has 2 replicas in failover or failback: erp_replica, x",
            "Godwit has 1 replica in failover or failback: a",
        ];
        for words in [&["enable", "--dry-run"][..], &["enable"]] {
            let warnings = run(store, words)["warnings"].to_string();
            assert!(wanted.iter().all(|each| warnings.contains(each)), "{words:?}: {warnings}");
        }
        let again = run(store, &["enable"])["warnings"].to_string();
        assert!(!again.contains("failover"), "{again}");
    }

    #[test]
    fn without_an_apply_hook_a_change_is_recorded_and_not_made() {
        let (_folder, store) = live_store();
        let store = &*store;
        let not_switched = "The real server was not switched: no apply hook is installed.";
        let enabled = page(store, &["enable"]);
        let headline = format!("Maintenance mode is recorded as on. {not_switched}");
        assert!(enabled.starts_with(&headline), "{enabled}");
        assert!(!enabled.contains("warning: the real server"), "{enabled}");
        let disabled = page(store, &["disable"]);
        let headline = format!("Maintenance mode is recorded as off. {not_switched}");
        assert!(disabled.starts_with(&headline), "{disabled}");
        let wanted = "the real server is not told: no apply hook is installed";
        assert!(run(store, &["enable"])["warnings"].to_string().contains(wanted));
    }

    #[test]
    fn a_dry_run_shows_every_warning_of_the_change() {
        let (_folder, store) = live_store();
        let store = &*store;
        let job = ["--tenant", "Kestrel", "--type", "vm-backup", "--task", "a=1h"];
        run(store, &[&["jobs", "add", "nightly"][..], &job].concat());
        let words = ["enable", "--for", "2h", "--max-failed", "30"];
        let dry = [&words[..], &["--dry-run"]].concat();
        let shown = page(store, &dry);
        let headline = "Maintenance mode would be recorded as on. The real server would not be \
            switched: no apply hook is installed.";
        assert!(shown.contains(headline), "{shown}");
        assert!(shown.contains("--max-failed does not count"), "{shown}");
        let previewed = run(store, &dry)["warnings"].clone();
        assert_eq!(previewed, run(store, &words)["warnings"]);
        let off = page(store, &["disable", "--dry-run"]);
        assert!(off.contains("The real server would not be switched"), "{off}");
    }

    #[test]
    fn a_drain_that_is_not_known_exceeds_a_limit_and_the_hint_says_what_helps() {
        #[track_caller]
        fn case(store: &str, words: &[&str], want: &str) {
            let cli = Cli::try_parse_from([&["mm", "--store", store], words].concat()).unwrap();
            let error = cli.execute().err().unwrap();
            assert_eq!(error.code.name(), "unsafe");
            let hint = error.hint.unwrap();
            assert!(hint.contains(want), "{words:?}: {hint}");
        }
        let (folder, store) = live_store();
        let store = &*store;
        let job = ["--tenant", "Kestrel", "--type", "vm-backup", "--task", "a=1h"];
        let daily = ["--cron", "* * * * *", "--timezone", "UTC"];
        run(store, &[&["jobs", "add", "nightly"][..], &job, &daily].concat());
        let limit = ["enable", "--dry-run", "--for", "2h", "--max-drain", "1h"];
        case(store, &limit, "import a complete listing");
        case(store, &[&limit[..], &["--max-failed", "0"]].concat(), "`mm plan`");
        run(store, &["rehearse", folder.path().join("r.db").to_str().unwrap()]);
        let rehearsal = folder.path().join("r.db");
        let rehearsal = rehearsal.to_str().unwrap();
        case(rehearsal, &["enable", "--dry-run", "--for", "2h", "--max-failed", "0"], "`mm plan`");
    }

    #[test]
    fn a_limit_says_of_how_many_jobs_it_cannot_count_the_runs() {
        let (_folder, store) = live_store();
        let store = &*store;
        let job = ["--tenant", "Kestrel", "--type", "vm-backup", "--task", "a=1h"];
        run(store, &[&["jobs", "add", "nightly"][..], &job].concat());
        let local = ["--target", "local"];
        run(store, &[&["jobs", "add", "local", "--cron", "0 1 * * *"][..], &local, &job].concat());
        let enabled = run(store, &["enable", "--for", "2h", "--max-failed", "0"]);
        let wanted = "--max-failed does not count the refused runs of 1 job, whose start times";
        assert!(enabled["warnings"].to_string().contains(wanted), "{enabled}");
        let effect = &enabled["effect"];
        assert_eq!(effect["starts_not_known"], 1);
        assert_eq!(effect["tenants"][0]["starts_not_known"], 1);
        assert_eq!(effect["tenants"][0]["runs_affected"], 0);
        let phrases = effect["not_known"].to_string();
        assert!(phrases.contains("no start times for 1 of 2 jobs"), "{phrases}");
        assert!(phrases.contains("which sessions run now"), "{phrases}");
        let again = run(store, &["enable", "--for", "3h"])["warnings"].to_string();
        assert!(!again.contains("--max-failed"), "{again}");
    }

    #[test]
    fn a_relative_end_counts_from_the_moment_at_which_the_lock_is_held() {
        let (_folder, store) = live_store();
        let store = &*store;
        let (locked, is_locked) = channel();
        let options = AppOptions {
            store: Some(store.into()),
            now: None,
            actor: None,
            hooks: None,
            hook_timeout: Span::from_secs(1),
            hook_output: |_| true,
        };
        let holder = std::thread::spawn(move || {
            let app = App::new(options).unwrap();
            app.lock(|store| {
                locked.send(()).unwrap();
                std::thread::sleep(Duration::from_millis(1500));
                store.leave()
            })
            .unwrap();
        });
        is_locked.recv().unwrap();
        // The wait for the lock takes longer than the maintenance lasts.
        let enabled = run(store, &["enable", "--for", "1s"]);
        holder.join().unwrap();
        let at = |name: &str| Instant::parse(enabled[name].as_str().unwrap()).unwrap();
        assert_eq!(at("until") - at("since"), Span::from_secs(1));
    }
}
