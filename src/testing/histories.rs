//! Random histories of a live store: a model server, an observer with flaws, and what `mm` then claims.
//!
//! Whenever the server is said to be drained, no covered session is running in the model. Whenever it
//! is said to be idle, no session was running when the deciding observation was read.

use std::collections::HashMap;
use std::fs::File;
use std::time::{Duration, SystemTime};

use clap::Parser as _;

use crate::cli::Cli;
use crate::clock;
use crate::domain::{Instant, Mode, Span};
use crate::ops::app::{App, AppOptions};
use crate::ops::drain::{DrainState, Scope, decide};
use crate::ops::gate::{Admission, RegisteredSession, admit};
use crate::ops::refresh_import::import_output;
use crate::ops::server_status::ServerStatus;
use crate::ops::session_diff::Declared;
use crate::scenario::random::Draw;
use crate::store::Snapshot;

/// A job of the model server, with a cloud target.
struct TestJob {
    tenant: &'static str,
    name: &'static str,
    is_covered: bool,
    /// What runs: the id of the session, and what `mm run` holds.
    running: Option<(u64, Option<RegisteredSession>)>,
}

/// What an observer read, and when.
#[derive(Clone)]
struct Reading {
    text: String,
    is_complete: bool,
    clock: i64,
    any_runs: bool,
}

struct History {
    draw: Draw,
    folder: tempfile::TempDir,
    jobs: Vec<TestJob>,
    /// Milliseconds since 1970 in the real world, and how far the clock is ahead of it.
    real: i64,
    ahead: i64,
    is_on: bool,
    next: u64,
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
}

impl History {
    fn new(seed: u64) -> History {
        let job = |tenant, name, is_covered| TestJob { tenant, name, is_covered, running: None };
        let mut history = History {
            draw: Draw::new(seed),
            folder: tempfile::tempdir().unwrap(),
            jobs: vec![
                job("Acme", "nightly", true),
                job("Acme", "weekly", true),
                job("Birch", "nightly", true),
                job("Birch", "verify", false),
                job("Cedar", "new", true),
            ],
            real: 1_795_464_000_000,
            ahead: 0,
            is_on: false,
            next: 1,
            delayed: Vec::new(),
            read: HashMap::new(),
            log: Vec::new(),
        };
        history.set_clock();
        history.mm(&["init", "--live"]);
        let text = history.listing_of_jobs(3);
        history.import(&Reading {
            text,
            is_complete: false,
            clock: history.clock(),
            any_runs: true,
        });
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
        let options = AppOptions {
            store: Some(self.folder.path().join("mm.db")),
            now: None,
            actor: None,
            hooks: None,
            hook_timeout: Span::from_secs(1),
            hook_output: |_| true,
        };
        App::new(options).unwrap()
    }

    fn mm(&mut self, words: &[&str]) -> bool {
        let store = self.folder.path().join("mm.db");
        let head = ["mm", "--as", "op", "-q", "--store", store.to_str().unwrap()];
        let cli = Cli::try_parse_from(head.iter().chain(words)).unwrap();
        let done = cli.execute();
        self.log.push(format!("{} {words:?}: {:?}", self.clock(), done.as_ref().err()));
        done.is_ok()
    }

    fn any_runs(&self) -> bool {
        self.jobs.iter().any(|job| job.running.is_some())
    }

    fn listing_of_jobs(&self, most: usize) -> String {
        let rows = self.jobs.iter().take(most).map(|job| {
            let job_type = if job.is_covered { "Backup" } else { "SureBackup" };
            let runs = job.running.is_some();
            format!("{},{},{job_type},{runs},cloud\n", job.tenant, job.name)
        });
        format!("Tenant,Name,JobType,IsRunning,Target\n{}", rows.collect::<String>())
    }

    fn listing_of_sessions(&self, most: usize, clock: Option<i64>) -> String {
        let running = self.jobs.iter().filter_map(|job| Some((job, job.running.as_ref()?.0)));
        let rows: Vec<String> = running
            .map(|(job, id)| {
                let job_type = if job.is_covered { "Backup" } else { "SureBackup" };
                format!(
                    r#"{{"id":"s{id}","job":"{}","tenant":"{}","job_type":"{job_type}","state":"Working"}}"#,
                    job.name, job.tenant
                )
            })
            .collect();
        let told = clock.map(|at| format!(r#""observed_at":"{}","#, Instant::from_millis(at)));
        format!(
            r#"{{"schema":"mm.provider-sessions/1",{}"count":{},"sessions":[{}]}}"#,
            told.unwrap_or_default(),
            rows.len(),
            rows[..rows.len().min(most)].join(",")
        )
    }

    /// The jobs in pages, of which some may be missing, repeated or out of order.
    fn pages(&mut self) -> String {
        let total = self.jobs.len();
        let mut pages: Vec<String> = (0..total)
            .step_by(2)
            .map(|offset| {
                let rows = self.jobs[offset..total.min(offset + 2)].iter().enumerate().map(|(at, job)| {
                    let status = if job.running.is_some() { "Running" } else { "Success" };
                    let job_type = if job.is_covered { "BackupVm" } else { "SureBackup" };
                    format!(
                        r#"{{"instanceUid":"j{}","name":"{}","type":"{job_type}","status":"{status}","targetType":"Cloud","backupServerUid":"s","organizationUid":"{}"}}"#,
                        offset + at, job.name, job.tenant
                    )
                });
                let rows: Vec<String> = rows.collect();
                format!(
                    r#"{{"meta":{{"pagingInfo":{{"total":{total},"count":{},"offset":{offset}}}}},"data":[{}]}}"#,
                    rows.len(),
                    rows.join(",")
                )
            })
            .collect();
        match self.draw.below(5) {
            0 => _ = pages.pop(),
            1 => _ = pages.remove(0),
            2 => pages[1] = pages[0].clone(),
            3 => pages.reverse(),
            _ => {}
        }
        let companies = ["Acme", "Birch", "Cedar"].map(|name| {
            format!(r#"{{"instanceUid":"{name}","name":"{name}","resellerUid":null,"companyServices":{{}}}}"#)
        });
        format!("{}\n{{\"data\":[{}]}}", pages.join("\n"), companies.join(","))
    }

    /// Reads the server, with or without a flaw that can be noticed. Only what is whole, or what
    /// shows that it is not, is declared complete.
    fn observe(&mut self) -> Reading {
        let clock = self.clock();
        let whole = self.jobs.len();
        let (mut text, is_complete) = match self.draw.below(9) {
            0 | 1 => (self.listing_of_sessions(whole, None), false),
            2 => (self.listing_of_sessions(whole, Some(clock)), false),
            3 => (self.listing_of_sessions(1, None), false),
            4 => (self.listing_of_sessions(whole, Some(clock + 3_600_000)), false),
            5 => (self.listing_of_jobs(whole), true),
            6 => (self.listing_of_jobs(2), false),
            7 => (self.listing_of_jobs(3), false),
            _ => (self.pages(), true),
        };
        if self.draw.below(8) == 0 {
            // A cut at a line break of a table cannot be noticed, and is not declared complete.
            let at = self.place(text.len());
            text.truncate(at);
            let is_complete = is_complete && !text.ends_with('\n');
            return Reading { text, is_complete, clock, any_runs: self.any_runs() };
        }
        Reading { text, is_complete, clock, any_runs: self.any_runs() }
    }

    fn import(&mut self, reading: &Reading) {
        let declared = if reading.is_complete { Declared::Complete } else { Declared::Partial };
        if self.draw.below(2) == 0 && reading.clock == self.clock() {
            let begun = Instant::from_millis(reading.clock);
            let done =
                import_output(&self.app(), "refresh", reading.text.as_bytes(), begun, declared);
            self.log.push(format!(
                "{} refresh {declared:?} {:?} {}",
                self.clock(),
                done.err(),
                reading.text
            ));
        } else {
            let path = self.folder.path().join("export");
            std::fs::write(&path, &reading.text).unwrap();
            let written =
                SystemTime::UNIX_EPOCH + Duration::from_millis(reading.clock.unsigned_abs());
            File::options().write(true).open(&path).unwrap().set_modified(written).unwrap();
            let at = Instant::from_millis(reading.clock).to_string();
            let mut words = vec!["jobs", "import", path.to_str().unwrap()];
            if self.draw.below(2) == 0 {
                words.extend(["--observed-at", &at]);
            }
            if reading.is_complete {
                words.push("--complete");
            }
            self.log.push(reading.text.clone());
            self.mm(&words);
        }
        let ids = |snapshot: &Snapshot<'_>| {
            Ok(snapshot.observations()?.iter().map(|each| each.id).collect::<Vec<_>>())
        };
        for id in self.app().look(ids).unwrap() {
            self.read.entry(id).or_insert(reading.any_runs);
        }
    }

    fn step(&mut self) {
        self.real += 1 + self.draw.below(400_000);
        self.set_clock();
        let job = self.place(self.jobs.len());
        match self.draw.below(20) {
            0..=2
                if self.jobs[job].running.is_none()
                    && (!self.is_on || !self.jobs[job].is_covered) =>
            {
                self.log.push(format!("{} starts {job}", self.clock()));
                self.jobs[job].running = Some((self.next, None));
                self.next += 1;
            }
            // The command of `mm run` is killed, or a session of the server ends.
            3..=5 => {
                self.log.push(format!("{} ends {job}", self.clock()));
                self.jobs[job].running = None;
            }
            6 if self.jobs[job].running.is_none() => {
                let name = format!("{}/{}", self.jobs[job].tenant, self.jobs[job].name);
                if let Ok(Admission::Admitted(session)) = admit(&self.app(), &name) {
                    self.log.push(format!("{} runs {job}", self.clock()));
                    self.jobs[job].running = Some((self.next, Some(session)));
                    self.next += 1;
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
            12 | 13 => self.is_on |= self.mm(&["enable"]),
            14 if self.draw.below(2) == 0 => self.is_on &= !self.mm(&["disable"]),
            15 if self.draw.below(2) == 0 => {
                self.ahead = [0, 0, 60_000, -60_000, 600_000, -600_000, 86_400_000][self.place(7)];
                // What was read by another clock has no time that could be compared.
                self.delayed.clear();
                self.set_clock();
            }
            16 if self.draw.below(4) == 0 => {
                let name = format!("{}/{}", self.jobs[job].tenant, self.jobs[job].name);
                self.mm(&["jobs", "remove", &name, "--yes"]);
            }
            17 if self.draw.below(4) == 0 => {
                let before = Instant::from_millis(self.clock()).to_string();
                self.mm(&["sessions", "clear", "--before", &before, "--yes"]);
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
            let runs = self.jobs.iter().any(|job| job.is_covered && job.running.is_some());
            let is_false = covered.answer() == Some(true) && runs;
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

#[test]
fn drained_and_idle_are_never_claimed_of_a_server_that_works() {
    let is_long = std::env::var_os("MM_LONG").is_some_and(|value| value == "1");
    let (mut drained, mut idle) = (Claims::default(), Claims::default());
    for seed in 0..if is_long { 20_000 } else { 150 } {
        let mut history = History::new(seed);
        for _ in 0..30 {
            history.step();
            history.ask(&mut drained, &mut idle);
        }
    }
    let figures = format!("drained: {drained:?}; idle: {idle:?}");
    for claims in [&drained, &idle] {
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
    history.jobs[1].running = Some((1, None));
    let clock = history.clock();
    let path = history.folder.path().join("export");
    std::fs::write(&path, history.listing_of_sessions(9, Some(clock))).unwrap();
    let written = SystemTime::UNIX_EPOCH + Duration::from_millis(clock.unsigned_abs());
    File::options().write(true).open(&path).unwrap().set_modified(written).unwrap();
    history.mm(&["jobs", "import", path.to_str().unwrap()]);
    let app = history.app();
    let state = app.look(|snapshot| {
        decide(&app, snapshot, &ServerStatus::of(snapshot, app.now())?, Scope::Cloud)
    });
    assert_eq!(state.unwrap(), DrainState::No { sessions: 1 });
}
