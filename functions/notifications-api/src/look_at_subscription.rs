//! What the link in a mail stops.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::response::{IntoResponse as _, Redirect, Response};
use models::{LinkKey, MessageId, Seal, SealKind};
use outreach::message::Category;
use outreach::subscriptions::{self, Subscription};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Problem, Public, header};

/// Mails that can be stopped.
#[derive(Serialize, ToSchema)]
#[schema(as = Subscription)]
pub(crate) struct SubscriptionOut {
    /// Masked.
    #[schema(example = "a•••@example.org")]
    address: String,
    category: Category,
    /// The organization, where only its mails are meant.
    organization: Option<String>,
    unsubscribed: bool,
}

impl From<Subscription> for SubscriptionOut {
    fn from(found: Subscription) -> Self {
        let Subscription { address, category, organization, unsubscribed, .. } = found;
        Self { address, category, organization, unsubscribed }
    }
}

/// What a link stops. Looking changes nothing: mail scanners look too. A browser is sent on to the
/// page, for mail programs show people this address.
#[utoipa::path(get, path = "/api/v1/notifications/subscriptions/{seal}", tag = "notifications",
    params(("seal" = String, Path)),
    responses((status = 200, body = SubscriptionOut), (status = 303), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn look_at_subscription(
    _: Public,
    State(app): State<crate::State>,
    Path(seal): Path<String>,
    headers: HeaderMap,
) -> web::Result<Response> {
    let mut conn = app.db.acquire().await?;
    let found = SubscriptionOut::from(of_seal(&mut conn, &app.links, &seal).await?);
    if header(&headers, ACCEPT.as_str()).is_some_and(|accepted| accepted.contains("text/html")) {
        return Ok(Redirect::to(&format!("/unsubscribe/{seal}")).into_response());
    }
    Ok(Json(found).into_response())
}

/// The mails that a genuine seal names.
pub(crate) async fn of_seal(
    conn: &mut PgConnection,
    links: &LinkKey,
    text: &str,
) -> web::Result<Subscription> {
    let invalid =
        || Problem::of(models::Kind::NotFound, "link-invalid", "This link does not work.");
    let seal = Seal::parse(text).filter(|seal| links.opens(seal, SealKind::Unsubscribe, 1));
    let seal = seal.ok_or_else(invalid)?;
    subscriptions::look(conn, MessageId::from(seal.id)).await?.ok_or_else(invalid)
}
