//! Deciding how certificates are issued.

use auth::{ManageTemplates, Org};
use axum::extract::State;
use credentials::jobs::EvaluateOffering;
use credentials::offering::Named;
use credentials::settings::{self, Settings};
use db::audit::{Actor, Entry, write};
use models::TemplateId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Path, Problem, Tagged, ValidJson};

use crate::get_certificate_settings::{SettingsOut, shown};
use crate::scope::visible;

/// All settings of an event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCertificateSettings, example = json!({"enabled": true, "auto_issue": true, "hold_for_review": false}))]
pub(crate) struct NewSettings {
    enabled: bool,
    template_id: Option<TemplateId>,
    auto_issue: bool,
    hold_for_review: bool,
    validity_months: Option<i32>,
}

/// Replaces the settings of an event. Whoever is ready gets a certificate at once.
#[utoipa::path(put, path = "/api/v1/certificates/settings/{offering}", tag = "certificates", security(("bearer" = [])),
    params(("offering" = Named, Path), ("if-match" = String, Header)), request_body = NewSettings,
    responses((status = 200, body = SettingsOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn put_certificate_settings(
    org: Org<ManageTemplates>,
    State(app): State<crate::State>,
    Path(Named(event)): Path<Named>,
    IfMatch(version): IfMatch,
    ValidJson(wanted): ValidJson<NewSettings>,
) -> web::Result<Tagged<SettingsOut>> {
    if wanted.validity_months.is_some_and(|months| !(1..=240).contains(&months)) {
        let detail = "Certificates are valid for 1 to 240 months.";
        return Err(Problem::field("/validity_months", "out-of-range", detail));
    }
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    visible(&mut tx, &org, event).await?;
    let settings = Settings {
        enabled: wanted.enabled,
        template_id: wanted.template_id,
        auto_issue: wanted.auto_issue,
        hold_for_review: wanted.hold_for_review,
        validity_months: wanted.validity_months,
        version,
    };
    let settings = settings::put(&mut tx, org.id, event, settings, now).await?;
    let job = EvaluateOffering { organization: org.id, event, registration: None };
    db::outbox::push_once(&mut tx, &job, &format!("evaluate:{event}"), now, now).await?;
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    let entry = Entry::new(organization, actor, "certificate-settings.changed", "event", event);
    write(&mut tx, entry, now).await?;
    let answer = shown(&mut tx, org.id, settings).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}
