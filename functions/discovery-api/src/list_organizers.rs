//! Public organizations.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use cloud::Objects;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Cached, IfNoneMatch, Keep, PageOf, Paged, Problem, Public, Query};

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Named {
    /// Part of the name.
    q: Option<String>,
}

/// An organization in the directory.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedOrganizer {
    name: String,
    slug: String,
    description: Option<String>,
    logo_url: Option<String>,
    verified: bool,
    /// Public events still to come.
    upcoming: i64,
}

struct Row {
    name: String,
    slug: String,
    description: Option<String>,
    logo_object: Option<String>,
    verified: bool,
    upcoming: i64,
}

/// Public organizations, by name.
#[utoipa::path(get, path = "/api/v1/discovery/organizers", tag = "discovery",
    params(Named, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<ListedOrganizer>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_organizers(
    _: Public,
    State(app): State<crate::State>,
    Query(wanted): Query<Named>,
    page: PageOf<(String, String)>,
    seen: IfNoneMatch,
) -> web::Result<Response> {
    let q = wanted.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
    if q.is_some_and(|q| q.chars().count() > 100 || q.contains('\0')) {
        return Err(Problem::field("/q", "out-of-range", "Search for at most 100 characters."));
    }
    let like =
        q.map(|q| format!("%{}%", q.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")));
    let (name, slug) = page.page.after.clone().unzip();
    let rows = sqlx::query_as!(
        Row,
        r#"select o.name, g.slug, o.description, o.logo_object, o.verified_at is not null as "verified!",
                  (select count(*) from events e where e.organization_id = o.id and e.visibility = 'public' and e.course_id is null
                      and e.status in ('published', 'live') and e.ends_at > $1) as "upcoming!"
             from organizations o
             join organization_slugs g on g.organization_id = o.id and g.current
            where o.public_at is not null and o.suspended_at is null and o.closing_at is null and o.closed_at is null
              and ($2::text is null or folded(o.name) like folded($2))
              and ($3::text is null or (o.name, g.slug) > ($3, $4))
            order by o.name, g.slug limit $5"#,
        app.clock.now(),
        like,
        name,
        slug,
        page.page.limit + 1
    )
    .fetch_all(&app.db)
    .await?;
    let found =
        page.of(rows, |row| (row.name.clone(), row.slug.clone()), |row| shown(row, &app.objects));
    Ok(Cached::json(Keep::Public, &found, seen)?.into_response())
}

fn shown(row: Row, objects: &Objects) -> ListedOrganizer {
    let Row { name, slug, description, logo_object, verified, upcoming } = row;
    let logo_url = logo_object.map(|name| objects.public_url(&name));
    ListedOrganizer { name, slug, description, logo_url, verified, upcoming }
}
