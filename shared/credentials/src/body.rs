//! Awarding bodies and their kinds of credit. The catalogue belongs to nobody and to everybody.

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{BodyId, CreditTypeId, OrgId};
use sqlx::PgConnection;

use crate::{Error, rule_set};

/// A body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Which.
    pub id: BodyId,
    /// Its full name.
    pub name: String,
    /// What people call it.
    pub short_name: String,
    /// ISO 3166-2, if it is bound to a place.
    pub jurisdiction: Option<String>,
    /// Its site.
    pub website: Option<String>,
    /// The organization's own, not the catalogue's.
    pub own: bool,
    /// For `If-Match`.
    pub version: i32,
}

/// What an organization says of its own body.
#[derive(Clone, Debug)]
pub struct BodyPlan {
    /// Its full name.
    pub name: String,
    /// What people call it.
    pub short_name: String,
    /// ISO 3166-2.
    pub jurisdiction: Option<String>,
    /// Its site.
    pub website: Option<String>,
}

/// Catalogue and own bodies.
pub async fn list(conn: &mut PgConnection, org: OrgId) -> sqlx::Result<Vec<Body>> {
    sqlx::query_as!(
        Body,
        r#"select id, name, short_name, jurisdiction, website, organization_id is not null as "own!", version
             from awarding_bodies where organization_id is null or organization_id = $1
            order by short_name, id"#,
        org as _
    )
    .fetch_all(conn)
    .await
}

/// Makes an own body.
pub async fn create(
    conn: &mut PgConnection,
    org: OrgId,
    plan: BodyPlan,
    now: DateTime<Utc>,
) -> Result<Body, Error> {
    let id = BodyId::new(now);
    sqlx::query!(
        "insert into awarding_bodies (id, organization_id, name, short_name, jurisdiction, website, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)",
        id as _,
        org as _,
        plan.name,
        plan.short_name,
        plan.jurisdiction,
        plan.website,
        now
    )
    .execute(conn)
    .await
    .on_constraint([("awarding_bodies_name_key", Error::BodyNameTaken)])?;
    let BodyPlan { name, short_name, jurisdiction, website } = plan;
    Ok(Body { id, name, short_name, jurisdiction, website, own: true, version: 1 })
}

/// One own body; the catalogue's cannot be changed.
pub async fn get_own(conn: &mut PgConnection, org: OrgId, id: BodyId) -> Result<Body, Error> {
    let body = list(conn, org).await?.into_iter().find(|body| body.id == id && body.own);
    body.ok_or(Error::NotFound)
}

/// Holds an own body until the transaction ends: the numbers of its rules are drawn one by one.
pub(crate) async fn lock_own(conn: &mut PgConnection, org: OrgId, id: BodyId) -> Result<(), Error> {
    let held = sqlx::query_scalar!(
        "select id from awarding_bodies where organization_id = $1 and id = $2 for no key update",
        org as _,
        id as _
    );
    held.fetch_optional(conn).await?.map(drop).ok_or(Error::NotFound)
}

/// Changes an own body as it was last seen.
pub async fn update(
    conn: &mut PgConnection,
    org: OrgId,
    id: BodyId,
    version: i32,
    plan: BodyPlan,
    now: DateTime<Utc>,
) -> Result<Body, Error> {
    lock_own(&mut *conn, org, id).await?;
    let changed = sqlx::query!(
        "update awarding_bodies set name = $3, short_name = $4, jurisdiction = $5, website = $6,
                version = version + 1, updated_at = $7
          where organization_id = $1 and id = $2 and version = $8",
        org as _,
        id as _,
        plan.name,
        plan.short_name,
        plan.jurisdiction,
        plan.website,
        now,
        version
    )
    .execute(conn)
    .await
    .on_constraint([("awarding_bodies_name_key", Error::BodyNameTaken)])?;
    if changed.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    let BodyPlan { name, short_name, jurisdiction, website } = plan;
    Ok(Body { id, name, short_name, jurisdiction, website, own: true, version: version + 1 })
}

/// A kind of credit, with the rules that may be used for it.
#[derive(Clone, Debug)]
pub struct CreditType {
    /// Which.
    pub id: CreditTypeId,
    /// Whose.
    pub body_id: BodyId,
    /// What people call the body.
    pub body: String,
    /// Its key.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// One of it.
    pub unit_one: String,
    /// Several of it.
    pub unit_many: String,
    /// The exact brand wording.
    pub mark: Option<String>,
    /// The organization's own, not the catalogue's.
    pub own: bool,
    /// Published rules of the body.
    pub rule_sets: Vec<rule_set::RuleSet>,
}

/// Catalogue and own kinds of credit, of one body or of all.
pub async fn credit_types(
    conn: &mut PgConnection,
    org: OrgId,
    body: Option<BodyId>,
) -> sqlx::Result<Vec<CreditType>> {
    let rows = sqlx::query!(
        r#"select t.id, t.body_id, b.short_name as body, t.code, t.name, t.unit_one, t.unit_many, t.mark,
                  b.organization_id is not null as "own!"
             from credit_types t join awarding_bodies b on b.id = t.body_id
            where (b.organization_id is null or b.organization_id = $1) and ($2::uuid is null or b.id = $2)
            order by b.short_name, t.name, t.id"#,
        org as _,
        body as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let rules = rule_set::list(conn, org, body, Some(rule_set::Status::Published)).await?;
    let of_body = |id| rules.iter().filter(|set| set.body_id == id).cloned().collect();
    Ok(rows
        .into_iter()
        .map(|row| CreditType {
            rule_sets: of_body(row.body_id),
            id: row.id,
            body_id: row.body_id,
            body: row.body,
            code: row.code,
            name: row.name,
            unit_one: row.unit_one,
            unit_many: row.unit_many,
            mark: row.mark,
            own: row.own,
        })
        .collect())
}

/// What an organization says of a kind of credit of its own body.
#[derive(Clone, Debug)]
pub struct CreditTypePlan {
    /// Whose.
    pub body: BodyId,
    /// Its key.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// One of it.
    pub unit_one: String,
    /// Several of it.
    pub unit_many: String,
    /// The exact brand wording.
    pub mark: Option<String>,
}

/// Makes a kind of credit of an own body.
pub async fn create_credit_type(
    conn: &mut PgConnection,
    org: OrgId,
    plan: CreditTypePlan,
    now: DateTime<Utc>,
) -> Result<CreditType, Error> {
    let body = get_own(&mut *conn, org, plan.body).await?;
    let id = CreditTypeId::new(now);
    sqlx::query!(
        "insert into credit_types (id, body_id, code, name, unit_one, unit_many, mark, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id as _,
        body.id as _,
        plan.code,
        plan.name,
        plan.unit_one,
        plan.unit_many,
        plan.mark,
        now
    )
    .execute(&mut *conn)
    .await
    .on_constraint([("credit_types_code_key", Error::CreditTypeCodeTaken)])?;
    let made = credit_types(conn, org, Some(body.id)).await?.into_iter().find(|t| t.id == id);
    made.ok_or(Error::NotFound)
}
