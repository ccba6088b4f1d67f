//! Listings of Veeam Service Provider Console: jobs of servers and agents, tenants, organizations.

use crate::domain::{Access, Instant, ObservedResult, Span, Target};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::{
    Element, EndTime, Id, Member as _, NextStart, Present, StateWord, TaskLimit, members,
    normalized, quoted,
};
use crate::import::imported::{ExportFormat, JobSet, Kind};
use crate::import::job_kind::{self, JobKind};
use crate::import::listing::{Added, Listing, ReadElement};
use crate::import::records::{
    ExportedJob, ExportedRun, ExportedTask, Heartbeat, JobObject, ObjectKind, Owner, Records,
    TaskProgress, TenantRecord,
};
use crate::import::schedule::{self, vspc::ConsoleSchedule};
use crate::import::status;

const fn listing(
    name: &'static str,
    kind: Kind,
    add_names: fn(&mut Vec<&'static str>),
    read: ReadElement,
) -> Listing {
    let format = ExportFormat::Vspc;
    Listing { name, kind, format, jobs: None, all: "", any: "", also: "", add_names, read }
}

/// The name of the listings of subtypes: there are several, and each is of other jobs.
pub const SUBTYPES: &str = "jobs of one subtype";

pub const LISTINGS: &[Listing] = &[
    Listing {
        all: "siteUid",
        any: "managementAgentUid maintenanceModeIsEnabled",
        ..listing(
            "sites",
            Kind::Machines,
            |_| {},
            |_, _, _| Err("a site has neither tenants nor jobs".into()),
        )
    },
    // GET infrastructure/managementAgents, backupServers and backupAgents
    Listing {
        all: "instanceUid status",
        any: "lastHeartbeatTime connectionStatus agentPlatform backupServerRoleType",
        ..listing("servers and agents", Kind::Machines, Machine::add_names, add_machine)
    },
    // GET infrastructure/sites/tenants
    Listing {
        any: "assignedForCompany isBackupResourcesEnabled isNativeReplicationResourcesEnabled",
        also: "type lastActive isLeaseExpirationEnabled leaseExpirationDate description \
            isThrottlingEnabled isVcdReplicationResourcesEnabled vCloudOrganizationUid \
            gatewaySelectionType",
        ..listing("tenants", Kind::Tenants, Tenant::add_names, add_tenant)
    },
    // GET organizations/companies
    Listing {
        all: "instanceUid name",
        any: "companyServices subscriptionPlanUid ownerCredentials taxId resellerUid loginUrl",
        also: "status isRestAccessEnabled isAlarmDetectEnabled",
        ..listing("organizations", Kind::Companies, Company::add_names, add_organization)
    },
    // GET infrastructure/backupAgents/jobs
    Listing {
        jobs: Some(JobSet::ConsoleAgents),
        all: "name",
        any: "backupAgentUid configUid backupPolicyAssignStatus",
        also: "instanceUid originalUid description operationMode destination restorePoints \
            backupMode scheduleDisplayName lastModifiedDate lastModifiedBy backedUpSize \
            freeSpace backupPolicyFailureMessage",
        ..listing("jobs of backup agents", Kind::AgentJobs, AgentJob::add_names, add_agent_job)
    },
    // GET infrastructure/backupServers/jobs/backupVmJobs/objects
    Listing {
        all: "name",
        any: "jobUid uniqueJobUid",
        also: "instanceUid hierarchyRef",
        ..listing("objects of jobs", Kind::Objects, ProtectedObject::add_names, add_job_object)
    },
    // GET infrastructure/backupServers/jobs
    Listing {
        jobs: Some(JobSet::ConsoleServers),
        all: "instanceUid name type",
        any: "backupServerUid lastSessionTasks targetType avgDuration status",
        also: "description createdBy creationTime locationUid processingRate transferredData \
            backupChainSize bottleneck destination retentionLimit retentionLimitType \
            isGfsOptionEnabled",
        ..listing("jobs of backup servers", Kind::Jobs, ServerJob::add_names, add_job)
    },
    // GET infrastructure/backupServers/jobs/backupVmJobs and the other subtypes
    Listing {
        any: "jobMode isCloudJob cloudHostUid protectedVmCount sourceProxyAutoDetect",
        ..listing(SUBTYPES, Kind::Jobs, SubtypeJob::add_names, add_subtype_job)
    },
    Listing {
        all: "instanceUid",
        any: "subtype isRpoOptionsEnabled targetWanAcceleratorUid osType _embedded",
        ..listing(SUBTYPES, Kind::Jobs, SubtypeJob::add_names, add_subtype_job)
    },
];

members! {
    struct ServerJob {
        id: Id = "instanceUid",
        unique_id: Id = "uniqueUid",
        name: String = "name",
        organization: Organization = "",
        job_type: String = "type",
        platform: String = "subtype",
        common: CommonOfJobs = "",
        latest_tasks: Vec<SessionTask> = "lastSessionTasks",
    }
}

members! {
    struct AgentJob {
        // Some versions list only the id of the configuration.
        id: Id = "instanceUid" | "configUid",
        name: String = "name",
        organization: Organization = "",
        platform: String = "systemType",
        policy: String = "backupPolicyName",
        common: CommonOfJobs = "",
    }
}

members! {
    struct Organization {
        mapped: Id = "mappedOrganizationUid",
        own: Id = "organizationUid",
        site: Id = "siteUid",
    }
}

members! {
    struct CommonOfJobs {
        target: String = "targetType",
        enabled: bool = "isEnabled",
        average: Span = "avgDuration",
        next_start: NextStart = "nextRun",
        schedule_type: String = "scheduleType" | "schedulingType",
        schedule: ConsoleSchedule = "schedule",
        started: Instant = "lastRun",
        ended: EndTime = "lastEndTime" | "endTime",
        took: Span = "lastDuration" | "duration",
        status: String = "status",
        failure: String = "failureMessage",
    }
}

members! {
    /// A task of the latest session of a job.
    struct SessionTask {
        name: String = "objectName",
        run: TaskRun = "",
    }
}

members! {
    struct TaskRun {
        status: StateWord = "backupStatus" | "status",
        failures: Vec<String> = "failureMessages",
        started: Instant = "startTime",
        ended: EndTime = "endTime",
        took: Span = "duration",
    }
}

members! {
    /// The members that only jobs of one subtype have.
    struct SubtypeJob {
        /// The job itself, if the listing was requested with `expand=BackupServerJob`.
        job: ServerJob = "_embedded.*",
        id: Id = "instanceUid",
        unique_id: Id = "uniqueUid",
        platform: String = "subtype" | "osType",
        /// Of agent jobs: who runs them.
        mode: String = "jobMode",
        /// Members that only CDP policies have.
        cdp: Present = "sourceProxyAutoDetect" | "shortTermRetention",
        cloud: bool = "isCloudJob",
        cloud_host: Present = "cloudHostUid",
    }
}

members! {
    struct ProtectedObject {
        job: Id = "jobUid",
        unique_job: Id = "uniqueJobUid",
        name: String = "name",
        excluded: bool = "isExcluded",
        platform: String = "platform",
        latest_session: TaskRun = "lastSession",
    }
}

members! {
    struct Tenant {
        name: String = "name" | "credentials.userName",
        enabled: bool = "isEnabled",
        id: Id = "instanceUid",
        organization: Id = "assignedForCompany",
        site: Id = "siteUid",
        site_name: String = "siteName",
        slots: TaskLimit = "maxConcurrentTask",
    }
}

members! {
    /// A server or agent that reports to the console.
    struct Machine {
        name: String = "name" | "hostName" | "friendlyName" | "instanceUid",
        status: String = "connectionStatus" | "status",
        seen: Instant = "lastHeartbeatTime",
    }
}

members! {
    struct Company {
        id: Id = "instanceUid",
        name: String = "name",
    }
}

impl ServerJob {
    fn into_record(self, context: &mut Context<'_>) -> ExportedJob {
        let kind = self.job_type.map(|value| {
            let mut kind = job_kind::vspc(&value);
            if kind == JobKind::Other {
                kind = job_kind::not_covered(&value);
                context.assume(self.place, "type", Assumption::TypeNotCovered(value));
            }
            kind
        });
        let mut job = ExportedJob {
            place: self.place,
            listed: true,
            id: self.id,
            unique_id: self.unique_id,
            name: self.name,
            owner: self.organization.unwrap_or_default().into_owner(),
            kind,
            is_policy: kind == Some(JobKind::Agent),
            platform: self.platform.and_then(|value| job_kind::platform(&value)),
            ..ExportedJob::default()
        };
        self.common.unwrap_or_default().add_to(&mut job, context);
        let count = self.latest_tasks.as_ref().map_or(0, Vec::len);
        job.objects.reserve_exact(count);
        job.latest_tasks.reserve_exact(count);
        for task in self.latest_tasks.into_iter().flatten() {
            let Some(name) = task.name else {
                context.unused(task.place, "objectName", "a task without a name");
                continue;
            };
            job.objects.push(JobObject { name: name.clone(), kind: ObjectKind::Processed });
            job.latest_tasks.push(task.run.unwrap_or_default().into_task(name, context));
        }
        job
    }
}

impl Organization {
    fn into_owner(self) -> Owner {
        let Some(id) = self.own.or_else(|| self.mapped.clone()) else { return Owner::Unknown };
        Owner::Organization { id, mapped: self.mapped, site: self.site }
    }
}

impl CommonOfJobs {
    fn add_to(self, job: &mut ExportedJob, context: &mut Context<'_>) {
        job.target = self.target.and_then(|value| match &*normalized(&value) {
            "cloud" | "cloudrepository" => Some(Target::Cloud),
            "local" | "backuprepository" | "localfolder" | "sharedfolder" => Some(Target::Local),
            "none" | "unknown" => None,
            _ => {
                let what = format!("{} is not a known target", quoted(&value));
                context.unused(self.place, "targetType", what);
                None
            }
        });
        job.enabled = self.enabled;
        job.average = self.average;
        job.next_start = self.next_start.map(|NextStart(at)| at);
        let kind = self.schedule_type.as_deref();
        schedule::vspc::add_to(job, self.schedule.as_ref(), kind, context);
        // A status that the console does not know says nothing of the job.
        let status = self.status.filter(|status| normalized(status) != "unknown");
        let Some(status) = status else { return };
        let (state, result) = status::job_status(&status, self.place, context);
        let run = ExportedRun {
            started: self.started,
            took: self.took,
            result,
            ..ExportedRun::new(state)
        };
        let failure = self.failure.filter(|_| result == ObservedResult::Failed);
        let run = ExportedRun {
            // The end in the listing of a running session is that of the session before.
            ended: self.ended.map(|EndTime(at)| at).filter(|_| !run.is_running()),
            failure: failure.map(|message| context.keep_failure(&message)),
            ..run
        };
        job.latest_run = Some(run.with_consistent_duration(self.place, context));
    }
}

impl TaskRun {
    fn into_task(self, name: String, context: &mut Context<'_>) -> ExportedTask {
        let status = self.status.map(|StateWord(status)| status).unwrap_or_default();
        let has_ended = self.ended.is_some();
        let progress = status::task_progress(&status, None, has_ended, self.place, context);
        let progress = match progress {
            // A task that has started works, whatever word its status is.
            TaskProgress::Pending | TaskProgress::Unknown
                if self.started.is_some() && self.ended.is_none() =>
            {
                TaskProgress::Running
            }
            progress => progress,
        };
        let failure = self.failures.and_then(|messages| messages.into_iter().next());
        let failure = failure.filter(|_| progress == TaskProgress::Failed);
        ExportedTask {
            place: self.place,
            name,
            progress,
            started: self.started,
            ended: self.ended.map(|EndTime(at)| at).filter(|_| progress != TaskProgress::Running),
            took: self.took,
            failure: failure.map(|message| context.keep_failure(&message)),
            session_started: None,
            is_of_session: false,
        }
    }
}

fn add_job(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let job = ServerJob::of(element, context)?;
    records.add_job(job.into_record(context));
    Ok(())
}

fn add_agent_job(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = AgentJob::of(element, context)?;
    let mut job = ExportedJob {
        place: element.place,
        listed: true,
        id: found.id,
        name: found.name,
        owner: found.organization.unwrap_or_default().into_owner(),
        kind: Some(JobKind::Agent),
        policy: found.policy,
        platform: found.platform.and_then(|value| job_kind::platform(&value)),
        ..ExportedJob::default()
    };
    found.common.unwrap_or_default().add_to(&mut job, context);
    records.add_job(job);
    Ok(())
}

fn add_subtype_job(
    element: Element<'_>,
    records: &mut Records,
    context: &mut Context<'_>,
) -> Added {
    let found = SubtypeJob::of(element, context)?;
    let mut job = match found.job {
        Some(job) => job.into_record(context),
        None => ExportedJob { place: element.place, ..ExportedJob::default() },
    };
    job.id = found.id.or(job.id);
    job.unique_id = found.unique_id.or(job.unique_id);
    job.platform = found.platform.and_then(|value| job_kind::platform(&value)).or(job.platform);
    job.kind = match found.mode.as_deref().map(normalized).as_deref() {
        _ if found.cdp.is_some() => Some(JobKind::Cdp),
        Some("managedbybackupserver") => Some(JobKind::ManagedAgent),
        Some("managedbyagent") => Some(JobKind::Agent),
        _ => job.kind,
    };
    let is_cloud = found.cloud.or(found.cloud_host.map(|Present| true));
    let target = is_cloud.map(|is_cloud| if is_cloud { Target::Cloud } else { Target::Local });
    job.target = job.target.or(target);
    records.add_job(job);
    Ok(())
}

fn add_job_object(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let object = ProtectedObject::of(element, context)?;
    let mut job = ExportedJob {
        place: element.place,
        id: object.job,
        unique_id: object.unique_job,
        ..ExportedJob::default()
    };
    if job.id.is_none() && job.unique_id.is_none() {
        return Err("an object without a jobUid".into());
    }
    let name = object.name.ok_or("an object without a name")?;
    if object.excluded != Some(true) {
        job.platform = object.platform.and_then(|value| job_kind::platform(&value));
        let task = object.latest_session.map(|run| run.into_task(name.clone(), context));
        job.latest_tasks.extend(
            task.filter(|task| task.progress != TaskProgress::Unknown || task.started.is_some()),
        );
        job.objects.push(JobObject { name, kind: ObjectKind::Machine });
    }
    records.add_job(job);
    Ok(())
}

fn add_tenant(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let tenant = Tenant::of(element, context)?;
    records.tenants.push(TenantRecord {
        place: element.place,
        id: tenant.id,
        name: tenant.name.ok_or("a tenant without a name")?,
        organization: tenant.organization,
        site: tenant.site,
        site_name: tenant.site_name,
        access: if tenant.enabled == Some(false) { Access::Disabled } else { Access::Enabled },
        slots: tenant.slots.map(|TaskLimit(slots)| slots),
    });
    Ok(())
}

/// What a machine that is offline reported last may no longer be so.
fn add_machine(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = Machine::of(element, context)?;
    let place = element.place;
    let status = normalized(&found.status.unwrap_or_default());
    if !matches!(&*status, "online" | "healthy" | "active" | "connected" | "warning" | "error") {
        let name = found.name.unwrap_or_default();
        let since = found.seen.map(|at| format!(" since {at}")).unwrap_or_default();
        context.lose(place.file, &format!("says that {name} is offline{since}"));
    } else if let Some(at) = found.seen {
        records.heartbeats.push(Heartbeat { place, machine: found.name.unwrap_or_default(), at });
    }
    Ok(())
}

fn add_organization(
    element: Element<'_>,
    records: &mut Records,
    context: &mut Context<'_>,
) -> Added {
    let company = Company::of(element, context)?;
    let id = company.id.ok_or("an organization without an instanceUid")?;
    let name = company.name.ok_or("an organization without a name")?;
    records.organizations.push((id, name));
    Ok(())
}
