//! Message: what tenants read, as it was set and as it is rendered at a time.

use serde::Serialize;

use crate::args::Global;
use crate::commands::Response;
use crate::domain::maintenance::{Maintenance, in_force};
use crate::domain::{Instant, Look, Mode, Service, When};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::apply::standing::Standing;
use crate::ops::job_ref::{exactly, find};
use crate::ops::notification::{rendered, too_long};
use crate::output::{Page, View};
use crate::store::{Snapshot, StoreKind};

/// What `mm message` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without a tenant or a job their placeholders are left as they stand.\n\nExamples:\n  mm message                                     the text, and how it reads now\n  mm message --tenant \"Kestrel Freight\" --job nightly\n  mm message --at \"tomorrow 23:00\"               how it will read in a planned window"
)]
pub struct Args {
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
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let app = App::of(global)?;
    let at = match args.at {
        Some(at) => app.when("--at", at, Look::Ahead)?,
        None => app.now(),
    };
    let mut notes = Vec::new();
    let message = app.look(|snapshot| {
        let readers = Readers::of(snapshot, args, &mut notes)?;
        Message::at(snapshot, at, &readers)
    })?;
    let mut done = Response::of(&app, message);
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
    fn of(snapshot: &Snapshot<'_>, args: &Args, notes: &mut Vec<String>) -> Result<Readers> {
        let mut readers = Readers { tenant: args.tenant.clone(), job: args.job.clone() };
        if let Some(job) = &args.job {
            let found = match &args.tenant {
                Some(tenant) => exactly(snapshot, tenant, job)?,
                None => find(snapshot, job).ok(),
            };
            match found {
                Some(job) => {
                    readers.job = Some(job.facts.name);
                    readers.tenant = Some(job.facts.tenant);
                }
                None => notes.push(format!("no one job named {job:?} is known")),
            }
        } else if let Some(tenant) = &args.tenant
            && snapshot.tenant(tenant)?.is_none()
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
    store: StoreKind,
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
    fn at(snapshot: &Snapshot<'_>, at: Instant, readers: &Readers) -> Result<Message> {
        let mut declared = snapshot.all_declared_by_hand()?;
        declared.extend(snapshot.occurrences(at, at)?.into_iter().map(|each| each.maintenance));
        let maintenance = in_force(&declared, at);
        let text = snapshot.server()?.message;
        let own = maintenance.as_ref().and_then(|each| each.message.as_deref());
        let title = match own {
            Some(_) => "Tenants read the text of this maintenance.",
            None => "Tenants read the server's text.",
        };
        let maintenance = maintenance.as_ref();
        let telling =
            Telling { at, maintenance, reads: own.or(text.as_deref()), text: text.clone(), title };
        Message::new(snapshot, readers, telling)
    }

    /// How a text reads.
    pub fn new(
        snapshot: &Snapshot<'_>,
        readers: &Readers,
        telling: Telling<'_>,
    ) -> Result<Message> {
        let Telling { at, maintenance, text, reads, title } = telling;
        let server = snapshot.server()?;
        let tenant = readers.tenant.as_deref().unwrap_or("{tenant}");
        let job = readers.job.as_deref().unwrap_or("{job}");
        let rendered = rendered(reads, maintenance, tenant, job)?;
        let mut warnings: Vec<String> = too_long(&rendered).into_iter().collect();
        if server.service == Service::Stopped {
            warnings.push(crate::commands::service::STOPPED.to_owned());
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
            store: server.kind.unwrap_or(StoreKind::Live),
            warnings,
            title,
        })
    }

    /// Something that an operator must know.
    pub fn warn(&mut self, warning: impl Into<String>) {
        self.warnings.push(warning.into());
    }
}

impl View for Message {
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
            page.line(format!("warning: {}", crate::output::sanitize(warning)));
        }
    }
}
