//! Make an invoice out to somebody else: a credit note takes it back, another invoice stands in.

use auth::ViewFinance;
use axum::Json;
use axum::extract::State;
use billing::document::{self, Filter, Party};
use db::audit::{self, Actor, Entry};
use models::{CountryCode, DocumentId, Line, Lines, Page};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use web::{Path, Problem, ValidJson};

use crate::buyer::{BuyerOr, owned};
use crate::get_document_file::of_a_payment;
use crate::list_documents::ListedDocument;

/// Whom the invoice is made out to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Example Hospital Trust", "attention": "Ada Park", "address": "1 High Street\nLondon", "country": "GB"}))]
pub(crate) struct Correction {
    /// A company, or a person.
    name: Line<1, 200>,
    /// A person of that company.
    attention: Option<Line<1, 200>>,
    /// In lines.
    address: Option<Lines<500>>,
    /// ISO 3166-1 alpha-2.
    country: Option<CountryCode>,
    tax_id: Option<Line<1, 40>>,
}

impl From<Correction> for Party {
    fn from(asked: Correction) -> Self {
        Self {
            name: asked.name.into(),
            attention: asked.attention.map(String::from),
            address: asked.address.map(String::from).filter(|text| !text.is_empty()),
            country: asked.country.map(String::from),
            tax_id: asked.tax_id.map(String::from),
            email: None,
        }
    }
}

/// Correct whom an invoice is made out to, within 30 days. The same correction again gives the
/// same invoice.
#[utoipa::path(post, path = "/api/v1/payments/documents/{document_id}/correct", tag = "payments", security(("bearer" = [])),
    params(("document_id" = DocumentId, Path)), request_body = Correction,
    responses((status = 200, body = ListedDocument), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn correct_document(
    caller: BuyerOr<ViewFinance>,
    State(app): State<crate::State>,
    Path(id): Path<DocumentId>,
    ValidJson(body): ValidJson<Correction>,
) -> web::Result<Json<ListedDocument>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let (payment, _) = of_a_payment(&mut tx, id).await?;
    let owned = owned(&mut tx, payment).await?;
    let actor = caller.user().map_or(Actor::System, Actor::User);
    caller.on(&owned, &app.links)?;
    let made = document::correct(&mut tx, (payment, id), body.into(), now).await?;
    if made.now {
        let entry = Entry {
            after: json!({"invoice": made.invoice}),
            ..Entry::new(Some(owned.organization), actor, "document.corrected", "document", id)
        };
        audit::write(&mut tx, entry, now).await?;
    }
    let filter = Filter { payment: Some(payment), ..Filter::default() };
    let page = Page { after: None, limit: 100 };
    let listed = document::list(&mut tx, owned.organization, &filter, page).await?;
    let listed =
        listed.into_iter().find(|row| row.id == made.invoice).ok_or_else(Problem::not_found)?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(listed.into()))
}
