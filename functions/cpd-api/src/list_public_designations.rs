//! What the public page of an event may say of its credit.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use credentials::designation::{self, PublicDesignation, Status};
use credentials::offering::last_day;
use credentials::wording;
use models::{Credits, EventId, TimeZone};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Public};

/// Credit as it may be named now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicDesignation)]
pub(crate) struct NamedCredit {
    credit_type: String,
    body: String,
    unit: String,
    max_credits: Credits,
    max_credits_text: String,
    session: Option<String>,
    status: Status,
    sentence: Option<String>,
}

impl From<PublicDesignation> for NamedCredit {
    fn from(of: PublicDesignation) -> Self {
        Self {
            credit_type: of.credit_type,
            body: of.body,
            unit: of.unit,
            max_credits: of.max_credits,
            max_credits_text: wording::amount(of.max_credits),
            session: of.session,
            status: of.status,
            sentence: of.sentence,
        }
    }
}

/// All of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NamedCredits {
    data: Vec<NamedCredit>,
}

/// Approved credit and credit applied for; nothing that was denied or has ended.
#[utoipa::path(get, path = "/api/v1/cpd/designations/public/{event_id}", tag = "credit rules",
    params(("event_id" = inline(EventId), Path)),
    responses((status = 200, body = NamedCredits), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_public_designations(
    _: Public,
    State(app): State<crate::State>,
    Path(event): Path<EventId>,
) -> web::Result<Json<NamedCredits>> {
    let mut conn = app.db.acquire().await?;
    let Some(day) = open_day(&mut conn, event).await? else {
        return Ok(Json(NamedCredits { data: Vec::new() }));
    };
    let rows = designation::public_of(&mut conn, event, day).await?;
    Ok(Json(NamedCredits { data: rows.into_iter().map(NamedCredit::from).collect() }))
}

/// The last day of an event that anybody may see; a private one tells nothing without its key
/// (EV-4).
async fn open_day(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Option<NaiveDate>> {
    let row = sqlx::query!(
        r#"select e.ends_at, e.time_zone as "time_zone: TimeZone" from events e
             join organizations o on o.id = e.organization_id and o.suspended_at is null and o.closed_at is null
            where e.id = $1 and e.status <> 'draft' and e.visibility <> 'private'"#,
        event as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| last_day(row.ends_at, row.time_zone)))
}
