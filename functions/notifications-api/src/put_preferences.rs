//! Choose which mails one wants.

use auth::User;
use axum::extract::State;
use models::OrgId;
use outreach::message::Category;
use outreach::preferences::{self, Channel, Preference};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Problem, Tagged, ValidJson};

use crate::get_preferences::{Preferences, Switch, shown, switches, version};

/// All choices: what is left out goes back to its default.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"rows": [{"organization_id": null, "category": "reminders", "channel": "off"}]}))]
pub(crate) struct PutPreferences {
    rows: Vec<ChosenPreference>,
}

/// One choice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChosenPreference {
    organization_id: Option<OrgId>,
    category: Category,
    channel: Channel,
}

/// Choose which mails the caller wants.
#[utoipa::path(put, path = "/api/v1/notifications/preferences", tag = "notifications", security(("bearer" = [])),
    request_body = PutPreferences, responses((status = 200, body = Preferences), (status = 412, body = web::ProblemBody),
        (status = 422, body = web::ProblemBody)))]
pub(crate) async fn put_preferences(
    user: User,
    State(app): State<crate::State>,
    seen: IfMatch,
    ValidJson(wanted): ValidJson<PutPreferences>,
) -> web::Result<Tagged<Preferences>> {
    let mut tx = db::begin(&app.db).await?;
    // Two saves at once: the second sees what the first wrote.
    sqlx::query!("select 1 as one from users where id = $1 for no key update", user.id as _)
        .fetch_one(&mut *tx)
        .await?;
    let stopped = preferences::stopped(&mut tx, user.id).await?;
    if version(&preferences::list(&mut tx, user.id).await?, &stopped) != seen.0 {
        return Err(Problem::stale());
    }
    let switches = switches(&mut tx, user.id).await?;
    for (at, row) in wanted.rows.iter().enumerate() {
        if !switches.iter().any(|switch| switch.is_for(row.organization_id, row.category)) {
            let pointer = format!("/rows/{at}");
            return Err(Problem::field(&pointer, "not-switchable", "This cannot be switched."));
        }
    }
    let rows: Vec<Preference> = wanted
        .rows
        .iter()
        .map(|row| Preference {
            organization: row.organization_id,
            category: row.category,
            channel: row.channel,
        })
        .collect();
    preferences::replace(&mut tx, user.id, &rows).await?;
    let mailed = switches.iter().map(Switch::place).filter(|(organization, category)| {
        let chosen =
            rows.iter().find(|row| row.organization == *organization && row.category == *category);
        let channel = chosen.map_or(category.default_channel(), |row| row.channel);
        channel == Channel::Email
    });
    preferences::let_come(&mut tx, user.id, &mailed.collect::<Vec<_>>(), app.clock.now()).await?;
    let shown = shown(&mut tx, user.id).await?;
    tx.commit().await?;
    Ok(shown)
}
