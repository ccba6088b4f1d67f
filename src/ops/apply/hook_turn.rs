//! One hook at a time: the marks of the processes that run hooks of a store.

use std::time::Duration;

use crate::clock::Stopwatch;
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::platform;
use crate::platform::{is_alive, this_process};
use crate::store::{Applied, Change, HookPhase, Observer, Snapshot};

const PHASES: [HookPhase; 2] = [HookPhase::Telling, HookPhase::Enabling];
/// The interval between two looks at the marks.
const POLL: Duration = Duration::from_millis(50);
/// A change runs this many hooks at most, each within the time limit.
const HOOKS_PER_CHANGE: u32 = 4;

/// Whether a process runs hooks, or was killed while it did.
pub fn is_marked(snapshot: &Snapshot<'_>) -> Result<bool> {
    Ok(snapshot.busy(HookPhase::Telling)?.or(snapshot.busy(HookPhase::Enabling)?).is_some())
}

/// Marks that this process is about to run a hook.
pub fn mark(observer: &Observer<'_>, phase: HookPhase) -> Result<()> {
    observer.set_busy(phase, this_process().as_ref())
}

/// Decides under the lock which hook to run, once no other process runs one. Fails with
/// `hooks-busy` if others do not finish in time.
pub fn in_turn<T>(
    app: &App,
    limit: Duration,
    mut decide: impl FnMut(Change<'_>) -> Result<T>,
) -> Result<T> {
    let watch = Stopwatch::start();
    loop {
        let decided = app.lock(|change| {
            if is_another_at_work(&change.snapshot())? {
                Ok(None)
            } else {
                decide(change).map(Some)
            }
        })?;
        if let Some(decided) = decided {
            return Ok(decided);
        }
        // A hook that runs `mm` would wait for its own parent.
        if platform::is_within_a_hook() || watch.elapsed() > limit * HOOKS_PER_CHANGE {
            let message = "another process was running hooks and did not finish in time";
            return Err(Error::new(Code::HooksBusy, message));
        }
        std::thread::sleep(POLL);
    }
}

fn is_another_at_work(snapshot: &Snapshot<'_>) -> Result<bool> {
    let this = this_process();
    for phase in PHASES {
        let process = snapshot.busy(phase)?.filter(|process| Some(process) != this.as_ref());
        if process.is_some_and(|process| is_alive(&process)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Updates what is known of the real server, and removes marks.
pub fn update_applied(
    app: &App,
    unmark: &[HookPhase],
    update: impl FnOnce(&mut Applied),
) -> Result<()> {
    app.lock(|change| {
        let mut applied = change.snapshot().applied()?;
        update(&mut applied);
        let observer = change.observe();
        observer.set_applied(&applied)?;
        unmark.iter().try_for_each(|phase| observer.set_busy(*phase, None))?;
        observer.commit()
    })
}

/// Removes the mark of this process, if it is there.
pub fn end_turn(app: &App) -> Result<()> {
    app.lock(|change| {
        let is_own = change.snapshot().busy(HookPhase::Telling)? == this_process();
        let observer = change.observe();
        if is_own {
            observer.set_busy(HookPhase::Telling, None)?;
        }
        observer.commit()
    })
}
