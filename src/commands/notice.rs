//! `mm notice`: one text for each tenant about a coming maintenance.

use std::path::{Path, PathBuf};

use super::prelude::*;
use crate::ops::app::within_calendar;
use crate::ops::input;
use crate::ops::notice::notices;
use crate::ops::notification::{MAX_BYTES, check_reason, check_text};
use crate::ops::tenants::filtered_tenant;
use crate::store::Snapshot;
use crate::views::notice::{DEFAULT_NOTICE, NoticeDocument, NoticeTemplate};

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("period").args(["at", "window"]).required(true))]
#[command(
    after_help = "Each text names the tenant's own affected jobs and no other tenant, with times in the tenant's zone (`mm tenants edit --timezone`). `mm` sends no mail: --output jsonl writes one object per tenant for your mailer.\n\nPlaceholders of a template: {tenant}, {server}, {from}, {until}, {length}, {zone}, {reason}, {jobs}\n\nExamples:\n  mm notice --at \"tomorrow 22:00\" --for 2h --reason \"storage upgrade\"\n  mm notice --window 3 --output jsonl | ./send-mails\n  mm notice --window 3 --tenant Kestrel --template notice.txt"
)]
pub struct Args {
    /// Time at which the maintenance begins
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    #[arg(requires = "length")]
    at: Option<When>,
    /// Length of the maintenance
    #[arg(long = "for", value_name = "DURATION", value_parser = Span::typed, requires = "at")]
    length: Option<Span>,
    /// Number of a planned window, from `mm schedule list`; the text is about its next opening
    #[arg(long, value_name = "ID", conflicts_with_all = ["at", "length"])]
    window: Option<i64>,
    /// Reason, for {reason} [default: that of the window]
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// File with the text and its placeholders; `-` is standard input
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Only this tenant; the beginning of its name is enough; may be repeated
    #[arg(long, value_name = "TENANT")]
    tenant: Vec<String>,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    check_reason(args.reason.as_ref())?;
    let template = template(args.template.as_deref())?;
    let document = app.look(|snapshot| {
        let (from, until, reason) = period(app, snapshot, args)?;
        let tenants = args.tenant.iter().map(|text| filtered_tenant(snapshot, text));
        let tenants = tenants.collect::<Result<Vec<String>>>()?;
        let mut notices = notices(app, snapshot, from, until)?;
        if !tenants.is_empty() {
            notices.retain(|notice| tenants.contains(&notice.tenant));
        }
        let server = snapshot.server()?;
        let document = NoticeDocument {
            schema: "mm.notice/1",
            revision: server.revision,
            server: server.name,
            from,
            until,
            reason: args.reason.clone().or(reason),
            tenants: Vec::new(),
        };
        Ok(document.with(notices, &template))
    })?;
    Ok(Response::new(document))
}

/// When the maintenance begins and ends, and the reason of its window.
fn period(
    app: &App,
    snapshot: &Snapshot<'_>,
    args: &Args,
) -> Result<(Instant, Instant, Option<String>)> {
    if let (Some(at), Some(length)) = (args.at, args.length) {
        let from = app.when("--at", at, Toward::Future)?;
        if from < app.now() {
            return Err(Error::usage(format!("--at {from} is in the past")));
        }
        return Ok((from, within_calendar("the end of --for", from + length)?, None));
    }
    let id = args.window.ok_or_else(|| Error::usage("give --at and --for, or --window"))?;
    let windows = snapshot.windows()?;
    let window = windows.into_iter().find(|window| window.id == id && window.removed.is_none());
    let unknown = |what: String| {
        Error::new(Code::UnknownWindow, what).hint("`mm schedule list` shows the numbers")
    };
    let window = window.ok_or_else(|| unknown(format!("no planned window has the number {id}")))?;
    let from = window
        .open_or_next(app.now())?
        .ok_or_else(|| unknown(format!("window {id} does not open again within five years")))?;
    Ok((from, from + window.length, window.reason))
}

fn template(path: Option<&Path>) -> Result<NoticeTemplate> {
    let Some(path) = path else {
        return NoticeTemplate::parse(DEFAULT_NOTICE)
            .map_err(|wrong| Error::new(Code::Failed, wrong));
    };
    let text = input::text(path, MAX_BYTES)?;
    check_text("--template", &text)?;
    NoticeTemplate::parse(&text)
        .map_err(|wrong| Error::new(Code::Usage, wrong).context(path.display().to_string()))
}
