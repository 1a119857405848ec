//! Versions of a body's rules. A published one never changes (CR-1); the trigger says so too.

use chrono::{DateTime, NaiveDate, Utc};
use db::OnConstraint as _;
use models::{BodyId, Field, OrgId, RuleSetId};
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::rules::{Parameters, check_vectors, validate};
use crate::{Error, body};

/// Where a version is in its life.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = RuleSetStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// May change; nothing is computed by it.
    Draft,
    /// Fixed, and in use.
    Published,
    /// Fixed; old awards are still computed by it.
    Retired,
}

/// A version of a body's rules.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// Which.
    pub id: RuleSetId,
    /// Whose rules.
    pub body_id: BodyId,
    /// What people call the body.
    pub body: String,
    /// The key of the rules over all versions.
    pub code: String,
    /// The version.
    pub number: i32,
    /// Where it is in its life.
    pub status: Status,
    /// The organization's own, not the catalogue's.
    pub own: bool,
    /// The first day.
    pub effective_from: Option<NaiveDate>,
    /// The day after the last.
    pub effective_to: Option<NaiveDate>,
    /// Where it comes from.
    pub source_title: Option<String>,
    /// Its address.
    pub source_url: Option<String>,
    /// When that was read.
    pub source_checked_on: Option<NaiveDate>,
    /// What is not confirmed yet.
    pub note: Option<String>,
    /// The rules.
    pub parameters: Json<Parameters>,
    /// For `If-Match`.
    pub version: i32,
}

/// Where rules come from.
#[derive(Clone, Debug)]
pub struct Source {
    /// The document.
    pub title: String,
    /// Its address.
    pub url: String,
    /// When it was read.
    pub checked_on: NaiveDate,
}

/// What an organization says of its own rules.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The first day.
    pub effective_from: Option<NaiveDate>,
    /// The day after the last.
    pub effective_to: Option<NaiveDate>,
    /// Where they come from.
    pub source: Option<Source>,
    /// The rules.
    pub parameters: Parameters,
}

/// Catalogue and own rule sets, newest version first.
pub async fn list(
    conn: &mut PgConnection,
    org: OrgId,
    body: Option<BodyId>,
    status: Option<Status>,
) -> sqlx::Result<Vec<RuleSet>> {
    sqlx::query_as!(
        RuleSet,
        r#"select s.id, s.body_id, b.short_name as body, s.code, s.number, s.status,
                  b.organization_id is not null as "own!", s.effective_from, s.effective_to,
                  s.source_title, s.source_url, s.source_checked_on, s.note, s.parameters, s.version
             from rule_sets s join awarding_bodies b on b.id = s.body_id
            where (b.organization_id is null or b.organization_id = $1)
              and ($2::uuid is null or b.id = $2) and ($3::text is null or s.status = $3)
            order by b.short_name, s.code, s.number desc"#,
        org as _,
        body as _,
        status as _
    )
    .fetch_all(conn)
    .await
}

/// One of them.
pub async fn get(conn: &mut PgConnection, org: OrgId, id: RuleSetId) -> Result<RuleSet, Error> {
    sqlx::query_as!(
        RuleSet,
        r#"select s.id, s.body_id, b.short_name as body, s.code, s.number, s.status,
                  b.organization_id is not null as "own!", s.effective_from, s.effective_to,
                  s.source_title, s.source_url, s.source_checked_on, s.note, s.parameters, s.version
             from rule_sets s join awarding_bodies b on b.id = s.body_id
            where (b.organization_id is null or b.organization_id = $1) and s.id = $2"#,
        org as _,
        id as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)
}

/// An own one, locked until the transaction ends.
async fn lock_own(conn: &mut PgConnection, org: OrgId, id: RuleSetId) -> Result<RuleSet, Error> {
    sqlx::query!(
        "select s.id from rule_sets s join awarding_bodies b on b.id = s.body_id
          where b.organization_id = $1 and s.id = $2 for no key update of s",
        org as _,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    get(conn, org, id).await
}

fn checked(plan: &Plan) -> Result<(), Error> {
    let mut faults = validate(&plan.parameters);
    let days = plan.effective_from.zip(plan.effective_to);
    if days.is_some_and(|(from, to)| to <= from) {
        faults.push(Field {
            pointer: "/effective_to".into(),
            code: "invalid-value".into(),
            detail: "lies after the first day".into(),
        });
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::RuleInvalid(faults)) }
}

/// Makes a draft of the next number. Two at once for one body wait for each other.
pub async fn create(
    conn: &mut PgConnection,
    org: OrgId,
    body: BodyId,
    code: &str,
    plan: &Plan,
    now: DateTime<Utc>,
) -> Result<RuleSet, Error> {
    checked(plan)?;
    body::lock_own(&mut *conn, org, body).await?;
    let id = RuleSetId::new(now);
    let source = plan.source.as_ref();
    sqlx::query!(
        "insert into rule_sets (id, body_id, code, number, status, effective_from, effective_to, source_title, source_url,
                                source_checked_on, parameters, created_at, updated_at)
         select $1, $2, $3, coalesce(max(number), 0) + 1, 'draft', $4, $5, $6, $7, $8, $9, $10, $10
           from rule_sets where body_id = $2 and code = $3",
        id as _,
        body as _,
        code,
        plan.effective_from,
        plan.effective_to,
        source.map(|s| &s.title),
        source.map(|s| &s.url),
        source.map(|s| s.checked_on),
        Json(&plan.parameters) as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    get(conn, org, id).await
}

/// Changes a draft.
pub async fn update(
    conn: &mut PgConnection,
    org: OrgId,
    id: RuleSetId,
    version: i32,
    change: impl FnOnce(&RuleSet) -> Plan,
    now: DateTime<Utc>,
) -> Result<RuleSet, Error> {
    let before = lock_own(&mut *conn, org, id).await?;
    if before.status != Status::Draft {
        return Err(Error::RuleSetPublished);
    }
    if before.version != version {
        return Err(Error::Stale);
    }
    let plan = change(&before);
    checked(&plan)?;
    let source = plan.source.as_ref();
    sqlx::query!(
        "update rule_sets set effective_from = $2, effective_to = $3, source_title = $4, source_url = $5,
                source_checked_on = $6, parameters = $7, version = version + 1, updated_at = $8 where id = $1",
        id as _,
        plan.effective_from,
        plan.effective_to,
        source.map(|s| &s.title),
        source.map(|s| &s.url),
        source.map(|s| s.checked_on),
        Json(&plan.parameters) as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    get(conn, org, id).await
}

/// Fixes a draft for ever. Its own vectors must hold.
pub async fn publish(
    conn: &mut PgConnection,
    org: OrgId,
    id: RuleSetId,
    now: DateTime<Utc>,
) -> Result<RuleSet, Error> {
    let draft = lock_own(&mut *conn, org, id).await?;
    if draft.status != Status::Draft {
        return Err(Error::RuleSetPublished);
    }
    let sourced = draft.source_title.is_some() && draft.effective_from.is_some();
    if !sourced {
        return Err(Error::SourceMissing);
    }
    if let Some((minutes, given)) = check_vectors(&draft.parameters) {
        return Err(Error::VectorsFail(minutes, given));
    }
    set_status(&mut *conn, id, Status::Published, now).await?;
    get(conn, org, id).await
}

/// Takes published rules out of use.
pub async fn retire(
    conn: &mut PgConnection,
    org: OrgId,
    id: RuleSetId,
    now: DateTime<Utc>,
) -> Result<RuleSet, Error> {
    let published = lock_own(&mut *conn, org, id).await?;
    if published.status != Status::Published {
        return Err(Error::RuleSetNotPublished);
    }
    set_status(&mut *conn, id, Status::Retired, now).await?;
    get(conn, org, id).await
}

async fn set_status(
    conn: &mut PgConnection,
    id: RuleSetId,
    status: Status,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update rule_sets set status = $2, version = version + 1, updated_at = $3 where id = $1",
        id as _,
        status as _,
        now
    )
    .execute(conn)
    .await
    .on_constraint([
        ("rule_sets_no_overlap", Error::RangesOverlap),
        ("rule_sets_published_has_source", Error::SourceMissing),
    ])?;
    Ok(())
}

/// Makes an own draft of any rules that may be seen.
pub async fn copy(
    conn: &mut PgConnection,
    org: OrgId,
    id: RuleSetId,
    body: BodyId,
    code: &str,
    now: DateTime<Utc>,
) -> Result<RuleSet, Error> {
    let of = get(&mut *conn, org, id).await?;
    let source = of.source_title.zip(of.source_url).zip(of.source_checked_on);
    let plan = Plan {
        effective_from: of.effective_from,
        effective_to: of.effective_to,
        source: source.map(|((title, url), checked_on)| Source { title, url, checked_on }),
        parameters: of.parameters.0,
    };
    create(conn, org, body, code, &plan, now).await
}

/// The published version of the credit type's body that was in force on a day: of several rules
/// of one body the first by code.
pub(crate) async fn in_force(
    conn: &mut PgConnection,
    body: BodyId,
    on: NaiveDate,
) -> Result<RuleSetId, Error> {
    sqlx::query_scalar!(
        "select id from rule_sets
          where body_id = $1 and status = 'published' and effective_from <= $2
            and (effective_to is null or effective_to > $2)
          order by code, number desc limit 1",
        body as _,
        on
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NoRuleInForce)
}
