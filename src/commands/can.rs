//! `mm can`: whether a job may start, or an operation may be done.

use clap::builder::PossibleValuesParser;

use super::prelude::*;
use crate::domain::{FailureCode, Operation, Product, Side, Spelled as _, VerdictKind};
use crate::ops::verdict::{Question, VerdictDocument};
use crate::output::sanitize;

#[derive(Debug, clap::Args)]
#[command(
    override_usage = "mm can start JOB [OPTIONS]\n       mm can OPERATION --tenant TENANT [OPTIONS]",
    after_help = "Exit statuses: 0 allowed, 75 refused, 3 not documented by the vendor, 1 not known.\nWith --exec-condition errors end with 255, as systemd's ExecCondition= expects.\n\nOperations: restore-vm, restore-vm-files, restore-disks, restore-guest-files, restore-files-from-snapshot-replica, restore-agent, failback, commit-failback, permanent-failover, undo-failover, start-replication, restore-files-from-cdp-replica, delete-replica, full-site-failover, test-failover-plan, manage-failover-plan, partial-site-failover, planned-failover\n\nExamples:\n  mm can start nightly && run-nightly-backup\n  mm can failback --tenant Acme --replica erp-db_replica\n  mm can delete-replica --tenant Acme --side provider --json"
)]
pub struct Args {
    /// `start`, or an operation
    #[arg(value_name = "OPERATION", value_parser = PossibleValuesParser::new(actions()))]
    #[arg(hide_possible_values = true)]
    action: String,
    /// Job to start: a name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: Option<String>,
    /// Tenant whose backups or replicas the operation uses
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Replica, for operations that finish a failover
    #[arg(long, value_name = "REPLICA")]
    replica: Option<String>,
    /// Agent that restores, for restore-agent
    #[arg(long, value_name = "PRODUCT", value_parser = spelled::<Product>())]
    product: Option<Product>,
    /// Side that starts the operation
    #[arg(long, value_name = "SIDE", value_parser = spelled::<Side>(), default_value = "tenant")]
    side: Side,
    /// End with 255 on errors, for systemd's ExecCondition=
    #[arg(long)]
    pub exec_condition: bool,
}

fn actions() -> Vec<&'static str> {
    let operations = Operation::ALL.iter().map(|operation| operation.spelling());
    std::iter::once("start").chain(operations).collect()
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let question = question(args)?;
    let document = app.look(|snapshot| question.answer(snapshot, app.now()))?;
    let exit = match document.verdict {
        VerdictKind::Allowed => Exit::Done,
        VerdictKind::Refused => Exit::Refused,
        VerdictKind::Undocumented => Exit::No,
    };
    Ok(Response { exit, ..Response::new(document) })
}

/// The question that the arguments ask, if they fit together.
fn question(args: &Args) -> Result<Question<'_>> {
    let usage = |message: String| Err(Error::usage(message));
    if args.action == "start" {
        let given = [
            ("--tenant", args.tenant.is_some()),
            ("--replica", args.replica.is_some()),
            ("--product", args.product.is_some()),
            ("--side provider", args.side == Side::Provider),
        ];
        if let Some((option, _)) = given.iter().find(|(_, is_given)| *is_given) {
            return usage(format!("start does not take {option}; write TENANT/JOB for the job"));
        }
        return match args.job.as_deref() {
            Some(job) => Ok(Question::Start { job }),
            None => usage("start needs a job: mm can start JOB".to_owned()),
        };
    }
    let operation: Operation = args.action.parse().map_err(|error| {
        Error::usage(format!("{error}")).hint("`mm can start JOB` asks about a job")
    })?;
    if let Some(job) = &args.job {
        return usage(format!("{operation} does not take a job, but {job:?} is given"));
    }
    let Some(tenant) = args.tenant.as_deref() else {
        return usage(format!("{operation} needs --tenant"));
    };
    let options = [
        ("--replica", operation.finishes_failover(), args.replica.is_some()),
        ("--product", operation == Operation::RestoreAgent, args.product.is_some()),
    ];
    for (option, is_needed, is_given) in options {
        match (is_needed, is_given) {
            (true, false) => return usage(format!("{operation} needs {option}")),
            (false, true) => return usage(format!("{operation} does not take {option}")),
            (true, true) | (false, false) => {}
        }
    }
    let replica = args.replica.as_deref();
    let (product, side) = (args.product, args.side);
    Ok(Question::Operation { operation, tenant, replica, product, side })
}

impl View for VerdictDocument {
    fn page(&self, page: &mut Page) {
        let subject = match &self.job {
            Some(job) => format!("{}/{job}", self.tenant),
            None => self.tenant.clone(),
        };
        let answer = format!("{} {}: {}", sanitize(&subject), self.operation, self.verdict);
        page.strong(match (self.code, self.verdict) {
            (Some(code), _) => format!("{answer} ({code})"),
            (None, VerdictKind::Undocumented) => format!("{answer}: the vendor does not say"),
            (None, VerdictKind::Allowed | VerdictKind::Refused) => answer,
        });
        let mut fields = Vec::new();
        fields.extend(self.rule.map(|rule| ("rule", format!("{rule}: {}", rule.what()))));
        if self.provider_verdict == Some(VerdictKind::Allowed) {
            let text = format!("may do it: mm can {} --side provider", self.operation);
            fields.push(("provider", text));
        }
        fields.extend(self.note.map(|note| ("our decision", note.to_owned())));
        if self.verdict == VerdictKind::Refused && self.code == Some(FailureCode::Maintenance) {
            let end = self.until.map_or("none".to_owned(), |until| page.time(until));
            fields.push(("planned end", end));
        }
        fields.extend(self.notification.clone().map(|text| ("tenant reads", text)));
        page.fields(&fields);
    }
}
