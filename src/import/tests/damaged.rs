//! Damaged files: each is imported with the invariants, or refused with its name.

use crate::domain::Spelled as _;
use crate::import::imported::{Format, ImportOptions, SourceFile};
use crate::import::read;
use crate::import::tests::invariants::check;
use crate::import::tests::options;
use crate::scenario::damage::{PIECES, damaged};
use crate::scenario::random::Draw;

/// The beginnings of files of every kind, completed to valid documents.
fn seeds() -> Vec<Vec<u8>> {
    const DOCUMENTS: [&[u8]; 12] = [
        include_bytes!("../../../docs/examples/exports/vspc/backupServers-jobs-1.json"),
        include_bytes!("../../../docs/examples/exports/vspc/backupAgents-jobs.json"),
        include_bytes!("../../../docs/examples/exports/vspc/backupVmJobs.json"),
        include_bytes!("../../../docs/examples/exports/vspc/agentJobs.json"),
        include_bytes!("../../../docs/examples/exports/vspc/sites-tenants.json"),
        include_bytes!("../../../docs/examples/exports/vbr/jobs.json"),
        include_bytes!("../../../docs/examples/exports/vbr/jobs-states.json"),
        include_bytes!("../../../docs/examples/exports/vbr/sessions.json"),
        include_bytes!("../../../docs/examples/exports/vbr/taskSessions.json"),
        include_bytes!("../../../docs/examples/exports/vbr/repositories.json"),
        br#"{"scenario":1,"start":"2026-11-23T21:00:00Z","jobs":[{"name":"a","tenant":"t","type":"other","tasks":[{"name":"x","duration":"5m"}]}]}"#,
        br#"[{"instanceUid":"2","isCloudJob":true,"_embedded":{"backupServerJob":{"instanceUid":"2","name":"r","type":"ReplicationVM","status":"Running"}}}]
        [{"jobUid":"2","name":"vm","platform":"VSphere","lastSession":{"backupStatus":"Running"}}]"#,
    ];
    const TABLES: [&[u8]; 5] = [
        include_bytes!("../../../docs/examples/exports/powershell/jobs.csv"),
        include_bytes!("../../../docs/examples/exports/powershell/computer-jobs.csv"),
        include_bytes!("../../../docs/examples/exports/powershell/cdp-policies.csv"),
        include_bytes!("../../../docs/examples/exports/powershell/objects.csv"),
        include_bytes!("../../../docs/examples/exports/powershell/session-report.csv"),
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

/// Checks what comes of an import, and returns whether it succeeded.
fn survives(sources: &[SourceFile<'_>], options: &ImportOptions) -> bool {
    match read(sources, options) {
        Ok(imported) => {
            check(&imported);
            true
        }
        Err(wrong) => {
            assert!(!wrong.problems.is_empty(), "{wrong:?}");
            for problem in &wrong.problems {
                assert!(sources.iter().any(|source| source.name == problem.file), "{wrong:?}");
                assert!(!problem.what.is_empty(), "{wrong:?}");
            }
            false
        }
    }
}

/// Endless damaged files.
pub struct Files {
    seeds: Vec<Vec<u8>>,
    draw: Draw,
}

impl Files {
    pub fn new(seed: u64) -> Files {
        Files { seeds: seeds(), draw: Draw::new(seed) }
    }

    /// The next one.
    pub fn next(&mut self) -> Vec<u8> {
        damaged(&mut self.draw, &self.seeds, &PIECES)
    }

    /// Reads one, sometimes beside an undamaged one. Returns whether the import succeeded.
    pub fn read(&mut self, bytes: &[u8]) -> bool {
        let other = &self.seeds[usize::try_from(self.draw.below(10)).unwrap()];
        let mut sources = vec![SourceFile { name: "damaged", bytes }];
        if self.draw.chance(30) {
            sources.push(SourceFile { name: "whole", bytes: other });
        }
        let format = self.draw.chance(10).then(|| self.draw.pick(Format::ALL));
        survives(&sources, &ImportOptions { format, ..options() })
    }
}

#[test]
fn ten_thousand_damaged_files_are_read_reported_or_refused() {
    let mut files = Files::new(2026);
    let (mut imported_count, mut refused) = (0, 0);
    for _ in 0..10_000 {
        let bytes = files.next();
        *(if files.read(&bytes) { &mut imported_count } else { &mut refused }) += 1;
    }
    // Both must happen, or the test shows nothing.
    assert!(imported_count > 1000 && refused > 1000, "{imported_count} {refused}");
}

#[test]
fn whole_files_are_read() {
    for seed in seeds() {
        // Tasks need their sessions, and repositories are not jobs.
        let alone =
            [&b"\"sessionId\""[..], b"\"hostId\"", b"\"subtype\"", b"\"jobMode\"", b"JobId"];
        let part = alone.iter().any(|word| seed.windows(word.len()).any(|part| part == *word));
        if !part {
            let text = String::from_utf8_lossy(&seed);
            assert!(survives(&[SourceFile { name: "whole", bytes: &seed }], &options()), "{text}");
        }
    }
}
