//! State that the readers of all files share: options, warnings, and the times seen.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use crate::domain::{Instant, Job, PlaceholderValues, Span, Template};
use crate::import::assumption::Assumption;
use crate::import::decode::date_evidence::DateEvidence;
use crate::import::decode::time::{self, At, DateOrder, ParsedTime};
use crate::import::decode::value::quoted;
use crate::import::imported::ImportOptions;
use crate::import::warnings::{Place, Warnings};

/// The number of a message that a context keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailureMessage(usize);

/// Whether a time can lie in the future.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllowedTime {
    Past,
    Any,
}

/// Clocks of servers and zones of imports may be wrong by this much.
const SLACK: Span = Span::from_secs(15 * 3600);

#[derive(Debug)]
pub struct Context<'o> {
    pub options: &'o ImportOptions,
    pub warnings: Warnings,
    /// Of the dates in the file that is being read.
    pub date_order: DateOrder,
    /// What the dates of each file tell of their order.
    pub dates: Vec<DateEvidence>,
    /// The newest time in each file that is not in the future.
    pub newest: Vec<Option<Instant>>,
    /// What a file lists that cannot be used.
    pub foreign: Vec<Option<&'static str>>,
    /// It has a list without an element.
    pub is_empty: Vec<bool>,
    /// The earliest time that a file gives for its observation.
    pub observed_at: Option<Instant>,
    /// The sites that rows name.
    pub sites: BTreeSet<String>,
    /// Number of elements that could be used, by file.
    pub used: Vec<usize>,
    /// Messages of failures, in which whitespace is normalised.
    failures: Vec<String>,
    /// Files that list the sessions of a provider's server, with their count.
    pub is_provider: Vec<bool>,
    /// Files that list sessions, and have none.
    pub has_no_session: Vec<bool>,
    /// By file, why it does not hold all that it lists.
    pub lost: Vec<(usize, String)>,
    /// Something may be running of which no session is kept.
    pub hides_running: bool,
}

impl<'o> Context<'o> {
    pub fn new(options: &'o ImportOptions, files: usize) -> Context<'o> {
        Context {
            options,
            warnings: Warnings::default(),
            date_order: DateOrder::MonthFirst,
            dates: vec![DateEvidence::default(); files],
            newest: vec![None; files],
            foreign: vec![None; files],
            is_empty: vec![false; files],
            observed_at: None,
            sites: BTreeSet::new(),
            used: vec![0; files],
            failures: Vec::new(),
            is_provider: vec![false; files],
            has_no_session: vec![false; files],
            lost: Vec::new(),
            hides_running: false,
        }
    }

    /// The element at this place, or a member of it, cannot be used.
    pub fn unused(&mut self, place: Place, member: &str, what: impl Into<String>) {
        self.warnings.unused(place, member, what);
    }

    /// The file does not hold all that it lists.
    pub fn lose(&mut self, file: usize, what: &str) {
        self.lost.push((file, what.to_owned()));
    }

    /// The file does not hold all that it lists, and something in it may be running of which no session is kept.
    pub fn lose_running(&mut self, file: usize, what: &str) {
        self.hides_running = true;
        self.lose(file, what);
    }

    pub fn assume(&mut self, place: Place, member: &str, assumption: Assumption) {
        self.warnings.assume(place, member, assumption);
    }

    /// Whether anything in the file could be used; that it lists no session is of use, too.
    pub fn is_used(&self, file: usize) -> bool {
        self.used[file] > 0 || self.is_provider[file] || self.has_no_session[file]
    }

    /// An element that could be read turned out to be useless.
    pub fn discard(&mut self, place: Place, member: &str, what: &str) {
        self.used[place.file] = self.used[place.file].saturating_sub(1);
        self.unused(place, member, what);
    }

    /// Keeps the message of a failure until its tenant and job are known.
    pub fn keep_failure(&mut self, message: &str) -> FailureMessage {
        let message = normal(message);
        if self.failures.last() != Some(&message) {
            self.failures.push(message);
        }
        FailureMessage(self.failures.len() - 1)
    }

    /// Whether the message of a failure contains the default notification, or one that its tenant
    /// read at some time between its start and its end.
    pub fn is_by_maintenance(
        &self,
        FailureMessage(number): FailureMessage,
        job: &Job,
        started: Instant,
        ended: Instant,
    ) -> bool {
        let message = &self.failures[number];
        let contains = |text: &Template, until, zone, reason| {
            let words =
                PlaceholderValues { tenant: &job.tenant, job: &job.name, until, zone, reason };
            let text = normal(&text.render(words));
            !text.is_empty() && message.contains(&text)
        };
        contains(&Template::default(), None, None, "")
            || self.options.notifications.iter().any(|each| {
                each.from <= ended
                    && each.to.is_none_or(|to| started <= to)
                    // Planned ends were written in UTC before they were in the machine's zone.
                    && [Some(&each.zone), None]
                        .into_iter()
                        .any(|zone| contains(&each.text, each.until, zone, &each.reason))
            })
    }

    /// A time as it stands in a file. One that cannot be used is reported.
    pub fn time(
        &mut self,
        text: &str,
        place: Place,
        member: &str,
        when: AllowedTime,
        is_utc: bool,
    ) -> Option<Instant> {
        let zone = if is_utc { &TimeZone::UTC } else { &self.options.timezone };
        match time::parse(text, zone, self.date_order) {
            Some(ParsedTime::At(At { instant, is_local, slashes })) => {
                if is_local && !is_utc {
                    self.assume(place, member, Assumption::NoOffset);
                }
                let limit = (when == AllowedTime::Past).then_some(self.options.now + SLACK);
                self.dates[place.file].add(instant, slashes, self.date_order, limit);
                if instant <= self.options.now {
                    let newest = &mut self.newest[place.file];
                    *newest = (*newest).max(Some(instant));
                }
                Some(instant)
            }
            Some(ParsedTime::Never) => None,
            None => {
                self.unused(place, member, format!("{} is not a time", quoted(text)));
                None
            }
        }
    }
}

/// A text with single spaces.
fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
