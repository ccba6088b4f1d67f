//! Verdicts: what the rules answer, always with the rule that decided.

use crate::domain::rule::Rule;
use crate::domain::spelling::spelled;

spelled! {
    /// Why a task or a session failed, or a request was refused.
    pub enum FailureCode: "code" {
        /// The provider disabled the tenant.
        TenantDisabled = "tenant-disabled",
        /// Maintenance mode refused it.
        Maintenance = "maintenance",
        /// It ended in an error of its own.
        TaskFailed = "task-failed",
    }
}

spelled! {
    /// The three answers that a request can get.
    pub enum Answer: "verdict" {
        /// Go ahead.
        Allowed = "allowed",
        /// Not now.
        Refused = "refused",
        /// The sources do not say, and `mm` does not guess.
        Undocumented = "undocumented",
    }
}

/// What the rules answer, and which rule decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Go ahead; with the rule where the mode was on and a rule had to allow it.
    Allowed(Option<Rule>),
    /// Not now, for this reason and under this rule.
    Refused(FailureCode, Rule),
    /// The sources do not say.
    Undocumented(Rule),
}

impl Verdict {
    /// The answer without its reasons.
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

    /// The rule that decided, if one had to.
    pub fn rule(self) -> Option<Rule> {
        match self {
            Verdict::Allowed(rule) => rule,
            Verdict::Refused(_, rule) | Verdict::Undocumented(rule) => Some(rule),
        }
    }
}
