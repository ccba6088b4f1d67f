//! Running a hook: its input, its output, its time limit, and how it failed.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, BufRead as _, BufReader, PipeReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use crate::clock::Stopwatch;
use crate::platform;

/// The interval between two checks whether a hook has ended.
const STEP: Duration = Duration::from_millis(20);
/// How long to wait for the last output: a process that the hook left running may keep the pipe open.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// Longer lines are passed on in parts.
const LINE: usize = 4096;

pub struct Call<'c> {
    pub program: &'c Path,
    pub environment: Vec<(&'static str, OsString)>,
    /// Written to its standard input.
    pub input: String,
    pub limit: Duration,
}

/// How a hook failed.
#[derive(Debug)]
pub enum Failure {
    NotStarted(io::Error),
    /// With another status than 0, or by a signal.
    Ended(ExitStatus),
    TimedOut(Duration),
    /// The command that ran it was interrupted.
    Interrupted,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::NotStarted(error) => write!(f, "cannot be run: {error}"),
            Failure::Ended(status) => match status.code() {
                Some(code) => write!(f, "ended with status {code}"),
                None => write!(f, "was killed: {status}"),
            },
            Failure::TimedOut(limit) => {
                write!(f, "was killed with its child processes: it took longer than {limit:?}")
            }
            Failure::Interrupted => f.write_str("was interrupted and killed"),
        }
    }
}

/// Runs a hook to its end, and passes each line that it writes to `output`.
pub fn run(call: &Call<'_>, output: &mut dyn FnMut(&str)) -> Result<(), Failure> {
    let interruption = Interruption::new();
    let watch = Stopwatch::start();
    let (mut child, lines) = start(call).map_err(Failure::NotStarted)?;
    let ended = loop {
        match lines.recv_timeout(STEP) {
            Ok(line) => output(&line),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(STEP),
        }
        match child.try_wait() {
            Ok(Some(status)) if status.success() => break Ok(()),
            Ok(Some(status)) => break Err(Failure::Ended(status)),
            Ok(None) if watch.elapsed() >= call.limit => {
                kill(&mut child);
                break Err(Failure::TimedOut(call.limit));
            }
            Ok(None) if interruption.happened() => {
                kill(&mut child);
                break Err(Failure::Interrupted);
            }
            Ok(None) => {}
            Err(error) => {
                kill(&mut child);
                break Err(Failure::NotStarted(error));
            }
        }
    };
    let last = Stopwatch::start();
    while last.elapsed() < LAST_WORDS
        && let Ok(line) = lines.recv_timeout(STEP * 5)
    {
        output(&line);
    }
    ended
}

fn start(call: &Call<'_>) -> io::Result<(Child, Receiver<String>)> {
    let (reader, writer) = io::pipe()?;
    let mut command = Command::new(call.program);
    command
        .env_clear()
        .envs(call.environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .stdout(writer.try_clone()?)
        .stderr(writer);
    platform::in_a_group_of_its_own(&mut command);
    let mut child = command.spawn()?;
    // The pipe ends once all its writers are closed.
    drop(command);
    if let Some(mut stdin) = child.stdin.take() {
        let input = call.input.clone();
        // A hook may ignore its input.
        std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    }
    let (sender, lines) = sync_channel(64);
    std::thread::spawn(move || read(reader, &sender));
    Ok((child, lines))
}

fn read(from: PipeReader, to: &SyncSender<String>) {
    let mut from = BufReader::with_capacity(LINE, from);
    let mut line = Vec::new();
    while let Ok(bytes) = from.fill_buf() {
        if bytes.is_empty() {
            break;
        }
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(bytes.len(), |end| end + 1);
        line.extend_from_slice(&bytes[..end.unwrap_or(bytes.len())]);
        from.consume(taken);
        if (end.is_some() || line.len() >= LINE) && !send_line(&mut line, to) {
            return;
        }
    }
    if !line.is_empty() {
        send_line(&mut line, to);
    }
}

/// Returns whether the receiver is still there.
fn send_line(line: &mut Vec<u8>, to: &SyncSender<String>) -> bool {
    let is_received = to.send(String::from_utf8_lossy(line).into_owned()).is_ok();
    line.clear();
    is_received
}

fn kill(child: &mut Child) {
    platform::kill_group(child.id());
    // It may have ended already.
    let _ = child.kill();
    let _ = child.wait();
}

/// Catches signals while a hook runs.
struct Interruption {
    flag: Arc<AtomicBool>,
    #[cfg(unix)]
    caught: Vec<signal_hook::SigId>,
}

impl Interruption {
    fn new() -> Interruption {
        let flag = Arc::new(AtomicBool::new(false));
        #[cfg(unix)]
        let caught = [
            signal_hook::consts::SIGINT,
            signal_hook::consts::SIGTERM,
            signal_hook::consts::SIGHUP,
        ]
        .into_iter()
        .filter_map(|signal| signal_hook::flag::register(signal, Arc::clone(&flag)).ok())
        .collect();
        Interruption {
            flag,
            #[cfg(unix)]
            caught,
        }
    }

    fn happened(&self) -> bool {
        self.flag.load(Ordering::Relaxed)
    }
}

impl Drop for Interruption {
    fn drop(&mut self) {
        #[cfg(unix)]
        for caught in self.caught.drain(..) {
            signal_hook::low_level::unregister(caught);
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    /// The lines that a script wrote, and how it failed; a shell reads it as its input.
    fn run_script(script: &str, limit: Duration) -> (Vec<String>, Option<String>) {
        run_program("/bin/sh", script, limit)
    }

    fn run_program(program: &str, input: &str, limit: Duration) -> (Vec<String>, Option<String>) {
        let path = OsString::from("/usr/local/bin:/usr/bin:/bin");
        let call = Call {
            program: Path::new(program),
            environment: vec![("PATH", path), ("MM_HOOK", "apply".into())],
            input: input.to_owned(),
            limit,
        };
        let mut lines = Vec::new();
        let ended = run(&call, &mut |line| lines.push(line.to_owned()));
        (lines, ended.err().map(|failure| failure.to_string()))
    }

    #[test]
    fn output_is_passed_on_and_the_status_decides() {
        #[track_caller]
        fn case(script: &str, want: &[&str], want_failure: Option<&str>) {
            let (lines, failure) = run_script(script, Duration::from_secs(60));
            assert_eq!(
                (lines, failure.as_deref()),
                (want.iter().map(ToString::to_string).collect(), want_failure)
            );
        }
        case("exit 0", &[], None);
        case("echo one; echo two >&2; printf three", &["one", "two", "three"], None);
        case("env | grep -v ^PWD= | sort | cut -d= -f1 | grep -v ^_", &["MM_HOOK", "PATH"], None);
        case("exit 3", &[], Some("ended with status 3"));
        case("kill -9 $$", &[], Some("was killed: signal: 9 (SIGKILL)"));
    }

    #[test]
    fn a_hook_that_hangs_is_killed_with_its_children() {
        let script = "echo begun\nsleep 600 &\nsleep 600";
        let (lines, failed) = run_script(script, Duration::from_millis(200));
        assert_eq!(lines, ["begun"]);
        assert!(failed.unwrap().starts_with("was killed with its child processes"));
    }

    #[test]
    fn a_file_that_is_no_program_cannot_be_run() {
        let (_, failed) = run_program("/dev/null", "", Duration::from_secs(60));
        assert!(failed.unwrap().starts_with("cannot be run: "));
    }
}
