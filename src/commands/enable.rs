//! Enable: switches the mode on, and shows what that does to whom.

use crate::args::{Global, spelled};
use crate::commands::Response;
use crate::commands::is::Reached;
use crate::commands::wait::{How, wait_for};
use crate::domain::Span;
use crate::domain::maintenance::{Maintenance, OnExpiry, in_force};
use crate::domain::{Instant, Look, Mode, Service, When};
use crate::error::{Code, Error, Result};
use crate::hooks::Hooks;
use crate::ops::app::App;
use crate::ops::apply::ApplyOutcome;
use crate::ops::apply::confirm_enable;
use crate::ops::apply::standing::refuse_per_tenant;
use crate::ops::catch_up::catch_up;
use crate::ops::change::expect_revision;
use crate::ops::forecast::{Forecast, HEALING, Proposal};
use crate::ops::limits::Limits;
use crate::ops::mode_change::{ModeOutcome, as_json};
use crate::ops::notification::{check_text, length_warning};
use crate::ops::server_status::ServerStatus;
use crate::scenario::Event;
use crate::simulator::Keep;
use crate::store::{NewEntry, Snapshot};

/// What an operator must hear whenever the mode is switched on.
pub const RESTORES: &str = "tenants can still restore while the mode is on, so it does not protect backups that are moved: disable the tenant first";

/// What `mm enable` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "On already, it keeps the mode on: options that are given replace what was, and since when is kept.\nIt never asks; --dry-run shows what it would do to whom.\n\nExamples:\n  mm enable --dry-run --for 2h                     who would be hit\n  mm enable --for 2h --reason \"storage upgrade\"    on, for two hours\n  mm enable --until 23:30 --on-expiry disable      on, and off by itself\n  mm enable --max-failed 0 --max-drain 30m         only if it hurts nobody for good\n  mm enable --wait --timeout 2h                    on, and wait until it is drained\n  mm enable --if-revision 17 --json                only if nobody changed anything since"
)]
pub struct Args {
    /// Say why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Show tenants this notification, for this maintenance alone
    #[arg(long, value_name = "TEXT")]
    message: Option<String>,
    /// Plan the end so long from now
    #[arg(long = "for", value_name = "DUR", value_parser = Span::parse, conflicts_with = "until")]
    length: Option<Span>,
    /// Plan the end at this time
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    until: Option<When>,
    /// At the planned end, stay on and be overdue, or end by itself [default: alarm]
    #[arg(long, value_name = "WHAT", value_parser = spelled::<OnExpiry>())]
    on_expiry: Option<OnExpiry>,
    /// Show what it would do, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    limits: Limits,
    /// Wait until it is drained
    #[arg(long, conflicts_with = "dry_run")]
    wait: bool,
    #[command(flatten)]
    how: How,
    /// Do it only if the store is at this revision
    #[arg(long, value_name = "N")]
    if_revision: Option<u64>,
}

/// Switches the mode on.
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let wanted = Wanted::of(&app, args)?;
    if !args.wait && (args.how.timeout.is_some() || args.how.refresh.is_some()) {
        return Err(Error::usage("--timeout and --refresh go with --wait"));
    }
    if args.dry_run {
        let switched = app.look(|snapshot| {
            expect_revision(snapshot, args.if_revision)?;
            let plan = Plan::of(&app, snapshot, &wanted)?;
            plan.can_be_told(&app.hooks(snapshot)?, snapshot)?;
            args.limits.hold(&plan.ahead)?;
            Ok(plan.told(&app, snapshot)?.with_effect(plan.ahead).dry_run())
        })?;
        return Ok(Response::of(&app, switched));
    }
    let (mut switched, asked) = app.lock_or_create(|change| {
        let snapshot = change.snapshot();
        let hooks = app.hooks_for(&change)?;
        expect_revision(&snapshot, args.if_revision)?;
        let plan = Plan::of(&app, &snapshot, &wanted)?;
        args.limits.hold(&plan.ahead)?;
        plan.can_be_told(&hooks, &snapshot)?;
        let told = plan.told(&app, &snapshot)?;
        let (true, Some(declared)) = (plan.changes, &plan.declared) else {
            change.leave()?;
            return Ok((told.with_effect(plan.ahead), None));
        };
        let message = snapshot.server()?.message;
        let events = Event::mode_change(app.now(), Some(&plan.after), message.as_deref());
        let caught_up = catch_up(&snapshot, app.now(), events)?;
        let entry = NewEntry {
            action: "enable",
            reason: wanted.reason.clone(),
            before: as_json(plan.before.as_ref()),
            after: as_json(Some(&plan.after)),
        };
        let writer = change.record(&app.actor, &entry)?;
        let begins = plan.before.is_none();
        if begins {
            writer.end_declared(app.now())?;
            confirm_enable::begin(&writer, &hooks)?;
        }
        writer.declare(declared)?;
        caught_up.write(&writer)?;
        let revision = writer.revision();
        writer.commit()?;
        let told = told.with_effect(plan.ahead).changed(revision);
        Ok((told, begins.then_some((hooks, plan.after.since))))
    })?;
    if let Some((hooks, since)) = asked {
        confirm_enable::confirm(&app, &hooks, since)?;
    }
    let brought = ApplyOutcome::after(&app)?;
    if brought.as_ref().is_some_and(|brought| brought.mode == Mode::Active) {
        return Err(confirm_enable::taken_back());
    }
    switched.brought(brought.as_ref());
    let mut done = Response::of(&app, switched);
    if args.wait {
        let (global, how) = (global.clone(), args.how.clone());
        done.next = Some(Box::new(move || wait_for(&global, Reached::Drained, &how)));
    }
    ApplyOutcome::tell(brought.as_ref(), &mut done);
    Ok(done)
}

/// The options, checked.
struct Wanted {
    reason: Option<String>,
    message: Option<String>,
    until: Option<Instant>,
    on_expiry: Option<OnExpiry>,
}

impl Wanted {
    fn of(app: &App, args: &Args) -> Result<Wanted> {
        let until = match (args.length, args.until) {
            (Some(length), _) => Some(app.now() + length),
            (None, Some(until)) => Some(app.when("--until", until, Look::Ahead)?),
            (None, None) => None,
        };
        if until.is_some_and(|until| until <= app.now()) {
            return Err(Error::usage("--until is not later than now"));
        }
        if until.is_some_and(|until| until > Instant::LAST) {
            return Err(Error::usage("--for ends beyond the calendar, which ends with 9999"));
        }
        if let Some(reason) = &args.reason {
            check_text("--reason", reason)?;
        }
        if let Some(message) = &args.message {
            crate::ops::notification::template("--message", message)?;
        }
        Ok(Wanted {
            reason: args.reason.clone().filter(|reason| !reason.trim().is_empty()),
            message: args.message.clone(),
            until,
            on_expiry: args.on_expiry,
        })
    }

    fn is_nothing(&self) -> bool {
        self.reason.is_none()
            && self.message.is_none()
            && self.until.is_none()
            && self.on_expiry.is_none()
    }
}

/// What is to be done, decided on what is.
struct Plan {
    before: Option<Maintenance>,
    after: Maintenance,
    /// What is to be declared by hand.
    declared: Option<Maintenance>,
    changes: bool,
    ahead: Forecast,
    long: Option<String>,
    stopped: bool,
}

impl Plan {
    fn of(app: &App, snapshot: &Snapshot<'_>, wanted: &Wanted) -> Result<Plan> {
        let state = ServerStatus::of(snapshot, app.now())?;
        let before = state.maintenance.clone();
        let open = snapshot.declared_by_hand()?;
        let in_force_by_hand = open.filter(|open| open.ends().is_none_or(|end| end > app.now()));
        let declared = match (&before, in_force_by_hand) {
            // A planned window is on, and nothing else is wanted.
            (Some(_), None) if wanted.is_nothing() => None,
            (Some(_), Some(open)) if wanted.is_nothing() => Some(open),
            (before, open) => {
                let mut declared = open.unwrap_or_else(|| Maintenance {
                    since: before.as_ref().map_or(app.now(), |each| each.since),
                    until: None,
                    on_expiry: OnExpiry::Alarm,
                    by: app.actor.name.clone(),
                    reason: before.as_ref().and_then(|each| each.reason.clone()),
                    message: before.as_ref().and_then(|each| each.message.clone()),
                });
                wanted.put_into(&mut declared);
                Some(declared)
            }
        };
        let planned = |to: Instant| -> Result<Vec<Maintenance>> {
            let occurrences = snapshot.occurrences(app.now(), to)?.into_iter();
            Ok(occurrences.map(|each| each.maintenance).chain(declared.clone()).collect())
        };
        let after = in_force(&planned(app.now())?, app.now())
            .ok_or_else(|| Error::new(Code::Store, "nothing would be in force"))?;
        let message = state.server.message.as_deref();
        let until = after.until.filter(|until| *until > app.now());
        let end = (until.unwrap_or(app.now()) + HEALING).min(Instant::LAST);
        let proposal =
            Proposal { before: &snapshot.declared(app.now(), end)?, after: &planned(end)?, end };
        let ahead = Forecast::of(snapshot, &state, &proposal, Keep::Everything)?;
        let text = after.message.as_deref().or(message);
        Ok(Plan {
            changes: before.as_ref() != Some(&after),
            long: length_warning(text, &after)?,
            stopped: state.server.service == Service::Stopped,
            before,
            after,
            declared,
            ahead,
        })
    }

    /// Makes sure that hooks can tell the notification.
    fn can_be_told(&self, hooks: &Hooks, snapshot: &Snapshot<'_>) -> Result<()> {
        match &self.after.message {
            Some(own) => refuse_per_tenant(hooks, "--message", Some(own)),
            None => refuse_per_tenant(hooks, "the text set", snapshot.server()?.message.as_deref()),
        }
    }

    fn told(&self, app: &App, snapshot: &Snapshot<'_>) -> Result<ModeOutcome> {
        let title = match (&self.before, self.changes) {
            (None, _) => "Maintenance is on.",
            (Some(_), true) => "Maintenance stays on, and was changed.",
            (Some(_), false) => "Maintenance is on already; nothing was changed.",
        };
        let mut switched = ModeOutcome::new(app, snapshot, Some(&self.after), title)?;
        switched.warn(RESTORES);
        if self.stopped {
            switched.warn("the Cloud Connect Service is stopped: tenants that fail read nothing");
        }
        if let Some(long) = &self.long {
            switched.warn(long.clone());
        }
        Ok(switched)
    }
}

impl Wanted {
    fn put_into(&self, declared: &mut Maintenance) {
        if self.reason.is_some() {
            declared.reason.clone_from(&self.reason);
        }
        if self.message.is_some() {
            declared.message.clone_from(&self.message);
        }
        declared.until = self.until.or(declared.until);
        declared.on_expiry = self.on_expiry.unwrap_or(declared.on_expiry);
    }
}
