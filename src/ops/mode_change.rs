//! Changes of the mode: what becomes of it, and how `enable`, `extend`, `disable` and `undo` record that.

use crate::domain::maintenance::{Maintenance, in_force};
use crate::domain::{Instant, plural};
use crate::error::Result;
use crate::hooks::Hooks;
use crate::ops::app::App;
use crate::ops::apply::confirm_enable;
use crate::ops::apply::status::{Applied, ApplyStatus, refuse_per_tenant};
use crate::ops::change::ChangeRecord;
use crate::ops::forecast::{Forecast, Proposal};
use crate::ops::impact::ImpactSummary;
use crate::ops::notification::render_for_all;
use crate::ops::outlook::{Outlook, look_ahead};
use crate::ops::records::mode_json;
use crate::ops::server_status::ServerStatus;
use crate::scenario::Event;
use crate::simulator::Keep;
use crate::store::{Server, Snapshot, Writer};

/// The mode as a change or a dry run finds it.
pub struct CurrentMode<'a> {
    pub now: Instant,
    pub status: ServerStatus,
    pub apply_status: ApplyStatus,
    pub app: &'a App,
    pub snapshot: &'a Snapshot<'a>,
    pub hooks: &'a Hooks,
}

/// What a change of the mode does to jobs.
pub struct ModeForecast {
    pub forecast: Forecast,
    pub outlook: Outlook,
}

/// What becomes of the mode, and what to show of it.
pub struct ModeChange {
    pub before: Option<Maintenance>,
    pub after: Option<Maintenance>,
    pub title: String,
    /// Why, for the history.
    pub reason: Option<String>,
    pub warnings: Vec<String>,
    /// Warnings to read before the change.
    pub cautions: Vec<String>,
    pub forecast: Option<ModeForecast>,
    pub report: Option<ImpactSummary>,
    /// What is declared by hand from now on.
    declared: Option<Maintenance>,
    ends_windows: bool,
}

impl<'a> CurrentMode<'a> {
    pub fn read(
        app: &'a App,
        snapshot: &'a Snapshot<'a>,
        hooks: &'a Hooks,
    ) -> Result<CurrentMode<'a>> {
        let now = app.now();
        let status = ServerStatus::of(snapshot, now)?;
        let apply_status = ApplyStatus::of(snapshot, hooks, now)?;
        Ok(CurrentMode { now, status, apply_status, app, snapshot, hooks })
    }

    pub fn maintenance(&self) -> Option<&Maintenance> {
        self.status.maintenance.as_ref()
    }

    /// Whether no hook passes changes on to the real server of a live store.
    pub fn is_only_recorded(&self) -> bool {
        !self.status.server.is_rehearsal() && self.apply_status.applied == Applied::Unmanaged
    }

    /// The maintenance in force that was declared by hand, without planned windows.
    pub fn by_hand(&self) -> Result<Option<Maintenance>> {
        declared_in_force(self.snapshot, self.now)
    }

    /// Replaces what is declared by hand; `None` ends it. Open windows stay open.
    pub fn declare(
        &self,
        declared: Option<Maintenance>,
        title: impl Into<String>,
    ) -> Result<ModeChange> {
        self.change(declared, false, title.into())
    }

    /// Switches the mode off: ends what is declared by hand, and open windows.
    pub fn end(&self, title: impl Into<String>) -> Result<ModeChange> {
        self.change(None, true, title.into())
    }

    fn change(
        &self,
        declared: Option<Maintenance>,
        ends_windows: bool,
        title: String,
    ) -> Result<ModeChange> {
        let mut change = ModeChange {
            before: self.status.maintenance.clone(),
            after: None,
            title,
            reason: None,
            warnings: Vec::new(),
            cautions: Vec::new(),
            forecast: None,
            report: None,
            declared,
            ends_windows,
        };
        change.after = in_force(&self.planned(&change, self.now)?, self.now);
        Ok(change)
    }

    /// Every maintenance up to `end`, once the change is made.
    fn planned(&self, change: &ModeChange, end: Instant) -> Result<Vec<Maintenance>> {
        let windows = self.snapshot.occurrences(self.now, end)?.into_iter();
        Ok(windows
            .map(|window| window.maintenance)
            .filter(|window| !change.ends_windows || window.since > self.now)
            .chain(change.declared.clone())
            .collect())
    }

    /// What the change does to jobs until a day after the planned end.
    pub fn forecast(&self, change: &ModeChange) -> Result<ModeForecast> {
        let until = change.after.as_ref().and_then(|after| after.until);
        let end = look_ahead(self.now, until);
        let proposal = Proposal {
            before: &self.snapshot.declared(self.now, end)?,
            after: &self.planned(change, end)?,
            end,
            asked: change.after.as_ref().map(|_| self.now),
        };
        let forecast = Forecast::of(self.snapshot, &self.status, &proposal, Keep::Counts)?;
        let outlook =
            Outlook::of(&forecast.model, &forecast.outcome).with_estimate(&forecast.model);
        let outlook = outlook.of_store(&forecast.model);
        let outlook = outlook.with_evidence(self.app, self.snapshot, &self.status)?;
        Ok(ModeForecast { forecast, outlook })
    }

    /// Fails if the `apply` hook would get a notification that differs between tenants.
    pub fn refuse_per_tenant(&self, change: &ModeChange) -> Result<()> {
        let (name, text) = match &change.after {
            None => return Ok(()),
            Some(Maintenance { message: Some(own), .. }) => {
                ("the text of the maintenance", Some(own))
            }
            Some(_) => ("the server's text", self.status.server.message.as_ref()),
        };
        refuse_per_tenant(self.hooks, name, text.map(String::as_str))
    }

    /// The notification once the change is made, for no tenant in particular.
    pub fn notification(&self, change: &ModeChange) -> Result<String> {
        let after = change.after.as_ref();
        render_for_all(self.status.server.notification_text(after), after)
    }

    /// What the maintenance in force did so far.
    pub fn report(&self) -> Result<Option<ImpactSummary>> {
        let current = self.maintenance();
        current.map(|current| ImpactSummary::of(self.snapshot, &self.status, current)).transpose()
    }

    /// The tenants that have replicas in failover.
    pub fn failover_warnings(&self) -> Result<Vec<String>> {
        const MOST_TENANTS: usize = 10;
        const MOST_REPLICAS: usize = 5;
        let mut tenants: Vec<(String, Vec<String>)> = Vec::new();
        for replica in self.snapshot.replicas()? {
            match tenants.iter_mut().find(|(tenant, _)| *tenant == replica.tenant) {
                Some((_, replicas)) => replicas.push(replica.name),
                None => tenants.push((replica.tenant, vec![replica.name])),
            }
        }
        let mut warnings: Vec<String> = tenants
            .iter()
            .take(MOST_TENANTS)
            .map(|(tenant, replicas)| {
                let count = plural(replicas.len() as u64, "replica", "replicas");
                let mut names =
                    replicas.iter().take(MOST_REPLICAS).cloned().collect::<Vec<_>>().join(", ");
                if replicas.len() > MOST_REPLICAS {
                    names.push_str(", …");
                }
                format!("{tenant} has {count} in failover or failback: {names}")
            })
            .collect();
        if let Some(more) = tenants.len().checked_sub(MOST_TENANTS).filter(|more| *more > 0) {
            let more = plural(more as u64, "more tenant has", "more tenants have");
            warnings.push(format!("{more} replicas in failover or failback: see `mm tenants`"));
        }
        Ok(warnings)
    }
}

impl ModeChange {
    pub fn is_change(&self) -> bool {
        self.before != self.after
    }

    /// The start of the maintenance that begins with this change.
    pub fn begins(&self) -> Option<Instant> {
        let after = self.after.as_ref().filter(|_| self.before.is_none());
        after.map(|after| after.since)
    }

    pub fn record(&self, now: Instant, server: &Server) -> ChangeRecord {
        ChangeRecord {
            before: mode_json(self.before.as_ref()),
            after: mode_json(self.after.as_ref()),
            reason: self.reason.clone(),
            events: Event::mode_change(now, self.after.as_ref(), server.message.as_deref()),
        }
    }

    pub fn write(&self, writer: &Writer<'_>, hooks: &Hooks) -> Result<()> {
        let now = writer.now();
        if self.declared.is_none() || declared_in_force(&writer.snapshot(), now)?.is_none() {
            writer.end_declared(now)?;
        }
        if let Some(declared) = &self.declared {
            writer.declare(declared)?;
        }
        if self.ends_windows {
            for window in writer.snapshot().occurrences(now, now)? {
                writer.end_occurrence(&window, now)?;
            }
        }
        if self.begins().is_some() {
            confirm_enable::begin(writer, hooks)?;
        }
        Ok(())
    }
}

fn declared_in_force(snapshot: &Snapshot<'_>, now: Instant) -> Result<Option<Maintenance>> {
    let declared = snapshot.declared_by_hand()?;
    Ok(declared.filter(|declared| declared.ends().is_none_or(|end| end > now)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TestStore, at};

    #[test]
    fn what_is_declared_in_an_open_window_joins_it() {
        let store = TestStore::new();
        let window = ["schedule", "add", "--at", "2026-11-23T21:00:00Z", "--for", "90m"];
        store.run("20:00", &window).unwrap();
        // The window lasts longer, so that the mode stays on until its end.
        for words in [&["enable", "--for", "10m", "--dry-run"][..], &["enable", "--for", "10m"]] {
            let shown = store.run("21:15", words).unwrap();
            assert_eq!(shown["since"], "2026-11-23T21:00:00Z", "{words:?}");
            assert_eq!(shown["until"], "2026-11-23T22:30:00Z", "{words:?}");
        }
        assert_eq!(store.run("21:15", &["status"]).unwrap()["until"], "2026-11-23T22:30:00Z");
    }

    #[test]
    fn only_a_maintenance_in_force_is_replaced_by_what_is_declared_next() {
        #[track_caller]
        fn case(time: &str, words: &[&str], want: &[&str]) {
            let store = TestStore::new();
            let first = ["enable", "--for", "10m", "--on-expiry", "disable"];
            store.run("20:00", &first).unwrap();
            store.run(time, words).unwrap();
            let declared = store.look(|snapshot| snapshot.all_declared_by_hand().unwrap());
            let mut since: Vec<Instant> = declared.iter().map(|each| each.since).collect();
            since.sort_unstable();
            let want: Vec<Instant> = want.iter().map(|time| at(time)).collect();
            assert_eq!(since, want, "{words:?} at {time}");
        }
        case("20:09", &["extend", "10m"], &["20:00"]);
        case("20:10", &["enable"], &["20:00", "20:10"]);
        case("20:30", &["enable"], &["20:00", "20:30"]);
    }

    #[test]
    fn of_many_replicas_in_failover_the_first_are_named() {
        #[track_caller]
        fn case(tenants: usize, replicas: usize, warnings: usize, last: &str) {
            let store = TestStore::new();
            for tenant in 0..tenants {
                let tenant = format!("t{tenant:02}");
                store.run("20:00", &["tenants", "add", &tenant]).unwrap();
                for replica in 0..replicas {
                    let failover = ["tenants", "failover", &tenant, &format!("r{replica}")];
                    store.run("20:00", &failover).unwrap();
                }
            }
            let found = store.run("20:00", &["enable", "--dry-run"]).unwrap()["warnings"].clone();
            let found = found.as_array().unwrap().iter().map(|each| each.as_str().unwrap());
            let found: Vec<&str> = found.filter(|each| each.contains("failover")).collect();
            assert_eq!((found.len(), found[warnings - 1]), (warnings, last));
        }
        case(1, 5, 1, "t00 has 5 replicas in failover or failback: r0, r1, r2, r3, r4");
        case(1, 6, 1, "t00 has 6 replicas in failover or failback: r0, r1, r2, r3, r4, …");
        case(10, 1, 10, "t09 has 1 replica in failover or failback: r0");
        let more = "1 more tenant has replicas in failover or failback: see `mm tenants`";
        case(11, 1, 11, more);
    }
}
