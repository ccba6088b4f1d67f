//! Owned: parts of a document on their own, without the text that they were read from.

use std::borrow::Cow;

use crate::scenario::document::{
    JobDoc, RunningDoc, RunningTaskDoc, ScheduleDoc, TaskDoc, TenantDoc, Text,
};

impl Text<'_> {
    /// The same text on its own.
    pub fn into_owned(self) -> Text<'static> {
        Text(Cow::Owned(self.0.into_owned()))
    }
}

impl TenantDoc<'_> {
    /// The same tenant on its own.
    pub fn into_owned(self) -> TenantDoc<'static> {
        TenantDoc {
            name: self.name.map(Text::into_owned),
            enabled: self.enabled,
            slots: self.slots,
        }
    }
}

impl JobDoc<'_> {
    /// The same job on its own.
    pub fn into_owned(self) -> JobDoc<'static> {
        let tasks = self.tasks.map(|tasks| {
            let owned = |task: TaskDoc<'_>| TaskDoc {
                name: task.name.map(Text::into_owned),
                duration: task.duration,
                fails: task.fails,
            };
            tasks.into_iter().map(owned).collect()
        });
        let schedule = self.schedule.map(|schedule| ScheduleDoc {
            cron: schedule.cron.map(Text::into_owned),
            timezone: schedule.timezone.map(Text::into_owned),
        });
        let recorded = self.recorded.map(|recorded| {
            recorded.into_iter().map(|(task, took)| (task.into_owned(), took)).collect()
        });
        JobDoc {
            name: self.name.map(Text::into_owned),
            tenant: self.tenant.map(Text::into_owned),
            job_type: self.job_type,
            target: self.target,
            slots: self.slots,
            tasks,
            starts: self.starts,
            schedule,
            recorded,
            retry: self.retry,
            running: self.running.map(RunningDoc::into_owned),
            initial_sync: self.initial_sync,
            created_by_event: self.created_by_event,
        }
    }
}

impl RunningDoc<'_> {
    /// The same session on its own.
    pub fn into_owned(self) -> RunningDoc<'static> {
        let tasks = self.tasks.map(|tasks| {
            let owned = |task: RunningTaskDoc<'_>| RunningTaskDoc {
                name: task.name.map(Text::into_owned),
                state: task.state,
                started: task.started,
                ended: task.ended,
                code: task.code,
            };
            tasks.into_iter().map(owned).collect()
        });
        RunningDoc { started: self.started, attempt: self.attempt, tasks }
    }
}
