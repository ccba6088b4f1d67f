//! The notification that tenants read, with its placeholders.

use std::fmt;

use jiff::tz::TimeZone;

use crate::domain::placeholders::{MistakeKind, Piece, pieces};
use crate::domain::time::Instant;

/// The notification if the provider wrote none.
pub const DEFAULT_TEXT: &str = "Service provider is currently undergoing scheduled maintenance";
pub const DEFAULT_REASON: &str = "scheduled maintenance";

/// The longest notification in bytes. A rendered one is cut there, so that those of many tenants fit
/// into memory whatever the names are.
const LONGEST: usize = 1 << 16;

/// A notification text that can be rendered for any tenant and job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Piece<Part>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Tenant,
    Job,
    Until,
    Reason,
}

/// The values of the placeholders.
#[derive(Debug, Clone, Copy)]
pub struct PlaceholderValues<'a> {
    pub tenant: &'a str,
    pub job: &'a str,
    /// The planned end; `None`: until further notice.
    pub until: Option<Instant>,
    /// The zone in which the planned end is written, to the minute; `None`: in RFC 3339 and UTC, as
    /// in the results of scenarios.
    pub zone: Option<&'a TimeZone>,
    pub reason: &'a str,
}

impl Default for Template {
    fn default() -> Template {
        Template { parts: vec![Piece::Text(DEFAULT_TEXT.into())] }
    }
}

impl Template {
    /// Checks a text; `None` and a blank one stand for the default.
    pub fn parse(text: Option<&str>) -> Result<Template, TemplateError> {
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
            return Ok(Template::default());
        };
        if text.len() > LONGEST {
            return Err(TemplateError::TooLong);
        }
        let read = |name: &str| match name {
            "tenant" => Some(Part::Tenant),
            "job" => Some(Part::Job),
            "until" => Some(Part::Until),
            "reason" => Some(Part::Reason),
            _ => None,
        };
        pieces(text, read).map(|parts| Template { parts }).map_err(|mistake| match mistake.kind {
            MistakeKind::UnknownName(name) => TemplateError::Unknown(name),
            MistakeKind::LoneBrace(is_opening) => TemplateError::LoneBrace(is_opening),
        })
    }

    /// Whether the text differs from tenant to tenant or from job to job.
    pub fn is_per_tenant(&self) -> bool {
        self.parts.iter().any(|part| match part {
            Piece::Value(Part::Tenant | Part::Job) => true,
            Piece::Text(_) | Piece::Value(Part::Until | Part::Reason) => false,
        })
    }

    /// The text for one tenant and job. Values of placeholders are not expanded again. A text that
    /// becomes too long is cut and ends with `…`.
    pub fn render(&self, words: PlaceholderValues<'_>) -> String {
        let mut text = String::new();
        for part in &self.parts {
            if text.len() > LONGEST {
                break;
            }
            match part {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Value(Part::Tenant) => text.push_str(words.tenant),
                Piece::Value(Part::Job) => text.push_str(words.job),
                Piece::Value(Part::Reason) => text.push_str(words.reason),
                Piece::Value(Part::Until) => match (words.until, words.zone) {
                    (Some(until), Some(zone)) => text.push_str(&minute_in(until, zone)),
                    (Some(until), None) => text.push_str(&until.to_string()),
                    (None, _) => text.push_str("further notice"),
                },
            }
        }
        if text.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end));
            text.truncate(end.unwrap_or(0));
            text.push('…');
        }
        text
    }
}

/// A time as tenants read it: `2026-11-23 21:00 CET`.
fn minute_in(at: Instant, zone: &TimeZone) -> String {
    at.timestamp().to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

/// A text that cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateError {
    Unknown(String),
    /// A brace that belongs to no placeholder; `true` for an opening one.
    LoneBrace(bool),
    TooLong,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TemplateError::Unknown(name) => {
                write!(f, "unknown placeholder {:?}", format!("{{{name}}}"))?;
            }
            TemplateError::TooLong => {
                return write!(f, "longer than {LONGEST} bytes; 350 characters are advised");
            }
            TemplateError::LoneBrace(true) => f.write_str("a { that opens no placeholder")?,
            TemplateError::LoneBrace(false) => f.write_str("a } that closes no placeholder")?,
        }
        f.write_str("; known: {tenant}, {job}, {until}, {reason}; write {{ and }} for braces")
    }
}

impl std::error::Error for TemplateError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> PlaceholderValues<'static> {
        PlaceholderValues {
            tenant: "{job}",
            job: "nightly",
            until: None,
            zone: None,
            reason: "upgrade",
        }
    }

    #[test]
    fn texts_are_rendered() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            assert_eq!(Template::parse(Some(text)).unwrap().render(words()), want);
        }
        case("plain", "plain");
        case("", DEFAULT_TEXT);
        case(" \n\t", DEFAULT_TEXT);
        case(
            "{tenant}/{job} until {until}: {reason}",
            "{job}/nightly until further notice: upgrade",
        );
        case("{{tenant}} {{{job}}}", "{tenant} {nightly}");
        case("é{job}é", "énightlyé");
        assert_eq!(Template::parse(None).unwrap().render(words()), DEFAULT_TEXT);
    }

    #[test]
    fn placeholders_of_tenant_and_job_make_a_text_per_tenant() {
        #[track_caller]
        fn case(text: &str, want: bool) {
            assert_eq!(Template::parse(Some(text)).unwrap().is_per_tenant(), want, "{text}");
        }
        case("", false);
        case("{reason} until {until}", false);
        case("{{tenant}}", false);
        case("dear {tenant}", true);
        case("{job} waits", true);
    }

    #[test]
    fn the_planned_end_is_in_utc_or_in_a_zone() {
        #[track_caller]
        fn case(at: &str, zone: Option<&str>, want: &str) {
            let until = Some(Instant::parse(at).unwrap());
            let zone = zone.map(|name| TimeZone::get(name).unwrap());
            let words = PlaceholderValues { until, zone: zone.as_ref(), ..words() };
            assert_eq!(Template::parse(Some("{until}")).unwrap().render(words), want);
        }
        case("2026-11-23T20:00:00Z", None, "2026-11-23T20:00:00Z");
        case("2026-11-23T20:00:30Z", Some("UTC"), "2026-11-23 20:00 UTC");
        case("2026-11-23T20:00:00Z", Some("Europe/Berlin"), "2026-11-23 21:00 CET");
        case("2026-10-25T00:30:00Z", Some("Europe/Berlin"), "2026-10-25 02:30 CEST");
        case("2026-10-25T01:30:00Z", Some("Europe/Berlin"), "2026-10-25 02:30 CET");
        case("2026-11-23T20:00:00Z", Some("America/Sao_Paulo"), "2026-11-23 17:00 -03");
    }

    #[test]
    fn texts_that_cannot_be_rendered_are_refused() {
        #[track_caller]
        fn case(text: &str, want: &TemplateError) {
            assert_eq!(&Template::parse(Some(text)).unwrap_err(), want);
        }
        case("{Tenant}", &TemplateError::Unknown("Tenant".into()));
        case("{}", &TemplateError::Unknown(String::new()));
        case("{ job }", &TemplateError::Unknown(" job ".into()));
        case("a { b", &TemplateError::LoneBrace(true));
        case("{job", &TemplateError::LoneBrace(true));
        case("{a{job}", &TemplateError::LoneBrace(true));
        case("a } b", &TemplateError::LoneBrace(false));
        case("{job}}", &TemplateError::LoneBrace(false));
    }

    #[test]
    fn very_long_texts_are_cut_between_letters() {
        let name = "夜".repeat(20_000);
        let template = Template::parse(Some("{tenant}{tenant}{job}")).unwrap();
        let text = template.render(PlaceholderValues { tenant: &name, ..words() });
        assert_eq!((text.len(), text.ends_with("夜…")), (LONGEST - LONGEST % 3 + 3, true));
        let longest = "x".repeat(LONGEST);
        let text = template.render(PlaceholderValues { tenant: &longest, job: "", ..words() });
        assert_eq!((text.len(), text.ends_with("x…")), (LONGEST + "…".len(), true));
        let template = Template::parse(Some("{tenant}{job}")).unwrap();
        let text = template.render(PlaceholderValues { tenant: &longest, ..words() });
        assert_eq!((text.len(), text.ends_with("x…")), (LONGEST + "…".len(), true));
        assert_eq!(Template::parse(Some(&longest)).unwrap().render(words()), longest);
        let longer = format!("{longest}x");
        assert_eq!(Template::parse(Some(&longer)), Err(TemplateError::TooLong));
    }
}
