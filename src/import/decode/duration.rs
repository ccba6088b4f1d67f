//! Durations as exports write them: clocks with days, seconds, and decimal seconds.

use crate::domain::Span;

/// No imported task or session takes longer than a year.
const LONGEST: f64 = 366.0 * 86_400.0;

/// A duration of this many seconds, rounded up to whole ones; `None` for none, negative and absurd ones.
pub fn span(secs: f64) -> Option<Span> {
    #[expect(clippy::cast_possible_truncation, reason = "at most a year")]
    (secs > 0.0 && secs <= LONGEST).then(|| Span::from_secs(secs.ceil() as i64))
}

/// Seconds of `00:26:04`, `00:26`, `1.02:03:04.5`, `1564` or `27,09`.
pub fn seconds(text: &str) -> Option<f64> {
    // Some languages write a comma before the fraction.
    let text = text.trim().replace(',', ".");
    match *text.split(':').collect::<Vec<_>>() {
        [seconds] => decimal(seconds),
        [hours, minutes] => clock(hours, minutes, "0"),
        [hours, minutes, seconds] => clock(hours, minutes, seconds),
        _ => None,
    }
}

/// .NET writes days before the hours; some write more hours than a day has instead.
fn clock(hours: &str, minutes: &str, seconds: &str) -> Option<f64> {
    let (days, hours) = hours.split_once('.').unwrap_or(("0", hours));
    let (days, hours, minutes) = (whole(days)?, whole(hours)?, whole(minutes)?);
    let seconds = decimal(seconds)?;
    let is_clock = minutes < 60.0 && seconds < 60.0;
    is_clock.then_some(((days * 24.0 + hours) * 60.0 + minutes) * 60.0 + seconds)
}

fn decimal(text: &str) -> Option<f64> {
    let (before, after) = text.split_once('.').unwrap_or((text, "0"));
    whole(before)?;
    whole(after)?;
    text.parse().ok()
}

fn whole(text: &str) -> Option<f64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::{seconds, span};

    #[test]
    fn durations_are_read_however_they_are_written() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            let found = match seconds(text) {
                Some(0.0) => "zero".to_owned(),
                secs => secs.and_then(span).map_or("unusable".to_owned(), |span| span.to_string()),
            };
            assert_eq!(found, want, "{text}");
        }
        case("00:26:04", "26m4s");
        case("0.00:18:50", "18m50s");
        case("1.02:03:04", "1d2h3m4s");
        case("00:00:23.4500000", "24s");
        case("00:05", "5m");
        case("30:00:00", "1d6h");
        case("328", "5m28s");
        case("27.0901772", "28s");
        case("27,0901772", "28s");
        case("0.2", "1s");
        case("0", "zero");
        case("00:00:00", "zero");
        case("0.000", "zero");
        case("-5", "unusable");
        case("-00:05:00", "unusable");
        case("00:61:00", "unusable");
        case("99999999999999999999", "unusable");
        case("99999999", "unusable");
        case("9999.00:00:00", "unusable");
        case("1e3", "unusable");
        case("", "unusable");
        case(":", "unusable");
        case("N/A", "unusable");
        case("12 min", "unusable");
        case(".5", "unusable");
        case("NaN", "unusable");
    }
}
