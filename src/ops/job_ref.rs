//! References to jobs on the command line.
//!
//! A reference is a name, or `TENANT/JOB`. Names may contain slashes, so every split is tried. If
//! several splits match, `TENANT//JOB` says where the name of the tenant ends.

use crate::domain::Job;
use crate::error::{Code, Error, Result};
use crate::ops::suggestions::did_you_mean;
use crate::store::{JobFilter, Snapshot, Stored};

/// How many matching jobs an error lists at most.
const LISTED: usize = 10;

pub fn find(snapshot: &Snapshot<'_>, text: &str) -> Result<Stored<Job>> {
    let mut found = candidates(snapshot, text)?;
    match found.len() {
        0 => Err(unknown(snapshot, text)?),
        1 => Ok(found.remove(0)),
        _ => Err(ambiguous(snapshot, text, &found)?),
    }
}

/// Finds each job once, in the order of the references.
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

/// Finds a job by the exact names of tenant and job.
pub fn exactly(snapshot: &Snapshot<'_>, tenant: &str, name: &str) -> Result<Option<Stored<Job>>> {
    let Some(tenant) = snapshot.tenant(tenant)? else {
        return Ok(None);
    };
    let job = snapshot.jobs(JobFilter::InTenant { tenant: tenant.id, name })?.pop();
    // A damaged index must not let another job run.
    if let Some(job) = &job
        && (&job.facts.tenant, &*job.facts.name) != (&tenant.facts.name, name)
    {
        let message = format!("the index leads from {name:?} to another job, {:?}", job.facts.name);
        return Err(Error::new(Code::Damaged, message).hint("`mm store check` shows the damage"));
    }
    Ok(job)
}

/// The shortest unambiguous reference with a tenant.
pub fn reference(snapshot: &Snapshot<'_>, job: &Job) -> Result<String> {
    let short = format!("{}/{}", job.tenant, job.name);
    if candidates(snapshot, &short)?.len() == 1 {
        return Ok(short);
    }
    Ok(format!("{}//{}", job.tenant, job.name))
}

fn candidates(snapshot: &Snapshot<'_>, text: &str) -> Result<Vec<Stored<Job>>> {
    let explicit = split(snapshot, text, "//")?;
    if !explicit.is_empty() {
        return Ok(explicit);
    }
    let mut found = snapshot.jobs(JobFilter::Named(text))?;
    found.extend(split(snapshot, text, "/")?);
    Ok(found)
}

/// Jobs whose tenant's name ends before one of the occurrences of `separator`.
fn split(snapshot: &Snapshot<'_>, text: &str, separator: &str) -> Result<Vec<Stored<Job>>> {
    let mut found = Vec::new();
    for (at, _) in text.char_indices().filter(|(at, _)| text[*at..].starts_with(separator)) {
        found.extend(exactly(snapshot, &text[..at], &text[at + separator.len()..])?);
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
    let message = format!("{text:?} matches {} jobs: {}{more}", found.len(), listed.join(", "));
    Ok(Error::new(Code::AmbiguousJob, message).hint("use one of these references"))
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
    fn references_are_names_with_or_without_a_tenant() {
        #[track_caller]
        fn case(store: &TestStore, text: &str, want: Result<(&str, &str), &str>) {
            let found = store.run("20:00", &["jobs", "show", text]);
            let found = found.map(|job| {
                let member = |name: &str| job[name].as_str().unwrap().to_owned();
                (member("tenant"), member("name"))
            });
            assert_eq!(found, want.map(|(a, b)| (a.to_owned(), b.to_owned())), "{text}");
        }
        let store = TestStore::new();
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
            store.run("20:00", &add).unwrap();
        }
        case(&store, "c", Ok(("a/b", "c")));
        case(&store, "b/c", Ok(("a", "b/c")));
        case(&store, "a/b/c", Err("ambiguous-job"));
        case(&store, "a//b/c", Ok(("a", "b/c")));
        case(&store, "a/b//c", Ok(("a/b", "c")));
        case(&store, "nightly", Err("ambiguous-job"));
        case(&store, "z/nightly", Ok(("z", "nightly")));
        case(&store, "a/nightly", Err("ambiguous-job"));
        case(&store, "a//nightly", Ok(("a", "nightly")));
        case(&store, "z/a/nightly", Ok(("z", "a/nightly")));
        case(&store, "夜間", Ok(("東京", "夜間")));
        case(&store, "東京/夜間", Ok(("東京", "夜間")));
        case(&store, "\"q\"\u{1b}[m", Ok(("a", "\"q\"\u{1b}[m")));
        case(&store, "Nightly", Err("unknown-job"));
        case(&store, "", Err("unknown-job"));
        case(&store, "/", Err("unknown-job"));
        case(&store, "//", Err("unknown-job"));
    }
}
