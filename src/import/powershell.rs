//! PowerShell: what cmdlets and scripts on a backup server write as CSV or JSON.

use crate::domain::{Access, KnownResult, Target};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::fields::Fields;
use crate::import::records::{
    JobKey, JobRecord, ObjectKind, ObjectRecord, Owner, Progress, Records, RepositoryRecord, Run,
    SessionRecord, SessionTaskRecord, Standing, TaskRecord, TenantRecord,
};
use crate::import::schedule;
use crate::import::states;
use crate::import::vbr::without_attempt;
use crate::import::vspc::slots;
use crate::import::words::Word;
use crate::import::work::{self, Platform, Work};

/// What such a file can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Jobs of `Get-VBRJob` and its kin, and of scripts that report them.
    Job,
    /// Objects of jobs, of `Get-VBRJobObject`.
    Object,
    /// Sessions of `Get-VBRBackupSession`.
    Session,
    /// Tasks of sessions, of `Get-VBRTaskSession` or a session report.
    Task,
    /// Repositories of `Get-VBRBackupRepository`.
    Repository,
    /// Tenants of `Get-VBRCloudTenant`.
    Tenant,
}

/// Takes an element of such a file. An error says why it cannot be used.
pub(super) fn take<'a>(
    kind: Kind,
    fields: &Fields<'_, 'a>,
    records: &mut Records<'a>,
    context: &mut Context<'_>,
) -> Result<(), String> {
    match kind {
        Kind::Job => records.add(job(fields, context)),
        Kind::Object => records.add(object(fields, context)?),
        Kind::Session => records.sessions.push(session(fields, context)?),
        Kind::Task => records.tasks.push(task(fields, context)?),
        Kind::Repository => records.repositories.push(repository(fields, context)?),
        Kind::Tenant => records.tenants.push(tenant(fields, context)?),
    }
    Ok(())
}

fn owner<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> Owner<'a> {
    let name = fields.text(fields.which(&["Tenant", "TenantName"]), context);
    name.map_or(Owner::Unknown, Owner::Named)
}

fn job<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> JobRecord<'a> {
    let mut job = JobRecord::at(fields.place);
    job.listed = true;
    job.id = fields.id("Id", context);
    job.name = fields.text(fields.which(&["Name", "JobName"]), context);
    job.owner = owner(fields, context);
    (job.work, job.platform) = kind(fields, context);
    let target = fields.text("Target", context);
    job.target = match target.as_deref().map(Word::of).as_ref().map(Word::as_str) {
        Some("cloud") => Some(Target::Cloud),
        Some("local") => Some(Target::Local),
        _ => None,
    };
    job.repository = repository_of(fields, context);
    let enabled = ["IsScheduleEnabled", "JobEnabled", "IsEnabled", "ScheduleEnabled"]
        .map(|name| fields.flag(name, context));
    job.enabled = enabled.into_iter().flatten().next();
    // Objects are joined into one cell by scripts.
    for name in ["Sources", "Objects"] {
        let Some(text) = fields.text(name, context).filter(|_| fields.texts(name).len() == 1)
        else {
            continue;
        };
        let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
        let record =
            |name: &str| ObjectRecord { name: name.to_owned().into(), kind: ObjectKind::Machine };
        job.objects.extend(names.map(record));
    }
    if job.work == Some(Work::Cdp) {
        let state = fields.text(fields.which(&["PolicyState", "State"]), context);
        let word = Word::of(state.as_deref().unwrap_or_default());
        job.enabled = if word.as_str() == "disabled" { Some(false) } else { job.enabled };
        job.initial_sync = word.as_str() == "initialsync";
    }
    job.last = last(fields, context);
    if fields.flag("RunAutomatically", context) != Some(false) {
        job.schedule = schedule::powershell::reported(fields, context);
        job.next = fields.time("NextRun", context);
    }
    if let Some(options) = fields.text("ScheduleOptions", context) {
        schedule::powershell::options(&options, &mut job, fields, context);
    }
    job
}

/// What a job does, by the best of its members.
fn kind(fields: &Fields<'_, '_>, context: &mut Context<'_>) -> (Option<Work>, Option<Platform>) {
    let platform =
        ["BackupPlatform", "Platform", "OSPlatform", "SourceType"].into_iter().find_map(|name| {
            let inner = fields.object(name);
            let value = match inner {
                Some(inner) => inner.text("Platform", context),
                None => fields.text(name, context),
            };
            // The numbers of sources are others than those of platforms.
            let value = value.map(|value| match (name, &*value) {
                ("SourceType", "2") => "VDDK".into(),
                ("SourceType", number) if number.parse::<u32>().is_ok() => "Unknown".into(),
                _ => value,
            });
            value.and_then(|value| work::platform(&value))
        });
    if let Some(mode) = fields.text("Mode", context).filter(|_| fields.has("OSPlatform")) {
        let agent = Word::of(&mode).as_str() == "managedbyagent";
        return (Some(if agent { Work::Agent } else { Work::ManagedAgent }), platform);
    }
    if fields.has("PolicyState") {
        return (Some(Work::Cdp), None);
    }
    let phrase = fields.text("TypeToString", context);
    let name = fields.text(fields.which(&["JobType", "Type"]), context);
    let found = match (&phrase, &name) {
        (Some(phrase), _) => Some((phrase, work::phrase(phrase))),
        (None, Some(name)) => Some((name, work::powershell(name))),
        (None, None) => None,
    };
    // A phrase may be in the words of another version: then the name of the type decides.
    let named = name.as_ref().map(|name| (name, work::powershell(name)));
    let found = match (found, named) {
        (Some((_, (Work::Other, _))), Some(named)) if named.1.0 != Work::Backup => Some(named),
        (found, _) => found,
    };
    let Some((value, (work, own))) = found else {
        return (None, platform);
    };
    let platform = own.or(platform);
    if work::job_type(work, platform) == crate::domain::JobType::Other {
        let value = value.clone().into_owned();
        context.notes.guessed(fields.place, "type", Assumption::Type(value));
    }
    (Some(work), platform)
}

fn repository_of<'a>(
    fields: &Fields<'_, 'a>,
    context: &mut Context<'_>,
) -> Option<crate::import::records::Text<'a>> {
    let names = ["TargetRepositoryId", "RepositoryId", "TargetRepository", "RepoName"];
    let direct = fields.which(&names);
    if !fields.has(direct) {
        return fields.object("Info")?.id("TargetRepositoryId", context);
    }
    match fields.object(direct) {
        Some(repository) => repository.id(repository.which(&["Id", "Name"]), context),
        None => fields.id(direct, context),
    }
}

/// The latest session as reports on jobs tell it.
fn last(fields: &Fields<'_, '_>, context: &mut Context<'_>) -> Option<Run> {
    let running = fields.flag("IsRunning", context);
    let started =
        fields.time(fields.which(&["SessionStart", "LatestRunLocal", "LastRun"]), context);
    let ended = fields.time(fields.which(&["SessionEnd", "LastEndTime"]), context);
    let took = fields.span("Duration", context);
    let result = fields.text(fields.which(&["LastResult", "LatestStatus"]), context);
    let result = result.map(|result| states::result(&result, fields.place, context));
    let state = fields.text(fields.which(&["LastState", "State"]), context);
    let standing = match (running, state) {
        (Some(true), _) => Standing::Running,
        (Some(false), _) => Standing::Ended,
        (None, Some(state)) if !fields.has("PolicyState") => {
            states::standing(&state, ended.is_some(), fields.place, context)
        }
        (None, _) if result.is_some() && ended.is_some() => Standing::Ended,
        (None, _) => return None,
    };
    let ended = ended.filter(|_| standing != Standing::Running);
    let result = result.unwrap_or(KnownResult::Unknown);
    Some(Run { started, ended, took, result, ..Run::new(standing) })
}

fn object<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> Result<JobRecord<'a>, String> {
    let mut job = JobRecord::at(fields.place);
    job.id = fields.id("JobId", context);
    job.name = fields.text("JobName", context);
    if job.id.is_none() && job.name.is_none() {
        return Err("an object without its JobId".into());
    }
    job.owner = owner(fields, context);
    let name = fields.text("Name", context).ok_or("an object without a name")?;
    let kind = fields.text("Type", context);
    let excluded = kind.is_some_and(|kind| Word::of(&kind).has(&["exclude", "vsschild"]));
    if !excluded {
        let what = fields.text("TypeDisplayName", context);
        let word = Word::of(what.as_deref().unwrap_or_default());
        let machine = matches!(word.as_str(), "" | "virtualmachine" | "vm" | "computer");
        let kind = if machine { ObjectKind::Machine } else { ObjectKind::Container };
        job.objects.push(ObjectRecord { name, kind });
    }
    Ok(job)
}

fn session<'a>(
    fields: &Fields<'_, 'a>,
    context: &mut Context<'_>,
) -> Result<SessionRecord<'a>, String> {
    let id = fields.id("JobId", context);
    let name = fields.text(fields.which(&["JobName", "Name"]), context);
    if id.is_none() && name.is_none() {
        return Err("a session of no job".into());
    }
    let attempt = fields.text("Name", context).map_or(0, |name| without_attempt(&name).1);
    let name = name.map(|name| without_attempt(&name).0);
    let (work, platform) = kind(fields, context);
    let started = fields.time("CreationTime", context);
    let ended = fields.time("EndTime", context);
    let result = fields.text("Result", context);
    let result = states::result(&result.unwrap_or_default(), fields.place, context);
    let standing = match fields.text("State", context) {
        Some(state) => states::standing(&state, ended.is_some(), fields.place, context),
        None if ended.is_some() || result != KnownResult::Unknown => Standing::Ended,
        None => Standing::Running,
    };
    let ended = ended.filter(|_| standing != Standing::Running);
    let owner = owner(fields, context);
    Ok(SessionRecord {
        place: fields.place,
        id: fields.id("Id", context),
        parent: None,
        job: JobKey { id, unique: None, name: name.clone(), owner, work, platform },
        name,
        run: Run { started, ended, result, attempt, ..Run::new(standing) },
    })
}

fn task<'a>(
    fields: &Fields<'_, 'a>,
    context: &mut Context<'_>,
) -> Result<SessionTaskRecord<'a>, String> {
    let name = fields.text(fields.which(&["VMName", "ObjectName", "Name"]), context);
    let name = name.ok_or("a task without a name")?;
    let session = fields.id(fields.which(&["JobSessId", "SessionId"]), context);
    let job = fields.text("JobName", context).map(|name| without_attempt(&name).0);
    let id = fields.id("JobId", context);
    if session.is_none() && job.is_none() && id.is_none() {
        return Err("a task of no job".into());
    }
    let status = fields.text(fields.which(&["Status", "Result"]), context);
    let started = fields.time("StartTime", context);
    let session_started = fields.time("CreationTime", context);
    let ended = fields.time("EndTime", context);
    let took = fields.span(fields.which(&["TaskDuration", "WorkDuration", "Duration"]), context);
    let progress = states::progress(status.as_deref().unwrap_or_default(), fields.place, context);
    // Ways to reach the disks of a virtual machine that only vSphere has.
    let mode = fields.text("ProcessingMode", context);
    let word = Word::of(mode.as_deref().unwrap_or_default());
    let platform = word.has(&["hotadd", "nbd", "san"]).then_some(Platform::Vsphere);
    let progress = match progress {
        Progress::Unknown if took.is_some() && ended.is_some() => Progress::Success,
        progress => progress,
    };
    let owner = owner(fields, context);
    Ok(SessionTaskRecord {
        session,
        job: JobKey {
            id,
            unique: None,
            name: job,
            owner,
            work: platform.map(|_| Work::Backup),
            platform,
        },
        task: TaskRecord {
            place: fields.place,
            name,
            progress,
            started,
            ended,
            took,
            code: None,
            session_started,
        },
    })
}

fn repository<'a>(
    fields: &Fields<'_, 'a>,
    context: &mut Context<'_>,
) -> Result<RepositoryRecord<'a>, String> {
    let kind = fields.text("Type", context).ok_or("a repository without a type")?;
    let cloud = matches!(Word::of(&kind).as_str(), "cloud" | "4");
    Ok(RepositoryRecord {
        id: fields.id("Id", context),
        name: fields.text("Name", context),
        target: if cloud { Target::Cloud } else { Target::Local },
    })
}

fn tenant<'a>(
    fields: &Fields<'_, 'a>,
    context: &mut Context<'_>,
) -> Result<TenantRecord<'a>, String> {
    let enabled = fields.flag("Enabled", context);
    Ok(TenantRecord {
        place: fields.place,
        id: fields.id("Id", context),
        name: fields.text("Name", context).ok_or("a tenant without a name")?,
        organization: None,
        site: None,
        site_name: None,
        access: if enabled == Some(false) { Access::Disabled } else { Access::Enabled },
        slots: slots(fields, "MaxConcurrentTask", context),
    })
}
