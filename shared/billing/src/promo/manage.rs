//! Making, changing and ending codes. Every change has its audit entry.

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use db::audit::{self, Actor, Entry};
use models::{EventId, OrgId, PromoBatchId, PromoCodeId, TicketTypeId, UserId};
use serde::Serialize;
use serde_json::json;
use sqlx::PgConnection;

use super::code::Code;
use super::find;
use super::terms::{Rules, Targets};
use crate::Error;

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
    update(conn, id, &after, now).await?;
    if before.targets != after.targets {
        clear_targets(conn, id).await?;
        set_targets(conn, &[id], &after.targets).await?;
    }
    let entry = entry(organization, by, "promo_code.changed", id);
    let (before, after) = (json!(before), json!(after));
    Ok(audit::write(conn, Entry { before, after, ..entry }, now).await?)
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

/// Writes codes that have all the same rules, in one statement.
pub(super) async fn insert(
    conn: &mut PgConnection,
    organization: OrgId,
    by: UserId,
    batch: Option<PromoBatchId>,
    codes: &[(PromoCodeId, Code)],
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (ids, words): (Vec<PromoCodeId>, Vec<Code>) = codes.iter().cloned().unzip();
    sqlx::query!(
        "insert into promo_codes (id, code, organization_id, batch_id, created_by, kind, percent_bp, amount_minor, currency,
                                  cap_minor, min_price_minor, valid_from, valid_until, max_uses, max_uses_per_person,
                                  first_time_only, verified_only, scope, attribution, created_at, updated_at)
         select c.id, c.code, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20
           from unnest($1::uuid[], $2::text[]) as c (id, code)",
        ids as _,
        words as _,
        organization as _,
        batch as _,
        by as _,
        rules.kind as _,
        rules.percent_bp,
        rules.amount_minor,
        rules.currency as _,
        rules.cap_minor,
        rules.min_price_minor,
        rules.valid_from,
        rules.valid_until,
        rules.max_uses,
        rules.max_uses_per_person,
        rules.first_time_only,
        rules.verified_only,
        rules.scope as _,
        rules.attribution,
        now
    )
    .execute(conn)
    .await
    .on_constraint([("promo_codes_code_key", Error::CodeTaken)])?;
    Ok(())
}

async fn update(
    conn: &mut PgConnection,
    id: PromoCodeId,
    Definition { code, rules, .. }: &Definition,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update promo_codes set code = $2, kind = $3, percent_bp = $4, amount_minor = $5, currency = $6, cap_minor = $7,
                min_price_minor = $8, valid_from = $9, valid_until = $10, max_uses = $11, max_uses_per_person = $12,
                first_time_only = $13, verified_only = $14, scope = $15, attribution = $16,
                version = version + 1, updated_at = $17
          where id = $1",
        id as _,
        code as _,
        rules.kind as _,
        rules.percent_bp,
        rules.amount_minor,
        rules.currency as _,
        rules.cap_minor,
        rules.min_price_minor,
        rules.valid_from,
        rules.valid_until,
        rules.max_uses,
        rules.max_uses_per_person,
        rules.first_time_only,
        rules.verified_only,
        rules.scope as _,
        rules.attribution,
        now
    )
    .execute(conn)
    .await
    .on_constraint([("promo_codes_code_key", Error::CodeTaken)])?;
    Ok(())
}

async fn was_used(conn: &mut PgConnection, id: PromoCodeId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from promo_redemptions
                           where promo_code_id = $1 and (state <> 'released' or redeemed_at is not null)) as "used!""#,
        id as _
    )
    .fetch_one(conn)
    .await
}

async fn clear_targets(conn: &mut PgConnection, id: PromoCodeId) -> sqlx::Result<()> {
    sqlx::query!("delete from promo_code_targets where promo_code_id = $1", id as _)
        .execute(conn)
        .await?;
    Ok(())
}

/// The same targets for each of the codes, in one statement.
pub(super) async fn set_targets(
    conn: &mut PgConnection,
    codes: &[PromoCodeId],
    targets: &Targets,
) -> sqlx::Result<()> {
    let events = targets.events.iter().map(|event| (Some(*event), None));
    let ticket_types = targets.ticket_types.iter().map(|ticket| (None, Some(*ticket)));
    let (events, ticket_types): (Vec<Option<EventId>>, Vec<Option<TicketTypeId>>) =
        events.chain(ticket_types).unzip();
    sqlx::query!(
        "insert into promo_code_targets (promo_code_id, event_id, ticket_type_id)
         select c.id, t.event, t.ticket_type
           from unnest($1::uuid[]) as c (id) cross join unnest($2::uuid[], $3::uuid[]) as t (event, ticket_type)",
        codes as _,
        events as _,
        ticket_types as _
    )
    .execute(conn)
    .await?;
    Ok(())
}
