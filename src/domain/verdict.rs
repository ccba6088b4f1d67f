//! Verdicts of the rules, each with the rule that decided.

use crate::domain::operation::{Operation, Product, Side};
use crate::domain::rule::{FailureCode, MAC_AGENT, PROVIDER_OPERATION, Rule, SNAPSHOT_REPLICA};
use crate::domain::spelling::spelled;

spelled! {
    /// A verdict without its reasons.
    pub enum VerdictKind: "verdict" {
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
    pub fn answer(self) -> VerdictKind {
        match self {
            Verdict::Allowed(_) => VerdictKind::Allowed,
            Verdict::Refused(..) => VerdictKind::Refused,
            Verdict::Undocumented(_) => VerdictKind::Undocumented,
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

/// What this project decided, where an answer about an operation rests on that while the mode is on.
pub fn decision_behind(
    operation: Operation,
    product: Option<Product>,
    side: Side,
    verdict: Verdict,
) -> Option<&'static str> {
    let rule = verdict.rule()?;
    let is_allowed_restore = rule == Rule::AllowRestore;
    if is_allowed_restore && operation == Operation::RestoreFilesFromSnapshotReplica {
        Some(SNAPSHOT_REPLICA)
    } else if is_allowed_restore && product == Some(Product::MacAgent) {
        Some(MAC_AGENT)
    } else if rule == Rule::NotDocumented && side == Side::Provider {
        Some(PROVIDER_OPERATION)
    } else {
        None
    }
}
