//! Notifications and reasons: checked when an operator writes them, rendered when tenants read them.

use crate::domain::maintenance::Maintenance;
use crate::domain::{DEFAULT_REASON, Template, Words};
use crate::error::{Code, Error, Result};

/// Longer notifications are hard to read in a tenant's console.
const ADVISED_CHARACTERS: usize = 350;
pub const MAX_BYTES: usize = 1 << 20;

/// Refuses control characters and texts of more than a mebibyte.
pub fn check_text(option: &str, text: &str) -> Result<()> {
    if text.len() > MAX_BYTES {
        return Err(Error::usage(format!("{option} is longer than 1 MiB")));
    }
    match text.chars().find(|letter| letter.is_control() && *letter != '\n') {
        Some(letter) => Err(Error::usage(format!(
            "{option} contains the control character U+{:04X}; only line feeds are allowed",
            u32::from(letter)
        ))),
        None => Ok(()),
    }
}

/// Checks the value of `--reason`.
pub fn check_reason(reason: Option<&String>) -> Result<()> {
    reason.map_or(Ok(()), |reason| check_text("--reason", reason))
}

/// Checks a notification with its placeholders.
pub fn check_template(option: &str, text: &str) -> Result<()> {
    check_text(option, text)?;
    let parsed = Template::parse(Some(text));
    parsed.map(|_| ()).map_err(|error| Error::usage(format!("{option}: {error}")))
}

/// The notification as a tenant reads it for a job, during a maintenance or outside of any.
pub fn render(
    text: Option<&str>,
    maintenance: Option<&Maintenance>,
    tenant: &str,
    job: &str,
) -> Result<String> {
    let template = Template::parse(text)
        .map_err(|error| Error::new(Code::Damaged, format!("the notification: {error}")))?;
    Ok(template.render(Words {
        tenant,
        job,
        until: maintenance.and_then(|each| each.until),
        reason: maintenance.and_then(|each| each.reason.as_deref()).unwrap_or(DEFAULT_REASON),
    }))
}

/// The notification with the placeholders of tenant and job left in it.
pub fn render_for_all(text: Option<&str>, maintenance: Option<&Maintenance>) -> Result<String> {
    render(text, maintenance, "{tenant}", "{job}")
}

/// A warning if a rendered notification is longer than advised.
pub fn length_warning(rendered: &str) -> Option<String> {
    let length = rendered.chars().count();
    (length > ADVISED_CHARACTERS).then(|| {
        format!(
            "the notification has {length} characters; {ADVISED_CHARACTERS} or fewer are advised"
        )
    })
}
