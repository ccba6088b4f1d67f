//! Decision tables of `docs/rules.md`, made by asking the rules about each case.

use std::fmt::Write as _;

use crate::domain::job::{Coverage, JobType, Target};
use crate::domain::maintenance::Mode;
use crate::domain::operation::{Operation, ReplicaState, Side};
use crate::domain::rule::Rule;
use crate::domain::rules;
use crate::domain::spelling::Spelled;
use crate::domain::tenant::Access;
use crate::domain::verdict::Verdict;

pub fn decision_tables() -> String {
    let mut text = String::new();
    jobs_table(&mut text);
    operations_table(&mut text);
    for rule in Rule::ALL {
        rule_section(&mut text, *rule);
    }
    text
}

fn cell(verdict: Verdict) -> String {
    match verdict.rule() {
        Some(rule) => format!("{} (`{rule}`)", verdict.answer()),
        None => verdict.answer().to_string(),
    }
}

fn jobs_table(text: &mut String) {
    text.push_str("## Jobs\n\nJobs to the cloud. A job with a local target is always `not-covered`. Disabling its tenant does not affect it.\n\n");
    text.push_str("| job type | class | running when the mode is switched on | one of its tasks is next while the mode is on | starts, or is created, while the mode is on | the tenant is disabled |\n|---|---|---|---|---|---|\n");
    for job_type in JobType::ALL {
        let class = job_type.class();
        let coverage = job_type.coverage(Target::Cloud);
        let task = match coverage {
            Coverage::Cdp => "has no tasks".to_owned(),
            Coverage::Vbr | Coverage::Agent | Coverage::Uncovered => {
                cell(rules::start_task(coverage, Mode::Maintenance))
            }
        };
        let start =
            |access, mode| cell(rules::start_session(coverage, Target::Cloud, access, mode));
        let _ = writeln!(
            text,
            "| `{job_type}` | {class} | `{}` | {task} | {} | {} |",
            rules::on_enable(coverage),
            start(Access::Enabled, Mode::Maintenance),
            start(Access::Disabled, Mode::Active),
        );
    }
}

fn operations_table(text: &mut String) {
    text.push_str("\n## Operations\n\nWhile the mode is on. With the mode off all are allowed, except to a disabled tenant.\n\n");
    text.push_str("| operation | replica in failover when the mode was switched on | tenant | provider | disabled tenant |\n|---|---|---|---|---|\n");
    for operation in Operation::ALL {
        let replicas: &[(ReplicaState, &str)] = if operation.finishes_failover() {
            &[(ReplicaState::InFailover, "yes"), (ReplicaState::NotInFailover, "no")]
        } else {
            &[(ReplicaState::NotInFailover, "–")]
        };
        for (replica, known) in replicas {
            let ask = |side, access| {
                cell(rules::request(*operation, side, *replica, access, Mode::Maintenance))
            };
            let _ = writeln!(
                text,
                "| `{operation}` | {known} | {} | {} | {} |",
                ask(Side::Tenant, Access::Enabled),
                ask(Side::Provider, Access::Enabled),
                ask(Side::Tenant, Access::Disabled),
            );
        }
    }
}

fn rule_section(text: &mut String, rule: Rule) {
    let _ = writeln!(
        text,
        "\n## `{rule}`\n\n**When** {}:\n**then** {}.\n\nSource: {}.",
        rule.when(),
        rule.what(),
        rule.source()
    );
    for decision in rule.ours() {
        let _ = writeln!(text, "- Our own decision: {decision}.");
    }
}
