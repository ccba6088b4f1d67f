//! Rules with their sources, and the sessions and the job that they treat.

use serde::Serialize;

use crate::domain::{FailureCode, JobType, Mode, Rule, Spelled, Target};
use crate::error::Code;
use crate::ops::rule_usage::DecidedSession;
use crate::output::{Page, Rows, Table, View, plural, sanitize};
use crate::views::glossary::{TERMS, Term};

/// The document `mm.rules/1`.
#[derive(Serialize)]
pub struct RulesDocument {
    pub schema: &'static str,
    /// `None` without a store.
    pub revision: Option<u64>,
    /// The word that was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// The error code that was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorCodeRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<TreatedJob>,
    pub rules: Vec<RuleRow>,
    #[serde(skip)]
    pub code: Option<FailureCode>,
    /// Show people only the names of the rules and when they apply.
    #[serde(skip)]
    pub is_overview: bool,
}

#[derive(Serialize)]
pub struct ErrorCodeRow {
    code: &'static str,
    status: u8,
    meaning: &'static str,
}

impl ErrorCodeRow {
    pub fn new(code: Code) -> ErrorCodeRow {
        ErrorCodeRow { code: code.name(), status: code.exit().status(), meaning: code.meaning() }
    }
}

#[derive(Serialize)]
pub struct TreatedJob {
    pub tenant: Box<str>,
    pub name: Box<str>,
    #[serde(rename = "type")]
    pub job_type: JobType,
    pub target: Target,
    pub mode: Mode,
    pub rule: Option<Rule>,
    pub summary: String,
}

#[derive(Serialize)]
pub struct RuleRow {
    name: Rule,
    code: Option<FailureCode>,
    when: &'static str,
    what: &'static str,
    source: &'static str,
    ours: &'static [&'static str],
    /// The present sessions that the rule decided; `None` without a store.
    sessions: Option<Vec<DecidedSession>>,
}

impl RuleRow {
    /// `decided` holds the present sessions that any rule decided.
    pub fn new(rule: Rule, decided: Option<&[DecidedSession]>) -> RuleRow {
        RuleRow {
            name: rule,
            code: rule.code(),
            when: rule.when(),
            what: rule.what(),
            source: rule.source(),
            ours: rule.ours(),
            sessions: decided.map(|decided| {
                decided.iter().filter(|session| session.rule == rule).cloned().collect()
            }),
        }
    }

    fn show(&self, page: &mut Page) {
        page.strong(self.name.spelling());
        let mut fields = vec![("when", self.when.to_owned()), ("then", self.what.to_owned())];
        fields.extend(self.code.map(|code| ("code", code.to_string())));
        fields.push(("source", self.source.to_owned()));
        fields.extend(self.ours.iter().map(|ours| ("our decision", (*ours).to_owned())));
        if let Some(sessions) = &self.sessions {
            let count = plural(sessions.len() as u64, "present session", "present sessions");
            fields.push(("applies to", count));
        }
        page.fields(&fields);
        let Some(sessions) = self.sessions.as_ref().filter(|sessions| !sessions.is_empty()) else {
            return;
        };
        let mut table = Table::of("ID: | TENANT | JOB | STARTED | STATE");
        let dates = page.dates();
        for session in sessions {
            table.push([
                &*session.id.to_string(),
                &*session.tenant,
                &*session.job,
                &*dates.at(session.started),
                session.result.map_or("working", Spelled::spelling),
            ]);
        }
        page.table(table);
    }
}

impl TreatedJob {
    fn show(&self, page: &mut Page) {
        page.strong(sanitize(&format!("{}/{}", self.tenant, self.name)));
        let rule = match (self.rule, self.mode) {
            (Some(rule), Mode::Maintenance) => rule.spelling().to_owned(),
            (Some(rule), Mode::Active) => format!("{rule}, if the mode were switched on now"),
            (None, _) => "none".to_owned(),
        };
        page.fields(&[
            ("type", format!("{}, to {}", self.job_type, self.target)),
            ("rule", rule),
            ("treatment", self.summary.clone()),
        ]);
    }
}

impl View for RulesDocument {
    fn rows(&self) -> Option<Rows> {
        Some(Rows::of(["name", "code", "when", "what", "source", "ours"], &self.rules))
    }

    fn page(&self, page: &mut Page) {
        if self.is_overview {
            let mut table = Table::of("RULE | WHEN");
            for rule in &self.rules {
                table.push([rule.name.spelling(), rule.when]);
            }
            page.table(table);
            page.line("");
            let words: Vec<&str> = TERMS.iter().map(|term| term.word).collect();
            return page.hanging(&format!("Words: {}", words.join(", ")), 2);
        }
        let mut is_first = true;
        let mut paragraph = |page: &mut Page| {
            if !std::mem::take(&mut is_first) {
                page.line("");
            }
        };
        if let Some(term) = &self.term {
            paragraph(page);
            page.strong(term.word);
            page.hanging(&format!("  {}", term.meaning), 2);
        }
        if let Some(ErrorCodeRow { code, status, meaning }) = &self.error {
            paragraph(page);
            page.strong(code);
            page.hanging(&format!("  An error, with exit status {status}. {meaning}"), 2);
        }
        match self.code {
            Some(FailureCode::TaskFailed) => {
                paragraph(page);
                page.line("task-failed: the task failed with an error of its own; no rule decided");
            }
            Some(code) => {
                paragraph(page);
                page.line(format!("{code}: the code of these rules"));
            }
            None => {}
        }
        if let Some(job) = &self.job {
            paragraph(page);
            job.show(page);
        }
        for rule in &self.rules {
            paragraph(page);
            rule.show(page);
        }
    }
}
