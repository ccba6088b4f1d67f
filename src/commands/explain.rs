//! Explain: what a rule or code means and where it comes from, and how a job is treated and why.

use std::io;

use serde::Serialize;
use serde_json::json;

use crate::args::Global;
use crate::commands::Done;
use crate::domain::{FailureCode, Mode, Rule, Spelled};
use crate::error::{Code, Error};
use crate::ops::app::App;
use crate::ops::job_ref::find;
use crate::ops::rule_usage::{Decided, Treated, decided, treated};
use crate::ops::server_status::ServerStatus;
use crate::ops::suggestions::near;
use crate::output::{Align, Page, Rows, Show, Sink, Table, plural, safe};

/// What `mm explain` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Where there is a store, the present sessions are listed that a rule decided.\n\nExamples:\n  mm explain                        list all rules\n  mm explain refuse-new-session     one rule, with its source\n  mm explain maintenance            the rules behind a code\n  mm explain \"Kestrel Freight/nightly\"    how a job is treated, and why"
)]
pub struct Args {
    /// A rule, a code or a job [default: all rules]
    #[arg(value_name = "RULE|CODE|JOB")]
    what: Option<String>,
}

/// Explains.
pub fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let app = App::of(global)?;
    let mut explained = Explained {
        rules: Rule::ALL.to_vec(),
        code: None,
        job: None,
        brief: args.what.is_none(),
        known: None,
    };
    let mut job = None;
    if let Some(what) = &args.what {
        if let Ok(rule) = what.parse::<Rule>() {
            explained.rules = vec![rule];
        } else if let Ok(code) = what.parse::<FailureCode>() {
            explained.rules.retain(|rule| rule.code() == Some(code));
            explained.code = Some(code);
        } else {
            job = Some(what.as_str());
        }
    }
    let looked = app.look(|snapshot| {
        let state = ServerStatus::of(snapshot, app.now())?;
        let known = Known { revision: state.server.revision, sessions: decided(snapshot, &state)? };
        let job = match job {
            Some(name) => treated(snapshot, &state, find(snapshot, name)?.id)?,
            None => None,
        };
        Ok((known, job))
    });
    let mut notes = app.notes();
    match looked {
        Ok((known, treated)) => {
            if let Some(treated) = &treated {
                explained.rules = treated.rule.into_iter().collect();
            }
            explained.known = Some(known);
            explained.job = treated;
        }
        Err(problem) => match (job, problem.code) {
            (Some(what), Code::NoStore | Code::UnknownJob) => return Err(unknown(what).into()),
            (Some(_), _) => return Err(problem.into()),
            (None, Code::NoStore) => {}
            (None, _) => {
                notes.push(format!("which sessions a rule decided is not known: {problem}"));
            }
        },
    }
    let mut done = Done::new(explained);
    done.notes = notes;
    Ok(done)
}

fn unknown(what: &str) -> Error {
    Error::new(Code::UnknownRule, format!("no rule, code or job is named {what:?}"))
        .hint(hint(what))
}

/// The name that was probably meant, and all that are known.
fn hint(what: &str) -> String {
    let rules: Vec<&str> = Rule::ALL.iter().map(|rule| rule.spelling()).collect();
    let codes: Vec<&str> = FailureCode::ALL.iter().map(|code| code.spelling()).collect();
    let meant = near(what, rules.iter().chain(&codes).copied())
        .first()
        .map(|name| format!("did you mean {name}? "))
        .unwrap_or_default();
    format!("{meant}rules: {}; codes: {}", rules.join(", "), codes.join(", "))
}

struct Explained {
    rules: Vec<Rule>,
    code: Option<FailureCode>,
    job: Option<Treated>,
    brief: bool,
    /// What a store tells, where there is one.
    known: Option<Known>,
}

struct Known {
    revision: u64,
    sessions: Vec<Decided>,
}

/// The document `mm.rules/1`.
#[derive(Serialize)]
struct Document<'e> {
    schema: &'static str,
    revision: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<&'e Treated>,
    rules: Vec<RuleRow<'e>>,
}

#[derive(Serialize)]
struct RuleRow<'e> {
    name: Rule,
    code: Option<FailureCode>,
    when: &'static str,
    what: &'static str,
    source: &'static str,
    ours: &'static [&'static str],
    /// The present sessions that it decided; `None`: there is no store.
    sessions: Option<Vec<&'e Decided>>,
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

impl Explained {
    /// The present sessions that a rule decided; `None`: nobody knows.
    fn decided(&self, rule: Rule) -> Option<Vec<&Decided>> {
        let known = self.known.as_ref()?;
        Some(known.sessions.iter().filter(|session| session.rule == rule).collect())
    }

    fn show_job(job: &Treated, page: &mut Page) {
        page.strong(safe(&format!("{}/{}", job.tenant, job.name)));
        let treated = match (job.rule, job.mode) {
            (Some(rule), Mode::Maintenance) => rule.spelling().to_owned(),
            (Some(rule), Mode::Active) => format!("{rule}, if the mode were switched on now"),
            (None, _) => "no rule has to treat it".to_owned(),
        };
        page.fields(&[
            ("is", format!("{}, target {}", job.job_type, job.target)),
            ("treated by", treated),
            ("so", job.summary.clone()),
        ]);
    }

    fn show_rule(&self, rule: Rule, page: &mut Page) {
        page.strong(rule.spelling());
        let mut fields = vec![("when", rule.when().to_owned()), ("then", rule.what().to_owned())];
        fields.extend(rule.code().map(|code| ("code", code.to_string())));
        fields.push(("source", rule.source().to_owned()));
        fields.extend(rule.ours().iter().map(|ours| ("our decision", (*ours).to_owned())));
        let decided = self.decided(rule);
        if let Some(decided) = &decided {
            let count = plural(decided.len() as u64, "present session", "present sessions");
            fields.push(("decided", count));
        }
        page.fields(&fields);
        let Some(decided) = decided.filter(|decided| !decided.is_empty()) else {
            return;
        };
        let mut table = Table::new(&[
            ("ID", Align::Right),
            ("TENANT", Align::Left),
            ("JOB", Align::Left),
            ("STARTED", Align::Left),
            ("STATE", Align::Left),
        ]);
        for session in decided {
            let state = session.result.map_or("working", Spelled::spelling);
            let id = session.id.to_string();
            let started = page.time(session.started);
            table.push([&*id, &*session.tenant, &*session.job, &*started, state]);
        }
        page.table(&table);
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
            sessions: self.decided(*rule),
        });
        let document = Document {
            schema: "mm.rules/1",
            revision: self.known.as_ref().map(|known| known.revision),
            job: self.job.as_ref(),
            rules: rules.collect(),
        };
        crate::output::json(&document, to)
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
            Some(FailureCode::TaskFailed) => {
                page.line("task-failed: the task ended in an error of its own; no rule decided it");
            }
            Some(code) => page.line(format!("{code}: given by these rules")),
            None => {}
        }
        if let Some(job) = &self.job {
            Self::show_job(job, page);
        }
        for (at, rule) in self.rules.iter().enumerate() {
            if at > 0 || self.code.is_some() || self.job.is_some() {
                page.line("");
            }
            self.show_rule(*rule, page);
        }
    }
}
