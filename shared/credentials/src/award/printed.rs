//! Awards as a certificate prints them: as they are stored, whatever the facts would give now.

use chrono::NaiveDate;
use models::{
    AwardId, CreditTypeId, Credits, DesignationId, EventId, LearnerId, OrgId, RuleSetId, SessionId,
};
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::evaluation::Computed;
use crate::rules::{Line, Step};

/// An award that counts.
pub(crate) struct Live {
    pub(crate) id: AwardId,
    pub(crate) credit: Computed,
}

struct Row {
    id: AwardId,
    designation_id: DesignationId,
    session_id: Option<SessionId>,
    credit_type_id: CreditTypeId,
    rule_set_id: RuleSetId,
    credits: Credits,
    max_credits: Credits,
    activity_date: NaiveDate,
    derivation: Json<Vec<Step>>,
    lines: Json<Vec<Line>>,
}

impl From<Row> for Live {
    fn from(row: Row) -> Self {
        let credit = Computed {
            designation: row.designation_id,
            session: row.session_id,
            credit_type: row.credit_type_id,
            rule_set: row.rule_set_id,
            credits: row.credits,
            max_credits: row.max_credits,
            activity_date: row.activity_date,
            lines: row.lines.0,
            derivation: row.derivation.0,
        };
        Self { id: row.id, credit }
    }
}

/// Live awards of a learner at an event, those from before a merge too.
pub(crate) async fn live_of(
    conn: &mut PgConnection,
    org: OrgId,
    learner: LearnerId,
    event: EventId,
) -> sqlx::Result<Vec<Live>> {
    read(conn, org, Some((learner, event)), None).await
}

/// Of these awards, those that count, in the order in which they are printed.
pub(crate) async fn printed(
    conn: &mut PgConnection,
    org: OrgId,
    ids: &[AwardId],
) -> sqlx::Result<Vec<Computed>> {
    let live = read(conn, org, None, Some(ids)).await?;
    Ok(live.into_iter().map(|award| award.credit).collect())
}

async fn read(
    conn: &mut PgConnection,
    org: OrgId,
    of: Option<(LearnerId, EventId)>,
    ids: Option<&[AwardId]>,
) -> sqlx::Result<Vec<Live>> {
    let (learner, event) = of.unzip();
    let rows = sqlx::query_as!(
        Row,
        r#"select a.id, a.designation_id, a.session_id, a.credit_type_id, a.rule_set_id, a.credits, a.max_credits,
                  a.activity_date, a.derivation as "derivation: Json<Vec<Step>>",
                  coalesce((select jsonb_agg(jsonb_build_object('category', p.category, 'topic', p.topic, 'credits', p.credits)
                                             order by p.position)
                              from award_lines p where p.award_id = a.id), '[]') as "lines!: Json<Vec<Line>>"
             from awards a join learners l on l.id = a.learner_id left join sessions s on s.id = a.session_id
            where a.organization_id = $1 and a.status = 'active'
              and ($2::uuid is null or coalesce(l.merged_into, l.id) = $2 and a.event_id = $3)
              and ($4::uuid[] is null or a.id = any ($4))
            order by s.starts_at nulls first, a.designation_id, a.id"#,
        org as _,
        learner as _,
        event as _,
        ids as _
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Live::from).collect())
}
