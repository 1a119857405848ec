//! The end of a subscription, at the end of what is paid, and coming back before it (BI-18).

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{OrgId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgPool;
use utoipa::ToSchema;

use super::remote::Ref;
use super::{Object, Subscription, follow, get, schedule};
use crate::Error;
use crate::stripe::{Form, Operation, Stripe, perform};

/// Why somebody leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum CancelReason {
    /// It costs too much.
    TooExpensive,
    /// It is not used.
    Unused,
    /// Something is missing.
    MissingFeature,
    /// Something else is used now.
    Switched,
    /// What it was for is over.
    Ended,
    /// Something else.
    Other,
}

/// Ends the subscription with its period. A change that was to come is dropped.
pub async fn cancel(
    db: &PgPool,
    stripe: &Stripe,
    (organization, by): (OrgId, UserId),
    (reason, comment): (CancelReason, Option<&str>),
    now: DateTime<Utc>,
) -> Result<Subscription, Error> {
    let before = get(&mut *db.acquire().await?, organization).await?;
    let id = before.running()?;
    if before.cancel_at.is_some() {
        return Err(Error::AlreadyCanceling);
    }
    schedule::release(db, stripe, organization, by, now).await?;
    set(db, stripe, (id, before.version), true, now).await?;
    let mut tx = ::db::begin(db).await?;
    sqlx::query!(
        "update subscriptions set cancel_reason = $2, cancel_comment = $3 where organization_id = $1",
        organization as _,
        reason as _,
        comment
    )
    .execute(&mut *tx)
    .await?;
    let (actor, kind) = (Actor::User(by), "organization");
    let entry = Entry::new(Some(organization), actor, "plan.cancelled", kind, organization);
    audit::write(&mut tx, Entry { after: json!({"reason": reason}), ..entry }, now).await?;
    tx.commit().await?;
    Ok(get(&mut *db.acquire().await?, organization).await?)
}

/// Takes the end back, before it has come.
pub async fn reactivate(
    db: &PgPool,
    stripe: &Stripe,
    (organization, by): (OrgId, UserId),
    now: DateTime<Utc>,
) -> Result<Subscription, Error> {
    let before = get(&mut *db.acquire().await?, organization).await?;
    let id = before.running()?;
    if before.cancel_at.is_none() {
        return Err(Error::NotCanceling);
    }
    set(db, stripe, (id, before.version), false, now).await?;
    let (actor, kind) = (Actor::User(by), "organization");
    let entry = Entry::new(Some(organization), actor, "plan.reactivated", kind, organization);
    let mut conn = db.acquire().await?;
    audit::write(&mut conn, entry, now).await?;
    Ok(get(&mut conn, organization).await?)
}

/// The version names the wish: the next change of mind is another one.
async fn set(
    db: &PgPool,
    stripe: &Stripe,
    (id, version): (&str, i32),
    ends: bool,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let word = if ends { "cancel" } else { "reactivate" };
    let (key, path) = (format!("plan-{word}:{id}:{version}"), format!("/v1/subscriptions/{id}"));
    let form = Form::new().with("cancel_at_period_end", ends);
    let operation = Operation { key: &key, path: &path, account: None, form: &form, listed: None };
    let _: Ref = perform(db, stripe, operation, now).await?;
    follow(db, stripe, Object::Subscription, id, now).await?;
    Ok(())
}
