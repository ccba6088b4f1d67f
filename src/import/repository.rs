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

const SERVICES: &[&str] =
    &["amazon", "azure", "google", "ibm", "wasabi", "eleveneleven", "veeamdatacloud", "s3"];

/// The target of the jobs of a repository, by its type or the number that old PowerShell writes. One that is not
/// known may be in the cloud.
pub fn target(repository_type: &str, place: Place, context: &mut Context<'_>) -> Target {
    let word = normalized(repository_type);
    let is_local = LOCAL.split_whitespace().any(|begin| word.starts_with(begin));
    // Services whose names have that word in them store for a local repository.
    let is_service = SERVICES.iter().any(|begin| word.starts_with(begin));
    match repository_type.trim().parse::<u8>() {
        Ok(4) => return Target::Cloud,
        Ok(..30) => return Target::Local,
        Ok(_) | Err(_) => {}
    }
    match &*word {
        "cloud" | "cloudrepository" | "cloudhost" => Target::Cloud,
        word if is_local && (is_service || !word.contains("cloud")) => Target::Local,
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
