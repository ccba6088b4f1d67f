//! Changes of the mode, made or previewed, and their outcome: the document `mm.mode/1`.

use std::mem::take;

use serde::Serialize;

use crate::domain::maintenance::OnExpiry;
use crate::domain::{Instant, Mode};
use crate::error::Result;
use crate::hooks::Hooks;
use crate::ops::app::App;
use crate::ops::apply::ApplyOutcome;
use crate::ops::apply::status::ApplyStatus;
use crate::ops::change::{Change, expect_revision};
use crate::ops::drain::is_never_refreshed;
use crate::ops::forecast::Effect;
use crate::ops::impact::ImpactSummary;
use crate::ops::mode_change::{CurrentMode, ModeChange, ModeForecast};
use crate::store::{HistoryAction, StoreKind};

/// The warning about a change of a live store that no hook passed on.
pub const SERVER_NOT_TOLD: &str = "the real server is not told: no apply hook is installed";
/// The end of a headline in place of that warning.
pub const NOT_SWITCHED: &str = "The real server was not switched: no apply hook is installed.";
/// The same in a dry run.
pub const WOULD_NOT_SWITCH: &str =
    "The real server would not be switched: no apply hook is installed.";
/// The warning whenever maintenance is on.
pub const RESTORES_GO_ON: &str = "tenants can still restore while the mode is on; to protect backups that you move, disable the tenant first";

/// The document `mm.mode/1`.
#[derive(Serialize)]
pub struct ModeOutcome {
    schema: &'static str,
    revision: u64,
    pub changed: bool,
    pub dry_run: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    would_change: Option<bool>,
    mode: Mode,
    pub since: Option<Instant>,
    pub until: Option<Instant>,
    pub on_expiry: Option<OnExpiry>,
    pub reason: Option<String>,
    #[serde(flatten)]
    pub apply_status: ApplyStatus,
    store: StoreKind,
    pub warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<Effect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<ImpactSummary>,
    #[serde(skip)]
    pub now: Instant,
    #[serde(skip)]
    pub title: String,
    #[serde(skip)]
    pub forecast: Option<ModeForecast>,
    /// Whether no hook will tell what runs.
    #[serde(skip)]
    pub is_never_refreshed: bool,
    /// What to do next, in a sentence.
    #[serde(skip)]
    pub next_step: Option<&'static str>,
    /// What the hooks failed to do.
    #[serde(skip)]
    pub failures: Vec<String>,
}

impl ModeOutcome {
    /// What `next` leads to; takes what there is to show out of it.
    pub fn new(current: &CurrentMode<'_>, next: &mut ModeChange) -> ModeOutcome {
        let server = &current.status.server;
        let store = server.kind.unwrap_or(StoreKind::Live);
        let apply_status = current.apply_status.clone();
        let mut warnings: Vec<String> =
            current.is_only_recorded().then(|| SERVER_NOT_TOLD.to_owned()).into_iter().collect();
        warnings.append(&mut next.warnings);
        warnings.append(&mut next.cautions);
        let forecast = next.forecast.take();
        let after = next.after.as_ref();
        ModeOutcome {
            schema: "mm.mode/1",
            revision: server.revision,
            changed: false,
            dry_run: false,
            would_change: None,
            mode: Mode::of(after),
            since: after.map(|after| after.since),
            until: after.and_then(|after| after.until),
            on_expiry: after.map(|after| after.on_expiry),
            reason: after.and_then(|after| after.reason.clone()),
            apply_status,
            store,
            warnings,
            effect: forecast.as_ref().map(|each| each.forecast.effect(&each.outlook)),
            report: next.report.take(),
            now: current.now,
            title: take(&mut next.title),
            forecast,
            is_never_refreshed: is_never_refreshed(server, current.hooks),
            next_step: None,
            failures: Vec::new(),
        }
    }

    pub fn set_changed(&mut self, revision: u64) {
        self.changed = true;
        self.revision = revision;
    }

    /// Takes over how the hooks went.
    pub fn set_applied(&mut self, applied: ApplyOutcome, now: Instant) {
        self.now = now;
        self.revision = applied.revision_after(self.revision);
        self.apply_status = applied.status;
        self.failures = applied.failures;
        self.warnings.extend(applied.warnings);
    }

    #[must_use]
    pub fn dry_run(mut self, would_change: bool) -> ModeOutcome {
        self.dry_run = true;
        self.would_change = Some(would_change);
        self
    }
}

impl App {
    /// Changes the mode, then runs the hooks that pass it on to the real server.
    pub fn change_mode(
        &self,
        action: HistoryAction,
        expected_revision: Option<u64>,
        decide: impl FnOnce(&CurrentMode<'_>) -> Result<ModeChange>,
    ) -> Result<ModeOutcome> {
        let decide_and_record = |change: Change<'_>, hooks: &Hooks| {
            let snapshot = change.snapshot();
            let current = CurrentMode::read(self, &snapshot, hooks)?;
            let mut next = decide(&current)?;
            let mut outcome = ModeOutcome::new(&current, &mut next);
            if !next.is_change() {
                return change.unchanged((outcome, None));
            }
            let record = next.record(current.now, &current.status.server);
            change.record(record, |writer| {
                next.write(writer, hooks)?;
                outcome.set_changed(writer.revision());
                Ok((outcome, next.begins()))
            })
        };
        let (mut outcome, applied) =
            self.change_and_apply(action, expected_revision, decide_and_record)?;
        if let Some(applied) = applied {
            outcome.set_applied(applied, self.now());
        }
        Ok(outcome)
    }

    /// Shows what [`App::change_mode`] would do.
    pub fn preview_mode(
        &self,
        expected_revision: Option<u64>,
        decide: impl FnOnce(&CurrentMode<'_>) -> Result<ModeChange>,
    ) -> Result<ModeOutcome> {
        self.look(|snapshot| {
            expect_revision(snapshot, expected_revision)?;
            let hooks = self.hooks(snapshot)?;
            let current = CurrentMode::read(self, snapshot, &hooks)?;
            let mut next = decide(&current)?;
            let would_change = next.is_change();
            Ok(ModeOutcome::new(&current, &mut next).dry_run(would_change))
        })
    }
}
