//! One hook at a time: the lock that a process holds while it runs hooks of a store.

use std::time::Duration;

use crate::clock::Deadline;
use crate::error::{Code, Error, Result};
use crate::hooks::Hooks;
use crate::ops::app::App;
use crate::platform;
use crate::platform::lock::InheritedLock;
use crate::store::{ApplyRecord, HookPhase, Snapshot};

/// The interval between two attempts to take the lock.
const POLL: Duration = Duration::from_millis(20);

/// Whether hooks are being run, or a process was killed while it ran them.
pub fn is_unfinished(snapshot: &Snapshot<'_>) -> Result<bool> {
    Ok(snapshot.is_begun(HookPhase::Telling)? || snapshot.is_begun(HookPhase::Enabling)?)
}

/// Which hooks a process waits to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HookOrder {
    /// `pre-enable`, which comes before all others.
    PreEnable,
    AnyOther,
}

/// The right to run hooks of a store and to record what the real server was told. Hooks inherit the
/// lock behind it, so that a hook whose `mm` was killed keeps it.
pub struct HookTurn {
    pub lock: InheritedLock,
}

impl HookTurn {
    /// Waits until no other process runs hooks; fails with `hooks-busy` if that takes more than four
    /// time limits.
    pub fn wait(app: &App, hooks: &Hooks, order: HookOrder) -> Result<HookTurn> {
        let deadline = Deadline::new(Some(hooks.patience()));
        loop {
            if let Some(lock) = app.location.try_hook_lock()? {
                let turn = HookTurn { lock };
                if order == HookOrder::PreEnable || !app.location.is_enabling()? {
                    return Ok(turn);
                }
            }
            // A hook that runs `mm` would wait for its own parent.
            if platform::is_within_a_hook() || deadline.has_passed() {
                let message = "another process was running hooks and did not finish in time";
                return Err(Error::new(Code::HooksBusy, message)
                    .hint("once its hooks have ended, `mm apply` tells the real server"));
            }
            std::thread::sleep(POLL);
        }
    }

    /// Waits for the turn of another hook than `pre-enable`; `None`: other hooks did not end in time.
    pub fn wait_or_leave(app: &App, hooks: &Hooks) -> Result<Option<HookTurn>> {
        match HookTurn::wait(app, hooks, HookOrder::AnyOther) {
            Ok(turn) => Ok(Some(turn)),
            Err(error) if error.code == Code::HooksBusy => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Updates what is known of the real server, and ends phases.
    #[expect(clippy::unused_self, reason = "only the process whose turn it is may do this")]
    pub fn update_applied(
        &self,
        app: &App,
        ended: &[HookPhase],
        update: impl FnOnce(&mut ApplyRecord),
    ) -> Result<()> {
        app.lock(|store| {
            let mut applied = store.snapshot().applied()?;
            update(&mut applied);
            let observer = store.observe();
            observer.set_applied(&applied)?;
            ended.iter().try_for_each(|phase| observer.end_phase(*phase))?;
            observer.commit()
        })
    }
}

impl Drop for HookTurn {
    fn drop(&mut self) {
        self.lock.release();
    }
}
