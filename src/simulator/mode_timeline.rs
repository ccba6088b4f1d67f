//! ModeTimeline: what the mode, the notification and the service do over time, before any tenant is run.

use crate::domain::maintenance::OnExpiry;
use crate::domain::{Access, Instant, Mode, Service};
use crate::scenario::{Action, Model, PolicyAction};
use crate::simulator::groups::Groups;

/// A time during which the mode was on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// When it was switched on.
    pub from: Instant,
    /// When it was switched off; `None`: it still was on at the end.
    pub until: Option<Instant>,
    /// Since when no covered session worked; `None`: not before it ended.
    pub drained_at: Option<Instant>,
}

/// What the rules look at, between two steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Control {
    pub(super) mode: Mode,
    pub(super) service: Service,
    /// Which of the scenario's messages is in force.
    pub(super) message: u32,
    pub(super) until: Option<Instant>,
}

/// A change of the control, at its place among all that happens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) at: Instant,
    pub(super) order: u32,
    /// The control from now on, as an index.
    pub(super) control: u32,
    pub(super) switch: Option<Switch>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Switch {
    /// The mode is switched on and opens this window.
    On(u32),
    Off,
}

/// Something that happens to one tenant or one policy, at its place among all that happens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Own<T> {
    pub(super) at: Instant,
    pub(super) order: u32,
    pub(super) what: T,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum TenantAct {
    Access(Access),
    /// A session of this job is started by hand.
    Start(u32),
}

/// All that does not depend on sessions.
pub(super) struct ModeTimeline {
    /// The last instant that is simulated.
    pub(super) horizon: Instant,
    /// The first is the control at the start.
    pub(super) controls: Vec<Control>,
    pub(super) steps: Vec<Step>,
    pub(super) windows: Vec<Window>,
    pub(super) tenants: Groups<Own<TenantAct>>,
    pub(super) policies: Groups<Own<PolicyAction>>,
    /// For each event that happens, the control when it does, as an index.
    pub(super) control_at: Vec<u32>,
    /// The last instant at which an event happened.
    pub(super) last: Instant,
}

impl ModeTimeline {
    /// The course of a scenario.
    pub(super) fn of(scenario: &Model) -> ModeTimeline {
        ModeTimeline::through(scenario, |_| true)
    }

    /// The course of a scenario that begins with the mode off, and in which nothing switches it.
    pub(super) fn without_windows(scenario: &Model) -> ModeTimeline {
        let switches = |what: &Action<u32, u32, u32>| match what {
            Action::Enable { .. } | Action::Disable => true,
            Action::SetMessage(_)
            | Action::SetService(_)
            | Action::SetAccess(..)
            | Action::Start(_)
            | Action::Policy(..)
            | Action::Failover { .. }
            | Action::Request(_) => false,
        };
        let course = ModeTimeline::through(scenario, |what| !switches(what));
        // What is left says only which words a notification has.
        ModeTimeline { steps: Vec::new(), ..course }
    }

    /// The same with one window. It opens after all else that happens at its instant, and holds
    /// nothing that is about one tenant.
    pub(super) fn with_window(scenario: &Model, from: Instant, until: Instant) -> ModeTimeline {
        let off =
            Control { mode: Mode::Active, service: scenario.service, message: 0, until: None };
        let on = Control { mode: Mode::Maintenance, until: Some(until), ..off };
        let switch = |at, order, control, switch| Step { at, order, control, switch: Some(switch) };
        ModeTimeline {
            horizon: horizon(scenario),
            controls: vec![off, on, off],
            steps: vec![switch(from, u32::MAX, 1, Switch::On(0)), switch(until, 0, 2, Switch::Off)],
            windows: vec![Window { from, until: Some(until), drained_at: None }],
            tenants: Groups::new(0, &[]),
            policies: Groups::new(0, &[]),
            control_at: Vec::new(),
            last: scenario.start,
        }
    }

    fn through(
        scenario: &Model,
        takes_place: impl Fn(&Action<u32, u32, u32>) -> bool,
    ) -> ModeTimeline {
        let horizon = horizon(scenario);
        let control = Control {
            mode: scenario.mode,
            service: scenario.service,
            message: 0,
            until: scenario.until,
        };
        let mut making = Making {
            order: 0,
            controls: vec![control],
            steps: Vec::new(),
            windows: Vec::new(),
            last: scenario.start,
            on_expiry: scenario.on_expiry,
        };
        if scenario.mode == Mode::Maintenance {
            making.open(scenario.start);
        }
        let (mut tenants, mut policies, mut control_at) = (Vec::new(), Vec::new(), Vec::new());
        let events = scenario.events.iter().take_while(|event| event.at <= horizon);
        for event in events.filter(|event| takes_place(&event.action)) {
            making.planned_end(event.at);
            making.order += 1;
            making.last = event.at;
            control_at.push(making.current());
            let (at, order) = (event.at, making.order);
            match &event.action {
                Action::Enable { until } => making.enable(at, *until),
                Action::Disable => making.disable(at),
                Action::SetMessage(message) => {
                    making.change(at, None, |control| control.message = *message);
                }
                Action::SetService(service) => {
                    making.change(at, None, |control| control.service = *service);
                }
                Action::SetAccess(tenant, access) => {
                    tenants.push((*tenant, Own { at, order, what: TenantAct::Access(*access) }));
                }
                Action::Start(job) => {
                    let tenant = scenario.jobs[*job as usize].tenant;
                    tenants.push((tenant, Own { at, order, what: TenantAct::Start(*job) }));
                }
                Action::Policy(job, action) => {
                    policies.push((*job, Own { at, order, what: *action }));
                }
                Action::Failover { .. } | Action::Request(_) => {}
            }
        }
        making.planned_end(horizon);
        ModeTimeline {
            horizon,
            controls: making.controls,
            steps: making.steps,
            windows: making.windows,
            tenants: Groups::new(scenario.tenants.len(), &tenants),
            policies: Groups::new(scenario.jobs.len(), &policies),
            control_at,
            last: making.last,
        }
    }
}

fn horizon(scenario: &Model) -> Instant {
    scenario.end.unwrap_or(Instant::LAST).min(Instant::LAST)
}

/// A course on its way through the events.
struct Making {
    order: u32,
    controls: Vec<Control>,
    steps: Vec<Step>,
    windows: Vec<Window>,
    last: Instant,
    on_expiry: OnExpiry,
}

impl Making {
    fn current(&self) -> u32 {
        u32::try_from(self.controls.len() - 1).unwrap_or(u32::MAX)
    }

    fn control(&self) -> Control {
        self.controls[self.controls.len() - 1]
    }

    fn open(&mut self, at: Instant) -> u32 {
        self.windows.push(Window { from: at, until: None, drained_at: None });
        u32::try_from(self.windows.len() - 1).unwrap_or(u32::MAX)
    }

    fn change(&mut self, at: Instant, switch: Option<Switch>, with: impl FnOnce(&mut Control)) {
        let mut control = self.control();
        with(&mut control);
        self.controls.push(control);
        self.steps.push(Step { at, order: self.order, control: self.current(), switch });
    }

    /// Ends the mode where its planned end has come by `now`; it comes before the events of its
    /// instant.
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
                let window = self.open(at);
                self.change(at, Some(Switch::On(window)), |control| {
                    control.mode = Mode::Maintenance;
                    control.until = until;
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
        });
    }
}
