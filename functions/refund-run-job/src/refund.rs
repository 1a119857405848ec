//! The steps of one refund, and what follows from them.

use billing::Error;
use billing::refund::{self, Refunded};
use chrono::{DateTime, Utc};
use models::RefundId;

use crate::State;

/// Takes the steps that are left. Safe to repeat, and to break off anywhere: each write to Stripe
/// has a key of its own. What Stripe will never do has failed, and finance hears of it (RF-8).
pub(crate) async fn advance(app: &State, id: RefundId) -> web::Result<()> {
    let now = app.clock.now();
    let done = match refund::advance(&app.db, &app.stripe, id, now).await {
        Ok(done) => done,
        Err(Error::Stripe(refusal)) if !refusal.is_passing() => {
            let mut tx = begin(app, id).await?;
            let failed = refund::refused(&mut tx, id, &refusal.to_string(), now).await?;
            let refused_before = failed.is_none();
            follow(&mut tx, id, failed, now).await?;
            tx.commit().await?;
            // The buyer has the money, and a later step is refused: somebody has to look.
            return if refused_before { Err(Error::Stripe(refusal).into()) } else { Ok(()) };
        }
        Err(other) => return Err(other.into()),
    };
    let mut tx = begin(app, id).await?;
    follow(&mut tx, id, done, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Whoever goes on with a run holds it while its refunds are locked: the run comes first here too.
async fn begin(
    app: &State,
    id: RefundId,
) -> sqlx::Result<sqlx::Transaction<'static, sqlx::Postgres>> {
    let mut tx = db::begin(&app.db).await?;
    if let Some(run) = refund::run_of(&mut tx, id).await? {
        refund::lock_run(&mut tx, run).await?;
    }
    Ok(tx)
}

/// Tells what happened, and ends the run that this was the last refund of.
async fn follow(
    conn: &mut sqlx::PgConnection,
    id: RefundId,
    done: Option<Refunded>,
    now: DateTime<Utc>,
) -> web::Result<()> {
    if let Some(done) = done {
        sales::refunded(conn, &done, now).await?;
    }
    if let Some(run) = refund::run_of(conn, id).await? {
        refund::finish(conn, run, now).await?;
    }
    Ok(())
}
