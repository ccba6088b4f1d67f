//! Listings of the REST API of Veeam Backup & Replication: jobs, sessions and repositories.

use crate::domain::{Instant, ObservedResult, Span};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::{Element, EndTime, Id, Member as _, NextStart, members, normalized};
use crate::import::imported::{ExportFormat, JobSet, Kind};
use crate::import::job_kind::{self, JobKind};
use crate::import::listing::{Added, Listing, ReadElement};
use crate::import::records::{
    ExportedJob, ExportedRun, ExportedSession, ExportedSessionTask, ExportedState, ExportedTask,
    JobKey, JobObject, ObjectKind, Owner, Records, RepositoryRecord,
};
use crate::import::repository;
use crate::import::schedule::vbr::VbrSchedule;
use crate::import::status;

const fn listing(
    name: &'static str,
    kind: Kind,
    add_names: fn(&mut Vec<&'static str>),
    read: ReadElement,
) -> Listing {
    let format = ExportFormat::Vbr;
    Listing { name, kind, format, jobs: None, all: "", any: "", also: "", add_names, read }
}

pub const LISTINGS: &[Listing] = &[
    // GET jobs/states
    Listing {
        jobs: Some(JobSet::BackupServer),
        all: "name type status",
        any: "lastResult objectsCount sessionProgress nextRunPolicy workload",
        also: "description repositoryName highPriority progressPercent",
        ..listing("states of jobs", Kind::JobStates, JobState::add_names, add_job_state)
    },
    // GET taskSessions
    Listing {
        all: "sessionId name",
        any: "state result algorithm",
        also: "restorePointId repositoryId usn",
        ..listing("tasks of sessions", Kind::Tasks, TaskSession::add_names, add_task)
    },
    // GET sessions
    Listing {
        all: "sessionType",
        any: "jobId activityId creationTime",
        also: "progressPercent resourceId usn initiatedBy platformName",
        ..listing("sessions", Kind::Sessions, Session::add_names, add_session)
    },
    // GET jobs
    Listing {
        jobs: Some(JobSet::BackupServer),
        all: "id name type",
        any: "isHighPriority virtualMachines sourceObjects guestProcessing computers \
            sourceRepositories schedule storage",
        also: "description",
        ..listing("jobs", Kind::Jobs, Job::add_names, add_job)
    },
    // GET backupInfrastructure/repositories
    Listing {
        all: "id name type",
        any: "mountServer repository uniqueId capacityGB bucket share proxyAppliance",
        also: "description hostId tag",
        ..listing("repositories", Kind::Repositories, Repository::add_names, add_repository)
    },
];

members! {
    /// The members that both listings of jobs have.
    struct CommonOfJobs {
        id: Id = "id",
        name: String = "name",
        tenant: String = "tenant",
        job_type: String = "type",
    }
}

members! {
    struct Job {
        common: CommonOfJobs = "",
        disabled: bool = "isDisabled",
        repository: Id = "storage.backupRepositoryId" | "target.backupRepositoryId"
            | "backupRepository.backupRepositoryId" | "jobSettings.backupRepositoryId",
        machines: Vec<IncludedObject> = "virtualMachines.includes",
        computers: Vec<IncludedObject> = "computers",
        objects: Vec<IncludedObject> = "objects",
        schedule: VbrSchedule = "schedule",
    }
}

members! {
    /// Revision 1.1 has the members in an object of their own.
    struct IncludedObject {
        name: String = "inventoryObject.name" | "vmObject.name" | "name",
        object_type: String = "inventoryObject.type" | "vmObject.type" | "type",
    }
}

members! {
    struct JobState {
        common: CommonOfJobs = "",
        repository: Id = "repositoryId",
        repository_name: String = "repositoryName",
        next_start: NextStart = "nextRun",
        policy: String = "nextRunPolicy",
        session: Id = "sessionId",
        started: Instant = "lastRun",
        took: Span = "sessionProgress.duration",
        result: String = "lastResult",
        status: String = "status",
    }
}

members! {
    struct Session {
        session_type: String = "sessionType",
        /// Revision 1.1 has the second name.
        job: Id = "jobId" | "activityId",
        name: String = "name",
        tenant: String = "tenant",
        id: Id = "id",
        parent: Id = "parentSessionId",
        run: SessionRun = "",
    }
}

members! {
    struct TaskSession {
        task_type: String = "type",
        session_type: String = "sessionType",
        session: Id = "sessionId",
        name: String = "name",
        run: SessionRun = "",
    }
}

members! {
    /// The members that sessions and task sessions have.
    struct SessionRun {
        started: Instant = "creationTime",
        ended: EndTime = "endTime",
        result: String = "result.result" | "result",
        message: String = "result.message",
        took: Span = "progress.duration",
        state: String = "state",
    }
}

members! {
    struct Repository {
        repository_type: String = "type",
        id: Id = "id",
        name: String = "name",
    }
}

impl CommonOfJobs {
    fn into_record(self, context: &mut Context<'_>) -> ExportedJob {
        let mut job = ExportedJob {
            place: self.place,
            listed: true,
            id: self.id,
            name: self.name,
            owner: Owner::tenant(self.tenant),
            ..ExportedJob::default()
        };
        if let Some(value) = self.job_type {
            let (mut kind, platform) = job_kind::vbr(&value);
            if kind == JobKind::Other {
                kind = job_kind::not_covered(&value);
                context.assume(self.place, "type", Assumption::TypeNotCovered(value));
            }
            (job.kind, job.platform) = (Some(kind), platform);
            job.is_policy = kind == JobKind::Agent;
        }
        job
    }
}

impl IncludedObject {
    fn into_object(self) -> Option<JobObject> {
        let word = normalized(self.object_type.as_deref().unwrap_or_default());
        let is_machine = matches!(&*word, "" | "vm" | "virtualmachine" | "computer");
        let kind = if is_machine { ObjectKind::Machine } else { ObjectKind::Container };
        Some(JobObject { name: self.name?, kind })
    }
}

impl SessionRun {
    fn into_run(self, attempt: u32, context: &mut Context<'_>) -> ExportedRun {
        let result = self.result.unwrap_or_default();
        let is_open = status::is_in_progress(&result);
        let result = status::result(&result, self.place, context);
        let state = match self.state {
            Some(state) => status::session_state(&state, self.ended.is_some(), self.place, context),
            None if self.ended.is_some() || result != ObservedResult::Unknown => {
                ExportedState::Ended
            }
            None => ExportedState::Running,
        };
        let state = status::unless_open(state, is_open, self.place, context);
        let failure = self.message.filter(|_| result == ObservedResult::Failed);
        ExportedRun {
            state,
            started: self.started,
            ended: self.ended.map(|EndTime(at)| at).filter(|_| state != ExportedState::Running),
            took: self.took,
            result,
            failure: failure.map(|message| context.keep_failure(&message)),
            attempt,
        }
    }
}

fn add_job(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = Job::of(element, context)?;
    let mut job = found.common.unwrap_or_default().into_record(context);
    job.enabled = found.disabled.map(|disabled| !disabled);
    job.repository = found.repository;
    let objects = [found.machines, found.computers, found.objects].into_iter().flatten().flatten();
    job.objects = objects.filter_map(IncludedObject::into_object).collect();
    if let Some(schedule) = found.schedule {
        job.schedule = schedule.schedule(element.place, context);
        job.is_unscheduled = schedule.is_manual();
        (job.retry, job.retry_stated) = schedule.retry();
    }
    records.add_job(job);
    Ok(())
}

fn add_job_state(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = JobState::of(element, context)?;
    let mut job = found.common.unwrap_or_default().into_record(context);
    job.repository = found.repository;
    job.repository_name = found.repository_name;
    job.next_start = found.next_start.map(|NextStart(at)| at);
    job.is_unscheduled = found.policy.as_deref().map(normalized).as_deref() == Some("notscheduled");
    job.latest_session_id = found.session;
    let result = found.result.unwrap_or_default();
    let is_open = status::is_in_progress(&result);
    let result = status::result(&result, element.place, context);
    // A status that the server does not know says nothing of the job.
    if let Some(status) = found.status.filter(|status| normalized(status) != "unknown") {
        let (state, _) = status::job_status(&status, element.place, context);
        let state = status::unless_open(state, is_open, element.place, context);
        job.enabled = (normalized(&status) == "disabled").then_some(false);
        let (started, took) = (found.started, found.took);
        job.latest_run = Some(ExportedRun { started, took, result, ..ExportedRun::new(state) });
    }
    records.add_job(job);
    Ok(())
}

/// Types of sessions that are not runs of a job. Log backups run all the time.
const NO_RUNS: &str = "restore restorevm sqllogbackup oraclelogbackup postgresqllogbackup logbackup \
    endpointsqllogbackup endpointoraclelogbackup configurationbackup confbackup \
    configurationresynchronize confresynchronize repositoryrescan infrastructurerescan \
    repositorymaintenance externalmaintenance externalrepositorymaintenance databasemaintenance \
    malwaredetection agentdiscovery volumesdiscover catalogcleanup deletebackup failover failback \
    replicafailover replicafailback failoverplan undofailoverplan plannedfailover instantrecovery \
    archivebackup licenseautoupdate";

/// Parts of other types that are not runs of a job, unless the session names its job.
const NO_RUN_PARTS: &str = "restore recovery failover failback rescan retention infrastructure \
    configuration confbackup malware suspicious antivirus console logbackup resynchroni maintenance \
    automation discovery catalog deletion offload archive migration publish export license";

fn is_no_run(session_type: &str) -> bool {
    let word = normalized(session_type);
    NO_RUNS.split_whitespace().any(|known| known == word)
}

fn seems_no_run(session_type: &str) -> bool {
    let word = normalized(session_type);
    NO_RUN_PARTS.split_whitespace().any(|part| word.contains(part))
}

/// The kind of job that a session belongs to; `None`: the type is not known.
fn session_kind(session_type: &str) -> Option<JobKind> {
    match &*normalized(session_type) {
        "job" | "backupjob" => Some(JobKind::Backup),
        "replicajob" => Some(JobKind::Replication),
        "backupcopyjob" | "backupcopyjobparent" => Some(JobKind::Copy),
        "agentbackup" | "agentmanagement" => Some(JobKind::ManagedAgent),
        "agentpolicy" | "endpointbackup" => Some(JobKind::Agent),
        "unstructureddatabackupcopy"
        | "fileserversave"
        | "surebackup"
        | "irisbackup"
        | "platformbackupjob"
        | "platformservicejob"
        | "surebackupcontentscan" => Some(JobKind::Other),
        _ => None,
    }
}

fn add_session(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = Session::of(element, context)?;
    let session_type = found.session_type.unwrap_or_else(|| "BackupJob".into());
    let known = session_kind(&session_type);
    let not_a_run = |context: &mut Context<'_>| {
        let assumption = Assumption::NotARun(session_type.clone());
        context.assume(element.place, "sessionType", assumption);
        Ok(())
    };
    let is_no_run = is_no_run(&session_type) || found.job.is_none() && seems_no_run(&session_type);
    if known.is_none() && is_no_run {
        return not_a_run(context);
    }
    let (job_name, attempt) = found.name.as_deref().map(without_attempt).unzip();
    let attempt = attempt.unwrap_or(0);
    let run = found.run.unwrap_or_default().into_run(attempt, context);
    if known.is_none() && !run.is_running() {
        return not_a_run(context);
    }
    // What is running under a type that is not known may be the run of a job.
    let kind = known.or_else(|| Some(job_kind::provider(&session_type)?.0));
    let kind = kind.unwrap_or_else(|| job_kind::not_covered(&session_type));
    if found.job.is_none() && found.name.is_none() {
        return Err("a session without a job".into());
    }
    records.sessions.push(ExportedSession {
        place: element.place,
        id: found.id,
        parent: found.parent,
        job: JobKey {
            id: found.job,
            name: job_name.map(str::to_owned),
            owner: Owner::tenant(found.tenant),
            kind: Some(kind),
            is_doubtful: known.is_none(),
            ..JobKey::default()
        },
        name: found.name,
        is_seen_covered: false,
        run,
    });
    Ok(())
}

/// The name of a session without an ending such as `(Retry 2)`, and the number of the retry.
pub fn without_attempt(name: &str) -> (&str, u32) {
    let retry = || {
        let (job, number) = name.rsplit_once(" (Retry")?;
        let number = number.trim().strip_suffix(')')?.trim();
        Some((job, if number.is_empty() { 1 } else { number.parse().ok()? }))
    };
    retry().unwrap_or((name, 0))
}

fn add_task(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = TaskSession::of(element, context)?;
    let task_type = found.task_type.unwrap_or_default();
    let is_known = matches!(&*normalized(&task_type), "" | "backup" | "replica");
    let is_of_no_run = found.session_type.as_deref().is_some_and(is_no_run);
    let run = found.run.unwrap_or_default().into_run(0, context);
    if !is_known && (!run.is_running() || is_no_run(&task_type) || is_of_no_run) {
        context.assume(element.place, "type", Assumption::NotARun(task_type));
        return Ok(());
    }
    let session = found.session.ok_or("a task without a sessionId")?;
    let name = found.name.ok_or("a task without a name")?;
    records.tasks.push(ExportedSessionTask {
        session: Some(session),
        job: JobKey::default(),
        task: ExportedTask::of_run(element.place, name, &run),
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

#[cfg(test)]
mod tests {
    use crate::import::vbr::without_attempt;

    #[test]
    fn the_name_of_a_session_has_the_number_of_the_retry() {
        #[track_caller]
        fn case(name: &str, want: (&str, u32)) {
            assert_eq!(without_attempt(name), want);
        }
        case("Nightly", ("Nightly", 0));
        case("Nightly (Retry 2)", ("Nightly", 2));
        case("Nightly (Retry)", ("Nightly", 1));
        case("Nightly (Retry two)", ("Nightly (Retry two)", 0));
        case("Nightly (Retry 2) old", ("Nightly (Retry 2) old", 0));
    }
}
