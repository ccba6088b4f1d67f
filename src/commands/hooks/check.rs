//! `mm hooks check`: which hooks are installed and safe, and what those that only read report.

use std::path::PathBuf;

use crate::commands::prelude::*;
use crate::domain::Spelled as _;
use crate::hooks::Hook;
use crate::ops::apply::trial::{HookTrial, TrialOutput, try_hooks};
use crate::ops::refresh_import::{ExportTrial, try_output};
use crate::output::sanitize;

/// The document `mm.hooks/1`.
#[derive(Serialize)]
struct HooksDocument {
    schema: &'static str,
    works: bool,
    hooks: Vec<HookCheckRow>,
}

#[derive(Serialize)]
struct HookCheckRow {
    hook: Hook,
    /// `None`: it is not installed.
    path: Option<PathBuf>,
    safe: Option<bool>,
    /// `None`: it was not tried.
    works: Option<bool>,
    error: Option<String>,
    server_mode: Option<Mode>,
    notification: Option<String>,
    service: Option<Service>,
    export: Option<ExportTrial>,
}

pub fn run(app: &App) -> Result<Response> {
    let hooks = app.look(|snapshot| app.hooks(snapshot))?;
    if !hooks.any() {
        return Err(Error::new(Code::NoHooks, "no hook is installed for this store")
            .hint("docs/connect.md installs them; a rehearsal names its hooks with --hooks"));
    }
    let trials = try_hooks(app, &hooks)?;
    let hooks: Vec<HookCheckRow> =
        trials.into_iter().map(|trial| HookCheckRow::of(app, trial)).collect::<Result<_>>()?;
    let works = hooks.iter().all(|row| row.error.is_none());
    let exit = if works { Exit::Done } else { Exit::Failed };
    Ok(Response { exit, ..Response::new(HooksDocument { schema: "mm.hooks/1", works, hooks }) })
}

impl HookCheckRow {
    fn of(app: &App, trial: HookTrial) -> Result<HookCheckRow> {
        let HookTrial { hook, path, error, is_safe, found } = trial;
        let mut row = HookCheckRow {
            hook,
            safe: path.is_some().then_some(is_safe),
            path,
            works: error.is_some().then_some(false),
            error: error.map(|error| error.to_string()),
            server_mode: None,
            notification: None,
            service: None,
            export: None,
        };
        match found {
            None => return Ok(row),
            Some(TrialOutput::Report(report)) => {
                row.server_mode = report.mode;
                row.notification = report.notification;
                row.service = report.service;
            }
            Some(TrialOutput::Export(bytes, begun)) => match try_output(app, &bytes, begun) {
                Ok(export) => row.export = Some(export),
                Err(error) if error.code == Code::Import => row.error = Some(error.to_string()),
                Err(error) => return Err(error),
            },
        }
        row.works = Some(row.error.is_none());
        Ok(row)
    }

    /// What the trial showed, in words.
    fn in_words(&self) -> String {
        if let Some(error) = &self.error {
            return format!("DOES NOT WORK: {error}");
        }
        if self.path.is_none() {
            return match self.hook {
                Hook::Apply => "not installed: the real server is not switched",
                Hook::Observe => "not installed: the server's mode is not known, nor is drift",
                Hook::Refresh => "not installed: mm does not know what runs",
                Hook::PreEnable | Hook::Drained | Hook::PostDisable => "not installed",
            }
            .to_owned();
        }
        if let Some(export) = &self.export {
            return format!("works: {}", export.in_words());
        }
        if self.hook != Hook::Observe {
            return "safe; not tried, because it may change the server".to_owned();
        }
        let told = [
            self.server_mode.map(|mode| format!("the mode is {mode}")),
            self.service.map(|service| format!("the service is {service}")),
            self.notification.as_ref().map(|text| format!("the notification is {text:?}")),
        ];
        let told: Vec<String> = told.into_iter().flatten().collect();
        if told.is_empty() {
            "works, but reports nothing".to_owned()
        } else {
            format!("works: {}", told.join(", "))
        }
    }
}

impl View for HooksDocument {
    fn page(&self, page: &mut Page) {
        page.strong(if self.works {
            "Every installed hook works as far as it was tried. Nothing was stored."
        } else {
            "Not every installed hook works. Nothing was stored."
        });
        let folder = self.hooks.iter().find_map(|row| row.path.as_ref()?.parent());
        let mut fields = Vec::new();
        if let Some(folder) = folder {
            fields.push(("folder", sanitize(&folder.to_string_lossy()).into_owned()));
        }
        fields.extend(self.hooks.iter().map(|row| (row.hook.spelling(), row.in_words())));
        page.fields(&fields);
    }
}
