//! The addresses that search engines may read: public events and organizations.

use std::fmt::Write as _;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use web::{Cached, IfNoneMatch, Keep, Public};

use crate::origin::segment;

/// The addresses that search engines may read.
#[utoipa::path(get, path = "/api/v1/discovery/sitemap.xml", tag = "discovery",
    responses((status = 200, content_type = "application/xml", body = String), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_sitemap(
    _: Public,
    State(app): State<crate::State>,
    seen: IfNoneMatch,
) -> web::Result<Response> {
    // The protocol of sitemaps allows 50,000 addresses.
    let rows = sqlx::query!(
        r#"select 'events' as "kind!", l.slug as "slug!", e.updated_at as "updated_at!"
             from events e
             join event_slugs l on l.event_id = e.id and l.current
             join organizations o on o.id = e.organization_id and o.suspended_at is null and o.closing_at is null
                  and o.closed_at is null
            where e.visibility = 'public' and e.course_id is null and e.status in ('published', 'live', 'completed', 'closed')
           union all
           select 'organizations', g.slug, o.updated_at
             from organizations o join organization_slugs g on g.organization_id = o.id and g.current
            where o.public_at is not null and o.suspended_at is null and o.closing_at is null and o.closed_at is null
            order by 3 desc, 2 limit 50000"#
    )
    .fetch_all(&app.db)
    .await?;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for row in rows {
        // Writing to a string cannot fail; a segment holds nothing that XML would read.
        let address = app.origin.address(&format!("/{}/{}", row.kind, segment(&row.slug)));
        let _ = writeln!(
            xml,
            "<url><loc>{address}</loc><lastmod>{}</lastmod></url>",
            row.updated_at.to_rfc3339()
        );
    }
    xml.push_str("</urlset>\n");
    let answer = Cached {
        keep: Keep::Public,
        content_type: "application/xml",
        body: xml.into_bytes(),
        seen,
    };
    Ok(answer.into_response())
}
