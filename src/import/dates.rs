//! Whether the day or the month comes first in dates with slashes, settled once for all files.

use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::date_evidence::{Because, DateEvidence};
use crate::import::decode::time::{DateOrder, OLD};
use crate::import::imported::ImportOptions;
use crate::import::warnings::Place;

/// The order of the dates of each file.
#[derive(Debug)]
pub struct DateOrders {
    orders: Vec<(DateOrder, Because)>,
    open: Vec<u32>,
}

impl DateOrders {
    pub fn new(options: &ImportOptions, files: usize) -> DateOrders {
        let order = match options.dates {
            Some(order) => (order, Because::Given),
            None => (DateOrder::MonthFirst, Because::Assumed),
        };
        DateOrders { orders: vec![order; files], open: vec![0; files] }
    }

    pub fn of(&self, file: usize) -> DateOrder {
        self.orders[file].0
    }

    /// Settles the orders by what the files tell. Returns whether one changes.
    pub fn settle(&mut self, files: &[DateEvidence], options: &ImportOptions) -> bool {
        self.open = files.iter().map(|file| file.open).collect();
        if options.dates.is_some() {
            return false;
        }
        let before: Vec<DateOrder> = self.orders.iter().map(|(order, _)| *order).collect();
        let sum =
            |order: DateOrder| -> u32 { files.iter().map(|file| file.only[order as usize]).sum() };
        let by_count = |[month, day]: [u32; 2]| {
            if day > month { DateOrder::DayFirst } else { DateOrder::MonthFirst }
        };
        let all = [sum(DateOrder::MonthFirst), sum(DateOrder::DayFirst)];
        let settled = match all {
            [0, 0] => guess(files, options),
            [_, 0] | [0, _] => (by_count(all), Because::Told),
            [_, _] => (by_count(all), Because::FilesDisagree),
        };
        for (order, file) in self.orders.iter_mut().zip(files) {
            *order = match file.only {
                [0, 0] => settled,
                own => (by_count(own), settled.1),
            };
        }
        self.orders.iter().map(|(order, _)| *order).ne(before)
    }

    /// Reports how dates were read that can be read in both orders.
    pub fn report(&self, context: &mut Context<'_>) {
        for (file, ((order, because), open)) in self.orders.iter().zip(&self.open).enumerate() {
            if *open > 0 && !matches!(because, Because::Given | Because::Told) {
                let assumption = Assumption::Dates(*order, *because, *open);
                context.assume(Place::file(file), "", assumption);
            }
        }
    }
}

/// The order if no date has to be read in one of them.
fn guess(files: &[DateEvidence], options: &ImportOptions) -> (DateOrder, Because) {
    let (open, suggested) = files
        .iter()
        .fold((0, 0), |(open, suggested), file| (open + file.open, suggested + file.suggested));
    if suggested > 0 && suggested == open {
        return (DateOrder::DayFirst, Because::LeadingZeros);
    }
    let at = options.observed_at.unwrap_or(options.begun);
    let is_recent = |order: DateOrder| {
        let newest = files.iter().filter_map(|file| file.newest[order as usize]).max();
        newest.is_some_and(|newest| newest + OLD >= at)
    };
    match (is_recent(DateOrder::MonthFirst), is_recent(DateOrder::DayFirst)) {
        (false, true) => (DateOrder::DayFirst, Because::Newest),
        (true, false) => (DateOrder::MonthFirst, Because::Newest),
        _ => (DateOrder::MonthFirst, Because::Assumed),
    }
}
