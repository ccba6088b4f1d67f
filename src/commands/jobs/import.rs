//! Import of jobs: reads exports, compares them with the store, and takes over what is new.

use std::path::PathBuf;

use serde::Serialize;

use crate::args::{Global, spelled};
use crate::commands::Response;
use crate::commands::confirm::Confirmation;
use crate::domain::Span;
use crate::domain::{Instant, Look, Target, When, zone_named};
use crate::error::{Code, Error, Result};
use crate::import::{self, Format, Incoming, ObservedFrom, Options, Source, Warning};
use crate::ops::app::App;
use crate::ops::change::expect_revision;
use crate::ops::import_diff::{Comparison, Counts, Removal, TypeCount, compare};
use crate::ops::input;
use crate::output::{Page, View, plural, sanitize};
use crate::store::StoreKind;

/// What `mm jobs import` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Several files are joined: jobs, agents, tenants, states, sessions, repositories, pages of one listing. Each tells its format by itself. One transaction: all of it or none; the same files again change nothing. docs/import.md tells how to make the files.\n\nExamples:\n  mm jobs import jobs.json agents.json tenants.json    VSPC listings, joined\n  mm jobs import --dry-run jobs.json                   what would change\n  mm jobs import --tenant Acme Jobs.csv                PowerShell tells no tenant\n  mm jobs export | mm --store copy.db jobs import -    another store"
)]
pub struct Args {
    /// Files to read; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Take all files to be of this format
    #[arg(long, value_name = "FORMAT", value_parser = spelled::<Format>())]
    format: Option<Format>,
    /// Take jobs to be this tenant's where a source does not tell
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Take jobs to write there where a source does not tell [default: cloud]
    #[arg(long, value_name = "TARGET", value_parser = spelled::<Target>())]
    target: Option<Target>,
    /// Take times without an offset to be of this time zone [default: local]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// Plan tasks of which nothing is known to take so long
    #[arg(long, value_name = "DUR", value_parser = Span::parse, default_value = "30m")]
    default_duration: Span,
    /// Take files that do not tell to show this time [default: when the oldest was written]
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    observed_at: Option<When>,
    /// Also remove jobs that the files no longer hold; asks
    #[arg(long)]
    replace: bool,
    /// Take a line that cannot be used for an error
    #[arg(long)]
    strict: bool,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
    #[command(flatten)]
    confirmation: Confirmation,
}

/// How long a task of which nothing is known is planned to run.
const DEFAULT_DURATION: Span = Span::from_secs(30 * 60);

/// Imports.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let options = options(&app, args)?;
    let mut options = options;
    let written = if options.observed_at.is_none() { written(&args.files) } else { None };
    options.observed_at = options.observed_at.or(written.map(|at| at.min(app.now())));
    let mut files = Vec::with_capacity(args.files.len());
    for path in &args.files {
        files.push((input::name_of(path), input::bytes(path)?));
    }
    let sources: Vec<Source<'_>> =
        files.iter().map(|(name, bytes)| Source { name, bytes }).collect();
    let mut incoming = import::read(&sources, &options).map_err(|wrong| {
        Error::new(Code::Import, wrong.to_string())
            .hint("docs/import.md tells which files can be read; nothing was changed")
    })?;
    if let (Some(_), ObservedFrom::Option) = (written, incoming.observed_from) {
        incoming.observed_from = ObservedFrom::Written;
    }
    if let (true, Some(first)) = (args.strict, incoming.unused.first()) {
        let message = format!(
            "{} cannot be used; the first: {first}",
            plural(incoming.unused.len() as u64, "line or element", "lines or elements")
        );
        return Err(Error::new(Code::ImportStrict, message)
            .hint("without --strict they are reported and left out; nothing was changed")
            .into());
    }
    drop(sources);
    drop(files);
    let removal = if args.replace { Removal::Gone } else { Removal::Nothing };
    if args.replace && !args.dry_run {
        let gone =
            app.dry_run(|snapshot| Ok(compare(snapshot, &app, &incoming, removal)?.gone()))?;
        if !gone.is_empty() {
            let jobs = plural(gone.len() as u64, "job", "jobs");
            let question =
                format!("Remove {jobs} that the files no longer hold, with their sessions?");
            args.confirmation.ask(&gone, &question)?;
        }
    }
    let told = if args.dry_run {
        app.dry_run(|snapshot| {
            expect_revision(snapshot, args.if_revision)?;
            let comparison = compare(snapshot, &app, &incoming, removal)?;
            let revision = snapshot.server()?.revision;
            Ok(told(comparison, &incoming, revision, false, true))
        })?
    } else {
        app.lock_or_create(|change| {
            expect_revision(&change.snapshot(), args.if_revision)?;
            let server = change.snapshot().server()?;
            let comparison = compare(&change.snapshot(), &app, &incoming, removal)?;
            if comparison.has_sessions() && server.kind.is_none() {
                change.only_for(StoreKind::Live, "observed sessions belong to a live store")?;
            }
            let (revision, changed) = comparison.write(change, &app)?;
            Ok(told(comparison, &incoming, revision, changed, false))
        })?
    };
    Ok(Response::of(&app, told))
}

/// Takes over what somebody exported just now, with nothing else said.
pub fn take(app: &App, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let options = Options {
        format: None,
        tenant: None,
        target: None,
        timezone: app.zone().clone(),
        default_duration: DEFAULT_DURATION,
        observed_at: None,
        now: app.now(),
    };
    let incoming = import::read(&[Source { name, bytes }], &options)
        .map_err(|wrong| Error::new(Code::Import, wrong.to_string()))?;
    app.lock(|change| {
        let comparison = compare(&change.snapshot(), app, &incoming, Removal::Nothing)?;
        comparison.write(change, app).map(|_| ())
    })
}

fn options(app: &App, args: &Args) -> Result<Options, Error> {
    let timezone = match &args.timezone {
        None => app.zone().clone(),
        Some(name) => zone_named(name).ok_or_else(|| {
            Error::usage(format!("--timezone: unknown time zone {name:?}"))
                .hint("write one like Europe/Berlin")
        })?,
    };
    let observed_at = args.observed_at;
    Ok(Options {
        format: args.format,
        tenant: args.tenant.clone(),
        target: args.target,
        timezone,
        default_duration: args.default_duration,
        observed_at: observed_at.map(|at| app.when("--observed-at", at, Look::Back)).transpose()?,
        now: app.now(),
    })
}

/// When the files were written, the oldest of them: what they show is no newer. `None` where one
/// is no file that lies somewhere.
fn written(files: &[PathBuf]) -> Option<Instant> {
    let written = |path: &PathBuf| {
        let since = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?.modified();
        let since = since.ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some(Instant::from_millis(i64::try_from(since.as_millis()).ok()?))
    };
    files.iter().map(written).collect::<Option<Vec<_>>>()?.into_iter().min()
}

fn told(
    comparison: Comparison<'_>,
    incoming: &Incoming,
    revision: u64,
    changed: bool,
    dry_run: bool,
) -> Imported {
    Imported {
        schema: "mm.import/1",
        revision,
        changed,
        dry_run,
        observed_at: incoming.observed_at,
        observed_from: incoming.observed_from,
        jobs: comparison.jobs,
        tenants: comparison.tenants,
        sessions: comparison.sessions,
        types: comparison.types,
        unused: incoming.unused.clone(),
        guessed: [&*incoming.guessed, &*comparison.notes].concat(),
    }
}

/// The document `mm.import/1`.
#[derive(Serialize)]
struct Imported {
    schema: &'static str,
    revision: u64,
    changed: bool,
    dry_run: bool,
    observed_at: Instant,
    observed_from: ObservedFrom,
    jobs: Counts,
    tenants: Counts,
    sessions: Counts,
    types: Vec<TypeCount>,
    unused: Vec<Warning>,
    guessed: Vec<Warning>,
}

impl View for Imported {
    fn page(&self, page: &mut Page) {
        page.strong(match (self.dry_run, self.changed) {
            (true, _) => "This is what an import would change. Nothing was changed.",
            (false, true) => "Imported.",
            (false, false) => "Nothing has changed since the last import.",
        });
        let from = match self.observed_from {
            ObservedFrom::File => "as the files tell",
            ObservedFrom::Option => "as --observed-at tells",
            ObservedFrom::Written => "when the files were written",
            ObservedFrom::Present => "the present, as no file tells",
        };
        page.fields(&[
            ("observed", format!("{}, {from}", page.time(self.observed_at))),
            ("jobs", self.jobs.in_words()),
            ("tenants", self.tenants.in_words()),
            ("sessions", self.sessions.in_words()),
        ]);
        for TypeCount { job_type, target, jobs } in &self.types {
            page.line(format!("    {jobs:>6}  {job_type}, {target}"));
        }
        for (title, notes) in [("Guessed:", &self.guessed), ("Not used:", &self.unused)] {
            if notes.is_empty() {
                continue;
            }
            page.line("");
            page.strong(title);
            for note in notes {
                page.line(format!("  {}", sanitize(&note.to_string())));
            }
        }
    }
}
