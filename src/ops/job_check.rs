//! Check: a job must be as a scenario's has to be, and a mistake names the option that makes it.

use crate::domain::{Instant, Span};
use crate::error::{Error, Result};
use crate::ops::app::App;
use crate::scenario::{self, Document, JobDoc};

/// A schedule is tried out over so long.
const TRIED: Span = Span::from_secs(86_400);

/// Checks a job as a scenario would; a mistake names the option.
pub fn check(app: &App, job: &JobDoc<'static>) -> Result<()> {
    let document = Document {
        scenario: Some(1),
        start: Some(app.now()),
        end: Some((app.now() + TRIED).min(Instant::LAST)),
        jobs: Some(vec![job.clone()]),
        ..Document::default()
    };
    scenario::check(&document).map(|_| ()).map_err(|wrong| {
        let what = wrong.what.replace("\"initial_sync\"", "--initial-sync");
        Error::usage(format!("{}: {what}", option_of(&wrong.place)))
            .hint("docs/jobs.md tells what a job needs, and what it does not take")
    })
}

/// The option that a place in a document of one job stands for.
fn option_of(place: &str) -> String {
    let member = place.strip_prefix("jobs[0].").unwrap_or(place);
    let word = member.split(['.', '[']).next().unwrap_or(member);
    match (word, member) {
        ("name", _) => "NAME".to_owned(),
        ("tasks", _) => "--task".to_owned(),
        ("starts", _) => "--start".to_owned(),
        ("schedule", "schedule.timezone") => "--timezone".to_owned(),
        ("schedule", _) => "--cron".to_owned(),
        ("retry", "retry.wait") => "--retry-wait".to_owned(),
        (word, _) => format!("--{}", word.replace('_', "-")),
    }
}

#[cfg(test)]
mod tests {
    use crate::ops::job_check::option_of;

    #[test]
    fn places_lead_to_options() {
        #[track_caller]
        fn case(place: &str, option: &str) {
            assert_eq!(option_of(place), option);
        }
        case("jobs[0].name", "NAME");
        case("jobs[0].tenant", "--tenant");
        case("jobs[0].type", "--type");
        case("jobs[0].slots", "--slots");
        case("jobs[0].tasks", "--task");
        case("jobs[0].tasks[3].name", "--task");
        case("jobs[0].starts[0]", "--start");
        case("jobs[0].schedule", "--cron");
        case("jobs[0].schedule.cron", "--cron");
        case("jobs[0].schedule.timezone", "--timezone");
        case("jobs[0].recorded", "--recorded");
        case("jobs[0].retry", "--retry");
        case("jobs[0].retry.times", "--retry");
        case("jobs[0].retry.wait", "--retry-wait");
        case("jobs[0].initial_sync", "--initial-sync");
    }
}
