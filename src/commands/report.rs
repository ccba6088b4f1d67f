//! `mm report`: show what past maintenances did to sessions, for operators and for tenants.

#[cfg(test)]
mod tests;

use crate::commands::prelude::*;
use crate::ops::drain::missing;
use crate::ops::impact::past_impacts;
use crate::ops::server_status::{ServerStatus, known_present};
use crate::ops::tenants::filtered_tenant;
use crate::store::StoreKind;
use crate::views::report::Report;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without --since the report covers the latest maintenance, which may still be on. Planned windows count as maintenances. With --tenant the report names no other tenant, so you can send it to that tenant.\n\nExamples:\n  mm report                                           the latest maintenance\n  mm report --since -7d --output csv                  the last week, one row per session\n  mm report --html >report.html\n  mm report --tenant Kestrel --html >for-kestrel.html"
)]
pub struct Args {
    /// Report every maintenance that was on since this time
    #[arg(long, value_name = "TIME", value_parser = When::parse, allow_hyphen_values = true)]
    since: Option<When>,
    /// Report the sessions of this tenant only; the beginning of its name is enough
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Write an HTML page: same as --output html
    #[arg(long)]
    pub html: bool,
}

pub fn run(app: &App, args: &Args) -> Result<Response> {
    let since = args.since.map(|since| app.when("--since", since, Toward::Past)).transpose()?;
    let report = app.look(|snapshot| {
        let status = ServerStatus::of(snapshot, app.now())?;
        let mut impacts = past_impacts(snapshot, &status, since)?;
        let tenant = args.tenant.as_deref();
        let tenant = tenant.map(|text| filtered_tenant(snapshot, text)).transpose()?;
        if let Some(tenant) = &tenant {
            for impact in &mut impacts {
                impact.keep_only(tenant);
            }
        }
        let missing = match &args.tenant {
            Some(_) => Vec::new(),
            None => missing(app, snapshot, &status)?,
        };
        let present = known_present(&status.server, app.now());
        let observed_at = snapshot.last_complete_at(present)?;
        Ok(Report {
            schema: "mm.report/1",
            revision: status.server.revision,
            store: status.server.kind.unwrap_or(StoreKind::Live),
            server: status.server.name,
            now: app.now(),
            tenant,
            maintenances: impacts,
            missing,
            observed_at,
        })
    })?;
    Ok(Response::new(report))
}
