//! An event, as a messenger or a search engine tells of it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use models::{EventId, TimeZone};
use serde_json::{Value, json};
use sqlx::PgConnection;
use web::{Path, Public};

use crate::State as App;
use crate::head::{Head, shortened};
use crate::offers::offers;
use crate::show_general_page::nothing;

struct Event {
    id: EventId,
    slug: String,
    title: String,
    summary: Option<String>,
    format: String,
    status: String,
    visibility: String,
    time_zone: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    venue_name: Option<String>,
    venue_address: Option<String>,
    country: Option<String>,
    organizer: String,
    image: Option<String>,
}

/// The page of an event. A former address leads to the present one.
#[utoipa::path(get, path = "/events/{slug}", tag = "pages",
    params(("slug" = String, Path, description = "The event's address")),
    responses(
        (status = 200, content_type = "text/html", body = String),
        (status = 308, description = "Its present address"),
        (status = 404, content_type = "text/html", body = String),
    ))]
pub(crate) async fn show_event_page(
    _: Public,
    State(app): State<App>,
    Path(slug): Path<String>,
) -> web::Result<Response> {
    let mut conn = app.db.acquire().await?;
    let event = find(&mut conn, &slug).await?;
    let path = format!("/events/{slug}");
    match event {
        // A private event is opened with a key, which only the app knows how to use: to a stranger
        // it is not there, under no address.
        Some(event) if event.visibility == "private" => nothing(&app, &path).await,
        Some(event) if event.slug != slug => {
            Ok(Redirect::permanent(&format!("/events/{}", event.slug)).into_response())
        }
        Some(event) => {
            let url = format!("{}/events/{}", app.shell.origin, event.slug);
            let offers = match event.status.as_str() {
                "published" | "live" => offers(&mut conn, event.id, &url, app.clock.now()).await?,
                _ => Vec::new(),
            };
            drop(conn);
            Ok(app.shell.page(&event.head(&app, &offers), StatusCode::OK).await?)
        }
        None => nothing(&app, &path).await,
    }
}

async fn find(conn: &mut PgConnection, slug: &str) -> sqlx::Result<Option<Event>> {
    sqlx::query_as!(
        Event,
        "select e.id as \"id: EventId\", present.slug, e.title, e.summary, e.format, e.status, e.visibility, e.time_zone,
                e.starts_at, e.ends_at, e.venue_name, e.venue_address, e.country,
                o.name as organizer, i.large_object as \"image?\"
           from event_slugs asked
           join events e on e.id = asked.event_id
           join event_slugs present on present.event_id = e.id and present.current
           join organizations o on o.id = e.organization_id
           left join event_images i on i.event_id = e.id
          where asked.slug = $1 and e.status <> 'draft' and o.closed_at is null",
        slug
    )
    .fetch_optional(conn)
    .await
}

impl Event {
    fn head(&self, app: &App, offers: &[Value]) -> Head {
        let origin = &app.shell.origin;
        let image =
            self.image.as_deref().map(|name| absolute(origin, app.objects.public_url(name)));
        let day = self.local(self.starts_at, "%-d %B %Y, %H:%M");
        let summary = self.summary.as_deref().map(shortened);
        let about = summary.unwrap_or_else(|| format!("An event by {}.", self.organizer));
        Head {
            title: self.title.clone(),
            description: format!("{day} ({}) – {about}", self.time_zone),
            path: format!("/events/{}", self.slug),
            facts: Some(self.facts(origin, image.as_deref(), offers)),
            image,
            index: self.visibility == "public",
        }
    }

    /// <https://schema.org/Event>
    fn facts(&self, origin: &str, image: Option<&str>, offers: &[Value]) -> Value {
        let mode = match self.format.as_str() {
            "online" => "OnlineEventAttendanceMode",
            "in_person" => "OfflineEventAttendanceMode",
            _ => "MixedEventAttendanceMode",
        };
        let status = if self.status == "cancelled" { "EventCancelled" } else { "EventScheduled" };
        let url = format!("{origin}/events/{}", self.slug);
        let place = json!({
            "@type": "Place",
            "name": self.venue_name,
            "address": { "@type": "PostalAddress", "streetAddress": self.venue_address,
                         "addressCountry": self.country },
        });
        // The address of the meeting itself is in no public answer (EV-18).
        let online = json!({ "@type": "VirtualLocation", "url": url });
        let location = match self.format.as_str() {
            "online" => json!([online]),
            "in_person" => json!([place]),
            _ => json!([place, online]),
        };
        json!({
            "@context": "https://schema.org",
            "@type": "EducationEvent",
            "name": self.title,
            "description": self.summary,
            "url": url,
            "image": image,
            "startDate": self.iso(self.starts_at),
            "endDate": self.iso(self.ends_at),
            "eventStatus": format!("https://schema.org/{status}"),
            "eventAttendanceMode": format!("https://schema.org/{mode}"),
            "location": location,
            "organizer": { "@type": "Organization", "name": self.organizer },
            "offers": offers,
        })
    }

    fn zone(&self) -> TimeZone {
        self.time_zone.parse().unwrap_or(TimeZone::UTC)
    }

    fn local(&self, at: DateTime<Utc>, format: &str) -> String {
        at.with_timezone(&self.zone()).format(format).to_string()
    }

    fn iso(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone()).to_rfc3339_opts(SecondsFormat::Secs, false)
    }
}

/// Files of the stand-in have addresses without a host.
pub(crate) fn absolute(origin: &str, url: String) -> String {
    if url.starts_with('/') { format!("{origin}{url}") } else { url }
}
