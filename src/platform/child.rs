//! A child process that receives the signals that are sent to this process.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::process::{Child, Command, ExitStatus};

/// How a command ended.
pub enum ChildEnd {
    Ended(ExitStatus),
    NotStarted(io::Error),
    /// The system does not say how it ended.
    Lost(io::Error),
}

impl ChildEnd {
    pub fn is_success(&self) -> bool {
        matches!(self, ChildEnd::Ended(status) if status.success())
    }
}

/// Runs a command to its end. `started` is called once it runs.
pub fn run_child(
    command: &[OsString],
    signals: CaughtSignals,
    started: impl FnOnce(&Child),
) -> ChildEnd {
    let Some((program, args)) = command.split_first() else {
        return ChildEnd::NotStarted(ErrorKind::NotFound.into());
    };
    let mut child = match Command::new(program).args(args).spawn() {
        Ok(child) => child,
        Err(error) => return ChildEnd::NotStarted(error),
    };
    signals.pass_on_to(child.id());
    started(&child);
    match child.wait() {
        Ok(status) => ChildEnd::Ended(status),
        Err(error) => ChildEnd::Lost(error),
    }
}

/// Signals that were sent to this process since [`CaughtSignals::new`].
pub struct CaughtSignals {
    #[cfg(unix)]
    caught:
        Option<signal_hook::iterator::SignalsInfo<signal_hook::iterator::exfiltrator::WithOrigin>>,
}

impl CaughtSignals {
    #[cfg(unix)]
    pub fn new() -> CaughtSignals {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};
        let caught = signal_hook::iterator::SignalsInfo::new([
            SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2,
        ]);
        CaughtSignals { caught: caught.ok() }
    }

    #[cfg(not(unix))]
    pub fn new() -> CaughtSignals {
        CaughtSignals {}
    }

    /// Passes on what other processes send. A terminal sends its signals to the child as well.
    #[cfg(unix)]
    fn pass_on_to(self, pid: u32) {
        use signal_hook::low_level::siginfo::{Cause, Sent};
        let Some(mut caught) = self.caught else {
            return;
        };
        std::thread::spawn(move || {
            for origin in &mut caught {
                if matches!(origin.cause, Cause::Sent(Sent::User | Sent::TKill)) {
                    super::send(pid, origin.signal);
                }
            }
        });
    }

    #[cfg(not(unix))]
    fn pass_on_to(self, _: u32) {}
}
