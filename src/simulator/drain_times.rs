//! Drain times of windows, put together from those of tenants.

use crate::domain::Instant;
use crate::simulator::mode_timeline::{Asked, Window};
use crate::simulator::outcome::{Keep, TenantDrain};

/// The drain times of some tenants.
pub(super) struct DrainTimes {
    /// When each window is drained of all of these tenants.
    windows: Vec<Option<Instant>>,
    tenants: Vec<TenantDrain>,
}

impl DrainTimes {
    /// The drain times of no tenant.
    pub(super) fn new(windows: &[Window]) -> DrainTimes {
        // A window that finds nothing running is drained when it opens, if it is on at the end of
        // that instant.
        let opens = |window: &Window| (window.until != Some(window.from)).then_some(window.from);
        DrainTimes { windows: windows.iter().map(opens).collect(), tenants: Vec::new() }
    }

    /// Adds a tenant. If only counts are kept, nobody reads more than the first window, the last one,
    /// and the one that is asked about.
    pub(super) fn add(&mut self, of_tenant: &[TenantDrain], keep: Keep, asked: Asked) {
        let last = u32::try_from(self.windows.len()).unwrap_or(u32::MAX).wrapping_sub(1);
        for drain in of_tenant {
            let drained = &mut self.windows[drain.window as usize];
            *drained = drained.zip(drain.drained_at).map(|(a, b)| a.max(b));
        }
        let is_read = |drain: &&TenantDrain| match (keep, asked) {
            (Keep::Everything, _) => true,
            (Keep::Counts | Keep::Found, Asked::Window { index, .. }) => drain.window == index,
            (Keep::Counts | Keep::Found, Asked::All) => [0, last].contains(&drain.window),
        };
        self.tenants.extend(of_tenant.iter().filter(is_read));
    }

    /// Adds further tenants.
    pub(super) fn append(&mut self, mut other: DrainTimes) {
        for (drained, more) in self.windows.iter_mut().zip(other.windows) {
            *drained = drained.zip(more).map(|(a, b)| a.max(b));
        }
        self.tenants.append(&mut other.tenants);
    }

    /// Sets the drain times of the windows, and returns those of the tenants.
    pub(super) fn finish(self, windows: &mut [Window]) -> Vec<TenantDrain> {
        for (window, drained) in windows.iter_mut().zip(self.windows) {
            window.drained_at = drained;
        }
        self.tenants
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Instant;
    use crate::simulator::TenantDrain;
    use crate::simulator::drain_times::DrainTimes;
    use crate::simulator::mode_timeline::Asked;
    use crate::simulator::{Keep, Window};

    fn at(minute: i64) -> Instant {
        Instant::from_millis(minute * 60_000)
    }

    #[test]
    fn a_window_is_drained_when_its_last_tenant_is() {
        #[track_caller]
        fn case(
            parts: &[&[&[TenantDrain]]],
            keep: Keep,
            want: [Option<i64>; 3],
            tenants: &[TenantDrain],
        ) {
            let window = |from, until| Window { from: at(from), until, drained_at: None };
            let mut windows = [window(0, Some(at(10))), window(20, Some(at(20))), window(30, None)];
            let mut all = DrainTimes::new(&windows);
            for part in parts {
                let mut drains = DrainTimes::new(&windows);
                part.iter().for_each(|of_tenant| drains.add(of_tenant, keep, Asked::All));
                all.append(drains);
            }
            assert_eq!(all.finish(&mut windows), tenants);
            assert_eq!(windows.map(|window| window.drained_at), want.map(|minute| minute.map(at)));
        }
        let drain = |tenant, window, drained_at| TenantDrain { tenant, window, drained_at };
        let some = |tenant, window, minute| drain(tenant, window, Some(at(minute)));
        case(&[], Keep::Counts, [Some(0), None, Some(30)], &[]);
        case(&[&[&[some(4, 2, 35)]]], Keep::Counts, [Some(0), None, Some(35)], &[some(4, 2, 35)]);
        let (long, never) = ([some(1, 0, 5), some(1, 1, 20), some(1, 2, 31)], [drain(2, 2, None)]);
        let want = [Some(5), None, None];
        case(&[&[&long], &[&never]], Keep::Counts, want, &[long[0], long[2], never[0]]);
        case(&[&[&long, &never]], Keep::Everything, want, &[long[0], long[1], long[2], never[0]]);
        case(&[&[&long[1..]]], Keep::Found, [Some(0), None, Some(31)], &long[2..]);
    }
}
