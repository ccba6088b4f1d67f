//! Explain: what a rule or code means, when it applies and where it comes from.

use std::io;

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::Done;
use super::near::near;
use crate::cli::Global;
use crate::domain::{Code, Rule, Spelled};
use crate::exit::Problem;
use crate::output::{Align, Page, Rows, Show, Sink, Table};

/// What `mm explain` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mm explain                        list all rules\n  mm explain refuse-new-session     one rule, with its source\n  mm explain maintenance            the rules behind a code"
)]
pub struct Arguments {
    /// A rule or a code [default: all rules]
    #[arg(value_name = "RULE|CODE")]
    what: Option<String>,
}

/// Explains.
pub fn run(_: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let Some(what) = &arguments.what else {
        return Ok(Done::new(Explained { rules: Rule::ALL.to_vec(), code: None, brief: true }));
    };
    if let Ok(rule) = what.parse::<Rule>() {
        return Ok(Done::new(Explained { rules: vec![rule], code: None, brief: false }));
    }
    if let Ok(code) = what.parse::<Code>() {
        let rules = Rule::ALL.iter().copied().filter(|rule| rule.code() == Some(code)).collect();
        return Ok(Done::new(Explained { rules, code: Some(code), brief: false }));
    }
    Err(Problem::failed("unknown-rule", format!("no rule or code is named {what:?}"))
        .hint(hint(what))
        .into())
}

/// The name that was probably meant, and all that are known.
fn hint(what: &str) -> String {
    let rules: Vec<&str> = Rule::ALL.iter().map(|rule| rule.spelling()).collect();
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.spelling()).collect();
    let meant = near(what, rules.iter().chain(&codes).copied())
        .first()
        .map(|name| format!("did you mean {name}? "))
        .unwrap_or_default();
    format!("{meant}rules: {}; codes: {}", rules.join(", "), codes.join(", "))
}

struct Explained {
    rules: Vec<Rule>,
    code: Option<Code>,
    brief: bool,
}

/// The document `mm.rules/1`.
#[derive(Serialize)]
struct Document {
    schema: &'static str,
    rules: Vec<RuleRow>,
}

#[derive(Serialize)]
struct RuleRow {
    name: Rule,
    code: Option<Code>,
    when: &'static str,
    what: &'static str,
    source: &'static str,
    ours: &'static [&'static str],
}

const COLUMNS: [&str; 6] = ["name", "code", "when", "what", "source", "ours"];

impl Explained {
    fn cells(rule: Rule) -> [serde_json::Value; 6] {
        [
            json!(rule),
            json!(rule.code()),
            json!(rule.when()),
            json!(rule.what()),
            json!(rule.source()),
            json!(rule.ours()),
        ]
    }
}

impl Show for Explained {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        let rules = self.rules.iter().map(|rule| RuleRow {
            name: *rule,
            code: rule.code(),
            when: rule.when(),
            what: rule.what(),
            source: rule.source(),
            ours: rule.ours(),
        });
        crate::output::json(&Document { schema: "mm.rules/1", rules: rules.collect() }, to)
    }

    fn rows(&self) -> Option<Rows> {
        let mut rows = Rows::new(&COLUMNS);
        for rule in &self.rules {
            rows.push(Self::cells(*rule).to_vec());
        }
        Some(rows)
    }

    fn page(&self, page: &mut Page) {
        if self.brief {
            let mut table = Table::new(&[("RULE", Align::Left), ("WHEN", Align::Left)]);
            for rule in &self.rules {
                table.push([rule.spelling(), rule.when()]);
            }
            return page.table(&table);
        }
        match self.code {
            Some(Code::TaskFailed) => {
                page.line("task-failed: the task ended in an error of its own; no rule decided it");
            }
            Some(code) => page.line(format!("{code}: given by these rules")),
            None => {}
        }
        for (at, rule) in self.rules.iter().enumerate() {
            if at > 0 || self.code.is_some() {
                page.line("");
            }
            page.strong(rule.spelling());
            let mut fields =
                vec![("When", rule.when().to_owned()), ("Then", rule.what().to_owned())];
            fields.extend(rule.code().map(|code| ("Code", code.to_string())));
            fields.push(("Source", rule.source().to_owned()));
            let note = |ours: &&str| ("Note", format!("our own decision: {ours}"));
            fields.extend(rule.ours().iter().map(note));
            page.fields(&fields);
        }
    }
}
