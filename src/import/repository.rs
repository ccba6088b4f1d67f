//! Types of backup repositories, and where their jobs write to.

use crate::domain::Target;
use crate::import::assumption::Assumption;
use crate::import::context::Context;
use crate::import::decode::normalized;
use crate::import::warnings::Place;

/// How the types of local repositories begin, in the words of the REST API and of PowerShell.
const LOCAL: &str = "win linux hardened smb cifs nfs sansnapshot azure amazon s3 google ibm wasabi \
    eleveneleven veeamdatacloud ddboost datadomain dedup exagrid hp storeonce quantum infinidat infinibox \
    fujitsu extendable scaleout object tape nutanix ontap purestorage";

/// The target of the jobs of a repository, by its type or the number that old PowerShell writes. One that is not
/// known may be in the cloud.
pub fn target(repository_type: &str, place: Place, context: &mut Context<'_>) -> Target {
    let word = normalized(repository_type);
    let is_number = word.parse::<u8>().is_ok();
    match &*word {
        "cloud" | "cloudrepository" | "cloudhost" | "4" => Target::Cloud,
        word if is_number || LOCAL.split_whitespace().any(|begin| word.starts_with(begin)) => {
            Target::Local
        }
        _ => {
            context.assume(
                place,
                "type",
                Assumption::UnknownRepository(repository_type.to_owned()),
            );
            Target::Cloud
        }
    }
}
