//! By the type of the event: which object is read again. And what follows a settled payment.

use billing::stripe::Notice;
use billing::tax::{self, Withhold};
use sales::{Ear, PaidFor};
use serde::Deserialize;

use crate::State;

/// What this function is asked to do.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Work {
    Follow(PaidFor),
    Withhold(Withhold),
    Hear(Notice),
}

/// Reads the object again and applies it; tells whom a payment concerns that is settled; or takes tax
/// back that the platform owes.
pub(crate) async fn settle_payment(app: State, work: Work) -> web::Result<()> {
    match work {
        Work::Follow(paid) => {
            let mut tx = db::begin(&app.db).await?;
            paid.follow(&mut tx, app.clock.now()).await?;
            tx.commit().await?;
        }
        Work::Withhold(Withhold { withhold }) => {
            tax::withhold(&app.db, &app.stripe, withhold, app.clock.now()).await?;
        }
        Work::Hear(notice) => {
            let ear = Ear { db: &app.db, stripe: &app.stripe, clock: &app.clock };
            ear.hear(&notice).await?;
        }
    }
    app.tasks.flush(&app.db).await;
    Ok(())
}
