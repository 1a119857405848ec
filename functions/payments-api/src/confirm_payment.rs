//! Ask Stripe what became of a payment, and apply it: what the webhook does, for a buyer who is
//! back sooner (PA-19).

use axum::Json;
use axum::extract::State;
use billing::payment::{self, Status};
use models::PaymentId;
use web::Path;

use crate::buyer::{As, Buyer, owned};
use crate::get_payment::{ShownPayment, shown};

/// Ask what became of a payment. It confirms nothing that the payment service does not say.
#[utoipa::path(post, path = "/api/v1/payments/{payment_id}/confirm", tag = "payments", security(("bearer" = [])),
    params(("payment_id" = PaymentId, Path)),
    responses((status = 200, body = ShownPayment), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn confirm_payment(
    buyer: Buyer,
    State(app): State<crate::State>,
    Path(id): Path<PaymentId>,
) -> web::Result<Json<ShownPayment>> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    buyer.on(&owned(&mut conn, id).await?, &app.links)?;
    let session = sqlx::query!(
        r#"select status as "status: Status", stripe_session_id as session from payments where id = $1"#,
        id as _
    )
    .fetch_one(&mut *conn)
    .await?;
    drop(conn);
    if let (Status::Open | Status::Processing, Some(session)) = (session.status, session.session) {
        let read =
            payment::read_session(&app.stripe, &session).await.map_err(billing::Error::Stripe)?;
        let mut tx = db::begin(&app.db).await?;
        sales::apply(&mut tx, id, &read, now, app.clock.now()).await?;
        tx.commit().await?;
        app.tasks.flush(&app.db).await;
    }
    let mut conn = app.db.acquire().await?;
    Ok(Json(shown(&mut conn, id, As::Buyer, &app).await?))
}
