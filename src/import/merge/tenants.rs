//! Tenants of an import, and the search for the tenant of a job.

use std::cell::RefCell;

use hashbrown::{HashMap, HashSet};

use crate::domain::{Access, Tenant};
use crate::import::assumption::{Assumption, UNKNOWN_TENANT};
use crate::import::context::Context;
use crate::import::decode::Id;
use crate::import::records::{Owner, TenantRecord};
use crate::import::warnings::Place;

pub struct Tenants {
    tenants: Vec<Tenant>,
    /// The site and the index of each tenant of an organization.
    by_organization: HashMap<Id, Vec<(Option<Id>, usize)>>,
    organizations: HashMap<Id, String>,
    /// The spelling of each tenant's name by its lower case: names of accounts know no letter case.
    spellings: RefCell<HashMap<String, String>>,
}

impl Tenants {
    /// A tenant that is listed twice is one.
    pub fn new(
        records: Vec<TenantRecord>,
        organizations: Vec<(Id, String)>,
        context: &mut Context<'_>,
    ) -> Tenants {
        let mut tenants = Tenants {
            tenants: Vec::with_capacity(records.len()),
            by_organization: HashMap::new(),
            organizations: organizations.into_iter().collect(),
            spellings: RefCell::default(),
        };
        for name in &context.options.known_tenants {
            tenants.spellings.get_mut().insert(name.to_lowercase(), name.clone());
        }
        let records = tenants.distinct(records, context);
        let mut count: HashMap<String, usize> = HashMap::new();
        for tenant in &records {
            *count.entry(tenant.name.clone()).or_default() += 1;
        }
        let unique = records.iter().filter(|tenant| count[&tenant.name] == 1);
        let mut taken: HashSet<String> = unique.map(|tenant| tenant.name.clone()).collect();
        for mut tenant in records {
            if count[&tenant.name] > 1 {
                context.assume(tenant.place, "name", Assumption::SameTenantName);
                let at_site =
                    tenant.site_name.as_ref().map(|site| format!("{} ({site})", tenant.name));
                let id = tenant.id.as_ref().map_or("", |id| &id.0);
                let name = at_site.filter(|name| !taken.contains(name));
                tenant.name = name.unwrap_or_else(|| with_id(&tenant.name, id, &taken));
            }
            taken.insert(tenant.name.clone());
            tenants.add(tenant);
        }
        tenants
    }

    /// The rows of each tenant as one. Rows without an id are of the first tenant of their name. A tenant
    /// that one of its rows says is enabled may run something.
    fn distinct(&self, records: Vec<TenantRecord>, context: &mut Context<'_>) -> Vec<TenantRecord> {
        let (with_id, by_name): (Vec<_>, Vec<_>) =
            records.into_iter().partition(|tenant| tenant.id.is_some());
        let mut distinct: Vec<TenantRecord> = Vec::with_capacity(with_id.len());
        let mut ids: HashMap<Id, usize> = HashMap::new();
        let mut names: HashMap<String, usize> = HashMap::new();
        for mut tenant in with_id.into_iter().chain(by_name) {
            tenant.name = self.spelled(&tenant.name, tenant.place, context);
            let known = match &tenant.id {
                Some(id) => ids.get(id),
                None => names.get(&tenant.name),
            };
            let Some(known) = known.map(|at| &mut distinct[*at]) else {
                ids.extend(tenant.id.clone().map(|id| (id, distinct.len())));
                names.entry(tenant.name.clone()).or_insert(distinct.len());
                distinct.push(tenant);
                continue;
            };
            if known.access != tenant.access {
                let what = "another row differs on whether this tenant is enabled; enabled counts";
                context.unused(tenant.place, "", what);
                known.access = Access::Enabled;
            }
        }
        distinct
    }

    fn add(&mut self, tenant: TenantRecord) {
        self.spellings.get_mut().insert(tenant.name.to_lowercase(), tenant.name.clone());
        if let Some(organization) = tenant.organization {
            let tenants = self.by_organization.entry(organization).or_default();
            tenants.push((tenant.site, self.tenants.len()));
        }
        self.tenants.push(Tenant {
            name: tenant.name,
            access: tenant.access,
            slots: tenant.slots,
            timezone: None,
            source_id: tenant.id.map(|id| id.0),
        });
    }

    /// The name of a job's tenant, and whether a file or an option states it.
    pub fn find(&self, owner: &Owner, place: Place, context: &mut Context<'_>) -> (String, bool) {
        let given =
            context.options.tenant.as_deref().map(|name| self.spelled(name, place, context));
        let (id, mapped, site) = match owner {
            Owner::Tenant(name) => return (self.spelled(name, place, context), true),
            Owner::Organization { id, mapped, site } => (id, mapped.as_ref(), site.as_ref()),
            Owner::Unknown => {
                if given.is_none() {
                    context.assume(place, "", Assumption::NoTenant);
                }
                let is_stated = given.is_some();
                return (given.unwrap_or_else(|| UNKNOWN_TENANT.into()), is_stated);
            }
        };
        // Jobs on a server of the provider are mapped to the company that they are for.
        for id in [Some(id), mapped].into_iter().flatten() {
            if let Some(name) = self.of_organization(id, site, place, context) {
                return (name.to_owned(), true);
            }
        }
        let named =
            [mapped, Some(id)].into_iter().flatten().find_map(|id| self.organizations.get(id));
        if let Some(name) = named.cloned().or(given) {
            return (name, true);
        }
        context.assume(place, "organizationUid", Assumption::UnnamedOrganization);
        (mapped.unwrap_or(id).0.clone(), false)
    }

    /// The name as the files or the store spell it first.
    fn spelled(&self, name: &str, place: Place, context: &mut Context<'_>) -> String {
        let mut spellings = self.spellings.borrow_mut();
        let known = spellings.entry(name.to_lowercase()).or_insert_with(|| name.to_owned());
        if known != name {
            context.assume(place, "Tenant", Assumption::TenantCase);
        }
        known.clone()
    }

    fn of_organization(
        &self,
        organization: &Id,
        site: Option<&Id>,
        place: Place,
        context: &mut Context<'_>,
    ) -> Option<&str> {
        let tenants = self.by_organization.get(organization)?;
        let mut here = tenants.iter().filter(|(of, _)| site.is_none() || of.as_ref() == site);
        let (first, second) = (here.next().or(tenants.first())?, here.next());
        if second.is_some() {
            context.assume(place, "organizationUid", Assumption::SeveralTenants);
        }
        Some(&self.tenants[first.1].name)
    }

    pub fn into_facts(self) -> Vec<Tenant> {
        self.tenants
    }
}

/// A name with the beginning of an id. If that is taken, the name with all of it, and if needed with a
/// number.
pub fn with_id(name: &str, id: &str, taken: &HashSet<String>) -> String {
    let beginning: String = id.chars().take(8).collect();
    let short = format!("{name} ({beginning})");
    if !taken.contains(&short) {
        return short;
    }
    let mut long = format!("{name} ({id})");
    let mut number = 1;
    while taken.contains(&long) {
        number += 1;
        long = format!("{name} ({id}, {number})");
    }
    long
}
