//! Told: what was undone, as `mm.undo/1` and as a page.

use serde::Serialize;
use serde_json::Value;

use crate::commands::enable::RESTORES;
use crate::commands::service::STOPPED;
use crate::domain::{Access, Service};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::apply::ApplyOutcome;
use crate::ops::apply::standing::{Applied, Standing};
use crate::ops::impact::ImpactSummary;
use crate::ops::mode_change::{ModeOutcome, UNTOLD};
use crate::ops::server_status::ServerStatus;
use crate::ops::undo::latest::Latest;
use crate::ops::undo::step::Step;
use crate::output::{Page, View, sanitize};
use crate::store::{Snapshot, StoreKind};
use crate::views::tenant::{DisablingState, TenantDocument};

/// The document `mm.undo/1`.
#[derive(Serialize)]
pub struct Undone {
    schema: &'static str,
    revision: u64,
    changed: bool,
    dry_run: bool,
    undone: Undoes,
    before: Value,
    after: Value,
    mode: Option<ModeOutcome>,
    tenant: Option<TenantDocument>,
    warnings: Vec<String>,
    #[serde(skip)]
    title: String,
}

/// The change that was undone.
#[derive(Serialize)]
struct Undoes {
    id: i64,
    at: crate::domain::Instant,
    action: String,
    actor: String,
    reason: Option<String>,
}

impl Undone {
    /// What is to be undone, before anything is.
    pub fn of(app: &App, snapshot: &Snapshot<'_>, latest: &Latest, step: &Step) -> Result<Undone> {
        let server = snapshot.server()?;
        let mut warnings = Vec::new();
        let mut mode = None;
        match step {
            Step::Mode(step) => mode = Some(switched(app, snapshot, step)?),
            Step::Message { .. }
                if server.kind.unwrap_or(StoreKind::Live) == StoreKind::Live
                    && Standing::of(app, snapshot)?.applied == Applied::Unmanaged =>
            {
                warnings.push(UNTOLD.to_owned());
            }
            Step::Service { was: Service::Stopped, .. } => warnings.push(STOPPED.to_owned()),
            Step::Message { .. } | Step::Service { .. } | Step::Access { .. } => {}
        }
        Ok(Undone {
            schema: "mm.undo/1",
            revision: server.revision,
            changed: false,
            dry_run: false,
            title: title(step),
            undone: Undoes {
                id: latest.id,
                at: latest.at,
                action: latest.action.clone(),
                actor: latest.actor.clone(),
                reason: latest.reason.clone(),
            },
            before: step.before(),
            after: step.after(),
            mode,
            tenant: None,
            warnings,
        })
    }

    /// It only shows what would be.
    pub fn dry_run(mut self, app: &App, snapshot: &Snapshot<'_>, step: &Step) -> Result<Undone> {
        self.dry_run = true;
        self.warnings.clear();
        self.mode = self.mode.map(ModeOutcome::dry_run);
        if let Step::Access { plan, was: Access::Disabled } = step {
            self.tenant =
                Some(TenantDocument::disabling(app, snapshot, plan, DisablingState::DryRun)?);
        }
        Ok(self)
    }

    /// What came of telling the real server.
    pub fn brought(&mut self, brought: Option<&ApplyOutcome>) {
        if let Some(mode) = &mut self.mode {
            mode.brought(brought);
        }
    }

    /// It was done, to this revision; `snapshot` sees it so.
    pub fn done(
        mut self,
        app: &App,
        snapshot: &Snapshot<'_>,
        step: &Step,
        revision: u64,
    ) -> Result<Undone> {
        (self.changed, self.revision) = (true, revision);
        self.mode = self.mode.map(|mode| mode.changed(revision));
        if let Step::Access { plan, was } = step {
            self.tenant = Some(match was {
                Access::Disabled => {
                    TenantDocument::disabling(app, snapshot, plan, DisablingState::Done)?
                }
                Access::Enabled => TenantDocument::of(app, snapshot, &plan.tenant.facts.name)?
                    .changed(true, self.title.clone()),
            });
        }
        Ok(self)
    }
}

fn title(step: &Step) -> String {
    match step {
        Step::Mode(mode) => mode.title().to_owned(),
        Step::Message { was: None, .. } => "Tenants read the default text again.".to_owned(),
        Step::Message { was: Some(_), .. } => "Tenants read the text before again.".to_owned(),
        Step::Service { was, .. } => format!("The Cloud Connect Service is recorded as {was}."),
        Step::Access { plan, was } => {
            format!("Tenant {} is {was}.", sanitize(&plan.tenant.facts.name))
        }
    }
}

fn switched(
    app: &App,
    snapshot: &Snapshot<'_>,
    step: &crate::ops::undo::mode::ModeStep,
) -> Result<ModeOutcome> {
    let state = ServerStatus::of(snapshot, app.now())?;
    let mut switched = ModeOutcome::new(app, snapshot, step.after.as_ref(), step.title())?;
    match (&step.before, &step.after) {
        (Some(before), None) => switched.with_report(ImpactSummary::of(snapshot, &state, before)?),
        (_, Some(_)) => {
            switched.warn(RESTORES);
            switched = switched.with_effect(step.ahead(snapshot, &state)?);
        }
        (None, None) => {}
    }
    Ok(switched)
}

impl View for Undone {
    fn page(&self, page: &mut Page) {
        let undone = &self.undone;
        let what = format!(
            "entry {}, {} of {} by {}",
            undone.id,
            undone.action,
            page.time(undone.at),
            undone.actor
        );
        let verb = if self.dry_run { "Would undo" } else { "Undid" };
        page.line(format!("{verb} {}.", sanitize(&what)));
        match (&self.mode, &self.tenant) {
            (Some(mode), _) => mode.page(page),
            (None, Some(tenant)) => tenant.page(page),
            (None, None) => {
                if self.dry_run {
                    page.line("Nothing was changed. This is what would be:");
                }
                page.strong(&self.title);
                if let Some(text) = self.after["message"].as_str() {
                    page.fields(&[("text", text.to_owned())]);
                }
            }
        }
        for warning in &self.warnings {
            page.line(format!("warning: {}", sanitize(warning)));
        }
    }
}
