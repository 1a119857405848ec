//! Who used a code, without names: registrations say those to whoever may read them.

use auth::{ManagePromoCodes, On, Org};
use chrono::{DateTime, Utc};
use models::{
    Currency, EventId, Money, OrgId, PaymentId, PromoCodeId, PromoRedemptionId, RegistrationId,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{PageOf, Paged, Path, Problem};

/// How a use stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub(crate) enum RedemptionState {
    /// Waits for the payment.
    Reserved,
    /// Paid.
    Redeemed,
    /// Free again.
    Released,
}

/// A use of a code.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Redemption {
    id: PromoRedemptionId,
    state: RedemptionState,
    /// What came off; absent where there was no price.
    discount: Option<Money>,
    registration_id: Option<RegistrationId>,
    payment_id: Option<PaymentId>,
    event_id: Option<EventId>,
    event_title: Option<String>,
    ticket_type: Option<String>,
    created_at: DateTime<Utc>,
    redeemed_at: Option<DateTime<Utc>>,
    released_at: Option<DateTime<Utc>>,
}

struct Row {
    id: PromoRedemptionId,
    state: RedemptionState,
    discount_minor: i64,
    currency: Option<Currency>,
    registration_id: Option<RegistrationId>,
    payment_id: Option<PaymentId>,
    event_id: Option<EventId>,
    event_title: Option<String>,
    ticket_type: Option<String>,
    created_at: DateTime<Utc>,
    redeemed_at: Option<DateTime<Utc>>,
    released_at: Option<DateTime<Utc>>,
}

/// The uses of a code, latest first.
#[utoipa::path(get, path = "/api/v1/promo-codes/{promo_code_id}/redemptions", tag = "promo-codes", security(("bearer" = [])),
    params(("promo_code_id" = PromoCodeId, Path), ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<Redemption>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_redemptions(
    On(org, mut conn): On<Org<ManagePromoCodes>>,
    Path(code): Path<PromoCodeId>,
    page: PageOf<(DateTime<Utc>, PromoRedemptionId)>,
) -> web::Result<Paged<Redemption>> {
    if !is_own(&mut conn, org.id, code).await? {
        return Err(Problem::not_found());
    }
    let (at, id) = page.page.after.unzip();
    let rows = sqlx::query_as!(
        Row,
        r#"select u.id, u.state as "state: RedemptionState", u.discount_minor, u.currency, u.registration_id,
                  i.payment_id as "payment_id?", r.event_id as "event_id?", e.title as "event_title?", t.name as "ticket_type?",
                  u.created_at, u.redeemed_at, u.released_at
             from promo_redemptions u
             left join payment_items i on i.id = u.payment_item_id
             left join registrations r on r.id = u.registration_id
             left join events e on e.id = r.event_id
             left join ticket_types t on t.id = r.ticket_type_id
            where u.promo_code_id = $1 and u.organization_id = $2
              and ($3::timestamptz is null or (u.created_at, u.id) < ($3, $4::uuid))
            order by u.created_at desc, u.id desc limit $5"#,
        code as _,
        org.id as _,
        at,
        id as _,
        page.page.probe()
    )
    .fetch_all(&mut *conn)
    .await?;
    Ok(page.of(rows, |row| (row.created_at, row.id), shown))
}

async fn is_own(conn: &mut PgConnection, org: OrgId, code: PromoCodeId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from promo_codes where id = $1 and organization_id = $2) as "own!""#,
        code as _,
        org as _
    )
    .fetch_one(conn)
    .await
}

fn shown(row: Row) -> Redemption {
    Redemption {
        id: row.id,
        state: row.state,
        discount: row.currency.map(|currency| Money::new(row.discount_minor, currency)),
        registration_id: row.registration_id,
        payment_id: row.payment_id,
        event_id: row.event_id,
        event_title: row.event_title,
        ticket_type: row.ticket_type,
        created_at: row.created_at,
        redeemed_at: row.redeemed_at,
        released_at: row.released_at,
    }
}
