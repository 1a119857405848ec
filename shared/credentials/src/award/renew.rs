//! Credit behind a certificate that is issued once more.

use chrono::{DateTime, Utc};
use models::{AwardId, OrgId};
use sqlx::PgConnection;

use crate::entry;

/// An award that counts in the place of another.
pub(crate) struct Standing {
    pub(crate) id: AwardId,
    /// It says what the other said.
    pub(crate) same: bool,
}

/// The award that counts where this one stood: itself, the one that replaced it, or nothing where
/// that was revoked.
pub(crate) async fn standing(
    conn: &mut PgConnection,
    org: OrgId,
    of: AwardId,
) -> sqlx::Result<Option<Standing>> {
    let found = sqlx::query_scalar!(
        r#"with recursive chain as (
              select id, status from awards where organization_id = $1 and id = $2
              union all
              select a.id, a.status from awards a join chain on a.supersedes_id = chain.id where chain.status = 'superseded'
           ) select id as "id!: AwardId" from chain where status = 'active'"#,
        org as _,
        of as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|id| Standing { id, same: id == of }))
}

/// The same for a certificate that was revoked: what was revoked with it is given once more, as it
/// was, unless the learner has that credit by another award.
pub(crate) async fn renewed(
    conn: &mut PgConnection,
    org: OrgId,
    of: AwardId,
    seconds: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Standing>> {
    let id = AwardId::new(now);
    let copied = sqlx::query!(
        "insert into awards (id, organization_id, learner_id, event_id, round, session_id, credit_type_id, rule_set_id,
                             designation_id, credits, max_credits, activity_date, method, status, supersedes_id, facts,
                             facts_sha256, derivation, created_at, updated_at)
         select $1, organization_id, learner_id, event_id, round, session_id, credit_type_id, rule_set_id, designation_id,
                credits, max_credits, activity_date, method, 'active', id, facts, facts_sha256, derivation, $3, $3
           from awards old where organization_id = $4 and id = $2 and status = 'revoked'
            and not exists (select from awards live where live.learner_id = old.learner_id and live.event_id = old.event_id
                               and live.session_id is not distinct from old.session_id and live.round = old.round
                               and live.credit_type_id = old.credit_type_id and live.status = 'active')",
        id as _,
        of as _,
        now,
        org as _
    )
    .execute(&mut *conn)
    .await?;
    if copied.rows_affected() == 0 {
        return standing(conn, org, of).await;
    }
    sqlx::query!(
        "insert into award_lines (id, award_id, category, topic, credits, position)
         select gen_random_uuid(), $1, category, topic, credits, position from award_lines where award_id = $2",
        id as _,
        of as _
    )
    .execute(&mut *conn)
    .await?;
    entry::of_award(conn, id, None, seconds, now).await?;
    Ok(Some(Standing { id, same: true }))
}
