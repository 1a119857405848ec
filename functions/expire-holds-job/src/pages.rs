//! Pages that people pay on: those that a crash left half made are finished, those whose time is
//! over are closed at the payment service and read again, drafts without a seat end (PA-14, PA-17).

use billing::payment;
use chrono::{DateTime, Utc};
use models::{Fault as _, Kind};

use crate::State;

/// Goes through what is due. One that fails is left for the next minute, and the others are not.
pub(crate) async fn close(app: &State, batch: i64, now: DateTime<Utc>) -> web::Result<()> {
    let mut conn = app.db.acquire().await?;
    let broken_off = payment::abandoned(&mut conn, now, batch).await?;
    let due = payment::due(&mut conn, now, batch).await?;
    let forsaken = payment::forsaken(&mut conn, batch).await?;
    drop(conn);
    for id in broken_off {
        let done = sales::resume(&app.db, &app.stripe, &app.origin, id, now).await;
        left(done, &id)?;
    }
    for (id, session) in due {
        let done = sales::page_ended(&app.db, &app.stripe, (id, &session), now).await;
        left(done, &id)?;
    }
    for id in forsaken {
        let mut tx = db::begin(&app.db).await?;
        let done = sales::expire(&mut tx, id, now).await;
        if done.is_ok() {
            tx.commit().await?;
        }
        left(done, &id)?;
    }
    Ok(())
}

/// Without a database nothing goes on; anything else concerns one payment.
fn left(done: Result<(), sales::Error>, payment: &models::PaymentId) -> web::Result<()> {
    match done {
        Err(sales::Error::Db(fault)) if fault.kind() == Kind::Unavailable => Err(fault.into()),
        Err(fault) => {
            tracing::warn!(%payment, error = %fault, "payment left for the next minute");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}
