//! The organization that one acts for.

use accounts::closing;
use accounts::organization::{self, Kind};
use auth::{Org, ViewOrganization};
use axum::extract::State;
use chrono::{DateTime, Utc};
use cloud::Objects;
use models::{OrgId, TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Tagged;

/// An organization, as its members see it.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = Organization)]
pub(crate) struct OrganizationOut {
    id: OrgId,
    kind: Kind,
    name: String,
    slug: String,
    description: Option<String>,
    website: Option<String>,
    links: Vec<String>,
    contact_address: Option<String>,
    contact_phone: Option<String>,
    country: Option<String>,
    time_zone: TimeZone,
    locale: String,
    logo_url: Option<String>,
    primary_color: Option<String>,
    accent_color: Option<String>,
    certificate_prefix: String,
    public: bool,
    verified: bool,
    onboarding_completed: bool,
    /// It closes, can only be looked at, and is gone then.
    closes_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    version: i32,
}

impl OrganizationOut {
    pub(crate) fn of(organization: organization::Organization, objects: &Objects) -> Self {
        let o = organization;
        Self {
            id: o.id,
            kind: o.kind,
            name: o.name,
            slug: o.slug,
            description: o.description,
            website: o.website,
            links: o.links,
            contact_address: o.contact_address,
            contact_phone: o.contact_phone,
            country: o.country,
            time_zone: o.time_zone,
            locale: o.locale,
            logo_url: o.logo_object.map(|name| objects.public_url(&name)),
            primary_color: o.primary_color,
            accent_color: o.accent_color,
            certificate_prefix: o.certificate_prefix,
            public: o.public_at.is_some(),
            verified: o.verified_at.is_some(),
            onboarding_completed: o.onboarding_completed_at.is_some(),
            closes_at: o.closing_at.map(closing::closes_at),
            created_at: o.created_at,
            version: o.version,
        }
    }

    pub(crate) fn tagged(self) -> Tagged<Self> {
        Tagged { version: self.version, body: self }
    }
}

/// The organization that one acts for.
#[utoipa::path(get, path = "/api/v1/organizations/current", tag = "organizations", security(("bearer" = [])),
    responses((status = 200, body = OrganizationOut)))]
pub(crate) async fn get_organization(
    org: Org<ViewOrganization>,
    State(app): State<crate::State>,
) -> web::Result<Tagged<OrganizationOut>> {
    let organization = organization::get(&mut *app.db.acquire().await?, org.id).await?;
    Ok(OrganizationOut::of(organization, &app.objects).tagged())
}
