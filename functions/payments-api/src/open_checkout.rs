//! Open the page to pay on; the same one again while it is open (PA-14, PA-15).

use axum::Json;
use axum::extract::State;
use billing::payment::{self, Details};
use chrono::{DateTime, Utc};
use models::{AppPath, CountryCode, Line, Lines, Money, PaymentId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Path, Problem, ValidJson};

use crate::buyer::{Buyer, Owned};

/// Where the buyer comes from, and what stands on the invoice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"return_to": "/me/events"}))]
pub(crate) struct OpenCheckout {
    /// A path of the app, shown as the way on after paying.
    return_to: AppPath,
    #[serde(default)]
    buyer: InvoiceTo,
    /// What the buyer was shown, before tax. If it has changed, nothing happens.
    expected_subtotal: Option<Money>,
}

/// What stands on the invoice; absent parts stay as they are.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct InvoiceTo {
    name: Option<Line<1, 200>>,
    company: Option<Line<1, 200>>,
    /// In lines.
    address: Option<Lines<500>>,
    tax_id: Option<Line<1, 40>>,
    /// ISO 3166-1 alpha-2.
    country: Option<CountryCode>,
}

/// The page.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checkout {
    checkout_url: String,
    expires_at: DateTime<Utc>,
}

/// Open the page to pay on; the same one again while it is open.
#[utoipa::path(post, path = "/api/v1/payments/{payment_id}/checkout", tag = "payments", security(("bearer" = [])),
    params(("payment_id" = PaymentId, Path)), request_body = OpenCheckout,
    responses((status = 200, body = Checkout), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn open_checkout(
    buyer: Buyer,
    State(app): State<crate::State>,
    Path(id): Path<PaymentId>,
    ValidJson(body): ValidJson<OpenCheckout>,
) -> web::Result<Json<Checkout>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let opening = payment::begin(&mut tx, id).await?.ok_or_else(Problem::not_found)?;
    let owned = Owned {
        id,
        organization: opening.organization,
        user: opening.buyer_user,
        email_key: opening.buyer_email_key.clone(),
        generation: opening.link_generation,
    };
    buyer.on(&owned, &app.links)?;
    let InvoiceTo { name, company, address, tax_id, country } = body.buyer;
    let details = Details {
        name: name.map(String::from),
        company: company.map(String::from),
        address: address.map(String::from).filter(|text| !text.is_empty()),
        tax_id: tax_id.map(String::from),
        country: country.map(String::from),
    };
    let wanted = (&body.return_to, body.expected_subtotal, &details);
    let vendors = (&app.stripe, &app.sales);
    let page = sales::start(&app.db, tx, vendors, opening, wanted, now).await?;
    Ok(Json(Checkout { checkout_url: page.url, expires_at: page.expires_at }))
}
