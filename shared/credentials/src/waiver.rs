//! Gates that an organizer lets pass, each with a reason, kept for ever (CR-14).

use chrono::{DateTime, Utc};
use db::outbox;
use models::{EventId, LearnerId, OrgId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::gates::Name;
use crate::{Error, jobs};

/// What is let pass, and why.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Which gate.
    pub gate: Name,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub actor: UserId,
}

/// Lets a gate pass for people of an event; people who are not there are not counted.
pub async fn waive(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    learners: &[LearnerId],
    waiver: &Waiver,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    if !waiver.gate.waivable() {
        return Err(Error::GateNotWaivable);
    }
    let ids: Vec<Uuid> = learners.iter().map(|_| Uuid::new_v4()).collect();
    let stored = sqlx::query!(
        "insert into gate_waivers (id, organization_id, learner_id, event_id, gate, reason, actor, at)
         select wanted.id, $1, g.learner_id, g.event_id, $4, $5, $6, $7
           from unnest($2::uuid[], $3::uuid[]) as wanted (id, learner)
           join gate_states g on g.learner_id = wanted.learner and g.organization_id = $1 and g.event_id = $8",
        org as _,
        &ids,
        learners as _,
        waiver.gate.word(),
        waiver.reason,
        waiver.actor as _,
        now,
        event as _
    )
    .execute(&mut *conn)
    .await?;
    if stored.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    let job = jobs::EvaluateOffering { organization: org, event, registration: None };
    outbox::push_once(conn, &job, &format!("evaluate:{event}"), now, now).await?;
    Ok(usize::try_from(stored.rows_affected()).unwrap_or(usize::MAX))
}
