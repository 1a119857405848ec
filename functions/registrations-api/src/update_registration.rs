//! Correct names and answers, or take part in another way.

use auth::ManageRegistrations;
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::registration::{By, Correction, Mode, NameShown, Switch};
use models::{Line, RegistrationId, SessionId, TicketTypeId};
use outreach::Change;
use outreach::registrations::Told;
use serde::Deserialize;
use serde_json::{Map, Value};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{IfMatch, Path, Tagged, ValidJson};

use crate::caller::HolderOr;
use crate::shown::{ShownRegistration, shown};

/// What is to be different; absent parts stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"full_name": "Ana Maria Kos"}))]
#[expect(clippy::option_option, reason = "absent, null and a value are three wishes")]
pub(crate) struct UpdateRegistration {
    #[serde(default, deserialize_with = "web::not_null")]
    full_name: Option<Line<1, 200>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    professional_title: Option<Option<Line<0, 100>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    organization_name: Option<Option<Line<0, 200>>>,
    #[serde(default, deserialize_with = "web::not_null")]
    name_shown: Option<NameShown>,
    /// Replaces the answers to the questions that it names.
    #[schema(value_type = Option<std::collections::BTreeMap<String, Value>>)]
    answers: Option<Map<String, Value>>,
    /// How to take part. It needs a free seat.
    #[serde(default, deserialize_with = "web::not_null")]
    mode: Option<Mode>,
    /// Another ticket of the same price.
    #[serde(default, deserialize_with = "web::not_null")]
    ticket_type_id: Option<TicketTypeId>,
    /// Optional or parallel sessions, in place of those before.
    #[serde(default, deserialize_with = "web::not_null")]
    session_ids: Option<Vec<SessionId>>,
}

/// Correct names and answers, or take part in another way. A switch needs a free seat and an equal
/// price; what becomes free goes to those who wait.
#[utoipa::path(patch, path = "/api/v1/registrations/{registration_id}", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    request_body = UpdateRegistration,
    responses((status = 200, body = ShownRegistration), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn update_registration(
    caller: HolderOr<ManageRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
    IfMatch(version): IfMatch,
    ValidJson(body): ValidJson<UpdateRegistration>,
) -> web::Result<Tagged<ShownRegistration>> {
    let now = app.clock.now();
    let text = |text: Option<String>| text.filter(|text| !text.is_empty());
    let correction = Correction {
        full_name: body.full_name.map(String::from),
        professional_title: body.professional_title.map(|t| text(t.map(String::from))),
        organization_name: body.organization_name.map(|t| text(t.map(String::from))),
        name_shown: body.name_shown,
        answers: body.answers,
    };
    let wish =
        Switch { mode: body.mode, ticket_type: body.ticket_type_id, sessions: body.session_ids };
    let mut tx = db::begin(&app.db).await?;
    let by = caller.on(&mut tx, id).await?;
    let switched = switch(&mut tx, (id, version), by, &wish, now).await?;
    if wish.is_empty() || !correction.is_empty() {
        let version = version + i32::from(switched);
        events::registration::correct(&mut tx, id, version, by, &correction, now).await?;
    }
    let answer = shown(&mut tx, id, by, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}

/// Whether something is different now; then the person is told, and so is who got the old seat.
async fn switch(
    conn: &mut PgConnection,
    (id, version): (RegistrationId, i32),
    by: By,
    wish: &Switch,
    now: DateTime<Utc>,
) -> web::Result<bool> {
    if wish.is_empty() {
        return Ok(false);
    }
    let switched = events::registration::switch(conn, (id, version), by, wish, now).await?;
    sales::ended(conn, &switched.moves, None, now).await?;
    let change = |change: events::event::Change| Change {
        field: change.field,
        from: change.from,
        to: change.to,
    };
    let changes: Vec<Change> = switched.changes.into_iter().map(change).collect();
    let differs = !changes.is_empty();
    if differs {
        outreach::registrations::tell(conn, &[id], &Told::Changed { changes }, now).await?;
    }
    Ok(differs)
}
