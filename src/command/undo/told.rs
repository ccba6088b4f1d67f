//! Told: what was undone, as `mm.undo/1` and as a page.

use std::io;

use serde::Serialize;
use serde_json::Value;

use super::latest::Latest;
use super::step::Step;
use crate::command::aftermath::Short;
use crate::command::applied::{Applied, Standing};
use crate::command::bring::Brought;
use crate::command::context::Context;
use crate::command::enable::RESTORES;
use crate::command::service::STOPPED;
use crate::command::state::State;
use crate::command::switch::{Switched, UNTOLD};
use crate::command::tenants::{TenantDocument, Told};
use crate::domain::{Access, Service};
use crate::output::{Page, Show, Sink, safe};
use crate::store::{Kind, Result, View};

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
    mode: Option<Switched>,
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
    pub fn of(context: &Context, view: &View<'_>, latest: &Latest, step: &Step) -> Result<Undone> {
        let server = view.server()?;
        let mut warnings = Vec::new();
        let mut mode = None;
        match step {
            Step::Mode(step) => mode = Some(switched(context, view, step)?),
            Step::Message { .. }
                if server.kind.unwrap_or(Kind::Live) == Kind::Live
                    && Standing::of(context, view)?.applied == Applied::Unmanaged =>
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
    pub fn dry_run(mut self, context: &Context, view: &View<'_>, step: &Step) -> Result<Undone> {
        self.dry_run = true;
        self.warnings.clear();
        self.mode = self.mode.map(Switched::dry_run);
        if let Step::Access { plan, was: Access::Disabled } = step {
            self.tenant = Some(plan.told(context, view, Told::DryRun)?);
        }
        Ok(self)
    }

    /// What came of telling the real server.
    pub fn brought(&mut self, brought: Option<&Brought>) {
        if let Some(mode) = &mut self.mode {
            mode.brought(brought);
        }
    }

    /// It was done, to this revision; `view` sees it so.
    pub fn done(
        mut self,
        context: &Context,
        view: &View<'_>,
        step: &Step,
        revision: u64,
    ) -> Result<Undone> {
        (self.changed, self.revision) = (true, revision);
        self.mode = self.mode.map(|mode| mode.changed(revision));
        if let Step::Access { plan, was } = step {
            self.tenant = Some(match was {
                Access::Disabled => plan.told(context, view, Told::Done)?,
                Access::Enabled => TenantDocument::of(context, view, &plan.tenant.1.name)?
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
            format!("Tenant {} is {was}.", safe(&plan.tenant.1.name))
        }
    }
}

fn switched(context: &Context, view: &View<'_>, step: &super::mode::ModeStep) -> Result<Switched> {
    let state = State::of(view, context.now())?;
    let mut switched = Switched::new(context, view, step.after.as_ref(), step.title())?;
    match (&step.before, &step.after) {
        (Some(before), None) => switched.with_report(Short::of(view, &state, before)?),
        (_, Some(_)) => {
            switched.warn(RESTORES);
            switched = switched.with_effect(step.ahead(view, &state)?);
        }
        (None, None) => {}
    }
    Ok(switched)
}

impl Show for Undone {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

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
        page.line(format!("{verb} {}.", safe(&what)));
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
            page.line(format!("warning: {}", safe(warning)));
        }
    }
}
