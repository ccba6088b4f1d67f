//! Verdicts of the rules, each with the rule that decided.

use crate::domain::rule::Rule;
use crate::domain::spelling::spelled;

spelled! {
    /// Why a task or a session failed, or a request was refused.
    pub enum FailureCode: "code" {
        TenantDisabled = "tenant-disabled",
        Maintenance = "maintenance",
        /// It ended in an error of its own.
        TaskFailed = "task-failed",
    }
}

spelled! {
    /// A verdict without its reasons.
    pub enum Answer: "verdict" {
        Allowed = "allowed",
        Refused = "refused",
        /// The sources do not say, and `mm` does not guess.
        Undocumented = "undocumented",
    }
}

/// What the rules decide, with the rule that did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Allowed; by a rule if the mode was on.
    Allowed(Option<Rule>),
    Refused(FailureCode, Rule),
    Undocumented(Rule),
}

impl Verdict {
    pub fn answer(self) -> Answer {
        match self {
            Verdict::Allowed(_) => Answer::Allowed,
            Verdict::Refused(..) => Answer::Refused,
            Verdict::Undocumented(_) => Answer::Undocumented,
        }
    }

    /// The code of a refusal.
    pub fn code(self) -> Option<FailureCode> {
        match self {
            Verdict::Refused(code, _) => Some(code),
            Verdict::Allowed(_) | Verdict::Undocumented(_) => None,
        }
    }

    pub fn rule(self) -> Option<Rule> {
        match self {
            Verdict::Allowed(rule) => rule,
            Verdict::Refused(_, rule) | Verdict::Undocumented(rule) => Some(rule),
        }
    }
}
