//! `mm set-message`: set the notification that tenants read when maintenance fails their jobs.

use std::path::PathBuf;

use super::prelude::*;
use crate::hooks::Hook;
use crate::ops::apply::status::refuse_per_tenant;
use crate::ops::change::expect_revision;
use crate::ops::input;
use crate::ops::mode_outcome::SERVER_NOT_TOLD;
use crate::ops::notification::{MAX_BYTES, check_template};
use crate::ops::records::message_record;
use crate::store::Snapshot;
use crate::views::message::{MessageDocument, MessageReader};

#[derive(Debug, clap::Args)]
#[command(
    override_usage = "mm set-message [OPTIONS] <TEXT | --file FILE | --default>",
    after_help = "Placeholders: {tenant} {job} {until} {reason}; write {{ and }} for braces. {until} is the planned end in the zone of the machine. A blank text means the default. Keep it within 350 characters.\n\nExamples:\n  mm set-message \"Upgrade until {until}; {job} runs again afterwards.\"\n  mm set-message --file notice.txt --dry-run    show it rendered, and set nothing\n  mm set-message --default"
)]
pub struct Args {
    /// Notification text
    #[arg(value_name = "TEXT", required_unless_present_any = ["file", "default"])]
    #[arg(conflicts_with_all = ["file", "default"])]
    text: Option<String>,
    /// Read the text from this file; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "default")]
    file: Option<PathBuf>,
    /// Restore the default text
    #[arg(long)]
    default: bool,
    /// Show the rendered text, and set nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    expect: ExpectRevision,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let text = given_text(args)?;
    let text = text.as_deref();
    if args.dry_run {
        let document = app.look(|snapshot| {
            expect_revision(snapshot, args.expect.revision)?;
            refuse_per_tenant(&app.hooks(snapshot)?, "the text", text)?;
            let title = "Dry run: nothing was set. Tenants would read this text.";
            let mut document = show(app, snapshot, text, title)?;
            document.dry_run = Some(true);
            document.would_change = Some(snapshot.server()?.message.as_deref() != text);
            Ok(document)
        })?;
        return Ok(Response::new(document));
    }
    let (mut document, applied) =
        app.change_and_apply(HistoryAction::SetMessage, args.expect.revision, |change, hooks| {
            refuse_per_tenant(hooks, "the text", text)?;
            let snapshot = change.snapshot();
            let server = snapshot.server()?;
            if server.message.as_deref() == text {
                let title = "The text is already set; nothing was changed.";
                let document = show(app, &snapshot, text, title)?;
                return change.unchanged((document, None));
            }
            let mut document = show(app, &snapshot, text, "The text is set.")?;
            if !server.is_rehearsal() && !hooks.has(Hook::Apply) {
                document.warnings.push(SERVER_NOT_TOLD.to_owned());
            }
            let record = message_record(&snapshot, app.now(), server.message.as_deref(), text)?;
            change.record(record, |writer| {
                writer.set_message(text)?;
                document.revision = writer.revision();
                document.changed = Some(true);
                Ok((document, None))
            })
        })?;
    let mut failures = Vec::new();
    if let Some(applied) = applied {
        document.revision = applied.revision_after(document.revision);
        document.apply_status = Some(applied.status);
        failures = applied.failures;
        document.warnings.extend(applied.warnings);
    }
    Ok(Response::with_failures(document, failures))
}

/// The text to set, checked; `None`: the default.
fn given_text(args: &Args) -> Result<Option<String>> {
    let (option, text) = match (&args.text, &args.file) {
        (Some(text), _) => ("TEXT".to_owned(), text.clone()),
        (None, Some(file)) => (format!("--file {}", file.display()), input::text(file, MAX_BYTES)?),
        (None, None) => return Ok(None),
    };
    check_template(&option, &text)?;
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

/// How a text reads at the present.
fn show(
    app: &App,
    snapshot: &Snapshot<'_>,
    text: Option<&str>,
    title: &'static str,
) -> Result<MessageDocument> {
    let maintenance = snapshot.in_force(app.now())?;
    let mut document = MessageDocument::new(
        snapshot,
        &MessageReader::default(),
        app.now(),
        maintenance.as_ref(),
        text,
        text,
        title,
    )?;
    document.changed = Some(false);
    document.dry_run = Some(false);
    if maintenance.is_some_and(|each| each.message.is_some()) {
        let warning = "the current maintenance has its own text, which tenants read until it ends";
        document.warnings.push(warning.to_owned());
    }
    Ok(document)
}
