//! Report: what past maintenances did to whom, to be read, kept and sent to tenants.

use std::io;

use serde::Serialize;
use serde_json::json;

use crate::args::Global;
use crate::commands::Done;
use crate::domain::control::{Maintenance, maintenances};
use crate::domain::{Instant, Look, When};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::impact::{AffectedSession, Impact, Standing, aftermaths};
use crate::ops::server_status::ServerStatus;
use crate::ops::tenants::known::known_tenant;
use crate::output::{Align, Page, Rows, Show, Sink, Table, rough, safe};
use crate::store::{Kind, Snapshot};

/// What `mm report` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without --since it tells of the latest maintenance, which may still be on; planned windows are maintenances, too. With --tenant it names nobody else, so that it can be sent to that tenant.\n\nExamples:\n  mm report                                           the latest maintenance\n  mm report --since -7d --output csv                  all of a week, a line a session\n  mm report --html >report.html\n  mm report --tenant Kestrel --html >for-kestrel.html"
)]
pub struct Args {
    /// Tell of every maintenance that was on since this time
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    since: Option<When>,
    /// Tell of this tenant alone
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Write a page of HTML: the same as --output html
    #[arg(long)]
    pub html: bool,
}

/// Tells it.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let since = args.since.map(|since| app.when("--since", since, Look::Back));
    let since = since.transpose()?;
    let report = app.look(|snapshot| {
        let state = ServerStatus::of(snapshot, app.now())?;
        if let Some(tenant) = &args.tenant {
            known_tenant(snapshot, tenant)?;
        }
        let past = past(snapshot, app.now(), since)?;
        let mut told = aftermaths(snapshot, &state, &past)?;
        if let Some(tenant) = &args.tenant {
            for each in &mut told {
                each.only(tenant);
            }
        }
        Ok(Report {
            schema: "mm.report/1",
            revision: state.server.revision,
            store: state.server.kind.unwrap_or(Kind::Live),
            server: state.server.name,
            now: app.now(),
            tenant: args.tenant.clone(),
            maintenances: told,
        })
    })?;
    Ok(app.done(report))
}

/// The maintenances that were on since an instant; without one the latest.
fn past(snapshot: &Snapshot<'_>, now: Instant, since: Option<Instant>) -> Result<Vec<Maintenance>> {
    let mut declared = snapshot.all_declared_by_hand()?;
    let first = declared.iter().map(|each| each.since).min();
    let from = first.map_or(snapshot.server()?.created, |first| first.min(now));
    let from = from.min(snapshot.server()?.created);
    declared.extend(snapshot.occurrences(from, now)?.into_iter().map(|each| each.maintenance));
    let mut past = maintenances(&declared, now);
    match since {
        Some(since) => past.retain(|each| each.ends().is_none_or(|end| end > since)),
        None => past = past.pop().into_iter().collect(),
    }
    Ok(past)
}

/// The document `mm.report/1`.
#[derive(Serialize)]
pub struct Report {
    pub schema: &'static str,
    pub revision: u64,
    pub server: String,
    pub store: Kind,
    pub now: Instant,
    pub tenant: Option<String>,
    pub maintenances: Vec<Impact>,
}

const COLUMNS: [&str; 15] = [
    "maintenance",
    "tenant",
    "job",
    "type",
    "id",
    "hit",
    "started",
    "ended",
    "result",
    "tasks",
    "tasks_lost",
    "standing",
    "healed_by",
    "healed_at",
    "notification",
];

impl Show for Report {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(&COLUMNS);
        for told in &self.maintenances {
            for tenant in &told.tenants {
                for session in &tenant.sessions {
                    rows.push(vec![
                        json!(told.since),
                        json!(tenant.name),
                        json!(session.job),
                        json!(session.job_type),
                        json!(session.id),
                        json!(session.hit),
                        json!(session.started),
                        json!(session.ended),
                        json!(session.result),
                        json!(session.tasks),
                        json!(session.tasks_lost),
                        json!(session.standing),
                        json!(session.healed_by),
                        json!(session.healed_at),
                        json!(session.notification),
                    ]);
                }
            }
        }
        Some(rows)
    }

    fn html(&self, page: &Page) -> Option<String> {
        Some(crate::views::report_html::page(self, page))
    }

    fn page(&self, page: &mut Page) {
        let of = match &self.tenant {
            Some(tenant) => format!(", tenant {}", safe(tenant)),
            None => String::new(),
        };
        let kind = if self.store == Kind::Rehearsal { ", a rehearsal" } else { "" };
        page.strong(format!("{}{kind}{of}", safe(&self.server)));
        if self.maintenances.is_empty() {
            page.line("There was no maintenance.");
        }
        for told in &self.maintenances {
            page.line("");
            page.strong(period(told, self.now, page));
            if let Some(reason) = &told.reason {
                page.line(format!("Reason: {}", safe(reason)));
            }
            let (did, now) = told.counts.in_words();
            page.line(format!("{did} {now}").trim_end());
            if !told.tenants.is_empty() {
                page.line("");
                page.table(&table(told, self.tenant.is_some(), page));
            }
        }
    }
}

/// From when until when it was on, in words.
fn period(told: &Impact, now: Instant, page: &Page) -> String {
    let since = page.time(told.since);
    match told.ended {
        Some(ended) => {
            let lasted = rough(ended - told.since);
            format!("Maintenance from {since} until {}, {lasted}", page.time(ended))
        }
        None => format!("Maintenance since {since}, on for {} by now", rough(now - told.since)),
    }
}

fn table(told: &Impact, of_one: bool, page: &Page) -> Table {
    let tenant: &[(&str, Align)] = if of_one { &[] } else { &[("TENANT", Align::Left)] };
    let columns = [
        ("JOB", Align::Left),
        ("STARTED", Align::Left),
        ("WHAT", Align::Left),
        ("TASKS LOST", Align::Left),
        ("NOW", Align::Left),
    ];
    let mut table = Table::new(&[tenant, &columns].concat());
    for tenant in &told.tenants {
        for session in &tenant.sessions {
            let mut cells = Vec::new();
            if !of_one {
                cells.push(tenant.name.clone());
            }
            let lost = lost(session);
            cells.extend([
                session.job.clone(),
                page.time(session.started),
                session.hit.to_string(),
                if lost.is_empty() { "-".to_owned() } else { lost },
                standing(session, page),
            ]);
            table.push(cells);
        }
    }
    table
}

/// The tasks that a session lost, in words; empty if none is known.
pub fn lost(session: &AffectedSession) -> String {
    const NAMED: usize = 4;
    let names = &session.tasks_lost;
    if names.is_empty() {
        return String::new();
    }
    let told = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{told}{more} ({} of {})", names.len(), session.tasks)
}

/// How it stands with a session, in words.
pub fn standing(session: &AffectedSession, page: &Page) -> String {
    match (session.standing, session.healed_by, session.healed_at) {
        (Standing::Healed, Some(by), Some(at)) => {
            format!("healed by session {by}, {}", page.time(at))
        }
        (Standing::Healed, _, _) => "healed".to_owned(),
        (Standing::Working, _, _) if session.ended.is_none() => "still works".to_owned(),
        (Standing::Working, _, _) => "runs again now".to_owned(),
        (Standing::RunAgain, _, _) => "to be run again".to_owned(),
        (Standing::Unknown, _, _) => "not known: see to it".to_owned(),
    }
}
