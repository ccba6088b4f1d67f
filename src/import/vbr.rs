//! Backup server: jobs, states, sessions, their tasks and repositories of Veeam Backup & Replication.

use crate::domain::{KnownResult, Target};
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::fields::Fields;
use crate::import::records::{
    JobKey, JobRecord, ObjectKind, ObjectRecord, Owner, Records, RepositoryRecord, Run,
    SessionRecord, SessionTaskRecord, Standing, TaskRecord, Text,
};
use crate::import::schedule;
use crate::import::states;
use crate::import::words::Word;
use crate::import::work::{self, Platform, Work};

/// What a listing of the backup server can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Jobs with their settings.
    Job,
    /// States of jobs.
    State,
    /// Sessions.
    Session,
    /// Tasks of sessions.
    TaskSession,
    /// Repositories.
    Repository,
}

/// Takes an element of such a listing. An error says why it cannot be used.
pub(super) fn take<'a>(
    kind: Kind,
    fields: &Fields<'_, 'a>,
    records: &mut Records<'a>,
    context: &mut Context<'_>,
) -> Result<(), String> {
    match kind {
        Kind::Job => records.add(job(fields, context)),
        Kind::State => records.add(state(fields, context)),
        Kind::Session => records.sessions.extend(session(fields, context)?),
        Kind::TaskSession => records.tasks.extend(task_session(fields, context)?),
        Kind::Repository => records.repositories.push(repository(fields, context)?),
    }
    Ok(())
}

/// What jobs and states have in common.
fn named<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> JobRecord<'a> {
    let mut job = JobRecord::at(fields.place);
    job.listed = true;
    job.id = fields.id("id", context);
    job.name = fields.text("name", context);
    job.owner = fields.text("tenant", context).map_or(Owner::Unknown, Owner::Named);
    if let Some(value) = fields.text("type", context) {
        let (work, platform) = work::vbr(&value);
        if work == Work::Other {
            context.notes.guessed(fields.place, "type", Assumption::Type(value.into_owned()));
        }
        (job.work, job.platform) = (Some(work), platform);
    }
    job
}

fn job<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> JobRecord<'a> {
    let mut job = named(fields, context);
    job.enabled = fields.flag("isDisabled", context).map(|disabled| !disabled);
    for place in ["storage", "target", "backupRepository", "jobSettings"] {
        let storage = fields.object(place);
        let id = storage.and_then(|storage| storage.id("backupRepositoryId", context));
        job.repository = job.repository.or(id);
    }
    let machines = fields.object("virtualMachines");
    for list in [
        machines.map(|machines| machines.objects("includes")).unwrap_or_default(),
        fields.objects("computers"),
        fields.objects("objects"),
    ] {
        job.objects.extend(list.iter().filter_map(|object| included(object, context)));
    }
    job.schedule = schedule::vbr::schedule(fields, context);
    (job.retry, job.retry_told) = schedule::vbr::retry(fields, context);
    job
}

/// An object that a job includes; revision 1.1 holds it one level deeper.
fn included<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> Option<ObjectRecord<'a>> {
    let inner = ["inventoryObject", "vmObject"].iter().find_map(|name| fields.object(name));
    let object = inner.as_ref().unwrap_or(fields);
    let name = object.text("name", context)?;
    let kind = object.text("type", context);
    let word = Word::of(kind.as_deref().unwrap_or_default());
    let machine = matches!(word.as_str(), "" | "vm" | "virtualmachine" | "computer");
    Some(ObjectRecord {
        name,
        kind: if machine { ObjectKind::Machine } else { ObjectKind::Container },
    })
}

fn state<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> JobRecord<'a> {
    let mut job = named(fields, context);
    job.repository = fields.id("repositoryId", context);
    job.next = fields.time("nextRun", context);
    job.last_id = fields.id("sessionId", context);
    let started = fields.time("lastRun", context);
    let progress = fields.object("sessionProgress");
    let took = progress.and_then(|progress| progress.span("duration", context));
    let result = fields.text("lastResult", context).unwrap_or_default();
    let result = states::result(&result, fields.place, context);
    if let Some(status) = fields.text("status", context) {
        let (standing, _) =
            states::status(&status, result != KnownResult::Unknown, fields.place, context);
        if Word::of(&status).as_str() == "disabled" {
            job.enabled = Some(false);
        }
        job.last = Some(Run { started, took, result, ..Run::new(standing) });
    }
    job
}

/// What sessions of a type do; `None` for those that are no runs of a job.
fn session_work(value: &str) -> Option<(Work, Option<Platform>)> {
    Some(match Word::of(value).as_str() {
        "job" | "backupjob" => (Work::Backup, None),
        "replicajob" => (Work::Replication, None),
        "backupcopyjob" | "backupcopyjobparent" => (Work::Copy, None),
        "agentbackup" | "agentmanagement" => (Work::ManagedAgent, None),
        "agentpolicy" | "endpointbackup" => (Work::Agent, None),
        "unstructureddatabackupcopy"
        | "fileserversave"
        | "surebackup"
        | "irisbackup"
        | "platformbackupjob"
        | "platformservicejob"
        | "surebackupcontentscan" => (Work::Other, None),
        _ => return None,
    })
}

fn session<'a>(
    fields: &Fields<'_, 'a>,
    context: &mut Context<'_>,
) -> Result<Option<SessionRecord<'a>>, String> {
    let kind = fields.text("sessionType", context);
    let work = match kind.as_deref() {
        Some(kind) => session_work(kind),
        None => Some((Work::Backup, None)),
    };
    let Some((work, platform)) = work else {
        let kind = kind.unwrap_or_default().into_owned();
        context.notes.guessed(fields.place, "sessionType", Assumption::OtherSession(kind));
        return Ok(None);
    };
    // Revision 1.1 calls it so.
    let job_id = fields.id(fields.which(&["jobId", "activityId"]), context);
    let name = fields.text("name", context);
    if job_id.is_none() && name.is_none() {
        return Err("a session of no job".into());
    }
    let (job_name, attempt) = match &name {
        Some(name) => {
            let (job, attempt) = without_attempt(name);
            (Some(job), attempt)
        }
        None => (None, 0),
    };
    let owner = fields.text("tenant", context).map_or(Owner::Unknown, Owner::Named);
    Ok(Some(SessionRecord {
        place: fields.place,
        id: fields.id("id", context),
        parent: fields.id("parentSessionId", context),
        job: JobKey { id: job_id, unique: None, name: job_name, owner, work: Some(work), platform },
        name,
        run: Run { attempt, ..run(fields, context) },
    }))
}

/// How a session or a task of one went.
fn run(fields: &Fields<'_, '_>, context: &mut Context<'_>) -> Run {
    let started = fields.time("creationTime", context);
    let ended = fields.time("endTime", context);
    let outcome = fields.object("result");
    let inner = outcome.as_ref().unwrap_or(fields);
    let result = inner.text("result", context).unwrap_or_default();
    let result = states::result(&result, fields.place, context);
    let message = outcome.and_then(|outcome| outcome.text("message", context));
    let progress = fields.object("progress");
    let state = fields.text("state", context);
    let standing = match state {
        Some(state) => states::standing(&state, ended.is_some(), fields.place, context),
        None if ended.is_some() || result != KnownResult::Unknown => Standing::Ended,
        None => Standing::Running,
    };
    Run {
        standing,
        started,
        ended: ended.filter(|_| standing != Standing::Running),
        took: progress.and_then(|progress| progress.span("duration", context)),
        result,
        code: states::code(result, message.as_deref()),
        attempt: 0,
    }
}

/// The name of a session without its ending `(Retry 2)`, and which retry it is.
pub(super) fn without_attempt<'a>(name: &Text<'a>) -> (Text<'a>, u32) {
    let found = name.rfind(" (Retry").and_then(|at| {
        let number = name[at + 7..].trim().strip_suffix(')')?.trim();
        let number = if number.is_empty() { 1 } else { number.parse().ok()? };
        Some((at, number))
    });
    let Some((at, attempt)) = found else {
        return (name.clone(), 0);
    };
    let name = match name {
        Text::Borrowed(name) => Text::Borrowed(&name[..at]),
        Text::Owned(name) => Text::Owned(name[..at].to_owned()),
    };
    (name, attempt)
}

fn task_session<'a>(
    fields: &Fields<'_, 'a>,
    context: &mut Context<'_>,
) -> Result<Option<SessionTaskRecord<'a>>, String> {
    let kind = fields.text("type", context).unwrap_or_default();
    if !matches!(Word::of(&kind).as_str(), "" | "backup" | "replica") {
        let guess = Assumption::OtherSession(kind.into_owned());
        context.notes.guessed(fields.place, "type", guess);
        return Ok(None);
    }
    let session = fields.id("sessionId", context).ok_or("a task without its sessionId")?;
    let name = fields.text("name", context).ok_or("a task without a name")?;
    let run = run(fields, context);
    let task = TaskRecord {
        place: fields.place,
        name,
        progress: states::progress_of(&run),
        started: run.started,
        ended: run.ended,
        took: run.took,
        code: run.code,
        session_started: None,
    };
    Ok(Some(SessionTaskRecord { session: Some(session), job: JobKey::default(), task }))
}

fn repository<'a>(
    fields: &Fields<'_, 'a>,
    context: &mut Context<'_>,
) -> Result<RepositoryRecord<'a>, String> {
    let kind = fields.text("type", context).ok_or("a repository without a type")?;
    let cloud = Word::of(&kind).as_str() == "cloud";
    Ok(RepositoryRecord {
        id: fields.id("id", context),
        name: fields.text("name", context),
        target: if cloud { Target::Cloud } else { Target::Local },
    })
}

#[cfg(test)]
mod tests {
    use crate::import::vbr::without_attempt;

    #[test]
    fn retries_are_told_by_the_name_of_a_session() {
        #[track_caller]
        fn case(name: &str, want: (&str, u32)) {
            let (found, attempt) = without_attempt(&name.into());
            assert_eq!((&*found, attempt), want);
        }
        case("Nightly", ("Nightly", 0));
        case("Nightly (Retry 2)", ("Nightly", 2));
        case("Nightly (Retry)", ("Nightly", 1));
        case("Nightly (Retry two)", ("Nightly (Retry two)", 0));
        case("Nightly (Retry 2) old", ("Nightly (Retry 2) old", 0));
    }
}
