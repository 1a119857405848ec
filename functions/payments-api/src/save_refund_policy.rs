//! A new promise, for purchases from now on. What was bought before keeps its own (RF-1).

use auth::{Org, RefundPayments};
use axum::extract::State;
use billing::policy::{self, Policy, Rung};
use models::Line;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Tagged, ValidJson};

use crate::list_refund_policies::RefundPolicies;

/// What is promised.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Standard", "rungs": [{"min_hours_before": 168, "percent_bp": 10000, "keep_minor": 0}],
    "fees_refundable": false, "self_cancel": true}))]
pub(crate) struct SaveRefundPolicy {
    name: Line<1, 80>,
    /// From the longest notice down; none pays nothing back.
    rungs: Vec<Rung>,
    /// Whether fees are paid back too.
    #[serde(default)]
    fees_refundable: bool,
    /// Whether people can cancel by themselves.
    #[serde(default = "yes")]
    self_cancel: bool,
    /// Days after its activation within which a course is paid back.
    #[serde(default = "two_weeks")]
    #[schema(minimum = 0, maximum = 365)]
    course_days: i32,
    /// Progress under which it is, in basis points.
    #[serde(default = "a_fifth")]
    #[schema(minimum = 0, maximum = 10000)]
    course_max_progress_bp: i32,
}

fn yes() -> bool {
    true
}

fn two_weeks() -> i32 {
    14
}

fn a_fifth() -> i32 {
    2000
}

/// Save a new version of the refund policy.
#[utoipa::path(put, path = "/api/v1/payments/refund-policies", tag = "payments", security(("bearer" = [])),
    params(("If-Match" = String, Header)), request_body = SaveRefundPolicy,
    responses((status = 200, body = RefundPolicies), (status = 412), (status = 422)))]
pub(crate) async fn save_refund_policy(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    IfMatch(version): IfMatch,
    ValidJson(body): ValidJson<SaveRefundPolicy>,
) -> web::Result<Tagged<RefundPolicies>> {
    let promised = Policy {
        name: body.name.into(),
        version: version.saturating_add(1),
        rungs: body.rungs,
        fees_refundable: body.fees_refundable,
        self_cancel: body.self_cancel,
        course_days: body.course_days,
        course_max_progress_bp: body.course_max_progress_bp,
    };
    let mut tx = db::begin(&app.db).await?;
    policy::save(&mut tx, org.id, version, &promised, org.user, app.clock.now()).await?;
    let versions = policy::list(&mut tx, org.id).await?;
    tx.commit().await?;
    Ok(RefundPolicies::tagged(versions))
}
