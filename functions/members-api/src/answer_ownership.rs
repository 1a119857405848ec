//! Take ownership, or leave it where it is (OR-10).

use accounts::ownership::{self, Offer};
use auth::Fresh;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::OwnershipTransferId;
use outreach::message::OwnershipStep;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, ValidJson};

use crate::get_ownership_offer::OfferOut;

/// Yes or no.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"answer": "decline"}))]
pub(crate) struct OwnershipAnswer {
    answer: YesOrNo,
}

/// Take it, or leave it.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OwnershipAnswerWord)]
pub(crate) enum YesOrNo {
    /// The caller is the owner from now on.
    Accept,
    /// Everything stays as it is.
    Decline,
}

/// Take ownership, or decline. Who offered it is an administrator then.
#[utoipa::path(put, path = "/api/v1/members/ownership/{transfer_id}", tag = "members", security(("bearer" = [])),
    params(("transfer_id" = OwnershipTransferId, Path)), request_body = OwnershipAnswer,
    responses((status = 200, body = OfferOut), (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn answer_ownership(
    Fresh(user): Fresh,
    State(app): State<crate::State>,
    Path(id): Path<OwnershipTransferId>,
    ValidJson(OwnershipAnswer { answer }): ValidJson<OwnershipAnswer>,
) -> web::Result<Json<OfferOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let (offer, answered) = match answer {
        YesOrNo::Accept => ownership::accept(&mut tx, id, user.id, now).await?,
        YesOrNo::Decline => ownership::decline(&mut tx, id, user.id, now).await?,
    };
    if answered {
        note(&mut tx, &offer, answer, now).await?;
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(OfferOut::of(offer, user.id, now)))
}

async fn note(
    conn: &mut PgConnection,
    offer: &Offer,
    answer: YesOrNo,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let (action, step, after) = match answer {
        YesOrNo::Accept => {
            ("ownership.accepted", OwnershipStep::Accepted, json!({"owner": offer.to_user_id}))
        }
        YesOrNo::Decline => ("ownership.declined", OwnershipStep::Declined, Value::Null),
    };
    let (org, actor) = (offer.organization_id, Actor::User(offer.to_user_id));
    let entry = Entry::new(Some(org), actor, action, "ownership_transfer", offer.id);
    let before = json!({"owner": offer.from_user_id});
    audit::write(conn, Entry { before, after, ..entry }, now).await?;
    let blocked = auth::payouts_blocked_until(&mut *conn, org, now).await?;
    outreach::ownership::tell(conn, offer.id, step, blocked.unwrap_or(offer.expires_at), now).await
}
