//! Text: what operators write for tenants and for the history, checked.

use crate::domain::maintenance::Maintenance;
use crate::domain::{DEFAULT_REASON, Template, Words};
use crate::error::{Code, Error, Result};

/// More letters than this are better not shown to tenants.
const ADVISED: usize = 350;
/// More bytes than this are no text that somebody wrote.
pub const MOST: usize = 1 << 20;

/// Refuses control characters, and texts that nobody wrote.
pub fn check_text(option: &str, text: &str) -> Result<()> {
    if text.len() > MOST {
        return Err(Error::usage(format!("{option} is longer than a mebibyte")));
    }
    match text.chars().find(|letter| letter.is_control() && *letter != '\n') {
        Some(letter) => Err(Error::usage(format!(
            "{option} holds the control character U+{:04X}; only line feeds are allowed",
            u32::from(letter)
        ))),
        None => Ok(()),
    }
}

/// Checks a notification text.
pub fn template(option: &str, text: &str) -> Result<Template> {
    check_text(option, text)?;
    Template::parse(Some(text)).map_err(|error| Error::usage(format!("{option}: {error}")))
}

/// A notification as one tenant reads it for one job, during a maintenance or outside of any.
pub fn rendered(
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

/// Warns of a notification that is longer than advised, as it is rendered for unnamed tenants.
pub fn length_warning(text: Option<&str>, maintenance: &Maintenance) -> Result<Option<String>> {
    Ok(too_long(&rendered(text, Some(maintenance), "{tenant}", "{job}")?))
}

/// The warning that a rendered text deserves, if it does.
pub fn too_long(rendered: &str) -> Option<String> {
    let length = rendered.chars().count();
    (length > ADVISED).then(|| {
        format!("the notification has {length} characters; {ADVISED} or fewer are advised")
    })
}
