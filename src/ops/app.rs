//! What every command works with: the store, the present, the actor and the hooks.

use std::cell::Cell;
use std::path::PathBuf;

use jiff::tz::TimeZone;

use crate::domain::{Instant, Span, Toward, When};
use crate::error::{Code, Error, Result};
use crate::hooks::Hooks;
use crate::platform::permissions::CheckedFolders;
use crate::store::{Actor, Location, LockedStore, NewStore, Snapshot, Store, StoreKind};
use crate::{clock, platform};

/// The options of every command that an [`App`] needs.
pub struct AppOptions {
    pub store: Option<PathBuf>,
    pub now: Option<When>,
    pub actor: Option<String>,
    pub hooks: Option<PathBuf>,
    pub hook_timeout: Span,
    /// Receives each line that a hook writes, and returns whether it takes the line now.
    pub hook_output: fn(&str) -> bool,
}

#[derive(Clone)]
pub struct App {
    pub location: Location,
    pub actor: Actor,
    pub hook_output: fn(&str) -> bool,
    now: Cell<Instant>,
    /// What the clock said, if that is earlier than the last change of the store.
    clock_behind: Cell<Option<Instant>>,
    is_now_given: bool,
    has_changed: Cell<bool>,
    hook_folder: Option<PathBuf>,
    hook_timeout: Span,
}

impl App {
    /// Reads the clock once, unless the options name the present.
    pub fn new(options: AppOptions) -> Result<App> {
        let path = options.store.unwrap_or_else(platform::default_store);
        let clock = clock::now();
        let now = match options.now {
            None => clock,
            Some(now) => now
                .resolve(clock, clock::zone(), Toward::Past)
                .map_err(|error| Error::usage(format!("--now {error}")))?,
        };
        let now = within_calendar("--now", now)?;
        let name = options.actor.filter(|name| !name.trim().is_empty());
        Ok(App {
            location: Location(path),
            actor: Actor { name: name.unwrap_or_else(platform::actor), uid: platform::real_uid() },
            hook_output: options.hook_output,
            now: Cell::new(now),
            clock_behind: Cell::new(None),
            is_now_given: options.now.is_some(),
            has_changed: Cell::new(false),
            hook_folder: options.hooks.filter(|folder| !folder.as_os_str().is_empty()),
            hook_timeout: options.hook_timeout,
        })
    }

    /// The present: the clock as it was read last, or the last change of the store if that is
    /// later. A clock that is set back undoes no maintenance.
    pub fn now(&self) -> Instant {
        self.now.get()
    }

    /// When a reading begins that starts now: by the clock, even if the last change of the store lies ahead
    /// of it.
    pub fn clock(&self) -> Instant {
        if self.is_now_given { self.now() } else { clock::now() }
    }

    /// Moves the present, for a command that runs for a while.
    pub fn set_now(&self, now: Instant) {
        self.now.set(now);
    }

    /// Whether this command has changed something.
    pub fn has_changed(&self) -> bool {
        self.has_changed.get()
    }

    /// Notes that this command has changed something, which stays changed if its result cannot be
    /// written.
    pub fn set_changed(&self) {
        self.has_changed.set(true);
    }

    fn not_before(&self, last_change: Instant) {
        let now = self.now();
        if !self.is_now_given && now < last_change {
            self.clock_behind.set(Some(now));
            self.now.set(last_change);
        }
    }

    #[expect(clippy::unused_self, reason = "commands ask their app, not the machine")]
    pub fn zone(&self) -> &'static TimeZone {
        clock::zone()
    }

    /// How to write a time in a sentence for people.
    pub fn times(&self) -> impl Fn(Instant) -> String {
        let zone = self.zone();
        move |at| at.in_zone(zone)
    }

    /// The name of the machine's time zone, for schedules; UTC where it has none.
    pub fn zone_name(&self) -> String {
        self.zone().iana_name().unwrap_or("UTC").to_owned()
    }

    /// The instant that the value of an option means at the present.
    pub fn when(&self, option: &str, when: When, look: Toward) -> Result<Instant> {
        let instant = when
            .resolve(self.now(), self.zone(), look)
            .map_err(|error| Error::usage(format!("{option} {error}")))?;
        within_calendar(option, instant)
    }

    /// What to tell about the present before any result.
    pub fn notes(&self) -> Vec<String> {
        match self.clock_behind.get() {
            Some(clock) => vec![format!(
                "the clock says {clock}, which is before the last change of the store; using {} as the present",
                self.now()
            )],
            None if self.is_now_given => {
                vec![format!("using {} as the present", self.now())]
            }
            None => Vec::new(),
        }
    }

    /// The hooks of a store. The machine's own hooks belong to live stores only: a rehearsal must
    /// not switch a real server.
    pub fn hooks(&self, snapshot: &Snapshot<'_>) -> Result<Hooks> {
        let live = platform::default_hooks();
        match (snapshot.server()?.kind, &self.hook_folder) {
            (Some(StoreKind::Live), Some(_)) => {
                let message = format!(
                    "--hooks is for rehearsals; this store is live and uses the hooks in {}",
                    live.display()
                );
                Err(Error::new(Code::LiveStore, message)
                    .hint("leave out --hooks and MM_HOOKS, or name a rehearsal with --store"))
            }
            (_, Some(folder)) if !folder.is_dir() => {
                let message = format!("--hooks {}: no such folder", folder.display());
                Err(Error::new(Code::NoHooks, message))
            }
            (_, Some(folder)) => {
                Ok(Hooks::at(folder.clone(), CheckedFolders::Own, self.hook_timeout))
            }
            (Some(StoreKind::Rehearsal), None) => Ok(Hooks::none()),
            (Some(StoreKind::Live) | None, None) => {
                Ok(Hooks::at(live, CheckedFolders::All, self.hook_timeout))
            }
        }
    }

    /// Whether `--now` names the present.
    pub fn is_now_given(&self) -> bool {
        self.is_now_given
    }

    /// Whether any store may have hooks: a quick test before the store is opened again.
    pub fn may_have_hooks(&self) -> bool {
        self.hook_folder.is_some() || platform::default_hooks().exists()
    }

    /// The hooks that a change will run, checked before anything is changed.
    pub fn hooks_for(&self, store: &LockedStore<'_>) -> Result<Hooks> {
        let hooks = self.hooks(&store.snapshot())?;
        if hooks.any() {
            let kind =
                if self.hook_folder.is_some() { StoreKind::Rehearsal } else { StoreKind::Live };
            store.only_for(kind, "hooks belong to one kind of store")?;
        }
        hooks.check()?;
        Ok(hooks)
    }

    /// Reads the store in one snapshot.
    pub fn look<T>(&self, read: impl FnOnce(&Snapshot<'_>) -> Result<T>) -> Result<T> {
        self.look_at_all(|snapshot| {
            snapshot.sealed()?;
            read(snapshot)
        })
    }

    /// Reads the store even if its contents do not match the seal of its history.
    pub fn look_at_all<T>(&self, read: impl FnOnce(&Snapshot<'_>) -> Result<T>) -> Result<T> {
        let store = Store::open(&self.location)?;
        let look = || {
            let snapshot = store.snapshot()?;
            self.not_before(snapshot.last_change()?);
            read(&snapshot)
        };
        look().map_err(|error| self.name_store(error))
    }

    /// Locks the store, reads the clock, and works in one transaction.
    pub fn lock<T>(&self, work: impl FnOnce(LockedStore<'_>) -> Result<T>) -> Result<T> {
        let mut file = Store::open_to_change(&self.location)?;
        let store = file.lock(|last_change| self.present_after(last_change));
        self.work_in(store, work)
    }

    /// Does the same, and creates the given store if there is none.
    pub fn lock_or_create<T>(
        &self,
        new: &NewStore<'_>,
        work: impl FnOnce(LockedStore<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut file = Store::open_or_create(&self.location, new.group)?;
        let kind = new.kind.or(self.is_now_given.then_some(StoreKind::Rehearsal));
        let new = NewStore { kind, ..new.clone() };
        let store = file.lock_or_create(|last_change| self.present_after(last_change), &new);
        self.work_in(store, work)
    }

    /// Reads the clock again: the wait for the lock may have taken seconds.
    fn present_after(&self, last_change: Instant) -> Instant {
        if !self.is_now_given {
            self.now.set(clock::now());
        }
        self.not_before(last_change);
        self.now()
    }

    fn work_in<'c, T>(
        &self,
        store: Result<LockedStore<'c>>,
        work: impl FnOnce(LockedStore<'c>) -> Result<T>,
    ) -> Result<T> {
        let work = || {
            let store = store?;
            self.check_given_now(&store)?;
            work(store)
        };
        work().map_err(|error| self.name_store(error))
    }

    /// Refuses `--now` on a live store, and one before the last change of a rehearsal.
    fn check_given_now(&self, store: &LockedStore<'_>) -> Result<()> {
        if !self.is_now_given {
            return Ok(());
        }
        store.only_for(StoreKind::Rehearsal, "--now changes rehearsals only")?;
        let last = store.snapshot().server()?.caught_up;
        if self.now() < last {
            let message = format!("--now {} is before the last change, {last}", self.now());
            return Err(Error::new(Code::TimeGoesBack, message)
                .hint("give a later --now, or start a new rehearsal in another store"));
        }
        Ok(())
    }

    /// Names the store in an error that is about the store.
    fn name_store(&self, error: Error) -> Error {
        match error.code {
            Code::Locked
            | Code::OtherStore
            | Code::Damaged
            | Code::NotAStore
            | Code::ReadOnly
            | Code::DiskFull
            | Code::NotReadable
            | Code::Store
            | Code::InputOutput
            | Code::NewerSchema => self.location.about(error),
            _ => error,
        }
    }
}

/// Refuses an instant after the last one that `mm` can write.
pub fn within_calendar(option: &str, instant: Instant) -> Result<Instant> {
    match instant {
        _ if instant < Instant::FIRST => {
            Err(Error::usage(format!("{option} is before the year 0, the first that mm knows")))
        }
        _ if instant > Instant::LAST => {
            Err(Error::usage(format!("{option} is after the year 9999, the last that mm knows")))
        }
        _ => Ok(instant),
    }
}
