//! Add a person to the directory of speakers.

use auth::{ManageEvents, Org};
use axum::extract::State;
use events::event::HttpsUrl;
use events::speaker::Profile;
use models::{Email, Line, Lines};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::list_speakers::{ShownSpeaker, speaker};
use crate::session_body::text;

/// A person who speaks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Dr Maja Lis", "qualifications": "MD, PhD"}))]
pub(crate) struct AddSpeaker {
    name: Line<1, 150>,
    bio: Option<Lines<5000>>,
    qualifications: Option<Line<0, 500>>,
    /// Never public.
    email: Option<Email>,
    linkedin: Option<HttpsUrl>,
}

/// Add a person to the directory of speakers.
#[utoipa::path(post, path = "/api/v1/events/speakers", tag = "speakers", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = AddSpeaker,
    responses((status = 201, body = ShownSpeaker), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn add_speaker(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<AddSpeaker>,
) -> web::Result<Created<ShownSpeaker>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let profile = Profile {
        name: body.name.into(),
        bio: text(body.bio.map(String::from)),
        qualifications: text(body.qualifications.map(String::from)),
        email: body.email.map(String::from),
        linkedin: body.linkedin.map(String::from),
    };
    let id = events::speaker::insert(&mut tx, org.id, &profile, now).await?;
    let answer = speaker(&mut tx, org.id, id).await?.body;
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}
