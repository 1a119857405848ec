//! Making, changing and ending codes. Every change has its audit entry.

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{OrgId, PromoCodeId, UserId};
use serde::Serialize;
use serde_json::json;
use sqlx::PgConnection;

use super::code::Code;
use super::find;
use super::terms::{Rules, Targets};
use super::write::{clear_targets, insert, live_uses, set_targets, update, was_used};
use crate::error::field;
use crate::{Error, access};

/// A code as an organizer writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// The word.
    pub code: Code,
    /// What it gives.
    pub rules: Rules,
    /// What it works for, if it is listed.
    pub targets: Targets,
}

/// A turn in the life of a code. Reservations that are live stay valid through each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Off, until it is enabled.
    Disable,
    /// On again.
    Enable,
    /// Away for good; its word may be used for another code.
    Archive,
}

impl Turn {
    const fn action(self) -> &'static str {
        match self {
            Self::Disable => "promo_code.disabled",
            Self::Enable => "promo_code.enabled",
            Self::Archive => "promo_code.archived",
        }
    }
}

/// Makes a code.
pub async fn create(
    conn: &mut PgConnection,
    organization: OrgId,
    by: UserId,
    new: Definition,
    now: DateTime<Utc>,
) -> Result<PromoCodeId, Error> {
    may_add(conn, organization, now).await?;
    let Definition { code, rules, targets } = new;
    let targets = checked(conn, organization, &rules, targets).await?;
    let id = PromoCodeId::new(now);
    insert(conn, organization, by, None, &[(id, code.clone())], &rules, now).await?;
    set_targets(conn, &[id], &targets).await?;
    let made = json!(Definition { code, rules, targets });
    let entry = entry(organization, by, "promo_code.created", id);
    audit::write(conn, Entry { after: made, ..entry }, now).await?;
    Ok(id)
}

/// Changes a code of the version that was seen. Once it was used, its word, kind and value stay.
pub async fn edit(
    conn: &mut PgConnection,
    organization: OrgId,
    by: UserId,
    (id, version): (PromoCodeId, i32),
    change: impl FnOnce(Definition) -> Definition,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let row = find::lock(conn, organization, id).await?.ok_or(Error::NotFound)?;
    if row.version != version {
        return Err(Error::Stale);
    }
    let targets = find::targets(conn, id).await?.deduplicated();
    let before = Definition { code: row.code.clone(), rules: row.rules(), targets };
    let mut after = change(before.clone());
    after.targets = checked(conn, organization, &after.rules, after.targets).await?;
    let frozen = before.code != after.code || before.rules.differs_in_value(&after.rules);
    if frozen && was_used(conn, id).await? {
        return Err(Error::CodeInUse);
    }
    if before.rules.max_uses != after.rules.max_uses {
        fits_uses(conn, id, after.rules.max_uses).await?;
    }
    update(conn, id, &after, now).await?;
    if before.targets != after.targets {
        clear_targets(conn, id).await?;
        set_targets(conn, &[id], &after.targets).await?;
    }
    let entry = entry(organization, by, "promo_code.changed", id);
    let (before, after) = (json!(before), json!(after));
    Ok(audit::write(conn, Entry { before, after, ..entry }, now).await?)
}

/// A limit is not lowered below what is used already: nothing is taken back from anybody (PC-4).
async fn fits_uses(
    conn: &mut PgConnection,
    id: PromoCodeId,
    most: Option<i32>,
) -> Result<(), Error> {
    let used = live_uses(conn, id).await?;
    if most.is_none_or(|most| used <= most.into()) {
        return Ok(());
    }
    let detail = format!("It is used {used} times already. To end it, disable it.");
    Err(Error::Invalid(vec![field("/rules/max_uses", "out-of-range", &detail)]))
}

/// Disables, enables or archives a code. Once more changes nothing.
pub async fn turn(
    conn: &mut PgConnection,
    organization: OrgId,
    by: UserId,
    id: PromoCodeId,
    turn: Turn,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let before = sqlx::query!(
        "select disabled_at, archived_at from promo_codes where id = $1 and organization_id = $2 for no key update",
        id as _,
        organization as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    let is_done = match turn {
        Turn::Archive => before.archived_at.is_some(),
        _ if before.archived_at.is_some() => return Err(Error::NotFound),
        Turn::Disable => before.disabled_at.is_some(),
        Turn::Enable => before.disabled_at.is_none(),
    };
    if is_done {
        return Ok(());
    }
    let disabled_at = if turn == Turn::Enable { None } else { before.disabled_at.or(Some(now)) };
    sqlx::query!(
        "update promo_codes set disabled_at = $2, archived_at = $3, version = version + 1, updated_at = $4 where id = $1",
        id as _,
        disabled_at,
        (turn == Turn::Archive).then_some(now),
        now
    )
    .execute(&mut *conn)
    .await?;
    Ok(audit::write(conn, entry(organization, by, turn.action(), id), now).await?)
}

fn entry(organization: OrgId, by: UserId, action: &'static str, id: PromoCodeId) -> Entry<'static> {
    Entry::new(Some(organization), Actor::User(by), action, "promo_code", id)
}

/// BI-6: where the plan has ended, codes go on, and none is added.
pub(super) async fn may_add(
    conn: &mut PgConnection,
    organization: OrgId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    access::writable(&access::of(conn, organization, now).await?)
}

/// The fields fit, and every target is the organization's own.
pub(super) async fn checked(
    conn: &mut PgConnection,
    organization: OrgId,
    rules: &Rules,
    targets: Targets,
) -> Result<Targets, Error> {
    let targets = targets.deduplicated();
    rules.checked(&targets)?;
    let known = sqlx::query_scalar!(
        r#"select (select count(*) from events where organization_id = $1 and id = any($2))
                + (select count(*) from ticket_types where organization_id = $1 and id = any($3)) as "known!""#,
        organization as _,
        &targets.events as _,
        &targets.ticket_types as _
    )
    .fetch_one(conn)
    .await?;
    if usize::try_from(known).is_ok_and(|known| known == targets.len()) {
        Ok(targets)
    } else {
        Err(Error::TargetNotFound)
    }
}
