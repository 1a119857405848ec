//! One job: a meeting, a registrant, or a connection.

use events::zoom::jobs::SyncZoom;

use crate::State;
use crate::sync_connection::sync_connection;
use crate::sync_meeting::sync_meeting;
use crate::sync_registrant::sync_registrant;

pub(crate) async fn sync_zoom(app: State, job: SyncZoom) -> web::Result<()> {
    match job {
        SyncZoom::Meeting { meeting } => sync_meeting(&app, meeting).await?,
        SyncZoom::Registrant { meeting, registration } => {
            sync_registrant(&app, meeting, registration).await?;
        }
        SyncZoom::Connection { connection } => sync_connection(&app, connection).await?,
    }
    app.tasks.flush(&app.db).await;
    Ok(())
}
