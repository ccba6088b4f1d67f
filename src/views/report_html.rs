//! HTML: a report as one page that stands by itself: no scripts, nothing to be loaded.

use crate::commands::report::{Report, lost, standing};
use crate::domain::Instant;
use crate::ops::impact::{AffectedSession, Hit, Impact, Standing, TenantImpact};
use crate::output::{Html, Page, rough};
use crate::store::Kind;

const STYLE: &str = include_str!("report.css");

/// The whole page; `page` tells times as people here read them.
pub fn page(report: &Report, page: &Page) -> String {
    let mut html = Html::default();
    html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    html.within("<title>", &title(report), "</title>\n<style>\n");
    html.markup(STYLE);
    html.within("</style>\n</head>\n<body>\n<header>\n<h1>", &title(report), "</h1>\n");
    let kind = match report.store {
        Kind::Rehearsal => "A rehearsal: its sessions were simulated. As of ",
        Kind::Live => "As of ",
    };
    html.within("<p class=\"soft\">", kind, "");
    html.within("", &page.time(report.now), "</p>\n</header>\n<main>\n");
    if report.maintenances.is_empty() {
        html.markup("<p>There was no maintenance.</p>\n");
    }
    // Latest first, as that is what is looked for.
    for told in report.maintenances.iter().rev() {
        maintenance(told, report, page, &mut html);
    }
    html.markup("</main>\n<footer>\n<p>“Healed” means that a later session of the same job succeeded. Where no source tells how a session ended, that is said.</p>\n</footer>\n</body>\n</html>\n");
    html.into_text()
}

fn title(report: &Report) -> String {
    match &report.tenant {
        Some(tenant) => format!("Maintenance report for {tenant}, server {}", report.server),
        None => format!("Maintenance report, server {}", report.server),
    }
}

fn maintenance(told: &Impact, report: &Report, page: &Page, html: &mut Html) {
    html.markup("<section>\n<h2>Maintenance</h2>\n<dl>\n");
    let ended = told.ended.unwrap_or(report.now);
    let lasted = rough(ended - told.since);
    let mut facts = vec![("From", page.time(told.since))];
    match (told.ended, told.until) {
        (Some(ended), _) => {
            facts.push(("Until", page.time(ended)));
            facts.push(("Lasted", lasted));
        }
        (None, until) => {
            let until = until.map_or_else(|| "further notice".to_owned(), |until| page.time(until));
            facts.push(("Planned until", until));
            facts.push(("On for", format!("{lasted} by now")));
        }
    }
    facts.extend(told.reason.as_ref().map(|reason| ("Reason", reason.clone())));
    for (name, text) in &facts {
        html.within("<dt>", name, "</dt>");
        html.within("<dd>", text, "</dd>\n");
    }
    html.markup("</dl>\n");
    let (did, now) = told.counts.in_words();
    html.within("<p>", &did, " ");
    html.within("", &now, "</p>\n");
    if told.tenants.len() > 1 {
        overview(told, html);
    }
    for (place, tenant) in told.tenants.iter().enumerate() {
        html.within("<section id=\"", &anchor(told.since, place), "\">\n");
        section(tenant, report, page, html);
        html.markup("</section>\n");
    }
    html.markup("</section>\n");
}

/// A line for every tenant.
fn overview(told: &Impact, html: &mut Html) {
    html.markup(
        "<div class=\"wide\"><table class=\"tenants\">\n<thead><tr><th scope=\"col\">Tenant</th>",
    );
    for name in ["Refused", "Cut", "Unknown", "Healed", "At work", "Run again"] {
        html.within("<th scope=\"col\" class=\"n\">", name, "</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    for (place, tenant) in told.tenants.iter().enumerate() {
        html.within("<tr><th scope=\"row\"><a href=\"#", &anchor(told.since, place), "\">");
        html.within("", &tenant.name, "</a></th>");
        let counts = tenant.counts;
        for count in [
            counts.refused,
            counts.cut,
            counts.unknown,
            counts.healed,
            counts.working,
            counts.run_again,
        ] {
            let text = if count == 0 { "–".to_owned() } else { count.to_string() };
            html.within("<td class=\"n\">", &text, "</td>");
        }
        html.markup("</tr>\n");
    }
    html.markup("</tbody>\n</table></div>\n");
}

/// What happened to one tenant.
fn section(tenant: &TenantImpact, report: &Report, page: &Page, html: &mut Html) {
    html.within("<h3>", &tenant.name, "</h3>\n");
    let (did, now) = tenant.counts.in_words();
    if report.tenant.is_none() {
        html.within("<p class=\"soft\">", &did, " ");
        html.within("", &now, "</p>\n");
    }
    html.markup("<div class=\"wide\"><table class=\"sessions\">\n<thead><tr>");
    for name in ["Job", "Started", "What", "Tasks lost", "Now"] {
        html.within("<th scope=\"col\">", name, "</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    for session in &tenant.sessions {
        row(session, page, html);
    }
    html.markup("</tbody>\n</table></div>\n");
    for text in notifications(tenant) {
        html.within("<p class=\"soft\">The job said: “", text, "”</p>\n");
    }
}

fn row(session: &AffectedSession, page: &Page, html: &mut Html) {
    html.within("<tr><th scope=\"row\">", &session.job, "</th>");
    let started = page.time(session.started);
    let (day, time) = started.split_once(' ').unwrap_or((&started, ""));
    html.within("<td class=\"at\"><span>", day, "</span> ");
    html.within("<span>", time, "</span></td>");
    html.markup(match session.hit {
        Hit::Refused => "<td class=\"refused\">refused at its start</td>",
        Hit::Cut => "<td class=\"cut\">lost tasks</td>",
        Hit::Unknown => "<td class=\"unsure\">not known</td>",
    });
    let lost = lost(session);
    html.within("<td>", if lost.is_empty() { "–" } else { &lost }, "</td>");
    html.markup(match session.standing {
        Standing::Healed => "<td class=\"healed\">",
        Standing::RunAgain => "<td class=\"again\">",
        Standing::Unknown => "<td class=\"unsure\">",
        Standing::Working => "<td>",
    });
    html.within("", &standing(session, page), "</td></tr>\n");
}

/// The texts that its sessions carry, each once; more than a few tell nobody more.
fn notifications(tenant: &TenantImpact) -> Vec<&str> {
    let mut texts: Vec<&str> = Vec::new();
    for text in tenant.sessions.iter().filter_map(|session| session.notification.as_deref()) {
        if !texts.contains(&text) && texts.len() < 3 {
            texts.push(text);
        }
    }
    texts
}

/// The place of a tenant in the page: names are not fit for it.
fn anchor(since: Instant, place: usize) -> String {
    format!("m{}-t{}", since.millis(), place + 1)
}
