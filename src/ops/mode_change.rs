//! Switch: what `enable`, `extend` and `disable` share: the change of the mode, and how it is told.

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::maintenance::{Maintenance, OnExpiry};
use crate::domain::{Instant, Mode};
use crate::error::Result;
use crate::ops::app::App;
use crate::ops::apply::ApplyOutcome;
use crate::ops::apply::standing::{Applied, Standing};
use crate::ops::forecast::{Effect, Forecast};
use crate::ops::impact::ImpactSummary;
use crate::output::{Page, View, rough};
use crate::store::{Snapshot, StoreKind};

/// What an operator must hear whenever a live store was changed and no hook told the server.
pub const UNTOLD: &str = "the real server was not told: mm has no hooks here";

/// A maintenance as it stands in the history.
pub fn as_json(maintenance: Option<&Maintenance>) -> Value {
    match maintenance {
        None => json!({"mode": Mode::Active}),
        Some(each) => json!({
            "mode": Mode::Maintenance,
            "since": each.since,
            "until": each.until,
            "on_expiry": each.on_expiry,
            "by": each.by,
            "reason": each.reason,
            "message": each.message,
        }),
    }
}

/// Reads the same again: the maintenance that was in force, or none. `None` if it cannot be read.
#[expect(clippy::option_option, reason = "no maintenance is something that can be read")]
pub fn from_json(value: &Value) -> Option<Option<Maintenance>> {
    let text = |name: &str| value[name].as_str();
    let mode: Mode = text("mode")?.parse().ok()?;
    if mode == Mode::Active {
        return Some(None);
    }
    let owned = |name: &str| text(name).map(str::to_owned);
    let until = match text("until") {
        Some(until) => Some(Instant::parse(until).ok()?),
        None => None,
    };
    Some(Some(Maintenance {
        since: Instant::parse(text("since")?).ok()?,
        until,
        on_expiry: text("on_expiry")?.parse().ok()?,
        by: owned("by")?,
        reason: owned("reason"),
        message: owned("message"),
    }))
}

/// The document `mm.mode/1`.
#[derive(Serialize)]
pub struct ModeOutcome {
    schema: &'static str,
    revision: u64,
    changed: bool,
    dry_run: bool,
    mode: Mode,
    since: Option<Instant>,
    until: Option<Instant>,
    on_expiry: Option<OnExpiry>,
    reason: Option<String>,
    #[serde(flatten)]
    standing: Standing,
    store: StoreKind,
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<Effect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<ImpactSummary>,
    #[serde(skip)]
    now: Instant,
    #[serde(skip)]
    title: String,
    #[serde(skip)]
    ahead: Option<Forecast>,
}

impl ModeOutcome {
    /// What is now in force, before more is known of the change.
    pub fn new(
        app: &App,
        snapshot: &Snapshot<'_>,
        maintenance: Option<&Maintenance>,
        title: impl Into<String>,
    ) -> Result<ModeOutcome> {
        let server = snapshot.server()?;
        let mut warnings = Vec::new();
        let store = server.kind.unwrap_or(StoreKind::Live);
        let standing = Standing::of(app, snapshot)?;
        if store == StoreKind::Live && standing.applied == Applied::Unmanaged {
            warnings.push(UNTOLD.to_owned());
        }
        Ok(ModeOutcome {
            schema: "mm.mode/1",
            revision: server.revision,
            changed: false,
            dry_run: false,
            mode: if maintenance.is_some() { Mode::Maintenance } else { Mode::Active },
            since: maintenance.map(|each| each.since),
            until: maintenance.and_then(|each| each.until),
            on_expiry: maintenance.map(|each| each.on_expiry),
            reason: maintenance.and_then(|each| each.reason.clone()),
            standing,
            store,
            warnings,
            effect: None,
            report: None,
            now: app.now(),
            title: title.into(),
            ahead: None,
        })
    }

    /// It changed something, to this revision.
    #[must_use]
    pub fn changed(mut self, revision: u64) -> ModeOutcome {
        self.changed = true;
        self.revision = revision;
        self
    }

    /// It only shows what would be.
    #[must_use]
    pub fn dry_run(mut self) -> ModeOutcome {
        self.dry_run = true;
        self.warnings.clear();
        self
    }

    /// What came of telling the real server.
    pub fn brought(&mut self, brought: Option<&ApplyOutcome>) {
        if let Some(brought) = brought {
            self.standing = brought.standing.clone();
        }
    }

    /// Something that an operator must know.
    pub fn warn(&mut self, warning: impl Into<String>) {
        self.warnings.push(warning.into());
    }

    /// What it does to whom.
    #[must_use]
    pub fn with_effect(mut self, ahead: Forecast) -> ModeOutcome {
        self.effect = Some(ahead.effect());
        self.ahead = Some(ahead);
        self
    }

    /// What it did to whom.
    pub fn with_report(&mut self, report: ImpactSummary) {
        self.report = Some(report);
    }
}

impl View for ModeOutcome {
    fn page(&self, page: &mut Page) {
        if self.dry_run {
            page.line("Nothing was changed. This is what would be:");
        }
        page.strong(&self.title);
        let mut fields = Vec::new();
        if let Some(since) = self.since {
            fields.push(("since", page.time(since)));
            let until = match (self.until, self.on_expiry) {
                (None, _) => "further notice".to_owned(),
                (Some(until), _) if until <= self.now => {
                    format!("{}, OVERDUE by {}", page.time(until), rough(self.now - until))
                }
                (Some(until), Some(OnExpiry::Disable)) => {
                    format!("{}, then it ends by itself", page.time(until))
                }
                (Some(until), _) => format!("{}, then it is overdue", page.time(until)),
            };
            fields.push(("until", until));
            if let Some(reason) = &self.reason {
                fields.push(("reason", reason.clone()));
            }
        }
        if let Some(applied) = self.standing.in_words(page).filter(|_| !self.dry_run) {
            fields.push(("applied", applied));
        }
        page.fields(&fields);
        if let Some(ahead) = &self.ahead {
            page.line("");
            ahead.show(page);
        }
        if let Some(report) = &self.report {
            report.show(page);
        }
        for warning in &self.warnings {
            page.line(format!("warning: {}", crate::output::sanitize(warning)));
        }
    }
}
