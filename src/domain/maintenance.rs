//! Maintenance of the backup server: its mode, and which declared or planned maintenance is in force.

use serde::{Deserialize, Serialize};

use crate::domain::spelling::spelled;
use crate::domain::time::Instant;

spelled! {
    /// The one switch of the provider's backup server.
    pub enum Mode: "mode" {
        /// Nothing is restricted.
        Active = "active",
        /// Running tasks finish. Tasks and sessions that would start are refused.
        Maintenance = "maintenance",
    }
}

spelled! {
    /// The Veeam Cloud Connect Service, which carries the notification to tenants.
    pub enum Service: "service state" {
        Running = "running",
        /// Stopped, or the server is down: tenants see no notification.
        Stopped = "stopped",
    }
}

spelled! {
    /// What happens at the planned end of a maintenance.
    pub enum OnExpiry: "choice at the planned end" {
        /// The mode stays on and is overdue, since tenants must not reach a half-upgraded server.
        Alarm = "alarm",
        Disable = "disable",
    }
}

impl Mode {
    /// The mode while this maintenance is in force, or none.
    pub fn of(maintenance: Option<&Maintenance>) -> Mode {
        match maintenance {
            Some(_) => Mode::Maintenance,
            None => Mode::Active,
        }
    }
}

/// A maintenance that an operator declared, or one occurrence of a planned window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maintenance {
    pub since: Instant,
    /// The planned end; `None`: until further notice.
    pub until: Option<Instant>,
    pub on_expiry: OnExpiry,
    /// The operator who declared it.
    pub by: String,
    pub reason: Option<String>,
    /// A notification for this maintenance alone.
    pub message: Option<String>,
}

impl Maintenance {
    /// When it ends by itself, if it does.
    pub fn ends(&self) -> Option<Instant> {
        match self.on_expiry {
            OnExpiry::Alarm => None,
            OnExpiry::Disable => self.until,
        }
    }

    pub fn is_overdue(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// Whether a later one begins before this one is over.
    fn reaches(&self, later: &Maintenance) -> bool {
        self.ends().is_none_or(|end| later.since <= end)
    }

    /// Adds a later one that overlaps this one.
    fn join(&mut self, later: &Maintenance) {
        self.until = self.until.zip(later.until).map(|(a, b)| a.max(b));
        self.on_expiry = self.on_expiry.min(later.on_expiry);
        self.by.clone_from(&later.by);
        self.reason = later.reason.clone().or(self.reason.take());
        self.message = later.message.clone().or(self.message.take());
    }
}

/// Every maintenance that has begun by `now`, in order, with overlapping ones joined.
///
/// A joined one begins with the first and is planned until the last of its ends. It stays on past
/// its end if any of its parts does. Operator, reason and notification are those of the latest part
/// that has one.
pub fn maintenances(declared: &[Maintenance], now: Instant) -> Vec<Maintenance> {
    let mut joined: Vec<Maintenance> = Vec::new();
    for each in begun(declared, now) {
        match joined.last_mut() {
            Some(last) if last.reaches(each) => last.join(each),
            Some(_) | None => joined.push(each.clone()),
        }
    }
    joined
}

/// Every maintenance of some length that has begun by `now`, in order.
fn begun(declared: &[Maintenance], now: Instant) -> Vec<&Maintenance> {
    let mut begun: Vec<&Maintenance> = declared
        .iter()
        .filter(|each| each.since <= now && each.ends().is_none_or(|end| end > each.since))
        .collect();
    begun.sort_by_key(|each| each.since);
    begun
}

/// The maintenance in force at `now`.
pub fn in_force(declared: &[Maintenance], now: Instant) -> Option<Maintenance> {
    let last = maintenances(declared, now).pop();
    last.filter(|each| each.ends().is_none_or(|end| now < end))
}

/// The instants after `from`, up to `to`, at which another maintenance comes into force or none is,
/// with the one in force from then on.
pub fn changes(
    declared: &[Maintenance],
    from: Instant,
    to: Instant,
) -> Vec<(Instant, Option<Maintenance>)> {
    let mut at: Vec<Instant> =
        declared.iter().flat_map(|each| [Some(each.since), each.ends()]).flatten().collect();
    at.retain(|at| from < *at && *at <= to);
    at.sort_unstable();
    let mut begun = begun(declared, to).into_iter().peekable();
    let mut last: Option<Maintenance> = None;
    let mut advance = |now: Instant| {
        while let Some(each) = begun.next_if(|each| each.since <= now) {
            match &mut last {
                Some(last) if last.reaches(each) => last.join(each),
                Some(_) | None => last = Some(each.clone()),
            }
        }
        last.clone().filter(|each| each.ends().is_none_or(|end| now < end))
    };
    let mut before = advance(from);
    let mut changes = Vec::new();
    for at in at {
        let now = advance(at);
        if now != before {
            changes.push((at, now.clone()));
            before = now;
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Instant {
        Instant::from_millis(hour * 3_600_000)
    }

    fn from(since: i64, until: Option<i64>, on_expiry: OnExpiry) -> Maintenance {
        Maintenance {
            since: at(since),
            until: until.map(at),
            on_expiry,
            by: format!("op-{since}"),
            reason: (since % 2 == 0).then(|| format!("reason-{since}")),
            message: None,
        }
    }

    #[test]
    fn a_maintenance_is_in_force_until_it_ends() {
        #[track_caller]
        fn case(declared: &[Maintenance], now: i64, want: Option<(i64, Option<i64>)>) {
            let found = in_force(declared, at(now)).map(|found| (found.since, found.until));
            assert_eq!(found, want.map(|(since, until)| (at(since), until.map(at))), "at {now}");
        }
        let alarm = from(4, Some(6), OnExpiry::Alarm);
        let ends = from(4, Some(6), OnExpiry::Disable);
        case(&[], 5, None);
        case(std::slice::from_ref(&alarm), 3, None);
        case(std::slice::from_ref(&alarm), 4, Some((4, Some(6))));
        case(std::slice::from_ref(&alarm), 7, Some((4, Some(6))));
        case(std::slice::from_ref(&ends), 5, Some((4, Some(6))));
        case(std::slice::from_ref(&ends), 6, None);
        let overlapping = [ends.clone(), from(5, Some(8), OnExpiry::Disable)];
        case(&overlapping, 4, Some((4, Some(6))));
        case(&overlapping, 5, Some((4, Some(8))));
        case(&overlapping, 7, Some((4, Some(8))));
        case(&overlapping, 8, None);
        case(&[ends.clone(), from(7, None, OnExpiry::Alarm)], 9, Some((7, None)));
        // The second begins as the first ends: the mode was never off.
        case(&[ends.clone(), from(6, Some(8), OnExpiry::Disable)], 7, Some((4, Some(8))));
        case(&[from(1, Some(2), OnExpiry::Alarm), ends], 9, Some((1, Some(6))));
    }

    #[test]
    fn a_window_that_ends_as_it_begins_changes_nothing() {
        let window = from(4, Some(6), OnExpiry::Disable);
        let none = from(5, Some(5), OnExpiry::Disable);
        let found = in_force(&[window.clone(), none], at(5));
        assert_eq!(found, Some(window));
    }

    #[test]
    fn a_maintenance_is_overdue_from_its_planned_end() {
        let planned = from(4, Some(6), OnExpiry::Alarm);
        assert!(!planned.is_overdue(at(5)));
        assert!(planned.is_overdue(at(6)));
        assert!(planned.is_overdue(at(7)));
    }

    #[test]
    fn a_part_without_a_reason_or_notification_keeps_the_earlier_ones() {
        #[track_caller]
        fn case(parts: &[Option<&str>], want: Option<&str>) {
            let part = |(text, since): (Option<&str>, i64)| Maintenance {
                reason: text.map(str::to_owned),
                message: text.map(str::to_uppercase),
                ..from(since, None, OnExpiry::Alarm)
            };
            let declared: Vec<Maintenance> = parts.iter().copied().zip(1..).map(part).collect();
            let found = in_force(&declared, at(9)).unwrap();
            assert_eq!(found.reason.as_deref(), want);
            assert_eq!(found.message, want.map(str::to_uppercase));
        }
        case(&[None, None], None);
        case(&[Some("disks"), None], Some("disks"));
        case(&[None, Some("upgrade")], Some("upgrade"));
        case(&[Some("disks"), Some("upgrade")], Some("upgrade"));
        case(&[Some("disks"), Some("upgrade"), None], Some("upgrade"));
    }

    #[test]
    fn operator_and_reason_are_those_of_the_latest_that_has_one() {
        let declared = [from(2, None, OnExpiry::Alarm), from(3, Some(5), OnExpiry::Disable)];
        let found = in_force(&declared, at(4)).unwrap();
        assert_eq!((&*found.by, found.reason.as_deref()), ("op-3", Some("reason-2")));
        assert_eq!(found.on_expiry, OnExpiry::Alarm);
        assert!(!found.is_overdue(at(9)));
    }

    #[test]
    fn planned_starts_and_ends_are_changes() {
        let declared = [from(4, Some(6), OnExpiry::Disable), from(8, Some(9), OnExpiry::Alarm)];
        let on = |to| -> Vec<(Instant, bool)> {
            changes(&declared, at(0), at(to)).iter().map(|(at, now)| (*at, now.is_some())).collect()
        };
        assert_eq!(on(3), []);
        assert_eq!(on(20), [(at(4), true), (at(6), false), (at(8), true)]);
        assert_eq!(changes(&declared, at(4), at(6)).len(), 1);
    }

    #[test]
    fn changes_are_what_is_in_force_at_every_instant() {
        let mut draw = crate::scenario::random::Draw::new(7);
        for _ in 0..300 {
            let mut declared = Vec::new();
            for _ in 0..draw.below(6) {
                let since = draw.below(20);
                let expiry = [OnExpiry::Disable, OnExpiry::Disable, OnExpiry::Alarm];
                let expiry = expiry[usize::try_from(draw.below(3)).unwrap()];
                declared.push(from(since, Some(since + draw.below(5)), expiry));
            }
            let first = draw.below(10);
            let found = changes(&declared, at(first), at(30));
            let mut before = in_force(&declared, at(first));
            let mut want = Vec::new();
            for hour in first + 1..=30 {
                let now = in_force(&declared, at(hour));
                if now != before {
                    want.push((at(hour), now.clone()));
                    before = now;
                }
            }
            assert_eq!(found, want, "{declared:?}");
        }
    }
}
