//! Certificates that the plan did not cover, and now does: after an upgrade (BI-10).

use std::collections::HashMap;

use billing::usage::{self, Metric};
use chrono::{DateTime, Utc};
use credentials::waiting;
use models::{Limits, OrgId};
use sqlx::PgConnection;

use crate::State;

/// Asks for as many as fit; one that is asked for twice is issued once.
pub(crate) async fn release(app: &State, now: DateTime<Utc>) -> web::Result<()> {
    let mut tx = db::begin(&app.db).await?;
    let held = waiting::held(&mut tx).await?;
    let mut left: HashMap<OrgId, i32> = HashMap::new();
    for job in held {
        let room = match left.get(&job.organization) {
            Some(room) => *room,
            None => room(&mut tx, job.organization, now).await?,
        };
        left.insert(job.organization, room.saturating_sub(1));
        if room > 0 {
            let key = format!("issue-released:{}", job.registration);
            db::outbox::push_once(&mut tx, &job, &key, now, now).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// How many more certificates the plan allows this month.
async fn room(
    conn: &mut PgConnection,
    organization: OrgId,
    now: DateTime<Utc>,
) -> sqlx::Result<i32> {
    let Limits { certificates_per_month, .. } =
        billing::access::of(&mut *conn, organization, now).await?;
    let Some(limit) = certificates_per_month else { return Ok(i32::MAX) };
    Ok(limit - usage::used(conn, organization, Metric::Certificates, now).await?)
}
