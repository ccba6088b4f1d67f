//! The timeline of mode, notification and service, and the events of tenants and policies along it.

use crate::domain::maintenance::OnExpiry;
use crate::domain::{Access, Instant, LOOK_AHEAD, Mode, Service};
use crate::scenario::{Action, Model, PolicyAction};
use crate::simulator::groups::Groups;

/// A time during which the mode was on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub from: Instant,
    /// `None`: the mode was on at the end.
    pub until: Option<Instant>,
    /// The first instant without a working covered session; `None`: not before the window ended.
    pub drained_at: Option<Instant>,
}

/// The mode, the service and the notification between two changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Control {
    pub(super) mode: Mode,
    pub(super) service: Service,
    /// The notification, as an index into the messages of the model.
    pub(super) message: u32,
    pub(super) until: Option<Instant>,
    /// The window that is open, as an index.
    pub(super) window: Option<u32>,
}

/// The maintenance that is the first to harm a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HarmedBy {
    /// One that ended before the start.
    Earlier,
    /// The window with this index.
    Window(u32),
}

/// The windows whose harm is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    All,
    /// One window. Runs that are over before it opens do not count.
    Window {
        index: u32,
        /// The control when it opens, as an index.
        control: u32,
    },
}

/// The question about the window of a timeline that has only one, and begins without it.
const ONE_WINDOW: Asked = Asked::Window { index: 0, control: 1 };

impl Asked {
    pub(super) fn is_about(self, by: HarmedBy) -> bool {
        match self {
            Asked::All => true,
            Asked::Window { index, .. } => by == HarmedBy::Window(index),
        }
    }

    /// Whether a run counts that is over while a control is in force.
    pub(super) fn counts_at(self, now: u32) -> bool {
        match self {
            Asked::All => true,
            Asked::Window { control, .. } => now >= control,
        }
    }
}

/// A change of the control.
#[derive(Debug, Clone, Copy)]
pub(super) struct ControlChange {
    pub(super) at: Instant,
    /// Its place among all events.
    pub(super) order: u32,
    /// The control from now on, as an index.
    pub(super) control: u32,
    pub(super) switch: Option<Switch>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Switch {
    /// The mode is switched on and opens the window with this index.
    On(u32),
    Off,
}

/// An event of one tenant or one policy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ordered<A> {
    pub(super) at: Instant,
    /// Its place among all events.
    pub(super) order: u32,
    pub(super) action: A,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum TenantAction {
    SetAccess(Access),
    /// A session of the job with this index is started by hand.
    Start(u32),
}

/// Everything that does not depend on sessions.
pub(super) struct ModeTimeline {
    /// The last instant that is simulated.
    pub(super) horizon: Instant,
    /// Whether that instant is cut before its starts.
    pub(super) stops_before_starts: bool,
    /// Controls in order; the first is the one at the start.
    pub(super) controls: Vec<Control>,
    pub(super) changes: Vec<ControlChange>,
    pub(super) windows: Vec<Window>,
    pub(super) asked: Asked,
    pub(super) tenant_events: Groups<Ordered<TenantAction>>,
    pub(super) policy_events: Groups<Ordered<PolicyAction>>,
    /// The control at each event, as an index.
    pub(super) control_at: Vec<u32>,
    /// The last instant at which an event happened.
    pub(super) last: Instant,
}

impl ModeTimeline {
    pub(super) fn of(model: &Model) -> ModeTimeline {
        ModeTimeline::through(model, |_| true)
    }

    /// The timeline without events that switch the mode; the mode is off at the start.
    pub(super) fn without_windows(model: &Model) -> ModeTimeline {
        let switches = |action: &Action<u32, u32, u32>| match action {
            Action::Enable { .. } | Action::Disable => true,
            Action::SetMessage(_)
            | Action::SetService(_)
            | Action::SetAccess(..)
            | Action::Start(_)
            | Action::Policy(..)
            | Action::Failover { .. }
            | Action::Request(_) => false,
        };
        let timeline = ModeTimeline::through(model, |action| !switches(action));
        // The changes that are left only change the wording of notifications.
        ModeTimeline { changes: Vec::new(), asked: ONE_WINDOW, ..timeline }
    }

    /// A timeline of nothing but one window, which opens after all events of its instant. It ends with
    /// the look-ahead.
    pub(super) fn with_window(model: &Model, from: Instant, until: Instant) -> ModeTimeline {
        let (mode, service) = (Mode::Active, model.service);
        let off = Control { mode, service, message: 0, until: None, window: None };
        let on = Control { mode: Mode::Maintenance, until: Some(until), window: Some(0), ..off };
        let switch =
            |at, order, control, switch| ControlChange { at, order, control, switch: Some(switch) };
        ModeTimeline {
            horizon: horizon(model).min(until + LOOK_AHEAD),
            stops_before_starts: false,
            controls: vec![off, on, off],
            changes: vec![
                switch(from, u32::MAX, 1, Switch::On(0)),
                switch(until, 0, 2, Switch::Off),
            ],
            windows: vec![Window { from, until: Some(until), drained_at: None }],
            asked: ONE_WINDOW,
            tenant_events: Groups::new(0, &[]),
            policy_events: Groups::new(0, &[]),
            control_at: Vec::new(),
            last: model.start,
        }
    }

    fn through(model: &Model, is_kept: impl Fn(&Action<u32, u32, u32>) -> bool) -> ModeTimeline {
        let horizon = horizon(model);
        let control = Control {
            mode: model.mode,
            service: model.service,
            message: 0,
            until: model.until,
            window: (model.mode == Mode::Maintenance).then_some(0),
        };
        let mut builder = Builder {
            order: 0,
            controls: vec![control],
            changes: Vec::new(),
            windows: Vec::new(),
            opened: Vec::new(),
            last: model.start,
            on_expiry: model.on_expiry,
        };
        if model.mode == Mode::Maintenance {
            builder.open(model.start, 0);
        }
        let (mut tenants, mut policies, mut control_at) = (Vec::new(), Vec::new(), Vec::new());
        let events = model.events.iter().take_while(|event| event.at <= horizon);
        for event in events.filter(|event| is_kept(&event.action)) {
            builder.planned_end(event.at);
            builder.order += 1;
            builder.last = event.at;
            control_at.push(builder.current());
            let (at, order) = (event.at, builder.order);
            match &event.action {
                Action::Enable { until } => builder.enable(at, *until),
                Action::Disable => builder.disable(at),
                Action::SetMessage(message) => {
                    builder.change(at, None, |control| control.message = *message);
                }
                Action::SetService(service) => {
                    builder.change(at, None, |control| control.service = *service);
                }
                Action::SetAccess(tenant, access) => {
                    tenants.push((
                        *tenant,
                        Ordered { at, order, action: TenantAction::SetAccess(*access) },
                    ));
                }
                Action::Start(job) => {
                    let tenant = model.jobs[*job as usize].tenant;
                    tenants
                        .push((tenant, Ordered { at, order, action: TenantAction::Start(*job) }));
                }
                Action::Policy(job, action) => {
                    policies.push((*job, Ordered { at, order, action: *action }));
                }
                Action::Failover { .. } | Action::Request(_) => {}
            }
        }
        builder.planned_end(horizon);
        ModeTimeline {
            horizon,
            stops_before_starts: model.stops_before_starts,
            asked: builder.asked(model.asked),
            controls: builder.controls,
            changes: builder.changes,
            windows: builder.windows,
            tenant_events: Groups::new(model.tenants.len(), &tenants),
            policy_events: Groups::new(model.jobs.len(), &policies),
            control_at,
            last: builder.last,
        }
    }
}

fn horizon(model: &Model) -> Instant {
    model.end.unwrap_or(Instant::LAST).min(Instant::LAST)
}

/// A timeline in the making.
struct Builder {
    order: u32,
    controls: Vec<Control>,
    changes: Vec<ControlChange>,
    windows: Vec<Window>,
    /// The control when each window opens, as an index.
    opened: Vec<u32>,
    last: Instant,
    on_expiry: OnExpiry,
}

impl Builder {
    fn current(&self) -> u32 {
        u32::try_from(self.controls.len() - 1).unwrap_or(u32::MAX)
    }

    fn control(&self) -> Control {
        self.controls[self.controls.len() - 1]
    }

    fn open(&mut self, at: Instant, control: u32) -> u32 {
        self.opened.push(control);
        self.windows.push(Window { from: at, until: None, drained_at: None });
        u32::try_from(self.windows.len() - 1).unwrap_or(u32::MAX)
    }

    /// The window that is open at an instant, or was the last one before.
    fn asked(&self, at: Option<Instant>) -> Asked {
        let Some(at) = at else {
            return Asked::All;
        };
        match self.windows.iter().rposition(|window| window.from <= at) {
            Some(place) => Asked::Window {
                index: u32::try_from(place).unwrap_or(u32::MAX),
                control: self.opened[place],
            },
            None => Asked::All,
        }
    }

    fn change(&mut self, at: Instant, switch: Option<Switch>, with: impl FnOnce(&mut Control)) {
        let mut control = self.control();
        with(&mut control);
        self.controls.push(control);
        self.changes.push(ControlChange { at, order: self.order, control: self.current(), switch });
    }

    /// Ends the mode if its planned end has come; that happens before the events of its instant.
    fn planned_end(&mut self, now: Instant) {
        let control = self.control();
        if let (Mode::Maintenance, Some(until), OnExpiry::Disable) =
            (control.mode, control.until, self.on_expiry)
            && until <= now
        {
            self.order += 1;
            self.last = until;
            self.disable(until);
        }
    }

    fn enable(&mut self, at: Instant, until: Option<Instant>) {
        match (self.control().mode, until) {
            (Mode::Active, until) => {
                let window = self.open(at, self.current() + 1);
                self.change(at, Some(Switch::On(window)), |control| {
                    control.mode = Mode::Maintenance;
                    control.until = until;
                    control.window = Some(window);
                });
            }
            (Mode::Maintenance, Some(until)) => {
                self.change(at, None, |control| control.until = Some(until));
            }
            (Mode::Maintenance, None) => {}
        }
    }

    fn disable(&mut self, at: Instant) {
        if self.control().mode == Mode::Active {
            return;
        }
        if let Some(window) = self.windows.last_mut() {
            window.until = Some(at);
        }
        self.change(at, Some(Switch::Off), |control| {
            control.mode = Mode::Active;
            control.until = None;
            control.window = None;
        });
    }
}
