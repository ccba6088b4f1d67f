//! What an undo did: the document `mm.undo/1` and its page.

use serde::Serialize;
use serde_json::Value;

use crate::domain::{Access, Service};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::apply::ApplyOutcome;
use crate::ops::apply::status::Applied;
use crate::ops::mode_change::CurrentMode;
use crate::ops::mode_outcome::{ModeOutcome, SERVER_NOT_TOLD};
use crate::ops::notification::SERVICE_STOPPED;
use crate::ops::undo::target::UndoTarget;
use crate::ops::undo::{Restored, UndoPlan};
use crate::output::{Page, View, sanitize};
use crate::store::{Snapshot, StoreKind};
use crate::views::mode::{DRY_RUN, warnings};
use crate::views::tenant::{DisablingState, TenantDocument};

#[derive(Serialize)]
pub struct UndoDocument {
    schema: &'static str,
    revision: u64,
    changed: bool,
    dry_run: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    would_change: Option<bool>,
    undone: UndoTarget,
    before: Value,
    after: Value,
    mode: Option<ModeOutcome>,
    tenant: Option<TenantDocument>,
    warnings: Vec<String>,
    #[serde(skip)]
    title: String,
}

impl UndoDocument {
    /// What the undo leads to; takes what there is to show of the mode out of the plan.
    pub fn new(current: &CurrentMode<'_>, plan: &mut UndoPlan) -> UndoDocument {
        let server = &current.status.server;
        let is_live = server.kind.unwrap_or(StoreKind::Live) == StoreKind::Live;
        let mut warnings = Vec::new();
        let mut mode = None;
        let title = match &mut plan.restored {
            Restored::Mode(change) => {
                let outcome = mode.insert(ModeOutcome::new(current, change));
                outcome.title.clone()
            }
            Restored::Message(text) => {
                if is_live && current.apply_status.applied == Applied::Unmanaged {
                    warnings.push(SERVER_NOT_TOLD.to_owned());
                }
                match text {
                    None => "The default text is set again.".to_owned(),
                    Some(_) => "The previous text is set again.".to_owned(),
                }
            }
            Restored::Service(service) => {
                if *service == Service::Stopped {
                    warnings.push(SERVICE_STOPPED.to_owned());
                }
                format!("The Cloud Connect Service is recorded as {service}.")
            }
            Restored::Access(disabling, access) => {
                format!("Tenant {} is {access}.", sanitize(&disabling.tenant.facts.name))
            }
        };
        UndoDocument {
            schema: "mm.undo/1",
            revision: server.revision,
            changed: false,
            dry_run: false,
            would_change: None,
            undone: plan.target.clone(),
            before: plan.record.before.clone(),
            after: plan.record.after.clone(),
            mode,
            tenant: None,
            warnings,
            title,
        }
    }

    pub fn dry_run(
        mut self,
        app: &App,
        snapshot: &Snapshot<'_>,
        restored: &Restored,
    ) -> Result<UndoDocument> {
        self.dry_run = true;
        let would_change = self.before != self.after;
        self.would_change = Some(would_change);
        self.mode = self.mode.map(|mode| mode.dry_run(would_change));
        // The last verb: the name of a tenant may contain another one.
        let would_be = |title: &mut String| {
            let is = title.rsplit_once(" is ").map(|(who, what)| format!("{who} would be {what}"));
            let stays = || title.split_once(" stays ");
            let stays = || stays().map(|(who, what)| format!("{who} would stay {what}"));
            if let Some(changed) = is.or_else(stays) {
                *title = changed;
            }
        };
        would_be(&mut self.title);
        self.mode.iter_mut().for_each(|mode| would_be(&mut mode.title));
        if let Restored::Access(disabling, Access::Disabled) = restored {
            let state = DisablingState::DryRun;
            self.tenant = Some(TenantDocument::disabling(app, snapshot, disabling, state)?);
        }
        Ok(self)
    }

    /// Marks the undo as done; `snapshot` is the store after it.
    pub fn done(
        mut self,
        app: &App,
        snapshot: &Snapshot<'_>,
        restored: &Restored,
        revision: u64,
    ) -> Result<UndoDocument> {
        (self.changed, self.revision) = (true, revision);
        if let Some(mode) = &mut self.mode {
            mode.set_changed(revision);
        }
        if let Restored::Access(disabling, access) = restored {
            self.tenant = Some(match access {
                Access::Disabled => {
                    TenantDocument::disabling(app, snapshot, disabling, DisablingState::Done)?
                }
                Access::Enabled => TenantDocument::of(app, snapshot, &disabling.tenant.facts.name)?
                    .changed(true, self.title.clone()),
            });
        }
        Ok(self)
    }

    /// Takes over how the hooks went.
    pub fn set_applied(&mut self, applied: &ApplyOutcome) {
        self.revision = applied.revision_after(self.revision);
        if let Some(mode) = &mut self.mode {
            mode.set_changed(self.revision);
            mode.apply_status = applied.status.clone();
        }
        self.warnings.extend_from_slice(&applied.warnings);
    }
}

impl View for UndoDocument {
    fn page(&self, page: &mut Page) {
        let UndoTarget { id, at, action, actor, .. } = &self.undone;
        let what = format!("entry {id}: {action} at {} by {actor}", page.time(*at));
        let verb = if self.dry_run { "Would undo" } else { "Undid" };
        page.line(format!("{verb} {}.", sanitize(&what)));
        match (&self.mode, &self.tenant) {
            (Some(mode), _) => mode.page(page),
            (None, Some(tenant)) => tenant.page(page),
            (None, None) => {
                if self.dry_run {
                    page.line(DRY_RUN);
                }
                page.strong(&self.title);
                if let Some(text) = self.after["message"].as_str() {
                    page.fields(&[("text", text.to_owned())]);
                }
            }
        }
        warnings(&self.warnings, page);
    }
}
