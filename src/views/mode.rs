//! The page of a change of the mode, and its parts that other pages show, too.

use crate::domain::maintenance::OnExpiry;
use crate::domain::{Instant, rough};
use crate::ops::apply::status::{Applied, ApplyStatus};
use crate::ops::mode_change::ModeForecast;
use crate::ops::mode_outcome::{ModeOutcome, NOT_SWITCHED, SERVER_NOT_TOLD, WOULD_NOT_SWITCH};
use crate::output::{Dates, Page, View};
use crate::simulator::By;
use crate::views::preview::Preview;

pub const DRY_RUN: &str = "Dry run: nothing was changed.";

impl View for ModeOutcome {
    fn page(&self, page: &mut Page) {
        if self.dry_run {
            page.line(DRY_RUN);
        }
        page.strong(&self.title);
        let dates = page.dates();
        let mut fields = Vec::new();
        if let Some(since) = self.since {
            fields.push(("since", dates.at(since)));
            let end = planned_end(self.until, self.on_expiry, self.now, &dates);
            fields.push(("planned end", end));
            fields.extend(self.reason.clone().map(|reason| ("reason", reason)));
        }
        if !self.dry_run {
            fields.extend(apply_status(&self.apply_status, &dates).map(|text| ("applied", text)));
            let server_mode = server_mode(&self.apply_status, self.now);
            fields.extend(server_mode.map(|text| ("real server", text)));
        }
        page.fields(&fields);
        // With the mode off, there is only the report.
        if let Some(forecast) = self.forecast.as_ref().filter(|_| self.since.is_some()) {
            page.line("");
            let ModeForecast { forecast, outlook } = forecast;
            let (model, outcome) = (&forecast.model, &forecast.outcome);
            let command = self.simulate_command();
            Preview { model, outcome, by: By::Tenant }.page(outlook, command.as_deref(), page);
        }
        if let Some(report) = &self.report {
            report.show(page);
        }
        if let Some(next_step) = self.next_step {
            page.line("");
            page.line(next_step);
        }
        let is_title_enough =
            [NOT_SWITCHED, WOULD_NOT_SWITCH].iter().any(|end| self.title.contains(end));
        let is_in_title = |warning: &str| warning == SERVER_NOT_TOLD && is_title_enough;
        let others = self.warnings.iter().filter(|warning| !is_in_title(warning)).cloned();
        warnings(&others.collect::<Vec<_>>(), page);
    }
}

pub fn warnings(warnings: &[String], page: &mut Page) {
    for warning in warnings {
        page.warning(warning);
    }
}

impl ModeOutcome {
    /// The command that shows the same simulation by job.
    fn simulate_command(&self) -> Option<String> {
        let length = self.until.filter(|until| *until > self.now).map(|until| until - self.now);
        match (self.since, length) {
            (None, _) => None,
            (Some(_), Some(length)) if self.dry_run => {
                Some(format!("mm simulate --for {length} --by job"))
            }
            (Some(_), Some(_) | None) => Some("mm simulate --by job".to_owned()),
        }
    }
}

/// The planned end of a maintenance, and what happens then.
pub fn planned_end(
    until: Option<Instant>,
    on_expiry: Option<OnExpiry>,
    now: Instant,
    dates: &Dates,
) -> String {
    let Some(until) = until else {
        return "none (stays on until disabled)".to_owned();
    };
    let time = dates.at(until);
    match on_expiry {
        _ if until <= now => format!("{time}, OVERDUE by {}", rough(now - until)),
        Some(OnExpiry::Disable) => format!("{time} (ends by itself)"),
        Some(OnExpiry::Alarm) | None => format!("{time} (stays on until disabled)"),
    }
}

/// The mode that the hook `observe` last reported; `None` if it never did.
pub fn server_mode(status: &ApplyStatus, now: Instant) -> Option<String> {
    let mode = status.server_mode?;
    let at = status.server_mode_observed_at?;
    let observed = if at > now {
        "observed in the future".to_owned()
    } else {
        format!("observed {} ago", rough(now - at))
    };
    Some(match status.drift {
        Some(true) => format!(
            "{mode}, {observed}: DIFFERS from what is recorded; `mm apply --force` makes it the same"
        ),
        Some(false) => format!("{mode}, {observed}, as recorded"),
        None => format!("{mode}, {observed}; not known whether it still is"),
    })
}

/// Whether the real server was told; `None` if there is no hook to tell it.
pub fn apply_status(status: &ApplyStatus, dates: &Dates) -> Option<String> {
    let at = status.applied_at.map(|at| format!(" at {}", dates.at(at))).unwrap_or_default();
    match status.applied {
        Applied::Yes => Some(format!("the real server was told{at}")),
        Applied::Pending => {
            Some("pending: the real server was not told yet; `mm apply` tells it".to_owned())
        }
        Applied::Failed => {
            let why = status.applied_error.as_deref().unwrap_or("for an unknown reason");
            Some(format!("FAILED{at}: {why}; `mm apply` tries again"))
        }
        Applied::Unmanaged => None,
    }
}
