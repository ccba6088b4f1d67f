//! Control: which maintenance is in force at an instant, out of those declared and planned.

use serde::{Deserialize, Serialize};

use crate::domain::spelling::spelled;
use crate::domain::time::Instant;

spelled! {
    /// What happens when the planned end of a maintenance has come.
    pub enum OnExpiry: "choice at the planned end" {
        /// The mode stays on and is overdue: an overrun must not open the gate on a half-upgraded
        /// server.
        Alarm = "alarm",
        /// The mode ends by itself.
        Disable = "disable",
    }
}

/// A maintenance that somebody declared, or one occurrence of a planned window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maintenance {
    /// Since when.
    pub since: Instant,
    /// Until when it is planned; `None`: until further notice.
    pub until: Option<Instant>,
    /// What happens then.
    pub on_expiry: OnExpiry,
    /// Who declared it.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// The notification for this maintenance alone.
    pub message: Option<String>,
}

impl Maintenance {
    /// When it ends without anybody's doing, if it does.
    pub fn ends(&self) -> Option<Instant> {
        match self.on_expiry {
            OnExpiry::Alarm => None,
            OnExpiry::Disable => self.until,
        }
    }

    /// Whether it is on past its planned end.
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| until <= now)
    }
}

/// Every maintenance that has begun by `now`, in order: those that overlap are one.
///
/// It began with the first of them and is planned until the last of their ends. What it says is
/// what the latest of them says that has begun and says anything. If any of them stays on past its
/// end, so does the whole.
pub fn maintenances(declared: &[Maintenance], now: Instant) -> Vec<Maintenance> {
    let mut begun: Vec<&Maintenance> = declared
        .iter()
        .filter(|each| each.since <= now && each.ends().is_none_or(|end| end > each.since))
        .collect();
    begun.sort_by_key(|each| each.since);
    let mut wholes: Vec<Maintenance> = Vec::new();
    for each in begun {
        match wholes.last_mut() {
            Some(whole) if whole.ends().is_none_or(|end| each.since <= end) => join(whole, each),
            Some(_) | None => wholes.push(each.clone()),
        }
    }
    wholes
}

/// The maintenance in force at `now`.
pub fn in_force(declared: &[Maintenance], now: Instant) -> Option<Maintenance> {
    let last = maintenances(declared, now).pop();
    last.filter(|whole| whole.ends().is_none_or(|end| now < end))
}

fn join(whole: &mut Maintenance, later: &Maintenance) {
    whole.until = whole.until.zip(later.until).map(|(a, b)| a.max(b));
    whole.on_expiry = whole.on_expiry.min(later.on_expiry);
    whole.by.clone_from(&later.by);
    if later.reason.is_some() {
        whole.reason.clone_from(&later.reason);
    }
    if later.message.is_some() {
        whole.message.clone_from(&later.message);
    }
}

/// The instants after `from`, up to `to`, at which what is in force changes by itself, with what
/// is in force then.
pub fn changes(
    declared: &[Maintenance],
    from: Instant,
    to: Instant,
) -> Vec<(Instant, Option<Maintenance>)> {
    let mut at: Vec<Instant> =
        declared.iter().flat_map(|each| [Some(each.since), each.ends()]).flatten().collect();
    at.retain(|at| from < *at && *at <= to);
    at.sort_unstable();
    at.dedup();
    let mut before = in_force(declared, from);
    let mut changes = Vec::new();
    for at in at {
        let now = in_force(declared, at);
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
    fn what_is_in_force() {
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
        case(&[from(1, Some(2), OnExpiry::Alarm), ends], 9, Some((1, Some(6))));
    }

    #[test]
    fn what_it_says_is_what_the_latest_says() {
        let declared = [from(2, None, OnExpiry::Alarm), from(3, Some(5), OnExpiry::Disable)];
        let found = in_force(&declared, at(4)).unwrap();
        assert_eq!((&*found.by, found.reason.as_deref()), ("op-3", Some("reason-2")));
        assert_eq!(found.on_expiry, OnExpiry::Alarm);
        assert!(!found.is_overdue(at(9)));
    }

    #[test]
    fn what_changes_by_itself() {
        let declared = [from(4, Some(6), OnExpiry::Disable), from(8, Some(9), OnExpiry::Alarm)];
        let on = |to| -> Vec<(Instant, bool)> {
            changes(&declared, at(0), at(to)).iter().map(|(at, now)| (*at, now.is_some())).collect()
        };
        assert_eq!(on(3), []);
        assert_eq!(on(20), [(at(4), true), (at(6), false), (at(8), true)]);
        assert_eq!(changes(&declared, at(4), at(6)).len(), 1);
    }
}
