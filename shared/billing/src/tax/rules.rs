//! The rules, as the platform's people keep them: written down, signed off by an adviser, taken out of
//! use. What is signed off never changes; another rule from a later moment on takes its place.

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use db::audit::{self, Actor, Entry};
use models::{Field, Page, TaxRuleId, UserId};
use serde_json::json;
use sqlx::PgConnection;

use super::{Mode, Place, SellerOfRecord};
use crate::Error;
use crate::error::field;

/// A rule that is written down, and does nothing until it is signed off.
#[derive(Clone, Debug)]
pub struct NewRule {
    /// Of taking part in this way.
    pub mode: Mode,
    /// Where the organizer is: ISO 3166-1 alpha-2.
    pub seller_country: String,
    /// Where the buyer is; absent: wherever no other rule says something else.
    pub buyer_country: Option<String>,
    /// Whether the buyer is a business.
    pub buyer_is_business: bool,
    /// Who owes the tax.
    pub seller_of_record: SellerOfRecord,
    /// Whose place counts.
    pub place: Place,
    /// Stripe's code of what is sold: `txcd_` and eight digits.
    pub stripe_tax_code: String,
    /// The law that says so, 1 to 500 characters.
    pub legal_reference: String,
    /// From then on.
    pub valid_from: DateTime<Utc>,
    /// Of fees of the platform: the rate in basis points, which is part of the fee.
    pub rate_bp: Option<i32>,
    /// Of fees of the platform: what the tax is called, `VAT 19 % (DE)` or `Reverse charge`.
    pub tax_name: Option<String>,
}

/// A rule as it is kept.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Which.
    pub id: TaxRuleId,
    /// Of taking part in this way.
    pub mode: Mode,
    /// Where the organizer is.
    pub seller_country: String,
    /// Where the buyer is.
    pub buyer_country: Option<String>,
    /// Whether the buyer is a business.
    pub buyer_is_business: bool,
    /// Who owes the tax.
    pub seller_of_record: SellerOfRecord,
    /// Whose place counts.
    pub place: Place,
    /// Stripe's code of what is sold.
    pub stripe_tax_code: String,
    /// The law that says so.
    pub legal_reference: String,
    /// From then on.
    pub valid_from: DateTime<Utc>,
    /// Of fees of the platform: the rate in basis points, which is part of the fee.
    pub rate_bp: Option<i32>,
    /// Of fees of the platform: what the tax is called, `VAT 19 % (DE)` or `Reverse charge`.
    pub tax_name: Option<String>,
    /// The adviser who signed it off.
    pub signed_off_by: Option<String>,
    /// When.
    pub signed_off_at: Option<DateTime<Utc>>,
    /// When it was taken out of use.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// From then on another that is signed off holds for the same sales.
    pub replaced_at: Option<DateTime<Utc>>,
}

/// What cannot be meant, all of it at once.
fn faults(rule: &NewRule) -> Vec<Field> {
    let mut faults = Vec::new();
    let mut fault = |is: bool, pointer, code, detail| {
        if is {
            faults.push(field(pointer, code, detail));
        }
    };
    let digits = rule.stripe_tax_code.strip_prefix("txcd_").filter(|digits| digits.len() == 8);
    let is_code = digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let detail = "A code of Stripe Tax is txcd_ and eight digits.";
    fault(!is_code, "/stripe_tax_code", "tax-code-invalid", detail);
    let detail = "Only admission in person follows the place of the event.";
    let moved = rule.place == Place::Performance && rule.mode != Mode::InPerson;
    fault(moved, "/place", "place-invalid", detail);
    let of_fees = rule.mode == Mode::PlatformFee;
    let detail = "The platform sells its fees itself.";
    let other = of_fees && rule.seller_of_record != SellerOfRecord::Platform;
    fault(other, "/seller_of_record", "seller-invalid", detail);
    let detail = if of_fees {
        "Say the rate in basis points, 0 to 5000."
    } else {
        "Stripe works out the rate of what is sold. Leave it out."
    };
    let fits = rule.rate_bp.map_or(!of_fees, |rate| of_fees && (0..=5_000).contains(&rate));
    fault(!fits, "/rate_bp", "tax-rate-invalid", detail);
    let detail = if of_fees { "Say what the tax is called." } else { "Leave it out." };
    fault(rule.tax_name.is_some() != of_fees, "/tax_name", "tax-name-invalid", detail);
    faults
}

/// Writes a rule down.
pub async fn record(
    conn: &mut PgConnection,
    rule: &NewRule,
    (by, reason): (UserId, &str),
    now: DateTime<Utc>,
) -> Result<TaxRuleId, Error> {
    let faults = faults(rule);
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let id = TaxRuleId::new(now);
    sqlx::query!(
        "insert into tax_rules (id, mode, seller_country, buyer_country, buyer_is_business, seller_of_record, place, stripe_tax_code,
                                legal_reference, valid_from, rate_bp, tax_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id as _,
        rule.mode as _,
        rule.seller_country,
        rule.buyer_country,
        rule.buyer_is_business,
        rule.seller_of_record as _,
        rule.place as _,
        rule.stripe_tax_code,
        rule.legal_reference,
        rule.valid_from,
        rule.rate_bp,
        rule.tax_name
    )
    .execute(&mut *conn)
    .await
    .on_constraint([("tax_rules_case_key", Error::TaxRuleExists)])?;
    let after = json!({"reason": reason, "mode": rule.mode, "seller_country": rule.seller_country, "buyer_country": rule.buyer_country,
        "buyer_is_business": rule.buyer_is_business, "seller_of_record": rule.seller_of_record, "place": rule.place,
        "stripe_tax_code": rule.stripe_tax_code, "valid_from": rule.valid_from, "rate_bp": rule.rate_bp, "tax_name": rule.tax_name});
    let entry = Entry {
        after,
        ..Entry::new(None, Actor::Support(by), "tax_rule.recorded", "tax_rule", id)
    };
    audit::write(conn, entry, now).await?;
    Ok(id)
}

/// An adviser stands for a rule: from now on it is used.
pub async fn sign_off(
    conn: &mut PgConnection,
    id: TaxRuleId,
    adviser: &str,
    (by, reason): (UserId, &str),
    now: DateTime<Utc>,
) -> Result<Recorded, Error> {
    let rule = lock(conn, id).await?;
    if rule.signed_off_at.is_some() || rule.withdrawn_at.is_some() {
        return Err(Error::TaxRuleFinal);
    }
    sqlx::query!(
        "update tax_rules set signed_off_by = $2, signed_off_at = $3 where id = $1",
        id as _,
        adviser,
        now
    )
    .execute(&mut *conn)
    .await?;
    let entry = Entry {
        after: json!({"reason": reason, "signed_off_by": adviser}),
        ..Entry::new(None, Actor::Support(by), "tax_rule.signed-off", "tax_rule", id)
    };
    audit::write(conn, entry, now).await?;
    Ok(Recorded { signed_off_by: Some(adviser.to_owned()), signed_off_at: Some(now), ..rule })
}

/// Takes a rule out of use; payments that were made by it keep it. Twice is once.
pub async fn withdraw(
    conn: &mut PgConnection,
    id: TaxRuleId,
    (by, reason): (UserId, &str),
    now: DateTime<Utc>,
) -> Result<Recorded, Error> {
    let rule = lock(conn, id).await?;
    if rule.withdrawn_at.is_some() {
        return Ok(rule);
    }
    sqlx::query!("update tax_rules set withdrawn_at = $2 where id = $1", id as _, now)
        .execute(&mut *conn)
        .await?;
    let entry = Entry {
        after: json!({"reason": reason}),
        ..Entry::new(None, Actor::Support(by), "tax_rule.withdrawn", "tax_rule", id)
    };
    audit::write(conn, entry, now).await?;
    Ok(Recorded { withdrawn_at: Some(now), ..rule })
}

/// Rules as they are kept, with the rest of the statement.
macro_rules! recorded {
    ($rest:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            Recorded,
            r#"select id, mode as "mode: Mode", seller_country, buyer_country, buyer_is_business,
                  seller_of_record as "seller_of_record: SellerOfRecord", place as "place: Place", stripe_tax_code, legal_reference,
                  valid_from, rate_bp, tax_name, signed_off_by, signed_off_at, withdrawn_at,
                  (select min(n.valid_from) from tax_rules n
                    where (n.mode, n.seller_country, n.buyer_is_business) = (r.mode, r.seller_country, r.buyer_is_business)
                      and n.buyer_country is not distinct from r.buyer_country and n.valid_from > r.valid_from
                      and n.signed_off_at is not null and n.withdrawn_at is null) as replaced_at
             from tax_rules r
            "# + $rest,
            $($argument),+
        )
    };
}

async fn lock(conn: &mut PgConnection, id: TaxRuleId) -> Result<Recorded, Error> {
    let rule = recorded!("where id = $1 for no key update", id as _);
    rule.fetch_optional(conn).await?.ok_or(Error::NotFound)
}

/// All rules, of one country of sellers or of all, the newest first.
pub async fn list(
    conn: &mut PgConnection,
    seller_country: Option<&str>,
    page: Page<TaxRuleId>,
) -> sqlx::Result<Vec<Recorded>> {
    let probe = page.probe();
    recorded!(
        "where ($1::text is null or seller_country = $1) and ($2::uuid is null or id < $2) order by id desc limit $3",
        seller_country,
        page.after as Option<TaxRuleId>,
        probe
    )
    .fetch_all(conn)
    .await
}
