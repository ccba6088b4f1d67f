//! Set-message: what tenants read when maintenance fails them, from now on.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::args::Global;
use crate::commands::Response;
use crate::commands::message::{Message, Readers, Telling};
use crate::domain::Instant;
use crate::error::{Code, Error, Result};
use crate::hooks::Hook;
use crate::ops::app::App;
use crate::ops::apply::ApplyOutcome;
use crate::ops::apply::standing::refuse_per_tenant;
use crate::ops::catch_up::catch_up;
use crate::ops::change::expect_revision;
use crate::ops::mode_change::UNTOLD;
use crate::ops::notification::{MOST, template};
use crate::ops::server_status::ServerStatus;
use crate::scenario::{Action, Event};
use crate::store::{NewEntry, Server, Snapshot, StoreKind};

/// What `mm set-message` takes.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "mm set-message [OPTIONS] <TEXT | --file FILE | --default>",
    after_help = "Placeholders: {tenant} {job} {until} {reason}; {{ and }} stand for braces. A blank text means the default. 350 characters or fewer are advised.\n\nExamples:\n  mm set-message \"Upgrade until {until}; {job} runs again afterwards.\"\n  mm set-message --file notice.txt --dry-run    show it rendered, and set nothing\n  mm set-message --default"
)]
pub struct Args {
    /// The text that tenants read
    #[arg(value_name = "TEXT", required_unless_present_any = ["file", "default"])]
    #[arg(conflicts_with_all = ["file", "default"])]
    text: Option<String>,
    /// Read the text from this file; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "default")]
    file: Option<PathBuf>,
    /// Go back to the default text
    #[arg(long)]
    default: bool,
    /// Show it rendered, and set nothing
    #[arg(long)]
    dry_run: bool,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Sets the text.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let wanted = wanted(args)?;
    if args.dry_run {
        let message = app.look(|snapshot| {
            expect_revision(snapshot, args.if_revision)?;
            refuse_per_tenant(&app.hooks(snapshot)?, "the text", wanted.as_deref())?;
            let mut message = told(&app, snapshot, wanted.as_deref())?;
            message.dry_run = Some(true);
            message.title = "Nothing was set. The text would read so:";
            Ok(message)
        })?;
        return Ok(Response::of(&app, message));
    }
    let mut message = app.lock_or_create(|change| {
        let snapshot = change.snapshot();
        expect_revision(&snapshot, args.if_revision)?;
        let hooks = app.hooks_for(&change)?;
        refuse_per_tenant(&hooks, "the text", wanted.as_deref())?;
        let Server { message: before, kind, .. } = snapshot.server()?;
        let mut message = told(&app, &snapshot, wanted.as_deref())?;
        if before == wanted {
            change.leave()?;
            return Ok(message);
        }
        let act = saying(&snapshot, app.now(), wanted.as_deref())?;
        let caught_up = catch_up(&snapshot, app.now(), act)?;
        let entry = NewEntry {
            action: "set-message",
            reason: None,
            before: as_json(before.as_deref()),
            after: as_json(wanted.as_deref()),
        };
        let writer = change.record(&app.actor, &entry)?;
        writer.set_message(wanted.as_deref())?;
        caught_up.write(&writer)?;
        message.revision = writer.revision();
        message.changed = Some(true);
        if kind != Some(StoreKind::Rehearsal) && !hooks.has(Hook::Apply) {
            message.warn(UNTOLD);
        }
        writer.commit()?;
        Ok(message)
    })?;
    let brought = ApplyOutcome::after(&app)?;
    message.standing = brought.as_ref().map(|brought| brought.standing.clone());
    let mut done = Response::of(&app, message);
    ApplyOutcome::tell(brought.as_ref(), &mut done);
    Ok(done)
}

/// What simulated sessions are told when the text changes: the maintenance in force may have one
/// of its own.
pub fn saying(snapshot: &Snapshot<'_>, at: Instant, text: Option<&str>) -> Result<Vec<Event>> {
    let own = snapshot.in_force(at)?.and_then(|each| each.message);
    let action = Action::SetMessage(own.or_else(|| text.map(str::to_owned)));
    Ok(vec![Event { at, action }])
}

/// The text as it stands in the history.
pub fn as_json(text: Option<&str>) -> Value {
    json!({"message": text})
}

/// The text that is wanted, checked; `None`: the default.
fn wanted(args: &Args) -> Result<Option<String>> {
    let (option, text) = match (&args.text, &args.file) {
        (Some(text), _) => ("TEXT".to_owned(), text.clone()),
        (None, Some(file)) => (format!("--file {}", file.display()), read(file)?),
        (None, None) => return Ok(None),
    };
    template(&option, &text)?;
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

/// The text in a file, as editors write it: the line feed at its end is not part of the text.
fn read(file: &Path) -> Result<String> {
    let failed = |error: std::io::Error| {
        Error::new(Code::NotReadable, format!("cannot read {}: {error}", file.display()))
    };
    let most = u64::try_from(MOST).unwrap_or(u64::MAX) + 1;
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let open = std::fs::File::open(file).map_err(failed)?;
        open.take(most).read_to_end(&mut bytes).map_err(failed)?;
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::usage(format!("--file {} is not UTF-8", file.display())))?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    Ok(text.strip_suffix('\n').unwrap_or(&text).to_owned())
}

/// How the text reads now, with what an operator must know of it.
fn told(app: &App, snapshot: &Snapshot<'_>, wanted: Option<&str>) -> Result<Message> {
    let state = ServerStatus::of(snapshot, app.now())?;
    let maintenance = state.maintenance.as_ref();
    let title = if state.server.message.as_deref() == wanted {
        "The text was so already; nothing was changed."
    } else {
        "Tenants read this text from now on."
    };
    let text = wanted.map(str::to_owned);
    let telling = Telling { at: app.now(), maintenance, text, reads: wanted, title };
    let mut message = Message::new(snapshot, &Readers::default(), telling)?;
    message.changed = Some(false);
    message.dry_run = Some(false);
    if maintenance.is_some_and(|each| each.message.is_some()) {
        message.warn(
            "the maintenance in force has a text of its own, which tenants read until it ends",
        );
    }
    Ok(message)
}
