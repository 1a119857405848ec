//! To the payment service's questions: a link for one visit, never stored or logged (PA-43).

use auth::{FreshOrg, ManagePayouts};
use axum::Json;
use axum::extract::State;
use billing::account::{self, Link};
use chrono::{DateTime, Utc};
use models::AppPath;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::ValidJson;

use crate::tell;

/// Where to come back to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"return_to": "/org/finance/payouts"}))]
pub(crate) struct OpenOnboarding {
    /// A path of this app.
    #[schema(value_type = String)]
    return_to: String,
}

/// A page of the payment service's, for one visit.
#[derive(Serialize, ToSchema)]
pub(crate) struct PayoutLink {
    url: String,
    /// Until when it is good, where that is said.
    expires_at: Option<DateTime<Utc>>,
}

impl From<Link> for PayoutLink {
    fn from(link: Link) -> Self {
        Self { expires_at: link.expires_at(), url: link.url }
    }
}

/// Open the payment service's questions.
#[utoipa::path(post, path = "/api/v1/payments/account/onboarding-links", tag = "payments", security(("bearer" = [])),
    request_body = OpenOnboarding, responses((status = 200, body = PayoutLink), (status = 401), (status = 409), (status = 422)))]
pub(crate) async fn open_onboarding(
    FreshOrg(org): FreshOrg<ManagePayouts>,
    State(app): State<crate::State>,
    ValidJson(body): ValidJson<OpenOnboarding>,
) -> web::Result<Json<PayoutLink>> {
    let path = AppPath::try_from(body.return_to).map_err(|_| billing::Error::ReturnPathInvalid)?;
    let back = app.origin.of(&path);
    let now = app.clock.now();
    let account = account::need(&mut *app.db.acquire().await?, org.id).await?;
    let link = account::onboarding_link(&app.stripe, &account, &back, &back).await?;
    tell::opened(&app, &org, &account, "payout_account.onboarding_opened", now).await?;
    Ok(Json(link.into()))
}
