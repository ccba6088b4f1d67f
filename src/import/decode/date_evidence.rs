//! What the dates of a file tell of their order: whether the day or the month comes first.

use crate::domain::Instant;
use crate::import::decode::time::{DateOrder, Slashes};

/// What the dates of a file tell of their order.
#[derive(Debug, Clone, Copy, Default)]
pub struct DateEvidence {
    /// Dates that have to be read month first, and day first: else there is no such date, or it
    /// lies in the future although it cannot.
    pub only: [u32; 2],
    /// Dates without a leading zero for the day but with one for the month.
    pub suggested: u32,
    /// Dates that can be read in both orders.
    pub open: u32,
    /// The newest time if the month, and if the day, comes first.
    pub newest: [Option<Instant>; 2],
}

impl DateEvidence {
    /// Adds a time that was read in `order`. `limit`: it cannot lie after that.
    pub fn add(
        &mut self,
        instant: Instant,
        slashes: Slashes,
        order: DateOrder,
        limit: Option<Instant>,
    ) {
        let (this, other) = (order as usize, order.other() as usize);
        let is_future = |at: Instant| limit.is_some_and(|limit| at > limit);
        match slashes {
            Slashes::None => {}
            Slashes::Only(order) => self.only[order as usize] += 1,
            Slashes::Both { other: instant_of_other, suggests } => {
                self.open += 1;
                self.suggested += u32::from(suggests == Some(DateOrder::DayFirst));
                match (is_future(instant), is_future(instant_of_other)) {
                    (true, false) => self.only[other] += 1,
                    (false, true) => self.only[this] += 1,
                    (true, true) | (false, false) => {}
                }
                if limit.is_some() && !is_future(instant_of_other) {
                    self.newest[other] = self.newest[other].max(Some(instant_of_other));
                }
            }
        }
        if limit.is_some() && !is_future(instant) {
            self.newest[this] = self.newest[this].max(Some(instant));
            if !matches!(slashes, Slashes::Both { .. }) {
                self.newest[other] = self.newest[other].max(Some(instant));
            }
        }
    }
}

/// Why dates are read in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Because {
    /// Nothing tells.
    Assumed,
    /// Some dates can be read in this order only.
    Told,
    /// An option says so.
    Given,
    /// Days have no leading zero, and months have one.
    LeadingZeros,
    /// In this order, the newest time is of the last day.
    Newest,
    /// Some files tell one order and some the other; each is read in its own.
    FilesDisagree,
}
