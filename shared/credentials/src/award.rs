//! Awards: credit that was given, with the facts and the steps that led to it (CR-9).

mod printed;
mod renew;
mod store;

use chrono::{DateTime, NaiveDate, Utc};
use models::{
    AwardId, CreditTypeId, Credits, DesignationId, EventId, LearnerId, OrgId, Page, RuleSetId,
    SessionId,
};
pub(crate) use printed::{Live, live_of, printed};
pub(crate) use renew::{renewed, standing};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;
pub(crate) use store::{Given, give, supersede};

use crate::rules::Step;
use crate::{Error, entry};

/// Where an award is in its life.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = AwardStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// It counts.
    Active,
    /// A newer one counts in its place.
    Superseded,
    /// Taken back.
    Revoked,
}

/// An award as organizers see it.
#[derive(Clone, Debug)]
pub struct Award {
    /// Which.
    pub id: AwardId,
    /// At which event.
    pub event_id: Option<EventId>,
    /// To whom.
    pub learner_id: LearnerId,
    /// What that person is called.
    pub full_name: Option<String>,
    /// For one session only.
    pub session_id: Option<SessionId>,
    /// Of what kind.
    pub credit_type_id: CreditTypeId,
    /// What that is called.
    pub credit_type: String,
    /// Of which body.
    pub body: String,
    /// One of it.
    pub unit_one: String,
    /// Several of it.
    pub unit_many: String,
    /// By which designation.
    pub designation_id: DesignationId,
    /// By which rules.
    pub rule_set_id: RuleSetId,
    /// How much.
    pub credits: Credits,
    /// At most.
    pub max_credits: Credits,
    /// The day that decides.
    pub activity_date: NaiveDate,
    /// How the person took part.
    pub method: String,
    /// Where it is in its life.
    pub status: Status,
    /// Which one it replaces.
    pub supersedes_id: Option<AwardId>,
    /// Why.
    pub derivation: Json<Vec<Step>>,
    /// When it was given.
    pub created_at: DateTime<Utc>,
}

/// Awards of an event, newest first.
pub async fn list(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    page: Page<AwardId>,
) -> sqlx::Result<Vec<Award>> {
    read(conn, org, Some(event), None, page.after, page.probe()).await
}

/// One award.
pub async fn get(conn: &mut PgConnection, org: OrgId, id: AwardId) -> Result<Award, Error> {
    read(conn, org, None, Some(id), None, 1).await?.pop().ok_or(Error::NotFound)
}

async fn read(
    conn: &mut PgConnection,
    org: OrgId,
    event: Option<EventId>,
    id: Option<AwardId>,
    before: Option<AwardId>,
    limit: i64,
) -> sqlx::Result<Vec<Award>> {
    sqlx::query_as!(
        Award,
        r#"select a.id, a.event_id, a.learner_id, a.session_id, a.credit_type_id, t.name as credit_type,
                  b.short_name as body, t.unit_one, t.unit_many, a.designation_id, a.rule_set_id, a.credits, a.max_credits,
                  a.activity_date, a.method, a.status, a.supersedes_id, a.derivation, a.created_at,
                  (select r.full_name from gate_states g join registrations r on r.id = g.registration_id
                    where g.event_id = a.event_id and g.learner_id = coalesce(l.merged_into, l.id)) as full_name
             from awards a join credit_types t on t.id = a.credit_type_id join awarding_bodies b on b.id = t.body_id
             join learners l on l.id = a.learner_id
            where a.organization_id = $1 and ($2::uuid is null or a.event_id = $2) and ($3::uuid is null or a.id = $3)
              and ($4::uuid is null or a.id < $4)
            order by a.id desc limit $5"#,
        org as _,
        event as _,
        id as _,
        before as _,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Locks an award that must still count.
pub(crate) async fn lock_live(
    conn: &mut PgConnection,
    org: OrgId,
    id: AwardId,
) -> Result<Award, Error> {
    sqlx::query!(
        "select id from awards where organization_id = $1 and id = $2 for no key update",
        org as _,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    let award = get(conn, org, id).await?;
    (award.status == Status::Active).then_some(award).ok_or(Error::AwardSuperseded)
}

/// Takes awards back, as far as they count.
pub(crate) async fn revoke_all(
    conn: &mut PgConnection,
    ids: &[AwardId],
    reason: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update awards set status = 'revoked', updated_at = $2 where id = any ($1::uuid[]) and status = 'active'",
        ids as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    entry::withdraw(conn, ids, None, reason, now).await
}
