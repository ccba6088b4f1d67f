//! Report on past maintenances as JSON, rows, text and HTML.

mod html;

use serde::Serialize;

use crate::domain::Instant;
use crate::ops::drain::{Missing, not_known_line};
use crate::ops::impact::{AffectedSession, Impact, Recovery};
use crate::output::{Align, Page, Rows, Table, View, rough, sanitize};
use crate::store::StoreKind;

/// The document `mm.report/1`.
#[derive(Serialize)]
pub struct Report {
    pub schema: &'static str,
    pub revision: u64,
    pub server: String,
    pub store: StoreKind,
    pub now: Instant,
    /// The only tenant that the report may name.
    pub tenant: Option<String>,
    pub maintenances: Vec<Impact>,
    /// What is missing to know whether the maintenance in force is drained. A tenant's report says
    /// nothing of that, since it would name others.
    pub missing: Vec<Missing>,
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

#[derive(Serialize)]
struct Row<'r> {
    maintenance: Instant,
    tenant: &'r str,
    #[serde(flatten)]
    session: &'r AffectedSession,
}

impl View for Report {
    fn rows(&self) -> Option<Rows> {
        let rows = self.maintenances.iter().flat_map(|impact| {
            impact.tenants.iter().flat_map(|tenant| {
                tenant.sessions.iter().map(|session| Row {
                    maintenance: impact.since,
                    tenant: &tenant.name,
                    session,
                })
            })
        });
        Some(Rows::of(&COLUMNS, rows))
    }

    fn html(&self, page: &Page) -> Option<String> {
        Some(html::page(self, page))
    }

    fn page(&self, page: &mut Page) {
        let kind = if self.store == StoreKind::Rehearsal { " (rehearsal)" } else { "" };
        let tenant = self.tenant.as_ref().map(|name| format!(", tenant {}", sanitize(name)));
        page.strong(format!("{}{kind}{}", sanitize(&self.server), tenant.unwrap_or_default()));
        if self.maintenances.is_empty() {
            page.line("There was no maintenance.");
        }
        for impact in &self.maintenances {
            page.line("");
            page.strong(period(impact, self.now, page));
            if let Some(reason) = &impact.reason {
                page.line(format!("Reason: {}", sanitize(reason)));
            }
            page.line(impact.counts.sentences());
            if let Some(line) = not_known_line(&self.missing).filter(|_| impact.ended.is_none()) {
                page.line(line);
            }
            if !impact.tenants.is_empty() {
                page.line("");
                page.table(session_table(impact, self.tenant.is_none(), page));
            }
        }
    }
}

fn period(impact: &Impact, now: Instant, page: &Page) -> String {
    let since = page.time(impact.since);
    let lasted = rough(impact.ended.unwrap_or(now) - impact.since);
    match impact.ended {
        Some(ended) => format!("Maintenance from {since} until {}, {lasted}", page.time(ended)),
        None => format!("Maintenance since {since}, on for {lasted}"),
    }
}

fn session_table(impact: &Impact, with_tenants: bool, page: &Page) -> Table {
    let columns = [
        ("TENANT", Align::Left),
        ("JOB", Align::Left),
        ("STARTED", Align::Left),
        ("EFFECT", Align::Left),
        ("TASKS LOST", Align::Left),
        ("NOW", Align::Left),
    ];
    let from = usize::from(!with_tenants);
    let mut table = Table::new(&columns[from..]);
    for tenant in &impact.tenants {
        for session in &tenant.sessions {
            let cells = [
                tenant.name.clone(),
                session.job.clone(),
                page.time(session.started),
                session.effect.to_string(),
                lost_tasks(session).unwrap_or_else(|| "-".to_owned()),
                recovery(session, page),
            ];
            table.push(&cells[from..]);
        }
    }
    table
}

/// Names of the first tasks that the session lost, and how many it lost in all.
pub fn lost_tasks(session: &AffectedSession) -> Option<String> {
    const NAMED: usize = 4;
    let lost = &session.tasks_lost;
    if lost.is_empty() {
        return None;
    }
    let named = lost[..lost.len().min(NAMED)].join(", ");
    let more = match lost.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!("{named}{more} ({} of {})", lost.len(), session.tasks))
}

pub fn recovery(session: &AffectedSession, page: &Page) -> String {
    match (session.recovery, session.healed_by, session.healed_at) {
        (Recovery::Healed, Some(by), Some(at)) => {
            format!("healed by session {by}, {}", page.time(at))
        }
        (Recovery::Healed, _, _) => "healed".to_owned(),
        (Recovery::Working, _, _) if session.ended.is_none() => "still running".to_owned(),
        (Recovery::Working, _, _) => "running again".to_owned(),
        (Recovery::RunAgain, _, _) => "to run again".to_owned(),
        (Recovery::Unknown, _, _) => "unknown, please check".to_owned(),
    }
}
