//! Owners: the tenants of an import, and which of them a job belongs to.

use std::collections::{HashMap, HashSet};

use crate::domain::Tenant;
use crate::import::assumption::{Assumption, UNKNOWN_TENANT};
use crate::import::context::Context;
use crate::import::join::names;
use crate::import::records::{Owner, TenantRecord, Text};
use crate::import::warnings::Place;

/// Tenants, to be found by what jobs tell of their owner.
pub(super) struct Owners<'a> {
    tenants: Vec<Tenant>,
    /// Tenants of an organization, with the site of each.
    by_organization: HashMap<Text<'a>, Vec<(Option<Text<'a>>, u32)>>,
    organizations: HashMap<Text<'a>, Text<'a>>,
}

impl<'a> Owners<'a> {
    /// Puts the tenants of all files together; one that is listed twice is one.
    pub fn new(
        records: Vec<TenantRecord<'a>>,
        organizations: &[(Text<'a>, Text<'a>)],
        context: &mut Context<'_>,
    ) -> Owners<'a> {
        let mut owners = Owners {
            tenants: Vec::with_capacity(records.len()),
            by_organization: HashMap::new(),
            organizations: organizations.iter().cloned().collect(),
        };
        let mut seen = HashSet::new();
        let same = |tenant: &TenantRecord<'a>| match &tenant.id {
            Some(id) => (true, id.clone()),
            None => (false, tenant.name.clone()),
        };
        let records: Vec<TenantRecord<'a>> =
            records.into_iter().filter(|tenant| seen.insert(same(tenant))).collect();
        let mut alike: HashMap<&str, u32> = HashMap::new();
        for tenant in &records {
            *alike.entry(&tenant.name).or_default() += 1;
        }
        let mut taken = HashSet::new();
        for tenant in &records {
            let mut name = tenant.name.to_string();
            if alike.get(&*tenant.name).is_some_and(|count| *count > 1) {
                context.notes.guessed(tenant.place, "name", Assumption::TenantsAlike);
                let site = tenant.site_name.as_deref().map(|site| format!("{name} ({site})"));
                let id = tenant.id.as_deref().unwrap_or_default();
                name = site
                    .filter(|name| !taken.contains(name))
                    .unwrap_or_else(|| names::with_id(&tenant.name, id, &taken));
            }
            taken.insert(name.clone());
            owners.add(tenant, name);
        }
        owners
    }

    fn add(&mut self, tenant: &TenantRecord<'a>, name: String) {
        if let Some(organization) = &tenant.organization {
            let index = u32::try_from(self.tenants.len()).unwrap_or(u32::MAX);
            let of = self.by_organization.entry(organization.clone()).or_default();
            of.push((tenant.site.clone(), index));
        }
        self.tenants.push(Tenant {
            name,
            access: tenant.access,
            slots: tenant.slots,
            source_id: tenant.id.as_ref().map(ToString::to_string),
        });
    }

    /// The tenant that something belongs to, and whether that was told.
    pub fn find(
        &self,
        owner: &Owner<'a>,
        place: Place,
        context: &mut Context<'_>,
    ) -> (String, bool) {
        let given = context.options.tenant.clone();
        let (id, mapped, site) = match owner {
            Owner::Named(name) => return (name.to_string(), true),
            Owner::Organization { id, mapped, site } => (id, mapped.as_ref(), site.as_ref()),
            Owner::Unknown => {
                if let Some(name) = given {
                    return (name, true);
                }
                context.notes.guessed(place, "", Assumption::NoTenant);
                return (UNKNOWN_TENANT.into(), false);
            }
        };
        // A server of the provider's own runs jobs that are mapped to the company they are for.
        for id in [Some(id), mapped].into_iter().flatten() {
            if let Some(name) = self.tenant_of(id, site, place, context) {
                return (name.to_owned(), true);
            }
        }
        for id in [mapped, Some(id)].into_iter().flatten() {
            if let Some(name) = self.organizations.get(id) {
                return (name.to_string(), true);
            }
        }
        if let Some(name) = given {
            return (name, true);
        }
        context.notes.guessed(place, "organizationUid", Assumption::NoOrganization);
        (mapped.unwrap_or(id).to_string(), false)
    }

    fn tenant_of(
        &self,
        organization: &Text<'a>,
        site: Option<&Text<'a>>,
        place: Place,
        context: &mut Context<'_>,
    ) -> Option<&str> {
        let all = self.by_organization.get(organization)?;
        let mut here = all.iter().filter(|(of, _)| site.is_none() || of.as_ref() == site);
        let (first, next) = (here.next().or(all.first())?, here.next());
        if next.is_some() {
            context.notes.guessed(place, "organizationUid", Assumption::SeveralTenants);
        }
        Some(&self.tenants[first.1 as usize].name)
    }

    /// The tenants that were listed.
    pub fn into_facts(self) -> Vec<Tenant> {
        self.tenants
    }
}
