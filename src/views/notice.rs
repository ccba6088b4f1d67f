//! Notices for tenants: one text for each, in its own zone.

use serde::Serialize;

use crate::domain::{
    DEFAULT_REASON, Instant, Mistake, MistakeKind, Piece, RunCounts, pieces, plural, rough,
};
use crate::ops::notice::{NoticeEffect, NoticeJob, TenantNotice};
use crate::output::{Page, Rows, Table, View, minute, sanitize};

/// The text without `--template`.
pub const DEFAULT_NOTICE: &str =
    "Maintenance of {server}\n\nFrom {from} until {until} ({reason}).\n\n{jobs}\n";

/// A placeholder of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder {
    Tenant,
    Server,
    From,
    Until,
    Length,
    Zone,
    Reason,
    Jobs,
}

const PLACEHOLDERS: [(&str, Placeholder); 8] = [
    ("tenant", Placeholder::Tenant),
    ("server", Placeholder::Server),
    ("from", Placeholder::From),
    ("until", Placeholder::Until),
    ("length", Placeholder::Length),
    ("zone", Placeholder::Zone),
    ("reason", Placeholder::Reason),
    ("jobs", Placeholder::Jobs),
];

/// A text for every tenant.
pub struct NoticeTemplate(Vec<Piece<Placeholder>>);

impl NoticeTemplate {
    /// Reads a template; a mistake is described with its line and column.
    pub fn parse(text: &str) -> Result<NoticeTemplate, String> {
        let read = |name: &str| {
            PLACEHOLDERS
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, placeholder)| *placeholder)
        };
        pieces(text, read).map(NoticeTemplate).map_err(|mistake| in_words(text, &mistake))
    }
}

fn in_words(text: &str, mistake: &Mistake) -> String {
    let before = &text[..mistake.at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let what = match &mistake.kind {
        MistakeKind::UnknownName(name) => {
            format!("unknown placeholder {:?}", format!("{{{name}}}"))
        }
        MistakeKind::LoneBrace(true) => "a { that opens no placeholder".to_owned(),
        MistakeKind::LoneBrace(false) => "a } that closes no placeholder".to_owned(),
    };
    let known = PLACEHOLDERS.map(|(name, _)| format!("{{{name}}}")).join(", ");
    format!("line {line}, column {column}: {what}; known: {known}; write {{{{ and }}}} for braces")
}

/// The document `mm.notice/1`.
#[derive(Serialize)]
pub struct NoticeDocument {
    pub schema: &'static str,
    pub revision: u64,
    pub server: String,
    pub from: Instant,
    pub until: Instant,
    pub reason: Option<String>,
    pub tenants: Vec<TenantNoticeRow>,
}

/// A tenant with its text.
#[derive(Serialize)]
pub struct TenantNoticeRow {
    tenant: String,
    timezone: Option<String>,
    from: Instant,
    until: Instant,
    affected: Option<bool>,
    jobs: Vec<NoticeJob>,
    not_known: Vec<String>,
    text: String,
}

impl NoticeDocument {
    /// Writes the text of every tenant.
    #[must_use]
    pub fn with(mut self, notices: Vec<TenantNotice>, template: &NoticeTemplate) -> NoticeDocument {
        self.tenants = notices
            .into_iter()
            .map(|notice| TenantNoticeRow {
                text: self.text(&notice, template),
                affected: notice.is_affected(),
                from: self.from,
                until: self.until,
                tenant: notice.tenant,
                timezone: notice.timezone,
                jobs: notice.jobs,
                not_known: notice.not_known,
            })
            .collect();
        self
    }

    fn text(&self, notice: &TenantNotice, template: &NoticeTemplate) -> String {
        let value = |placeholder: Placeholder| match placeholder {
            Placeholder::Tenant => notice.tenant.clone(),
            Placeholder::Server => self.server.clone(),
            Placeholder::From => minute(self.from, &notice.zone),
            Placeholder::Until => minute(self.until, &notice.zone),
            Placeholder::Length => rough(self.until - self.from),
            Placeholder::Zone => notice
                .timezone
                .clone()
                .or_else(|| notice.zone.iana_name().map(str::to_owned))
                .unwrap_or_else(|| "local time".to_owned()),
            Placeholder::Reason => self.reason.as_deref().unwrap_or(DEFAULT_REASON).to_owned(),
            Placeholder::Jobs => jobs_in_words(notice),
        };
        let parts = template.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.to_string(),
            Piece::Value(placeholder) => value(*placeholder),
        });
        parts.collect()
    }
}

fn jobs_in_words(notice: &TenantNotice) -> String {
    let mut lines = Vec::new();
    if !notice.jobs.is_empty() {
        lines.push("These of your jobs are affected:".to_owned());
        lines.extend(notice.jobs.iter().map(|job| format!("- {}", job_in_words(job, notice))));
    }
    if !notice.not_known.is_empty() {
        lines.push(format!(
            "These may be affected; we do not know when they run: {}.",
            notice.not_known.join(", ")
        ));
    }
    match notice.is_affected() {
        Some(false) => lines.push("By their schedules, none of your jobs is affected.".to_owned()),
        None if !notice.has_jobs => {
            lines.push("We do not know your jobs, so that any of them may be affected.".to_owned());
        }
        Some(true) | None => {}
    }
    lines.join("\n")
}

fn job_in_words(job: &NoticeJob, notice: &TenantNotice) -> String {
    let name = &job.job;
    let at = job.at.map(|at| minute(at, &notice.zone)).unwrap_or_default();
    let runs = job.runs.affected;
    let what = match job.effect {
        NoticeEffect::Paused => {
            return format!("{name}: replication pauses until the end, then goes on");
        }
        NoticeEffect::Cut => format!("{name}: the run under way is cut short at {at}"),
        NoticeEffect::Refused if runs == 1 => format!("{name}: the run at {at} is refused"),
        NoticeEffect::Refused => {
            format!("{name}: {} are refused, the first at {at}", plural(runs, "run", "runs"))
        }
    };
    let more = match job.effect {
        NoticeEffect::Cut if runs > 1 => {
            format!(", and {} refused", plural(runs - 1, "later run is", "later runs are"))
        }
        NoticeEffect::Cut | NoticeEffect::Refused | NoticeEffect::Paused => String::new(),
    };
    format!("{what}{more}; {}", afterwards(&job.runs))
}

/// What becomes of the affected runs.
fn afterwards(runs: &RunCounts) -> String {
    match (runs.recovered, runs.lost, runs.pending) {
        (_, 0, 0) => "a retry is expected to succeed".to_owned(),
        (0, _, 0) => {
            "no retry is expected to succeed: start it again afterwards, or wait for its next run"
                .to_owned()
        }
        (recovered, lost, pending) => format!(
            "a retry is expected to succeed for {recovered}, not for {lost}, and {pending} will still be retried",
        ),
    }
}

const COLUMNS: &str = "tenant timezone from until affected jobs not_known text";

impl View for NoticeDocument {
    fn rows(&self) -> Option<Rows> {
        Some(Rows::of(COLUMNS.split(' '), &self.tenants))
    }

    fn page(&self, page: &mut Page) {
        if self.tenants.is_empty() {
            return page.line("No tenant is known.");
        }
        let mut table = Table::of("TENANT | TIME ZONE | JOBS AFFECTED: | NOT KNOWN:");
        for tenant in &self.tenants {
            table.push([
                tenant.tenant.clone(),
                tenant.timezone.clone().unwrap_or_else(|| "-".to_owned()),
                match (tenant.affected, tenant.jobs.len()) {
                    (None, _) => "not known".to_owned(),
                    (Some(_), 0) => "-".to_owned(),
                    (Some(_), jobs) => jobs.to_string(),
                },
                if tenant.not_known.is_empty() {
                    "-".to_owned()
                } else {
                    tenant.not_known.len().to_string()
                },
            ]);
        }
        page.table(table);
        for tenant in &self.tenants {
            page.line("");
            page.strong(format!("To {}", sanitize(&tenant.tenant)));
            for line in tenant.text.trim_end().lines() {
                page.line(format!("  {}", sanitize(line)).trim_end());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_in_a_template_have_a_place() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            let wrong = NoticeTemplate::parse(text).err().unwrap();
            assert!(wrong.starts_with(want), "{wrong}");
        }
        case("a\nb é{foo}", "line 2, column 4: unknown placeholder \"{foo}\"; known: {tenant}, ");
        case("{", "line 1, column 1: a { that opens no placeholder");
        case("a\n\n}", "line 3, column 1: a } that closes no placeholder");
        assert!(NoticeTemplate::parse("{{{tenant}}} {jobs}").is_ok());
    }
}
