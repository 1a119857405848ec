//! The rows of codes and of their targets.

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{EventId, OrgId, PromoBatchId, PromoCodeId, TicketTypeId, UserId};
use sqlx::PgConnection;

use super::code::Code;
use super::manage::Definition;
use super::terms::{Rules, Targets};
use crate::Error;

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

/// Writes everything that an organizer chooses.
pub(super) async fn update(
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

/// Whether a use is live, or was ever paid.
pub(super) async fn was_used(conn: &mut PgConnection, id: PromoCodeId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from promo_redemptions
                           where promo_code_id = $1 and (state <> 'released' or redeemed_at is not null)) as "used!""#,
        id as _
    )
    .fetch_one(conn)
    .await
}

/// How many uses are live.
pub(super) async fn live_uses(conn: &mut PgConnection, id: PromoCodeId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "live!" from promo_redemptions where promo_code_id = $1 and state <> 'released'"#,
        id as _
    )
    .fetch_one(conn)
    .await
}

/// Takes all targets away.
pub(super) async fn clear_targets(conn: &mut PgConnection, id: PromoCodeId) -> sqlx::Result<()> {
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
