//! Calendars in the iCalendar format (RFC 5545).

use crate::domain::Instant;

/// The longest line in octets, without its end.
const LONGEST_LINE: usize = 75;

/// An appointment.
pub struct CalendarEvent {
    /// Unique in the world, and the same whenever the event is written.
    pub uid: String,
    pub from: Instant,
    pub until: Instant,
    pub summary: String,
    pub description: Option<String>,
}

/// The text of a calendar, written at an instant.
pub fn icalendar(now: Instant, events: &[CalendarEvent]) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&format!("{name}:{value}"), &mut text);
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//mm//mm//EN");
    line("METHOD", "PUBLISH");
    for event in events {
        line("BEGIN", "VEVENT");
        line("UID", &escape(&event.uid));
        line("DTSTAMP", &utc(now));
        line("DTSTART", &utc(event.from));
        line("DTEND", &utc(event.until));
        line("SUMMARY", &escape(&event.summary));
        if let Some(description) = &event.description {
            line("DESCRIPTION", &escape(description));
        }
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text
}

/// An instant to the second, in UTC.
pub fn utc(at: Instant) -> String {
    at.timestamp().strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Escapes a text, and drops the control characters that the format does not know.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            control if control.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// Adds a line, broken where it would be too long: each further part begins with a space.
fn fold(line: &str, text: &mut String) {
    let mut taken = 0;
    for letter in line.chars() {
        if taken + letter.len_utf8() > LONGEST_LINE {
            text.push_str("\r\n ");
            taken = 1;
        }
        text.push(letter);
        taken += letter.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    #[test]
    fn texts_are_escaped_and_long_lines_folded_between_letters() {
        assert_eq!(escape("a;b,c\\d\ne\r\u{7}f"), "a\\;b\\,c\\\\d\\nef");
        let mut text = String::new();
        fold(&"夜".repeat(60), &mut text);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= LONGEST_LINE), "{lines:?}");
        assert_eq!(lines.join("").replace(' ', ""), "夜".repeat(60));
    }

    #[test]
    fn an_event_has_what_the_format_requires() {
        let (uid, summary) = ("1@cc01".to_owned(), "Maintenance".to_owned());
        let event = CalendarEvent {
            uid,
            from: at("22:00"),
            until: at("23:00"),
            summary,
            description: None,
        };
        let want = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mm//mm//EN\r\nMETHOD:PUBLISH\r\n\
            BEGIN:VEVENT\r\nUID:1@cc01\r\nDTSTAMP:20261123T200000Z\r\nDTSTART:20261123T220000Z\r\n\
            DTEND:20261123T230000Z\r\nSUMMARY:Maintenance\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(icalendar(at("20:00"), &[event]), want);
    }
}
