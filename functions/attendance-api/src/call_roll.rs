//! The organizer calls the roll of a session.

use auth::{ManageAttendance, Org};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::presence::engine::Change;
use events::presence::load::Room;
use events::presence::spans::Span;
use events::presence::{self, Correction, Error};
use models::{EventId, RegistrationId, SessionId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{OnceJson, Problem};

use crate::people::{people, room};
use crate::person::PersonPresence;
use crate::recount::recount;

/// The longest stay that is kept, in seconds.
const LONGEST: i64 = 24 * 60 * 60;

/// The roll.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"session_id": "0199a0c6-0000-7000-8000-000000000001", "marks": [{"registration_id": "0199a0c6-0000-7000-8000-000000000002", "mark": "present"}]}))]
pub(crate) struct Roll {
    session_id: SessionId,
    /// 1 to 500.
    marks: Vec<RollMark>,
    /// From when people were there; the session's start without it.
    from: Option<DateTime<Utc>>,
    /// Until when; the session's end without it.
    to: Option<DateTime<Utc>>,
}

/// One person.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RollMark {
    registration_id: RegistrationId,
    mark: Mark,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RollMarkKind)]
enum Mark {
    /// Was there.
    Present,
    /// Was not; takes back a former `present`.
    Absent,
    /// Need not have been.
    Excused,
}

/// The people of the roll, as they stand then.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Called {
    people: Vec<PersonPresence>,
}

/// Call the roll.
#[utoipa::path(post, path = "/api/v1/attendance/roll-call", tag = "attendance", request_body = Roll,
    params(("Idempotency-Key" = String, Header)), security(("bearer" = [])),
    responses((status = 200, body = Called), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn call_roll(
    org: Org<ManageAttendance>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<Roll>,
) -> web::Result<Json<Called>> {
    let now = app.clock.now();
    if !(1..=500).contains(&body.marks.len()) {
        return Err(Problem::field("/marks", "invalid-length", "Between 1 and 500 people."));
    }
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    let event = event_of(&mut tx, &org, body.session_id).await?.ok_or_else(Problem::not_found)?;
    let room = room(&mut tx, &org, event).await?;
    let ids: Vec<RegistrationId> = body.marks.iter().map(|mark| mark.registration_id).collect();
    if db::idempotency::claim::<bool>(&mut tx, &owner, &once).await?.is_none() {
        check(&mut tx, &room, &ids).await?;
        let span = span(&room, &body)?;
        for mark in &body.marks {
            write(&mut tx, &room, (body.session_id, span), *mark, org.user, now).await?;
        }
        recount(&mut tx, (org.id, event), Some(&ids), now).await?;
        db::idempotency::keep(&mut tx, &owner, &once, &true, now).await?;
    }
    let people = people(&mut tx, &room, &ids, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(Called { people }))
}

async fn event_of(
    conn: &mut PgConnection,
    org: &Org<ManageAttendance>,
    session: SessionId,
) -> sqlx::Result<Option<EventId>> {
    sqlx::query_scalar!(
        r#"select event_id as "id: EventId" from sessions where id = $1 and organization_id = $2 and cancelled_at is null"#,
        session as _,
        org.id as _
    )
    .fetch_optional(conn)
    .await
}

/// All of them confirmed people of this event, which is open.
async fn check(conn: &mut PgConnection, room: &Room, ids: &[RegistrationId]) -> Result<(), Error> {
    if !room.is_open() {
        return Err(Error::EventClosed);
    }
    let row = sqlx::query!(
        r#"select count(*) filter (where event_id = $2) as "here!", count(*) filter (where status = 'confirmed' and not unnamed) as "confirmed!"
             from registrations where id = any ($1)"#,
        ids as _,
        room.event as _
    )
    .fetch_one(conn)
    .await?;
    let mut distinct = ids.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let all = i64::try_from(distinct.len()).unwrap_or(i64::MAX);
    match (row.here == all, row.confirmed == all) {
        (false, _) => Err(Error::OtherEvent),
        (_, false) => Err(Error::NotConfirmed),
        _ => Ok(()),
    }
}

fn span(room: &Room, body: &Roll) -> Result<Span, Error> {
    let session = room.sessions.iter().find(|planned| planned.rules.id == body.session_id);
    let window = session.ok_or(Error::OtherEvent)?.rules.window;
    let or = |moment: Option<DateTime<Utc>>, edge| moment.map_or(edge, |at| at.timestamp());
    let span = Span::new(or(body.from, window.from), or(body.to, window.to));
    if span.is_empty() || !span.meets(window) {
        return Err(Error::OutsideWindow);
    }
    // A stay lasts a day at most. Time outside the window never counts (PR-4), so a longer one loses
    // nothing.
    Ok(if span.to - span.from > LONGEST { span.within(window) } else { span })
}

async fn write(
    conn: &mut PgConnection,
    room: &Room,
    (session, span): (SessionId, Span),
    mark: RollMark,
    actor: UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let registration = mark.registration_id;
    let change = match mark.mark {
        Mark::Present => {
            return presence::call_present(conn, room, registration, (session, span), actor, now)
                .await;
        }
        Mark::Excused => vec![Change::Excuse],
        Mark::Absent => {
            let marks = presence::marks(&mut *conn, registration, session).await?;
            marks.into_iter().map(Change::Void).collect()
        }
    };
    for change in change {
        let reason = "Roll-call".to_owned();
        let correction = Correction { registration, session: Some(session), change, reason };
        presence::correct(&mut *conn, room, &correction, actor, now).await?;
    }
    Ok(())
}
