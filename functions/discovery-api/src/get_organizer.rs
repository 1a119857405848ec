//! The public profile of an organization.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use models::OrgId;
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Cached, IfNoneMatch, Keep, Path, Problem, Public};

use crate::card::{Card, Row, card, cards};
use crate::opened::moved;

/// The public profile of an organization.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrganizerPage {
    name: String,
    slug: String,
    description: Option<String>,
    website: Option<String>,
    links: Vec<String>,
    country: Option<String>,
    logo_url: Option<String>,
    verified: bool,
    primary_color: Option<String>,
    /// At most 20, soonest first.
    upcoming: Vec<Card>,
    past_count: i64,
}

pub(crate) struct Organizer {
    pub(crate) id: OrgId,
    pub(crate) name: String,
    description: Option<String>,
    website: Option<String>,
    links: Vec<String>,
    country: Option<String>,
    logo_object: Option<String>,
    verified: bool,
    primary_color: Option<String>,
    pub(crate) slug: String,
    pub(crate) current: bool,
    past: i64,
}

/// The public organization of that slug, a former one too.
pub(crate) async fn find(
    conn: &mut PgConnection,
    slug: &str,
    now: DateTime<Utc>,
) -> web::Result<Organizer> {
    sqlx::query_as!(
        Organizer,
        r#"select o.id as "id: OrgId", o.name, o.description, o.website, o.links, o.country, o.logo_object,
                  o.verified_at is not null as "verified!", o.primary_color, c.slug, g.current,
                  (select count(*) from events e where e.organization_id = o.id and e.visibility = 'public' and e.course_id is null
                      and e.status in ('live', 'completed', 'closed') and e.ends_at <= $2) as "past!"
             from organization_slugs g
             join organizations o on o.id = g.organization_id
             join organization_slugs c on c.organization_id = o.id and c.current
            where g.slug = $1 and o.public_at is not null and o.suspended_at is null
              and o.closing_at is null and o.closed_at is null"#,
        slug,
        now
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(Problem::not_found)
}

/// Its public events that are still to come, soonest first.
pub(crate) async fn upcoming(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<Row>> {
    cards!(["and e.organization_id = $2 order by e.starts_at, e.id limit $3"], now, org as _, most)
        .fetch_all(conn)
        .await
}

/// The public profile of an organization; a former slug leads to the present one.
#[utoipa::path(get, path = "/api/v1/discovery/organizers/{slug}", tag = "discovery",
    params(("slug" = String, Path)),
    responses((status = 200, body = OrganizerPage), (status = 308, description = "A former slug"), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_organizer(
    _: Public,
    State(app): State<crate::State>,
    Path(slug): Path<String>,
    seen: IfNoneMatch,
) -> web::Result<Response> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let found = find(&mut conn, &slug, now).await?;
    if !found.current {
        return Ok(moved("/api/v1/discovery/organizers", &found.slug, "", &[]));
    }
    let rows = upcoming(&mut conn, found.id, now, 20).await?;
    let page = OrganizerPage {
        name: found.name,
        slug: found.slug,
        description: found.description,
        website: found.website,
        links: found.links,
        country: found.country,
        logo_url: found.logo_object.map(|name| app.objects.public_url(&name)),
        verified: found.verified,
        primary_color: found.primary_color,
        upcoming: rows.into_iter().map(|row| card(row, &app.objects, now)).collect(),
        past_count: found.past,
    };
    Ok(Cached::json(Keep::Public, &page, seen)?.into_response())
}
