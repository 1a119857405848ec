//! Issuing for chosen people, or for everybody who is ready. It answers at once; each person is a
//! task of its own (CE-12).

use auth::{IssueCredentials, Org};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use credentials::designation::Status;
use credentials::offering::{self, Named, Offering};
use credentials::run::{self, Candidate, Item, Outcome, Run, Whom};
use db::audit::{Actor, Entry, write};
use db::idempotency;
use models::LearnerId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Accepted, OnceJson, Problem};

use crate::runs::RunOut;
use crate::scope::covers;

const MOST: usize = 5000;

/// For whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = IssueCertificates, example = json!({"offering": "event-0192f0c1-6c00-7000-8000-000000000001", "all_eligible": true}))]
pub(crate) struct Wanted {
    offering: Named,
    /// At most 5000.
    learner_ids: Option<Vec<LearnerId>>,
    #[serde(default)]
    all_eligible: bool,
    /// Tells what would become of each person, and does nothing.
    #[serde(default)]
    dry_run: bool,
}

/// Starts a run.
#[utoipa::path(post, path = "/api/v1/certificates/issue", tag = "certificates", security(("bearer" = [])),
    params(("idempotency-key" = String, Header)), request_body = Wanted,
    responses((status = 202, body = RunOut), (status = 200, body = RunOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn issue_certificates(
    org: Org<IssueCredentials>,
    State(app): State<crate::State>,
    OnceJson { once, body: wanted }: OnceJson<Wanted>,
) -> web::Result<Response> {
    let (event, owner, now) = (wanted.offering.0, org.user.to_string(), app.clock.now());
    covers(&org, Some(event))?;
    let whom = whom(&wanted)?;
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = idempotency::claim::<RunOut>(&mut tx, &owner, &once).await? {
        return Ok(Accepted(earlier).into_response());
    }
    let offering = offering::get(&mut tx, org.id, event).await?;
    refuse_unapproved(&offering)?;
    let people = run::candidates(&mut tx, org.id, event, &whom).await?;
    if wanted.dry_run {
        return Ok(Json(RunOut::from(trial(&offering, people))).into_response());
    }
    let run = RunOut::from(run::start(&mut tx, org.id, event, &people, org.user, now).await?);
    idempotency::keep(&mut tx, &owner, &once, &run, now).await?;
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    write(&mut tx, Entry::new(organization, actor, "certificates.issued", "event", event), now)
        .await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(run).into_response())
}

fn whom(wanted: &Wanted) -> web::Result<Whom> {
    match (&wanted.learner_ids, wanted.all_eligible) {
        (None, true) => Ok(Whom::Eligible),
        (Some(ids), false) if (1..=MOST).contains(&ids.len()) => Ok(Whom::These(ids.clone())),
        (Some(_), false) => {
            Err(Problem::field("/learner_ids", "out-of-range", "Name 1 to 5000 people."))
        }
        _ => {
            let detail = "Say either learner_ids or all_eligible.";
            Err(Problem::field("/learner_ids", "one-of", detail))
        }
    }
}

/// Where credit is designated and none of it is approved, nobody can get any.
fn refuse_unapproved(offering: &Offering) -> web::Result<()> {
    let approved = offering.designations.iter().any(|d| d.status == Status::Approved);
    if offering.designations.is_empty() || approved {
        return Ok(());
    }
    Err(credentials::Error::DesignationNotApproved.into())
}

fn trial(offering: &Offering, people: Vec<Candidate>) -> Run {
    let item = |person: Candidate| {
        let (outcome, code) = match (&person.certificate, person.all_met) {
            (Some(_), _) => (Outcome::Exists, None),
            (None, _) if person.full_name.is_none() => {
                (Outcome::Refused, Some("template-field-missing".to_owned()))
            }
            (None, true) => (Outcome::Issued, None),
            (None, false) => (Outcome::Gated, None),
        };
        Item {
            learner_id: person.learner,
            full_name: person.full_name,
            outcome: Some(outcome),
            code,
            certificate_id: person.certificate,
        }
    };
    let wanted = i32::try_from(people.len()).unwrap_or(i32::MAX);
    let items = people.into_iter().map(item).collect();
    Run { id: None, event: offering.event, wanted, finished_at: None, items }
}
