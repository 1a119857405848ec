//! What all steps in the life of an event share.

use auth::{ManageEvents, Org};
use events::event::Command;
use models::EventId;
use web::Tagged;

use crate::State;
use crate::plan;
use crate::prices;
use crate::shown::{Shown, shown};

/// Takes a step and answers with the event as it is then.
pub(crate) async fn advance(
    app: &State,
    org: &Org<ManageEvents>,
    id: EventId,
    command: Command,
    reason: Option<&str>,
) -> web::Result<Tagged<Shown>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let event =
        events::event::advance(&mut tx, org.id, id, command, (Some(org.user), reason), now).await?;
    if command == Command::Publish {
        plan::published(&mut tx, org, &event, now).await?;
    }
    if command == Command::Publish && prices::any(&mut tx, id).await? {
        prices::can_take_charges(&mut tx, org.id, now).await?;
    }
    let answer = shown(&mut tx, app, event).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}
