//! Change a speaker's profile.

use auth::{ManageEvents, Org};
use axum::extract::State;
use events::event::HttpsUrl;
use events::speaker::Edit;
use models::{Email, Line, Lines, SpeakerId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Path, Tagged, ValidJson};

use crate::list_speakers::{ShownSpeaker, speaker};
use crate::session_body::text;

/// What is to be different; absent parts stay, null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"qualifications": "MD"}))]
#[expect(clippy::option_option, reason = "absent, null and a value are three wishes")]
pub(crate) struct UpdateSpeaker {
    #[serde(default, deserialize_with = "web::not_null")]
    name: Option<Line<1, 150>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    bio: Option<Option<Lines<5000>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    qualifications: Option<Option<Line<0, 500>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    email: Option<Option<Email>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    linkedin: Option<Option<HttpsUrl>>,
}

/// Change a speaker's profile.
#[utoipa::path(patch, path = "/api/v1/events/speakers/{speaker_id}", tag = "speakers", security(("bearer" = [])),
    params(("speaker_id" = SpeakerId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    request_body = UpdateSpeaker,
    responses((status = 200, body = ShownSpeaker), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn update_speaker(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<SpeakerId>,
    IfMatch(version): IfMatch,
    ValidJson(body): ValidJson<UpdateSpeaker>,
) -> web::Result<Tagged<ShownSpeaker>> {
    let edit = Edit {
        name: body.name.map(String::from),
        bio: body.bio.map(|t| text(t.map(String::from))),
        qualifications: body.qualifications.map(|t| text(t.map(String::from))),
        email: body.email.map(|e| e.map(String::from)),
        linkedin: body.linkedin.map(|u| u.map(String::from)),
    };
    let mut tx = db::begin(&app.db).await?;
    events::speaker::update(&mut tx, org.id, id, version, &edit, app.clock.now()).await?;
    let answer = speaker(&mut tx, org.id, id).await?;
    tx.commit().await?;
    Ok(answer)
}
