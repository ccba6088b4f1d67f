//! Chart: a simulation as a picture: the most hurt tenants first, the others put together.

use std::cmp::Reverse;

use jiff::tz::TimeZone;

use crate::domain::{FailureCode, TaskState};
use crate::output::chart::{Bar, Chart, Fate, Lane, Piece, Shade};
use crate::output::plural;
use crate::scenario::Model;
use crate::simulator::{Outcome, SessionRecord, TaskRecord, Totals};

/// So many tenants have a lane of their own at most.
const LANES: usize = 40;
/// Where there are no more than that, those that are not hurt have one, too.
const FEW: usize = 12;

/// What a simulation looks like. Needs everything that was kept of it.
pub fn chart(scenario: &Model, outcome: &Outcome, zone: TimeZone) -> Chart {
    let windows = outcome.windows.iter().map(|window| Shade {
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

/// A tenant on its way to a lane.
struct Tenant {
    name: String,
    totals: Totals,
    bars: Vec<Bar>,
}

impl Tenant {
    fn is_hurt(&self) -> bool {
        self.totals.failed_by_maintenance > 0
    }
}

/// All tenants, the most hurt first.
fn tenants(scenario: &Model, outcome: &Outcome) -> Vec<Tenant> {
    let known = scenario.tenants.iter();
    let mut tenants: Vec<Tenant> = known
        .map(|tenant| Tenant {
            name: tenant.name.to_string(),
            totals: Totals::default(),
            bars: Vec::new(),
        })
        .collect();
    for (job, totals) in scenario.jobs.iter().zip(&outcome.totals) {
        tenants[job.tenant as usize].totals.add(totals);
    }
    for session in &outcome.sessions {
        let tenant = scenario.jobs[session.job as usize].tenant;
        tenants[tenant as usize].bars.push(bar(scenario, outcome, session));
    }
    let harm = |totals: &Totals| {
        let failed = totals.failed_by_maintenance;
        Reverse((failed - totals.healed, failed, totals.tasks_failed_by_maintenance))
    };
    tenants.sort_by(|a, b| (harm(&a.totals), &a.name).cmp(&(harm(&b.totals), &b.name)));
    tenants
}

fn summary(tenants: &[Tenant], outcome: &Outcome) -> String {
    let mut all = Totals::default();
    for tenant in tenants {
        all.add(&tenant.totals);
    }
    let windows = match outcome.windows.len() {
        0 => "The mode is never on".to_owned(),
        count => plural(count as u64, "window", "windows"),
    };
    let hurt = tenants.iter().filter(|tenant| tenant.is_hurt()).count();
    format!(
        "{windows}; {} of {}: {} succeed, maintenance fails {} ({} hurt), of which {} heal by retry.",
        plural(all.sessions, "session", "sessions"),
        plural(tenants.len() as u64, "tenant", "tenants"),
        all.succeeded,
        all.failed_by_maintenance,
        plural(hurt as u64, "tenant", "tenants"),
        all.healed,
    )
}

fn lanes(tenants: Vec<Tenant>) -> Vec<Lane> {
    let few = tenants.len() <= FEW;
    let (mut lanes, mut hurt, mut spared) = (Vec::new(), Vec::new(), Vec::new());
    for tenant in tenants {
        if lanes.len() < LANES && (few || tenant.is_hurt()) {
            let note = note(&tenant.totals);
            lanes.push(Lane { name: tenant.name, note, bars: tenant.bars });
        } else if tenant.is_hurt() {
            hurt.push(tenant);
        } else {
            spared.push(tenant);
        }
    }
    lanes.extend(together(hurt, "more tenant hurt", "more tenants hurt"));
    lanes.extend(together(spared, "tenant unaffected", "tenants unaffected"));
    lanes
}

/// Several tenants in one lane.
fn together(tenants: Vec<Tenant>, one: &str, many: &str) -> Option<Lane> {
    if tenants.is_empty() {
        return None;
    }
    let mut totals = Totals::default();
    for tenant in &tenants {
        totals.add(&tenant.totals);
    }
    let name = plural(tenants.len() as u64, one, many);
    let bars = tenants.into_iter().flat_map(|tenant| tenant.bars).collect();
    Some(Lane { name, note: note(&totals), bars })
}

fn note(totals: &Totals) -> String {
    match (totals.failed_by_maintenance, totals.healed) {
        (0, _) => plural(totals.sessions, "session", "sessions"),
        (failed, 0) => format!("{failed} of {} fail", totals.sessions),
        (failed, healed) => format!("{failed} of {} fail, {healed} heal", totals.sessions),
    }
}

fn bar(scenario: &Model, outcome: &Outcome, session: &SessionRecord) -> Bar {
    let tasks = outcome.tasks_of(session);
    let job = &scenario.jobs[session.job as usize];
    let lost = tasks.iter().filter(|task| task.code == Some(FailureCode::Maintenance)).count();
    let end = match (session.result, session.code) {
        (None, _) => "works at the end".to_owned(),
        (Some(result), None) => result.to_string(),
        (Some(result), Some(code)) => format!("{result}, {code}"),
    };
    let attempt = match session.attempt {
        0 => String::new(),
        attempt => format!(", retry {attempt}"),
    };
    let tenant = &job.job.tenant;
    let count = plural(tasks.len() as u64, "task", "tasks");
    Bar {
        title: format!("{tenant}/{}{attempt}: {end}; {count}, {lost} refused", job.job.name),
        from: session.started,
        to: session.ended,
        pieces: tasks.iter().map(piece).collect(),
    }
}

fn piece(task: &TaskRecord) -> Piece {
    let fate = match (task.state, task.code) {
        (TaskState::Pending | TaskState::Running, _) => Fate::Unfinished,
        (TaskState::Success, _) => Fate::Succeeded,
        (TaskState::Failed, Some(FailureCode::Maintenance)) => Fate::FailedByMaintenance,
        (TaskState::Failed, Some(FailureCode::TenantDisabled)) => Fate::TenantDisabled,
        (TaskState::Failed, Some(FailureCode::TaskFailed) | None) => Fate::Failed,
    };
    Piece { from: task.started, to: task.ended, fate }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Model, read};
    use crate::simulator::{Keep, simulate};
    use crate::views::chart::chart;
    use jiff::tz::TimeZone;

    /// The picture of a night in which each of some tenants starts a session at 20:00 and another
    /// at 22:00, when the mode is on; those with an even number have agents only, from 20:00 on.
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
    fn every_task_is_drawn_as_what_becomes_of_it() {
        let names: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        let picture = picture(&names);
        // Four sessions of two tasks begin, of which one fails by itself; the two at 22:00 are
        // refused, with one sign each.
        assert_eq!(count(&picture, r#"class="session""#), 4);
        assert_eq!(count(&picture, r#"<rect class="succeeded""#), 7);
        assert_eq!(count(&picture, r#"<rect class="failed""#), 1);
        assert_eq!(count(&picture, r#"class="mark-maintenance""#), 2 + 1);
        assert_eq!(count(&picture, "drained after 30m"), 1);
        assert_eq!(count(&picture, "b/n: failed, maintenance; 2 tasks, 2 refused"), 1);
    }

    #[test]
    fn the_most_hurt_stand_first_and_the_others_together() {
        let names: Vec<String> = (0..200).map(|n| format!("t{n:03}")).collect();
        let picture = picture(&names);
        assert_eq!(count(&picture, "<line class=\"lane\""), 40 + 2 + 1);
        let place = |what: &str| picture.find(what).unwrap_or_else(|| panic!("{what}"));
        assert!(place("60 more tenants hurt") < place("100 tenants unaffected"));
        assert!(place(">t001<") < place("60 more tenants hurt"));
    }

    #[test]
    fn names_do_no_harm() {
        let name = "</title><script>alert(1)</script>\u{202e}\" x='".to_owned();
        let picture = picture(&[name.clone(), name + "2"]);
        assert_eq!(count(&picture, "<script"), 0);
        assert_eq!(count(&picture, "\u{202e}"), 0);
        assert_eq!(count(&picture, "</title>"), count(&picture, "<title"));
    }
}
