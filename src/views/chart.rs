//! A simulation as a chart: a lane for each job where they fit, or else for each tenant.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use crate::domain::{Coverage, FailureCode, PolicyStatus, RunCounts, TaskState};
use crate::ops::outlook::Outlook;
use crate::ops::startless::Startless;
use crate::output::chart::{
    Chart, ChartWindow, Lane, LaneKind, PolicyBar, SessionBar, TaskBar, TaskFate,
};
use crate::output::plural;
use crate::scenario::Model;
use crate::simulator::{By, Line, Outcome, SessionRecord, TaskRecord, preview};
use crate::views::headline::affected;

/// The most lanes for single jobs, and for single tenants.
const MAX_LANES: usize = 40;
/// Up to this many tenants, those that are not affected have lanes of their own, too.
const FEW_TENANTS: usize = 12;

/// The chart of a simulation; needs an outcome with everything in it.
pub fn chart(model: &Model, outcome: &Outcome, outlook: &Outlook, zone: TimeZone) -> Chart {
    let windows = outcome.windows.iter().map(|window| ChartWindow {
        from: window.from,
        until: window.until,
        drained_at: outlook.drained_in(window),
    });
    let mut all = RunCounts::default();
    outcome.totals.iter().for_each(|totals| all.add(&totals.runs));
    let tenants = preview(model, outcome, By::Tenant);
    let fits = model.jobs.len() <= MAX_LANES;
    Chart {
        title: format!("Maintenance: {}", model.reason),
        summary: affected(&all, None),
        not_known: outlook.not_known_sentence(),
        start: outcome.start,
        end: outcome.end,
        windows: windows.collect(),
        lanes: if fits {
            job_lanes(model, outcome, outlook, &tenants)
        } else {
            tenant_lanes(model, outcome, outlook, tenants)
        },
        zone,
    }
}

/// A lane for each job, below a heading for each tenant, in the order of the table.
fn job_lanes(model: &Model, outcome: &Outcome, outlook: &Outlook, tenants: &[Line]) -> Vec<Lane> {
    let of_tenants = outlook.startless(model, By::Tenant);
    let of_jobs = outlook.startless(model, By::Job);
    let jobs = preview(model, outcome, By::Job);
    let mut bars = job_bars(model, outcome);
    let mut lanes = Vec::new();
    for tenant in tenants {
        let of_tenant: Vec<usize> =
            (0..jobs.len()).filter(|at| jobs[*at].tenant == tenant.tenant).collect();
        if of_tenant.is_empty() {
            continue;
        }
        lanes.push(Lane {
            kind: LaneKind::Heading,
            name: tenant.tenant.as_deref().unwrap_or_default().to_owned(),
            note: note(tenant, of_tenants.has(tenant)),
            sessions: Vec::new(),
            policies: Vec::new(),
        });
        for at in of_tenant {
            let is_uncovered = model.jobs[at].coverage() == Coverage::Uncovered;
            let (sessions, policies) = std::mem::take(&mut bars[at]);
            lanes.push(Lane {
                kind: if is_uncovered { LaneKind::Uncovered } else { LaneKind::Work },
                name: jobs[at].job.as_deref().unwrap_or_default().to_owned(),
                note: job_note(model, at, &jobs[at], of_jobs.has(&jobs[at])),
                sessions,
                policies,
            });
        }
    }
    lanes
}

/// A lane for each tenant, in the order of the table; those that are too many stand together.
fn tenant_lanes(
    model: &Model,
    outcome: &Outcome,
    outlook: &Outlook,
    tenants: Vec<Line>,
) -> Vec<Lane> {
    let startless = outlook.startless(model, By::Tenant);
    let mut sessions: HashMap<&str, Vec<SessionBar>> = HashMap::new();
    for (job, (bars, _)) in model.jobs.iter().zip(job_bars(model, outcome)) {
        let tenant = &*model.tenants[job.tenant as usize].name;
        sessions.entry(tenant).or_default().extend(bars);
    }
    let few = tenants.len() <= FEW_TENANTS;
    let is_affected = |line: &Line| line.totals.runs.affected > 0 || line.policies_paused > 0;
    let (mut lanes, mut others, mut unaffected) = (Vec::new(), Vec::new(), Vec::new());
    for tenant in tenants {
        let name = tenant.tenant.as_deref().unwrap_or_default();
        let sessions = sessions.remove(name).unwrap_or_default();
        if lanes.len() < MAX_LANES && (few || is_affected(&tenant)) {
            lanes.push(lane(name.to_owned(), &tenant, startless.has(&tenant), sessions));
        } else if is_affected(&tenant) {
            others.push((tenant, sessions));
        } else {
            unaffected.push((tenant, sessions));
        }
    }
    lanes.extend(together(others, &startless, "more tenant affected", "more tenants affected"));
    lanes.extend(together(unaffected, &startless, "tenant unaffected", "tenants unaffected"));
    lanes
}

fn lane(name: String, line: &Line, is_startless: bool, sessions: Vec<SessionBar>) -> Lane {
    let note = note(line, is_startless);
    Lane { kind: LaneKind::Work, name, note, sessions, policies: Vec::new() }
}

/// Several tenants in one lane.
fn together(
    tenants: Vec<(Line, Vec<SessionBar>)>,
    startless: &Startless<'_>,
    one: &str,
    many: &str,
) -> Option<Lane> {
    let is_startless = tenants.iter().all(|(line, _)| startless.has(line));
    let name = plural(tenants.len() as u64, one, many);
    let (lines, sessions): (Vec<Line>, Vec<Vec<SessionBar>>) = tenants.into_iter().unzip();
    let mut lines = lines.into_iter();
    let mut all = lines.next()?;
    for line in lines {
        all.totals.add(&line.totals);
        all.policies_paused += line.policies_paused;
    }
    Some(lane(name, &all, is_startless, sessions.into_iter().flatten().collect()))
}

/// The runs of a lane in a few words.
fn note(line: &Line, is_startless: bool) -> String {
    let runs = line.totals.runs;
    let mut parts = vec![match runs.affected {
        0 if is_startless && runs.runs == 0 => "start times not known".to_owned(),
        0 if is_startless => {
            format!("{}, later start times not known", plural(runs.runs, "run", "runs"))
        }
        0 => plural(runs.runs, "run", "runs"),
        affected => format!("{affected} of {} affected", plural(runs.runs, "run", "runs")),
    }];
    for (count, what) in
        [(runs.recovered, "recovered"), (runs.lost, "lost"), (runs.pending, "pending")]
    {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    match (runs.failed_otherwise, runs.runs) {
        (0, _) => {}
        (1, 1) => parts.push("failed otherwise".to_owned()),
        (failed, _) => parts.push(format!("{failed} failed otherwise")),
    }
    if line.policies_paused > 0 {
        parts.push(plural(line.policies_paused, "policy paused", "policies paused"));
    }
    parts.join(", ")
}

fn job_note(model: &Model, job: usize, line: &Line, is_startless: bool) -> String {
    let note = || note(line, is_startless);
    let is_policy = model.jobs[job].job_type.is_policy();
    match (model.jobs[job].coverage(), line.policies_paused) {
        (Coverage::Uncovered, _) => format!("not covered; {}", note()),
        (_, 0) if is_policy => "CDP policy".to_owned(),
        (_, _) if is_policy => "CDP policy, paused".to_owned(),
        (Coverage::Vbr | Coverage::Agent | Coverage::Cdp, _) => note(),
    }
}

/// The sessions of each job, or the times of a policy.
fn job_bars(model: &Model, outcome: &Outcome) -> Vec<(Vec<SessionBar>, Vec<PolicyBar>)> {
    let mut bars: Vec<(Vec<SessionBar>, Vec<PolicyBar>)> = Vec::new();
    bars.resize_with(model.jobs.len(), Default::default);
    for session in &outcome.sessions {
        bars[session.job as usize].0.push(session_bar(model, outcome, session));
    }
    for policy in &outcome.policies {
        let name = &model.jobs[policy.job as usize].name;
        let ends = policy.changes.iter().skip(1).map(|change| change.at).chain([outcome.end]);
        for (change, end) in policy.changes.iter().zip(ends) {
            let exists = !matches!(change.status, PolicyStatus::Disabled | PolicyStatus::Deleted);
            if exists && change.at < end {
                let is_paused = !change.processing;
                let what = if is_paused { "paused" } else { "processes" };
                bars[policy.job as usize].1.push(PolicyBar {
                    title: format!("{name}: {what}"),
                    from: change.at,
                    to: end,
                    is_paused,
                });
            }
        }
    }
    bars
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
    use crate::ops::outlook::Outlook;
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
        let outcome = simulate(&scenario, Keep::Everything);
        let outlook = Outlook::of(&scenario, &outcome);
        chart(&scenario, &outcome, &outlook, TimeZone::UTC).svg()
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
        assert_eq!(count(&picture, r#"<rect class="succeeded""#), 7 + 2);
        assert_eq!(count(&picture, r#"<rect class="failed""#), 1 + 1);
        assert_eq!(count(&picture, r#"class="mark-maintenance""#), 2 + 1);
        assert_eq!(count(&picture, "drained after 30m"), 1);
        assert_eq!(count(&picture, "b/n: failed, maintenance; 2 tasks, 2 refused"), 1);
    }

    #[test]
    fn a_run_that_failed_by_itself_is_said_to_have_failed() {
        let names: Vec<String> = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
        let picture = picture(&names);
        assert!(picture.contains(">1 run, failed otherwise</text>"));
        assert!(picture.contains(">1 of 2 runs affected, 1 lost, 1 failed otherwise</text>"));
    }

    #[test]
    fn each_job_has_a_lane_below_its_tenant_where_all_fit() {
        let names: Vec<String> = ["b", "a", "c"].map(str::to_owned).to_vec();
        let picture = picture(&names);
        assert_eq!(count(&picture, r#"class="heading""#), 3);
        assert_eq!(count(&picture, ">n</text>"), 3);
        let place = |what: &str| picture.find(what).unwrap_or_else(|| panic!("{what}"));
        assert!(place(">a</text>") < place(">b</text>") && place(">b</text>") < place(">c</text>"));
    }

    #[test]
    fn many_tenants_have_lanes_in_the_order_of_the_table() {
        let names: Vec<String> = (0..200).map(|n| format!("t{n:03}")).collect();
        let picture = picture(&names);
        assert_eq!(count(&picture, "<line class=\"lane\""), 40 + 2 + 1);
        let place = |what: &str| picture.find(what).unwrap_or_else(|| panic!("{what}"));
        assert!(place("60 more tenants affected") < place("100 tenants unaffected"));
        assert!(place(">t001<") < place(">t003<") && place(">t003<") < place("60 more tenants"));
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
