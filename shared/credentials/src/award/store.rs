//! The SQL that gives and replaces awards.

use chrono::{DateTime, Utc};
use models::{AwardId, LearnerId};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::evaluation::{Computed, Evaluation};
use crate::offering::Offering;
use crate::rules::{Facts, Line};
use crate::{entry, wording};

/// What an award says.
pub(crate) struct Given<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) evaluation: &'a Evaluation,
    pub(crate) computed: &'a Computed,
    pub(crate) supersedes: Option<AwardId>,
}

/// Gives an award with its lines and its entry in the learner's record (CP-1).
pub(crate) async fn give(
    conn: &mut PgConnection,
    offering: &Offering,
    learner: LearnerId,
    given: Given<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<AwardId> {
    let Given { facts, evaluation, computed, supersedes } = given;
    let id = AwardId::new(now);
    sqlx::query!(
        "insert into awards (id, organization_id, learner_id, event_id, session_id, credit_type_id, rule_set_id, designation_id,
                             credits, max_credits, activity_date, method, status, supersedes_id, facts, facts_sha256, derivation,
                             created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'active', $13, $14, $15, $16, $17, $17)",
        id as _,
        offering.organization as _,
        learner as _,
        offering.event as _,
        computed.session as _,
        computed.credit_type as _,
        computed.rule_set as _,
        computed.designation as _,
        computed.credits as _,
        computed.max_credits as _,
        computed.activity_date,
        wording::method(evaluation.mode),
        supersedes as _,
        Json(facts) as _,
        evaluation.facts_sha256,
        Json(&computed.derivation) as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    store_lines(&mut *conn, id, &computed.lines).await?;
    let seconds = i32::try_from(evaluation.counted_seconds).unwrap_or(i32::MAX);
    entry::of_award(conn, id, supersedes, seconds, now).await?;
    Ok(id)
}

async fn store_lines(conn: &mut PgConnection, award: AwardId, lines: &[Line]) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = lines.iter().map(|_| Uuid::new_v4()).collect();
    let categories: Vec<String> = lines.iter().map(|line| line.category.clone()).collect();
    let topics: Vec<Option<String>> = lines.iter().map(|line| line.topic.clone()).collect();
    let credits: Vec<i32> = lines.iter().map(|line| line.credits.thousandths()).collect();
    sqlx::query!(
        "insert into award_lines (id, award_id, category, topic, credits, position)
         select line.id, $1, line.category, line.topic, line.credits, line.position::integer
           from unnest($2::uuid[], $3::text[], $4::text[], $5::integer[]) with ordinality
                as line (id, category, topic, credits, position)",
        award as _,
        &ids,
        &categories,
        topics as _,
        &credits
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Another award takes its place.
pub(crate) async fn supersede(
    conn: &mut PgConnection,
    id: AwardId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update awards set status = 'superseded', updated_at = $2 where id = $1",
        id as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
