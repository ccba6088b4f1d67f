//! Whether a job may start, or an operation may be done, and by which rule.

use serde::Serialize;

use crate::domain::{
    FailureCode, Instant, Mode, Operation, Product, ReplicaState, Rule, Service, Side,
    Spelled as _, Verdict, VerdictKind, decision_behind, notify, request, start_session,
};
use crate::error::Result;
use crate::ops::job_ref;
use crate::ops::server_status::ServerStatus;
use crate::ops::tenants::find_tenant;
use crate::store::Snapshot;

pub enum Question<'a> {
    Start {
        job: &'a str,
    },
    Operation {
        operation: Operation,
        tenant: &'a str,
        replica: Option<&'a str>,
        product: Option<Product>,
        side: Side,
    },
}

impl Question<'_> {
    pub fn answer(&self, snapshot: &Snapshot<'_>, now: Instant) -> Result<VerdictDocument> {
        let server = ServerStatus::of(snapshot, now)?;
        let mode = server.mode();
        let service = server.server.service;
        let mut job_name = None;
        let mut notification = None;
        let mut note = None;
        let mut provider_verdict = None;
        let (verdict, tenant, operation) = match *self {
            Question::Start { job } => {
                let job = job_ref::find(snapshot, job)?.facts;
                let access = snapshot.access_of(&job.tenant)?;
                let verdict =
                    start_session(job.job_type.coverage(job.target), job.target, access, mode);
                if let Verdict::Refused(code, _) = verdict
                    && notify(job.job_type.coverage(job.target), code, mode, service).is_shown()
                {
                    notification = Some(server.message(&job.tenant, &job.name)?);
                }
                job_name = Some(job.name);
                (verdict, job.tenant, "start")
            }
            Question::Operation { operation, tenant, replica, product, side } => {
                find_tenant(snapshot, tenant)?;
                let replica = replica_state(snapshot, &server, tenant, replica)?;
                let access = snapshot.access_of(tenant)?;
                let verdict = request(operation, side, replica, access, mode);
                if side == Side::Tenant && verdict.answer() != VerdictKind::Allowed {
                    let provider = request(operation, Side::Provider, replica, access, mode);
                    provider_verdict = Some(provider.answer());
                }
                note = decision_behind(operation, product, side, verdict);
                (verdict, tenant.to_owned(), operation.spelling())
            }
        };
        let is_by_mode = mode == Mode::Maintenance
            && verdict.answer() != VerdictKind::Allowed
            && verdict.code() != Some(FailureCode::TenantDisabled);
        Ok(VerdictDocument {
            schema: "mm.verdict/1",
            revision: server.server.revision,
            operation,
            tenant,
            job: job_name,
            verdict: verdict.answer(),
            code: verdict.code(),
            rule: verdict.rule(),
            provider_verdict,
            note,
            mode,
            until: server.maintenance.and_then(|each| each.until).filter(|_| is_by_mode),
            service,
            notification,
        })
    }
}

/// Whether a replica was in failover when the mode was switched on.
fn replica_state(
    snapshot: &Snapshot<'_>,
    server: &ServerStatus,
    tenant: &str,
    replica: Option<&str>,
) -> Result<ReplicaState> {
    let since = server.maintenance.as_ref().map_or(server.now, |each| each.since);
    let is_in_failover = snapshot.replicas()?.into_iter().any(|known| {
        known.tenant == tenant && Some(&*known.name) == replica && known.since <= since
    });
    Ok(if is_in_failover { ReplicaState::InFailover } else { ReplicaState::NotInFailover })
}

/// The document `mm.verdict/1`.
#[derive(Serialize)]
pub struct VerdictDocument {
    schema: &'static str,
    revision: u64,
    pub operation: &'static str,
    pub tenant: String,
    pub job: Option<String>,
    pub verdict: VerdictKind,
    pub code: Option<FailureCode>,
    pub rule: Option<Rule>,
    /// The answer for the provider, if the tenant is not allowed to.
    pub provider_verdict: Option<VerdictKind>,
    /// What this project decided, where the sources leave the answer open.
    pub note: Option<&'static str>,
    pub mode: Mode,
    pub until: Option<Instant>,
    pub service: Service,
    pub notification: Option<String>,
}
