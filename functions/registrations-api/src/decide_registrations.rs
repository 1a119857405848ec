//! Answer many requests at once.

use auth::{ManageRegistrations, Org};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::registration::{By, Status};
use models::{EventId, Fault as _, Kind, Lines, RegistrationId};
use serde::{Deserialize, Serialize};
use sqlx::{Connection as _, PgConnection};
use utoipa::ToSchema;
use web::{OnceJson, Problem};

use crate::list_registrations::visible;

/// The answer, and to whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "event_id": "01999d3c-0000-7000-8000-000000000000", "decision": "approve",
    "registration_ids": ["01999d3c-0000-7000-8000-000000000001"]
}))]
pub(crate) struct DecideRegistrations {
    event_id: EventId,
    #[schema(min_items = 1, max_items = 200)]
    registration_ids: Vec<RegistrationId>,
    decision: Decision,
    /// Why they are declined, if one likes to say.
    reason: Option<Lines<1000>>,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RequestDecision)]
enum Decision {
    /// They get seats, in the order of the list.
    Approve,
    /// They get none.
    Decline,
}

/// What came of each, in the order of the list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Decided {
    rows: Vec<DecidedRow>,
}

/// What came of one request.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct DecidedRow {
    registration_id: RegistrationId,
    /// Where it is now; null if nothing was done.
    status: Option<Status>,
    /// Why nothing was done.
    code: Option<String>,
    detail: Option<String>,
}

/// Answer many requests at once. Each stands alone: those that fail stay as they are.
#[utoipa::path(post, path = "/api/v1/registrations/decide", tag = "registrations", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = DecideRegistrations,
    responses((status = 200, body = Decided), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn decide_registrations(
    org: Org<ManageRegistrations>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<DecideRegistrations>,
) -> web::Result<Json<Decided>> {
    if !(1..=200).contains(&body.registration_ids.len()) {
        let detail = "Answer 1 to 200 requests at a time.";
        return Err(Problem::field("/registration_ids", "out-of-range", detail));
    }
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Json(earlier));
    }
    visible(&mut tx, &org, body.event_id).await?;
    let reason = body.reason.map(String::from).filter(|reason| !reason.is_empty());
    let mut rows = Vec::with_capacity(body.registration_ids.len());
    for id in body.registration_ids {
        let wish = (body.decision, reason.as_deref());
        rows.push(one(&mut tx, (body.event_id, id), By::Organizer(org.user), wish, now).await?);
    }
    let answer = Decided { rows };
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(answer))
}

async fn one(
    conn: &mut PgConnection,
    (event, id): (EventId, RegistrationId),
    by: By,
    (decision, reason): (Decision, Option<&str>),
    now: DateTime<Utc>,
) -> web::Result<DecidedRow> {
    let mut savepoint = conn.begin().await?;
    let done = match (of_event(&mut savepoint, event, id).await?, decision) {
        (false, _) => Err(events::Error::NotFound.into()),
        (true, Decision::Approve) => sales::approve(&mut savepoint, id, by, now).await,
        (true, Decision::Decline) => sales::decline(&mut savepoint, id, by, reason, now).await,
    };
    match done {
        Ok(()) => {
            let status = sqlx::query_scalar!(
                r#"select status as "status: Status" from registrations where id = $1"#,
                id as _
            );
            let status = status.fetch_one(&mut *savepoint).await?;
            savepoint.commit().await?;
            Ok(DecidedRow { registration_id: id, status: Some(status), code: None, detail: None })
        }
        // Without a database nothing stands alone.
        Err(fault) if matches!(fault.kind(), Kind::Unavailable | Kind::Internal) => {
            Err(fault.into())
        }
        Err(refused) => {
            savepoint.rollback().await?;
            let (code, detail) = (Some(refused.code().to_owned()), Some(refused.to_string()));
            Ok(DecidedRow { registration_id: id, status: None, code, detail })
        }
    }
}

async fn of_event(
    conn: &mut PgConnection,
    event: EventId,
    id: RegistrationId,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from registrations where id = $1 and event_id = $2) as "known!""#,
        id as _,
        event as _
    )
    .fetch_one(conn)
    .await
}
