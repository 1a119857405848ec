//! Designs to choose from.

use auth::{On, Org, ReadCredentials};
use axum::Json;
use credentials::template;
use models::TemplateId;
use serde::Serialize;
use utoipa::ToSchema;

/// A design.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificateTemplate)]
pub(crate) struct TemplateOut {
    id: TemplateId,
    code: Option<String>,
    name: String,
    built_in: bool,
    is_default: bool,
    page: String,
    orientation: String,
    locale: String,
    number: i32,
}

/// All of them; there are few.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Templates {
    data: Vec<TemplateOut>,
}

/// Built-in and own designs that are published.
#[utoipa::path(get, path = "/api/v1/certificates/templates", tag = "certificates", security(("bearer" = [])),
    responses((status = 200, body = Templates), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_templates(
    On(org, mut conn): On<Org<ReadCredentials>>,
) -> web::Result<Json<Templates>> {
    let rows = template::list(&mut conn, org.id).await?;
    let shown = |row: template::Listed| TemplateOut {
        id: row.id,
        code: row.code,
        name: row.name,
        built_in: row.built_in,
        is_default: row.is_default,
        page: row.page,
        orientation: row.orientation,
        locale: row.locale,
        number: row.number,
    };
    Ok(Json(Templates { data: rows.into_iter().map(shown).collect() }))
}
