//! Do: one file a verb, with its arguments, its work, its outcome and how that looks.

pub mod apply;
pub mod can;
pub mod complete_names;
pub mod confirm;
pub mod disable;
pub mod enable;
pub mod explain;
pub mod extend;
pub mod history;
#[cfg(test)]
pub mod hostile;
pub mod init;
pub mod is;
pub mod jobs;
pub mod message;
pub mod overview;
pub mod plan;
pub mod rehearse;
pub mod report;
pub mod run;
pub mod schedule;
pub mod service;
pub mod sessions;
pub mod set_message;
pub mod simulate;
pub mod status;
pub mod store;
pub mod tenants;
pub mod undo;
#[cfg(test)]
pub mod undo_tests;
pub mod wait;

use std::io::{self, Write as _};

use crate::args::Global;
use crate::error::{Exit, Result};
use crate::ops::app::{App, AppOptions};
use crate::output::{Page, Rows, Show, Sink, safe};

impl App {
    /// The app that the global options describe.
    pub fn of(global: &Global) -> Result<App> {
        App::new(AppOptions {
            store: global.store.clone(),
            now: global.now,
            actor: global.actor.clone(),
            hooks: global.hooks.clone(),
            hook_timeout: global.hook_timeout,
            hook_output: |line| {
                // Without a standard error there is nowhere to report a failed write.
                let _ = writeln!(io::stderr(), "{}", safe(line));
            },
        })
    }

    /// A result, after what there is to tell about the present.
    pub fn done(&self, show: impl Show + 'static) -> Done {
        Done { notes: self.notes(), ..Done::new(show) }
    }
}

/// What a verb did.
pub struct Done {
    /// What is shown on standard output.
    pub show: Box<dyn Show>,
    /// What is said on standard error.
    pub notes: Vec<String>,
    /// The exit status.
    pub exit: Exit,
    /// What is done once this was shown, such as waiting.
    pub then: Option<Box<dyn FnOnce() -> anyhow::Result<Done>>>,
}

impl Done {
    /// A result, with nothing more to say.
    pub fn new(show: impl Show + 'static) -> Done {
        Done { show: Box::new(show), notes: Vec::new(), exit: Exit::Done, then: None }
    }
}

/// Nothing to show: all was said on the way, or the output is another program's alone.
struct Nothing;

impl Show for Nothing {
    fn json(&self, _: &mut Sink<'_>) -> io::Result<()> {
        Ok(())
    }

    fn rows(&self) -> Option<Rows> {
        Some(Rows::none())
    }

    fn page(&self, _: &mut Page) {}
}
