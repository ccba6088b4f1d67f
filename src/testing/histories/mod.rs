//! Random histories of a live store: a model server, an observer with flaws, and what `mm` then claims.
//!
//! Whenever the server is said to be drained, no covered session is running in the model. Whenever it
//! is said to be idle, no session was running when the deciding observation was read.

mod model;

use std::collections::HashMap;
use std::fs::File;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use clap::Parser as _;

use crate::cli::Cli;
use crate::clock;
use crate::domain::{Instant, Mode};
use crate::error::Code;
use crate::ops::app::App;
use crate::ops::drain::{DrainState, Scope, decide};
use crate::ops::gate::{Admission, admit};
use crate::ops::refresh_import::import_output;
use crate::ops::server_status::ServerStatus;
use crate::ops::session_diff::Declared;
use crate::scenario::random::Draw;
use crate::store::Snapshot;
use crate::testing::histories::model::{ModelServer, Rows};
use crate::testing::live_app;

/// What an observer read, and when: one listing, or two.
#[derive(Clone)]
struct Reading {
    listings: Vec<String>,
    is_complete: bool,
    clock: i64,
    any_runs: bool,
}

struct History {
    draw: Draw,
    folder: tempfile::TempDir,
    server: ModelServer,
    /// Milliseconds since 1970 in the real world, and how far the clock is ahead of it.
    real: i64,
    ahead: i64,
    /// When the clock was last set.
    clock_set: i64,
    is_on: bool,
    delayed: Vec<Reading>,
    /// Whether anything ran when each observation was read.
    read: HashMap<i64, bool>,
    log: Vec<String>,
}

#[derive(Default, Debug)]
struct Claims {
    yes: u64,
    no: u64,
    unknown: u64,
}

impl Claims {
    fn count(&mut self, answer: Option<bool>) {
        match answer {
            Some(true) => self.yes += 1,
            Some(false) => self.no += 1,
            None => self.unknown += 1,
        }
    }

    fn add(&mut self, other: &Claims) {
        self.yes += other.yes;
        self.no += other.no;
        self.unknown += other.unknown;
    }
}

impl History {
    fn new(seed: u64) -> History {
        let mut history = History {
            draw: Draw::new(seed),
            folder: tempfile::tempdir().unwrap(),
            server: ModelServer::new(),
            real: 1_795_464_000_000,
            ahead: 0,
            clock_set: 1_795_464_000_000,
            is_on: false,
            delayed: Vec::new(),
            read: HashMap::new(),
            log: Vec::new(),
        };
        history.set_clock();
        history.mm(&["init", "--live"]).unwrap();
        let listings = vec![history.server.table_of_jobs(3)];
        let clock = history.clock();
        history.import(&Reading { listings, is_complete: false, clock, any_runs: true });
        history
    }

    fn clock(&self) -> i64 {
        self.real + self.ahead
    }

    fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.draw.below(i64::try_from(length).unwrap())).unwrap()
    }

    fn set_clock(&self) {
        clock::set_for_test(Instant::from_millis(self.clock()));
    }

    fn app(&self) -> App {
        live_app(self.folder.path().join("mm.db"))
    }

    fn mm(&mut self, words: &[&str]) -> Result<(), Code> {
        let store = self.folder.path().join("mm.db");
        let head = ["mm", "--as", "op", "-q", "--store", store.to_str().unwrap()];
        let cli = Cli::try_parse_from(head.iter().chain(words)).unwrap();
        let done = cli.execute();
        self.log.push(format!("{} {words:?}: {:?}", self.clock(), done.as_ref().err()));
        done.map(|_| ()).map_err(|error| error.code)
    }

    /// Reads the server, with or without a flaw that can be noticed. Only what is whole, or what
    /// shows that it is not, is declared complete.
    fn observe(&mut self) -> Reading {
        let clock = self.clock();
        let (server, draw) = (&mut self.server, &mut self.draw);
        let whole = server.jobs.len();
        let (mut listings, is_complete) = match draw.below(14) {
            0 | 1 => (vec![server.sessions(usize::MAX, None, draw)], false),
            2 => (vec![server.sessions(usize::MAX, Some(clock), draw)], false),
            3 => (vec![server.sessions(1, None, draw)], false),
            4 => (vec![server.sessions(usize::MAX, Some(clock + 3_600_000), draw)], false),
            5 => (vec![server.table_of_jobs(whole)], true),
            6 => (vec![server.table_of_jobs(2)], false),
            7 => (vec![server.jobs(3, Rows::True, draw)], false),
            8 | 9 => (vec![server.jobs(whole, Rows::True, draw)], true),
            10 => (vec![server.pages(draw)], true),
            // What runs is in the second listing.
            11 => {
                let most = if draw.chance(50) { whole } else { 2 };
                let jobs = server.jobs(most, Rows::Doubtful, draw);
                return self.two_listings(jobs, clock);
            }
            12 => {
                let jobs = server.table_of_jobs(3);
                return self.two_listings(jobs, clock);
            }
            _ => {
                let pages = server.pages(draw);
                return self.two_listings(pages, clock);
            }
        };
        let mut is_complete = is_complete;
        if draw.below(8) == 0 {
            // A cut at a line break of a table cannot be noticed, and is not declared complete.
            let at = draw.below(i64::try_from(listings[0].len()).unwrap());
            listings[0].truncate(usize::try_from(at).unwrap());
            is_complete &= !listings[0].ends_with('\n');
        }
        Reading { listings, is_complete, clock, any_runs: server.any_runs() }
    }

    /// A listing of jobs, and one of everything that runs.
    fn two_listings(&mut self, jobs: String, clock: i64) -> Reading {
        let sessions = self.server.sessions(usize::MAX, None, &mut self.draw);
        let mut listings = vec![jobs, sessions];
        if self.draw.chance(50) {
            listings.reverse();
        }
        let is_complete = self.draw.chance(70);
        Reading { listings, is_complete, clock, any_runs: self.server.any_runs() }
    }

    fn import(&mut self, reading: &Reading) {
        let declared = if reading.is_complete { Declared::Complete } else { Declared::Partial };
        self.log.extend(reading.listings.iter().cloned());
        let done = if self.draw.below(2) == 0 && reading.clock == self.clock() {
            // It began before the server was read, and others may have ended meanwhile.
            let slow = (self.draw.below(4) * 60_000).min(self.real - self.clock_set);
            let begun = Instant::from_millis(reading.clock - slow);
            let output = reading.listings.join("\n");
            let done = import_output(&self.app(), "refresh", output.as_bytes(), begun, declared);
            let done = done.map(|_| ());
            self.log.push(format!(
                "{} refresh {declared:?} {:?}",
                self.clock(),
                done.as_ref().err()
            ));
            done.map_err(|error| error.code)
        } else {
            self.import_files(reading)
        };
        if let Err(code) = done {
            assert_eq!(code, Code::Import, "{}", self.log.join("\n"));
        }
        let ids = |snapshot: &Snapshot<'_>| {
            Ok(snapshot.observations()?.iter().map(|each| each.id).collect::<Vec<_>>())
        };
        for id in self.app().look(ids).unwrap() {
            self.read.entry(id).or_insert(reading.any_runs);
        }
    }

    /// Imports files that were written when the server was read.
    fn import_files(&mut self, reading: &Reading) -> Result<(), Code> {
        let folder = self.folder.path();
        let paths: Vec<PathBuf> =
            (0..reading.listings.len()).map(|at| folder.join(format!("export {at}"))).collect();
        for (path, listing) in paths.iter().zip(&reading.listings) {
            write_at(path, listing, reading.clock);
        }
        let at = Instant::from_millis(reading.clock).to_string();
        let mut words = vec!["jobs", "import"];
        words.extend(paths.iter().map(|path| path.to_str().unwrap()));
        if self.draw.below(2) == 0 {
            words.extend(["--observed-at", &at]);
        }
        if reading.is_complete {
            words.push("--complete");
        }
        self.mm(&words)
    }

    /// The name under which operators know a job.
    fn name(&self, job: usize) -> String {
        format!("{}/{}", self.server.jobs[job].tenant, self.server.jobs[job].name)
    }

    fn step(&mut self) {
        self.real += 1 + self.draw.below(400_000);
        self.set_clock();
        let at = self.place(self.server.jobs.len());
        let number = self.server.number();
        let is_gated = self.server.is_gated(at);
        let job = &mut self.server.jobs[at];
        let is_idle = job.running.is_empty();
        match self.draw.below(22) {
            0..=2 if (is_idle || self.draw.chance(20)) && (!self.is_on || !job.is_covered) => {
                self.log.push(format!("{} starts {at}", self.real + self.ahead));
                job.begin(number, None);
            }
            // The command of `mm run` is killed, or a session of the server ends.
            3..=5 => {
                self.log.push(format!("{} ends {at}", self.real + self.ahead));
                job.running.pop();
            }
            6 if is_idle && is_gated => {
                let name = self.name(at);
                if let Ok(Admission::Admitted(session)) = admit(&self.app(), &name) {
                    self.log.push(format!("{} runs {name}", self.clock()));
                    self.server.jobs[at].begin(number, Some(session));
                }
            }
            7..=10 => {
                let reading = self.observe();
                if self.draw.below(3) == 0 {
                    self.delayed.push(reading);
                } else {
                    self.import(&reading);
                    if self.draw.below(4) == 0 {
                        self.delayed.push(reading);
                    }
                }
            }
            11 if !self.delayed.is_empty() => {
                let at = self.place(self.delayed.len());
                let reading = self.delayed.remove(at);
                self.import(&reading);
            }
            12 | 13 => self.is_on |= self.mm(&["enable"]).is_ok(),
            14 if self.draw.below(2) == 0 => self.is_on &= self.mm(&["disable"]).is_err(),
            15 if self.draw.below(2) == 0 => {
                self.ahead = [0, 0, 60_000, -60_000, 600_000, -600_000, 86_400_000][self.place(7)];
                // What was read by another clock has no time that could be compared.
                self.delayed.clear();
                self.clock_set = self.real;
                self.set_clock();
            }
            16 if self.draw.below(4) == 0 => {
                let name = self.name(at);
                _ = self.mm(&["jobs", "remove", &name, "--yes"]);
            }
            17 if self.draw.below(4) == 0 => {
                let before = Instant::from_millis(self.clock()).to_string();
                self.mm(&["sessions", "clear", "--before", &before, "--yes"]).unwrap();
            }
            18 | 19 => {
                self.log.push(format!("{} renames {at}", self.real + self.ahead));
                self.server.rename(at, &mut self.draw);
            }
            _ => {}
        }
    }

    fn ask(&mut self, drained: &mut Claims, idle: &mut Claims) {
        let app = self.app();
        let (is_on, covered, cloud, observations) = app
            .look(|snapshot| {
                let server = ServerStatus::of(snapshot, app.now())?;
                let covered = decide(&app, snapshot, &server, Scope::Covered)?;
                let cloud = decide(&app, snapshot, &server, Scope::Cloud)?;
                let is_on = server.mode() == Mode::Maintenance;
                Ok((is_on, covered, cloud, snapshot.observations()?))
            })
            .unwrap();
        if is_on {
            drained.count(covered.answer());
            let is_false = covered.answer() == Some(true) && self.server.any_covered_runs();
            assert!(!is_false, "drained, but a covered session runs:\n{}", self.log.join("\n"));
        }
        idle.count(cloud.answer());
        if let DrainState::Yes { observed_at: Some(at) } = cloud {
            let mut deciding = observations.iter().filter(|each| each.at == at && each.complete);
            let is_true = deciding.any(|each| !self.read[&each.id]);
            assert!(is_true, "idle, but a session ran at {at}:\n{}", self.log.join("\n"));
        }
    }
}

/// Writes a file as an export of that time did.
fn write_at(path: &Path, text: &str, clock: i64) {
    std::fs::write(path, text).unwrap();
    let written = SystemTime::UNIX_EPOCH + Duration::from_millis(clock.unsigned_abs());
    File::options().write(true).open(path).unwrap().set_modified(written).unwrap();
}

/// What is claimed in every `step`th history.
fn claims(from: u64, to: u64, step: usize) -> [Claims; 2] {
    let (mut drained, mut idle) = (Claims::default(), Claims::default());
    for seed in (from..to).step_by(step) {
        let mut history = History::new(seed);
        for _ in 0..30 {
            history.step();
            history.ask(&mut drained, &mut idle);
        }
    }
    [drained, idle]
}

#[test]
fn drained_and_idle_are_never_claimed_of_a_server_that_works() {
    let is_long = std::env::var_os("MM_LONG").is_some_and(|value| value == "1");
    let histories = if is_long { 10_000 } else { 150 };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let mut all = [Claims::default(), Claims::default()];
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads as u64)
            .map(|from| scope.spawn(move || claims(from, histories, threads)))
            .collect();
        for part in parts {
            let part = part.join().unwrap();
            all.iter_mut().zip(&part).for_each(|(all, part)| all.add(part));
        }
    });
    let [drained, idle] = &all;
    let figures = format!("drained: {drained:?}; idle: {idle:?}");
    for claims in &all {
        assert!(claims.yes > 100 && claims.no > 100 && claims.unknown > 100, "{figures}");
    }
    #[expect(clippy::print_stderr, reason = "figures are for people")]
    {
        eprintln!("{figures}");
    }
}

/// Found by 20,000 histories: the time of the file was earlier than that of another listing.
#[test]
fn a_session_in_a_listing_that_looks_older_than_another_is_running() {
    let mut history = History::new(1);
    history.real += 229_841;
    history.set_clock();
    history.server.jobs[1].begin(1, None);
    let clock = history.clock();
    let path = history.folder.path().join("export");
    let listing = history.server.sessions(usize::MAX, Some(clock), &mut Draw::new(1));
    write_at(&path, &listing, clock);
    history.mm(&["jobs", "import", path.to_str().unwrap()]).unwrap();
    let app = history.app();
    let state = app.look(|snapshot| {
        decide(&app, snapshot, &ServerStatus::of(snapshot, app.now())?, Scope::Cloud)
    });
    assert_eq!(state.unwrap(), DrainState::No { sessions: 1 });
}
