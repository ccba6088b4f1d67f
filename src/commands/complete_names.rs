//! Complete-names: names that shells offer while somebody types; hidden, quick and silent.

use serde::Serialize;

use crate::args::{Global, spelled};
use crate::commands::Response;
use crate::domain::{FailureCode, Rule, Spelled};
use crate::error::Result;
use crate::ops::app::App;
use crate::output::{Page, View, sanitize};
use crate::store::NameKind;

/// What `mm complete-names` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to offer
    #[arg(value_name = "KIND", value_parser = spelled::<NameKind>(), value_delimiter = ',', required = true)]
    kinds: Vec<NameKind>,
    /// How the name begins
    #[arg(long, value_name = "TEXT", default_value = "", allow_hyphen_values = true)]
    beginning: String,
}

/// Offers names; where there is no store that can be read, it offers none and says nothing.
#[expect(clippy::unnecessary_wraps, reason = "a verb may fail, this one is silent")]
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let beginning = &*args.beginning;
    let offered = |kind: &NameKind| match kind {
        NameKind::Rules => {
            let rules = Rule::ALL.iter().map(|rule| rule.spelling());
            rules
                .chain(FailureCode::ALL.iter().map(|code| code.spelling()))
                .map(str::to_owned)
                .collect()
        }
        NameKind::Jobs | NameKind::Tenants | NameKind::Sessions => App::of(global)
            .and_then(|app| app.look(|snapshot| snapshot.names(*kind, beginning)))
            .unwrap_or_default(),
    };
    let names: Vec<String> = args.kinds.iter().flat_map(offered).collect();
    Ok(Response::new(Offered {
        names: names.into_iter().filter(|name| is_offered(name, beginning)).collect(),
    }))
}

/// A line a name: what would break the line, or could be taken for an option, is not offered.
fn is_offered(name: &str, beginning: &str) -> bool {
    let harmless = matches!(sanitize(name), std::borrow::Cow::Borrowed(_));
    harmless
        && !name.is_empty()
        && name.starts_with(beginning)
        && !name.starts_with('-')
        && name.trim() == name
}

#[derive(Serialize)]
#[serde(transparent)]
struct Offered {
    names: Vec<String>,
}

impl View for Offered {
    fn page(&self, page: &mut Page) {
        for name in &self.names {
            page.line(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::commands::complete_names::is_offered;

    #[test]
    fn what_a_shell_could_be_harmed_by_is_not_offered() {
        #[track_caller]
        fn case(name: &str, want: bool) {
            assert_eq!(is_offered(name, ""), want, "{name:?}");
        }
        case("Backup Job 1", true);
        case("夜間", true);
        case("$(reboot) \"x\" 'y' `z` \\", true);
        case("two\nlines", false);
        case("\u{1b}[2J", false);
        case("abc\u{202e}fdp", false);
        case("--yes", false);
        case(" spaced", false);
        case("", false);
    }
}
