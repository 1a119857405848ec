//! Stripe's pages for cards and invoices.

use auth::{ManageBilling, Org};
use axum::extract::State;
use billing::subscription::{self, PortalFlow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::start_checkout::back;

/// Where in the pages, and where to go afterwards.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"return_to": "/org/billing", "flow": "payment_method"}))]
pub(crate) struct NewPortal {
    /// A page of this app.
    return_to: String,
    flow: PortalFlow,
}

/// A link that is good for one person and a few minutes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Portal {
    url: String,
}

/// Open Stripe's pages. The link is kept nowhere, so asking again gives another one.
#[utoipa::path(post, path = "/api/v1/billing/portal-sessions", tag = "billing", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = NewPortal,
    responses((status = 201, body = Portal), (status = 403, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn open_portal(
    org: Org<ManageBilling>,
    State(app): State<crate::State>,
    OnceJson { body, .. }: OnceJson<NewPortal>,
) -> web::Result<Created<Portal>> {
    let back = back(&app, body.return_to)?;
    let url = subscription::open_portal(&app.db, &app.stripe, org.id, body.flow, &back).await?;
    Ok(Created(Portal { url }))
}
