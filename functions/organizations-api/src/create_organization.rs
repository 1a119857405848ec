//! Make an organization: the caller owns it.

use accounts::organization::{self, Kind, NewOrganization};
use auth::User;
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::{CountryCode, Line, TimeZone};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::get_organization::OrganizationOut;

/// A new organization.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "team", "name": "Wound Care Society"}))]
pub(crate) struct NewOrganizationIn {
    kind: Kind,
    name: Line<2, 120>,
    /// ISO 3166-1 alpha-2.
    country: Option<CountryCode>,
    /// Absent: the caller's own.
    time_zone: Option<TimeZone>,
}

/// Make an organization.
#[utoipa::path(post, path = "/api/v1/organizations", tag = "organizations", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")),
    request_body = NewOrganizationIn,
    responses((status = 201, body = OrganizationOut), (status = 409, body = web::ProblemBody),
        (status = 422, body = web::ProblemBody)))]
pub(crate) async fn create_organization(
    user: User,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<NewOrganizationIn>,
) -> web::Result<Created<OrganizationOut>> {
    let (now, owner) = (app.clock.now(), user.id.to_string());
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let new = NewOrganization {
        kind: body.kind,
        name: body.name.into(),
        country: body.country.map(String::from),
        time_zone: body.time_zone.unwrap_or(user.time_zone),
        locale: user.locale,
    };
    let id = organization::create(&mut tx, user.id, new, now).await?;
    billing::subscription::open(&mut tx, id, now).await?;
    let entry =
        Entry::new(Some(id), Actor::User(user.id), "organization.created", "organization", id);
    audit::write(&mut tx, entry, now).await?;
    let answer = OrganizationOut::of(organization::get(&mut tx, id).await?, &app.objects);
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}
