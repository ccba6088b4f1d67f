//! Tenants disable, tenants enable: whether a tenant may use the cloud.

use clap::Args;

use super::document::TenantDocument;
use super::known::{as_json, known_tenant};
use super::terminated::{terminated, told_to_simulated};
use crate::cli::Global;
use crate::command::Done;
use crate::command::confirm::Confirmation;
use crate::command::context::Context;
use crate::command::sessions::Telling;
use crate::command::settle::{Act, settle};
use crate::command::state::State;
use crate::command::switch::expect_revision;
use crate::command::text::check_text;
use crate::domain::Access;
use crate::domain::facts::{Origin, TenantFacts};
use crate::output::plural;
use crate::store::{Change, Deed, KeptSession, Result, Sessions, View};

/// What `mm tenants disable` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "In a rehearsal its sessions to the cloud end there and then. A live store only records it: disable the tenant on the server, too.\n\nExamples:\n  mm tenants disable Kestrel --dry-run\n  mm tenants disable Kestrel --reason \"backups are moved\" --yes"
)]
pub struct Disable {
    /// The tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
    /// Say why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Show what it would terminate, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    confirmation: Confirmation,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// What `mm tenants enable` takes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  mm tenants enable Kestrel --reason \"backups were moved\"")]
pub struct Enable {
    /// The tenant
    #[arg(value_name = "TENANT")]
    tenant: String,
    /// Say why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Disables a tenant.
pub fn disable(global: &Global, arguments: &Disable) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let name = &arguments.tenant;
    if let Some(reason) = &arguments.reason {
        check_text("--reason", reason)?;
    }
    let plan = |view: &View<'_>, revision| {
        expect_revision(view, revision)?;
        Plan::of(&context, view, name)
    };
    let mut revision = arguments.if_revision;
    if arguments.dry_run || !arguments.confirmation.yes {
        let plan = context.look(|view| plan(view, revision))?;
        if arguments.dry_run {
            let told = context.look(|view| plan.told(&context, view, Told::DryRun))?;
            return Ok(context.done(told));
        }
        if !plan.is_disabled() {
            arguments.confirmation.ask(&plan.lines(), &plan.question())?;
            // What somebody said yes to is what is done.
            revision = Some(plan.revision);
        }
    }
    let told = context.change_existing(|change| {
        let plan = plan(&change.view(), revision)?;
        if plan.is_disabled() {
            let told = plan.told(&context, &change.view(), Told::Already)?;
            change.leave()?;
            return Ok(told);
        }
        let sessions = change.view().sessions(Sessions::Working)?;
        let events = told_to_simulated(&sessions, context.now(), name);
        let act = Act { events, starts: None };
        let reason = arguments.reason.clone();
        set(&context, change, &plan.tenant, Access::Disabled, reason, act, |view| {
            plan.told(&context, view, Told::Done)
        })
    })?;
    Ok(context.done(told))
}

/// Enables a tenant.
pub fn enable(global: &Global, arguments: &Enable) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let name = &arguments.tenant;
    if let Some(reason) = &arguments.reason {
        check_text("--reason", reason)?;
    }
    let told = context.change_existing(|change| {
        let view = change.view();
        expect_revision(&view, arguments.if_revision)?;
        let tenant = known_tenant(&view, name)?;
        if tenant.facts.access == Access::Enabled {
            let title = format!("Tenant {name} is enabled already; nothing was changed.");
            let told = TenantDocument::of(&context, &view, name)?.changed(false, title);
            change.leave()?;
            return Ok(told);
        }
        let reason = arguments.reason.clone();
        let tenant = (tenant.id, tenant.facts);
        set(&context, change, &tenant, Access::Enabled, reason, Act::default(), |view| {
            let title = format!("Tenant {name} is enabled.");
            Ok(TenantDocument::of(&context, view, name)?.changed(true, title))
        })
    })?;
    Ok(context.done(told))
}

/// Writes down whether a tenant may use the cloud, and tells of it.
fn set(
    context: &Context,
    change: Change<'_>,
    (id, before): &(i64, TenantFacts),
    access: Access,
    reason: Option<String>,
    act: Act,
    tell: impl FnOnce(&View<'_>) -> Result<TenantDocument>,
) -> Result<TenantDocument> {
    let settled = settle(&change.view(), context.now(), act)?;
    let after = TenantFacts { access, ..before.clone() };
    let action = match access {
        Access::Enabled => "enable-tenant",
        Access::Disabled => "disable-tenant",
    };
    let deed = Deed { action, reason, before: as_json(before), after: as_json(&after) };
    let writer = change.record(&context.actor, &deed)?;
    settled.write(&writer)?;
    writer.update_tenant(*id, &after)?;
    let told = tell(&writer.view())?;
    writer.commit()?;
    Ok(told)
}

/// What disabling a tenant does, decided on what is.
struct Plan {
    revision: u64,
    tenant: (i64, TenantFacts),
    terminated: Vec<KeptSession>,
    is_rehearsal: bool,
}

/// Which way it is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    DryRun,
    Already,
    Done,
}

impl Plan {
    fn of(context: &Context, view: &View<'_>, name: &str) -> Result<Plan> {
        let tenant = known_tenant(view, name)?;
        let state = State::of(view, context.now())?;
        let terminated = match tenant.facts.access {
            Access::Enabled => terminated(view, &state, name)?,
            Access::Disabled => Vec::new(),
        };
        Ok(Plan {
            revision: state.server.revision,
            tenant: (tenant.id, tenant.facts),
            terminated,
            is_rehearsal: state.server.is_rehearsal(),
        })
    }

    fn is_disabled(&self) -> bool {
        self.tenant.1.access == Access::Disabled
    }

    fn lines(&self) -> Vec<String> {
        let line = |session: &KeptSession| {
            format!("session {} of {:?} works", session.id, session.facts.job)
        };
        self.terminated.iter().map(line).chain(self.warnings()).collect()
    }

    fn question(&self) -> String {
        let count = self.terminated.len() as u64;
        let what = match count {
            0 => "no session".to_owned(),
            _ => plural(count, "session", "sessions"),
        };
        format!("Disable tenant {:?}, which terminates {what}?", self.tenant.1.name)
    }

    /// What mm cannot do.
    fn warnings(&self) -> Vec<String> {
        let observed = self.terminated.iter().filter(|each| each.origin != Origin::Simulated);
        let mut warnings = Vec::new();
        if !self.is_rehearsal {
            let what = "the real server was not told: disable the tenant there, too";
            warnings.push(what.to_owned());
        }
        let observed = observed.count() as u64;
        if observed > 0 {
            let sessions = plural(observed, "observed session stays", "observed sessions stay");
            warnings.push(format!("{sessions} as seen until an import tells of the end"));
        }
        warnings
    }

    fn told(&self, context: &Context, view: &View<'_>, how: Told) -> Result<TenantDocument> {
        let name = &self.tenant.1.name;
        let title = match how {
            Told::DryRun if self.is_disabled() => format!("Tenant {name} is disabled already."),
            Told::DryRun => format!("Tenant {name} would be disabled."),
            Told::Already => format!("Tenant {name} is disabled already; nothing was changed."),
            Told::Done => format!("Tenant {name} is disabled."),
        };
        let state = State::of(view, context.now())?;
        let telling = Telling::of(view, &state)?;
        let mut terminated = self.terminated.clone();
        if how == Told::Done {
            terminated = latest(view, &terminated)?;
        }
        let rows = terminated.iter().map(|session| telling.row(session)).collect();
        let dry_run = how == Told::DryRun;
        Ok(TenantDocument::of(context, view, name)?.changed(how == Told::Done, title).terminating(
            dry_run,
            rows,
            self.warnings(),
        ))
    }
}

/// Sessions as they stand in the store.
fn latest(view: &View<'_>, sessions: &[KeptSession]) -> Result<Vec<KeptSession>> {
    let mut found = Vec::with_capacity(sessions.len());
    for session in sessions {
        found.extend(view.sessions(Sessions::Numbered(session.id))?);
    }
    Ok(found)
}
