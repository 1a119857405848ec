//! An event for search engines: schema.org (EV-20).

use auth::Anyone;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use events::event::{Format, Status};
use events::local_time::in_zone;
use serde_json::{Value, json};
use web::{Cached, IfNoneMatch, Path, Problem, Query};

use crate::availability::Availability;
use crate::opened::{Key, Opened, moved, open};
use crate::page_parts::{Brought, Parts, read};
use crate::tickets::OfferedTicket;

/// An event for search engines.
#[utoipa::path(get, path = "/api/v1/discovery/events/{slug}/schema.json", tag = "discovery",
    params(("slug" = String, Path), Key),
    responses((status = 200, content_type = "application/ld+json", body = Value), (status = 308, description = "A former slug"), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_event_schema(
    Anyone(user): Anyone,
    State(app): State<crate::State>,
    Path(slug): Path<String>,
    Query(key): Query<Key>,
    seen: IfNoneMatch,
) -> web::Result<Response> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let (id, keep) = match open(&mut conn, &app, &slug, &key, user.as_ref()).await? {
        Opened::Moved(present) => {
            return Ok(moved(
                "/api/v1/discovery/events",
                &present,
                "/schema.json",
                &[("key", key.key.as_deref())],
            ));
        }
        Opened::Event { id, keep } => (id, keep),
    };
    let parts = read(&mut conn, id, Brought::default(), now).await?;
    let body = serde_json::to_vec(&schema(&parts, &app, now)).map_err(|_| Problem::not_found())?;
    Ok(Cached { keep, content_type: "application/ld+json", body, seen }.into_response())
}

fn schema(parts: &Parts, app: &crate::State, now: DateTime<Utc>) -> Value {
    let page = app.origin.event(&parts.slug);
    let attendance = match parts.format {
        Format::Online => "OnlineEventAttendanceMode",
        Format::InPerson => "OfflineEventAttendanceMode",
        Format::Hybrid => "MixedEventAttendanceMode",
    };
    let status = match parts.status {
        Status::Cancelled => "EventCancelled",
        _ if parts.sequence > 0 => "EventRescheduled",
        _ => "EventScheduled",
    };
    let term = |name: &str| format!("https://schema.org/{name}");
    let performers: Vec<Value> =
        parts.speakers.0.iter().map(|s| json!({"@type": "Person", "name": s.name})).collect();
    let image =
        parts.large_object.as_deref().map(|name| app.origin.address(&app.objects.public_url(name)));
    json!({
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": parts.title,
        "description": parts.summary,
        "url": page,
        "image": image,
        "startDate": in_zone(parts.starts_at, parts.time_zone),
        "endDate": in_zone(parts.ends_at, parts.time_zone),
        "eventAttendanceMode": term(attendance),
        "eventStatus": term(status),
        "location": locations(parts, &page),
        "inLanguage": parts.languages,
        "performer": performers,
        "organizer": {
            "@type": "Organization",
            "name": parts.organizer,
            "url": parts.organizer_slug.as_deref().map(|slug| app.origin.address(&format!("/organizations/{slug}"))),
        },
        "offers": parts.offered(now).iter().map(|ticket| offer(ticket, &page)).collect::<Vec<_>>(),
    })
}

/// A ticket as what one pays in all for it.
fn offer(ticket: &OfferedTicket, page: &str) -> Value {
    let availability = match ticket.availability {
        Availability::Open | Availability::FewLeft => "InStock",
        Availability::Waitlist => "BackOrder",
        Availability::SoldOut | Availability::Closed => "SoldOut",
    };
    let sum = ticket.buyer_pays.map(|sum| sum.to_string());
    // What is free is so in every currency.
    let (price, currency) =
        sum.as_deref().and_then(|sum| sum.split_once(' ')).unwrap_or(("0", "EUR"));
    json!({
        "@type": "Offer", "name": ticket.name, "price": price, "priceCurrency": currency, "url": page,
        "availability": format!("https://schema.org/{availability}"), "validFrom": ticket.opens_at,
    })
}

/// The virtual place is the page: the join address is nobody's but the registered people's.
fn locations(parts: &Parts, page: &str) -> Vec<Value> {
    let online = json!({"@type": "VirtualLocation", "url": page});
    let address = json!({"@type": "PostalAddress", "streetAddress": parts.venue_address, "addressCountry": parts.country});
    let place = json!({"@type": "Place", "name": parts.venue_name, "address": address});
    match parts.format {
        Format::Online => vec![online],
        Format::InPerson => vec![place],
        Format::Hybrid => vec![place, online],
    }
}
