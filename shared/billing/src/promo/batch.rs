//! Many codes of one kind, each for one use: to be mailed out or printed.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{OrgId, PromoBatchId, PromoCodeId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::code::{Code, normalised, plain};
use super::manage::{checked, may_add};
use super::terms::{Rules, Targets};
use super::write::{insert, set_targets};
use crate::Error;
use crate::error::field;

/// The most codes made at a time.
pub const MOST_IN_BATCH: usize = 10_000;
/// The most rows of targets that one batch may write.
const MOST_TARGET_ROWS: usize = 100_000;

/// What generated codes begin with: as a code, at most 12 characters, perhaps none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(as = PromoCodePrefix, value_type = String, example = "SPRING-", max_length = 12)]
pub struct Prefix(String);

impl TryFrom<String> for Prefix {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let prefix = normalised(&text);
        let fits = prefix.len() <= 12 && prefix.bytes().all(plain);
        if fits {
            Ok(Self(prefix))
        } else {
            Err("At most 12 letters, digits, hyphens and underscores.")
        }
    }
}

impl From<Prefix> for String {
    fn from(prefix: Prefix) -> Self {
        prefix.0
    }
}

/// What to make.
#[derive(Clone, Debug)]
pub struct NewBatch {
    /// What the codes begin with.
    pub prefix: Prefix,
    /// How many, 1 to 10,000.
    pub count: usize,
    /// What each gives; the number of uses is 1.
    pub rules: Rules,
    /// What each works for.
    pub targets: Targets,
}

/// Makes all codes, or none.
pub async fn create_batch(
    conn: &mut PgConnection,
    organization: OrgId,
    by: UserId,
    new: NewBatch,
    now: DateTime<Utc>,
) -> Result<PromoBatchId, Error> {
    let NewBatch { prefix, count, rules, targets } = new;
    if count == 0 {
        return Err(Error::Invalid(vec![field("/count", "out-of-range", "At least one code.")]));
    }
    if count > MOST_IN_BATCH || count * targets.len() > MOST_TARGET_ROWS {
        return Err(Error::BatchTooLarge);
    }
    if rules.max_uses.is_some_and(|most| most != 1) {
        let detail = "Each code of a batch works once.";
        return Err(Error::Invalid(vec![field("/rules/max_uses", "out-of-range", detail)]));
    }
    may_add(conn, organization, now).await?;
    let rules = Rules { max_uses: Some(1), ..rules };
    let targets = checked(conn, organization, &rules, targets).await?;
    let batch = PromoBatchId::new(now);
    sqlx::query!(
        "insert into promo_code_batches (id, organization_id, prefix, count, created_by, created_at) values ($1, $2, $3, $4, $5, $6)",
        batch as _,
        organization as _,
        prefix.0,
        i32::try_from(count).unwrap_or(i32::MAX),
        by as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    let codes = codes(&prefix, count, now);
    insert(conn, organization, by, Some(batch), &codes, &rules, now).await?;
    let ids: Vec<PromoCodeId> = codes.into_iter().map(|(id, _)| id).collect();
    set_targets(conn, &ids, &targets).await?;
    let actor = Actor::User(by);
    let entry = Entry::new(Some(organization), actor, "promo_batch.created", "promo_batch", batch);
    let after = json!({"prefix": prefix, "count": count, "rules": rules, "targets": targets});
    audit::write(conn, Entry { after, ..entry }, now).await?;
    Ok(batch)
}

fn codes(prefix: &Prefix, count: usize, now: DateTime<Utc>) -> Vec<(PromoCodeId, Code)> {
    let mut words = HashSet::with_capacity(count);
    while words.len() < count {
        words.insert(Code::random(&prefix.0));
    }
    words.into_iter().map(|word| (PromoCodeId::new(now), word)).collect()
}
