//! Runs: issuing for many people at once, each a task of its own (CE-12).

use chrono::{DateTime, Utc};
use db::outbox;
use models::{CertificateId, EventId, LearnerId, OrgId, RegistrationId, RunId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::certificate::Issued;
use crate::{Error, jobs, learner};

/// What became of one person.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = IssueOutcome)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Outcome {
    /// A certificate was made.
    Issued,
    /// There was one.
    Exists,
    /// A gate is open.
    Gated,
    /// The plan does not cover it yet.
    HeldByLimit,
    /// Something is missing.
    Refused,
}

/// Whom a run is for.
#[derive(Clone, Debug)]
pub enum Whom {
    /// Everybody whose gates are met and who has none.
    Eligible,
    /// These.
    These(Vec<LearnerId>),
}

/// One person of a run.
#[derive(Clone, Debug)]
pub struct Item {
    /// Who.
    pub learner_id: LearnerId,
    /// What that person is called.
    pub full_name: Option<String>,
    /// What became of it; nothing yet.
    pub outcome: Option<Outcome>,
    /// Why.
    pub code: Option<String>,
    /// The certificate.
    pub certificate_id: Option<CertificateId>,
}

/// A run with its people.
#[derive(Clone, Debug)]
pub struct Run {
    /// Which; none for a trial.
    pub id: Option<RunId>,
    /// For which event.
    pub event: EventId,
    /// How many people.
    pub wanted: i32,
    /// When the last one was done.
    pub finished_at: Option<DateTime<Utc>>,
    /// The people.
    pub items: Vec<Item>,
}

/// Somebody who was evaluated.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Who.
    pub learner: LearnerId,
    /// The place at the event.
    pub registration: RegistrationId,
    /// What that person is called.
    pub full_name: Option<String>,
    /// Nothing stands in the way.
    pub all_met: bool,
    /// The newest certificate.
    pub certificate: Option<CertificateId>,
}

/// People of an event as the last evaluation found them.
pub async fn candidates(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    whom: &Whom,
) -> sqlx::Result<Vec<Candidate>> {
    let ids = match whom {
        Whom::Eligible => None,
        Whom::These(ids) => Some(ids.as_slice()),
    };
    sqlx::query_as!(
        Candidate,
        r#"select g.learner_id as learner, g.registration_id as "registration: RegistrationId", r.full_name, g.all_met,
                  (select max(c.id::text)::uuid from certificates c join learners l on l.id = c.learner_id
                    where c.event_id = g.event_id and coalesce(l.merged_into, l.id) = g.learner_id) as "certificate: CertificateId"
             from gate_states g join registrations r on r.id = g.registration_id
            where g.organization_id = $1 and g.event_id = $2
              and case when $3::uuid[] is null then g.all_met and not exists (
                         select from certificates c join learners l on l.id = c.learner_id
                          where c.event_id = g.event_id and coalesce(l.merged_into, l.id) = g.learner_id)
                       else g.learner_id = any ($3) end
            order by g.learner_id"#,
        org as _,
        event as _,
        ids as _
    )
    .fetch_all(conn)
    .await
}

/// Starts a run: one task for each person. People who are not at the event are not found.
pub async fn start(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    people: &[Candidate],
    actor: UserId,
    now: DateTime<Utc>,
) -> Result<Run, Error> {
    let id = RunId::new(now);
    let wanted = i32::try_from(people.len()).unwrap_or(i32::MAX);
    let finished = people.is_empty().then_some(now);
    sqlx::query!(
        "insert into issue_runs (id, organization_id, event_id, wanted, actor, created_at, finished_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id as _,
        org as _,
        event as _,
        wanted,
        actor as _,
        now,
        finished
    )
    .execute(&mut *conn)
    .await?;
    let learners: Vec<LearnerId> = people.iter().map(|person| person.learner).collect();
    sqlx::query!(
        "insert into issue_items (run_id, learner_id) select $1, unnest($2::uuid[])",
        id as _,
        &learners as _
    )
    .execute(&mut *conn)
    .await?;
    let job = |person: &Candidate| jobs::IssueCredentials {
        organization: org,
        event,
        registration: person.registration,
        run: Some(id),
        actor: Some(actor),
    };
    let jobs: Vec<_> = people.iter().map(job).collect();
    outbox::push_all(&mut *conn, &jobs, now, now).await?;
    get(conn, org, id).await
}

/// A run with what became of each person.
pub async fn get(conn: &mut PgConnection, org: OrgId, id: RunId) -> Result<Run, Error> {
    let run = sqlx::query!(
        r#"select event_id as "event!: EventId", wanted, finished_at from issue_runs where organization_id = $1 and id = $2"#,
        org as _,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    let items = sqlx::query_as!(
        Item,
        r#"select i.learner_id, r.full_name as "full_name?", i.outcome as "outcome: Outcome", i.code, i.certificate_id as "certificate_id: CertificateId"
             from issue_items i left join gate_states g on g.event_id = $2 and g.learner_id = i.learner_id
             left join registrations r on r.id = g.registration_id
            where i.run_id = $1 order by r.full_name, i.learner_id"#,
        id as _,
        run.event as _
    )
    .fetch_all(conn)
    .await?;
    let (event, wanted, finished_at) = (run.event, run.wanted, run.finished_at);
    Ok(Run { id: Some(id), event, wanted, finished_at, items })
}

/// Writes down what became of one person, and whether that was the last. What was written before
/// stays: a task that is delivered twice finds the certificate of the first time. The run is held
/// from the beginning, so that of the two last people the later one sees the other.
pub async fn settle(
    conn: &mut PgConnection,
    run: RunId,
    registration: RegistrationId,
    issued: &Issued,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let held =
        sqlx::query_scalar!("select id from issue_runs where id = $1 for no key update", run as _);
    held.fetch_optional(&mut *conn).await?;
    // The evaluation may have gone over to another registration of the same person meanwhile.
    let known = learner::of_registrations(&mut *conn, &[registration], now).await?;
    let learner = issued.learner.or(known.first().map(|known| known.learner));
    sqlx::query!(
        "update issue_items i set outcome = $3, code = $4, certificate_id = $5
           from learners l
          where i.run_id = $1 and l.id = i.learner_id and coalesce(l.merged_into, l.id) = $2
            and (i.outcome is null or i.outcome in ('held_by_limit', 'refused'))",
        run as _,
        learner as _,
        issued.outcome as _,
        issued.code,
        issued.certificate as _
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update issue_runs set finished_at = $2
          where id = $1 and finished_at is null
            and not exists (select from issue_items where run_id = $1 and outcome is null)",
        run as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
