//! Mode: the maintenance that is on again, or no more, once a change of the mode is undone.

use crate::domain::Instant;
use crate::domain::maintenance::{Maintenance, OnExpiry, in_force};
use crate::error::{Code, Error, Result};
use crate::ops::app::App;
use crate::ops::forecast::{Forecast, HEALING, Proposal};
use crate::ops::server_status::ServerStatus;
use crate::simulator::Keep;
use crate::store::{Snapshot, Writer};

/// The mode, from what is to what was.
pub struct ModeStep {
    /// What is in force.
    pub before: Option<Maintenance>,
    /// What will be in force.
    pub after: Option<Maintenance>,
    /// What will be declared by hand; `None`: what is declared so ends.
    declared: Option<Maintenance>,
    /// Whether it goes on, rather than beginning now.
    goes_on: bool,
}

impl ModeStep {
    /// Back to `was`; `None`: nothing was declared by hand.
    pub fn of(app: &App, snapshot: &Snapshot<'_>, was: Option<Maintenance>) -> Result<ModeStep> {
        let now = app.now();
        let open = snapshot.declared_by_hand()?;
        let open = open.filter(|open| open.ends().is_none_or(|end| end > now));
        let goes_on = open.is_some();
        let declared = match was {
            None => None,
            Some(was) => {
                let past = was.until.is_some_and(|until| until <= now);
                if past && (!goes_on || was.on_expiry == OnExpiry::Disable) {
                    return Err(over(was.until));
                }
                let (since, by) = match open {
                    Some(open) => (open.since, was.by.clone()),
                    None => (now, app.actor.name.clone()),
                };
                Some(Maintenance { since, by, ..was })
            }
        };
        let after = in_force(&planned(snapshot, now, now, declared.as_ref())?, now);
        Ok(ModeStep { before: snapshot.in_force(now)?, after, declared, goes_on })
    }

    /// What it says of itself.
    pub fn title(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, None) => "Maintenance is off already.",
            (None, Some(_)) => "Maintenance is on again, from now on.",
            (Some(_), None) => "Maintenance is off.",
            (Some(_), Some(_)) => "Maintenance stays on, as it was before.",
        }
    }

    /// What it does to whom.
    pub fn ahead(&self, snapshot: &Snapshot<'_>, state: &ServerStatus) -> Result<Forecast> {
        let until = self.after.as_ref().and_then(|each| each.until).filter(|at| *at > state.now);
        let end = (until.unwrap_or(state.now) + HEALING).min(Instant::LAST);
        let proposal = Proposal {
            before: &snapshot.declared(state.now, end)?,
            after: &planned(snapshot, state.now, end, self.declared.as_ref())?,
            end,
        };
        Forecast::of(snapshot, state, &proposal, Keep::Everything)
    }

    /// Writes it down.
    pub fn write(&self, now: Instant, writer: &Writer<'_>) -> Result<()> {
        if !self.goes_on || self.declared.is_none() {
            writer.end_declared(now)?;
        }
        self.declared.iter().try_for_each(|declared| writer.declare(declared))
    }
}

/// What is planned, with what is declared by hand.
fn planned(
    snapshot: &Snapshot<'_>,
    from: Instant,
    to: Instant,
    declared: Option<&Maintenance>,
) -> Result<Vec<Maintenance>> {
    let occurrences = snapshot.occurrences(from, to)?.into_iter().map(|each| each.maintenance);
    Ok(occurrences.chain(declared.cloned()).collect())
}

fn over(until: Option<Instant>) -> Error {
    let until = until.map(|until| until.to_string()).unwrap_or_default();
    let message = format!("what was before was planned until {until}, which is past");
    Error::new(Code::PlannedEndPast, message)
        .hint("mm enable --for DUR switches the mode on with another end, mm disable ends it")
}
