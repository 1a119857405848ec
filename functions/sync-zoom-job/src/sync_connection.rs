//! A connection that nobody used for a week is renewed, or its refresh token would end unused.

use events::zoom::Error;
use events::zoom::jobs::SyncZoom;
use models::ZoomConnectionId;
use outreach::team::{self, Integration};

use crate::State;

/// How long a connection rests.
const REST: chrono::TimeDelta = chrono::TimeDelta::days(7);

pub(crate) async fn sync_connection(app: &State, connection: ZoomConnectionId) -> web::Result<()> {
    let now = app.clock.now();
    match app.access.token(connection, None, now).await {
        Ok(_) => {}
        // The connection was ended: nothing is left to keep alive, unless it fails for now.
        Err(Error::NotConnected) => return tell_if_degraded(app, connection).await,
        Err(error) => return Err(error.into()),
    }
    let mut tx = db::begin(&app.db).await?;
    let job = SyncZoom::Connection { connection };
    db::outbox::push_once(&mut tx, &job, &job.key(), now + REST, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Five failures in a row are told to the people who can connect again (ZM-1).
pub(crate) async fn tell_if_degraded(app: &State, connection: ZoomConnectionId) -> web::Result<()> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    if let Some((organization, reason)) =
        events::zoom::connection::degraded(&mut tx, connection).await?
    {
        let told = Integration::ZoomDegraded { connection, reason };
        team::integrations(&mut tx, organization, &told, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
