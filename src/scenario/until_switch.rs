//! The part of a model on which the drain of a maintenance depends.

use hashbrown::{HashMap, HashSet};

use crate::domain::Instant;
use crate::scenario::model::TaskNames;
use crate::scenario::{Action, Event, Model, ModelJob};

impl Model {
    /// The model up to the switch to maintenance at `from`, which then stays on: with the jobs of
    /// which a session runs at the start or starts before the switch, and no later starts. Its tasks
    /// have no names. Also returns the places of these jobs in the whole model.
    pub fn until_switch(&self, from: Instant) -> (Model, Vec<usize>) {
        let mut part = Model {
            zone: self.zone.clone(),
            end: None,
            asked: Some(from),
            until: self.until.filter(|_| self.start < from),
            reason: self.reason.clone(),
            messages: self.messages.clone(),
            tenants: self.tenants.clone(),
            jobs: Vec::new(),
            durations: Vec::new(),
            task_fails: Vec::new(),
            task_names: TaskNames::default(),
            recorded: HashMap::new(),
            starts: Vec::new(),
            events: Vec::new(),
            replicas: Vec::new(),
            ..*self
        };
        let by_hand: HashSet<usize> = self
            .events
            .iter()
            .filter(|event| event.at <= from)
            .filter_map(|event| match event.action {
                Action::Start(job) => Some(job as usize),
                _ => None,
            })
            .collect();
        let mut places = Vec::new();
        for (place, job) in self.jobs.iter().enumerate() {
            if part.add_started(self, job, from, by_hand.contains(&place)) {
                places.push(place);
            }
        }
        let mut events: Vec<_> = self
            .events
            .iter()
            .filter(|event| event.at <= from)
            .filter_map(|event| Model::kept(event, from, &places))
            .collect();
        part.events.append(&mut events);
        (part, places)
    }

    /// Adds a job of `whole` if a session of it may run at the switch.
    fn add_started(
        &mut self,
        whole: &Model,
        job: &ModelJob,
        from: Instant,
        is_started: bool,
    ) -> bool {
        let index = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let starts = &whole.starts[job.starts.start as usize..job.starts.end as usize];
        let starts = &starts[..starts.partition_point(|at| *at < from)];
        if starts.is_empty() && job.running.is_none() && job.waiting.is_none() && !is_started {
            return false;
        }
        let (first, first_start) = (index(self.durations.len()), index(self.starts.len()));
        let tasks = job.tasks.start as usize..job.tasks.end as usize;
        self.durations.extend_from_slice(&whole.durations[tasks.clone()]);
        self.task_fails.extend_from_slice(&whole.task_fails[tasks]);
        for (at, task) in job.tasks.clone().zip(first..) {
            let recorded = whole.recorded(at);
            if !recorded.is_empty() {
                self.recorded.insert(task, recorded.to_vec());
            }
        }
        self.starts.extend_from_slice(starts);
        self.jobs.push(ModelJob {
            tasks: first..index(self.durations.len()),
            starts: first_start..index(self.starts.len()),
            ..job.clone()
        });
        true
    }

    /// An event up to the switch, without the planned end of the maintenance that it begins.
    fn kept(
        event: &Event<u32, u32, u32>,
        from: Instant,
        places: &[usize],
    ) -> Option<Event<u32, u32, u32>> {
        let action = match &event.action {
            Action::Policy(..) | Action::Failover { .. } | Action::Request(_) => return None,
            Action::Start(job) => {
                let place = places.binary_search(&(*job as usize)).ok()?;
                Action::Start(u32::try_from(place).unwrap_or(u32::MAX))
            }
            Action::Enable { .. } if event.at == from => Action::Enable { until: None },
            other => other.clone(),
        };
        Some(Event { at: event.at, action })
    }
}
