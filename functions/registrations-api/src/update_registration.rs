//! Correct names and answers.

use auth::ManageRegistrations;
use axum::extract::State;
use events::registration::{Correction, NameShown};
use models::{Line, RegistrationId};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use web::{IfMatch, Path, Tagged, ValidJson};

use crate::caller::HolderOr;
use crate::shown::{ShownRegistration, shown};

/// What is to be different; absent parts stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"full_name": "Ana Maria Kos"}))]
#[expect(clippy::option_option, reason = "absent, null and a value are three wishes")]
pub(crate) struct UpdateRegistration {
    #[serde(default, deserialize_with = "web::not_null")]
    full_name: Option<Line<1, 200>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    professional_title: Option<Option<Line<0, 100>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    organization_name: Option<Option<Line<0, 200>>>,
    #[serde(default, deserialize_with = "web::not_null")]
    name_shown: Option<NameShown>,
    /// Replaces the answers to the questions that it names.
    #[schema(value_type = Option<std::collections::BTreeMap<String, Value>>)]
    answers: Option<Map<String, Value>>,
}

/// Correct names and answers.
#[utoipa::path(patch, path = "/api/v1/registrations/{registration_id}", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    request_body = UpdateRegistration,
    responses((status = 200, body = ShownRegistration), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn update_registration(
    caller: HolderOr<ManageRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
    IfMatch(version): IfMatch,
    ValidJson(body): ValidJson<UpdateRegistration>,
) -> web::Result<Tagged<ShownRegistration>> {
    let now = app.clock.now();
    let text = |text: Option<String>| text.filter(|text| !text.is_empty());
    let correction = Correction {
        full_name: body.full_name.map(String::from),
        professional_title: body.professional_title.map(|t| text(t.map(String::from))),
        organization_name: body.organization_name.map(|t| text(t.map(String::from))),
        name_shown: body.name_shown,
        answers: body.answers,
    };
    let mut tx = app.db.begin().await?;
    let by = caller.on(&mut tx, id).await?;
    events::registration::correct(&mut tx, id, version, by, &correction, now).await?;
    let answer = shown(&mut tx, id, by, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}
