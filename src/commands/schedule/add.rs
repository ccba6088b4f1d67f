//! Adding a window that is planned ahead.

use serde::Serialize;
use serde_json::json;

use crate::args::{Global, spelled};
use crate::commands::Response;
use crate::commands::schedule::Row;
use crate::domain::Span;
use crate::domain::maintenance::OnExpiry;
use crate::domain::{Instant, Look, When};
use crate::error::{Error, Result};
use crate::ops::app::App;
use crate::ops::apply::standing::refuse_per_tenant;
use crate::ops::change::expect_revision;
use crate::ops::notification::{check_text, template};
use crate::output::{Page, View};
use crate::scenario;
use crate::store::{NewEntry, Opens, Window};

/// What `mm schedule add` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Windows that overlap are one maintenance. Nobody may be there to end a weekly window, so it ends by itself unless --on-expiry alarm is given.\n\nExamples:\n  mm schedule add --at \"tomorrow 22:00\" --for 2h --reason \"storage upgrade\"\n  mm schedule add --cron \"0 22 * * sat\" --timezone Europe/Berlin --for 3h"
)]
pub struct Args {
    /// Open once, at this time
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    #[arg(required_unless_present = "cron", conflicts_with_all = ["cron", "timezone"])]
    at: Option<When>,
    /// Open whenever these five fields say: minute, hour, day of month, month, day of week
    #[arg(long, value_name = "FIELDS")]
    cron: Option<String>,
    /// Take the fields in this time zone [default: UTC]
    #[arg(long, value_name = "ZONE", requires = "cron")]
    timezone: Option<String>,
    /// Stay open for so long
    #[arg(long = "for", value_name = "DUR", value_parser = Span::parse)]
    length: Span,
    /// Say why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Show tenants this notification while it is open
    #[arg(long, value_name = "TEXT")]
    message: Option<String>,
    /// At the end, end by itself, or stay on and be overdue
    #[arg(long, value_name = "WHAT", value_parser = spelled::<OnExpiry>(), default_value = "disable")]
    on_expiry: OnExpiry,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// A window that opens more often could, after years, not be looked at any more: all its openings
/// may matter.
const MOST_A_YEAR: usize = 10_000;

/// Plans a window.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    if let Some(reason) = &args.reason {
        check_text("--reason", reason)?;
    }
    if let Some(message) = &args.message {
        template("--message", message)?;
    }
    let window = Window {
        id: 0,
        opens: opens(&app, args)?,
        length: args.length,
        on_expiry: args.on_expiry,
        added: app.now(),
        by: app.actor.name.clone(),
        reason: args.reason.clone(),
        message: args.message.clone(),
        removed: None,
    };
    let planned = app.lock_or_create(|change| {
        expect_revision(&change.snapshot(), args.if_revision)?;
        if let Some(message) = &args.message {
            refuse_per_tenant(&app.hooks(&change.snapshot())?, "--message", Some(message))?;
        }
        let id = change.snapshot().windows()?.last().map_or(1, |last| last.id + 1);
        let row = Row { id, ..Row::of(&window, app.now())? };
        let entry = NewEntry {
            action: "schedule add",
            reason: args.reason.clone(),
            before: serde_json::Value::Null,
            after: json!({"window": row}),
        };
        let writer = change.record(&app.actor, &entry)?;
        writer.add_window(&Window { id, ..window.clone() })?;
        let revision = writer.revision();
        writer.commit()?;
        Ok(Planned { schema: "mm.window/1", revision, changed: true, window: row })
    })?;
    Ok(Response::of(&app, planned))
}

fn opens(app: &App, args: &Args) -> Result<Opens> {
    let Some(cron) = &args.cron else {
        let Some(at) = args.at else {
            return Err(Error::usage("give --at or --cron"));
        };
        let at = app.when("--at", at, Look::Ahead)?;
        if at < app.now() {
            return Err(Error::usage(format!("--at {at} is past"))
                .hint("mm enable switches the mode on now"));
        }
        return Ok(Opens::Once(at));
    };
    let timezone = args.timezone.clone().unwrap_or_else(|| "UTC".to_owned());
    let year = Span::from_secs(366 * 86_400);
    let to = (app.now() + year).min(Instant::LAST);
    let starts = scenario::starts(cron, &timezone, app.now(), to)
        .map_err(|(member, what)| Error::usage(format!("--{member}: {what}")))?;
    if starts.len() > MOST_A_YEAR {
        let what = format!("--cron: it opens more than {MOST_A_YEAR} times a year");
        return Err(Error::usage(what).hint("open seldom, and stay open for longer"));
    }
    Ok(Opens::Cron { cron: cron.clone(), timezone })
}

/// The document `mm.window/1`.
#[derive(Serialize)]
struct Planned {
    schema: &'static str,
    revision: u64,
    changed: bool,
    window: Row,
}

impl View for Planned {
    fn page(&self, page: &mut Page) {
        page.strong(format!("Window {} is planned.", self.window.id));
        let next = match (self.window.from, self.window.until) {
            (Some(from), Some(until)) => format!("{} until {}", page.time(from), page.time(until)),
            (_, _) => "not within five years".to_owned(),
        };
        let then = match self.window.on_expiry {
            OnExpiry::Disable => "it ends by itself",
            OnExpiry::Alarm => "it stays on until somebody ends it",
        };
        page.fields(&[
            ("opens", self.window.opens_in_words(page)),
            ("next", next),
            ("then", then.to_owned()),
        ]);
    }
}
