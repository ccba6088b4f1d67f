//! Apply: tells the real server what is recorded, if it was not told or could not be.

use std::io;

use clap::Args;
use serde::Serialize;

use super::applied::{Applied, Standing, wanted};
use super::bring::{Brought, How, bring, drain, due, tell_drained};
use super::context::Context;
use super::hooked::Ran;
use super::{Done, Exit};
use crate::cli::Global;
use crate::domain::{Instant, Mode};
use crate::exit::Problem;
use crate::hook::{Hook, Hooks};
use crate::output::{Page, Show, Sink};
use crate::store::{Kind, Result, View};

/// What `mm apply` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "It runs the hook apply if mode or notification differ from what the real server was last told, or if that failed or was interrupted. A planned end that has passed and a window that has opened count. It is meant for a timer and for the time after a reboot; docs/hooks.md tells all of it.\n\nExamples:\n  mm apply --dry-run    what would be run\n  mm apply              bring the real server to what is recorded\n  mm apply --force      tell it again, as after it was restored from a backup"
)]
pub struct Arguments {
    /// Tell it even if it is known to have been told
    #[arg(long)]
    force: bool,
    /// Show what would be run, and run nothing
    #[arg(long)]
    dry_run: bool,
}

/// Tells it.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let how = if arguments.force { How::Forced } else { How::IfNeeded };
    let mut told = context.look(|view| Told::of(&context, view, how))?;
    told.dry_run = arguments.dry_run;
    let mut done;
    if arguments.dry_run {
        done = context.done(told);
    } else {
        let brought = bring(&context, how)?;
        let drained = tell_drained(&context)?;
        told.ran = brought.ran.iter().cloned().chain(drained.clone()).collect();
        told.changed = !told.ran.is_empty();
        context.look(|view| told.refresh(&context, view))?;
        done = context.done(told);
        Brought::tell(Some(&brought), &mut done);
        if let Some(failure) = drained.and_then(|ran| ran.failure) {
            done.notes.push(failure);
            done.exit = Exit::Failed;
        }
    }
    Ok(done)
}

/// The document `mm.applied/1`.
#[derive(Serialize)]
struct Told {
    schema: &'static str,
    revision: u64,
    changed: bool,
    dry_run: bool,
    mode: Mode,
    until: Option<Instant>,
    message: String,
    #[serde(flatten)]
    standing: Standing,
    due: Vec<Hook>,
    ran: Vec<Ran>,
    store: Kind,
}

impl Told {
    fn of(context: &Context, view: &View<'_>, how: How) -> Result<Told> {
        let hooks = context.hooks(view)?;
        if !hooks.has(Hook::Apply) {
            return Err(Problem::failed("no-hooks", "there is no hook apply for this store").hint(
                "docs/hooks.md tells where hooks lie; a rehearsal names its own with --hooks",
            ));
        }
        hooks.check()?;
        let mut told = Told {
            schema: "mm.applied/1",
            revision: 0,
            changed: false,
            dry_run: false,
            mode: Mode::Active,
            until: None,
            message: String::new(),
            standing: Standing::of(context, view)?,
            due: which(context, view, &hooks, how)?,
            ran: Vec::new(),
            store: Kind::Live,
        };
        told.refresh(context, view)?;
        Ok(told)
    }

    fn refresh(&mut self, context: &Context, view: &View<'_>) -> Result<()> {
        let server = view.server()?;
        let wanted = wanted(view, context.now())?;
        self.revision = server.revision;
        self.store = server.kind.unwrap_or(Kind::Live);
        self.mode = wanted.mode;
        self.message = wanted.message;
        self.until = view.in_force(context.now())?.and_then(|each| each.until);
        self.standing = Standing::of(context, view)?;
        Ok(())
    }
}

/// The hooks that are due.
fn which(context: &Context, view: &View<'_>, hooks: &Hooks, how: How) -> Result<Vec<Hook>> {
    let mut which = Vec::new();
    if let Some((_, ends)) = due(context, view, how)? {
        which.push(Hook::Apply);
        if ends && hooks.has(Hook::PostDisable) {
            which.push(Hook::PostDisable);
        }
    }
    if drain(context, view, hooks)?.is_some() {
        which.push(Hook::Drained);
    }
    Ok(which)
}

impl Show for Told {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

    fn page(&self, page: &mut Page) {
        let names = |hooks: &mut dyn Iterator<Item = Hook>| {
            hooks.map(|hook| hook.to_string()).collect::<Vec<_>>().join(", ")
        };
        page.strong(match (self.dry_run, self.standing.applied) {
            (true, _) if self.due.is_empty() => "Nothing would be run.".to_owned(),
            (true, _) => {
                format!("Nothing was run. Due: {}.", names(&mut self.due.iter().copied()))
            }
            (false, Applied::Yes) if self.ran.is_empty() => {
                "The real server was told already; nothing was run.".to_owned()
            }
            (false, Applied::Yes) => "The real server was told.".to_owned(),
            (false, _) => "The real server was NOT told.".to_owned(),
        });
        let mut fields = vec![("mode", self.mode.to_string())];
        if let Some(until) = self.until {
            fields.push(("until", page.time(until)));
        }
        fields.push(("message", self.message.clone()));
        if !self.ran.is_empty() {
            fields.push(("ran", names(&mut self.ran.iter().map(|ran| ran.hook))));
        }
        if let Some(applied) = self.standing.in_words(page) {
            fields.push(("applied", applied));
        }
        page.fields(&fields);
    }
}
