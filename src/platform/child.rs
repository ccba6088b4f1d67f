//! A child process that receives the signals that are sent to this process.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::process::{Child, Command, ExitStatus};

use crate::platform::lock::InheritedLock;

/// How a command ended.
pub enum ChildEnd {
    Ended(ExitStatus),
    NotStarted(io::Error),
    /// The system does not say how it ended.
    Lost(io::Error),
}

/// Runs a command to its end. The lock, which the command inherits, gets a note of its process group.
///
/// No signal is caught before the command is started: ignored signals stay ignored, and any other
/// ends this process with nothing started. No thread is needed.
pub fn run_child(command: &[OsString], lock: Option<&InheritedLock>) -> ChildEnd {
    let Some((program, args)) = command.split_first() else {
        return ChildEnd::NotStarted(ErrorKind::NotFound.into());
    };
    let mut command = Command::new(program);
    command.args(args);
    let mut start = || {
        let signals = Signals::new()?;
        let group = ProcessGroup::for_child(&mut command);
        let note = |group| lock.map_or(Ok(()), |lock| lock.note_group(group));
        note(group.before_start())?;
        let child = command.spawn()?;
        if group.before_start().is_none() {
            // The lock alone is enough for every command that does not close what it inherits.
            let _ = note(Some(child.id()));
        }
        Ok((signals, group, child))
    };
    let (signals, group, mut child) = match start() {
        Ok(started) => started,
        Err(error) => return ChildEnd::NotStarted(error),
    };
    let ended = signals.pass_on_until_end(&mut child, group);
    if let (ProcessGroup::Foreground(_), Some(lock)) = (group, lock) {
        // This process belongs to that group, too.
        let _ = lock.note_group(None);
    }
    ended.map_or_else(ChildEnd::Lost, ChildEnd::Ended)
}

/// The process group of a child.
#[derive(Debug, Clone, Copy)]
enum ProcessGroup {
    /// A group of its own: what is sent to the group of this process does not reach it.
    Own,
    /// The group of this process, which the terminal reaches: what the terminal sends reaches both.
    Foreground(u32),
}

impl ProcessGroup {
    /// A process in the foreground of its terminal stays there together with its child: in a group
    /// of its own, the child could not read from the terminal.
    #[cfg(unix)]
    fn for_child(command: &mut Command) -> ProcessGroup {
        let own = rustix::process::getpgrp();
        let is_in_foreground = std::fs::File::open("/dev/tty")
            .is_ok_and(|tty| rustix::termios::tcgetpgrp(&tty).is_ok_and(|group| group == own));
        match u32::try_from(own.as_raw_pid()) {
            Ok(own) if is_in_foreground => ProcessGroup::Foreground(own),
            Ok(_) | Err(_) => {
                super::in_a_group_of_its_own(command);
                ProcessGroup::Own
            }
        }
    }

    #[cfg(not(unix))]
    fn for_child(_: &mut Command) -> ProcessGroup {
        ProcessGroup::Own
    }

    /// The number of the group, if it is known before the child is started.
    fn before_start(self) -> Option<u32> {
        match self {
            ProcessGroup::Own => None,
            ProcessGroup::Foreground(group) => Some(group),
        }
    }
}

/// Passes signals on to a child.
#[cfg(unix)]
struct Signals {
    caught: signal_hook::iterator::SignalsInfo<signal_hook::iterator::exfiltrator::WithOrigin>,
}

#[cfg(unix)]
impl Signals {
    /// Prepares to catch signals; none is caught yet.
    fn new() -> io::Result<Signals> {
        let none: [i32; 0] = [];
        Ok(Signals { caught: signal_hook::iterator::SignalsInfo::new(none)? })
    }

    fn pass_on_until_end(
        mut self,
        child: &mut Child,
        group: ProcessGroup,
    ) -> io::Result<ExitStatus> {
        use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};
        use signal_hook::low_level::siginfo::Cause;
        let handle = self.caught.handle();
        if handle.add_signal(SIGCHLD).is_err() {
            return child.wait();
        }
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2] {
            // A signal that cannot be caught ends this process, and the lock stays with the child.
            let _ = handle.add_signal(signal);
        }
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            for origin in self.caught.wait() {
                match (group, origin.cause) {
                    _ if origin.signal == SIGCHLD => {}
                    (ProcessGroup::Own, _) => super::send_to_group(child.id(), origin.signal),
                    // The terminal has sent it to the child as well.
                    (ProcessGroup::Foreground(_), Cause::Kernel) => {}
                    (ProcessGroup::Foreground(_), _) => super::send(child.id(), origin.signal),
                }
            }
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "on Unix it can fail")]
    fn new() -> io::Result<Signals> {
        Ok(Signals)
    }

    fn pass_on_until_end(self, child: &mut Child, _: ProcessGroup) -> io::Result<ExitStatus> {
        child.wait()
    }
}

/// Whether a command was not started because this process or the system has too many open files.
#[cfg(unix)]
pub fn is_out_of_descriptors(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let errors = [Errno::MFILE, Errno::NFILE].map(Errno::raw_os_error);
    error.raw_os_error().is_some_and(|error| errors.contains(&error))
}

#[cfg(not(unix))]
pub fn is_out_of_descriptors(_: &io::Error) -> bool {
    false
}

/// Whether a child has ended. It stays unreaped, so that no other process gets its number.
#[cfg(unix)]
pub fn has_ended(child: &Child) -> io::Result<bool> {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let pid = pid.ok_or(ErrorKind::InvalidInput)?;
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    Ok(waitid(WaitId::Pid(pid), options)?.is_some())
}
