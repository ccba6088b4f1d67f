//! Slots: how many tasks of a job were seen to run at once.

use crate::domain::Instant;

/// The most that run at once, by the times of some tasks; `None` where fewer than two are known.
pub(super) fn most_at_once(mut times: Vec<(Instant, Instant)>) -> Option<u32> {
    if times.len() < 2 {
        return None;
    }
    let mut ends: Vec<Instant> = times.iter().map(|(_, end)| *end).collect();
    times.sort_unstable();
    ends.sort_unstable();
    let (mut most, mut over) = (0, 0);
    for (begun, (start, _)) in times.iter().enumerate() {
        // One that ends as another begins has left its slot.
        while ends[over] <= *start && over < begun {
            over += 1;
        }
        most = most.max(begun + 1 - over);
    }
    u32::try_from(most).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_that_overlap_need_slots() {
        #[track_caller]
        fn case(times: &[(i64, i64)], want: Option<u32>) {
            let at = |secs: &i64| Instant::from_millis(*secs * 1000);
            let times = times.iter().map(|(start, end)| (at(start), at(end))).collect();
            assert_eq!(most_at_once(times), want);
        }
        case(&[], None);
        case(&[(0, 9)], None);
        case(&[(0, 5), (5, 9)], Some(1));
        case(&[(0, 6), (5, 9)], Some(2));
        case(&[(0, 9), (1, 2), (3, 4), (5, 6)], Some(2));
        case(&[(0, 9), (1, 9), (2, 9), (20, 30)], Some(3));
        case(&[(5, 5), (5, 5)], Some(1));
    }
}
