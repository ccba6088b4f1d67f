//! Enable: switches the mode on, and shows what that does to whom.

use clap::Args;

use super::ahead::{Ahead, HEALING, Question, look};
use super::applied::refuse_per_tenant;
use super::bring::Brought;
use super::context::Context;
use super::enabling;
use super::guard::Limits;
use super::is::Reached;
use super::settle::{Act, settle};
use super::state::State;
use super::switch::{Switched, as_json, expect_revision, switching};
use super::text::{check_text, length_warning};
use super::wait::{How, wait_for};
use super::{Done, Span};
use crate::cli::{Global, spelled};
use crate::domain::control::{Maintenance, OnExpiry, in_force};
use crate::domain::{Instant, Look, Mode, Service, When};
use crate::engine::Keep;
use crate::exit::Problem;
use crate::hook::Hooks;
use crate::store::{Deed, Result, View};

/// What an operator must hear whenever the mode is switched on.
pub const RESTORES: &str = "tenants can still restore while the mode is on, so it does not protect backups that are moved: disable the tenant first";

/// What `mm enable` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "On already, it keeps the mode on: options that are given replace what was, and since when is kept.\nIt never asks; --dry-run shows what it would do to whom.\n\nExamples:\n  mm enable --dry-run --for 2h                     who would be hit\n  mm enable --for 2h --reason \"storage upgrade\"    on, for two hours\n  mm enable --until 23:30 --on-expiry disable      on, and off by itself\n  mm enable --max-failed 0 --max-drain 30m         only if it hurts nobody for good\n  mm enable --wait --timeout 2h                    on, and wait until it is drained\n  mm enable --if-revision 17 --json                only if nobody changed anything since"
)]
pub struct Arguments {
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
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let wanted = Wanted::of(&context, arguments)?;
    if !arguments.wait && (arguments.how.timeout.is_some() || arguments.how.refresh.is_some()) {
        return Err(Problem::usage("--timeout and --refresh go with --wait").into());
    }
    if arguments.dry_run {
        let switched = context.look(|view| {
            expect_revision(view, arguments.if_revision)?;
            let plan = Plan::of(&context, view, &wanted)?;
            plan.can_be_told(&context.hooks(view)?, view)?;
            arguments.limits.hold(&plan.ahead)?;
            Ok(plan.told(&context, view)?.with_effect(plan.ahead).dry_run())
        })?;
        return Ok(context.done(switched));
    }
    let (mut switched, asked) = context.change(|change| {
        let view = change.view();
        let hooks = context.hooks_for(&change)?;
        expect_revision(&view, arguments.if_revision)?;
        let plan = Plan::of(&context, &view, &wanted)?;
        arguments.limits.hold(&plan.ahead)?;
        plan.can_be_told(&hooks, &view)?;
        let told = plan.told(&context, &view)?;
        let (true, Some(declared)) = (plan.changes, &plan.declared) else {
            change.leave()?;
            return Ok((told.with_effect(plan.ahead), None));
        };
        let message = view.server()?.message;
        let events = switching(context.now(), Some(&plan.after), message.as_deref());
        let settled = settle(&view, context.now(), Act { events, starts: None })?;
        let deed = Deed {
            action: "enable",
            reason: wanted.reason.clone(),
            before: as_json(plan.before.as_ref()),
            after: as_json(Some(&plan.after)),
        };
        let writer = change.record(&context.actor, &deed)?;
        let begins = plan.before.is_none();
        if begins {
            writer.end_declared(context.now())?;
            enabling::begin(&writer, &hooks)?;
        }
        writer.declare(declared)?;
        settled.write(&writer)?;
        let revision = writer.revision();
        writer.commit()?;
        let told = told.with_effect(plan.ahead).changed(revision);
        Ok((told, begins.then_some((hooks, plan.after.since))))
    })?;
    if let Some((hooks, since)) = asked {
        enabling::confirm(&context, &hooks, since)?;
    }
    let brought = Brought::after(&context)?;
    if brought.as_ref().is_some_and(|brought| brought.mode == Mode::Active) {
        return Err(enabling::taken_back().into());
    }
    switched.brought(brought.as_ref());
    let mut done = context.done(switched);
    if arguments.wait {
        let (global, how) = (global.clone(), arguments.how.clone());
        done.then = Some(Box::new(move || Ok(wait_for(&global, Reached::Drained, &how)?)));
    }
    Brought::tell(brought.as_ref(), &mut done);
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
    fn of(context: &Context, arguments: &Arguments) -> Result<Wanted> {
        let until = match (arguments.length, arguments.until) {
            (Some(length), _) => Some(context.now() + length),
            (None, Some(until)) => Some(context.when("--until", until, Look::Ahead)?),
            (None, None) => None,
        };
        if until.is_some_and(|until| until <= context.now()) {
            return Err(Problem::usage("--until is not later than now"));
        }
        if until.is_some_and(|until| until > Instant::LAST) {
            return Err(Problem::usage("--for ends beyond the calendar, which ends with 9999"));
        }
        if let Some(reason) = &arguments.reason {
            check_text("--reason", reason)?;
        }
        if let Some(message) = &arguments.message {
            super::text::template("--message", message)?;
        }
        Ok(Wanted {
            reason: arguments.reason.clone().filter(|reason| !reason.trim().is_empty()),
            message: arguments.message.clone(),
            until,
            on_expiry: arguments.on_expiry,
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
    ahead: Ahead,
    long: Option<String>,
    stopped: bool,
}

impl Plan {
    fn of(context: &Context, view: &View<'_>, wanted: &Wanted) -> Result<Plan> {
        let state = State::of(view, context.now())?;
        let before = state.maintenance.clone();
        let open = view.declared_by_hand()?;
        let in_force_by_hand =
            open.filter(|open| open.ends().is_none_or(|end| end > context.now()));
        let declared = match (&before, in_force_by_hand) {
            // A planned window is on, and nothing else is wanted.
            (Some(_), None) if wanted.is_nothing() => None,
            (Some(_), Some(open)) if wanted.is_nothing() => Some(open),
            (before, open) => {
                let mut declared = open.unwrap_or_else(|| Maintenance {
                    since: before.as_ref().map_or(context.now(), |each| each.since),
                    until: None,
                    on_expiry: OnExpiry::Alarm,
                    by: context.actor.name.clone(),
                    reason: before.as_ref().and_then(|each| each.reason.clone()),
                    message: before.as_ref().and_then(|each| each.message.clone()),
                });
                wanted.put_into(&mut declared);
                Some(declared)
            }
        };
        let planned = |to: Instant| -> Result<Vec<Maintenance>> {
            let occurrences = view.occurrences(context.now(), to)?.into_iter();
            Ok(occurrences.map(|each| each.maintenance).chain(declared.clone()).collect())
        };
        let after = in_force(&planned(context.now())?, context.now())
            .ok_or_else(|| Problem::failed("store", "nothing would be in force"))?;
        let message = state.server.message.as_deref();
        let until = after.until.filter(|until| *until > context.now());
        let end = (until.unwrap_or(context.now()) + HEALING).min(Instant::LAST);
        let question = Question {
            before: &view.declared(context.now(), end)?,
            after: &planned(end)?,
            end,
            keep: Keep::Everything,
        };
        let ahead = look(view, &state, &question)?;
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
    fn can_be_told(&self, hooks: &Hooks, view: &View<'_>) -> Result<()> {
        match &self.after.message {
            Some(own) => refuse_per_tenant(hooks, "--message", Some(own)),
            None => refuse_per_tenant(hooks, "the text set", view.server()?.message.as_deref()),
        }
    }

    fn told(&self, context: &Context, view: &View<'_>) -> Result<Switched> {
        let title = match (&self.before, self.changes) {
            (None, _) => "Maintenance is on.",
            (Some(_), true) => "Maintenance stays on, and was changed.",
            (Some(_), false) => "Maintenance is on already; nothing was changed.",
        };
        let mut switched = Switched::new(context, view, Some(&self.after), title)?;
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
