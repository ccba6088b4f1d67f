//! Message: what tenants read, as it was set and as it is rendered at a time.

use std::io;

use clap::Args;
use serde::Serialize;

use super::Done;
use super::applied::Standing;
use super::context::Context;
use super::job_ref::{exactly, find};
use super::text::{rendered, too_long};
use crate::cli::Global;
use crate::domain::control::{Maintenance, in_force};
use crate::domain::{Instant, Look, Mode, Service, When};
use crate::output::{Page, Show, Sink};
use crate::store::{Kind, Result, View};

/// What `mm message` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Without a tenant or a job their placeholders are left as they stand.\n\nExamples:\n  mm message                                     the text, and how it reads now\n  mm message --tenant \"Kestrel Freight\" --job nightly\n  mm message --at \"tomorrow 23:00\"               how it will read in a planned window"
)]
pub struct Arguments {
    /// Read it as this tenant
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Read it for this job
    #[arg(long, value_name = "JOB")]
    job: Option<String>,
    /// Read it at this time [default: now]
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    at: Option<When>,
}

/// Shows the text and its rendering.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Done> {
    let context = Context::of(global)?;
    let at = match arguments.at {
        Some(at) => context.when("--at", at, Look::Ahead)?,
        None => context.now(),
    };
    let mut notes = Vec::new();
    let message = context.look(|view| {
        let readers = Readers::of(view, arguments, &mut notes)?;
        Message::at(view, at, &readers)
    })?;
    let mut done = context.done(message);
    done.notes.extend(notes);
    Ok(done)
}

/// Who reads it, for what.
#[derive(Default)]
pub struct Readers {
    tenant: Option<String>,
    job: Option<String>,
}

impl Readers {
    /// Names that nobody knows are taken as they are, and said: the text can be tried out before
    /// anything was imported.
    fn of(view: &View<'_>, arguments: &Arguments, notes: &mut Vec<String>) -> Result<Readers> {
        let mut readers = Readers { tenant: arguments.tenant.clone(), job: arguments.job.clone() };
        if let Some(job) = &arguments.job {
            let found = match &arguments.tenant {
                Some(tenant) => exactly(view, tenant, job)?,
                None => find(view, job).ok(),
            };
            match found {
                Some(job) => {
                    readers.job = Some(job.facts.name);
                    readers.tenant = Some(job.facts.tenant);
                }
                None => notes.push(format!("no one job named {job:?} is known")),
            }
        } else if let Some(tenant) = &arguments.tenant
            && view.tenant(tenant)?.is_none()
        {
            notes.push(format!("no tenant named {tenant:?} is known"));
        }
        Ok(readers)
    }
}

/// The document `mm.message/1`.
#[derive(Serialize)]
pub struct Message {
    schema: &'static str,
    /// The revision of the store.
    pub revision: u64,
    /// Whether it was changed; left out where nothing was to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<bool>,
    /// Whether it is only shown what would be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
    /// The server's text; `None`: the default.
    text: Option<String>,
    /// The text of the maintenance in force, which wins.
    own: Option<String>,
    /// What is read.
    rendered: String,
    characters: usize,
    tenant: Option<String>,
    job: Option<String>,
    at: Instant,
    mode: Mode,
    service: Service,
    /// Whether the real server was told, where it was to be.
    #[serde(flatten)]
    pub standing: Option<Standing>,
    store: Kind,
    warnings: Vec<String>,
    /// What was done, or is so.
    #[serde(skip)]
    pub title: &'static str,
}

/// What is to be told of the notification.
pub struct Telling<'t> {
    /// When it is read.
    pub at: Instant,
    /// The maintenance in force then.
    pub maintenance: Option<&'t Maintenance>,
    /// The server's text; `None`: the default.
    pub text: Option<String>,
    /// The text to render.
    pub reads: Option<&'t str>,
    /// What was done, or is so.
    pub title: &'static str,
}

impl Message {
    /// What is read at an instant, by the texts that are set now.
    fn at(view: &View<'_>, at: Instant, readers: &Readers) -> Result<Message> {
        let mut declared = view.all_declared_by_hand()?;
        declared.extend(view.occurrences(at, at)?.into_iter().map(|each| each.maintenance));
        let maintenance = in_force(&declared, at);
        let text = view.server()?.message;
        let own = maintenance.as_ref().and_then(|each| each.message.as_deref());
        let title = match own {
            Some(_) => "Tenants read the text of this maintenance.",
            None => "Tenants read the server's text.",
        };
        let maintenance = maintenance.as_ref();
        let telling =
            Telling { at, maintenance, reads: own.or(text.as_deref()), text: text.clone(), title };
        Message::new(view, readers, telling)
    }

    /// How a text reads.
    pub fn new(view: &View<'_>, readers: &Readers, telling: Telling<'_>) -> Result<Message> {
        let Telling { at, maintenance, text, reads, title } = telling;
        let server = view.server()?;
        let tenant = readers.tenant.as_deref().unwrap_or("{tenant}");
        let job = readers.job.as_deref().unwrap_or("{job}");
        let rendered = rendered(reads, maintenance, tenant, job)?;
        let mut warnings: Vec<String> = too_long(&rendered).into_iter().collect();
        if server.service == Service::Stopped {
            warnings.push(super::service::STOPPED.to_owned());
        }
        Ok(Message {
            schema: "mm.message/1",
            revision: server.revision,
            changed: None,
            dry_run: None,
            text,
            own: maintenance.and_then(|each| each.message.clone()),
            characters: rendered.chars().count(),
            rendered,
            tenant: readers.tenant.clone(),
            job: readers.job.clone(),
            at,
            mode: if maintenance.is_some() { Mode::Maintenance } else { Mode::Active },
            service: server.service,
            standing: None,
            store: server.kind.unwrap_or(Kind::Live),
            warnings,
            title,
        })
    }

    /// Something that an operator must know.
    pub fn warn(&mut self, warning: impl Into<String>) {
        self.warnings.push(warning.into());
    }
}

impl Show for Message {
    fn json(&self, to: &mut Sink<'_>) -> io::Result<()> {
        crate::output::json(self, to)
    }

    fn page(&self, page: &mut Page) {
        page.strong(self.title);
        let text = self.text.as_deref().unwrap_or("the default");
        let mut fields = vec![("text", text.to_owned())];
        if let Some(own) = &self.own {
            fields.push(("of this maintenance", own.clone()));
        }
        fields.push(("reads", self.rendered.clone()));
        fields.push(("length", format!("{} characters", self.characters)));
        if let Some(applied) = self.standing.as_ref().and_then(|each| each.in_words(page)) {
            fields.push(("applied", applied));
        }
        page.fields(&fields);
        for warning in &self.warnings {
            page.line(format!("warning: {}", crate::output::safe(warning)));
        }
    }
}
