//! `mm complete-names`: print names for shell completion, quickly and without errors.

use serde::Serialize;

use crate::args::{Global, spelled};
use crate::commands::Response;
use crate::domain::{FailureCode, Rule, Spelled};
use crate::error::Result;
use crate::ops::app::App;
use crate::output::{Page, View, sanitize};
use crate::store::NameKind;
use crate::views::glossary::TERMS;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Kinds of names to print
    #[arg(value_name = "KIND", value_parser = spelled::<NameKind>(), value_delimiter = ',', required = true)]
    kinds: Vec<NameKind>,
    /// Beginning of the names
    #[arg(long, value_name = "TEXT", default_value = "", allow_hyphen_values = true)]
    beginning: String,
}

/// Prints no names if no store can be read.
#[expect(clippy::unnecessary_wraps, reason = "all commands have this signature")]
pub fn run(global: &Global, args: &Args) -> Result<Response> {
    let beginning = &*args.beginning;
    let offered = |kind: &NameKind| match kind {
        NameKind::Rules => {
            let rules = Rule::ALL.iter().map(|rule| rule.spelling());
            rules
                .chain(FailureCode::ALL.iter().map(|code| code.spelling()))
                .chain(TERMS.iter().map(|term| term.word))
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

/// Names that could break the line or be taken for an option are not offered.
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
    fn names_that_could_harm_a_shell_are_not_offered() {
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
