//! Treatment: how the mode treats one job, read from what the engine says of it.

use super::outcome::Outcome;
use crate::domain::{
    Access, Code, Instant, Mode, Notice, PolicyStatus, Rule, TaskState, notice, start,
};
use crate::scenario::Scenario;

/// How a job is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Treatment {
    /// The rule that decides; `None` where the mode has nothing to decide.
    pub rule: Option<Rule>,
    /// Tasks that will still end by themselves.
    pub finish: u32,
    /// Tasks that will be refused, or terminated.
    pub lost: u32,
    /// When its session ends, if it has one.
    pub ends: Option<Instant>,
    /// Whether a session of it that the mode fails carries the notification.
    pub notice: Notice,
}

/// How a job is treated from `now` on, in a scenario in which the mode is on or switched on: its
/// session that runs, or else one that starts; a policy as it stands at the end.
pub fn treatment(scenario: &Scenario, outcome: &Outcome, job: u32, now: Instant) -> Treatment {
    let known = &scenario.jobs[job as usize];
    let access = scenario.tenants[known.tenant as usize].access;
    let read = |code| notice(known.coverage(), code, Mode::Maintenance, scenario.service);
    let mut treatment =
        Treatment { rule: None, finish: 0, lost: 0, ends: None, notice: read(Code::Maintenance) };
    if known.policy.is_some() {
        let record = outcome.policies.iter().find(|policy| policy.job == job);
        let shows = record.and_then(|record| record.changes.last()).map(|change| change.status);
        treatment.rule = match access {
            // A disabled tenant wins over every rule of the mode.
            Access::Disabled => {
                start(known.coverage(), known.target, access, Mode::Maintenance).rule()
            }
            Access::Enabled => record.and_then(|record| record.rule),
        };
        if matches!(shows, Some(PolicyStatus::Disabled | PolicyStatus::Deleted)) {
            treatment.rule = None;
        }
        return treatment;
    }
    let Some(session) = outcome.sessions.iter().find(|session| session.job == job) else {
        return treatment;
    };
    treatment.rule = session.rule;
    if session.code == Some(Code::TenantDisabled) {
        treatment.notice = read(Code::TenantDisabled);
    }
    treatment.ends = session.ended;
    let tasks = &outcome.tasks[session.tasks.start as usize..session.tasks.end as usize];
    for task in tasks.iter().filter(|task| task.ended.is_none_or(|ended| ended >= now)) {
        match (task.state, task.code) {
            (TaskState::Failed, Some(Code::Maintenance | Code::TenantDisabled)) => {
                treatment.lost += 1;
            }
            (TaskState::Failed, Some(Code::TaskFailed) | None)
            | (TaskState::Success | TaskState::Running | TaskState::Pending, _) => {
                treatment.finish += 1;
            }
        }
    }
    treatment
}

#[cfg(test)]
mod tests {
    use super::{Treatment, treatment};
    use crate::domain::{Notice, Rule};
    use crate::engine::{Keep, simulate};
    use crate::scenario::{check, read};

    /// How the first job of a scenario of 22:00 is treated, which has these members besides its
    /// name and tenant, when the mode is switched on after other events.
    fn treated(tenant: &str, job: &str, events: &str) -> Treatment {
        let json = format!(
            r#"{{"scenario":1,"start":"2026-11-23T22:00:00Z","tenants":[{{"name":"t"{tenant}}}],
            "jobs":[{{"name":"j","tenant":"t",{job}}}],"events":[{events}]}}"#
        );
        let document = read(json.as_bytes()).unwrap();
        let scenario = check(&document).unwrap_or_else(|wrong| panic!("{wrong}\n{json}"));
        treatment(&scenario, &simulate(&scenario, Keep::Everything), 0, scenario.start)
    }

    const ON: &str = r#"{"at":"2026-11-23T22:00:00Z","event":"enable"}"#;
    const START: &str = r#"{"at":"2026-11-23T22:00:00Z","event":"start","job":"j"}"#;
    const RUNS: &str = r#""tasks":[{"name":"a","duration":"1h"},{"name":"b","duration":"1h"},
        {"name":"c","duration":"1h"}],"running":{"started":"2026-11-23T21:00:00Z","tasks":[
        {"name":"a","state":"success","started":"2026-11-23T21:00:00Z","ended":"2026-11-23T21:40:00Z"},
        {"name":"b","state":"running","started":"2026-11-23T21:40:00Z"},
        {"name":"c","state":"pending"}]}"#;
    const IDLE: &str = r#""tasks":[{"name":"a","duration":"1h"},{"name":"b","duration":"1h"}]"#;

    #[test]
    fn sessions_that_run() {
        #[track_caller]
        fn case(kind: &str, rule: Rule, finish: u32, lost: u32, ends: &str) {
            let found = treated("", &format!("{kind},{RUNS}"), ON);
            assert_eq!(
                (found.rule, found.finish, found.lost),
                (Some(rule), finish, lost),
                "{kind}"
            );
            assert_eq!(found.ends.unwrap().to_string(), ends, "{kind}");
        }
        let (cut, whole) = ("2026-11-23T22:40:00Z", "2026-11-23T23:40:00Z");
        case(r#""type":"vm-backup""#, Rule::FinishRunningTasks, 1, 1, cut);
        case(r#""type":"mac-agent-backup""#, Rule::FinishWholeJob, 2, 0, whole);
        case(r#""type":"other""#, Rule::NotCovered, 2, 0, whole);
        case(r#""type":"vm-backup","target":"local""#, Rule::NotCovered, 2, 0, whole);
    }

    #[test]
    fn sessions_that_would_start() {
        #[track_caller]
        fn case(tenant: &str, kind: &str, rule: Rule, lost: u32) {
            let found = treated(tenant, &format!("{kind},{IDLE}"), &format!("{ON},{START}"));
            assert_eq!((found.rule, found.lost), (Some(rule), lost), "{tenant} {kind}");
        }
        case("", r#""type":"vm-backup""#, Rule::RefuseNewSession, 2);
        case("", r#""type":"linux-agent-backup""#, Rule::RefuseNewSession, 2);
        case("", r#""type":"other""#, Rule::NotCovered, 0);
        case(r#","enabled":false"#, r#""type":"other""#, Rule::TenantDisabled, 2);
        case(r#","enabled":false"#, r#""type":"other","target":"local""#, Rule::NotCovered, 0);
    }

    #[test]
    fn policies() {
        #[track_caller]
        fn case(tenant: &str, more: &str, before: &str, after: &str, want: Option<Rule>) {
            let event = |kind: &str| {
                format!(r#"{{"at":"2026-11-23T22:00:00Z","event":"{kind}","job":"j"}}"#)
            };
            let mut events = Vec::new();
            events.extend((!before.is_empty()).then(|| event(before)));
            events.push(ON.to_owned());
            events.extend((!after.is_empty()).then(|| event(after)));
            let found =
                treated(tenant, &format!(r#""type":"cdp-policy"{more}"#), &events.join(","));
            assert_eq!(found.rule, want, "{tenant} {more} {before} {after}");
        }
        case("", "", "", "", Some(Rule::StopProcessing));
        case("", r#","target":"local""#, "", "", Some(Rule::NotCovered));
        case("", "", "disable-policy", "", None);
        case(r#","enabled":false"#, "", "", "", Some(Rule::TenantDisabled));
        let late = r#","initial_sync":"1h","created_by_event":true"#;
        case("", late, "", "create-policy", Some(Rule::HoldNewPolicy));
        case("", late, "", "", None);
    }

    #[test]
    fn who_reads_the_notification() {
        #[track_caller]
        fn case(tenant: &str, kind: &str, want: Notice) {
            let events = if kind.contains("tasks") { format!("{ON},{START}") } else { ON.into() };
            assert_eq!(treated(tenant, kind, &events).notice, want, "{tenant} {kind}");
        }
        let shown = Notice::Shown(Rule::NotifyFailedSession);
        case("", &format!(r#""type":"vm-backup",{IDLE}"#), shown);
        case(r#","enabled":false"#, &format!(r#""type":"vm-backup",{IDLE}"#), Notice::None);
        case("", &format!(r#""type":"other",{IDLE}"#), Notice::None);
        case("", r#""type":"cdp-policy""#, Notice::None);
    }
}
