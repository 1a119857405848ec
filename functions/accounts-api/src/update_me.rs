//! Change one's own profile.

use accounts::user::{self, ProfileChange};
use auth::User;
use axum::extract::State;
use models::{Line, Lines, TimeZone};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Problem, Tagged, ValidJson};

use crate::get_me::{self, Me};

/// What changes: absent stays, null clears.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"full_name": "Ada Park", "time_zone": "Europe/London"}))]
#[expect(clippy::option_option, reason = "absent, null and a value are three wishes")]
pub(crate) struct MePatch {
    full_name: Option<Line<1, 120>>,
    #[serde(default, deserialize_with = "web::nullable")]
    professional_title: Option<Option<Line<1, 100>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    employer: Option<Option<Line<1, 150>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    bio: Option<Option<Lines<1000>>>,
    locale: Option<Line<2, 35>>,
    time_zone: Option<TimeZone>,
    /// 0 is Sunday.
    week_start: Option<i16>,
    /// 12 or 24 hours.
    clock: Option<i16>,
}

/// Change one's own profile. Issued certificates keep the name that they were issued for.
#[utoipa::path(patch, path = "/api/v1/accounts/me", tag = "accounts", security(("bearer" = [])),
    params(("If-Match" = String, Header, description = "The ETag of what was seen")), request_body = MePatch,
    responses((status = 200, body = Me), (status = 412, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn update_me(
    caller: User,
    State(app): State<crate::State>,
    IfMatch(version): IfMatch,
    ValidJson(patch): ValidJson<MePatch>,
) -> web::Result<Tagged<Me>> {
    if patch.week_start.is_some_and(|day| !(0..=6).contains(&day)) {
        return Err(Problem::field("/week_start", "invalid-value", "A day is 0 (Sunday) to 6."));
    }
    if patch.clock.is_some_and(|hours| ![12, 24].contains(&hours)) {
        return Err(Problem::field("/clock", "invalid-value", "A clock has 12 or 24 hours."));
    }
    let change = ProfileChange {
        full_name: patch.full_name.map(String::from),
        professional_title: patch.professional_title.map(|text| text.map(String::from)),
        employer: patch.employer.map(|text| text.map(String::from)),
        bio: patch.bio.map(|text| text.map(String::from)),
        locale: patch.locale.map(String::from),
        time_zone: patch.time_zone,
        week_start: patch.week_start,
        clock: patch.clock,
    };
    let mut tx = db::begin(&app.db).await?;
    user::update(&mut tx, caller.id, version, change, app.clock.now()).await?;
    let me = get_me::read(&mut tx, &app, caller.id).await?;
    tx.commit().await?;
    Ok(me)
}
