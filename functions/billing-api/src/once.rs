//! Requests that ask Stripe on the way happen once: the answer is claimed before and kept after,
//! since no transaction is open in between (PA-43). Two at once meet at Stripe under one key.

use models::{Once, UserId};
use serde::{Serialize, de::DeserializeOwned};

use crate::State;

/// The answer that was given to the same request before.
pub(crate) async fn earlier<T: DeserializeOwned>(
    app: &State,
    user: UserId,
    once: &Once,
) -> web::Result<Option<T>> {
    let mut tx = db::begin(&app.db).await?;
    let kept = db::idempotency::claim(&mut tx, &user.to_string(), once).await?;
    tx.rollback().await?;
    Ok(kept)
}

/// Keeps the answer, or gives the one that another kept meanwhile.
pub(crate) async fn keep<T: Serialize + DeserializeOwned + Sync>(
    app: &State,
    user: UserId,
    once: &Once,
    answer: T,
) -> web::Result<T> {
    let owner = user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(kept) = db::idempotency::claim(&mut tx, &owner, once).await? {
        return Ok(kept);
    }
    db::idempotency::keep(&mut tx, &owner, once, &answer, app.clock.now()).await?;
    tx.commit().await?;
    Ok(answer)
}
