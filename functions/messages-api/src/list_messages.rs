//! The log of an organization's mails.

use auth::{Org, ReadMessages};
use axum::extract::State;
use chrono::{DateTime, Utc};
use models::{CertificateId, Email, EventId, MessageId, RegistrationId};
use outreach::log::{self, Filter, Row};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{PageOf, Paged, Query};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// About this event, its registrations and its certificates.
    #[param(inline)]
    event_id: Option<EventId>,
    #[param(inline)]
    registration_id: Option<RegistrationId>,
    #[param(inline)]
    certificate_id: Option<CertificateId>,
    /// To this address.
    address: Option<String>,
    /// Of this key, as `registration-confirmed`.
    key: Option<String>,
    /// Several, separated by commas.
    state: Option<String>,
}

/// A mail of the log.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedMessage {
    pub(crate) id: MessageId,
    /// What kind of message it is.
    #[schema(example = "registration-confirmed")]
    key: String,
    subject: Option<String>,
    recipient: MessageRecipient,
    /// `queued`, `sending`, `sent`, `suppressed`, `expired`, `withdrawn`, `failed`, `unknown`.
    #[schema(example = "sent")]
    state: String,
    state_at: DateTime<Utc>,
    state_reason: Option<String>,
    attempts: i32,
    created_at: DateTime<Utc>,
    about: Option<MessageSubject>,
    /// It can be sent again.
    resendable: bool,
}

/// Whom it went to.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageRecipient {
    name: Option<String>,
    address: Option<String>,
}

/// What it is about.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageSubject {
    /// `registration`, `event`, `certificate`, `invitation`, `organization`, `membership`.
    #[schema(example = "registration")]
    kind: String,
    id: Uuid,
}

impl From<Row> for ListedMessage {
    fn from(row: Row) -> Self {
        let about = row.about_kind.zip(row.about_id).map(|(kind, id)| MessageSubject { kind, id });
        Self {
            id: row.id,
            key: row.message_key,
            subject: row.subject,
            recipient: MessageRecipient { name: row.recipient_name, address: row.address },
            state: row.state,
            state_at: row.state_at,
            state_reason: row.state_reason,
            attempts: row.attempts,
            created_at: row.created_at,
            about,
            resendable: row.resendable,
        }
    }
}

/// Mails of the organization, newest first.
#[utoipa::path(get, path = "/api/v1/messages", tag = "messages", security(("bearer" = [])),
    params(Wanted, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<ListedMessage>)))]
pub(crate) async fn list_messages(
    org: Org<ReadMessages>,
    State(app): State<crate::State>,
    Query(wanted): Query<Wanted>,
    page: PageOf<(DateTime<Utc>, MessageId)>,
) -> web::Result<Paged<ListedMessage>> {
    let address = wanted.address.map(|address| match Email::parse(&address) {
        Ok(email) => email.key().to_owned(),
        Err(_) => address,
    });
    let states = wanted.state.as_deref().unwrap_or_default().split(',').map(str::trim);
    let filter = Filter {
        event: wanted.event_id,
        registration: wanted.registration_id,
        certificate: wanted.certificate_id,
        address_key: address,
        key: wanted.key,
        states: states.filter(|state| !state.is_empty()).map(str::to_owned).collect(),
    };
    let rows = log::list(&mut *app.db.acquire().await?, org.id, &filter, page.page).await?;
    Ok(page.of(rows, |row| (row.created_at, row.id), ListedMessage::from))
}
