//! Applied: whether the real server was told what is recorded.

use serde::Serialize;

use crate::domain::maintenance::Maintenance;
use crate::domain::{Instant, Mode, Template, spelled};
use crate::error::{Code, Error, Result};
use crate::hooks::{Hook, Hooks};
use crate::ops::app::App;
use crate::ops::notification::rendered;
use crate::output::Page;
use crate::platform;
use crate::store::{AppliedMode, HookPhase, Process, Snapshot};

spelled! {
    /// Whether the real server was told what is recorded.
    pub enum Applied: "state of the real server" {
        /// It was.
        Yes = "yes",
        /// Not yet: `mm apply` does it.
        Pending = "pending",
        /// It could not be: `mm apply` tries again.
        Failed = "failed",
        /// There is no hook that would tell it.
        Unmanaged = "unmanaged",
    }
}

/// The same with when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Whether it was told.
    pub applied: Applied,
    /// When it was last told, with success or without.
    pub applied_at: Option<Instant>,
    /// Why it could not be told.
    pub applied_error: Option<String>,
}

impl Standing {
    /// How it stands at the present.
    pub fn of(app: &App, snapshot: &Snapshot<'_>) -> Result<Standing> {
        let hooks = app.hooks(snapshot)?;
        let wanted = wanted(snapshot, app.now())?;
        Standing::with(snapshot, &hooks, &wanted)
    }

    /// The same, where hooks and what is wanted are known.
    pub fn with(snapshot: &Snapshot<'_>, hooks: &Hooks, wanted: &AppliedMode) -> Result<Standing> {
        let kept = snapshot.applied()?;
        let is_busy =
            snapshot.busy(HookPhase::Enabling)?.or(snapshot.busy(HookPhase::Telling)?).is_some();
        let applied = if !hooks.has(Hook::Apply) {
            Applied::Unmanaged
        } else if is_busy {
            // Whether that process works or was killed on the way, it is not known yet.
            Applied::Pending
        } else if kept.error.is_some() {
            Applied::Failed
        } else if kept.told.as_ref() == Some(wanted) {
            Applied::Yes
        } else {
            Applied::Pending
        };
        let shown = applied != Applied::Unmanaged;
        Ok(Standing {
            applied,
            applied_at: kept.at.filter(|_| shown),
            applied_error: kept.error.filter(|_| applied == Applied::Failed),
        })
    }

    /// The same for people; `None`: there is nothing to say.
    pub fn in_words(&self, page: &Page) -> Option<String> {
        let at = self.applied_at.map(|at| format!(" at {}", page.time(at))).unwrap_or_default();
        match self.applied {
            Applied::Yes => Some(format!("the real server was told{at}")),
            Applied::Pending => {
                Some("pending: the real server was not told yet; mm apply does it".to_owned())
            }
            Applied::Failed => {
                let why = self.applied_error.as_deref().unwrap_or("nobody knows why");
                Some(format!("FAILED{at}: {why}; mm apply tries again"))
            }
            Applied::Unmanaged => None,
        }
    }
}

/// What the real server is to be told.
pub fn wanted(snapshot: &Snapshot<'_>, now: Instant) -> Result<AppliedMode> {
    let maintenance = snapshot.in_force(now)?;
    let text = snapshot.server()?.message;
    told(maintenance.as_ref(), text.as_deref())
}

/// What a maintenance, or none, and the server's text come to.
pub fn told(maintenance: Option<&Maintenance>, text: Option<&str>) -> Result<AppliedMode> {
    let text = maintenance.and_then(|each| each.message.as_deref()).or(text);
    Ok(AppliedMode {
        mode: if maintenance.is_some() { Mode::Maintenance } else { Mode::Active },
        message: rendered(text, maintenance, "{tenant}", "{job}")?,
    })
}

/// Refuses a notification that reads otherwise for every tenant, where a hook sets it for all.
pub fn refuse_per_tenant(hooks: &Hooks, option: &str, text: Option<&str>) -> Result<()> {
    if !hooks.has(Hook::Apply) {
        return Ok(());
    }
    let per_tenant = Template::parse(text).is_ok_and(|template| template.is_per_tenant());
    if !per_tenant {
        return Ok(());
    }
    let message = format!(
        "{option} holds {{tenant}} or {{job}}, but the hook apply sets one text for all tenants"
    );
    Err(Error::new(Code::MessagePerTenant, message)
        .hint("write it without them; {until} and {reason} are the same for all"))
}

/// Whether another process than this one is known here and still runs.
pub fn is_at_work(process: Option<&Process>) -> bool {
    process.is_some_and(|process| {
        Some(process) != platform::this_process().as_ref() && platform::is_alive(process)
    })
}
