//! Signals that ask this process to end, for code that has to finish something before it does.

#[cfg(unix)]
use std::sync::atomic::Ordering;

#[cfg(unix)]
mod caught {
    use std::sync::atomic::{AtomicBool, AtomicUsize};
    use std::sync::{Arc, LazyLock};

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_default};

    /// How many [`super::Interruption`]s there are.
    pub static CATCHERS: AtomicUsize = AtomicUsize::new(0);

    pub struct Flags {
        pub happened: Arc<AtomicBool>,
        /// Whether a signal ends the process at once, as if nothing caught it.
        pub is_default: Arc<AtomicBool>,
    }

    /// Signals that this process ignores, as under `nohup`, stay ignored.
    pub static FLAGS: LazyLock<Flags> = LazyLock::new(|| {
        let flags = Flags {
            happened: Arc::new(AtomicBool::new(false)),
            is_default: Arc::new(AtomicBool::new(true)),
        };
        let ignored = ignored();
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            if ignored & (1 << (signal - 1)) == 0 {
                // Without a handler the signal ends the process at once.
                let _ = register_conditional_default(signal, Arc::clone(&flags.is_default))
                    .and_then(|_| register(signal, Arc::clone(&flags.happened)));
            }
        }
        flags
    });

    /// The signals that are ignored, as far as the system tells: bit 0 is signal 1.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        line.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
    }
}

/// Whether a signal was caught since the outermost of the living [`Interruption`]s began.
#[cfg(unix)]
pub fn was_interrupted() -> bool {
    caught::CATCHERS.load(Ordering::SeqCst) > 0 && caught::FLAGS.happened.load(Ordering::SeqCst)
}

#[cfg(not(unix))]
pub fn was_interrupted() -> bool {
    false
}

/// While it lives, SIGINT, SIGTERM and SIGHUP are caught. Without one they end the process.
pub struct Interruption(());

#[cfg(unix)]
impl Interruption {
    pub fn catch() -> Interruption {
        if caught::CATCHERS.fetch_add(1, Ordering::SeqCst) == 0 {
            caught::FLAGS.happened.store(false, Ordering::SeqCst);
            caught::FLAGS.is_default.store(false, Ordering::SeqCst);
        }
        Interruption(())
    }

    /// Whether a signal was caught since the outermost of these began.
    #[expect(clippy::unused_self, reason = "signals are caught only while a value lives")]
    pub fn happened(&self) -> bool {
        was_interrupted()
    }
}

#[cfg(unix)]
impl Drop for Interruption {
    fn drop(&mut self) {
        if caught::CATCHERS.fetch_sub(1, Ordering::SeqCst) == 1 {
            caught::FLAGS.is_default.store(true, Ordering::SeqCst);
        }
    }
}

#[cfg(not(unix))]
impl Interruption {
    pub fn catch() -> Interruption {
        Interruption(())
    }

    #[expect(clippy::unused_self, reason = "on Unix it is used")]
    pub fn happened(&self) -> bool {
        false
    }
}
