//! Giving an event credit, in one press.

use auth::{ManageCreditRules, Org};
use axum::extract::State;
use chrono::NaiveDate;
use credentials::designation::{self, Status, Wanted};
use credentials::offering::Named;
use db::audit::{Actor, Entry, write};
use db::idempotency;
use models::{CreditTypeId, Credits, Line, Lines, RuleSetId, SessionId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::designations::{DesignationOut, ShareOut, covers};

/// What credit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"offering": "event-0192f0c1-6c00-7000-8000-000000000001", "credit_type_id": "0192f0c1-6c00-7000-8000-000000000001", "max_credits": 1000, "status": "approved"}))]
pub(crate) struct NewDesignation {
    offering: Named,
    /// For one session only.
    session_id: Option<SessionId>,
    credit_type_id: CreditTypeId,
    /// Else the body's version in force on the last day of the event.
    rule_set_id: Option<RuleSetId>,
    /// Else what the rules give for the scheduled time.
    max_credits: Option<Credits>,
    /// `draft`, `applied` or `approved`.
    status: Option<Status>,
    approval_number: Option<Line<1, 100>>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    wording: Option<Lines<1000>>,
    #[serde(default)]
    lines: Vec<ShareOut>,
}

impl From<NewDesignation> for Wanted {
    fn from(new: NewDesignation) -> Self {
        Self {
            event: new.offering.0,
            session: new.session_id,
            credit_type: new.credit_type_id,
            rule_set: new.rule_set_id,
            max_credits: new.max_credits,
            status: new.status.unwrap_or(Status::Draft),
            approval_number: new.approval_number.map(String::from),
            valid_from: new.valid_from,
            valid_to: new.valid_to,
            wording: new.wording.map(String::from).filter(|text| !text.is_empty()),
            shares: new.lines.into_iter().map(Into::into).collect(),
        }
    }
}

/// Designates credit for an event or one of its sessions.
#[utoipa::path(post, path = "/api/v1/cpd/designations", tag = "credit rules", security(("bearer" = [])),
    params(("idempotency-key" = String, Header)), request_body = NewDesignation,
    responses((status = 201, body = DesignationOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn create_designation(
    org: Org<ManageCreditRules>,
    State(app): State<crate::State>,
    OnceJson { once, body: wanted }: OnceJson<NewDesignation>,
) -> web::Result<Created<DesignationOut>> {
    covers(&org, wanted.offering.0)?;
    let (now, owner) = (app.clock.now(), org.user.to_string());
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let made = designation::designate(&mut tx, org.id, wanted.into(), now).await?;
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    let entry = Entry::new(organization, actor, "designation.created", "designation", made.id);
    write(&mut tx, entry, now).await?;
    let made = DesignationOut::from(made);
    idempotency::keep(&mut tx, &owner, &once, &made, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Created(made))
}
