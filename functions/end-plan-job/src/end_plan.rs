//! One organization. A second delivery finds nothing to end.

use billing::subscription::{EndPlan, end_now};

use crate::State;

/// Ends it, unless the organization was opened again.
pub(crate) async fn end_plan(app: State, job: EndPlan) -> web::Result<()> {
    Ok(end_now(&app.db, &app.stripe, job, app.clock.now()).await?)
}
