//! An event for calendars (EV-21). Without a join address: the feed is public.

use auth::Anyone;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use events::event::{Format, Status};
use outreach::calendar::{Entry, Method, uid, write};
use web::{Cached, IfNoneMatch, Path, Query};

use crate::opened::{Key, Opened, moved, open};
use crate::page_parts::{Brought, Parts, read};

/// An event for calendars.
#[utoipa::path(get, path = "/api/v1/discovery/events/{slug}/calendar.ics", tag = "discovery",
    params(("slug" = String, Path), Key),
    responses((status = 200, content_type = "text/calendar", body = String), (status = 308, description = "A former slug"), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_event_calendar(
    Anyone(user): Anyone,
    State(app): State<crate::State>,
    Path(slug): Path<String>,
    Query(key): Query<Key>,
    seen: IfNoneMatch,
) -> web::Result<Response> {
    let mut conn = app.db.acquire().await?;
    let (id, keep) = match open(&mut conn, &app, &slug, &key, user.as_ref()).await? {
        Opened::Moved(present) => {
            return Ok(moved(
                "/api/v1/discovery/events",
                &present,
                "/calendar.ics",
                &[("key", key.key.as_deref())],
            ));
        }
        Opened::Event { id, keep } => (id, keep),
    };
    let parts = read(&mut conn, id, Brought::default(), app.clock.now()).await?;
    let method = Method::Publish { name: parts.title.clone() };
    let body = write(&method, &entries(&parts, &app)).into_bytes();
    Ok(Cached { keep, content_type: "text/calendar; charset=utf-8", body, seen }.into_response())
}

/// One entry for each session; a single session is the event.
fn entries(parts: &Parts, app: &crate::State) -> Vec<Entry> {
    let many = parts.sessions.0.len() > 1;
    let place = [parts.venue_name.as_deref(), parts.venue_address.as_deref()];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    let location = (parts.format != Format::Online && !place.is_empty()).then(|| place.join(", "));
    let entry = |session: &crate::page_parts::SessionPart| Entry {
        uid: uid(parts.id, many.then_some(session.id), app.origin.host()),
        sequence: parts.sequence,
        stamp: parts.updated_at,
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        time_zone: parts.time_zone,
        summary: if many {
            format!("{}: {}", parts.title, session.title)
        } else {
            parts.title.clone()
        },
        description: parts.summary.clone(),
        location: location.clone(),
        url: Some(app.origin.event(&parts.slug)),
        cancelled: session.cancelled || parts.status == Status::Cancelled,
        organizer: None,
        attendee: None,
    };
    parts.sessions.0.iter().map(entry).collect()
}
