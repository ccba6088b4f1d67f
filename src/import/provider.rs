//! Running sessions of tenants as the provider's backup server lists them: JSON with a count, or CSV.

use hashbrown::HashSet;

use crate::domain::Instant;
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::{Element, EndTime, Id, Member as _, members, normalized};
use crate::import::imported::{ExportFormat, Kind};
use crate::import::job_kind::{self, JobKind};
use crate::import::listing::{Added, Listing};
use crate::import::records::{ExportedRun, ExportedSession, ExportedState, JobKey, Owner, Records};
use crate::import::status;
use crate::import::vbr::without_attempt;

/// The `schema` of the JSON.
pub const SCHEMA: &str = "mm.provider-sessions/1";

pub const LISTINGS: &[Listing] = &[Listing {
    name: "provider sessions",
    kind: Kind::Sessions,
    format: ExportFormat::ProviderSessions,
    jobs: None,
    all: "JobName TenantName State CreationTime",
    any: "",
    also: "",
    add_names: Session::add_names,
    read: add_session,
}];

/// Names of sessions that are not runs of a job, where no job has the name.
const TOOLS: [&str; 3] = ["console", "infrastructurerescan", "malwaredetection"];

members! {
    struct Session {
        id: Id = "id",
        job: String = "job" | "JobName",
        tenant: String = "tenant" | "TenantName",
        job_type: String = "job_type" | "JobType",
        state: String = "state",
        started: Instant = "started" | "CreationTime",
        ended: EndTime = "EndTime",
        result: String = "Result",
    }
}

fn add_session(element: Element<'_>, records: &mut Records, context: &mut Context<'_>) -> Added {
    let found = Session::of(element, context)?;
    let full_name = found.job.ok_or("a session without the name of its job")?;
    let (name, attempt) = without_attempt(&full_name);
    let kind = found.job_type.as_deref().and_then(job_kind::provider);
    // A CDP policy has no sessions, so that nothing is known of one that is listed.
    let is_of_policy = kind.is_some_and(|(kind, _)| kind == JobKind::Cdp);
    let kind = kind.filter(|_| !is_of_policy);
    let state = found.state.map_or(ExportedState::Running, |state| {
        status::session_state(&state, found.ended.is_some(), element.place, context)
    });
    let result = found.result.unwrap_or_default();
    let is_open = status::is_in_progress(&result);
    let state = status::unless_open(state, is_open, element.place, context);
    let result = status::result(&result, element.place, context);
    if is_of_policy && state == ExportedState::Running {
        context.assume(element.place, "", Assumption::PolicyRuns);
    }
    let states_type = element.value.has("job_type") || element.value.has("JobType");
    // A type that is not known counts as covered.
    let is_covered = match kind {
        Some((kind, platform)) => job_kind::is_covered(kind, platform),
        None => states_type,
    };
    let session = ExportedSession {
        place: element.place,
        id: found.id,
        parent: None,
        job: JobKey {
            name: Some(name.to_owned()),
            owner: Owner::tenant(found.tenant),
            kind: kind.map(|(kind, _)| kind),
            platform: kind.and_then(|(_, platform)| platform),
            is_doubtful: is_tool(name) && !is_covered,
            ..JobKey::default()
        },
        name: Some(name.to_owned()),
        is_seen_covered: is_covered,
        run: ExportedRun {
            started: found.started,
            ended: found.ended.map(|EndTime(at)| at).filter(|_| state == ExportedState::Ended),
            result,
            attempt,
            ..ExportedRun::new(state)
        },
    };
    records.provider_sessions.push(session);
    Ok(())
}

/// Whether a session of this name is no run of a job, if no job has the name.
pub fn is_tool(name: &str) -> bool {
    TOOLS.contains(&&*normalized(name))
}

/// Leaves out sessions of tools, unless a job has the name of the tool. `jobs` are the names of such jobs,
/// normalised.
pub fn leave_out_tools(
    sessions: &mut Vec<ExportedSession>,
    jobs: &HashSet<String>,
    context: &mut Context<'_>,
) {
    sessions.retain(|session| {
        let name = session.job.name.as_deref().filter(|name| is_tool(name));
        let Some(name) = name.filter(|_| session.job.is_doubtful) else { return true };
        let is_of_job = jobs.contains(&normalized(name));
        if !is_of_job {
            context.assume(session.place, "", Assumption::NotARun(name.to_owned()));
        }
        is_of_job
    });
}
