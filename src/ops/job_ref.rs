//! Job reference: the job that somebody names on the command line.
//!
//! A reference is a name, or `TENANT/JOB`. Names may hold slashes, so every split is tried. Where a
//! reference can still be read in two ways, `TENANT//JOB` says where the tenant's name ends.

use crate::domain::facts::Job;
use crate::error::{Code, Error, Result};
use crate::ops::suggestions::did_you_mean;
use crate::store::{JobFilter, Snapshot, Stored};

/// So many jobs are listed at most where a reference means several.
const LISTED: usize = 10;

/// The one job that is meant.
pub fn find(snapshot: &Snapshot<'_>, text: &str) -> Result<Stored<Job>> {
    let mut found = candidates(snapshot, text)?;
    match found.len() {
        0 => Err(unknown(snapshot, text)?),
        1 => Ok(found.remove(0)),
        _ => Err(ambiguous(snapshot, text, &found)?),
    }
}

/// The jobs that are meant, each once, in the order in which they are named.
pub fn find_all(snapshot: &Snapshot<'_>, texts: &[String]) -> Result<Vec<Stored<Job>>> {
    let mut found: Vec<Stored<Job>> = Vec::with_capacity(texts.len());
    let mut seen = std::collections::HashSet::new();
    for text in texts {
        let job = find(snapshot, text)?;
        if seen.insert(job.id) {
            found.push(job);
        }
    }
    Ok(found)
}

/// The job of a tenant, by its exact name.
pub fn exactly(snapshot: &Snapshot<'_>, tenant: &str, name: &str) -> Result<Option<Stored<Job>>> {
    let Some(tenant) = snapshot.tenant(tenant)? else {
        return Ok(None);
    };
    let job = snapshot.jobs(JobFilter::InTenant { tenant: tenant.id, name })?.pop();
    // An index that leads to another job than it says must open no gate.
    if let Some(job) = &job
        && (&job.facts.tenant, &*job.facts.name) != (&tenant.facts.name, name)
    {
        let message = format!("what is kept as {name:?} is another job, {:?}", job.facts.name);
        return Err(Error::new(Code::Damaged, message).hint("mm store check tells more"));
    }
    Ok(job)
}

/// How a job is referred to so that nothing else is meant.
pub fn reference(snapshot: &Snapshot<'_>, job: &Job) -> Result<String> {
    let short = format!("{}/{}", job.tenant, job.name);
    if candidates(snapshot, &short)?.len() == 1 {
        return Ok(short);
    }
    Ok(format!("{}//{}", job.tenant, job.name))
}

fn candidates(snapshot: &Snapshot<'_>, text: &str) -> Result<Vec<Stored<Job>>> {
    let certain = split(snapshot, text, "//")?;
    if !certain.is_empty() {
        return Ok(certain);
    }
    let mut found = snapshot.jobs(JobFilter::Named(text))?;
    found.extend(split(snapshot, text, "/")?);
    Ok(found)
}

/// The jobs that are meant where `mark` ends the tenant's name.
fn split(snapshot: &Snapshot<'_>, text: &str, mark: &str) -> Result<Vec<Stored<Job>>> {
    let mut found = Vec::new();
    for (at, _) in text.char_indices().filter(|(at, _)| text[*at..].starts_with(mark)) {
        found.extend(exactly(snapshot, &text[..at], &text[at + mark.len()..])?);
    }
    Ok(found)
}

fn ambiguous(snapshot: &Snapshot<'_>, text: &str, found: &[Stored<Job>]) -> Result<Error> {
    let mut listed = Vec::new();
    for job in found.iter().take(LISTED) {
        listed.push(format!("{:?}", reference(snapshot, &job.facts)?));
    }
    let more = found.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("{text:?} means {} jobs: {}{more}", found.len(), listed.join(", "));
    Ok(Error::new(Code::AmbiguousJob, message).hint("name one of them as it stands here"))
}

fn unknown(snapshot: &Snapshot<'_>, text: &str) -> Result<Error> {
    let names = snapshot.job_names()?;
    // A text without a slash can only be a name without a tenant.
    let full: Vec<String> = if text.contains('/') {
        names.iter().map(|(tenant, name)| format!("{tenant}/{name}")).collect()
    } else {
        Vec::new()
    };
    let bare = names.iter().map(|(_, name)| &**name);
    let hint = did_you_mean(text, bare.chain(full.iter().map(|name| &**name)))
        .unwrap_or_else(|| "`mm jobs status` lists all jobs".to_owned());
    Ok(Error::new(Code::UnknownJob, format!("no job named {text:?}")).hint(hint))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestStore;

    #[test]
    fn jobs_are_meant_by_name_or_by_tenant_and_name() {
        #[track_caller]
        fn case(trial: &TestStore, text: &str, want: Result<(&str, &str), &str>) {
            let found = trial.run("20:00", &["jobs", "show", text]);
            let found = found.map(|job| {
                let member = |name: &str| job[name].as_str().unwrap().to_owned();
                (member("tenant"), member("name"))
            });
            assert_eq!(found, want.map(|(a, b)| (a.to_owned(), b.to_owned())), "{text}");
        }
        let trial = TestStore::new();
        for (tenant, name) in [
            ("a", "b/c"),
            ("a/b", "c"),
            ("a", "nightly"),
            ("z", "nightly"),
            ("z", "a/nightly"),
            ("東京", "夜間"),
            ("a", "\"q\"\u{1b}[m"),
        ] {
            let add =
                ["jobs", "add", name, "--tenant", tenant, "--type", "other", "--task", "x=1m"];
            trial.run("20:00", &add).unwrap();
        }
        case(&trial, "c", Ok(("a/b", "c")));
        case(&trial, "b/c", Ok(("a", "b/c")));
        case(&trial, "a/b/c", Err("ambiguous-job"));
        case(&trial, "a//b/c", Ok(("a", "b/c")));
        case(&trial, "a/b//c", Ok(("a/b", "c")));
        case(&trial, "nightly", Err("ambiguous-job"));
        case(&trial, "z/nightly", Ok(("z", "nightly")));
        case(&trial, "a/nightly", Err("ambiguous-job"));
        case(&trial, "a//nightly", Ok(("a", "nightly")));
        case(&trial, "z/a/nightly", Ok(("z", "a/nightly")));
        case(&trial, "夜間", Ok(("東京", "夜間")));
        case(&trial, "東京/夜間", Ok(("東京", "夜間")));
        case(&trial, "\"q\"\u{1b}[m", Ok(("a", "\"q\"\u{1b}[m")));
        case(&trial, "Nightly", Err("unknown-job"));
        case(&trial, "", Err("unknown-job"));
        case(&trial, "/", Err("unknown-job"));
        case(&trial, "//", Err("unknown-job"));
    }
}
