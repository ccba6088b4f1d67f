//! Detect: tells what a file holds by the members of its elements.

use crate::import::incoming::Format;
use crate::import::node::Node;
use crate::import::{powershell, vbr, vspc};

/// What the elements of a document are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of the console.
    Vspc(vspc::Kind),
    /// Of the backup server.
    Vbr(vbr::Kind),
    /// Of PowerShell.
    Powershell(powershell::Kind),
}

impl Kind {
    /// The format that it belongs to.
    pub fn format(self) -> Format {
        match self {
            Kind::Vspc(_) => Format::Vspc,
            Kind::Vbr(_) => Format::Vbr,
            Kind::Powershell(_) => Format::Powershell,
        }
    }

    /// What such a document lists, where it lists jobs: pages of one listing have the same.
    pub fn listing(self) -> Option<&'static str> {
        match self {
            Kind::Vspc(vspc::Kind::Job) => Some("jobs of backup servers"),
            Kind::Vspc(vspc::Kind::AgentJob) => Some("jobs of backup agents"),
            Kind::Vbr(vbr::Kind::Job) => Some("jobs"),
            Kind::Vbr(vbr::Kind::State) => Some("states of jobs"),
            Kind::Powershell(powershell::Kind::Job) => Some("jobs of PowerShell"),
            Kind::Vspc(_) | Kind::Vbr(_) | Kind::Powershell(_) => None,
        }
    }
}

/// How a kind is told: all of these members, and one of those, are there.
struct Rule {
    kind: Kind,
    all: &'static [&'static str],
    any: &'static [&'static str],
}

/// A rule for every kind, the most telling first. Members are written in lower case.
const RULES: &[Rule] = &[
    rule(
        Kind::Vspc(vspc::Kind::Site),
        &["siteuid"],
        &["managementagentuid", "maintenancemodeisenabled"],
    ),
    rule(
        Kind::Vspc(vspc::Kind::Tenant),
        &[],
        &["assignedforcompany", "isbackupresourcesenabled", "isnativereplicationresourcesenabled"],
    ),
    rule(
        Kind::Vspc(vspc::Kind::Organization),
        &["instanceuid", "name"],
        &["companyservices", "subscriptionplanuid", "ownercredentials", "taxid", "reselleruid"],
    ),
    rule(Kind::Vspc(vspc::Kind::AgentJob), &["backupagentuid", "name"], &[]),
    rule(Kind::Vspc(vspc::Kind::Object), &["name"], &["jobuid", "uniquejobuid"]),
    rule(
        Kind::Vspc(vspc::Kind::Job),
        &["instanceuid", "name", "type"],
        &["backupserveruid", "lastsessiontasks", "targettype", "avgduration", "status"],
    ),
    rule(
        Kind::Vspc(vspc::Kind::Part),
        &[],
        &["jobmode", "iscloudjob", "cloudhostuid", "protectedvmcount", "sourceproxyautodetect"],
    ),
    rule(
        Kind::Vspc(vspc::Kind::Part),
        &["instanceuid"],
        &["subtype", "isrpooptionsenabled", "targetwanacceleratoruid", "ostype", "_embedded"],
    ),
    rule(
        Kind::Vbr(vbr::Kind::State),
        &["name", "type"],
        &["lastresult", "objectscount", "sessionprogress", "nextrunpolicy"],
    ),
    rule(
        Kind::Vbr(vbr::Kind::TaskSession),
        &["sessionid", "name"],
        &["state", "result", "algorithm"],
    ),
    rule(Kind::Vbr(vbr::Kind::Session), &["sessiontype"], &["jobid", "activityid", "creationtime"]),
    rule(
        Kind::Vbr(vbr::Kind::Job),
        &["id", "name", "type"],
        &[
            "isdisabled",
            "ishighpriority",
            "virtualmachines",
            "sourceobjects",
            "guestprocessing",
            "computers",
        ],
    ),
    rule(
        Kind::Vbr(vbr::Kind::Repository),
        &["id", "name", "type"],
        &[
            "mountserver",
            "repository",
            "uniqueid",
            "capacitygb",
            "bucket",
            "share",
            "proxyappliance",
        ],
    ),
    rule(Kind::Powershell(powershell::Kind::Tenant), &["name", "maxconcurrenttask"], &[]),
    rule(
        Kind::Powershell(powershell::Kind::Task),
        &["jobname"],
        &["vmname", "taskduration", "workduration", "jobsessid", "objectname"],
    ),
    rule(
        Kind::Powershell(powershell::Kind::Task),
        &["name", "status"],
        &["jobsessid", "sessionid"],
    ),
    rule(
        Kind::Powershell(powershell::Kind::Job),
        &["name"],
        &["typetostring", "policystate", "osplatform", "isrunning", "sheduleenabledtime"],
    ),
    rule(Kind::Powershell(powershell::Kind::Session), &["creationtime"], &["jobid", "jobname"]),
    rule(
        Kind::Powershell(powershell::Kind::Object),
        &["name"],
        &["jobid", "typedisplayname", "approxsizestring"],
    ),
    rule(
        Kind::Powershell(powershell::Kind::Job),
        &["name"],
        &["jobtype", "jobenabled", "isscheduleenabled", "scheduleenabled", "scheduleoptions"],
    ),
    rule(
        Kind::Powershell(powershell::Kind::Repository),
        &["name", "type"],
        &["id", "path", "friendlypath"],
    ),
];

const fn rule(kind: Kind, all: &'static [&'static str], any: &'static [&'static str]) -> Rule {
    Rule { kind, all, any }
}

/// What elements are, by the members of some of them; `None` where no rule fits. `only` is the
/// format that somebody asked for.
pub(super) fn kind<'n, 'a: 'n>(
    nodes: impl Iterator<Item = &'n Node<'a>> + Clone,
    only: Option<Format>,
) -> Option<Kind> {
    let members = nodes.filter_map(|node| match node {
        Node::Object(members) => Some(members),
        _ => None,
    });
    let members = members.flatten().map(|(name, _)| &**name);
    let has = |wanted: &str| members.clone().any(|name| name.eq_ignore_ascii_case(wanted));
    let fits = |rule: &&Rule| {
        only.is_none_or(|format| rule.kind.format() == format)
            && rule.all.iter().all(|name| has(name))
            && (rule.any.is_empty() || rule.any.iter().any(|name| has(name)))
    };
    RULES.iter().find(fits).map(|rule| rule.kind)
}

/// What a file looks like from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A scenario document.
    Scenario,
    /// Other JSON.
    Json,
    /// A table.
    Table,
}

/// Tells the shape of a text; `None` where it is empty.
pub(super) fn shape(text: &str, only: Option<Format>) -> Option<Shape> {
    let first = text.trim_start().bytes().next()?;
    if only == Some(Format::Mm) {
        return Some(Shape::Scenario);
    }
    match first {
        b'{' if only.is_none() && is_scenario(text) => Some(Shape::Scenario),
        b'{' | b'[' => Some(Shape::Json),
        _ => Some(Shape::Table),
    }
}

/// Whether a document has a member that only a scenario has, before one that others have.
fn is_scenario(text: &str) -> bool {
    use serde::de::{Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};

    struct Look(Option<bool>);
    impl<'de> Visitor<'de> for &mut Look {
        type Value = ();
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(name) = map.next_key_seed(crate::import::node::Key)? {
                self.0 = match &*name {
                    "scenario" | "replicas_in_failover" | "jobs" | "tenants" => Some(true),
                    "data" | "value" | "id" | "instanceUid" => Some(false),
                    _ => None,
                };
                if self.0.is_some() {
                    // Enough was seen, so the rest is not read.
                    return Err(A::Error::custom("seen"));
                }
                map.next_value::<IgnoredAny>()?;
            }
            Ok(())
        }
    }
    let mut look = Look(None);
    let mut from = serde_json::Deserializer::from_str(text);
    let _ = from.deserialize_map(&mut look);
    look.0 == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_told_by_its_members() {
        #[track_caller]
        fn case(members: &str, want: Option<Kind>) {
            let member = |name: &str| (name.to_owned().into(), Node::Null);
            let node = Node::Object(members.split(' ').map(member).collect());
            assert_eq!(kind(std::iter::once(&node), None), want, "{members}");
        }
        use powershell::Kind as P;
        use vbr::Kind as B;
        use vspc::Kind as V;
        case("instanceUid name backupServerUid status type lastRun", Some(Kind::Vspc(V::Job)));
        case("backupAgentUid name configUid status operationMode", Some(Kind::Vspc(V::AgentJob)));
        case("instanceUid subtype targetRepositoryUid protectedVmCount", Some(Kind::Vspc(V::Part)));
        case("instanceUid uniqueUid jobMode osType source", Some(Kind::Vspc(V::Part)));
        case("jobUid instanceUid name platform hierarchyRef", Some(Kind::Vspc(V::Object)));
        case(
            "instanceUid siteUid name maxConcurrentTask assignedForCompany",
            Some(Kind::Vspc(V::Tenant)),
        );
        case("instanceUid name status companyServices", Some(Kind::Vspc(V::Organization)));
        case("siteName siteUid maintenanceModeIsEnabled", Some(Kind::Vspc(V::Site)));
        case("id name type isDisabled virtualMachines", Some(Kind::Vbr(B::Job)));
        case("id name type status lastResult sessionId", Some(Kind::Vbr(B::State)));
        case("id name sessionType state activityId creationTime", Some(Kind::Vbr(B::Session)));
        case("id name sessionId sessionType state creationTime", Some(Kind::Vbr(B::TaskSession)));
        case("id name type hostId repository mountServer", Some(Kind::Vbr(B::Repository)));
        case("Id Name JobType TypeToString", Some(Kind::Powershell(P::Job)));
        case("Name JobType SheduleEnabledTime RepoName", Some(Kind::Powershell(P::Job)));
        case("Name JobType IsScheduleEnabled IsRunning LastResult", Some(Kind::Powershell(P::Job)));
        case("Id Name Mode OSPlatform JobEnabled", Some(Kind::Powershell(P::Job)));
        case("JobName VMName Status WorkDuration CreationTime", Some(Kind::Powershell(P::Task)));
        case("Id Name Status JobSessId JobName", Some(Kind::Powershell(P::Task)));
        case("Id JobId JobName State Result CreationTime", Some(Kind::Powershell(P::Session)));
        case("Id JobId Name Type TypeDisplayName", Some(Kind::Powershell(P::Object)));
        case("Id Name Type FriendlyPath", Some(Kind::Powershell(P::Repository)));
        case("Id Name Enabled MaxConcurrentTask", Some(Kind::Powershell(P::Tenant)));
        case("errorCode message", None);
    }

    #[test]
    fn a_format_that_is_asked_for_rules_others_out() {
        let member = |name: &str| (name.to_owned().into(), Node::Null);
        let node = Node::Object(["Id", "Name", "Type", "JobEnabled"].map(member).into());
        let told = |format| kind(std::iter::once(&node), format).map(Kind::format);
        assert_eq!(told(Some(Format::Powershell)), Some(Format::Powershell));
        assert_eq!(told(Some(Format::Vspc)), None);
    }

    #[test]
    fn shapes_are_told_from_the_beginning() {
        #[track_caller]
        fn case(text: &str, want: Option<Shape>) {
            assert_eq!(shape(text, None), want, "{text}");
        }
        case(r#"{"scenario":1}"#, Some(Shape::Scenario));
        case(r#"{"start":"x","jobs":[]}"#, Some(Shape::Scenario));
        case(r#"{"data":[{"scenario":1}]}"#, Some(Shape::Json));
        case(r#"{"id":"x","jobs":[]}"#, Some(Shape::Json));
        case(" [", Some(Shape::Json));
        case("{", Some(Shape::Json));
        case("Name,Type", Some(Shape::Table));
        case(" \n", None);
    }
}
