//! What one can earn at an event, as its page words it (EV-18, CR-8).

use chrono::NaiveDate;
use credentials::designation::{self, Status};
use models::{DesignationId, EventId};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::card::CreditState;

/// What one can earn.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageCredit {
    designation_id: DesignationId,
    body: String,
    body_code: String,
    r#type: String,
    /// At most so much.
    amount: String,
    unit: String,
    /// The only session that it is for.
    session: Option<String>,
    state: CreditState,
    /// The sentence that names the body.
    statement: Option<String>,
}

/// What may be named on the page on that day.
pub(crate) async fn credits(
    conn: &mut PgConnection,
    event: EventId,
    day: NaiveDate,
) -> sqlx::Result<Vec<PageCredit>> {
    let named = designation::public_of(conn, event, day).await?;
    let shown = |d: designation::PublicDesignation| PageCredit {
        designation_id: d.id,
        body_code: d.body.clone(),
        body: d.body,
        r#type: d.credit_type,
        amount: d.max_credits.to_string(),
        unit: d.unit,
        session: d.session,
        state: if d.status == Status::Approved {
            CreditState::Approved
        } else {
            CreditState::AppliedFor
        },
        statement: d.sentence,
    };
    Ok(named.into_iter().map(shown).collect())
}
