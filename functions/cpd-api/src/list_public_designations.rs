//! What the public page of an event may say of its credit.

use axum::Json;
use axum::extract::State;
use credentials::designation::{self, PublicDesignation, Status};
use credentials::wording;
use models::{Credits, EventId};
use serde::Serialize;
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
    let today = app.clock.now().date_naive();
    let rows = designation::public_of(&mut conn, event, today).await?;
    Ok(Json(NamedCredits { data: rows.into_iter().map(NamedCredit::from).collect() }))
}
