//! Counts: how many sessions a maintenance hit, and how it stands with them, in words too.

use serde::Serialize;

use crate::ops::impact::{AffectedSession, Hit, Standing};
use crate::output::plural;

/// How many sessions were hit, and how it stands with them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Refused at their start.
    pub refused: u32,
    /// That lost tasks.
    pub cut: u32,
    /// Of which no source tells how or why they ended.
    pub unknown: u32,
    /// Of these, those that a later session healed.
    pub healed: u32,
    /// Those that work, or of which a later one does.
    pub working: u32,
    /// Those to be run again.
    pub run_again: u32,
    /// Tasks that were refused.
    pub tasks_lost: u32,
}

impl Counts {
    /// Counts a session.
    pub(super) fn take(&mut self, session: &AffectedSession) {
        match session.hit {
            Hit::Refused => self.refused += 1,
            Hit::Cut => self.cut += 1,
            Hit::Unknown => self.unknown += 1,
        }
        match session.standing {
            Standing::Healed => self.healed += 1,
            Standing::Working => self.working += 1,
            Standing::RunAgain => self.run_again += 1,
            Standing::Unknown => {}
        }
        self.tasks_lost += u32::try_from(session.tasks_lost.len()).unwrap_or(u32::MAX);
    }

    /// What was done and how it stands, in two sentences; the second is empty if nothing was done.
    pub fn in_words(&self) -> (String, String) {
        let did = [
            (self.refused, format!("refused {}", plural(self.refused, "session", "sessions"))),
            (self.cut, format!("cut {}", plural(self.cut, "session", "sessions"))),
        ];
        let did: Vec<String> =
            did.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
        let unknown = match self.unknown {
            0 => String::new(),
            count => {
                let sessions = plural(count, "session", "sessions");
                format!(" Of {sessions} that ended meanwhile no source tells how or why.")
            }
        };
        let did = match did.len() {
            0 => "No session is known to have failed by it.".to_owned(),
            _ => format!("It {}.", did.join(" and ")),
        };
        let unsure =
            self.refused + self.cut + self.unknown - self.healed - self.working - self.run_again;
        let now = [
            (self.healed, "healed since"),
            (self.working, "at work now"),
            (self.run_again, "to be run again"),
            (unsure, "not known to have failed"),
        ];
        let now: Vec<String> = now
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let now = if now.is_empty() { String::new() } else { format!("{}.", now.join(", ")) };
        (format!("{did}{unknown}"), now)
    }
}
