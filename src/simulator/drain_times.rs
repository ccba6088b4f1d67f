//! DrainTimes: since when no covered session worked, by window and by tenant.

use crate::domain::Instant;
use crate::simulator::Keep;
use crate::simulator::mode_timeline::Window;

/// A window that found covered sessions of a tenant working: tenant, window, since when it was
/// drained.
pub(super) type Drain = (u32, u32, Option<Instant>);

/// How the windows of a course were drained of some tenants.
pub(super) struct DrainTimes {
    /// Since when each window is drained of all of these tenants.
    windows: Vec<Option<Instant>>,
    tenants: Vec<Drain>,
}

impl DrainTimes {
    /// Of no tenant.
    pub(super) fn new(windows: &[Window]) -> DrainTimes {
        // A window that found nothing at work is drained when it opens; but at the end of that
        // instant it must still be on.
        let opens = |window: &Window| (window.until != Some(window.from)).then_some(window.from);
        DrainTimes { windows: windows.iter().map(opens).collect(), tenants: Vec::new() }
    }

    /// Adds a tenant with the windows that found it at work. Where only counts are kept, of these
    /// only the very first window and the tenant's last one will be read.
    pub(super) fn add(&mut self, of_tenant: &[Drain], keep: Keep) {
        for (_, window, at) in of_tenant {
            let drained = &mut self.windows[*window as usize];
            *drained = drained.zip(*at).map(|(a, b)| a.max(b));
        }
        match (keep, of_tenant) {
            (Keep::Counts | Keep::Found, [first, .., last]) => {
                self.tenants.extend((first.1 == 0).then_some(*first));
                self.tenants.push(*last);
            }
            (Keep::Counts | Keep::Found, [] | [_]) | (Keep::Everything, _) => {
                self.tenants.extend_from_slice(of_tenant);
            }
        }
    }

    /// Adds further tenants.
    pub(super) fn append(&mut self, mut other: DrainTimes) {
        for (drained, more) in self.windows.iter_mut().zip(other.windows) {
            *drained = drained.zip(more).map(|(a, b)| a.max(b));
        }
        self.tenants.append(&mut other.tenants);
    }

    /// Tells the windows, and gives what is known by tenant.
    pub(super) fn tell(self, windows: &mut [Window]) -> Vec<Drain> {
        for (window, drained) in windows.iter_mut().zip(self.windows) {
            window.drained_at = drained;
        }
        self.tenants
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Instant;
    use crate::simulator::drain_times::{Drain, DrainTimes};
    use crate::simulator::{Keep, Window};

    fn at(minute: i64) -> Instant {
        Instant::from_millis(minute * 60_000)
    }

    #[test]
    fn a_window_is_drained_when_its_last_tenant_is() {
        #[track_caller]
        fn case(parts: &[&[&[Drain]]], keep: Keep, want: [Option<i64>; 3], tenants: &[Drain]) {
            let window = |from, until| Window { from: at(from), until, drained_at: None };
            let mut windows = [window(0, Some(at(10))), window(20, Some(at(20))), window(30, None)];
            let mut all = DrainTimes::new(&windows);
            for part in parts {
                let mut drains = DrainTimes::new(&windows);
                part.iter().for_each(|of_tenant| drains.add(of_tenant, keep));
                all.append(drains);
            }
            assert_eq!(all.tell(&mut windows), tenants);
            assert_eq!(windows.map(|window| window.drained_at), want.map(|minute| minute.map(at)));
        }
        let some = |tenant, window, minute| (tenant, window, Some(at(minute)));
        case(&[], Keep::Counts, [Some(0), None, Some(30)], &[]);
        case(&[&[&[some(4, 2, 35)]]], Keep::Counts, [Some(0), None, Some(35)], &[some(4, 2, 35)]);
        let (long, never) = ([some(1, 0, 5), some(1, 1, 20), some(1, 2, 31)], [(2, 2, None)]);
        let want = [Some(5), None, None];
        case(&[&[&long], &[&never]], Keep::Counts, want, &[long[0], long[2], never[0]]);
        case(&[&[&long, &never]], Keep::Everything, want, &[long[0], long[1], long[2], never[0]]);
        case(&[&[&long[1..]]], Keep::Found, [Some(0), None, Some(31)], &long[2..]);
    }
}
