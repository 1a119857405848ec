use crate::State;

/// Hands on all rows that are due within the next minute.
pub(crate) async fn relay_outbox(app: State) -> web::Result<()> {
    let rows = app.tasks.relay(&app.db).await?;
    if rows > 0 {
        tracing::info!(rows, "handed on what was left behind");
    }
    Ok(())
}
