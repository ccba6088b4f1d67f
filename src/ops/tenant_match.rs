//! The tenants of the store that imported tenants are, and the names that they get by an import.

use hashbrown::{HashMap, HashSet};

use crate::domain::Tenant;
use crate::import::with_id;
use crate::store::Stored;

/// Finds a tenant by the source's id, else by name.
///
/// A tenant whose id the import has is not found by its name, which may be that of another one now. Else, one
/// of the same name with another id was deleted and made again, and takes the place of the first.
pub struct TenantFinder<'k> {
    known: &'k [Stored<Tenant>],
    imported: &'k [Tenant],
    by_source: HashMap<&'k str, &'k Stored<Tenant>>,
    by_name: HashMap<&'k str, &'k Stored<Tenant>>,
    imported_ids: HashSet<&'k str>,
}

impl<'k> TenantFinder<'k> {
    pub fn new(known: &'k [Stored<Tenant>], imported: &'k [Tenant]) -> TenantFinder<'k> {
        let by_source =
            known.iter().filter_map(|tenant| Some((tenant.facts.source_id.as_deref()?, tenant)));
        TenantFinder {
            known,
            imported,
            by_source: by_source.collect(),
            by_name: known.iter().map(|tenant| (&*tenant.facts.name, tenant)).collect(),
            imported_ids: imported.iter().filter_map(|each| each.source_id.as_deref()).collect(),
        }
    }

    pub fn find(&self, imported: &Tenant) -> Option<&'k Stored<Tenant>> {
        let of_source = imported.source_id.as_deref().and_then(|id| self.by_source.get(id));
        let is_listed = |known: &&&Stored<Tenant>| {
            known.facts.source_id.as_deref().is_some_and(|id| self.imported_ids.contains(id))
        };
        let named = self.by_name.get(&*imported.name).filter(|known| !is_listed(known));
        of_source.or(named).copied()
    }

    /// The new names of tenants of the store, by their former ones. One that is not in the import, and
    /// whose name another one has now, gets a name with its id.
    pub fn renamed(&self) -> HashMap<&'k str, String> {
        let found: HashMap<&str, &str> = self
            .imported
            .iter()
            .filter_map(|tenant| Some((&*self.find(tenant)?.facts.name, &*tenant.name)))
            .collect();
        let imported: HashSet<&str> = self.imported.iter().map(|tenant| &*tenant.name).collect();
        let names = self.by_name.keys().chain(&imported);
        let mut taken: HashSet<String> = names.map(|name| (*name).to_owned()).collect();
        let mut renamed = HashMap::new();
        for Tenant { name, source_id, .. } in self.known.iter().map(|tenant| &tenant.facts) {
            let new = match found.get(&**name) {
                Some(new) => (*new).to_owned(),
                None if imported.contains(&**name) => {
                    let new = with_id(name, source_id.as_deref().unwrap_or("former"), &taken);
                    taken.insert(new.clone());
                    new
                }
                None => continue,
            };
            if new != *name {
                renamed.insert(&**name, new);
            }
        }
        renamed
    }
}
