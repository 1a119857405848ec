//! A new rule of tax (PA-7).

use auth::{Act, Staff};
use axum::extract::State;
use billing::tax::{self, Mode, NewRule, Place, SellerOfRecord};
use chrono::{DateTime, Utc};
use models::{CountryCode, Line, TaxRuleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Created, OnceJson};

/// A rule to be written down. It is not used before it is signed off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"mode": "live_online", "seller_country": "DE", "buyer_is_business": false, "seller_of_record": "organizer",
    "place": "buyer", "stripe_tax_code": "txcd_20060045", "legal_reference": "Article 54 of Directive 2006/112/EC as amended by 2022/542",
    "valid_from": "2026-12-01T00:00:00Z", "reason": "Mail of the adviser of 26 November."}))]
pub(crate) struct NewTaxRule {
    mode: Mode,
    /// Where the organizer is.
    #[schema(value_type = String)]
    seller_country: CountryCode,
    /// Where the buyer is. Absent: wherever no other rule says something else.
    #[schema(value_type = Option<String>)]
    buyer_country: Option<CountryCode>,
    buyer_is_business: bool,
    seller_of_record: SellerOfRecord,
    place: Place,
    /// `txcd_` and eight digits.
    stripe_tax_code: Line<1, 40>,
    legal_reference: Line<1, 500>,
    valid_from: DateTime<Utc>,
    /// Of fees of the platform, and only there: the rate in basis points, which is part of the fee; 0
    /// where the organizer owes the tax.
    #[schema(minimum = 0, maximum = 5000)]
    rate_bp: Option<i32>,
    /// Of fees of the platform, and only there: what the tax is called, `VAT 19 % (DE)`.
    tax_name: Option<Line<1, 60>>,
    /// For the audit log.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500)]
    reason: String,
}

/// A rule that was written down.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RecordedTaxRule {
    id: TaxRuleId,
}

/// Write a rule of tax down.
#[utoipa::path(post, path = "/api/v1/billing/tax-rules", tag = "billing", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = NewTaxRule,
    responses((status = 201, body = RecordedTaxRule), (status = 403, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn record_tax_rule(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<NewTaxRule>,
) -> web::Result<Created<RecordedTaxRule>> {
    let (now, owner) = (app.clock.now(), staff.user.to_string());
    let reason = auth::reason(&body.reason)?;
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let rule = NewRule {
        mode: body.mode,
        seller_country: body.seller_country.into(),
        buyer_country: body.buyer_country.map(String::from),
        buyer_is_business: body.buyer_is_business,
        seller_of_record: body.seller_of_record,
        place: body.place,
        stripe_tax_code: body.stripe_tax_code.into(),
        legal_reference: body.legal_reference.into(),
        valid_from: body.valid_from,
        rate_bp: body.rate_bp,
        tax_name: body.tax_name.map(String::from),
    };
    let id = tax::record(&mut tx, &rule, (staff.user, &reason), now).await?;
    let answer = RecordedTaxRule { id };
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}
