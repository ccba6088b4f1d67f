//! Spans: reads durations in every way in which exports write them.

use crate::domain::Span;

/// What a text says about a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    /// So long, in whole seconds; what is shorter than one is one.
    For(Span),
    /// None at all, as for what never ran.
    Zero,
    /// It is no duration, or an absurd one.
    Unusable,
}

/// Nothing that is imported takes longer: a year.
const LONGEST: f64 = 366.0 * 86_400.0;

/// Reads `00:26:04`, `0.00:18:50`, `1.02:03:04.5`, seconds, or decimal seconds.
pub(super) fn read(text: &str) -> Read {
    let text = text.trim();
    if text.contains(':') { clock(text).map_or(Read::Unusable, of_secs) } else { decimal(text) }
}

/// A number of seconds.
pub(super) fn of_secs(secs: f64) -> Read {
    if secs == 0.0 {
        return Read::Zero;
    }
    if !(0.0..=LONGEST).contains(&secs) {
        return Read::Unusable;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    Read::For(Span::from_secs(secs.ceil() as i64))
}

fn decimal(text: &str) -> Read {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    // Some languages write a comma before the fraction.
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    if whole.is_empty() || fraction.is_empty() || !digits(whole) || !digits(fraction) {
        return Read::Unusable;
    }
    format!("{whole}.{fraction}").parse().map_or(Read::Unusable, of_secs)
}

/// Days, hours, minutes and seconds as .NET writes them; the seconds may be left out.
fn clock(text: &str) -> Option<f64> {
    let (head, rest) = text.split_once(':')?;
    let (days, hours) = head.split_once('.').unwrap_or(("0", head));
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "0"));
    let (seconds, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, "0"));
    let number = |part: &str, most: u32| -> Option<u32> {
        let plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten().filter(|number| *number <= most)
    };
    let days = number(days, 10_000)?;
    // Without days some write more hours than a day has.
    let hours = number(hours, 100_000)?;
    let (minutes, seconds) = (number(minutes, 59)?, number(seconds, 59)?);
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: f64 = format!("0.{fraction}").parse().ok()?;
    let whole = f64::from(days) * 86_400.0 + f64::from(hours) * 3_600.0 + f64::from(minutes * 60);
    Some(whole + f64::from(seconds) + fraction)
}

#[cfg(test)]
mod tests {
    use crate::import::spans::{Read, read};

    #[test]
    fn durations_are_read_however_they_are_written() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            let said = match read(text) {
                Read::For(span) => span.to_string(),
                Read::Zero => "zero".into(),
                Read::Unusable => "unusable".into(),
            };
            assert_eq!(said, want, "{text}");
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
