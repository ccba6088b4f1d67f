//! A simulation as a chart: the tenants that lose most first, the others together.

use std::cmp::Reverse;

use jiff::tz::TimeZone;

use crate::domain::{FailureCode, TaskState};
use crate::output::chart::{Chart, Lane, SessionBar, TaskBar, TaskFate, Window};
use crate::output::plural;
use crate::scenario::Model;
use crate::simulator::{Outcome, SessionRecord, TaskRecord, Totals};

/// The most tenants with lanes of their own.
const MAX_LANES: usize = 40;
/// Up to this many tenants, those that are not affected have lanes of their own, too.
const FEW_TENANTS: usize = 12;

/// The chart of a simulation; needs an outcome with everything in it.
pub fn chart(scenario: &Model, outcome: &Outcome, zone: TimeZone) -> Chart {
    let windows = outcome.windows.iter().map(|window| Window {
        from: window.from,
        until: window.until,
        drained_at: window.drained_at,
    });
    let tenants = tenants(scenario, outcome);
    Chart {
        title: format!("Maintenance: {}", scenario.reason),
        summary: summary(&tenants, outcome),
        start: outcome.start,
        end: outcome.end,
        windows: windows.collect(),
        lanes: lanes(tenants),
        zone,
    }
}

/// A tenant with its sessions.
struct TenantSessions {
    name: String,
    totals: Totals,
    sessions: Vec<SessionBar>,
}

impl TenantSessions {
    fn is_affected(&self) -> bool {
        self.totals.failed_by_maintenance > 0
    }
}

/// All tenants, those that lose most first.
fn tenants(scenario: &Model, outcome: &Outcome) -> Vec<TenantSessions> {
    let known = scenario.tenants.iter();
    let mut tenants: Vec<TenantSessions> = known
        .map(|tenant| TenantSessions {
            name: tenant.name.clone(),
            totals: Totals::default(),
            sessions: Vec::new(),
        })
        .collect();
    for (job, totals) in scenario.jobs.iter().zip(&outcome.totals) {
        tenants[job.tenant as usize].totals.add(totals);
    }
    for session in &outcome.sessions {
        let tenant = scenario.jobs[session.job as usize].tenant;
        tenants[tenant as usize].sessions.push(session_bar(scenario, outcome, session));
    }
    let loss = |totals: &Totals| {
        let failed = totals.failed_by_maintenance;
        Reverse((failed - totals.healed, failed, totals.tasks_failed_by_maintenance))
    };
    tenants.sort_by(|a, b| (loss(&a.totals), &a.name).cmp(&(loss(&b.totals), &b.name)));
    tenants
}

fn summary(tenants: &[TenantSessions], outcome: &Outcome) -> String {
    let mut all = Totals::default();
    for tenant in tenants {
        all.add(&tenant.totals);
    }
    let windows = match outcome.windows.len() {
        0 => "Maintenance mode is never on".to_owned(),
        count => plural(count as u64, "window", "windows"),
    };
    let affected = tenants.iter().filter(|tenant| tenant.is_affected()).count();
    format!(
        "{windows}; {} of {}: {} succeed, {} fail because of maintenance ({} affected), {} of them succeed on retry.",
        plural(all.sessions, "session", "sessions"),
        plural(tenants.len() as u64, "tenant", "tenants"),
        all.succeeded,
        all.failed_by_maintenance,
        plural(affected as u64, "tenant", "tenants"),
        all.healed,
    )
}

fn lanes(tenants: Vec<TenantSessions>) -> Vec<Lane> {
    let few = tenants.len() <= FEW_TENANTS;
    let (mut lanes, mut affected, mut unaffected) = (Vec::new(), Vec::new(), Vec::new());
    for tenant in tenants {
        if lanes.len() < MAX_LANES && (few || tenant.is_affected()) {
            let note = note(&tenant.totals);
            lanes.push(Lane { name: tenant.name, note, sessions: tenant.sessions });
        } else if tenant.is_affected() {
            affected.push(tenant);
        } else {
            unaffected.push(tenant);
        }
    }
    lanes.extend(together(affected, "more tenant affected", "more tenants affected"));
    lanes.extend(together(unaffected, "tenant unaffected", "tenants unaffected"));
    lanes
}

/// Several tenants in one lane.
fn together(tenants: Vec<TenantSessions>, one: &str, many: &str) -> Option<Lane> {
    if tenants.is_empty() {
        return None;
    }
    let mut totals = Totals::default();
    for tenant in &tenants {
        totals.add(&tenant.totals);
    }
    let name = plural(tenants.len() as u64, one, many);
    let sessions = tenants.into_iter().flat_map(|tenant| tenant.sessions).collect();
    Some(Lane { name, note: note(&totals), sessions })
}

fn note(totals: &Totals) -> String {
    match (totals.failed_by_maintenance, totals.healed) {
        (0, _) => plural(totals.sessions, "session", "sessions"),
        (failed, 0) => format!("{failed} of {} fail", totals.sessions),
        (failed, healed) => {
            format!("{failed} of {} fail, {healed} succeed on retry", totals.sessions)
        }
    }
}

fn session_bar(scenario: &Model, outcome: &Outcome, session: &SessionRecord) -> SessionBar {
    let tasks = outcome.tasks_of(session);
    let job = &scenario.jobs[session.job as usize];
    let lost = tasks.iter().filter(|task| task.code == Some(FailureCode::Maintenance)).count();
    let end = match (session.result, session.code) {
        (None, _) => "running at the end".to_owned(),
        (Some(result), None) => result.to_string(),
        (Some(result), Some(code)) => format!("{result}, {code}"),
    };
    let attempt = match session.attempt {
        0 => String::new(),
        attempt => format!(", retry {attempt}"),
    };
    let tenant = &scenario.tenants[job.tenant as usize].name;
    let count = plural(tasks.len() as u64, "task", "tasks");
    SessionBar {
        title: format!("{tenant}/{}{attempt}: {end}; {count}, {lost} refused", job.name),
        from: session.started,
        to: session.ended,
        tasks: tasks.iter().map(task_bar).collect(),
    }
}

fn task_bar(task: &TaskRecord) -> TaskBar {
    let fate = match (task.state, task.code) {
        (TaskState::Pending | TaskState::Running, _) => TaskFate::Unfinished,
        (TaskState::Success, _) => TaskFate::Succeeded,
        (TaskState::Failed, Some(FailureCode::Maintenance)) => TaskFate::FailedByMaintenance,
        (TaskState::Failed, Some(FailureCode::TenantDisabled)) => TaskFate::TenantDisabled,
        (TaskState::Failed, Some(FailureCode::TaskFailed) | None) => TaskFate::Failed,
    };
    TaskBar { from: task.started, to: task.ended, fate }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Model, read};
    use crate::simulator::{Keep, simulate};
    use crate::views::chart::chart;
    use jiff::tz::TimeZone;

    /// A picture with maintenance from 21:00 to 23:00. Each tenant starts a session at 20:00; every
    /// second tenant starts another one at 22:00, the others have agents only.
    fn picture(names: &[String]) -> String {
        let job = |(at, name): (usize, &String)| {
            let (kind, late) = match at % 2 {
                0 => ("windows-agent-backup", ""),
                _ => ("vm-backup", r#","2026-11-23T22:00:00Z""#),
            };
            let name = serde_json::to_string(name).unwrap();
            format!(
                r#"{{"name":"n","tenant":{name},"type":"{kind}","starts":["2026-11-23T20:00:00Z"{late}],
                "tasks":[{{"name":"vm","duration":"30m"}},{{"name":"db","duration":"1h","fails":{}}}]}}"#,
                at % 3 == 1
            )
        };
        let jobs: Vec<String> = names.iter().enumerate().map(job).collect();
        let json = format!(
            r#"{{"scenario":1,"start":"2026-11-23T20:00:00Z","jobs":[{}],
            "events":[{{"at":"2026-11-23T21:00:00Z","event":"enable","until":"2026-11-23T23:00:00Z"}}]}}"#,
            jobs.join(",")
        );
        let scenario = read(json.as_bytes()).and_then(Model::new).unwrap();
        chart(&scenario, &simulate(&scenario, Keep::Everything), TimeZone::UTC).svg()
    }

    fn count(picture: &str, what: &str) -> usize {
        picture.matches(what).count()
    }

    #[test]
    fn every_task_is_drawn_with_its_fate() {
        let names: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        let picture = picture(&names);
        // Four sessions with two tasks each start, and one task fails by itself. The two sessions at
        // 22:00 are refused, with one mark each; the legend has one of each.
        assert_eq!(count(&picture, r#"class="session""#), 4);
        assert_eq!(count(&picture, r#"<rect class="succeeded""#), 7 + 1);
        assert_eq!(count(&picture, r#"<rect class="failed""#), 1 + 1);
        assert_eq!(count(&picture, r#"class="mark-maintenance""#), 2 + 1);
        assert_eq!(count(&picture, "drained after 30m"), 1);
        assert_eq!(count(&picture, "b/n: failed, maintenance; 2 tasks, 2 refused"), 1);
    }

    #[test]
    fn affected_tenants_come_first() {
        let names: Vec<String> = (0..200).map(|n| format!("t{n:03}")).collect();
        let picture = picture(&names);
        assert_eq!(count(&picture, "<line class=\"lane\""), 40 + 2 + 1);
        let place = |what: &str| picture.find(what).unwrap_or_else(|| panic!("{what}"));
        assert!(place("60 more tenants affected") < place("100 tenants unaffected"));
        assert!(place(">t001<") < place("60 more tenants affected"));
    }

    #[test]
    fn names_are_never_markup() {
        let name = "</title><script>alert(1)</script>\u{202e}\" x='".to_owned();
        let picture = picture(&[name.clone(), name + "2"]);
        assert_eq!(count(&picture, "<script"), 0);
        assert_eq!(count(&picture, "\u{202e}"), 0);
        assert_eq!(count(&picture, "</title>"), count(&picture, "<title"));
    }
}
