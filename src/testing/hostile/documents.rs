//! Damaged scenarios and exports.

use serde_json::{Value, json};

use crate::import::tests::damaged;
use crate::scenario::damage::{PIECES, damaged};
use crate::scenario::random::{self, Draw};
use crate::scenario::{self, Model};
use crate::simulator::{self, Keep};
use crate::testing::hostile::{Watch, rounds};

/// Pieces to put in the wrong places of scenarios, besides those for all files.
const MORE: [&[u8]; 20] = [
    b"9999-12-30T22:00:00Z",
    b"0000-01-01T00:00:00Z",
    b"3652500d",
    b"1s",
    b"1000000",
    b"4294967295",
    b"\"* * * * *\"",
    b"\"0 0 29 2 *\"",
    b"\"Europe/Berlin\"",
    b"\"slots\":1,",
    b"\"end\":\"9990-01-01T00:00:00Z\",",
    b"\"retry\":{\"times\":1000000,\"wait\":\"1s\"},",
    b"\"schedule\":{\"cron\":\"* * * * *\",\"timezone\":\"UTC\"},",
    b"\"schedule\":{\"cron\":\"*/5 * * * *\",\"timezone\":\"Europe/Lisbon\"},",
    b"\"mode\":\"maintenance\",",
    b"\"service\":\"stopped\",",
    b"\"target\":\"local\",",
    b"\"fails\":true,",
    b"{\"at\":\"2026-11-23T21:00:00Z\",\"event\":\"enable\"},",
    "\"\u{202e}\u{1b}[2J\"".as_bytes(),
];

fn seeds() -> Vec<Vec<u8>> {
    let examples: [&[u8]; 4] = [
        include_bytes!("../../../docs/examples/small.json"),
        include_bytes!("../../../docs/examples/drain.json"),
        include_bytes!("../../../docs/examples/evening.json"),
        include_bytes!("../../../docs/examples/night.json"),
    ];
    let random = (0..40).map(|seed| serde_json::to_vec(&random::scenario(seed)).unwrap());
    examples.iter().map(|text| text.to_vec()).chain(random).collect()
}

/// A document with one to three wrong values.
fn bent(draw: &mut Draw, seeds: &[Vec<u8>]) -> Vec<u8> {
    let seed = draw.pick(&seeds.iter().collect::<Vec<_>>());
    let mut document: Value = serde_json::from_slice(seed).unwrap();
    for _ in 0..=draw.below(3) {
        bend(draw, &mut document);
    }
    serde_json::to_vec(&document).unwrap()
}

/// Changes a value somewhere inside another value.
fn bend(draw: &mut Draw, value: &mut Value) {
    let any = |draw: &mut Draw, of: usize| usize::try_from(draw.below(i64::try_from(of).unwrap()));
    match value {
        Value::Object(members) if !members.is_empty() && draw.chance(95) => {
            let at = any(draw, members.len()).unwrap();
            let name = members.keys().nth(at).unwrap().clone();
            match draw.below(20) {
                0 => drop(members.remove(&name)),
                1 => drop(members.insert(draw.pick(&NAMES).to_owned(), other(draw))),
                _ => bend(draw, members.get_mut(&name).unwrap()),
            }
        }
        Value::Array(list) if !list.is_empty() && draw.chance(95) => {
            let at = any(draw, list.len()).unwrap();
            match draw.below(12) {
                0 => drop(list.remove(at)),
                1 => list.insert(at, list[at].clone()),
                2 => list.push(other(draw)),
                _ => bend(draw, &mut list[at]),
            }
        }
        _ => *value = other(draw),
    }
}

const NAMES: [&str; 16] = [
    "end",
    "until",
    "mode",
    "service",
    "slots",
    "retry",
    "schedule",
    "starts",
    "running",
    "fails",
    "target",
    "recorded",
    "enabled",
    "created_by_event",
    "initial_sync",
    "attempt",
];

/// A value that may stand where it is put, or not.
fn other(draw: &mut Draw) -> Value {
    match draw.below(12) {
        0 => Value::Null,
        1 => draw.chance(50).into(),
        2 => draw.pick(&[0_u64, 1, 2, 3, 1_000_000, 4_294_967_295, u64::MAX]).into(),
        3 => json!({"cron": draw.pick(&["* * * * *", "0 22 * * *", "0 0 29 2 *", "0 0 31 2 *"]),
            "timezone": draw.pick(&["UTC", "Europe/Berlin", "Pacific/Apia", "localtime"])}),
        4 => {
            json!({"times": draw.pick(&[0, 1, 1_000_000]), "wait": draw.pick(&["1s", "10m", "3652500d"])})
        }
        5 => json!([]),
        _ => draw
            .pick(&[
                "",
                "2026-11-23T19:00:00Z",
                "2026-11-23T20:00:00Z",
                "2026-11-23T20:00:00.001Z",
                "2026-11-23T21:30:00Z",
                "9999-12-30T22:00:00Z",
                "0000-01-01T00:00:00Z",
                "9990-01-01T00:00:00Z",
                "1s",
                "10m",
                "3652500d",
                "maintenance",
                "active",
                "stopped",
                "local",
                "cloud",
                "running",
                "pending",
                "success",
                "failed",
                "cdp-policy",
                "windows-agent-backup",
                "vm-backup",
                "other",
                "enable",
                "disable",
                "start",
                "enable-tenant",
                "disable-tenant",
                "delete-policy",
                "tenant-0",
                "tenant-1",
                "job-0",
                "job-1",
                "vm-0",
                "vm-1",
                "{tenant} {job} {until} {reason}",
                "{",
                "* * * * *",
                "\u{202e}\u{1b}[2J",
            ])
            .into(),
    }
}

#[test]
fn damaged_scenarios_are_simulated_or_refused_with_a_place() {
    let pieces: Vec<&[u8]> = PIECES.iter().chain(&MORE).copied().collect();
    let seeds = seeds();
    let mut draw = Draw::new(20_261_124);
    let mut watch = Watch::new("scenarios");
    let (mut simulated, mut refused) = (0, 0);
    for _ in 0..rounds(4_000, 100_000) {
        // Few of the damaged texts are JSON; of the bent ones, all are.
        let text = if draw.chance(40) {
            damaged(&mut draw, &seeds, &pieces)
        } else {
            bent(&mut draw, &seeds)
        };
        watch.on(&text, || match scenario::read(&text).and_then(Model::new) {
            Ok(night) => {
                simulated += 1;
                simulator::simulate(&night, Keep::Counts);
            }
            Err(wrong) => {
                refused += 1;
                assert!(!wrong.place.is_empty() && !wrong.what.is_empty(), "{wrong:?}");
                assert!(wrong.to_string().len() < 4_000, "{wrong}");
            }
        });
    }
    assert!(simulated > 100 && refused > 100, "{simulated} {refused}");
}

#[test]
fn damaged_exports_are_read_reported_or_refused_with_a_file() {
    let mut watch = Watch::new("exports");
    let mut files = damaged::Files::new(20_261_125, None);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..rounds(1_000, 100_000) {
        let bytes = files.next();
        let let_through = watch.on(&bytes, || files.read(&bytes));
        *(if let_through { &mut read } else { &mut refused }) += 1;
    }
    assert!(read * 20 > refused && refused * 20 > read, "{read} {refused}");
}
