//! The notification as it is set and as a tenant reads it: the document `mm.message/1` and its page.

use serde::Serialize;

use crate::domain::maintenance::Maintenance;
use crate::domain::{Instant, Mode, Service};
use crate::error::Result;
use crate::ops::apply::status::ApplyStatus;
use crate::ops::notification::SERVICE_STOPPED;
use crate::ops::notification::{length_warning, render};
use crate::output::{Page, View};
use crate::store::{Snapshot, StoreKind};
use crate::views::mode::{apply_status, warnings};

/// The tenant that reads a notification, and the job that it reads it for.
#[derive(Default)]
pub struct MessageReader {
    pub tenant: Option<String>,
    pub job: Option<String>,
}

#[derive(Serialize)]
pub struct MessageDocument {
    schema: &'static str,
    pub revision: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_change: Option<bool>,
    text: Option<String>,
    own: Option<String>,
    rendered: String,
    characters: usize,
    tenant: Option<String>,
    job: Option<String>,
    at: Instant,
    mode: Mode,
    service: Service,
    #[serde(flatten)]
    pub apply_status: Option<ApplyStatus>,
    store: StoreKind,
    pub warnings: Vec<String>,
    #[serde(skip)]
    title: &'static str,
}

impl MessageDocument {
    /// The server's `text`, and how `shown` reads during a maintenance or outside of any.
    pub fn new(
        snapshot: &Snapshot<'_>,
        reader: &MessageReader,
        at: Instant,
        maintenance: Option<&Maintenance>,
        text: Option<&str>,
        shown: Option<&str>,
        title: &'static str,
    ) -> Result<MessageDocument> {
        let server = snapshot.server()?;
        let tenant = reader.tenant.as_deref().unwrap_or("{tenant}");
        let job = reader.job.as_deref().unwrap_or("{job}");
        let rendered = render(shown, maintenance, tenant, job)?;
        let mut warnings: Vec<String> = length_warning(&rendered).into_iter().collect();
        if server.service == Service::Stopped {
            warnings.push(SERVICE_STOPPED.to_owned());
        }
        Ok(MessageDocument {
            schema: "mm.message/1",
            revision: server.revision,
            changed: None,
            dry_run: None,
            would_change: None,
            text: text.map(str::to_owned),
            own: maintenance.and_then(|each| each.message.clone()),
            characters: rendered.chars().count(),
            rendered,
            tenant: reader.tenant.clone(),
            job: reader.job.clone(),
            at,
            mode: Mode::of(maintenance),
            service: server.service,
            apply_status: None,
            store: server.kind.unwrap_or(StoreKind::Live),
            warnings,
            title,
        })
    }
}

impl View for MessageDocument {
    fn page(&self, page: &mut Page) {
        page.strong(self.title);
        let text = self.text.as_deref().unwrap_or("the default");
        let mut fields = vec![("text", text.to_owned())];
        fields.extend(self.own.clone().map(|own| ("text of this maintenance", own)));
        fields.push(("tenants read", self.rendered.clone()));
        fields.push(("length", format!("{} characters", self.characters)));
        let dates = page.dates();
        let applied = self.apply_status.as_ref().and_then(|status| apply_status(status, &dates));
        fields.extend(applied.map(|text| ("applied", text)));
        page.fields(&fields);
        warnings(&self.warnings, page);
    }
}
