//! Move an event to another time, on purpose: people hear of it at once, and may be offered their
//! money back (EV-12).

use auth::{ManageEvents, Org};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::ETAG;
use chrono::{DateTime, Utc};
use events::event::{Change, Edit, Moved};
use events::local_time::{LocalTime, UtcOffset, zone};
use models::{EventId, Lines};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{IfMatch, Path, Query, ValidJson};

use crate::shown::{Shown, read};
use crate::update_event::Preview;

/// When it is now, and what people are told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"local_start": "2026-12-08T14:00", "offer_refund": true, "message": "The hall was flooded."}))]
pub(crate) struct RescheduleEvent {
    /// The programme moves along.
    local_start: LocalTime,
    /// With one session only; it lasts as long as before, if absent.
    #[serde(default, deserialize_with = "web::not_null")]
    local_end: Option<LocalTime>,
    #[serde(default, deserialize_with = "web::not_null")]
    time_zone: Option<String>,
    utc_offset: Option<UtcOffset>,
    /// Stands in the mail.
    message: Option<Lines<2000>>,
    /// Whoever has booked may cancel until the new start and gets everything back.
    #[serde(default)]
    offer_refund: bool,
}

/// The event, and what the move means for people.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RescheduledEvent {
    event: Shown,
    changes: Vec<Change>,
    people_to_tell: i64,
    /// How many of them paid.
    people_who_paid: i64,
    /// Until when they may cancel for all of their money.
    refund_until: Option<DateTime<Utc>>,
}

/// Move an event to another time, or see what that would mean. Registrations stay.
#[utoipa::path(post, path = "/api/v1/events/{event_id}/reschedule", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path), Preview, ("If-Match" = String, Header, description = "The ETag that was seen")),
    request_body = RescheduleEvent,
    responses((status = 200, body = RescheduledEvent), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn reschedule_event(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    Query(Preview { preview }): Query<Preview>,
    IfMatch(version): IfMatch,
    ValidJson(body): ValidJson<RescheduleEvent>,
) -> web::Result<([(HeaderName, String); 1], Json<RescheduledEvent>)> {
    let now = app.clock.now();
    let edit = body.edit()?;
    let mut tx = db::begin(&app.db).await?;
    let edited = events::event::edit(&mut tx, org.id, id, version, &edit, now).await?;
    let event = read(&mut tx, &app, org.id, id).await?.body;
    let version = event.version;
    let means = means(&mut tx, id, now).await?;
    let answer = RescheduledEvent {
        event,
        changes: edited.changes,
        people_to_tell: edited.people_to_tell,
        people_who_paid: means.who_paid,
        refund_until: means.refund_until,
    };
    if preview {
        tx.rollback().await?;
    } else {
        tx.commit().await?;
        app.tasks.flush(&app.db).await;
    }
    Ok(([(ETAG, format!("\"{version}\""))], Json(answer)))
}

impl RescheduleEvent {
    fn edit(self) -> web::Result<Edit> {
        let message = self.message.map(String::from).filter(|message| !message.is_empty());
        Ok(Edit {
            local_start: Some(self.local_start),
            local_end: self.local_end,
            time_zone: self.time_zone.as_deref().map(zone).transpose()?,
            utc_offset: self.utc_offset,
            moved: Some(Moved { message, offer_refund: self.offer_refund }),
            ..Edit::default()
        })
    }
}

/// What the move means for who paid.
struct Means {
    who_paid: i64,
    /// As the row says: a move that tells nobody offers nothing.
    refund_until: Option<DateTime<Utc>>,
}

async fn means(conn: &mut PgConnection, event: EventId, now: DateTime<Utc>) -> sqlx::Result<Means> {
    sqlx::query_as!(
        Means,
        r#"select (select count(*) from registrations r
                    where r.event_id = e.id and r.status = 'confirmed'
                      and exists (select from payment_items i join payments p on p.id = i.payment_id
                                   where i.registration_id = r.id and i.closed_at is null and p.status = 'paid' and i.total_minor > 0)) as "who_paid!",
                  case when e.refund_offered_at is not null and e.starts_at > $2 then e.starts_at end as refund_until
             from events e where e.id = $1"#,
        event as _,
        now
    )
    .fetch_one(conn)
    .await
}
