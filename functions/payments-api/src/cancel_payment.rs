//! Give a payment up before it is paid: its page is closed first, so that nobody pays on it later.

use axum::Json;
use axum::extract::State;
use billing::payment::{Method, Status};
use models::PaymentId;
use web::{Path, Problem};

use crate::buyer::{As, Buyer, owned};
use crate::get_payment::{ShownPayment, shown};

/// Give a payment up before it is paid. Seats and code are free again.
#[utoipa::path(post, path = "/api/v1/payments/{payment_id}/cancel", tag = "payments", security(("bearer" = [])),
    params(("payment_id" = PaymentId, Path)),
    responses((status = 200, body = ShownPayment), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn cancel_payment(
    buyer: Buyer,
    State(app): State<crate::State>,
    Path(id): Path<PaymentId>,
) -> web::Result<Json<ShownPayment>> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    buyer.on(&owned(&mut conn, id).await?, &app.links)?;
    let found = sqlx::query!(
        r#"select method as "method: Method", status as "status: Status", stripe_session_id as session from payments where id = $1"#,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or_else(Problem::not_found)?;
    drop(conn);
    if found.method == Method::Outside {
        return Err(billing::Error::PaidOutside.into());
    }
    match (found.status, found.session) {
        (Status::Open, Some(session)) => {
            sales::close_page(&app.db, &app.stripe, (id, &session), now).await?;
        }
        (Status::Draft, _) => {
            let mut tx = db::begin(&app.db).await?;
            sales::cancel(&mut tx, id, now).await?;
            tx.commit().await?;
        }
        (Status::Paid, _) => return Err(billing::Error::AlreadyPaid.into()),
        (Status::Processing, _) => return Err(billing::Error::PaymentInProgress.into()),
        _ => {}
    }
    app.tasks.flush(&app.db).await;
    let mut conn = app.db.acquire().await?;
    Ok(Json(shown(&mut conn, id, As::Buyer, &app).await?))
}
