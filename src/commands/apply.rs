//! Apply: tells the real server what is recorded, if it was not told or could not be.

use serde::Serialize;

use crate::args::Global;
use crate::commands::Response;
use crate::domain::{Instant, Mode};
use crate::error::{Code, Error, Exit, Result};
use crate::hooks::{Hook, Hooks};
use crate::ops::app::App;
use crate::ops::apply::hook_run::Ran;
use crate::ops::apply::standing::{Applied, Standing, wanted};
use crate::ops::apply::{ApplyOutcome, How, bring, drain, due, tell_drained};
use crate::output::{Page, View};
use crate::store::{Snapshot, StoreKind};

/// What `mm apply` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "It runs the hook apply if mode or notification differ from what the real server was last told, or if that failed or was interrupted. A planned end that has passed and a window that has opened count. It is meant for a timer and for the time after a reboot; docs/hooks.md tells all of it.\n\nExamples:\n  mm apply --dry-run    what would be run\n  mm apply              bring the real server to what is recorded\n  mm apply --force      tell it again, as after it was restored from a backup"
)]
pub struct Args {
    /// Tell it even if it is known to have been told
    #[arg(long)]
    force: bool,
    /// Show what would be run, and run nothing
    #[arg(long)]
    dry_run: bool,
}

/// Tells it.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let how = if args.force { How::Forced } else { How::IfNeeded };
    let mut told = app.look(|snapshot| Told::of(&app, snapshot, how))?;
    told.dry_run = args.dry_run;
    let mut done;
    if args.dry_run {
        done = Response::of(&app, told);
    } else {
        let brought = bring(&app, how)?;
        let drained = tell_drained(&app)?;
        told.ran = brought.ran.iter().cloned().chain(drained.clone()).collect();
        told.changed = !told.ran.is_empty();
        app.look(|snapshot| told.refresh(&app, snapshot))?;
        done = Response::of(&app, told);
        ApplyOutcome::tell(Some(&brought), &mut done);
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
    store: StoreKind,
}

impl Told {
    fn of(app: &App, snapshot: &Snapshot<'_>, how: How) -> Result<Told> {
        let hooks = app.hooks(snapshot)?;
        if !hooks.has(Hook::Apply) {
            return Err(Error::new(Code::NoHooks, "there is no hook apply for this store").hint(
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
            standing: Standing::of(app, snapshot)?,
            due: which(app, snapshot, &hooks, how)?,
            ran: Vec::new(),
            store: StoreKind::Live,
        };
        told.refresh(app, snapshot)?;
        Ok(told)
    }

    fn refresh(&mut self, app: &App, snapshot: &Snapshot<'_>) -> Result<()> {
        let server = snapshot.server()?;
        let wanted = wanted(snapshot, app.now())?;
        self.revision = server.revision;
        self.store = server.kind.unwrap_or(StoreKind::Live);
        self.mode = wanted.mode;
        self.message = wanted.message;
        self.until = snapshot.in_force(app.now())?.and_then(|each| each.until);
        self.standing = Standing::of(app, snapshot)?;
        Ok(())
    }
}

/// The hooks that are due.
fn which(app: &App, snapshot: &Snapshot<'_>, hooks: &Hooks, how: How) -> Result<Vec<Hook>> {
    let mut which = Vec::new();
    if let Some((_, ends)) = due(app, snapshot, how)? {
        which.push(Hook::Apply);
        if ends && hooks.has(Hook::PostDisable) {
            which.push(Hook::PostDisable);
        }
    }
    if drain(app, snapshot, hooks)?.is_some() {
        which.push(Hook::Drained);
    }
    Ok(which)
}

impl View for Told {
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
