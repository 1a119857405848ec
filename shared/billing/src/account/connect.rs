//! A new account: noted first, then made at Stripe, then known by Stripe's id.

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use db::audit::{self, Actor, Entry};
use models::{CountryCode, OrgId, PayoutAccountId, UserId};
use serde::Deserialize;
use serde_json::json;
use sqlx::{PgConnection, PgPool};

use super::country::Country;
use super::{Agreement, BusinessType};
use crate::Error;
use crate::stripe::{Form, Operation, Refusal, Stripe, perform};

/// What is to be made.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Ours, once noted.
    pub id: PayoutAccountId,
    /// For whom.
    pub organization: OrgId,
    /// Where it pays out.
    pub country: Country,
    /// What the organizer is.
    pub business_type: BusinessType,
}

/// Notes that an account is wanted. One that Stripe never answered about is taken up again.
pub async fn begin(
    conn: &mut PgConnection,
    organization: OrgId,
    country: CountryCode,
    business_type: BusinessType,
    now: DateTime<Utc>,
) -> Result<Wanted, Error> {
    let country = Country::of(&String::from(country)).ok_or(Error::CountryNotSupported)?;
    let noted = sqlx::query_scalar!(
        "insert into payout_accounts (id, organization_id, country, business_type, agreement, status,
                                      settlement_currency, created_at, updated_at)
         values ($1, $2, $3, $4, $5, 'onboarding', $6, $7, $7)
         on conflict (organization_id) where disconnected_at is null do update
            set country = excluded.country, business_type = excluded.business_type,
                agreement = excluded.agreement, settlement_currency = excluded.settlement_currency,
                updated_at = excluded.updated_at
          where payout_accounts.stripe_account_id is null
         returning id",
        PayoutAccountId::new(now) as _,
        organization as _,
        country.code,
        business_type as _,
        country.agreement as _,
        country.settlement() as _,
        now
    );
    let id = noted.fetch_optional(conn).await?.ok_or(Error::AccountExists)?;
    Ok(Wanted { id, organization, country, business_type })
}

#[derive(Deserialize)]
struct Made {
    id: String,
}

/// Makes it at Stripe, once however often it is asked, and gives Stripe's id.
pub async fn create(
    db: &PgPool,
    stripe: &Stripe,
    wanted: Wanted,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let key = format!("account:{}:{}", wanted.id, wanted.country.code);
    let form = form(wanted);
    let operation =
        Operation { key: &key, path: "/v1/accounts", account: None, form: &form, listed: None };
    let made: Result<Made, Error> = perform(db, stripe, operation, now).await;
    match made {
        Ok(Made { id }) => Ok(id),
        Err(Error::Stripe(Refusal::Said { code, .. })) if code == "country_unsupported" => {
            Err(Error::CountryNotSupported)
        }
        Err(other) => Err(other),
    }
}

/// Stripe's Express shape, as its controller properties say it (PA-10); it pays out when we say.
fn form(wanted: Wanted) -> Form {
    let full = wanted.country.agreement == Agreement::Full;
    Form::new()
        .with("country", wanted.country.code)
        .with("business_type", wanted.business_type.word())
        .with("controller[stripe_dashboard][type]", "express")
        .with("controller[losses][payments]", "application")
        .with("controller[fees][payer]", "application")
        .with("controller[requirement_collection]", "stripe")
        .with("capabilities[transfers][requested]", true)
        .with_some("capabilities[card_payments][requested]", full.then_some(true))
        .with_some("tos_acceptance[service_agreement]", (!full).then_some("recipient"))
        .with("settings[payouts][schedule][interval]", "manual")
        .with("metadata[organization]", wanted.organization)
        .with("metadata[payout_account]", wanted.id)
}

/// Keeps Stripe's id. `false`: it was kept before.
pub async fn created(
    conn: &mut PgConnection,
    wanted: Wanted,
    stripe_account_id: &str,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let kept = sqlx::query!(
        "update payout_accounts set stripe_account_id = $2, updated_at = $3
          where id = $1 and stripe_account_id is null",
        wanted.id as _,
        stripe_account_id,
        now
    );
    let kept = kept
        .execute(&mut *conn)
        .await
        .on_constraint([("payout_accounts_stripe_key", Error::AccountExists)])?;
    if kept.rows_affected() == 0 {
        return Ok(false);
    }
    let (actor, id) = (Actor::User(by), wanted.id);
    let entry = Entry::new(
        Some(wanted.organization),
        actor,
        "payout_account.connected",
        "payout_account",
        id,
    );
    let after =
        json!({"country": wanted.country.code, "business_type": wanted.business_type.word()});
    audit::write(conn, Entry { after, ..entry }, now).await?;
    Ok(true)
}
