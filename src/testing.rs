//! TestStore: a store in a folder of its own, and commands that are run on it, for tests.

use clap::Parser as _;
use serde_json::Value;

use crate::cli::Cli;
use crate::domain::facts::{Ended, Origin, Session, SessionTask};
use crate::domain::{Instant, TaskState};
use crate::error::Error;
use crate::output::{Page, Sink};
use crate::store::{
    Actor, Location, NewStore, SessionFilter, Snapshot, Store, StoreKind, StoredSession,
};

/// A rehearsal store of its own.
pub struct TestStore {
    folder: tempfile::TempDir,
}

/// An instant of the evening of 23 November 2026.
pub fn at(time: &str) -> Instant {
    Instant::parse(&format!("2026-11-23T{time}:00Z")).unwrap()
}

impl TestStore {
    /// No store yet.
    pub fn new() -> TestStore {
        TestStore { folder: tempfile::tempdir().unwrap() }
    }

    fn location(&self) -> Location {
        Location(self.folder.path().join("mm.db"))
    }

    /// Runs a command at a time of the evening. Gives what came of it, or the code of its error.
    fn done(&self, time: &str, words: &[&str]) -> Result<crate::commands::Done, &'static str> {
        let cli = Cli::try_parse_from(self.line(time, words)).map_err(|_| "usage")?;
        crate::cli::carry_out(cli).map_err(|error| error.downcast::<Error>().unwrap().code.name())
    }

    /// The command line that runs a command at a time of the evening.
    pub fn line(&self, time: &str, words: &[&str]) -> Vec<String> {
        let (store, now) = (self.location().0, at(time).to_string());
        let head = ["mm", "--store", store.to_str().unwrap(), "--now", &now];
        head.iter().chain(words).map(|word| (*word).to_owned()).collect()
    }

    /// Looks at the store.
    pub fn look<T>(&self, work: impl FnOnce(&Snapshot<'_>) -> T) -> T {
        let store = Store::open(&self.location()).unwrap();
        work(&store.snapshot().unwrap())
    }

    /// The same. Gives its JSON.
    pub fn run(&self, time: &str, words: &[&str]) -> Result<Value, &'static str> {
        let done = self.done(time, words)?;
        let mut bytes = Vec::new();
        let mut sink = Sink::new(&mut bytes);
        done.show.json(&mut sink).unwrap();
        std::io::Write::flush(&mut sink).unwrap();
        drop(sink);
        Ok(serde_json::from_slice(&bytes).unwrap())
    }

    /// The same. Gives its page of HTML.
    #[track_caller]
    pub fn html(&self, time: &str, words: &[&str]) -> String {
        let page = Page::new(None, false, jiff::tz::TimeZone::UTC);
        self.done(time, words).unwrap().show.html(&page).unwrap()
    }

    /// A session of a number ended, as was seen at a time of the evening.
    #[track_caller]
    pub fn ends(&self, time: &str, number: i64, ended: Ended) {
        let actor = Actor { name: "trial".to_owned(), uid: None };
        let founding = NewStore { server: "trial", kind: None, group: None, actor: &actor };
        let mut store = Store::open_to_change(&self.location(), None).unwrap();
        let observer = store.change(|_| at(time), &founding).unwrap().observe();
        let mut sessions = observer.snapshot().sessions(SessionFilter::Id(number)).unwrap();
        sessions[0].facts.ended = Some(ended);
        observer.update_session(&sessions[0]).unwrap();
        observer.commit().unwrap();
    }

    /// A session of a job that works, and was seen so at a time of the evening.
    #[track_caller]
    pub fn works(&self, time: &str, job: i64, origin: Origin, tasks: &[(&str, Option<&str>)]) {
        let tasks: Vec<SessionTask> = tasks
            .iter()
            .map(|(name, started)| SessionTask {
                name: (*name).to_owned(),
                state: started.map_or(TaskState::Pending, |_| TaskState::Running),
                started: started.map(at),
                ended: None,
                code: None,
            })
            .collect();
        let started = tasks.iter().filter_map(|task| task.started).min();
        let session = StoredSession {
            id: 0,
            job,
            origin,
            facts: Session {
                tenant: String::new(),
                job: String::new(),
                source_id: None,
                attempt: 0,
                started: started.unwrap_or(at(time)),
                ended: None,
                tasks,
            },
            rule: None,
            notification: None,
            task_notifications: Vec::new(),
            observed_at: at(time),
            process: None,
        };
        let actor = Actor { name: "trial".to_owned(), uid: None };
        let founding = NewStore {
            server: "trial",
            kind: Some(StoreKind::Rehearsal),
            group: None,
            actor: &actor,
        };
        let mut store = Store::open_to_change(&self.location(), None).unwrap();
        let observer = store.change(|_| at(time), &founding).unwrap().observe();
        observer.add_session(&session).unwrap();
        observer.caught_up(at(time)).unwrap();
        observer.commit().unwrap();
    }
}
