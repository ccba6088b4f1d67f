//! A watch over tries, which names the input that panics or hangs.

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::clock::Stopwatch;

/// Slower tries are reported.
const SLOW: Duration = Duration::from_secs(5);
/// Slower tries count as hangs.
const HANGS: Duration = Duration::from_mins(3);

/// Watches a series of tries.
pub struct Watch {
    what: &'static str,
    now: Arc<Mutex<Option<(Stopwatch, String)>>>,
    slow: Vec<String>,
    tried: usize,
}

impl Watch {
    /// Starts to watch a series.
    pub fn new(what: &'static str) -> Watch {
        let now = Arc::new(Mutex::new(None::<(Stopwatch, String)>));
        let seen = Arc::downgrade(&now);
        std::thread::spawn(move || {
            while let Some(now) = seen.upgrade() {
                if let Some((since, text)) = &*now.lock().unwrap()
                    && since.elapsed() > HANGS
                {
                    say(&format!("{what}: hangs: {text}"));
                    std::process::abort();
                }
                drop(now);
                std::thread::sleep(Duration::from_millis(200));
            }
        });
        Watch { what, now, slow: Vec::new(), tried: 0 }
    }

    /// Tries one text.
    pub fn on<T>(&mut self, text: &[u8], work: impl FnOnce() -> T) -> T {
        let shown = || format!("{:?}", String::from_utf8_lossy(text));
        *self.now.lock().unwrap() = Some((Stopwatch::start(), shown()));
        self.tried += 1;
        let done = catch_unwind(AssertUnwindSafe(work));
        let tried = self.now.lock().unwrap().take();
        if tried.is_some_and(|(since, _)| since.elapsed() > SLOW) {
            self.slow.push(shown());
        }
        done.unwrap_or_else(|panic| {
            say(&format!("{}: the {}th text panics: {}", self.what, self.tried, shown()));
            resume_unwind(panic)
        })
    }

    /// The number of tries so far.
    pub fn tried(&self) -> usize {
        self.tried
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let slow = self.slow.len();
        say(&format!("{}: {} tried, {slow} took more than {SLOW:?}", self.what, self.tried));
        for text in &self.slow {
            say(&format!("{}: slow: {text:.2000}", self.what));
        }
    }
}

fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
