//! Report as one HTML page without scripts that loads nothing.

use std::collections::HashSet;

use crate::domain::{Instant, JobRun, RunCounts, RunOutcome};
use crate::ops::impact::{AffectedSession, Impact, TenantImpact};
use crate::output::{Html, Page, Times, rough};
use crate::store::StoreKind;
use crate::views::report::{Report, effect, lost_tasks, others_row, recovery};

const STYLE: &str = include_str!("report.css");

/// `page` formats times.
pub fn page(report: &Report, page: &Page) -> String {
    let mut html = Html::default();
    html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    html.within("<title>", &title(report), "</title>\n<style>\n");
    html.markup(STYLE);
    html.within("</style>\n</head>\n<body>\n<header>\n<h1>", &title(report), "</h1>\n");
    let kind = match report.store {
        StoreKind::Rehearsal => "This is a rehearsal with simulated sessions. As of ",
        StoreKind::Live => "As of ",
    };
    html.within("<p class=\"soft\">", kind, "");
    html.within("", &page.time(report.now), "</p>\n</header>\n<main>\n");
    if report.maintenances.is_empty() {
        html.markup("<p>There was no maintenance.</p>\n");
    }
    // The latest comes first, as readers look for it.
    for impact in report.maintenances.iter().rev() {
        maintenance(impact, report, page, &mut html);
    }
    html.markup("</main>\n<footer>\n<p>A run is one start of a job with all its automatic retries. It has recovered if each task that maintenance refused succeeded in a later retry. A lost run is over and has not recovered. “Unknown” means that no source reports how or why a session ended.</p>\n</footer>\n</body>\n</html>\n");
    html.into_text()
}

fn title(report: &Report) -> String {
    match &report.tenant {
        Some(tenant) => format!("Maintenance report for {tenant}, server {}", report.server),
        None => format!("Maintenance report, server {}", report.server),
    }
}

fn maintenance(impact: &Impact, report: &Report, page: &Page, html: &mut Html) {
    html.markup("<section>\n<h2>Maintenance</h2>\n<dl>\n");
    let ended = impact.ended.unwrap_or(report.now);
    let lasted = rough(ended - impact.since);
    let (dates, times) = (page.dates(), page.times(impact.since));
    let mut fields = vec![("From", dates.at(impact.since))];
    match (impact.ended, impact.until) {
        (Some(ended), _) => {
            fields.push(("Until", dates.at(ended)));
            fields.push(("Lasted", lasted));
        }
        (None, until) => {
            let until = until.map_or_else(|| "further notice".to_owned(), |until| dates.at(until));
            fields.push(("Planned until", until));
            fields.push(("On for", lasted));
        }
    }
    fields.push(("Runs counted until", dates.at(impact.counted_until)));
    fields.extend(impact.reason.as_ref().map(|reason| ("Reason", reason.clone())));
    for (name, text) in &fields {
        html.within("<dt>", name, "</dt>");
        html.within("<dd>", text, "</dd>\n");
    }
    html.markup("</dl>\n");
    html.within("<p>", &impact.counts.sentences(), "</p>\n");
    if let Some(line) = report.not_observed(impact, &|at| dates.at(at)) {
        html.within("<p>", &line, "</p>\n");
    }
    let shared = shared_notifications(impact);
    for text in shared.iter().take(MOST_NOTIFICATIONS) {
        html.within("<p class=\"soft\">Notification: “", text, "”</p>\n");
    }
    if impact.listed_tenants().count() + usize::from(others_row(impact).is_some()) > 1 {
        tenant_table(impact, html);
    }
    for (place, tenant) in impact.listed_tenants().enumerate() {
        html.within("<section id=\"", &anchor(impact.since, place), "\">\n");
        tenant_section(tenant, report, &shared, &times, html);
        html.markup("</section>\n");
    }
    html.markup("</section>\n");
}

fn tenant_table(impact: &Impact, html: &mut Html) {
    html.markup(
        "<div class=\"wide\"><table class=\"tenants\">\n<thead><tr><th scope=\"col\">Tenant</th>",
    );
    for name in ["Runs", "Affected", "Cut", "Refused", "Recovered", "Lost", "Pending"] {
        html.within("<th scope=\"col\" class=\"n\">", name, "</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    for (place, tenant) in impact.listed_tenants().enumerate() {
        html.within("<tr><th scope=\"row\"><a href=\"#", &anchor(impact.since, place), "\">");
        html.within("", &tenant.name, "</a></th>");
        count_cells(&tenant.counts.runs, html);
    }
    if let Some((name, counts)) = others_row(impact) {
        html.within("<tr><th scope=\"row\" class=\"soft\">", &name, "</th>");
        count_cells(&counts.runs, html);
    }
    html.markup("</tbody>\n</table></div>\n");
}

/// The counts of a row, up to its end.
fn count_cells(counts: &RunCounts, html: &mut Html) {
    let RunCounts { runs, affected, cut, refused, recovered, lost, pending, .. } = *counts;
    for count in [runs, affected, cut, refused, recovered, lost, pending] {
        let text = if count == 0 { "–".to_owned() } else { count.to_string() };
        html.within("<td class=\"n\">", &text, "</td>");
    }
    html.markup("</tr>\n");
}

fn tenant_section(
    tenant: &TenantImpact,
    report: &Report,
    shared: &[&str],
    times: &Times,
    html: &mut Html,
) {
    html.within("<h3>", &tenant.name, "</h3>\n");
    if report.tenant.is_none() {
        html.within("<p class=\"soft\">", &tenant.counts.sentences(), "</p>\n");
    }
    html.markup("<div class=\"wide\"><table class=\"sessions\">\n<thead><tr>");
    for name in ["Job", "Started", "Effect", "Tasks refused", "Now"] {
        html.within("<th scope=\"col\">", name, "</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    for session in tenant.sessions.iter().filter(|session| session.is_listed()) {
        session_row(session, times, html);
    }
    html.markup("</tbody>\n</table></div>\n");
    let own = notifications(tenant).into_iter().filter(|text| !shared.contains(text));
    for text in own.take(MOST_NOTIFICATIONS) {
        html.within("<p class=\"soft\">Notification: “", text, "”</p>\n");
    }
}

fn session_row(session: &AffectedSession, times: &Times, html: &mut Html) {
    html.within("<tr><th scope=\"row\">", &session.job, "</th>");
    html.within("<td class=\"at\">", &times.at(session.started), "</td>");
    html.markup(match effect(session) {
        "refused" => "<td class=\"refused\">refused at its start</td>",
        "cut" => "<td class=\"cut\">cut: tasks were refused</td>",
        _ => "<td class=\"unsure\">unknown</td>",
    });
    html.within("<td>", lost_tasks(session).as_deref().unwrap_or("–"), "</td>");
    html.markup(match session.run.and_then(JobRun::outcome) {
        Some(RunOutcome::Recovered) => "<td class=\"healed\">",
        Some(RunOutcome::Pending) => "<td>",
        Some(RunOutcome::Lost) => "<td class=\"again\">",
        None => "<td class=\"unsure\">",
    });
    html.within("", &recovery(session, times), "</td></tr>\n");
}

/// The most notifications in one place.
const MOST_NOTIFICATIONS: usize = 3;

/// The different notifications of the sessions.
fn notifications(tenant: &TenantImpact) -> Vec<&str> {
    let mut texts: Vec<&str> = Vec::new();
    let mut seen = HashSet::new();
    for text in tenant.sessions.iter().filter_map(|session| session.notification.as_deref()) {
        if seen.insert(text) {
            texts.push(text);
        }
    }
    texts
}

/// The notifications that several tenants read, which the page shows once.
fn shared_notifications(impact: &Impact) -> Vec<&str> {
    let (mut shared, mut seen) = (Vec::new(), HashSet::new());
    for text in impact.tenants.iter().flat_map(notifications) {
        if !seen.insert(text) && !shared.contains(&text) {
            shared.push(text);
        }
    }
    shared
}

/// The `id` of a tenant's section; names may hold anything.
fn anchor(since: Instant, place: usize) -> String {
    format!("m{}-t{}", since.millis(), place + 1)
}
