//! The real server after `mm apply`: the document `mm.applied/1` and its page.

use serde::Serialize;

use crate::domain::{Instant, Mode};
use crate::error::Result;
use crate::hooks::Hook;
use crate::ops::app::App;
use crate::ops::apply::comparison::ServerComparison;
use crate::ops::apply::hook_run::HookRun;
use crate::ops::apply::status::{Applied, ApplyStatus, wanted};
use crate::output::{Page, View};
use crate::store::{Snapshot, StoreKind};
use crate::views::mode::{apply_status, server_mode, warnings};

/// The document `mm.applied/1`.
#[derive(Serialize)]
pub struct AppliedDocument {
    schema: &'static str,
    revision: u64,
    pub changed: bool,
    pub dry_run: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_change: Option<bool>,
    #[serde(skip)]
    now: Instant,
    mode: Mode,
    until: Option<Instant>,
    message: String,
    #[serde(flatten)]
    status: ApplyStatus,
    pub due: Vec<Hook>,
    pub ran: Vec<HookRun>,
    store: StoreKind,
    pub warnings: Vec<String>,
    /// The result of `--check`.
    #[serde(skip)]
    pub check: Option<ServerComparison>,
}

impl AppliedDocument {
    pub fn of(app: &App, snapshot: &Snapshot<'_>, due: Vec<Hook>) -> Result<AppliedDocument> {
        let server = snapshot.server()?;
        let wanted = wanted(snapshot, app.now())?;
        Ok(AppliedDocument {
            schema: "mm.applied/1",
            revision: server.revision,
            changed: false,
            dry_run: false,
            would_change: None,
            now: app.now(),
            mode: wanted.mode,
            until: snapshot.in_force(app.now())?.and_then(|each| each.until),
            message: wanted.message,
            status: ApplyStatus::of(snapshot, &app.hooks(snapshot)?, app.now())?,
            due,
            ran: Vec::new(),
            warnings: Vec::new(),
            check: None,
            store: server.kind.unwrap_or(StoreKind::Live),
        })
    }
}

impl View for AppliedDocument {
    fn page(&self, page: &mut Page) {
        let names =
            |hooks: &[Hook]| hooks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let ran: Vec<Hook> = self.ran.iter().map(|run| run.hook).collect();
        let told = ran.iter().any(|hook| *hook != Hook::Observe);
        let title = match (self.dry_run, self.status.applied) {
            (true, _) if self.due.is_empty() => "Dry run: no hook would run.".to_owned(),
            (true, _) => format!("Dry run: no hook ran. Would run: {}.", names(&self.due)),
            (false, Applied::Yes) if ran.is_empty() => {
                "The real server was already told; no hook ran.".to_owned()
            }
            (false, Applied::Yes) if !told => "The real server was already told.".to_owned(),
            (false, Applied::Yes) => "The real server was told.".to_owned(),
            (false, _) => "The real server was NOT told.".to_owned(),
        };
        page.strong(match &self.check {
            None => title,
            Some(ServerComparison::Different(how)) => format!("The real server differs: {how}."),
            Some(ServerComparison::Same | ServerComparison::NotKnown) => {
                "The real server is as recorded.".to_owned()
            }
        });
        let dates = page.dates();
        let mut fields = vec![("mode", self.mode.to_string())];
        fields.extend(self.until.map(|until| ("planned end", dates.at(until))));
        fields.push(("message", self.message.clone()));
        if !ran.is_empty() {
            fields.push(("ran", names(&ran)));
        }
        fields.extend(apply_status(&self.status, &dates).map(|text| ("applied", text)));
        fields.extend(server_mode(&self.status, self.now).map(|text| ("real server", text)));
        page.fields(&fields);
        warnings(&self.warnings, page);
    }
}
