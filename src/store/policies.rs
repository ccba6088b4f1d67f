//! CDP policies: how far their initial synchronisation has come since it was recorded.

use std::collections::HashMap;

use serde_json::Value;

use crate::domain::{Access, Instant, Mode, Span, Target, processes};
use crate::error::Result;
use crate::store::columns::rows;
use crate::store::history::HistoryFilter;
use crate::store::snapshot::Snapshot;

/// A policy that had an initial synchronisation to do when it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicySync {
    /// What its initial synchronisation still takes; `None`: it has completed.
    pub left: Option<Span>,
    /// When it was recorded as it is.
    pub since: Instant,
    /// Whether the mode found it in initial synchronisation, so that it shows syncing since.
    pub is_found: bool,
}

/// A policy as it was recorded.
struct RecordedPolicy {
    id: i64,
    tenant: String,
    target: Target,
    initial_sync: Span,
    is_enabled: bool,
    since: Instant,
}

/// The times without processing from `from` on, as sorted pairs of start and end.
type Pauses = Vec<(Instant, Instant)>;

impl Snapshot<'_> {
    /// Policies with an initial synchronisation as they are at `now`, by the number of the job.
    pub fn policy_syncs(&self, now: Instant) -> Result<HashMap<i64, PolicySync>> {
        let sql = "SELECT job.id, tenant.name, target, initial_sync, enabled,
                ifnull(policy_since, job.added)
            FROM job JOIN tenant ON tenant.id = job.tenant WHERE initial_sync IS NOT NULL";
        let policies = rows(self.connection, sql, [], |row| {
            Ok(RecordedPolicy {
                id: row.get(0)?,
                tenant: row.get(1)?,
                target: row.get(2)?,
                initial_sync: row.get(3)?,
                is_enabled: row.get(4)?,
                since: row.get(5)?,
            })
        })?;
        let Some(first) = policies.iter().map(|policy| policy.since).min() else {
            return Ok(HashMap::new());
        };
        let on = self.past_maintenances(first, now)?;
        let on: Pauses = on.iter().map(|each| (each.since, each.ends().unwrap_or(now))).collect();
        let disabled = self.times_disabled(first, now)?;
        let none = Pauses::new();
        let sync = |policy: &RecordedPolicy| {
            let is_stopped = !processes(policy.target, Access::Enabled, Mode::Maintenance);
            let pauses = if is_stopped {
                [&on, disabled.get(&policy.tenant).unwrap_or(&none)]
            } else {
                [&none, &none]
            };
            policy.at(now, pauses)
        };
        Ok(policies.iter().map(|policy| (policy.id, sync(policy))).collect())
    }

    /// When tenants were disabled, by their names.
    fn times_disabled(&self, from: Instant, now: Instant) -> Result<HashMap<String, Pauses>> {
        let mut since: HashMap<String, Instant> = HashMap::new();
        let mut changed: HashMap<String, Pauses> = HashMap::new();
        for entry in self.history(HistoryFilter { limit: None, since: Some(from) })? {
            let Ok(change) = serde_json::from_str::<Value>(entry.change.get()) else {
                continue;
            };
            let access = |side: &str| change[side]["access"].as_str().map(str::to_owned);
            let (Some(before), Some(after)) = (access("before"), access("after")) else {
                continue;
            };
            let Some(tenant) = change["after"]["tenant"].as_str().filter(|_| before != after)
            else {
                continue;
            };
            let pauses = changed.entry(tenant.to_owned()).or_default();
            if after == "disabled" {
                since.insert(tenant.to_owned(), entry.at);
            } else {
                pauses.push((since.remove(tenant).unwrap_or(from), entry.at));
            }
        }
        for tenant in self.tenants()? {
            let name = tenant.facts.name;
            if tenant.facts.access == Access::Disabled {
                let from = since.remove(&name).unwrap_or(from);
                changed.entry(name).or_default().push((from, now));
            }
        }
        Ok(changed)
    }
}

impl RecordedPolicy {
    fn at(&self, now: Instant, pauses: [&Pauses; 2]) -> PolicySync {
        let completes = self.is_enabled.then(|| self.completes(pauses));
        let on = pauses[0];
        let switched_on = on.get(on.partition_point(|(since, _)| *since <= self.since));
        let found = switched_on.filter(|(since, _)| self.is_enabled && *since <= now);
        let is_found =
            found.is_some_and(|(since, _)| completes.is_none_or(|completes| completes > *since));
        let left = match completes {
            Some(completes) if completes <= now => None,
            _ => Some(self.initial_sync - self.processed(now, pauses)),
        };
        PolicySync { left, since: self.since, is_found }
    }

    /// When the initial synchronisation completes if nothing more is paused.
    fn completes(&self, pauses: [&Pauses; 2]) -> Instant {
        let mut at = self.since;
        let mut left = self.initial_sync;
        for (from, to) in self.joined(pauses) {
            if at + left <= from {
                break;
            }
            left = left - (from.max(at) - at);
            at = at.max(to);
        }
        at + left
    }

    /// How long it has processed up to `now`.
    fn processed(&self, now: Instant, pauses: [&Pauses; 2]) -> Span {
        if !self.is_enabled {
            return Span::NONE;
        }
        let lengths = self.joined(pauses).into_iter().map(|(from, to)| to.min(now) - from.min(now));
        lengths.fold(now - self.since, |time, pause| time - pause)
    }

    /// The pauses since it was recorded, without overlaps.
    fn joined(&self, pauses: [&Pauses; 2]) -> Pauses {
        let mut all: Pauses = pauses
            .into_iter()
            .flat_map(|each| &each[each.partition_point(|(_, to)| *to <= self.since)..])
            .map(|(from, to)| ((*from).max(self.since), *to))
            .collect();
        all.sort_unstable();
        let mut joined = Pauses::new();
        for (from, to) in all {
            match joined.last_mut() {
                Some((_, last)) if from <= *last => *last = to.max(*last),
                Some(_) | None => joined.push((from, to)),
            }
        }
        joined
    }
}
