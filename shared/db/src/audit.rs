//! The audit log: who changed what, written in the transaction of the change.
//!
//! Entries hold ids and settings, never names, addresses or secrets.

use chrono::{DateTime, Utc};
use models::{AuditId, OrgId, UserId};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// Who did it.
#[derive(Clone, Copy, Debug)]
pub enum Actor {
    /// A person.
    User(UserId),
    /// Staff of the platform: an organization sees that it was, not who.
    Support(UserId),
    /// The platform itself: a job, the clock, a vendor's message.
    System,
}

/// One line of the log.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The tenant, if the change belongs to one.
    pub organization: Option<OrgId>,
    /// Who.
    pub actor: Actor,
    /// What, as `noun.verb`: `event.published`, `member.removed`.
    pub action: &'a str,
    /// What kind of thing was changed: `event`, `membership`.
    pub target_kind: &'a str,
    /// Which.
    pub target: Option<Uuid>,
    /// What it was before; `Null` is nothing.
    pub before: Value,
    /// What it is now; `Null` is nothing.
    pub after: Value,
    /// The network of the caller: /24 or /48.
    pub ip_prefix: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// An entry without before and after.
    #[must_use]
    pub fn new(
        organization: Option<OrgId>,
        actor: Actor,
        action: &'a str,
        target_kind: &'a str,
        target: impl Into<Uuid>,
    ) -> Self {
        let target = Some(target.into());
        Self {
            organization,
            actor,
            action,
            target_kind,
            target,
            before: Value::Null,
            after: Value::Null,
            ip_prefix: None,
        }
    }
}

/// Writes the entry, with the name of the request that caused it (PL-40).
pub async fn write(
    conn: &mut PgConnection,
    entry: Entry<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let (kind, actor) = match entry.actor {
        Actor::User(user) => ("user", Some(user)),
        Actor::Support(user) => ("support", Some(user)),
        Actor::System => ("system", None),
    };
    let some = |value: Value| Some(value).filter(|value| !value.is_null());
    sqlx::query!(
        "insert into audit_entries (id, organization_id, actor_kind, actor_id, action, target_kind,
                                    target_id, before, after, ip_prefix, at, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        AuditId::new(now) as _,
        entry.organization as _,
        kind,
        actor as _,
        entry.action,
        entry.target_kind,
        entry.target,
        some(entry.before),
        some(entry.after),
        entry.ip_prefix,
        now,
        models::request::id() as Option<String>
    )
    .execute(conn)
    .await?;
    Ok(())
}
