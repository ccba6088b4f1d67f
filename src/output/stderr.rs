//! Lines for standard error, written without waiting for a reader.

use std::io::{self, Write as _};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use terminal_size::{Width, terminal_size_of};

use crate::output::wrap::wrap;

/// How many lines may wait.
const MOST: usize = 256;
/// How long the end of the program waits for its last lines to be read.
const LAST_LINES: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(1);

/// Writes from a thread of its own, because a write blocks while nobody reads a pipe or a terminal.
struct Queue {
    lines: SyncSender<String>,
}

static QUEUE: OnceLock<Option<Queue>> = OnceLock::new();
/// How many lines are not written yet.
static WAITING: AtomicUsize = AtomicUsize::new(0);

impl Queue {
    fn start() -> Option<Queue> {
        let (lines, receiver) = sync_channel(MOST);
        std::thread::Builder::new().spawn(move || write_all(&receiver)).ok()?;
        Some(Queue { lines })
    }

    fn push(&self, line: &str) -> bool {
        WAITING.fetch_add(1, Ordering::SeqCst);
        let is_queued = self.lines.try_send(line.to_owned()).is_ok();
        if !is_queued {
            WAITING.fetch_sub(1, Ordering::SeqCst);
        }
        is_queued
    }
}

fn write_all(lines: &Receiver<String>) {
    for line in lines {
        // Standard error may be closed.
        let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
        WAITING.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Queues a line without ever waiting; `false` if too many lines wait already.
pub fn queue_line(line: &str) -> bool {
    match QUEUE.get_or_init(Queue::start) {
        Some(queue) => queue.push(line),
        // Without a thread, a write could block: the line is lost.
        None => true,
    }
}

/// The columns of the terminal to which standard error goes.
pub fn terminal_width() -> Option<usize> {
    terminal_size_of(io::stderr()).map(|(Width(width), _)| width.into())
}

/// Writes a note after the lines that were queued. At a terminal it is wrapped between words.
pub fn write_note(note: &str) {
    for line in wrap(note, terminal_width(), 0) {
        write_line(&line);
    }
}

/// Writes a line after those that were queued.
pub fn write_line(line: &str) {
    match QUEUE.get() {
        // A line that finds no room is lost, because nobody reads. What follows it elsewhere comes after.
        Some(Some(queue)) => {
            if queue.push(line) {
                finish();
            }
        }
        Some(None) | None => {
            // Standard error may be closed.
            let _ = writeln!(io::stderr(), "{line}");
        }
    }
}

/// Waits for queued lines, but not for long if nobody reads them, and only once.
pub fn finish() {
    static IS_STUCK: AtomicBool = AtomicBool::new(false);
    let mut waited = Duration::ZERO;
    while WAITING.load(Ordering::SeqCst) > 0 && !IS_STUCK.load(Ordering::SeqCst) {
        std::thread::sleep(STEP);
        waited += STEP;
        IS_STUCK.store(waited >= LAST_LINES, Ordering::SeqCst);
    }
}
