//! Console: jobs, agents' jobs, tenants and organizations of Veeam Service Provider Console.

use crate::domain::{Access, Target};
use crate::import::assumption::Assumption;
use crate::import::context::{Context, shown};
use crate::import::fields::Fields;
use crate::import::node::Node;
use crate::import::records::{
    JobRecord, ObjectKind, ObjectRecord, Owner, Progress, Records, Run, Standing, TaskRecord,
    TenantRecord, Text,
};
use crate::import::states;
use crate::import::words::Word;
use crate::import::work::{self, Work};

/// What a listing of the console can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Jobs of backup servers.
    Job,
    /// What only jobs of one subtype have.
    Part,
    /// Objects of jobs.
    Object,
    /// Jobs of backup agents.
    AgentJob,
    /// Tenants of sites.
    Tenant,
    /// Companies and other organizations.
    Organization,
    /// Sites.
    Site,
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
        Kind::Part => records.add(part(fields, context)),
        Kind::Object => records.add(object(fields, context)?),
        Kind::AgentJob => records.add(agent_job(fields, context)),
        Kind::Tenant => records.tenants.push(tenant(fields, context)?),
        Kind::Organization => {
            let id = fields.id("instanceUid", context).ok_or("it has no instanceUid")?;
            let name = fields.text("name", context).ok_or("it has no name")?;
            records.organizations.push((id, name));
        }
        Kind::Site => return Err("a site tells nothing of tenants or jobs".into()),
    }
    Ok(())
}

fn job<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> JobRecord<'a> {
    let mut job = JobRecord::at(fields.place);
    job.listed = true;
    job.id = fields.id("instanceUid", context);
    job.unique = fields.id("uniqueUid", context);
    job.name = fields.text("name", context);
    job.owner = owner(fields, context);
    job.work = fields.text("type", context).map(|value| {
        let work = work::vspc(&value);
        if work == Work::Other {
            context.notes.guessed(fields.place, "type", Assumption::Type(value.into_owned()));
        }
        work
    });
    job.platform = fields.text("subtype", context).and_then(|value| work::platform(&value));
    common(fields, &mut job, context);
    for task in fields.objects("lastSessionTasks") {
        match session_task(&task, context) {
            Some(task) => {
                let name = task.name.clone();
                job.objects.push(ObjectRecord { name, kind: ObjectKind::Seen });
                job.last_tasks.push(task);
            }
            None => context.notes.unused(task.place, "objectName", "a task without a name"),
        }
    }
    job
}

/// What jobs of servers and of agents have in common.
fn common<'a>(fields: &Fields<'_, 'a>, job: &mut JobRecord<'a>, context: &mut Context<'_>) {
    job.target =
        fields.text("targetType", context).and_then(|value| match Word::of(&value).as_str() {
            "cloud" | "cloudrepository" => Some(Target::Cloud),
            "local" | "backuprepository" | "localfolder" | "sharedfolder" => Some(Target::Local),
            "none" | "unknown" => None,
            _ => {
                let what = format!("{} is no target that is known", shown(&value));
                context.notes.unused(fields.place, "targetType", what);
                None
            }
        });
    job.enabled = fields.flag("isEnabled", context);
    job.average = fields.span("avgDuration", context);
    job.next = fields.time("nextRun", context);
    let started = fields.time("lastRun", context);
    let ended = fields.time(fields.which(&["lastEndTime", "endTime"]), context);
    let took = fields.span(fields.which(&["lastDuration", "duration"]), context);
    let Some(status) = fields.text("status", context) else {
        return;
    };
    let over = ended.zip(started).is_some_and(|(ended, started)| ended >= started);
    let (standing, result) = states::status(&status, over, fields.place, context);
    let message = fields.text("failureMessage", context);
    let code = states::code(result, message.as_deref());
    // The end of a session that runs is the end of the one before.
    let ended = ended.filter(|_| standing != Standing::Running);
    let run = Run::new(standing);
    job.last = Some(Run { started, ended, took, result, code, ..run });
}

fn owner<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> Owner<'a> {
    let mapped = fields.id("mappedOrganizationUid", context);
    let id = fields.id("organizationUid", context).or_else(|| mapped.clone());
    let site = fields.id("siteUid", context);
    id.map_or(Owner::Unknown, |id| Owner::Organization { id, mapped, site })
}

fn session_task<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> Option<TaskRecord<'a>> {
    let name = fields.text("objectName", context)?;
    let status = fields.text("status", context);
    Some(task_record(name, status.as_deref(), "duration", fields, context))
}

/// A task as sessions and objects tell it alike.
fn task_record<'a>(
    name: Text<'a>,
    status: Option<&str>,
    duration: &str,
    fields: &Fields<'_, 'a>,
    context: &mut Context<'_>,
) -> TaskRecord<'a> {
    let progress = states::progress(status.unwrap_or_default(), fields.place, context);
    let messages = fields.texts("failureMessages");
    let message = messages.first().copied();
    TaskRecord {
        place: fields.place,
        name,
        progress,
        started: fields.time("startTime", context),
        ended: fields.time("endTime", context),
        took: fields.span(duration, context),
        code: states::code(states::failed(progress), message),
        session_started: None,
    }
}

/// What a listing of one subtype adds to a job, with the job itself where it was asked for.
fn part<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> JobRecord<'a> {
    let base = fields.object("_embedded").and_then(|embedded| embedded.first_object());
    let mut found = match base {
        Some(base) => job(&base, context),
        None => JobRecord::at(fields.place),
    };
    found.id = fields.id("instanceUid", context).or(found.id);
    found.unique = fields.id("uniqueUid", context).or(found.unique);
    let platform = fields.text(fields.which(&["subtype", "osType"]), context);
    found.platform = platform.and_then(|value| work::platform(&value)).or(found.platform);
    if let Some(mode) = fields.text("jobMode", context) {
        found.work = match Word::of(&mode).as_str() {
            "managedbybackupserver" => Some(Work::ManagedAgent),
            "managedbyagent" => Some(Work::Agent),
            _ => found.work,
        };
    }
    if fields.has("sourceProxyAutoDetect") || fields.has("shortTermRetention") {
        found.work = Some(Work::Cdp);
    }
    let cloud = fields.flag("isCloudJob", context);
    let cloud = cloud.or_else(|| fields.has("cloudHostUid").then_some(true));
    let cloud = cloud.map(|cloud| if cloud { Target::Cloud } else { Target::Local });
    found.target = found.target.or(cloud);
    found
}

/// An object of a job, which is a task of its sessions.
fn object<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> Result<JobRecord<'a>, String> {
    let mut job = JobRecord::at(fields.place);
    job.id = fields.id("jobUid", context);
    job.unique = fields.id("uniqueJobUid", context);
    if job.id.is_none() && job.unique.is_none() {
        return Err("an object without its jobUid".into());
    }
    let name = fields.text("name", context).ok_or("an object without a name")?;
    if fields.flag("isExcluded", context) == Some(true) {
        return Ok(job);
    }
    job.platform = fields.text("platform", context).and_then(|value| work::platform(&value));
    if let Some(last) = fields.object("lastSession") {
        let status = last.text("backupStatus", context);
        let task = task_record(name.clone(), status.as_deref(), "duration", &last, context);
        if task.progress != Progress::Unknown || task.started.is_some() {
            job.last_tasks.push(task);
        }
    }
    job.objects.push(ObjectRecord { name, kind: ObjectKind::Machine });
    Ok(job)
}

fn agent_job<'a>(fields: &Fields<'_, 'a>, context: &mut Context<'_>) -> JobRecord<'a> {
    let mut job = JobRecord::at(fields.place);
    job.listed = true;
    // Some versions know the job by the id of its configuration only.
    job.id = fields.id(fields.which(&["instanceUid", "configUid"]), context);
    job.name = fields.text("name", context);
    job.owner = owner(fields, context);
    job.work = Some(Work::Agent);
    job.platform = fields.text("systemType", context).and_then(|value| work::platform(&value));
    common(fields, &mut job, context);
    job
}

fn tenant<'a>(
    fields: &Fields<'_, 'a>,
    context: &mut Context<'_>,
) -> Result<TenantRecord<'a>, String> {
    let credentials = fields.object("credentials");
    let name = fields.text("name", context);
    let name = name.or_else(|| credentials?.text("userName", context));
    let enabled = fields.flag("isEnabled", context);
    Ok(TenantRecord {
        place: fields.place,
        id: fields.id("instanceUid", context),
        name: name.ok_or("a tenant without a name")?,
        organization: fields.id("assignedForCompany", context),
        site: fields.id("siteUid", context),
        site_name: fields.text("siteName", context),
        access: if enabled == Some(false) { Access::Disabled } else { Access::Enabled },
        slots: slots(fields, "maxConcurrentTask", context),
    })
}

/// How many tasks a tenant may run at once; zero stands for no limit.
pub(super) fn slots(fields: &Fields<'_, '_>, name: &str, context: &mut Context<'_>) -> Option<u32> {
    match fields.get(name) {
        Node::Whole(-1) => None,
        _ => fields.count(name, context).filter(|slots| *slots > 0),
    }
}
