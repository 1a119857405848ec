//! What the organization promises to pay back, and what it promised before.

use auth::{Org, RefundPayments};
use axum::extract::State;
use billing::policy::{self, Policy};
use chrono::{DateTime, Utc};
use models::RefundPolicyId;
use serde::Serialize;
use utoipa::ToSchema;
use web::Tagged;

/// The promise that holds for purchases now, and every version that was saved.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefundPolicies {
    /// The standard one, if none was saved.
    current: Policy,
    /// Newest first.
    data: Vec<RefundPolicyVersion>,
}

/// A version, which never changes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefundPolicyVersion {
    id: RefundPolicyId,
    #[serde(flatten)]
    policy: Policy,
    created_at: DateTime<Utc>,
}

impl RefundPolicies {
    /// With the version that holds now.
    pub(crate) fn tagged(versions: Vec<policy::Version>) -> Tagged<Self> {
        let current = versions.first().map(|v| v.policy.clone()).unwrap_or_default();
        let version = |v: policy::Version| RefundPolicyVersion {
            id: v.id,
            policy: v.policy,
            created_at: v.created_at,
        };
        let data = versions.into_iter().map(version).collect();
        Tagged { version: current.version, body: Self { current, data } }
    }
}

/// List refund policies.
#[utoipa::path(get, path = "/api/v1/payments/refund-policies", tag = "payments", security(("bearer" = [])),
    responses((status = 200, body = RefundPolicies)))]
pub(crate) async fn list_refund_policies(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
) -> web::Result<Tagged<RefundPolicies>> {
    Ok(RefundPolicies::tagged(policy::list(&mut *app.db.acquire().await?, org.id).await?))
}
