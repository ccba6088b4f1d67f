//! `mm explain`: show what a word, a rule or a code means, or how a job is treated and why.

use crate::commands::prelude::*;
use crate::domain::{
    Access, FailureCode, JobType, Mode, Rule, Spelled, Target, on_enable, start_session,
};
use crate::ops::job_ref;
use crate::ops::rule_usage::{DecidedSession, decided_sessions};
use crate::ops::server_status::ServerStatus;
use crate::ops::suggestions::did_you_mean;
use crate::ops::treatment::job_status;
use crate::store::Snapshot;
use crate::views::glossary::{TERMS, term_named};
use crate::views::rules::{ErrorCodeRow, RuleRow, RulesDocument, TreatedJob};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "If there is a store, mm also lists the present sessions that the rule decided.\n\nExamples:\n  mm explain                              all rules and words\n  mm explain affected                     a word in a table or a headline\n  mm explain refuse-new-session           one rule, with its source\n  mm explain maintenance                  the rules behind a code\n  mm explain not-observed                 the code of an error\n  mm explain \"Kestrel Freight/nightly\"    how a job is treated, and why"
)]
pub struct Args {
    /// Word, rule, code or job to explain [default: list all rules and words]
    #[arg(value_name = "WORD|RULE|CODE|JOB")]
    subject: Vec<String>,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let subject = Some(args.subject.join(" ")).filter(|subject| !subject.is_empty());
    let subject = subject.as_deref();
    let rule = subject.and_then(|subject| subject.parse::<Rule>().ok());
    // The rule of that name comes first: `tenant-disabled` is a rule and a code.
    let code: Option<FailureCode> =
        subject.filter(|_| rule.is_none()).and_then(|subject| subject.parse().ok());
    let term = subject.and_then(term_named);
    let error = subject.and_then(Code::named);
    let is_word = term.is_some() || error.is_some();
    let job = subject.filter(|_| rule.is_none() && code.is_none());
    let found = app.look(|snapshot| {
        let status = ServerStatus::of(snapshot, app.now())?;
        let decided = decided_sessions(snapshot, &status)?;
        let job = match job.map(|job| treated_job(snapshot, &status, job)).transpose() {
            // A word that is no job.
            Err(error) if is_word && error.code == Code::UnknownJob => None,
            job => job?,
        };
        Ok((status.server.revision, decided, job))
    });
    let mut notes = Vec::new();
    let (revision, decided, treated) = match (found, job) {
        (Ok((revision, decided, treated)), _) => (Some(revision), Some(decided), treated),
        // Somebody who asks for a word or a code may have no store, or a damaged one.
        (Err(error), Some(_))
            if is_word && !matches!(error.code, Code::AmbiguousJob | Code::AmbiguousTenant) =>
        {
            (None, None, None)
        }
        (Err(error), Some(job)) if matches!(error.code, Code::NoStore | Code::UnknownJob) => {
            return Err(unknown_subject(job));
        }
        (Err(error), Some(_)) => return Err(error),
        (Err(error), None) if error.code == Code::NoStore => (None, None, None),
        (Err(error), None) => {
            notes.push(format!("cannot list the sessions that a rule decided: {error}"));
            (None, None, None)
        }
    };
    let rules = Rule::ALL.iter().copied().filter(|each| match (rule, code, &treated) {
        (Some(rule), _, _) => *each == rule,
        (None, Some(_), _) => each.code() == code,
        (None, None, None) if is_word => false,
        (None, None, Some(job)) => job.rule == Some(*each),
        (None, None, None) => true,
    });
    let decided: Option<&[DecidedSession]> = decided.as_deref();
    let mut done = Response::new(RulesDocument {
        schema: "mm.rules/1",
        revision,
        rules: rules.map(|rule| RuleRow::new(rule, decided)).collect(),
        term: term.copied(),
        error: error.map(ErrorCodeRow::new),
        job: treated,
        code,
        is_overview: subject.is_none(),
    });
    done.notes = notes;
    Ok(done)
}

fn treated_job(snapshot: &Snapshot<'_>, status: &ServerStatus, job: &str) -> Result<TreatedJob> {
    let job = job_status(snapshot, status, job_ref::find(snapshot, job)?.id)?;
    Ok(TreatedJob {
        tenant: job.tenant,
        name: job.name,
        job_type: job.job_type,
        target: job.target,
        mode: status.mode(),
        rule: job.treatment.rule,
        summary: job.treatment.summary,
    })
}

fn unknown_subject(subject: &str) -> Error {
    let rules: Vec<&str> = Rule::ALL.iter().map(|rule| rule.spelling()).collect();
    let codes: Vec<&str> = FailureCode::ALL.iter().map(|code| code.spelling()).collect();
    let words = TERMS.iter().map(|term| &term.word);
    let errors: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let known_words = rules.iter().chain(&codes).chain(words).chain(&errors);
    let suggestion = did_you_mean(subject, known_words.copied());
    let known = "`mm explain` lists all rules and words".to_owned();
    let hints = rule_of_type(subject).or(suggestion).into_iter().chain([known]);
    Error::new(Code::UnknownRule, format!("no word, rule, code or job named {subject:?}"))
        .hint(hints.collect::<Vec<_>>().join(" "))
}

/// Where to read what maintenance does to jobs of a type, given its name or a part of it.
fn rule_of_type(subject: &str) -> Option<String> {
    let named = |job_type: &&JobType| job_type.spelling().contains(&subject.to_lowercase());
    let job_type = *JobType::ALL.iter().find(named).filter(|_| subject.len() > 2)?;
    let coverage = job_type.coverage(Target::Cloud);
    let start = start_session(coverage, Target::Cloud, Access::Enabled, Mode::Maintenance);
    let mut rules: Vec<Rule> = start.rule().into_iter().chain([on_enable(coverage)]).collect();
    rules.dedup();
    let commands: Vec<String> = rules.iter().map(|rule| format!("`mm explain {rule}`")).collect();
    Some(format!("for jobs of the type {job_type}, see {};", commands.join(" and ")))
}
