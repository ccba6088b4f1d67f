//! Job types in the words of each source, and the job type that they stand for.

use crate::domain::{JobType, Target};
use crate::import::decode::normalized;

/// A job type without its platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    Backup,
    Copy,
    Replication,
    /// Agent backup that Veeam Backup & Replication manages.
    ManagedAgent,
    /// Agent backup that is configured on the computer, or run by the agent.
    Agent,
    Cdp,
    /// Not covered by maintenance mode.
    Other,
    /// No known type: taken for one that is not covered, but what runs counts as covered.
    Unknown,
}

/// What a job protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    Vsphere,
    Hyperv,
    CloudDirector,
    Windows,
    Linux,
    Mac,
    /// Not listed on the vendor's page on maintenance mode.
    Unlisted,
}

pub fn job_type(kind: JobKind, platform: Option<Platform>) -> JobType {
    use Platform::{CloudDirector, Hyperv, Linux, Mac, Unlisted, Vsphere, Windows};
    match (kind, platform) {
        (JobKind::Other | JobKind::Unknown, _)
        | (JobKind::Backup | JobKind::Copy | JobKind::Replication, Some(Unlisted)) => {
            JobType::Other
        }
        (JobKind::Cdp, _) => JobType::CdpPolicy,
        (JobKind::Backup, None) => JobType::VmBackup,
        (JobKind::Backup, Some(Vsphere)) => JobType::VsphereBackup,
        (JobKind::Backup, Some(Hyperv)) => JobType::HypervBackup,
        (JobKind::Backup, Some(CloudDirector)) => JobType::CloudDirectorBackup,
        (JobKind::Copy, None) => JobType::BackupCopy,
        (JobKind::Copy, Some(Vsphere)) => JobType::VsphereBackupCopy,
        (JobKind::Copy, Some(Hyperv)) => JobType::HypervBackupCopy,
        (JobKind::Copy, Some(CloudDirector)) => JobType::CloudDirectorBackupCopy,
        (JobKind::Copy, Some(Windows | Linux | Mac)) => JobType::AgentBackupCopy,
        (JobKind::Replication, Some(Vsphere)) => JobType::VsphereReplication,
        (JobKind::Replication, Some(Hyperv)) => JobType::HypervReplication,
        (JobKind::Replication, Some(CloudDirector)) => JobType::CloudDirectorReplication,
        // Computers are not replicated: such a platform says nothing.
        (JobKind::Replication, None | Some(Windows | Linux | Mac)) => JobType::VmReplication,
        (JobKind::ManagedAgent, _) | (JobKind::Backup, Some(Windows | Linux | Mac)) => {
            JobType::ManagedAgentBackup
        }
        (JobKind::Agent, Some(Linux)) => JobType::LinuxAgentBackup,
        (JobKind::Agent, Some(Mac)) => JobType::MacAgentBackup,
        (JobKind::Agent, None | Some(Windows | Vsphere | Hyperv | CloudDirector | Unlisted)) => {
            JobType::WindowsAgentBackup
        }
    }
}

/// `type` of a job in Veeam Service Provider Console.
pub fn vspc(value: &str) -> JobKind {
    match &*normalized(value) {
        "backupvm" => JobKind::Backup,
        "replicationvm" => JobKind::Replication,
        "backupcopy" | "simplebackupcopy" => JobKind::Copy,
        "agentbackupjob" => JobKind::ManagedAgent,
        "agentpolicy" => JobKind::Agent,
        "cdpreplicationvm" => JobKind::Cdp,
        _ => JobKind::Other,
    }
}

/// `type` of a job in Veeam Backup & Replication, in every revision of the REST API.
pub fn vbr(value: &str) -> (JobKind, Option<Platform>) {
    let word = normalized(value);
    if word.contains("agentbackup") {
        let is_policy = word.contains("policy");
        let kind = if is_policy { JobKind::Agent } else { JobKind::ManagedAgent };
        return (kind, platform_in(&word));
    }
    match &*word {
        "backup" | "vspherebackup" => (JobKind::Backup, Some(Platform::Vsphere)),
        "hypervbackup" => (JobKind::Backup, Some(Platform::Hyperv)),
        "clouddirectorbackup" => (JobKind::Backup, Some(Platform::CloudDirector)),
        "vspherereplica" => (JobKind::Replication, Some(Platform::Vsphere)),
        "hypervreplica" => (JobKind::Replication, Some(Platform::Hyperv)),
        "clouddirectorreplica" => (JobKind::Replication, Some(Platform::CloudDirector)),
        "backupcopy" | "legacybackupcopy" => (JobKind::Copy, None),
        "cdp" | "cdppolicy" | "vspherecdp" | "vspherecdppolicy" => (JobKind::Cdp, None),
        _ => (JobKind::Other, None),
    }
}

/// `TypeToString` of a job in PowerShell.
pub fn type_to_string(value: &str) -> (JobKind, Option<Platform>) {
    let word = normalized(value);
    let platform = platform_in(&word);
    if word.contains("cdp") {
        return (JobKind::Cdp, platform);
    }
    let (is_policy, is_copy) = (word.contains("policy"), word.contains("copy"));
    let is_standalone = word.contains("standalone");
    if word.contains("agent") && (is_policy || is_standalone || word.contains("backup")) {
        return match (is_copy, is_policy || is_standalone) {
            (true, _) => (JobKind::Copy, platform.or(Some(Platform::Windows))),
            (false, true) => (JobKind::Agent, platform),
            (false, false) => (JobKind::ManagedAgent, platform),
        };
    }
    let without = |rest, (name, _): &(&str, _)| str::strip_prefix(rest, name).unwrap_or(rest);
    match PLATFORMS.iter().fold(&*word, without) {
        "backup" => (JobKind::Backup, platform),
        "backupcopy" => (JobKind::Copy, platform),
        "replication" | "replica" => (JobKind::Replication, platform),
        _ => (JobKind::Other, platform),
    }
}

/// `JobType` in PowerShell: a name, or the number that old versions write.
pub fn job_type_name(value: &str) -> (JobKind, Option<Platform>) {
    match &*normalized(value) {
        "backup" | "0" => (JobKind::Backup, None),
        "replica" | "1" => (JobKind::Replication, None),
        "backupsync"
        | "backupcopy"
        | "51"
        | "immediatebackupcopy"
        | "immediatebackupcopyworker"
        | "simplebackupcopypolicy"
        | "63"
        | "simplebackupcopyparentworker"
        | "simplebackupcopyworker"
        | "65" => (JobKind::Copy, None),
        "epagentbackup" | "12003" | "epagentmanagement" | "12000" | "agentbackup"
        | "physicalbackup" => (JobKind::ManagedAgent, None),
        "epagentpolicy" | "12002" | "endpointbackup" | "endpoint" | "4000" => {
            (JobKind::Agent, None)
        }
        "cdp" | "cdppolicy" => (JobKind::Cdp, None),
        _ => (JobKind::Other, None),
    }
}

/// Whether a type is that of a worker of a copy job, whose parent is listed, too.
pub fn is_worker(value: &str) -> bool {
    normalized(value).ends_with("worker") || value.trim() == "65"
}

/// The platform that session reports write as the type of a job, such as `EVmware`.
pub fn reported_platform(value: &str) -> Option<(JobKind, Option<Platform>)> {
    let word = normalized(value);
    let platform = match word.strip_prefix('e').unwrap_or(&word) {
        "vmware" => Platform::Vsphere,
        "hyperv" => Platform::Hyperv,
        "vcd" | "clouddirector" => Platform::CloudDirector,
        "endpoint" => return Some((JobKind::Agent, None)),
        "windowsphysical" => return Some((JobKind::Agent, Some(Platform::Windows))),
        "linuxphysical" => return Some((JobKind::Agent, Some(Platform::Linux))),
        "macphysical" | "mac" => return Some((JobKind::Agent, Some(Platform::Mac))),
        _ => return None,
    };
    Some((JobKind::Backup, Some(platform)))
}

/// Words for sessions of a provider's server that are not runs of a job.
const NOT_JOBS: &str = "other console cloudconsole rescan infrastructurerescan malwaredetection \
    confbackup configurationbackup surebackup catalogcleanup";

/// Parts of the names of job types that maintenance mode does not cover.
const NOT_COVERED: &str = "tape file nas unstructured objectstorage surebackup surereplica drv conf \
    entra plugin oracle sap sql azure amazon aws google quick vmcopy other";

fn is_no_job(word: &str) -> bool {
    NOT_JOBS.split(' ').any(|known| known == word)
}

/// The kind of a type that is none of the covered ones.
pub fn not_covered(value: &str) -> JobKind {
    let word = normalized(value);
    let is_known = is_no_job(&word) || NOT_COVERED.split(' ').any(|part| word.contains(part));
    if is_known { JobKind::Other } else { JobKind::Unknown }
}

/// The type of a session on the provider's server, in the words of any source. `None`: not known.
pub fn provider(value: &str) -> Option<(JobKind, Option<Platform>)> {
    if is_no_job(&normalized(value)) {
        return Some((JobKind::Other, None));
    }
    let readings = [job_type_name(value), type_to_string(value), vbr(value), (vspc(value), None)];
    readings.into_iter().find(|(kind, _)| *kind != JobKind::Other)
}

pub fn is_covered(kind: JobKind, platform: Option<Platform>) -> bool {
    job_type(kind, platform).coverage(Target::Cloud).has_covered_sessions()
}

/// A platform: a name, or the number that old versions write. `None`: not stated.
pub fn platform(value: &str) -> Option<Platform> {
    let word = normalized(value);
    match &*word {
        "" | "unknown" | "none" | "test" | "backup" => None,
        "0" | "vddk" | "vi" | "evmware" => Some(Platform::Vsphere),
        "1" | "hv" => Some(Platform::Hyperv),
        "4" | "vcd" => Some(Platform::CloudDirector),
        "6" | "endpoint" => Some(Platform::Windows),
        "7" => Some(Platform::Linux),
        _ => platform_in(&word).or(Some(Platform::Unlisted)),
    }
}

/// Names of platforms in values, longer ones first.
const PLATFORMS: [(&str, Platform); 10] = [
    ("vmwareclouddirector", Platform::CloudDirector),
    ("clouddirector", Platform::CloudDirector),
    ("vclouddirector", Platform::CloudDirector),
    ("vcloud", Platform::CloudDirector),
    ("vcd", Platform::CloudDirector),
    ("vmware", Platform::Vsphere),
    ("vsphere", Platform::Vsphere),
    ("microsofthyperv", Platform::Hyperv),
    ("hyperv", Platform::Hyperv),
    ("evcd", Platform::CloudDirector),
];

/// Names of operating systems with which values begin.
const SYSTEMS: [(&str, Platform); 3] =
    [("windows", Platform::Windows), ("linux", Platform::Linux), ("mac", Platform::Mac)];

fn platform_in(word: &str) -> Option<Platform> {
    let platform = PLATFORMS.iter().find(|(name, _)| word.contains(name));
    platform
        .or_else(|| SYSTEMS.iter().find(|(name, _)| word.starts_with(name)))
        .map(|found| found.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(found: (JobKind, Option<Platform>), want: &str) {
        assert_eq!(job_type(found.0, found.1).to_string(), want, "{found:?}");
    }

    #[test]
    fn job_types_of_the_console() {
        let vspc = |value, subtype| (vspc(value), platform(subtype));
        case(vspc("BackupVm", "VSphere"), "vsphere-backup");
        case(vspc("BackupVm", "HyperV"), "hyperv-backup");
        case(vspc("backupvm", "vcd"), "cloud-director-backup");
        case(vspc("BackupVm", ""), "vm-backup");
        case(vspc("BackupVm", "Unknown"), "vm-backup");
        case(vspc("BackupVm", "NutanixAhv"), "other");
        case(vspc("BackupVm", "ProxmoxVe"), "other");
        case(vspc("ReplicationVM", "VSphere"), "vsphere-replication");
        case(vspc("ReplicationVM", "HyperV"), "hyperv-replication");
        case(vspc("ReplicationVM", "Vcd"), "cloud-director-replication");
        case(vspc("ReplicationVM", ""), "vm-replication");
        case(vspc("BackupCopy", ""), "backup-copy");
        case(vspc("SimpleBackupCopy", ""), "backup-copy");
        case(vspc("AgentBackupJob", "Windows"), "managed-agent-backup");
        case(vspc("AgentPolicy", "Windows"), "windows-agent-backup");
        case(vspc("AgentPolicy", "Linux"), "linux-agent-backup");
        case(vspc("AgentPolicy", "Mac"), "mac-agent-backup");
        case(vspc("AgentPolicy", "Unknown"), "windows-agent-backup");
        case(vspc("CdpReplicationVM", ""), "cdp-policy");
        case(vspc("BackupToTape", ""), "other");
        case(vspc("SureBackup", "VSphere"), "other");
        case(vspc("", ""), "other");
    }

    #[test]
    fn job_types_of_the_backup_server() {
        case(vbr("Backup"), "vsphere-backup");
        case(vbr("VSphereBackup"), "vsphere-backup");
        case(vbr("hyperVBackup"), "hyperv-backup");
        case(vbr("CloudDirectorBackup"), "cloud-director-backup");
        case(vbr("VSphereReplica"), "vsphere-replication");
        case(vbr("BackupCopy"), "backup-copy");
        case(vbr("LegacyBackupCopy"), "backup-copy");
        case(vbr("WindowsAgentBackup"), "managed-agent-backup");
        case(vbr("LinuxAgentBackup"), "managed-agent-backup");
        case(vbr("WindowsAgentBackupFailoverCluster"), "managed-agent-backup");
        case(vbr("WindowsAgentBackupServerPolicy"), "windows-agent-backup");
        case(vbr("WindowsAgentBackupJobKindstationPolicy"), "windows-agent-backup");
        case(vbr("LinuxAgentBackupServerPolicy"), "linux-agent-backup");
        case(vbr("MacAgentBackupJobKindstationPolicy"), "mac-agent-backup");
        case(vbr("EntraIDTenantBackup"), "other");
        case(vbr("ProxmoxBackupJob"), "other");
        case(vbr("FileBackupCopy"), "other");
        case(vbr("Unknown"), "other");
    }

    #[test]
    fn job_types_of_powershell() {
        case(type_to_string("VMware Backup"), "vsphere-backup");
        case(type_to_string("Hyper-V Backup"), "hyperv-backup");
        case(type_to_string("Cloud Director Backup"), "cloud-director-backup");
        case(type_to_string("vCloud Backup"), "cloud-director-backup");
        case(type_to_string("VMware Backup Copy"), "vsphere-backup-copy");
        case(type_to_string("Hyper-V Backup Copy"), "hyperv-backup-copy");
        case(type_to_string("Backup Copy"), "backup-copy");
        case(type_to_string("Windows Agent Backup Copy"), "agent-backup-copy");
        case(type_to_string("VMware Replication"), "vsphere-replication");
        case(type_to_string("Hyper-V Replication"), "hyperv-replication");
        case(type_to_string("Windows Agent Backup"), "managed-agent-backup");
        case(type_to_string("Linux Agent Policy"), "linux-agent-backup");
        case(type_to_string("VMware CDP Policy"), "cdp-policy");
        case(type_to_string("CDP Policy"), "cdp-policy");
        case(type_to_string("Backup"), "vm-backup");
        case(type_to_string("VM Copy"), "other");
        case(type_to_string("File Backup"), "other");
        case(type_to_string("Object Storage Backup"), "other");
        case(type_to_string("Nutanix"), "other");
        case(type_to_string("Backup to Tape"), "other");
        case(job_type_name("Backup"), "vm-backup");
        case(job_type_name("0"), "vm-backup");
        case(job_type_name("Replica"), "vm-replication");
        case(job_type_name("BackupSync"), "backup-copy");
        case(job_type_name("51"), "backup-copy");
        case(job_type_name("SimpleBackupCopyPolicy"), "backup-copy");
        case(job_type_name("EpAgentBackup"), "managed-agent-backup");
        case(job_type_name("12002"), "windows-agent-backup");
        case(job_type_name("EndpointBackup"), "windows-agent-backup");
        case(type_to_string("Linux Agent Standalone"), "linux-agent-backup");
        case(type_to_string("Windows Agent Standalone"), "windows-agent-backup");
        case(job_type_name("VmTapeBackup"), "other");
        case(job_type_name("SureBackup"), "other");
    }

    #[test]
    fn platforms_have_names_and_numbers() {
        #[track_caller]
        fn case(value: &str, want: Option<Platform>) {
            assert_eq!(platform(value), want, "{value}");
        }
        case("EVmware", Some(Platform::Vsphere));
        case("VDDK", Some(Platform::Vsphere));
        case("0", Some(Platform::Vsphere));
        case("EHyperV", Some(Platform::Hyperv));
        case("CloudDirector", Some(Platform::CloudDirector));
        case("WindowsPhysical", Some(Platform::Windows));
        case("LinuxPhysicalPpc", Some(Platform::Linux));
        case("Nutanix", Some(Platform::Unlisted));
        case("Unknown", None);
    }
}
