//! How the certificates of an event are issued.

use auth::{On, Org, ReadCredentials};
use credentials::offering::{self, Named};
use credentials::settings::Settings;
use credentials::template;
use models::TemplateId;
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Tagged};

use crate::scope::covers;

/// The settings, with the defaults where nothing was set.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificateSettings)]
pub(crate) struct SettingsOut {
    enabled: bool,
    template_id: Option<TemplateId>,
    auto_issue: bool,
    hold_for_review: bool,
    validity_months: Option<i32>,
}

pub(crate) async fn shown(
    conn: &mut PgConnection,
    org: models::OrgId,
    settings: Settings,
) -> web::Result<Tagged<SettingsOut>> {
    let mut template_id = settings.template_id;
    if template_id.is_none() {
        let all = template::list(conn, org).await?;
        template_id =
            all.into_iter().find(|template| template.is_default).map(|template| template.id);
    }
    let body = SettingsOut {
        enabled: settings.enabled,
        template_id,
        auto_issue: settings.auto_issue,
        hold_for_review: settings.hold_for_review,
        validity_months: settings.validity_months,
    };
    Ok(Tagged { version: settings.version, body })
}

/// The settings of an event.
#[utoipa::path(get, path = "/api/v1/certificates/settings/{offering}", tag = "certificates", security(("bearer" = [])),
    params(("offering" = Named, Path)),
    responses((status = 200, body = SettingsOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_certificate_settings(
    On(org, mut conn): On<Org<ReadCredentials>>,
    Path(Named(event)): Path<Named>,
) -> web::Result<Tagged<SettingsOut>> {
    covers(&org, Some(event))?;
    let offering = offering::get(&mut conn, org.id, event).await?;
    shown(&mut conn, org.id, offering.settings).await
}
