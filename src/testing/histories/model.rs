//! The model server of the random histories: jobs that are renamed and run, and listings of them.

use std::collections::HashSet;

use crate::domain::Instant;
use crate::ops::gate::RegisteredSession;
use crate::scenario::random::Draw;

/// A job of the model server, with a cloud target.
pub struct ModelJob {
    pub tenant: &'static str,
    pub name: String,
    /// The id of the source. A job that is deleted and made again has another one.
    pub id: String,
    pub is_covered: bool,
    pub running: Vec<ModelSession>,
}

/// A session that is running.
pub struct ModelSession {
    id: u64,
    /// The name that its job had when it began.
    job_name: String,
    /// What `mm run` holds.
    _command: Option<RegisteredSession>,
}

/// What a listing may say that another one in the same import corrects.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    True,
    /// Some jobs are listed as idle, with a local target, or as of a type that is not covered.
    Doubtful,
}

pub struct ModelServer {
    pub jobs: Vec<ModelJob>,
    /// Tenants of which a listing said that maintenance does not cover some job. `mm run` would not
    /// hold that one back, nor another one that gets its name.
    misled: HashSet<&'static str>,
    next: u64,
}

impl ModelJob {
    /// The type in listings of a backup server.
    fn job_type(&self) -> &'static str {
        if self.is_covered { "Backup" } else { "SureBackup" }
    }

    pub fn begin(&mut self, id: u64, command: Option<RegisteredSession>) {
        self.running.push(ModelSession { id, job_name: self.name.clone(), _command: command });
    }
}

impl ModelServer {
    pub fn new() -> ModelServer {
        let jobs = [
            ("Acme", "nightly", true),
            ("Acme", "weekly", true),
            ("Birch", "nightly", true),
            ("Birch", "verify", false),
            ("Cedar", "new", true),
        ];
        let job =
            |(at, (tenant, name, is_covered)): (usize, (&'static str, &str, bool))| ModelJob {
                tenant,
                name: name.to_owned(),
                id: format!("{at}"),
                is_covered,
                running: Vec::new(),
            };
        let jobs = jobs.into_iter().enumerate().map(job).collect();
        ModelServer { jobs, misled: HashSet::new(), next: 1 }
    }

    /// A number that nothing has yet.
    pub fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Whether `mm run` knows what it needs to hold a job back.
    pub fn is_gated(&self, job: usize) -> bool {
        !self.misled.contains(self.jobs[job].tenant)
    }

    pub fn any_runs(&self) -> bool {
        self.jobs.iter().any(|job| !job.running.is_empty())
    }

    pub fn any_covered_runs(&self) -> bool {
        self.jobs.iter().any(|job| job.is_covered && !job.running.is_empty())
    }

    /// Gives a job a new name, the name of another job of its kind, or a new id under its name.
    pub fn rename(&mut self, job: usize, draw: &mut Draw) {
        let number = self.number();
        let ModelJob { tenant, is_covered, .. } = self.jobs[job];
        let is_alike = |other: &usize| {
            self.jobs[*other].tenant == tenant && self.jobs[*other].is_covered == is_covered
        };
        let other = (0..self.jobs.len()).filter(is_alike).find(|other| *other != job);
        match (draw.below(3), other) {
            (0, Some(other)) => {
                let name = std::mem::take(&mut self.jobs[job].name);
                self.jobs[job].name = std::mem::replace(&mut self.jobs[other].name, name);
            }
            (1, _) if self.jobs[job].running.is_empty() => {
                self.jobs[job].id = format!("again-{number}");
            }
            _ => self.jobs[job].name = format!("renamed {number}"),
        }
    }

    /// The first jobs in a table, in which jobs have no ids.
    pub fn table_of_jobs(&self, most: usize) -> String {
        let rows = self.jobs.iter().take(most).map(|job| {
            let ModelJob { tenant, name, .. } = job;
            format!("{tenant},{name},{},{},cloud\n", job.job_type(), !job.running.is_empty())
        });
        format!("Tenant,Name,JobType,IsRunning,Target\n{}", rows.collect::<String>())
    }

    /// The first jobs as a backup server lists them, with their ids.
    pub fn jobs(&mut self, most: usize, rows: Rows, draw: &mut Draw) -> String {
        let row = |job: &ModelJob| {
            let is_doubtful = rows == Rows::Doubtful;
            let hides = is_doubtful && draw.chance(30);
            let runs = !job.running.is_empty() && !hides;
            let target = if is_doubtful && draw.chance(10) { "local" } else { "cloud" };
            let job_type =
                if is_doubtful && draw.chance(10) { "SureBackup" } else { job.job_type() };
            if target == "local" || job_type == "SureBackup" {
                self.misled.insert(job.tenant);
            }
            format!(
                r#"{{"Tenant":"{}","Id":"{}","Name":"{}","JobType":"{job_type}","IsRunning":{runs},"Target":"{target}"}}"#,
                job.tenant, job.id, job.name
            )
        };
        let rows: Vec<String> = self.jobs.iter().take(most).map(row).collect();
        format!("[{}]", rows.join(","))
    }

    /// The running sessions, of which only the first may be in the list.
    pub fn sessions(&self, most: usize, told_at: Option<i64>, draw: &mut Draw) -> String {
        let running =
            self.jobs.iter().flat_map(|job| job.running.iter().map(move |each| (job, each)));
        let rows: Vec<String> = running
            .map(|(job, ModelSession { id, job_name, .. })| {
                let state = draw.pick(&["Working", "Working", "Stopping", "Postprocessing", "???"]);
                format!(
                    r#"{{"id":"s{id}","job":"{job_name}","tenant":"{}","job_type":"{}","state":"{state}"}}"#,
                    job.tenant, job.job_type()
                )
            })
            .collect();
        let told = told_at.map(|at| format!(r#""observed_at":"{}","#, Instant::from_millis(at)));
        format!(
            r#"{{"schema":"mm.provider-sessions/1",{}"count":{},"sessions":[{}]}}"#,
            told.unwrap_or_default(),
            rows.len(),
            rows[..rows.len().min(most)].join(",")
        )
    }

    /// The jobs in pages, of which some may be missing, repeated or out of order.
    pub fn pages(&self, draw: &mut Draw) -> String {
        let total = self.jobs.len();
        let mut pages: Vec<String> = (0..total)
            .step_by(2)
            .map(|offset| {
                let rows = self.jobs[offset..total.min(offset + 2)].iter().map(|job| {
                    let status = if job.running.is_empty() { "Success" } else { "Running" };
                    let job_type = if job.is_covered { "BackupVm" } else { "SureBackup" };
                    format!(
                        r#"{{"instanceUid":"v{}","name":"{}","type":"{job_type}","status":"{status}","targetType":"Cloud","backupServerUid":"s","organizationUid":"{}"}}"#,
                        job.id, job.name, job.tenant
                    )
                });
                let rows: Vec<String> = rows.collect();
                format!(
                    r#"{{"meta":{{"pagingInfo":{{"total":{total},"count":{},"offset":{offset}}}}},"data":[{}]}}"#,
                    rows.len(),
                    rows.join(",")
                )
            })
            .collect();
        match draw.below(5) {
            0 => _ = pages.pop(),
            1 => _ = pages.remove(0),
            2 => pages[1] = pages[0].clone(),
            3 => pages.reverse(),
            _ => {}
        }
        let companies = ["Acme", "Birch", "Cedar"].map(|name| {
            format!(r#"{{"instanceUid":"{name}","name":"{name}","resellerUid":null,"companyServices":{{}}}}"#)
        });
        format!("{}\n{{\"data\":[{}]}}", pages.join("\n"), companies.join(","))
    }
}
