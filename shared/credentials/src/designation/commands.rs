//! Designating, and the steps of a designation's life.

use chrono::{DateTime, NaiveDate, Utc};
use db::{OnConstraint as _, outbox};
use models::{BodyId, CreditTypeId, Credits, DesignationId, EventId, OrgId, RuleSetId, SessionId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Designation, Status, queries};
use crate::offering::{self, Offering};
use crate::rules::{Given, Share, calculate};
use crate::{Error, jobs, rule_set};

/// What an organizer wants.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// For which event.
    pub event: EventId,
    /// For one session of it only.
    pub session: Option<SessionId>,
    /// Of what kind.
    pub credit_type: CreditTypeId,
    /// By which rules; else those in force on the activity date.
    pub rule_set: Option<RuleSetId>,
    /// At most; else what the rules give for the scheduled time.
    pub max_credits: Option<Credits>,
    /// Draft, applied or approved.
    pub status: Status,
    /// The body's number of it.
    pub approval_number: Option<String>,
    /// The first day.
    pub valid_from: Option<NaiveDate>,
    /// The last day.
    pub valid_to: Option<NaiveDate>,
    /// The organizer's own sentence.
    pub wording: Option<String>,
    /// Its parts.
    pub shares: Vec<Share>,
}

/// What changes of a designation.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Where it goes.
    pub status: Option<Status>,
    /// At most so much.
    pub max_credits: Option<Credits>,
    /// By which rules.
    pub rule_set: Option<RuleSetId>,
    /// The body's number of it.
    pub approval_number: Option<Option<String>>,
    /// The first day.
    pub valid_from: Option<Option<NaiveDate>>,
    /// The last day.
    pub valid_to: Option<Option<NaiveDate>>,
    /// The organizer's own sentence.
    pub wording: Option<Option<String>>,
    /// Its parts.
    pub shares: Option<Vec<Share>>,
}

/// Designates credit for an event.
pub async fn designate(
    conn: &mut PgConnection,
    org: OrgId,
    wanted: Wanted,
    now: DateTime<Utc>,
) -> Result<Designation, Error> {
    let offering = offering::get(&mut *conn, org, wanted.event).await?;
    if !matches!(wanted.status, Status::Draft | Status::Applied | Status::Approved) {
        return Err(Error::IllegalTransition("new", wanted.status.word()));
    }
    if wanted.session.is_some_and(|id| offering.sessions.iter().all(|s| s.id != id)) {
        return Err(Error::NotFound);
    }
    let rule_set = rules_for(&mut *conn, org, &offering, &wanted).await?;
    let most = most_of(&mut *conn, org, &offering, wanted.session, rule_set).await?;
    let max_credits = wanted.max_credits.unwrap_or(most);
    if max_credits > most {
        return Err(Error::AboveScheduledTime(most));
    }
    let id = DesignationId::new(now);
    insert(&mut *conn, org, id, &wanted, (rule_set, max_credits), now).await?;
    store_shares(&mut *conn, id, &wanted.shares).await?;
    refuse_overlap(&mut *conn, wanted.event, wanted.credit_type).await?;
    evaluate(&mut *conn, org, wanted.event, now).await?;
    queries::get(conn, org, id).await
}

async fn rules_for(
    conn: &mut PgConnection,
    org: OrgId,
    offering: &Offering,
    wanted: &Wanted,
) -> Result<RuleSetId, Error> {
    let body = sqlx::query_scalar!(
        "select t.body_id from credit_types t join awarding_bodies b on b.id = t.body_id
          where t.id = $1 and (b.organization_id is null or b.organization_id = $2)",
        wanted.credit_type as _,
        org as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    match wanted.rule_set {
        None => rule_set::in_force(conn, body, offering.last_day()).await,
        Some(id) => published_of(conn, org, body, id).await,
    }
}

/// Credit is computed by published rules of its own body, and by nothing else (CR-1).
async fn published_of(
    conn: &mut PgConnection,
    org: OrgId,
    body: BodyId,
    id: RuleSetId,
) -> Result<RuleSetId, Error> {
    let set = rule_set::get(conn, org, id).await?;
    let fits = set.body_id == body && set.status == rule_set::Status::Published;
    fits.then_some(id).ok_or(Error::NoRuleInForce)
}

/// What the engine gives for the full scheduled time (CR-8).
async fn most_of(
    conn: &mut PgConnection,
    org: OrgId,
    offering: &Offering,
    session: Option<SessionId>,
    rule_set: RuleSetId,
) -> Result<Credits, Error> {
    let set = rule_set::get(conn, org, rule_set).await?;
    Ok(calculate(&offering.attended_in_full(session), &set.parameters, &Given::default()).credits)
}

async fn insert(
    conn: &mut PgConnection,
    org: OrgId,
    id: DesignationId,
    wanted: &Wanted,
    (rule_set, max_credits): (RuleSetId, Credits),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into designations (id, organization_id, event_id, session_id, credit_type_id, rule_set_id, max_credits, status,
                                   approval_number, valid_from, valid_to, wording, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)",
        id as _,
        org as _,
        wanted.event as _,
        wanted.session as _,
        wanted.credit_type as _,
        rule_set as _,
        max_credits as _,
        wanted.status as _,
        wanted.approval_number,
        wanted.valid_from,
        wanted.valid_to,
        wanted.wording,
        now
    )
    .execute(conn)
    .await
    .on_constraint([("designations_live_key", Error::DesignationExists)])?;
    Ok(())
}

/// The sum is also a deferred constraint; refused here, it is an answer and not a fault at commit.
async fn store_shares(
    conn: &mut PgConnection,
    id: DesignationId,
    shares: &[Share],
) -> Result<(), Error> {
    if !shares.is_empty() && shares.iter().map(|share| share.share).sum::<i32>() != 1000 {
        return Err(Error::SharesDoNotSum);
    }
    sqlx::query!("delete from designation_lines where designation_id = $1", id as _)
        .execute(&mut *conn)
        .await?;
    let ids: Vec<Uuid> = shares.iter().map(|_| Uuid::new_v4()).collect();
    let categories: Vec<String> = shares.iter().map(|share| share.category.clone()).collect();
    let topics: Vec<Option<String>> = shares.iter().map(|share| share.topic.clone()).collect();
    let parts: Vec<i32> = shares.iter().map(|share| share.share).collect();
    sqlx::query!(
        "insert into designation_lines (id, designation_id, category, topic, share, position)
         select line.id, $1, line.category, line.topic, line.share, line.position::integer
           from unnest($2::uuid[], $3::text[], $4::text[], $5::integer[]) with ordinality
                as line (id, category, topic, share, position)",
        id as _,
        &ids,
        &categories,
        topics as _,
        &parts
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A credit type is designated for the whole or for sessions, never both (CR-18).
async fn refuse_overlap(
    conn: &mut PgConnection,
    event: EventId,
    credit_type: CreditTypeId,
) -> Result<(), Error> {
    let both = sqlx::query_scalar!(
        r#"select count(session_id) > 0 and count(*) > count(session_id) as "both!" from designations
            where event_id = $1 and credit_type_id = $2 and status not in ('denied', 'withdrawn', 'expired')"#,
        event as _,
        credit_type as _
    )
    .fetch_one(conn)
    .await?;
    if both { Err(Error::DesignationOverlaps) } else { Ok(()) }
}

async fn evaluate(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let job = jobs::EvaluateOffering { organization: org, event, registration: None };
    outbox::push_once(conn, &job, &format!("evaluate:{event}"), now, now).await
}

/// Changes a designation as it was last seen. What is approved keeps its amount, rules and lines.
pub async fn change(
    conn: &mut PgConnection,
    org: OrgId,
    id: DesignationId,
    (version, change): (i32, Change),
    now: DateTime<Utc>,
) -> Result<Designation, Error> {
    sqlx::query!(
        "select id from designations where organization_id = $1 and id = $2 for no key update",
        org as _,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    let before = queries::get(&mut *conn, org, id).await?;
    if before.version != version {
        return Err(Error::Stale);
    }
    let status = change.status.unwrap_or(before.status);
    if status != before.status && !before.status.next().contains(&status) {
        return Err(Error::IllegalTransition(before.status.word(), status.word()));
    }
    let fixed = before.status != Status::Draft && before.status != Status::Applied;
    let moved = change.max_credits.is_some_and(|most| most != before.max_credits)
        || change.rule_set.is_some_and(|id| Some(id) != before.rule_set_id)
        || change.shares.as_ref().is_some_and(|shares| *shares != before.shares.0);
    if fixed && moved {
        return Err(Error::DesignationApproved);
    }
    if let Some(other) = change.rule_set.filter(|id| Some(*id) != before.rule_set_id) {
        published_of(&mut *conn, org, before.body_id, other).await?;
    }
    apply(&mut *conn, org, &before, &change, status, now).await?;
    evaluate(&mut *conn, org, before.event_id, now).await?;
    queries::get(conn, org, id).await
}

async fn apply(
    conn: &mut PgConnection,
    org: OrgId,
    before: &Designation,
    change: &Change,
    status: Status,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let max_credits = change.max_credits.unwrap_or(before.max_credits);
    let rule_set = change.rule_set.or(before.rule_set_id);
    if let Some(rule_set) = rule_set.filter(|_| before.status != Status::Approved) {
        let offering = offering::get(&mut *conn, org, before.event_id).await?;
        let most = most_of(&mut *conn, org, &offering, before.session_id, rule_set).await?;
        if max_credits > most {
            return Err(Error::AboveScheduledTime(most));
        }
    }
    sqlx::query!(
        "update designations set status = $2, max_credits = $3, rule_set_id = $4, approval_number = $5, valid_from = $6,
                valid_to = $7, wording = $8, version = version + 1, updated_at = $9 where id = $1",
        before.id as _,
        status as _,
        max_credits as _,
        rule_set as _,
        change.approval_number.as_ref().unwrap_or(&before.approval_number).as_deref(),
        change.valid_from.unwrap_or(before.valid_from),
        change.valid_to.unwrap_or(before.valid_to),
        change.wording.as_ref().unwrap_or(&before.wording).as_deref(),
        now
    )
    .execute(&mut *conn)
    .await?;
    match &change.shares {
        Some(shares) => store_shares(conn, before.id, shares).await,
        None => Ok(()),
    }
}
