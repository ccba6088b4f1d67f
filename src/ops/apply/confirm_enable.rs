//! The hook `pre-enable`: it may refuse a maintenance that is in force, which is then taken back.

use anyhow::anyhow;

use crate::domain::Instant;
use crate::error::{Code, Error, Result};
use crate::hooks::{Hook, Hooks};
use crate::ops::app::App;
use crate::ops::apply::hook_run::{hook_input, run_hook};
use crate::ops::apply::hook_turn::{HookOrder, HookTurn};
use crate::ops::change::ChangeRecord;
use crate::ops::records::mode_json;
use crate::scenario::Event;
use crate::store::{HistoryAction, HookPhase, Observer};

/// Records that the hook is about to be asked.
pub fn begin(observer: &Observer<'_>, hooks: &Hooks) -> Result<()> {
    if hooks.has(Hook::PreEnable) {
        observer.begin_phase(HookPhase::Enabling)?;
    }
    Ok(())
}

/// Asks the hook about the maintenance that began at `since`, and takes it back if the hook fails.
pub fn confirm(app: &App, hooks: &Hooks, since: Instant) -> Result<()> {
    if !hooks.has(Hook::PreEnable) {
        return Ok(());
    }
    let begun = [HookPhase::Telling, HookPhase::Enabling];
    let (turn, asked) = match HookTurn::wait(app, hooks, HookOrder::PreEnable) {
        Ok(turn) => {
            let asked = ask(app, hooks, &turn);
            (Some(turn), asked)
        }
        Err(error) => (None, Err(error)),
    };
    let mut error = match (&turn, asked) {
        (_, Err(error)) => error,
        (Some(turn), Ok(())) => {
            return turn.update_applied(app, &begun, |applied| applied.entered = true);
        }
        (None, Ok(())) => return Ok(()),
    };
    // The turn lasts until then: nobody tells the server what is about to be taken back.
    let ended = if turn.is_some() { &begun[..] } else { &[] };
    let is_taken_back = take_back(app, since, &error.message(), ended)?;
    let outcome = if is_taken_back {
        "the maintenance was taken back"
    } else {
        "the mode had been switched off meanwhile"
    };
    error.problem = anyhow!("{error}; {outcome}");
    if error.code == Code::HookFailed && error.hint.is_none() {
        error = error.hint("the mode is off again; the lines that begin with `pre-enable:` say why the hook refused");
    }
    Err(error)
}

fn ask(app: &App, hooks: &Hooks, turn: &HookTurn) -> Result<()> {
    let input = app.lock(|store| {
        let snapshot = store.snapshot();
        let input = hook_input(app, &snapshot, Hook::PreEnable)?;
        let observer = store.observe();
        observer.begin_phase(HookPhase::Telling)?;
        observer.commit()?;
        Ok(input)
    })?;
    run_hook(app, hooks, turn, &input).1
}

/// The error if a maintenance that was just switched on is off before the real server was told.
pub fn taken_back() -> Error {
    let message = "the maintenance was switched off or taken back by another command meanwhile";
    Error::new(Code::TakenBack, message).hint("`mm history` shows by whom")
}

/// Ends the maintenance that began at `since`, and phases of hooks. Returns whether it was still in
/// force.
fn take_back(app: &App, since: Instant, reason: &str, ended: &[HookPhase]) -> Result<bool> {
    app.change(HistoryAction::TakeBack, None, |change, now| {
        let snapshot = change.snapshot();
        let end_phases =
            |observer: &Observer<'_>| ended.iter().try_for_each(|phase| observer.end_phase(*phase));
        let by_hand = snapshot.declared_by_hand()?.filter(|each| each.since == since);
        let current = snapshot.in_force(now)?.filter(|each| each.since == since);
        let (Some(_), Some(before)) = (by_hand, current) else {
            change.observe(end_phases)?;
            return Ok(false);
        };
        let message = snapshot.server()?.message;
        let record = ChangeRecord {
            before: mode_json(Some(&before)),
            after: mode_json(None),
            reason: Some(reason.to_owned()),
            events: Event::mode_change(now, None, message.as_deref()),
        };
        change.record(record, |writer| {
            writer.end_declared(now)?;
            end_phases(writer)?;
            Ok(true)
        })
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::domain::Span;
    use crate::platform::permissions::CheckedFolders;
    use crate::testing::{TestStore, at};

    #[test]
    fn only_the_maintenance_that_the_hook_was_asked_about_is_taken_back() {
        #[track_caller]
        fn case(enabled: Option<&str>, now: &str, asked: &str, want: (bool, bool)) {
            let store = TestStore::live();
            if let Some(time) = enabled {
                let words = ["enable", "--for", "1h", "--on-expiry", "disable"];
                store.run(time, &words).unwrap();
            }
            let window = ["schedule", "add", "--at", "2026-11-23T21:15:00Z", "--for", "3h"];
            store.run("20:06", &window).unwrap();
            let taken_back = take_back(&store.app(now), at(asked), "why", &[]).unwrap();
            let is_declared = store.look(|snapshot| snapshot.declared_by_hand().unwrap().is_some());
            assert_eq!((taken_back, is_declared), want, "{enabled:?} {now} {asked}");
        }
        case(Some("20:00"), "20:10", "20:00", (true, false));
        case(None, "20:10", "20:00", (false, false));
        // It was switched off, and on again.
        case(Some("20:05"), "20:10", "20:00", (false, true));
        // It has ended, and a planned window has switched the mode on again.
        case(Some("20:00"), "21:30", "20:00", (false, true));
        case(Some("20:00"), "21:30", "21:15", (false, true));
    }

    /// A folder of hooks, with one that ends with a status.
    #[cfg(unix)]
    fn folder_of(store: &TestStore, name: &str, status: u8) -> String {
        use std::os::unix::fs::PermissionsExt as _;
        let beside = store.file("beside", "");
        let folder = Path::new(&beside).with_file_name("hooks");
        fs::create_dir_all(&folder).unwrap();
        let hook = folder.join(name);
        fs::write(&hook, format!("#!/bin/sh\nexit {status}\n")).unwrap();
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
        folder.to_str().unwrap().to_owned()
    }

    #[cfg(unix)]
    #[test]
    fn a_hook_is_asked_only_when_a_maintenance_begins_and_leaves_nothing_unfinished() {
        #[track_caller]
        fn case(hook: &str, status: u8, words: &[&[&str]], want: (bool, bool)) {
            let store = TestStore::new();
            let folder = folder_of(&store, hook, status);
            for words in words {
                let _ = store.run("20:00", &[&["--hooks", &folder][..], words].concat());
            }
            let (begun, applied) = store.look(|snapshot| {
                let phases = [HookPhase::Enabling, HookPhase::Telling];
                let begun = phases.map(|phase| snapshot.is_begun(phase).unwrap());
                (begun, snapshot.applied().unwrap())
            });
            assert_eq!(begun, [false, false], "{hook} {status} {words:?}");
            let is_on = store.look(|snapshot| snapshot.in_force(at("20:00")).unwrap().is_some());
            assert_eq!((is_on, applied.entered), want, "{hook} {status} {words:?}");
        }
        let enable = &["enable", "--for", "1h"][..];
        case("pre-enable", 0, &[enable], (true, true));
        case("pre-enable", 0, &[enable, &["extend", "1h"]], (true, true));
        case("pre-enable", 1, &[enable], (false, false));
        case("post-disable", 0, &[enable], (true, false));
    }

    #[cfg(unix)]
    #[test]
    fn a_maintenance_that_begins_is_recorded_together_with_the_hook_to_ask() {
        let store = TestStore::live();
        for (hook, want) in [("drained", false), ("pre-enable", true)] {
            let folder = folder_of(&store, hook, 0);
            let hooks = Hooks::at(folder.into(), CheckedFolders::Own, Span::from_secs(1));
            let is_begun = store.observe("20:00", |observer| {
                begin(observer, &hooks).unwrap();
                observer.snapshot().is_begun(HookPhase::Enabling).unwrap()
            });
            assert_eq!(is_begun, want, "{hook}");
        }
    }
}
