//! An invented provider: four tenants, their jobs, and two months of sessions.

use jiff::{Timestamp, ToSpan};

/// The time of the export.
pub const OBSERVED: &str = "2026-11-23T21:00:00Z";

/// The tenants, each with the number of tasks that may run at once.
pub const TENANTS: [(&str, u32); 4] = [
    ("Brightwater Schools", 4),
    ("Larkfield Dental", 2),
    ("Northquay Logistics", 8),
    ("Sable and Finch", 3),
];

/// When a job starts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cadence {
    /// Every day.
    Daily,
    /// On one day of the week, counted from Monday as 0.
    Weekly(i8),
    /// Never automatically.
    ByHand,
}

/// A job of the invented provider.
pub struct Job {
    pub number: usize,
    pub tenant: usize,
    pub name: &'static str,
    pub kind: &'static str,
    pub cloud: bool,
    pub machines: Vec<&'static str>,
    pub cadence: Cadence,
    pub hour: i8,
    pub minute: i8,
    /// The approximate length of a task.
    pub minutes: i64,
    pub enabled: bool,
    pub sessions: Vec<Session>,
}

/// A session.
pub struct Session {
    pub number: usize,
    pub started: Timestamp,
    pub tasks: Vec<Task>,
}

/// A task of a session. Without `ended` it is running, without `started` pending.
pub struct Task {
    pub name: &'static str,
    pub started: Option<Timestamp>,
    pub ended: Option<Timestamp>,
    pub failed: bool,
}

impl Session {
    pub fn running(&self) -> bool {
        self.tasks.iter().any(|task| task.ended.is_none())
    }

    pub fn failed(&self) -> bool {
        self.tasks.iter().any(|task| task.failed)
    }

    pub fn ended(&self) -> Option<Timestamp> {
        if self.running() { None } else { self.tasks.iter().filter_map(|task| task.ended).max() }
    }

    pub fn secs(&self) -> i64 {
        self.ended().map_or(0, |ended| ended.duration_since(self.started).as_secs())
    }
}

impl Job {
    pub fn last(&self) -> Option<&Session> {
        self.sessions.last()
    }

    pub fn running(&self) -> bool {
        self.last().is_some_and(Session::running)
    }

    /// The average length of the sessions that ended, in seconds.
    pub fn average(&self) -> i64 {
        let ended: Vec<i64> =
            self.sessions.iter().map(Session::secs).filter(|secs| *secs > 0).collect();
        let count = i64::try_from(ended.len()).unwrap();
        if count == 0 { 0 } else { ended.iter().sum::<i64>() / count }
    }

    /// The id of the job, the same in every format.
    pub fn id(&self) -> String {
        id(1, self.number)
    }
}

/// Everything that is exported.
pub struct Provider {
    pub jobs: Vec<Job>,
}

/// The id of the `n`th thing of a kind.
pub fn id(kind: u64, n: usize) -> String {
    let mut draw = Draw(kind << 32 | u64::try_from(n).unwrap());
    let (a, b) = (draw.next(), draw.next());
    let tail = b & 0xffff_ffff_ffff;
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{tail:012x}",
        a >> 32,
        a >> 16 & 0xffff,
        a & 0xfff,
        b >> 52
    )
}

/// Pseudo-random numbers (splitmix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(n).unwrap()).unwrap()
    }
}

/// Tenant; name; type; target; machines; schedule; minutes per task.
const JOBS: &str = "\
0; Backup Job 1; vsphere-backup; cloud; hall-dc1 hall-file1 hall-sql1 hall-web1; daily 20:40; 12
0; Backup Job 2; vsphere-backup; cloud; lab-dc1 lab-file1; mon 19:00; 25
0; Library Hyper-V; hyperv-backup; cloud; lib-cat1 lib-web1; tue 20:00; 30
0; Offsite copy; vsphere-backup-copy; cloud; hall-file1 hall-sql1; wed 02:00; 40
0; Classroom laptops; windows-agent-backup; cloud; -; thu 12:30; 35
0; Media Macs; mac-agent-backup; cloud; -; fri 13:00; 50
0; Print servers; managed-agent-backup; cloud; prn-north prn-south; sat 21:00; 15
0; Exam archive; other; local; -; sun 04:00; 60
0; Staff VMs local; vm-backup; local; staff-app1 staff-app2; mon 22:30; 18
0; Replica of hall; vsphere-replication; cloud; hall-dc1 hall-sql1; sat 01:00; 20
1; Backup Job 1; hyperv-backup; cloud; pms-app1 pms-sql1 xray-store1 front-dc1; daily 20:45; 14
1; Backup Copy Job 1; hyperv-backup-copy; cloud; pms-app1 pms-sql1; sun 03:00; 30
1; X-ray archive; hyperv-backup; local; xray-store1; sat 23:00; 90
1; Reception PCs; windows-agent-backup; cloud; -; daily 20:50; 22
1; Lab Linux; linux-agent-backup; cloud; -; wed 01:30; 16
1; Chair controllers; managed-agent-backup; cloud; chair-1 chair-2 chair-3; thu 23:00; 9
1; Replica of PMS; hyperv-replication; cloud; pms-app1 pms-sql1; fri 00:30; 25
1; Billing exports; other; local; -; tue 05:00; 20
1; Spare server; vm-backup; cloud; spare-1; by hand; 30
1; Agents offsite; agent-backup-copy; cloud; -; mon 04:00; 45
2; Backup Job 1; vsphere-backup; cloud; quay-erp1 quay-erp2 quay-sql1 quay-mq1 quay-web1 quay-web2 quay-dc1 quay-dc2; daily 20:30; 10
2; Backup Job 2; cloud-director-backup; cloud; tos-app1 tos-db1; daily 19:30; 20
2; Terminal VMs; cloud-director-backup; cloud; term-1 term-2 term-3; wed 22:00; 28
2; Copy to provider; cloud-director-backup-copy; cloud; tos-app1 tos-db1; thu 03:30; 35
2; ERP copy; vsphere-backup-copy; cloud; quay-erp1 quay-erp2 quay-sql1; daily 20:55; 45
2; ERP replica; vsphere-replication; cloud; quay-erp1 quay-erp2 quay-sql1; daily 17:20; 30
2; Yard replica; cloud-director-replication; cloud; tos-app1; tue 23:30; 33
2; ERP continuous; cdp-policy; cloud; quay-erp1 quay-sql1; by hand; 1
2; Gate continuous; cdp-policy; cloud; gate-1; by hand; 1
2; Crane PCs; linux-agent-backup; cloud; -; sat 06:00; 18
2; Dispatch laptops; windows-agent-backup; cloud; -; fri 12:00; 40
2; Tape monthly; other; local; -; sun 06:00; 200
3; Backup Job 1; vsphere-backup; cloud; dms-1 dms-2 mail-1; sun 19:15; 22
3; Case files; hyperv-backup; cloud; case-file1 case-sql1; mon 18:30; 26
3; Partners' laptops; windows-agent-backup; cloud; -; tue 13:00; 55
3; Partners' Macs; mac-agent-backup; cloud; -; wed 13:00; 65
3; Court Linux; linux-agent-backup; cloud; -; thu 02:00; 12
3; Case copy; backup-copy; cloud; case-file1; fri 22:00; 50
3; Case replica; vm-replication; cloud; case-sql1; sat 02:30; 24
3; Archive VMs; vm-backup; local; arch-1 arch-2; sun 01:00; 40
3; Scan server; managed-agent-backup; cloud; scan-1; mon 23:00; 17
3; Mail continuous; cdp-policy; cloud; mail-1; by hand; 1
3; Old DMS; vsphere-backup; cloud; dms-old; by hand; 30
3; NAS shares; other; local; -; tue 04:00; 75
";

impl Provider {
    /// Always the same provider.
    pub fn new() -> Provider {
        let mut jobs: Vec<Job> = JOBS.lines().enumerate().map(job).collect();
        let mut sessions = 0;
        for job in &mut jobs {
            past(job, &mut sessions);
        }
        Provider { jobs }
    }

    /// The jobs of a tenant.
    pub fn of(&self, tenant: usize) -> impl Iterator<Item = &Job> {
        self.jobs.iter().filter(move |job| job.tenant == tenant)
    }
}

fn job((number, line): (usize, &'static str)) -> Job {
    let parts: Vec<&str> = line.split("; ").collect();
    let [tenant, name, kind, target, machines, when, minutes] = parts[..] else {
        panic!("{line}");
    };
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let (day, clock) = when.split_once(' ').unwrap();
    let cadence = match day {
        "daily" => Cadence::Daily,
        "by" => Cadence::ByHand,
        day => Cadence::Weekly(i8::try_from(days.iter().position(|d| *d == day).unwrap()).unwrap()),
    };
    let (hour, minute) = clock.split_once(':').unwrap_or(("0", "0"));
    Job {
        number,
        tenant: tenant.parse().unwrap(),
        name,
        kind,
        cloud: target == "cloud",
        machines: machines.split(' ').filter(|name| *name != "-").collect(),
        cadence,
        hour: hour.parse().unwrap(),
        minute: minute.parse().unwrap(),
        minutes: minutes.parse().unwrap(),
        enabled: name != "Old DMS",
        sessions: Vec::new(),
    }
}

/// Adds two months of sessions, including a running one.
fn past(job: &mut Job, sessions: &mut usize) {
    let observed: Timestamp = OBSERVED.parse().unwrap();
    let utc = jiff::tz::TimeZone::UTC;
    let first = jiff::civil::date(2026, 9, 23);
    for day in first.series(1.day()).take(62) {
        let due = match job.cadence {
            Cadence::Daily => true,
            Cadence::Weekly(weekday) => day.weekday().to_monday_zero_offset() == weekday,
            Cadence::ByHand => false,
        };
        let civil = day.at(job.hour, job.minute, 0, 0);
        let started = utc.to_timestamp(civil).unwrap() + 14.seconds();
        if due && started < observed {
            *sessions += 1;
            let tasks = tasks(job, started, *sessions, observed);
            job.sessions.push(Session { number: *sessions, started, tasks });
        }
    }
}

/// The tasks of a session, of which two run at a time.
fn tasks(job: &Job, started: Timestamp, number: usize, observed: Timestamp) -> Vec<Task> {
    let mut draw = Draw(u64::try_from(number).unwrap() * 7919);
    let machines = if job.machines.is_empty() { vec![job.name] } else { job.machines.clone() };
    let mut free = [started + 20.seconds(), started + 25.seconds()];
    let mut tasks = Vec::new();
    for name in machines {
        let slot = usize::from(free[1] < free[0]);
        let begun = free[slot];
        let secs = job.minutes * 60 * (80 + draw.below(45)) / 100 + draw.below(60);
        let end = begun + secs.seconds();
        free[slot] = end + 3.seconds();
        let late = end > observed;
        tasks.push(Task {
            name,
            started: (begun <= observed).then_some(begun),
            ended: (!late).then_some(end),
            failed: !late && draw.below(100) < 3,
        });
    }
    tasks
}
