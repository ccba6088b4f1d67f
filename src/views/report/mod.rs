//! Report on past maintenances as JSON, rows, text and HTML.

mod html;

use serde::Serialize;

use crate::domain::{Instant, JobRun, RunEffect, RunOutcome, Spelled as _};
use crate::ops::drain::{Missing, not_known_line};
use crate::ops::impact::{AffectedSession, Impact, ImpactCounts, Recovery};
use crate::output::{Page, Rows, Table, Times, View, plural, rough, sanitize};
use crate::store::StoreKind;
use crate::views::impact::run_table;

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
    /// When all sessions were last observed. A rehearsal needs no observation.
    pub observed_at: Option<Instant>,
}

impl Report {
    /// What nobody observed of a maintenance, in a sentence.
    pub fn not_observed(
        &self,
        impact: &Impact,
        time: &dyn Fn(Instant) -> String,
    ) -> Option<String> {
        let last = self.now.min(impact.counted_until);
        match self.observed_at {
            _ if self.store == StoreKind::Rehearsal => None,
            None => {
                Some("Not known: which sessions ran. There was no complete observation.".to_owned())
            }
            Some(at) if at < last => Some(format!(
                "Not known: sessions after {}, when they were last observed completely.",
                time(at)
            )),
            Some(_) => None,
        }
    }
}

const COLUMNS: &str = "maintenance tenant job type id hit started ended result tasks tasks_lost \
    standing healed_by healed_at notification outcome";

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
        Some(Rows::of(COLUMNS.split(' '), rows))
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
        let not_known = not_known_line(&self.missing, &|at| page.time(at));
        for impact in &self.maintenances {
            page.line("");
            page.strong(period(impact, self.now, page));
            if let Some(reason) = &impact.reason {
                page.line(format!("Reason: {}", sanitize(reason)));
            }
            page.line(impact.counts.sentences());
            if let Some(line) = self.not_observed(impact, &|at| page.time(at)) {
                page.line(line);
            }
            if let Some(line) = not_known.as_ref().filter(|_| impact.ended.is_none()) {
                page.line(line);
            }
            let times = page.times(impact.since);
            let others = others_row(impact);
            let listed = impact.listed_tenants().count();
            if listed + usize::from(others.is_some()) > 1 {
                let tenants = impact.listed_tenants().map(|each| (&*each.name, &each.counts));
                let others = others.as_ref().map(|(name, counts)| (&**name, counts));
                page.line("");
                page.table(run_table(tenants.chain(others)));
            }
            if listed > 0 {
                page.line("");
                page.table(affected_table(impact, self.tenant.is_none(), &times));
            }
        }
    }
}

/// The tenants that are not listed as a row of a table of runs, so that its counts add up.
pub fn others_row(impact: &Impact) -> Option<(String, ImpactCounts)> {
    let (tenants, counts) = impact.others();
    let name = plural(tenants, "tenant not affected", "tenants not affected");
    (tenants > 0).then_some((name, counts))
}

fn period(impact: &Impact, now: Instant, page: &Page) -> String {
    let times = page.times(impact.since);
    let (since, zone) = (times.first(impact.since), times.zone(impact.since));
    let lasted = rough(impact.ended.unwrap_or(now) - impact.since);
    let counted = format!("runs counted until {}", times.at(impact.counted_until));
    match impact.ended {
        Some(ended) => {
            format!("Maintenance {since} – {} {zone} ({lasted}), {counted}", times.at(ended))
        }
        None => format!("Maintenance since {since} {zone}, on for {lasted}, {counted}"),
    }
}

/// The affected runs, one per line.
fn affected_table(impact: &Impact, with_tenants: bool, times: &Times) -> Table {
    let mut table = Table::of(if with_tenants {
        "TENANT | JOB | STARTED | EFFECT | TASKS REFUSED | NOW"
    } else {
        "JOB | STARTED | EFFECT | TASKS REFUSED | NOW"
    });
    let from = usize::from(!with_tenants);
    for tenant in &impact.tenants {
        for session in tenant.sessions.iter().filter(|session| session.is_listed()) {
            let cells = [
                tenant.name.clone(),
                session.job.clone(),
                times.at(session.started),
                effect(session).to_owned(),
                lost_tasks(session).unwrap_or_else(|| "-".to_owned()),
                recovery(session, times),
            ];
            table.push(&cells[from..]);
        }
    }
    table
}

/// How the run of a session was affected.
pub fn effect(session: &AffectedSession) -> &'static str {
    match session.run.and_then(|run| run.effect) {
        Some(RunEffect::Cut) => "cut",
        Some(RunEffect::Refused) => "refused",
        None => session.effect.spelling(),
    }
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

/// What became of the run of a session. A lost run stays lost when the job succeeds later, but need
/// not be run again.
pub fn recovery(session: &AffectedSession, times: &Times) -> String {
    let again = || match (session.recovery, session.healed_at) {
        (Recovery::Healed, Some(at)) => format!("a later run succeeded at {}", times.at(at)),
        (Recovery::Healed, None) => "a later run succeeded".to_owned(),
        (Recovery::Working, _) => "a later run works".to_owned(),
        (Recovery::RunAgain, _) => "run it again".to_owned(),
        (Recovery::Unknown, _) => "please check".to_owned(),
    };
    match session.run.and_then(JobRun::outcome) {
        Some(RunOutcome::Recovered) => match session.healed_at {
            Some(at) => format!("recovered at {}", times.at(at)),
            None => "recovered".to_owned(),
        },
        Some(RunOutcome::Pending) => "pending".to_owned(),
        Some(RunOutcome::Lost) => format!("lost; {}", again()),
        None => format!("not known; {}", again()),
    }
}
