//! What the link in a mail stops.

use axum::Json;
use axum::extract::State;
use models::{LinkKey, MessageId, Seal, SealKind};
use outreach::message::Category;
use outreach::subscriptions::{self, Subscription};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Problem, Public};

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

/// What a link stops. Looking changes nothing: mail scanners look too.
#[utoipa::path(get, path = "/api/v1/notifications/subscriptions/{seal}", tag = "notifications",
    params(("seal" = String, Path)),
    responses((status = 200, body = SubscriptionOut), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn look_at_subscription(
    _: Public,
    State(app): State<crate::State>,
    Path(seal): Path<String>,
) -> web::Result<Json<SubscriptionOut>> {
    let mut conn = app.db.acquire().await?;
    Ok(Json(of_seal(&mut conn, &app.links, &seal).await?.into()))
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
