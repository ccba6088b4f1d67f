//! The listings of all formats, and the recognition of a document as one of them.

use std::collections::BTreeSet;

use crate::import::decode::Value;
use crate::import::decode::value::without_utc;
use crate::import::imported::{ExportFormat, ImportOptions, Kind};
use crate::import::listing::Listing;
use crate::import::{foreign, powershell, provider, vbr, vspc};

/// All listings, the most specific first.
fn all() -> impl DoubleEndedIterator<Item = &'static Listing> {
    [provider::LISTINGS, vspc::LISTINGS, vbr::LISTINGS, powershell::LISTINGS].into_iter().flatten()
}

/// What a document lists.
#[derive(Debug, Clone)]
pub enum Recognised {
    Listing(&'static Listing),
    /// Something else, which is left out.
    Foreign(&'static str),
    /// Any of these, of which it has selected members.
    Several(Vec<&'static Listing>),
    Unknown,
}

/// Members that tell how far a session has come.
const TELL_END: [&str; 12] = [
    "State",
    "Result",
    "Status",
    "EndTime",
    "EndTimeLocal",
    "SessionEnd",
    "LastState",
    "Progress",
    "ProgressPercent",
    "BaseProgress",
    "Percents",
    "Operation",
];

/// Recognises a listing by the members of some of its elements.
pub fn recognise(elements: &[&Value<'_>], options: &ImportOptions) -> Recognised {
    let of_format =
        |listing: &&Listing| options.format.is_none_or(|format| listing.format == format);
    let is_selected = || by_selection(elements, options.format);
    let foreign = foreign::recognise(elements);
    let has = |name: &str| elements.iter().any(|element| element.has(name));
    let own = all().filter(of_format).find(|listing| listing.is_identified_by(has));
    // Whatever else a row has, one that tells how far a session has come may be of one that runs.
    let tells_end = TELL_END.into_iter().any(has);
    let is_run = |listing: &&Listing| matches!(listing.kind, Kind::Sessions | Kind::Tasks);
    let found = match (foreign, own) {
        (_, Some(listing)) if tells_end && is_run(&listing) => Recognised::Listing(listing),
        (Some(name), _) => Recognised::Foreign(name),
        (None, Some(listing)) => Recognised::Listing(listing),
        (None, None) => is_selected(),
    };
    match (&found, options.kind) {
        (Recognised::Listing(_), _) | (_, None) => found,
        // Such a listing is only read as another one if the format is given, too.
        (Recognised::Foreign(_), Some(_)) if options.format.is_none() => found,
        (_, Some(kind)) => of_kind(elements, kind, options.format).unwrap_or(found),
    }
}

/// The listings of which all of these members can be. Names in the same letter case decide first.
fn by_selection(elements: &[&Value<'_>], format: Option<ExportFormat>) -> Recognised {
    let names = member_names(elements);
    let fits = |listing: &Listing, is_same: fn(&str, &str) -> bool| {
        let known = known_names(listing);
        names.iter().all(|name| known.iter().any(|known| is_same(known, name)))
    };
    let fitting = |is_same| -> Vec<&'static Listing> {
        let of_format = |listing: &&Listing| format.is_none_or(|format| listing.format == format);
        all().filter(of_format).filter(|listing| fits(listing, is_same)).collect()
    };
    let same_case = fitting(|a, b| a == b);
    let mut found =
        if same_case.is_empty() { fitting(str::eq_ignore_ascii_case) } else { same_case };
    // Some listings are recognised in several ways.
    found.sort_by_key(|listing| listing.name);
    found.dedup_by_key(|listing| listing.name);
    match (&*found, names.len()) {
        ([], _) | (_, ..2) => Recognised::Unknown,
        ([listing], _) => Recognised::Listing(listing),
        (..) => Recognised::Several(found),
    }
}

/// The listing of this kind that knows most of the members.
fn of_kind(
    elements: &[&Value<'_>],
    kind: Kind,
    format: Option<ExportFormat>,
) -> Option<Recognised> {
    let names = member_names(elements);
    let known = |listing: &&Listing| {
        let known = known_names(listing);
        names.iter().filter(|name| known.contains(name)).count()
    };
    let of_kind = all().filter(|listing| listing.kind == kind);
    let of_kind = of_kind.filter(|listing| format.is_none_or(|format| listing.format == format));
    // Of equals, the first is the most specific.
    of_kind.rev().max_by_key(known).map(Recognised::Listing)
}

/// The members of the elements, without those that remote sessions and operators add; of times in UTC, the
/// names without that ending.
fn member_names<'e>(elements: &[&'e Value<'_>]) -> BTreeSet<&'e str> {
    const ADDED: [&str; 6] =
        ["PSComputerName", "RunspaceId", "PSShowComputerName", "Tenant", "TenantName", "_embedded"];
    let mut names = BTreeSet::new();
    for element in elements {
        if let Value::Object(members) = element {
            names.extend(members.iter().map(|(name, _)| without_utc(name).unwrap_or(name)));
        }
    }
    names.retain(|name| !ADDED.iter().any(|added| added.eq_ignore_ascii_case(name)));
    names
}

/// The members of a listing that `mm` reads or knows.
pub fn known_names(listing: &Listing) -> Vec<&'static str> {
    let read = listing.names().into_iter().map(|path| path.split('.').next().unwrap_or_default());
    let parts = [listing.all, listing.any, listing.also];
    parts.into_iter().flat_map(str::split_whitespace).chain(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::tests::options;

    fn element(members: &str) -> Value<'_> {
        Value::Object(members.split(' ').map(|name| (name.into(), Value::Null)).collect())
    }

    fn recognised(members: &str, options: &ImportOptions) -> String {
        match recognise(&[&element(members)], options) {
            Recognised::Listing(listing) => format!("{} {}", listing.format, listing.name),
            Recognised::Foreign(name) => format!("a listing of {name}"),
            Recognised::Several(listings) => {
                let names = listings.iter().map(|listing| listing.name);
                format!("one of {}", names.collect::<Vec<_>>().join(", "))
            }
            Recognised::Unknown => "none".to_owned(),
        }
    }

    #[test]
    fn every_listing_is_recognised_by_its_members() {
        #[track_caller]
        fn case(members: &str, want: &str) {
            assert_eq!(recognised(members, &options()), want, "{members}");
        }
        case("instanceUid name backupServerUid status type lastRun", "vspc jobs of backup servers");
        case("backupAgentUid name configUid status operationMode", "vspc jobs of backup agents");
        case(
            "instanceUid subtype targetRepositoryUid protectedVmCount",
            "vspc jobs of one subtype",
        );
        case("instanceUid uniqueUid jobMode osType source", "vspc jobs of one subtype");
        case("jobUid instanceUid name platform hierarchyRef", "vspc objects of jobs");
        case("instanceUid siteUid name maxConcurrentTask assignedForCompany", "vspc tenants");
        case("instanceUid name status companyServices", "vspc organizations");
        case("siteName siteUid maintenanceModeIsEnabled", "vspc sites");
        case("id name type isDisabled virtualMachines", "vbr jobs");
        case("id name type status lastResult sessionId", "vbr states of jobs");
        case("id name sessionType state activityId creationTime", "vbr sessions");
        case("id name sessionId sessionType state creationTime", "vbr tasks of sessions");
        case("id name type hostId repository mountServer", "vbr repositories");
        case("Id Name JobType TypeToString", "powershell jobs of PowerShell");
        case("Name JobType SheduleEnabledTime RepoName", "powershell jobs of PowerShell");
        case(
            "Name JobType IsScheduleEnabled IsRunning LastResult",
            "powershell jobs of PowerShell",
        );
        case("Id Name Mode OSPlatform JobEnabled", "powershell jobs of PowerShell");
        case("JobName VMName Status WorkDuration CreationTime", "powershell tasks of sessions");
        case("Id Name Status JobSessId JobName", "powershell tasks of sessions");
        case("Id JobId JobName State Result CreationTime", "powershell sessions");
        case("Id JobId Name Type TypeDisplayName", "powershell objects of jobs");
        // Without a state or an end, its rows are refused.
        case("Id JobId Name CreationTime", "powershell sessions");
        case("Id JobId Name JobType Progress", "powershell sessions");
        // The end of a session outweighs columns of other things.
        case("Id JobName BackupId CreationTime EndTime", "powershell sessions");
        case("id name sessionType username creationTime endTime", "vbr sessions");
        case("Id Name Type FriendlyPath", "powershell repositories");
        case("Id Name Enabled MaxConcurrentTask", "powershell tenants");
        let provider = "provider-sessions provider sessions";
        case("Id JobName TenantName JobType State CreationTime", provider);
        // A time in UTC stands for the time.
        case("Id JobName TenantName JobType State CreationTimeUTC", provider);
        case("Id JobId JobName TenantName State Result CreationTime(UTC)", provider);
        case("Id JobId JobName CreationTimeUTC EndTimeUTC", "powershell sessions");
        case("id name sessionType creationTimeUtc", "vbr sessions");
        case("Id Name JobId CreationTime_UTC DirPath", "a listing of backup chains");
        case("id name jobId creationTime repositoryId platformName", "a listing of backup chains");
        case("instanceUid hostName status lastHeartbeatTime", "vspc servers and agents");
        case("errorCode message", "none");
    }

    #[test]
    fn a_format_that_is_asked_for_rules_others_out() {
        let of = |format| {
            let options = ImportOptions { format: Some(format), ..options() };
            recognised("Id Name Type JobEnabled", &options)
        };
        assert_eq!(of(ExportFormat::Powershell), "powershell jobs of PowerShell");
        assert_eq!(of(ExportFormat::Vspc), "none");
    }

    #[test]
    fn listings_of_other_things_are_named() {
        #[track_caller]
        fn case(members: &str, want: &str) {
            let want = format!("a listing of {want}");
            assert_eq!(recognised(members, &options()), want, "{members}");
        }
        case("type id name description hostId hostName isDisabled isOnline isOutOfDate", "proxies");
        case("Id Name Description HostId Host Type IsDisabled Options MaxTasksCount", "proxies");
        case("id name description type server", "proxies");
        case("type id name description isDisabled options computers", "protection groups");
        case("jobId jobType id name platformId creationTime repositoryId", "backup chains");
        case("Id Name JobId CreationTime DirPath TypeToString", "backup chains");
        case(
            "Id Name VirtualLabId ApplicationGroupId LinkedJobIds ScheduleOptions",
            "SureBackup jobs",
        );
        case(
            "Id Name Enabled ScheduleOptions Target LastResult LastState NextRun",
            "configuration backups",
        );
        case("PolicyType Extents Id Name Description", "scale-out repositories");
        case("Info ParentId Id Name Reference IsUnavailable Type ApiVersion PhysHostId", "servers");
        case("Name PowerState ProvisionedSize UsedSize Path Type", "virtual machines");
        case("Id Name HostId CacheFolder TrafficPort IsEnabled", "WAN accelerators");
    }

    #[test]
    fn a_selection_of_members_is_recognised_unless_several_listings_have_it() {
        #[track_caller]
        fn case(members: &str, kind: Option<Kind>, want: &str) {
            let options = ImportOptions { kind, ..options() };
            assert_eq!(recognised(members, &options), want, "{members}");
        }
        case(
            "instanceUid name organizationUid lastSessionTasks",
            None,
            "vspc jobs of backup servers",
        );
        case("instanceUid backupServerUid name status", None, "vspc jobs of backup servers");
        case("uniqueUid name status lastRun", None, "vspc jobs of backup servers");
        case("systemType name status lastRun", None, "vspc jobs of backup agents");
        let either = "one of jobs of backup agents, jobs of backup servers";
        case("instanceUid name status lastRun", None, either);
        case("instanceUid name status lastRun", Some(Kind::Jobs), "vspc jobs of backup servers");
        case(
            "instanceUid name status lastRun",
            Some(Kind::AgentJobs),
            "vspc jobs of backup agents",
        );
        case("Name LastResult NextRun", None, "powershell jobs of PowerShell");
        case("Name LastResult NextRunUTC", None, "powershell jobs of PowerShell");
        case("Name Enabled", Some(Kind::Tenants), "powershell tenants");
        case("Vorgang Zustand", None, "none");
    }
}
