//! Listings of PowerShell on a backup server: cmdlets and scripts, as CSV or JSON.

use crate::domain::{Access, Instant, JobType, KnownResult, Span, Target};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::{Element, Id, Member as _, Present, TaskLimit, members, normalized};
use crate::import::imported::Format;
use crate::import::job_kind::{self, JobKind, Platform};
use crate::import::listing::{Added, Listing, ReadElement};
use crate::import::records::{
    JobKey, JobObject, JobRecord, JobSet, ObjectKind, Owner, Progress, Records, RepositoryRecord,
    Run, RunState, SessionRecord, SessionTaskRecord, TaskRecord, TenantRecord,
};
use crate::import::schedule::powershell::{ScheduleColumns, ScheduleOptions};
use crate::import::status;
use crate::import::vbr::without_attempt;

const fn listing(name: &'static str, read: ReadElement) -> Listing {
    Listing { name, format: Format::Powershell, jobs: None, all: &[], any: &[], read }
}

const fn job_listing() -> Listing {
    Listing { jobs: Some(JobSet::Powershell), ..listing("jobs of PowerShell", add_job) }
}

pub const LISTINGS: &[Listing] = &[
    // Get-VBRCloudTenant
    Listing { all: &["Name", "MaxConcurrentTask"], ..listing("tenants", add_tenant) },
    // Session reports
    Listing {
        all: &["JobName"],
        any: &["VMName", "TaskDuration", "WorkDuration", "JobSessId", "ObjectName"],
        ..listing("tasks of sessions", add_task)
    },
    // Get-VBRTaskSession
    Listing {
        all: &["Name", "Status"],
        any: &["JobSessId", "SessionId"],
        ..listing("tasks of sessions", add_task)
    },
    // Get-VBRJob, Get-VBRComputerBackupJob, Get-VBRCDPPolicy, JobList.ps1
    Listing {
        all: &["Name"],
        any: &["TypeToString", "PolicyState", "OSPlatform", "IsRunning", "SheduleEnabledTime"],
        ..job_listing()
    },
    // Get-VBRBackup
    Listing {
        all: &["Name", "CreationTime"],
        any: &["DirPath", "LastPointCreationTime", "MetaVmName", "IsChainConsistent", "VmCount"],
        ..listing("backup chains", |element, _, context| {
            context.assume(element.place, "", Assumption::BackupChain);
            Ok(())
        })
    },
    // Get-VBRBackupSession
    Listing {
        all: &["CreationTime"],
        any: &["JobId", "JobName"],
        ..listing("sessions", add_session)
    },
    // Get-VBRJobObject
    Listing {
        all: &["Name"],
        any: &["JobId", "TypeDisplayName", "ApproxSizeString"],
        ..listing("objects of jobs", add_job_object)
    },
    // Get-VBRJob with other columns
    Listing {
        all: &["Name"],
        any: &["JobType", "JobEnabled", "IsScheduleEnabled", "ScheduleEnabled", "ScheduleOptions"],
        ..job_listing()
    },
    // Get-VBRBackupRepository
    Listing {
        all: &["Name", "Type"],
        any: &["Id", "Path", "FriendlyPath"],
        ..listing("repositories", add_repository)
    },
];

members! {
    struct Job {
        id: Id = "Id",
        name: String = "Name" | "JobName",
        tenant: String = "Tenant" | "TenantName",
        job_type: TypeColumns = "",
        target: String = "Target",
        repository: Id = "TargetRepositoryId" | "RepositoryId.Id" | "RepositoryId"
            | "TargetRepository.Id" | "TargetRepository.Name" | "TargetRepository" | "RepoName"
            | "Info.TargetRepositoryId",
        enabled: bool = "IsScheduleEnabled" | "JobEnabled" | "IsEnabled" | "ScheduleEnabled",
        /// Names of machines that scripts join with semicolons.
        sources: String = "Sources",
        objects: String = "Objects",
        policy_state: String = "PolicyState" | "State",
        latest: LatestRun = "",
        run_automatically: bool = "RunAutomatically",
        schedule: ScheduleColumns = "",
        next_start: Instant = "NextRun",
        schedule_options: String = "ScheduleOptions",
    }
}

members! {
    /// The columns that say what a job does.
    struct TypeColumns {
        backup_platform: String = "BackupPlatform.Platform" | "BackupPlatform",
        platform: String = "Platform.Platform" | "Platform",
        system: String = "OSPlatform",
        source: String = "SourceType",
        /// Of agent jobs: who runs them.
        mode: String = "Mode",
        policy: Present = "PolicyState",
        phrase: String = "TypeToString",
        name: String = "JobType" | "Type",
    }
}

members! {
    /// The columns of a job that are about its latest session.
    struct LatestRun {
        running: bool = "IsRunning",
        started: Instant = "SessionStart" | "LatestRunLocal" | "LastRun",
        ended: Instant = "SessionEnd" | "LastEndTime",
        took: Span = "Duration",
        result: String = "LastResult" | "LatestStatus",
        state: String = "LastState" | "State",
        policy: Present = "PolicyState",
    }
}

members! {
    struct Object {
        job_id: Id = "JobId",
        job_name: String = "JobName",
        tenant: String = "Tenant" | "TenantName",
        name: String = "Name",
        /// `Include`, or a kind of exclusion.
        inclusion: String = "Type",
        object_type: String = "TypeDisplayName",
    }
}

members! {
    struct Session {
        job_id: Id = "JobId",
        job_name: String = "JobName" | "Name",
        name: String = "Name",
        job_type: TypeColumns = "",
        started: Instant = "CreationTime",
        ended: Instant = "EndTime",
        result: String = "Result",
        state: String = "State",
        tenant: String = "Tenant" | "TenantName",
        id: Id = "Id",
    }
}

members! {
    struct Task {
        name: String = "VMName" | "ObjectName" | "Name",
        session: Id = "JobSessId" | "SessionId",
        job_name: String = "JobName",
        job_id: Id = "JobId",
        status: String = "Status" | "Result",
        started: Instant = "StartTime",
        session_started: Instant = "CreationTime",
        ended: Instant = "EndTime",
        took: Span = "TaskDuration" | "WorkDuration" | "Duration",
        /// How the proxy reaches the disks.
        mode: String = "ProcessingMode",
        tenant: String = "Tenant" | "TenantName",
    }
}

members! {
    struct Repository {
        repository_type: String = "Type",
        id: Id = "Id",
        name: String = "Name",
    }
}

members! {
    struct CloudTenant {
        enabled: bool = "Enabled",
        id: Id = "Id",
        name: String = "Name",
        slots: TaskLimit = "MaxConcurrentTask",
    }
}

impl TypeColumns {
    fn into_kind(self, context: &mut Context<'_>) -> (Option<JobKind>, Option<Platform>) {
        // The numbers of sources are not those of platforms.
        let source = self.source.as_deref().map(|source| match source {
            "2" => "VDDK",
            number if number.parse::<u32>().is_ok() => "Unknown",
            name => name,
        });
        let platforms = [
            self.backup_platform.as_deref(),
            self.platform.as_deref(),
            self.system.as_deref(),
            source,
        ];
        let platform = platforms.into_iter().flatten().find_map(job_kind::platform);
        if let (Some(mode), Some(_)) = (&self.mode, &self.system) {
            let is_agent = normalized(mode) == "managedbyagent";
            let kind = if is_agent { JobKind::Agent } else { JobKind::ManagedAgent };
            return (Some(kind), platform);
        }
        if self.policy.is_some() {
            return (Some(JobKind::Cdp), None);
        }
        let named = self.name.map(|name| (job_kind::job_type_name(&name), name));
        let phrased = self.phrase.map(|phrase| (job_kind::type_to_string(&phrase), phrase));
        // A phrase may be in the words of another version: then the name of the type decides.
        let found = match (phrased, named) {
            (Some(((JobKind::Other, _), _)), Some(named)) if named.0.0 != JobKind::Backup => {
                Some(named)
            }
            (phrased, named) => phrased.or(named),
        };
        let Some(((kind, own), value)) = found else {
            return (None, platform);
        };
        let platform = own.or(platform);
        if job_kind::job_type(kind, platform) == JobType::Other {
            context.assume(self.place, "type", Assumption::TypeNotCovered(value));
        }
        (Some(kind), platform)
    }
}

impl LatestRun {
    /// `None`: the columns do not say whether the job is running.
    fn into_run(self, context: &mut Context<'_>) -> Option<Run> {
        let result = self.result.map(|result| status::result(&result, self.place, context));
        let state = match (self.running, self.state.filter(|_| self.policy.is_none())) {
            (Some(true), _) => RunState::Running,
            (Some(false), _) => RunState::Ended,
            (None, Some(state)) => {
                status::session_state(&state, self.ended.is_some(), self.place, context)
            }
            (None, None) if result.is_some() && self.ended.is_some() => RunState::Ended,
            (None, None) => return None,
        };
        Some(Run {
            started: self.started,
            ended: self.ended.filter(|_| state != RunState::Running),
            took: self.took,
            result: result.unwrap_or(KnownResult::Unknown),
            ..Run::new(state)
        })
    }
}

fn add_job(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = Job::of(element, context)?;
    let (kind, platform) = found.job_type.unwrap_or_default().into_kind(context);
    let mut job = JobRecord {
        place: element.place,
        listed: true,
        id: found.id,
        name: found.name,
        owner: Owner::tenant(found.tenant),
        kind,
        platform,
        target: match found.target.as_deref().map(normalized).as_deref() {
            Some("cloud") => Some(Target::Cloud),
            Some("local") => Some(Target::Local),
            None => None,
            Some(_) => {
                let what = "the target is neither cloud nor local";
                context.unused(element.place, "Target", what);
                None
            }
        },
        repository: found.repository,
        enabled: found.enabled,
        ..JobRecord::default()
    };
    for names in [found.sources, found.objects].into_iter().flatten() {
        let names = names.split(';').map(str::trim).filter(|name| !name.is_empty());
        let object = |name: &str| JobObject { name: name.into(), kind: ObjectKind::Machine };
        job.objects.extend(names.map(object));
    }
    if kind == Some(JobKind::Cdp) {
        let state = normalized(&found.policy_state.unwrap_or_default());
        job.enabled = if state == "disabled" { Some(false) } else { job.enabled };
        job.initial_sync = state == "initialsync";
    }
    job.latest_run = found.latest.unwrap_or_default().into_run(context);
    if found.run_automatically != Some(false) {
        job.schedule = found.schedule.unwrap_or_default().schedule(context);
        job.next_start = found.next_start;
    }
    if let Some(options) = found.schedule_options {
        ScheduleOptions(&options).add_to(&mut job, context);
    }
    records.add_job(job);
    Ok(())
}

fn add_job_object(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = Object::of(element, context)?;
    if found.job_id.is_none() && found.job_name.is_none() {
        return Err("an object without a JobId".into());
    }
    let name = found.name.ok_or("an object without a name")?;
    let mut job = JobRecord {
        place: element.place,
        id: found.job_id,
        name: found.job_name,
        owner: Owner::tenant(found.tenant),
        ..JobRecord::default()
    };
    let inclusion = normalized(&found.inclusion.unwrap_or_default());
    if !inclusion.contains("exclude") && !inclusion.contains("vsschild") {
        let object_type = normalized(&found.object_type.unwrap_or_default());
        let is_machine = matches!(&*object_type, "" | "virtualmachine" | "vm" | "computer");
        let kind = if is_machine { ObjectKind::Machine } else { ObjectKind::Container };
        job.objects.push(JobObject { name, kind });
    }
    records.add_job(job);
    Ok(())
}

fn add_session(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = Session::of(element, context)?;
    if found.job_id.is_none() && found.job_name.is_none() {
        return Err("a session without a job".into());
    }
    if found.state.is_none() && found.ended.is_none() && found.result.is_none() {
        return Err("neither State nor Result nor EndTime: not a session".into());
    }
    let name = found.job_name.as_deref().map(|name| without_attempt(name).0.to_owned());
    let (kind, platform) = found.job_type.unwrap_or_default().into_kind(context);
    let result = status::result(&found.result.unwrap_or_default(), element.place, context);
    let state = match found.state {
        Some(state) => status::session_state(&state, found.ended.is_some(), element.place, context),
        None if found.ended.is_some() || result != KnownResult::Unknown => RunState::Ended,
        None => RunState::Running,
    };
    records.sessions.push(SessionRecord {
        place: element.place,
        id: found.id,
        parent: None,
        job: JobKey {
            id: found.job_id,
            unique_id: None,
            name: name.clone(),
            owner: Owner::tenant(found.tenant),
            kind,
            platform,
        },
        name,
        run: Run {
            started: found.started,
            ended: found.ended.filter(|_| state != RunState::Running),
            result,
            attempt: found.name.as_deref().map_or(0, |name| without_attempt(name).1),
            ..Run::new(state)
        },
    });
    Ok(())
}

fn add_task(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = Task::of(element, context)?;
    let name = found.name.ok_or("a task without a name")?;
    let job_name = found.job_name.map(|name| without_attempt(&name).0.to_owned());
    if found.session.is_none() && job_name.is_none() && found.job_id.is_none() {
        return Err("a task without a job".into());
    }
    let status = found.status.unwrap_or_default();
    let progress = match status::task_status(&status, element.place, context) {
        Progress::Unknown if found.took.is_some() && found.ended.is_some() => Progress::Success,
        progress => progress,
    };
    // Only vSphere has these ways to reach the disks of a virtual machine.
    let mode = normalized(&found.mode.unwrap_or_default());
    let is_vsphere = ["hotadd", "nbd", "san"].iter().any(|name| mode.contains(name));
    records.tasks.push(SessionTaskRecord {
        session: found.session,
        job: JobKey {
            id: found.job_id,
            unique_id: None,
            name: job_name,
            owner: Owner::tenant(found.tenant),
            kind: is_vsphere.then_some(JobKind::Backup),
            platform: is_vsphere.then_some(Platform::Vsphere),
        },
        task: TaskRecord {
            place: element.place,
            name,
            progress,
            started: found.started,
            ended: found.ended,
            took: found.took,
            failure: None,
            session_started: found.session_started,
        },
    });
    Ok(())
}

fn add_repository(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = Repository::of(element, context)?;
    let repository_type = found.repository_type.ok_or("a repository without a type")?;
    let is_cloud = matches!(&*normalized(&repository_type), "cloud" | "4");
    records.repositories.push(RepositoryRecord {
        id: found.id,
        name: found.name,
        target: if is_cloud { Target::Cloud } else { Target::Local },
    });
    Ok(())
}

fn add_tenant(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let tenant = CloudTenant::of(element, context)?;
    records.tenants.push(TenantRecord {
        place: element.place,
        id: tenant.id,
        name: tenant.name.ok_or("a tenant without a name")?,
        organization: None,
        site: None,
        site_name: None,
        access: if tenant.enabled == Some(false) { Access::Disabled } else { Access::Enabled },
        slots: tenant.slots.map(|TaskLimit(slots)| slots),
    });
    Ok(())
}
