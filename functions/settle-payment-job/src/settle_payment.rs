//! By the type of the event: which object is read again.

use billing::stripe::Notice;
use sales::Ear;

use crate::State;

/// Reads the object again and applies it.
pub(crate) async fn settle_payment(app: State, notice: Notice) -> web::Result<()> {
    let ear = Ear { db: &app.db, stripe: &app.stripe, clock: &app.clock };
    ear.hear(&notice).await?;
    app.tasks.flush(&app.db).await;
    Ok(())
}
