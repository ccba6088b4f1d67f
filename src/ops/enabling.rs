//! What `mm enable` declares: a new maintenance, or a change of the one that is on.

use crate::domain::maintenance::{Maintenance, OnExpiry};
use crate::domain::{Instant, Service, Span, Toward, When};
use crate::error::{Error, Result};
use crate::ops::app::{App, within_calendar};
use crate::ops::forecast::Forecast;
use crate::ops::limits::Limits;
use crate::ops::mode_change::{CurrentMode, ModeChange, ModeForecast};
use crate::ops::mode_outcome::{NOT_SWITCHED, RESTORES_GO_ON, WOULD_NOT_SWITCH};
use crate::ops::notification::{SERVICE_STOPPED, length_warning};

pub struct Enabling {
    pub reason: Option<String>,
    pub message: Option<String>,
    pub length: Option<Span>,
    pub until: Option<When>,
    pub on_expiry: Option<OnExpiry>,
    pub dry_run: bool,
    pub limits: Limits,
}

impl Enabling {
    /// Decides under the lock, at whose instant a relative end begins.
    pub fn decide(&self, app: &App, mode: &CurrentMode<'_>) -> Result<ModeChange> {
        let current = mode.maintenance();
        // Repeating a command must not move the end; `mm extend` and `--until` do.
        let keeps_end = current.is_some_and(|current| {
            self.length.is_some_and(|length| current.until == Some(current.since + length))
                && !current.is_overdue(mode.now)
        });
        let until = if keeps_end { None } else { self.planned_end(app)? };
        let declared = match mode.by_hand()? {
            Some(by_hand) => Some(self.update(by_hand, until)),
            // A planned window is open, and that is enough.
            None if current.is_some() && until.is_none() && self.is_bare() => None,
            None => {
                let new = Maintenance {
                    since: current.map_or(mode.now, |current| current.since),
                    until: None,
                    on_expiry: OnExpiry::Alarm,
                    by: app.actor.name.clone(),
                    reason: current.and_then(|current| current.reason.clone()),
                    message: current.and_then(|current| current.message.clone()),
                };
                Some(self.update(new, until))
            }
        };
        let mut change = mode.declare(declared, "")?;
        change.title = self.title(mode, &change);
        change.reason.clone_from(&self.reason);
        mode.refuse_per_tenant(&change)?;
        let forecast = mode.forecast(&change)?;
        let ModeForecast { forecast: Forecast { model, outcome, .. }, outlook } = &forecast;
        self.limits.check(model, outcome, outlook)?;
        change.warnings.extend(self.limits.not_counted(outlook));
        change.forecast = Some(forecast);
        change.warnings.push(RESTORES_GO_ON.to_owned());
        if change.before.is_none() {
            change.cautions = mode.failover_warnings()?;
            if !self.dry_run {
                // The operator reads them before anything is changed.
                for caution in &change.cautions {
                    // Nobody may read standard error.
                    let _ = (app.hook_output)(&format!("warning: {caution}"));
                }
            }
        }
        if mode.status.server.service == Service::Stopped {
            change.warnings.push(SERVICE_STOPPED.to_owned());
        }
        change.warnings.extend(length_warning(&mode.notification(&change)?));
        Ok(change)
    }

    fn planned_end(&self, app: &App) -> Result<Option<Instant>> {
        let until = match (self.length, self.until) {
            (Some(length), _) => within_calendar("the end of --for", app.now() + length)?,
            (None, Some(until)) => app.when("--until", until, Toward::Future)?,
            (None, None) => return Ok(None),
        };
        if until <= app.now() {
            return Err(Error::usage(format!("--until {until} is not in the future")));
        }
        Ok(Some(until))
    }

    fn is_bare(&self) -> bool {
        self.reason.is_none() && self.message.is_none() && self.on_expiry.is_none()
    }

    fn update(&self, old: Maintenance, until: Option<Instant>) -> Maintenance {
        Maintenance {
            until: until.or(old.until),
            on_expiry: self.on_expiry.unwrap_or(old.on_expiry),
            reason: self.reason.clone().or(old.reason),
            message: self.message.clone().or(old.message),
            ..old
        }
    }

    fn title(&self, mode: &CurrentMode<'_>, change: &ModeChange) -> String {
        if change.before.is_none() && mode.is_only_recorded() {
            return if self.dry_run {
                format!("Maintenance mode would be recorded as on. {WOULD_NOT_SWITCH}")
            } else {
                format!("Maintenance mode is recorded as on. {NOT_SWITCHED}")
            };
        }
        let title = match (change.before.is_some(), change.is_change(), self.dry_run) {
            (false, _, false) => "Maintenance is on.",
            (false, _, true) => "Maintenance would be on.",
            (true, true, false) => "Maintenance stays on and was changed.",
            (true, true, true) => "Maintenance would stay on and be changed.",
            (true, false, _) => "Maintenance is already on; nothing was changed.",
        };
        title.to_owned()
    }
}
