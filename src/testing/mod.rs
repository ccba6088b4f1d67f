//! Helpers for tests: a store in a folder of its own, and commands run on it.

mod histories;
pub mod hostile;
mod rehearsals;

use std::path::PathBuf;

use clap::Parser as _;
use serde_json::Value;

use crate::cli::Cli;
use crate::clock;
use crate::commands::Response;
use crate::domain::{Ended, Origin, Session, SessionTask, Spelled as _, Target};
use crate::domain::{Instant, Span, TaskState};
use crate::ops::app::{App, AppOptions};
use crate::output::{Format, ResultWriter};
use crate::store::{
    Actor, Location, NewStore, Observer, SessionFilter, Snapshot, Store, StoreKind, StoredSession,
};

/// A store in a folder of its own: a rehearsal, or a live one on a clock that each command sets.
pub struct TestStore {
    folder: tempfile::TempDir,
    kind: StoreKind,
}

/// An instant on 23 November 2026 in UTC, from hour and minute; or any instant, in full.
pub fn at(time: &str) -> Instant {
    if time.contains('T') {
        return Instant::parse(time).unwrap();
    }
    Instant::parse(&format!("2026-11-23T{time}:00Z")).unwrap()
}

/// What a command works with on a live store, when the clock says what a test set.
pub fn live_app(store: PathBuf) -> App {
    let options = AppOptions {
        store: Some(store),
        now: None,
        actor: None,
        hooks: None,
        hook_timeout: Span::from_secs(1),
        hook_output: |_| true,
    };
    App::new(options).unwrap()
}

/// The text of a response in a format.
pub fn text_of(response: &Response, format: Format) -> String {
    let width = (format == Format::Table).then_some(80);
    let zone = jiff::tz::TimeZone::UTC;
    let program = "mm".to_owned();
    let writer = ResultWriter {
        format,
        is_terminal: false,
        width,
        height: None,
        colored: false,
        zone,
        program,
    };
    let mut bytes = Vec::new();
    (response.write)(&writer, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Adds a document to the file that `MM_DOCUMENTS` names, which `.ci/connect` validates.
fn keep_document(json: &str) {
    use std::io::Write as _;
    let path = std::env::var_os("MM_DOCUMENTS").filter(|_| json.starts_with("{\"schema\""));
    if let Some(path) = path {
        let mut file = std::fs::File::options().create(true).append(true).open(path).unwrap();
        file.write_all(json.as_bytes()).unwrap();
    }
}

impl TestStore {
    /// A rehearsal that was created at midnight.
    pub fn new() -> TestStore {
        TestStore::of(StoreKind::Rehearsal)
    }

    /// A live store that was created at midnight.
    pub fn live() -> TestStore {
        TestStore::of(StoreKind::Live)
    }

    fn of(kind: StoreKind) -> TestStore {
        let store = TestStore { folder: tempfile::tempdir().unwrap(), kind };
        let actor = Actor { name: "trial".to_owned(), uid: None };
        let new =
            NewStore { server: "trial", kind: Some(kind), site: None, group: None, actor: &actor };
        let mut created = Store::open_or_create(&store.location(), None).unwrap();
        created.lock_or_create(|_| at("00:00"), &new).unwrap().leave().unwrap();
        store
    }

    fn location(&self) -> Location {
        Location(self.folder.path().join("mm.db"))
    }

    /// Writes a file beside the store, and returns its path.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The command line of a command that runs at a time.
    pub fn line(&self, time: &str, words: &[&str]) -> Vec<String> {
        let (store, now) = (self.location().0, at(time).to_string());
        let mut head = vec!["mm", "--store", store.to_str().unwrap()];
        match self.kind {
            StoreKind::Rehearsal => head.extend(["--now", &now]),
            StoreKind::Live => clock::set_for_test(at(time)),
        }
        head.iter().chain(words).map(|word| (*word).to_owned()).collect()
    }

    /// What a command that runs on a live store when the clock says `time` works with.
    pub fn app(&self, time: &str) -> App {
        clock::set_for_test(at(time));
        live_app(self.location().0)
    }

    /// Reads a live store as a command does that runs when the clock says `time`.
    pub fn look_live<T>(&self, time: &str, read: impl FnOnce(&App, &Snapshot<'_>) -> T) -> T {
        let app = self.app(time);
        app.look(|snapshot| Ok(read(&app, snapshot))).unwrap()
    }

    /// Runs a command at a time and returns what it writes in a format; an error gives its code.
    fn output(&self, time: &str, words: &[&str], to: Format) -> Result<String, &'static str> {
        let words = [&["--output", to.spelling()], words].concat();
        let cli = Cli::try_parse_from(self.line(time, &words)).map_err(|_| "usage")?;
        Ok(text_of(&cli.execute().map_err(|error| error.code.name())?, to))
    }

    /// Runs a command at a time and returns its JSON, or the code of its error.
    pub fn run(&self, time: &str, words: &[&str]) -> Result<Value, &'static str> {
        let json = self.output(time, words, Format::Json)?;
        keep_document(&json);
        Ok(serde_json::from_str(&json).unwrap())
    }

    /// Runs a command at a time and returns its HTML.
    #[track_caller]
    pub fn html(&self, time: &str, words: &[&str]) -> String {
        self.output(time, words, Format::Html).unwrap()
    }

    /// Runs a command at a time and returns its page for people.
    #[track_caller]
    pub fn table(&self, time: &str, words: &[&str]) -> String {
        self.output(time, words, Format::Table).unwrap()
    }

    /// Reads the store.
    pub fn look<T>(&self, work: impl FnOnce(&Snapshot<'_>) -> T) -> T {
        let store = Store::open(&self.location()).unwrap();
        work(&store.snapshot().unwrap())
    }

    /// Writes what is observed at a time.
    #[track_caller]
    pub fn observe<T>(&self, time: &str, work: impl FnOnce(&Observer<'_>) -> T) -> T {
        let mut store = Store::open_to_change(&self.location()).unwrap();
        let observer = store.lock(|_| at(time)).unwrap().observe();
        let outcome = work(&observer);
        observer.commit().unwrap();
        outcome
    }

    /// Records that a session ended, observed at a time.
    #[track_caller]
    pub fn ends(&self, time: &str, number: i64, ended: Ended) {
        self.observe(time, |observer| {
            let mut sessions = observer.snapshot().sessions(SessionFilter::Id(number)).unwrap();
            sessions[0].facts.ended = Some(ended);
            observer.update_session(&sessions[0]).unwrap();
        });
    }

    /// Records a working session, observed at a time. Tasks are names with start times.
    #[track_caller]
    pub fn works(&self, time: &str, job: i64, origin: Origin, tasks: &[(&str, Option<&str>)]) {
        self.add_session(time, Some(job), ["", ""], origin, tasks);
    }

    /// Records a working session of a job that is not in the store, observed at a time.
    #[track_caller]
    pub fn works_unknown(&self, time: &str, tenant_and_job: [&str; 2]) {
        self.add_session(time, None, tenant_and_job, Origin::Imported, &[]);
    }

    #[track_caller]
    fn add_session(
        &self,
        time: &str,
        job: Option<i64>,
        tenant_and_job: [&str; 2],
        origin: Origin,
        tasks: &[(&str, Option<&str>)],
    ) {
        let tasks: Vec<SessionTask> = tasks
            .iter()
            .map(|(name, started)| SessionTask {
                name: (*name).into(),
                state: started.map_or(TaskState::Pending, |_| TaskState::Running),
                started: started.map(at),
                ended: None,
                code: None,
            })
            .collect();
        let started = tasks.iter().filter_map(|task| task.started).min();
        let [tenant, job_name] = tenant_and_job;
        let started = started.unwrap_or(at(time));
        let facts = Session { tasks, ..Session::new(tenant, job_name, started) };
        let session = StoredSession {
            observed_at: at(time),
            ..StoredSession::new(origin, job, None, Target::Cloud, facts)
        };
        self.observe(time, |observer| {
            observer.add_session(&session).unwrap();
            observer.caught_up(at(time)).unwrap();
        });
    }
}
