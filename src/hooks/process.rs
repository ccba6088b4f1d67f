//! Running a hook: its input, its output, its time limit, and how it failed.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, BufRead as _, BufReader, PipeReader, PipeWriter, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use crate::clock::Stopwatch;
use crate::platform;
use crate::platform::interruption::Interruption;
use crate::platform::lock::InheritedLock;

/// The interval between two checks whether a hook has ended.
const STEP: Duration = Duration::from_millis(20);
/// How long to wait for the last output: a process that left the group may keep the pipe open.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// How long to wait for somebody to read the output before it is dropped.
const PATIENCE: Duration = Duration::from_secs(1);
/// The interval between two attempts to pass a line on.
const PAUSE: Duration = Duration::from_millis(5);
/// Longer lines are passed on in parts.
const LINE: usize = 4096;

pub struct Call<'c> {
    pub program: &'c Path,
    pub environment: Vec<(&'static str, OsString)>,
    /// Written to its standard input.
    pub input: String,
    pub limit: Duration,
    /// Inherited by the hook.
    pub lock: &'c InheritedLock,
    /// Receives its standard output; `None`: both outputs are passed on line by line.
    pub stdout: Option<PipeWriter>,
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

/// Runs a hook to its end, together with every process of its group. Each line that it writes is
/// passed to `output`, which returns whether it takes the line now.
pub fn run(call: &Call<'_>, output: &mut dyn FnMut(&str) -> bool) -> Result<(), Failure> {
    let interruption = Interruption::catch();
    let watch = Stopwatch::start();
    let (mut child, lines) = start(call).map_err(Failure::NotStarted)?;
    let mut output = Output { pass_on: output, waiting: None, refused: None, dropped: 0 };
    let ended = loop {
        output.next(&lines);
        match child.has_ended() {
            Ok(true) => break Ok(()),
            Ok(false) if watch.elapsed() >= call.limit => {
                break Err(Failure::TimedOut(call.limit));
            }
            Ok(false) if interruption.happened() => break Err(Failure::Interrupted),
            Ok(false) => {}
            Err(error) => break Err(Failure::NotStarted(error)),
        }
    };
    let status = child.kill_group();
    let last = Stopwatch::start();
    while last.elapsed() < LAST_WORDS && output.next(&lines) {}
    output.report_dropped();
    ended?;
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::Ended(status)),
        Err(error) => Err(Failure::NotStarted(error)),
    }
}

/// Passes lines on as long as somebody reads them.
struct Output<'o> {
    pass_on: &'o mut dyn FnMut(&str) -> bool,
    waiting: Option<String>,
    /// Time since a line was last taken.
    refused: Option<Stopwatch>,
    dropped: usize,
}

impl Output<'_> {
    /// Passes the next line on, and waits a moment if there is none. Returns whether more may come.
    fn next(&mut self, lines: &Receiver<String>) -> bool {
        let line = match self.waiting.take() {
            Some(line) => line,
            None => match lines.recv_timeout(STEP) {
                Ok(line) => line,
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(STEP);
                    return false;
                }
            },
        };
        if self.dropped > 0 {
            self.report_dropped();
        }
        if self.dropped == 0 && (self.pass_on)(&line) {
            self.refused = None;
        } else if self.refused.get_or_insert_with(Stopwatch::start).elapsed() < PATIENCE {
            self.waiting = Some(line);
            std::thread::sleep(PAUSE);
        } else {
            self.dropped += 1;
        }
        true
    }

    fn report_dropped(&mut self) {
        let note = format!("({} lines were dropped, because nobody read them)", self.dropped);
        if self.dropped > 0 && (self.pass_on)(&note) {
            self.dropped = 0;
        }
    }
}

fn start(call: &Call<'_>) -> io::Result<(HookProcess, Receiver<String>)> {
    let (reader, writer) = io::pipe()?;
    let (stdin, mut input) = io::pipe()?;
    let stdout = call.stdout.as_ref().unwrap_or(&writer).try_clone()?;
    let mut command = Command::new(call.program);
    command
        .env_clear()
        .envs(call.environment.iter().map(|(name, value)| (name, value)))
        .stdin(stdin)
        .stdout(stdout)
        .stderr(writer);
    platform::in_a_group_of_its_own(&mut command);
    // Whatever can fail does so before the hook starts.
    let (sender, lines) = sync_channel(64);
    std::thread::Builder::new().spawn(move || read(reader, &sender))?;
    let text = call.input.clone();
    // A hook may ignore its input.
    std::thread::Builder::new().spawn(move || input.write_all(text.as_bytes()))?;
    call.lock.note_group(None)?;
    let child = command.spawn()?;
    // The lock is enough for a hook that does not close what it inherits.
    let _ = call.lock.note_group(Some(child.id()));
    // The pipes end once all their other ends are closed.
    drop(command);
    Ok((HookProcess(child), lines))
}

/// A hook that was started, the first process of its group.
struct HookProcess(Child);

impl HookProcess {
    /// Whether the hook has ended. Its number stays its own until [`HookProcess::kill_group`].
    fn has_ended(&mut self) -> io::Result<bool> {
        #[cfg(unix)]
        return platform::child::has_ended(&self.0);
        #[cfg(not(unix))]
        return Ok(self.0.try_wait()?.is_some());
    }

    /// Ends what is left of its group.
    fn kill_group(&mut self) -> io::Result<ExitStatus> {
        platform::kill_group(self.0.id());
        // It may have ended already.
        let _ = self.0.kill();
        self.0.wait()
    }
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
        let folder = tempfile::tempdir().unwrap();
        let lock = InheritedLock::create(&folder.path().join("lock"), folder.path()).unwrap();
        let call = Call {
            program: Path::new(program),
            environment: vec![("PATH", path), ("MM_HOOK", "apply".into())],
            input: input.to_owned(),
            limit,
            lock: &lock,
            stdout: None,
        };
        let mut lines = Vec::new();
        let ended = run(&call, &mut |line| {
            lines.push(line.to_owned());
            true
        });
        (lines, ended.err().map(|failure| failure.to_string()))
    }

    #[test]
    fn output_is_passed_on_and_the_status_decides() {
        #[track_caller]
        fn case(script: &str, want: &[&str], want_failure: Option<&str>) {
            let (lines, failure) = run_script(script, Duration::from_mins(1));
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
        let (_, failed) = run_program("/dev/null", "", Duration::from_mins(1));
        assert!(failed.unwrap().starts_with("cannot be run: "));
    }
}
