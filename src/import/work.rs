//! Work: the table from what sources call a job to its type.

use crate::domain::JobType;
use crate::import::words::Word;

/// What a job does, whatever it does it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// VM backup.
    Backup,
    /// Backup copy.
    Copy,
    /// VM replication.
    Replication,
    /// Agent backup configured in Veeam Backup & Replication.
    ManagedAgent,
    /// Agent backup configured on the computer, or run by the agent.
    Agent,
    /// CDP policy.
    Cdp,
    /// Something that maintenance mode does not cover.
    Other,
}

/// What a job does it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Platform {
    /// VMware vSphere.
    Vsphere,
    /// Microsoft Hyper-V.
    Hyperv,
    /// VMware Cloud Director.
    CloudDirector,
    /// A computer with Windows.
    Windows,
    /// A computer with Linux.
    Linux,
    /// A Mac.
    Mac,
    /// One that the page on maintenance mode does not list.
    Foreign,
}

/// The type of a job.
pub(super) fn job_type(work: Work, platform: Option<Platform>) -> JobType {
    use Platform::{CloudDirector, Foreign, Hyperv, Linux, Mac, Vsphere, Windows};
    match (work, platform) {
        (Work::Other, _) | (Work::Backup | Work::Copy | Work::Replication, Some(Foreign)) => {
            JobType::Other
        }
        (Work::Cdp, _) => JobType::CdpPolicy,
        (Work::Backup, None) => JobType::VmBackup,
        (Work::Backup, Some(Vsphere)) => JobType::VsphereBackup,
        (Work::Backup, Some(Hyperv)) => JobType::HypervBackup,
        (Work::Backup, Some(CloudDirector)) => JobType::CloudDirectorBackup,
        (Work::Copy, None) => JobType::BackupCopy,
        (Work::Copy, Some(Vsphere)) => JobType::VsphereBackupCopy,
        (Work::Copy, Some(Hyperv)) => JobType::HypervBackupCopy,
        (Work::Copy, Some(CloudDirector)) => JobType::CloudDirectorBackupCopy,
        (Work::Copy, Some(Windows | Linux | Mac)) => JobType::AgentBackupCopy,
        (Work::Replication, Some(Vsphere)) => JobType::VsphereReplication,
        (Work::Replication, Some(Hyperv)) => JobType::HypervReplication,
        (Work::Replication, Some(CloudDirector)) => JobType::CloudDirectorReplication,
        // Computers are not replicated, so the platform says nothing here.
        (Work::Replication, None | Some(Windows | Linux | Mac)) => JobType::VmReplication,
        (Work::ManagedAgent, _) | (Work::Backup, Some(Windows | Linux | Mac)) => {
            JobType::ManagedAgentBackup
        }
        (Work::Agent, Some(Linux)) => JobType::LinuxAgentBackup,
        (Work::Agent, Some(Mac)) => JobType::MacAgentBackup,
        (Work::Agent, None | Some(Windows | Vsphere | Hyperv | CloudDirector | Foreign)) => {
            JobType::WindowsAgentBackup
        }
    }
}

/// Veeam Service Provider Console: `type` of a job.
pub(super) fn vspc(value: &str) -> Work {
    match Word::of(value).as_str() {
        "backupvm" => Work::Backup,
        "replicationvm" => Work::Replication,
        "backupcopy" | "simplebackupcopy" => Work::Copy,
        "agentbackupjob" => Work::ManagedAgent,
        "agentpolicy" => Work::Agent,
        "cdpreplicationvm" => Work::Cdp,
        _ => Work::Other,
    }
}

/// Veeam Backup & Replication: `type` of a job in every revision of the REST API.
pub(super) fn vbr(value: &str) -> (Work, Option<Platform>) {
    let word = Word::of(value);
    if word.has(&["agentbackup"]) {
        let policy = word.has(&["policy"]);
        return (if policy { Work::Agent } else { Work::ManagedAgent }, platform_in(word));
    }
    match word.as_str() {
        "backup" | "vspherebackup" => (Work::Backup, Some(Platform::Vsphere)),
        "hypervbackup" => (Work::Backup, Some(Platform::Hyperv)),
        "clouddirectorbackup" => (Work::Backup, Some(Platform::CloudDirector)),
        "vspherereplica" => (Work::Replication, Some(Platform::Vsphere)),
        "hypervreplica" => (Work::Replication, Some(Platform::Hyperv)),
        "clouddirectorreplica" => (Work::Replication, Some(Platform::CloudDirector)),
        "backupcopy" | "legacybackupcopy" => (Work::Copy, None),
        "cdp" | "cdppolicy" | "vspherecdp" | "vspherecdppolicy" => (Work::Cdp, None),
        _ => (Work::Other, None),
    }
}

/// PowerShell: what `TypeToString` says.
pub(super) fn phrase(value: &str) -> (Work, Option<Platform>) {
    let word = Word::of(value);
    let platform = platform_in(word);
    if word.has(&["cdp"]) {
        return (Work::Cdp, platform);
    }
    if word.has(&["agent"]) && word.has(&["backup", "policy"]) {
        return match (word.has(&["copy"]), word.has(&["policy"])) {
            (true, _) => (Work::Copy, platform.or(Some(Platform::Windows))),
            (false, true) => (Work::Agent, platform),
            (false, false) => (Work::ManagedAgent, platform),
        };
    }
    let rest = word.as_str();
    let rest =
        PLATFORMS.iter().fold(rest, |rest, (name, _)| rest.strip_prefix(name).unwrap_or(rest));
    match rest {
        "backup" => (Work::Backup, platform),
        "backupcopy" => (Work::Copy, platform),
        "replication" | "replica" => (Work::Replication, platform),
        _ => (Work::Other, platform),
    }
}

/// PowerShell: `JobType` by name or, as old versions write it, by number.
pub(super) fn powershell(value: &str) -> (Work, Option<Platform>) {
    match Word::of(value).as_str() {
        "backup" | "0" => (Work::Backup, None),
        "replica" | "1" => (Work::Replication, None),
        "backupsync"
        | "backupcopy"
        | "51"
        | "simplebackupcopypolicy"
        | "63"
        | "simplebackupcopyworker"
        | "65" => (Work::Copy, None),
        "epagentbackup" | "12003" | "epagentmanagement" | "12000" => (Work::ManagedAgent, None),
        "epagentpolicy" | "12002" => (Work::Agent, None),
        "endpointbackup" | "4000" => (Work::Agent, Some(Platform::Windows)),
        "cdp" | "cdppolicy" => (Work::Cdp, None),
        _ => (Work::Other, None),
    }
}

/// A platform by name or, as old versions write it, by number; `None` where it is not told.
pub(super) fn platform(value: &str) -> Option<Platform> {
    let word = Word::of(value);
    match word.as_str() {
        "" | "unknown" | "none" | "test" | "backup" => None,
        "0" | "vddk" | "vi" | "evmware" => Some(Platform::Vsphere),
        "1" | "hv" => Some(Platform::Hyperv),
        "4" | "vcd" => Some(Platform::CloudDirector),
        "6" | "endpoint" => Some(Platform::Windows),
        "7" => Some(Platform::Linux),
        _ => platform_in(word).or(Some(Platform::Foreign)),
    }
}

/// Names of platforms as values begin with them; longer ones first.
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

fn platform_in(word: Word) -> Option<Platform> {
    let named = PLATFORMS.iter().find(|(name, _)| word.has(&[name])).map(|(_, found)| *found);
    named.or_else(|| {
        let system =
            [("windows", Platform::Windows), ("linux", Platform::Linux), ("mac", Platform::Mac)];
        system.iter().find(|(name, _)| word.as_str().starts_with(name)).map(|(_, found)| *found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(found: (Work, Option<Platform>), want: &str) {
        assert_eq!(job_type(found.0, found.1).to_string(), want, "{found:?}");
    }

    #[test]
    fn the_console_names_jobs() {
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
    fn the_backup_server_names_jobs() {
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
        case(vbr("WindowsAgentBackupWorkstationPolicy"), "windows-agent-backup");
        case(vbr("LinuxAgentBackupServerPolicy"), "linux-agent-backup");
        case(vbr("MacAgentBackupWorkstationPolicy"), "mac-agent-backup");
        case(vbr("EntraIDTenantBackup"), "other");
        case(vbr("ProxmoxBackupJob"), "other");
        case(vbr("FileBackupCopy"), "other");
        case(vbr("Unknown"), "other");
    }

    #[test]
    fn powershell_names_jobs() {
        case(phrase("VMware Backup"), "vsphere-backup");
        case(phrase("Hyper-V Backup"), "hyperv-backup");
        case(phrase("Cloud Director Backup"), "cloud-director-backup");
        case(phrase("vCloud Backup"), "cloud-director-backup");
        case(phrase("VMware Backup Copy"), "vsphere-backup-copy");
        case(phrase("Hyper-V Backup Copy"), "hyperv-backup-copy");
        case(phrase("Backup Copy"), "backup-copy");
        case(phrase("Windows Agent Backup Copy"), "agent-backup-copy");
        case(phrase("VMware Replication"), "vsphere-replication");
        case(phrase("Hyper-V Replication"), "hyperv-replication");
        case(phrase("Windows Agent Backup"), "managed-agent-backup");
        case(phrase("Linux Agent Policy"), "linux-agent-backup");
        case(phrase("VMware CDP Policy"), "cdp-policy");
        case(phrase("CDP Policy"), "cdp-policy");
        case(phrase("Backup"), "vm-backup");
        case(phrase("VM Copy"), "other");
        case(phrase("File Backup"), "other");
        case(phrase("Object Storage Backup"), "other");
        case(phrase("Nutanix"), "other");
        case(phrase("Backup to Tape"), "other");
        case(powershell("Backup"), "vm-backup");
        case(powershell("0"), "vm-backup");
        case(powershell("Replica"), "vm-replication");
        case(powershell("BackupSync"), "backup-copy");
        case(powershell("51"), "backup-copy");
        case(powershell("SimpleBackupCopyPolicy"), "backup-copy");
        case(powershell("EpAgentBackup"), "managed-agent-backup");
        case(powershell("12002"), "windows-agent-backup");
        case(powershell("EndpointBackup"), "windows-agent-backup");
        case(powershell("VmTapeBackup"), "other");
        case(powershell("SureBackup"), "other");
    }

    #[test]
    fn platforms_are_told_by_name_or_number() {
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
        case("Nutanix", Some(Platform::Foreign));
        case("Unknown", None);
    }
}
