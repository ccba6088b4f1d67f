//! Damaged files: each is imported with the invariants, or refused with its name.

use crate::domain::Spelled as _;
use crate::import::imported::{ExportFormat, ImportOptions, SourceFile};
use crate::import::read;
use crate::import::tests::invariants::check;
use crate::import::tests::options;
use crate::scenario::damage::{PIECES, damaged};
use crate::scenario::random::Draw;

/// The beginnings of files of every kind, completed to valid documents, by format.
fn seeds() -> [(ExportFormat, Vec<Vec<u8>>); 5] {
    macro_rules! example {
        ($name:literal) => {
            include_bytes!(concat!("../../../docs/examples/exports/", $name))
        };
    }
    let lines = |text: &[u8], count: usize| -> Vec<u8> {
        text.split_inclusive(|byte| *byte == b'\n').take(count).flatten().copied().collect()
    };
    let document = |text: &[u8]| match lines(text, 3) {
        begin if begin.ends_with(b"\n") => {
            let elements = begin.trim_ascii_end();
            [elements.strip_suffix(b",").unwrap_or(elements), b"]}"].concat()
        }
        whole => whole,
    };
    let vspc: [&[u8]; 7] = [
        example!("vspc/backupServers-jobs-1.json"),
        example!("vspc/backupAgents-jobs.json"),
        example!("vspc/backupVmJobs.json"),
        example!("vspc/agentJobs.json"),
        example!("vspc/sites-tenants.json"),
        br#"[{"instanceUid":"2","isCloudJob":true,"_embedded":{"backupServerJob":{"instanceUid":"2","name":"r","type":"ReplicationVM","status":"Running"}}}]
        [{"jobUid":"2","name":"vm","platform":"VSphere","lastSession":{"backupStatus":"Running"}}]"#,
        br#"[{"instanceUid":"1","backupServerUid":"2","name":"N","type":"BackupVm","scheduleType":"Daily","schedule":{"startDateTimeUtc":"2026-11-23T22:00:00Z",
        "dailyScheduleOptions":{"kind":"SelectedDays","days":["Monday"],"time":"00:30:00","timeUtc":"23:30:00"},"monthlyScheduleOptions":null,"continuousScheduleEnabled":false}}]"#,
    ];
    let vbr: [&[u8]; 5] = [
        example!("vbr/jobs.json"),
        example!("vbr/jobs-states.json"),
        example!("vbr/sessions.json"),
        example!("vbr/taskSessions.json"),
        example!("vbr/repositories.json"),
    ];
    let powershell: [&[u8]; 8] = [
        example!("powershell/jobs.csv"),
        example!("powershell/computer-jobs.csv"),
        example!("powershell/cdp-policies.csv"),
        example!("powershell/objects.csv"),
        example!("powershell/session-report.csv"),
        b"Id,Name,Type,LastState,NextRun\na,NB,EndpointBackup,Working,24.11.2026 22:00:00\n",
        b"Name,JobType,IsRunning,MonthlyStartTime,SessionStart,SessionEnd,Duration\nN,Backup,False,10:00 PM on Last Sunday in May,2/9/2026 9:00 PM,2/10/2026 9:00 PM,00:30:00\n",
        b"[{\"type\":51,\"endTimeUTC\":\"-2208992400\",\"creationTimeUTC\":\"1795463400,75\",\"name\":\"Copy\",\"isRunning\":true,\"result\":-1}]",
    ];
    let provider: [&[u8]; 2] = [
        br#"{"schema":"mm.provider-sessions/1","observed_at":"2026-11-23T20:59:00Z","count":1,"sessions":[{"id":"d1","job":"N","tenant":"t","job_type":"Backup","state":"Working","started":"2026-11-23T20:30:00Z"}]}"#,
        b"Id,JobName,TenantName,JobType,State,CreationTime\n1,N,t,Backup,Working,11/23/2026 8:30:00 PM\n2,Console,t,,Working,11/23/2026 8:30:00 PM\n",
    ];
    let mm: [&[u8]; 1] = [
        br#"{"scenario":1,"start":"2026-11-23T21:00:00Z","jobs":[{"name":"a","tenant":"t","type":"other","tasks":[{"name":"x","duration":"5m"}]}]}"#,
    ];
    let owned = |texts: &[&[u8]]| texts.iter().map(|text| text.to_vec()).collect();
    [
        (ExportFormat::Vspc, vspc.map(document).to_vec()),
        (ExportFormat::Vbr, vbr.map(document).to_vec()),
        (ExportFormat::Powershell, powershell.map(|text| lines(text, 6)).to_vec()),
        (ExportFormat::ProviderSessions, owned(&provider)),
        (ExportFormat::Mm, owned(&mm)),
    ]
}

/// Checks what comes of an import, and returns whether it succeeded.
fn survives(sources: Vec<SourceFile<'_>>, options: &ImportOptions) -> bool {
    let names: Vec<&str> = sources.iter().map(|source| source.name).collect();
    match read(sources, options) {
        Ok(imported) => {
            check(&imported);
            true
        }
        Err(wrong) => {
            assert!(!wrong.problems.is_empty(), "{wrong:?}");
            for problem in &wrong.problems {
                assert!(names.contains(&&*problem.file), "{wrong:?}");
                assert!(!problem.what.is_empty(), "{wrong:?}");
            }
            false
        }
    }
}

/// Endless damaged files of one format.
pub struct Files {
    seeds: Vec<Vec<u8>>,
    draw: Draw,
}

impl Files {
    /// Of all formats, if none is given.
    pub fn new(seed: u64, format: Option<ExportFormat>) -> Files {
        let seeds = seeds().into_iter().filter(|(of, _)| format.is_none_or(|format| *of == format));
        Files { seeds: seeds.flat_map(|(_, seeds)| seeds).collect(), draw: Draw::new(seed) }
    }

    /// The next one.
    pub fn next(&mut self) -> Vec<u8> {
        damaged(&mut self.draw, &self.seeds, &PIECES)
    }

    /// Reads one, sometimes beside an undamaged one. Returns whether the import succeeded.
    pub fn read(&mut self, bytes: &[u8]) -> bool {
        let count = i64::try_from(self.seeds.len()).unwrap();
        let other = &self.seeds[usize::try_from(self.draw.below(count)).unwrap()];
        let mut sources = vec![SourceFile { name: "damaged", bytes: bytes.into() }];
        if self.draw.chance(30) {
            sources.push(SourceFile { name: "whole", bytes: other.into() });
        }
        let format = self.draw.chance(10).then(|| self.draw.pick(ExportFormat::ALL));
        survives(sources, &ImportOptions { format, ..options() })
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "figures of a long run")]
fn damaged_files_of_each_format_are_read_reported_or_refused() {
    let is_long = std::env::var_os("MM_LONG").is_some_and(|value| value == "1");
    let rounds = if is_long { 20_000 } else { 300 };
    for format in ExportFormat::ALL {
        let mut files = Files::new(2026, Some(*format));
        let (mut imported_count, mut refused) = (0, 0);
        for _ in 0..rounds {
            let bytes = files.next();
            *(if files.read(&bytes) { &mut imported_count } else { &mut refused }) += 1;
        }
        // Both must happen, or the test shows nothing.
        let least = rounds / 100;
        assert!(imported_count > least && refused > least, "{format}: {imported_count} {refused}");
        if is_long {
            eprintln!("{format}: {imported_count} imported, {refused} refused");
        }
    }
}

#[test]
fn whole_files_are_read() {
    for (_, seeds) in seeds() {
        for seed in seeds {
            // Tasks need their sessions, and repositories are not jobs.
            let alone =
                [&b"\"sessionId\""[..], b"\"hostId\"", b"\"subtype\"", b"\"jobMode\"", b"JobId"];
            let part = alone.iter().any(|word| seed.windows(word.len()).any(|part| part == *word));
            if !part {
                let source = SourceFile { name: "whole", bytes: seed.clone().into() };
                assert!(survives(vec![source], &options()), "{}", String::from_utf8_lossy(&seed));
            }
        }
    }
}
