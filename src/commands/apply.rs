//! `mm apply`: tell the real server what is recorded, through hooks.

use super::prelude::*;
use crate::hooks::Hook;
use crate::ops::apply::hook_run::HookRun;
use crate::ops::apply::status::{Applied, ApplyStatus, wanted};
use crate::ops::apply::{Force, apply, due, due_drain, run_drained_hook};
use crate::store::{Snapshot, StoreKind};
use crate::views::mode::apply_status;

/// Tell the real server what is recorded, through hooks
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Runs the hook apply if the mode or the notification differ from what the real server was last told, or if the last attempt failed or was interrupted. A planned end that has passed and a window that has opened count as well. Run it from a timer and after a reboot; see docs/hooks.md.\n\nExamples:\n  mm apply --dry-run    show which hooks would run\n  mm apply              tell the real server what is recorded\n  mm apply --force      tell it again, for example after it was restored from a backup"
)]
pub struct Args {
    /// Run the hook even if the real server is known to be told
    #[arg(long)]
    force: bool,
    /// Show which hooks would run, and run none
    #[arg(long)]
    dry_run: bool,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let force = if args.force { Force::Yes } else { Force::No };
    let mut document = app.look(|snapshot| {
        let hooks = app.hooks(snapshot)?;
        if !hooks.has(Hook::Apply) {
            return Err(Error::new(Code::NoHooks, "no apply hook is installed for this store")
                .hint("see docs/hooks.md; a rehearsal names its hooks with --hooks"));
        }
        hooks.check()?;
        let mut due_hooks = Vec::new();
        if let Some(due) = due(app, snapshot, force)? {
            due_hooks.push(Hook::Apply);
            if due.ends_maintenance && hooks.has(Hook::PostDisable) {
                due_hooks.push(Hook::PostDisable);
            }
        }
        if due_drain(app, snapshot, &hooks)?.is_some() {
            due_hooks.push(Hook::Drained);
        }
        AppliedDocument::of(app, snapshot, due_hooks)
    })?;
    if args.dry_run {
        return Ok(Response::new(AppliedDocument { dry_run: true, ..document }));
    }
    let applied = apply(app, force)?;
    let drained = run_drained_hook(app)?;
    let mut failures = applied.failures;
    failures.extend(drained.as_ref().and_then(|run| run.failure.clone()));
    let ran: Vec<HookRun> = applied.ran.into_iter().chain(drained).collect();
    document = app.look(|snapshot| AppliedDocument::of(app, snapshot, document.due))?;
    let document = AppliedDocument { changed: !ran.is_empty(), ran, ..document };
    Ok(Response::with_failures(document, failures))
}

/// The document `mm.applied/1`.
#[derive(Serialize)]
struct AppliedDocument {
    schema: &'static str,
    revision: u64,
    changed: bool,
    dry_run: bool,
    mode: Mode,
    until: Option<Instant>,
    message: String,
    #[serde(flatten)]
    status: ApplyStatus,
    due: Vec<Hook>,
    ran: Vec<HookRun>,
    store: StoreKind,
}

impl AppliedDocument {
    fn of(app: &App, snapshot: &Snapshot<'_>, due: Vec<Hook>) -> Result<AppliedDocument> {
        let server = snapshot.server()?;
        let wanted = wanted(snapshot, app.now())?;
        Ok(AppliedDocument {
            schema: "mm.applied/1",
            revision: server.revision,
            changed: false,
            dry_run: false,
            mode: wanted.mode,
            until: snapshot.in_force(app.now())?.and_then(|each| each.until),
            message: wanted.message,
            status: ApplyStatus::of(snapshot, &app.hooks(snapshot)?, app.now())?,
            due,
            ran: Vec::new(),
            store: server.kind.unwrap_or(StoreKind::Live),
        })
    }
}

impl View for AppliedDocument {
    fn page(&self, page: &mut Page) {
        let names =
            |hooks: &[Hook]| hooks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let ran: Vec<Hook> = self.ran.iter().map(|run| run.hook).collect();
        page.strong(match (self.dry_run, self.status.applied) {
            (true, _) if self.due.is_empty() => "Dry run: no hook would run.".to_owned(),
            (true, _) => format!("Dry run: no hook ran. Would run: {}.", names(&self.due)),
            (false, Applied::Yes) if ran.is_empty() => {
                "The real server was already told; no hook ran.".to_owned()
            }
            (false, Applied::Yes) => "The real server was told.".to_owned(),
            (false, _) => "The real server was NOT told.".to_owned(),
        });
        let mut fields = vec![("mode", self.mode.to_string())];
        fields.extend(self.until.map(|until| ("planned end", page.time(until))));
        fields.push(("message", self.message.clone()));
        if !ran.is_empty() {
            fields.push(("ran", names(&ran)));
        }
        fields.extend(apply_status(&self.status, page).map(|text| ("applied", text)));
        page.fields(&fields);
    }
}
