//! The listings of all formats, and the recognition of a document as one of them.

use crate::import::decode::Value;
use crate::import::imported::Format;
use crate::import::listing::Listing;
use crate::import::{powershell, provider, vbr, vspc};

/// All listings, the most specific first.
fn all() -> impl Iterator<Item = &'static Listing> {
    [provider::LISTINGS, vspc::LISTINGS, vbr::LISTINGS, powershell::LISTINGS].into_iter().flatten()
}

/// Recognises a listing by the members of some of its elements. `format` limits the search.
pub fn recognise(elements: &[&Value<'_>], format: Option<Format>) -> Option<&'static Listing> {
    let has = |name: &&str| elements.iter().any(|element| element.has(name));
    all().find(|listing| {
        format.is_none_or(|format| listing.format == format)
            && listing.all.iter().all(has)
            && (listing.any.is_empty() || listing.any.iter().any(has))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(members: &str) -> Value<'_> {
        Value::Object(members.split(' ').map(|name| (name.into(), Value::Null)).collect())
    }

    #[test]
    fn every_listing_is_recognised_by_its_members() {
        #[track_caller]
        fn case(members: &str, want: &str) {
            let found = recognise(&[&element(members)], None);
            let name = found.map_or("none".to_owned(), |x| format!("{} {}", x.format, x.name));
            assert_eq!(name, want, "{members}");
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
        case("Id Name Type FriendlyPath", "powershell repositories");
        case("Id Name Enabled MaxConcurrentTask", "powershell tenants");
        let provider = "provider-sessions provider sessions";
        case("Id JobName TenantName JobType State CreationTime", provider);
        case("id name jobId creationTime repositoryId platformName", "vbr backup chains");
        case("instanceUid hostName status lastHeartbeatTime", "vspc servers and agents");
        case("errorCode message", "none");
    }

    #[test]
    fn a_format_that_is_asked_for_rules_others_out() {
        let element = element("Id Name Type JobEnabled");
        let recognised = |format| recognise(&[&element], Some(format)).map(|found| found.format);
        assert_eq!(recognised(Format::Powershell), Some(Format::Powershell));
        assert_eq!(recognised(Format::Vspc), None);
    }
}
