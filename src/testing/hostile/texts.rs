//! Damaged times, durations, schedules, time zones, notifications, names and references.

use crate::domain::{Instant, PlaceholderValues, Span, Template, Toward, When};
use crate::ops::job_ref;
use crate::ops::notification::check_text;
use crate::scenario;
use crate::scenario::damage::damaged;
use crate::scenario::random::Draw;
use crate::testing::hostile::{Watch, rounds};
use crate::testing::{TestStore, at};

/// Pieces to put in the wrong places of short texts.
pub(super) const SCRAPS: [&[u8]; 40] = [
    b"",
    b" ",
    b"0",
    b"-",
    b"+",
    b"-1",
    b"99999999999999999999",
    b"9223372036854775807",
    b"18446744073709551616",
    b"1e308",
    b"NaN",
    b":",
    b"::",
    b"/",
    b"//",
    b"*",
    b"*/0",
    b"1-",
    b"?",
    b"L",
    b"#5",
    b"{",
    b"}",
    b"{{",
    b"{tenant}",
    b"{until",
    b"%n%s%x",
    b"'; DROP TABLE job; --",
    b"$(reboot)",
    b"<script>",
    b"\x00",
    b"\x1b[2J",
    b"\xff\xfe",
    b"\r\n",
    b"\t",
    "\u{202e}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{e0041}".as_bytes(),
    "e\u{301}\u{301}\u{301}".as_bytes(),
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}".as_bytes(),
];

/// Tries damaged texts; `read` returns whether it accepted one.
fn try_damaged(what: &'static str, seed: u64, seeds: &[&str], mut read: impl FnMut(&str) -> bool) {
    let tries = rounds(3_000, 100_000);
    let seeds: Vec<Vec<u8>> = seeds.iter().map(|text| text.as_bytes().to_vec()).collect();
    let mut draw = Draw::new(seed);
    let mut watch = Watch::new(what);
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..tries {
        let text = damaged(&mut draw, &seeds, &SCRAPS);
        let text = String::from_utf8_lossy(&text);
        let took = watch.on(text.as_bytes(), || read(&text));
        *(if took { &mut taken } else { &mut refused }) += 1;
    }
    assert_eq!(watch.tried(), tries);
    assert!(taken > 0 && refused > 0, "{what}: {taken} accepted, {refused} refused");
}

/// An error is short, whatever was typed.
#[track_caller]
fn short(error: &str) {
    assert!(!error.is_empty() && error.len() < 2_000, "{error}");
}

#[test]
fn times() {
    let seeds = [
        "2026-11-23T20:00:00Z",
        "0000-01-01T00:00:00.000Z",
        "9999-12-30T22:00:00.999+01:00",
        "2024-02-29 23:59:59.5-23:59",
    ];
    try_damaged("times", 1, &seeds, |text| match Instant::parse(text) {
        Ok(instant) => {
            assert_eq!(Instant::parse(&instant.to_string()), Ok(instant));
            true
        }
        Err(error) => {
            short(&error.to_string());
            false
        }
    });
}

#[test]
fn times_as_people_type_them() {
    let seeds = [
        "22:00",
        "tomorrow 22:00",
        "+90m",
        "-8h",
        "2026-11-23T20:00:00Z",
        "6:30",
        "+3652500d",
        "Tue 2026-11-24 22:00",
        "2026-10-25 02:30:00.5 CET",
        "2026-11-28T22:00:00+01:00[Europe/Berlin]",
        "Tue 00:42",
        "2026-11-28 22:00 Europe/Berlin",
    ];
    let zones = ["UTC", "Europe/Berlin", "Pacific/Apia", "America/St_Johns"]
        .map(|name| jiff::tz::TimeZone::get(name).unwrap());
    let nows = [Instant::FIRST, at("20:00"), Instant::LAST];
    let mut draw = Draw::new(22);
    try_damaged("times as people type them", 2, &seeds, |text| match When::parse(text) {
        Ok(when) => {
            let zone = &zones[usize::try_from(draw.below(4)).unwrap()];
            let look = draw.pick(&[Toward::Future, Toward::Past]);
            // Near the ends of the calendar there may be no such time, which is an error.
            let _ = when.resolve(draw.pick(&nows), zone, look).map_err(|error| error.to_string());
            true
        }
        Err(error) => {
            short(&error.to_string());
            false
        }
    });
}

#[test]
fn durations() {
    let seeds = [
        "90s",
        "10m",
        "1h30m",
        "2d",
        "3652500d",
        "1d2h3m4s",
        "000000000001s",
        "1h 30m",
        "90min",
        "1.5 hours",
        "1 day, 2 hrs",
    ];
    try_damaged("durations", 3, &seeds, |text| match Span::typed(text) {
        Ok(span) => {
            assert!(span > Span::NONE && span <= Span::LONGEST);
            assert_eq!(Span::parse(&span.to_string()), Ok(span));
            true
        }
        Err(error) => {
            short(&error.to_string());
            false
        }
    });
}

#[test]
fn schedules() {
    let seeds = [
        "0 22 * * *",
        "*/15 8-18 1,15 jan-mar mon-fri",
        "0 0 29 2 *",
        "59 23 31 12 7",
        "0 0 L * *",
        "5 4 * * 1#2",
        "* * * * *",
    ];
    let to = at("20:00") + Span::from_secs(40 * 86_400);
    try_damaged("schedules", 4, &seeds, |text| {
        match scenario::starts(text, "Europe/Berlin", at("20:00"), to) {
            Ok(starts) => {
                assert!(starts.is_sorted() && starts.iter().all(|start| *start >= at("20:00")));
                true
            }
            Err((member, error)) => {
                assert_eq!(member, "cron", "{error}");
                short(&error);
                false
            }
        }
    });
}

#[test]
fn time_zones() {
    let seeds = [
        "Europe/Berlin",
        "UTC",
        "America/Argentina/Buenos_Aires",
        "Etc/GMT+12",
        "../../etc/passwd",
    ];
    let to = at("20:00") + Span::from_secs(2 * 86_400);
    try_damaged("time zones", 5, &seeds, |text| {
        match scenario::starts("0 22 * * *", text, at("20:00"), to) {
            Ok(starts) => {
                assert!(starts.len() <= 3, "{starts:?}");
                true
            }
            Err((member, error)) => {
                assert_eq!(member, "timezone", "{error}");
                short(&error);
                false
            }
        }
    });
}

#[test]
fn notifications() {
    let seeds = [
        "Back at {until}; {job} of {tenant} runs again.",
        "{{literally}} {reason}",
        "",
        "Wartung bis {until} \u{2013} danke",
    ];
    try_damaged("notifications", 6, &seeds, |text| match Template::parse(Some(text)) {
        Ok(template) => {
            let words = PlaceholderValues {
                tenant: "{job}",
                job: "\u{202e}",
                until: None,
                zone: None,
                reason: "{tenant}",
            };
            let longest = text.len() * 40 + 200;
            assert!(template.render(words).len() < longest);
            true
        }
        Err(error) => {
            short(&error.to_string());
            false
        }
    });
}

#[test]
fn names() {
    let seeds = ["Backup Job 1", "Aalto Legal", "\u{591c}\u{9593}", "a/b//c", "=1+1"];
    try_damaged("names", 7, &seeds, |text| {
        let shown = crate::output::sanitize(text);
        assert!(!shown.chars().any(char::is_control), "{shown:?}");
        check_text("--server", text).map_err(|problem| short(&problem.message())).is_ok()
    });
}

#[test]
fn references_to_jobs() {
    let trial = TestStore::new();
    for (tenant, name) in [("a", "b/c"), ("a/b", "c"), ("a", "nightly"), ("z", "nightly")] {
        let add = ["jobs", "add", name, "--tenant", tenant, "--type", "other", "--task", "x=1m"];
        trial.run("20:00", &add).unwrap();
    }
    let seeds = ["c", "a/b/c", "a//b/c", "a/b//c", "z/nightly", "////////////////", "nightly"];
    let mut watch = Watch::new("references to jobs");
    trial.look(|snapshot| {
        let seeds: Vec<Vec<u8>> = seeds.iter().map(|text| text.as_bytes().to_vec()).collect();
        let mut draw = Draw::new(8);
        for _ in 0..rounds(3_000, 100_000) {
            let text = damaged(&mut draw, &seeds, &SCRAPS);
            let text = String::from_utf8_lossy(&text);
            watch.on(text.as_bytes(), || match job_ref::find(snapshot, &text) {
                Ok(job) => assert!(text.ends_with(&job.facts.name)),
                Err(problem) => {
                    assert!(
                        [crate::error::Code::UnknownJob, crate::error::Code::AmbiguousJob]
                            .contains(&problem.code),
                        "{problem:?}"
                    );
                    short(&problem.message());
                }
            });
        }
    });
}
