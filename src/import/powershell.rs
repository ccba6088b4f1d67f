//! Listings of PowerShell on a backup server: cmdlets and scripts, as CSV or JSON.

use crate::domain::{Access, Instant, JobType, ObservedResult, Span, Target};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::{
    Element, EndTime, HasMember, Id, Member as _, NextStart, Present, StateWord, TaskLimit,
    members, normalized,
};
use crate::import::imported::{ExportFormat, JobSet, Kind};
use crate::import::job_kind::{self, JobKind, Platform};
use crate::import::listing::{Added, Listing, ReadElement};
use crate::import::records::{
    ExportedJob, ExportedRun, ExportedSession, ExportedSessionTask, ExportedState, ExportedTask,
    JobKey, JobObject, ObjectKind, Owner, Records, RepositoryRecord, TaskProgress, TenantRecord,
};
use crate::import::schedule::powershell::{ScheduleColumns, ScheduleOptions, ScheduleText};
use crate::import::vbr::without_attempt;
use crate::import::{provider, repository, status};

const fn listing(
    name: &'static str,
    kind: Kind,
    add_names: fn(&mut Vec<&'static str>),
    read: ReadElement,
) -> Listing {
    let format = ExportFormat::Powershell;
    Listing { name, kind, format, jobs: None, all: "", any: "", also: "", add_names, read }
}

const fn job_listing() -> Listing {
    let jobs = listing("jobs of PowerShell", Kind::Jobs, Job::add_names, add_job);
    Listing { jobs: Some(JobSet::Powershell), ..jobs }
}

const SESSIONS: Listing = Listing {
    also: "IsCompleted Progress Platform OrigJobName Description Reason",
    ..listing("sessions", Kind::Sessions, Session::add_names, add_session)
};

pub const LISTINGS: &[Listing] = &[
    // Get-VBRCloudTenant
    Listing {
        all: "Name",
        any: "MaxConcurrentTask LeaseExpirationEnabled ReplicationResourcesEnabled \
            SaltedPassword GatewaySelectionType",
        also: "Description LastActive LastResult VMCount Type ServerCount",
        ..listing("tenants", Kind::Tenants, CloudTenant::add_names, add_tenant)
    },
    // Session reports
    Listing {
        all: "JobName",
        any: "VMName TaskDuration WorkDuration JobSessId ObjectName",
        ..listing("tasks of sessions", Kind::Tasks, Task::add_names, add_task)
    },
    // Get-VBRTaskSession
    Listing {
        all: "Name Status",
        any: "JobSessId SessionId",
        ..listing("tasks of sessions", Kind::Tasks, Task::add_names, add_task)
    },
    // Get-VBRBackupSession
    Listing { all: "CreationTime State", any: "JobId JobName", ..SESSIONS },
    Listing { all: "CreationTime Result", any: "JobId JobName", ..SESSIONS },
    Listing { all: "CreationTime EndTime", any: "JobId JobName", ..SESSIONS },
    Listing { all: "State Result", any: "JobId JobName", ..SESSIONS },
    // Get-VBRJob, Get-VBRComputerBackupJob, Get-VBRCDPPolicy, JobList.ps1
    Listing {
        all: "Name",
        any: "TypeToString PolicyState OSPlatform IsRunning SheduleEnabledTime LatestStatus \
            LatestRunLocal",
        ..job_listing()
    },
    // Get-VBREPJob, Get-VBRTapeJob
    Listing { all: "Name Type LastState", ..job_listing() },
    Listing {
        all: "Name",
        any: "FullBackupMediaPool EjectCurrentMedium ExportCurrentMediaSet MediaPoolId",
        ..job_listing()
    },
    // A selection of columns that does not tell whether the session ended, so that its rows are refused.
    Listing {
        all: "JobId",
        any: "CreationTime StartTime StartTimeLocal StartedAt CreatedAt EndTime SessionStart SessionEnd Progress \
            BaseProgress ProgressPercent Percents Operation",
        ..SESSIONS
    },
    // Get-VBRJobObject
    Listing {
        all: "Name",
        any: "JobId TypeDisplayName ApproxSizeString",
        also: "Id Location ApproxSize",
        ..listing("objects of jobs", Kind::Objects, Object::add_names, add_job_object)
    },
    // Get-VBRJob with other columns
    Listing {
        all: "Name",
        any: "JobType JobEnabled IsScheduleEnabled ScheduleEnabled IsJobEnabled",
        also: "Description",
        ..job_listing()
    },
    // Get-VBRBackupRepository
    Listing {
        all: "Name Type",
        any: "Path FriendlyPath MountHostId VersionOfCreation",
        also: "Description HostId",
        ..listing("repositories", Kind::Repositories, Repository::add_names, add_repository)
    },
    Listing {
        all: "Id Name Type",
        ..listing("repositories", Kind::Repositories, Repository::add_names, add_repository)
    },
];

members! {
    struct Job {
        id: Id = "Id",
        name: String = "Name" | "JobName",
        tenant: String = "Tenant" | "TenantName",
        job_type: TypeColumns = "",
        target: String = "Target",
        target_name: Id = "Target",
        repository_name: String = "TargetRepository.Name" | "TargetRepository" | "RepoName" | "Target",
        repository: Id = "TargetRepositoryId" | "RepositoryId.Id" | "RepositoryId"
            | "TargetRepository.Id" | "TargetRepository.Name" | "TargetRepository" | "RepoName"
            | "Info.TargetRepositoryId",
        enabled: bool = "IsJobEnabled" | "JobEnabled" | "IsScheduleEnabled" | "IsEnabled"
            | "ScheduleEnabled" | "Enabled",
        /// Beside `IsJobEnabled`, it says whether the job starts by itself.
        scheduled: bool = "IsScheduleEnabled",
        job_enabled: Present = "IsJobEnabled",
        disabled: bool = "IsScheduleDisabled" | "IsDisabled",
        /// Names of machines that scripts join with semicolons.
        sources: Vec<String> = "Sources",
        objects: Vec<String> = "Objects",
        policy_state: String = "PolicyState" | "State",
        latest: LatestRun = "",
        run_automatically: bool = "RunAutomatically",
        schedule: ScheduleColumns = "",
        next_start: NextStart = "NextRun" | "ScheduleOptions.NextRun" | "NextRunTime",
        schedule_options: ScheduleText = "ScheduleOptions",
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
        phrase: String = "TypeToString" | "JobTypeString",
        name: String = "JobType" | "Type",
    }
}

members! {
    /// The columns of a job that are about its latest session.
    struct LatestRun {
        running: bool = "IsRunning",
        idle: bool = "IsIdle",
        started: Instant = "SessionStart" | "LatestRunLocal" | "LatestRun" | "LastRun",
        created: Instant = "CreationTime",
        ended: EndTime = "SessionEnd" | "LastEndTime" | "EndTime",
        /// Without such a column, a creation time is that of the job.
        ends: HasMember = "EndTime" | "EndTimeUTC" | "EndTime(UTC)",
        session_ends: HasMember = "SessionEnd",
        starts: HasMember = "StartTime" | "StartTimeUTC",
        took: Span = "Duration",
        result: StateWord = "LastResult" | "LatestStatus" | "Result",
        state: StateWord = "LastState" | "State",
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
        job_name: String = "JobName" | "OrigJobName" | "Name",
        name: String = "Name",
        job_type: TypeColumns = "",
        started: Instant = "CreationTime",
        ended: EndTime = "EndTime",
        result: String = "Result",
        state: String = "State",
        completed: bool = "IsCompleted",
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
        status: StateWord = "Status" | "Result",
        state: String = "State",
        started: Instant = "StartTime" | "BackupCreationTime",
        session_started: Instant = "CreationTime",
        ended: EndTime = "EndTime" | "BackupEndTime",
        took: Span = "TaskDuration" | "WorkDuration" | "Duration",
        /// How the proxy reaches the disks.
        mode: String = "ProcessingMode",
        /// The type of the job, or its platform.
        job_type: String = "JobType",
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
    fn is_worker(&self) -> bool {
        self.name.as_deref().is_some_and(job_kind::is_worker)
    }

    /// Whether the type is that of a policy, which agents run.
    fn is_policy(&self) -> bool {
        let is_policy = |name: &String| normalized(name).contains("policy");
        self.name.as_ref().is_some_and(|name| is_policy(name) || name == "12002")
            || self.phrase.as_ref().is_some_and(is_policy)
            || self.mode.as_deref().map(normalized).as_deref() == Some("managedbyagent")
    }

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
        let Some(((mut kind, own), value)) = found else {
            return (None, platform);
        };
        let platform = own.or(platform);
        if kind == JobKind::Other {
            kind = job_kind::not_covered(&value);
        }
        if job_kind::job_type(kind, platform) == JobType::Other {
            context.assume(self.place, "type", Assumption::TypeNotCovered(value));
        }
        (Some(kind), platform)
    }
}

impl LatestRun {
    /// `None`: the columns do not say whether the job is running.
    fn into_run(self, context: &mut Context<'_>) -> Option<ExportedRun> {
        let result = self.result.map(|StateWord(result)| result);
        let is_in_progress = result.as_deref().is_some_and(status::is_in_progress);
        let result = result.map(|result| status::result(&result, self.place, context));
        let running = match (self.running, self.idle) {
            (Some(true), Some(true)) => {
                context.assume(self.place, "IsIdle", Assumption::IdleSession);
                Some(ExportedState::Idle)
            }
            (Some(true), Some(false) | None) => Some(ExportedState::Running),
            (Some(false), _) => Some(ExportedState::Ended),
            (None, _) => None,
        };
        let has_ended = self.ended.is_some() || self.running == Some(false);
        let is_run = |state: &str| !matches!(&*normalized(state), "enabled" | "disabled");
        let state = self.state.filter(|StateWord(state)| self.policy.is_none() && is_run(state));
        let state = state
            .map(|StateWord(state)| status::session_state(&state, has_ended, self.place, context));
        // A row with the columns of a session, and without its end.
        let is_started = self.created.is_some()
            || self.started.is_some()
            || self.starts.is_some() && result.is_some();
        let is_session = self.ends.is_some() && is_started
            || self.session_ends.is_some() && self.started.is_some();
        let is_result = matches!(result, Some(ObservedResult::Success | ObservedResult::Failed));
        let says = |wanted: ExportedState| [running, state].contains(&Some(wanted));
        let state =
            if says(ExportedState::Running) || (is_in_progress && !says(ExportedState::Idle)) {
                if says(ExportedState::Ended) || running == Some(ExportedState::Idle) {
                    context.unused(self.place, "", status::CONTRADICTS);
                }
                ExportedState::Running
            } else if let Some(state) = running.or(state) {
                state
            } else if self.ended.is_some() && is_result {
                ExportedState::Ended
            } else if is_session && !is_result && self.ended.is_none() {
                ExportedState::Running
            } else {
                return None;
            };
        let run = ExportedRun {
            started: self.started.or(self.created.filter(|_| self.ends.is_some())),
            ended: self.ended.map(|EndTime(at)| at).filter(|_| state != ExportedState::Running),
            took: self.took,
            result: result.unwrap_or(ObservedResult::Unknown),
            ..ExportedRun::new(state)
        };
        Some(run.with_consistent_duration(self.place, context))
    }
}

fn add_job(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = Job::of(element, context)?;
    let job_type = found.job_type.unwrap_or_default();
    let (is_worker, is_policy) = (job_type.is_worker(), job_type.is_policy());
    let (kind, platform) = job_type.into_kind(context);
    let mut job = ExportedJob {
        place: element.place,
        listed: true,
        is_worker,
        is_policy,
        id: found.id,
        name: found.name,
        owner: Owner::tenant(found.tenant),
        kind,
        platform,
        target: match found.target.as_deref().map(normalized).as_deref() {
            Some("cloud") => Some(Target::Cloud),
            Some("local") => Some(Target::Local),
            _ => None,
        },
        // Else the target is the name of a repository.
        repository: found.repository.or(found.target_name),
        repository_name: found.repository_name,
        enabled: found.disabled.map(|disabled| !disabled).or(found.enabled),
        is_unscheduled: found.run_automatically == Some(false)
            || (found.job_enabled.is_some() && found.scheduled == Some(false)),
        ..ExportedJob::default()
    };
    for names in [found.sources, found.objects].into_iter().flatten().flatten() {
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
    if !job.is_unscheduled {
        job.schedule = found.schedule.unwrap_or_default().schedule(context);
        job.next_start = found.next_start.map(|NextStart(at)| at);
    }
    if let Some(ScheduleText(options)) = found.schedule_options {
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
    let mut job = ExportedJob {
        place: element.place,
        id: found.job_id,
        name: found.job_name,
        owner: Owner::tenant(found.tenant),
        ..ExportedJob::default()
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
    let is_tool = name.as_deref().is_some_and(provider::is_tool)
        && found.job_id.is_none()
        && kind.is_none_or(|kind| kind == JobKind::Other);
    let is_open = found.completed == Some(false)
        || found.result.as_deref().is_some_and(status::is_in_progress);
    let result = status::result(&found.result.unwrap_or_default(), element.place, context);
    let state = match found.state {
        Some(state) => status::session_state(&state, found.ended.is_some(), element.place, context),
        None if found.ended.is_some()
            || result != ObservedResult::Unknown
            || found.completed == Some(true) =>
        {
            ExportedState::Ended
        }
        None => ExportedState::Running,
    };
    let state = status::unless_open(state, is_open, element.place, context);
    records.sessions.push(ExportedSession {
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
            is_doubtful: is_tool,
        },
        name,
        is_seen_covered: false,
        run: ExportedRun {
            started: found.started,
            ended: found.ended.map(|EndTime(at)| at).filter(|_| state != ExportedState::Running),
            result,
            attempt: found.name.as_deref().map_or(0, |name| without_attempt(name).1),
            ..ExportedRun::new(state)
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
    let status = found.status.map(|StateWord(status)| status).unwrap_or_default();
    let (state, has_ended) = (found.state.as_deref(), found.ended.is_some());
    let progress = status::task_progress(&status, state, has_ended, element.place, context);
    let progress = match progress {
        TaskProgress::Unknown if found.took.is_some() && has_ended => TaskProgress::Success,
        TaskProgress::Unrecognised if has_ended && !status::is_end(&normalized(&status)) => {
            context.unused(element.place, "", status::CONTRADICTS);
            TaskProgress::Running
        }
        progress => progress,
    };
    // Only vSphere has these ways to reach the disks of a virtual machine.
    let mode = normalized(&found.mode.unwrap_or_default());
    let is_vsphere = ["hotadd", "nbd", "san"].iter().any(|name| mode.contains(name));
    let by_mode = || is_vsphere.then_some((JobKind::Backup, Some(Platform::Vsphere)));
    let kind = match &found.job_type {
        None => by_mode(),
        Some(value) => match job_kind::job_type_name(value) {
            (JobKind::Other, _) => {
                let platform = job_kind::reported_platform(value).or_else(by_mode);
                if platform.is_none() {
                    let assumption = Assumption::TypeNotCovered(value.clone());
                    context.assume(element.place, "JobType", assumption);
                }
                platform.or(Some((JobKind::Other, None)))
            }
            named => Some(named),
        },
    };
    let is_of_session = found.session.is_some();
    records.tasks.push(ExportedSessionTask {
        session: found.session,
        job: JobKey {
            id: found.job_id,
            unique_id: None,
            name: job_name,
            owner: Owner::tenant(found.tenant),
            kind: kind.map(|(kind, _)| kind),
            platform: kind.and_then(|(_, platform)| platform),
            is_doubtful: false,
        },
        task: ExportedTask {
            place: element.place,
            name,
            progress,
            started: found.started,
            ended: found.ended.map(|EndTime(at)| at).filter(|_| progress != TaskProgress::Running),
            took: found.took,
            failure: None,
            session_started: found.session_started,
            is_of_session,
        },
    });
    Ok(())
}

fn add_repository(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = Repository::of(element, context)?;
    let repository_type = found.repository_type.ok_or("a repository without a type")?;
    let target = repository::target(&repository_type, element.place, context);
    records.repositories.push(RepositoryRecord { id: found.id, name: found.name, target });
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
