//! `mm schedule add`: plan a window, once or recurring.

use serde_json::json;

use super::super::prelude::*;
use crate::commands::schedule::WindowRow;
use crate::domain::maintenance::OnExpiry;
use crate::ops::app::within_calendar;
use crate::ops::apply::status::refuse_per_tenant;
use crate::ops::change::ChangeRecord;
use crate::ops::notification::{check_reason, check_template};
use crate::scenario;
use crate::store::{Opens, PlannedWindow};

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("opening").args(["at", "cron"]).required(true))]
#[command(
    after_help = "Windows that overlap form one maintenance. A window ends by itself, unless you give --on-expiry alarm.\n\nExamples:\n  mm schedule add --at \"tomorrow 22:00\" --for 2h --reason \"storage upgrade\"\n  mm schedule add --cron \"0 22 * * sat\" --timezone Europe/Berlin --for 3h"
)]
pub struct Args {
    /// Time at which the window opens once
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    #[arg(conflicts_with_all = ["cron", "timezone"])]
    at: Option<When>,
    /// Times at which the window opens: minute, hour, day of month, month, day of week
    #[arg(long, value_name = "FIELDS")]
    cron: Option<String>,
    /// Time zone of --cron [default: that of the machine]
    #[arg(long, value_name = "ZONE", requires = "cron")]
    timezone: Option<String>,
    /// Length of the window
    #[arg(long = "for", value_name = "DURATION", value_parser = Span::typed)]
    length: Span,
    /// Reason, for the history and for {reason} in the notification
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Notification for this window only
    #[arg(long, value_name = "TEXT")]
    message: Option<String>,
    /// Action at the end: switch off, or stay on and count as overdue
    #[arg(long, value_name = "ACTION", value_parser = spelled::<OnExpiry>(), default_value = "disable")]
    on_expiry: OnExpiry,
    #[command(flatten)]
    expect: ExpectRevision,
}

/// Every opening may matter to a forecast, so a window must not open more often.
const MAX_STARTS_PER_YEAR: usize = 10_000;

pub fn run(app: &App, args: &Args) -> Result<Response> {
    check_reason(args.reason.as_ref())?;
    if let Some(message) = &args.message {
        check_template("--message", message)?;
    }
    let planned = app.change(HistoryAction::AddWindow, args.expect.revision, |change, now| {
        let snapshot = change.snapshot();
        if let Some(message) = &args.message {
            refuse_per_tenant(&app.hooks(&snapshot)?, "--message", Some(message))?;
        }
        let window = PlannedWindow {
            id: snapshot.windows()?.last().map_or(1, |last| last.id + 1),
            opens: opens(app, args, now)?,
            length: args.length,
            on_expiry: args.on_expiry,
            added: now,
            by: app.actor.name.clone(),
            reason: args.reason.clone(),
            message: args.message.clone(),
            removed: None,
        };
        if window.open_or_next(now)?.is_none() {
            return Err(Error::usage("--cron: the window never opens within five years")
                .hint("check the day and the month"));
        }
        let row = WindowRow::of(&window, now)?;
        let record = ChangeRecord {
            reason: args.reason.clone(),
            after: json!({"window": row}),
            ..ChangeRecord::default()
        };
        change.record(record, |writer| {
            writer.add_window(&window)?;
            let revision = writer.revision();
            Ok(PlannedWindowDocument {
                schema: "mm.window/1",
                revision,
                changed: true,
                window: row,
            })
        })
    })?;
    Ok(Response::new(planned))
}

fn opens(app: &App, args: &Args, now: Instant) -> Result<Opens> {
    if let Some(at) = args.at {
        let at = app.when("--at", at, Toward::Future)?;
        if at < now {
            return Err(Error::usage(format!("--at {at} is in the past"))
                .hint("`mm enable` switches the mode on now"));
        }
        within_calendar("the end of --for", at + args.length)?;
        return Ok(Opens::Once(at));
    }
    let Some(cron) = args.cron.clone() else {
        return Err(Error::usage("give --at or --cron"));
    };
    let timezone = args.timezone.clone().unwrap_or_else(|| app.zone_name());
    let in_a_year = (now + Span::from_secs(366 * 86_400)).min(Instant::LAST);
    let starts = scenario::starts(&cron, &timezone, now, in_a_year)
        .map_err(|(member, what)| Error::usage(format!("--{member}: {what}")))?;
    if let Some(first) = starts.first() {
        within_calendar("the end of --for", *first + args.length)?;
    }
    if starts.len() > MAX_STARTS_PER_YEAR {
        let message =
            format!("--cron: the window opens more than {MAX_STARTS_PER_YEAR} times a year");
        return Err(Error::usage(message).hint("plan fewer and longer windows"));
    }
    Ok(Opens::Cron { cron, timezone })
}

/// The document `mm.window/1`.
#[derive(Serialize)]
struct PlannedWindowDocument {
    schema: &'static str,
    revision: u64,
    changed: bool,
    window: WindowRow,
}

impl View for PlannedWindowDocument {
    fn page(&self, page: &mut Page) {
        page.strong(format!("Window {} is planned.", self.window.id));
        let dates = page.dates();
        let next = match (self.window.from, self.window.until) {
            (Some(from), Some(until)) => format!("{} to {}", dates.at(from), dates.at(until)),
            (_, _) => "not within five years".to_owned(),
        };
        let at_end = match self.window.on_expiry {
            OnExpiry::Disable => "ends by itself",
            OnExpiry::Alarm => "stays on until disabled",
        };
        page.fields(&[
            ("opens", self.window.opens_in_words()),
            ("next", next),
            ("at end", at_end.to_owned()),
        ]);
    }
}
