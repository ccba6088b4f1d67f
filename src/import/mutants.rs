//! Mutants: whatever happens to a file on its way, it is read, reported or refused with a place.

use super::incoming::{Format, Options, Source};
use super::read;
use super::real::options;
use super::sound::sound;
use crate::scenario::random::Draw;

/// The beginnings of files of every kind, complete as documents.
fn seeds() -> Vec<Vec<u8>> {
    const DOCUMENTS: [&[u8]; 12] = [
        include_bytes!("../../docs/examples/exports/vspc/backupServers-jobs-1.json"),
        include_bytes!("../../docs/examples/exports/vspc/backupAgents-jobs.json"),
        include_bytes!("../../docs/examples/exports/vspc/backupVmJobs.json"),
        include_bytes!("../../docs/examples/exports/vspc/agentJobs.json"),
        include_bytes!("../../docs/examples/exports/vspc/sites-tenants.json"),
        include_bytes!("../../docs/examples/exports/vbr/jobs.json"),
        include_bytes!("../../docs/examples/exports/vbr/jobs-states.json"),
        include_bytes!("../../docs/examples/exports/vbr/sessions.json"),
        include_bytes!("../../docs/examples/exports/vbr/taskSessions.json"),
        include_bytes!("../../docs/examples/exports/vbr/repositories.json"),
        br#"{"scenario":1,"start":"2026-11-23T21:00:00Z","jobs":[{"name":"a","tenant":"t","type":"other","tasks":[{"name":"x","duration":"5m"}]}]}"#,
        br#"[{"instanceUid":"2","isCloudJob":true,"_embedded":{"backupServerJob":{"instanceUid":"2","name":"r","type":"ReplicationVM","status":"Running"}}}]
        [{"jobUid":"2","name":"vm","platform":"VSphere","lastSession":{"backupStatus":"Running"}}]"#,
    ];
    const TABLES: [&[u8]; 5] = [
        include_bytes!("../../docs/examples/exports/powershell/jobs.csv"),
        include_bytes!("../../docs/examples/exports/powershell/computer-jobs.csv"),
        include_bytes!("../../docs/examples/exports/powershell/cdp-policies.csv"),
        include_bytes!("../../docs/examples/exports/powershell/objects.csv"),
        include_bytes!("../../docs/examples/exports/powershell/session-report.csv"),
    ];
    let lines = |text: &[u8], count: usize| -> Vec<u8> {
        text.split_inclusive(|byte| *byte == b'\n').take(count).flatten().copied().collect()
    };
    let documents = DOCUMENTS.iter().map(|text| match lines(text, 3) {
        begin if begin.ends_with(b"\n") => {
            let elements = begin.trim_ascii_end();
            [elements.strip_suffix(b",").unwrap_or(elements), b"]}"].concat()
        }
        whole => whole,
    });
    documents.chain(TABLES.iter().map(|text| lines(text, 6))).collect()
}

/// Pieces that files get in the wrong place.
const PIECES: [&[u8]; 24] = [
    b"null",
    b"\"\"",
    b"{}",
    b"[]",
    b"[[[[[[[[[[[[",
    b"{\"data\":",
    b"-1",
    b"1e308",
    b"1e999",
    b"99999999999999999999",
    b"0.0000001",
    b"true",
    b",",
    b";",
    b"\"",
    b"\\ud800",
    b"\\u0000",
    b"\r\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"0001-01-01T00:00:00",
    b"9999-12-31T23:59:59.9999999+14:00",
    b"/Date(-1)/",
    b"Running",
];

fn mutate(draw: &mut Draw, seeds: &[Vec<u8>]) -> Vec<u8> {
    let at = |draw: &mut Draw, length: usize| -> usize {
        usize::try_from(draw.below(i64::try_from(length + 1).unwrap())).unwrap()
    };
    let which = at(draw, seeds.len() - 1);
    let mut bytes = seeds[which].clone();
    for _ in 0..=draw.below(3) {
        let (from, length) = (at(draw, bytes.len()), bytes.len());
        let to = (from + at(draw, 40)).min(length);
        match draw.below(8) {
            0 => bytes.truncate(from),
            1 => drop(bytes.drain(from..to)),
            2 => {
                let copy = bytes[from..to].to_vec();
                bytes.splice(from..from, copy);
            }
            3 if from < length => bytes[from] ^= 1 << draw.below(8),
            4 | 5 => {
                let piece = PIECES[at(draw, PIECES.len() - 1)];
                bytes.splice(from..to, piece.iter().copied());
            }
            6 => {
                let other = &seeds[at(draw, seeds.len() - 1)];
                let cut = at(draw, other.len());
                bytes.splice(from..to, other[cut..].iter().take(300).copied());
            }
            _ => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                bytes = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            }
        }
    }
    bytes
}

/// Reads, and holds what comes of it to the contract. Returns whether it was let through.
fn survives(sources: &[Source<'_>], options: &Options) -> bool {
    match read(sources, options) {
        Ok(incoming) => {
            sound(&incoming);
            true
        }
        Err(wrong) => {
            assert!(sources.iter().any(|source| source.name == wrong.file), "{wrong:?}");
            assert!(!wrong.what.is_empty(), "{wrong:?}");
            false
        }
    }
}

#[test]
fn ten_thousand_damaged_files_are_read_reported_or_refused() {
    let seeds = seeds();
    let mut draw = Draw::new(2026);
    let (mut let_through, mut refused) = (0, 0);
    for _ in 0..10_000 {
        let bytes = mutate(&mut draw, &seeds);
        let other = &seeds[usize::try_from(draw.below(10)).unwrap()];
        let mut sources = vec![Source { name: "damaged", bytes: &bytes }];
        if draw.chance(30) {
            sources.push(Source { name: "whole", bytes: other });
        }
        let format = draw.chance(10).then_some(Format::Vspc);
        let through = survives(&sources, &Options { format, ..options() });
        *(if through { &mut let_through } else { &mut refused }) += 1;
    }
    // Both must happen, or nothing was tried.
    assert!(let_through > 1000 && refused > 1000, "{let_through} {refused}");
}

#[test]
fn whole_files_are_read() {
    for seed in seeds() {
        // Tasks of sessions tell nothing by themselves, and repositories are no jobs.
        let alone =
            [&b"\"sessionId\""[..], b"\"hostId\"", b"\"subtype\"", b"\"jobMode\"", b"JobId"];
        let part = alone.iter().any(|word| seed.windows(word.len()).any(|part| part == *word));
        if !part {
            let text = String::from_utf8_lossy(&seed);
            assert!(survives(&[Source { name: "whole", bytes: &seed }], &options()), "{text}");
        }
    }
}
