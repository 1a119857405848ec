//! An organization that shows itself.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::json;
use sqlx::PgConnection;
use web::{Path, Public};

use crate::State as App;
use crate::head::{Head, shortened};
use crate::show_event_page::absolute;
use crate::show_general_page::nothing;

struct Organization {
    slug: String,
    name: String,
    description: Option<String>,
    website: Option<String>,
    logo: Option<String>,
}

/// The page of an organization. A former address leads to the present one (OR-11).
#[utoipa::path(get, path = "/organizations/{slug}", tag = "pages",
    params(("slug" = String, Path, description = "The organization's address")),
    responses(
        (status = 200, content_type = "text/html", body = String),
        (status = 308, description = "Its present address"),
        (status = 404, content_type = "text/html", body = String),
    ))]
pub(crate) async fn show_organization_page(
    _: Public,
    State(app): State<App>,
    Path(slug): Path<String>,
) -> web::Result<Response> {
    let found = find(&mut *app.db.acquire().await?, &slug).await?;
    match found {
        Some(found) if found.slug != slug => {
            Ok(Redirect::permanent(&format!("/organizations/{}", found.slug)).into_response())
        }
        Some(found) => Ok(app.shell.page(&found.head(&app), StatusCode::OK).await?),
        None => nothing(&app, &format!("/organizations/{slug}")).await,
    }
}

async fn find(conn: &mut PgConnection, slug: &str) -> sqlx::Result<Option<Organization>> {
    sqlx::query_as!(
        Organization,
        "select present.slug, o.name, o.description, o.website, o.logo_object as logo
           from organization_slugs asked
           join organizations o on o.id = asked.organization_id
           join organization_slugs present on present.organization_id = o.id and present.current
          where asked.slug = $1 and o.public_at is not null and o.closing_at is null and o.closed_at is null
            and o.suspended_at is null",
        slug
    )
    .fetch_optional(conn)
    .await
}

impl Organization {
    fn head(&self, app: &App) -> Head {
        let origin = &app.shell.origin;
        let logo = self.logo.as_deref().map(|name| absolute(origin, app.objects.public_url(name)));
        let about = self.description.as_deref().map(shortened);
        let path = format!("/organizations/{}", self.slug);
        let facts = json!({
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": self.name,
            "description": self.description,
            "url": format!("{origin}{path}"),
            "sameAs": self.website,
            "logo": logo,
        });
        Head {
            title: self.name.clone(),
            description: about.unwrap_or_else(|| format!("Events by {}.", self.name)),
            path,
            image: logo,
            index: true,
            facts: Some(facts),
        }
    }
}
