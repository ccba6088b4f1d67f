//! Can: whether a job may start, or an operation may be done, with the rule and until when.

use serde::Serialize;

use crate::args::{Global, spelled};
use crate::commands::Response;
use crate::domain::{
    Answer, FailureCode, Instant, Mode, Operation, Product, Replica, Rule, Service, Side, Spelled,
    Verdict,
};
use crate::error::{Code, Error, Exit, Result};
use crate::ops::app::App;
use crate::ops::job_ref;
use crate::ops::server_status::ServerStatus;
use crate::output::{Page, View, sanitize};
use crate::simulator::{may, may_start, notified};
use crate::store::Snapshot;

/// What `mm can` takes.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "mm can start JOB [OPTIONS]\n       mm can OPERATION --tenant TENANT [OPTIONS]",
    after_help = "Exit statuses: 0 allowed, 75 refused, 3 the sources do not say, 1 it cannot be known.\nWith --exec-condition errors end with 255, as systemd's ExecCondition= wants it.\n\nOperations: restore-vm, restore-vm-files, restore-disks, restore-guest-files, restore-agent, failback, commit-failback, permanent-failover, undo-failover, start-replication, restore-files-from-cdp-replica, delete-replica, full-site-failover, test-failover-plan, partial-site-failover, planned-failover\n\nExamples:\n  mm can start nightly && run-nightly-backup\n  mm can failback --tenant Acme --replica erp-db_replica\n  mm can delete-replica --tenant Acme --side provider --json"
)]
pub struct Args {
    /// What: `start`, or an operation
    #[arg(value_name = "OPERATION", value_parser = clap::builder::PossibleValuesParser::new(asked()))]
    #[arg(hide_possible_values = true)]
    what: String,
    /// The job to start: a name, or TENANT/JOB
    #[arg(value_name = "JOB")]
    job: Option<String>,
    /// Whose backups or replicas the operation is about
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// The replica, for operations that finish a failover
    #[arg(long, value_name = "REPLICA")]
    replica: Option<String>,
    /// The agent that restores, for restore-agent
    #[arg(long, value_name = "PRODUCT", value_parser = spelled::<Product>())]
    product: Option<Product>,
    /// Who asks
    #[arg(long, value_name = "SIDE", value_parser = spelled::<Side>(), default_value = "tenant")]
    side: Side,
    /// End with 255 where it cannot be known, for systemd's ExecCondition=
    #[arg(long)]
    exec_condition: bool,
}

/// All that can be asked for.
fn asked() -> Vec<&'static str> {
    let operations = Operation::ALL.iter().map(|operation| operation.spelling());
    std::iter::once("start").chain(operations).collect()
}

/// Answers.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    match answer(global, args) {
        Ok(done) => Ok(done),
        Err(problem) if args.exec_condition => Err(problem.with_exit(Exit::NoCondition)),
        Err(problem) => Err(problem),
    }
}

fn answer(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let asked = Asked::of(args)?;
    let told = app.look(|snapshot| asked.answered(snapshot, app.now()))?;
    let exit = match told.verdict {
        Answer::Allowed => Exit::Done,
        Answer::Refused => Exit::Refused,
        Answer::Undocumented => Exit::No,
    };
    let mut done = Response::of(&app, told);
    done.exit = exit;
    Ok(done)
}

/// What is asked for, checked for shape.
enum Asked<'a> {
    Start(&'a str),
    Operation { operation: Operation, tenant: &'a str, replica: Option<&'a str>, side: Side },
}

impl<'a> Asked<'a> {
    fn of(args: &'a Args) -> Result<Asked<'a>> {
        let usage = |message: String| Err(Error::usage(message));
        if args.what == "start" {
            let given = [
                ("--tenant", args.tenant.is_some()),
                ("--replica", args.replica.is_some()),
                ("--product", args.product.is_some()),
                ("--side provider", args.side == Side::Provider),
            ];
            if let Some((option, _)) = given.iter().find(|(_, given)| *given) {
                return usage(format!(
                    "start does not take {option}; write TENANT/JOB for the job"
                ));
            }
            return match args.job.as_deref() {
                Some(job) => Ok(Asked::Start(job)),
                None => usage("start needs the job: mm can start JOB".to_owned()),
            };
        }
        let operation: Operation = args.what.parse().map_err(|error| {
            Error::usage(format!("{error}")).hint("mm can start JOB asks for the start of a job")
        })?;
        if let Some(job) = &args.job {
            return usage(format!("{operation} takes no job, but {job:?} is one"));
        }
        let Some(tenant) = args.tenant.as_deref() else {
            return usage(format!("{operation} needs --tenant"));
        };
        let wants = operation.finishes_failover();
        match (wants, &args.replica) {
            (true, None) => return usage(format!("{operation} needs --replica")),
            (false, Some(_)) => return usage(format!("{operation} does not take --replica")),
            (true, Some(_)) | (false, None) => {}
        }
        match (operation == Operation::RestoreAgent, args.product) {
            (true, None) => return usage(format!("{operation} needs --product")),
            (false, Some(_)) => return usage(format!("{operation} does not take --product")),
            (true, Some(_)) | (false, None) => {}
        }
        let replica = args.replica.as_deref();
        Ok(Asked::Operation { operation, tenant, replica, side: args.side })
    }

    fn answered(&self, snapshot: &Snapshot<'_>, now: Instant) -> Result<Told> {
        let state = ServerStatus::of(snapshot, now)?;
        let mode = state.mode();
        let (verdict, tenant, job, operation) = match self {
            Asked::Start(name) => {
                let job = job_ref::find(snapshot, name)?.facts;
                let verdict =
                    may_start(job.job_type, job.target, snapshot.access_of(&job.tenant)?, mode);
                (verdict, job.tenant.clone(), Some(job), "start")
            }
            Asked::Operation { operation, tenant, replica, side } => {
                if snapshot.tenant(tenant)?.is_none() {
                    let message = format!("nobody knows tenant {tenant:?}");
                    return Err(Error::new(Code::UnknownTenant, message)
                        .hint("mm tenants lists them; mm tenants add adds one"));
                }
                let replica = found(snapshot, &state, tenant, *replica)?;
                let verdict = may(*operation, *side, replica, snapshot.access_of(tenant)?, mode);
                (verdict, (*tenant).to_owned(), None, operation.spelling())
            }
        };
        let notification = match (&job, verdict) {
            (Some(job), Verdict::Refused(code, _))
                if notified(job.job_type, job.target, code, mode, state.server.service) =>
            {
                Some(state.message(&job.tenant, &job.name)?)
            }
            _ => None,
        };
        let by_the_mode =
            mode == Mode::Maintenance && verdict.code() != Some(FailureCode::TenantDisabled);
        let is_refused = verdict.answer() != Answer::Allowed;
        Ok(Told {
            schema: "mm.verdict/1",
            revision: state.server.revision,
            operation,
            tenant,
            job: job.map(|job| job.name),
            verdict: verdict.answer(),
            code: verdict.code(),
            rule: verdict.rule(),
            mode,
            until: state
                .maintenance
                .as_ref()
                .and_then(|each| each.until)
                .filter(|_| by_the_mode && is_refused),
            service: state.server.service,
            notification,
        })
    }
}

/// Whether a replica was in failover when the mode was switched on.
fn found(
    snapshot: &Snapshot<'_>,
    state: &ServerStatus,
    tenant: &str,
    replica: Option<&str>,
) -> Result<Replica> {
    let since = state.maintenance.as_ref().map_or(state.now, |each| each.since);
    let was = snapshot.replicas()?.into_iter().any(|known| {
        known.tenant == tenant && Some(&*known.name) == replica && known.since <= since
    });
    Ok(if was { Replica::InFailover } else { Replica::NotInFailover })
}

/// The document `mm.verdict/1`.
#[derive(Serialize)]
struct Told {
    schema: &'static str,
    revision: u64,
    operation: &'static str,
    tenant: String,
    job: Option<String>,
    verdict: Answer,
    code: Option<FailureCode>,
    rule: Option<Rule>,
    mode: Mode,
    until: Option<Instant>,
    service: Service,
    notification: Option<String>,
}

impl View for Told {
    fn page(&self, page: &mut Page) {
        let whose = match &self.job {
            Some(job) => format!("{}/{job}", self.tenant),
            None => self.tenant.clone(),
        };
        let what = format!("{} {}: {}", sanitize(&whose), self.operation, self.verdict);
        match (self.code, self.verdict) {
            (Some(code), _) => page.strong(format!("{what} ({code})")),
            (None, Answer::Undocumented) => {
                page.strong(format!("{what}: the sources do not say, and mm does not guess"));
            }
            (None, _) => page.strong(what),
        }
        let mut fields = Vec::new();
        if let Some(rule) = self.rule {
            fields.push(("rule", format!("{rule}: {}", rule.what())));
        }
        if self.verdict == Answer::Refused && self.code == Some(FailureCode::Maintenance) {
            fields.push((
                "until",
                match self.until {
                    Some(until) => page.time(until),
                    None => "further notice".to_owned(),
                },
            ));
        }
        if let Some(text) = &self.notification {
            fields.push(("tenant reads", text.clone()));
        }
        page.fields(&fields);
    }
}
