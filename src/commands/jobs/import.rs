//! `mm jobs import`: read the exports of backup products into the store.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::args::{Global, spelled};
use crate::commands::Response;
use crate::commands::confirm::Confirmation;
use crate::domain::{Instant, Span, Target, Toward, When, plural, zone_named};
use crate::error::{Code, Error, Result};
use crate::import::{
    self, DateOrder, EXPORT_TIME, ExportFormat, ImportOptions, Imported, Kind, ObservedFrom,
    SourceFile,
};
use crate::ops::app::App;
use crate::ops::change::expect_revision;
use crate::ops::import_diff::{ImportDiff, Unlisted, compare};
use crate::ops::input;
use crate::ops::refresh_import::import_options;
use crate::ops::session_diff::Declared;
use crate::store::StoreKind;
use crate::views::import_report::ImportReport;
use crate::views::progress_bar::Bar;

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
#[command(
    after_help = "`mm` merges several files: jobs, agents, tenants, states, sessions, repositories, pages of one listing. It recognises the format of each file, and makes all changes in one transaction. If you import the same files again, nothing changes. docs/import.md says how to export the files.\n\nExamples:\n  mm jobs import jobs.json agents.json tenants.json    listings of VSPC, merged\n  mm jobs import --dry-run jobs.json                   show what would change\n  mm jobs import --tenant Acme Jobs.csv                PowerShell does not name the tenant\n  mm jobs export | mm --store copy.db jobs import -    copy jobs to another store"
)]
pub struct Args {
    /// Files to read; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Format of all files [default: recognise each file]
    #[arg(long, value_name = "FORMAT", value_parser = spelled::<ExportFormat>())]
    format: Option<ExportFormat>,
    /// Tenant of jobs for which the files name none
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Target of jobs for which the files name none [default: cloud]
    #[arg(long, value_name = "TARGET", value_parser = spelled::<Target>())]
    target: Option<Target>,
    /// Time zone of times without a UTC offset [default: that of the machine]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// Order of day and month in dates with slashes [default: by the dates of all files]
    #[arg(long, value_name = "ORDER", value_parser = spelled::<DateOrder>())]
    dates: Option<DateOrder>,
    /// Contents of files that do not name them
    #[arg(long, value_name = "KIND", value_parser = spelled::<Kind>())]
    kind: Option<Kind>,
    /// Planned duration of tasks for which the files give none
    #[arg(long, value_name = "DURATION", value_parser = Span::typed, default_value = "30m")]
    default_duration: Span,
    /// Time of the observation, if the files do not state it [default: when the oldest was written]
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    observed_at: Option<When>,
    /// Also remove jobs that are not in the files; asks first
    #[arg(long)]
    replace: bool,
    /// Declare that the files together list every job that can run against the cloud, or every
    /// running session
    #[arg(long)]
    complete: bool,
    /// Fail if a line or element cannot be used, or if pages or parts of the files are missing
    #[arg(long)]
    strict: bool,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Fail unless the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
    #[command(flatten)]
    confirmation: Confirmation,
}

pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let imported = read(&app, args)?;
    if let (true, Some(first)) = (args.strict, imported.unused.first()) {
        let count = imported.unused.len() as u64;
        let count = plural(count, "line or element", "lines or elements");
        let message = format!("{count} cannot be used; the first: {first}");
        return Err(Error::new(Code::ImportStrict, message)
            .hint("without --strict they are reported and left out; nothing was changed"));
    }
    if let (true, Some(first)) = (args.strict, imported.lost.first()) {
        let message = format!("the files do not hold all that they list: {first}");
        return Err(Error::new(Code::ImportStrict, message)
            .hint("without --strict this is reported; nothing was changed"));
    }
    let declared = if args.complete { Declared::Complete } else { Declared::of(&imported) };
    let unlisted = if args.replace { Unlisted::Remove } else { Unlisted::Keep };
    if args.replace && !args.dry_run {
        let removed = app.look(|snapshot| {
            Ok(compare(snapshot, &app, &imported, unlisted, declared)?.removed_jobs())
        })?;
        if !removed.is_empty() {
            let jobs = plural(removed.len() as u64, "job", "jobs");
            let question = format!("Remove {jobs} that are not in the files, with their sessions?");
            args.confirmation.ask(&removed, &question)?;
        }
    }
    let report = if args.dry_run {
        app.look(|snapshot| {
            expect_revision(snapshot, args.if_revision)?;
            let diff = compare(snapshot, &app, &imported, unlisted, declared)?;
            let revision = snapshot.server()?.revision;
            let report = report(&diff, &imported, revision, false);
            Ok(ImportReport { dry_run: true, would_change: Some(diff.is_change()), ..report })
        })?
    } else {
        app.lock(|store| {
            let snapshot = store.snapshot();
            expect_revision(&snapshot, args.if_revision)?;
            let diff = compare(&snapshot, &app, &imported, unlisted, declared)?;
            if diff.sessions.has_observations() && snapshot.server()?.kind.is_none() {
                store.only_for(StoreKind::Live, "observed sessions belong to a live store")?;
            }
            let mut bar: Option<Bar> = None;
            let mut on_job = |jobs| bar.get_or_insert_with(|| Bar::new(jobs)).step();
            let (revision, changed) = diff.write(store, &app, &mut on_job)?;
            Ok(report(&diff, &imported, revision, changed))
        })?
    };
    Ok(Response::of(&app, report))
}

fn read(app: &App, args: &Args) -> Result<Imported> {
    let timezone = match &args.timezone {
        None => app.zone().clone(),
        Some(name) => zone_named(name).ok_or_else(|| {
            Error::usage(format!("--timezone: unknown time zone {name:?}"))
                .hint("use a name such as Europe/Berlin")
        })?,
    };
    let is_rehearsal = app.look(|snapshot| Ok(snapshot.server()?.is_rehearsal()))?;
    let given =
        args.observed_at.map(|at| app.when("--observed-at", at, Toward::Past)).transpose()?;
    // The reading of standard input begins now; a file was written at the end of its export. A
    // rehearsal takes files as they are.
    let begun = app.clock();
    let written = oldest_written(&args.files);
    let took = if is_rehearsal { Span::from_secs(0) } else { EXPORT_TIME };
    let exported = written.map(|at| (at - took).min(begun));
    let mut files = Vec::with_capacity(args.files.len());
    for path in &args.files {
        files.push((input::name_of(path), input::bytes(path)?));
    }
    let options = ImportOptions {
        format: args.format,
        tenant: args.tenant.clone(),
        target: args.target,
        dates: args.dates,
        kind: args.kind,
        timezone,
        default_duration: args.default_duration,
        observed_at: given.or(exported),
        ..import_options(app, begun)?
    };
    let sources = files
        .iter_mut()
        .map(|(name, bytes)| SourceFile { name, bytes: Cow::Owned(std::mem::take(bytes)) });
    let mut imported = import::read(sources.collect(), &options).map_err(|error| {
        Error::new(Code::Import, error.to_string())
            .hint("docs/import.md lists the files that can be read; nothing was changed")
    })?;
    match imported.observed_from {
        ObservedFrom::Option if given.is_none() => imported.observed_from = ObservedFrom::Written,
        // An export did not begin after it was written: such a time says nothing of its beginning.
        ObservedFrom::File | ObservedFrom::Option => {
            let told = imported.observed_at;
            let written = written.filter(|_| !is_rehearsal && told <= begun);
            if let Some(written) = written.filter(|written| *written < told) {
                imported.observed_at = written - EXPORT_TIME;
                imported.observed_from = ObservedFrom::Written;
            }
        }
        ObservedFrom::Written | ObservedFrom::Present => {}
    }
    Ok(imported)
}

/// The time at which the oldest of the regular files was written; `None` if there is none. Standard
/// input and pipes are read from now on.
fn oldest_written(files: &[PathBuf]) -> Option<Instant> {
    files.iter().filter_map(|path| written(path)).min()
}

/// The time at which a regular file was written. One that cannot be told is as old as can be.
fn written(path: &Path) -> Option<Instant> {
    const EPOCH: SystemTime = SystemTime::UNIX_EPOCH;
    let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    let millis = |length: Duration| i64::try_from(length.as_millis()).ok();
    let since_epoch = metadata.modified().ok().and_then(|at| match at.duration_since(EPOCH) {
        Ok(since) => millis(since),
        Err(before) => millis(before.duration()).map(|before| -before),
    });
    Some(Instant::from_millis(since_epoch.unwrap_or(0)))
}

fn report(
    diff: &ImportDiff<'_>,
    imported: &Imported,
    revision: u64,
    changed: bool,
) -> ImportReport {
    ImportReport {
        schema: "mm.import/1",
        revision,
        changed,
        dry_run: false,
        would_change: None,
        observed_at: imported.observed_at,
        observed_from: imported.observed_from,
        jobs: diff.jobs,
        tenants: diff.tenants,
        sessions: diff.sessions.counts(),
        types: diff.types.clone(),
        complete: diff.sessions.is_complete(),
        lost: diff.sessions.lost.clone(),
        unused: imported.unused.clone(),
        assumed: [&*imported.assumed, &*diff.warnings].concat(),
    }
}
