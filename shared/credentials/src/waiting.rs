//! People who are ready and have nothing yet: the plan did not cover them, or something is missing
//! (CE-13, CE-3). What a run asked for stands at the run; the automatic issuing has none, and
//! leaves its outcome with what was found for the person.

use models::{EventId, LearnerId, OrgId, RegistrationId, RunId, UserId};
use sqlx::PgConnection;

use crate::certificate::Issued;
use crate::jobs;
use crate::run::Outcome;

/// Writes down what became of an automatic attempt, and forgets it once there is a certificate.
pub async fn note(
    conn: &mut PgConnection,
    job: &jobs::IssueCredentials,
    issued: &Issued,
) -> sqlx::Result<()> {
    let waits = matches!(issued.outcome, Outcome::HeldByLimit | Outcome::Refused);
    let outcome = Some(issued.outcome).filter(|_| waits && job.run.is_none());
    let code = issued.code.filter(|_| outcome.is_some());
    sqlx::query!(
        "update gate_states set outcome = $4, outcome_code = $5
          where organization_id = $1 and event_id = $2 and registration_id = $3
            and (outcome, outcome_code) is distinct from ($4, $5)",
        job.organization as _,
        job.event as _,
        job.registration as _,
        outcome as _,
        code
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Somebody who waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Who.
    pub learner: LearnerId,
    /// What for.
    pub outcome: Outcome,
    /// Why.
    pub code: Option<String>,
}

/// Those of some learners who wait for the automatic issuing of an event.
pub async fn of_learners(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    learners: &[LearnerId],
) -> sqlx::Result<Vec<Waiting>> {
    sqlx::query_as!(
        Waiting,
        r#"select learner_id as learner, outcome as "outcome!: Outcome", outcome_code as code from gate_states
            where organization_id = $1 and event_id = $2 and learner_id = any ($3::uuid[]) and outcome is not null"#,
        org as _,
        event as _,
        learners as _
    )
    .fetch_all(conn)
    .await
}

/// People whom the plan did not cover, those of the oldest runs first: each can be tried again
/// (CE-13).
pub async fn held(conn: &mut PgConnection) -> sqlx::Result<Vec<jobs::IssueCredentials>> {
    let rows = sqlx::query!(
        r#"select r.organization_id as "organization_id!: OrgId", r.event_id as "event_id!: EventId", r.id as "run?: RunId",
                  r.actor as "actor?: UserId", g.registration_id as "registration_id!: RegistrationId", r.created_at as "since!"
             from issue_items i
             join issue_runs r on r.id = i.run_id and r.event_id is not null
             join gate_states g on g.event_id = r.event_id and g.learner_id = i.learner_id
            where i.outcome = 'held_by_limit'
           union all
           select g.organization_id, g.event_id, null, null, g.registration_id, g.evaluated_at
             from gate_states g
            where g.outcome = 'held_by_limit'
              and not exists (select from issue_items i join issue_runs r on r.id = i.run_id
                               where i.outcome = 'held_by_limit' and r.event_id = g.event_id and i.learner_id = g.learner_id)
            order by 6, 3, 5 limit 2000"#
    )
    .fetch_all(conn)
    .await?;
    let job = rows.into_iter().map(|row| jobs::IssueCredentials {
        organization: row.organization_id,
        event: row.event_id,
        registration: row.registration_id,
        run: row.run,
        actor: row.actor,
    });
    Ok(job.collect())
}
