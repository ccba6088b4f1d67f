//! App: what every command that keeps or looks at state needs: store, present, who acts.

use std::cell::Cell;
use std::path::PathBuf;

use jiff::tz::TimeZone;

use crate::args::Global;
use crate::commands::Done;
use crate::domain::{Instant, Look, Span, When};
use crate::error::{Code, Error, Result};
use crate::hooks::{Extent, Hooks};
use crate::output::Show;
use crate::store::{Actor, Change, Kind, Location, NewStore, Snapshot, Store};
use crate::{clock, platform};

/// What a command works with.
pub struct App {
    /// Where the store lies.
    pub location: Location,
    now: Cell<Instant>,
    /// Where the clock stands, if it was set back before the last change of the store.
    set_back: Cell<Option<Instant>>,
    /// Who acts.
    pub actor: Actor,
    given: bool,
    /// The folder of hooks that was named.
    hooks: Option<PathBuf>,
    hook_limit: Span,
}

impl App {
    /// Reads the clock once, unless the present was given.
    pub fn of(global: &Global) -> Result<App> {
        let path = global.store.clone().unwrap_or_else(platform::default_store);
        let clock = clock::now();
        let now = match global.now {
            None => clock,
            Some(now) => now
                .resolve(clock, clock::zone(), Look::Back)
                .map_err(|error| Error::usage(format!("--now {error}")))?,
        };
        if now > Instant::LAST {
            return Err(Error::usage("--now lies beyond the calendar, which ends with 9999"));
        }
        let name = global.actor.clone().filter(|name| !name.trim().is_empty());
        Ok(App {
            location: Location(path),
            now: Cell::new(now),
            set_back: Cell::new(None),
            actor: Actor { name: name.unwrap_or_else(platform::actor), uid: platform::real_uid() },
            given: global.now.is_some(),
            hooks: global.hooks.clone().filter(|folder| !folder.as_os_str().is_empty()),
            hook_limit: global.hook_timeout,
        })
    }

    /// The present. Time never runs backwards for a store: where the clock was set back, the
    /// present is the instant of its last change, so that no maintenance is undone by a clock.
    pub fn now(&self) -> Instant {
        self.now.get()
    }

    /// Takes another instant as the present, for a command that goes on.
    pub fn go_on_at(&self, now: Instant) {
        self.now.set(now);
    }

    fn not_before(&self, last: Instant) {
        let now = self.now();
        if !self.given && now < last {
            self.set_back.set(Some(now));
            self.now.set(last);
        }
    }

    /// The time zone of this machine or user.
    #[expect(clippy::unused_self, reason = "commands ask their app, not the machine")]
    pub fn zone(&self) -> &'static TimeZone {
        clock::zone()
    }

    /// The instant that an option names.
    pub fn when(&self, option: &str, when: When, look: Look) -> Result<Instant> {
        let instant = when
            .resolve(self.now(), self.zone(), look)
            .map_err(|error| Error::usage(format!("{option} {error}")))?;
        if instant > Instant::LAST {
            let message = format!("{option} lies beyond the calendar, which ends with 9999");
            return Err(Error::usage(message));
        }
        Ok(instant)
    }

    /// What to say on standard error before anything else.
    pub fn notes(&self) -> Vec<String> {
        match self.set_back.get() {
            Some(clock) => vec![format!(
                "the clock stands at {clock}, before the last change of the store: {} is taken as the present",
                self.now()
            )],
            None if self.given => vec![format!("the present is taken to be {}", self.now())],
            None => Vec::new(),
        }
    }

    /// A result, with what is to be said of the present.
    pub fn done(&self, show: impl Show + 'static) -> Done {
        let mut done = Done::new(show);
        done.notes = self.notes();
        done
    }

    /// The hooks that tell the real server of a store. Those of the machine are for a live store
    /// alone: a rehearsal must not switch a real server.
    pub fn hooks(&self, snapshot: &Snapshot<'_>) -> Result<Hooks> {
        let live = platform::default_hooks();
        match (snapshot.server()?.kind, &self.hooks) {
            (Some(Kind::Live), Some(_)) => {
                let live = live.display();
                let message = format!(
                    "--hooks is for a rehearsal; this store is live, its hooks lie in {live}"
                );
                Err(Error::new(Code::LiveStore, message)
                    .hint("leave out --hooks and MM_HOOKS, or name a rehearsal store with --store"))
            }
            (_, Some(folder)) if !folder.is_dir() => {
                let message = format!("--hooks {}: there is no such folder", folder.display());
                Err(Error::new(Code::NoHooks, message))
            }
            (_, Some(folder)) => Ok(Hooks::at(folder.clone(), Extent::Nearest, self.hook_limit)),
            (Some(Kind::Rehearsal), None) => Ok(Hooks::none()),
            (Some(Kind::Live) | None, None) => Ok(Hooks::at(live, Extent::Whole, self.hook_limit)),
        }
    }

    /// Whether there may be hooks for any store.
    pub fn may_have_hooks(&self) -> bool {
        self.hooks.is_some() || platform::default_hooks().exists()
    }

    /// The same before a change that they are told: all of them can be run, and the store is of
    /// the kind that they belong to.
    pub fn hooks_for(&self, change: &Change<'_>) -> Result<Hooks> {
        let hooks = self.hooks(&change.snapshot())?;
        if hooks.any() {
            let kind = if self.hooks.is_some() { Kind::Rehearsal } else { Kind::Live };
            change.only_for(kind, "hooks belong to one kind of store")?;
        }
        hooks.check()?;
        Ok(hooks)
    }

    /// Opens the store, and looks at it in one snapshot.
    pub fn look<T>(&self, work: impl FnOnce(&Snapshot<'_>) -> Result<T>) -> Result<T> {
        self.look_at_all(|snapshot| {
            snapshot.sealed()?;
            work(snapshot)
        })
    }

    /// The same where what is shown is to be seen even if it does not fit what it tells of.
    pub fn look_at_all<T>(&self, work: impl FnOnce(&Snapshot<'_>) -> Result<T>) -> Result<T> {
        let store = Store::open(&self.location)?;
        let look = || {
            let snapshot = store.snapshot()?;
            self.not_before(snapshot.last_change()?);
            work(&snapshot)
        };
        look().map_err(|problem| self.about(problem))
    }

    /// Opens the store, or creates it, and changes it in one transaction: `work` commits, or all
    /// stays as it was.
    pub fn change<T>(&self, work: impl FnOnce(Change<'_>) -> Result<T>) -> Result<T> {
        let host = platform::host();
        self.found(&self.founding(&host), work)
    }

    /// The same, with what a store begins with that has to be created.
    pub fn found<T>(
        &self,
        founding: &NewStore<'_>,
        work: impl FnOnce(Change<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut store = Store::open_to_change(&self.location, founding.group)?;
        let kind = founding.kind.or(self.given.then_some(Kind::Rehearsal));
        let founding = NewStore { kind, ..founding.clone() };
        let change = store.change(
            |last| {
                // Others may have been faster: what is decided now comes after what they decided.
                if !self.given {
                    self.now.set(clock::now());
                }
                self.not_before(last);
                self.now()
            },
            &founding,
        );
        let change = change.map_err(|error| self.about(error))?;
        self.may_change(&change)?;
        work(change).map_err(|problem| self.about(problem))
    }

    /// What `work` sees in the store, or in a new one where there is none. Nothing is kept.
    pub fn dry_run<T>(&self, work: impl FnOnce(&Snapshot<'_>) -> Result<T>) -> Result<T> {
        if self.location.0.exists() {
            return self.look(work);
        }
        let mut store = Store::in_memory()?;
        let host = platform::host();
        let kind = self.given.then_some(Kind::Rehearsal);
        let change = store.change(|_| self.now(), &NewStore { kind, ..self.founding(&host) })?;
        work(&change.snapshot())
    }

    fn founding<'c>(&'c self, host: &'c str) -> NewStore<'c> {
        NewStore { server: host, kind: None, group: None, actor: &self.actor }
    }

    /// The same, where the store must be there already.
    pub fn change_existing<T>(&self, work: impl FnOnce(Change<'_>) -> Result<T>) -> Result<T> {
        drop(Store::open(&self.location)?);
        self.change(work)
    }

    /// A change at a given present is for a rehearsal, and comes after those before it.
    fn may_change(&self, change: &Change<'_>) -> Result<()> {
        if !self.given {
            return Ok(());
        }
        change.only_for(Kind::Rehearsal, "--now changes a rehearsal only")?;
        let server = change.snapshot().server()?;
        if self.now() < server.caught_up {
            let message =
                format!("--now {} lies before its last change, {}", self.now(), server.caught_up);
            return Err(Error::new(Code::TimeGoesBack, message)
                .hint("give a later --now, or begin a new rehearsal in another store"));
        }
        Ok(())
    }

    /// Says in an error of the store which store it is about.
    fn about(&self, problem: Error) -> Error {
        const OF_THE_STORE: [Code; 10] = [
            Code::Locked,
            Code::OtherStore,
            Code::Damaged,
            Code::NotAStore,
            Code::ReadOnly,
            Code::DiskFull,
            Code::NotReadable,
            Code::Store,
            Code::InputOutput,
            Code::NewerSchema,
        ];
        if OF_THE_STORE.contains(&problem.code) {
            return self.location.about(problem);
        }
        problem
    }
}
