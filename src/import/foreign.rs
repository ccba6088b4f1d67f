//! Listings of other things than jobs, sessions and tenants, which are told apart by their members.

use crate::import::decode::Value;

/// A listing of these things has elements with all of these members, and with none that begin
/// with `!`.
const LISTINGS: &[(&str, &str)] = &[
    ("proxies", "hostId isOutOfDate isOnline"),
    ("proxies", "MaxTasksCount !JobType"),
    ("proxies", "HostId MaxTaskCount"),
    ("proxies", "HostId ConcurrentTaskNumber"),
    ("proxies", "type server name !schedule !lastResult"),
    ("proxies", "backupServerUid maxConcurrentTasks"),
    ("protection groups", "isDisabled options type !storage"),
    ("protection groups", "ScheduleOptions DeploymentOptions"),
    ("protection groups", "protectionScope"),
    ("discovered computers", "ProtectionGroupId"),
    ("discovered computers", "protectionGroupId operatingSystem"),
    ("backup chains", "id name creationTime repositoryId platformName"),
    ("backup chains", "id name creationTime repositoryId platformId"),
    ("backup chains", "id name creationTime repositoryId policyUniqueId"),
    ("backup chains", "jobId creationTime repositoryId !state !result"),
    ("backup chains", "JobId CreationTime DirPath"),
    ("backup chains", "CreationTime LastPointCreationTime"),
    ("backup chains", "CreationTime MetaVmName"),
    ("backup chains", "IsChainConsistent"),
    ("backup chains", "Name CreationTime VmCount !State !Result !JobType"),
    ("backed up machines", "platformName restorePointsCount"),
    ("backed up machines", "latestRestorePointDate"),
    ("backed up machines", "latestRestorePointUid"),
    ("restore points", "BackupId CreationTime !State"),
    ("restore points", "allowedOperations backupId"),
    ("replicas", "numberOfPoints policyUniqueId"),
    ("replicas", "replicaId creationTime"),
    ("SureBackup jobs", "VirtualLabId"),
    ("SureBackup jobs", "VirtualLab ApplicationGroup"),
    ("SureBackup jobs", "LinkedJobIds ApplicationGroupId"),
    ("virtual labs", "ProxyAppliance NetworkOptions"),
    ("configuration backups", "RetentionRestorePointsCount EncryptionOptions"),
    (
        "configuration backups",
        "Enabled ScheduleOptions LastState Target !Type !JobType !TypeToString",
    ),
    ("configuration backups", "restorePointsToKeep encryption"),
    ("configuration backups", "lastSuccessfulBackup"),
    ("scale-out repositories", "PolicyType Extents"),
    ("scale-out repositories", "performanceTier"),
    ("WAN accelerators", "TrafficPort"),
    ("WAN accelerators", "CacheFolder"),
    ("WAN accelerators", "cache server name"),
    ("servers", "PhysHostId"),
    ("servers", "ApiVersion Reference"),
    ("servers", "viHostType"),
    ("servers", "credentialsId type status !schedule"),
    ("virtual machines", "PowerState"),
    ("virtual machines", "hostName objectId size urn"),
    ("credentials", "username creationTime"),
    ("credentials", "UserName Encrypted"),
    ("users", "AccountSid"),
    ("licenses", "LicensedTo"),
    ("licenses", "SupportId ExpirationDate"),
    ("traffic rules", "SourceIPStart"),
    ("cloud gateways", "NATPort"),
    ("cloud gateways", "IncomingPort NetworkMode"),
    ("tape libraries", "TapeServerId Drives"),
    ("tape media pools", "MoveFromMediaPoolAutomatically"),
    ("malware events", "ThreatName"),
    ("malware events", "detectionTimeUtc"),
    ("alarms", "alarmTemplateUid"),
    ("alarms", "lastActivation repeatCount"),
    ("backup policies", "accessMode systemType !backupAgentUid"),
    ("cloud resources of tenants", "storageQuota"),
    ("cloud resources of tenants", "cloudRepositoryName tenantUid"),
    ("jobs of Veeam Backup for Microsoft 365", "vb365OrganizationUid"),
    ("jobs of Veeam Backup for Microsoft 365", "vb365ServerUid repositoryUid"),
    ("HPE catalyst jobs", "TargetCatalystServer"),
];

/// The listing that all of the elements come from, if it is one of these.
pub fn recognise(elements: &[&Value<'_>]) -> Option<&'static str> {
    let has = |element: &Value<'_>, name: &str| match name.strip_prefix('!') {
        Some(name) => !element.has(name),
        None => element.has(name),
    };
    let is_of = |(_, members): &&(&str, &str)| {
        elements.iter().all(|element| members.split(' ').all(|name| has(element, name)))
    };
    let found = (!elements.is_empty()).then(|| LISTINGS.iter().find(is_of))?;
    found.map(|(name, _)| *name)
}
