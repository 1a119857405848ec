//! What differs from Stripe, or from itself, and nobody could mend: a person looks at it, or a later
//! reconciliation finds it right.

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{FindingId, OrgId, Page, UserId};
use serde_json::{Value, json};
use sqlx::PgConnection;

use crate::Error;

/// A difference that was seen just now.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen<'a> {
    /// Whose, if anybody's.
    pub organization: Option<OrgId>,
    /// What differs: `refund-amount`.
    pub kind: &'a str,
    /// Of what: an id of Stripe's, or of ours.
    pub object: &'a str,
    /// What stands here; `Null` is nothing.
    pub local: Value,
    /// What stands there, or what should stand here; `Null` is nothing.
    pub stripe: Value,
}

/// A difference as it is kept.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which.
    pub id: FindingId,
    /// Whose, if anybody's.
    pub organization: Option<OrgId>,
    /// What that is called.
    pub organization_name: Option<String>,
    /// What differs.
    pub kind: String,
    /// Of what.
    pub object: String,
    /// What stands here.
    pub local: Option<Value>,
    /// What stands there, or what should stand here.
    pub stripe: Option<Value>,
    /// When it was seen first.
    pub found_at: DateTime<Utc>,
    /// When it was seen last.
    pub seen_at: DateTime<Utc>,
    /// When it was found right again.
    pub fixed_at: Option<DateTime<Utc>>,
    /// When somebody closed it.
    pub closed_at: Option<DateTime<Utc>>,
    /// Who did.
    pub closed_by: Option<UserId>,
    /// Why.
    pub closed_reason: Option<String>,
}

/// Keeps a difference; one that is open already is brought up to date, and one that somebody has
/// closed as it is stays closed. `true`: it is new.
pub async fn note(
    conn: &mut PgConnection,
    seen: &Seen<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let some = |value: &Value| Some(value.clone()).filter(|value| !value.is_null());
    let id = FindingId::new(now);
    let kept = sqlx::query_scalar!(
        r#"insert into reconciliation_findings (id, organization_id, kind, object_id, local_value, stripe_value, found_at, seen_at)
           select $1, $2, $3, $4, $5, $6, $7, $7
            where not exists (select from reconciliation_findings f
                               where f.kind = $3 and f.object_id = $4 and f.closed_by is not null
                                 and f.local_value is not distinct from $5 and f.stripe_value is not distinct from $6)
           on conflict (kind, object_id) where fixed_at is null and closed_by is null do update
              set local_value = excluded.local_value, stripe_value = excluded.stripe_value, seen_at = excluded.seen_at,
                  organization_id = coalesce(excluded.organization_id, reconciliation_findings.organization_id)
           returning id"#,
        id as _,
        seen.organization as _,
        seen.kind,
        seen.object,
        some(&seen.local),
        some(&seen.stripe),
        now
    )
    .fetch_optional(conn)
    .await?;
    if kept == Some(id) {
        tracing::error!(kind = seen.kind, object = seen.object, "something needs a look");
    }
    Ok(kept == Some(id))
}

/// Which findings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// Those that are settled, instead of those that are open.
    pub closed: bool,
    /// Only of this kind, or of kinds that begin with it: `refund`.
    pub kind: Option<&'a str>,
}

/// Newest first.
pub async fn list(
    conn: &mut PgConnection,
    filter: Filter<'_>,
    page: Page<(DateTime<Utc>, FindingId)>,
) -> sqlx::Result<Vec<Finding>> {
    let probe = page.probe();
    let (at, id) = page.after.unzip();
    sqlx::query_as!(
        Finding,
        r#"select f.id, f.organization_id as organization, o.name as "organization_name?", f.kind,
                  f.object_id as object, f.local_value as local, f.stripe_value as stripe, f.found_at, f.seen_at, f.fixed_at,
                  f.closed_at, f.closed_by, f.closed_reason
             from reconciliation_findings f left join organizations o on o.id = f.organization_id
            where (f.fixed_at is null and f.closed_by is null) <> $1
              and ($2::text is null or f.kind = $2 or starts_with(f.kind, $2 || '-'))
              and ($3::timestamptz is null or (f.found_at, f.id) < ($3, $4::uuid))
            order by f.found_at desc, f.id desc limit $5"#,
        filter.closed,
        filter.kind,
        at,
        id as _,
        probe
    )
    .fetch_all(conn)
    .await
}

/// One of them.
pub async fn get(conn: &mut PgConnection, id: FindingId) -> Result<Finding, Error> {
    let found = sqlx::query_as!(
        Finding,
        r#"select f.id, f.organization_id as organization, o.name as "organization_name?", f.kind,
                  f.object_id as object, f.local_value as local, f.stripe_value as stripe, f.found_at, f.seen_at, f.fixed_at,
                  f.closed_at, f.closed_by, f.closed_reason
             from reconciliation_findings f left join organizations o on o.id = f.organization_id where f.id = $1"#,
        id as _
    );
    found.fetch_optional(conn).await?.ok_or(Error::NotFound)
}

/// Somebody has looked at it. One that is settled already stays as it is.
pub async fn close(
    conn: &mut PgConnection,
    id: FindingId,
    (by, reason): (UserId, &str),
    now: DateTime<Utc>,
) -> Result<Finding, Error> {
    let closed = sqlx::query!(
        "update reconciliation_findings set closed_by = $2, closed_reason = $3, closed_at = $4
          where id = $1 and fixed_at is null and closed_by is null",
        id as _,
        by as _,
        reason,
        now
    )
    .execute(&mut *conn)
    .await?;
    let finding = get(conn, id).await?;
    if closed.rows_affected() == 0 {
        return Err(Error::FindingClosed);
    }
    let (org, actor) = (finding.organization, Actor::Support(by));
    let entry = Entry::new(org, actor, "finding.closed", "finding", id);
    let after = json!({"kind": finding.kind, "object": finding.object, "reason": reason});
    audit::write(conn, Entry { after, ..entry }, now).await?;
    Ok(finding)
}

/// A later look found these right: what is open about them closes by itself.
pub async fn fixed(
    conn: &mut PgConnection,
    kinds: &[String],
    objects: &[String],
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let fixed = sqlx::query!(
        "update reconciliation_findings set fixed_at = $3
          where kind = any($1) and object_id = any($2) and fixed_at is null and closed_by is null",
        kinds,
        objects,
        now
    );
    Ok(fixed.execute(conn).await?.rows_affected())
}
