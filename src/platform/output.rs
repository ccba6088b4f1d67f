//! The output of a shell command that must end within a time limit.

use std::fmt;
use std::io::{self, Read as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use crate::clock::Stopwatch;
use crate::platform::kill_group;

/// Why a command gave no usable output.
#[derive(Debug)]
pub enum OutputError {
    NotStarted(io::Error),
    Failed(ExitStatus),
    /// It took longer than the limit and was killed, with every process of its group.
    TimedOut,
    /// The caller asked to stop, and it was killed.
    Stopped,
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::NotStarted(error) => write!(f, "the command cannot be run: {error}"),
            OutputError::Failed(status) => write!(f, "the command ended with {status}"),
            OutputError::TimedOut => f.write_str("the command did not end in time and was killed"),
            OutputError::Stopped => f.write_str("the command was interrupted and killed"),
        }
    }
}

/// Runs a shell command in a process group of its own and returns what it writes to standard output.
/// After `limit`, or once `stop` says so, the whole group is killed.
pub fn output_of(
    command: &str,
    limit: Option<Duration>,
    stop: impl Fn() -> bool,
) -> Result<Vec<u8>, OutputError> {
    const STEP: Duration = Duration::from_millis(50);
    const POLL: Duration = Duration::from_millis(2);
    let watch = Stopwatch::start();
    let mut child = start(command).map_err(OutputError::NotStarted)?;
    let pipe = child.stdout.take();
    let (to, from) = channel();
    let reader = std::thread::Builder::new().spawn(move || {
        let mut output = Vec::new();
        let read = pipe.map_or(Ok(0), |mut pipe| pipe.read_to_end(&mut output));
        // Nobody listens any more once the limit has passed.
        let _ = to.send(read.map(|_| output));
    });
    if let Err(error) = reader {
        kill(&mut child);
        return Err(OutputError::NotStarted(error));
    }
    let give_up = || match limit {
        _ if stop() => Some(OutputError::Stopped),
        Some(limit) if watch.elapsed() >= limit => Some(OutputError::TimedOut),
        Some(_) | None => None,
    };
    let mut output = loop {
        match from.recv_timeout(STEP) {
            Ok(output) => break output.map_err(OutputError::NotStarted),
            Err(RecvTimeoutError::Disconnected) => break Ok(Vec::new()),
            Err(RecvTimeoutError::Timeout) => {
                if let Some(reason) = give_up() {
                    break Err(reason);
                }
            }
        }
    };
    // A command may close its output and go on.
    while output.is_ok() && child.try_wait().map_err(OutputError::NotStarted)?.is_none() {
        if let Some(reason) = give_up() {
            output = Err(reason);
        }
        std::thread::sleep(POLL);
    }
    if output.is_err() {
        kill(&mut child);
    }
    let status = child.wait().map_err(OutputError::NotStarted)?;
    kill_group(child.id());
    let output = output?;
    if status.success() { Ok(output) } else { Err(OutputError::Failed(status)) }
}

fn start(command: &str) -> io::Result<Child> {
    let shell = if cfg!(unix) { ["sh", "-c"] } else { ["cmd", "/C"] };
    let mut child = Command::new(shell[0]);
    child.args([shell[1], command]).stdin(Stdio::null()).stdout(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut child, 0);
    child.spawn()
}

fn kill(child: &mut Child) {
    kill_group(child.id());
    // It may have ended by itself.
    let _ = child.kill();
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Duration;

    use super::{OutputError, output_of};
    use crate::clock::Stopwatch;

    #[test]
    fn a_command_that_hangs_is_killed_with_what_it_started() {
        let watch = Stopwatch::start();
        let limit = Some(Duration::from_millis(200));
        for hanging in [
            "sleep 600",
            "sleep 600 & wait",
            "(sleep 600 &) ; sleep 600",
            "sleep 600 &",
            "exec 1>&-; sleep 600",
        ] {
            let ended = output_of(hanging, limit, || false);
            assert!(matches!(ended, Err(OutputError::TimedOut)), "{hanging}: {ended:?}");
        }
        assert!(matches!(output_of("sleep 600", None, || true), Err(OutputError::Stopped)));
        assert!(watch.elapsed() < Duration::from_mins(5), "nothing was waited for");
    }

    #[test]
    fn output_counts_only_if_the_command_succeeds() {
        let output = |command| output_of(command, None, || false);
        assert_eq!(output("printf ok").unwrap(), b"ok");
        assert!(matches!(output("printf half; exit 3"), Err(OutputError::Failed(_))));
        assert_eq!(output("head -c 300000 /dev/zero").unwrap().len(), 300_000);
    }
}
